"""
Stage 4, align, step 4: rewritten spans, found by the words that survived.

Windows of both texts that share rare words are the seeds here; `refine` finds where the span
around such a window begins and ends. Copied spans come in as they are, and are grown at an end
only where what follows was clearly taken over too, but rewritten.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.evidence import Evidence, Floats
from wirecopy.align.passages import FIRM, Span, around, is_new, share_of, take
from wirecopy.align.refine import Boxes, Refiner
from wirecopy.align.seeds import Places
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel, part

STEP = 16
"""Words from one window to the next. A window is two steps long."""

MANY = 36
"""A word that stands p times in a and q times in b seeds nothing if p * q is more than this."""

MIN_SEED = 11.0
"""Evidence that two windows must share to be looked at, in nats."""

MOST_WINDOWS = 100
"""Most pairs of windows that are looked at, the best first."""

SLAB = 1 << 16
"""Words of a whose windows are weighed at a time, so that memory stays bounded."""

MIN_GROWTH, MIN_GROWTH_OF_SIDE = 4.0, 3.0
"""Evidence that what a copied span is grown by must have: of both sides together, and of each."""

APART = 15
"""Spans that lie no more than this many words apart in both texts are one, unless both are firm."""


def find_rewritten(evidence: Evidence, copied: list[Span]) -> list[Span]:
    """
    Find the spans that were rewritten, and grow and join the copied ones.

    Args:
        evidence: The words of the two texts.
        copied: What was found already.

    Returns:
        All spans, the copied ones included.
    """
    refiner = Refiner(evidence)
    grown = [_grow(span, refiner) for span in copied]
    a_taken, b_taken = (
        np.zeros(len(evidence.a.numbers), np.bool_),
        np.zeros(len(evidence.b.numbers), np.bool_),
    )
    for span in grown:
        take(span, a_taken, b_taken)
    rewritten = []
    for span, _ in refiner.refine_all(_windows(evidence, a_taken, b_taken), grown):
        if is_new(span, a_taken, b_taken):
            take(span, a_taken, b_taken)
            rewritten.append(span)
    return _join(grown + rewritten, evidence)


def _windows(evidence: Evidence, a_taken: NDArray[np.bool_], b_taken: NDArray[np.bool_]) -> Boxes:
    """Give the pairs of windows that share most, the best first; words in copied spans are out."""
    a, b = evidence.a, evidence.b
    places, ends, rare = (
        np.empty(len(b.numbers), np.int32),
        np.empty(evidence.vocabulary, np.int32),
        np.empty(evidence.vocabulary, np.int32),
    )
    _place(b.numbers, a.times, b.times, places, ends, rare)
    keys, weights = np.empty(MOST_WINDOWS, np.int64), np.empty(MOST_WINDOWS)
    columns, count = len(b.numbers) // STEP + 2, 0
    for start in range(0, len(a.numbers), SLAB):
        part, taken = a.numbers[start : start + SLAB], a_taken[start : start + SLAB]
        slots = 1 << max(3, int(8 * _count_places(part, taken, rare)).bit_length())
        count = _weigh_corners(
            part, taken, start, rare, ends, places, b_taken, evidence.gain, columns,
            np.zeros(slots, np.int64), np.zeros(slots), keys, weights, count,
        )  # fmt: skip
    windows = np.empty((count, 4), np.int64)
    _as_boxes(keys, columns, len(a.numbers), len(b.numbers), windows)
    return windows


@kernel
def _as_boxes(
    keys: NDArray[np.int64], columns: Int, a_words: Int, b_words: Int, windows: Boxes
) -> None:
    """Give the bounds of pairs of windows by their keys."""
    for x in range(windows.shape[0]):
        row, column = keys[x] // columns, keys[x] % columns
        windows[x, 0], windows[x, 1] = max(0, (row - 1) * STEP), min(a_words, (row + 1) * STEP)
        windows[x, 2], windows[x, 3] = (
            max(0, (column - 1) * STEP),
            min(b_words, (column + 1) * STEP),
        )


@kernel
def _count_places(a: Places, taken: Flags, rare: Places) -> Int:
    """Count the places in b that the words of a have."""
    count = 0
    for at in range(a.size):
        if not taken[at]:
            count += rare[a[at]]
    return count


@kernel
def _place(
    b: Places,
    a_times: NDArray[np.int64],
    b_times: NDArray[np.int64],
    places: Places,
    ends: Places,
    rare: Places,
) -> None:
    """
    List the places of b by their words, in order.

    Args:
        b: Words.
        a_times: How often each stands in a.
        b_times: How often each stands in b.
        places: Takes the places in b, those of one word side by side.
        ends: Takes for each word where its places end.
        rare: Takes how many places a word has, or 0 if it is too frequent to seed anything.
    """
    total = 0
    for word in range(b_times.size):
        ends[word] = total
        total += b_times[word]
        rare[word] = b_times[word] if a_times[word] * b_times[word] <= MANY else 0
    for at in range(b.size):
        places[ends[b[at]]] = at
        ends[b[at]] += 1


@kernel
def _weigh_corners(
    a: Places,
    a_taken: Flags,
    start: Int,
    rare: Places,
    ends: Places,
    places: Places,
    b_taken: Flags,
    gain: Floats,
    columns: Int,
    corners: NDArray[np.int64],
    shared: Floats,
    keys: NDArray[np.int64],
    weights: Floats,
    count: Int,
) -> Int:
    """
    Add up what the words weigh that two windows share, in a hash table by pair of windows.

    A word lies in two windows of each text, one from its own step, one from the step before. Keeps
    the keys of the pairs that share most, and their weights, in order; gives how many there are.
    """
    mask = corners.size - 1
    for at in range(a.size):
        if a_taken[at]:
            continue
        end = ends[a[at]]
        for place in range(end - rare[a[at]], end):
            j = places[place]
            if b_taken[j]:
                continue
            own = (start + at) // STEP * columns + j // STEP
            for corner in (own, own + 1, own + columns, own + columns + 1):
                slot = (corner * 0x9E3779B1) >> 7 & mask
                while corners[slot] > 0 and corners[slot] != corner + 1:
                    slot = (slot + 1) & mask
                corners[slot] = corner + 1
                shared[slot] += gain[a[at]]
    for slot in range(corners.size):
        if shared[slot] > MIN_SEED:
            count = _put_in_order(corners[slot] - 1, shared[slot], keys, weights, count)
    return count


@part
def _put_in_order(
    key: Int, weight: float, keys: NDArray[np.int64], weights: Floats, count: Int
) -> Int:
    """Put a key in its place, the heaviest first, the smaller of equals; give how many are kept."""
    if count < keys.size:
        count += 1
    elif weight < weights[count - 1] or (weight == weights[count - 1] and key > keys[count - 1]):
        return count
    at = count - 1
    while at > 0 and (
        weights[at - 1] < weight or (weights[at - 1] == weight and keys[at - 1] > key)
    ):
        keys[at], weights[at] = keys[at - 1], weights[at - 1]
        at -= 1
    keys[at], weights[at] = key, weight
    return count


def _grow(span: Span, refiner: Refiner) -> Span:
    """Grow a copied span at either end, where what it is grown by has evidence of its own."""
    other, _ = refiner.refine(span)
    wide = around(span, other)
    a_scores, b_scores = refiner.scores(wide)
    a_start, a_end = span.a_start - wide.a_start, span.a_end - wide.a_start
    b_start, b_end = span.b_start - wide.b_start, span.b_end - wide.b_start
    before = _is_growth(a_scores[:a_start].sum(), b_scores[:b_start].sum())
    after = _is_growth(a_scores[a_end:].sum(), b_scores[b_end:].sum())
    first, last = wide if before else span, wide if after else span
    return Span(first.a_start, last.a_end, first.b_start, last.b_end)


def _is_growth(a_side: float, b_side: float) -> bool:
    return a_side + b_side > MIN_GROWTH and min(a_side, b_side) > MIN_GROWTH_OF_SIDE


def _join(spans: list[Span], evidence: Evidence) -> list[Span]:
    """
    Join spans that overlap in both texts, and those side by side unless both are firm.

    Firm are the spans as they came: what was joined does not go on to swallow its neighbors.
    """
    if len(spans) < 2:
        return spans
    spans = sorted(spans)
    firm = [share_of(x, evidence.a.hashes, evidence.b.hashes) >= FIRM for x in spans]
    joined = _united(spans, firm)
    while len(joined) < len(spans):
        spans = sorted(joined)
        joined = _united(spans, [True] * len(spans))
    return joined


def _united(spans: list[Span], firm: list[bool]) -> list[Span]:
    """Unite the spans, in order, that are near in both texts; firm ones must overlap."""
    group = list(range(len(spans)))
    for x, span in enumerate(spans):
        for y in range(x + 1, len(spans)):
            other = spans[y]
            if other.a_start > span.a_end + APART:
                break
            a_gap = other.a_start - min(span.a_end, other.a_end)
            b_gap = max(span.b_start, other.b_start) - min(span.b_end, other.b_end)
            if max(a_gap, b_gap) <= (-1 if firm[x] and firm[y] else APART):
                old, new = group[y], group[x]
                group = [new if number == old else number for number in group]
    united: dict[int, Span] = {}
    for span, number in zip(spans, group, strict=True):
        united[number] = around(united.get(number, span), span)
    return list(united.values())
