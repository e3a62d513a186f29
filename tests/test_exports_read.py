"""Text exports of newspaper databases."""

from __future__ import annotations

from pathlib import Path

from samples import docx
from samples_desk import FACTIVA, NEXIS, NEXIS_UNI, PROQUEST
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


def check_uni(found: list[Page | Skipped]) -> None:
    """The two articles of the sample, without cover, fields, captions and subjects."""
    first, second = found
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (
        "Fog closed the port of Ost on Sunday. Ships waited outside.\n\n"
        "Length: that is what the harbor master asks of his piers."
    ) == first.text
    assert [
        ("Fog Closes the Port", ("Ana Rey",), "The Ost Bell"),
        ("Rain Comes", (), "Wells Herald"),
    ] == [(page.title, page.byline, page.outlet) for page in (first, second)]
    assert ["2024-03-04", "2024-03-05"] == [
        p.published and p.published.value for p in (first, second)
    ]
    assert "Rain fell on Wells at last, and the council is glad of it." == second.text


def test_nexis_uni_ends_its_articles(tmp_path: Path) -> None:
    """What stands above the first one is a list of them all."""
    found = read(tmp_path, NEXIS_UNI)
    check_uni(found)
    assert b"Rain Comes\nWells Herald" in NEXIS_UNI.encode()[found[1].byte_start :]


def test_an_export_as_docx_is_its_articles(tmp_path: Path) -> None:
    """As Nexis Uni gives them: a paragraph a line."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = NEXIS_UNI.replace("Sunday.\nShips", "Sunday. Ships")
    paragraphs = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in text.split("\n"))
    path = tmp_path / "export.docx"
    path.write_bytes(
        docx(f'<w:document xmlns:w="{word}"><w:body>{paragraphs}</w:body></w:document>')
    )
    found = list(read_file("export.docx", str(path), Options()))
    check_uni(found)
    assert ["article 1", "article 2"] == [one.member for one in found]


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
    assert export_kind("Length: 90 words\n\nBody\n\nof the ship.\n") is None
    assert export_kind("_" * 30 + "\nTitle: Fog\n") is None
