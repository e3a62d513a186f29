"""
Stage 6, attribute: where the wording inside quotation marks differs between witnesses.

The quotations of all witnesses are laid against those of one of them, word by word. Marks, case,
accents, spaces and hyphens make no difference, nor do a few spellings that desks change by rule
(percent, labour, realise). A quotation that a page leaves out or cuts short has not drifted; nor
has one into which a heading slipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

_WORD = re.compile(r"(?i:per\s+cent)(?![^\W_])|%|[^\W_]+(?:['’ʼ.-][^\W_]+|(?<=\d),(?=\d)[^\W_]+)*")
_CUT = 3
"""Words missing at an end of a quotation up to which they are a change, and not a cut."""
_HEADING = 8
"""Letters, all capitals, of more than one word: a heading rather than initials."""
_SPELLINGS = (
    (re.compile(r"^%$"), "percent"),
    (re.compile(r"(?<=..)our(?=$|s$|ed$|ing$|able$|ers?$|hoods?$|ites?$)"), "or"),
    (re.compile(r"is(?=e$|es$|ed$|ing$|ers?$|ations?$)"), "iz"),
    (re.compile(r"ys(?=e$|es$|ed$|ing$)"), "yz"),
    (re.compile(r"(?<=[bt])re(?=$|s$|d$)"), "er"),
    (re.compile(r"(?<=[aeiou])ll(?=ed$|ing$|ers?$)"), "l"),
    (re.compile(r"ence(?=$|s$)"), "ense"),
    (re.compile(r"ogue(?=$|s$)"), "og"),
)
_FIGURES = {
    name: str(number)
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}


class Reading(NamedTuple):
    """What one witness has at one place of a quotation."""

    place: int
    """Number of the place in the statement, from 0."""
    witness: int
    words: str
    """As that witness has them; empty where it has nothing there."""


def find_drift(quotes: Sequence[Sequence[str]]) -> list[Reading]:
    """
    Find where the quotations of a statement differ between its witnesses.

    Args:
        quotes: For each witness the quotations of the statement, each whole; the first one that
            has any is what the others are laid against.

    Returns:
        For each place that differs the reading of every witness that has the quotation around it.

    >>> one, other = ["We will not sell the ferry."], ["We will now sell the Ferry"]
    >>> [(reading.witness, reading.words) for reading in find_drift([one, other])]
    [(0, 'not'), (1, 'now')]
    >>> find_drift([["a 5 percent rise"], ["A 5 per cent rise"]])
    []
    """
    lines = [_Line(some) for some in quotes]
    first = next((n for n, line in enumerate(lines) if line.keys), None)
    if first is None or len({tuple(line.keys) for line in lines if line.keys}) < 2:
        return []
    base = lines[first]
    known: dict[tuple[str, ...], tuple[_Step, ...]] = {}
    steps: list[tuple[_Step, ...]] = []
    for line in lines:
        key = (*line.keys, *map(str, line.breaks))
        if key not in known:
            known[key] = _compare(base, line) if line.keys else ()
        steps.append(known[key])
    places = _union([(s.start, s.end) for some in steps for s in some if s.changed])
    found: list[Reading] = []
    for number, (start, end) in enumerate(places):
        readings = []
        for witness, line in enumerate(lines):
            there = _reading(steps[witness], start, end) if line.keys else None
            if there is not None:
                readings.append(Reading(number, witness, line.show(*there)))
        if len({_letters(reading.words) for reading in readings}) > 1:
            found += readings
    return found


class _Step(NamedTuple):
    """A run of the base, and the run of another line that stands in its place."""

    start: int
    end: int
    other_start: int
    other_end: int
    same: bool
    changed: bool
    """False for what is the same, and for what one of the two only leaves out."""


class _Line:
    """The words of a witness's quotations in a row; `breaks` are where quotations end."""

    def __init__(self, quotes: Sequence[str]) -> None:
        self.words: list[tuple[str, str]] = []
        self.breaks: list[int] = []
        for quote in quotes:
            self.words += [(m.group(), quote) for m in _WORD.finditer(quote)]
            self.breaks.append(len(self.words))
        self.keys = [_key(word) for word, _ in self.words]

    def show(self, start: int, end: int) -> str:
        return " ".join(word for word, _ in self.words[start:end])

    def is_edge(self, place: int) -> bool:
        return place == 0 or place in self.breaks


