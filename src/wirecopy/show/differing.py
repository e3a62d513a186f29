"""Which words differ between two wordings of one passage, and what stands in quotation marks."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import numpy as np

from wirecopy.words import Words, words_of

Spans = list[tuple[int, int]]

MOST_WORDS = 3_000
"""Longer passages are not compared word by word: the time grows with the square."""

LEAST_ALIKE = 0.5
"""Part of the words of two wordings that stand in both in one order; below it the words are other
ones, and to set one against another would be chance."""

_QUOTED = re.compile(r"“[^“”]{2,}?”|„[^“”„]{2,}?[“”]|«[^«»]{2,}?»|\"[^\"]{2,}?\"|「[^「」]{2,}?」")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![\n\s])[^\n]+)*")


def differing_words(a: str, b: str) -> tuple[Spans, Spans]:
    """
    Give the spans of each of two texts whose words the other does not have there.

    Case, accents and punctuation make no difference, as in all of the matching. None are given of
    texts that hardly have a word in common: see `differences`.

    >>> a, b = "The town will pay 320 crowns.", "The council will pay 230 crowns today."
    >>> [[text[s:e] for s, e in side] for text, side in zip((a, b), differing_words(a, b))]
    [['town', '320'], ['council', '230', 'today']]
    """
    pairs = differences(a, b) or []
    return [one for one, _ in pairs if one[0] < one[1]], [
        two for _, two in pairs if two[0] < two[1]
    ]


def differences(a: str, b: str) -> list[tuple[tuple[int, int], tuple[int, int]]] | None:
    """
    Give what stands in the one text where the other has something else; (0, 0) for nothing.

    Returns:
        None where fewer than `LEAST_ALIKE` of the words agree: the wordings are best read whole.

    >>> a, b = "The town will pay 320 crowns.", "The council will pay 230 crowns today."
    >>> [(a[s:e], b[t:f]) for (s, e), (t, f) in differences(a, b)]
    [('town', 'council'), ('320', '230'), ('', 'today')]
    """
    one, two = words_of(a), words_of(b)
    if max(len(one.hashes), len(two.hashes)) > MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, one.hashes.tolist(), two.hashes.tolist(), autojunk=False)
    if len(one.hashes) and len(two.hashes) and matcher.ratio() < LEAST_ALIKE:
        return None
    return [
        (_span(one, a_start, a_end), _span(two, b_start, b_end))
        for same, a_start, a_end, b_start, b_end in matcher.get_opcodes()
        if same != "equal"
    ]


def _span(words: Words, start: int, end: int) -> tuple[int, int]:
    if start == end:
        return 0, 0
    return int(words.starts[start]), int(np.max(words.ends[start:end]))


def quotations(text: str) -> Spans:
    """
    Give the spans that stand in quotation marks, marks included, none across a blank line.

    An eye sees what they hold; who said it is the business of statements.

    >>> text = 'He said “not yet”, and "soon".'
    >>> [text[start:end] for start, end in quotations(text)]
    ['“not yet”', '"soon"']
    """
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        for match in _QUOTED.finditer(paragraph[0]):
            found.append((paragraph.start() + match.start(), paragraph.start() + match.end()))
    return found
