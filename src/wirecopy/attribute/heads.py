"""
Stage 6, attribute: what was linked -> the same without headings and datelines of other lines.

A heading, a line of a date or a byline ends without a mark, and no colon led to it; yet a content
or source may be tagged as if it ran from there into the story. Such a run is cut where the line
ends, and what stands with the cue is kept. A dateline is no part of what was said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Quoted, Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.windows import begins_sentence

_LONGEST = 30
"""Words of a heading."""
_GOES_ON = frozenset(".!?…:;,-–—\"”’'»)]")
"""What no heading ends with: the end of a sentence or a quotation, or a mark that goes on."""
_STOPS = frozenset('.!?…"”’')
_ITEMS = frozenset("-–—•*·●▪")
"""What the points of a list begin with."""
_PLACE = r"[^\W\d_a-z]{3,}(?:[ .'’-]{1,2}[^\W\d_a-z]+)*"
_WHEN = r",\s+(?:[A-Z][a-z]+\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]+)"
_WIRE = r"\([^()\n]{2,40}\)"
_DATELINE = re.compile(
    rf"{_PLACE}(?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?(?:{_WHEN})?\s*"
    rf"(?:{_WIRE}\s*(?:--|[-–—:])|--|[–—]|(?<=\s)-(?=\s))\s*"
    rf"|{_PLACE}{_WHEN}\s*{_WIRE}\s*"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, by the number of their first word; each heading is a part of its own."""

    begins: list[int]
    parts: list[int]
    """For each line the number of its part: the lines between two headings are one."""

    def part(self, word: int) -> int:
        """Give the part that a word is in."""
        return self.parts[bisect_right(self.begins, word) - 1]


def find_lines(text: str, words: Words) -> Lines:
    """
    Find the lines of a text, and which are headings.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = "Quay closed\\n\\nThe quay is shut.\\n\\nIt leaks."
    >>> find_lines(text, find_words(text))
    Lines(begins=[0, 2, 7], parts=[0, 1, 1])
    """
    begins: list[int] = []
    for word in range(len(words)):
        if words.paragraph[word] or _begins_line(text, words, begins[-1], word):
            begins.append(word)
    parts: list[int] = []
    part = 0
    listed = False
    for start, end in pairwise([*begins, len(words)]):
        in_air = end < len(words) and _ends_in_air(text, words, start, end)
        heading = in_air and not listed
        part += heading and bool(parts) and parts[-1] == part
        parts.append(part)
        part += heading
        last = text[words.ends[end - 1] - 1]
        listed = last == ":" or (listed and last not in _STOPS)
    return Lines(begins, parts)


def leave_out_heads(text: str, words: Words, found: Iterable[Linked]) -> Iterator[Linked]:
    """
    Cut the contents and sources of statements at headings, and leave datelines out.

    A run stays as it is where nothing of it stands in the part of its cue.
    """
    lines = find_lines(text, words)
    for linked in found:
        anchors = linked.cues or linked.sources
        near = {lines.part(word) for start, end in anchors for word in range(start, end)}
        contents = [run for whole in linked.contents for run in _cut(lines, whole)]
        if len({lines.part(start) for start, _ in contents}) > 1:
            near = near or {lines.part(contents[-1][0])}
            kept = [run for run in contents if lines.part(run[0]) in near]
            contents = kept or list(linked.contents)
        sources = [run for whole in linked.sources for run in _cut(lines, whole)]
        if len(sources) > 1:
            sources = [run for run in sources if lines.part(run[0]) in near] or sources
            sources = sources[-1:]
        plain = [_behind_dateline(text, words, lines, run) for run in contents]
        yield replace(
            linked,
            contents=tuple(run for run in plain if run[0] < run[1]),
            sources=tuple(sources),
        )


def _begins_line(text: str, words: Words, start: int, word: int) -> bool:
    """Say whether the line that begins at `start` ends before a word, and not as it was wrapped."""
    end, at = words.ends[word - 1], words.starts[word]
    if "\n" not in text[end:at]:
        return False
    if word in words.after_aside:
        return True
    room = text.find("\n", at)
    room = (len(text) if room < 0 else room) - at - (end - words.starts[start])
    return words.paragraph[start] and room > words.ends[word] - at + 1


def _ends_in_air(text: str, words: Words, start: int, end: int) -> bool:
    """Say whether a line, not of several sentences, ends without a mark and does not go on."""
    if end - start > _LONGEST or text[words.starts[start]] in _ITEMS:
        return False
    last = text[words.ends[end - 1] - 1]
    opened = words.quoted[end - 1] == Quoted.DOUBLE
    if last in _GOES_ON or opened or text[words.starts[end]].islower():
        return False
    return not any(begins_sentence(words, text, place) for place in range(start + 1, end))


def _cut(lines: Lines, run: Range) -> list[Range]:
    """Cut a run of words where its part ends."""
    pieces = [run]
    for line in range(bisect_right(lines.begins, run[0]), bisect_right(lines.begins, run[1] - 1)):
        if lines.parts[line] != lines.parts[line - 1]:
            start, end = pieces.pop()
            pieces += [(start, lines.begins[line]), (lines.begins[line], end)]
    return pieces


def _behind_dateline(text: str, words: Words, lines: Lines, run: Range) -> Range:
    """Let a run that begins with its line begin behind the dateline."""
    start, end = run
    if lines.begins[bisect_right(lines.begins, start) - 1] != start:
        return run
    dateline = _DATELINE.match(text, words.starts[start])
    while dateline and start < end and words.starts[start] < dateline.end():
        start += 1
    return start, end
