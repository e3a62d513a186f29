"""Hostile files are refused in bounded time and memory, with a reason."""

from __future__ import annotations

import gzip
import io
import json
import random
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import zstandard

from samples import (
    FOG,
    docx,
    families,
    http,
    mutated,
    mutated_within,
    record,
    tarred,
    warc,
    zipped,
)
from samples_desk import parquet
from wirecopy.options import Options
from wirecopy.read import READERS, read_file
from wirecopy.read.columns import said_delimiter
from wirecopy.read.source import Names
from wirecopy.records import Page, Skipped

GIGABYTE = 1 << 30


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """No test here takes more than 20 seconds of CPU, or 600 MB beyond what was taken before."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    yield
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < 20
    assert after.ru_maxrss - before.ru_maxrss < 600_000


def read_path(path: Path, **options: int) -> list[Page | Skipped]:
    """Read a file."""
    return list(read_file("file", str(path), Options(**options)))  # type: ignore[arg-type]


def read_bytes(raw: bytes, tmp_path: Path, **options: int) -> list[Page | Skipped]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(raw)
    return read_path(path, **options)


def reasons(found: list[Page | Skipped]) -> list[str]:
    """Give the reasons; there must be no page."""
    assert not any(isinstance(one, Page) for one in found)
    return [one.reason for one in found if isinstance(one, Skipped)]


def gigabyte() -> bytes:
    """Pack a gigabyte of one letter into a megabyte, by repeating a packed block."""
    block, checksum = b"a" * (1 << 20), 0
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(1024):
        checksum = zlib.crc32(block, checksum)
    ends = packer.flush() + checksum.to_bytes(4, "little") + (1 << 30).to_bytes(4, "little")
    return b"\x1f\x8b\x08" + bytes(7) + packed * 1024 + ends


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A gigabyte of one letter, packed into a megabyte."""
    return gigabyte()


def test_a_gigabyte_on_one_line_is_refused(bomb: bytes, tmp_path: Path) -> None:
    """As text it is longer than a page may be."""
    assert ["longer than max_page_bytes (50,000,000 bytes)"] == reasons(read_bytes(bomb, tmp_path))


@pytest.mark.parametrize("opening", [b'{"text": "', b"title,text\n", b"<html><body><p>", b"fog "])
def test_a_gigabyte_with_holes_is_refused(opening: bytes, tmp_path: Path) -> None:
    """A sparse file takes no room on disk, and none here."""
    path = tmp_path / "sparse"
    path.write_bytes(opening + b"fog " * 20_000)
    with path.open("r+b") as file:
        file.truncate(GIGABYTE)
    assert reasons(read_path(path))


def test_a_bomb_of_many_parts_is_refused(tmp_path: Path) -> None:
    """Each part is small enough to be a page: together they are not."""
    part = b" " * 10_000_000
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(60):
            archive.writestr(f"{number}.txt", part)
    found = read_bytes(held.getvalue(), tmp_path)
    assert 60 == len(found)
    assert "unpacks to more than 200 times its size (max_expansion)" in reasons(found)


def test_a_bomb_in_a_bomb_is_refused(bomb: bytes, tmp_path: Path) -> None:
    """What all levels unpack to counts together."""
    [reason] = reasons(read_bytes(gzip.compress(gzip.compress(bomb)), tmp_path))
    assert "max_page_bytes" in reason or "max_expansion" in reason


def test_a_bomb_in_a_dump_is_refused(bomb: bytes, tmp_path: Path) -> None:
    """Bodies that unpack to more than a page are given up, whatever they are packed with."""
    packer = brotli.Compressor(quality=5)
    small = b"".join(packer.process(b"a" * (1 << 20)) for _ in range(200)) + packer.finish()
    made = zstandard.ZstdCompressor().compressobj()
    other = b"".join(made.compress(b"a" * (1 << 20)) for _ in range(200)) + made.flush()
    parts = [
        record(http(body, Content_Encoding=coding), number=number)
        for number, (coding, body) in enumerate((("gzip", bomb), ("br", small), ("zstd", other)))
    ]
    found = reasons(read_bytes(warc(parts), tmp_path))
    assert 3 == len(found)
    assert all("max_page_bytes" in why or "max_expansion" in why for why in found)


