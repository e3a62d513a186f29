"""
Stage 4, align, step 2: seeds -> chains, seeds that follow each other in both texts.

The chaining of read mappers (minimap2): the best chain that ends in a seed is the best chain of
an earlier seed plus this one, less a cost for the words skipped. Gaps are bounded and few earlier
seeds are tried, so that the work stays linear in the number of seeds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Places, Runs
from wirecopy.kernel import Int, kernel

LOOK_BACK = 64
"""Earlier seeds that are tried as the one before."""

COST = 0.1
"""What a word between two seeds costs, in words of a seed."""


def chain_runs(runs: Runs, gap: int, words: float = 0) -> list[Runs]:
    """
    Join runs into chains, the heaviest first; every run is in one chain.

    Args:
        runs: Seeds in the order of a, then b.
        gap: Words that may lie between two seeds of a chain, on either side.
        words: Leave out chains of which the seeds have fewer words.

    >>> import numpy as np
    >>> runs = np.array([[0, 0, 5], [6, 6, 7], [90, 8, 5]], np.int32)
    >>> [chain.tolist() for chain in chain_runs(runs, gap=30)]
    [[[0, 0, 5], [6, 6, 7]], [[90, 8, 5]]]
    """
    order, bounds = order_chains(runs, gap, words)
    return [runs[order[start:end]] for start, end in bounds.tolist()]


def order_chains(runs: Runs, gap: int, words: float) -> tuple[Places, Places]:
    """Give the runs chain after chain, and where in that order each of the listed begins, ends."""
    before, weight = np.empty(len(runs), np.int32), np.empty(len(runs), np.float64)
    _link(runs, gap, COST, LOOK_BACK, before, weight)
    # Heaviest first; equals in the order of the text, so that the sort leaves nothing to chance.
    best_first = np.argsort(-weight, kind="stable")
    order, bounds = np.empty(len(runs), np.int32), np.empty((len(runs), 2), np.int32)
    taken = np.zeros(len(runs), np.bool_)
    count = _unlink(runs, before, best_first, float(words), taken, order, bounds)
    return order, bounds[:count]


@kernel
def _link(
    runs: Runs, gap: Int, cost: float, look_back: Int, before: Places, weight: NDArray[np.float64]
) -> None:
    """
    Find for each run the best run before it (or -1), and the weight of the chain up to it.

    Besides the nearest runs the heaviest so far is tried: in a table a long run has hundreds of
    little ones beside it, before the next one that follows it.
    """
    heaviest = 0
    for x in range(runs.shape[0]):
        a, b, words = runs[x, 0], runs[x, 1], runs[x, 2]
        before[x] = -1
        weight[x] = words
        nearest = max(0, x - look_back)
        for back in range(1, x - nearest + 2):
            y = x - back if x - back >= nearest else heaviest
            a_gap = a - runs[y, 0] - runs[y, 2]
            b_gap = b - runs[y, 1] - runs[y, 2]
            if a_gap > gap or b_gap > gap or runs[y, 0] >= a or runs[y, 1] >= b:
                continue
            overlap = max(0, -a_gap, -b_gap)
            if overlap >= words:
                continue
            joined = weight[y] + words - overlap - cost * (max(a_gap, 0) + max(b_gap, 0))
            if joined > weight[x]:
                weight[x] = joined
                before[x] = y
        if weight[x] > weight[heaviest]:
            heaviest = x


@kernel
def _unlink(
    runs: Runs,
    before: Places,
    best_first: NDArray[np.int64],
    enough: float,
    taken: NDArray[np.bool_],
    order: Places,
    bounds: Places,
) -> Int:
    """
    Take the chains apart, heaviest first, each in the order of its runs.

    Args:
        runs: The runs.
        before: For each the one before it in its chain, or -1.
        best_first: The runs, by the weight of the chain that ends with them.
        enough: Words that a chain must have to be listed.
        taken: Zeros: which runs are in a chain already.
        order: Takes the runs of one chain after another.
        bounds: Takes the places in `order` where each chain that is listed begins and ends.

    Returns:
        How many chains are listed.
    """
    filled = count = 0
    for last in best_first:
        words, length, x = 0, 0, np.int64(last)
        while x >= 0 and not taken[x]:
            taken[x] = True
            words += runs[x, 2]
            length += 1
            x = np.int64(before[x])
        if length == 0:
            continue
        x = np.int64(last)
        for at in range(filled + length - 1, filled - 1, -1):
            order[at] = x
            x = np.int64(before[x])
        if words >= enough:
            bounds[count, 0], bounds[count, 1] = filled, filled + length
            count += 1
        filled += length
    return count
