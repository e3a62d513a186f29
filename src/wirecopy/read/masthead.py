"""
The short lines above a plain text (title, outlet, date, byline) -> claims.

Only lines that stand before the first line of running text count, and only while each is plainly
one of these: a text that begins at once claims nothing.
"""

from __future__ import annotations

import re

from wirecopy.bylines import read_byline
from wirecopy.records import Claim
from wirecopy.when import read_date

_LONGEST = 120
"""Letters of a line that can stand above a text."""
_MOST_LINES = 6
_BYLINE = re.compile(r"by\s+\S.{2,80}", re.IGNORECASE)
_RUNS_ON = re.compile(r"[.!?…][\"”’»)]*$")
_MARK = re.compile(r"#{1,6}\s+|\*\*|__")
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
            dated = _DAY.match(line) if read_date(line, "") is None else None
            if dated:
                found.append(Claim("outlet", dated["outlet"].strip(), "text: line above"))
            date = dated["date"] if dated else line
            found.append(Claim("published", date.strip(), "text: line above"))
    return found


def _lines_above(text: str) -> tuple[list[str], bool]:
    lines: list[str] = []
    for raw in text[: _LONGEST * 20].split("\n"):
        line = _MARK.sub("", raw).strip()
        if not line:
            continue
        if len(line) > _LONGEST or _RUNS_ON.search(line) or len(lines) == _MOST_LINES:
            return lines, len(lines) < _MOST_LINES
        lines.append(line)
    return lines, False


def _are_names(names: tuple[str, ...]) -> bool:
    """Tell names from turns of phrase: `By the sea` names nobody."""
    return bool(names) and all(
        name[0].isupper() and name.split()[-1][0].isupper() for name in names
    )


def _kind_of(line: str) -> str:
    if _BYLINE.fullmatch(line) and _are_names(read_byline(line)):
        return "author"
    if read_date(line, "") is not None:
        return "published"
    dated = _DAY.match(line)
    if dated and read_date(dated["date"].strip(), "") is not None:
        return "published"
    return "title"
