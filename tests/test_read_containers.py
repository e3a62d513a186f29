"""Containers: packed files, zip, tar, WACZ; what is in them, and what is not taken from them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from samples import FOG, PAGE, docx, http, record, tarred, wacz, warc_gz, zipped
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.records import Page, Skipped

Make = Callable[..., bytes]


def read_bytes(raw: bytes, tmp_path: Path, name: str = "file", **options: int) -> list[object]:
    """Read a file of these bytes: (member, text) of its pages, (member, reason) of the rest."""
    path = tmp_path / "content"
    path.write_bytes(raw)
    found = read_file(name, str(path), Options(**options))  # type: ignore[arg-type]
    return [(f.member, f.reason if isinstance(f, Skipped) else f.text) for f in found]


@pytest.mark.parametrize(
    ("pack", "ending"),
    [
        (gzip.compress, ".gz"),
        (bz2.compress, ".bz2"),
        (lzma.compress, ".xz"),
        (zstandard.compress, ".zst"),
        (lz4.frame.compress, ".lz4"),
    ],
)
def test_a_packed_file_is_read_under_its_own_name(pack: Make, ending: str, tmp_path: Path) -> None:
    """All five packings, also where the file is made of several pieces."""
    raw = FOG.encode()
    assert [("fog.txt", FOG)] == read_bytes(pack(raw), tmp_path, f"fog.txt{ending}")
    pieces = pack(raw[:50]) + pack(raw[50:])
    assert [("fog.txt", FOG)] == read_bytes(pieces, tmp_path, f"fog.txt{ending}")
    [(_, reason)] = read_bytes(pack(raw)[:-30], tmp_path, f"fog.txt{ending}")
    assert "cut short" in str(reason)


def test_zeros_behind_a_packed_file_are_padding(tmp_path: Path) -> None:
    """Tapes and block devices pad; anything else behind it is said."""
    raw = gzip.compress(FOG.encode())
    assert [("fog", FOG)] == read_bytes(raw + bytes(70_000), tmp_path, "fog.gz")
    [(_, reason)] = read_bytes(raw + b"more", tmp_path, "fog.gz")
    assert "bytes behind" in str(reason)


@pytest.mark.parametrize("make", [zipped, tarred])
def test_the_files_in_an_archive_are_read_in_their_turn(make: Make, tmp_path: Path) -> None:
    """Each under its name in the archive; an archive in an archive, too."""
    inner = make({"c.txt": FOG.encode()})
    found = read_bytes(
        make({"a/b.html": PAGE, "d.bin": inner, "e.png": b"\x89PNG\r\n\x1a\n"}), tmp_path
    )
    assert [
        ("a/b.html", FOG), ("d.bin/c.txt", FOG), ("e.png", "binary data (PNG image)"),
    ] == [(name, text[text.find("Fog closed") :] if FOG in text else text) for name, text in found]  # type: ignore[index, attr-defined]  # fmt: skip


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """A tar that was added to has several; each page has an id of its own."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name in ("a.txt", "a.txt", "a.txt #2"):
            info = tarfile.TarInfo(name)
            info.size = len(FOG.encode())
            archive.addfile(info, io.BytesIO(FOG.encode()))
    found = read_bytes(held.getvalue(), tmp_path)
    assert [("a.txt", FOG), ("a.txt #2", FOG), ("a.txt #2 #2", FOG)] == found


def test_more_containers_than_allowed_are_not_opened(tmp_path: Path) -> None:
    """A page lies in at most `max_depth` containers."""
    raw = FOG.encode()
    for _ in range(3):
        raw = zipped({"a": raw})
    assert [("a/a/a", FOG)] == read_bytes(raw, tmp_path, max_depth=3)
    assert [("a/a/a", "more than 2 containers around it (max_depth)")] == read_bytes(
        raw, tmp_path, max_depth=2
    )


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "..\\a"])
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_leads_out_of_the_archive_is_refused(
    make: Make, name: str, tmp_path: Path
) -> None:
    """Nothing would be written there, but others may take the name for a path."""
    [(_, reason)] = read_bytes(make({name: FOG.encode()}), tmp_path)
    assert "a name that leads out of the archive" == reason


@pytest.mark.parametrize("make", [zipped, tarred])
def test_what_a_browser_saved_beside_a_page_is_no_page(make: Make, tmp_path: Path) -> None:
    """In an archive as in a folder; a folder of that form without its page is read."""
    text = FOG.encode()
    files = {"a/p.html": PAGE, "a/p_files/ad.txt": text, "b_files/c.txt": text}
    found = read_bytes(make(files), tmp_path)
    assert [
        ("a/p_files/ad.txt", "what a browser saved beside a page"), ("b_files/c.txt", FOG),
    ] == found[1:]  # fmt: skip