def test_a_hundred_thousand_entries_end_with_the_most_pages(tmp_path: Path) -> None:
    """The rest is one skipped part."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"Fog closed the port of Ost.")
    found = read_bytes(held.getvalue(), tmp_path, max_pages_per_file=100)
    assert 101 == len(found)
    assert "behind the first 100 pages (max_pages_per_file)" == found[-1].reason  # type: ignore[union-attr]


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """In archives, in messages, and in data."""
    raw = FOG.encode()
    for _ in range(30):
        raw = gzip.compress(raw)
    assert ["more than 8 containers around it (max_depth)"] == reasons(read_bytes(raw, tmp_path))
    mail = b"From: a@b.example\nMIME-Version: 1.0\nSubject: x\n"
    for number in range(3000):
        mail += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    assert "parts within parts" in reasons(read_bytes(mail, tmp_path))[0]
    assert read_bytes(b"[" * 100_000 + b'{"text": 1}', tmp_path)
    assert read_bytes(b"<html><body>" + b"<div>" * 100_000 + FOG.encode(), tmp_path)


def test_entities_of_xml_ask_for_nothing(tmp_path: Path) -> None:
    """Neither a file nor memory."""
    secret = tmp_path / "secret"
    secret.write_text("the combination of the safe")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    for entities in (f'<!ENTITY l12 SYSTEM "{secret.as_uri()}">', f'<!ENTITY l0 "ha">{laughs}'):
        body = (
            f'<!DOCTYPE w:document [{entities}]><w:document xmlns:w="{word}"><w:body><w:p><w:r>'
            f"<w:t>{FOG}&l12;</w:t></w:r></w:p></w:body></w:document>"
        )
        for found in read_bytes(docx(body), tmp_path):
            assert "combination" not in getattr(found, "text", "")
            assert len(getattr(found, "text", "")) < 1000


def test_a_tar_may_not_be_larger_than_it_is(tmp_path: Path) -> None:
    """A file of terabytes with a hole in it is a line of a header."""
    raw = bytearray(tarred({"a.txt": FOG.encode()}))
    raw[124:136] = b"77777777777\0"  # eight gigabytes
    raw[148:156] = b"        "
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    assert all("cut short" in r or "broken tar" in r for r in reasons(read_bytes(raw, tmp_path)))


def test_lengths_that_are_all_wrong_end(tmp_path: Path) -> None:
    """A dump whose every record claims the rest of it is not read over and over."""
    one = record(b"HTTP/1.1 200 OK\r\n\r\nx" * 20, length=40_000_000)
    raw = one * 2000 + b"x" * 41_000_000
    start = time.process_time()
    assert reasons(read_bytes(raw, tmp_path))
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    "line",
    [b"http://x y 12345678 " + b"a" * 60_000, b"http:" + b"x y 12345678 " * 5000, b"a: " * 20_000],
)
def test_lines_that_look_like_records_are_no_trap(line: bytes, tmp_path: Path) -> None:
    """The patterns of ARC and WARC are tried in a time that grows with the line."""
    raw = b"filedesc://x y 20240101 text/plain 3\nabc\n" + (line + b"\n") * 5
    start = time.process_time()
    assert reasons(read_bytes(raw, tmp_path))
    assert time.process_time() - start < 10


def test_a_page_has_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that does not come to an end is stopped, and the next part is read."""

    def endless(*_: object) -> Iterator[Page]:
        while True:
            pass
        yield

    monkeypatch.setitem(READERS, "HTML", endless)
    raw = zipped({"a.html": b"<html><body>Fog</body></html>", "b.txt": FOG.encode()})
    slow, page = read_bytes(raw, tmp_path, max_page_seconds=1)
    assert "a page took longer than 1 seconds (max_page_seconds)" == slow.reason  # type: ignore[union-attr]
    assert isinstance(page, Page)


