"""Stage 4, align, step 6: what two texts have in common in spans."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from test_order import slow_in_order
from wirecopy.align.measure import SHORTER, measure
from wirecopy.align.passages import Span
from wirecopy.align.story import Story


@st.composite
def stories(draw):
    """A story of up to 80 words, some of them numbers, some quoted."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(1, 80))
    hashes = chance.integers(0, draw(st.sampled_from([2, 9, 60])), size).astype(np.uint64)
    places = np.arange(size, dtype=np.int32)
    quoted = chance.random(size) < 0.4
    return Story("", hashes, places, places + 1, hashes % 3 == 0, quoted, quoted)


def slow_shared(spans, a, b):
    """The places of a in spans; where much is summed up, only of words that the summary has."""
    return {
        at
        for a_start, a_end, b_start, b_end in spans
        for at in range(a_start, a_end)
        if a_end - a_start < SHORTER * (b_end - b_start) or a.hashes[at] in b.hashes[b_start:b_end]
    }


def slow_numbers(spans, a):
    """How often each number stands in spans."""
    inside = {at for a_start, a_end, _, _ in spans for at in range(a_start, a_end)}
    return Counter(int(a.hashes[at]) for at in inside if a.is_number[at])


@settings(deadline=None)
@given(stories(), stories(), st.data())
def test_counts(a, b, data):
    """All counts are those of looking at each word."""
    spans = []
    for _ in range(data.draw(st.integers(0, 4))):
        bounds = [
            sorted(data.draw(st.lists(st.integers(0, len(x.hashes)), min_size=2, max_size=2)))
            for x in (a, b)
        ]
        spans.append(Span(*bounds[0], *bounds[1]))
    found = measure(a, b, spans)
    ours = [slice(span.a_start, span.a_end) for span in spans]
    theirs = [slice(span.b_start, span.b_end) for span in spans]
    in_order = [slow_in_order(a.hashes[x], b.hashes[y]) for x, y in zip(ours, theirs, strict=True)]
    quoted = [
        slow_in_order(a.hashes[x][a.quoted[x]], b.hashes[y][b.quoted[y]])
        for x, y in zip(ours, theirs, strict=True)
    ]
    assert (in_order, sum(quoted)) == (found.in_order, found.quoted)
    mirrored = [span.mirrored() for span in spans]
    assert len(slow_shared(spans, a, b)) == found.a_shared
    assert len(slow_shared(mirrored, b, a)) == found.b_shared
    a_numbers, b_numbers = slow_numbers(spans, a), slow_numbers(mirrored, b)
    assert min(a_numbers.total(), b_numbers.total()) == found.numbers
    assert (a_numbers & b_numbers).total() == found.numbers_matched
