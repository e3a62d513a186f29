"""Which aligned pairs make two pages one story, and what the pages then are to each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wirecopy.align.components import find_components
from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.options import Options
from wirecopy.schemas import ALIGNED

HOUR = 3_600_000_000
DAY = 24 * HOUR

Pages = dict[int, tuple[str | None, int | None]]
"""Outlet and moment by page."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """One engine for all tests."""
    with Local(tmp_path_factory.mktemp("engine") / "work") as engine:
        yield engine


def pair(a: int, b: int, words: tuple[int, int], matched: int, **more: int) -> dict[str, object]:
    """Make a row of `aligned`: as much of both sides is in passages as is said, or matched."""
    a_words, b_words = words
    shared = more.pop("shared", matched)
    row = {"a": a, "b": b, "a_words": a_words, "b_words": b_words, "matched": matched}
    row |= {"a_shared": min(shared, a_words), "b_shared": min(shared, b_words)}
    return row | {"quoted": 0, "numbers": 0, "numbers_matched": 0, "passages": []} | more


def stories(
    engine: Local,
    folder: Path,
    pages: Pages,
    *pairs: dict[str, object],
    url: str | None = None,
) -> list[list[int]]:
    """Let the SQL find the stories of two and more pages, all of them of one address or of none."""
    columns = {"page": list(pages), "outlet": [o for o, _ in pages.values()]}
    columns |= {"at": [at for _, at in pages.values()], "url": [url] * len(pages)}
    kinds = {"page": pa.int64(), "outlet": pa.string(), "at": pa.int64(), "url": pa.string()}
    table = pa.table(columns, schema=pa.schema(list(kinds.items())))
    pq.write_table(table, folder / "p.parquet")
    pq.write_table(pa.Table.from_pylist(list(pairs), schema=ALIGNED), folder / "a.parquet")
    engine.source("pages", [folder / "p.parquet"])
    engine.source("aligned", [folder / "a.parquet"])
    options = Options()
    make_tables(
        engine,
        "wirecopy.align",
        "stories.sql",
        story_share=options.story_share,
        min_story_words=options.min_story_words,
    )
    find_components(engine.table, engine.scalar)
    make_tables(engine, "wirecopy.align", "roundups.sql")
    found: dict[int, list[int]] = {}
    for part in parts_of(engine, "stories"):
        for row in pq.read_table(part).to_pylist():
            found.setdefault(row["story"], []).append(row["page"])
    return sorted(sorted(story) for story in found.values() if len(story) > 1)


TWO: Pages = {1: ("Velm Post", 0), 2: ("Ostrand Times", HOUR)}
ONE_OUTLET: Pages = {1: ("Velm Post", 0), 2: ("Velm Post", HOUR)}
MONTHLY: Pages = {1: ("Velm Post", 0), 2: ("Velm Post", 30 * DAY)}
MINUTE = HOUR // 60
AT_ONCE: Pages = {1: ("Velm Post", 7 * MINUTE), 2: ("Velm Post", 8 * MINUTE)}
ONE_DAY: Pages = {1: ("Velm Post", DAY), 2: ("Velm Post", DAY)}
NOWHERE: Pages = {1: (None, None), 2: (None, None)}


@pytest.mark.parametrize(
    ("pages", "row", "expected"),
    [
        (TWO, pair(1, 2, (400, 420), 380), True),
        (TWO, pair(1, 2, (400, 420), 190), False),
        (NOWHERE, pair(1, 2, (400, 420), 380), True),
        (TWO, pair(1, 2, (400, 420), 150, shared=390), True),
        (TWO, pair(1, 2, (400, 420), 150, shared=200), False),
        (TWO, pair(1, 2, (30, 400), 20), False),
        (TWO, pair(1, 2, (30, 400), 28), True),
        (TWO, pair(1, 2, (400, 400), 230, shared=390, numbers=8, numbers_matched=7), True),
        (TWO, pair(1, 2, (400, 400), 230, shared=390, numbers=8, numbers_matched=2), False),
        (ONE_OUTLET, pair(1, 2, (400, 600), 300), True),
        (ONE_OUTLET, pair(1, 2, (400, 600), 220), False),
        (ONE_OUTLET, pair(1, 2, (100, 600), 70), False),
        (ONE_OUTLET, pair(1, 2, (100, 600), 80), True),
        (AT_ONCE, pair(1, 2, (400, 600), 310), False),
        (AT_ONCE, pair(1, 2, (400, 600), 330), True),
        (ONE_DAY, pair(1, 2, (400, 600), 310), True),
        (MONTHLY, pair(1, 2, (400, 420), 300), False),
        (MONTHLY, pair(1, 2, (400, 420), 395), True),
        (MONTHLY, pair(1, 2, (120, 420), 118), False),
        (MONTHLY, pair(1, 2, (120, 130), 110, numbers=5, numbers_matched=1), False),
        (TWO, pair(1, 2, (120, 130), 110, numbers=5, numbers_matched=1), False),
        (ONE_OUTLET, pair(1, 2, (120, 130), 110, numbers=5, numbers_matched=1), True),
        (ONE_OUTLET, pair(1, 2, (400, 420), 300, numbers=9, numbers_matched=3), False),
        (TWO, pair(1, 2, (400, 420), 0), False),
    ],
    ids=[
        "a copy",
        "less than half of the shorter text",
        "a copy without outlet or date",
        "reworded from end to end",
        "reworded in part",
        "a short text shared in part",
        "a short text shared whole",
        "reworded, same figures",
        "the same report with other figures",
        "an update of the same day",
        "background used again on one day",
        "a flash that is half background",
        "a flash and the report that it grew into",
        "a sidebar of the same minute",
        "a text sent twice in a minute",
        "an update of a day without hours",
        "next month's report in the same words",
        "the same text again a month later",
        "a month later, background in a longer report",
        "next month's figures in nearly the same words",
        "other figures in nearly the same words elsewhere",
        "the figures of an hour later",
        "one outlet's report with other figures",
        "nothing in common",
    ],
)
def test_what_makes_one_story(
    engine: Local, tmp_path: Path, pages: Pages, row: dict[str, object], expected: bool
) -> None:
    """A share of the shorter text's words in order; more of them within one outlet."""
    assert ([[1, 2]] if expected else []) == stories(engine, tmp_path, pages, row)


