"""
The nouns of wirecopy: frozen records. `schemas.py` has the tables in which they travel.

Offsets are half-open `start`, `end` in code points of `page.text`. Bytes are `byte_start`,
`byte_end`. A `share` is 0 to 1 of the shorter side's words.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Record:
    """What all records can do: give themselves as plain values."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON values under the ledger's column names."""
        shown = (f.name for f in fields(self) if f.repr)  # type: ignore[arg-type]
        return {name: _plain(getattr(self, name)) for name in shown}


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
    """The page that the others are measured against; see `Story.origin`."""
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
    page_id: str | None = None
    """Whose span it is, where the reason is not one of a single page."""


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """
    Something that a page says of itself, as it says it.

    `kind` is `title`, `author`, `published`, `modified`, `captured`, `outlet`, `url`, `language` or
    `twin` (where the same page lies in another form); `origin` names the place, such as
    `front matter: date` or `meta: og:title`.
    """

    kind: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True, order=True)
class DateClaim(Record):
    """One date that a page claims, with where it claims it."""

    value: str
    """The date in UTC, cut to its precision: `2022-11`, `2022-11-13`, `2022-11-13T07:30Z`."""
    precision: str
    """`year`, `month`, `day`, `minute` or `second`."""
    origin: str
    """Where the page says so: `front matter: date`, `json-ld: datePublished`, `column: date`."""

    text: str
    """The date as the page has it."""

    @property
    def earliest(self) -> datetime:
        """The first moment that the claim allows, in UTC."""
        full = "0000-01-01T00:00:00"
        iso = self.value.removesuffix("Z")
        return datetime.fromisoformat(iso + full[len(iso) :]).replace(tzinfo=UTC)

    @property
    def at(self) -> int:
        """`earliest` as microseconds since 1970, for sorting in any engine."""
        return int((self.earliest - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000


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
    raw: bytes = field(default=b"", repr=False, compare=False)
    """Its bytes, only where `read.again` has just read them: a ledger keeps none."""

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
    """A span of text a aligned with a span of text b."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: PassageKind
    share: float
    """The part of the longer span's words that stand in both: 1.0 for verbatim."""
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
    certainty: Certainty = Certainty.UNSURE
    """Whether it was taken from there; NO: the other way round."""
    relation: str | None = None
    """`newswire`, `press release`, `source-to-source`, `common source`, or its own `update`."""


@dataclass(frozen=True, slots=True)
class Origin(Record):
    """Who a story comes from, as far as can be told."""

    name: str | None
    page_id: str | None
    in_pile: bool
    certainty: Certainty
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Credits(Record):
    """Who a page says made it; empty where it says nothing."""

    agency: str | None = None
    """The wire service whose text it is, under its usual short name: `Reuters`, `AP`, `AFP`."""
    reporters: tuple[tuple[str, str | None], ...] = ()
    """(name, place from which they reported or None), in the order of the page."""
    writers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    dateline: str | None = None
    """The place, as the page has it: `UNITED NATIONS`."""
    spans: tuple[Reason, ...] = ()
    """Where each was found: `name` says as what, `detail` the value, with its span and weight."""


@dataclass(frozen=True, slots=True)
class Sources(Record):
    """How many independent origins remain when copies are taken away."""

    count: int
    names: tuple[str, ...]
    certainty: Certainty
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict(Record):
    """One text under several names, dates or numbers: the differing values, each with its pages."""

    kind: str
    """`byline`, `published`, `agency`; `number` and `name` at one place of a shared passage;
    `byline against credits`; `impossible date`."""
    values: tuple[tuple[str, tuple[str, ...]], ...]
    """(value, page_ids), by value."""
    spans: tuple[tuple[str, int, int], ...] = ()
    """(page_id, start, end) of each value that stands in a text."""


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
    sources: Sources | None = None


class StatementKind(StrEnum):
    """Whether a statement is given in the speaker's own words."""

    DIRECT = "direct"
    """All of its content stands inside quotation marks."""
    MIXED = "mixed"
    """Some of it does."""
    INDIRECT = "indirect"


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    BODY = "body"
    """An organization, office, company, party, court, medium."""
    COUNTRY = "country"
    GROUP = "group"
    """Many, under a common noun: human rights groups, residents, analysts."""
    UNNAMED = "unnamed"
    """One, whom the text does not name: a senior official."""


@dataclass(frozen=True, slots=True)
class Witness(Record):
    """One page that carries a statement, and where."""

    page_id: str
    content: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    words: str
    """The content as this page has it."""


@dataclass(frozen=True, slots=True)
class Statement(Record):
    """What someone said, denied, believes: spans of the text, empty where a part is absent."""

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
    """The page that the spans are of: in a ledger, the earliest dated of its witnesses."""
    speaker_kind: SpeakerKind | None = None
    certainty: Certainty = Certainty.UNSURE
    """Whether the speaker is the one named."""
    reasons: tuple[Reason, ...] = ()
    statement_id: str | None = None
    story_id: str | None = None
    witnesses: tuple[Witness, ...] = ()
    """In a ledger: every page that carries it, this one included, earliest first."""
    independent: int | None = None
    """How many independent sources the witnesses come to."""

    def show(self, text: str, part: str) -> str:
        """Give the words of `content`, `source` or `cue`, the pieces joined by " … "."""
        return " … ".join(text[start:end] for start, end in getattr(self, part))


def page_id(raw: bytes, file: str, member: str, byte_start: int) -> str:
    """
    Name a page by its bytes and its place: 16 hex digits, the same in every run.

    >>> page_id(b"Some text.", "pile/a.txt", "", 0)
    'a8f8423734c77e05'
    """
    place = json.dumps([file, member, byte_start], ensure_ascii=False)
    digest = hashed(raw).copy()
    digest.update(b"\0" + place.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def hashed(raw: bytes) -> hashlib._Hash:
    """Hash bytes by SHA-256, once where many pages have the same ones: `copy` before updating."""
    return hashlib.sha256(raw)


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
