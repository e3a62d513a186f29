"""
Stage 4, align, step 2: seeds -> chains, seeds that follow each other in both texts.

The chaining of read mappers (minimap2): the best chain that ends in a seed is the best chain of
an earlier seed plus this one, less a cost for the words skipped. Gaps are bounded and few earlier
seeds are tried, so that the work stays linear in the number of seeds.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from wirecopy.align.seeds import Runs

LOOK_BACK = 64
"""Earlier seeds that are tried as the one before."""


def chain_runs(runs: Runs, gap: int, cost: float) -> list[Runs]:
    """
    Join runs into chains, the heaviest first; every run is in one chain.

    Args:
        runs: Seeds in the order of a, then b.
        gap: Words that may lie between two seeds of a chain, on either side.
        cost: What a skipped word costs, in words.

    >>> import numpy as np
    >>> runs = np.array([[0, 0, 5], [6, 6, 7], [90, 8, 5]], np.int32)
    >>> [chain.tolist() for chain in chain_runs(runs, gap=30, cost=0.1)]
    [[[0, 0, 5], [6, 6, 7]], [[90, 8, 5]]]
    """
    if not len(runs):
        return []
    before, weight = _link(runs, gap, cost, LOOK_BACK)
    # Heaviest first; equals in the order of the text, so that the result never depends on the sort.
    order, ends = _unlink(before, np.lexsort((np.arange(len(runs)), -weight)))
    return [runs[part] for part in np.split(order, ends[:-1])]


@njit(nogil=True, cache=True)
def _link(
    runs: Runs, gap: int, cost: float, look_back: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Find for each run the best run before it (or -1) and the weight of the chain up to it."""
    before = np.full(runs.shape[0], -1, np.int32)
    weight = np.empty(runs.shape[0], np.float64)
    for x in range(runs.shape[0]):
        a, b, words = runs[x, 0], runs[x, 1], runs[x, 2]
        weight[x] = words
        for y in range(x - 1, max(-1, x - 1 - look_back), -1):
            a_gap = a - runs[y, 0] - runs[y, 2]
            b_gap = b - runs[y, 1] - runs[y, 2]
            if a_gap > gap or b_gap > gap or runs[y, 1] >= b or runs[y, 0] >= a:
                continue
            overlap = max(0, -a_gap, -b_gap)
            if overlap >= words:
                continue
            joined = weight[y] + words - overlap - cost * (max(a_gap, 0) + max(b_gap, 0))
            if joined > weight[x]:
                weight[x] = joined
                before[x] = y
    return before, weight


@njit(nogil=True, cache=True)
def _unlink(
    before: NDArray[np.int32], best_first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Take the chains apart, heaviest first: runs in their order, and where each chain ends."""
    order = np.empty(before.size, np.int64)
    ends = np.empty(before.size, np.int64)
    taken = np.zeros(before.size, np.bool_)
    filled, chains = 0, 0
    for last in best_first:
        if taken[last]:
            continue
        start, x = filled, last
        while x >= 0 and not taken[x]:
            taken[x] = True
            order[filled] = x
            filled += 1
            x = before[x]
        order[start:filled] = order[start:filled][::-1].copy()
        ends[chains] = filled
        chains += 1
    return order, ends[:chains]
