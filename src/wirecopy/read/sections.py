"""
Whether the sections between dividers are texts of their own, or parts of one article.

Two witnesses. Marks: one article has one dateline, one byline and one closing credit, so sections
that each have one are stories; so are sections that all open with a title and its byline or date.
Kinship: sections with next to nothing in common are strangers, even where no story bears a mark.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from wirecopy.read.kinship import kinship
from wirecopy.read.layout import Span
from wirecopy.read.masthead import below_title
from wirecopy.read.openings import marks_of
from wirecopy.words import words_of

LEAST_STORY = 40
"""Words of the shortest story that nothing stands above."""

_LEAST_SIGNED = 20
"""Words of the shortest story with a byline, or with a title and a date, of its own."""


class Bar(NamedTuple):
    """What it takes for sections to pass as strangers."""

    kinship: float
    """Below which they do. Of news cut at random, 0.2 % is below 0.22 and 0.9 % below 0.28, of
    unlike news 65 % and 85 %."""
    words: int
    """Of the shortest section that is measured."""


SUBHEADS = Bar(0.22, 150)
"""For dividers that articles have, too."""

HEADLINES = Bar(0.28, 150)
"""For headings that are headlines rather than subheads."""

RECORDS = Bar(0.28, 60)
"""For lines that editors hardly set inside an article."""

_DOUBLING, _NOTHING = 0.12, 170
"""The less there is to read, the stranger it must be: the bound falls with every halving of the
words, to naught at this many. Of news cut at random into sections of 60 to 300 words, 1 % or less
is below."""

_COUNTED = 4_000
"""Code points of a section in which words are counted."""

_PROSE = 60
"""Code points of the shortest prose; without a full stop it takes three times as many."""

_OPENING = 2_000
_PROSE_SHARE = 0.75
"""Share of letters and digits, other than in lists and links, among the signs of prose."""

_LIST_LINE = re.compile(r"^[ \t]*(?:[-*+•#>|=]|\d+[.)]?[ \t]).*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|https?://\S+")
_FULL_STOP = re.compile(r"[.!?…][”\"’')\]]?(?:\s|$)|[。！？]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def own_texts(text: str, sections: Sequence[Span], bar: Bar) -> str | None:
    """
    Tell whether sections are texts of their own, and by what: `marks`, or as `strangers`.

    Abstains where most sections are short, and where many hold several stories each: then other
    lines divide this text.

    Args:
        text: The whole text.
        sections: What lies between the dividers, in order.
        bar: How strange they must be to each other, as the dividers are more or less telling.
    """
    words = [count_words(text, *section) for section in sections]
    below = {
        section: below_title(text, *section)
        for section in _at_least(_LEAST_SIGNED, sections, words)
    }
    if len(below) == len(sections) > 1 and all(below.values()):
        return "marks"
    stories = [
        section
        for section, count in zip(sections, words, strict=True)
        if count >= LEAST_STORY or below.get(section) == "author"
    ]
    if len(stories) < 2 or len(stories) * 2 < len(sections):
        return None
    marks = Counter(mark for story in stories for mark in marks_of(text, *story))
    if marks.pop("several", 0) > len(stories) / 10:
        return None
    if marks and max(marks.values()) >= max(2, len(stories) / 3):
        return "marks"
    measured = [s for s in _at_least(bar.words, sections, words) if _is_prose(text, *s)]
    if len(measured) < 2 or len(measured) * 2 < len(sections):
        return None
    read = sum(count_words(text, *section) for section in measured)
    bound = min(bar.kinship, _DOUBLING * math.log2(read / _NOTHING))
    return "strangers" if kinship(text, measured) < bound else None


def _at_least(words: int, sections: Sequence[Span], counts: Sequence[int]) -> list[Span]:
    return [section for section, count in zip(sections, counts, strict=True) if count >= words]


def count_words(text: str, start: int, end: int) -> int:
    """Count the words of a section, as far as it matters here: up to some hundreds."""
    if start >= end:
        return 0
    return len(words_of(text[start : min(end, start + _COUNTED)]).hashes)


def _is_prose(text: str, start: int, end: int) -> bool:
    """Tell whether a section opens as a story rather than as code, a table or a list."""
    plain = _LINK.sub("", text[start : min(end, start + _OPENING)])
    bare = _LIST_LINE.sub("", plain)
    words = words_of(bare)
    letters = int((words.ends - words.starts).sum())
    return letters >= _PROSE_SHARE * len("".join(plain.split()))


def has_prose(text: str) -> bool:
    """
    Tell whether there is a paragraph of prose, rather than lists, headings, links and a menu.

    >>> has_prose("Jump to: navigation, search"), has_prose("The bay froze over. " * 4)
    (False, True)
    """
    bare = _LINK.sub("", _LIST_LINE.sub("", text))
    return any(
        len(paragraph) >= _PROSE * (1 if _FULL_STOP.search(paragraph) else 3)
        for paragraph in map(str.strip, _BLANK_LINE.split(bare))
    )
