"""
Stage 1, read: the files of a pile -> batches, large dumps of records cut into stretches.

A dump (WARC, ARC) of gigabytes is not one job: it is cut at the beginnings of records, so that
workers share it, a run can stop and go on inside it, and memory stays small. The cuts are found by
walking through the records, which costs a twentieth of reading them, and are the same in every run.
Each stretch brings the places of the earlier records that its revisits refer to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.containers import read_packed
from wirecopy.read.framing import Tape, frames
from wirecopy.read.http import parse_headers
from wirecopy.read.sniff import sniff
from wirecopy.read.source import DAMAGED, Source, allowance_for
from wirecopy.read.unpack import PACKED
from wirecopy.read.warc import HOLDING, MOST_REVISITED, block_limit, keys_of, open_dump, refers_to
from wirecopy.schemas import FILES

STRETCH = 4_000_000
"""Bytes of a dump, as it lies in the file, that are one job."""

STRETCHES = pa.schema(
    [
        *FILES,
        pa.field("byte_start", pa.int64()),
        pa.field("byte_end", pa.int64()),
        pa.field("earlier", pa.string()),
        pa.field("pages_before", pa.int64()),
        pa.field("weight", pa.int64()),
    ]
)
"""What `read_files` takes beyond `FILES`: which bytes of a file, and how much work they are."""


class Stretch(NamedTuple):
    """A file to read, or some records of one."""

    file: str
    path: Path
    sha256: str
    size: int
    """Bytes of the whole file."""
    start: int = 0
    end: int | None = None
    """Where its last record ends; None for a file that is read whole."""
    earlier: str = ""
    """JSON: what its revisits refer to, and where that lies in the file."""
    is_last: bool = True

    @property
    def weight(self) -> int:
        """Bytes that are read."""
        return self.size if self.end is None else self.end - self.start


def batches(
    files: Iterable[tuple[str, Path, str, int]],
    options: Options,
    half_read: Mapping[tuple[str, str], int] | None = None,
) -> Iterator[list[Stretch]]:
    """
    Put files, and stretches of large dumps, together in batches of `batch_bytes`.

    Args:
        files: Name, path, sha256 and size of each.
        options: `batch_bytes` and the limits count.
        half_read: By name and sha256 of a dump, where the reading of it is to go on.
    """
    batch: list[Stretch] = []
    total = 0
    for file, path, sha256, size in files:
        begin = (half_read or {}).get((file, sha256), 0)
        for stretch in cut(Stretch(file, path, sha256, size), options):
            if stretch.end is not None and stretch.end <= begin:
                continue
            if batch and total + stretch.weight > options.batch_bytes:
                yield batch
                batch, total = [], 0
            batch.append(stretch)
            total += stretch.weight
    if batch:
        yield batch


def cut(whole: Stretch, options: Options) -> Iterator[Stretch]:
    """Cut a large dump into stretches; give any other file whole."""
    dump = _dump(whole, options) if whole.size >= 2 * STRETCH else None
    if dump is None:
        yield whole
        return
    begin, last = 0, ""
    try:
        for end, earlier in _walk(dump, options):
            if end is None:
                last = earlier
                break
            yield whole._replace(start=begin, end=end, earlier=earlier, is_last=False)
            begin = end
    except (ReadError, *DAMAGED):
        pass  # what is wrong is said where the last stretch is read
    yield whole._replace(start=begin, end=whole.size if begin else None, earlier=last)


def _walk(dump: Source, options: Options) -> Iterator[tuple[int | None, str]]:
    """Yield where each stretch of a dump ends (None: the last), and what its revisits refer to."""
    begin, earlier = 0, dict[str, int]()
    seen: dict[str, int] = {}
    with closing(open_dump(dump, 0)) as opened:
        for frame in frames(Tape(opened), block_limit(options)):
            if frame.in_file and frame.kind and frame.start - begin >= STRETCH:
                yield frame.start, _as_json(earlier)
                begin, earlier = frame.start, {}
            fields = parse_headers(frame.head)
            kind = fields.get("warc-type", "").lower()
            if kind == "revisit":
                told = next((key for key in refers_to(fields) if key in seen), None)
                if told is not None and seen[told] < begin:
                    earlier[told] = seen[told]
            elif kind in HOLDING and frame.in_file and frame.block is not None:
                for key in keys_of(fields):
                    if len(seen) < MOST_REVISITED:
                        seen.setdefault(key, frame.start)
    yield None, _as_json(earlier)


def _as_json(earlier: dict[str, int]) -> str:
    return json.dumps(earlier, sort_keys=True) if earlier else ""


def _dump(whole: Stretch, options: Options) -> Source | None:
    """Give the dump in a file; None where it is none, or cannot be opened."""
    source = Source(whole.file, str(whole.path), allowance=allowance_for(str(whole.path), options))
    try:
        kind = sniff(source.head())
        if kind in PACKED:
            source = next(read_packed(source, options))
            kind = sniff(source.head())
    except (ReadError, *DAMAGED):
        return None
    return source if kind in ("WARC", "ARC") else None


def write_stretches(batch: list[Stretch], path: Path, pages_before: Mapping[str, int]) -> Path:
    """Write a batch as the table that `read_files` takes, heaviest row by row in order."""
    rows = [
        {
            "file": one.file,
            "path": str(one.path),
            "byte_start": one.start,
            "byte_end": one.end,
            "earlier": one.earlier,
            "pages_before": pages_before.get(one.file, 0),
            "weight": one.weight,
        }
        for one in batch
    ]
    pq.write_table(pa.Table.from_pylist(rows, STRETCHES), path)
    return path
