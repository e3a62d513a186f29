"""The folder of a ledger: what may be one, and an empty catalogue in it."""

from __future__ import annotations

import sqlite3
from importlib.resources import files as resources
from pathlib import Path

from wirecopy.errors import LedgerError

FORMAT = "5"
"""Of catalogue and segments; a ledger of another format is not opened. It changes with a column."""


def check_format(db: sqlite3.Connection, path: Path) -> None:
    """Raise LedgerError if the catalogue is not one of this version's."""
    try:
        row = db.execute("select value from meta where key = 'format'").fetchone()
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path}: not a ledger that can be read ({error})") from None
    if row is None or row[0] != FORMAT:
        found = "no" if row is None else row[0]
        raise LedgerError(
            f"{path}: a ledger of another version of wirecopy (format {found}, not {FORMAT}); "
            "run the pile again into a new one with 'wirecopy run PILE… -o NEW'"
        )


def make_folder(path: Path) -> None:
    """Make the folder of a ledger, unless something else is there."""
    if path.exists() and not path.is_dir():
        raise LedgerError(f"{path}: is a file; a ledger is a folder, name another with -o")
    there = {part.name for part in path.iterdir()} if path.is_dir() else set()
    if "catalogue.sqlite" not in there and not there <= {"segments", "lock", "work"}:
        raise LedgerError(f"{path}: a folder with other things in it; name a new one with -o")
    try:
        (path / "segments").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"{path}: no ledger can be made there ({error.strerror})") from None


def make_catalogue(path: Path) -> None:
    """Make the catalogue unless it is there; the lock is held."""
    db = sqlite3.connect(path / "catalogue.sqlite", isolation_level=None)
    try:
        db.execute("pragma journal_mode = wal")
        if db.execute("select 1 from sqlite_master").fetchone() is None:
            schema = resources("wirecopy.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
            made = f"insert into meta values ('format', '{FORMAT}');"
            db.executescript(f"begin immediate; {schema} {made} commit;")
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path}: its catalogue cannot be read ({error})") from None
    finally:
        db.close()
