"""PDF: the order of columns, running heads, words parted at the ends of lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import FOG, pdf
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.pdf import _by_columns, _Piece
from wirecopy.records import Page, Skipped

LEFT = ["Fog closed the port of Ost on Mon-", "day, and ferries stayed where they",
        "were until noon. The well-known", "bell buoy was heard all the time, the",
        "harbor office said in the evening.", "Nobody had been in danger at all."]  # fmt: skip
RIGHT = ["A library in Tarn lent its millionth", "book on Friday, ninety years after a",
         "teacher opened it with two crates.", "The book went to a carpenter who was",
         "well-known in the valley, and who", "said that he liked to be ready."]  # fmt: skip


def read_bytes(raw: bytes, tmp_path: Path) -> Page | Skipped:
    """Read a file of these bytes, of which one page or skipped part comes."""
    path = tmp_path / "content"
    path.write_bytes(raw)
    [found] = read_file("file", str(path), Options())
    return found


def text_of(raw: bytes, tmp_path: Path) -> str:
    """Give the text of a PDF."""
    page = read_bytes(raw, tmp_path)
    assert isinstance(page, Page)
    return page.text


def test_a_pdf_is_a_page_with_what_it_says_of_itself(tmp_path: Path) -> None:
    """Lines are joined to paragraphs."""
    page = read_bytes(pdf(), tmp_path)
    assert isinstance(page, Page)
    assert FOG.split() == page.text.split()
    assert ("Fog in Ost", ("Bo Aske",), None) == (page.title, page.byline, page.published)
    assert ("created", "2024-03-04T10:00:00Z") in [(c.kind, c.value) for c in page.claims]


@pytest.mark.parametrize("across", [True, False])
def test_columns_are_read_one_after_the_other(across: bool, tmp_path: Path) -> None:
    """Whether the file lays them down line by line across the sheet, or in their order."""
    rows = [
        (x, 700.0 - 14 * n, lines[n])
        for n in range(6)
        for x, lines in ((50.0, LEFT), (310.0, RIGHT))
    ]
    sheet = rows if across else sorted(rows, key=lambda row: (row[0], -row[1]))
    text = text_of(pdf(sheet), tmp_path)
    assert text.index("Nobody had been") < text.index("A library in Tarn")
    assert "on Monday, and ferries" in text
    assert 2 == text.count("well-known")


def test_lines_of_one_column_keep_their_order() -> None:
    """Indented lines make no column."""
    pieces = [_Piece(50 + 10 * (n % 2), 700 - 14 * n, str(n)) for n in range(12)]
    assert None is _by_columns(pieces)


def test_running_heads_are_left_out(tmp_path: Path) -> None:
    """What comes at the edge of most sheets, whatever number is in it, is no text."""
    words = ("noon", "dusk", "night", "dawn")
    sheets = []
    for number, word in enumerate(words, 1):
        lines = [(50.0, 700.0 - 14 * k, f"{line} {word}") for k, line in enumerate(LEFT)]
        sheets.append([(50.0, 760.0, f"The Bell {number}"), *lines])
    text = text_of(pdf(*sheets), tmp_path)
    assert "The Bell" not in text
    assert 4 == text.count("Nobody had been in danger")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (pdf([(50, 700, "fog")]), "no text in it: a scan, or a picture"),
        (b"%PDF-1.7\n", "broken PDF"),
        (pdf()[:300], "broken PDF"),
    ],
)
def test_a_pdf_without_text_says_why(raw: bytes, reason: str, tmp_path: Path) -> None:
    """A scan has none, and a broken file cannot be read."""
    found = read_bytes(raw, tmp_path)
    assert isinstance(found, Skipped)
    assert found.reason.startswith(reason)
