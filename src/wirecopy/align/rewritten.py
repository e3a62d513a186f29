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
from wirecopy.align.refine import Refiner
from wirecopy.align.seeds import Places
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel

WINDOW = 32
"""Words of a window; windows overlap by half."""

MANY = 36
"""A word that stands p times in a and q times in b seeds nothing if p * q is more than this."""

MIN_SEED = 11.0
"""Evidence that two windows must share to be looked at, in nats."""

MOST_WINDOWS = 100
"""Most pairs of windows that are looked at, the best first."""

SLAB = 1 << 16
"""Words of a whose windows are weighed at a time, so that memory stays bounded."""

MIN_EVIDENCE = 30.0
"""Evidence that each side of a rewritten span must have, in nats, misses taken off."""

MIN_WORDS = 20
"""Shortest rewritten span, in words of the shorter side."""

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
    seen = list(grown)
    found = []
    for window in _windows(evidence, a_taken, b_taken):
        if any(_is_inside(window, span) for span in seen):
            continue
        span, worth = refiner.refine(window)
        seen.append(span)
        long_enough = min(span.a_end - span.a_start, span.b_end - span.b_start) >= MIN_WORDS
        if worth > MIN_EVIDENCE and long_enough:
            found.append((-worth, span))
    rewritten = []
    for _, span in sorted(found):
        if is_new(span, a_taken, b_taken):
            take(span, a_taken, b_taken)
            rewritten.append(span)
    return _join(grown + rewritten, evidence)


def _windows(
    evidence: Evidence, a_taken: NDArray[np.bool_], b_taken: NDArray[np.bool_]
) -> list[Span]:
    """Give the pairs of windows that share most, the best first; words in copied spans are out."""
    a, b = evidence.a.numbers, evidence.b.numbers
    times = np.where(evidence.a.times * evidence.b.times <= MANY, evidence.b.times, 0)
    places_of_b = np.argsort(b, kind="stable")
    starts_of_b = np.cumsum(evidence.b.times) - evidence.b.times
    step = WINDOW // 2
    columns = len(b) // step + 2
    keys: list[NDArray[np.int64]] = []
    weights: list[Floats] = []
    for start in range(0, len(a), SLAB):
        part = slice(start, start + SLAB)
        slots = 1 << max(3, int(8 * times[a[part]].sum()).bit_length())
        corners, shared = np.full(slots, -1, np.int64), np.zeros(slots, np.float64)
        _weigh_corners(
            a[part], a_taken[part], start, times, starts_of_b, places_of_b, b_taken,
            evidence.gain, step, columns, corners, shared,
        )  # fmt: skip
        keys.append(corners[shared > MIN_SEED])
        weights.append(shared[shared > MIN_SEED])
    key, weight = np.concatenate(keys), np.concatenate(weights)
    best = np.lexsort((key, -weight))[:MOST_WINDOWS]
    return [
        Span(
            max(0, (row - 1) * step),
            min(len(a), (row + 1) * step),
            max(0, (column - 1) * step),
            min(len(b), (column + 1) * step),
        )
        for row, column in zip(
            (key[best] // columns).tolist(), (key[best] % columns).tolist(), strict=True
        )
    ]


@kernel
def _weigh_corners(
    a: Places,
    a_taken: Flags,
    start: Int,
    times: NDArray[np.int64],
    starts_of_b: NDArray[np.int64],
    places_of_b: NDArray[np.int64],
    b_taken: Flags,
    gain: Floats,
    step: Int,
    columns: Int,
    corners: NDArray[np.int64],
    shared: Floats,
) -> None:
    """
    Add up what the words weigh that two windows share, in a hash table by pair of windows.

    A word lies in two windows of each text, one from its own step, one from the step before.
    """
    mask = corners.size - 1
    for at in range(a.size):
        if a_taken[at]:
            continue
        first = starts_of_b[a[at]]
        for place in range(first, first + times[a[at]]):
            j = places_of_b[place]
            if b_taken[j]:
                continue
            own = (start + at) // step * columns + j // step
            for corner in (own, own + 1, own + columns, own + columns + 1):
                slot = (corner * 0x9E3779B1) >> 7 & mask
                while corners[slot] >= 0 and corners[slot] != corner:
                    slot = (slot + 1) & mask
                corners[slot] = corner
                shared[slot] += gain[a[at]]


def _is_inside(window: Span, span: Span) -> bool:
    """Does the middle of a window lie in a span, or as good as?"""
    a_middle, b_middle = (window.a_start + window.a_end) / 2, (window.b_start + window.b_end) / 2
    near = WINDOW / 2
    return (
        span.a_start - near <= a_middle < span.a_end + near
        and span.b_start - near <= b_middle < span.b_end + near
    )


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
