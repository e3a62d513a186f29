"""
Stage 5, trace: a span of a text -> its words and numbers, as they are compared with another's.

A number that is written in another way (`1,000`, `1000`; `three`, `3`) is the same number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"[$€£¥]?\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*|[^\W_]+", re.UNICODE
)
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_WORDS)}
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|"
    r"August|(?:Septem|Octo|Novem|Decem)ber|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_SMALL = frozenset(
    "a an the and or but nor of to in on at by for from with as that this these those it its is "
    "are was were be been has have had will would can could may might do does did not no he "
    "she they "
    "his her their him them who which what when where while than then so if into over about after "
    "before also more most".split()
)


class Token(NamedTuple):
    """A word or a number, as it is compared, and where it stands."""

    key: str
    text: str
    start: int
    end: int
    opens: bool
    """Whether it may open a sentence, so that its capital means nothing."""


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Give the words and numbers of a span."""
    found = []
    last = start
    for match in _TOKEN.finditer(text, start, end):
        between = text[last : match.start()]
        opens = last == start or any(mark in between for mark in '.!?:\n"\u201c\u2018(')
        key = match[0].casefold().replace("\u2019", "'")
        if key[0].isdigit() or key[0] in "$€£¥":
            key = key.strip("$€£¥%").replace(",", "")
            if key.count(".") == 1:
                key = key.rstrip("0").rstrip(".")
        found.append(Token(_NUMBER_WORDS.get(key, key), match[0], *match.span(), opens))
        last = match.end()
    return found


def is_content(token: Token) -> bool:
    """Tell whether a word carries a meaning of its own: neither small nor a day or month."""
    return len(token.key) > 2 and token.key not in _SMALL and not _CALENDAR.fullmatch(token.text)


def is_number(token: Token) -> bool:
    """Tell whether it is a number, in digits or as a word up to twelve."""
    return token.key[0].isdigit()


def is_name(token: Token) -> bool:
    """Tell whether its capital makes it a name."""
    return (
        token.text[0].isupper()
        and not token.opens
        and len(token.text) > 1
        and not token.text.isupper()
        and "." not in token.text
        and not _CALENDAR.fullmatch(token.text)
    )


def stem(word: str) -> str:
    """Cut the ending of a word: `report`, `reports` and `reported` are one."""
    return re.sub(r"(?:ies|ied|ing|ed|es|s|d)$", "", word)[:6]
