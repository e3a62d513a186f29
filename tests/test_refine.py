"""Stage 4, align: the bounds of a rewritten span."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align.evidence import Evidence, cost_of
from wirecopy.align.passages import Span
from wirecopy.align.refine import DRIFT, LEAN, pair_of, refine, score
from wirecopy.align.story import story_of

WORDS = [f"w{number}x" for number in range(400)]
texts = st.lists(st.sampled_from(WORDS[:30]), min_size=4, max_size=40).map(" ".join)


def slow_scores(side, other, gain, box, offset):
    """The scores of the words of a span, each by looking through all words across from it."""
    start, end, other_start, other_end = box
    middle = (start + end) // 2
    scores = []
    for at in range(start, end):
        width = DRIFT + int(LEAN * abs(at - middle))
        places = range(
            max(other_start, at + offset - width), min(other_end, at + offset + width + 1)
        )
        hit = any(other.numbers[place] == side.numbers[at] for place in places)
        scores.append(gain[side.numbers[at]] if hit else -cost_of(side.is_number[at]))
    return scores


def slow_offset(evidence, box):
    """The weighted median of how much further on the hits stand in b."""
    a_start, a_end, b_start, b_end = box
    b = evidence.b.numbers[b_start:b_end].tolist()
    hits = [
        (b.index(word) + b_start - at, evidence.gain[word])
        for at, word in enumerate(evidence.a.numbers[a_start:a_end].tolist(), a_start)
        if b.count(word) == 1
    ]
    total = sum(weight for _, weight in hits)
    if not hits or total == 0:
        return (b_start - a_end + b_end - a_start) // 2
    below = 0.0
    for offset, weight in sorted(hits):
        below += weight
        if 2 * below >= total * (1 - 1e-12):
            return offset
    raise AssertionError


def refined(a, b, window):
    """The bounds around a window, and what they are worth."""
    boxes, worths = np.empty((1, 4), np.int64), np.empty(1)
    refine(tuple(pair_of(Evidence(a, b))), np.array([window]), 0, boxes, worths)
    return boxes[0].tolist(), worths[0]


@settings(deadline=None)
@given(texts, texts, st.data())
def test_scores(a, b, data):
    """The moving window gives the scores that looking everywhere gives."""
    evidence = Evidence(story_of(a), story_of(b))
    a_size, b_size = len(evidence.a.numbers), len(evidence.b.numbers)
    a_start, b_start = (data.draw(st.integers(0, size - 1)) for size in (a_size, b_size))
    a_end = data.draw(st.integers(a_start + 1, a_size))
    b_end = data.draw(st.integers(b_start + 1, b_size))
    box = Span(a_start, a_end, b_start, b_end)
    pair = pair_of(evidence)
    score(tuple(pair), np.array(box))
    offset = slow_offset(evidence, box)
    expected = slow_scores(evidence.a, evidence.b, evidence.gain, box, offset)
    assert expected == pair.a_scores[a_start:a_end].tolist()
    expected = slow_scores(evidence.b, evidence.a, evidence.gain, box.mirrored(), -offset)
    assert expected == pair.b_scores[b_start:b_end].tolist()


def test_bounds_grow_to_what_is_shared():
    """From a window in its middle, a stirred stretch is found with its bounds in both texts."""
    shared = WORDS[:60]
    stirred = [word for at in range(0, 60, 3) for word in shared[at : at + 3][::-1]]
    a = story_of(" ".join(WORDS[100:160] + shared + WORDS[160:200]))
    b = story_of(" ".join(WORDS[200:230] + stirred + WORDS[230:300]))
    box, worth = refined(a, b, [80, 100, 40, 60])
    assert [60, 120, 30, 90] == box
    assert worth > 100


def test_nothing_shared_is_worth_nothing():
    """Between texts without a common word no span has evidence."""
    a, b = story_of(" ".join(WORDS[:50])), story_of(" ".join(WORDS[50:100]))
    _, worth = refined(a, b, [0, 20, 0, 20])
    assert worth < 5


def test_common_words_weigh_little():
    """A word that stands everywhere weighs less than one that stands once on either side."""
    evidence = Evidence(story_of("the mine " + "the " * 30), story_of("the " * 30 + "mine"))
    the, mine = evidence.a.numbers[:2]
    assert 0 <= evidence.gain[the] < 0.1 < 1 < evidence.gain[mine]
    assert np.isfinite(evidence.gain).all()
