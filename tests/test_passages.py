"""Stage 4, align, step 3: passages."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align import passages

few_words = st.lists(st.integers(0, 4), max_size=8).map(lambda x: np.array(x, np.uint64))


def slow_in_order(a, b):
    """Length of the longest common subsequence, from its definition."""
    if not len(a) or not len(b):
        return 0
    if a[0] == b[0]:
        return 1 + slow_in_order(a[1:], b[1:])
    return max(slow_in_order(a[1:], b), slow_in_order(a, b[1:]))


@settings(deadline=None)
@given(few_words, few_words)
def test_words_in_order(a, b):
    """Words in order are the longest common subsequence."""
    assert slow_in_order(a, b) == passages.count_in_order(a, b)


def test_marks_of_one_side_are_not_taken():
    """A full stop that stands in one text only is not part of the passage."""
    assert (0, 2, 0, 2) == passages.widen("Go.", "Go,", (0, 2, 0, 2))


def test_space_is_not_taken():
    """Space at the edge of a passage is left out, marks beyond shared space are taken."""
    assert (0, 4, 0, 4) == passages.widen("- Go ", "- Go ", (2, 4, 2, 4))
