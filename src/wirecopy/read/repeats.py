"""
Whole texts that stand in one file again and again, with nothing between them.

The witness is the opening of the text: it comes again at the start of a line, and what follows
agrees with what followed the first time. A teaser that is repeated as the first lines of its own
story, a chorus or a pulled quotation is no page.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from wirecopy.read.openings import title_above
from wirecopy.words import words_of

Hashes = npt.NDArray[np.uint64]

_OPENING = 60
"""Code points of an opening that must come again, letter for letter."""

_NEAREST = 200
"""Code points of the shortest copy."""

_COMPARED = 1_500
"""Code points after an opening that are compared."""

_AGREEMENT = 0.7
"""Share of the runs of four words after an opening that stood after the first one, too."""

_WIDTH = 100
"""Code points of the longest line of a text that was wrapped."""

_LEAD_LINES = 4
_LINE = re.compile(r"^[ \t]*(?=\S)", re.MULTILINE)


def find_repeats(text: str, start: int, end: int) -> list[int]:
    """
    Find where a span's text begins again: the places of all copies but the first.

    Up to four lines may stand above the first copy, such as a title; where lines like them stand
    above the others, they go with those.

    >>> ice = "The ice on Lake Velm broke on Monday, and forty boats sailed for Osk at noon.\\n"
    >>> tax = "Parliament raised the duty on wool, to the joy of every shepherd in the hills.\\n"
    >>> law = "A court in Tarn ruled that bells may ring at night, but not louder than owls.\\n"
    >>> story = ice + tax + law
    >>> find_repeats(story + story, 0, 2 * len(story)) == [len(story)]
    True
    """
    place = start
    for lead in range(_LEAD_LINES):
        line = _LINE.search(text, place, end)
        if line is None:
            return []
        first = line.end()
        copies = _copies(text, first, end)
        if copies:
            if first - start > (copies[0] - first) / 5:
                return []
            return [title_above(text, first, copy, lead) for copy in copies]
        place = text.find("\n", first, end) + 1
        if not place:
            return []
    return []


def _copies(text: str, first: int, end: int) -> list[int]:
    opening = text[first : min(end, first + _OPENING)]
    if sum(letter.isalnum() for letter in opening) < _OPENING / 2:
        return []
    found, place = [], first
    while (place := text.find(opening, place + _NEAREST, end)) >= 0:
        if _opens_paragraph(text, first, place):
            found.append(place)
    kept: list[int] = []
    before = first
    for place, following in zip(found, [*found, end][1:], strict=True):
        if _agrees(text, first, before, place, following):
            kept.append(place)
            before = place
    return kept


def _opens_paragraph(text: str, first: int, place: int) -> bool:
    """Tell whether a line begins here, and does not go on from the one above, cut to a width."""
    above = text[max(first, place - _WIDTH - 20) : place].rstrip(" \t")
    if not above.endswith("\n"):
        return False
    line = above[:-1].rpartition("\n")[2].rstrip()
    return not line[-1:].isalnum() or not _WIDTH / 2 < len(line) <= _WIDTH


def _agrees(text: str, first: int, before: int, place: int, following: int) -> bool:
    """
    Tell whether a copy begins at a place; `before` is where the last one began.

    A short text before a long one is its teaser, or a caption printed twice; a very short one
    after a long one is a quotation pulled from it; one of a third or more is a copy cut short.
    """
    here, last = following - place, place - before
    if last < here / 2 or here < max(_NEAREST, last / 3):
        return False
    length = min(_COMPARED, here, last)
    copy = _runs(text[place : place + length])
    original = _runs(text[first : first + length + length // 4])
    return bool(len(copy)) and bool(np.isin(copy, original).mean() >= _AGREEMENT)


def _runs(text: str) -> Hashes:
    """Hash the runs of four words."""
    hashes = words_of(text).hashes
    run = hashes[:-3].copy() if len(hashes) > 3 else hashes[:0].copy()
    for step in range(1, 4):
        run = run * np.uint64(0x9E3779B97F4A7C15) + hashes[step : len(hashes) - 3 + step]
    return np.unique(run)
