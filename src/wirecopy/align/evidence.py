"""
Stage 4, align: how strongly a word that stands in both texts speaks for reuse.

Two hypotheses for a word of one text, given a stretch of the other: it was taken over (then it
stands there with the chance `KEPT`, or by accident), or not (then by accident only). A hit weighs
the logarithm of the ratio, a miss costs `log(1 - KEPT)`: both in nats. How likely an accident is
comes from the two texts themselves, so no word list and no language is built in: "the" weighs
next to nothing, a name that stands once on either side weighs much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Hashes, Places
from wirecopy.align.story import Story, begins_sentence, is_number
from wirecopy.kernel import Int, kernel

Floats = NDArray[np.float64]

KEPT = 0.4
"""Chance that a word survives a rewrite."""

STRETCH = 80.0
"""Words of the other text in which a word may find its like by accident."""

UNSEEN = 0.08
"""Times that a word is thought to stand in the two texts beyond the once on either side."""

SENTENCE = 2.5
"""Nats for a passage that begins where a sentence begins, or ends where one ends."""

MISS = float(-np.log(1 - KEPT))
"""What a word without its like costs, in nats."""

NUMBER_MISS = 2.0
"""
What a number costs without its like. Rewriting keeps figures; the market report of the next day,
made from the same template, has other ones.
"""


class Side(NamedTuple):
    """One of two texts, as evidence."""

    hashes: Hashes
    numbers: Places
    """The words, numbered as in the other text."""
    times: NDArray[np.int64]
    """How often the word of a number stands in this text."""
    cost: Floats
    """What each word costs where its like is not found."""
    bonus: Floats
    """What a span gains that begins with a word, or ends before it."""


class Evidence:
    """Two texts with their words numbered alike, and what a hit of each number weighs."""

    def __init__(self, a: Story, b: Story) -> None:
        """Number the words of both texts, and weigh them."""
        words = np.concatenate([a.hashes, b.hashes])
        numbers = np.empty(len(words), np.int32)
        slots = np.full(1 << max(3, (2 * len(words)).bit_length()), -1, np.int32)
        self.vocabulary = int(_number(words, numbers, slots))
        self.a = _side(a, numbers[: len(a.hashes)], self.vocabulary)
        self.b = _side(b, numbers[len(a.hashes) :], self.vocabulary)
        others = np.maximum(self.a.times - 1, 0) + np.maximum(self.b.times - 1, 0) + UNSEEN
        accident = -np.expm1(-others / max(1, len(numbers)) * STRETCH)
        self.gain: Floats = np.log((KEPT + (1 - KEPT) * accident) / accident)


@kernel
def _number(words: Hashes, numbers: Places, slots: Places) -> Int:
    """Number words as they come, equal ones alike; give how many there are."""
    mask = np.uint64(slots.size - 1)
    count = 0
    for at in range(words.size):
        slot = np.int64(words[at] & mask)
        while slots[slot] >= 0 and words[slots[slot]] != words[at]:
            slot = (slot + 1) & (slots.size - 1)
        if slots[slot] < 0:
            slots[slot] = at
            numbers[at] = count
            count += 1
        else:
            numbers[at] = numbers[slots[slot]]
    return count


def _side(story: Story, numbers: Places, vocabulary: int) -> Side:
    return Side(
        story.hashes,
        numbers,
        np.bincount(numbers, minlength=vocabulary),
        np.where(is_number(story), NUMBER_MISS, MISS),
        np.where(begins_sentence(story), SENTENCE, 0.0),
    )
