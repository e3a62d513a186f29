"""
Stage 6, attribute: a paragraph that is labeled with its speaker is that speaker's.

Transcripts write `NAME: …` before what is said, lists of voices `“…” — Name` behind it. In a row of
such paragraphs the name in front and the name behind look alike to the network, which often takes
the neighbor's; the form itself says whose words they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Words
from wirecopy.attribute.spans import Range

_MARKS = frozenset("\"“”„«»'‘’")
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


def read_labels(text: str, words: Words, found: Iterable[Linked]) -> list[Linked]:
    """
    Give what was found at a label to the name on it.

    A quotation with a label is one statement, and so is a turn where two take turns, or where
    nothing else was found.
    """
    found, labeled = list(found), find_labeled(text, words)
    if not labeled:
        return found
    labeled = _leave_out_told(text, words, found, labeled)
    begins = [one.begin for one in labeled]
    edges = sorted({place for one in labeled for place in (one.begin, one.start, one.end)})
    done: list[Linked] = []
    signed: dict[int, list[Linked]] = {}
    told: set[int] = set()
    for linked in found:
        rest: list[Range] = []
        for run in (part for whole in linked.contents for part in _cut(edges, whole)):
            number = bisect_right(begins, run[0]) - 1
            if number < 0 or run[0] >= labeled[number].end:
                rest.append(run)
                continue
            one = labeled[number]
            if _is_said(words, linked, run, one):
                signed.setdefault(number, []).append(replace(linked, contents=(run,)))
            elif run[0] >= one.start:
                rest.append(run)
                told.add(number)
        if rest:
            done.append(replace(linked, contents=tuple(_join(rest))))
    for number, parts in signed.items():
        one = labeled[number]
        runs = _join(sorted(part.contents[0] for part in parts))
        if one.whole or (one.turn and number not in told):
            runs = [(one.start, one.end)]
        done.append(Linked(tuple(runs), (), (one.name,), (*parts[0].evidence[:-2], 1.0, 1.0)))
    done += _silent(labeled, signed)
    return sorted(done, key=lambda linked: linked.contents)


def _cut(edges: list[int], run: Range) -> Iterator[Range]:
    """Cut a run of words at labels, and where what stands at one ends."""
    start, end = run
    for place in edges[bisect_right(edges, start) : bisect_left(edges, end)]:
        yield start, place
        start = place
    yield start, end


def _join(runs: list[Range]) -> list[Range]:
    """Join runs that touch."""
    joined: list[Range] = []
    for start, end in runs:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _leave_out_told(
    text: str, words: Words, found: list[Linked], labeled: list[Labeled]
) -> list[Labeled]:
    """
    Leave out labels of quotations that another is said to say: "“It leaks,” Tamm said. — AP".

    No transcript begins a turn so: where one does, no turn is wholly its speaker's.
    """
    begins = [one.begin for one in labeled]
    told = set()
    for linked in found:
        number = bisect_right(begins, linked.contents[0][0]) - 1
        one = labeled[number]
        outside = any(one.start < a < one.end and not words.quoted[a] for a, _ in linked.cues)
        if number >= 0 and outside and text[words.starts[one.start]] in _MARKS:
            told.add(number)
    if any(labeled[number].turn for number in told):
        labeled = [replace(one, whole=one.whole and not one.turn) for one in labeled]
    return [one for number, one in enumerate(labeled) if one.turn or number not in told]


def _silent(labeled: list[Labeled], signed: dict[int, list[Linked]]) -> Iterator[Linked]:
    """Give the turns in which nothing was found, where in most something was."""
    turns = [number for number, one in enumerate(labeled) if one.turn and one.whole]
    if 2 * sum(number in signed for number in turns) >= len(turns):
        for number in turns:
            one = labeled[number]
            if number not in signed:
                yield Linked(((one.start, one.end),), (), (one.name,), (0.5, 0.5, 0, 0, 1.0, 1.0))


def find_labeled(text: str, words: Words) -> list[Labeled]:
    """
    Find the paragraphs that are labeled with a speaker, in order.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = "“It leaks.” — Ana Tamm"
    >>> [one] = find_labeled(text, find_words(text))
    >>> one.start, one.end, one.name
    (0, 5, (6, 8))
    """
    begins = [
        place
        for place in range(len(words))
        if words.paragraph[place]
        or ("\n" in _gap(text, words, place) and _name_in_front(text, words, place, len(words)))
    ]
    paragraphs = list(pairwise([*begins, len(words)]))
    signed = [one for run in paragraphs for one in _names_behind(text, words, *run)]
    return sorted([*signed, *_turns(text, words, paragraphs)], key=lambda one: one.begin)


def _turns(text: str, words: Words, paragraphs: list[Range]) -> Iterator[Labeled]:
    """
    Give the turns of a transcript.

    A turn goes on in the next paragraph where that one begins with a mark and the turn is not
    closed with one.
    """
    names = [_name_in_front(text, words, *run) for run in paragraphs]
    shown = [_show(text, words, name).split()[-1] for name in names if name]
    if len(shown) < _LEAST or len(set(shown)) < 2:
        return
    takes_turns = len([count for count in Counter(shown).values() if count > 1]) > 1
    last: Range | None = None
    for number, ((start, end), name) in enumerate(zip(paragraphs, names, strict=True)):
        if name:
            begin = next(n for n in range(name[1], end) if text[words.starts[n]] == ":") + 1
            if begin == end and number + 1 < len(names) and not names[number + 1]:
                end = paragraphs[number + 1][1]
            if begin < end:
                yield Labeled(start, begin, end, name, takes_turns, turn=True)
        elif last and text[words.starts[start]] in _MARKS and _is_open(text, words, start):
            yield Labeled(start, start, end, last, False)
        elif text[words.starts[start]] not in "([":
            last = None
        last = name or last


def _is_open(text: str, words: Words, start: int) -> bool:
    """Say whether the paragraph before does not end with a mark of quotation."""
    return text[words.starts[start - 1]] not in _MARKS


def _name_in_front(text: str, words: Words, start: int, end: int) -> Range | None:
    """Find `NAME:` in capitals where a line begins; `NAME, HOST:` and `NAME (party):` as well."""
    start += text[words.starts[start]] in _MARKS
    stop = 0
    for place in range(start, min(end, start + _LONGEST)):
        mark = text[words.starts[place]]
        if mark == ":":
            stop = stop or place
            parts = {text[words.starts[n] : words.ends[n]].lower() for n in range(start, place)}
            named = any(words.cases[n] in (Case.UPPER, Case.MIXED) for n in range(start, stop))
            return (start, stop) if named and parts.isdisjoint(_HEADS) else None
        if mark in ",(":
            stop = stop or place
        if not stop and not _may_label(text, words, place):
            return None
    return None


def _names_behind(text: str, words: Words, start: int, end: int) -> Iterator[Labeled]:
    """Find each `“…” — Name` that begins with a mark, and behind which a line ends."""
    for dash in range(start + 1, end - 1):
        if text[words.starts[dash]] in _DASHES and text[words.starts[dash - 1]] in _MARKS:
            stop = _line_end(text, words, dash + 1, end)
            if stop and text[words.starts[start]] in _MARKS:
                yield Labeled(start, start, dash, (dash + 1, stop), True)
                start = stop


def _line_end(text: str, words: Words, start: int, end: int) -> int | None:
    """Find where a short line ends, without its full stop, that begins with a name."""
    if words.cases[start] not in (Case.TITLE, Case.UPPER, Case.MIXED):
        return None
    for place in range(start, min(end, start + _LONGEST)):
        if place + 1 == end or (
            "\n" in _gap(text, words, place + 1) and text[words.starts[place + 1]] in _MARKS
        ):
            return place + (text[words.starts[place]] != ".")
    return None


def _may_label(text: str, words: Words, place: int) -> bool:
    """Say whether a word is in capitals (`McCAIN` is), an initial, or a mark in a name."""
    if words.cases[place] == Case.MARK:
        return text[words.starts[place]] in ".-'’"
    word = text[words.starts[place] : words.ends[place]]
    return word[-1].isupper() and (word[0].isupper() or words.cases[place] == Case.MIXED)


def _gap(text: str, words: Words, place: int) -> str:
    """Give what stands between a word and the one before it."""
    return text[words.ends[place - 1] : words.starts[place]] if place else ""


def _show(text: str, words: Words, run: Range) -> str:
    return text[words.starts[run[0]] : words.ends[run[1] - 1]]


def _is_said(words: Words, linked: Linked, run: Range, one: Labeled) -> bool:
    """Say whether a content at a label is what its speaker says, not what he tells of others."""
    start = run[0]
    if start < one.start:
        return False
    if one.whole:
        return True
    if any(one.begin <= cue < one.end for cue, _ in linked.cues):
        return False
    return start <= one.start + (words.cases[one.start] == Case.MARK)
