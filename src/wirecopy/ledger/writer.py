"""The one way into a ledger: a run adds pages in batches, then says what the stories are."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from wirecopy.errors import LedgerError, OptionsError
from wirecopy.ledger.folder import check_format, make_catalogue, make_folder
from wirecopy.ledger.halfway import Halfway, Stretch
from wirecopy.ledger.judgements import list_judgements
from wirecopy.ledger.segments import SCHEMAS, remove, sweep, write_segment
from wirecopy.ledger.statements import Numbering, drop_statements, keep_statements
from wirecopy.ledger.stories import keep_dates, keep_stories
from wirecopy.options import Options
from wirecopy.records import id_of

_SKIPPED = ("file", "member", "byte_start", "byte_end", "skipped", "place")


class LedgerWriter:
    """
    A ledger opened for one run. Use it in `with`; only one run at a time can write.

    Each method that adds something ends in one transaction: what it has returned from is kept,
    what it was killed in never was.
    """

    def __init__(self, path: Path, pile: Sequence[str], options: Options) -> None:
        self.path = path
        self.work = path / "work"
        """A folder for a run's own files; it is empty when no run is under way."""
        self._segments = path / "segments"
        self._options = options
        make_folder(path)
        self._lock = FileLock(path / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LedgerError(
                f"{path}: another run is writing to this ledger; wait for it"
            ) from None
        try:
            make_catalogue(path)
            self._db = sqlite3.connect(path / "catalogue.sqlite", isolation_level=None)
            try:
                self._open(pile)
            except BaseException:
                self._db.close()
                raise
        except BaseException:
            self._lock.release()
            raise

    def _open(self, pile: Sequence[str]) -> None:
        """Sweep what a killed run left, and begin a run."""
        self._db.execute("pragma synchronous = full")
        check_format(self._db, self.path)
        self._check_reading()
        self.halfway = Halfway(self._db)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        kinds, listed = set(), set()
        for kind, name in self._db.execute("select kind, path from segments"):
            kinds.add(kind)
            listed.add(name)
        sweep(self._segments, listed)
        columns = [name for _, name, *_ in self._db.execute("pragma table_info(pages)")]
        marks = ", ".join(f":{name}" for name in columns)
        self._insert_page = f"insert into pages values ({marks})"
        with self._transaction():
            cursor = self._db.execute(
                "insert into runs (started, version, pile, options) values (?, ?, ?, ?)",
                (_now(), version("wirecopy"), json.dumps(list(pile)), _as_json(self._options)),
            )
            self.run_id = cursor.lastrowid
            for kind in SCHEMAS:
                if kind not in kinds:
                    self._add_segment(kind, [])

    def __enter__(self) -> LedgerWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        shutil.rmtree(self.work, ignore_errors=True)
        self._lock.release()

    def segments(self, kind: str) -> list[Path]:
        """Give the segments of a kind; there is always one, if an empty one."""
        rows = self._db.execute("select path from segments where kind = ? order by path", (kind,))
        return [self._segments / name for (name,) in rows]

    def unread(self, files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path, str, int]]:
        """Leave out files that the ledger has as they are; add hash and size to the others."""
        for file, path in files:
            digest = hashlib.sha256()
            try:
                with path.open("rb") as handle:
                    while block := handle.read(1 << 20):
                        digest.update(block)
                size = path.stat().st_size
            except OSError:
                yield file, path, "", 0  # reading it will say why it cannot be read
                continue
            sha256 = digest.hexdigest()
            known = self._db.execute(
                "select 1 from files where sha256 = ? and (file = ? or path = ?)",
                (sha256, file, _whereabouts(file, path)),
            ).fetchone()
            if known is None:
                yield file, path, sha256, size

    def add_pages(
        self,
        batch: Sequence[Stretch],
        parts: dict[str, list[Path]],
        others: dict[str, list[Path]],
        known: int,
    ) -> None:
        """
        Keep the pages of some files, with their asides, credits and fingerprints.

        Args:
            batch: What was read: files, and stretches of large dumps.
            parts: Parquet files for the segments `pages`, `asides`, `credits`, `dates`, `marks`,
                `signs` and `fingerprints`.
            others: Parquet files with the rows of the reading that are no pages (`skipped`), and
                how many pages of each file were read so far (`counted`).
            known: How many pages were in the ledger already.
        """
        run = self.run_id
        with self._transaction():
            for kind in parts:
                self._add_segment(kind, parts[kind])
            kept = 0
            for row in _rows(parts["pages"]):
                kept += 1
                self._add_page(row)
            for row in _rows(parts["asides"]):
                self._db.executemany(
                    "insert into asides values (?, ?, ?, ?, ?)",
                    (
                        (id_of(row["page"]), a["start"], a["end"], a["kind"], a["reason"])
                        for a in row["asides"]
                    ),
                )
            self._db.executemany(
                "insert into credits values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _placed(_rows(parts["credits"])),
            )
            keep_dates(self._db, _rows(parts["dates"]))
            left_out = [(*(r[name] for name in _SKIPPED), run) for r in _rows(others["skipped"])]
            new = self._db.executemany(
                "insert or ignore into skipped values (?, ?, ?, ?, ?, ?, ?)", left_out
            ).rowcount
            new = max(new, 0)  # sqlite3 says -1 where there was nothing to insert
            self._db.executemany(
                "insert or ignore into files values (?, ?, ?, ?, ?)",
                [
                    (one.file, one.sha256, _whereabouts(one.file, one.path), one.size, run)
                    for one in batch
                    if one.sha256 and one.is_last
                ],
            )
            self.halfway.keep(batch, {r["file"]: r["pages"] for r in _rows(others["counted"])})
            self._db.execute(
                "update runs set kept = kept + ?, known = known + ?, skipped = skipped + ? "
                "where run_id = ?",
                (kept, known + len(left_out) - new, new, run),
            )

    def is_linked(self) -> bool:
        """Say whether the stories are those of the pages as they are now, under these options."""
        row = self._db.execute("select value from meta where key = 'linked'").fetchone()
        return row is not None and row[0] == self._linked()

    def fingerprints(self) -> tuple[list[Path], list[Path]]:
        """
        Give the segments of fingerprints that the pairs came of, and those that are new.

        Pairs that came of other options are forgotten, and all is new.
        """
        row = self._db.execute("select value from meta where key = 'matched'").fetchone()
        *dials, last = json.loads(row[0]) if row else [None]
        if dials != self._matching():
            self.keep_pairs([], last := -1)
        rows = self._db.execute(
            "select segment_id, path from segments where kind = 'fingerprints' order by segment_id"
        ).fetchall()
        # The first was made with the ledger and is empty: so neither list is.
        return (
            [self._segments / path for n, (key, path) in enumerate(rows) if key <= last or n == 0],
            [self._segments / path for n, (key, path) in enumerate(rows) if key > last or n == 0],
        )

    def keep_pairs(self, parts: list[Path], last: int | None = None) -> None:
        """Replace the pairs; they came of all segments of fingerprints, or those up to the last."""
        with self._transaction():
            (newest,) = self._db.execute(
                "select max(segment_id) from segments where kind = 'fingerprints'"
            ).fetchone()
            gone = self._replace_segments("pairs", parts)
            value = json.dumps([*self._matching(), newest if last is None else last])
            self._db.execute("insert or replace into meta values ('matched', ?)", (value,))
        remove(gone)

    def add_aligned(self, parts: list[Path]) -> None:
        """Keep aligned pairs."""
        with self._transaction():
            self._add_segment("aligned", parts)

    def judgements(self) -> Path:
        """Give what people have said and not taken back, as a Parquet file of this run."""
        path = self.work / "judgements.parquet"
        pq.write_table(list_judgements(self._db), path)
        return path

    def keep_stories(self, parts: dict[str, list[Path]]) -> None:
        """Replace the stories and all that was traced and counted of them."""
        with self._transaction():
            drop_statements(self._db)
            keep_stories(self._db, {name: _rows(files) for name, files in parts.items()})
            self._db.execute("insert or replace into meta values ('linked', ?)", (self._linked(),))

    def note_reader(self, reader: str) -> None:
        """Forget statements that were read by another version or model than this one."""
        row = self._db.execute("select value from meta where key = 'statements'").fetchone()
        if row is not None and row[0] == reader:
            return
        with self._transaction():
            gone = [] if row is None else self._replace_segments("statements", [])
            self._db.execute("insert or replace into meta values ('statements', ?)", (reader,))
        remove(gone)

    def add_statements(self, parts: list[Path]) -> None:
        """Keep what some pages say."""
        with self._transaction():
            self._add_segment("statements", parts)

    def is_attributed(self) -> bool:
        """Say whether the statements are those of the stories as they are now."""
        row = self._db.execute("select value from meta where key = 'attributed'").fetchone()
        return row is not None and row[0] == self._linked()

    def keep_statements(self, parts: list[Path], number: Numbering) -> None:
        """Replace the statements of stories, with their witnesses, variants and speakers."""
        with self._transaction():
            keep_statements(self._db, _rows(parts), number)
            self._db.execute(
                "insert or replace into meta values ('attributed', ?)", (self._linked(),)
            )

    def finish(self) -> None:
        """Note the end of the run."""
        with self._transaction():
            self._db.execute("update runs set finished = ? where run_id = ?", (_now(), self.run_id))

    def _add_segment(self, kind: str, parts: Sequence[Path]) -> None:
        names = (part.stem.rpartition("-")[2] for part in self._segments.iterdir())
        number = max((int(name) + 1 for name in names if name.isdecimal()), default=0)
        path, rows = write_segment(self._segments, kind, number, parts)
        self._db.execute(
            "insert into segments (kind, path, rows, run_id) values (?, ?, ?, ?)",
            (kind, path.name, rows, self.run_id),
        )

    def _replace_segments(self, kind: str, parts: Sequence[Path]) -> list[Path]:
        """Unlist the segments of a kind that no reader opens; give them, to be removed later."""
        gone = self.segments(kind)
        self._db.execute("delete from segments where kind = ?", (kind,))
        self._add_segment(kind, parts)
        return gone

    def _add_page(self, row: dict[str, Any]) -> None:
        row |= {
            "byline": "; ".join(row["byline"] or []),
            "characters": len(row["text"]),
            "run_id": self.run_id,
        }
        self._db.execute(self._insert_page, row)
        self._db.executemany(
            "insert into claims values (?, ?, ?, ?)",
            [(row["page_id"], c["kind"], c["value"], c["origin"]) for c in row["claims"] or []],
        )
        self._db.execute(
            "insert into search (rowid, title, text) values (:page, :title, :text)", row
        )

    def _check_reading(self) -> None:
        """Raise LedgerError if the pages here were read under options that give other pages."""
        o = self._options
        try:
            wording = (
                hashlib.sha256(Path(o.wording).read_bytes()).hexdigest() if o.wording else None
            )
        except OSError as error:
            raise OptionsError(
                f"{o.wording}: this file of wording cannot be read ({error.strerror})"
            ) from None
        reading = json.dumps(
            {
                "columns": dict(sorted(o.columns.items())),
                "wording": wording,
                "limits": [o.max_page_bytes, o.max_pages_per_file, o.max_expansion, o.max_depth],
            }
        )
        row = self._db.execute("select value from meta where key = 'reading'").fetchone()
        if row is None:
            self._db.execute("insert into meta values ('reading', ?)", (reading,))
        elif row[0] != reading:
            raise LedgerError(
                f"{self.path}: its pages were read with other columns, wording or limits; "
                "name a new ledger with -o to read the pile anew"
            )

    def _matching(self) -> list[object]:
        """Give what pairs depend on, beside the pages."""
        return [
            version("wirecopy"), self._options.min_shared_fingerprints, self._options.rare_pages
        ]  # fmt: skip

    def _linked(self) -> str:
        o = self._options
        (pages,) = self._db.execute("select count(*) from pages").fetchone()
        dials = [
            o.story_share,
            o.min_story_words,
            o.min_shared_fingerprints,
            o.rare_pages,
            o.furniture_stories,
            o.furniture_share,
            o.date_tolerance_hours,
            o.own_words,
            o.own_share,
        ]
        (judged,) = self._db.execute(
            "select count(*) || '/' || count(undone) from judgements"
        ).fetchone()
        return json.dumps([version("wirecopy"), pages, judged, *dials])

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """`begin immediate … commit`, or rollback if anything is raised."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("commit" if kind is None else "rollback")


def _whereabouts(file: str, path: Path) -> str:
    return file if file == "-" else str(path.resolve())


def _rows(parts: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for part in parts:
        for batch in pq.ParquetFile(part).iter_batches(batch_size=512):
            yield from batch.to_pylist()


def _placed(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Number the credits of each page in their order."""
    for page, credits in groupby(rows, key=lambda row: row["page"]):
        for place, c in enumerate(credits):
            yield (
                id_of(page), place, c["kind"], c["value"], c["place"], c["start"], c["end"],
                c["weight"], c["reason"],
            )  # fmt: skip


def _as_json(options: Options) -> str:
    return json.dumps(asdict(options) | {"columns": dict(options.columns)}, sort_keys=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
