"""Pages that come to a ledger later: matched as if all had come at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import wirecopy as wc
from conftest import HARBOR, LIBRARY

Make = Callable[..., Path]

OPTIONS = wc.Options(workers=1, statements=False)


def pages_of(*days: int) -> str:
    """Give the harbor story and the library's as seen on some days of May, in JSON lines."""
    rows = [
        {
            "url": f"https://{name}{day}.example/{day}",
            "date": f"2024-05-{day:02}T08:00Z",
            "text": f"{text}\nIt was day {day} of the month, said clerk {day} in room {day}.",
        }
        for day in days
        for name, text in (("harbor", HARBOR), ("library", LIBRARY))
    ]
    return "\n".join(map(json.dumps, rows))


def content_of(ledger: Path) -> tuple[list[wc.Story], list[tuple[int, ...]]]:
    """Give the stories of a ledger and the pairs that were worth comparing."""
    db = sqlite3.connect(ledger / "catalogue.sqlite")
    [(name,)] = db.execute("select path from segments where kind = 'pairs'").fetchall()
    db.close()
    rows = pq.read_table(ledger / "segments" / name, columns=["a", "b", "words", "names"])
    with wc.open_ledger(ledger) as book:
        return list(book.stories()), sorted(tuple(row.values()) for row in rows.to_pylist())


def origins(stories: list[wc.Story]) -> set[str | None]:
    """Give the outlets' pages that the stories are measured against."""
    return {story.origin and story.origin.page_id for story in stories}


@pytest.mark.parametrize("late", [(1,), (9,), (1, 4, 5, 9)])
def test_what_comes_later_makes_the_ledger_of_one_run(
    make_pile: Make, tmp_path: Path, late: tuple[int, ...]
) -> None:
    """Stories and pairs are those of one run, be the late pages the earliest or the latest."""
    early = [day for day in range(1, 10) if day not in late]
    one = make_pile(**{"a.jsonl": pages_of(*early)})
    two = make_pile(**{"b.jsonl": pages_of(*late)})
    wc.run(one, ledger=tmp_path / "steps", options=OPTIONS).close()
    before, _ = content_of(tmp_path / "steps")
    wc.run(two, ledger=tmp_path / "steps", options=OPTIONS).close()
    wc.run(one, two, ledger=tmp_path / "once", options=OPTIONS).close()
    stories, pairs = content_of(tmp_path / "once")
    assert (stories, pairs) == content_of(tmp_path / "steps")
    assert [9, 9] == [len(story.pages) for story in stories]
    assert (1 in late) == (origins(before) != origins(stories))


def test_other_dials_match_all_of_it_again(make_pile: Make, tmp_path: Path) -> None:
    """Pairs that came of other options are no part of a later run's."""
    pile = make_pile(**{"a.jsonl": pages_of(1, 2, 3)})
    others = wc.Options(workers=1, statements=False, rare_pages=1)
    wc.run(pile, ledger=tmp_path / "x", options=others).close()
    wc.run(pile, ledger=tmp_path / "y", options=OPTIONS).close()
    expected = content_of(tmp_path / "y")
    assert expected[1] != content_of(tmp_path / "x")[1]
    wc.run(pile, ledger=tmp_path / "x", options=OPTIONS).close()
    assert expected == content_of(tmp_path / "x")
