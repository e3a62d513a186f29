"""
Stage 4, align: pairs of windows that share rare words, where a rewritten span may be.

They are the seeds of rewritten spans: `refine` finds where the span around one begins and ends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.evidence import Floats
from wirecopy.align.passages import Boxes
from wirecopy.align.refine import Arrays, Pair
from wirecopy.align.seeds import Places
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel, part

Keys = NDArray[np.int64]

STEP = 16
"""Words from one window to the next. A window is two steps long."""

MANY = 36
"""A word that stands p times in a and q times in b seeds nothing if p * q is more than this."""

MIN_SEED = 11.0
"""Evidence that two windows must share to be looked at, in nats."""

MOST_WINDOWS = 100
"""Most pairs of windows that are looked at, the best first."""

SLAB = 1 << 16
"""Words of a whose windows are weighed at a time, so that memory stays bounded."""


def find_windows(pair: Pair, a_taken: Flags, b_taken: Flags) -> Boxes:
    """Give the pairs of windows that share most, the best first; words in copied spans are out."""
    places, numbers = np.empty(len(pair.b), np.int32), len(pair.gain)
    ends, rare = np.empty(numbers, np.int32), np.empty(numbers, np.int32)
    windows, weights = np.empty((MOST_WINDOWS, 4), np.int64), np.empty(MOST_WINDOWS)
    keys, slots = np.empty(MOST_WINDOWS, np.int64), 1 << min(16, (8 * len(pair.b)).bit_length())
    while True:
        count = int(
            _find_windows(
                tuple(pair), a_taken, b_taken, places, ends, rare, np.empty(slots, np.int64),
                np.empty(slots), keys, weights, windows,
            )
        )  # fmt: skip
        if count >= 0:
            return windows[:count]
        slots = -count


@kernel
def _find_windows(
    texts: Arrays,
    a_taken: Flags,
    b_taken: Flags,
    places: Places,
    ends: Places,
    rare: Places,
    corners: Keys,
    shared: Floats,
    keys: Keys,
    weights: Floats,
    windows: Boxes,
) -> Int:
    """Write the pairs of windows; give how many, or, less than zero, the slots that it takes."""
    pair = Pair(*texts)
    _place(pair, places, ends, rare)
    columns, count = pair.b.size // STEP + 2, 0
    for start in range(0, pair.a.size, SLAB):
        end, seeds, slots = min(start + SLAB, pair.a.size), 0, 8
        for at in range(start, end):
            if not a_taken[at]:
                seeds += rare[pair.a[at]]
        while slots <= 8 * seeds:
            slots *= 2
        if slots > corners.size:
            return -slots
        count = _weigh_corners(
            pair, start, end, a_taken, b_taken, places, ends, rare, columns,
            corners[:slots], shared[:slots], keys, weights, count,
        )  # fmt: skip
    for x in range(count):
        row, column = keys[x] // columns, keys[x] % columns
        windows[x, 0] = max(0, (row - 1) * STEP)
        windows[x, 1] = min(pair.a.size, (row + 1) * STEP)
        windows[x, 2] = max(0, (column - 1) * STEP)
        windows[x, 3] = min(pair.b.size, (column + 1) * STEP)
    return count


@part
def _place(pair: Pair, places: Places, ends: Places, rare: Places) -> None:
    """
    List the places of b by their words, in order.

    Args:
        pair: The texts.
        places: Takes the places in b, those of one word side by side.
        ends: Takes for each word where its places end.
        rare: Takes how many places a word has, or 0 if it is too frequent to seed anything.
    """
    total = 0
    for word in range(pair.b_times.size):
        ends[word] = total
        total += pair.b_times[word]
        many = pair.a_times[word] * pair.b_times[word] > MANY
        rare[word] = 0 if many else pair.b_times[word]
    for at in range(pair.b.size):
        places[ends[pair.b[at]]] = at
        ends[pair.b[at]] += 1


@part
def _weigh_corners(
    pair: Pair,
    start: Int,
    end: Int,
    a_taken: Flags,
    b_taken: Flags,
    places: Places,
    ends: Places,
    rare: Places,
    columns: Int,
    corners: Keys,
    shared: Floats,
    keys: Keys,
    weights: Floats,
    count: Int,
) -> Int:
    """
    Add up what the words weigh that two windows share, in a hash table by pair of windows.

    A word lies in two windows of each text, one from its own step, one from the step before. Keeps
    the keys of the pairs that share most, and their weights, in order; gives how many there are.
    """
    mask = corners.size - 1
    corners[:] = 0
    shared[:] = 0.0
    for at in range(start, end):
        if a_taken[at]:
            continue
        word = pair.a[at]
        for place in range(ends[word] - rare[word], ends[word]):
            j = places[place]
            if b_taken[j]:
                continue
            own = at // STEP * columns + j // STEP
            for corner in (own, own + 1, own + columns, own + columns + 1):
                slot = (corner * 0x9E3779B1) >> 7 & mask
                while corners[slot] > 0 and corners[slot] != corner + 1:
                    slot = (slot + 1) & mask
                corners[slot] = corner + 1
                shared[slot] += pair.gain[word]
    for slot in range(corners.size):
        if shared[slot] > MIN_SEED:
            count = _put_in_order(corners[slot] - 1, shared[slot], keys, weights, count)
    return count


@part
def _put_in_order(key: Int, weight: float, keys: Keys, weights: Floats, count: Int) -> Int:
    """Put a key in its place, the heaviest first, the smaller of equals; give how many are kept."""
    if count < keys.size:
        count += 1
    elif weight < weights[count - 1] or (weight == weights[count - 1] and key > keys[count - 1]):
        return count
    at = count - 1
    while at > 0 and (
        weights[at - 1] < weight or (weights[at - 1] == weight and keys[at - 1] > key)
    ):
        keys[at], weights[at] = keys[at - 1], weights[at - 1]
        at -= 1
    keys[at], weights[at] = key, weight
    return count
