"""
Stage 6, attribute: stage directions, which nobody says: `(Laughter)`, `[crosstalk]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKETED = re.compile(r"\(([^()\n]{4,40})\)|\[([^\[\]\n]{4,40})\]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEARD = frozenset(
    "applause boos booing cheering cheers chuckles chuckling clip coughs crosstalk cross-talk "
    "gasps inaudible indecipherable laugh laughing laughs laughter pause pauses shouting sighs "
    "sobs unintelligible videotape".split()
)
"""What a direction names."""
_BESIDE = frozenset(
    "a and audience audio begin big brief crowd end from long loud more over the video".split()
)
"""What may stand beside it."""


def find_directions(text: str) -> Iterator[tuple[int, int]]:
    """
    Find stage directions, brackets and all, in order.

    >>> list(find_directions("(Laughter and cheers.) No (it leaks). [crosstalk]"))
    [(0, 22), (38, 49)]
    """
    for match in _BRACKETED.finditer(text):
        words = _WORD.findall((match[1] or match[2]).lower())
        if not _HEARD.isdisjoint(words) and _HEARD.union(_BESIDE).issuperset(words):
            yield match.span()
