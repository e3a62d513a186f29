"""Stage 4, align: what of a text is aligned, its words without the asides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Hashes, Places
from wirecopy.kernel import kernel
from wirecopy.words import words_of

Flags = NDArray[np.bool_]

_POST = re.compile(
    r"[^\n]+(?:\n[^\n]*){0,2}?(?:\u2014|\u2013|--|-) ?[^\n(]{2,40}\(@\w{1,30}\)[^\n]*"
)
"""A message of a social network as pages carry it: its words, a dash, a name, and (@name)."""


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


def story_of(text: str, asides: Sequence[tuple[int, int]] | Places = ()) -> Story:
    """
    Give the story of a text. A word is story unless it begins inside an aside.

    >>> story = story_of("Velm will close. It has 3 mines. Advertisement", [(33, 46)])
    >>> [story.text[start:end] for start, end in zip(story.starts, story.ends)]
    ['Velm', 'will', 'close', 'It', 'has', '3', 'mines']
    >>> story.is_number.nonzero()[0].tolist(), story.begins_sentence.nonzero()[0].tolist()
    ([5], [0, 3, 7])
    """
    hashes, starts, ends = words_of(text)
    if len(asides):
        kept = np.ones(len(starts), np.bool_)
        _drop_asides(starts, np.asarray(asides, np.int32), kept)
        hashes, starts, ends = hashes[kept], starts[kept], ends[kept]
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_number, begins = np.empty(len(starts), np.bool_), np.zeros(len(starts) + 1, np.bool_)
    quoted = np.zeros(len(starts), np.bool_)
    _flag(letters, starts, ends, is_number, begins)
    _flag_quoted(letters, starts, quoted)
    if "(@" in text:
        for post in _POST.finditer(text):
            quoted[slice(*np.searchsorted(starts, post.span()))] = True
    return Story(text, hashes, starts, ends, is_number, begins, quoted)


@kernel
def _drop_asides(starts: Places, asides: NDArray[np.int32], kept: Flags) -> None:
    """Clear the flags of the words that begin in one of the asides, rows of (start, end)."""
    for aside in range(asides.shape[0]):
        first, last = np.searchsorted(starts, asides[aside, 0]), starts.size
        while first < last and starts[first] < asides[aside, 1]:
            kept[first] = False
            first += 1


@kernel
def _flag(
    letters: NDArray[np.uint32], starts: Places, ends: Places, is_number: Flags, begins: Flags
) -> None:
    """Flag numbers, and what comes after a mark of ending with space behind it or a blank line."""
    begins[0] = begins[starts.size] = True
    for word in range(starts.size):
        is_number[word] = 0x30 <= letters[starts[word]] <= 0x39
        if word == 0:
            continue
        stopped, spaced, lines = False, False, 0
        for at in range(ends[word - 1], starts[word]):
            letter = letters[at]
            if letter in (0x2E, 0x21, 0x3F, 0x2026):  # . ! ? …
                stopped = True
            elif letter in (0x3002, 0xFF01, 0xFF1F):  # 。！？
                stopped = spaced = True
            elif letter == 0x0A:
                spaced = True
                lines += 1
            elif letter in (0x20, 0x09, 0x0D, 0xA0):
                spaced = True
        begins[word] = (stopped and spaced) or lines > 1


@kernel
def _flag_quoted(letters: NDArray[np.uint32], starts: Places, quoted: Flags) -> None:
    """Flag what stands between double marks of one line; of an open quotation, up to its end."""
    at, inside = 0, False
    for word in range(starts.size):
        while at < starts[word]:
            letter = letters[at]
            if letter == 0x0A or letter == 0x201D:  # ”
                inside = False
            elif letter == 0x201C:  # “
                inside = True
            elif letter == 0x22:
                inside = not inside
            at += 1
        quoted[word] = inside
