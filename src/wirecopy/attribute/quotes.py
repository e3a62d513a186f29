"""Stage 6, attribute: what of a statement stands inside quotation marks, from mark to mark."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.attribute.spans import Range


def words_between(text: str, spans: Sequence[Range]) -> str:
    """
    Give the words of some spans on one line, the pieces joined by " … ".

    >>> words_between("so he said\\nagain", [(0, 2), (6, 16)])
    'so … said again'
    """
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def find_quotes(text: str, words: Words, spans: Sequence[Range]) -> list[str]:
    """
    Give the quotations that a statement's content touches, each from its first word to its last.

    A quotation is given whole, however much of it the content has: where a tagger ends a span says
    nothing about what was quoted.

    >>> from wirecopy.attribute.pieces import find_words
    >>> text = 'It is “a bad, bad day” for “Velm” now.'
    >>> find_quotes(text, find_words(text), [(10, 18)])
    ['a bad, bad day']
    """
    taken: list[tuple[int, int]] = []
    for start, end in spans:
        place = bisect_left(words.starts, start)
        while place < len(words) and words.starts[place] < end:
            if words.quoted[place] != Quoted.OUTSIDE and not (taken and place < taken[-1][1]):
                first, last = _stretch(text, words, place)
                if first < last and (first, last) not in taken:
                    taken.append((first, last))
                place = max(place, last - 1)
            place += 1
    return [_show(text, words, first, last) for first, last in sorted(taken)]


def _stretch(text: str, words: Words, place: int) -> tuple[int, int]:
    """Find the words between the marks that open and close the quotation around a word."""
    state = words.quoted[place]
    first = last = place
    while first > 0 and words.quoted[first - 1] == state and not words.paragraph[first]:
        if _is_seam(text, words, first):
            break
        first -= 1
    while last + 1 < len(words) and words.quoted[last + 1] == state:
        if words.paragraph[last + 1] or _is_seam(text, words, last + 1):
            break
        last += 1
    while first <= last and words.cases[first] == Case.MARK:
        first += 1
    while last >= first and words.cases[last] == Case.MARK:
        last -= 1
    return first, last + 1


def _is_seam(text: str, words: Words, place: int) -> bool:
    """Say whether one quotation closes and the next one opens between two words: ” “."""
    before, after = text[words.starts[place - 1]], text[words.starts[place]]
    return before in '”»"' and after in '“«"' and words.cases[place] == Case.MARK


def _show(text: str, words: Words, first: int, last: int) -> str:
    """Give the words without the asides that stand among them."""
    parts, start = [], first
    for place in range(first + 1, last):
        if place in words.after_aside:
            parts.append(text[words.starts[start] : words.ends[place - 1]])
            start = place
    parts.append(text[words.starts[start] : words.ends[last - 1]])
    return " ".join(" ".join(parts).split())
