"""
The nouns of wirecopy: frozen records, each with the Arrow schema it travels in.

Offsets are half-open `start`, `end` in code points of `page.text`. Bytes are `byte_start`,
`byte_end`. A `share` is 0 to 1 of the shorter side's words. In Arrow a page goes by `page`, the
int64 that has the bits of its `page_id`, so that every engine can join and sort on it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from wirecopy.when import DateClaim


class Record:
    """What all records can do: give themselves as plain values."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON values under the ledger's column names."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


class Certainty(StrEnum):
    """The three answers to a question that evidence may leave open."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class AsideKind(StrEnum):
    """What a span is that is not the story."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    CAPTION = "caption"
    CREDIT = "credit"
    PROMOTION = "promotion"
    LINK = "link"
    NAVIGATION = "navigation"
    STANDARDS = "standards"
    ADVERTISEMENT = "advertisement"


class PassageKind(StrEnum):
    """How much a shared passage was changed on its way."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    REWRITTEN = "rewritten"


class Role(StrEnum):
    """What a page is to the story that it carries."""

    ORIGIN = "origin"
    """The page that the others are measured against; `Story.origin` says how sure that is."""
    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    UPDATE = "update"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class Reason(Record):
    """Why something was decided: a name from a fixed list, the evidence, and its weight."""

    name: str
    detail: str = ""
    start: int | None = None
    end: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """
    Something that a page says of itself, as it says it.

    `kind` is `title`, `author`, `published`, `modified`, `captured`, `outlet`, `url` or
    `language`; `origin` names the place, such as `front matter: date` or `meta: og:title`.
    """

    kind: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Page(Record):
    """One capture of one text, and where it lies in the pile."""

    page_id: str
    """16 hex digits: sha256 of the page's bytes and its place (see `page_id`)."""
    file: str
    """Path of the file, from the folder that was named in the pile; `-` is stdin."""
    member: str
    """Place inside a container or table (`inner.html`, `row 12`), or empty."""
    byte_start: int
    byte_end: int
    ordinal: int
    """1-based place among the pages of its file."""
    text: str
    """The page's text. All offsets count its code points; it is never changed."""
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: DateClaim | None = None
    """The publication date that the page claims first; the others are in `claims`."""
    language: str | None = None
    front_matter: dict[str, Any] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    """Everything that the page says of itself, each with its origin, in the order found."""
    sha256: str = ""
    """Of the page's bytes, in hex."""
    reader: str = ""
    """Name and version of the reader: `text 1`."""

    @property
    def page(self) -> int:
        """The bits of `page_id` as a signed integer: the page's key in Arrow."""
        return key_of(self.page_id)


