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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wirecopy.errors import OptionsError
from wirecopy.ledger import Ledger
from wirecopy.show.query import query_of

Row = dict[str, Any]

MOST_ROWS = 500
"""Rows that one answer of the API may have."""


MOST_LETTERS = 500
"""Of one thing that is asked for: a search of thousands of words would take minutes."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to leave rows out."""

    name: str
    label: str
    where: str
    """A condition of SQLite with one `?` for each place where the value goes."""
    kind: str = "text"
    """`text`, `number`, `date`, `words` (a search), `speaker` (a name, or part of one), `id` (or
    the beginning of one) or `choice`."""
    choices: tuple[str, ...] = ()
    standard: str = ""
    """What holds where nothing is said."""


BEGINS = "{} between ? and ? || 'g'"
"""That an id begins so."""


def of_id(name: str, label: str, column: str) -> Filter:
    """Give the filter by an id, or the beginning of one."""
    return Filter(name, label, BEGINS.format(column), "id")


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
    counted: str = ""
    """What comes after `from` to count them, where less than `source` will do."""

    def count(self, book: Ledger, asked: Mapping[str, str]) -> int:
        """Give how many rows hold under what was asked."""
        where, values = self._where(book, asked)
        source = self.counted or self.source
        return int(searched(book, f"select count(*) as n from {source}{where}", values)[0]["n"])

    def rows(self, book: Ledger, asked: Mapping[str, str], start: int, size: int) -> list[Row]:
        """Give the rows from a place on."""
        where, values = self._where(book, asked)
        query = f"select {self.select} from {self.source}{where} order by {self._by()}"
        return searched(book, f"{query} limit ? offset ?", [*values, size, start])

    def page(
        self, book: Ledger, asked: Mapping[str, str], cursor: str, size: int
    ) -> tuple[list[Row], str | None]:
        """
        Give the rows after a cursor, and the cursor of what comes next, None at the end.

        Raises:
            OptionsError: The cursor is none that this list gave.
        """
        where, values = self._where(book, asked)
        if cursor:
            after, more = self._after(cursor)
            where = f"{where} and {after}" if where else f" where {after}"
            values += more
        query = f"select {self.select} from {self.source}{where} order by {self._by()} limit ?"
        rows = searched(book, query, [*values, size + 1])
        if len(rows) <= size:
            return rows, None
        return rows[:size], cursor_of([rows[size - 1][column] for column, *_ in self.order])

    def every(self, book: Ledger, asked: Mapping[str, str]) -> Iterator[Row]:
        """Give all rows, a few hundred at a time."""
        cursor: str | None = ""
        while cursor is not None:
            rows, cursor = self.page(book, asked, cursor, MOST_ROWS)
            yield from rows

    def columns(self, book: Ledger) -> list[str]:
        """Name the columns of its rows."""
        return book.columns(f"select {self.select} from {self.source} limit 0")

    def asked(self, given: Mapping[str, str], beside: Collection[str] = ()) -> dict[str, str]:
        """
        Take the filters of this list from what was asked; a number that is none is left out.

        Args:
            given: What was asked.
            beside: Names that are no filters, but mean something.

        Raises:
            OptionsError: Something else was asked for: to leave it out would give every row.
        """
        known = [*(part.name for part in self.filters), *beside]
        if odd := sorted(given.keys() - set(known)):
            raise OptionsError(
                f"{odd[0][:40]!r} is nothing that {self.name} can be asked for; "
                f"there is {', '.join(known) or 'no filter'}"
            )
        found = {}
        for part in self.filters:
            value = given.get(part.name, part.standard).strip()
            if part.kind == "number" and not value.isdecimal():
                value = part.standard
            if part.kind == "choice" and value and value not in part.choices:
                raise OptionsError(
                    f"{part.name} cannot be {value[:40]!r}; it is {', '.join(part.choices)}"
                )
            if value:
                found[part.name] = value[:MOST_LETTERS]
        return found

    def _where(self, book: Ledger, asked: Mapping[str, str]) -> tuple[str, list[Any]]:
        parts, values = [], []
        for part in self.filters:
            if value := asked.get(part.name):
                taken: Any = value
                if part.kind == "number":
                    taken = number_of(value)
                elif part.kind == "words":
                    taken = query_of(value)
                elif part.kind == "speaker":
                    taken = json.dumps(book.speaker_ids(value))
                parts.append(f"({part.where})")
                values += [taken] * part.where.count("?")
        return (f" where {' and '.join(parts)}" if parts else ""), values

    def _by(self) -> str:
        return ", ".join(f"{by}{' desc' if down else ''}" for _, by, down in self.order)

    def _after(self, cursor: str) -> tuple[str, list[Any]]:
        last = read_cursor(cursor, len(self.order))
        if not any(down for *_, down in self.order):  # as SQLite goes on in an index
            marks = ", ".join("?" * len(last))
            return f"({self._by()}) > ({marks})", last
        ways: list[str] = []
        values: list[Any] = []
        for n, (_, by, down) in enumerate(self.order):
            same = [f"{earlier} = ?" for _, earlier, _ in self.order[:n]]
            ways.append(" and ".join([*same, f"{by} {'<' if down else '>'} ?"]))
            values += last[: n + 1]
        return "(" + " or ".join(f"({way})" for way in ways) + ")", values


def searched(book: Ledger, query: str, values: Sequence[Any]) -> list[Row]:
    """
    Give the rows of a query that holds a search.

    Raises:
        OptionsError: The search means nothing.
    """
    try:
        return book.rows(query, *values)
    except sqlite3.OperationalError as error:
        raise OptionsError(f"cannot search for that ({error}); put odd words in quotes") from None


def number_of(typed: str, standard: int = 0, most: int = 2**53) -> int:
    """
    Read a number from an address; what is none is the standard.

    >>> number_of("12"), number_of("-4"), number_of("9" * 5000, most=500)
    (12, 0, 500)
    """
    if not typed.isdecimal():
        return standard
    return most if len(typed) > 15 else min(int(typed), most)


def cursor_of(last: list[str | int | float]) -> str:
    """
    Give the cursor of what comes after a row, of the values by which its list is in order.

    >>> read_cursor(cursor_of([3, "Velm"]), 2)
    [3, 'Velm']
    """
    return base64.urlsafe_b64encode(json.dumps(last).encode()).decode().rstrip("=")


def read_cursor(cursor: str, size: int) -> list[str | int | float]:
    """
    Read a cursor, which may be anything: it comes from outside.

    Raises:
        OptionsError: It is none of a list that is in order by so many values.
    """
    try:
        last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        last = None
    if not isinstance(last, list) or len(last) != size or not all(map(_can_be_asked, last)):
        raise OptionsError("this cursor is none that the list gave; begin without one")
    return last


def _can_be_asked(value: object) -> bool:
    """Tell if SQLite takes a value: no number of more than 64 bits, no half of a letter."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, float) or (isinstance(value, int) and -(2**63) <= value < 2**63)
