"""
Stage 6, attribute: which statements are the same in passages that were put in other words.

A spun or translated copy keeps few words of a statement, but its place among the others, its
speaker, names and numbers. Each of these alone is too little; together they tell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wirecopy.attribute.likeness import Pair, share_of_words, stems_of
from wirecopy.attribute.mapping import Side
from wirecopy.records import PassageKind

_NEAR = 40
"""Words that a statement may have moved within its passage until its place says nothing."""
_ENOUGH = 0.55
"""Of the sum of shared words, 0.35 for the place and 0.25 for the speaker."""
_LEAST = 0.12
"""Of the words that two wordings of one statement share."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A statement in a passage."""

    number: int
    place: float
    """Words from the beginning of the passage to the middle of its content."""
    words: Counter[str]
    speaker: frozenset[str]


def match_reworded(a: Side, b: Side, passages: list[dict[str, Any]]) -> list[Pair]:
    """Rate the pairs of statements in reworded passages that may be one: (share, -i, -j)."""
    best: dict[tuple[int, int], float] = {}
    for passage in passages:
        if passage["kind"] != PassageKind.REWRITTEN:
            continue
        ours = _placed(a, a.words_in(passage["a_start"], passage["a_end"]))
        theirs = _placed(b, b.words_in(passage["b_start"], passage["b_end"]))
        stretch = (passage["b_end"] - passage["b_start"]) / (
            passage["a_end"] - passage["a_start"] or 1
        )
        for one in ours:
            for other in theirs:
                share = share_of_words(one.words, other.words)
                if share < _LEAST:
                    continue
                far = abs(one.place * stretch - other.place)
                value = share + 0.35 * max(0.0, 1 - far / _NEAR) + 0.25 * _agree(one, other)
                if value >= _ENOUGH:
                    key = (one.number, other.number)
                    best[key] = max(best.get(key, 0.0), min(0.999, value / 1.6))
    return [(value, -i, -j) for (i, j), value in best.items()]


def _placed(side: Side, words: range) -> list[_Placed]:
    """Give the statements that have most of their content in a passage."""
    found = []
    numbers = {number for word in words for number in side.owners.get(word, ())}
    for number in sorted(numbers):
        content = side.contents[number]
        inside = [word for word in content if word in words]
        if 2 * len(inside) >= len(content):
            said = side.spans[number]
            found.append(
                _Placed(
                    number,
                    sum(inside) / len(inside) - words.start,
                    stems_of(said["words"]),
                    frozenset(stems_of(said["source_words"] or "")),
                )
            )
    return found


def _agree(one: _Placed, other: _Placed) -> int:
    """Say whether the sources share a word (1), cannot be compared (0), or differ (-1)."""
    if not one.speaker or not other.speaker:
        return 0
    if one.speaker & other.speaker:
        return 1
    return -1 if min(len(one.speaker), len(other.speaker)) > 1 else 0
