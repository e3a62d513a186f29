"""
Stage 6, attribute: a paragraph that is labeled with its speaker is that speaker's.

In a row of such paragraphs (`transcripts.py`) the name in front and the name behind look alike to
the network, which often takes the neighbor's; the form itself says whose words they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.transcripts import MARKS, Labeled, find_labeled


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
        certain = (*parts[0].evidence[:-2], 1.0, 1.0)
        done.append(Linked(tuple(runs), (), (one.name,), certain, labeled=True))
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
        if number >= 0 and outside and text[words.starts[one.start]] in MARKS:
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
                certain = (0.5, 0.5, 0, 0, 1.0, 1.0)
                yield Linked(((one.start, one.end),), (), (one.name,), certain, labeled=True)


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
