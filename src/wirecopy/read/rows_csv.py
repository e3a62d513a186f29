"""
CSV and its kin (semicolons, tabs, bars) -> rows, each with the exact range of its bytes.

The first record names the columns. Records may go over lines, if their cells are quoted.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from typing import BinaryIO

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.columns import find_delimiter, said_delimiter
from wirecopy.read.decode import decode, marked_encoding
from wirecopy.read.sniff import HEAD
from wirecopy.read.source import Source
from wirecopy.read.tables import Row, read_rows
from wirecopy.records import Page, Skipped


def read_csv(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """Read a file of CSV: a page for each record that has a text."""
    return read_rows(source, _rows(source, options), options, fixed=True)


class _Lines:
    """
    The lines of a file as text, for `csv.reader`, and the bytes of those it took for a record.

    A byte that the encoding does not explain becomes a lone surrogate, so that only its own row
    is skipped for it.
    """

    def __init__(self, lines: Iterator[bytes], encoding: str, offset: int, limit: int) -> None:
        self._lines, self._encoding, self._limit = lines, encoding, limit
        self.start = self.end = offset
        self.is_last = False
        """There are no more lines."""
        self._next = next(lines, None)
        self._taken: list[bytes] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._next
        if line is None:
            raise StopIteration
        self._next = next(self._lines, None)
        self.is_last = self._next is None
        self.end += len(line)
        self._taken.append(line)
        if self.end - self.start > self._limit:
            raise ReadError(f"a record longer than max_page_bytes ({self._limit:,} bytes)")
        return line.decode(self._encoding, "surrogateescape")

    def take(self) -> tuple[int, bytes]:
        """Give the place and bytes of the record just read, without its line end."""
        start, raw = self.start, b"".join(self._taken)
        for mark in "\n\r":
            raw = raw.removesuffix(mark.encode(self._encoding))
        self._taken, self.start = [], self.end
        return start, raw


def _rows(source: Source, options: Options) -> Iterator[Row | Skipped]:
    with source.open() as stream:
        lines, sample = _open_lines(source, stream, options.max_page_bytes)
        delimiter = find_delimiter(sample, named_csv=True, columns=options.columns) or ","
        csv.field_size_limit(sys.maxsize)  # the limit of `lines` is the one that counts
        reader = csv.reader(lines, delimiter=delimiter)
        header: list[str] = []
        number = 0
        while True:
            cells, wrong = [], ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                wrong = f"broken CSV: {error}"
            start, raw = lines.take()
            if not header and cells:
                if said_delimiter(delimiter.join(cells)):
                    continue
                header = [name.strip() for name in cells]
                continue
            number += bool(cells)
            if len(cells) > len(header):
                wrong = f"broken CSV: {len(cells)} cells under {len(header)} column names"
            elif lines.is_last and raw.count(b'"') % 2:
                wrong = "broken CSV: a quote that is not closed"
            if wrong:
                yield Skipped(source.file, source.member, start, start + len(raw), wrong)
            elif cells:
                values = dict(zip(header, cells, strict=False))
                yield Row(f"row {number}", start, start + len(raw), raw, values)


def _open_lines(source: Source, stream: BinaryIO, limit: int) -> tuple[_Lines, str]:
    """Give the lines of a file, and the text that it begins with; hold it all only if need be."""
    head = source.head()
    encoding, mark = marked_encoding(head)
    if encoding in (None, "utf-8") and (b"\n" in head or b"\r" not in head):
        whole = decode(head[: head.rfind(b"\n") + 1] or head, lenient=True)
        stream.read(mark)
        lines = iter(lambda: stream.readline(limit + 1), b"")
        return _Lines(lines, whole.encoding, mark, limit), whole.text
    whole = decode(source.read(limit))
    pieces = io.StringIO(whole.text, newline="")
    encoded = (piece.encode(whole.encoding) for piece in pieces)
    return _Lines(encoded, whole.encoding, whole.start, limit), whole.text[:HEAD]
