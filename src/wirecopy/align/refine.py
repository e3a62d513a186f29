"""
Stage 4, align: where a rewritten span begins and ends.

A span is a box, words of a by words of b. Each word in and around it is scored: a hit if its like
stands across from it, within `DRIFT` words of where the order of the two texts would have it, else
a miss. The span of a text is its best-scoring segment (Kadane's algorithm) given the span of the
other; the two take turns until neither moves. Within the drift, order makes no difference.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.evidence import Evidence, Floats
from wirecopy.align.passages import Span
from wirecopy.align.seeds import Places
from wirecopy.kernel import Int, kernel, part

DRIFT = 55
"""Words that a word may have moved from its place."""

LEAN = 0.05
"""Further words of drift for each word away from the middle, as rewriting shortens or lengthens."""

REACH = 350
"""Words around a span in which its bounds are looked for, in one turn."""

MARGIN = 20
"""Words beyond a bound that still may be hit: where else would a bound that is too narrow move?"""

TURNS = 8
"""Most turns. Nearly all spans come to rest in three."""

Box = NDArray[np.int64]
"""(a_start, a_end, b_start, b_end) in words."""


class Refiner:
    """Finds the bounds of spans in one pair of texts."""

    def __init__(self, evidence: Evidence) -> None:
        """Make room for the kernels."""
        a, b = evidence.a, evidence.b
        self._texts = a.numbers, b.numbers, evidence.gain, a.cost, b.cost
        self._bonus = a.bonus, b.bonus
        self._seen = np.zeros(evidence.vocabulary, np.int32)
        self._place = np.zeros(evidence.vocabulary, np.int32)
        self._scores = np.zeros(len(a.numbers)), np.zeros(len(b.numbers))

    def refine(self, span: Span) -> tuple[Span, float]:
        """Move the bounds of a span to where they score best; give the score of its weaker side."""
        box, worth = np.array(span, np.int64), np.zeros(2)
        _refine(
            box, worth, *self._texts, *self._bonus, DRIFT, LEAN, REACH, MARGIN, TURNS,
            self._seen, self._place, *self._scores,
        )  # fmt: skip
        return Span(*box.tolist()), float(worth.min())

    def scores(self, span: Span) -> tuple[Floats, Floats]:
        """Give the scores of the words of a span, of a and of b."""
        _score(
            np.array(span, np.int64), *self._texts, DRIFT, LEAN,
            self._seen, self._place, *self._scores,
        )  # fmt: skip
        a_scores, b_scores = self._scores
        return a_scores[span.a_start : span.a_end], b_scores[span.b_start : span.b_end]


@kernel
def _refine(
    box: Box,
    worth: Floats,
    a: Places,
    b: Places,
    gain: Floats,
    a_cost: Floats,
    b_cost: Floats,
    a_bonus: Floats,
    b_bonus: Floats,
    drift: Int,
    lean: float,
    reach: Int,
    margin: Int,
    turns: Int,
    seen: Places,
    place: Places,
    a_scores: Floats,
    b_scores: Floats,
) -> None:
    """Set the bounds of a and of b in turn; leave the worth of both sides."""
    for _ in range(turns):
        a_start, a_end, b_start, b_end = box[0], box[1], box[2], box[3]
        _set_bounds(
            box, 0, worth, a, b, gain, a_cost, a_bonus, drift, lean, reach, margin,
            _offset(box, a, b, gain, seen, place), seen, a_scores,
        )  # fmt: skip
        _set_bounds(
            box, 2, worth, b, a, gain, b_cost, b_bonus, drift, lean, reach, margin,
            -_offset(box, a, b, gain, seen, place), seen, b_scores,
        )  # fmt: skip
        if a_start == box[0] and a_end == box[1] and b_start == box[2] and b_end == box[3]:
            break


@kernel
def _score(
    box: Box,
    a: Places,
    b: Places,
    gain: Floats,
    a_cost: Floats,
    b_cost: Floats,
    drift: Int,
    lean: float,
    seen: Places,
    place: Places,
    a_scores: Floats,
    b_scores: Floats,
) -> None:
    """Score the words of a box as it is."""
    offset = _offset(box, a, b, gain, seen, place)
    a_middle, b_middle = (box[0] + box[1]) // 2, (box[2] + box[3]) // 2
    _score_side(
        a, b, box[0], box[1], box[2], box[3], offset, a_middle, gain, a_cost, drift, lean, seen,
        a_scores,
    )  # fmt: skip
    _score_side(
        b, a, box[2], box[3], box[0], box[1], -offset, b_middle, gain, b_cost, drift, lean, seen,
        b_scores,
    )  # fmt: skip


@part
def _offset(box: Box, a: Places, b: Places, gain: Floats, seen: Places, place: Places) -> Int:
    """
    Give how much further on things stand in b than in a: the weighted median over the hits.

    Only words that stand once in b's side count, the others could mean several places.
    """
    for i in range(box[0], box[1]):
        seen[a[i]] = 0
    for j in range(box[2], box[3]):
        seen[b[j]] = 0
    for j in range(box[2], box[3]):
        seen[b[j]] += 1
        place[b[j]] = j
    total = 0.0
    for i in range(box[0], box[1]):
        if seen[a[i]] == 1:
            total += gain[a[i]]
    low, high = box[2] - box[1], box[3] - box[0]
    if total == 0.0:
        return (low + high) // 2
    while low < high:
        middle = (low + high) // 2
        below = 0.0
        for i in range(box[0], box[1]):
            if seen[a[i]] == 1 and place[a[i]] - i <= middle:
                below += gain[a[i]]
        if 2 * below >= total:
            high = middle
        else:
            low = middle + 1
    return low


@part
def _set_bounds(
    box: Box,
    side: Int,
    worth: Floats,
    text: Places,
    other: Places,
    gain: Floats,
    cost: Floats,
    bonus: Floats,
    drift: Int,
    lean: float,
    reach: Int,
    margin: Int,
    offset: Int,
    seen: Places,
    scores: Floats,
) -> None:
    """Set one side of a box to its best segment, given the other side."""
    start, end = max(0, box[side] - reach), min(text.size, box[side + 1] + reach)
    middle = (box[side] + box[side + 1]) // 2
    other_start, other_end = box[2 - side] - margin, box[3 - side] + margin
    _score_side(
        text, other, start, end, max(0, other_start), min(other.size, other_end), offset, middle,
        gain, cost, drift, lean, seen, scores,
    )  # fmt: skip
    worth[side // 2] = best_segment(scores, bonus, start, end, box, side)


@part
def best_segment(scores: Floats, bonus: Floats, start: Int, end: Int, bounds: Box, at: Int) -> Any:
    """
    Find the segment between start and end that scores best (Kadane's algorithm).

    A bonus is for the word that a segment begins with, and for the word that comes after it. Sets
    two bounds from the given place on, and returns the score.
    """
    best, so_far = -np.inf, 0.0
    opening, opened = -np.inf, start
    for word in range(start, end):
        if bonus[word] - so_far > opening:
            opening, opened = bonus[word] - so_far, word
        so_far += scores[word]
        if so_far + bonus[word + 1] + opening > best:
            best = so_far + bonus[word + 1] + opening
            bounds[at], bounds[at + 1] = opened, word + 1
    return best


@part
def _score_side(
    text: Places,
    other: Places,
    start: Int,
    end: Int,
    other_start: Int,
    other_end: Int,
    offset: Int,
    middle: Int,
    gain: Floats,
    cost: Floats,
    drift: Int,
    lean: float,
    seen: Places,
    scores: Floats,
) -> None:
    """Score each word: does its like stand across from it, in a window that moves along?"""
    for at in range(start, end):
        seen[text[at]] = 0
    for at in range(other_start, other_end):
        seen[other[at]] = 0
    left = right = other_start
    for at in range(start, end):
        width = drift + np.int64(lean * abs(at - middle))
        first = min(max(other_start, at + offset - width), other_end)
        last = min(max(other_start, at + offset + width + 1), other_end)
        while right < last:
            seen[other[right]] += 1
            right += 1
        while right > last:
            right -= 1
            seen[other[right]] -= 1
        while left < first:
            seen[other[left]] -= 1
            left += 1
        while left > first:
            left -= 1
            seen[other[left]] += 1
        scores[at] = gain[text[at]] if seen[text[at]] > 0 else -cost[at]