def test_links_devices_and_encrypted_parts_are_refused(tmp_path: Path) -> None:
    """What is no file of its own is not followed."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (("a", tarfile.SYMTYPE), ("b", tarfile.LNKTYPE), ("c", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert [
        ("a", "a link"), ("b", "a link"), ("c", "not a file but a pipe or a device"),
    ] == read_bytes(held.getvalue(), tmp_path)  # fmt: skip
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive_:
        info_ = zipfile.ZipInfo("a")
        info_.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive_.writestr(info_, "/etc/passwd")
        archive_.writestr("b", FOG)
    raw = bytearray(held.getvalue())
    for at in (raw.find(b"PK\3\4", 1) + 6, raw.rfind(b"PK\1\2") + 8):
        raw[at] |= 1  # encrypted
    assert [("a", "a link"), ("b", "encrypted")] == read_bytes(bytes(raw), tmp_path)


def test_a_damaged_part_costs_only_itself(tmp_path: Path) -> None:
    """The checksums of a zip are looked at."""
    raw = zipped({"a.txt": FOG.encode(), "b.txt": FOG.upper().encode()}, zipfile.ZIP_STORED)
    found = read_bytes(raw.replace(b"Fog closed", b"Fog opened"), tmp_path)
    assert "broken zip: Bad CRC" in str(found[0])
    assert ("b.txt", FOG.upper()) == found[1]


def test_a_tar_that_is_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    """The part that is cut says how much of it is there."""
    raw = tarred({"a.txt": FOG.encode(), "b.txt": b"x" * 5000})
    found = read_bytes(raw[:3072], tmp_path)
    assert ("a.txt", FOG) == found[0]
    assert 2 == len(found)
    assert "cut short" in str(found[1]) or "broken tar" in str(found[1])


def test_a_wacz_is_checked_against_its_list(tmp_path: Path) -> None:
    """The records of its dumps have their places in them; what its list contradicts is left out."""
    found = read_bytes(wacz(), tmp_path)
    name = "archive/data.warc.gz/urn:uuid:00000000-0000-0000-0000-000000000001"
    assert [name] == [member for member, text in found if "Ines Tamm" in text][:1]  # type: ignore[misc]
    lists = "part of a WACZ that lists what is in it"
    assert 3 == [text for _, text in found].count(lists)  # type: ignore[misc]
    wrong = "not what datapackage.json says: another sha256"
    assert ("archive/data.warc.gz", wrong) == read_bytes(wacz(wrong=True), tmp_path)[0]


def test_a_wacz_of_wacz_files_gives_the_dumps_of_all(tmp_path: Path) -> None:
    """And one WACZ those of several dumps; the first line of its pages is a header, not a page."""
    several = {
        "archive/1.warc.gz": warc_gz([record(http(), number=1)]),
        "archive/2.warc.gz": warc_gz([record(http(), number=2)]),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"title": "Fog", "text": "Fog."}\n',
        "datapackage.json": b'{"profile": "data-package", "resources": []}',
    }
    one = zipped(several, zipfile.ZIP_STORED)
    listed = b'{"profile": "multi-wacz-package", "resources": []}'
    outer = zipped({"a.wacz": one, "b.wacz": one, "datapackage.json": listed})
    found = read_bytes(outer, tmp_path, "a.wacz")
    pages = [member for member, text in found if "Ines Tamm" in str(text)]  # type: ignore[misc]
    assert [f"{wacz}/archive/{n}.warc.gz" for wacz in ("a.wacz", "b.wacz") for n in (1, 2)] == [
        member.rpartition("/")[0] for member in pages
    ]
    lists = "part of a WACZ that lists what is in it"
    assert [lists] * 5 == [why for _, why in found if "Ines Tamm" not in str(why)]  # type: ignore[misc]


def test_a_zip_with_sizes_of_eight_bytes_is_read(tmp_path: Path) -> None:
    """As tools write it that do not know the sizes in advance."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w") as archive,
        archive.open(zipfile.ZipInfo("a.txt"), "w", force_zip64=True) as member,
    ):
        member.write(FOG.encode())
    assert [("a.txt", FOG)] == read_bytes(held.getvalue(), tmp_path)


def test_a_dump_in_an_archive_has_ranges_in_the_dump(tmp_path: Path) -> None:
    """The range counts the bytes of what the member names before the record."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"data.warc.gz": warc_gz()}))
    page = next(p for p in read_file("a.zip", str(path), Options()) if isinstance(p, Page))
    piece = warc_gz()[page.byte_start : page.byte_end]
    assert gzip.decompress(piece).startswith(b"WARC/1.1\r\nWARC-Type: response")


def test_a_docx_is_a_page(tmp_path: Path) -> None:
    """Its paragraphs, its title and its author; a document without any says so."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx())
    [page] = read_file("a.docx", str(path), Options())
    assert isinstance(page, Page)
    assert (FOG, "Fog in Ost", ("Bo Aske",)) == (page.text, page.title, page.byline)
    assert [("", "no text in it")] == read_bytes(docx("<a/>"), tmp_path)
    assert "broken DOCX" in str(read_bytes(docx("<a>"), tmp_path))


def test_a_damaged_docx_within_a_zip_says_so(tmp_path: Path) -> None:
    """Its directory points before its first byte; in memory that is another error than on disk."""
    for raw in (docx()[:30] + docx()[34:], b"PK\3\4" + docx()[60:]):
        for whole, name in ((raw, ""), (zipped({"a.docx": raw}), "a.docx")):
            [(member, why)] = read_bytes(whole, tmp_path)  # type: ignore[misc]
            assert name == member
            assert why.startswith("broken")


def test_other_office_files_are_named(tmp_path: Path) -> None:
    """A zip that is a workbook is no pile of XML."""
    assert [("", "Excel workbook: not read yet")] == read_bytes(
        zipped({"xl/workbook.xml": b"<a/>", "b.xml": b"<a/>"}), tmp_path
    )
