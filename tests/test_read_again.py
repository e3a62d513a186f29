"""Pages are read a second time, for their bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from samples import families, record, warc_gz
from wirecopy.options import Options
from wirecopy.read import again, read_file, stretches
from wirecopy.read.again import read_again
from wirecopy.records import Page

SAMPLES = [
    pytest.param(sample, id=f"{name} {number}")
    for name, samples in families().items()
    for number, sample in enumerate(samples, 1)
]


def pages_of(path: Path) -> dict[str, Page]:
    """The pages of a file, as a run reads them."""
    found = read_file("a/file", str(path), Options())
    return {page.page_id: page for page in found if isinstance(page, Page)}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_of_any_format_is_found_again(sample: bytes, tmp_path: Path) -> None:
    """Its bytes have the hash that its first reading noted; no other reading keeps them."""
    path = tmp_path / "file"
    path.write_bytes(sample)
    pages = pages_of(path)
    assert {b""} >= {page.raw for page in pages.values()}
    wanted = {name: page.byte_start for name, page in pages.items()}
    found = dict(read_again("a/file", path, wanted, Options()))
    assert {name: page.sha256 for name, page in pages.items()} == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in found.items()
    }


def test_only_wanted_pages_of_this_file_are_given(tmp_path: Path) -> None:
    """A page that is not there, or lay in a file of another name, is not made up."""
    path = tmp_path / "file"
    path.write_bytes(warc_gz())
    name = next(iter(pages_of(path)))
    assert [name] == [n for n, _ in read_again("a/file", path, {name: 0, "0" * 16: 0}, Options())]
    assert [] == list(read_again("another", path, {name: 0}, Options()))


def test_of_a_large_dump_only_stretches_with_wanted_pages_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last page of a dump is had without reading those before it."""
    monkeypatch.setattr(stretches, "STRETCH", 400)
    path = tmp_path / "file"
    texts = [
        f"Fog closed the port of Ost for {n} hours, the harbor said.".encode() for n in range(9)
    ]
    path.write_bytes(warc_gz([record(text, "conversion", n) for n, text in enumerate(texts)]))
    pages = list(pages_of(path).values())
    assert len(texts) == len(pages)
    read: list[tuple[int, int] | None] = []

    def watched(file, where, options, stretch=None, earlier=None, raw=False):  # type: ignore[no-untyped-def]
        read.append(stretch)
        return read_file(file, where, options, stretch, earlier, raw)

    monkeypatch.setattr(again, "read_file", watched)
    last = pages[-1]
    [(name, raw)] = read_again("a/file", path, {last.page_id: last.byte_start}, Options())
    assert (last.page_id, texts[-1]) == (name, raw)
    assert [True] == [stretch is not None and stretch[0] > 0 for stretch in read]