def _compare(base: _Line, line: _Line) -> tuple[_Step, ...]:
    steps = []
    i = j = 0
    for block in Indel.editops(base.keys, line.keys).as_matching_blocks():
        if (block.a, block.b) != (i, j):
            steps.append(_gap(base, line, (i, block.a), (j, block.b)))
        i, j = block.a + block.size, block.b + block.size
        steps.append(_Step(block.a, i, block.b, j, True, False))
    return tuple(steps)


def _gap(base: _Line, line: _Line, ours: tuple[int, int], theirs: tuple[int, int]) -> _Step:
    """Say whether what stands between two runs that are the same is a change or only a cut."""
    one, other = _own(base, ours, line, theirs), _own(line, theirs, base, ours)
    changed = "".join(base.keys[slice(*one)]) != "".join(line.keys[slice(*other)])
    if changed and (one[0] == one[1] or other[0] == other[1]):
        longer, side = (one, base) if one[0] < one[1] else (other, line)
        place, beside = (other[0], line) if side is base else (one[0], base)
        opens, closes = side.is_edge(longer[0]), side.is_edge(longer[1])
        if beside.is_edge(place) and (opens or closes):
            changed = not (opens and closes) and longer[1] - longer[0] <= _CUT
        changed = changed and not _is_heading([word for word, _ in side.words[slice(*longer)]])
    return _Step(*ours, *theirs, False, changed)


def _is_heading(words: list[str]) -> bool:
    """
    Say whether words that only one page has are a heading which stands in its text.

    >>> _is_heading(["POLICYMAKERS", "BICKER"]), _is_heading(["US"])
    (True, False)
    """
    letters = "".join(words)
    return letters.isupper() and len(words) > 1 and len(letters) > _HEADING


def _own(
    line: _Line, run: tuple[int, int], beside: _Line, there: tuple[int, int]
) -> tuple[int, int]:
    """Leave whole quotations out of a run that the other witness does not have at all."""
    start, end = run
    inner = [place for place in line.breaks if start < place < end]
    if inner and there[0] < there[1]:
        if line.is_edge(end) and beside.is_edge(there[1]):
            end = inner[0]
        elif line.is_edge(start) and beside.is_edge(there[0]):
            start = inner[-1]
    return start, end


def _reading(steps: Sequence[_Step], start: int, end: int) -> tuple[int, int] | None:
    """Find the words that stand in the place of a run of the base; None where it was left out."""
    low, high = 0, steps[-1].other_end
    for step in steps:
        if step.same and step.start < start:
            low = step.other_start + min(start, step.end) - step.start
        elif not step.same and not step.changed and step.start <= end and start <= step.end:
            if step.start < step.end:
                return None
            low = step.other_end if step.start == start else low
    for step in reversed(steps):
        if step.same and step.end > end:
            high = step.other_start + max(end, step.start) - step.start
    return low, max(low, high)


def _union(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Join runs that overlap or touch.

    >>> _union([(4, 6), (1, 2), (5, 9), (12, 12)])
    [(1, 2), (4, 9), (12, 12)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _letters(words: str) -> str:
    return "".join(_key(word) for word in _WORD.findall(words))


def _key(word: str) -> str:
    """
    Fold a word so that spellings of it meet.

    >>> [_key(word) for word in ("Labour", "U.S.", "realised", "%", "don’t", "five")]
    ['labor', 'us', 'realized', 'percent', 'dont', '5']
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if c.isalnum() or c == "%")
    plain = _FIGURES.get(plain, plain)
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return plain
