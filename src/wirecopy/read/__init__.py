"""
Stage 1, read: pile -> pages.

Each file is told by its content and read by the reader of its kind; what no reader takes, and what
a reader cannot make a page of, is skipped with a reason: pages in = kept + skipped. Nothing here
decides what is true of a page: titles, authors and dates are claims, kept with where they stand.

A reader takes a `Source` and the options and yields pages and skipped parts in the order of the
bytes; it may raise `ReadError`. A new family of formats is a module with such a function, a line in
`READERS`, and a line in `sniff`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.files import find_files
from wirecopy.read.rows_csv import read_csv
from wirecopy.read.rows_json import read_json
from wirecopy.read.rows_parquet import read_parquet
from wirecopy.read.sniff import sniff
from wirecopy.read.source import DAMAGED, PACKED, Source
from wirecopy.read.text import read_text
from wirecopy.read.web import read_web
from wirecopy.records import Page, Skipped
from wirecopy.rows import batch_from

__all__ = ["READERS", "find_files", "read", "read_file", "read_files"]

Reader = Callable[[Source, Options], Iterator[Page | Skipped]]

READERS: dict[str, Reader] = {
    "text": read_text,
    "HTML": read_web,
    "JSON": read_json,
    "CSV": read_csv,
    "Parquet": read_parquet,
}
"""The reader for each kind of data that `sniff` tells and that is read."""

_BATCH_LETTERS = 8_000_000
_BATCH_PAGES = 10_000


def read(
    *pile: str | Path,
    options: Options | None = None,
    on_skipped: Callable[[Skipped], None] = lambda part: None,
) -> Iterator[Page]:
    """
    Read the pages of a pile, without a ledger.

    Args:
        pile: Files, folders, patterns, or `-` for stdin.
        options: See `Options`; `columns` and the limits count here.
        on_skipped: Called with each part that is no page, such as the `append` of a list.

    Yields:
        The pages, by the names of their files and in their order there.

    Raises:
        OptionsError: The pile is empty or not there.
    """
    options = options or Options()
    with find_files(pile) as files:
        for file, path in files:
            for found in read_file(file, str(path), options):
                if isinstance(found, Page):
                    yield found
                else:
                    on_skipped(found)


def read_files(batch: pa.RecordBatch, options: Options | None = None) -> Iterator[pa.RecordBatch]:
    """
    Read files into pages: the stage.

    Args:
        batch: `records.FILES`.
        options: See `Options`; `columns` and the limits count here.

    Yields:
        `records.READ` with the pages and skipped parts of all files, some 8 MB of text at a time.
    """
    options = options or Options()
    files = batch.select(["file", "path"]).to_pylist()
    found: list[Page | Skipped] = []
    letters = 0
    for file in files:
        for one in read_file(file["file"], file["path"], options):
            found.append(one)
            letters += len(one.text) if isinstance(one, Page) else 0
            if letters >= _BATCH_LETTERS or len(found) >= _BATCH_PAGES:
                yield batch_from(found)
                found, letters = [], 0
    yield batch_from(found)


def read_file(file: str, path: str, options: Options) -> Iterator[Page | Skipped]:
    """
    Read one file: never raises for what is in it.

    Args:
        file: Its name in the ledger.
        path: Where to open it.
        options: See `Options`.

    Yields:
        Its pages, numbered, and its skipped parts.
    """
    source = Source(file, path)
    ordinal, end = 0, 0
    try:
        source = _unpacked(source)
        for found in _read(source, options):
            end = max(end, found.byte_end or end)
            if isinstance(found, Skipped):
                yield found
                continue
            if ordinal == options.max_pages_per_file:
                reason = f"behind the first {ordinal:,} pages (max_pages_per_file)"
                yield Skipped(file, source.member, found.byte_start, None, reason)
                return
            ordinal += 1
            yield replace(found, ordinal=ordinal)
    except ReadError as error:
        yield Skipped(file, source.member, error.byte_start, error.byte_end, error.reason)
    except DAMAGED as error:
        reason = f"damaged {source.packing} data" if source.packing else "cannot be opened"
        why = getattr(error, "strerror", None) or str(error)
        yield Skipped(file, source.member, end, None, f"{reason}: {why}")
    except Exception as error:  # a fault of ours: it costs this file, not the run
        reason = f"the reader failed: {type(error).__name__}: {error}"
        yield Skipped(file, source.member, end, None, reason[:500])


def _unpacked(source: Source) -> Source:
    kind = sniff(source.head())
    return source.unpacked(kind) if kind in PACKED else source


def _read(source: Source, options: Options) -> Iterable[Page | Skipped]:
    kind = sniff(source.head(), source.name, options.columns)
    if kind in READERS:
        return READERS[kind](source, options)
    reason = kind if kind == "empty" or kind.startswith("binary") else f"{kind}: not read yet"
    return [Skipped(source.file, source.member, 0, None, reason)]
