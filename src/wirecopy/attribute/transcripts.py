"""
Stage 6, attribute: paragraphs that name who says them.

Transcripts write `NAME: …` or `Name: …` before what is said, lists of voices `“…” — Name` behind
it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from wirecopy.attribute.lexicon import PARTICLES, fold, given_names, words_of
from wirecopy.attribute.pieces import Case, Words
from wirecopy.attribute.spans import Range

MARKS = frozenset("\"“”„«»'‘’")
_DASHES = frozenset("-–—―")
_HEADS = frozenset(
    "analysis assessment background breaking check claim con context correction fact facts false "
    "line more note photo pro rating read reality related ruling see true truth update verdict "
    "video watch".split()
)
"""Where such a word stands in front of a colon, nobody speaks."""
_LONGEST = 12
"""Words of a label."""
_LEAST = 3
"""Paragraphs with a name and a colon in front that make a transcript."""
_LEAST_PERSONS = 4
"""The same where the names are not in capitals."""
_TALK = frozenset("? i me my we us our you your".split())
"""What a third of such paragraphs must have."""


@dataclass(frozen=True, slots=True)
class Labeled:
    """What stands at a label, in words: what its speaker says is from `start` to `end`."""

    begin: int
    """Where it begins, with a name that stands in front."""
    start: int
    end: int
    name: Range
    whole: bool
    """Whether all of it is what he says: quoted, or a turn where two speakers take turns."""
    turn: bool = False
    """Whether the name stands in front, in a transcript."""


def find_labeled(text: str, words: Words) -> list[Labeled]:
    """
    Find the paragraphs that are labeled with a speaker, in order.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = "“It leaks.” — Ana Tamm"
    >>> [one] = find_labeled(text, find_words(text))
    >>> one.start, one.end, one.name
    (0, 5, (6, 8))
    """
    lines = [n for n in range(len(words)) if words.paragraph[n] or "\n" in _gap(text, words, n)]
    labels = {n: name for n in lines if (name := _name_in_front(text, words, n))}
    if not _is_transcript(text, words, labels.values(), _LEAST):
        labels = _persons_in_front(text, words, lines)
    begins = [n for n in lines if words.paragraph[n] or n in labels]
    paragraphs = list(pairwise([*begins, len(words)]))
    signed = [one for run in paragraphs for one in _names_behind(text, words, *run)]
    return sorted([*signed, *_turns(text, words, paragraphs, labels)], key=lambda one: one.begin)


def _is_transcript(text: str, words: Words, names: Iterable[Range], least: int) -> bool:
    """Say whether there are so many labels, and two names that differ."""
    shown = [_last(text, words, name) for name in names]
    return len(shown) >= least and len(set(shown)) > 1


def _take_turns(text: str, words: Words, names: Iterable[Range]) -> bool:
    """Say whether two names stand in front of a paragraph more than once."""
    return sum(count > 1 for count in Counter(_last(text, words, n) for n in names).values()) > 1


def _persons_in_front(text: str, words: Words, lines: list[int]) -> dict[int, Range]:
    """
    Find `Name:` and `First Last:` where lines begin, if two persons take turns.

    A person is who has a given name here or anywhere in the text: not "Winner:", "Ohio:", "Pros:".
    Beside two of them an office may speak too ("Moderator:"). Lists of what persons want, got or
    voted look the same, but nobody asks in them or says "I".
    """
    labels = {n: name for n in lines if (name := _name_in_front(text, words, n, small=True))}
    if not _is_transcript(text, words, labels.values(), _LEAST_PERSONS):
        return {}
    given = given_names().keys() - words_of("place")
    folded = [fold(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
    known = {
        folded[n]
        for n in range(1, len(words))
        if folded[n - 1] in given
        and {words.cases[n - 1], words.cases[n]} <= {Case.TITLE, Case.MIXED}
        and "\n" not in _gap(text, words, n)
    }
    known |= {folded[b - 1] for a, b in labels.values() if not given.isdisjoint(folded[a:b])}
    persons = {n: name for n, name in labels.items() if folded[name[1] - 1] in known}
    if len(persons) < _LEAST_PERSONS or not _take_turns(text, words, persons.values()):
        return {}
    ends = [*(n for n in lines if n in labels or words.paragraph[n]), len(words)]
    talks = [
        not _TALK.isdisjoint(folded[name[1] : ends[bisect_right(ends, n)]])
        for n, name in persons.items()
    ]
    if 3 * sum(talks) < len(talks):
        return {}
    offices = words_of("role")
    return persons | {n: name for n, name in labels.items() if folded[name[1] - 1] in offices}


def _turns(
    text: str, words: Words, paragraphs: list[Range], labels: dict[int, Range]
) -> Iterator[Labeled]:
    """
    Give the turns of a transcript.

    A turn goes on in the next paragraph where that one begins with a mark and the turn is not
    closed with one.
    """
    takes_turns = _take_turns(text, words, labels.values())
    last: Range | None = None
    for number, (start, end) in enumerate(paragraphs):
        name = labels.get(start)
        if name:
            begin = next(n for n in range(name[1], end) if text[words.starts[n]] == ":") + 1
            if begin == end and end < len(words) and end not in labels:
                end = paragraphs[number + 1][1]
            if begin < end:
                yield Labeled(start, begin, end, name, takes_turns, turn=True)
        elif last and text[words.starts[start]] in MARKS and _is_open(text, words, start):
            yield Labeled(start, start, end, last, False)
        elif text[words.starts[start]] not in "([":
            last = None
        last = name or last


def _is_open(text: str, words: Words, start: int) -> bool:
    """Say whether the paragraph before does not end with a mark of quotation."""
    return text[words.starts[start - 1]] not in MARKS


def _name_in_front(text: str, words: Words, start: int, small: bool = False) -> Range | None:
    """
    Find `NAME:` where a line begins; `NAME, HOST:` and `NAME (party):` as well.

    Where names may be `small`, `Name:` too. All of a label stands in one line.
    """
    line, stop = start, 0
    start += text[words.starts[start]] in MARKS
    for place in range(start, min(len(words), start + _LONGEST)):
        if place > line and "\n" in _gap(text, words, place):
            return None
        mark = text[words.starts[place]]
        if mark == ":":
            stop = stop or place
            parts = {text[words.starts[n] : words.ends[n]].lower() for n in range(start, place)}
            written = {*words.cases[start:stop]}
            named = written - {Case.MARK} if small else written & {Case.UPPER, Case.MIXED}
            return (start, stop) if named and parts.isdisjoint(_HEADS) else None
        if mark in ",(":
            stop = stop or place
        if not stop and not _may_label(text, words, place, small):
            return None
    return None


def _may_label(text: str, words: Words, place: int, small: bool) -> bool:
    """Say whether a word is in capitals (`McCAIN` is), an initial, or a mark in a name."""
    case = words.cases[place]
    if case == Case.MARK:
        return text[words.starts[place]] in ".-'’"
    word = text[words.starts[place] : words.ends[place]]
    if small:
        return case in (Case.TITLE, Case.UPPER, Case.MIXED) or word in PARTICLES
    return word[-1].isupper() and (word[0].isupper() or case == Case.MIXED)


def _names_behind(text: str, words: Words, start: int, end: int) -> Iterator[Labeled]:
    """Find each `“…” — Name` that begins with a mark, and behind which a line ends."""
    for dash in range(start + 1, end - 1):
        if text[words.starts[dash]] in _DASHES and text[words.starts[dash - 1]] in MARKS:
            stop = _line_end(text, words, dash + 1, end)
            if stop and text[words.starts[start]] in MARKS:
                yield Labeled(start, start, dash, (dash + 1, stop), True)
                start = stop


def _line_end(text: str, words: Words, start: int, end: int) -> int | None:
    """Find where a short line ends, without its full stop, that begins with a name."""
    if words.cases[start] not in (Case.TITLE, Case.UPPER, Case.MIXED):
        return None
    for place in range(start, min(end, start + _LONGEST)):
        if place + 1 == end or (
            "\n" in _gap(text, words, place + 1) and text[words.starts[place + 1]] in MARKS
        ):
            return place + (text[words.starts[place]] != ".")
    return None


def _gap(text: str, words: Words, place: int) -> str:
    """Give what stands between a word and the one before it."""
    return text[words.ends[place - 1] : words.starts[place]] if place else ""


def _last(text: str, words: Words, name: Range) -> str:
    """Give the last word of a name."""
    return text[words.starts[name[1] - 1] : words.ends[name[1] - 1]]
