"""
Stage 5, trace: page -> marks: whose page it is, whom its text names, and which version it is.

A mark is a fact of one page with its place; what it says of a story is for `origin.sql`. Names are
compared by a `key`: an agency's usual short name, or the letters of another name (`bellherald`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pyarrow as pa

from wirecopy.schemas import MARKS
from wirecopy.trace.credits.agencies import load_agencies

SITES = {"apnews": "AP", "xinhuanet": "Xinhua", "kyodonews": "Kyodo", "yna": "Yonhap"}
"""Sites of agencies that do not go by the agency's name."""

MOST = 12
"""Marks of one kind that a page can have."""

ENDS = 700
"""Code points at either end of a text in which it says which version it is."""

LONG_LINE = 100
"""Code points of a line that is a paragraph; a masthead is shorter."""

_STAFF = re.compile(r"['\u2019]|,? (?:poll|contributor|reporter|columnist|host|anchor|interview)")
_SECOND_LEVEL = frozenset("co com org net gov ac go edu or ne blogs blogspot wordpress".split())
_FURNITURE = frozenset(("promotion", "standards", "navigation", "link", "advertisement"))
_LETTERS = re.compile(r"[^\W_]+")
_COMPANY = re.compile(r",? (?:LLC|Inc|Ltd|Co|Corp|GmbH|AG|S\.?A|plc|LP)\b\.?.*$")
_DOMAIN = re.compile(
    r"\b((?:[A-Za-z][\w-]*\.)*?)([A-Za-z][\w-]{1,40})\."
    r"(?:com|org|net|example|co\.\w\w|info|news|tv|de|fr|es|it|uk|eu|io|press)"
    r"(?![a-z0-9.-]*[a-z0-9])"
)
_LINK = re.compile(r"https?://(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})", re.I)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)(?:\s*(?:©|\([cC]\)))?\s*(?:(?:19|20)\d\d)?"
    r"(?:[-\u2013](?:19|20)?\d\d)?,?\s+(?:by )?"
    r"((?!All [Rr]ights)(?:The )?[A-Z][\w&.'\u2019-]*"
    r"(?:(?<![a-z]{3}\.) (?!All [Rr]ights)(?:of |the |and )?[A-Z][\w&.'\u2019-]*){0,5})(?<!\.)"
)
_TAG = re.compile(
    r"(?m:^)[^\n(]{2,80}\((?P<tag>[A-Z][\w&.\u2019'-]*(?: [A-Z][\w&.\u2019'-]*){0,3})\)"
    r" ?[-\u2013\u2014]"
)
_TOLD = re.compile(
    r"\b(?:told|(?:interview|statement|email|e-mail) (?:with|to)|obtained by|seen by|reviewed by)"
    r" (?:[Tt]he )?([A-Z][\w&.\u2019'-]*(?: [A-Z][\w&\u2019'-]*){0,3})"
)
_VERSION = re.compile(
    r"\s*(?:(?P<n>UPDATE|WRAPUP)[ -]?(?P<number>\d{1,2})\b|(?:CORRECTED|CORRECTION|REFILE|RPT)\b)"
)
_NOTE = re.compile(
    r"\((?:Adds?|Adding|Updates?|Updating|Recasts?|Corrects?|Refiles?|Repeats?|Rewrites?|"
    r"Clarifies|Writes through|New throughout|Restores|Removes|Fixes|Drops)\b[^()]{0,240}\)"
    r"|\(?\bThis (?:version|story|article|post|item|report) (?:(?:was|is|has been) )?"
    r"(?:corrects?|corrected|updates?|updated|refiles?|clarifies|fixes|(?:re)?modified)\b[^\n]{0,160}"
    r"|\b(?:An earlier|A previous|An original) version of this (?:story|article|post|report)\b"
    r"|\bUpdated (?:at|on) (?:\d|[A-Z][a-z]+ \d)[^\n]{0,40}|\bEDITOR'?S NOTE: [^\n]{0,20}correct"
    r"|(?m:^ *(?:Corrects|CORRECTED|CORRECTION)\b)"
)
_BODY = re.compile(r"\b(?:Wire|Press|Agency|Agence|Agencia|News Service|Newswire|News Agency)\b")


