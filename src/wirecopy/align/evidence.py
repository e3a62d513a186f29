"""
Stage 4, align: how strongly a word that stands in both texts speaks for reuse.

Two hypotheses for a word of one text, given a stretch of the other: it was taken over (then it
stands there with the chance `KEPT`, or by accident), or not (then by accident only). A hit weighs
the logarithm of the ratio, a miss costs `log(1 - KEPT)`: both in nats. How likely an accident is
comes from the two texts themselves, so no word list and no language is built in: "the" weighs
next to nothing, a name that stands once on either side weighs much.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Hashes, Places
from wirecopy.kernel import kernel

Floats = NDArray[np.float64]

KEPT = 0.4
"""Chance that a word survives a rewrite."""

STRETCH = 80.0
"""Words of the other text in which a word may find its like by accident."""

UNSEEN = 0.3
"""Times that a word is thought to stand in the two texts beyond the once on either side."""

SENTENCE = 2.0
"""Nats for a passage that begins where a sentence begins, or ends where one ends."""

MISS = float(-np.log(1 - KEPT))
"""What a word without its like costs, in nats."""


class Evidence:
    """The words of two texts numbered alike, with what each weighs, and where sentences begin."""

    def __init__(self, a: Hashes, b: Hashes) -> None:
        """Number the words of both texts, and weigh them."""
        self.a_words, self.b_words = a, b
        _, numbers = np.unique(np.concatenate([a, b]), return_inverse=True)
        self.a: Places = numbers[: len(a)].astype(np.int32)
        self.b: Places = numbers[len(a) :].astype(np.int32)
        self.vocabulary = int(numbers.max()) + 1 if len(numbers) else 0
        self.a_times = np.bincount(self.a, minlength=self.vocabulary)
        self.b_times = np.bincount(self.b, minlength=self.vocabulary)
        others = np.maximum(self.a_times - 1, 0) + np.maximum(self.b_times - 1, 0) + UNSEEN
        accident = -np.expm1(-others / len(numbers) * STRETCH)
        self.gain: Floats = np.log((KEPT + (1 - KEPT) * accident) / accident)


def sentence_bonus(text: str, starts: Places, ends: Places) -> Floats:
    """
    Give `SENTENCE` for each word that begins a sentence, and for the end of the text; else 0.

    >>> import numpy as np
    >>> starts, ends = np.array([0, 3, 7], np.int32), np.array([2, 5, 9], np.int32)
    >>> sentence_bonus("Go on. Do it", starts, ends).tolist()
    [2.0, 0.0, 2.0, 2.0]
    """
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    bonus = np.zeros(len(starts) + 1)
    _mark_sentences(letters, starts, ends, SENTENCE, bonus)
    return bonus


@kernel
def _mark_sentences(
    letters: NDArray[np.uint32], starts: Places, ends: Places, value: float, bonus: Floats
) -> None:
    """Set the bonus after a mark of ending with space behind it, and after a blank line."""
    bonus[0] = bonus[starts.size] = value
    for word in range(1, starts.size):
        stopped, spaced, lines = False, False, 0
        for at in range(ends[word - 1], starts[word]):
            letter = letters[at]
            if letter in (0x2E, 0x21, 0x3F, 0x2026):  # . ! ? …
                stopped = True
            elif letter in (0x3002, 0xFF01, 0xFF1F):  # 。！？
                stopped = spaced = True
            elif letter == 0x0A:
                spaced = True
                lines += 1
            elif letter in (0x20, 0x09, 0x0D, 0xA0):
                spaced = True
        if (stopped and spaced) or lines > 1:
            bonus[word] = value
