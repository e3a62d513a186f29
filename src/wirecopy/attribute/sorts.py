"""
Stage 6, attribute: the words of a capitalized run -> what it names, less the titles around it.

"Chinese Foreign Minister Wang Yi" is a person with an office in front, "Foreign Ministry" a body,
"New York" a place. Decided by words for offices, bodies and places alone; what is none of these
and has two words is taken for a person until the text says otherwise.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from wirecopy.attribute.lexicon import countries, words_of

_CONTRACTED = re.compile(r"['’](?:ll|ve|re|d|m|s)\Z|n['’]t\Z")
_LONGEST = 60
"""Code points in a word of a name."""


class Sort(StrEnum):
    """What a name may stand for."""

    PERSON = "person"
    BODY = "body"
    COUNTRY = "country"
    PLACE = "place"
    THING = "thing"
    ROLE = "role"
    """An office without a name: "the President"."""
    UNKNOWN = "unknown"


class Reading(NamedTuple):
    """What a run of words names: `keys[start:end]`, with a lead from `lead` on."""

    start: int
    end: int
    lead: int
    sort: Sort
    titled: bool


def read_words(keys: list[str], shouted: bool, first: bool, office: bool) -> Reading | None:
    """
    Read the folded words of a capitalized run.

    Args:
        keys: The words, folded.
        shouted: The last word is all capitals.
        first: A sentence may begin here.
        office: It stands behind an office and "of" or "for".

    >>> read_words(["sen", "ana", "ruiz"], False, True, False)[:4]
    (1, 3, 0, <Sort.PERSON: 'person'>)
    """
    lead, end = 0, len(keys)
    while lead < end and _is_never(keys[lead], inside=not first and end - lead > 1):
        lead += 1
        first = False
    for n in range(lead + 1, end):
        if _is_never(keys[n], inside=True):
            end = n
            break
    if lead == end or any(len(key) > _LONGEST for key in keys):
        return None
    start = lead
    for n in range(lead, end):
        if _is_title(keys, n, lead, end):
            start = n + 1
    titled = start > lead
    if start == end:
        return Reading(lead, end, lead, Sort.ROLE, False)
    sort = _sort(keys[start:end], shouted)
    if sort is Sort.PERSON or (sort is Sort.UNKNOWN and office):
        kept = start + _strip(keys[start:end], office)
        titled = titled or (office and kept > start)
        start = kept
    if sort is Sort.UNKNOWN and titled:
        sort = Sort.PERSON
    other = sort in (Sort.COUNTRY, Sort.PLACE) or (shouted and sort is Sort.BODY)
    if other and start > lead and keys[start - 1] in _titles():
        sort = Sort.PERSON
    if office and all(is_common(key) for key in keys[start:end]):
        sort = Sort.THING
    return Reading(start, end, lead, sort, titled)


def is_common(key: str) -> bool:
    """Say whether a word stands in names of bodies and offices and is no one's own name."""
    return key in words_of("common") or key in words_of("body") or key in words_of("thing")


@cache
def _titles() -> frozenset[str]:
    return words_of("courtesy") | words_of("title")


def _is_never(key: str, inside: bool) -> bool:
    """Say whether a capitalized word is no part of any name."""
    if key in words_of("either"):
        return not inside
    if inside and len(key) == 1:
        return False  # an initial
    never = words_of("never")
    return (
        key in never or ("-" in key and key.split("-")[0] in never) or bool(_CONTRACTED.search(key))
    )


def _is_title(keys: list[str], n: int, lead: int, end: int) -> bool:
    """Say whether a word is a title or an office, not a name such as King or Bishop."""
    key = keys[n]
    if key in _titles() or (key.endswith("-in-chief") and n + 1 < end):
        return True
    if key not in words_of("role") or (key in words_of("common") and n + 1 < end):
        return False
    if n + 1 == end and n > lead and keys[n - 1] in _titles():
        return False
    if key in words_of("double"):
        plain = all(
            is_common(k) or k in words_of("place") or k in countries() or k in words_of("role")
            for k in keys[lead:n]
        )
        return plain and (n > lead or n + 1 < end)
    return True


def _sort(keys: list[str], shouted: bool) -> Sort:
    country = countries().get(" ".join(keys))
    if country is not None and not country.adjective:
        return Sort.COUNTRY
    last = keys[-1]
    if last in words_of("body") and (len(keys) > 1 or last in words_of("alone")):
        return Sort.BODY
    if country is not None or (last in words_of("thing") and len(keys) > 1):
        return Sort.THING
    if len(keys) == 1:
        if last in words_of("place"):
            return Sort.PLACE
        if last in words_of("common") or last in words_of("many"):
            return Sort.THING
        if shouted and 2 <= len(last.replace(".", "")) <= 6:
            return Sort.BODY
        return Sort.UNKNOWN
    if keys[0] in words_of("compass") or all(key in words_of("place") for key in keys):
        return Sort.PLACE
    if all(key in words_of("common") or key in words_of("many") for key in keys):
        return Sort.THING
    return Sort.PERSON


def _strip(keys: list[str], office: bool) -> int:
    """Count the words in front that are no part of a person's name, if two are left."""
    n = 0
    while n < len(keys) - (1 if office else 2):
        key = keys[n]
        if " ".join(keys[n : n + 2]) in countries() and n + 2 < len(keys):
            n += 2
        elif is_common(key) or key in words_of("place") or key in countries() or key.isdigit():
            n += 1
        else:
            break
    return n
