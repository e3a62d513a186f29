"""Segments: immutable Parquet files of a ledger, written so that a kill leaves none half done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.schemas import (
    ALIGNED,
    ASIDES,
    CREDITS,
    DATES,
    FINGERPRINTS,
    LINES,
    MARKS,
    PAIRS,
    READ,
    SIGNS,
    STATEMENTS,
)

SCHEMAS = {
    "pages": READ.remove(READ.get_field_index("skipped")),
    "asides": ASIDES,
    "lines": LINES,
    "credits": CREDITS,
    "dates": DATES,
    "marks": MARKS,
    "signs": SIGNS,
    "fingerprints": FINGERPRINTS,
    "pairs": PAIRS,
    "aligned": ALIGNED,
    "statements": STATEMENTS,
}
"""Each kind of segment and its columns."""

FOR_READERS = ("pages", "fingerprints", "aligned")
"""Kinds that a reader opens: their segments are added to and never replaced, whatever it lists."""

_GROUPS = {"text": 256, "passages": 4096}
"""Rows of a row group where one of them is large: who wants one row reads a whole group."""


def write_segment(folder: Path, kind: str, number: int, parts: Sequence[Path]) -> tuple[Path, int]:
    """
    Write the rows of Parquet files as one segment: to a temporary name, fsync, rename, fsync.

    Args:
        folder: The ledger's folder of segments.
        kind: One of `SCHEMAS`.
        number: Makes the name unique in the ledger.
        parts: Files with the columns of that kind, in the order that the rows shall have.

    Returns:
        The segment and its number of rows. It is in the ledger once the catalogue lists it.
    """
    path = folder / f"{kind}-{number:06}.parquet"
    draft = path.with_suffix(".tmp")
    schema, rows = SCHEMAS[kind], 0
    size = next((n for name, n in _GROUPS.items() if name in schema.names), 65_536)
    with draft.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for part in parts:
                for batch in pq.ParquetFile(part).iter_batches(size, columns=schema.names):
                    rows += batch.num_rows
                    writer.write_table(pa.table(batch).cast(schema))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    _sync_folder(folder)
    return path, rows


def remove(paths: Iterable[Path]) -> None:
    """Remove segments that are no longer listed; those that a kill leaves are swept later."""
    for path in paths:
        path.unlink(missing_ok=True)


def sweep(folder: Path, listed: set[str]) -> None:
    """Remove files that a killed run left and that no catalogue lists."""
    for path in folder.iterdir():
        if path.name not in listed:
            path.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no fsync for folders
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
