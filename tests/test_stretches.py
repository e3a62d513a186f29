"""Large dumps are cut into stretches: whatever the cuts, the same comes of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import wirecopy as wc
from conftest import content_of
from samples import FOG, PAGE, http, record, sha1, warc, warc_gz, warc_lz4, warc_zst
from wirecopy.options import Options
from wirecopy.read import read_file, stretches
from wirecopy.records import Page, Skipped

Make = Callable[..., bytes]


def parts(count: int = 60) -> list[bytes]:
    """Records of different pages, and at the end revisits of the first ones."""
    pages = [
        PAGE.replace(b"forty boats", b"%d boats and %d gulls" % (n, n * n)) for n in range(count)
    ]
    made = [record(http(p), number=n, Payload_Digest=sha1(p)) for n, p in enumerate(pages)]
    for n in range(min(3, count)):
        again = record(http(b""), "revisit", count + n, Payload_Digest=sha1(pages[n]))
        made.append(again)
    return made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stretches be short, so that small dumps have many."""
    monkeypatch.setattr(stretches, "STRETCH", 5000)


def cuts_of(path: Path) -> list[stretches.Stretch]:
    """Cut a file."""
    whole = stretches.Stretch(path.name, path, "sha", path.stat().st_size)
    return list(stretches.cut(whole, Options()))


def without_numbers(found: list[Page | Skipped]) -> list[Page | Skipped]:
    """Let all pages have the number 0."""
    return [dataclasses.replace(o, ordinal=0) if isinstance(o, Page) else o for o in found]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("make", [warc, warc_gz, warc_zst, warc_lz4])
def test_stretches_give_what_the_whole_gives(make: Make, tmp_path: Path) -> None:
    """Pages, skipped parts and their places, also of revisits of what lies in other stretches."""
    path = tmp_path / "dump"
    path.write_bytes(make(parts()))
    cuts = cuts_of(path)
    assert len(cuts) > 3
    assert [cut.end for cut in cuts][:-1] == [cut.start for cut in cuts][1:]
    assert path.stat().st_size == cuts[-1].end
    found = [
        one
        for cut in cuts
        for one in read_file(
            "dump", str(path), Options(), (cut.start, cut.end or 0), json.loads(cut.earlier or "{}")
        )
    ]
    whole = list(read_file("dump", str(path), Options()))
    assert 63 == sum(isinstance(one, Page) for one in whole)
    assert without_numbers(whole) == without_numbers(found)


@pytest.mark.usefixtures("small")
def test_damage_is_said_once_wherever_the_cuts_are(tmp_path: Path) -> None:
    """A damaged piece costs what it costs without cuts."""
    raw = bytearray(warc_gz(parts()))
    for place in (3000, 14_000, 22_000):
        raw[place : place + 30] = b"\xaa" * 30
    path = tmp_path / "dump"
    path.write_bytes(raw[:-50])
    found = [
        one
        for cut in cuts_of(path)
        for one in read_file(
            "dump", str(path), Options(), (cut.start, cut.end or 0), json.loads(cut.earlier or "{}")
        )
    ]
    whole = list(read_file("dump", str(path), Options()))
    assert [o.member for o in without_numbers(whole) if isinstance(o, Page)] == [
        o.member for o in without_numbers(found) if isinstance(o, Page)
    ]
    assert sum(isinstance(o, Skipped) for o in whole) <= sum(isinstance(o, Skipped) for o in found)


@pytest.mark.usefixtures("small")
def test_other_files_are_not_cut(tmp_path: Path) -> None:
    """Nor is a dump that is short, or one packed in one piece."""
    path = tmp_path / "file"
    for raw in (FOG.encode() * 100, warc_gz(parts(2)), b"", b"\x1f\x8b\x08"):
        path.write_bytes(raw)
        assert [None] == [cut.end for cut in cuts_of(path)]
    missing = stretches.Stretch("gone", tmp_path / "gone", "", 10**9)
    assert [missing] == list(stretches.cut(missing, Options()))


def test_batches_hold_about_as_many_bytes_as_asked_for(tmp_path: Path) -> None:
    """Small files go together; a large one has a batch of its own."""
    files = [(f"{n}", tmp_path / f"{n}", "", size) for n, size in enumerate((10, 20, 500, 10, 10))]
    found = list(stretches.batches(files, Options(batch_bytes=40)))
    assert [["0", "1"], ["2"], ["3", "4"]] == [[one.file for one in batch] for batch in found]


@pytest.mark.usefixtures("small")
def test_a_ledger_does_not_depend_on_the_batches(tmp_path: Path) -> None:
    """The same pages under the same numbers, in one batch or in many."""
    path = tmp_path / "dump.warc.gz"
    path.write_bytes(warc_gz(parts(30)))
    contents = []
    for turn, size in enumerate((64_000_000, 6000)):
        options = Options(batch_bytes=size, workers=1, statements=False)
        with wc.run(path, ledger=tmp_path / f"{turn}.wirecopy", options=options) as book:
            contents.append(content_of(book))
            assert list(range(1, 34)) == sorted(page.ordinal for page in book.pages())
    assert contents[0] == contents[1]


@pytest.mark.usefixtures("small")
def test_a_run_that_was_stopped_goes_on_inside_a_dump(tmp_path: Path) -> None:
    """What was finished is not read again, and the pages are numbered on."""
    path = tmp_path / "dump.warc.gz"
    path.write_bytes(warc_gz(parts(30)))
    options = Options(batch_bytes=6000, workers=1, statements=False)

    def stop(stage: str, done: int, whole: int) -> None:
        if done > whole // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wc.run(path, ledger=tmp_path / "a.wirecopy", options=options, progress=stop)
    with wc.open_ledger(tmp_path / "a.wirecopy") as book:
        half = len(list(book.pages()))
    assert 0 < half < 33
    with wc.run(path, ledger=tmp_path / "a.wirecopy", options=options) as book:
        [run] = book.sql("select kept, known from runs order by run_id desc limit 1").to_pylist()
        assert {"kept": 33 - half, "known": 0} == run
        assert list(range(1, 34)) == sorted(page.ordinal for page in book.pages())
        again = content_of(book)
    with wc.run(path, ledger=tmp_path / "b.wirecopy", options=options) as book:
        assert content_of(book) == again


@pytest.mark.usefixtures("small")
def test_the_most_pages_of_a_file_hold_across_stretches(tmp_path: Path) -> None:
    """What comes behind them is one skipped part."""
    path = tmp_path / "dump.warc.gz"
    path.write_bytes(warc_gz(parts(30)))
    options = Options(max_pages_per_file=10, workers=1, statements=False)
    with wc.run(path, ledger=tmp_path / "a.wirecopy", options=options) as book:
        assert list(range(1, 11)) == sorted(page.ordinal for page in book.pages())
        [part] = book.skipped()
        assert "behind the first 10 pages (max_pages_per_file)" == part.reason
