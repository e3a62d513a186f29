"""
Stage 5, trace: where in a text it is worth looking.

Most pages have few words that can belong to a credit, and `str.find` meets those far faster than
a pattern of many branches does. So a pattern is tried only around such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Needle = str | re.Pattern[str]
"""A word in its case, or a pattern that begins with letters of its own: `re` finds those fast."""


def near(
    text: str, needles: Sequence[Needle], before: int, after: int
) -> Iterator[tuple[int, int]]:
    """
    Yield the stretches around words, in order and none over another.

    Args:
        text: The text.
        needles: What to look around.
        before: Code points to add in front of each.
        after: … and behind its first.

    >>> list(near("Reporting by Ann Roe; editing by Bo Li", ["ing by"], 10, 8))
    [(0, 14), (16, 34)]
    """
    places: list[int] = []
    for needle in needles:
        if isinstance(needle, re.Pattern):
            places += [match.start() for match in needle.finditer(text)]
            continue
        at = text.find(needle)
        while at >= 0:
            places.append(at)
            at = text.find(needle, at + 1)
    places.sort()
    start = end = -1
    for place in places:
        if end < 0 or place - before > end:
            if end >= 0:
                yield start, end
            start = max(0, place - before)
        end = min(len(text), place + after)
    if end >= 0:
        yield start, end


def search_near(
    pattern: re.Pattern[str], text: str, needles: Sequence[Needle], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern in the stretches around words; see `near`."""
    for start, end in near(text, needles, before, after):
        yield from pattern.finditer(text, start, end)
