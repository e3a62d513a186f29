"""Stage 6, attribute: the chain of tags, beside a slow reference that tries all rows of tags."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.chain import best_tags, chances
from wirecopy.attribute.tagger import NEVER, Chain


def every_row(values, chain):
    """All rows of tags with their log weights."""
    for row in product(range(values.shape[1]), repeat=len(values)):
        weight = chain.opening[row[0]] + sum(values[i, tag] for i, tag in enumerate(row))
        yield row, weight + sum(chain.moves[a, b] for a, b in pairwise(row))


def some(seed):
    """A random chain of three tags, where 2 may not open nor follow 0, and four words."""
    chance = np.random.default_rng(seed)
    moves, opening = chance.normal(size=(3, 3)), chance.normal(size=3)
    moves[0, 2] = opening[2] = NEVER
    return chance.normal(size=(4, 3)), Chain(moves, opening)


@given(st.integers(0, 10_000))
def test_best_row(seed):
    """The row that is found is the likeliest of all."""
    values, chain = some(seed)
    assert max(every_row(values, chain), key=lambda pair: pair[1])[0] == tuple(
        best_tags(values, chain)
    )


@given(st.integers(0, 10_000))
def test_chances(seed):
    """A word's chance of a tag is the weight of all rows with it."""
    values, chain = some(seed)
    slow = np.zeros((4, 3))
    for row, weight in every_row(values, chain):
        slow[range(4), row] += np.exp(weight)
    np.testing.assert_allclose(slow / slow.sum(1, keepdims=True), chances(values, chain), atol=1e-6)
