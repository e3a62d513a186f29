"""
NITF, the News Industry Text Format -> an item (iptc.org/standards/nitf, versions 3.0 to 3.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirecopy.options import Options
from wirecopy.read.source import Source
from wirecopy.read.wires.item import Item, claim, dateline, pages_of
from wirecopy.read.wires.markup import find, parse, ranges, story_text, text_at
from wirecopy.records import Claim, Page, Skipped

READER = "nitf 1"

_SLUGS = ("anpa-keyword", "slugline", "slug", "ntbstikkord", "keyword")
"""Names of `meta` under which agencies give the slug."""


def read_nitf(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of NITF: one page, or one for each `nitf` in it.

    Raises:
        ReadError: It is too long, or no XML.
    """
    raw = source.read(options.max_page_bytes)
    root = parse(raw)
    stories = list(find(root, "//nitf")) or [root]
    places = ranges(raw, "nitf")
    if len(places) != len(stories) or len(stories) == 1:
        places = [(0, len(raw))] * len(stories)
    items = (
        Item(f"item {n}" if len(stories) > 1 else "", *place, nitf_text(one), tuple(claims_of(one)))
        for n, (one, place) in enumerate(zip(stories, places, strict=True), 1)
    )
    yield from pages_of(source, raw, items, READER)


def nitf_text(nitf: Any) -> str:
    """Give the story: what `body.content` holds, and the credit line of `body.end`."""
    parts = [*find(nitf, "//body.content"), *find(nitf, "//body.end")]
    return "\n\n".join(filter(None, map(story_text, parts)))


def claims_of(nitf: Any) -> Iterator[Claim]:
    """Yield what head and `body.head` claim, the surest first."""
    for hedline in find(nitf, "//body.head//hl1"):
        yield from claim("title", " ".join(hedline.itertext()), "nitf: hl1")
    yield from claim("title", text_at(nitf, "head/title"), "nitf: title")
    for byline in find(nitf, "//body.head/byline"):
        yield from claim("author", byline_of(byline), "nitf: byline")
    for path, attribute in (
        ("//body.head/distributor", None),
        ("//docdata/doc-id", "regsrc"),
        ("//del-list/from-src", "src-name"),
        ("//doc.rights", "owner"),
        ("//doc.copyright", "holder"),
    ):
        where = path.rpartition("/")[2]
        yield from claim("agency", text_at(nitf, path, attribute), f"nitf: {where}")
    for path in ("//docdata/date.issue", "//dateline/story.date", "//docdata/date.release"):
        where = path.rpartition("/")[2]
        yield from claim("published", text_at(nitf, path, "norm"), f"nitf: {where}")
    yield from claim("published", text_at(nitf, "//pubdata", "date.publication"), "nitf: pubdata")
    yield from dateline(dateline_of(nitf), "nitf: dateline")
    yield from _meta(nitf)
    yield from claim("slug", text_at(nitf, "//du-key", "key"), "nitf: du-key")
    yield from claim("version", text_at(nitf, "//du-key", "version"), "nitf: du-key version")
    yield from claim("status", text_at(nitf, "//docdata", "management-status"), "nitf: docdata")
    yield from claim("note", text_at(nitf, "//ed-msg", "info"), "nitf: ed-msg")
    for attribute in ("baselang", "{http://www.w3.org/XML/1998/namespace}lang"):
        yield from claim("language", nitf.get(attribute), "nitf: language")


def byline_of(byline: Any) -> str:
    """
    Give the names of a byline without the title of those who are named.

    >>> from wirecopy.read.wires.markup import parse
    >>> byline_of(parse(b"<byline>By ANA REY<byttl>PX Writer</byttl></byline>"))
    'By ANA REY'
    """
    people = [" ".join(person.itertext()) for person in find(byline, "person")]
    if people:
        return ", ".join(people)
    words = [byline.text or ""]
    for part in byline:
        local = str(part.tag).rpartition("}")[2].lower()
        words += [] if local == "byttl" else [" ".join(part.itertext())]
        words.append(part.tail or "")
    return " ".join(" ".join(words).split())


def dateline_of(nitf: Any) -> str | None:
    """Give the place of the dateline: its location, or else its own words."""
    for line in find(nitf, "//body.head/dateline"):
        parts = [" ".join(part.itertext()).split() for part in find(line, "location")]
        pieces = [
            piece
            for part in find(line, "location")
            for piece in (part.itertext() if len(part) else [part.text or ""])
        ]
        if any(parts):
            return ", ".join(
                flat for piece in pieces if (flat := " ".join(piece.split()).strip(" ,"))
            )
        return " ".join(line.itertext())
    return None


def _meta(nitf: Any) -> Iterator[Claim]:
    given = {
        (meta.get("name") or "").lower(): meta.get("content") for meta in find(nitf, "head/meta")
    }
    for key in _SLUGS:
        yield from claim("slug", given.get(key), f"nitf: meta {key}")
    yield from claim("status", given.get("status"), "nitf: meta status")
