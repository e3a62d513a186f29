"""
Stage 6, attribute: stage directions, which nobody says: `(Laughter)`, `[crosstalk]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKETED = re.compile(r"\(([a-z .,;-]{4,40})\)|\[([a-z .,;-]{4,40})\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LABEL = re.compile(r"^[^\W\d_][^:\n]*:[^\S\n]*\Z", re.MULTILINE)
_LONGEST_LABEL = 60
"""Code points."""
_REST = re.compile(r"[^\S\n]*(?:\n|\Z)")
_HEARD = frozenset(
    "applauds applause boos booing cheering cheers chuckles chuckling clip coughs crosstalk "
    "cross-talk gasps inaudible indecipherable laugh laughing laughs laughter pause pauses "
    "shouting shouts sighs sobs unintelligible videotape".split()
)
"""What a direction names."""
_BESIDE = frozenset(
    "a and audience audio begin big brief crowd end from long loud more over the video".split()
)
"""What may stand beside it."""


def find_directions(text: str) -> Iterator[tuple[int, int]]:
    """
    Find stage directions, brackets and all, in order; with the name in front of one that is all
    that a line has: such a turn is silent.

    >>> list(find_directions("(Laughter and cheers.) No (it leaks). [crosstalk]"))
    [(0, 22), (38, 49)]
    >>> list(find_directions("ANA ROE: It leaks.\\nBO ASKE: (Laughter)"))
    [(19, 38)]
    """
    for match in _BRACKETED.finditer(text):
        words = _WORD.findall((match[1] or match[2]).lower())
        if not _HEARD.isdisjoint(words) and _HEARD.union(_BESIDE).issuperset(words):
            begin, end = match.span()
            label = _LABEL.search(text, max(0, begin - _LONGEST_LABEL), begin)
            yield (label.start() if label and _REST.match(text, end) else begin), end
