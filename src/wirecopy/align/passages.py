"""
Stage 4, align, step 3: chains -> passages with their share, kind and bounds.

A passage begins and ends at words that stand in both texts. Marks that touch its first or last
word (quotes, brackets, a full stop) belong to it where both texts have the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numba import njit

from wirecopy.align.seeds import Hashes, Runs
from wirecopy.records import PassageKind

MIN_WORDS = 12
"""
Words that both texts must have in order. Stock phrases ("did not immediately respond to a
request for comment") are shorter; runs of this length are hardly ever written twice.
"""

EDITED_SHARE = 0.6
"""A passage that keeps less than this of its words in order is rewritten."""

MAX_CELLS = 1 << 20
"""Largest gap between two seeds, words times words, in which common words are still counted."""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage in words: a[a_start:a_end] is aligned with b[b_start:b_end]."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    in_order: int
    """Words that stand in both, in order."""

    @property
    def share(self) -> float:
        """The part of the longer side's words that stand in both, in order."""
        return self.in_order / max(self.a_end - self.a_start, self.b_end - self.b_start)

    @property
    def kind(self) -> PassageKind:
        """How much was changed."""
        if self.share == 1.0:
            return PassageKind.VERBATIM
        return PassageKind.EDITED if self.share >= EDITED_SHARE else PassageKind.REWRITTEN


def spans_of(a: Hashes, b: Hashes, chains: Iterable[Runs]) -> list[Span]:
    """
    Turn chains, heaviest first, into spans; leave out what heavier ones have said already.

    A chain must bring words that are new on one side at least: a sentence that stands once in a
    and twice in b gives two spans, one that stands twice in both gives two, not four.
    """
    spans = []
    a_taken, b_taken = np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_)
    for chain in chains:
        if chain[:, 2].sum() < MIN_WORDS:
            continue
        (a_start, b_start, _), (a_end, b_end, words) = chain[0].tolist(), chain[-1].tolist()
        a_end, b_end = a_end + words, b_end + words
        longer = max(a_end - a_start, b_end - b_start)
        known = min(int(a_taken[a_start:a_end].sum()), int(b_taken[b_start:b_end].sum()))
        in_order = count_in_order(a, b, chain)
        if in_order < MIN_WORDS or 2 * known > longer:
            continue
        a_taken[a_start:a_end] = True
        b_taken[b_start:b_end] = True
        spans.append(Span(a_start, a_end, b_start, b_end, in_order))
    return spans


def count_in_order(a: Hashes, b: Hashes, chain: Runs) -> int:
    """
    Count the words of a chain that stand in both texts in order: its runs and what the gaps share.

    >>> import numpy as np
    >>> a, b = np.array([1, 2, 5, 8, 3], np.uint64), np.array([1, 2, 8, 6, 3], np.uint64)
    >>> count_in_order(a, b, np.array([[0, 0, 2], [4, 4, 1]], np.int32))
    4
    """
    return int(_count_in_order(a, b, chain, MAX_CELLS))


@njit(nogil=True, cache=True)
def _count_in_order(a: Hashes, b: Hashes, chain: Runs, max_cells: int) -> int:
    """Add up the runs, and between them the longest common subsequence, row by row."""
    total = 0
    a_at, b_at = chain[0, 0], chain[0, 1]
    for x in range(chain.shape[0]):
        i, j, words = chain[x, 0], chain[x, 1], chain[x, 2]
        a_gap, b_gap = i - a_at, j - b_at
        if a_gap > 0 and b_gap > 0 and a_gap * b_gap <= max_cells:
            row = np.zeros(b_gap + 1, np.int32)
            for p in range(a_at, i):
                corner = 0
                for q in range(b_gap):
                    above = row[q + 1]
                    if a[p] == b[b_at + q]:
                        row[q + 1] = corner + 1
                    elif row[q] > above:
                        row[q + 1] = row[q]
                    corner = above
            total += row[b_gap]
        overlap = max(0, -a_gap, -b_gap)
        total += max(0, words - overlap)
        a_at, b_at = i + words, j + words
    return total


def widen(a: str, b: str, bounds: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """
    Take in the marks around a pair of spans that are the same in both texts, but no space.

    >>> widen('He said: "Go."', 'And "Go."', (10, 12, 5, 7))
    (9, 14, 4, 9)
    """
    a_start, a_end, b_start, b_end = bounds
    back = 0
    while (
        back < min(a_start, b_start)
        and a[a_start - back - 1] == b[b_start - back - 1]
        and not a[a_start - back - 1].isalnum()
    ):
        back += 1
    while back and a[a_start - back].isspace():
        back -= 1
    ahead = 0
    while (
        ahead < min(len(a) - a_end, len(b) - b_end)
        and a[a_end + ahead] == b[b_end + ahead]
        and not a[a_end + ahead].isalnum()
    ):
        ahead += 1
    while ahead and a[a_end + ahead - 1].isspace():
        ahead -= 1
    return a_start - back, a_end + ahead, b_start - back, b_end + ahead
