"""
Stage 6, attribute: words -> spans of the text, and whether they are quoted.

A span begins and ends with a letter or digit, except that a quotation takes its marks along.
"""

from __future__ import annotations

import re

from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.records import StatementKind

_MARKS = frozenset("\"'“”„‟«»‘’‚‛＂″`")
_EDGES = _MARKS | frozenset(".,!?…;:-–—")
"""What no span begins or ends with, but for the marks of its own quotation."""

_STOPS = re.compile(r"[.!?…)\]]*[.!?…]")

Range = tuple[int, int]


def find_span(words: Words, text: str, run: Range) -> tuple[Range, ...]:
    """
    Give the span of a run of words; several where an aside stands between two of them.

    Words inside asides are not in `words`, so two neighbors may lie far apart. A run of marks only
    has no span.
    """
    first, last = run[0], run[1] - 1
    while first <= last and _is_edge(words, text, first):
        first += 1
    while last > first and _is_edge(words, text, last):
        last -= 1
    if first > last:
        return ()
    first, last = _opening(words, text, first), _closing(words, text, last)
    spans: list[list[int]] = [[words.starts[first], words.ends[first]]]
    for i in range(first + 1, last + 1):
        if i in words.after_aside:
            spans.append([words.starts[i], words.ends[i]])
        spans[-1][1] = words.ends[i]
    return tuple((start, end) for start, end in spans)


def take_stops(text: str, span: Range) -> Range:
    """
    Take in what ends the last sentence of a turn, which is somebody's as a whole.

    >>> take_stops("ANA: Who pays? BO: You.", (5, 13))
    (5, 14)
    """
    stops = None if text[span[1] - 1] in _MARKS else _STOPS.match(text, span[1])
    return (span[0], stops.end()) if stops else span


def _opening(words: Words, text: str, first: int) -> int:
    """Take in the marks that open the quotation which begins with this word."""
    while (
        first > 0
        and words.quoted[first]
        and words.quoted[first - 1]
        and words.ends[first - 1] == words.starts[first]
        and _is_mark(words, text, first - 1)
    ):
        first -= 1
    return first


def _closing(words: Words, text: str, last: int) -> int:
    """Take in the marks that close the quotation which ends here, and stops and brackets before."""
    beyond = last
    while (
        beyond + 1 < len(words)
        and words.quoted[last]
        and words.quoted[beyond + 1]
        and words.ends[beyond] == words.starts[beyond + 1]
        and (_is_edge(words, text, beyond + 1) or text[words.starts[beyond + 1]] in ")]")
    ):
        beyond += 1
        if _is_mark(words, text, beyond):
            last = beyond
    return last


def _is_edge(words: Words, text: str, i: int) -> bool:
    return words.cases[i] == Case.MARK and text[words.starts[i]] in _EDGES


def _is_mark(words: Words, text: str, i: int) -> bool:
    return words.cases[i] == Case.MARK and text[words.starts[i]] in _MARKS


def find_kind(words: Words, runs: tuple[Range, ...]) -> StatementKind:
    """Say whether all, some or none of the words stand inside quotation marks."""
    states = {
        words.quoted[i] != Quoted.OUTSIDE
        for start, end in runs
        for i in range(start, end)
        if words.cases[i] != Case.MARK
    }
    if states == {True}:
        return StatementKind.DIRECT
    return StatementKind.MIXED if True in states else StatementKind.INDIRECT
