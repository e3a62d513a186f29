"""Rows as tables, CSV and JSON lines: what is safe to print, and what stays as it was."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.show.export import (
    ends_of,
    printable,
    visible,
    write_csv,
    write_jsonl,
    write_table,
)

STEERING = {chr(n) for n in (*range(9), *range(11, 32), *range(127, 160))}


@given(st.text())
def test_visible_text_keeps_its_letters_and_places(text: str) -> None:
    """Only what steers is replaced, each by one space."""
    shown = visible(text)
    assert len(text) == len(shown)
    assert not STEERING & set(shown)
    assert all(a == b for a, b in zip(text, shown, strict=True) if b != " ")


@given(st.text())
def test_printable_text_is_one_line(text: str) -> None:
    """Whatever it holds."""
    assert len(printable(text).splitlines()) <= 1
    assert not STEERING & set(printable(text))


@pytest.mark.parametrize("text", ["سلام\u200cدوست", "co\u00adoperate", "e\u0301"])
def test_letters_of_other_scripts_stay(text: str) -> None:
    """A joiner, a soft hyphen, an accent of its own are no control characters."""
    assert text == printable(text)


def test_a_direction_that_is_turned_around_is_not() -> None:
    """What follows an override would read backwards."""
    assert "a txt.exe" == printable("a\u202etxt.exe")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_json_is_json_in_every_encoding(encoding: str) -> None:
    """Lone surrogates and what the encoding lacks are escaped, and read back as they were."""
    row = {"title": "Fog \ud83d 😀 \x1b \x9b ’", "none": None}
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding)
    assert 1 == write_jsonl([row], out)
    out.flush()
    assert row == json.loads(raw.getvalue().decode(encoding))
    assert not STEERING & set(raw.getvalue().decode(encoding))


def test_csv_keeps_lines_and_quotes_and_loses_controls() -> None:
    """A cell is the text, but for what no cell can show."""
    out = io.StringIO()
    assert 1 == write_csv([{"a": 'one "two"\nthree\x1b', "b": ["x", "y\x07"], "c": 3}], out)
    assert [{"a": 'one "two"\nthree ', "b": "x; y ", "c": "3"}] == list(
        csv.DictReader(io.StringIO(out.getvalue()))
    )


def table_of(rows: list[dict[str, Any]], **options: Any) -> list[str]:
    """The lines of a table, without the blanks at their ends."""
    out = io.StringIO()
    write_table(rows, out, **options)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_column_stays_whole_on_demand() -> None:
    """However much stands beside it."""
    place = "dump/velm harbor gazette.txt#3"
    rows = [{"where": place, "title": "fog " * 60}]
    assert place in table_of(rows, whole=["where"])[1]


def test_a_long_cell_shows_both_ends() -> None:
    """A table is for eyes."""
    text = " ".join(table_of([{"text": "begins " + "fog " * 500 + "ends"}]))
    assert "begins" in text and "…" in text and "ends" in text
    assert len(text) < 400
    assert "short" == ends_of("short")


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        ([], ["a", "b"], "a,b\n"),
        ([], [], ""),
        ([{"a": 1, "b": "x"}], ["a", "b"], "a,b\n1,x\n"),
        ([{"a": 1}, {"a": 2}], [], "a\n1\n2\n"),
    ],
)
def test_csv_without_rows_has_its_header(
    rows: list[dict[str, Any]], columns: list[str], expected: str
) -> None:
    """A program that reads it finds the columns."""
    out = io.StringIO()
    assert len(rows) == write_csv(rows, out, columns)
    assert expected == out.getvalue()


def test_no_rows_are_no_table() -> None:
    """Not even a header."""
    assert [] == table_of([])
