"""
What a list is: where its rows come from, how it can be filtered, and in what order it comes.

One definition serves the table on the page, the CSV of all of it and the JSON by cursor, so that
none of them can forget a filter of another.
"""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wirecopy.errors import OptionsError
from wirecopy.ledger import Ledger
from wirecopy.show.query import query_of

Row = dict[str, Any]

MOST_ROWS = 500
"""Rows that one answer of the API may have."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to leave rows out."""

    name: str
    label: str
    where: str
    """A condition of SQLite with one `?` for each place where the value goes."""
    kind: str = "text"
    """`text`, `number`, `date`, `words` (a search) or `choice`."""
    choices: tuple[str, ...] = ()
    standard: str = ""
    """What holds where nothing is said."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of rows of the catalogue."""

    name: str
    select: str
    """Columns; the first names the row."""
    source: str
    """What comes after `from`."""
    order: tuple[tuple[str, str, bool], ...]
    """(column of the row, expression, whether descending): together they tell all rows apart."""
    filters: tuple[Filter, ...] = field(default=())
    what: str = ""
    """What a row is, for the documentation."""

    def count(self, book: Ledger, asked: Mapping[str, str]) -> int:
        """Give how many rows hold under what was asked."""
        where, values = self._where(asked)
        return int(
            self._ask(book, f"select count(*) as n from {self.source}{where}", values)[0]["n"]
        )

    def rows(self, book: Ledger, asked: Mapping[str, str], start: int, size: int) -> list[Row]:
        """Give the rows from a place on."""
        where, values = self._where(asked)
        query = f"select {self.select} from {self.source}{where} order by {self._by()}"
        return self._ask(book, f"{query} limit ? offset ?", [*values, size, start])

    def page(
        self, book: Ledger, asked: Mapping[str, str], cursor: str, size: int
    ) -> tuple[list[Row], str | None]:
        """
        Give the rows after a cursor, and the cursor of what comes next, None at the end.

        Raises:
            OptionsError: The cursor is none that this list gave.
        """
        where, values = self._where(asked)
        if cursor:
            after, more = self._after(cursor)
            where = f"{where} and {after}" if where else f" where {after}"
            values += more
        query = f"select {self.select} from {self.source}{where} order by {self._by()} limit ?"
        rows = self._ask(book, query, [*values, size + 1])
        if len(rows) <= size:
            return rows, None
        last = [rows[size - 1][column] for column, *_ in self.order]
        return rows[:size], base64.urlsafe_b64encode(json.dumps(last).encode()).decode().rstrip("=")

    def every(self, book: Ledger, asked: Mapping[str, str]) -> Iterator[Row]:
        """Give all rows, a few hundred at a time."""
        cursor: str | None = ""
        while cursor is not None:
            rows, cursor = self.page(book, asked, cursor, MOST_ROWS)
            yield from rows

    def asked(self, given: Mapping[str, str]) -> dict[str, str]:
        """Take the filters of this list from what was asked; what means nothing is left out."""
        found = {}
        for part in self.filters:
            value = given.get(part.name, part.standard).strip()
            if part.kind == "number" and not value.isdecimal():
                value = part.standard
            if part.kind == "choice" and value not in part.choices:
                value = part.standard
            if value:
                found[part.name] = value[:500]
        return found

    def _where(self, asked: Mapping[str, str]) -> tuple[str, list[Any]]:
        parts, values = [], []
        for part in self.filters:
            if value := asked.get(part.name):
                taken: Any = value
                if part.kind == "number":
                    taken = min(int(value), 2**62)
                elif part.kind == "words":
                    taken = query_of(value)
                parts.append(f"({part.where})")
                values += [taken] * part.where.count("?")
        return (f" where {' and '.join(parts)}" if parts else ""), values

    def _by(self) -> str:
        return ", ".join(f"{by}{' desc' if down else ''}" for _, by, down in self.order)

    def _after(self, cursor: str) -> tuple[str, list[Any]]:
        try:
            text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            last = json.loads(text)
        except (binascii.Error, ValueError):
            last = None
        fits = isinstance(last, list) and len(last) == len(self.order)
        if not fits or not all(isinstance(value, str | int | float) for value in last):
            raise OptionsError("this cursor is none that the list gave; begin without one")
        ways: list[str] = []
        values: list[Any] = []
        for n, (_, by, down) in enumerate(self.order):
            same = [f"{earlier} = ?" for _, earlier, _ in self.order[:n]]
            ways.append(" and ".join([*same, f"{by} {'<' if down else '>'} ?"]))
            values += last[: n + 1]
        return "(" + " or ".join(f"({way})" for way in ways) + ")", values

    def _ask(self, book: Ledger, query: str, values: list[Any]) -> list[Row]:
        try:
            return book.rows(query, *values)
        except sqlite3.OperationalError as error:
            if "fts5" not in str(error) and "syntax" not in str(error):
                raise
            raise OptionsError(
                f"cannot search for that ({error}); put odd words in quotes"
            ) from None
