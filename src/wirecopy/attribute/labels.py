"""
Stage 6, attribute: a paragraph that is labeled with its speaker is that speaker's.

Transcripts write `NAME: …` before what is said, lists of voices `“…” — Name` behind it. In a row of
such paragraphs the name in front and the name behind look alike to the network, which often takes
the neighbor's; the form itself says whose words they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.attribute.spans import Range

_MARKS = frozenset("\"“”„«»'‘’")
_DASHES = frozenset("-–—―")
_PARTICLES = frozenset("al and bin da de del der di du el for ibn la le of the van von y".split())
_HEADS = frozenset("claim context fact facts reality truth verdict".split())
"""Where these stand in front of paragraphs, others are judged, and nobody speaks."""
_LONGEST = 8
"""Words of a label."""
_LEAST = 3
"""Paragraphs with a name and a colon in front that make a transcript."""


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


def read_labels(text: str, words: Words, found: Iterable[Linked]) -> list[Linked]:
    """
    Give what was found at a label to the name on it.

    A quotation with a label is one statement, and so is a turn where two take turns, or where
    nothing else was found.
    """
    labeled = find_labeled(text, words)
    if not labeled:
        return list(found)
    begins = [one.begin for one in labeled]
    done: list[Linked] = []
    signed: dict[int, list[tuple[Range, Linked]]] = {}
    told: set[int] = set()
    for linked in found:
        rest: list[Range] = []
        for run in linked.contents:
            number = max(0, bisect_right(begins, run[0]) - 1)
            if _is_said(words, linked, run, labeled[number]):
                signed.setdefault(number, []).append((run, linked))
            else:
                rest.append(run)
                told.add(number)
        if rest:
            done.append(replace(linked, contents=tuple(rest)))
    for number, parts in signed.items():
        one, (_, linked) = labeled[number], parts[0]
        runs = [(max(one.start, start), min(one.end, end)) for (start, end), _ in parts]
        if one.whole or number not in told:
            runs = [(one.start, one.end)]
        evidence = (*linked.evidence[:-2], 1.0, 1.0)
        done.append(Linked(tuple(runs), (), (one.name,), evidence))
    return sorted(done, key=lambda linked: linked.contents)


def find_labeled(text: str, words: Words) -> list[Labeled]:
    """
    Find the paragraphs that are labeled with a speaker, in order.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = "“It leaks.” — Ana Tamm"
    >>> find_labeled(text, find_words(text))
    [Labeled(begin=0, start=0, end=5, name=(6, 8), whole=True)]
    """
    begins = [place for place in range(len(words)) if words.paragraph[place]]
    paragraphs = list(pairwise([*begins, len(words)]))
    signed = [one for run in paragraphs for one in _names_behind(text, words, *run)]
    turns = list(_turns(text, words, paragraphs))
    return sorted([*signed, *turns], key=lambda one: one.begin)


def _turns(text: str, words: Words, paragraphs: list[Range]) -> Iterator[Labeled]:
    """Give the turns of a transcript; a paragraph without a name goes on where it is quoted."""
    names = [_name_in_front(text, words, *run) for run in paragraphs]
    shown = [_show(text, words, name) for name in names if name]
    if len(shown) < _LEAST or len(set(shown)) < 2:
        return
    again = [count for count in Counter(shown).values() if count > 1]
    heads = {word.lower() for name in shown for word in name.split()}
    whole = len(again) > 1 and heads.isdisjoint(_HEADS)
    last: Range | None = None
    for (start, end), name in zip(paragraphs, names, strict=True):
        last = name or last
        if name:
            yield Labeled(start, name[1] + 1, end, name, whole)
        elif last and text[words.starts[start]] in _MARKS:
            yield Labeled(start, start, end, last, whole)


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
                whole = text[words.starts[start]] in _MARKS
                yield Labeled(start, start, dash, (dash + 1, stop), whole)
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


def _is_said(words: Words, linked: Linked, run: Range, one: Labeled) -> bool:
    """Say whether a content at a label is what its speaker says, not what he tells of others."""
    start, end = run
    if end <= one.start or not one.begin <= start < one.end:
        return False
    if one.whole:
        return end <= one.end
    if any(one.begin <= cue < one.end for cue, _ in linked.cues):
        return False
    if one.name[0] < one.start:
        return start <= one.start + (words.cases[one.start] == Case.MARK)
    return end <= one.end and words.quoted[start] != Quoted.OUTSIDE
