"""
The short lines above a plain text (title, outlet, date, byline) -> claims, and where more follow.

Only lines that stand before the first line of running text count, and only while each is plainly
one of these: a text that begins at once claims nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from wirecopy.bylines import read_byline
from wirecopy.read.layout import Span
from wirecopy.records import Claim
from wirecopy.when import read_date

_LONGEST = 120
"""Letters of a line that can stand above a text."""
_MOST_LINES = 6
_WINDOW = 5 * _LONGEST
"""Code points on either side of a byline, in which the rest of its masthead stands."""
_BYLINE = re.compile(r"by\s+\S.{2,80}", re.IGNORECASE)
_RUNS_ON = re.compile(r"^(?!(?i:by) .*\b[JS]r\.$).*[.!?…][\"”’»)]*$")
_PUBLISHED = re.compile(r"^(?:first )?(?:published|posted)(?:\s*:\s*|\s+(?:on\s+)?)", re.IGNORECASE)
_MARK = re.compile(r"#{1,6}\s+|\*\*|__")
_BYLINE_OPENS = re.compile(r"^[ \t]*(?:\*\*|__)?by\s", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"([^\n\f]*)(?:[\n\f]|\Z)")
_FULL = re.compile(r"(?:^|(?<=b))t{1,3}(b?(?:ab?p|pb?a|m))")
"""A full masthead, a letter for a line: up to three of title, deck and outlet, then the form; `m`
is a byline with the date beside it."""
_OPENING = re.compile(r"(?P<titles>t{1,3})(?:b?[am]|p(?:b?a)?|bpb?a)")
"""Titles and what stands below them, in the same letters."""
_DAY = re.compile(r"^(?P<outlet>[^\d,|–—-]{3,60}?)\s*[,|–—-]\s*(?P<date>.*\d{4}.*)$")


def find_masthead(text: str) -> list[Claim]:
    """
    List what the lines above a text claim, in their order.

    >>> head = "Harbor of Velm to close\\n\\nVelm Mercury, March 3, 2024\\nBy Ines Tamm\\n\\n"
    >>> claims = find_masthead(head + "The harbor of Velm will close. " * 9)
    >>> [claim.kind for claim in claims], claims[-1].value
    (['title', 'outlet', 'published', 'author'], 'Ines Tamm')
    >>> find_masthead("The harbor of Velm will close for nine days in May.")
    []
    """
    lines, runs_on = _lines_above(text)
    if not runs_on:
        return []  # nothing but short lines: a list, a poem, a telegram
    found: list[Claim] = []
    kinds = [_kind_of(line) for line in lines]
    titles = [line for line, kind in zip(lines, kinds, strict=True) if kind == "title"]
    for line, kind in zip(lines, kinds, strict=True):
        if kind == "title":
            if line != titles[-1] and line.isupper() and "published" in kinds:
                found.append(Claim("outlet", line, "text: line above"))
            elif not any(claim.kind == "title" for claim in found):
                found.append(Claim("title", line, "text: line above"))
        elif kind == "author":
            author = re.sub(r"^by\s+", "", line, flags=re.IGNORECASE)
            found.append(Claim("author", author, "text: line above"))
        else:
            line = _PUBLISHED.sub("", line)
            dated = _DAY.match(line) if read_date(line, "") is None else None
            if dated:
                found.append(Claim("outlet", dated["outlet"].strip(), "text: line above"))
            date = dated["date"] if dated else line
            found.append(Claim("published", date.strip(), "text: line above"))
    return found


def find_mastheads(text: str, start: int, end: int) -> list[Span]:
    """
    Find full mastheads (title, byline, date) in a span that have the form of the first of them.

    The form is the order of byline and date, and the blank lines beside them. Above the title
    stands a blank line, a line of signs, a form feed or nothing.

    >>> head = "Harbor to close\\nBy Ines Tamm\\n3 March 2024"
    >>> text = f"{head}\\n\\nIt will close.\\n\\n{head}\\n\\nIt will open."
    >>> [text[start:end] == head for start, end in find_mastheads(text, 0, len(text))]
    [True, True]
    """
    found = [
        masthead
        for byline in _BYLINE_OPENS.finditer(text, start, end)
        if (masthead := _masthead_around(text, byline.start(), start, end))
    ]
    return [span for span, form in found if form == found[0][1]]


def below_title(text: str, start: int, end: int) -> str:
    """
    Name what stands below the title that a section opens with: `author`, `published` or nothing.

    A date alone counts on the very next line only: below a blank one it may head a part of a text.

    >>> below_title("Will it close?\\nBy Ines Tamm\\n\\nIt will.", 0, 37)
    'author'
    """
    opening = _opening_of(text[start : min(end, start + _WINDOW)])
    return "" if not opening else "author" if opening[0][-1] in "am" else "published"


def _opening_of(text: str) -> re.Match[str] | None:
    lines = text.lstrip().split("\n", _MOST_LINES)[:_MOST_LINES]
    return _OPENING.match("".join(_letter_of(line.strip()) for line in lines))


def _masthead_around(text: str, byline: int, start: int, end: int) -> tuple[Span, str] | None:
    """Give the span and the form of the full masthead in which a byline stands, if in any."""
    stop = min(end, byline + _WINDOW)
    below = [line.span(1) for line in islice(_LINE.finditer(text, byline, stop), 3)]
    if _letter_of(text[slice(*below[0])].strip()) not in "am":
        return None
    begin = max(start, byline - _WINDOW)
    above = [line.span(1) for line in _LINE.finditer(text, begin, byline)][:-1][-_MOST_LINES - 1 :]
    lines = above + below
    letters = "".join(_letter_of(text[slice(*line)].strip()) for line in lines)
    if above and above[0][0] == begin > start:
        letters = "x" + letters[1:]  # the end of a line
    for full in _FULL.finditer(letters):
        if full.start() <= len(above) < full.end():
            return (lines[full.start()][0], lines[full.end() - 1][1]), full[1]
    return None


def _letter_of(line: str) -> str:
    if not any(map(str.isalnum, line)):
        return "b"
    is_note = line.startswith("(") and line.endswith(")")
    if is_note or len(line) > _LONGEST:
        return "x"
    line = _MARK.sub("", line)
    return "m" if len(_pieces(line)) == 2 else _kind_of(line)[0]


def _lines_above(text: str) -> tuple[list[str], bool]:
    lines: list[str] = []
    opening = _opening_of(text)
    titles = len(opening["titles"]) if opening else 0
    for raw in text[: _LONGEST * 20].split("\n"):
        line = _MARK.sub("", raw).strip()
        if not line:
            continue
        runs_on = _RUNS_ON.search(line) and len(lines) >= titles
        if len(line) > _LONGEST or runs_on or len(lines) == _MOST_LINES:
            return lines, len(lines) < _MOST_LINES
        lines += _pieces(line)
    return lines, False


def _pieces(line: str) -> list[str]:
    """Part a byline from the date beside it."""
    byline, _, date = line.rpartition(" | ")
    beside = byline and _kind_of(date) == "published" and _kind_of(byline) == "author"
    return [byline, date] if beside else [line]


def _are_names(names: tuple[str, ...]) -> bool:
    """Tell names from turns of phrase: `By the sea` names nobody."""
    return bool(names) and all(
        name[0].isupper() and name.split()[-1][0].isupper() for name in names
    )


@lru_cache(maxsize=4_096)
def _kind_of(line: str) -> str:
    if _BYLINE.fullmatch(line) and _are_names(read_byline(line)):
        return "author"
    if read_date(_PUBLISHED.sub("", line), "") is not None:
        return "published"
    dated = _DAY.match(line)
    if dated and read_date(dated["date"].strip(), "") is not None:
        return "published"
    return "title"
