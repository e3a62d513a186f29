"""
Stage 6, attribute: text -> where its sentences, paragraphs and quotations begin and end.

Loose on purpose: a mark that is never closed ends with its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»\"＂]|''|``|\n|(?<![\w’'])‘(?=\S)[^‘“”\"\n]{1,400}?[,.!?…]’(?!\w)")
_OPENING = frozenset(("“", "„", "«", "``"))
_CLOSING = frozenset(("”", "»"))
_EITHER = frozenset(('"', "＂", "''"))
_SENTENCE = re.compile(r"[.!?…][\"”’')\]»]*\s+(?=[“\"'‘(\[«]*[^\W_a-z])|\n\s*")
_SHORT = re.compile(
    r"(?:^|[^\w.])(?:[^\W\d_a-z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Maj|Capt|Sgt|Adm|Prof|Rev|Hon|"
    r"St|Jr|Sr|Sens|Reps|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs|Inc|Co|Corp|Ltd|"
    r"(?:[^\W\d_a-z]\.)+[^\W\d_a-z])\Z"
)
_LONGEST_SHORT = 12
_BEFORE_CLOSING = frozenset(",.!?…")
_AHEAD = re.compile("[“”\n]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a text begin, each list in order."""

    sentences: list[int]
    paragraphs: list[int]
    quote_starts: list[int]
    quote_ends: list[int]
    steps: list[int]
    """The sentences less those that begin inside a quotation: what a reader steps through."""

    def sentence(self, at: int) -> int:
        """Give the number of the sentence at a place."""
        return bisect_right(self.sentences, at) - 1

    def step(self, at: int) -> int:
        """Give the number of the step at a place: a quotation is one, however long it is."""
        return bisect_right(self.steps, at) - 1

    def is_line(self, sentence: int, length: int) -> bool:
        """Say whether a sentence is a paragraph of its own."""
        start, end = self.span(sentence, length)
        return self.paragraphs[self.paragraph(start)] == start and (
            end == length or self.paragraphs[self.paragraph(end)] == end
        )

    def span(self, sentence: int, length: int) -> tuple[int, int]:
        """Give where a sentence of a text of that length begins and ends."""
        end = self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else length
        return self.sentences[sentence], end

    def paragraph(self, at: int) -> int:
        """Give the number of the paragraph at a place."""
        return bisect_right(self.paragraphs, at) - 1

    def quotation(self, at: int) -> int:
        """Give the number of the quotation around a place, or -1."""
        n = bisect_right(self.quote_starts, at) - 1
        return n if n >= 0 and at < self.quote_ends[n] else -1


def find_layout(text: str) -> Layout:
    """
    Find the sentences, paragraphs and quotations of a text.

    >>> layout = find_layout("“No,” he said. Mr. Roe left.")
    >>> layout.sentences, layout.quote_starts, layout.quote_ends
    ([0, 15], [0], [5])
    """
    sentences, paragraphs = [0], [0]
    for match in _SENTENCE.finditer(text):
        if text[match.start()] == "\n":
            paragraphs.append(match.end())
        elif text[match.start()] == "." and _SHORT.search(
            text, max(0, match.start() - _LONGEST_SHORT), match.start()
        ):
            continue
        elif "\n" in match.group():
            paragraphs.append(match.end())
        sentences.append(match.end())
    starts, ends = _find_quotations(text)
    steps = []
    n = 0
    for at in sentences:
        while n < len(starts) and ends[n] <= at:
            n += 1
        if n == len(starts) or at <= starts[n]:
            steps.append(at)
    return Layout(sentences, paragraphs, starts, ends, steps)


def _find_quotations(text: str) -> tuple[list[int], list[int]]:
    """
    Pair quotation marks within paragraphs.

    A curly mark that opens where a straight one is still open makes that one a slip: it stood at
    the head of a paragraph, as it does in copied block quotations.
    """
    starts: list[int] = []
    ends: list[int] = []
    opened, kind = -1, ""
    ahead = [match.start() for match in _AHEAD.finditer(text)]

    def close(end: int) -> None:
        starts.append(opened)
        ends.append(end)

    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if opened >= 0:
                close(at)
            opened = -1
        elif mark[0] == "‘":
            if opened < 0:
                starts.append(at)
                ends.append(match.end())
        elif mark in _OPENING or (mark in _EITHER and opened < 0):
            if opened >= 0 and kind in _OPENING and mark in _OPENING:
                close(at)
            opened, kind = at, mark
        elif opened >= 0 and (
            mark in _CLOSING or kind not in _OPENING or _is_slip(text, at, match.end(), ahead)
        ):
            close(match.end())
            opened = -1
    if opened >= 0:
        close(len(text))
    return starts, ends


def _is_slip(text: str, start: int, end: int, ahead: list[int]) -> bool:
    """
    Say whether a straight mark closes a curly one, as no curly one does: `“No," he said`.

    `ahead` is where curly marks and ends of lines stand.
    """
    if text[start - 1 : start] not in _BEFORE_CLOSING or not text[end : end + 1].isspace():
        return False
    later = bisect_left(ahead, end)
    return later == len(ahead) or text[ahead[later]] != "”"
