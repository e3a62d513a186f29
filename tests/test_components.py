"""Stories as connected components, against a union-find that anybody can check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirecopy.align.components import find_components
from wirecopy.engine import parts_of
from wirecopy.engine.local import Local

Edges = list[tuple[int, int]]
KEYS = st.integers(-(2**63), 2**63 - 1)


def union_find(pages: set[int], edges: Edges) -> dict[int, int]:
    """Name each page's component by its smallest page, in the plainest way."""
    root = {page: page for page in pages}

    def find(page: int) -> int:
        while root[page] != page:
            page = root[page]
        return page

    for u, v in edges:
        a, b = sorted((find(u), find(v)))
        root[b] = a
    return {page: find(page) for page in pages}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """One engine for all examples."""
    with Local(tmp_path_factory.mktemp("engine") / "work") as engine:
        yield engine


def components(engine: Local, pages: set[int], edges: Edges, folder: Path) -> dict[int, int]:
    """Let the engine find the components."""
    pq.write_table(pa.table({"page": pa.array(sorted(pages), pa.int64())}), folder / "p.parquet")
    u, v = ([edge[side] for edge in edges] for side in (0, 1))
    table = pa.table({"u": pa.array(u, pa.int64()), "v": pa.array(v, pa.int64())})
    pq.write_table(table, folder / "e.parquet")
    engine.source("pages", [folder / "p.parquet"])
    engine.source("edges", [folder / "e.parquet"])
    find_components(engine.table, engine.scalar)
    rows = pa.concat_tables(pq.read_table(part) for part in parts_of(engine, "stories")).to_pylist()
    return {row["page"]: row["story"] for row in rows}


@given(st.lists(KEYS, min_size=1, max_size=12, unique=True), st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stories_are_the_components(
    engine: Local, tmp_path: Path, pages: list[int], data: st.DataObject
) -> None:
    """Whatever the edges, the stories are those of union-find, each under its smallest page."""
    page = st.sampled_from(pages)
    edges = data.draw(st.lists(st.tuples(page, page), max_size=15))
    assert union_find(set(pages), edges) == components(engine, set(pages), edges, tmp_path)


def test_a_long_chain_is_one_story(engine: Local, tmp_path: Path) -> None:
    """A hundred pages, each linked only to the next, are one story."""
    edges = [(n, n + 1) for n in range(99)]
    assert {0} == set(components(engine, set(range(100)), edges, tmp_path).values())
