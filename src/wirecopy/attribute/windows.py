"""
Stage 6, attribute: cut a text into windows that the tagger can read in one go.

A window is a run of whole paragraphs; one that ends with a colon stays with the next. A paragraph
that is too long by itself is cut at the ends of sentences, outside of quotations where it can, and
only there does a window begin with words of the one before it, as context.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from wirecopy.attribute.pieces import Case, Words

LONGEST = 224
"""Word pieces in a window."""
CONTEXT = 48
"""Word pieces of the window before, where a cut falls inside a paragraph."""

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"”’'»)]")


class Window(NamedTuple):
    """Words `start` to `end`, of which those before `core` are only context."""

    start: int
    core: int
    end: int


def find_windows(
    words: Words,
    sizes: list[int],
    text: str,
    longest: int = LONGEST,
    context: int = CONTEXT,
    first: int | None = None,
) -> list[Window]:
    """
    Cover all words with windows of at most `longest` pieces.

    Args:
        words: The words of the text.
        sizes: How many pieces each word has.
        text: The text itself.
        longest: Most pieces in a window.
        context: Most pieces of context.
        first: Most pieces in the first window, where training wants other cuts each time.

    Returns:
        Windows in order; their cores follow each other without a gap.
    """
    count = len(words)
    sums = [0, *accumulate(sizes)]
    windows: list[Window] = []
    core, room = 0, first or longest
    while core < count:
        start = (
            core if words.paragraph[core] else _sentence_before(words, text, sums, core, context)
        )
        limit = max(core + 1, bisect_right(sums, sums[start] + room) - 1)
        end = count if limit >= count else _last_break(words, text, core, limit)
        windows.append(Window(start, core, end))
        core, room = end, longest
    return windows


def _last_break(words: Words, text: str, core: int, limit: int) -> int:
    """
    Find the last paragraph between core and limit, else the last sentence, else the limit.

    A sentence inside a quotation counts only if the further half has no other.
    """
    colon = apart = sentence = 0
    for place in range(limit, core, -1):
        if words.paragraph[place]:
            if text[words.starts[place - 1]] != ":":
                return place
            colon = colon or place
        elif not apart and begins_sentence(words, text, place):
            sentence = sentence or place
            if 2 * place >= core + limit and not _is_within(words, place):
                apart = place
    return colon or apart or sentence or limit


def _is_within(words: Words, place: int) -> bool:
    """Say whether a quotation goes on from the word before."""
    quoted = words.quoted[place] and words.quoted[place - 1]
    return bool(quoted) and words.cases[place] != Case.MARK


def _sentence_before(words: Words, text: str, sums: list[int], core: int, context: int) -> int:
    start = core
    for place in range(core - 1, -1, -1):
        if sums[core] - sums[place] > context:
            break
        if words.paragraph[place] or begins_sentence(words, text, place):
            start = place
        if words.paragraph[place]:
            break
    return start


def begins_sentence(words: Words, text: str, place: int) -> bool:
    """Say whether a sentence seems to begin with this word: cheap, and wrong after "Mr."."""
    before = place - 1
    while before > 0 and text[words.starts[before]] in _CLOSERS and place - before < 3:
        before -= 1
    if before < 0 or text[words.starts[before]] not in _ENDS:
        return False
    letter = text[words.starts[place]]
    return not (letter.islower() or letter in _ENDS or letter in "”’)]»,;:")
