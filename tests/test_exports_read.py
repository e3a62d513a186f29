"""Text exports of newspaper databases."""

from __future__ import annotations

from pathlib import Path

from samples_desk import FACTIVA, NEXIS, PROQUEST
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.export_kinds import export_kind
from wirecopy.records import Page, Skipped


def read(tmp_path: Path, text: str) -> list[Page | Skipped]:
    """Read an export from a file."""
    path = tmp_path / "export.txt"
    path.write_bytes(text.encode())
    return list(read_file("export.txt", str(path), Options()))


def test_nexis_articles_are_parted_and_their_fields_claimed(tmp_path: Path) -> None:
    """Headings and the rights line are no text; a colon in the story is no field."""
    first, second = read(tmp_path, NEXIS)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (
        "Fog closed the port of Ost on Sunday. Ships waited outside.\n\n"
        "Rain: that is what the harbor master hopes for."
    ) == first.text
    assert ("Fog Closes the Port", ("Ana Rey",), "The Ost Bell") == (
        first.title, first.byline, first.outlet,
    )  # fmt: skip
    assert first.published is not None
    assert "2024-03-04" == first.published.value
    assert "Rain fell on Wells at last, and the council is glad of it." == second.text
    assert "Rain Comes" == second.title


def test_their_byte_ranges_meet_and_hold_the_articles(tmp_path: Path) -> None:
    """The bytes of an article begin at its own count line."""
    first, second = read(tmp_path, NEXIS)
    assert first.byte_end == second.byte_start
    assert b"2 of 2 DOCUMENTS" in NEXIS.encode()[second.byte_start : second.byte_end]


def test_factiva_articles_end_with_their_number(tmp_path: Path) -> None:
    """Lead paragraph and tail are the text."""
    first, second = read(tmp_path, FACTIVA)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.text.startswith("Fog closed the port of Ost")
    assert first.text.endswith("\n\nRain is what the harbor master hopes for.")
    assert ("Fog closes the port", ("Ana Rey",), "The Ost Bell") == (
        first.title, first.byline, first.outlet,
    )  # fmt: skip
    assert "Rain comes" == second.title


def test_proquest_gives_its_full_text(tmp_path: Path) -> None:
    """The text ends at the next field."""
    [page] = read(tmp_path, PROQUEST)
    assert isinstance(page, Page)
    assert (
        "Fog closed the port of Ost on Sunday. Ships waited outside.\n\nRain is what they hope for."
    ) == page.text
    assert page.published is not None
    assert "2024-03-04" == page.published.value


def test_prose_is_no_export() -> None:
    """A count, a rule or two capital letters in a story are not enough."""
    assert export_kind("1 of 2 DOCUMENTS\n\nwas what the label said.\n") is None
    assert export_kind("HD\nis short for high definition.\n") is None
    assert export_kind("_" * 30 + "\nTitle: Fog\n") is None
