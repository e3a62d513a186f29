"""Stage 4, align, step 3: chains -> spans that were copied, word for word or nearly."""

from __future__ import annotations

import math

import numpy as np

from wirecopy.align.chain import order_chains
from wirecopy.align.passages import MIN_WORDS, Boxes, Span, is_new, take
from wirecopy.align.seeds import SEED_WORDS, Hashes, Places, Runs, find_runs
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel

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
    runs = find_runs(a, b, SEED_WORDS)
    if not len(runs):
        return [], min(len(a), len(b))
    order, bounds = order_chains(runs, GAP, enough)
    a_taken, b_taken = np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_)
    spans = np.empty((len(bounds), 4), np.int64)
    count = _choose(runs, order, bounds, 2 * enough, a_taken, b_taken, spans)
    left = min(len(x) - int(np.count_nonzero(x)) for x in (a_taken, b_taken))
    return [Span(*span) for span in spans[:count].tolist()], left


@kernel
def _choose(
    runs: Runs,
    order: Places,
    bounds: Places,
    repeated: float,
    a_taken: Flags,
    b_taken: Flags,
    spans: Boxes,
) -> Int:
    """Write the spans of chains that are new, and mark their words; give how many there are."""
    count = 0
    for chain in range(bounds.shape[0]):
        head, tail, words = order[bounds[chain, 0]], order[bounds[chain, 1] - 1], 0
        for x in range(bounds[chain, 0], bounds[chain, 1]):
            words += runs[order[x], 2]
        span = spans[count]
        span[0], span[1] = runs[head, 0], runs[tail, 0] + runs[tail, 2]
        span[2], span[3] = runs[head, 1], runs[tail, 1] + runs[tail, 2]
        if is_new(span, a_taken, b_taken, words >= repeated):
            take(span, a_taken, b_taken)
            count += 1
    return count
