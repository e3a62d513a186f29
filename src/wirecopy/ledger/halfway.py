"""Dumps that are read in stretches: how far the reading of each has come, kept with its pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

_KEY = "half read"


class Stretch(Protocol):
    """What the ledger needs to know of a file, or a stretch of one, that was read."""

    @property
    def file(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def end(self) -> int | None: ...
    @property
    def is_last(self) -> bool: ...


class Halfway:
    """How far each half-read dump has come: the byte where it goes on, and its pages before."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        row = db.execute("select value from meta where key = ?", (_KEY,)).fetchone()
        self._told: dict[str, dict[str, Any]] = json.loads(row[0]) if row else {}

    def ends(self) -> dict[tuple[str, str], int]:
        """Give the byte where the reading of a dump goes on, by its name and sha256."""
        return {(file, one["sha256"]): one["end"] for file, one in self._told.items()}

    def pages_before(self, batch: Iterable[Stretch]) -> dict[str, int]:
        """Give the pages of each dump of a batch that lie before what is read of it now."""
        told = {one.file: self._told.get(one.file) for one in batch if one.end is not None}
        sha256 = {one.file: one.sha256 for one in batch}
        return {f: t["pages"] for f, t in told.items() if t and t["sha256"] == sha256[f]}

    def keep(self, batch: Sequence[Stretch], pages: Mapping[str, int]) -> None:
        """Note how far a batch has come; called in the transaction that keeps its pages."""
        for one in batch:
            if one.end is None:
                continue
            if one.is_last:
                self._told.pop(one.file, None)
                continue
            before = self._told.get(one.file)
            same = before if before and before["sha256"] == one.sha256 else None
            count = pages.get(one.file, same["pages"] if same else 0)
            self._told[one.file] = {"sha256": one.sha256, "end": one.end, "pages": count}
        self._db.execute(
            "insert or replace into meta values (?, ?)", (_KEY, json.dumps(self._told))
        )
