"""Stage 4, align, step 3: chains -> spans that were copied, word for word or nearly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.chain import COST, LOOK_BACK, link, unlink
from wirecopy.align.passages import MIN_WORDS, Boxes, Span, is_new, take
from wirecopy.align.seeds import MANY, SEED_WORDS, Hashes, Places, Runs, tables_of, write_runs
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel, part

GAP = 45
"""Words that may lie between two seeds of one passage, on either side."""

WORDS_PER_NAT = 1.2
"""
Words that the seeds of a copied span must have for each natural logarithm of the number of places
where two texts could meet by chance, for more phrases meet in long texts: 15 for two stories of 500
words, 18 for a story and a book chapter. (BLAST's E-value grows in the same way.)
"""


def find_copied(a: Hashes, b: Hashes) -> tuple[list[Span], int]:
    """
    Find the spans that were copied, the heaviest first, and count the words in none of them.

    A word belongs to one span at most, save where a long span of one text stands twice in the
    other: then both places are found. Of smaller repeats only the first is.

    Returns:
        The spans, and the words left on the side that has fewer of them.
    """
    enough = max(float(MIN_WORDS), WORDS_PER_NAT * math.log(max(1, len(a) * len(b))))
    a_taken, b_taken = np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_)
    room = 64
    while min(len(a), len(b)) >= SEED_WORDS:
        spans = np.empty((room, 4), np.int64)
        runs, count = _find_copied(
            a, b, enough, *tables_of(a, b), np.empty((2 * room, 3), np.int32),
            np.empty((4, room), np.int32), np.empty(room), np.empty(room, np.int64),
            np.zeros(room, np.bool_), np.empty((room, 2), np.int32), a_taken, b_taken, spans,
        )  # fmt: skip
        if runs <= room:
            taken = np.count_nonzero(a_taken), np.count_nonzero(b_taken)
            left = min(len(a) - int(taken[0]), len(b) - int(taken[1]))
            return [Span(*span) for span in spans[:count].tolist()], left
        room = runs
    return [], min(len(a), len(b))


@kernel
def _find_copied(
    a: Hashes,
    b: Hashes,
    enough: float,
    first: Places,
    later: Places,
    times: Places,
    home: Places,
    reach: Places,
    runs: Runs,
    places: Places,
    weight: NDArray[np.float64],
    keys: NDArray[np.int64],
    in_chain: Flags,
    bounds: Places,
    a_taken: Flags,
    b_taken: Flags,
    spans: Boxes,
) -> tuple[Int, Int]:
    """
    Write the spans, if there is room for the runs, and mark their words.

    Returns:
        How many runs there are, and how many spans.
    """
    room, spare = keys.size, places[3]
    count = write_runs(a, b, SEED_WORDS, MANY, first, later, times, home, reach, runs[room:])
    if count > room:
        return count, 0
    for x in range(count):
        keys[x] = np.int64(runs[room + x, 0]) << 32 | np.int64(runs[room + x, 1])
    _put_in_order(keys, count, places[0], spare)
    for x in range(count):
        for column in range(3):
            runs[x, column] = runs[room + places[0, x], column]
    # Heaviest first: the bits of two numbers above zero are in the order of the numbers.
    link(runs[:count], GAP, COST, LOOK_BACK, places[1], weight)
    bits = weight.view(np.int64)
    for x in range(count):
        keys[x] = -bits[x]
    _put_in_order(keys, count, places[0], spare)
    chained = unlink(
        runs[:count], places[1], places[0, :count], enough, in_chain, places[2], bounds
    )
    found = 0
    for chain in range(chained):
        head, tail, words = places[2, bounds[chain, 0]], places[2, bounds[chain, 1] - 1], 0
        for x in range(bounds[chain, 0], bounds[chain, 1]):
            words += runs[places[2, x], 2]
        span = spans[found]
        span[0], span[1] = runs[head, 0], runs[tail, 0] + runs[tail, 2]
        span[2], span[3] = runs[head, 1], runs[tail, 1] + runs[tail, 2]
        if is_new(span, a_taken, b_taken, words >= 2 * enough):
            take(span, a_taken, b_taken)
            found += 1
    return count, found


@part
def _put_in_order(keys: NDArray[np.int64], count: Int, order: Places, spare: Places) -> None:
    """Write the places of keys in their order, equals as they come: a merge sort, from below."""
    rises = 0
    for x in range(count):
        order[x] = x
        rises += x == 0 or keys[x - 1] <= keys[x]
    width = count if rises == count else 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle, end = min(start + width, count), min(start + 2 * width, count)
            left, right = start, middle
            for at in range(start, end):
                if left < middle and (right == end or keys[order[left]] <= keys[order[right]]):
                    spare[at] = order[left]
                    left += 1
                else:
                    spare[at] = order[right]
                    right += 1
        for x in range(count):
            order[x] = spare[x]
        width *= 2
