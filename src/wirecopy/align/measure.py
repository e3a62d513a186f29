"""Stage 4, align, step 6: spans -> how many words two texts have in common in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wirecopy.align.order import count_in_order
from wirecopy.align.passages import Span
from wirecopy.align.story import Story

SHORTER = 2
"""A digest is shorter than what it sums up, at least by this factor."""


class Measured(NamedTuple):
    """What two texts have in common, in words."""

    in_order: list[int]
    """For each span the words that stand in both in order."""
    quoted: int
    """
    The words of passages that both texts have in order, and both quote.

    Who has only these in common with another need not have seen it: both heard one speaker.
    """
    a_shared: int
    """
    The words of a that lie in spans, each once.

    Of what is summed up elsewhere in far fewer words, only those count that stand there: else a
    paragraph on a story would have the whole of it.
    """
    b_shared: int
    numbers: int
    """The numbers in passages, of the side that has fewer."""
    numbers_matched: int
    """
    How many of them both sides have.

    Who rewrites keeps the figures; next week's report has the same words and other figures.
    """


def measure(a: Story, b: Story, spans: list[Span]) -> Measured:
    """Count the words that two texts have in common in spans."""
    if not spans:
        return Measured([], 0, 0, 0, 0, 0)
    mirrored = [span.mirrored() for span in spans]
    ours, theirs = _numbers(a, spans), _numbers(b, mirrored)
    return Measured(
        [count_in_order(a.hashes[i:j], b.hashes[m:n]) for i, j, m, n in spans],
        sum(_count_quoted(span, a, b) for span in spans),
        _count_shared(spans, a, b),
        _count_shared(mirrored, b, a),
        min(len(ours), len(theirs)),
        _count_matches(ours, theirs),
    )


def _count_quoted(span: Span, a: Story, b: Story) -> int:
    ours, theirs = slice(span.a_start, span.a_end), slice(span.b_start, span.b_end)
    said, heard = a.quoted[ours], b.quoted[theirs]
    if not (np.count_nonzero(said) and np.count_nonzero(heard)):
        return 0
    return count_in_order(a.hashes[ours][said], b.hashes[theirs][heard])


def _count_shared(spans: list[Span], a: Story, b: Story) -> int:
    shared = np.zeros(len(a.hashes), np.bool_)
    for a_start, a_end, b_start, b_end in spans:
        if a_end - a_start >= SHORTER * (b_end - b_start):
            summary = b.hashes[b_start:b_end]
            shared[a_start:a_end] |= np.isin(a.hashes[a_start:a_end], summary)
        else:
            shared[a_start:a_end] = True
    return int(np.count_nonzero(shared))


def _numbers(a: Story, spans: list[Span]) -> list[int]:
    """Give the numbers in spans, each place once."""
    flags = np.zeros(len(a.hashes), np.bool_)
    for span in spans:
        flags[span.a_start : span.a_end] = a.is_number[span.a_start : span.a_end]
    found: list[int] = a.hashes[flags].tolist()
    return found


def _count_matches(ours: list[int], theirs: list[int]) -> int:
    """Count what both have, each as often as the one that has fewer of it."""
    left: dict[int, int] = {}
    for number in theirs:
        left[number] = left.get(number, 0) + 1
    count = 0
    for number in ours:
        if left.get(number, 0):
            left[number] -= 1
            count += 1
    return count
