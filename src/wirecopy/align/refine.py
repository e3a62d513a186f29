"""
Stage 4, align: where a rewritten span begins and ends.

A span is a box, words of a by words of b. Each word in and around it is scored: a hit if its like
stands across from it, within `DRIFT` words of where the order of the two texts would have it, else
a miss. The span of a text is its best-scoring segment (Kadane's algorithm) given the span of the
other; the two take turns until neither moves. Within the drift, order makes no difference.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.evidence import Evidence, Floats, bonus_of, cost_of
from wirecopy.align.passages import Box, Boxes
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


NEAR = 16
"""A window whose middle lies so near to a box that was looked at, in words, is not looked at."""


Arrays = tuple[Any, ...]


class Pair(NamedTuple):
    """
    Two texts as evidence, and room for what is noted down about them.

    It is handed to kernels as a plain tuple: such a one they take in faster than one with names.
    """

    a: Places
    """Words, numbered alike in both."""
    b: Places
    a_times: NDArray[np.int64]
    """How often the word of a number stands in a."""
    b_times: NDArray[np.int64]
    gain: Floats
    """What a hit of each number weighs."""
    a_is_number: Flags
    b_is_number: Flags
    a_begins: Flags
    b_begins: Flags
    seen: Places
    """For each number zero."""
    place: Places
    """Room for each number."""
    apart: Places
    """Room for each word of a."""
    a_scores: Floats
    b_scores: Floats


def pair_of(evidence: Evidence) -> Pair:
    """Make room for the kernels."""
    a, b = evidence.a, evidence.b
    return Pair(
        a.numbers, b.numbers, a.times, b.times, evidence.gain, a.is_number, b.is_number,
        a.begins_sentence, b.begins_sentence, np.zeros(evidence.vocabulary, np.int32),
        np.empty(evidence.vocabulary, np.int32), np.empty(len(a.numbers), np.int32),
        np.empty(len(a.numbers)), np.empty(len(b.numbers)),
    )  # fmt: skip


@kernel
def refine(texts: Arrays, windows: Boxes, known: Int, boxes: Boxes, worths: Floats) -> Int:
    """
    Move the bounds of windows to where they score best, unless they lie in a box that is known.

    Args:
        texts: A `Pair`.
        windows: Where to begin.
        known: How many boxes there are already. If it is less than zero, all windows are refined.
        boxes: The boxes that are known; takes the new ones after them.
        worths: Takes the score of the weaker side of each new one.

    Returns:
        How many boxes there are by then.
    """
    pair, count = Pair(*texts), max(known, 0)
    for window in range(windows.shape[0]):
        if known >= 0 and _is_known(windows[window], boxes[:count]):
            continue
        box = boxes[count]
        for bound in range(4):
            box[bound] = windows[window, bound]
        worths[count] = _settle(pair, box)
        count += 1
    return count


@part
def _settle(pair: Pair, box: Box) -> float:
    """Set the bounds of a and of b in turn until they stay; give the score of the weaker side."""
    a_worth = b_worth = 0.0
    offset, moved = np.int64(0), True
    for _ in range(TURNS):
        began, ended, other_began, other_ended = box[0], box[1], box[2], box[3]
        for side in range(2):
            own, across = 2 * side, 2 - 2 * side
            if moved:
                offset = _offset(pair, box)
            first, last = box[own], box[own + 1]
            ahead = offset if side == 0 else -offset
            words = pair.a.size if side == 0 else pair.b.size
            # Where no word of the other side is across from it, a segment would only lose.
            other_start = max(0, box[across] - MARGIN)
            other_end = min(pair.a.size + pair.b.size - words, box[across + 1] + MARGIN)
            drift = DRIFT + np.int64(LEAN * (REACH + last - first)) + BEYOND
            start = max(0, first - REACH, other_start - ahead - drift)
            end = min(words, last + REACH, other_end - ahead + drift)
            _score_side(pair, side, start, end, other_start, other_end, offset, (first + last) // 2)
            scores = pair.a_scores if side == 0 else pair.b_scores
            begins = pair.a_begins if side == 0 else pair.b_begins
            worth = best_segment(scores, begins, start, end, box, own)
            moved = first != box[own] or last != box[own + 1]
            if side == 0:
                a_worth = worth
            else:
                b_worth = worth
        if began == box[0] and ended == box[1] and other_began == box[2] and other_ended == box[3]:
            break
    return min(a_worth, b_worth)


@part
def _is_known(window: Box, boxes: Boxes) -> Bool:
    """Does the middle of a window lie in a box, or as good as?"""
    a_middle, b_middle = (window[0] + window[1]) / 2, (window[2] + window[3]) / 2
    for x in range(boxes.shape[0]):
        if (
            boxes[x, 0] - NEAR <= a_middle < boxes[x, 1] + NEAR
            and boxes[x, 2] - NEAR <= b_middle < boxes[x, 3] + NEAR
        ):
            return True
    return False


@kernel
def score(texts: Arrays, box: Box) -> None:
    """Score the words of a box as it is."""
    _score_box(Pair(*texts), box)


@part
def _score_box(pair: Pair, box: Box) -> None:
    offset = _offset(pair, box)
    for side in range(2):
        own, across = 2 * side, 2 - 2 * side
        middle = (box[own] + box[own + 1]) // 2
        _score_side(
            pair, side, box[own], box[own + 1], box[across], box[across + 1], offset, middle
        )


@part
def _offset(pair: Pair, box: Box) -> Int:
    """
    Give how much further on things stand in b than in a: the weighted median over the hits.

    Only words that stand once in b's side count, the others could mean several places.
    """
    a, b, gain, seen, apart, weights = (
        pair.a, pair.b, pair.gain, pair.seen, pair.apart, pair.a_scores,
    )  # fmt: skip
    for j in range(box[2], box[3]):
        seen[b[j]] += 1
        pair.place[b[j]] = j
    hits, total = 0, 0.0
    low, high = box[3] - box[0], box[2] - box[1]
    for i in range(box[0], box[1]):
        if seen[a[i]] == 1:
            apart[hits], weights[hits] = pair.place[a[i]] - i, gain[a[i]]
            total += weights[hits]
            low, high = min(low, apart[hits]), max(high, apart[hits])
            hits += 1
    if total == 0.0:
        low = high = (box[2] - box[1] + box[3] - box[0]) // 2
    while low < high:
        middle = (low + high) // 2
        below = 0.0
        for hit in range(hits):
            if apart[hit] <= middle:
                below += weights[hit]
        if 2 * below >= total:
            high = middle
        else:
            low = middle + 1
    for j in range(box[2], box[3]):
        seen[b[j]] = 0
    return low


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
    pair: Pair,
    side: Int,
    start: Int,
    end: Int,
    other_start: Int,
    other_end: Int,
    offset: Int,
    middle: Int,
) -> None:
    """
    Score each word: does its like stand across from it, in a window that moves along?

    `seen` counts the words in the window; it is all zeros before and after.
    """
    text, other = (pair.a, pair.b) if side == 0 else (pair.b, pair.a)
    is_number = pair.a_is_number if side == 0 else pair.b_is_number
    scores = pair.a_scores if side == 0 else pair.b_scores
    gain, seen = pair.gain, pair.seen
    ahead = offset if side == 0 else -offset
    left = right = other_start
    for at in range(start, end):
        width = DRIFT + np.int64(LEAN * abs(at - middle))
        first = min(max(other_start, at + ahead - width), other_end)
        last = min(max(other_start, at + ahead + width + 1), other_end)
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
