"""
Stage 2, clean: what the shape of a page tells: front matter, Markdown headings, other headings.

A heading is a short line in capitals or title case that stands alone between two paragraphs and is
not closed by a period. Where a line may as well be of the story - an item of a list, a line of a
poem, a speaker's label, a dateline, a question - it is left to the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wirecopy.clean.places import Line
from wirecopy.frontmatter import find_all_front_matter
from wirecopy.records import Aside, AsideKind

_MARKDOWN = re.compile(r"#{1,6} {1,4}\S.{0,150}")
_CLOSED = re.compile(r"[.,;:?!%…]['\")\]]*\Z|-\Z")
_ITEM = re.compile(r"(?:[-*•·+>|$#@]|\(?(?:\d{1,3}|[A-Za-z])[.)] )|.*(?:\t| {3}|\||https?:|@)")
_DATELINE = re.compile(r"[A-Z][\w .,']*(?:\((?:AP|AFP|Reuters|UPI|dpa|CNN|[A-Z]{2,5})\)|\d)")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LOWER_IN_TITLES = frozenset(
    "a an and as at but by de der en for from if in into is la le nor not of off on onto or out "
    "over per so than that the to up v via vs von with".split()
)
_MOST_WORDS = 10
_LONGEST = 80
_SHORTEST_PARAGRAPH = 80
"""Code points from which a line is a paragraph, if a sentence ends it."""


def find_structure(text: str, page: str, lines: list[Line], asides: Iterable[Aside]) -> Iterator[Aside]:
    """
    Find front matter and headings.

    Args:
        text: The page's text.
        page: The same with plain quotes, dashes and blanks.
        lines: Its lines.
        asides: What the wording tells. Headings are sought between the other lines.
    """
    taken = []
    for found in find_all_front_matter(text):
        reason = f"structure: front matter ({found.style})"
        yield Aside(found.start, found.end, AsideKind.FRONT_MATTER, reason)
        taken.append((found.start, found.end))
    taken += [(aside.start, aside.end) for aside in asides]
    yield from _headings(page, list(_free(lines, sorted(taken))))


def _free(lines: list[Line], taken: list[tuple[int, int]]) -> Iterator[Line]:
    """Give the lines that are not wholly something else."""
    at = 0
    for line in lines:
        while at < len(taken) and taken[at][1] < line.end:
            at += 1
        if not (at < len(taken) and taken[at][0] <= line.start):
            yield line


def _headings(page: str, lines: list[Line]) -> Iterator[Aside]:
    for i, line in enumerate(lines):
        if line.end - line.start > 160:
            continue
        words = page[line.start : line.end]
        if _MARKDOWN.fullmatch(words):
            yield Aside(line.start, line.end, AsideKind.HEADING, "structure: Markdown heading")
        elif 0 < i < len(lines) - 1 and (looks := how_it_looks(words)):
            before, after = lines[i - 1], lines[i + 1]
            if _is_paragraph(page, before) and _is_paragraph(page, after):
                yield Aside(line.start, line.end, AsideKind.HEADING, f"structure: heading in {looks}")


def how_it_looks(words: str) -> str | None:
    """
    Tell whether a line looks like a heading: in `capitals`, in `title case`, or not at all.

    >>> how_it_looks("PRESSURE"), how_it_looks("What the Mayor Knew"), how_it_looks("He paused.")
    ('capitals', 'title case', None)
    >>> how_it_looks("Roses are red"), how_it_looks("OSLO (Reuters) -"), how_it_looks("DOE:")
    (None, None, None)
    """
    found = _WORD.findall(words)
    if not 0 < len(found) <= _MOST_WORDS or len(words) > _LONGEST:
        return None
    if _CLOSED.search(words) or _ITEM.match(words) or _DATELINE.match(words) or '"' in words:
        return None
    if words.isupper():
        return "capitals" if any(len(word) > 3 for word in found) else None
    main = [word for word in found if word not in _LOWER_IN_TITLES]
    return "title case" if len(found) > 1 and all(w[0].isupper() for w in main) else None


def _is_paragraph(page: str, line: Line) -> bool:
    if line.end - line.start < _SHORTEST_PARAGRAPH:
        return False
    last = page[max(line.start, line.end - 4) : line.end].rstrip("\"')]*")
    return last[-1:] in (".", "!", "?", "…")
