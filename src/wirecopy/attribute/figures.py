"""Stage 6, attribute: dates and sums of money, which say nothing."""

from __future__ import annotations

import re

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_MANY = r"(?:\s*(?:thousand|million|billion|trillion|[mk]|bn|mn))"
_MONEY = r"(?:\s+(?:dollars?|euros?|pounds?|crowns?|francs?|yen|yuan|rupees?|rubles?|pesos?))"
_FIGURE = re.compile(
    rf"(?:(?:in|on|by|since|about|some|nearly|almost|early|late|the)\s+)*(?:"
    rf"{_DAY}|(?:{_DAY},?\s+)?(?:{_MONTH}\s+\d{{1,4}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
    rf"|(?:1\d|20)\d\ds?"
    rf"|[$€£¥]\s?\d[\d.,]*{_MANY}?{_MONEY}?|\d[\d.,]*(?:{_MANY}{_MONEY}?|{_MONEY}))",
    re.I,
)


def is_figure(words: str) -> bool:
    """
    Say whether some words are a date or a sum, and nothing more.

    >>> [is_figure(words) for words in ("February 20", "50 billion", "50 million voters", "April")]
    [True, True, False, False]
    """
    return _FIGURE.fullmatch(words) is not None
