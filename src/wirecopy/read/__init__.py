"""
Stage 1, read: pile -> pages.

Each file is told by its content and read by the reader of its kind; what no reader takes, and what
a reader cannot make a page of, is skipped with a reason: pages in = kept + skipped. Nothing here
decides what is true of a page: titles, authors and dates are claims, kept with where they stand.

A reader takes a `Source` and the options and yields pages and skipped parts in the order of the
bytes. A container's reader yields a `Source` for each part, which is then read in its turn. It may
raise `ReadError`. A new family of formats is a module with such a function, a line in `READERS`,
and a line in `sniff`: see `docs/formats.md`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.clock import OutOfTime, time_limit
from wirecopy.read.containers import read_packed, read_tar, read_zip
from wirecopy.read.export_kinds import EXPORTS
from wirecopy.read.exports import read_export
from wirecopy.read.feeds import read_feed
from wirecopy.read.files import find_files
from wirecopy.read.mail import read_email, read_mbox, read_mhtml
from wirecopy.read.pages import placed
from wirecopy.read.pdf import read_pdf
from wirecopy.read.rows_csv import read_csv
from wirecopy.read.rows_json import read_json
from wirecopy.read.rows_parquet import read_parquet
from wirecopy.read.sniff import sniff
from wirecopy.read.source import DAMAGED, Source, allowance_for
from wirecopy.read.tally import Tally
from wirecopy.read.text import read_text
from wirecopy.read.unpack import PACKED
from wirecopy.read.warc import read_warc
from wirecopy.read.web import read_web
from wirecopy.read.wires.g2 import read_g2
from wirecopy.read.wires.lines import read_lines
from wirecopy.read.wires.newsml1 import read_newsml1
from wirecopy.read.wires.nitf import read_nitf
from wirecopy.records import Page, Skipped
from wirecopy.rows import batch_from

__all__ = ["READERS", "behind", "find_files", "read", "read_file", "read_files"]

Found = Page | Skipped | Source
Reader = Callable[[Source, Options], Iterator[Found]]

READERS: dict[str, Reader] = {
    "text": read_text,
    "HTML": read_web,
    "JSON": read_json,
    "CSV": read_csv,
    "Parquet": read_parquet,
    "RSS feed": read_feed,
    "Atom feed": read_feed,
    "NewsML-G2": read_g2,
    "NewsML": read_newsml1,
    "NITF": read_nitf,
    "wire copy": read_lines,
    **dict.fromkeys(EXPORTS, read_export),
    "email": read_email,
    "mailbox": read_mbox,
    "MHTML": read_mhtml,
    "PDF": read_pdf,
    "WARC": read_warc,
    "ARC": read_warc,
    "zip archive": read_zip,
    "tar archive": read_tar,
    **dict.fromkeys(PACKED, read_packed),
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


def read_files(
    batch: pa.RecordBatch, options: Options | None = None, tally: str | None = None
) -> Iterator[pa.RecordBatch]:
    """
    Read files into pages: the stage.

    Args:
        batch: `records.FILES`, or `stretches.STRETCHES` for stretches of large dumps.
        options: See `Options`; `columns` and the limits count here.
        tally: A folder in which to say how many bytes were read.

    Yields:
        `records.READ` with the pages and skipped parts of all files, some 8 MB of text at a time.
    """
    options = options or Options()
    found: list[Page | Skipped] = []
    letters, weight = 0, 0
    told = Tally(tally)
    for row in batch.to_pylist():
        stretch = (row["byte_start"], row["byte_end"]) if row.get("byte_end") is not None else None
        earlier = json.loads(row.get("earlier") or "{}")
        weight += row.get("weight") or 0
        for one in read_file(row["file"], row["path"], options, stretch, earlier):
            found.append(one)
            letters += len(one.text) if isinstance(one, Page) else 0
            told.tell(at_most=weight)
            if letters >= _BATCH_LETTERS or len(found) >= _BATCH_PAGES:
                yield batch_from(found)
                found, letters = [], 0
    told.tell(now=True, at_most=weight)
    yield batch_from(found)


def read_file(
    file: str,
    path: str,
    options: Options,
    stretch: tuple[int, int] | None = None,
    earlier: Mapping[str, int] | None = None,
    raw: bool = False,
) -> Iterator[Page | Skipped]:
    """
    Read one file: never raises for what is in it.

    Args:
        file: Its name in the ledger.
        path: Where to open it.
        options: See `Options`.
        stretch: Of a dump, the bytes in which the wanted records begin; see `stretches`.
        earlier: What revisits in the stretch refer to, and where that lies in the file.
        raw: Leave the pages their bytes, which take room.

    Yields:
        Its pages, numbered, and its skipped parts.
    """
    source = Source(
        file, path, stretch=stretch, earlier=tuple((earlier or {}).items()),
        allowance=allowance_for(path, options),
    )  # fmt: skip
    ordinal = 0
    for found in _read(source, options):
        if isinstance(found, Skipped):
            yield found
            continue
        if ordinal == options.max_pages_per_file:
            yield Skipped(file, found.member, found.byte_start, None, behind(ordinal))
            return
        ordinal += 1
        yield replace(found, ordinal=ordinal, raw=found.raw if raw else b"")


def behind(most: int) -> str:
    """Give the reason for pages beyond the most that a file may hold."""
    return f"behind the first {most:,} pages (max_pages_per_file)"


def _read(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """Read a source, and the parts that are found in it; what goes wrong costs the part."""
    end, nothing = 0, True
    try:
        kind = source.kind or sniff(source.head(), source.name, options.columns)
        if kind not in READERS:
            told = kind.startswith(("empty", "binary", "index"))
            yield source.skipped(kind if told else f"{kind}: not read yet")
            return
        for found in _in_time(READERS[kind](source, options), options.max_page_seconds):
            nothing = False
            if isinstance(found, Source):
                yield from _read_part(found, options)
                continue
            end = max(end, found.byte_end or end)
            yield found if isinstance(found, Skipped) else placed(found, source)
        if nothing and not source.stretch:
            yield source.skipped("nothing in it", 0, source.size)
    except OutOfTime:
        limit = f"{options.max_page_seconds} seconds (max_page_seconds)"
        yield source.skipped(f"a page took longer than {limit}", end)
    except ReadError as error:
        yield source.skipped(error.reason, error.byte_start, error.byte_end)
    except DAMAGED as error:
        reason = f"damaged {source.packing} data" if source.packing else "cannot be opened"
        why = getattr(error, "strerror", None) or str(error)
        yield source.skipped(f"{reason}: {why}", end)
    except Exception as error:  # a fault of ours: it costs this part, not the run
        reason = f"the reader failed: {type(error).__name__}: {error}"
        yield source.skipped(reason[:500], end)


def _in_time(found: Iterator[Found], seconds: float) -> Iterator[Found]:
    while True:
        with time_limit(seconds):
            one = next(found, None)
        if one is None:
            return
        yield one


def _read_part(part: Source, options: Options) -> Iterator[Page | Skipped]:
    if part.depth > options.max_depth:
        yield part.skipped(f"more than {options.max_depth} containers around it (max_depth)")
    else:
        yield from _read(part, options)
