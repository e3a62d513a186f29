"""
Tables (JSON, CSV, Parquet) -> pages: a row is a page, and is never split.

Which column holds what is said by `Options.columns`, or guessed from the names: see
`wirecopy.read.columns`. A text that is written in HTML is read as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import unquote

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import claims_from, in_unicode, is_unicode
from wirecopy.read.columns import find_columns, value_of
from wirecopy.read.decode import decode
from wirecopy.read.markup import has_markup
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Source
from wirecopy.read.web import find_web
from wirecopy.read.wires.ninjs import READER as NINJS
from wirecopy.read.wires.ninjs import item_in, read_item
from wirecopy.records import Page, Skipped

READER = "table 1"
_NO_TEXT = frozenset({"", "none", "null", "nan", "n/a"})
_MOST_NAMES = 12
"""Columns that a reason names."""


class Row(NamedTuple):
    """A row of a table and where it lies."""

    place: str
    """Its place in the table: `row 12`, or `articles/row 12` in an object that holds a list."""
    byte_start: int
    byte_end: int
    raw: bytes
    """Its bytes; of Parquet, whose bytes hold no row, the row as JSON with sorted keys."""
    values: Mapping[str, Any]


def read_rows(
    source: Source, rows: Iterable[Row | Skipped], options: Options, *, fixed: bool
) -> Iterator[Page | Skipped]:
    """
    Make the rows of a table into pages.

    A table without a column for the text is skipped as one part; so are the rows of JSON before
    the first that has one.

    Args:
        source: What the rows are from.
        rows: Rows, and parts that are none.
        options: `columns` and `max_page_bytes` count.
        fixed: All rows have the columns of the first.
    """
    waiting: Skipped | None = None
    told = False
    folders = _said_by_folders(source.name)
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        if folders:
            row = row._replace(values=folders | dict(row.values))
        if not options.columns and (wire := item_in(row.values)) is not None:
            told = True
            yield _item(source, row, wire, options)
            continue
        columns = dict(find_columns(row.values, options.columns)).get("text", ())
        if fixed and not columns:
            reason = _no_column(row.values, options)
            yield Skipped(source.file, source.member, 0, source.size, reason)
            return
        if not columns and not told:
            start = waiting.byte_start if waiting else row.byte_start
            reason = waiting.reason if waiting else _no_column(row.values, options)
            waiting = Skipped(source.file, source.member, start, row.byte_end, reason)
            continue
        told = True
        if waiting:
            yield waiting
            waiting = None
        yield _page(source, row, columns, options)
    if waiting:
        yield waiting


def _said_by_folders(name: str) -> dict[str, str]:
    """
    Give the columns that the folders of a table in parts stand for; not dates, often the crawl's.

    >>> _said_by_folders("outlet=The%20Bell/date=2024-03-04/lang=en/part-0.parquet")
    {'outlet': 'The Bell', 'lang': 'en'}
    """
    said = dict(part.split("=", 1) for part in name.split("/")[:-1] if "=" in part)
    found = find_columns(said, {})
    known = [columns[0] for word, columns in found if word in ("outlet", "language")]
    return {column: unquote(said[column]) for column in known}


def _item(source: Source, row: Row, wire: Mapping[str, Any], options: Options) -> Page | Skipped:
    """Make a page of a row that an agency's interface gave out."""
    place = _place(source, row)
    if len(row.raw) > options.max_page_bytes:
        return _skipped(place, f"longer than max_page_bytes ({options.max_page_bytes:,} bytes)")
    item = read_item(wire, place.member, place.byte_start, place.byte_end)
    if item.wrong or not is_unicode(item.text):
        return _skipped(place, item.wrong or "text with stray bytes or halves of surrogate pairs")
    return make_page(place, row.raw, item.text, item.claims, NINJS)


def _place(source: Source, row: Row) -> Place:
    member = in_unicode(f"{source.member}/{row.place}" if source.member else row.place)
    return Place(source.file, member, row.byte_start, row.byte_end)


def _skipped(place: Place, reason: str) -> Skipped:
    return Skipped(place.file, place.member, place.byte_start, place.byte_end, reason)


def _page(source: Source, row: Row, columns: tuple[str, ...], options: Options) -> Page | Skipped:
    place = _place(source, row)
    skipped = partial(_skipped, place)
    if len(row.raw) > options.max_page_bytes:
        return skipped(f"longer than max_page_bytes ({options.max_page_bytes:,} bytes)")
    if not columns:
        return skipped(_no_column(row.values, options))
    try:
        texts = (_text(value_of(row.values, column)) for column in columns)
        text = next((text for text in texts if text.strip().casefold() not in _NO_TEXT), None)
    except ReadError as error:
        return skipped(error.reason)
    if text is None:
        return skipped(f"no text in column {in_unicode(' or '.join(columns))}")
    if not is_unicode(text):
        return skipped("text with stray bytes or halves of surrogate pairs")
    claims = claims_from(row.values, "column", options.columns)
    if has_markup(text):
        web = find_web(text)
        if not web.text:
            return skipped(f"no main text found in the HTML of column {in_unicode(columns[0])}")
        text, claims = web.text, [*claims, *web.claims]
    return make_page(place, row.raw, text, claims, READER)


def _text(value: Any, depth: int = 2) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, list) and depth:
        return "\n\n".join(text for item in value if (text := _text(item, depth - 1)))
    return ""


def _no_column(values: Mapping[str, Any], options: Options) -> str:
    names = sorted(map(in_unicode, values))
    shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    missing = f"no column {options.columns['text']!r}" if "text" in options.columns else "no text"
    return f"{missing} among the columns {shown}: type --map text=COLUMN"
