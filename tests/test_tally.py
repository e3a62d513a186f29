"""How many bytes of a batch were read: told from time to time, and only to be looked at."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from samples import FOG
from wirecopy.read import read_files, tally
from wirecopy.read.stretches import Stretch, write_stretches
from wirecopy.read.tally import Tally, watched


def test_workers_tell_what_they_have_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than there is, however often a file is looked at."""
    import pyarrow.parquet as pq

    monkeypatch.setattr(tally, "_PAUSE", 0.001)
    files = [tmp_path / f"{n}.txt" for n in range(3)]
    for path in files:
        path.write_text(FOG)
    size = files[0].stat().st_size
    batch = [Stretch(path.name, path, "", size) for path in files]
    table = pq.read_table(write_stretches(batch, tmp_path / "files.parquet", {}))
    seen: list[int] = []
    told = threading.Event()

    def tell(count: int) -> None:
        seen.append(count)
        if count == 3 * size:
            told.set()

    with watched(tmp_path / "tally", tell) as folder:
        for part in table.to_batches():
            assert 3 == sum(batch.num_rows for batch in read_files(part, tally=folder))
        assert told.wait(10)
    assert sorted(seen) == seen
    assert 3 * size == seen[-1]


def test_a_count_that_is_being_written_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty file is one that a worker is about to fill: what was told stays told."""
    monkeypatch.setattr(tally, "_PAUSE", 0.001)
    seen: list[int] = []
    with watched(tmp_path / "tally", seen.append) as folder:
        for count in ("314", ""):
            Path(folder, "1-1").write_text(count)
            wanted = len(seen) + 3
            for _ in range(10_000):
                if len(seen) >= wanted:
                    break
                threading.Event().wait(0.001)
    assert 314 == seen[-1]
    assert sorted(seen) == seen


def test_who_is_told_may_raise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch ends, and the work goes on."""
    monkeypatch.setattr(tally, "_PAUSE", 0.001)
    called = threading.Event()

    def tell(count: int) -> None:
        called.set()
        raise KeyboardInterrupt

    with watched(tmp_path / "tally", tell):
        assert called.wait(10)


def test_a_folder_that_is_not_there_is_nobody_s_trouble(tmp_path: Path) -> None:
    """Workers elsewhere have no such folder."""
    Tally(str(tmp_path / "gone" / "away")).tell(now=True)
    Tally(None).tell(now=True)
