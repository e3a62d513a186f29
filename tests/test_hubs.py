"""Pairs of pages that are worth comparing, against all pairs that share a fingerprint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.schemas import FINGERPRINTS, PAIRS

Prints = set[tuple[int, int]]  # hash, page; a page's date is its number // 2
NAMES = 100
"""Hashes from here on are of names."""

CAREFULLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """One engine for all examples."""
    with Local(tmp_path_factory.mktemp("engine") / "work") as engine:
        yield engine


def matched(
    engine: Local,
    new: Prints,
    folder: Path,
    least: int,
    rare: int = 10**9,
    old: Prints = frozenset(),  # type: ignore[assignment]
    kept: Path | None = None,
) -> Path:
    """Let the SQL find the pairs, and keep them in a file."""
    for name, prints in (("old", old), ("new", new)):
        named: defaultdict[int, int] = defaultdict(int)
        for h, page in old | new:
            named[page] += h >= NAMES
        rows = [
            {"hash": h, "page": p, "at": p // 2, "names": named[p] if h >= NAMES else 0}
            for h, p in sorted(prints)
        ]
        pq.write_table(pa.Table.from_pylist(rows, schema=FINGERPRINTS), folder / f"{name}.parquet")
        engine.source(f"{name}_fingerprints", [folder / f"{name}.parquet"])
    if kept is None:
        kept = folder / "none.parquet"
        pq.write_table(PAIRS.empty_table(), kept)
    engine.source("kept_pairs", [kept])
    dials = {"min_shared_fingerprints": least, "rare_pages": rare}
    make_tables(engine, "wirecopy.match", "hubs.sql", **dials)
    found = pa.concat_tables(pq.read_table(part) for part in parts_of(engine, "pairs"))
    pq.write_table(found.cast(PAIRS), folder / f"{least}-pairs.parquet")
    return folder / f"{least}-pairs.parquet"


def rows_of(path: Path) -> list[tuple[int, int, int, int]]:
    """Read pairs: (a, b, words, names), in order."""
    rows = pq.read_table(path).to_pylist()
    return sorted((row["a"], row["b"], row["words"], row["names"]) for row in rows)


def star(
    engine: Local, prints: Prints, folder: Path, least: int, rare: int = 10**9
) -> set[tuple[int, int]]:
    """Let the SQL find the pairs of new pages alone."""
    return {(a, b) for a, b, *_ in rows_of(matched(engine, prints, folder, least, rare))}


def all_pairs(prints: Prints) -> dict[tuple[int, int], int]:
    """Count what every two pages share: the oracle, quadratic and plain."""
    pages = defaultdict(set)
    for h, page in prints:
        pages[page].add(h)
    shared = {pair: len(pages[pair[0]] & pages[pair[1]]) for pair in combinations(sorted(pages), 2)}
    return {pair: count for pair, count in shared.items() if count}


def components(pairs: set[tuple[int, int]], pages: set[int]) -> set[frozenset[int]]:
    """Join pages that a pair links, until nothing changes."""
    groups = {page: frozenset([page]) for page in pages}
    for a, b in pairs:
        joined = groups[a] | groups[b]
        groups |= dict.fromkeys(joined, joined)
    return set(groups.values())


PRINTS = st.sets(st.tuples(st.integers(-4, 4), st.integers(0, 9)), min_size=1, max_size=40)
BOTH = st.sets(
    st.tuples(st.sampled_from([0, 1, 2, *range(NAMES, NAMES + 5)]), st.integers(0, 9)),
    min_size=1,
    max_size=50,
)


@given(PRINTS)
@CAREFULLY
def test_the_star_links_what_all_pairs_link(engine: Local, tmp_path: Path, prints: Prints) -> None:
    """With one fingerprint as the bound, the components are those of all pairs."""
    pages = {page for _, page in prints}
    pairs = star(engine, prints, tmp_path, 1)
    oracle = all_pairs(prints)
    assert pairs <= oracle.keys()
    assert components(set(oracle), pages) == components(pairs, pages)


@given(PRINTS)
@CAREFULLY
def test_a_pair_shares_what_is_asked_for(engine: Local, tmp_path: Path, prints: Prints) -> None:
    """No pair shares fewer fingerprints than the bound, and the earlier page comes first."""
    oracle = all_pairs(prints)
    assert all(a < b and oracle[a, b] >= 2 for a, b in star(engine, prints, tmp_path, 2))


@given(BOTH, st.sets(st.integers(0, 9)), st.sampled_from([1, 2]), st.sampled_from([1, 2, 3, 9]))
@settings(CAREFULLY, max_examples=15)
def test_what_is_added_gives_what_is_matched_at_once(
    engine: Local, tmp_path: Path, prints: Prints, late: set[int], least: int, rare: int
) -> None:
    """Pages that come later, be they the earliest, make the pairs of one run over all of them."""
    old = {(h, page) for h, page in prints if page not in late}
    expected = rows_of(matched(engine, prints, tmp_path, least, rare))
    kept = matched(engine, old, tmp_path, least, rare).rename(tmp_path / "kept.parquet")
    assert expected == rows_of(matched(engine, prints - old, tmp_path, least, rare, old, kept))


def test_the_work_does_not_grow_with_the_square(engine: Local, tmp_path: Path) -> None:
    """A story on two hundred pages gives three pairs a page, not a hundred."""
    prints = {(h, page) for h in range(3) for page in range(200)}
    assert 3 * 200 - 6 == len(star(engine, prints, tmp_path, 2))


def test_an_earlier_page_takes_the_place_of_another(engine: Local, tmp_path: Path) -> None:
    """The earliest of five pages comes last: it is linked to all, the fourth page to none after."""
    old = {(h, page) for h in range(2) for page in range(2, 10, 2)}
    kept = matched(engine, old, tmp_path, 2).rename(tmp_path / "kept.parquet")
    assert [(2, 4), (2, 6), (2, 8), (4, 6), (4, 8), (6, 8)] == [p[:2] for p in rows_of(kept)]
    now = matched(engine, {(0, 0), (1, 0)}, tmp_path, 2, old=old, kept=kept)
    links = [(0, 2), (0, 4), (0, 6), (0, 8), (2, 4), (2, 6), (2, 8), (4, 6), (4, 8)]
    assert links == [p[:2] for p in rows_of(now)]


def test_common_fingerprints_count_half(engine: Local, tmp_path: Path) -> None:
    """Two fingerprints on three pages do where three pages are few, and not where they are many."""
    prints = {(h, page) for h in range(2) for page in range(3)}
    assert 3 == len(star(engine, prints, tmp_path, 2, rare=3))
    assert 0 == len(star(engine, prints, tmp_path, 2, rare=2))


@pytest.mark.parametrize(
    ("expected", "words", "names", "of"),
    [
        (True, 2, 0, 0),
        (False, 1, 0, 30),
        (True, 0, 5, 30),
        (False, 0, 4, 30),
        (True, 1, 3, 30),
        (False, 1, 2, 30),
        (True, 0, 2, 2),
        (False, 0, 1, 1),
    ],
)
def test_a_sixth_of_the_names_is_enough(
    engine: Local, tmp_path: Path, expected: bool, words: int, names: int, of: int
) -> None:
    """Names count by their share of those on the page that has fewer, eight at the least."""
    both = {*range(words), *range(NAMES, NAMES + names)}
    own = {page: range((page + 2) * NAMES, (page + 2) * NAMES + of - names) for page in (0, 1)}
    prints = {(h, page) for page in (0, 1) for h in both | set(own[page])}
    prints |= {(h, 1) for h in range(5 * NAMES, 6 * NAMES)}
    assert expected == bool(star(engine, prints, tmp_path, 2))
