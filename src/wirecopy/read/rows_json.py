"""
JSON -> rows: an object a line, objects glued together, an array of them, or one object.

An object's byte range is exact. What is broken is skipped, and the reading goes on behind it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

import orjson

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.columns import find_columns
from wirecopy.read.decode import marked_encoding
from wirecopy.read.feeds import is_json_feed, rows_of
from wirecopy.read.source import Source
from wirecopy.read.tables import Row, read_rows
from wirecopy.read.wires.ninjs import item_in
from wirecopy.records import Page, Skipped

_TOKEN = re.compile(rb'"(?:[^"\\\n]++|\\.)*+"|["{}]')  # possessive: no string is tried twice
_BETWEEN = b" \t\r\n,[]\x1e"
"""Bytes that may stand between objects."""
_NEXT_OBJECT = re.compile(rb"\n[ \t]*(?=\{)")
_CHUNK = 1 << 20
_GOES_ON = 0
_MOST_WASTE = 100_000_000
"""Bytes that may be looked at in vain for the ends of objects that have none."""
_DEPTH = 2
"""Objects that a list of rows may lie in: `{"response": {"results": […]}}`."""


class _Part(NamedTuple):
    """A stretch of a stream: an object, or something that is none."""

    start: int
    end: int
    raw: bytes
    value: dict[str, Any] | None
    wrong: str = "broken JSON"


def read_json(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """Read a file of JSON: a page for each object that has a text."""
    return read_rows(source, _rows(source, options), options, fixed=False)


def _rows(source: Source, options: Options) -> Iterator[Row | Skipped]:
    encoding, mark = marked_encoding(source.head())
    if encoding not in (None, "utf-8"):
        raise ReadError(f"JSON in {encoding}: only UTF-8 is read")
    number = 0
    with source.open() as stream:
        stream.read(mark)
        for part in _parts(stream, mark, options.max_page_bytes):
            if part.value is None:
                yield Skipped(source.file, source.member, part.start, part.end, part.wrong)
                continue
            number += 1
            row = Row(f"row {number}", part.start, part.end, part.raw, part.value)
            yield from _inner_rows(row, options) or (row,)


def _inner_rows(row: Row, options: Options) -> list[Row]:
    """Give the rows of an object that has no text itself but holds objects that have."""
    if is_json_feed(row.values):
        items = rows_of(row.values)
        return [
            Row(f"{row.place}/item {n}", row.byte_start, row.byte_end, _canonical(item), item)
            for n, item in enumerate(items, 1)
        ]
    if _has_text(row.values, options):
        return []
    level: list[tuple[str, Mapping[str, Any]]] = [(row.place, row.values)]
    for _ in range(_DEPTH):
        for place, values in level:
            for key, items in [*values.items(), ("", values)]:
                named = _named(items, f"{place}/{key}" if key else place)
                if named and any(_has_text(item, options) for _, item in named):
                    return [
                        Row(name, row.byte_start, row.byte_end, _canonical(item) or row.raw, item)
                        for name, item in named
                    ]
        level = [
            (f"{place}/{key}", value)
            for place, values in level
            for key, value in values.items()
            if isinstance(value, Mapping)
        ]
    return []


def _named(items: Any, place: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the objects in a list, or in an object of nothing but objects, with their places."""
    if isinstance(items, list):
        named = [(f"{place} {number}", item) for number, item in enumerate(items, 1)]
    elif isinstance(items, Mapping):
        named = [(f"{place}/{key}", item) for key, item in items.items()]
    else:
        return []
    return named if all(isinstance(item, dict) for _, item in named) else []


def _has_text(values: Mapping[str, Any], options: Options) -> bool:
    if item_in(values) is not None:
        return True
    return any(word == "text" for word, _ in find_columns(values, options.columns))


def _canonical(item: dict[str, Any]) -> bytes:
    try:
        return json.dumps(item, sort_keys=True).encode()
    except RecursionError:
        return b""


