"""
The ledger as the web page reads it: a few rows, one text or the passages of one story at a time.

Segments never change, so what is learned of where a page or a pair stands in them is kept from
one request to the next; every request opens the catalogue anew and sees the ledger as it is now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wirecopy.ledger import Ledger
from wirecopy.records import Page, Passage, PassageKind, id_of, key_of
from wirecopy.rows import page_from_row

Keys = NDArray[np.int64]


class Places:
    """Where rows stand in the segments of a ledger; one for a server, used by all its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: dict[Path, pq.ParquetFile] = {}
        self._keys: dict[tuple[Path, str], Keys] = {}
        self.counted: dict[Any, Any] = {}
        """What was counted over a whole ledger, by the name of the count and the ledger's stamp."""

    def keys(self, path: Path, column: str) -> Keys:
        """Give a whole column of keys of a segment."""
        with self._lock:
            if (path, column) not in self._keys:
                table = pq.read_table(path, columns=[column])
                self._keys[path, column] = table.column(column).to_numpy()
            return self._keys[path, column]

    def take(self, path: Path, rows: Keys, columns: list[str] | None = None) -> pa.Table:
        """Give some rows of a segment, in their order, reading only the row groups they are in."""
        with self._lock:
            if path not in self._files:
                self._files[path] = pq.ParquetFile(path)
            file = self._files[path]
            sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
            firsts = np.concatenate([[0], np.cumsum(sizes)])
            groups = np.searchsorted(firsts, rows, side="right") - 1
            parts = []
            for group in np.unique(groups):
                table = file.read_row_group(int(group), columns=columns, use_threads=False)
                parts.append(table.take(rows[groups == group] - firsts[group]))
        return pa.concat_tables(parts)


class Shelf:
    """A ledger, opened for one request."""

    def __init__(self, book: Ledger, places: Places, stamp: object = None) -> None:
        """
        Args:
            book: The ledger.
            places: Of the server.
            stamp: From `stamp_of`, taken before the ledger was opened.
        """
        self.book = book
        self._stamp = stamp
        self.rows = book.rows
        self._places = places

    def count(self, query: str, *values: Any) -> int:
        """Give the one number that a query asks for."""
        [row] = self.rows(query, *values)
        return int(next(iter(row.values())) or 0)

    def has(self, table: str) -> bool:
        """Tell if the ledger has a table: one made by an earlier version may lack some."""
        return bool(self.rows("select 1 from sqlite_master where name = ?", table))

    def once(self, name: str, count: Any) -> Any:
        """Count something over the whole ledger once for as long as the ledger stays as it is."""
        kept = self._places.counted.get(name)
        if kept is None or self._stamp is None or kept[0] != self._stamp:
            kept = self._places.counted[name] = (self._stamp, count())
        return kept[1]

    def heads(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Give what the catalogue says of some pages, without their texts."""
        wanted, found = list(dict.fromkeys(ids)), {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ", ".join("?" * len(part))
            for row in self.rows(f"select * from pages where page_id in ({marks})", *part):
                found[row["page_id"]] = row
        return found

    def pages(self, ids: Collection[str]) -> dict[str, Page]:
        """Give some pages with their texts; few, for each costs a row group."""
        keys = np.array([key_of(page_id) for page_id in ids], dtype=np.int64)
        found = {}
        for path in self.book.segments("pages"):
            rows = np.flatnonzero(np.isin(self._places.keys(path, "page"), keys))
            if len(rows):
                for row in self._places.take(path, rows).to_pylist():
                    found[row["page_id"]] = page_from_row(row)
        return found

    def page(self, page_id: str) -> Page:
        """Give one page with its text."""
        return self.pages([page_id])[page_id]

    def passages(self, page_id: str, others: Collection[str]) -> Spans:
        """Give the passages between a page and each of some others, with the page as side a."""
        key = key_of(page_id)
        wanted = np.array([key_of(other) for other in others], dtype=np.int64)
        parts = []
        for path in self.book.segments("aligned"):
            a, b = self._places.keys(path, "a"), self._places.keys(path, "b")
            near = np.flatnonzero((a == key) | (b == key))
            met = np.where(a[near] == key, b[near], a[near])
            rows = near[np.isin(met, wanted)]
            if len(rows):
                table = self._places.take(path, rows, ["passages"])
                lists: Any = table.column("passages").combine_chunks()
                parts.append(
                    Spans.of(lists, a[rows] != key, np.where(a[rows] == key, b[rows], a[rows]))
                )
        return Spans.joined(parts)

    def meets(self, page_id: str) -> list[str]:
        """Name the pages that a page was compared with."""
        key, found = key_of(page_id), set()
        for path in self.book.segments("aligned"):
            a, b = self._places.keys(path, "a"), self._places.keys(path, "b")
            found |= set(b[a == key].tolist()) | set(a[b == key].tolist())
        return sorted(id_of(other) for other in found)


def stamp_of(ledger: Path) -> object:
    """
    Give what changes whenever a ledger does.

    Taken before the ledger is opened: what is then counted is never older than its stamp.
    """
    stamp = []
    for part in ("catalogue.sqlite", "catalogue.sqlite-wal"):
        try:
            about = (ledger / part).stat()
        except FileNotFoundError:
            continue
        stamp.append((part, about.st_mtime_ns, about.st_size))
    return tuple(stamp)


class Spans:
    """Many passages between one page (side a) and others, as columns."""

    def __init__(self, columns: dict[str, NDArray[Any]]) -> None:
        self.columns = columns
        self.others: Keys = columns["other"]

    @classmethod
    def of(cls, lists: Any, turned: NDArray[np.bool_], others: Keys) -> Spans:
        """Read Arrow lists of passages; where `turned`, the page is side b of them."""
        sizes = np.diff(lists.offsets.to_numpy())
        flat = lists.flatten()
        names = ("a_start", "a_end", "b_start", "b_end", "kind", "share")
        got = {name: flat.field(name).to_numpy(zero_copy_only=False) for name in names}
        back = np.repeat(turned, sizes)
        columns = {"other": np.repeat(others, sizes), "kind": got["kind"], "share": got["share"]}
        for one, two in (("a_start", "b_start"), ("a_end", "b_end")):
            columns[one] = np.where(back, got[two], got[one])
            columns[two] = np.where(back, got[one], got[two])
        return cls(columns)

    @classmethod
    def joined(cls, parts: list[Spans]) -> Spans:
        """Put the spans of several segments together."""
        if not parts:
            none = np.empty(0, np.int64)
            names = ("other", "a_start", "a_end", "b_start", "b_end", "kind", "share")
            return cls(dict.fromkeys(names, none))
        return cls({n: np.concatenate([p.columns[n] for p in parts]) for n in parts[0].columns})

    def __len__(self) -> int:
        return len(self.others)

    def passages(self, page_id: str) -> list[Passage]:
        """Give them as records, in the order of the page."""
        rows = [
            dict(zip(self.columns, row, strict=True))
            for row in zip(*self.columns.values(), strict=True)
        ]
        found = [
            Passage(
                int(r["a_start"]), int(r["a_end"]), int(r["b_start"]), int(r["b_end"]),
                PassageKind(r["kind"]), float(r["share"]), page_id, id_of(int(r["other"])),
            )
            for r in rows
        ]  # fmt: skip
        return sorted(found, key=lambda p: (p.a_start, p.a_end, p.b, p.b_start))
