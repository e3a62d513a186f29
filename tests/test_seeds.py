"""Stage 4, align, step 1: seeds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align import seeds

few_words = st.lists(st.integers(0, 3), max_size=24).map(lambda x: np.array(x, np.uint64))


def slow_runs(a, b, words):
    """All longest common runs of at least so many words, by looking everywhere."""
    runs = []
    for i in range(len(a)):
        for j in range(len(b)):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n >= words:
                runs.append([i, j, n])
    return runs


@settings(deadline=None)
@given(few_words, few_words, st.integers(1, 4))
def test_all_runs_are_found(a, b, words):
    """While no phrase is frequent, the runs are all that there are, in the order of a."""
    assert slow_runs(a, b, words) == seeds.find_runs(a, b, words, many=10**6).tolist()


@settings(deadline=None)
@given(few_words, few_words, st.integers(1, 4))
def test_runs_are_true_with_frequent_phrases(a, b, words):
    """Where phrases are frequent some runs may be missing, but none is made up or shortened."""
    truth = slow_runs(a, b, words)
    assert all(run in truth for run in seeds.find_runs(a, b, words).tolist())


def test_repetition_stays_linear():
    """A line repeated over and over pairs its first place with the first, and so on."""
    a, b = np.ones(1_000_000, np.uint64), np.ones(999_999, np.uint64)
    assert [[0, 0, 999_999]] == seeds.find_runs(a, b, 5).tolist()
