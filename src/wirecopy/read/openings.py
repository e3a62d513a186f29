"""
How stories open and close: the marks by which a section shows that it is a story of its own.

One article has at most one dateline, one byline and one closing credit. What has two of a kind
is two stories: in 82,000 stories of one agency and 490 outlets, none opened two paragraphs with a
wire dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_AGENCY = (
    r"(?:Thomson )?Reuters(?: [A-Z]\w+){0,2}|AP|A\.P\.|(?:The )?Associated Press|APTN|UPI"
    r"|AFP(?:[ /-]\w+)?|dpa(?:[-/]\w+)?|DPA|APA|ANSA|EFE|Belga|ANP|NTB|TT|Ritzau|STT|PA|AAP"
    r"|Xinhua|I?TASS|Itar-Tass|Interfax(?:-\w+)?|RIA(?: Novosti)?|Kyodo|Jiji|Yonhap"
    r"|ANI|PTI|IANS|IRNA|WAM|SPA|KUNA|QNA|MENA|NNA|Anadolu|AA|(?:The )?Canadian Press|CP"
    r"|Bloomberg|CNN|BBC|VOA|RFE/RL|RFA|CNS|RNS|MarketWatch|Billboard|Variety|IFR"
    r"|(?:The )?Hollywood Reporter|BUSINESS WIRE|Business Wire|Marketwire"
    r"|PR ?(?:Newswire|NEWSWIRE)|(?:Globe|GLOBE) ?(?:Newswire|NEWSWIRE)"
    r"|[A-Z][\w.]*+(?: [A-Z][\w.]*+){0,3} (?:News|Press|Agency|Service|Newswire)(?: Agency)?"
)
_WORD = (
    r"(?:[A-Z\u00c0-\u00de\u0410-\u042f][\w.'’-]*+"
    r"|de|la|le|del|da|do|di|du|den|of|the|and|near|aboard|en|am|al)"
)
_DATE = (
    r"(?:,? {0,2}(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? [A-Za-z][a-z]{2,8}\.?)(?:,? \d{4})?,?)?"
)
_MARKUP = r"[ \t\f]*+(?:<[^<>\n]{0,80}>[ \t]*+|[*_]{1,2}+){0,4}+"

_DATELINE = re.compile(
    rf"^{_MARKUP}(?:{_WORD}(?:[ ,/]++{_WORD}){{0,6}}{_DATE}[,;]?[ \t]+)?"
    rf"[(/](?:{_AGENCY})[)/][*_]{{0,2}}(?:[ \t]*[-–—]{{1,2}}(?=\s)|[ \t]+[-–—]{{1,2}})",
    re.MULTILINE,
)
"""`LONDON (Reuters) -`, `PARIS, 3 juin (AFP) –`, `NEW YORK, Nov. 3 /PRNewswire/ --`."""

_CREDIT = re.compile(
    r"\((?:Additional |Further )?(?:[Rr]eport|[Ww]rit|[Ee]dit|[Cc]ompil)(?:ing|ten|ed) [Bb]y "
    r"|^[ \t]*(?:Additional )?(?:Reporting|Editing|Writing) by [A-Z]",
    re.MULTILINE,
)
_BYLINE = re.compile(
    r"^[ \t]*[*_]{0,2}By [A-Z][\w.'’-]*+(?: (?:and|de|van|von|[A-Z][\w.'’-]*+)){1,6}"
    r"[*_]{0,2}[ \t\r]*$",
    re.MULTILINE,
)
_BYLINE_WITHIN = 240
"""Code points from the start of a section, in which the byline of a story of its own stands."""

_ADVISORY = re.compile(
    r"[ \t]*\((?:Add|Change|Clarif|Correct|In [A-Z]|Recast|Refile|Remove|Repeat|Rewrite|Update)"
)
"""`(Corrects drug name …)`: a note to editors, above the story it belongs to."""

_NO_TITLE = re.compile(r"[ \t]*[a-z`]|.*(?:[)\]…:;,>`]|(?<![A-Z])[.][”\"’']?|[”\"])[ \t\r]*$")
"""A line that goes on from the one before, or ends as statements, credits and markup do."""

_LONGEST_TITLE = 160


def marks_of(text: str, start: int, end: int) -> frozenset[str]:
    """
    Name the marks of a story of its own that a section bears.

    A section with several datelines holds several stories: it bears the mark `several`.

    >>> story = "VELM (Reuters) - The bay froze over.\\n\\n(Reporting by Ana Tamm)"
    >>> sorted(marks_of(story, 0, len(story)))
    ['credit', 'dateline']
    """
    marks = set()
    wire = sum(1 for _ in islice(_DATELINE.finditer(text, start, end), 2))
    if wire:
        marks.add("dateline" if wire == 1 else "several")
    if _CREDIT.search(text, start, end):
        marks.add("credit")
    if _BYLINE.search(text, start, min(end, start + _BYLINE_WITHIN)):
        marks.add("byline")
    return frozenset(marks)


def datelines(text: str, start: int, end: int) -> Iterator[int]:
    """Find the lines in a span that open with a wire dateline."""
    for dateline in _DATELINE.finditer(text, start, end):
        yield dateline.start()


def title_above(text: str, start: int, line_start: int, most: int = 4) -> int:
    """
    Find where the title and byline above a story's first line begin, but not before `start`.

    They are short lines, `most` of them, that do not end as sentences do.
    """
    place = line_start
    for _ in range(most):
        window = max(start, place - _LONGEST_TITLE - 40)
        above = text[window:place].rstrip()
        begin = above.rfind("\n") + 1
        line = above[begin:]
        is_title = _ADVISORY.match(line) or not _NO_TITLE.match(line)
        if not line or len(line) > _LONGEST_TITLE or not is_title:
            break
        place = window + begin
    return place
