"""Stage 4, align: words in order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align.order import count_in_order


@st.composite
def words(draw):
    """Up to 200 words, of few or of many: rows of one to four pieces of 64 bits."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    size, kinds = draw(st.integers(0, 200)), draw(st.sampled_from([1, 3, 20, 200]))
    return chance.integers(0, kinds, size).astype(np.uint64)


def slow_in_order(a, b):
    """Length of the longest common subsequence, cell by cell."""
    above = [0] * (len(b) + 1)
    for word in a.tolist():
        row = [0]
        for place, other in enumerate(b.tolist()):
            longer = above[place] + 1 if word == other else 0
            row.append(max(row[-1], above[place + 1], longer))
        above = row
    return above[-1]


@settings(deadline=None, max_examples=50)
@given(words(), words())
def test_words_in_order(a, b):
    """Words in order are the longest common subsequence."""
    assert slow_in_order(a, b) == count_in_order(a, b)


def test_a_long_common_run_costs_nothing():
    """Beyond `MAX_CELLS` texts are cut at what they have in common: two edits are counted right."""
    a = np.arange(100_000, dtype=np.uint64)
    b = a.copy()
    b[[30_000, 70_000]] = 7
    assert 99_998 == count_in_order(a, b)