def test_pages_of_one_address_are_versions(engine: Local, tmp_path: Path) -> None:
    """A version that kept the time of the first one did not run beside it."""
    edited = pair(1, 2, (83, 109), 60, shared=80)
    assert [] == stories(engine, tmp_path, AT_ONCE, edited)
    assert [[1, 2]] == stories(engine, tmp_path, AT_ONCE, edited, url="https://velm.example/fire")


def test_a_roundup_is_of_each_story_that_it_holds(engine: Local, tmp_path: Path) -> None:
    """A later page that holds two earlier ones belongs to both stories and joins them not."""
    pages: Pages = {n: (f"Outlet {n}", n * HOUR) for n in (1, 2, 3)}
    held = pair(1, 3, (200, 900), 200), pair(2, 3, (250, 900), 240)
    assert [[1, 3], [2, 3]] == stories(engine, tmp_path, pages, *held)


def test_a_roundup_without_a_date(engine: Local, tmp_path: Path) -> None:
    """So does one that says no date, if what it holds has nothing in common."""
    pages: Pages = {1: ("Velm Post", 0), 2: ("Velm Post", HOUR), 3: (None, None), 4: (None, None)}
    held = pair(1, 3, (200, 900), 200), pair(2, 3, (250, 900), 240)
    assert [[1, 3], [2, 3]] == stories(engine, tmp_path, pages, *held)
    copied = pair(1, 4, (200, 210), 200)
    assert [[1, 3, 4], [2, 3]] == stories(engine, tmp_path, pages, *held, copied)


def test_copies_of_a_roundup_are_a_story_too(engine: Local, tmp_path: Path) -> None:
    """Two pages with one roundup are copies of each other, and guests where it is one."""
    pages: Pages = {n: (None, None) for n in (1, 2, 3, 4)}
    held = [pair(a, b, (200 + a, 900), 200) for a in (1, 2) for b in (3, 4)]
    found = stories(engine, tmp_path, pages, *held, pair(3, 4, (900, 900), 890))
    assert [[1, 3, 4], [2, 3, 4], [3, 4]] == found


def test_a_later_page_joins_no_stories_with_common_ground(engine: Local, tmp_path: Path) -> None:
    """What is held has a paragraph in common: the page is joined to what it has most of."""
    pages: Pages = {n: (f"Outlet {n}", n * HOUR) for n in (1, 2, 3)}
    held = pair(1, 3, (200, 900), 200), pair(2, 3, (250, 900), 240)
    found = stories(engine, tmp_path, pages, *held, pair(1, 2, (200, 250), 30))
    assert [[2, 3]] == found


