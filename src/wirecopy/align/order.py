"""
Stage 4, align: how many words of two texts stand in both in the same order.

The measure of what was changed in a passage: its longest common subsequence, in words.
"""

from __future__ import annotations

import numpy as np

from wirecopy.align.chain import chain_runs
from wirecopy.align.seeds import SEED_WORDS, Hashes, Places, Runs, find_runs
from wirecopy.kernel import Int, kernel, part

MAX_CELLS = 1 << 22
"""Largest gap between two seeds, words times words, in which common words are still counted."""


def count_in_order(a: Hashes, b: Hashes) -> int:
    """
    Count the words that stand in both in order: the longest common subsequence.

    Of long texts it is cut at the seeds of their heaviest chain, and gaps larger than `MAX_CELLS`
    are left out, so that the count may fall short.

    >>> import numpy as np
    >>> a, b = np.array([1, 2, 5, 8, 3], np.uint64), np.array([1, 2, 8, 6, 3], np.uint64)
    >>> count_in_order(a, b)
    4
    """
    cuts = np.zeros((2, 3), np.int32)
    cuts[1, 0], cuts[1, 1] = len(a), len(b)
    if len(a) * len(b) > MAX_CELLS:
        chains = chain_runs(find_runs(a, b, SEED_WORDS), len(a) + len(b))
        cuts = np.concatenate([cuts[:1], *chains[:1], cuts[1:]])
    slots = np.empty(1 << (2 * len(b)).bit_length(), np.int32)
    later, bits = np.empty(len(b), np.int32), np.empty(len(b) // 64 + 1, np.uint64)
    return int(_count_in_order(a, b, cuts, MAX_CELLS, slots, later, bits))


@kernel
def _count_in_order(
    a: Hashes, b: Hashes, cuts: Runs, max_cells: Int, slots: Places, later: Places, bits: Hashes
) -> Int:
    """Add up the runs at which the texts are cut and, between them, what is common in order."""
    total, a_at, b_at = 0, 0, 0
    for cut in range(cuts.shape[0]):
        a_cut, b_cut, words = cuts[cut, 0], cuts[cut, 1], cuts[cut, 2]
        total += words - max(0, a_at - a_cut, b_at - b_cut)
        a_end, b_end = a_cut, b_cut
        while a_at < a_end and b_at < b_end and a[a_at] == b[b_at]:
            a_at, b_at, total = a_at + 1, b_at + 1, total + 1
        while a_at < a_end and b_at < b_end and a[a_end - 1] == b[b_end - 1]:
            a_end, b_end, total = a_end - 1, b_end - 1, total + 1
        if a_at < a_end and b_at < b_end and (a_end - a_at) * (b_end - b_at) <= max_cells:
            total += _common_subsequence(a[a_at:a_end], b[b_at:b_end], slots, later, bits)
        a_at, b_at = a_cut + words, b_cut + words
    return total


@part
def _common_subsequence(a: Hashes, b: Hashes, slots: Places, later: Places, bits: Hashes) -> Int:
    """
    Give the length of the longest common subsequence, 64 cells of its table at a time.

    A row of the table rises by no more than one from word to word of b: the bit of a word is 0
    where it does. From one row to the next (Hyyrö, Bit-parallel LCS-length computation revisited,
    2004) only the bits change at and after places of the word of a, so that others are passed over.

    Args:
        a: Words.
        b: Words.
        slots: Takes where each word first stands in b, counted from 1; more than twice as many.
        later: Takes where the word of a place stands next in b, or -1.
        bits: Takes the row.
    """
    size = 1
    while size <= 2 * b.size:
        size *= 2
    slots[:size] = 0
    for place in range(b.size - 1, -1, -1):
        slot = _slot_of(b[place], b, slots, size)
        later[place] = slots[slot] - 1
        slots[slot] = place + 1
    count = (b.size + 63) // 64
    bits[:count] = ~np.uint64(0)
    for i in range(a.size):
        j: Int = np.int64(slots[_slot_of(a[i], b, slots, size)]) - 1
        at, carry = j >> 6, np.uint64(0)
        while (j >= 0 or carry) and at < count:
            here = np.uint64(0)
            while j >= 0 and j >> 6 == at:
                here |= np.uint64(1) << np.uint64(j & 63)
                j = np.int64(later[j])
            before = bits[at]
            after = before + (before & here)
            over = after < before
            after += carry
            carry = np.uint64(over or after < carry)
            bits[at] = after | (before & ~here)
            at = at + 1 if carry or j < 0 else j >> 6
    length = 0
    for at in range(count):
        rises = ~bits[at]
        while rises:
            rises &= rises - np.uint64(1)
            length += 1
    return length


@part
def _slot_of(word: np.uint64, b: Hashes, slots: Places, size: Int) -> Int:
    """Give the slot of a word: the one that holds it, or an empty one."""
    slot = np.int64(word) & (size - 1)
    while slots[slot] > 0 and b[slots[slot] - 1] != word:
        slot = (slot + 1) & (size - 1)
    return slot
