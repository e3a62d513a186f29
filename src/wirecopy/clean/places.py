"""
Stage 2, clean: where known wording stands on a page.

Furniture is often glued into the middle of a line, so that words alone do not tell it from the
story: "read more" may be a link or what children should do. A match counts only if a sentence may
end before it and begin after it, or if it touches another match that counts. Where that is in
doubt, the words stay story.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from wirecopy.clean.captions import caption_start
from wirecopy.clean.sentences import may_begin, may_end, sentence_start, trim
from wirecopy.clean.wording import Pattern, Where, Wording
from wirecopy.records import AsideKind

_LONG = 800
_DECORATION = " •·*-_#>|[](){}»«=~\ufeff\u200b"


class Line(NamedTuple):
    """A line that is not empty: its bounds, and those without bullets and brackets around it."""

    start: int
    end: int
    core_start: int
    core_end: int

    def matches(self, page: str, regex: re.Pattern[str]) -> bool:
        """Tell if a pattern is all of the line, or of its core."""
        return bool(
            regex.fullmatch(page, self.core_start, self.core_end)
            or (self[:2] != self[2:] and regex.fullmatch(page, self.start, self.end))
        )


class Match(NamedTuple):
    """A pattern found, and whether what stands before and after it allows it to be an aside."""

    start: int
    end: int
    pattern: Pattern
    begins: bool
    ends: bool

    @property
    def kind(self) -> AsideKind:
        """The kind of aside that it would be."""
        return self.pattern.kind


def lines_of(page: str) -> list[Line]:
    """
    Give the lines of a plain page that hold anything.

    >>> [tuple(line) for line in lines_of("One.\\n\\n * Two")]
    [(0, 4, 0, 4), (7, 12, 9, 12)]
    """
    lines, start = [], 0
    for raw in page.split("\n"):
        if raw and not raw.isspace():
            left = len(raw) - len(raw.lstrip())
            right = len(raw.rstrip())
            core = len(raw) - len(raw.lstrip(_DECORATION))
            core_end = max(core, len(raw.rstrip(_DECORATION)))
            lines.append(Line(start + left, start + right, start + core, start + core_end))
        start += len(raw) + 1
    return lines


def find_wording(page: str, lines: list[Line], wording: Wording) -> list[Match]:
    """
    Find all known wording that may be an aside of a plain page, apart and in order.

    Args:
        page: The page with plain quotes, dashes and blanks.
        lines: Its lines.
        wording: What to look for.
    """
    likely = wording.likely_on(page)
    # Most lines match no pattern at all, which one look at all of them tells. Long lines are left
    # to the patterns that believe in long asides.
    known = [line for line in lines if _length(line) > _LONG or line.matches(page, wording.line)]
    matches = [match for pattern in likely for match in _matches(page, lines, known, pattern)]
    matches += _sentences(page, lines, matches, likely)
    asides = _apart(page, _settled(page, matches))
    endings = [p for p in likely if p.where is Where.END]
    return _apart(page, asides + _endings(page, lines, endings, asides)) if endings else asides


def _matches(page: str, lines: list[Line], known: list[Line], pattern: Pattern) -> Iterator[Match]:
    where = pattern.where
    if where is Where.LINE:
        for line in known if pattern.is_of_lines else lines:
            if _length(line) <= pattern.longest and line.matches(page, pattern.regex):
                begins, ends = may_begin(page, line.start), may_end(page, line.end)
                yield from _allowed(page, line.start, line.end, pattern, begins, ends)
    elif where is Where.LINE_START:
        for line in lines:
            if found := pattern.regex.match(page, line.core_start, line.end):
                end = found.end()
                yield from _allowed(page, line.start, end, pattern, True, may_end(page, end))
    elif where in (Where.ANYWHERE, Where.BETWEEN):
        free = where is Where.ANYWHERE
        group = "aside" if "aside" in pattern.regex.groupindex else 0
        for found in pattern.regex.finditer(page):
            start, end = trim(page, *found.span(group))
            begins = free or may_begin(page, start)
            ends = free or may_end(page, end)
            yield from _allowed(page, start, end, pattern, begins, ends)


def _allowed(
    page: str, start: int, end: int, pattern: Pattern, begins: bool, ends: bool
) -> Iterator[Match]:
    if start < end <= start + pattern.longest and pattern.allows(page[start:end]):
        yield Match(start, end, pattern, begins, ends)


def _sentences(
    page: str, lines: list[Line], others: list[Match], likely: list[Pattern]
) -> list[Match]:
    """Find what takes its sentence with it: the end is known, the beginning is sought."""
    tails = [
        (*found.span(), pattern)
        for pattern in likely
        if pattern.where in (Where.SENTENCE, Where.CAPTION)
        for found in pattern.regex.finditer(page)
    ]
    if not tails:
        return []
    tails.sort(key=lambda tail: tail[:2])
    floors = sorted([m.end for m in others if m.begins] + [end for _, end, _ in tails])
    line_starts = [line.start for line in lines]
    matches: list[Match] = []
    for start, end, pattern in tails:
        line = lines[bisect_right(line_starts, start) - 1]
        before = bisect_right(floors, start)
        floor = max(line.start, floors[before - 1] if before else 0)
        begins: int | None
        if pattern.where is Where.CAPTION:
            begins = caption_start(page, floor, line.end, start, end)
        else:
            begins = sentence_start(page, start, floor)
        if begins is not None:
            free = begins < start or may_begin(page, start)
            begins, end = trim(page, begins, end)
            matches += _allowed(page, begins, end, pattern, free, may_end(page, end))
    return matches


def _settled(page: str, matches: list[Match]) -> list[Match]:
    """Keep the matches, or chains of touching ones, that begin and end where a sentence may."""
    matches = sorted(matches, key=lambda m: (m.start, m.end))
    nexts = [_next_word(page, m.end) for m in matches]
    ending: set[int] = set()  # where a match begins that the story may follow, at last
    ends = [False] * len(matches)
    for i in range(len(matches) - 1, -1, -1):
        ends[i] = matches[i].ends or nexts[i] in ending
        if ends[i]:
            ending.add(matches[i].start)
    begun: set[int] = set()  # where a match would touch one that may begin
    kept = []
    for i, match in enumerate(matches):
        if match.begins or match.start in begun:
            begun.add(nexts[i])
            if ends[i]:
                kept.append(match)
    return kept


def _next_word(page: str, at: int) -> int:
    while at < len(page) and page[at].isspace():
        at += 1
    return at


def _apart(page: str, matches: list[Match]) -> list[Match]:
    """Leave no two matches over the same words: the earlier and longer counts, cut if need be."""
    apart: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        last = apart[-1] if apart else None
        if last is None or match.start >= last.end:
            apart.append(match)
        elif last.start < match.start and _runs_into(last, match):
            apart[-1] = last._replace(end=trim(page, last.start, match.start)[1])
            apart.append(match)
    return apart


def _runs_into(last: Match, match: Match) -> bool:
    """Tell if a match, such as a list of names, took words of the one that begins inside of it."""
    if last.kind == match.kind or last.pattern.where in (Where.LINE, Where.END):
        return False
    is_list = last.kind in (AsideKind.CREDIT, AsideKind.CAPTION)
    return last.end < match.end or (is_list and last.end == match.end)


def _endings(
    page: str, lines: list[Line], patterns: list[Pattern], asides: list[Match]
) -> list[Match]:
    """Find the lines at the end of a page after which no story comes."""
    found: list[Match] = []
    left = len(asides)
    for line in reversed(lines):
        while left and asides[left - 1].start >= line.end:
            left -= 1
        if left and asides[left - 1].end >= line.end and asides[left - 1].start <= line.start:
            continue
        for pattern in patterns:
            if pattern.regex.fullmatch(page, line.core_start, line.core_end) and pattern.allows(
                page[line.start : line.end]
            ):
                found.append(Match(line.start, line.end, pattern, True, True))
                break
        else:
            if _may_be_story(page[line.start : line.end]):
                break
    return found


def _length(line: Line) -> int:
    return line.end - line.start


def _may_be_story(line: str) -> bool:
    return len(line) > 60 or line.rstrip("\"')]")[-1:] in (".", "!", "?", ",", ":", ";")
