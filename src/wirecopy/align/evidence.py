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
from wirecopy.align.story import Flags, Story
from wirecopy.kernel import Bool, Int, kernel, part

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
    is_number: Flags
    begins_sentence: Flags


class Evidence:
    """Two texts with their words numbered alike, and what a hit of each number weighs."""

    def __init__(self, a: Story, b: Story) -> None:
        """Number the words of both texts, and weigh them."""
        a_words, words = len(a.hashes), len(a.hashes) + len(b.hashes)
        numbers, times = np.empty(words, np.int32), np.zeros((2, words), np.int64)
        slots = np.zeros(1 << max(3, (2 * words).bit_length()), np.int32)
        gain = np.zeros(words)
        count = int(_weigh(a.hashes, b.hashes, slots, numbers, times, gain, np.zeros(64)))
        self.vocabulary = count
        self.a = Side(a.hashes, numbers[:a_words], times[0, :count], a.is_number, a.begins_sentence)
        self.b = Side(b.hashes, numbers[a_words:], times[1, :count], b.is_number, b.begins_sentence)
        self.gain: Floats = gain[:count]


@kernel
def _weigh(
    a: Hashes,
    b: Hashes,
    slots: Places,
    numbers: Places,
    times: NDArray[np.int64],
    gain: Floats,
    known: Floats,
) -> Int:
    """
    Number words as they come, and weigh those of both texts; give how many there are.

    `known`, zeros, takes what a word weighs by how often it stands in both: most stand there twice.
    """
    mask = np.int64(slots.size - 1)
    count = 0
    for at in range(a.size + b.size):
        side = 0 if at < a.size else 1
        word = a[at] if side == 0 else b[at - a.size]
        slot = np.int64(word) & mask
        number = count
        while slots[slot] > 0:
            first = slots[slot] - 1
            if (a[first] if first < a.size else b[first - a.size]) == word:
                number = numbers[first]
                break
            slot = (slot + 1) & mask
        if number == count:
            slots[slot] = at + 1
            count += 1
        numbers[at] = number
        times[side, number] += 1
    words = max(1, a.size + b.size)
    for number in range(count):
        if times[0, number] == 0 or times[1, number] == 0:
            continue
        both = times[0, number] + times[1, number]
        if both < known.size and known[both] > 0:
            gain[number] = known[both]
            continue
        others = times[0, number] - 1 + times[1, number] - 1 + UNSEEN
        accident = -np.expm1(-others / words * STRETCH)
        gain[number] = np.log((KEPT + (1 - KEPT) * accident) / accident)
        if both < known.size:
            known[both] = gain[number]
    return count


@part
def cost_of(is_number: Bool) -> float:
    """Give what a word costs where its like is not found."""
    return NUMBER_MISS if is_number else MISS


@part
def bonus_of(begins_sentence: Bool) -> float:
    """Give what a span gains that begins with a word, or ends before it."""
    return SENTENCE if begins_sentence else 0.0
