"""Whole tables: CSV, JSON lines, Parquet, and SQLite that opens in Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.ledger import Ledger
from wirecopy.schemas import ALIGNED
from wirecopy.show.export import write_csv, write_jsonl

Row = dict[str, Any]

INNER = ("meta", "segments")
"""Tables that say how a ledger is kept, not what is in it."""

_INNER: Any = ALIGNED.field("passages").type

_PASSAGES = pa.schema(
    [
        pa.field("a", pa.string()),
        pa.field("b", pa.string()),
        *(_INNER.value_type.field(n) for n in range(6)),
    ]
)

_TYPES = {"INTEGER": pa.int64(), "REAL": pa.float64(), "TEXT": pa.string()}
_ROWS = 5_000


def tables_of(db: sqlite3.Connection) -> list[str]:
    """Name the tables of a catalogue that say what was found."""
    rows = db.execute("select name from pragma_table_list where type = 'table' and schema = 'main'")
    return sorted(n for (n,) in rows if n not in INNER and not n.startswith("sqlite_"))


def write_csvs(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write each table as CSV into a folder, with passages; texts would not stay as they are."""
    out.mkdir()
    count = 0
    with closing(connect(book)) as db:
        headers = {name: _schema(db, name).names for name in tables_of(db)}
    headers["passages"] = list(_PASSAGES.names)
    for name, rows in _every(book, stories):
        if name in headers:
            with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                count += write_csv(rows, file, headers[name])
    return count


def write_jsonls(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write each table as JSON lines into a folder, with texts and passages."""
    out.mkdir()
    count = 0
    for name, rows in _every(book, stories):
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            count += write_jsonl(rows, file)
    return count


def write_parquets(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write each table as Parquet into a folder, with texts and passages."""
    out.mkdir()
    count = 0
    with closing(connect(book)) as db:
        schemas = {name: _schema(db, name) for name in tables_of(db)}
    schemas["texts"] = pa.schema({"page_id": pa.string(), "text": pa.string()})
    schemas["passages"] = _PASSAGES
    for name, rows in _every(book, stories):
        with pq.ParquetWriter(out / f"{name}.parquet", schemas[name], compression="zstd") as writer:
            for part in _parts(rows):
                writer.write_table(pa.Table.from_pylist(part, schemas[name]))
                count += len(part)
    return count


def write_sqlite(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write the catalogue as one SQLite file, with the texts and their search, for Datasette.

    A story chosen by name narrows nothing here: Datasette filters. `metadata.yml`, beside the
    file, tells Datasette what each table is.
    """
    with closing(connect(book)) as source, closing(sqlite3.connect(out)) as db:
        source.execute("commit")
        source.backup(db)
        db.execute("pragma journal_mode = delete")
        db.executescript("drop table if exists search; drop table segments;")
        db.execute(
            "create table texts (page_id text primary key references pages (page_id), text text)"
        )
        for page in book.pages():
            db.execute("insert into texts values (?, ?)", (page.page_id, page.text))
        db.executescript(
            'create virtual table texts_fts using fts5 (text, content="texts",'
            " tokenize = 'unicode61 remove_diacritics 2');"
            "insert into texts_fts (texts_fts) values ('rebuild');"
        )
        db.commit()
        db.execute("vacuum")
        (count,) = db.execute("select count(*) from pages").fetchone()
    beside = out.with_name("metadata.yml")
    if not beside.exists():
        told = resources("wirecopy.show.exports").joinpath("metadata.yml").read_text("utf-8")
        stem = out.name.removeprefix(".").removesuffix(".part")
        beside.write_text(told.replace("LEDGER", Path(stem).stem), encoding="utf-8")
    return int(count)


def connect(book: Ledger) -> sqlite3.Connection:
    """Open the catalogue once more, to read it row by row as it stands now."""
    catalogue = (book.path / "catalogue.sqlite").absolute().as_uri()
    db = sqlite3.connect(f"{catalogue}?mode=ro", uri=True, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("begin")
    return db


def pages_in(book: Ledger, stories: Sequence[str]) -> list[str] | None:
    """Give the page_ids of some stories; None where all are wanted."""
    if not stories:
        return None
    return [page.page_id for name in stories for page in book.story(name).pages]


def _every(book: Ledger, stories: Sequence[str]) -> Iterator[tuple[str, Iterator[Row]]]:
    ids = pages_in(book, stories)
    with closing(connect(book)) as db:
        for name in tables_of(db):
            yield name, _rows(db, name, stories, ids)
    yield "texts", ({"page_id": p.page_id, "text": p.text} for p in book.pages(ids))
    yield "passages", _passages(book, stories)


def _rows(
    db: sqlite3.Connection, table: str, stories: Sequence[str], ids: list[str] | None
) -> Iterator[Row]:
    """Give the rows of a table that belong to some stories or their pages."""
    columns = [row["name"] for row in db.execute(f'pragma table_info("{table}")')]
    order = ", ".join(str(n + 1) for n in range(len(columns)))
    where = ""
    if ids is not None:
        keys = [name for name in ("story_id", "page_id", "subject") if name in columns]
        if keys:
            db.execute("create temp table if not exists chosen (name text primary key)")
            db.executemany(
                "insert or ignore into chosen values (?)", [(i,) for i in [*ids, *stories]]
            )
            where = f" where {keys[0]} in (select name from chosen)"
    for row in db.execute(f'select * from "{table}"{where} order by {order}'):
        yield dict(row)


def _passages(book: Ledger, stories: Sequence[str]) -> Iterator[Row]:
    chosen = (book.passages(name) for name in stories) if stories else (book.passages(),)
    for passages in chosen:
        for passage in passages:
            row = passage.to_dict()
            yield {"a": row.pop("a"), "b": row.pop("b"), **row}


def _schema(db: sqlite3.Connection, table: str) -> pa.Schema:
    columns = db.execute(f'pragma table_info("{table}")').fetchall()
    return pa.schema(
        [pa.field(c["name"], _TYPES.get(c["type"].upper(), pa.string())) for c in columns]
    )


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == _ROWS:
            yield part
            part = []
    yield part
