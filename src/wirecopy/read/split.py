"""
Stage 1, read: a text -> the pages that it was glued from.

Witnesses, in the order in which they are heard: front matter in mid-text; the opening of the text,
come again; separator lines; headings; a second wire dateline. Separators and headings stand
inside ordinary articles, too: they count only where the sections between them are texts of their
own, because they bear the marks of stories (datelines, bylines, closing credits) or have next to
nothing in common.

split aims never to cut an article. It leaves a dump whole where nothing tells its stories apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from wirecopy.frontmatter import FrontMatter, code_spans, find_all_front_matter
from wirecopy.read.kinship import kinship
from wirecopy.read.layout import Heading, Separator, Span, contents_of, find_layout, listed
from wirecopy.read.openings import datelines, marks_of, title_above
from wirecopy.read.repeats import find_repeats
from wirecopy.records import Record
from wirecopy.words import words_of

_BLANKS = "\ufeff"
_MOST_KINDS = 8
"""Kinds of separator lines that are looked at, the most frequent first."""

_LEAST_PART = 20
"""Words below which a section goes with the one before it: a footer, a page number."""

_LEAST_STORY = 40
_LEAST_MEASURED = 150
"""Words from which the likeness of sections means something."""

_STRANGERS = {2: 0.16, 3: 0.18, 4: 0.22}
"""Kinship below which so many sections (or more) are strangers."""

_MANY = 6
"""Sections from which strangers under headings of any level are stories, not a list."""

_PROSE = 60
"""Code points of a line of prose: longer than an entry of a list or a menu."""

_LIST_LINE = re.compile(r"[ \t]*(?:[-*+•#>|=]|\d+[.)]?[ \t])")
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|https?://\S+")

_COUNTED = 4_000
"""Code points of a section in which words are counted."""

Divider = TypeVar("Divider", Separator, Heading)
Rule = Callable[[int, int], list[int]]


@dataclass(frozen=True, slots=True)
class Part(Record):
    """A span of a text that is one page, or, where `skipped` holds a reason, none."""

    start: int
    end: int
    reason: str
    """
    Why it begins here: `whole`, `beginning` (the first of several), `front matter`,
    `repeated opening`, `separator`, `heading` or `dateline`.
    """
    front_matter: FrontMatter | None = None
    """What the page says of itself; it opens the part."""
    skipped: str | None = None
    """Why the part is no page: `contents list`, `navigation`, `front matter without text`."""


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
    if _is_blank(text):
        return []
    pieces = _by_front_matter(text)
    front_matter = [(p.front_matter.start, p.front_matter.end) for p in pieces if p.front_matter]
    separators, headings = find_layout(text, code_spans(text) + front_matter)
    for reason, rule in _rules(text, separators, headings):
        pieces = [part for piece in pieces for part in _cut(piece, reason, rule)]
    parts = [part for part in (_trimmed(text, piece, separators) for piece in pieces) if part]
    if len(parts) < 2:
        whole = parts[0] if parts else None
        front = whole.front_matter if whole else None
        return [Part(0, len(text), "whole", front, whole.skipped if whole else "no words")]
    first = parts[0]
    if not first.skipped and not first.front_matter:
        skipped = _no_page(text, first, headings)
        parts[0] = Part(first.start, first.end, first.reason, None, skipped)
    return parts


def _by_front_matter(text: str) -> list[_Piece]:
    found = list(find_all_front_matter(text))
    if not found or not _is_blank(text[: found[0].start]):
        starts: list[tuple[int, str, FrontMatter | None]] = [(0, "beginning", None)]
    else:
        starts = [(0, "beginning", found.pop(0))]
    starts += [(front.start, "front matter", front) for front in found]
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    return [_Piece(s, end, why, front) for (s, why, front), end in zip(starts, ends, strict=True)]


def _rules(
    text: str, separators: Sequence[Separator], headings: Sequence[Heading]
) -> Iterator[tuple[str, Rule]]:
    repeats = partial(find_repeats, text)
    yield "repeated opening", repeats
    kinds = Counter(separator.kind for separator in separators).most_common(_MOST_KINDS)
    for kind, _ in kinds:
        lines = [separator for separator in separators if separator.kind == kind]
        yield "separator", partial(_separators, text, lines)
    yield "heading", partial(_listed_headings, text, headings)
    for level in sorted({heading.level for heading in headings}):
        same = [heading for heading in headings if heading.level == level]
        yield "heading", partial(_headings, text, same)
    yield "dateline", partial(_datelines, text)
    yield "repeated opening", repeats


def _cut(piece: _Piece, reason: str, rule: Rule) -> Iterator[_Piece]:
    start, why, front = piece.start, piece.reason, piece.front_matter
    for place in rule(piece.body, piece.end):
        if place > start:
            yield _Piece(start, place, why, front)
            front = None
        start, why = place, reason
    yield _Piece(start, piece.end, why, front)


def _separators(text: str, lines: Sequence[Separator], start: int, end: int) -> list[int]:
    inside = _within(lines, start, end)
    if not inside:
        return []
    edges = [(start, inside[0].start)]
    edges += [(a.end, b.start) for a, b in zip(inside, inside[1:], strict=False)]
    edges.append((inside[-1].end, end))
    if not _own_texts(text, edges):
        return []
    return [begin for begin, stop in edges[1:] if _words(text, begin, stop) >= _LEAST_PART]


def _listed_headings(text: str, headings: Sequence[Heading], start: int, end: int) -> list[int]:
    inside = _within(headings, start, end)
    return _headings(text, listed(inside, contents_of(text, start, end)), start, end) if inside else []


def _headings(text: str, headings: Sequence[Heading], start: int, end: int) -> list[int]:
    inside = _within(headings, start, end)
    if not inside:
        return []
    starts = [heading.start for heading in inside]
    sections = list(zip(starts, [*starts[1:], end], strict=True))
    verdict = _own_texts(text, sections)
    is_titled = not _has_prose(text[start : starts[0]])
    if verdict == "strangers" and not is_titled and len(sections) < _MANY:
        return []  # a lead and its subheads: at most a list of unlike things
    if not verdict:
        return []
    places, carried = [], None
    for heading, (begin, stop) in zip(inside, sections, strict=True):
        if not text[heading.end : stop].strip():
            carried = begin if carried is None else carried  # a heading over the next heading
        elif _words(text, begin, stop) >= _LEAST_PART:
            places.append(begin if carried is None else carried)
            carried = None
        else:
            carried = None
    return places


def _datelines(text: str, start: int, end: int) -> list[int]:
    places: list[int] = []
    before = None
    for line in datelines(text, start, end):
        if before is None:
            before = line  # the first story's own
        elif _words(text, before, line) >= _LEAST_STORY:
            places.append(title_above(text, before + 1, line))
            before = line
    return places


def _own_texts(text: str, sections: Sequence[Span]) -> str | None:
    """Tell whether sections are texts of their own, and by what: `marks`, or as `strangers`."""
    words = [_words(text, *section) for section in sections]
    stories = [s for s, count in zip(sections, words, strict=True) if count >= _LEAST_STORY]
    if len(stories) < 2 or len(stories) * 2 < len(sections):
        return None
    marks = Counter(mark for story in stories for mark in marks_of(text, *story))
    several = marks.pop("several", 0)
    if marks and max(marks.values()) >= max(2, len(stories) / 3) and several <= len(stories) / 10:
        return "marks"
    measured = [s for s, count in zip(sections, words, strict=True) if count >= _LEAST_MEASURED]
    if len(measured) < 2 or len(measured) * 2 < len(sections):
        return None
    if kinship(text, measured) < _STRANGERS[min(len(measured), max(_STRANGERS))]:
        return "strangers"
    return None


def _within(dividers: Sequence[Divider], start: int, end: int) -> Sequence[Divider]:
    first = bisect_left(dividers, start, key=_start_of)
    return dividers[first : bisect_left(dividers, end, key=_start_of)]


def _start_of(divider: Separator | Heading) -> int:
    return divider.start


def _words(text: str, start: int, end: int) -> int:
    """Count words, as far as it matters here."""
    return len(words_of(text[start : min(end, start + _COUNTED)]).hashes) if start < end else 0


def _trimmed(text: str, piece: _Piece, separators: Sequence[Separator]) -> Part | None:
    """Take blanks and separator lines off both ends; None if nothing else is there."""
    inside = list(_within(separators, piece.body, piece.end))
    start, end = piece.start, piece.end
    while end > piece.body and (_is_blank(text[end - 1]) or (inside and inside[-1].end == end)):
        end = inside.pop().start if inside and inside[-1].end == end else end - 1
    if piece.front_matter:
        skipped = None if end > piece.body else "front matter without text"
        return Part(start, max(end, piece.body), piece.reason, piece.front_matter, skipped)
    inside.reverse()
    while start < end and (_is_blank(text[start]) or (inside and inside[-1].start == start)):
        start = inside.pop().end if inside and inside[-1].start == start else start + 1
    return Part(start, end, piece.reason) if start < end else None


def _no_page(text: str, part: Part, headings: Sequence[Heading]) -> str | None:
    """Say why what stands before the first of several stories is no page, if it is none."""
    if _has_prose(text[part.start : part.end]):
        return None
    entries = contents_of(text, part.start, part.end)
    return "contents list" if listed(headings, entries) else "navigation"


def _has_prose(text: str) -> bool:
    """
    Tell whether a line is long enough for prose, and no entry of a list, heading or link.

    >>> _has_prose("Jump to: navigation, search"), _has_prose("The bay froze over. " * 4)
    (False, True)
    """
    return any(
        len(line) >= _PROSE and not _LIST_LINE.match(line) and len(_LINK.sub("", line)) >= _PROSE
        for line in text.splitlines()
    )


def _is_blank(text: str) -> bool:
    return not text.strip(_BLANKS) or not text.strip().strip(_BLANKS).strip()
