"""Web archives: what each record holds, where it lies, and what is wrong with it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from samples import (
    FOG,
    PAGE,
    URL,
    arc,
    http,
    record,
    records,
    sha1,
    warc,
    warc_gz,
    warc_lz4,
    warc_zst,
    wet,
)  # fmt: skip
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.records import Page, Skipped

Make = Callable[..., bytes]

ID = "urn:uuid:00000000-0000-0000-0000-00000000000"


def read_bytes(raw: bytes, tmp_path: Path, **options: int) -> list[Page | Skipped]:
    """Read a file of these bytes."""
    path = tmp_path / "dump"
    path.write_bytes(raw)
    return list(read_file("dump", str(path), Options(**options)))  # type: ignore[arg-type]


def pages(found: list[Page | Skipped]) -> list[Page]:
    """Leave out what is no page."""
    return [one for one in found if isinstance(one, Page)]


def reasons(found: list[Page | Skipped]) -> list[str]:
    """Give why the others are none."""
    return [one.reason for one in found if isinstance(one, Skipped)]


def only_page(raw: bytes, tmp_path: Path) -> Page:
    """Read a file with one page in it."""
    [page] = pages(read_bytes(raw, tmp_path))
    return page


@pytest.mark.parametrize("make", [warc, warc_gz, warc_zst, warc_lz4])
def test_every_record_is_a_page_or_says_why_not(make: Make, tmp_path: Path) -> None:
    """Whatever a dump is packed with, the same comes of it."""
    found = read_bytes(make(), tmp_path)
    assert [f"{ID}{n}" for n in range(5)] == [one.member for one in found]
    assert ["a warcinfo record", "a request record", "HTTP status 404"] == reasons(found)
    first, again = pages(found)
    assert ("Fog closes the port of Ost", URL, "bell.example") == (
        first.title, first.url, first.outlet,
    )  # fmt: skip
    assert first.text == again.text


@pytest.mark.parametrize("make", [warc_gz, warc_zst, warc_lz4])
def test_a_record_that_is_a_piece_of_its_own_has_its_place_in_the_file(
    make, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    """The bytes of the range, unpacked alone, are the record."""
    raw = make()
    page = pages(read_bytes(raw, tmp_path))[0]
    piece = raw[page.byte_start : page.byte_end]
    assert make([records()[1]]).endswith(piece)


def test_a_record_has_its_range_in_a_dump_that_is_not_packed(tmp_path: Path) -> None:
    """Range and digest are those of what was captured."""
    raw = warc()
    page = pages(read_bytes(raw, tmp_path))[0]
    assert raw[page.byte_start : page.byte_end].startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert raw[: page.byte_end].endswith(PAGE)
    assert hashlib.sha256(PAGE).hexdigest() == page.sha256


def test_one_gzip_for_many_records_has_ranges_in_what_is_packed(tmp_path: Path) -> None:
    """Then the member names what was packed, before the record."""
    page = pages(read_bytes(gzip.compress(warc()), tmp_path))[0]
    assert f"unpacked/{ID}1" == page.member
    assert warc()[page.byte_start : page.byte_end].endswith(PAGE)


def test_time_and_address_of_the_capture_are_claims(tmp_path: Path) -> None:
    """The date of the capture is never the date of publication."""
    page = only_page(warc([record(http(b"<p>" + FOG.encode() + b"</p>"))]), tmp_path)
    assert None is page.published
    claims = {(claim.kind, claim.value, claim.origin) for claim in page.claims}
    assert {
        ("captured", "2024-03-05T00:00:01Z", "warc: WARC-Date"),
        ("url", URL, "warc: WARC-Target-URI"),
    } <= claims


def test_a_revisit_has_the_text_that_it_refers_to_and_its_own_time(tmp_path: Path) -> None:
    """It says which record it is a revisit of."""
    first, again = pages(read_bytes(warc_gz(), tmp_path))
    assert first.text == again.text
    assert first.page_id != again.page_id
    said = {claim.kind: claim.value for claim in again.claims}
    assert ("2024-03-05T00:00:03Z", f"{ID}1") == (said["captured"], said["revisit"])


def test_a_revisit_of_what_is_elsewhere_says_so(tmp_path: Path) -> None:
    """What it refers to is named."""
    lone = record(http(b""), "revisit", Refers_To_Target_URI=URL, Payload_Digest="sha1:X")
    assert [f"a revisit of a record that is not in this dump: it refers to {URL}"] == reasons(
        read_bytes(warc([lone]), tmp_path)
    )


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip", PAGE),  # undone by the crawler, which left the header
        ("br", PAGE),
    ],
)
def test_a_body_is_unpacked_if_it_is_packed(coding: str, packed: bytes, tmp_path: Path) -> None:
    """Crawlers undo a coding and leave the header that names it."""
    page = only_page(warc([record(http(packed, Content_Encoding=coding))]), tmp_path)
    assert FOG == page.text.partition("\n\n")[2] or FOG == page.text


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (PAGE[:5], len(PAGE) - 5, PAGE[5:]), True),
        (PAGE, True),  # taken out of its chunks by the crawler
        (b"5\r\n%s\r\n%x\r\n%s" % (PAGE[:5], len(PAGE) - 5, PAGE[5:-9]), False),
    ],
)
def test_a_body_is_taken_out_of_its_chunks(body: bytes, read: bool, tmp_path: Path) -> None:
    """A chunk that is missing is said."""
    found = read_bytes(warc([record(http(body, Transfer_Encoding="chunked"))]), tmp_path)
    assert ([] if read else ["cut short: its last chunk is not there"]) == reasons(found)
    assert read == (len(pages(found)) == 1)


@pytest.mark.parametrize(
    ("spelled", "fits"),
    [
        (sha1(PAGE), True),
        (sha1(PAGE).lower(), True),
        (f"sha256:{hashlib.sha256(PAGE).hexdigest()}", True),
        (f"sha1:{base64.b64encode(hashlib.sha1(PAGE).digest()).decode()}", True),
        ("blake9:ABC", True),  # of no kind that we know
        (sha1(b"something else"), False),
    ],
)
def test_a_digest_that_does_not_fit_is_a_claim(spelled: str, fits: bool, tmp_path: Path) -> None:
    """The page stays: the slip may be the crawler's."""
    page = only_page(warc([record(http(), Payload_Digest=spelled)]), tmp_path)
    assert fits == ("digest" not in {claim.kind for claim in page.claims})


