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

from wirecopy.align.evidence import Evidence, Floats, bonus_of, cost_of
from wirecopy.align.passages import Span
from wirecopy.align.seeds import Places
from wirecopy.align.story import Flags
from wirecopy.kernel import Bool, Int, kernel, part

DRIFT = 55
"""Words that a word may have moved from its place."""

LEAN = 0.05
"""Further words of drift for each word away from the middle, as rewriting shortens or lengthens."""

REACH = 350
"""Words around a span in which its bounds are looked for, in one turn."""

MARGIN = 20
"""Words beyond a bound that still may be hit: where else would a bound that is too narrow move?"""

BEYOND = 10
"""Words beyond the last that can be a hit: further on not even a bonus makes up for the misses."""

TURNS = 8
"""Most turns. Nearly all spans come to rest in three."""

MIN_EVIDENCE = 30.0
"""Evidence that each side of a rewritten span must have, in nats, misses taken off."""

MIN_WORDS = 20
"""Shortest rewritten span, in words of the shorter side."""

NEAR = 16
"""A window whose middle lies so near to a span that was looked at, in words, is not looked at."""

Box = NDArray[np.int64]
"""(a_start, a_end, b_start, b_end) in words."""

Boxes = NDArray[np.int64]
"""Rows of a box each."""


class Refiner:
    """Finds the bounds of spans in one pair of texts."""

    def __init__(self, evidence: Evidence) -> None:
        """Make room for the kernels."""
        a, b = evidence.a, evidence.b
        self._texts = a.numbers, b.numbers, evidence.gain, a.is_number, b.is_number
        self._begins = a.begins_sentence, b.begins_sentence
        self._seen = np.zeros(evidence.vocabulary, np.int32)
        self._place = np.zeros(evidence.vocabulary, np.int32)
        self._scores = np.zeros(len(a.numbers)), np.zeros(len(b.numbers))

    def refine(self, span: Span) -> tuple[Span, float]:
        """Move the bounds of a span to where they score best; give the score of its weaker side."""
        box, worth = np.array(span, np.int64), np.zeros(2)
        _refine(
            box, worth, *self._texts, *self._begins, self._seen, self._place, *self._scores,
        )  # fmt: skip
        return Span(*box.tolist()), float(worth.min())

    def refine_all(self, windows: Boxes, known: list[Span]) -> list[tuple[Span, float]]:
        """
        Refine those windows that do not lie in a span that is known, or was looked at before.

        Returns:
            The spans that are long and evident enough, with their worth, the best first.
        """
        spans = np.empty((len(known) + len(windows), 4), np.int64)
        spans[: len(known)] = np.array(known, np.int64).reshape(-1, 4)
        worths = np.zeros(len(spans))
        _refine_all(
            windows, len(known), spans, worths, np.zeros(2), *self._texts, *self._begins,
            self._seen, self._place, *self._scores,
        )  # fmt: skip
        found = [(Span(*spans[x].tolist()), float(worths[x])) for x in np.flatnonzero(worths)]
        return sorted(found, key=lambda x: (-x[1], x[0]))

    def scores(self, span: Span) -> tuple[Floats, Floats]:
        """Give the scores of the words of a span, of a and of b."""
        _score(
            np.array(span, np.int64), *self._texts, self._seen, self._place, *self._scores,
        )  # fmt: skip
        a_scores, b_scores = self._scores
        return a_scores[span.a_start : span.a_end], b_scores[span.b_start : span.b_end]


@kernel
def _refine_all(
    windows: Boxes,
    known: Int,
    spans: Boxes,
    worths: Floats,
    worth: Floats,
    a: Places,
    b: Places,
    gain: Floats,
    a_is_number: Flags,
    b_is_number: Flags,
    a_begins: Flags,
    b_begins: Flags,
    seen: Places,
    place: Places,
    a_scores: Floats,
    b_scores: Floats,
) -> None:
    """Refine windows that lie in no span of those so far; set the worth of those worth keeping."""
    for window in range(windows.shape[0]):
        if _is_known(windows[window], spans[:known]):
            continue
        box = spans[known]
        for bound in range(4):
            box[bound] = windows[window, bound]
        _refine(
            box, worth, a, b, gain, a_is_number, b_is_number, a_begins, b_begins,
            seen, place, a_scores, b_scores,
        )  # fmt: skip
        evident = min(worth[0], worth[1]) > MIN_EVIDENCE
        if evident and min(box[1] - box[0], box[3] - box[2]) >= MIN_WORDS:
            worths[known] = min(worth[0], worth[1])
        known += 1