@dataclass(frozen=True, slots=True)
class Skipped(Record):
    """A part of the pile that could not be read, and why."""

    file: str
    member: str
    byte_start: int
    byte_end: int | None
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Aside(Record):
    """A span of a page that is not the story; `reason` names the witness, then what it saw."""

    start: int
    end: int
    kind: AsideKind
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Passage(Record):
    """
    A span of text a aligned with a span of text b.

    `share` is the part of the longer span's words that stand in both: 1.0 for verbatim.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: PassageKind
    share: float
    a: str = ""
    """page_id of the one page, empty where the texts are no pages of a ledger."""
    b: str = ""
    """page_id of the other."""


@dataclass(frozen=True, slots=True)
class Member(Record):
    """One page of a story."""

    page_id: str
    role: Role
    share: float
    """Of the shorter text's words, shared with the story's origin page."""
    copied_from: str | None = None
    """The page_id it was measured against; None for the origin page."""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin(Record):
    """Who a story comes from, as far as can be told."""

    name: str | None
    page_id: str | None
    in_pile: bool
    certainty: Certainty
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict(Record):
    """One text under several names or dates: the differing values, each with its pages."""

    kind: str
    """`byline`, `published`, `title`."""
    values: tuple[tuple[str, tuple[str, ...]], ...]
    """(value, page_ids) in the order of the values."""


@dataclass(frozen=True, slots=True)
class Story(Record):
    """One text and its pages."""

    story_id: str
    title: str | None
    pages: tuple[Member, ...]
    share: float
    """The smallest share among its pages: 1.0 if every page has the whole of the shorter text."""
    origin: Origin | None = None
    conflicts: tuple[Conflict, ...] = ()


def page_id(raw: bytes, file: str, member: str, byte_start: int) -> str:
    """
    Name a page by its bytes and its place: 16 hex digits that no other run can give otherwise.

    >>> page_id(b"Some text.", "pile/a.txt", "", 0)
    '0c5e2f2e2f8f8d9e'
    """
    place = json.dumps([file, member, byte_start], ensure_ascii=False)
    digest = hashlib.sha256(raw)
    digest.update(b"\0" + place.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def key_of(page_id: str) -> int:
    """
    Give the signed 64-bit integer with the bits of a page_id.

    >>> key_of("ffffffffffffffff"), id_of(-1)
    (-1, 'ffffffffffffffff')
    """
    return int.from_bytes(bytes.fromhex(page_id), "big", signed=True)


def id_of(key: int) -> str:
    """Give the page_id (or story_id) with the bits of a key: the inverse of `key_of`."""
    return key.to_bytes(8, "big", signed=True).hex()


def _schema(**types: pa.DataType) -> pa.Schema:
    return pa.schema(list(types.items()))


_CLAIM = pa.struct([("kind", pa.string()), ("value", pa.string()), ("origin", pa.string())])
_ASIDE = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string()), ("reason", pa.string())]
)
_PASSAGE = pa.struct(
    [
        ("a_start", pa.int32()),
        ("a_end", pa.int32()),
        ("b_start", pa.int32()),
        ("b_end", pa.int32()),
        ("kind", pa.string()),
        ("share", pa.float64()),
    ]
)

FILES = _schema(file=pa.string(), path=pa.string())
"""Stage read, in: a file as the ledger names it, and the path to open it by."""

READ = _schema(
    page=pa.int64(),
    page_id=pa.string(),
    file=pa.string(),
    member=pa.string(),
    byte_start=pa.int64(),
    byte_end=pa.int64(),
    ordinal=pa.int32(),
    text=pa.string(),
    url=pa.string(),
    outlet=pa.string(),
    title=pa.string(),
    byline=pa.list_(pa.string()),
    published=pa.string(),
    published_precision=pa.string(),
    published_origin=pa.string(),
    published_text=pa.string(),
    at=pa.int64(),
    language=pa.string(),
    front_matter=pa.string(),
    claims=pa.list_(_CLAIM),
    sha256=pa.string(),
    reader=pa.string(),
    skipped=pa.string(),
)
"""
Stage read, out: a row is a page, or, where `skipped` holds a reason, a part that is none.
`at` is the first moment that `published` allows, in microseconds since 1970; `front_matter` is
JSON.
"""

ASIDES = _schema(page=pa.int64(), asides=pa.list_(_ASIDE))
"""Stage clean, out: one row for each page, with an empty list where all is story."""

FINGERPRINTS = _schema(hash=pa.int64(), page=pa.int64(), at=pa.int64(), position=pa.int32())
"""
Stage match, out: winnowed fingerprints of the story text, each hash once for a page. `at` sorts
pages by date (no date: the largest int64); `position` is the word where the n-gram begins.
"""

PAIRS = _schema(a=pa.int64(), b=pa.int64())
"""Stage match, out: pages whose texts are worth comparing; a is the earlier one."""

ALIGNED = _schema(
    a=pa.int64(),
    b=pa.int64(),
    a_words=pa.int32(),
    b_words=pa.int32(),
    a_shared=pa.int32(),
    b_shared=pa.int32(),
    passages=pa.list_(_PASSAGE),
)
"""
Stage align, out: one row for each pair. `a_words` are the story words of a (without asides),
`a_shared` those of them that lie in a passage; passages are in the order of a.
"""

CLAIMS = _schema(
    page=pa.int64(), kind=pa.string(), value=pa.string(), compared=pa.string(), at=pa.int64()
)
"""Stage trace: a row for each byline or date that a page claims; equal `compared`: they agree."""


class StatementKind(StrEnum):
    """Whether a statement is given in the speaker's own words."""

    DIRECT = "direct"
    """All of its content stands inside quotation marks."""
    MIXED = "mixed"
    """Some of it does."""
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Statement(Record):
    """
    What someone said, claimed, denied, believes: spans of the text, empty where a part is absent.

    `speaker`, `role`, `venue` and `said_at` are None until they have been traced.
    """

    content: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    kind: StatementKind
    act: str | None = None
    """What the cue shows: say, deny, accuse, order, believe, intend, … (`attribute/acts.toml`)."""
    speaker: str | None = None
    """The person, body or country under its fullest name in the story."""
    role: str | None = None
    venue: str | None = None
    said_at: str | None = None
    confidence: float = 0.0
    """How likely content and source are right, 0 to 1."""
    page_id: str | None = None

    def show(self, text: str, part: str) -> str:
        """Give the words of `content`, `source` or `cue`, the pieces joined by " … "."""
        return " … ".join(text[start:end] for start, end in getattr(self, part))


_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))

STATEMENTS = _schema(
    page=pa.int64(),
    content=_SPANS,
    source=_SPANS,
    cue=_SPANS,
    kind=pa.string(),
    act=pa.string(),
    speaker=pa.string(),
    role=pa.string(),
    venue=pa.string(),
    said_at=pa.string(),
    confidence=pa.float64(),
)
"""Stage attribute, out: a row for each statement, in the order of the page."""
