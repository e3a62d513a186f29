"""Stage 6, attribute: whether a text is clearly in another language than English."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the and to of that with said from it are this which were has been they she not".split()
)
"""Words of nearly every English sentence that other languages seldom have."""
_FEWEST = 25
"""Words below which nothing is clear."""
_SHARE = 0.03
"""Share of these among all words: a fifth in English news, a hundredth in German or French."""


def is_foreign(text: str) -> bool:
    """
    Say whether a text is long enough to tell, and has hardly any of the commonest English words.

    >>> is_foreign("Der Kai bleibt geschlossen, sagte die Hafenmeisterin dem Rat. " * 4)
    True
    >>> is_foreign("The quay stays shut, the harbor master told the council. " * 4)
    False
    """
    words = [word.lower() for word in _WORD.findall(text)]
    common = sum(word in _COMMON for word in words)
    return len(words) >= _FEWEST and common < _SHARE * len(words)
