"""Rows for other programs: the same columns as a table for eyes, as CSV and as JSON lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

Rows = Iterable[dict[str, Any]]

SHORT = 20
"""Letters of a cell that is never broken over lines."""

LONG = 120
"""Letters of the longest cell of a table; a longer one shows its beginning and its end."""

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal, or the direction of what stands after it; tabs and line ends do not."""

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""What JSON lets stand as it is, but terminals (C1 controls) or encoders (surrogates) do not."""


_FORMULA = ("=", "+", "-", "@", "\t", "\n")
"""What a spreadsheet takes for the beginning of a formula, or for something to skip before one."""


def write_table(rows: Rows, out: TextIO, whole: Collection[str] = ()) -> int:
    """
    Write rows as a table that fits the terminal: short columns stay whole, long ones wrap.

    Args:
        rows: All with the same keys.
        out: Where to write.
        whole: Columns that stay on one line, however long.

    Returns:
        How many rows there were.
    """
    rows = list(rows)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        longest = max(len(_cell(value)) for value in values)
        numbers = all(isinstance(value, int | float) for value in values)
        table.add_column(
            name.replace("_", " "),
            justify="right" if numbers else "left",
            no_wrap=longest <= SHORT or name in whole,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    if rows:
        console_for(out).print(table)
    return len(rows)


def write_csv(rows: Rows, out: TextIO, columns: Sequence[str] = ()) -> int:
    """
    Write rows as CSV with a header; lists are joined by '; '.

    Control characters become spaces, and no cell is a formula to a spreadsheet, as in `cells`;
    JSON lines have everything as it was.

    Args:
        rows: All with the same keys.
        out: Where to write.
        columns: The header where there are no rows to tell it.

    Returns:
        How many rows there were.
    """
    left = iter(rows)
    first = next(left, None)
    header = list(first or columns)
    if header:
        csv.writer(out, lineterminator="\n").writerow(header)
    writer = csv.DictWriter(out, header, lineterminator="\n")
    count = 0
    for row in chain([first] if first else [], left):
        writer.writerow(cells(row))
        count += 1
    return count


def write_jsonl(rows: Rows, out: TextIO) -> int:
    """
    Write rows as JSON, one object on a line: valid JSON in every encoding, whatever it holds.

    Returns:
        How many rows there were.
    """
    # Where not all of Unicode can be written, JSON's own escapes can.
    escaped = not (out.encoding or "utf-8").lower().startswith("utf")
    count = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=escaped)
        out.write(_UNSAFE_IN_JSON.sub(lambda c: f"\\u{ord(c[0]):04x}", line) + "\n")
        count += 1
    return count


def console_for(out: TextIO) -> Console:
    """
    Give a console on a stream: in color on a terminal, plain and 120 columns wide elsewhere.

    What stands in a pile is data: no markup in it is ever read.
    """
    width = None if out.isatty() else 120
    return Console(
        file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def printable(text: Any) -> str:
    """
    Give text on one line that cannot steer a terminal: control characters become spaces.

    >>> printable("one\\x1b[2J\\ntwo")
    'one [2J two'
    """
    return " ".join(visible(str(text)).split())


def visible(text: str) -> str:
    """
    Give text of the same length, with its lines, that cannot steer a terminal.

    >>> visible("one\\x1b[2J\\ntwo")
    'one [2J\\ntwo'
    """
    return _STEERING.sub(" ", text)


def ends_of(text: str, width: int = 160) -> str:
    """
    Give text on one line, of a long one the beginning and the end.

    >>> ends_of("The harbor of Velm will close.", width=12)
    'The ha … close.'
    """
    text = printable(text)
    return text if len(text) <= width else f"{text[: width // 2]} … {text[-width // 2 :]}"


def flat(value: Any) -> Any:
    """
    Give a value as one cell: lists joined by '; ', what holds more as JSON, no control characters.

    >>> flat(["a", "b"]), flat({"a": 1}), flat(None)
    ('a; b', '{"a": 1}', None)
    """
    if isinstance(value, list | tuple):
        if any(isinstance(item, dict) for item in value):
            return flat(json.dumps(value, ensure_ascii=False))
        return flat("; ".join(str(item) for item in value))
    if isinstance(value, dict):
        return flat(json.dumps(value, ensure_ascii=False))
    return visible(value) if isinstance(value, str) else value


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """
    Give a row as cells of a CSV; text that a spreadsheet would reckon with has an ' before it.

    >>> cells({"title": "=1+1", "byline": ["Ann Roe"], "share": -0.5})
    {'title': "'=1+1", 'byline': 'Ann Roe', 'share': -0.5}
    """
    found = {name: flat(value) for name, value in row.items()}
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in found.items()
    }


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return ends_of(str(flat(value)), LONG)