def _parts(stream: BinaryIO, offset: int, limit: int) -> Iterator[_Part]:
    """
    Cut a stream into objects: a line each, for as long as each line is one.

    A line that is not is cut as objects glued together. Where the first is not, objects may go
    over several lines, and the whole stream is cut without regard to them.
    """
    first = True
    while line := stream.readline(limit + 1):
        raw = line.strip(_BETWEEN)
        start = offset + len(line) - len(line.lstrip(_BETWEEN))
        value = _load(raw) if raw else None
        if value is not None:
            yield _Part(start, start + len(raw), raw, value)
        elif raw and first:
            yield from _cut(line, stream, offset, limit)
            return
        elif len(line) > limit:
            offset += _rest_of_line(stream)
            yield _Part(start, offset + len(line), b"", None, _too_long(limit))
        elif raw:
            yield from _cut(line, io.BytesIO(), offset, limit)
        first = first and not raw
        offset += len(line)


def _rest_of_line(stream: BinaryIO) -> int:
    length = 0
    while more := stream.readline(_CHUNK):
        length += len(more)
        if more.endswith(b"\n"):
            break
    return length


def _cut(buffer: bytes, stream: BinaryIO, offset: int, limit: int) -> Iterator[_Part]:
    """
    Cut what is in the buffer, and then in the stream, into objects by their braces.

    An object is given up where a string in it does not end on its line, or where it does not end
    itself: the next one may begin at a line end behind. As each may have been looked for to the
    end of the stream, the rest is given up where that was done too often.
    """
    at, wasted = 0, 0
    while True:
        begin = buffer.find(b"{", at)
        between = buffer[at : begin if begin >= 0 else len(buffer)]
        if between.strip(_BETWEEN):
            yield _junk(between, offset + at)
        at += len(between)
        end = _end_of_object(buffer, at) if begin >= 0 else _GOES_ON
        if end == _GOES_ON and len(buffer) - at <= limit:
            more = stream.read(max(_CHUNK, len(buffer) - at))
            if more:
                buffer, offset, at = buffer[at:] + more, offset + at, 0
                continue
            if begin < 0:
                return
        if end > 0:
            raw = buffer[at:end]
            yield _Part(offset + at, offset + end, raw, _load(raw))
        else:
            wasted += (len(buffer) if end == _GOES_ON else -end) - at
            if wasted > _MOST_WASTE:
                rest = len(buffer) + sum(map(len, iter(lambda: stream.read(_CHUNK), b"")))
                yield _Part(offset + at, offset + rest, b"", None, "JSON broken too often")
                return
            behind = _NEXT_OBJECT.search(buffer, at)
            end = behind.end() if behind else len(buffer)
            wrong = _too_long(limit) if len(buffer) - at > limit else "half an object of JSON"
            yield _Part(offset + at, offset + end, b"", None, wrong)
        at = end


def _end_of_object(buffer: bytes, begin: int) -> int:
    """
    Find the end of the object that begins here; `_GOES_ON` if it is not in the buffer.

    Where the object is broken, gives the place that tells, as a negative number.
    """
    depth = 0
    for token in _TOKEN.finditer(buffer, begin):
        if token[0] == b"{":
            depth += 1
        elif token[0] == b"}":
            depth -= 1
            if depth == 0:
                return token.end()
        elif token[0] == b'"':  # the string has no end here, or none on its line
            return -token.end() if buffer.find(b"\n", token.end()) >= 0 else _GOES_ON
    return _GOES_ON


def _junk(between: bytes, offset: int) -> _Part:
    start = offset + len(between) - len(between.lstrip(_BETWEEN))
    return _Part(start, start + len(between.strip(_BETWEEN)), b"", None, "no object of JSON")


def _too_long(limit: int) -> str:
    return f"longer than max_page_bytes ({limit:,} bytes)"


def _load(raw: bytes) -> dict[str, Any] | None:
    """Parse an object; orjson is fast, but json also takes NaN and very long numbers."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            value = json.loads(raw.decode())
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) else None
