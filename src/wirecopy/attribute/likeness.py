"""
Stage 6, attribute: how alike two contents are in their words, wherever they stand.

A quotation that stands where another one stood is not that one in other words if the other one
itself has gone somewhere else: equal words tell more than a place.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from wirecopy.attribute.mapping import Side

_STEM = 5
"""Letters of a word that are compared: "translates" and "translated" are one."""
_LONG = 4
"""Letters from which a word says something of its own."""
_LIGHT = 0.2
"""What a shorter word counts, beside a longer one."""
_TELLING = 3.0
"""Weight of a wording that is not a part of another by chance."""
_UNLIKE = 0.3
"""Of the words of the shorter of two quotations, below which they have hardly one in common."""
_EQUAL = 0.8
"""Of the words of the longer one, from which two are the same wherever they stand."""
_FEW_WORDS = 6
"""Words from which a quotation is known by them alone."""
_MERE = 0.5
"""What a place counts by which alone two quotations are one."""

_ANYONE = frozenset(
    "a an and another by for he her him his i in it its man of offic one peopl perso s she someo "
    "sourc spoke that the their they this we who woman you mr mrs ms".split()
)
"""Beginnings of words that name nobody: a source of these alone may be anyone."""

Said = dict[str, Any]
Pair = tuple[float, int, int]
"""How surely a statement of the one page is one of the other: (share, -i, -j)."""


def prefer_words(a: Side, b: Side, pairs: list[Pair]) -> list[Pair]:
    """
    Put equal words before mere place.

    Two quotations with hardly a word in common are one by their place only if neither of them
    stands elsewhere on the other page; then that pair takes the place of this one. With nothing in
    common at all, their speakers included, they are two.
    """
    kept = []
    for share, i, j in pairs:
        if not are_unlike(a.spans[-i], b.spans[-j]):
            kept.append((share, i, j))
            continue
        moved = [(like, i, -there) for like, there in _same_words(a, -i, b)]
        moved += [(like, -there, j) for like, there in _same_words(b, -j, a)]
        if moved or not _are_strangers(a, -i, b, -j):
            kept += moved or [(_MERE * share, i, j)]
    return kept


def _are_strangers(a: Side, i: int, b: Side, j: int) -> bool:
    """Say whether two statements share no long word, and their sources none; "he" may be anyone."""
    ours, theirs = a.spans[i], b.spans[j]
    if any(len(word) >= _LONG for word in stems_of(ours["words"]) & stems_of(theirs["words"])):
        return False
    one, other = (
        {word for x in said["source"] for word in stems_of(side.text[x["start"] : x["end"]])}
        - _ANYONE
        for side, said in ((a, ours), (b, theirs))
    )
    return bool(one) and bool(other) and one.isdisjoint(other)


def are_unlike(one: Said, other: Said) -> bool:
    """Say whether two statements are quotations with hardly a word in common."""
    if not one["quotes"] or not other["quotes"] or one["words"] == other["words"]:
        return False
    return share_of_words(stems_of(one["words"]), stems_of(other["words"])) < _UNLIKE


def _same_words(one: Side, number: int, other: Side) -> list[tuple[float, int]]:
    """Give the statements of another page that have the words of one: (share, number)."""
    words = stems_of(one.spans[number]["words"])
    if words.total() < _FEW_WORDS:
        return []
    found = []
    for there, said in enumerate(other.spans):
        theirs = stems_of(said["words"])
        share = weight(words & theirs) / max(weight(words), weight(theirs))
        if share >= _EQUAL:
            found.append((share, there))
    return found


def stems_of(text: str) -> Counter[str]:
    """Give the beginnings of a text's words."""
    letters = "".join(c if c.isalnum() else " " for c in text.casefold())
    return Counter(word[:_STEM] for word in letters.split())


def share_of_words(one: Counter[str], other: Counter[str]) -> float:
    """
    Give the weighted share of the words of the smaller one that both have.

    Of the larger one, where the smaller is so short that it might be a part of anything.

    >>> round(share_of_words(stems_of("nothing was hidden"), stems_of("Nothing of that kind")), 2)
    0.31
    """
    small, large = sorted((weight(one), weight(other)))
    whole = small if small >= _TELLING else large
    return weight(one & other) / whole if whole else 0.0


def weight(words: Counter[str]) -> float:
    """Weigh words, the short ones less."""
    return sum(n * (1.0 if len(word) >= _LONG else _LIGHT) for word, n in words.items())
