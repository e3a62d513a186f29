"""
Stage 6, attribute: "who", "which", "that" -> the noun that they take up, where no name does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DETERMINED = r"(?:(?:the|an?|some|many|several|those|these|most|two|three|all|fellow)\s)?"
_ADJECTIVE = (
    r"(?!(?:by|can|may|only|than|they)\s)(?:[^\W_a-z][\w’'-]*|black|white|young|old|top|former"
    r"|[\w’'-]*(?:al|ive|ic|ary|ior|an|ish|ese|ed|ian|ous|ful|less|ent|ant|y))\s"
)
_NEAR = re.compile(rf"(?<![\w’'-])({_DETERMINED}(?:{_ADJECTIVE}){{0,4}}[\w’'-]+)[,\s]*\Z")
_FAR = re.compile(
    rf"(?<![\w’'-])({_DETERMINED}"
    rf"(?:{_ADJECTIVE}){{0,4}}[\w’'-]+)\s(?:of|on|in|at|from|for|by|with|across)\s[^,;.]{{1,60}},?\s*\Z"
)
_NO_NOUN = frozenset("and or but than then so as if is are was were that up out it".split())
_REACH = 120
"""Code points that are looked at before the pronoun."""


class Noun(NamedTuple):
    """A noun phrase before a relative pronoun."""

    start: int
    end: int
    near: bool
    """It stands right before the pronoun; else a preposition comes between."""


def find_noun(text: str, begin: int, start: int, is_person: bool) -> Noun | None:
    """
    Find the noun before a relative pronoun.

    Args:
        text: The text.
        begin: Where its sentence begins.
        start: Where the pronoun stands.
        is_person: The pronoun is "who", which a place or a thing is not.

    >>> text = "She likes nervous Democrats on Capitol Hill, who argue."
    >>> noun = find_noun(text, 0, 45, True)
    >>> text[noun.start : noun.end], noun.near
    ('nervous Democrats', False)
    """
    begin = max(begin, start - _REACH)
    near = _NEAR.search(text, begin, start)
    far = _FAR.search(text, begin, start)
    if near is not None and near.group(1).split()[-1] in _NO_NOUN:
        return None
    if near is not None and not (far is not None and is_person and _is_other(near.group(1))):
        return Noun(*near.span(1), True)
    if far is not None:
        return Noun(*far.span(1), False)
    return None


def _is_other(words: str) -> bool:
    """Say whether a noun is a place or a plain singular, which "who" may well pass over."""
    last = words.split()[-1]
    if all(word[0].isupper() for word in words.split()):
        return True
    return last.islower() and not last.endswith(("s", "er", "or", "ist", "man", "men", "people"))
