"""
NewsML-G2 -> items (IPTC NewsML-G2 2.x: `newsItem` alone, or several in a `newsMessage`).

Only items of text hold a story. Pictures, films, packages, concepts and plans are skipped under
their kind, since a caption is no story.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirecopy.options import Options
from wirecopy.read.markup import has_markup, plain_text
from wirecopy.read.source import Source
from wirecopy.read.wires.item import Item, claim, dateline, pages_of
from wirecopy.read.wires.markup import find, name, parse, ranges, story_text, text_at
from wirecopy.read.wires.nitf import claims_of as claims_of_nitf
from wirecopy.read.wires.nitf import nitf_text
from wirecopy.records import Claim, Page, Skipped

READER = "newsml-g2 1"

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OTHERS = {
    "packageitem": "a package: a list of other items",
    "conceptitem": "a concept: no news",
    "knowledgeitem": "a list of concepts: no news",
    "planningitem": "a plan of coverage: no news",
    "catalogitem": "a catalog: no news",
}
_TITLES = ("contentmeta/headline", "itemmeta/title")


def read_g2(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of NewsML-G2: a page for each item of text.

    Raises:
        ReadError: It is too long, or no XML.
    """
    raw = source.read(options.max_page_bytes)
    root = parse(raw)
    kinds = ("newsitem", *_OTHERS)
    items = [one for one in root.iter() if name(one) in kinds]
    if not items:
        yield Skipped(source.file, source.member, 0, len(raw), "a message without an item")
        return
    places: dict[str, Iterator[tuple[int, int]]] = {}
    for kind in kinds:
        found, held = ranges(raw, kind), sum(name(one) == kind for one in items)
        places[kind] = iter(found if len(found) == held else [(0, len(raw))] * held)
    if len(items) == 1:
        places[name(items[0])] = iter([(0, len(raw))])
    made = (
        _item(one, f"item {number}" if len(items) > 1 else "", next(places[name(one)]))
        for number, one in enumerate(items, 1)
    )
    yield from pages_of(source, raw, made, READER)


def _item(item: Any, member: str, place: tuple[int, int]) -> Item:
    if (kind := name(item)) in _OTHERS:
        return Item(member, *place, "", wrong=_OTHERS[kind])
    text = _text(item)
    status = text_at(item, "itemmeta/pubstatus", "qcode") or ""
    what = (text_at(item, "itemmeta/itemclass", "qcode") or "").rpartition(":")[2]
    if not text and status.endswith(("canceled", "withheld")):
        return Item(member, *place, "", wrong=f"{status.rpartition(':')[2]}, and no text left")
    if not text:
        return Item(
            member, *place, "", wrong=f"no story text (kind of item: {what or 'not named'})"
        )
    return Item(member, *place, text, tuple(_claims(item)))


def _text(item: Any) -> str:
    for inline in find(item, "contentset/inlinexml"):
        nitfs = list(find(inline, "//nitf"))
        if nitfs:
            return "\n\n".join(filter(None, map(nitf_text, nitfs)))
        bodies = list(find(inline, "//body")) or ([inline] if list(find(inline, "//p")) else [])
        text = "\n\n".join(filter(None, map(story_text, bodies)))
        if text:
            return text
    for inline in find(item, "contentset/inlinedata"):
        words = "".join(inline.itertext()).strip()
        if "encoding" not in inline.attrib and words:
            return plain_text(words) if has_markup(words) else words
    return ""


def _claims(item: Any) -> Iterator[Claim]:
    for path in _TITLES:
        yield from claim("title", text_at(item, path), _origin(path))
    for person in find(item, "contentmeta/by"):
        yield from claim("author", " ".join(person.itertext()), "newsml-g2: by")
    provider = text_at(item, "itemmeta/provider/name") or text_at(
        item, "itemmeta/provider", "literal"
    )
    yield from claim("outlet", provider, "newsml-g2: provider")
    for kind, path in (
        ("agency", "contentmeta/creditline"),
        ("agency", "contentmeta/infosource"),
        ("agency", "itemmeta/provider"),
        ("agency", "rightsinfo/copyrightholder"),
    ):
        for one in find(item, path):
            value = text_at(one, "name") or one.get("literal") or " ".join(one.itertext())
            yield from claim(kind, value.strip(" \n–-"), _origin(path))
    for nitf in find(item, "contentset//nitf"):
        yield from claims_of_nitf(nitf)
    first, this = (text_at(item, f"itemmeta/{moment}created") for moment in ("first", "version"))
    yield from claim("published", first, "newsml-g2: firstCreated")
    yield from claim("modified" if first else "published", this, "newsml-g2: versionCreated")
    content = text_at(item, "contentmeta/contentcreated")
    yield from claim("published", content, "newsml-g2: contentCreated")
    yield from claim("embargoed", text_at(item, "itemmeta/embargoed"), "newsml-g2: embargoed")
    yield from dateline(text_at(item, "contentmeta/dateline"), "newsml-g2: dateline")
    yield from claim("place", text_at(item, "contentmeta/located/name"), "newsml-g2: located")
    yield from claim("slug", text_at(item, "contentmeta/slugline"), "newsml-g2: slugline")
    yield from claim("version", item.get("version"), "newsml-g2: version")
    status = text_at(item, "itemmeta/pubstatus", "qcode")
    yield from claim("status", status and status.rpartition(":")[2], "newsml-g2: pubStatus")
    yield from claim("id", item.get("guid"), "newsml-g2: guid")
    for note in find(item, "itemmeta/ednote"):
        yield from claim("note", " ".join(note.itertext()), "newsml-g2: edNote")
    language = text_at(item, "contentmeta/language", "tag") or item.get(_LANGUAGE)
    yield from claim("language", language, "newsml-g2: language")


def _origin(path: str) -> str:
    """
    Name a place as the standard spells it.

    >>> _origin("contentmeta/headline"), _origin("rightsinfo/copyrightholder")
    ('newsml-g2: headline', 'newsml-g2: copyrightHolder')
    """
    step = path.rpartition("/")[2]
    return "newsml-g2: " + {"infosource": "infoSource", "copyrightholder": "copyrightHolder"}.get(
        step, step
    )
