"""
Stage 2, clean: headings, told by their shape.

A heading is a short line in capitals or title case that stands alone between two paragraphs and is
not closed by a period; or words in capitals that ran into a line, after one sentence and before
the next. Where it may as well be the story - an item of a list, a line of a poem, a dateline, a
question, the name of who speaks next - it is left to the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wirecopy.clean.places import Line
from wirecopy.clean.sentences import may_begin
from wirecopy.records import Aside, AsideKind

_MARKDOWN = re.compile(r"#{1,6} {1,4}\S.{0,150}")
_CLOSED = re.compile(r"[.,;:?!%…]['\")\]]*\Z|-\Z")
_ITEM = re.compile(r"(?:[-*•·+>|$#@(\[]|\(?(?:\d{1,3}|[A-Za-z])[.)] )|.*(?:\t| {3}|\||https?:|@)")
_DATELINE = re.compile(r"[A-Z][\w .,']*(?:\((?:AP|AFP|Reuters|UPI|dpa|CNN|[A-Z]{2,5})\)|\d)")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_SMALL = frozenset(
    "a an and as at be but by de der en for from if in into is la le no nor not of off on onto or "
    "out over per so than that the to up us v via vs von with".split()
)
"""Words that titles leave in small letters."""

_OPENERS = (
    "The An? In On At As But And He She It They We This That These Those There When While After "
    "Before For If With By To His Her Its Their Some Many Most More One Under Since Although "
    "Despite However Meanwhile Last Earlier Still Both All Other Another Such"
).replace(" ", "|")
_CAPITALS = r"(?:[A-Z][A-Z'-]++|(?:[A-Z]\.){2,}+)"
_GLUED = re.compile(
    rf"[.!?…\"')\]] {{1,8}}({_CAPITALS}(?: (?:A |& )?(?:{_CAPITALS}|\d{{1,4}}\b)){{0,9}}+\??)"
    rf"(?= {{1,8}}(?:(?P<opener>(?:{_OPENERS})\b)|[A-Z][a-z]))"
)
_SPEAKERS = frozenset(
    "PRESIDENT CHANCELLOR MINISTER SECRETARY SENATOR REPRESENTATIVE GOVERNOR CHAIRMAN CHAIRWOMAN "
    "ANALYST ECONOMIST STRATEGIST DIRECTOR MANAGER PROFESSOR SPOKESMAN SPOKESWOMAN".split()
)
_MOST_WORDS = 10
_LONGEST = 80
_SHORTEST_PARAGRAPH = {"capitals": 40, "title case": 80}
"""Code points from which a line beside a heading is a paragraph, if a sentence ends it."""


def find_headings(page: str, lines: list[Line]) -> Iterator[Aside]:
    """
    Find the lines that are headings.

    Args:
        page: The page with plain quotes, dashes and blanks.
        lines: Its lines, without those that are something else.
    """
    labels = _labels(page, lines)
    for i, line in enumerate(lines):
        if _length(line) > 160:
            continue
        words = page[line.start : line.end]
        if _MARKDOWN.fullmatch(words):
            yield Aside(line.start, line.end, AsideKind.HEADING, "structure: Markdown heading")
            continue
        looks = how_it_looks(words) if words not in labels and 0 < i < len(lines) - 1 else None
        if looks and all(_is_paragraph(page, lines[k], looks) for k in (i - 1, i + 1)):
            yield Aside(line.start, line.end, AsideKind.HEADING, f"structure: heading in {looks}")


def _labels(page: str, lines: list[Line]) -> set[str]:
    """
    Give the short lines that stand before different lines: who speaks next, as in an interview.

    A heading that is on the page twice because the page holds two copies is before the same line.
    """
    after: dict[str, str] = {}
    labels = set()
    for line, following in pairwise(lines):
        if _length(line) <= _LONGEST:
            words, what = page[line.start : line.end], page[following.start : following.end]
            if after.setdefault(words, what) != what:
                labels.add(words)
    return labels


def find_glued_headings(page: str) -> Iterator[Aside]:
    """Find headings in capitals that ran into a line."""
    at = quotes = 0
    for found in _GLUED.finditer(page):
        start, end = found.span(1)
        line = page.rfind("\n", at, start) + 1
        quotes = page.count('"', line or at, start) + (0 if line else quotes)
        at = start
        words = _WORD.findall(found[1])
        certain = found["opener"] is not None and any(len(word) > 4 for word in words)
        likely = len(words) > 1 and all(len(w) > 3 or w.lower() in _SMALL for w in words)
        is_speech = quotes % 2 or not _SPEAKERS.isdisjoint(words)
        if (certain or likely) and not is_speech and may_begin(page, start):
            yield Aside(start, end, AsideKind.HEADING, "structure: heading in capitals, glued")


def how_it_looks(words: str) -> str | None:
    """
    Tell whether a line looks like a heading: in `capitals`, in `title case`, or not at all.

    >>> how_it_looks("PRESSURE"), how_it_looks("What the Mayor Knew"), how_it_looks("He paused.")
    ('capitals', 'title case', None)
    >>> how_it_looks("Roses are red"), how_it_looks("OSLO (Reuters) -"), how_it_looks("DOE:")
    (None, None, None)
    """
    found = _WORD.findall(words)
    if not 0 < len(found) <= _MOST_WORDS or len(words) > _LONGEST or '"' in words:
        return None
    if _CLOSED.search(words) or _ITEM.match(words) or _DATELINE.match(words):
        return None
    if words.isupper():
        return "capitals" if any(len(word) > 3 for word in found) else None
    # "Jane Roe, The Daily Lamp" tells whose words come next.
    if "," in words or len(found) == 1:
        return None
    return "title case" if all(w[0].isupper() for w in found if w not in _SMALL) else None


def _is_paragraph(page: str, line: Line, looks: str) -> bool:
    last = page[max(line.start, line.end - 4) : line.end].rstrip("\"')]*")
    return _length(line) >= _SHORTEST_PARAGRAPH[looks] and last[-1:] in (".", "!", "?", "…")


def _length(line: Line) -> int:
    return line.end - line.start
