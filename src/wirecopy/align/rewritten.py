"""
Stage 4, align, step 4: rewritten spans, found by the words that survived.

Windows of both texts that share rare words are the seeds here; `refine` finds where the span
around such a window begins and ends. Copied spans come in as they are, and are grown at an end
only where what follows was clearly taken over too, but rewritten.
"""

from __future__ import annotations

import numpy as np

from wirecopy.align.evidence import Evidence
from wirecopy.align.passages import FIRM, Boxes, Span, around, is_new, share_of, take
from wirecopy.align.refine import Pair, pair_of, refine, score
from wirecopy.align.windows import find_windows

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
    pair = pair_of(evidence)
    grown = [_grow(pair, span) for span in copied]
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
    first, boxes = len(known), np.empty((len(known) + len(windows), 4), np.int64)
    if known:
        boxes[:first] = known
    worths = np.empty(len(boxes))
    count = refine(tuple(pair), windows, first, boxes, worths)
    found = []
    for x in np.flatnonzero(worths[first:count] > MIN_EVIDENCE).tolist():
        span = Span(*boxes[first + x].tolist())
        if min(span.a_end - span.a_start, span.b_end - span.b_start) >= MIN_WORDS:
            found.append((-float(worths[first + x]), span))
    return [span for _, span in sorted(found)]


def _grow(pair: Pair, span: Span) -> Span:
    """Grow a copied span at either end, where what it is grown by has evidence of its own."""
    wide = np.empty((1, 4), np.int64)
    refine(tuple(pair), np.array([span]), -1, wide, np.empty(1))
    other = around(span, Span(*wide[0].tolist()))
    if other == span:
        return span
    score(tuple(pair), np.array(other))
    if _is_growth(pair, other.a_start, span.a_start, other.b_start, span.b_start):
        span = span._replace(a_start=other.a_start, b_start=other.b_start)
    if _is_growth(pair, span.a_end, other.a_end, span.b_end, other.b_end):
        span = span._replace(a_end=other.a_end, b_end=other.b_end)
    return span


def _is_growth(pair: Pair, a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Is what lies between two places of either text evident enough?"""
    if a_start == a_end or b_start == b_end:
        return False
    a_side = float(np.add.reduce(pair.a_scores[a_start:a_end]))
    b_side = float(np.add.reduce(pair.b_scores[b_start:b_end]))
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
