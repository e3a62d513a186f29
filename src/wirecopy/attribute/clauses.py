"""
Stage 6, attribute: a pronoun in a clause in front -> the subject behind it: "As he left, Roe said".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from wirecopy.attribute.layout import Layout
from wirecopy.attribute.mentions import Mention

_LEADING = re.compile(
    r"(?:(?:just|even|only|soon|shortly|right)\s)?(?:in what|while|as|after|before|when|whenever|"
    r"although|though|since|if|because|until|once|asked)\s(?:\w+\s){0,2}\Z",
    re.I,
)
_COMMA = re.compile(r",[”\"’]?\s\Z")
_PREDICATE = re.compile(r"\s(?!and\b|or\b|of\b)[a-z]")


def find_subject(
    text: str,
    layout: Layout,
    mentions: Sequence[Mention],
    starts: Sequence[int],
    at: int,
    people: Sequence[bool],
) -> int | None:
    """
    Find the name that is the subject of a sentence whose first clause has the pronoun.

    Args:
        text: The text.
        layout: Its parts.
        mentions: Its names.
        starts: Where they begin.
        at: Where the pronoun stands.
        people: For each whether it is a person's.

    Returns:
        The number of the name; None where a person is named before the pronoun, or none behind it.
    """
    begin, end = layout.span(layout.sentence(at), len(text))
    if not _LEADING.match(text, begin, at):
        return None
    for n in range(bisect_left(starts, begin), bisect_left(starts, end)):
        if not people[n]:
            continue
        lead = mentions[n].lead_start
        if lead < at:
            return None
        if _COMMA.search(text, lead - 3, lead):
            return n if _PREDICATE.match(text, mentions[n].end) else None
    return None
