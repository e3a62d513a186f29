"""Mail, mailboxes and saved pages in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import FOG, URL, letter, mailbox, mhtml, pdf, zipped
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.records import Page, Skipped


def read_bytes(raw: bytes, tmp_path: Path) -> list[Page | Skipped]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(raw)
    return list(read_file("file", str(path), Options()))


def test_a_press_release_says_who_sent_it_and_when(tmp_path: Path) -> None:
    """Encoded words, quoted-printable, and the zone of the date are understood."""
    [page] = read_bytes(letter(), tmp_path)
    assert isinstance(page, Page)
    assert (FOG, "Fög closes the port", ("Harbor Office",), "harbor.example") == (
        page.text, page.title, page.byline, page.outlet,
    )  # fmt: skip
    assert page.published
    assert ("2024-03-04T09:00Z", "mail: Date") == (page.published.value, page.published.origin)


def test_of_several_forms_the_plain_text_is_read(tmp_path: Path) -> None:
    """The other form is counted."""
    page, other = read_bytes(letter(html=True), tmp_path)
    assert isinstance(page, Page)
    assert FOG == page.text
    assert isinstance(other, Skipped)
    assert "the message in another form (text/html)" == other.reason


def test_a_message_of_nothing_but_html_is_read(tmp_path: Path) -> None:
    """Its main text is the text."""
    html = f"<html><body><p>{FOG}</p></body></html>".encode()
    raw = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + html
    [page] = read_bytes(raw, tmp_path)
    assert isinstance(page, Page)
    assert "Ines Tamm" in page.text


@pytest.mark.parametrize("attached", [{}, {"a.png": b"\x89PNG\r\n\x1a\n"}])
def test_a_message_of_a_few_words_is_a_skipped_part(
    attached: dict[str, bytes], tmp_path: Path
) -> None:
    """Also where something is attached to it."""
    found = read_bytes(letter(attached=attached, text="See there."), tmp_path)
    assert "no text of 40 letters in it" == found[0].reason  # type: ignore[union-attr]
    assert 1 + len(attached) == len(found)


def test_a_charset_that_is_none_costs_nothing(tmp_path: Path) -> None:
    """The library decodes by it where nobody asked it to; the bytes say what they are."""
    raw = letter().replace(b'charset="utf-8"', b'charset="utf-8\0"')
    raw = raw.replace(b"quoted-printable", b"8bit").replace(b"=\n", b"") + "é".encode()
    [page] = read_bytes(raw, tmp_path)
    assert isinstance(page, Page)
    assert page.text.endswith("all the time.\né")


def test_attachments_are_read_with_what_the_message_says(tmp_path: Path) -> None:
    """A PDF and a zip in a letter are pages of their own; a picture is not."""
    raw = letter(attached={"a.pdf": pdf(), "b.zip": zipped({"c.txt": FOG.encode()}),
                           "d.png": b"\x89PNG\r\n\x1a\n"})  # fmt: skip
    found = read_bytes(raw, tmp_path)
    assert ["", "a.pdf", "b.zip/c.txt"] == [p.member for p in found if isinstance(p, Page)]
    assert ["binary data (PNG image)"] == [p.reason for p in found if isinstance(p, Skipped)]
    attached = found[1]
    assert isinstance(attached, Page)
    assert {"mail: Subject", "mail: Date"} <= {claim.origin for claim in attached.claims}


def test_a_forwarded_message_is_a_page_of_its_own(tmp_path: Path) -> None:
    """With its own subject and sender."""
    inner = letter().replace(b"Harbor Office", b"Another Office")
    raw = (
        b"From: desk@bell.example\nSubject: Fwd\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain\n\n"
        b"See below what the harbor has sent us this morning, and ring them back.\n"
        b"--cut\nContent-Type: message/rfc822\n\n" + inner + b"\n--cut--\n"
    )
    first, second = read_bytes(raw, tmp_path)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert ("Fwd", "Fög closes the port") == (first.title, second.title)
    assert ("Another Office",) == second.byline


def test_a_mailbox_is_cut_into_its_messages(tmp_path: Path) -> None:
    """A line that begins with `From ` was escaped, and is not where one begins."""
    first, second = read_bytes(mailbox(), tmp_path)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert ("message 1", "message 2") == (first.member, second.member)
    assert "\nFrom the harbor office: Fog" in f"\n{second.text}"
    assert mailbox()[second.byte_start : second.byte_end].startswith(b"From press@harbor.example")


@pytest.mark.parametrize("part", [b"text/html", b"image/png"])
def test_mhtml_is_the_page_that_was_saved(part: bytes, tmp_path: Path) -> None:
    """Its address and the time it was saved are claims; what was saved beside it is counted."""
    raw = mhtml() if part == b"text/html" else mhtml().replace(b"Content-Type: text/html", b"X: y")
    found = read_bytes(raw, tmp_path)
    if part == b"image/png":
        assert ["no part of it is HTML"] == [p.reason for p in found if isinstance(p, Skipped)]
        return
    page, rest = found
    assert isinstance(page, Page)
    assert (URL, 0, len(raw)) == (page.url, page.byte_start, page.byte_end)
    assert ("captured", "Tue, 5 Mar 2024 00:00:01 -0000") in [
        (c.kind, c.value) for c in page.claims
    ]
    assert isinstance(rest, Skipped)
    assert rest.reason.startswith("what a browser saved beside a page")
