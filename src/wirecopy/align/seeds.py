"""
Stage 4, align, step 1: two word sequences -> seeds, the runs of words that stand in both.

A seed is an exact run: each of its words stands in both texts in the same order, and it cannot
be grown on either side. Words are compared by their hashes only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.kernel import Int, kernel, part

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Runs = NDArray[np.int32]
"""Rows of (a_at, b_at, words), in the order of a, then b."""

SEED_WORDS = 5
"""Words of a seed: the shortest run that two texts seldom share by chance."""

MANY = 16
"""
A phrase that stands p times in a and q times in b is tried in all p * q places up to this many.
Beyond, the first in a is tried with the first in b, the second with the second, and so on: that
still finds repetitive text that was copied whole, and keeps the work linear.
"""


def find_runs(a: Hashes, b: Hashes, words: int, many: int = MANY) -> Runs:
    """
    Find the longest common runs of at least so many words.

    >>> import numpy as np
    >>> a, b = np.array([1, 2, 3, 4, 9], np.uint64), np.array([7, 2, 3, 4, 8], np.uint64)
    >>> find_runs(a, b, 3).tolist()
    [[1, 1, 3]]
    """
    if min(len(a), len(b)) < words:
        return np.empty((0, 3), np.int32)
    slots = 1 << (2 * len(b)).bit_length()
    room = 64
    while True:
        found = np.empty((room, 3), np.int32)
        count = _find_runs(
            a,
            b,
            words,
            many,
            np.zeros(slots, np.int32),
            np.empty(len(b), np.int32),
            np.zeros((slots, 2), np.int32),
            np.empty(len(a), np.int32),
            np.zeros(len(a) + len(b), np.int32),
            found,
        )
        if abs(count) <= room:
            runs = found[: abs(count)]
            return runs if count >= 0 else runs[np.lexsort((runs[:, 1], runs[:, 0]))]
        room = abs(count)


@kernel
def _find_runs(
    a: Hashes,
    b: Hashes,
    words: Int,
    many: Int,
    first: Places,
    later: Places,
    times: NDArray[np.int32],
    home: Places,
    reach: Places,
    found: Runs,
) -> Int:
    """
    Look up the phrases of a in a table of those of b, and grow each hit on its diagonal.

    Args:
        a: Words of the one text.
        b: Words of the other.
        words: Length of a phrase.
        many: See `MANY`.
        first: The table, zeros: a slot takes where its phrase first stands in b, counted from 1.
        later: For each place in b, where the same phrase stands next.
        times: Zeros: how often the phrase of a slot stands in a and in b.
        home: For each place in a, the slot of its phrase.
        reach: Zeros, one for each diagonal: where in a its last run ended.
        found: Takes the runs, as many as it has room for.

    Returns:
        How many runs there are; less than zero where they are not in order.
    """
    for j in range(b.size - words, -1, -1):
        slot = _slot_of(b, j, b, words, first)
        later[j] = first[slot] - 1
        first[slot] = j + 1
        times[slot, 1] += 1
    for i in range(a.size - words + 1):
        slot = _slot_of(a, i, b, words, first)
        home[i] = slot if first[slot] > 0 else -1
        times[slot, 0] += 1
    count, order, before = 0, 1, np.int64(-1)
    for i in range(a.size - words + 1):
        slot = int(home[i])
        if slot < 0:
            continue
        j = first[slot] - 1
        in_turn = np.int64(times[slot, 0]) * np.int64(times[slot, 1]) > many
        if in_turn and j >= 0:
            first[slot] = later[j] + 1
        while j >= 0:
            diagonal = j - i + a.size
            if i >= reach[diagonal]:
                back = 0
                while min(i, j) > back and a[i - back - 1] == b[j - back - 1]:
                    back += 1
                ahead = words
                while i + ahead < a.size and j + ahead < b.size and a[i + ahead] == b[j + ahead]:
                    ahead += 1
                reach[diagonal] = i + ahead
                place = np.int64(i - back) << 32 | np.int64(j - back)
                order = order if place > before else -1
                before = place
                if count < found.shape[0]:
                    found[count, 0] = i - back
                    found[count, 1] = j - back
                    found[count, 2] = back + ahead
                count += 1
            j = -1 if in_turn else later[j]
    return order * count


@part
def _slot_of(text: Hashes, at: Int, b: Hashes, words: Int, first: Places) -> Int:
    """Give the slot of the phrase at a place: the one that holds it, or an empty one."""
    mixed = np.uint64(words)
    for t in range(words):
        mixed = (mixed ^ text[at + t]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    mask = np.uint64(first.size - 1)
    slot = mixed & mask
    while True:
        j = first[slot] - 1
        if j < 0:
            return np.int64(slot)
        t = 0
        while t < words and text[at + t] == b[j + t]:
            t += 1
        if t == words:
            return np.int64(slot)
        slot = (slot + np.uint64(1)) & mask
