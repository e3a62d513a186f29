"""
Whether neighboring sections are kin: parts of one article, or texts with nothing in common.

Sections of one article share names and rare words; stories that were glued do not. How much
sharing is much depends on language and subject, so the measure is taken against the sections
themselves: the likeness of neighbors, divided by the likeness of the two halves of a section.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from wirecopy.words import words_of

Span = tuple[int, int]

MOST_PAIRS = 30
"""Pairs of neighbors that are looked at, spread evenly, so that time stays bounded."""

_HALF = 4_000
"""Code points of each half that are looked at."""

_NAME_WEIGHT = 2.0
_SHORTEST = 4
_MARKUP = re.compile(r"https?://\S+|www\.\S+|<[^<>]{0,300}>|&\w+;")
_EVERYWHERE = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
        *("reuters", "associated", "press", "president"),
    )
)
"""Capitalized words that unlike stories share."""


class _Half(NamedTuple):
    words: Counter[str]
    names: frozenset[str]


def kinship(text: str, sections: Sequence[Span]) -> float:
    """
    Measure how alike neighboring sections are: near 0 strangers, near 1 parts of one text.

    Needs at least two sections, each of some hundred words to mean much. Knows no language;
    where capitals do not mark names, all words count alike.

    >>> ice = "The ice on Lake Velm broke on Monday and the ferry of Captain Tamm sailed. "
    >>> tax = "Parliament raised duties on imported wool, which pleased shepherds near Osk. "
    >>> text = ice * 4 + tax * 4
    >>> kinship(text, [(0, len(ice) * 4), (len(ice) * 4, len(text))]) < 0.2
    True
    """
    step = max(1, -(-(len(sections) - 1) // MOST_PAIRS))
    pairs = [(i, i + 1) for i in range(0, len(sections) - 1, step)]
    halves = {i: _halves(text, *sections[i]) for i in sorted({i for pair in pairs for i in pair})}
    everything = [half for two in halves.values() for half in two]
    spread = Counter(word for half in everything for word in half.words)
    lower = {word for half in everything for word in half.words.keys() - half.names}
    names = {name for half in everything for name in half.names} - lower - _EVERYWHERE
    weights = {
        word: _NAME_WEIGHT if word in names else math.log((len(everything) + 1) / count)
        for word, count in spread.items()
    }
    vectors = {i: [_vector(half.words, weights) for half in two] for i, two in halves.items()}
    inside = [_likeness(*vectors[i]) for i in vectors]
    across = [_likeness(a, b) for i, j in pairs for a in vectors[i] for b in vectors[j]]
    if not any(inside):
        return 1.0  # nothing to measure against: abstain
    return (sum(across) / len(across)) / (sum(inside) / len(inside))


def _halves(text: str, start: int, end: int) -> tuple[_Half, _Half]:
    middle = (start + end) // 2
    return _half(text[max(start, middle - _HALF) : middle]), _half(
        text[middle : min(end, middle + _HALF)]
    )


def _half(text: str) -> _Half:
    text = _MARKUP.sub(" ", text)
    found = words_of(text)
    words: Counter[str] = Counter()
    names = set()
    for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
        first, before = text[start], text[max(0, start - 2) : start]
        opens = not before.strip() or before[-1] in "\n\"“'‘(" or before[0] in '.!?:"”“\n'
        is_name = first.isupper() and not opens and end - start > 2
        if is_name or end - start >= _SHORTEST or first > "\u2e80":
            word = text[start:end].casefold()
            words[word] += 1
            if is_name:
                names.add(word)
    return _Half(words, frozenset(names))


def _vector(words: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    vector = {word: weights[word] * (1 + math.log(count)) for word, count in words.items()}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def _likeness(a: dict[str, float], b: dict[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(value * b[word] for word, value in a.items() if word in b)
