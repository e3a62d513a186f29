"""Rows for other programs: the same columns as a table for eyes, as CSV and as JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

Rows = Iterable[dict[str, Any]]

SHORT = 20
"""Letters of a cell that is never broken over lines."""


def write_table(rows: Rows, out: TextIO) -> int:
    """
    Write rows as a table that fits the terminal: short columns stay whole, long ones wrap.

    Args:
        rows: All with the same keys.
        out: Where to write.

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
            no_wrap=longest <= SHORT,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    if rows:
        console_for(out).print(table)
    return len(rows)


def write_csv(rows: Rows, out: TextIO) -> int:
    """Write rows as CSV with a header; lists are joined by '; '. Returns how many there were."""
    writer, count = None, 0
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _flat(value) for name, value in row.items()})
        count += 1
    return count


def write_jsonl(rows: Rows, out: TextIO) -> int:
    """Write rows as JSON, one object on a line. Returns how many there were."""
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
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


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return printable(_flat(value))


def _flat(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if any(isinstance(item, dict) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return "; ".join(str(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def printable(text: Any) -> str:
    """
    Give text on one line that cannot steer a terminal: control characters become spaces.

    >>> printable("one\\x1b[2J\\ntwo")
    'one [2J two'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
