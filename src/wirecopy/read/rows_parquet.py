"""
Parquet -> rows, a row group at a time.

The bytes of a file hold no single row: the byte range is that of the row group, and what is hashed
is the row as JSON with sorted keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.source import Source
from wirecopy.read.tables import Row, read_rows
from wirecopy.records import Page, Skipped

_BATCH_BYTES = 8_000_000
_BATCH_ROWS = 1024


def read_parquet(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """Read a file of Parquet: a page for each row that has a text."""
    return read_rows(source, _rows(source, options), options, fixed=True)


def _rows(source: Source, options: Options) -> Iterator[Row | Skipped]:
    apart = not source.is_plain_file
    packed = pa.BufferReader(source.read(options.max_page_bytes)) if apart else None
    try:
        file = pq.ParquetFile(packed or source.path, pre_buffer=False, buffer_size=1 << 20)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ReadError(f"broken Parquet: {_first_line(error)}") from None
    whole: int = packed.size() if packed is not None else source.size or 0
    with file:
        number = 0
        for index in range(file.num_row_groups):
            group = file.metadata.row_group(index)
            start, end = 0, whole
            try:
                batches = _batches(file, index, group)
                first = next(batches, None)
                # Reading has tried what is said of the columns: asked for it, pyarrow dies of a
                # broken one, and the process with it.
                if group.num_columns == file.metadata.num_columns:
                    start, end = _byte_range(group)
                for batch in chain((first,) if first else (), batches):
                    for values in batch.to_pylist():
                        number += 1
                        yield Row(f"row {number}", start, end, _canonical(values), values)
            except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
                reason = f"broken Parquet: {_first_line(error)}"
                yield Skipped(source.file, source.member, start, end, reason)
                number = sum(file.metadata.row_group(i).num_rows for i in range(index + 1))


def _batches(file: Any, index: int, group: Any) -> Iterator[pa.RecordBatch]:
    """Read a row group in batches of about 8 MB, whatever its rows hold."""
    bytes_a_row = max(1, group.total_byte_size // max(1, group.num_rows))
    size = min(_BATCH_ROWS, max(1, _BATCH_BYTES // bytes_a_row))
    for batch in file.iter_batches(batch_size=size, row_groups=[index], use_threads=False):
        yield _without_nanoseconds(batch)


def _without_nanoseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    # Python's own datetime holds microseconds; a nanosecond would need pandas, or raise.
    columns = [
        column.cast(pa.timestamp("us", column.type.tz), safe=False)
        if pa.types.is_timestamp(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _byte_range(group: Any) -> tuple[int, int]:
    """Give the range of bytes that the columns of a row group take."""
    columns = [group.column(index) for index in range(group.num_columns)]
    starts = [
        column.dictionary_page_offset
        if column.has_dictionary_page and column.dictionary_page_offset
        else column.data_page_offset
        for column in columns
    ]
    ends = [s + c.total_compressed_size for s, c in zip(starts, columns, strict=True)]
    return min(starts, default=0), max(ends, default=0)


def _canonical(values: dict[str, Any]) -> bytes:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(values, default=_as_text, option=options)


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return list(value) if isinstance(value, set | frozenset) else str(value)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
