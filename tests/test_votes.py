"""Stage 6, attribute: runs of words with one role, and their votes, from readings at random."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.tagger import Chain, Reading
from wirecopy.attribute.votes import CONTENT, CUE, NONE, SOURCE, find_runs
from wirecopy.attribute.windows import Window

CHAIN = Chain(np.zeros((7, 7), np.float32), np.zeros(7, np.float32))
"""Any tag may follow any."""


def readings(seed: int, sizes: list[int], context: int) -> list[Reading]:
    """Windows one behind the other, each of which reads some words of the one before again."""
    draw = np.random.default_rng(seed)
    made, core = [], 0
    for size in sizes:
        start = max(0, core - context)
        n = core + size - start
        values = [draw.normal(0, 3, (n, width)).astype(np.float32) for width in (7, n + 1, n + 1)]
        made.append(Reading(Window(start, core, core + size), *values))
        core += size
    return made


@given(st.integers(0, 10_000), st.lists(st.integers(1, 30), min_size=1, max_size=4), st.just(5))
def test_runs_are_in_order_and_every_word_has_one_vote(
    seed: int, sizes: list[int], context: int
) -> None:
    """A word votes once, in the window whose core it is in: for a cue, and for a source."""
    runs = find_runs(readings(seed, sizes, context), CHAIN)
    assert all(one.end <= other.start for one, other in pairwise(runs))
    for run in runs:
        size = run.end - run.start
        assert 0 < size == len(run.certain) and 1 == len(run.edges)
        assert sum(run.cues.values()) <= size + 1e-4
        assert sum(run.sources.values()) + sum(run.loose.values()) <= size + 1e-4
        assert run.role in (CUE, CONTENT) or not (run.cues or run.sources or run.loose)
        assert {SOURCE} >= {runs[n].role for n in run.sources if n != NONE}
        assert {CUE} >= {runs[n].role for n in run.cues if n != NONE}


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_a_source_does_not_go_on_in_the_next_paragraph(seed: int, size: int) -> None:
    """Nor does a cue; a content may."""
    paragraph = [n % 4 == 0 for n in range(size)]
    for run in find_runs(readings(seed, [size], 0), CHAIN, paragraph):
        assert run.role == CONTENT or not any(paragraph[run.start + 1 : run.end])
