"""
Stage 5, trace: two wordings of a passage -> pairs of words, usual in the one, odd in the other.

English says `human rights` and `stock market`. A machine that puts one word for another, or that
translates there and back, says `human privileges` and `stock shop`. A collocation is two words that
stand side by side; it is known if it is among the 243,342 most frequent ones of English (Google
Books Ngram, as symspellpy ships them). Compared are places where one page has a known collocation,
and the other has two English words that are none. An editor's changes make such places on either
page about as often; a machine makes nearly all of them on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import Match
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from wirecopy.trace.tokens import Token, is_content, is_name, is_number, stem

LONGEST = 2
"""Words in a row that are set against each other one for one: of more, the order is unsure."""

_STOPS = frozenset('.!?;:,\n"\u201c\u201d()')


class Odd(NamedTuple):
    """A place where only one of two pages has a known collocation."""

    in_first: bool
    """Whether the odd one is in the first text."""
    first: int
    """Where the two words begin among the tokens of the first text."""
    second: int
    """Where they begin among those of the second."""


def odd_collocations(
    a: str, b: str, one: Sequence[Token], two: Sequence[Token], blocks: Sequence[Match]
) -> Iterator[Odd]:
    """
    Find where one wording has a known collocation and the other has not.

    Args:
        a: The one text.
        b: The other.
        one: Tokens of a passage in a.
        two: Those of the same passage in b.
        blocks: Runs of tokens in which both agree, as `SequenceMatcher` gives them.
    """
    beside, changed = _one_for_one(one, two, blocks)
    if not changed:
        return
    words, known = _english()
    for place in sorted({at for word in changed for at in (word - 1, word)}):
        if place not in beside or beside.get(place + 1) != beside[place] + 1:
            continue
        left, right = one[place : place + 2], two[beside[place] : beside[place] + 2]
        if _apart(a, left) or _apart(b, right):
            continue
        if not all(token.key in words for token in (*left, *right)):
            continue
        usual = _said(left) in known
        if usual != (_said(right) in known):
            yield Odd(not usual, place, beside[place])


def _one_for_one(
    one: Sequence[Token], two: Sequence[Token], blocks: Sequence[Match]
) -> tuple[dict[int, int], list[int]]:
    """Give which token of one text stands for which of the other, and which of them are changed."""
    beside = {block.a + n: block.b + n for block in blocks for n in range(block.size)}
    changed = []
    for before, behind in pairwise(blocks):
        start, other = before.a + before.size, before.b + before.size
        count = behind.a - start
        if not 0 < count == behind.b - other <= LONGEST:
            continue
        pairs = list(zip(one[start : behind.a], two[other : behind.b], strict=True))
        if any(is_number(token) or is_name(token) for pair in pairs for token in pair):
            continue
        for n, (x, y) in enumerate(pairs):
            beside[start + n] = other + n
            if is_content(x) and is_content(y) and stem(x.key) != stem(y.key):
                changed.append(start + n)
    return beside, changed


def _apart(text: str, pair: Sequence[Token]) -> bool:
    """Tell whether a stop stands between two words."""
    return not _STOPS.isdisjoint(text[pair[0].end : pair[1].start])


def _said(pair: Sequence[Token]) -> str:
    return f"{pair[0].key} {pair[1].key}"


@cache
def _english() -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of English and its collocations; a third of a second, once for a process."""
    folder = files("symspellpy")
    one, two = (
        (folder / name).read_text("utf-8-sig").splitlines()
        for name in (
            "frequency_dictionary_en_82_765.txt",
            "frequency_bigramdictionary_en_243_342.txt",
        )
    )
    return (
        frozenset(line.partition(" ")[0] for line in one),
        frozenset(line.rpartition(" ")[0] for line in two),
    )
