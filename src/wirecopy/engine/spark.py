"""
The engine for a cluster: PySpark, on Spark Connect, `local[*]`, or any server that speaks it.

Needs the extra `spark`. The work folder must be one that all workers can read and write.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from wirecopy.engine import Stage, drop_older, fresh_folder
from wirecopy.errors import NotInstalledError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Spark:
    """Run stages where a Spark session runs. The session is the caller's and stays open."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self.folder = folder
        self._session = session
        folder.mkdir(parents=True, exist_ok=True)

    def source(self, name: str, paths: Sequence[Path]) -> None:
        """Let SQL see these Parquet files as a table."""
        frame = self._session.read.parquet(*(str(path) for path in paths))
        frame.createOrReplaceTempView(name)

    def table(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""
        folder = fresh_folder(self.folder, name)
        self._session.sql(sql).write.parquet(str(folder))
        self._show(name)

    def scalar(self, sql: str) -> int:
        """Give the one value of a query."""
        return int(self._session.sql(sql).collect()[0][0])

    def map(self, name: str, source: str, stage: Stage, schema: pa.Schema) -> None:
        """Put the rows of a query through a stage and keep what it gives as a table."""
        try:
            from pyspark.sql.pandas.types import from_arrow_schema
        except ImportError:
            raise NotInstalledError("the Spark engine", "spark") from None

        def over(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                yield from stage(batch)

        folder = fresh_folder(self.folder, name)
        frame = self._session.sql(source).mapInArrow(over, from_arrow_schema(schema))
        frame.write.parquet(str(folder))
        self._show(name)

    def close(self) -> None:
        """Remove the work folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _show(self, name: str) -> None:
        self.source(name, [drop_older(self.folder, name)])
