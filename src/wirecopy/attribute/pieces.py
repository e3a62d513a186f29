"""
Stage 6, attribute: text -> words and word pieces, as the tagger reads them.

A word is a run of letters and digits, or one other visible character. Each word knows its span,
its letter case, whether it stands inside quotation marks, and whether a paragraph begins with it:
the encoder itself is uncased and would miss that. Marks are paired loosely: a missing closing mark
ends with its paragraph, an apostrophe is no mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from wirecopy.attribute.directions import find_directions

_WORD = re.compile(r"[^\W_]+|[^\s]")
_OPENING = frozenset("“«„‟")
_CLOSING = frozenset("”»")
_DOUBLE = frozenset('"＂″')
_SINGLE = frozenset("'‘’‚‛")
_SENTENCE_ENDS = frozenset(".!?:;\"”'’)]}»")
_SHORTEST_WRAPPED_LINE = 45
_LONGEST_WORD = 100
_LONGEST_SINGLE_QUOTE = 80
"""Words between two single marks: beyond that the first was an apostrophe."""


class Case(IntEnum):
    """How a word is written."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    DIGIT = 4
    MARK = 5


class Quoted(IntEnum):
    """Where a word stands."""

    OUTSIDE = 0
    DOUBLE = 1
    SINGLE = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, column by column, all of one length."""

    starts: list[int]
    ends: list[int]
    cases: list[Case]
    quoted: list[Quoted]
    """A mark counts as inside what it opens or closes."""
    paragraph: list[bool]
    """True where a paragraph begins."""
    glued: list[bool]
    """True where no white space stands before the word."""
    after_aside: frozenset[int] = frozenset()
    """Words before which an aside or a stage direction was left out."""

    def __len__(self) -> int:
        return len(self.starts)

    def part(self, start: int, end: int) -> Words:
        """Give some of the words, as if they were a text of their own; spans stay as they are."""
        span = slice(start, end)
        return Words(
            self.starts[span],
            self.ends[span],
            self.cases[span],
            self.quoted[span],
            [True, *self.paragraph[start + 1 : end]],
            self.glued[span],
            frozenset(n - start for n in range(start, end) if n in self.after_aside),
        )


def find_words(text: str, asides: Iterable[tuple[int, int]] = ()) -> Words:
    """
    Cut a text into words and say how each is written.

    Words that touch an aside are left out, and stage directions.

    >>> words = find_words('He said: "No."')
    >>> [str(q) for q in words.quoted]
    ['0', '0', '0', '1', '1', '1', '1']
    """
    starts: list[int] = []
    ends: list[int] = []
    cases: list[Case] = []
    paragraph: list[bool] = []
    glued: list[bool] = []
    last = 0
    skipped = _merge([*asides, *find_directions(text)])
    after_aside: set[int] = set()
    for match in _WORD.finditer(text):
        start, end = match.span()
        while skipped and skipped[-1][1] <= start:
            skipped.pop()
        if skipped and skipped[-1][0] < end:
            after_aside.add(len(starts))
            continue
        starts.append(start)
        ends.append(end)
        cases.append(_case(match.group()))
        paragraph.append(
            len(starts) == 1 or ("\n" in text[last:start] and _breaks(text, last, start))
        )
        glued.append(start == last and start > 0)
        last = end
    quoted = _pair(text, starts, ends, paragraph)
    return Words(starts, ends, cases, quoted, paragraph, glued, frozenset(after_aside))


def _merge(asides: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Join spans that overlap; the first one comes last.

    >>> _merge([(5, 9), (1, 3), (8, 12), (20, 20)])
    [(5, 12), (1, 3)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in asides if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged[::-1]


def _breaks(text: str, end: int, start: int) -> bool:
    """
    Say whether a paragraph ends in this white space with a line end in it.

    One line end in mid-sentence is a line that was wrapped, not a paragraph.
    """
    if text.count("\n", end, start) > 1 or text[end - 1] in _SENTENCE_ENDS:
        return True
    wrapped = end - text.rfind("\n", 0, end) > _SHORTEST_WRAPPED_LINE
    return not (wrapped or text[start].islower())


def _case(word: str) -> Case:
    if word[0].isdigit():
        return Case.DIGIT
    if not word[0].isalnum():
        return Case.MARK
    if word.islower():
        return Case.LOWER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return Case.TITLE
    if word.isupper():
        return Case.UPPER
    return Case.MIXED if word.lower() != word else Case.LOWER


def _pair(text: str, starts: list[int], ends: list[int], paragraph: list[bool]) -> list[Quoted]:
    """Walk over the marks: what is open, and where it ends."""
    quoted = [Quoted.OUTSIDE] * len(starts)
    inside = False
    single = -1
    for i, start in enumerate(starts):
        if paragraph[i]:
            inside, single = False, -1
        mark = text[start]
        if ends[i] - start > 1 or mark.isalnum():
            quoted[i] = Quoted.DOUBLE if inside else Quoted.OUTSIDE
            continue
        state = inside
        if mark in _OPENING:
            state = inside = True
        elif mark in _CLOSING:
            state, inside = True, False
        elif mark in _DOUBLE or _is_doubled(text, start):
            state = True
            inside = _opens(text, start, inside)
        elif mark in _SINGLE and not inside:
            if single >= 0 and _may_close(text, start):
                if i - single <= _LONGEST_SINGLE_QUOTE:
                    quoted[single : i + 1] = [Quoted.SINGLE] * (i + 1 - single)
                    single = -1
                    continue
                single = -1
            if _may_open(text, start):
                single = i
        if state and single >= 0:
            single = -1
        quoted[i] = Quoted.DOUBLE if state else Quoted.OUTSIDE
    return quoted


def _is_doubled(text: str, at: int) -> bool:
    """Say whether the mark is the first of two that stand for a double one: `` or ''."""
    return (
        text[at] in "`'‘’" and text[at + 1 : at + 2] == text[at] and text[at - 1 : at] != text[at]
    )


def _opens(text: str, at: int, inside: bool) -> bool:
    """
    Say whether a straight double mark leaves a quotation open behind it.

    Where the white space around it is plain it decides, so that one missing mark does not turn
    the whole rest inside out; otherwise marks take turns.
    """
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    leans_right = before.isspace() or before in "([{—–-"
    leans_left = after.isspace() or after in ".,;:!?)]}—–-"
    if leans_right and not leans_left:
        return True
    if leans_left and not leans_right:
        return False
    return not inside


def _may_open(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in '([{—–“"') and after.isalpha()


def _may_close(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return not before.isspace() and not after.isalnum() and text[at] != "‘"


class WordPieces:
    """
    The encoder's vocabulary: greedy longest pieces of the lower-cased word without accents.

    Words are remembered, so that a text costs one look-up a word.
    """

    def __init__(self, vocabulary: list[str]) -> None:
        self.size = len(vocabulary)
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.pad, self.unknown, self.cls, self.sep, self.mask = (
            self._ids[piece] for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
        )

    def __call__(self, word: str) -> tuple[int, ...]:
        """Give the numbers of the word's pieces; at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._known) < 500_000 and len(word) <= _LONGEST_WORD:
                self._known[word] = found
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self.unknown,)
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
        pieces: list[int] = []
        start = 0
        while start < len(plain):
            for end in range(len(plain), start, -1):
                piece = self._ids.get(("##" if start else "") + plain[start:end])
                if piece is not None:
                    break
            else:
                return (self.unknown,)
            pieces.append(piece)
            start = end
        return tuple(pieces) or (self.unknown,)
