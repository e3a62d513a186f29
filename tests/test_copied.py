"""Stage 4, align, step 3: copied spans."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align.chain import chain_runs
from wirecopy.align.copied import GAP, WORDS_PER_NAT, find_copied
from wirecopy.align.passages import MIN_WORDS
from wirecopy.align.seeds import SEED_WORDS, find_runs


@st.composite
def pairs(draw):
    """Two texts out of the same few paragraphs, in any order, with some words changed."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    kinds = draw(st.sampled_from([3, 40, 400]))
    paragraphs = [chance.integers(0, kinds, chance.integers(3, 60)) for _ in range(5)]
    texts = []
    for _ in range(2):
        order = draw(st.lists(st.integers(0, 4), max_size=6))
        words = np.concatenate([paragraphs[x] for x in order] or [np.empty(0)]).astype(np.uint64)
        changed = chance.random(len(words)) < draw(st.sampled_from([0, 0.02, 0.1]))
        words[changed] = chance.integers(0, kinds, int(changed.sum()))
        texts.append(words)
    return texts


def slow_copied(a, b):
    """Chain by chain: a span is new unless most of it is taken, a long one if it is on one side."""
    enough = max(MIN_WORDS, WORDS_PER_NAT * math.log(max(1, len(a) * len(b))))
    a_taken, b_taken = set(), set()
    spans = []
    for chain in chain_runs(find_runs(a, b, SEED_WORDS), GAP, enough):
        (a_start, b_start, _), (a_last, b_last, tail) = chain[0].tolist(), chain[-1].tolist()
        ours, theirs = range(a_start, a_last + tail), range(b_start, b_last + tail)
        known = [
            2 * len(taken & set(side)) > len(side)
            for taken, side in ((a_taken, ours), (b_taken, theirs))
        ]
        repeats = chain[:, 2].sum() >= 2 * enough
        if not (all(known) if repeats else any(known)):
            a_taken |= set(ours)
            b_taken |= set(theirs)
            spans.append((ours.start, ours.stop, theirs.start, theirs.stop))
    return spans, min(len(a) - len(a_taken), len(b) - len(b_taken))


@settings(deadline=None)
@given(pairs())
def test_spans_come_of_chains(texts):
    """The kernel finds the spans, and counts the words left, that the chains one by one give."""
    assert slow_copied(*texts) == find_copied(*texts)


def test_more_runs_than_there_is_room_for():
    """Where every second line is the same, there are hundreds of runs, and one span."""
    rng = np.random.default_rng(5)
    lines = [rng.integers(9, 10**9, 8) for _ in range(300)]
    a = np.concatenate([np.append(line, 1) for line in lines]).astype(np.uint64)
    b = np.concatenate([np.append(line, 2) for line in lines]).astype(np.uint64)
    assert ([(0, 2699, 0, 2699)], 1) == find_copied(a, b)