@pytest.mark.parametrize("cut", [1, 40, 300])
@pytest.mark.parametrize("make", [warc, warc_gz, warc_zst, warc_lz4])
def test_a_dump_that_is_cut_short_says_so(make: Make, cut: int, tmp_path: Path) -> None:
    """The libraries are silent here: the last record is missing, or has no body."""
    raw = make([record(http(), number=n) for n in range(3)])
    raw = raw.rstrip(b"\r\n")[:-cut]
    found = read_bytes(raw, tmp_path)
    only_a_checksum = cut == 1 and make in (warc_gz, warc_lz4)
    assert (3 if only_a_checksum else 2) == len(pages(found))
    [reason] = reasons(found)
    assert "cut short" in reason


def test_a_wrong_length_does_not_swallow_the_next_record(tmp_path: Path) -> None:
    """What was swallowed is given back."""
    first = record(http(), number=1, length=len(http()) + 400)
    found = read_bytes(warc([first, record(http(), number=2), record(http(), number=3)]), tmp_path)
    assert [f"{ID}2", f"{ID}3"] == [page.member for page in pages(found)]
    [reason] = reasons(found)
    assert reason.startswith("its length is wrong: another record begins")


def test_bytes_between_records_are_counted(tmp_path: Path) -> None:
    """Records glued together, and what is none between them."""
    glued = record(http(), number=1).rstrip(b"\r\n") + record(http(), number=2)
    found = read_bytes(glued + b"nonsense\r\n" + record(http(), number=3), tmp_path)
    assert 3 == len(pages(found))
    assert ["10 bytes that are no record"] == reasons(found)


def test_the_reading_goes_on_behind_a_damaged_piece(tmp_path: Path) -> None:
    """One record is lost, and the range that it took is said."""
    parts = [warc_gz([record(http(), number=n)]) for n in range(3)]
    damaged = bytearray(b"".join(parts))
    middle = len(parts[0]) + len(parts[1]) // 2
    damaged[middle : middle + 20] = b"\xaa" * 20
    found = read_bytes(bytes(damaged), tmp_path)
    assert [f"{ID}0", f"{ID}2"] == [page.member for page in pages(found)]
    assert all("damaged data" in reason for reason in reasons(found))
    assert len(reasons(found)) >= 1


