"""
The engine runs the stages: four methods, and two engines that have them.

    source(name, paths)                  let SQL see Parquet files under a name
    table(name, sql)                     keep the answer of a query under a name
    scalar(sql)                          one value, to steer a loop
    map(name, source, stage, schema)     put the rows of a query through a stage and keep them

What is kept under a name lies as Parquet in `engine.folder / name`. SQL is written in the subset
that DuckDB and Spark share (`docs/engine.md`), so that the same pile gives the same ledger on both.
"""

from __future__ import annotations

import glob
import shutil
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Protocol

import pyarrow as pa

Stage = Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]
"""Rows in, rows out: stateless and importable, so that any worker can run it."""


class Engine(Protocol):
    """What `wirecopy.run` needs of an engine."""

    folder: Path
    """Where named tables lie as Parquet: `folder / name / *.parquet`."""

    def source(self, name: str, paths: Sequence[Path]) -> None:
        """Let SQL see these Parquet files, of one schema, as a table."""

    def table(self, name: str, sql: str) -> None:
        """Keep the rows of a query as a table."""

    def scalar(self, sql: str) -> int:
        """Give the one value of a query."""

    def map(self, name: str, source: str, stage: Stage, schema: pa.Schema) -> None:
        """Put the rows of the query `source` through a stage and keep what it gives as a table."""

    def close(self) -> None:
        """Let go of everything."""


def statements(package: str, file: str, **values: object) -> Iterator[tuple[str, str]]:
    """
    Read the tables that a file of SQL defines, in order.

    A line `-- table: NAME` begins the query of a table; `$word` stands for one of the values.

    Yields:
        (name, sql) for each.
    """
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    for part in text.split("-- table: ")[1:]:
        name, _, sql = part.partition("\n")
        yield name.strip(), Template(sql).substitute(values).strip().rstrip(";")


def make_tables(engine: Engine, package: str, file: str, **values: object) -> None:
    """Make each table that a file of SQL defines."""
    for name, sql in statements(package, file, **values):
        engine.table(name, sql)


def listed(paths: Sequence[Path]) -> str:
    """
    Give paths as a list in DuckDB's SQL, the largest file first.

    DuckDB guesses the rows of all of them by the first: by an empty one that there are none, and
    that everything may be joined with everything. A name with glob characters means itself.

    >>> listed([Path("a[1].parquet")])
    "['a[[]1].parquet']"
    """
    sizes = {path: path.stat().st_size if path.exists() else 0 for path in paths}
    ordered = sorted(paths, key=lambda path: -sizes[path])
    names = (glob.escape(str(path)).replace("'", "''") for path in ordered)
    return "[" + ", ".join(f"'{name}'" for name in names) + "]"


def parts_of(engine: Engine, name: str) -> list[Path]:
    """Give the Parquet files of a table, in order."""
    return sorted(_newest(engine.folder, name).glob("*.parquet"))


def fresh_folder(folder: Path, name: str) -> Path:
    """Name a folder for a table beside the one it replaces, which a query may still read."""
    turns = [int(turn.name) for turn in (folder / name).glob("*")]
    return folder / name / str(max(turns, default=-1) + 1)


def drop_older(folder: Path, name: str) -> Path:
    """Remove what a table was before; give the folder that it is now."""
    newest = _newest(folder, name)
    for turn in (folder / name).iterdir():
        if turn != newest:
            shutil.rmtree(turn)
    return newest


def _newest(folder: Path, name: str) -> Path:
    return max((folder / name).iterdir(), key=lambda turn: int(turn.name))
