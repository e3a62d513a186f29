"""Stage 4, align: what of a text is aligned, its words without the asides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Hashes, Places
from wirecopy.kernel import Int, kernel, part
from wirecopy.words import Bytes, most_words, tokenize
from wirecopy.words.columns import Offsets
from wirecopy.words.folds import decode

Flags = NDArray[np.bool_]

_POST = re.compile(
    r"^[^\n]+(?:\n[^\n]*){0,2}?(?:\u2014|\u2013|--|-) ?[^\n(]{2,40}\(@\w{1,30}\)[^\n]*",
    re.MULTILINE,
)
"""
A message of a social network as pages carry it: its words, a dash, a name, and (@name). Where it
may begin within a line it may begin with the line: to look only there takes no square of a line.
"""


class Texts(NamedTuple):
    """Texts in UTF-8, and their asides."""

    data: Bytes
    begins: Offsets
    """Where each text begins in the data."""
    ends: Offsets
    asides: Offsets
    """For each text its first aside; one more at the end."""
    aside_starts: Places
    """Where the asides begin, in code points, rising within a text."""
    aside_ends: Places


@dataclass(frozen=True, slots=True)
class Story:
    """The words of a text that are story."""

    text: str
    hashes: Hashes
    starts: Places
    """Where each word begins, in code points."""
    ends: Places
    is_number: Flags
    """Whether a word begins with a digit."""
    begins_sentence: Flags
    """Whether a sentence begins with a word; last, for the end of the text: yes."""
    quoted: Flags
    """Whether a word stands in double quotation marks, or in a message that is quoted whole."""


def story_of(text: str, asides: Sequence[tuple[int, int]] = ()) -> Story:
    """
    Give the story of a text. A word is story unless it begins inside an aside.

    >>> story = story_of("Velm will close. It has 3 mines. Advertisement", [(33, 46)])
    >>> [story.text[start:end] for start, end in zip(story.starts, story.ends)]
    ['Velm', 'will', 'close', 'It', 'has', '3', 'mines']
    >>> story.is_number.nonzero()[0].tolist(), story.begins_sentence.nonzero()[0].tolist()
    ([5], [0, 3, 7])
    """
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    spans = np.array(sorted(asides), np.int32).reshape(-1, 2)
    begin, end, firsts = np.array([0]), np.array([len(data)]), np.array([0, len(spans)])
    texts = Texts(data, begin, end, firsts, spans[:, 0].copy(), spans[:, 1].copy())
    (story,) = stories_of(texts, np.array([0]), [text])
    return story


def stories_of(texts: Texts, rows: Offsets, as_text: Sequence[str]) -> Iterator[Story]:
    """Give the stories of some of the texts, by their rows; `as_text` are the same as strings."""
    room = most_words(int((texts.ends[rows] - texts.begins[rows]).sum())) + 2 * len(rows)
    hashes, firsts = np.empty(room, np.uint64), np.zeros(len(rows) + 1, np.int64)
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    is_number, begins, quoted = (np.empty(room, np.bool_) for _ in range(3))
    _read(*texts, rows, firsts, hashes, starts, ends, is_number, begins, quoted)
    bounds = firsts.tolist()
    for text, first, after in zip(as_text, bounds[:-1], bounds[1:], strict=True):
        words = slice(first, after - 1)
        story = Story(
            text, hashes[words], starts[words], ends[words], is_number[words], begins[first:after],
            quoted[words],
        )  # fmt: skip
        if "(@" in text:
            for post in _POST.finditer(text):
                story.quoted[slice(*np.searchsorted(story.starts, post.span()))] = True
        yield story


@kernel
def _read(
    data: Bytes,
    text_begins: Offsets,
    text_ends: Offsets,
    asides: Offsets,
    aside_starts: Places,
    aside_ends: Places,
    rows: Offsets,
    firsts: Offsets,
    hashes: Hashes,
    starts: Places,
    ends: Places,
    is_number: Flags,
    begins: Flags,
    quoted: Flags,
) -> None:
    """Write the words of one text after those of another, and a place more for each text."""
    for story in range(rows.size):
        row, first = rows[story], firsts[story]
        begin, end = text_begins[row], text_ends[row]
        words, places, place_ends = hashes[first:], starts[first:], ends[first:]
        count = tokenize(data, begin, end, words, places, place_ends)
        aside, last, reach, left = asides[row], asides[row + 1], 0, 0
        for word in range(count if aside < last else 0):
            while aside < last and aside_starts[aside] <= places[word]:
                reach = max(reach, aside_ends[aside])
                aside += 1
            if places[word] >= reach:
                words[left] = words[word]
                places[left], place_ends[left] = places[word], place_ends[word]
                left += 1
        if asides[row] < last:
            count = left
        _flag(
            data, begin, end, count, places, place_ends,
            is_number[first:], begins[first:], quoted[first:],
        )  # fmt: skip
        firsts[story + 1] = first + count + 1


@part
def _flag(
    data: Bytes,
    begin: Int,
    end: Int,
    count: Int,
    starts: Places,
    ends: Places,
    is_number: Flags,
    begins: Flags,
    quoted: Flags,
) -> None:
    """
    Flag the words of a text.

    A sentence begins after a mark of ending with space behind it or a blank line. Quoted is what
    stands between double marks of one line; of an open quotation, up to its end.
    """
    at, point, inside = begin, 0, False
    for word in range(count):
        stopped, spaced, lines = False, False, 0
        gap = ends[word - 1] if word else 0
        while point < starts[word]:
            if point < gap and data[at] < 0x80 and data[at] != 0x0A:
                at, point = at + 1, point + 1  # a letter of the word before
                continue
            letter, width = decode(data, at, end)
            if point >= gap:
                if letter in (0x2E, 0x21, 0x3F, 0x2026):  # . ! ? …
                    stopped = True
                elif letter in (0x3002, 0xFF01, 0xFF1F):  # 。！？
                    stopped = spaced = True
                elif letter == 0x0A:
                    spaced = True
                    lines += 1
                elif letter in (0x20, 0x09, 0x0D, 0xA0):
                    spaced = True
            if letter == 0x0A or letter == 0x201D:  # ”
                inside = False
            elif letter == 0x201C:  # “
                inside = True
            elif letter == 0x22:
                inside = not inside
            at, point = at + width, point + 1
        quoted[word] = inside
        is_number[word] = 0x30 <= data[at] <= 0x39
        begins[word] = word == 0 or (stopped and spaced) or lines > 1
    begins[count] = True
