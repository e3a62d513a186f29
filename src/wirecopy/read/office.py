"""
DOCX -> a page: the paragraphs of `word/document.xml`, and what the file says of itself. One that a
newspaper database gave out holds many articles, each a page.

Inserted text under revision is text, deleted text is none. Notes, comments, headers and footers are
left out: they are no part of the story.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.export_kinds import export_kind
from wirecopy.read.exports import READER as EXPORT
from wirecopy.read.exports import articles_in
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import BROKEN_ZIP, DAMAGED, Source
from wirecopy.read.wires.item import pages_of
from wirecopy.records import Claim, Page, Skipped

READER = "docx 1"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
}
_CHUNK = 1 << 16


def read_docx(
    source: Source, archive: zipfile.ZipFile, options: Options
) -> Iterator[Page | Skipped]:
    """
    Read a DOCX, open as the zip that it is: one page.

    Raises:
        ReadError: Its text is no XML, or too long.
    """
    raw = source.read(options.max_page_bytes)
    root = _parse(archive, "word/document.xml", source, options)
    paragraphs = [text for p in root.iter(f"{_W}p") if (text := _text(p).strip())]
    if not paragraphs:
        yield source.skipped("no text in it", 0, len(raw))
        return
    claims = []
    if "docProps/core.xml" in archive.namelist():
        core = _parse(archive, "docProps/core.xml", source, options)
        for element in core:
            kind = _CORE.get(element.tag) if isinstance(element.tag, str) else None
            if kind and element.text and element.text.strip():
                claims.append(Claim(kind, element.text.strip(), f"docx: {kind}"))
    place = Place(source.file, source.member, 0, len(raw))
    text = "\n\n".join(paragraphs)
    if kind := export_kind(text):
        items = (replace(item, start=0, end=len(raw)) for item in articles_in(text, kind))
        yield from pages_of(source, raw, items, EXPORT)
        return
    yield make_page(place, raw, text, claims, READER)


def _parse(archive: zipfile.ZipFile, name: str, source: Source, options: Options) -> Any:
    held: list[bytes] = []
    length = 0
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                length += len(chunk)
                source.allowance.spend(len(chunk))
                if length > options.max_page_bytes:
                    raise ReadError(
                        f"longer than max_page_bytes ({options.max_page_bytes:,} bytes)"
                    )
                held.append(chunk)
        # No entity is resolved and nothing is loaded: XML is a way to ask for files and for memory.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(b"".join(held), parser)
    except (etree.LxmlError, *BROKEN_ZIP, *DAMAGED) as no:
        raise ReadError(f"broken DOCX: {str(no)[:200]}") from None


def _text(paragraph: Any) -> str:
    """Give the text of a paragraph, without those that a text box inside holds."""
    pieces: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        above = next(node.iterancestors(f"{_W}p"))
        if above is not paragraph:
            continue
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        else:
            pieces.append({"tab": "\t", "noBreakHyphen": "-"}.get(node.tag.removeprefix(_W), "\n"))
    return "".join(pieces)
