"""
Stage 1, read: a text -> the pages that it was glued from.

Witnesses, in the order in which they are heard: front matter in mid-text; the opening of the text,
come again; separator lines; headings; a masthead of the first one's form; a second wire dateline.
Separators and headings stand inside ordinary articles, too: they count only where the sections
between them are texts of their own (see `sections`).

split aims never to cut an article. It leaves a dump whole where nothing tells its stories apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

from wirecopy.frontmatter import FrontMatter, code_spans, find_all_front_matter
from wirecopy.read.layout import Heading, Separator, Span, contents_of, find_layout, listed
from wirecopy.read.masthead import below_title, find_mastheads
from wirecopy.read.openings import datelines, title_above
from wirecopy.read.repeats import find_repeats
from wirecopy.read.sections import (
    HEADLINES,
    LEAST_STORY,
    RECORDS,
    SUBHEADS,
    count_words,
    has_prose,
    own_texts,
)
from wirecopy.records import Record

_MOST_KINDS = 8
"""Kinds of separator lines that are looked at, the most frequent first."""

_LEAST_PART = 20
"""Words below which a section goes with the one before it: a footer, a page number."""

_LONGEST_TAIL = 75
"""Words of the longest note that stands below a line at the end of a story."""

_HEADLINE = 6
"""Words of headings, in the mean, from which they are headlines rather than subheads."""

Divider = TypeVar("Divider", Separator, Heading)
Rule = Callable[[int, int], list[int]]
"""Gives the cuts in a span."""


@dataclass(frozen=True, slots=True)
class Part(Record):
    """A span of a text that is one page, or, where `skipped` holds a reason, none."""

    start: int
    end: int
    reason: str
    """
    Why it begins here: `whole`, `beginning` (the first of several), `front matter`,
    `repeated opening`, `separator`, `heading`, `masthead` or `dateline`.
    """
    front_matter: FrontMatter | None = None
    """What the page says of itself; it opens the part."""
    skipped: str | None = None
    """
    Why it is no page: `contents list`, `navigation`, `front matter without text`, `no words`.
    """


class _Piece(NamedTuple):
    start: int
    end: int
    reason: str
    front_matter: FrontMatter | None

    @property
    def body(self) -> int:
        return self.front_matter.end if self.front_matter else self.start


def split(text: str) -> list[Part]:
    """
    Split a text into the pages that it was glued from.

    Aims never to cut an ordinary article: that gives one part, which spans all of it. Several
    parts are in order, do not overlap, and leave only blanks and separator lines between them.

    Args:
        text: A whole file of text.

    Returns:
        The parts; none for a text of nothing but blanks.

    >>> [part.reason for part in split("The harbor of Velm will close for nine days in May.")]
    ['whole']
    """
    if not text.strip():
        return []
    pieces = _by_front_matter(text)
    masked = [(p.front_matter.start, p.front_matter.end) for p in pieces if p.front_matter]
    separators, headings = find_layout(text, code_spans(text) + masked)
    for reason, rule in _rules(text, separators, headings):
        pieces = [part for piece in pieces for part in _cut(piece, reason, rule)]
    parts = [part for piece in pieces if (part := _trimmed(text, piece, separators))]
    if len(parts) < 2:
        front = parts[0].front_matter if parts else None
        skipped = parts[0].skipped if parts else "no words"
        start = parts[0].start if front and text[: front.start].strip("\ufeff \t\r\n") else 0
        return [Part(start, len(text), "whole", front, skipped)]
    first = parts[0]
    if first.front_matter is None:
        skipped = _no_page(text, first, headings)
        parts[0] = Part(first.start, first.end, first.reason, None, skipped)
    return parts


def _by_front_matter(text: str) -> list[_Piece]:
    starts: list[tuple[int, str, FrontMatter | None]] = [
        (front.start, "front matter", front) for front in find_all_front_matter(text)
    ]
    if starts and not text[: starts[0][0]].strip("\ufeff \t\r\n"):
        starts[0] = (0, "beginning", starts[0][2])
    else:
        starts.insert(0, (0, "beginning", None))
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    return [_Piece(s, end, why, front) for (s, why, front), end in zip(starts, ends, strict=True)]


def _rules(
    text: str, separators: Sequence[Separator], headings: Sequence[Heading]
) -> Iterator[tuple[str, Rule]]:
    """Give the rules in the order in which they are heard, with the reason that each gives."""
    repeats = partial(find_repeats, text)
    yield "repeated opening", repeats
    kinds = Counter(separator.kind for separator in separators).most_common(_MOST_KINDS)
    for kind, _ in kinds:
        lines = [separator for separator in separators if separator.kind == kind]
        yield "separator", partial(_separators, text, lines, headings)
    yield "heading", partial(_listed_headings, text, headings)
    for level in sorted({heading.level for heading in headings}):
        same = [heading for heading in headings if heading.level == level]
        yield "heading", partial(_headings, text, same)
    yield "masthead", partial(_mastheads, text)
    yield "dateline", partial(_datelines, text)
    yield "repeated opening", repeats  # two stories, each of them repeated, are apart by now


def _cut(piece: _Piece, reason: str, rule: Rule) -> Iterator[_Piece]:
    start, why, front = piece.start, piece.reason, piece.front_matter
    for place in rule(piece.body, piece.end):
        if place > start:
            yield _Piece(start, place, why, front)
            start, why, front = place, reason, None
    yield _Piece(start, piece.end, why, front)


def _separators(
    text: str, lines: Sequence[Separator], headings: Sequence[Heading], start: int, end: int
) -> list[int]:
    inside = _within(lines, start, end)
    if not inside:
        return []
    first = (start, inside[0].start)
    after = [(a.end, b.start) for a, b in pairwise(inside)] + [(inside[-1].end, end)]
    bar = RECORDS if inside[0].is_rare else SUBHEADS
    if not own_texts(text, [first, *after], bar):
        return []
    if _are_tails(text, after, headings):
        return []
    return [begin for begin, stop in after if count_words(text, begin, stop) >= _LEAST_PART]


def _are_tails(text: str, sections: Sequence[Span], headings: Sequence[Heading]) -> bool:
    """
    Tell whether separators stand before the last lines of stories, such as a note on the author.

    Then most sections have few words before a heading, under which the next story begins.
    """
    tails = 0
    for start, end in sections:
        inside = _within(headings, start, end)
        stop = inside[0].start if inside else end
        is_tail = bool(text[start:stop].strip()) or not inside
        is_tail = is_tail and count_words(text, start, stop) <= _LONGEST_TAIL
        tails += is_tail and not below_title(text, start, stop)
    return tails * 2 > len(sections)


def _listed_headings(text: str, headings: Sequence[Heading], start: int, end: int) -> list[int]:
    inside = _within(headings, start, end)
    return (
        _headings(text, listed(inside, contents_of(text, start, end)), start, end) if inside else []
    )


def _headings(text: str, headings: Sequence[Heading], start: int, end: int) -> list[int]:
    inside = _within(headings, start, end)
    if not inside:
        return []
    starts = [heading.start for heading in inside]
    sections = list(pairwise([*starts, end]))
    are_headlines = sum(len(h.title.split()) for h in inside) >= _HEADLINE * len(inside)
    verdict = own_texts(text, sections, HEADLINES if are_headlines else SUBHEADS)
    if not verdict:
        return []
    if verdict == "strangers" and has_prose(text[start : starts[0]]):
        return []  # a lead and its subheads: a list of unlike things
    places, above = [], None
    for heading, (begin, stop) in zip(inside, sections, strict=True):
        if not text[heading.end : stop].strip():
            above = begin if above is None else above  # goes with the next heading
            continue
        if count_words(text, begin, stop) >= _LEAST_PART:
            places.append(begin if above is None else above)
        above = None
    return places


def _mastheads(text: str, start: int, end: int) -> list[int]:
    mastheads = find_mastheads(text, start, end)
    if not mastheads or has_prose(text[start : mastheads[0][0]]):
        return []
    stops = [begin for begin, _ in mastheads[1:]] + [end]
    stories = [
        begin
        for (begin, below), stop in zip(mastheads, stops, strict=True)
        if has_prose(text[below:stop]) and count_words(text, below, stop) >= _LEAST_PART
    ]
    if len(stories) * 2 < len(mastheads) or stories[0] != mastheads[0][0]:
        return []  # a list of stories
    return stories[1:]  # what has no text, such as a link below a story, goes with the one before


def _datelines(text: str, start: int, end: int) -> list[int]:
    places: list[int] = []
    before = None
    for line in datelines(text, start, end):
        if before is None:
            before = line  # the first story's own
        elif count_words(text, before, line) >= LEAST_STORY:
            places.append(title_above(text, before + 1, line))
            before = line
    return places


def _within(dividers: Sequence[Divider], start: int, end: int) -> Sequence[Divider]:
    first = bisect_left(dividers, start, key=_start_of)
    return dividers[first : bisect_left(dividers, end, key=_start_of)]


def _start_of(divider: Separator | Heading) -> int:
    return divider.start


def _trimmed(text: str, piece: _Piece, separators: Sequence[Separator]) -> Part | None:
    """Take blanks and separator lines off both ends; None if nothing else is there."""
    inside = list(_within(separators, piece.body, piece.end))
    start, end = piece.start, piece.end
    while end > piece.body:
        if inside and inside[-1].end == end:
            end = inside.pop().start
        elif text[end - 1].isspace():
            end -= 1
        else:
            break
    if piece.front_matter:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        skipped = None if end > piece.body else "front matter without text"
        return Part(start, end, piece.reason, piece.front_matter, skipped)
    inside.reverse()
    while start < end:
        if inside and inside[-1].start == start:
            start = inside.pop().end
        elif text[start].isspace():
            start += 1
        else:
            return Part(start, end, piece.reason)
    return None


def _no_page(text: str, part: Part, headings: Sequence[Heading]) -> str | None:
    """Say why what stands before the first of several stories is no page, if it is none."""
    if has_prose(text[part.start : part.end]):
        return None
    entries = contents_of(text, part.start, part.end)
    return "contents list" if listed(headings, entries) else "navigation"
