"""
Stage 4, align, step 1: two word sequences -> seeds, the runs of words that stand in both.

A seed is an exact run: every word of it stands in both texts in the same order, and it cannot
be grown on either side. Words are compared by their hashes only.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Runs = NDArray[np.int32]
"""Rows of (a_at, b_at, words), in the order of a, then b."""

MANY = 16
"""
A phrase that stands p times in a and q times in b is tried in all p * q places up to this many.
Beyond, the first in a is tried with the first in b, the second with the second, and so on: that
still finds repetitive text that was copied whole, and keeps the work linear.
"""


def find_runs(a: Hashes, b: Hashes, words: int) -> Runs:
    """
    Find the longest common runs of at least so many words.

    >>> import numpy as np
    >>> a, b = np.array([1, 2, 3, 4, 9], np.uint64), np.array([7, 2, 3, 4, 8], np.uint64)
    >>> find_runs(a, b, 3).tolist()
    [[1, 1, 3]]
    """
    if len(a) < words or len(b) < words:
        return np.empty((0, 3), np.int32)
    runs = _find_runs(a, b, words, MANY)
    return runs[np.lexsort((runs[:, 1], runs[:, 0]))]


@njit(nogil=True, cache=True)
def _find_runs(a: Hashes, b: Hashes, words: int, many: int) -> Runs:
    """Look up the phrases of a in a table of those of b, and grow each hit on its diagonal."""
    a_last, b_last = a.size - words, b.size - words
    slots = 16
    while slots < 2 * b_last:
        slots *= 2
    # An open-addressed table: slot -> where its phrase first stands in b; later[j] -> where next.
    first = np.full(slots, -1, np.int32)
    later = np.full(b.size, -1, np.int32)
    in_a, in_b = np.zeros(slots, np.int64), np.zeros(slots, np.int64)
    for j in range(b_last, -1, -1):
        slot = _slot_of(b, j, b, words, first)
        later[j] = first[slot]
        first[slot] = j
        in_b[slot] += 1
    home = np.empty(a_last + 1, np.int64)
    for i in range(a_last + 1):
        slot = _slot_of(a, i, b, words, first)
        home[i] = slot if first[slot] >= 0 else -1
        in_a[slot] += 1
    # reach[diagonal] is where in a the last run on that diagonal ended: seeds before it are inside.
    reach = np.zeros(a.size + b.size, np.int32)
    found = np.empty((64, 3), np.int32)
    count = 0
    for i in range(a_last + 1):
        slot = home[i]
        if slot < 0:
            continue
        j = first[slot]
        in_turn = in_a[slot] * in_b[slot] > many
        if in_turn and j >= 0:
            first[slot] = later[j]
        while j >= 0:
            if i >= reach[j - i + a.size]:
                start, back = i, j
                while start > 0 and back > 0 and a[start - 1] == b[back - 1]:
                    start -= 1
                    back -= 1
                end, ahead = i + words, j + words
                while end < a.size and ahead < b.size and a[end] == b[ahead]:
                    end += 1
                    ahead += 1
                reach[j - i + a.size] = end
                if count == found.shape[0]:
                    more = np.empty((2 * count, 3), np.int32)
                    more[:count] = found
                    found = more
                found[count, 0], found[count, 1], found[count, 2] = start, back, end - start
                count += 1
            j = -1 if in_turn else later[j]
    return found[:count].copy()


@njit(nogil=True, cache=True)
def _slot_of(text: Hashes, at: int, b: Hashes, words: int, first: NDArray[np.int32]) -> int:
    """Give the slot of the phrase at a place: the one that holds it, or the empty one for it."""
    mixed = np.uint64(words)
    for t in range(words):
        mixed = (mixed ^ text[at + t]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    mask = np.uint64(first.size - 1)
    slot = mixed & mask
    while True:
        j = first[slot]
        if j < 0:
            return int(slot)
        t = 0
        while t < words and text[at + t] == b[j + t]:
            t += 1
        if t == words:
            return int(slot)
        slot = (slot + np.uint64(1)) & mask
