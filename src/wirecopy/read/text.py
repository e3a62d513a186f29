"""
Plain text and Markdown -> the pages that they were glued from.

A page's text is exactly its bytes, decoded: no line ending, no mark, no blank is changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.frontmatter import find_front_matter
from wirecopy.options import Options
from wirecopy.read.claims import claims_from
from wirecopy.read.decode import Decoded, decode
from wirecopy.read.masthead import find_masthead
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Source
from wirecopy.read.split import Part, split
from wirecopy.records import Page, Skipped

READER = "text 1"


def read_text(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of text, split into its pages.

    Args:
        source: A file whose bytes are text in one encoding.
        options: `max_page_bytes` bounds the whole file, which is held in memory.

    Yields:
        Its pages and skipped parts in their order.

    Raises:
        ReadError: It is too long, or no text in any known encoding.
    """
    raw = source.read(options.max_page_bytes)
    decoded = decode(raw, source.charset)
    text, encoding = decoded.text, decoded.encoding
    if not text.strip():
        yield Skipped(source.file, source.member, 0, len(raw), "nothing but white space")
        return
    if not source.whole and _is_exact(decoded, raw):
        parts = split(text)
    else:  # bytes that this encoding would write otherwise: only the whole has a known range
        parts = [Part(0, len(text), "whole", find_front_matter(text))]
    reader = READER if encoding == "utf-8" else f"{READER}, {encoding}"
    end, done = decoded.start, 0
    for part in parts:
        start = end + len(text[done : part.start].encode(encoding))
        end = start + len(text[part.start : part.end].encode(encoding))
        done = part.end
        if part.skipped:
            yield Skipped(source.file, source.member, start, end, part.skipped)
            continue
        values = part.front_matter.values if part.front_matter else {}
        yield make_page(
            Place(source.file, source.member, start, end),
            raw[start:end],
            text[part.start : part.end],
            claims_from(values, "front matter") + find_masthead(_below(text, part)),
            reader,
            values,
        )
    if decoded.end < len(raw):
        reason = "half a character at the end of the file"
        yield Skipped(source.file, source.member, decoded.end, len(raw), reason)


def _below(text: str, part: Part) -> str:
    return text[part.front_matter.end if part.front_matter else part.start : part.end]


def _is_exact(decoded: Decoded, raw: bytes) -> bool:
    if decoded.encoding == "utf-8":
        return True
    return decoded.text.encode(decoded.encoding, "replace") == raw[decoded.start : decoded.end]
