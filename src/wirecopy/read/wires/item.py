"""What the families of wire formats have in common: an item with its place, and its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wirecopy.read.claims import LONGEST, is_unicode
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Source
from wirecopy.records import Claim, Page, Skipped

_NO_PLACE = re.compile(r"\s*(?:\([^()]*\))?\s*[-_–—]*\s*$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a wire file: its text, or why it is no page."""

    member: str
    start: int
    end: int
    text: str
    claims: tuple[Claim, ...] = ()
    wrong: str = ""
    """Why it is no page; empty where it is one."""


def claim(kind: str, value: str | None, origin: str) -> Iterator[Claim]:
    """
    Yield a claim if there is a value, with its spaces flattened.

    >>> [c.value for c in claim("title", " Fog  closes\\nport ", "nitf: hl1")]
    ['Fog closes port']
    """
    flat = _SPACES.sub(" ", value or "").strip()
    if flat and len(flat) <= LONGEST and is_unicode(flat):
        yield Claim(kind, flat, origin)


def dateline(value: str | None, origin: str) -> Iterator[Claim]:
    """
    Yield the place of a dateline, without agency and dash; one that is a date claims no place.

    >>> [c.value for c in dateline("Ost (PX) -", "nitf: dateline")], list(dateline("4/4/2018", ""))
    (['Ost'], [])
    """
    place = _NO_PLACE.sub("", value or "").strip(" ,;")
    if not place[:1].isdigit():
        yield from claim("dateline", place, origin)


def pages_of(
    source: Source, raw: bytes, items: Iterable[Item], reader: str
) -> Iterator[Page | Skipped]:
    """Make pages of items; one without a text is skipped under the reason that it carries."""
    for item in items:
        member = "/".join(filter(None, (source.member, item.member)))
        if item.wrong or not item.text:
            reason = item.wrong or "no text"
            yield Skipped(source.file, member, item.start, item.end, reason)
            continue
        place = Place(source.file, member, item.start, item.end)
        yield make_page(place, raw[item.start : item.end], item.text, unique(item.claims), reader)


def unique(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Leave out a claim that an earlier one has made in the same words."""
    kept: dict[tuple[str, str], Claim] = {}
    for one in claims:
        kept.setdefault((one.kind, one.value), one)
    return tuple(kept.values())