@part
def _is_known(window: Box, spans: Boxes) -> Bool:
    """Does the middle of a window lie in a span, or as good as?"""
    a_middle, b_middle = (window[0] + window[1]) / 2, (window[2] + window[3]) / 2
    for x in range(spans.shape[0]):
        if (
            spans[x, 0] - NEAR <= a_middle < spans[x, 1] + NEAR
            and spans[x, 2] - NEAR <= b_middle < spans[x, 3] + NEAR
        ):
            return True
    return False


@kernel
def _refine(
    box: Box,
    worth: Floats,
    a: Places,
    b: Places,
    gain: Floats,
    a_is_number: Flags,
    b_is_number: Flags,
    a_begins: Flags,
    b_begins: Flags,
    seen: Places,
    place: Places,
    a_scores: Floats,
    b_scores: Floats,
) -> None:
    """Set the bounds of a and of b in turn; leave the worth of both sides."""
    for _ in range(TURNS):
        a_start, a_end, b_start, b_end = box[0], box[1], box[2], box[3]
        _set_bounds(
            box, 0, worth, a, b, gain, a_is_number, a_begins,
            _offset(box, a, b, gain, seen, place), seen, a_scores,
        )  # fmt: skip
        _set_bounds(
            box, 2, worth, b, a, gain, b_is_number, b_begins,
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
    a_is_number: Flags,
    b_is_number: Flags,
    seen: Places,
    place: Places,
    a_scores: Floats,
    b_scores: Floats,
) -> None:
    """Score the words of a box as it is."""
    offset = _offset(box, a, b, gain, seen, place)
    a_middle, b_middle = (box[0] + box[1]) // 2, (box[2] + box[3]) // 2
    _score_side(
        a, b, box[0], box[1], box[2], box[3], offset, a_middle, gain, a_is_number, seen,
        a_scores,
    )  # fmt: skip
    _score_side(
        b, a, box[2], box[3], box[0], box[1], -offset, b_middle, gain, b_is_number, seen,
        b_scores,
    )  # fmt: skip


@part
def _offset(box: Box, a: Places, b: Places, gain: Floats, seen: Places, place: Places) -> Int:
    """
    Give how much further on things stand in b than in a: the weighted median over the hits.

    Only words that stand once in b's side count, the others could mean several places.
    """
    for j in range(box[2], box[3]):
        seen[b[j]] += 1
        place[b[j]] = j
    total = 0.0
    for i in range(box[0], box[1]):
        if seen[a[i]] == 1:
            total += gain[a[i]]
    low, high = box[2] - box[1], box[3] - box[0]
    if total == 0.0:
        low = high = (low + high) // 2
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
    for j in range(box[2], box[3]):
        seen[b[j]] = 0
    return low


@part
def _set_bounds(
    box: Box,
    side: Int,
    worth: Floats,
    text: Places,
    other: Places,
    gain: Floats,
    is_number: Flags,
    begins: Flags,
    offset: Int,
    seen: Places,
    scores: Floats,
) -> None:
    """
    Set one side of a box to its best segment, given the other side.

    Where no word of the other side can be across from it, a segment would only lose.
    """
    middle = (box[side] + box[side + 1]) // 2
    other_start = max(0, box[2 - side] - MARGIN)
    other_end = min(other.size, box[3 - side] + MARGIN)
    drift = DRIFT + np.int64(LEAN * (REACH + box[side + 1] - box[side])) + BEYOND
    start = max(0, box[side] - REACH, other_start - offset - drift)
    end = min(text.size, box[side + 1] + REACH, other_end - offset + drift)
    _score_side(
        text, other, start, end, other_start, other_end, offset, middle, gain, is_number, seen,
        scores,
    )  # fmt: skip
    worth[side // 2] = best_segment(scores, begins, start, end, box, side)


@part
def best_segment(scores: Floats, begins: Flags, start: Int, end: Int, bounds: Box, at: Int) -> Any:
    """
    Find the segment between start and end that scores best (Kadane's algorithm).

    A bonus is for the word that a segment begins with, and for the word that comes after it. Sets
    two bounds from the given place on, and returns the score.
    """
    best, so_far = -np.inf, 0.0
    opening, opened = -np.inf, start
    for word in range(start, end):
        if bonus_of(begins[word]) - so_far > opening:
            opening, opened = bonus_of(begins[word]) - so_far, word
        so_far += scores[word]
        if so_far + bonus_of(begins[word + 1]) + opening > best:
            best = so_far + bonus_of(begins[word + 1]) + opening
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
    is_number: Flags,
    seen: Places,
    scores: Floats,
) -> None:
    """
    Score each word: does its like stand across from it, in a window that moves along?

    `seen` counts the words in the window; it is all zeros before and after.
    """
    left = right = other_start
    for at in range(start, end):
        width = DRIFT + np.int64(LEAN * abs(at - middle))
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
        scores[at] = gain[text[at]] if seen[text[at]] > 0 else -cost_of(is_number[at])
    for at in range(left, right):
        seen[other[at]] -= 1
