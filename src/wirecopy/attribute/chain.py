"""Stage 6, attribute: the best row of tags for a window, and how likely each tag is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wirecopy.attribute.tagger import Chain, Floats


def best_tags(values: Floats, chain: Chain) -> npt.NDArray[np.int64]:
    """Find the likeliest row of tags (Viterbi)."""
    length = len(values)
    score = chain.opening + values[0]
    back = np.zeros((length, values.shape[1]), np.int64)
    columns = np.arange(values.shape[1])
    for place in range(1, length):
        longer = score[:, None] + chain.moves
        back[place] = longer.argmax(0)
        score = longer[back[place], columns] + values[place]
    tags = np.zeros(length, np.int64)
    tags[-1] = score.argmax()
    for place in range(length - 1, 0, -1):
        tags[place - 1] = back[place, tags[place]]
    return tags


def chances(values: Floats, chain: Chain) -> Floats:
    """Give each word's chance of each tag, over all rows of tags (forward and backward)."""
    length = len(values)
    moves = np.exp(chain.moves)
    weights = np.exp(values - values.max(1, keepdims=True))
    forward = np.empty_like(weights)
    backward = np.ones_like(weights)
    forward[0] = np.exp(chain.opening) * weights[0]
    forward[0] /= forward[0].sum()
    for place in range(1, length):
        forward[place] = (forward[place - 1] @ moves) * weights[place]
        forward[place] /= forward[place].sum()
    for place in range(length - 2, -1, -1):
        backward[place] = moves @ (weights[place + 1] * backward[place + 1])
        backward[place] /= backward[place].sum()
    both = forward * backward
    shares: Floats = both / both.sum(1, keepdims=True)
    return shares
