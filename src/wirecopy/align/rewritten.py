"""
Stage 4, align, step 4: rewritten spans, found by the words that survived.

Windows of both texts that share rare words are the seeds here; `refine` finds where the span
around such a window begins and ends. Copied spans come in as they are, and are grown at an end
only where what follows was clearly taken over too, but rewritten.
"""

from __future__ import annotations

import numpy as np

from wirecopy.align.evidence import Evidence, cost_of
from wirecopy.align.passages import FIRM, Boxes, Span, around, is_new, share_of, take
from wirecopy.align.refine import REACH, TURNS, Arrays, Pair, pair_of, refine, score
from wirecopy.align.story import Flags
from wirecopy.align.windows import find_windows
from wirecopy.kernel import kernel

MIN_EVIDENCE = 30.0
"""Evidence that each side of a rewritten span must have, in nats, misses taken off."""

MIN_WORDS = 20
"""Shortest rewritten span, in words of the shorter side."""

MIN_GROWTH, MIN_GROWTH_OF_SIDE = 4.0, 3.0
"""Evidence that what a copied span is grown by must have: of both sides together, and of each."""

APART = 15
"""Spans that lie no more than this many words apart in both texts are one, unless both are firm."""

_ROUNDED = 1e-6
"""More than what the sum of a few thousand words is off by."""


def find_rewritten(evidence: Evidence, copied: list[Span]) -> list[Span]:
    """
    Find the spans that were rewritten, and grow and join the copied ones.

    Args:
        evidence: The words of the two texts.
        copied: What was found already.

    Returns:
        All spans, the copied ones included.
    """
    pair = pair_of(evidence)
    grown = _grow_all(pair, copied)
    a_taken, b_taken = np.zeros(len(pair.a), np.bool_), np.zeros(len(pair.b), np.bool_)
    for span in grown:
        take(span, a_taken, b_taken)
    windows = find_windows(pair, a_taken, b_taken)
    rewritten = []
    for span in _refine_all(pair, windows, grown) if len(windows) else []:
        if is_new(span, a_taken, b_taken, False):
            take(span, a_taken, b_taken)
            rewritten.append(span)
    return _join(grown + rewritten, evidence)


def _refine_all(pair: Pair, windows: Boxes, known: list[Span]) -> list[Span]:
    """Give the spans around windows that are long and evident enough, the best first."""
    boxes = np.empty((len(known) + len(windows), 4), np.int64)
    boxes[: len(known)] = np.array(known, np.int64).reshape(-1, 4)
    worths = np.empty(len(boxes))
    count = int(refine(tuple(pair), windows, len(known), boxes, worths))
    found: list[tuple[float, Span]] = []
    for box, worth in zip(
        boxes[len(known) : count].tolist(), worths[len(known) : count], strict=True
    ):
        span = Span(*box)
        short = min(span.a_end - span.a_start, span.b_end - span.b_start) < MIN_WORDS
        if worth > MIN_EVIDENCE and not short:
            found.append((-float(worth), span))
    return [span for _, span in sorted(found)]


def _grow_all(pair: Pair, copied: list[Span]) -> list[Span]:
    """Grow copied spans at either end, where what they are grown by has evidence of its own."""
    if not copied:
        return []
    may_grow = np.ones((len(copied), 2), np.bool_)
    _look_ahead(tuple(pair), np.array(copied), may_grow)
    return [_grow(pair, *x) for x in zip(copied, *may_grow.T.tolist(), strict=True)]


def _grow(pair: Pair, span: Span, before: bool, after: bool) -> Span:
    """Grow a copied span at those ends that may grow."""
    if not (before or after):
        return span
    wide = np.empty((1, 4), np.int64)
    refine(tuple(pair), np.array([span]), -1, wide, np.empty(1))
    other = around(span, Span(*wide[0].tolist()))
    score(tuple(pair), np.array(other))
    if before and _is_growth(pair, other.a_start, span.a_start, other.b_start, span.b_start):
        span = span._replace(a_start=other.a_start, b_start=other.b_start)
    if after and _is_growth(pair, span.a_end, other.a_end, span.b_end, other.b_end):
        span = span._replace(a_end=other.a_end, b_end=other.b_end)
    return span


def _is_growth(pair: Pair, a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    a_side = float(np.add.reduce(pair.a_scores[a_start:a_end]))
    b_side = float(np.add.reduce(pair.b_scores[b_start:b_end]))
    return a_side + b_side > MIN_GROWTH and min(a_side, b_side) > MIN_GROWTH_OF_SIDE


@kernel
def _look_ahead(texts: Arrays, spans: Boxes, may_grow: Flags) -> None:
    """
    Tell which ends of spans would not grow even if all words that stand in both texts were hits.

    It saves the looking for bounds; as far as they can move in all turns is looked at.
    """
    pair = Pair(*texts)
    for x in range(spans.shape[0]):
        for end in range(2):
            for side in range(2):
                text = pair.a if side == 0 else pair.b
                is_number = pair.a_is_number if side == 0 else pair.b_is_number
                at = spans[x, 2 * side + end] + end - 1
                most, left = 0.0, TURNS * REACH
                while 0 <= at < text.size and left > 0 and most <= MIN_GROWTH_OF_SIDE - _ROUNDED:
                    word = text[at]
                    hit = pair.a_times[word] > 0 and pair.b_times[word] > 0
                    most += pair.gain[word] if hit else -cost_of(is_number[at])
                    at, left = at + 2 * end - 1, left - 1
                if most <= MIN_GROWTH_OF_SIDE - _ROUNDED:
                    may_grow[x, end] = False


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
