"""Stage 4, align, step 2: chains."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align.chain import chain_runs

runs_anywhere = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(1, 20)),
    unique=True,
    max_size=40,
).map(lambda rows: np.array(sorted(rows), np.int32).reshape(-1, 3))


@settings(deadline=None)
@given(runs_anywhere)
def test_every_run_is_in_one_chain(runs):
    """Chaining sorts the runs into groups: none is lost, none is used twice."""
    chained = [run for chain in chain_runs(runs, 45) for run in chain.tolist()]
    assert sorted(runs.tolist()) == sorted(chained)


@settings(deadline=None)
@given(runs_anywhere)
def test_a_chain_goes_forward_in_both_texts(runs):
    """In a chain each run begins after the one before, in both texts, within the gap."""
    for chain in chain_runs(runs, 45):
        ends = chain[:-1, :2] + chain[:-1, 2:]
        assert (chain[1:, :2] > chain[:-1, :2]).all()
        assert (chain[1:, :2] - ends <= 45).all()


def test_the_nearer_of_two_places_is_taken():
    """A phrase that stands twice in b is chained where it follows on."""
    runs = np.array([[0, 0, 10], [12, 12, 6], [12, 25, 6]], np.int32)
    heaviest, rest = chain_runs(runs, 45)
    assert ([[0, 0, 10], [12, 12, 6]], [[12, 25, 6]]) == (heaviest.tolist(), rest.tolist())


def test_a_long_run_is_followed_past_little_ones() -> None:
    """A hundred little runs beside a long one do not part it from the one that follows it."""
    little = [[10 + at, 900 + at, 5] for at in range(0, 500, 5)]
    runs = np.array([[0, 0, 600], *little, [605, 606, 50]], np.int32)
    assert [[0, 0, 600], [605, 606, 50]] == chain_runs(runs, 45)[0].tolist()
