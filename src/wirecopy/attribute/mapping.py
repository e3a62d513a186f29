"""Stage 6, attribute: which word of one page is which of the other, along the shared passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel

from wirecopy.attribute.directions import find_directions
from wirecopy.attribute.pieces import Words
from wirecopy.attribute.spans import Range
from wirecopy.records import PassageKind
from wirecopy.words import Hashes, Places, words_of

_MARKS = frozenset("\"'“”„‟«»‘’‚‛＂″`")
_MOST_CELLS = 100_000_000
"""Words times words of two passages that are aligned word by word: 12 MB of bits."""
_UNLIKE = 0.5
"""Of two runs of changed words, the shorter's share of the longer: below, they have no places."""


@dataclass(slots=True)
class Side:
    """One page of a pair: the words of its story, and what is said in them."""

    text: str
    asides: list[Range]
    hashes: Hashes
    starts: Places
    ends: Places
    after_aside: frozenset[int]
    """Words before which an aside was left out."""
    spans: list[dict[str, Any]]
    """Its statements, as rows of `STATEMENTS` hold them."""
    contents: list[list[int]]
    """For each statement the words of its content, by number."""
    sources: list[list[int]]
    cues: list[list[int]]
    owners: dict[int, list[int]]
    """For each word the statements whose content it is in."""
    words: Words | None = None
    """How the text is written, where that was asked for."""

    def words_in(self, start: int, end: int) -> range:
        """Give the numbers of the words that begin in a span of the text."""
        first, last = np.searchsorted(self.starts, (start, end))
        return range(int(first), int(last))

    def spans_of(self, first: int, last: int) -> list[Range]:
        """Give the spans of a run of words, with the marks of its quotation, without asides."""
        found: list[Range] = []
        begin = first
        for word in range(first + 1, last + 1):
            if word == last or word in self.after_aside:
                start, end = int(self.starts[begin]), int(self.ends[word - 1])
                if start and self.text[start - 1] in _MARKS:
                    start -= 1
                for _ in range(2):  # “…,” has a stop before its mark
                    if self.text[end : end + 1] in _MARKS and end < len(self.text):
                        end += 1
                        break
                    if self.text[end : end + 1] not in {",", ".", "!", "?"}:
                        break
                    if self.text[end + 1 : end + 2] not in _MARKS or end + 1 >= len(self.text):
                        break
                    end += 1
                found.append((start, end))
                begin = word
        return found


def side_of(text: str, asides: Iterable[dict[str, Any]] | None, said: list[dict[str, Any]]) -> Side:
    """Lay out a page: its story words, and which of them each statement has."""
    spans = [*((x["start"], x["end"]) for x in asides or ()), *find_directions(text)]
    words = words_of(text)
    kept = np.ones(len(words.starts), np.bool_)
    for start, end in spans:
        kept[slice(*np.searchsorted(words.starts, (start, end)))] = False
    numbers = np.flatnonzero(kept)
    after = frozenset((np.flatnonzero(np.diff(numbers) > 1) + 1).tolist())
    side = Side(
        text, spans, words.hashes[kept], words.starts[kept], words.ends[kept], after,
        said, [], [], [], {},
    )  # fmt: skip
    for number, one in enumerate(said):
        for part, lists in (
            ("content", side.contents), ("source", side.sources), ("cue", side.cues)
        ):  # fmt: skip
            lists.append([w for x in one[part] for w in side.words_in(x["start"], x["end"])])
        for word in side.contents[number]:
            side.owners.setdefault(word, []).append(number)
    return side


def map_words(a: Side, b: Side, passages: list[dict[str, Any]]) -> tuple[list[int], list[int]]:
    """
    Give for each word the one of the other page that stands in its place, or -1.

    A run of changed words between two that stayed lies against what stands there on the other
    page, if that is about as long. Passages in other words give no places.
    """
    to_b, to_a = [-1] * len(a.hashes), [-1] * len(b.hashes)
    for passage in sorted(passages, key=lambda p: (-p["share"], p["a_start"], p["b_start"])):
        if passage["kind"] == PassageKind.REWRITTEN:
            continue
        ours = a.words_in(passage["a_start"], passage["a_end"])
        theirs = b.words_in(passage["b_start"], passage["b_end"])
        for i, j in _aligned(a.hashes, b.hashes, ours, theirs):
            if to_b[i] < 0 and to_a[j] < 0:
                to_b[i], to_a[j] = j, i
    return to_b, to_a


def _aligned(a: Hashes, b: Hashes, ours: range, theirs: range) -> Iterable[tuple[int, int]]:
    one, other = a[ours.start : ours.stop], b[theirs.start : theirs.stop]
    if len(one) == len(other) and np.array_equal(one, other):
        yield from zip(ours, theirs, strict=True)
        return
    if len(one) * len(other) > _MOST_CELLS:
        return
    at, there = 0, 0
    for block in Indel.editops(one.tolist(), other.tolist()).as_matching_blocks():
        yield from _laid_along(ours[at : block.a], theirs[there : block.b])
        at, there = block.a + block.size, block.b + block.size
        yield from zip(ours[block.a : at], theirs[block.b : there], strict=True)


def _laid_along(ours: range, theirs: range) -> Iterable[tuple[int, int]]:
    """Lay changed words against each other in proportion, each word once."""
    few, many = sorted((len(ours), len(theirs)))
    if few < _UNLIKE * many and many - few > 3:
        return
    for n in range(few):
        yield ours[n * len(ours) // few], theirs[n * len(theirs) // few]