def test_parts_of_one_undated_page(engine: Local, tmp_path: Path) -> None:
    """Two halves of a longer page without dates, alike enough to be compared, are its story."""
    pages: Pages = {n: (None, None) for n in (1, 2, 3)}
    halves = pair(1, 3, (400, 900), 400), pair(2, 3, (410, 900), 410), pair(1, 2, (400, 410), 0)
    assert [[1, 2, 3]] == stories(engine, tmp_path, pages, *halves)


def test_excerpts_of_one_page_are_its_story(engine: Local, tmp_path: Path) -> None:
    """Two later pages, each with another part of an earlier one, are of its story."""
    pages: Pages = {n: (f"Outlet {n}", n * HOUR) for n in (1, 2, 3)}
    found = stories(
        engine, tmp_path, pages, pair(1, 2, (900, 200), 200), pair(1, 3, (900, 250), 240)
    )
    assert [[1, 2, 3]] == found


def test_a_page_of_background_joins_no_stories(engine: Local, tmp_path: Path) -> None:
    """A short page that stands whole in two long ones is joined to one of them."""
    pages: Pages = {n: (f"Outlet {n}", n * HOUR) for n in (1, 2, 3)}
    found = stories(
        engine, tmp_path, pages, pair(1, 3, (900, 200), 200), pair(2, 3, (800, 200), 190)
    )
    assert [[1, 3]] == found


def roles(
    engine: Local, folder: Path, pages: Pages, *pairs: dict[str, object]
) -> list[tuple[int, str, int | None]]:
    """Let the SQL find what each page of the one story is, and to which other page."""
    stories(engine, folder, pages, *pairs)
    make_tables(engine, "wirecopy.align", "members.sql")
    make_tables(engine, "wirecopy.align", "roles.sql")
    rows = [row for part in parts_of(engine, "members") for row in pq.read_table(part).to_pylist()]
    return sorted((row["page"], row["role"], row["copied_from"]) for row in rows)


VERSIONS: Pages = {n: ("Velm Post", n * HOUR) for n in (1, 2, 3)}


def test_a_later_version_sent_again_is_a_copy_of_it(engine: Local, tmp_path: Path) -> None:
    """The whole of the second version is measured against that, not against the first."""
    first, second = pair(1, 2, (490, 570), 480), pair(1, 3, (490, 570), 480)
    found = roles(engine, tmp_path, VERSIONS, first, second, pair(2, 3, (570, 570), 565))
    assert [(1, "origin", None), (2, "update", 1), (3, "copy", 2)] == found


def test_copies_of_one_text_are_measured_against_the_base(engine: Local, tmp_path: Path) -> None:
    """A word more in common with another copy does not make it the one that was copied."""
    first, second = pair(1, 2, (500, 500), 498), pair(1, 3, (500, 500), 498)
    found = roles(engine, tmp_path, VERSIONS, first, second, pair(2, 3, (500, 500), 500))
    assert [(1, "origin", None), (2, "copy", 1), (3, "copy", 1)] == found


def test_a_new_paragraph_makes_an_update_of_a_long_page(engine: Local, tmp_path: Path) -> None:
    """Forty words beside the passages are news; as many as a line of service are not."""
    long, line = pair(1, 2, (930, 1000), 930), pair(1, 3, (930, 950), 930)
    found = roles(engine, tmp_path, VERSIONS, long, line)
    assert [(1, "origin", None), (2, "update", 1), (3, "copy", 1)] == found


@pytest.mark.parametrize(
    ("words", "matched", "quoted", "role"),
    [
        ((900, 430), 300, 290, "shares"),  # one message, and everybody's own words around it
        ((900, 430), 300, 150, "excerpt"),  # half of what is common ground is told, not quoted
        ((300, 320), 300, 280, "copy"),  # an interview, taken whole
        ((900, 300), 275, 270, "excerpt"),  # too few words beside the quotation to tell
    ],
)
def test_quotes_alone_are_a_common_source(
    engine: Local, tmp_path: Path, words: tuple[int, int], matched: int, quoted: int, role: str
) -> None:
    """Two outlets that quote one speech need not have seen each other's page."""
    found = roles(engine, tmp_path, TWO, pair(1, 2, words, matched, quoted=quoted))
    assert [(1, "origin", None), (2, role, 1)] == found


def test_an_outlet_that_quotes_again_wrote_an_update(engine: Local, tmp_path: Path) -> None:
    """Of one outlet the later page is a version, whatever both quote."""
    found = roles(engine, tmp_path, ONE_OUTLET, pair(1, 2, (400, 500), 390, quoted=380))
    assert [(1, "origin", None), (2, "update", 1)] == found
