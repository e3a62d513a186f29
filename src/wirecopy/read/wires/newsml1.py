"""NewsML 1 -> items (IPTC NewsML 1.0 to 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from wirecopy.options import Options
from wirecopy.read.markup import has_markup, plain_text
from wirecopy.read.source import Source
from wirecopy.read.wires.item import Item, claim, dateline, pages_of
from wirecopy.read.wires.markup import find, parse, ranges, story_text, text_at
from wirecopy.read.wires.nitf import claims_of as claims_of_nitf
from wirecopy.read.wires.nitf import nitf_text
from wirecopy.records import Claim, Page, Skipped

READER = "newsml1 1"

_LINES = (
    ("title", "headline"),
    ("author", "byline"),
    ("dateline", "dateline"),
    ("agency", "creditline"),
    ("slug", "slugline"),
    ("copyright", "copyrightline"),
)


def read_newsml1(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of NewsML 1: a page for each news item with a text.

    Raises:
        ReadError: It is too long, or no XML.
    """
    raw = source.read(options.max_page_bytes)
    items = list(find(parse(raw), "//newsitem"))
    places = ranges(raw, "newsitem")
    if len(places) != len(items) or len(items) == 1:
        places = [(0, len(raw))] * len(items)
    if not items:
        yield Skipped(source.file, source.member, 0, len(raw), "a NewsML file without an item")
    made = (
        Item(
            f"item {number}" if len(items) > 1 else "",
            *place,
            text := _text(item),
            tuple(_claims(item)) if text else (),
            "" if text else "no story text",
        )
        for number, (item, place) in enumerate(zip(items, places, strict=True), 1)
    )
    yield from pages_of(source, raw, made, READER)


def _text(item: Any) -> str:
    """Give the longest text among the contents of an item: others are teasers and captions."""
    texts = [""]
    for content in find(item, "//datacontent"):
        nitfs = list(find(content, "//nitf"))
        words = "".join(content.itertext()).strip()
        if nitfs:
            texts.append("\n\n".join(filter(None, map(nitf_text, nitfs))))
        elif len(content):
            texts.append(story_text(content))
        else:
            texts.append(plain_text(words) if has_markup(words) else words)
    return max(texts, key=len)


def _claims(item: Any) -> Iterator[Claim]:
    for kind, line in _LINES:
        value = text_at(item, f"//newslines/{line}")
        yield from (dateline if kind == "dateline" else partial(claim, kind))(
            value, f"newsml: {line}"
        )
    yield from claim("place", _property(item, "City"), "newsml: City")
    yield from claim("agency", text_at(item, "//source/party", "FormalName"), "newsml: source")
    yield from claim("agency", text_at(item, "//provider/party", "FormalName"), "newsml: provider")
    yield from claim("outlet", text_at(item, "//providerid"), "newsml: ProviderId")
    for nitf in find(item, "//nitf"):
        yield from claims_of_nitf(nitf)
    for kind, moment in (("published", "FirstCreated"), ("modified", "ThisRevisionCreated")):
        value = text_at(item, f"//{moment.lower()}")
        yield from claim(kind, value, f"newsml: {moment}")
    yield from claim("embargoed", text_at(item, "//statuswillchange/dateandtime"), "newsml: status")
    yield from claim("version", text_at(item, "//revisionid"), "newsml: RevisionId")
    yield from claim(
        "status", text_at(item, "//newsmanagement/status", "FormalName"), "newsml: status"
    )
    yield from claim("id", text_at(item, "//publicidentifier"), "newsml: PublicIdentifier")
    yield from claim("language", text_at(item, "//language", "FormalName"), "newsml: Language")


def _property(item: Any, wanted: str) -> str | None:
    for one in find(item, "//property"):
        if one.get("FormalName") == wanted and one.get("Value"):
            return str(one.get("Value"))
    return None