@pytest.mark.parametrize(
    ("kind", "url", "reason"),
    [
        ("text/css", URL, "no page: text/css"),
        ("application/javascript", URL, "no page: application/javascript"),
        ("application/json; charset=utf-8", URL, "no page: application/json"),
        ("image/png", URL, "no page: image/png"),
        ("text/plain", "https://bell.example/robots.txt", "no page: a file for robots"),
    ],
)
def test_what_a_site_is_made_of_is_no_page(
    kind: str, url: str, reason: str, tmp_path: Path
) -> None:
    """Styles, scripts, pictures and notes for robots are told by type and address."""
    found = read_bytes(warc([record(http(FOG.encode(), content_type=kind), url=url)]), tmp_path)
    assert [reason] == reasons(found)


def test_a_long_record_is_passed_by(tmp_path: Path) -> None:
    """It is never held in memory, and those behind it are read."""
    long = record(http(b"<p>fog</p>" * 20_000), number=1)
    found = read_bytes(warc([long, record(http(), number=2)]), tmp_path, max_page_bytes=100_000)
    assert ["longer than max_page_bytes (165,536 bytes)"] == reasons(found)
    assert [f"{ID}2"] == [page.member for page in pages(found)]


@pytest.mark.parametrize("raw", [arc(), gzip.compress(arc(), mtime=0)])
def test_an_arc_is_read_by_its_lines(raw: bytes, tmp_path: Path) -> None:
    """The line above a record has address, time and length."""
    page = only_page(raw, tmp_path)
    said = {claim.kind: claim.value for claim in page.claims}
    assert (URL, "2024-03-05T00:00:01Z") == (said["url"], said["captured"])
    assert "web 1" == page.reader


def test_a_wet_gives_its_texts_whole(tmp_path: Path) -> None:
    """A text that a crawler took from a page is one page, whatever lines are in it."""
    text = f"{FOG}\n\n* * *\n\n{FOG}\n\n* * *\n\n{FOG}"
    dump = record(text.encode(), "conversion", content_type="text/plain")
    assert text == only_page(warc([dump]), tmp_path).text
    assert FOG == only_page(wet(), tmp_path).text


def test_the_charset_of_the_header_counts(tmp_path: Path) -> None:
    """The page itself says nothing of it."""
    body = PAGE.replace(b"Fog", "Föhn".encode("latin-1"))
    answer = http(body, content_type="text/html; charset=iso-8859-1")
    assert only_page(warc([record(answer)]), tmp_path).text.startswith("Föhn")


def test_counts_agree_with_another_reader(shared: Path) -> None:
    """Of every sound dump, warcio counts the records that are pages or skipped here."""
    iterator = pytest.importorskip("warcio.archiveiterator").ArchiveIterator
    folder = shared / "data" / "formats" / "warc"
    sound = ("pywb/sample_archive/warcs/dupes.warc.gz", "warcio/test/data/example.warc",
             "resiliparse/tests/data/warcfile.warc.gz", "whirlwind/whirlwind.warc.wet.gz",
             "py-wacz/tests/fixtures/example-collection-with-lists.warc")  # fmt: skip
    for name in sound:
        raw = (folder / name).read_bytes()
        count = sum(1 for _ in iterator(io.BytesIO(raw)))
        assert count == len(list(read_file(name, str(folder / name), Options()))), name


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        ("https://bell.example/print/fog", True),
        ("https://bell.example/fog?print=1", True),
        ("https://bell.example/fog.amp", True),
        ("https://bell.example/fog?from=mail", False),
        ("https://bell.example/printing-works-closes", False),
        ("https://other.example/print/fog", False),
    ],
)
def test_a_form_for_paper_is_told_by_the_address_of_its_capture(
    url: str, twin: bool, tmp_path: Path
) -> None:
    """Its canonical link leads to the page that it is the same as, on the same site."""
    body = PAGE.replace(b"</head>", f'<link rel="canonical" href="{URL}"></head>'.encode())
    page = only_page(warc([record(http(body), url=url)]), tmp_path)
    assert ([URL] if twin else []) == [c.value for c in page.claims if c.kind == "twin"]
