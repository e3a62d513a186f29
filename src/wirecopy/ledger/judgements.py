"""What people say of pages and speakers: kept with name, time and note, also when taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from wirecopy.errors import LedgerError, OptionsError
from wirecopy.names import fold_name
from wirecopy.records import Record, key_of
from wirecopy.schemas import JUDGEMENTS

VERDICTS = ("same", "different", "unsure", "first", "speaker")


@dataclass(frozen=True, slots=True)
class Judgement(Record):
    """What a person has said of two pages, of which page was first, or of who speaks."""

    number: int
    verdict: str
    """`same`, `different`, `unsure`, `first` or `speaker`."""
    a: str
    """A page_id; for `speaker` a statement_id."""
    b: str | None
    """The other page's, None for `first`; for `speaker` the full name."""
    judge: str
    at: str
    """When, in UTC."""
    note: str = ""
    undone: str | None = None
    """When it was taken back, in UTC, and by whom; it is kept all the same."""


def list_judgements(db: sqlite3.Connection) -> pa.Table:
    """
    Give what holds of pages, for the engine: of two judgements of the same pages the later one.

    A judgement that names a page of no run (the ledger was made anew) tells nothing.
    """
    held: dict[tuple[str, str | None], tuple[int, str]] = {}
    for number, verdict, a, b in db.execute(
        "select number, verdict, a, b from judgements "
        "where undone is null and verdict <> 'speaker' order by number"
    ):
        held[(a, b) if b is None else (min(a, b), max(a, b))] = (number, verdict)
    rows = [
        (number, verdict, key_of(a), None if b is None else key_of(b))
        for (a, b), (number, verdict) in held.items()
    ]
    columns = zip(*rows, strict=True) if rows else ([] for _ in JUDGEMENTS)
    return pa.table(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, JUDGEMENTS, strict=True)],
        schema=JUDGEMENTS,
    )


def list_named(db: sqlite3.Connection) -> dict[str, tuple[int, str, str]]:
    """Give by statement_id who speaks: the judgement's number, the name, and who says so."""
    rows = db.execute(
        "select a, number, b, judge from judgements "
        "where undone is null and verdict = 'speaker' order by number"
    )
    return {statement_id: (number, name, judge) for statement_id, number, name, judge in rows}


def read_judgements(db: sqlite3.Connection, undone: bool) -> Iterator[Judgement]:
    """Give the judgements in their order, those that were taken back only if asked for."""
    query = "select number, verdict, a, b, judge, judged_at, note, undone from judgements"
    for row in db.execute(f"{query} {'' if undone else 'where undone is null'} order by number"):
        yield Judgement(*row)


def judge(
    path: Path, verdict: str, a: str, b: str | None = None, by: str = "", note: str = ""
) -> int:
    """
    Keep what a person says of pages or of a speaker; the next run acts on it.

    Args:
        path: The ledger.
        verdict: `same` or `different` story, `unsure`, `first`, which takes one page, or `speaker`.
        a: A page_id; for `speaker` a statement_id.
        b: The other page's; for `speaker` the full name.
        by: Who says so.
        note: Why.

    Returns:
        The number of the judgement, by which it can be undone.
    """
    if verdict not in VERDICTS:
        raise OptionsError(f"{verdict!r} is none of: {', '.join(VERDICTS)}")
    if (b is None) != (verdict == "first") or a == b:
        raise OptionsError(
            "'first' takes one page; same, different and unsure take two; "
            "'speaker' takes a statement and a name"
        )
    if verdict == "speaker":
        b = " ".join((b or "").split())
        if not fold_name(b):
            raise OptionsError("a speaker needs a name")
    with _written(path) as db:
        number = db.execute(
            "insert into judgements (verdict, a, b, judge, judged_at, note) "
            "values (?, ?, ?, ?, ?, ?)",
            (verdict, a, b, by, _now(), note),
        ).lastrowid
    return int(number or 0)


def undo(path: Path, number: int, by: str = "") -> None:
    """Take a judgement back; that it was made, and undone by whom, stays."""
    with _written(path) as db:
        changed = db.execute(
            "update judgements set undone = ? where number = ? and undone is null",
            (f"{_now()} by {by or 'nobody named'}", number),
        ).rowcount
        if not changed:
            raise OptionsError(f"there is no judgement {number} that holds")


@contextmanager
def _written(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the catalogue for one transaction, while no run writes to it."""
    lock = FileLock(path / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LedgerError(f"{path}: a run is writing to this ledger; wait for it") from None
    try:
        with closing(sqlite3.connect(path / "catalogue.sqlite", isolation_level=None)) as db:
            db.execute("pragma synchronous = full")
            db.execute("begin immediate")
            try:
                yield db
            except BaseException:
                db.execute("rollback")
                raise
            db.execute("commit")
    finally:
        lock.release()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
