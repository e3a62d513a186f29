"""
Stage 4, align, step 6: spans -> passages, their share, kind and bounds in code points.

A passage begins and ends at words. Marks that touch its first or last word (quotes, brackets, a
full stop) belong to it where both texts have the same ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.order import count_in_order
from wirecopy.align.seeds import Hashes
from wirecopy.align.story import Flags
from wirecopy.kernel import Bool, part
from wirecopy.records import PassageKind

MIN_WORDS = 15
"""
Words that the seeds of a copied span must have, however short the texts are. Stock phrases are
shorter: "spoke on condition of anonymity because he was not authorized to speak publicly" has 13.
"""

EDITED_SHARE = 0.6
"""A passage that keeps less than this of its words in order is rewritten."""

FIRM = 0.8
"""
Share of words in order from which a span is firm: two sentences that changed places are two
passages, but two pieces of a passage that was stirred are one.
"""

STRAY_WORDS = 2
"""
Words of the next sentence that both texts may go on with by chance, after a passage that ends with
a sentence in both (a "The", an "In a"), or go before it.
"""


Box = NDArray[np.int64]
"""(a_start, a_end, b_start, b_end) in words: a span, in a kernel."""

Boxes = NDArray[np.int64]
"""Rows of a box each."""


class Span(NamedTuple):
    """A passage in words: a[a_start:a_end] is aligned with b[b_start:b_end]."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int

    def mirrored(self) -> Span:
        """Give the same span with the sides changed."""
        return Span(self.b_start, self.b_end, self.a_start, self.a_end)


@part
def is_new(span: Box | Span, a_taken: Flags, b_taken: Flags, repeats: Bool) -> Bool:
    """Is at most half of a span taken already, on both sides, or, for a repeat, on one?"""
    a_most = 2 * a_taken[span[0] : span[1]].sum() > span[1] - span[0]
    b_most = 2 * b_taken[span[2] : span[3]].sum() > span[3] - span[2]
    return not (a_most and b_most) if repeats else not (a_most or b_most)


@part
def take(span: Box | Span, a_taken: Flags, b_taken: Flags) -> None:
    """Mark the words of a span as taken, on both sides."""
    a_taken[span[0] : span[1]] = True
    b_taken[span[2] : span[3]] = True


def around(x: Span, y: Span) -> Span:
    """Give the smallest span that holds both."""
    return Span(
        min(x.a_start, y.a_start),
        max(x.a_end, y.a_end),
        min(x.b_start, y.b_start),
        max(x.b_end, y.b_end),
    )


def trim(span: Span, a_begins: NDArray[np.bool_], b_begins: NDArray[np.bool_]) -> Span:
    """
    Leave out the word or two of another sentence at the ends of a span, if it is so in both texts.

    >>> import numpy as np
    >>> begins = np.zeros(41, np.bool_)
    >>> begins[[0, 20, 39]] = True
    >>> trim(Span(19, 40, 19, 40), begins, begins)
    Span(a_start=20, a_end=39, b_start=20, b_end=39)
    """
    a_start, a_end, b_start, b_end = span
    if min(a_end - a_start, b_end - b_start) < MIN_WORDS + 2 * STRAY_WORDS:
        return span
    for words in range(STRAY_WORDS, 0, -1):
        if a_begins[a_start + words] and b_begins[b_start + words]:
            if not (a_begins[a_start] and b_begins[b_start]):
                a_start, b_start = a_start + words, b_start + words
            break
    for words in range(STRAY_WORDS, 0, -1):
        if a_begins[a_end - words] and b_begins[b_end - words]:
            if not (a_begins[a_end] and b_begins[b_end]):
                a_end, b_end = a_end - words, b_end - words
            break
    return Span(a_start, a_end, b_start, b_end)


def share_of(span: Span, a: Hashes, b: Hashes) -> float:
    """Give the part of the longer side's words that stand in both, in order."""
    a, b = a[span.a_start : span.a_end], b[span.b_start : span.b_end]
    return count_in_order(a, b) / max(len(a), len(b))


def kind_of(share: float) -> PassageKind:
    """Name how much was changed."""
    if share == 1.0:
        return PassageKind.VERBATIM
    return PassageKind.EDITED if share >= EDITED_SHARE else PassageKind.REWRITTEN


def widen(a: str, b: str, bounds: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """
    Take in the marks that touch a pair of spans, as far as they are the same in both texts.

    At the edges of the texts take in all that is left, if it is the same and has no words.

    >>> widen('He said: "Go."', 'And "Go."', (10, 12, 5, 7))
    (9, 14, 4, 9)
    """
    a_start, a_end, b_start, b_end = bounds
    back = _count_marks(a, b, a_start - 1, b_start - 1, -1)
    ahead = _count_marks(a, b, a_end, b_end, 1)
    return a_start - back, a_end + ahead, b_start - back, b_end + ahead


def _count_marks(a: str, b: str, i: int, j: int, step: int) -> int:
    """Count the marks outward from a place in both texts that belong to what stands there."""
    touching = marks = same = 0
    while 0 <= i < len(a) and 0 <= j < len(b) and a[i] == b[j] and not a[i].isalnum():
        same += 1
        if not a[i].isspace():
            touching = same if touching == same - 1 else touching
            marks = same
        i, j = i + step, j + step
    return marks if _is_edge(a, i, step) and _is_edge(b, j, step) else touching


def _is_edge(text: str, at: int, step: int) -> bool:
    """Is there nothing but space from a place to the edge of the text?"""
    while 0 <= at < len(text) and text[at].isspace():
        at += step
    return not 0 <= at < len(text)
