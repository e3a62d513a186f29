"""
The engine for a cluster: PySpark, on Spark Connect, `local[*]`, or any server that speaks it.

Needs the extra `spark`. The work folder must be one that the caller and all workers can read and
write, such as a network share.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.engine import Stage, drop_older, fresh_folder
from wirecopy.errors import NotInstalledError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Spark:
    """Run stages where a Spark session runs. The session is the caller's and stays open."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        try:
            from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
        except ImportError:
            raise NotInstalledError("the Spark engine", "spark") from None
        self._to_spark, self._to_arrow = from_arrow_schema, to_arrow_schema
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="wirecopy-", dir=folder.absolute()))
        self._session = session

    def source(self, name: str, paths: Sequence[Path]) -> None:
        """Let SQL see these Parquet files as a table."""
        frame = self._session.read.parquet(*(str(path.absolute()) for path in paths))
        frame.createOrReplaceTempView(name)

    def table(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""
        self._keep(name, self._session.sql(sql))

    def scalar(self, sql: str) -> int:
        """Give the one value of a query."""
        return int(self._session.sql(sql).collect()[0][0])

    def map(self, name: str, source: str, stage: Stage, schema: pa.Schema) -> None:
        """Put the rows of a query through a stage and keep what it gives as a table."""

        def over(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                yield from stage(batch)

        self._keep(name, self._session.sql(source).mapInArrow(over, self._to_spark(schema)))

    def close(self) -> None:
        """Remove the engine's own folder inside the work folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, name: str, frame: DataFrame) -> None:
        folder = fresh_folder(self.folder, name)
        frame.write.parquet(str(folder))
        if not any(folder.glob("*.parquet")):  # a frame without rows may leave no file at all
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(self._to_arrow(frame.schema).empty_table(), folder / "0.parquet")
        self.source(name, [drop_older(self.folder, name)])