@pytest.mark.parametrize("family", [*sorted(families()), "within"])
def test_mutated_samples_are_read_or_refused(family: str, tmp_path: Path) -> None:
    """Bits flipped, cut, spliced: nothing raises, and no reader fails; bench/fuzz.py does more."""
    samples, chance = families().get(family, []), random.Random(f"{family} tests")
    others = [one for several in families().values() for one in several]
    for number in range(300 if samples else 100):
        if samples:
            raw = mutated(samples[number % len(samples)], others, chance)
        else:
            raw = mutated_within(others, chance)
        found = read_bytes(raw, tmp_path)
        assert found
        reasons = [one.reason for one in found if isinstance(one, Skipped)]
        assert not [reason for reason in reasons if "reader failed" in reason]


def test_broken_columns_of_parquet_do_not_end_the_process(tmp_path: Path) -> None:
    """Asked what a broken file says of its columns, pyarrow ends the process: it is not asked."""
    raw = parquet()
    for at in range(len(raw) - 800, len(raw) - 560):
        (tmp_path / f"{at}.parquet").write_bytes(raw[:at] + bytes([raw[at] ^ 16]) + raw[at + 1 :])
    paths = sorted(map(str, tmp_path.glob("*.parquet")))
    code = (
        "import sys; from wirecopy.read import read_file; from wirecopy.options import Options; "
        "print(sum(not list(read_file('x', path, Options())) for path in sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, text=True)
    assert (0, "0") == (done.returncode, done.stdout.strip()), done.stderr[-500:]


@pytest.mark.parametrize(
    "unit",
    [b"<item>", b"<item><title>Fog</title>", b"<entry><item>", b"<item><![CDATA[", b"<x "],
)
def test_entries_without_end_are_read_in_linear_time(unit: bytes, tmp_path: Path) -> None:
    """A feed of thousands of entries that none closes."""
    raw = b"<rss><channel><item><description>" + FOG.encode() + b"</description></item>"
    start = time.process_time()
    found = read_bytes(raw + unit * (500_000 // len(unit)), tmp_path)
    assert found
    assert time.process_time() - start < 15


def test_a_feed_that_breaks_its_parser_gives_its_other_entries(tmp_path: Path) -> None:
    """feedparser stumbles over a letter of a number that no letter has."""
    item = "<item><title>{}</title><description>Fog lay on Ost all day.{}</description></item>"
    items = item.format("a", "") + item.format("b", "&#99999999999999;") + item.format("c", "")
    found = read_bytes(f"<rss><channel><title>Bell</title>{items}".encode(), tmp_path)
    assert ["a", None, "c"] == [getattr(one, "title", None) for one in found]
    assert "an entry that cannot be parsed" == found[1].reason  # type: ignore[union-attr]
    assert {"Bell"} == {one.outlet for one in found if isinstance(one, Page)}


def test_names_that_are_told_apart_take_linear_time() -> None:
    """An archive has the second names of its members as first names already."""
    names = Names()
    start = time.process_time()
    own = [names.own(name) for name in [*(f"a #{n}" for n in range(20_000)), *["a"] * 20_000]]
    assert len(own) == len(set(own))
    assert time.process_time() - start < 5


def test_a_line_for_excel_without_end_takes_linear_time() -> None:
    """Its delimiters could be read as the space behind them."""
    start = time.process_time()
    assert said_delimiter("sep=;" + "\t" * 100_000 + "x") is None
    assert time.process_time() - start < 5


def test_json_without_end_is_refused(tmp_path: Path) -> None:
    """Objects in objects, and a string that does not end."""
    deep = b'{"text": ' * 50_000
    assert reasons(read_bytes(deep, tmp_path))
    assert reasons(read_bytes(json.dumps({"text": FOG}).encode()[:-2], tmp_path))
