"""DuckDB over a ledger: its segments, and by SQL all of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from wirecopy.engine import listed
from wirecopy.errors import OptionsError
from wirecopy.ledger.segments import FOR_READERS, SCHEMAS

SegmentsOf = Callable[[str], list[Path]]
"""Gives the segments of a kind that the catalogue lists."""

_BULK = {
    "texts": "select page_id, text from pages_segment",
    "fingerprints": "select * from fingerprints_segment",
    "aligned": "select a, b, a_words, b_words, a_shared, b_shared from aligned_segment",
    "passages": "select a, b, unnest(passages, recursive := true) from aligned_segment",
}
"""Tables of `Ledger.sql` that lie in segments; all others are tables of the catalogue."""

_TYPES = {"INTEGER": pa.int64(), "REAL": pa.float64(), "TEXT": pa.string()}


def open_bulk(segments: SegmentsOf, kinds: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """Open DuckDB on the segments that the catalogue lists now."""
    db = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    for kind in kinds:
        paths = segments(kind)
        if not paths:  # a first run was killed before its first segment
            db.register(f"{kind}_segment", SCHEMAS[kind].empty_table())
            continue
        db.execute(f"create view {kind}_segment as select * from read_parquet({listed(paths)})")
    return db


def ask(catalogue: sqlite3.Connection, segments: SegmentsOf, text: str) -> pa.Table:
    """Ask DuckDB about all tables of a ledger; see `Ledger.sql`."""
    with open_bulk(segments, FOR_READERS) as db:
        for name, query in _BULK.items():
            db.execute(f'create view "{name}" as {query}')
        tables = _tables(catalogue)
        try:
            for name in tables & set(re.findall(r"\w+", text.lower())):
                db.register(name, _arrow(catalogue, name))
            found: pa.Table = db.sql(text).to_arrow_table()
            return found
        except (duckdb.ProgrammingError, duckdb.DataError) as error:
            known = ", ".join(sorted(tables | _BULK.keys()))
            raise OptionsError(f"{error}\n(tables: {known})") from None


def _tables(catalogue: sqlite3.Connection) -> set[str]:
    rows = catalogue.execute(
        "select name from sqlite_master where type = 'table' and sql not like '%virtual%'"
    )
    return {name for (name,) in rows if not name.startswith(("search", "said"))}


def _arrow(catalogue: sqlite3.Connection, table: str) -> pa.Table:
    info = catalogue.execute(f'pragma table_info("{table}")').fetchall()
    rows = catalogue.execute(f'select * from "{table}"').fetchall()
    columns = [
        pa.array([row[i] for row in rows], type=_TYPES[column["type"].upper()])
        for i, column in enumerate(info)
    ]
    return pa.table(columns, names=[column["name"] for column in info])
