"""
Stage 6, attribute: a paragraph that is labeled with its speaker is that speaker's.

Transcripts write `NAME: …` before what is said, lists of voices `“…” — Name` behind it. In a row of
such paragraphs the name in front and the name behind look alike to the network, which often takes
the neighbor's; the form itself says whose words they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.attribute.spans import Range

_MARKS = frozenset("\"“”„«»'‘’")
_DASHES = frozenset("-–—―")
_PARTICLES = frozenset("al and bin da de del der di du el for ibn la le of the van von y".split())
_LONGEST = 8
"""Words of a label."""
_LEAST = 3
"""Paragraphs with a name and a colon in front that make a transcript."""


@dataclass(frozen=True, slots=True)
class Labeled:
    """A paragraph in words: what its speaker says in it, and the name; none in mid-transcript."""

    start: int
    end: int
    name: Range
    in_front: bool
    """Whether the name stands before what is said."""


def read_labels(text: str, words: Words, found: Iterable[Linked]) -> list[Linked]:
    """Give the contents of labeled paragraphs the name on the label as their source."""
    labeled = find_labeled(text, words)
    if not labeled:
        return list(found)
    starts = [one.start for one in labeled]
    done = [one for linked in found for one in _signed(words, linked, labeled, starts)]
    return sorted(done, key=lambda linked: linked.contents)


def find_labeled(text: str, words: Words) -> list[Labeled]:
    """
    Find the paragraphs that are labeled with a speaker, in order.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = "“It leaks.” — Ana Tamm"
    >>> find_labeled(text, find_words(text))
    [Labeled(start=0, end=5, name=(6, 8), in_front=False)]
    """
    begins = [place for place in range(len(words)) if words.paragraph[place]]
    paragraphs = list(pairwise([*begins, len(words)]))
    signed = [one for run in paragraphs for one in _names_behind(text, words, *run)]
    turns = list(_turns(text, words, paragraphs))
    return sorted([*signed, *turns], key=lambda one: one.start)


def _turns(text: str, words: Words, paragraphs: list[Range]) -> Iterator[Labeled]:
    """Give the turns of a transcript; a paragraph without a name goes on where it is quoted."""
    names = [_name_in_front(text, words, *run) for run in paragraphs]
    shown = [_show(text, words, name) for name in names if name]
    if len(shown) < _LEAST or len(set(shown)) < 2:
        return
    last: Range | None = None
    for (start, end), name in zip(paragraphs, names, strict=True):
        last = name or last
        if name:
            yield Labeled(name[1] + 1, end, name, True)
        elif last and text[words.starts[start]] in _MARKS:
            yield Labeled(start, end, last, True)


def _name_in_front(text: str, words: Words, start: int, end: int) -> Range | None:
    """Find `NAME:`, in capitals, where a paragraph begins."""
    start += text[words.starts[start]] in _MARKS
    for place in range(start, min(end, start + _LONGEST)):
        if text[words.starts[place]] == ":":
            named = any(words.cases[n] == Case.UPPER for n in range(start, place))
            return (start, place) if named else None
        if not _may_label(text, words, place):
            return None
    return None


def _names_behind(text: str, words: Words, start: int, end: int) -> Iterator[Labeled]:
    """Find each `” — Name` in a paragraph where a line ends behind it."""
    for dash in range(start + 1, end - 1):
        if text[words.starts[dash]] in _DASHES and text[words.starts[dash - 1]] in _MARKS:
            stop = _line_end(text, words, dash + 1, end)
            if stop:
                yield Labeled(start, dash, (dash + 1, stop), False)
                start = stop


def _line_end(text: str, words: Words, start: int, end: int) -> int | None:
    """Find where a line ends that holds nothing but a name, without a full stop."""
    if words.cases[start] not in (Case.TITLE, Case.UPPER, Case.MIXED):
        return None
    for place in range(start, min(end, start + _LONGEST)):
        if not _may_name(text, words, place):
            return None
        if place + 1 == end or "\n" in text[words.ends[place] : words.starts[place + 1]]:
            return place + (text[words.starts[place]] != ".")
    return None


def _may_label(text: str, words: Words, place: int) -> bool:
    """Say whether a word is in capitals, an initial, or a mark in a name."""
    if words.cases[place] == Case.MARK:
        return text[words.starts[place]] in ".-'’"
    initial = words.cases[place] == Case.TITLE and words.ends[place] - words.starts[place] == 1
    return initial or words.cases[place] == Case.UPPER


def _may_name(text: str, words: Words, place: int) -> bool:
    word = text[words.starts[place] : words.ends[place]]
    return words.cases[place] != Case.LOWER or word in _PARTICLES


def _show(text: str, words: Words, run: Range) -> str:
    return text[words.starts[run[0]] : words.ends[run[1] - 1]]


def _signed(
    words: Words, linked: Linked, labeled: list[Labeled], starts: list[int]
) -> Iterator[Linked]:
    """Give a statement, with the contents of labeled paragraphs apart."""
    signed: dict[Range, list[Range]] = {}
    rest: list[Range] = []
    for run in linked.contents:
        own = labeled[max(0, bisect_right(starts, run[0]) - 1)]
        runs = signed.setdefault(own.name, []) if _is_of(words, linked, run, own) else rest
        runs.append(run)
    for name, runs in signed.items():
        yield replace(linked, contents=tuple(runs), cues=(), sources=(name,))
    if rest:
        yield replace(linked, contents=tuple(rest))


def _is_of(words: Words, linked: Linked, run: Range, one: Labeled) -> bool:
    """Say whether a content of a labeled paragraph is what its speaker says, not what he tells."""
    if not one.start <= run[0] < one.end or any(one.start <= a < one.end for a, _ in linked.cues):
        return False
    if one.in_front:
        return run[0] <= one.start + (words.cases[one.start] == Case.MARK)
    return run[1] <= one.end and words.quoted[run[0]] != Quoted.OUTSIDE