class Mark(NamedTuple):
    """A fact of a page: what it is, whom it names, and where it stands."""

    kind: str
    """
    `house` and `short` (whose page it is, in full and as others may call it), `tag`, `byline`,
    `sign-up`, `standards`, `copyright`, `link`, `told` (whom its text names), `itself` (the text is
    about its own outlet), `version`, `note` (it says that it is a later version).
    """
    key: str
    value: str
    number: int | None = None
    start: int | None = None
    end: int | None = None


def find_marks(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the marks of each page.

    Args:
        batch: Columns page, text, asides, outlet, url, title and byline.

    Yields:
        `schemas.MARKS`, a row for each mark.
    """
    rows = []
    for row in batch.to_pylist():
        text = row["text"] or ""
        asides = sorted((a["start"], a["end"], a["kind"]) for a in row["asides"] or [])
        begin = _story_begin(text, asides)
        marks = [
            *houses(row["outlet"], row["url"]),
            *bylines(row["byline"] or []),
            *furniture(text, asides),
            *_names(text, begin, asides),
            *_itself(text, begin, row["outlet"]),
            *versions(row["title"] or "", text, begin),
        ]
        rows += [(row["page"], *mark) for mark in dict.fromkeys(marks)]
    columns = zip(*rows, strict=True) if rows else ([] for _ in MARKS)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, MARKS, strict=True)], schema=MARKS
    )


def key_of_name(name: str) -> str:
    """
    Give the key by which a name is compared: an agency's short name, or the name's letters.

    >>> key_of_name("The Associated Press"), key_of_name("Reuters.com"), key_of_name("Bell & Co.")
    ('AP', 'Reuters', 'bell')
    """
    name = _COMPANY.sub("", name.strip(" []*_\u2019'")).strip()
    host = _DOMAIN.fullmatch(name)
    letters = letters_of(host[2] if host else re.sub(r"^the\s", "", name, flags=re.I))
    return _known().get(letters, letters)


def key_of_host(host: str) -> str:
    """
    Give the key of the site that a host is of: the name that was registered.

    >>> key_of_host("news.bell.example"), key_of_host("bell.co.uk"), key_of_host("abcnews.go.com")
    ('bell', 'bell', 'abcnews')
    """
    labels = host.lower().split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    letters = letters_of(labels[-1]) if labels else ""
    return _known().get(letters, letters)


def letters_of(name: str) -> str:
    """Give the letters and figures of a name, in small letters."""
    return "".join(_LETTERS.findall(name.casefold()))


@cache
def _known() -> dict[str, str]:
    """Give the agencies by the letters of all their names."""
    known = dict(SITES)
    for alias, agency in load_agencies().aliases.items():
        letters = letters_of(re.sub(r"^the\s", "", alias, flags=re.I))
        if agency.kind == "news" and len(letters) > 1:
            known.setdefault(letters, agency.name)
    return known


def is_agency(key: str) -> bool:
    """Tell whether a key is that of a known agency."""
    return key in _known().values()


def houses(outlet: str | None, url: str | None) -> Iterator[Mark]:
    """
    Say whose page it is: by its outlet, by its host, and by the words others may use for it.

    `number` is 0 for an outlet and 2 for a host, and one more where that is an agency.

    >>> [mark.key for mark in houses("The Velm Bell", "https://news.velmbell.example/a")]
    ['velmbell', 'velm', 'bell', 'velmbell']
    """
    if outlet:
        key = key_of_name(outlet)
        if key:
            yield Mark("house", key, outlet, 1 if is_agency(key) else 0)
        words = [w for w in _LETTERS.findall(re.sub(r"^the\s", "", outlet, flags=re.I))]
        if len(words) > 1 and not is_agency(key) and "." not in outlet:
            for word in dict.fromkeys((words[0], words[-1])):
                if len(word) > 2:
                    yield Mark("short", word.casefold(), outlet)
    host = _LINK.match(url or "")
    if host:
        key = key_of_host(host[1])
        if key:
            yield Mark("house", key, host[1], 3 if is_agency(key) else 2)


def bylines(names: Iterable[str]) -> Iterator[Mark]:
    """
    Give the names that the page is by. `number` is 1 for an agency and 2 for what sounds like one.

    >>> [(m.key, m.number) for m in bylines(["Ann Roe", "Associated Press", "Velm Wire"])]
    [('annroe', 0), ('AP', 1), ('velmwire', 2)]
    """
    for name in list(names)[:MOST]:
        key = key_of_name(name)
        if key:
            sounds = 2 if _BODY.search(name) else 0
            yield Mark("byline", key, name.strip(" []*_"), 1 if is_agency(key) else sounds)


def furniture(text: str, asides: list[tuple[int, int, str]]) -> Iterator[Mark]:
    """
    Give whose furniture a page has: the sites, agencies and owners that its asides name.

    A copy keeps the sign-up line of the site that it was taken from.
    """
    for start, end, kind in asides:
        if kind not in _FURNITURE or end - start > 2_000:
            continue
        span = text[start:end]
        owner = _COPYRIGHT.search(span)
        if owner:
            key = key_of_name(owner[1])
            yield Mark(
                "copyright", key, owner[1], None, start + owner.start(1), start + owner.end(1)
            )
            continue
        what = "standards" if kind == "standards" else "sign-up"
        for site in _DOMAIN.finditer(span):
            if "@" not in span[max(0, site.start() - 40) : site.start()].rsplit(" ", 1)[-1]:
                key = key_of_name(f"{site[2]}.com")
                yield Mark(what, key, site[0], None, start + site.start(), start + site.end())


def _names(text: str, begin: int, asides: list[tuple[int, int, str]]) -> Iterator[Mark]:
    """Give whom the story names as its own: the tag after its place, whom a speaker told."""
    tag = _TAG.search(text, begin, begin + ENDS)
    if tag:
        key, start = key_of_name(tag["tag"]), tag.start("tag")
        region = tag["tag"].casefold() in load_agencies().regions
        if key and not is_agency(key) and not region:
            yield Mark("tag", key, tag["tag"], None, start, start + len(tag["tag"]))
    told: dict[str, Mark] = {}
    for match in _TOLD.finditer(text):
        words = match[1].rstrip(".'\u2019").removesuffix("\u2019s").removesuffix("'s")
        key = key_of_name(words)
        if key and key not in told:
            told[key] = Mark("told", key, words, None, match.start(1), match.start(1) + len(words))
            if len(told) == MOST:
                break
    yield from told.values()
    links: dict[str, Mark] = {}
    front = [(s, e) for s, e, kind in asides if kind == "front matter"]
    for match in _LINK.finditer(text):
        key = key_of_host(match[1])
        if key not in links and not any(s <= match.start() < e for s, e in front):
            links[key] = Mark("link", key, match[1], None, match.start(1), match.end(1))
            if len(links) == MOST:
                break
    yield from links.values()


def _itself(text: str, begin: int, outlet: str | None) -> Iterator[Mark]:
    """Say where a page tells of its own outlet in its first paragraphs, as a release does."""
    if not outlet or len(outlet) < 4 or is_agency(key_of_name(outlet)):
        return
    for match in re.finditer(re.escape(outlet), text[begin : begin + ENDS]):
        at, end = begin + match.start(), begin + match.end()
        line = text[text.rfind("\n", 0, at) + 1 : end] + text[end : end + 200].split("\n", 1)[0]
        told = re.search(r"\b(?:told|tells|to|by|with) (?:[Tt]he )?$", text[max(0, at - 20) : at])
        if len(line) > LONG_LINE and not told and not _STAFF.match(text, end):
            yield Mark("itself", key_of_name(outlet), outlet, None, at, end)
            return


def versions(title: str, text: str, begin: int) -> Iterator[Mark]:
    """
    Say what shows that a page is a later version of a text.

    In an archive of an agency this tells nothing of the order of the versions that are there
    (bench/origin.py): the one that is corrected may be older than both.

    >>> [m.kind for m in versions("UPDATE 2-Velm harbor to close", "(Adds mayor) Ice.", 0)]
    ['version', 'note']
    """
    version = _VERSION.match(title)
    if version:
        number = int(version["number"] or 1)
        yield Mark("version", "", version[0].strip(), number)
    for start, end in ((0, begin + ENDS), (max(begin + ENDS, len(text) - ENDS), len(text))):
        note = _NOTE.search(text, start, end)
        if note:
            yield Mark(
                "note", "", note[0][:120], None, note.start(), note.start() + len(note[0][:120])
            )
            break


def _story_begin(text: str, asides: list[tuple[int, int, str]]) -> int:
    """Find where the story begins: behind the asides and blanks that stand first."""
    at = 0
    for start, end, _ in asides:
        if start > at and text[at:start].strip():
            break
        at = max(at, end)
    return at + len(text[at:]) - len(text[at:].lstrip())
