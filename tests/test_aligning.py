"""Pairs are aligned in turns, and no turn goes through all texts of a large pile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.engine.local import Local
from wirecopy.flow import aligning
from wirecopy.ledger import LedgerWriter
from wirecopy.schemas import ASIDES

PAGES = 40


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerWriter]:
    """A ledger without pages."""
    with LedgerWriter(tmp_path / "x.wirecopy", [], wc.Options()) as book:
        yield book


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Local]:
    """Forty pages, each beside the one before it; keys are negative, too, as hashes are."""
    keys = [7 * n - 90 for n in range(PAGES)]
    texts = pa.table({"page": keys, "text": [HARBOR if n % 3 else LIBRARY for n in range(PAGES)]})
    pq.write_table(texts, tmp_path / "pages.parquet")
    asides = pa.Table.from_pylist([{"page": key, "asides": []} for key in keys], schema=ASIDES)
    pq.write_table(asides, tmp_path / "asides.parquet")
    pq.write_table(pa.table({"a": keys[:-1], "b": keys[1:]}), tmp_path / "pairs.parquet")
    with Local(tmp_path / "work", wc.Options(workers=1)) as engine:
        for name in ("pages", "asides", "pairs"):
            engine.source(name, [tmp_path / f"{name}.parquet"])
        yield engine


def aligned(book: LedgerWriter) -> list[dict[str, object]]:
    """Read all aligned pairs of a ledger, in order."""
    rows = [row for path in book.segments("aligned") for row in pq.read_table(path).to_pylist()]
    return sorted(rows, key=lambda row: (row["a"], row["b"]))


def test_turns_and_parts_change_nothing(
    book: LedgerWriter, engine: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pair is aligned once, as in one go, in however many turns."""
    with LedgerWriter(tmp_path / "whole.wirecopy", [], wc.Options()) as whole:
        aligning.align(whole, engine, "pairs")
        expected = aligned(whole)
    assert PAGES - 1 == len(expected)
    monkeypatch.setattr(aligning, "PAIRS_AT_ONCE", 3)
    monkeypatch.setattr(aligning, "PARTS", 2)
    aligning.align(book, engine, "pairs")
    assert expected == aligned(book)
    segments = len(book.segments("aligned"))
    aligning.align(book, engine, "pairs")
    assert segments == len(book.segments("aligned"))


def test_a_turn_goes_through_the_texts_of_its_part(
    book: LedgerWriter, engine: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of forty pages a turn of three pairs sees no more than twelve, the pages of two turns."""
    seen = []
    take_turn = aligning._take_turn

    def look(book: LedgerWriter, engine: Local, turn: int, texts: str, asides: str) -> None:
        seen.append(engine.scalar(f"select count(*) from {texts}"))
        take_turn(book, engine, turn, texts, asides)

    monkeypatch.setattr(aligning, "PAIRS_AT_ONCE", 3)
    monkeypatch.setattr(aligning, "PARTS", 2)
    monkeypatch.setattr(aligning, "_take_turn", look)
    aligning.align(book, engine, "pairs")
    assert 13 == len(seen)
    assert max(seen) <= 12
