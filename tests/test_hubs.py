"""Star of three: the pairs that are worth comparing, against all pairs that share a fingerprint."""

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
from wirecopy.schemas import FINGERPRINTS

Prints = set[tuple[int, int]]  # hash, page; a page's date is its number // 2


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """One engine for all examples."""
    with Local(tmp_path_factory.mktemp("engine") / "work") as engine:
        yield engine


def star(
    engine: Local, prints: Prints, folder: Path, least: int, rare: int = 10**9
) -> set[tuple[int, int]]:
    """Let the SQL find the pairs."""
    rows = [{"hash": h, "page": p, "at": p // 2, "position": 0} for h, p in sorted(prints)]
    pq.write_table(pa.Table.from_pylist(rows, schema=FINGERPRINTS), folder / "f.parquet")
    engine.source("fingerprints", [folder / "f.parquet"])
    dials = {"min_shared_fingerprints": least, "rare_pages": rare}
    make_tables(engine, "wirecopy.match", "hubs.sql", **dials)
    found = pa.concat_tables(pq.read_table(part) for part in parts_of(engine, "pairs"))
    return {(row["a"], row["b"]) for row in found.to_pylist()}


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


@given(PRINTS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_star_links_what_all_pairs_link(engine: Local, tmp_path: Path, prints: Prints) -> None:
    """With one fingerprint as the bound, the components are those of all pairs."""
    pages = {page for _, page in prints}
    pairs = star(engine, prints, tmp_path, 1)
    oracle = all_pairs(prints)
    assert pairs <= oracle.keys()
    assert components(set(oracle), pages) == components(pairs, pages)


@given(PRINTS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_pair_shares_what_is_asked_for(engine: Local, tmp_path: Path, prints: Prints) -> None:
    """No pair shares fewer fingerprints than the bound, and the earlier page comes first."""
    oracle = all_pairs(prints)
    assert all(a < b and oracle[a, b] >= 2 for a, b in star(engine, prints, tmp_path, 2))


def test_the_work_does_not_grow_with_the_square(engine: Local, tmp_path: Path) -> None:
    """A story on two hundred pages gives three pairs a page, not a hundred."""
    prints = {(h, page) for h in range(3) for page in range(200)}
    assert 3 * 200 - 6 == len(star(engine, prints, tmp_path, 2))


def test_common_fingerprints_count_half(engine: Local, tmp_path: Path) -> None:
    """Two fingerprints on three pages do where three pages are few, and not where they are many."""
    prints = {(h, page) for h in range(2) for page in range(3)}
    assert 3 == len(star(engine, prints, tmp_path, 2, rare=3))
    assert 0 == len(star(engine, prints, tmp_path, 2, rare=2))
