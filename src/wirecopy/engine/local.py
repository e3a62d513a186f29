"""
The engine for one machine: DuckDB in memory over Parquet, and worker processes for stages.

DuckDB is told how much memory it may take and spills to the work folder beyond that. A stage
runs in this process while there is little to do, else in worker processes that read and write
Parquet themselves, so that no result passes through a pipe and memory stays bounded.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.engine import Stage, drop_older, fresh_folder, listed
from wirecopy.options import Options

SLICE_BYTES = 4_000_000
"""About how much input a stage gets in one call."""

TEXT_ROWS = 2048
"""Rows of a row group that holds texts: a group is written from memory in one piece."""


class Local:
    """Run stages on this machine, in an own folder inside the one named; `with` closes it."""

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        options = options or Options()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="wirecopy-", dir=folder))
        self._workers = options.workers
        self._db = duckdb.connect(
            config={
                "threads": options.workers,
                "memory_limit": options.memory,
                "temp_directory": str(self.folder / "spill"),
                "preserve_insertion_order": False,  # an order that matters is asked for
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def source(self, name: str, paths: Sequence[Path]) -> None:
        """Let SQL see these Parquet files as a table."""
        self._db.execute(
            f'create or replace temp view "{name}" as select * from read_parquet({listed(paths)})'
        )

    def table(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""
        part = self._fresh(name) / "0.parquet"
        target = str(part).replace("'", "''")
        rows = TEXT_ROWS if "text" in self._db.sql(sql).columns else 131_072
        how = f"format parquet, compression lz4_raw, row_group_size {rows}"
        self._db.execute(f"copy ({sql}) to '{target}' ({how})")
        self._show(name)

    def scalar(self, sql: str) -> int:
        """Give the one value of a query."""
        [(value,)] = self._db.execute(sql).fetchall()
        return int(value)

    def map(self, name: str, source: str, stage: Stage, schema: pa.Schema) -> None:
        """Put the rows of a query through a stage and keep what it gives as a table."""
        folder = self._fresh(name)
        slices = _slices(self._db.sql(source).to_arrow_reader(TEXT_ROWS))
        ahead = list(itertools.islice(slices, 2))
        parts = (
            (part, folder / f"{n:06}.parquet")
            for n, part in enumerate(itertools.chain(ahead, slices))
        )
        if len(ahead) < 2 or self._workers == 1:
            for part, path in parts:
                _run(stage, part, path, schema)
        else:
            self._spread(stage, parts, schema)
        if not ahead:
            pq.write_table(schema.empty_table(), folder / "000000.parquet")
        self._show(name)

    def close(self) -> None:
        """Close DuckDB and remove the engine's own folder inside the work folder."""
        self._db.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spread(
        self, stage: Stage, parts: Iterator[tuple[pa.RecordBatch, Path]], schema: pa.Schema
    ) -> None:
        from loky import get_reusable_executor

        # Workers that have nothing to do for five seconds end, and leave their memory to SQL. One
        # may end in the moment in which it is given a job: another takes the job, which is no
        # news for anybody, and an error for whoever makes errors of warnings.
        warnings.filterwarnings("ignore", "A worker stopped while some jobs", UserWarning)
        pool = get_reusable_executor(max_workers=self._workers, timeout=5)
        running = deque[object]()
        for part, path in parts:
            running.append(pool.submit(_run, stage, part, path, schema))
            if len(running) > 2 * self._workers:
                running.popleft().result()  # type: ignore[attr-defined]
        for job in running:
            job.result()  # type: ignore[attr-defined]

    def _fresh(self, name: str) -> Path:
        folder = fresh_folder(self.folder, name)
        folder.mkdir(parents=True)
        return folder

    def _show(self, name: str) -> None:
        self.source(name, sorted(drop_older(self.folder, name).glob("*.parquet")))


def _slices(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Cut batches into slices of about SLICE_BYTES, by the column `weight` where there is one."""
    for batch in reader:
        if batch.num_rows == 0:
            continue
        if "weight" in batch.schema.names:
            weights: list[Any] = batch.column("weight").to_pylist()
        else:
            weights = [batch.nbytes // batch.num_rows] * batch.num_rows
        start, total = 0, 0
        for row, weight in enumerate(weights):
            if row > start and total + weight > SLICE_BYTES:
                yield batch.slice(start, row - start)
                start, total = row, 0
            total += weight
        yield batch.slice(start)


def _run(stage: Stage, part: pa.RecordBatch, path: Path, schema: pa.Schema) -> None:
    with pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=False) as writer:
        for batch in stage(part):
            writer.write_batch(batch)
