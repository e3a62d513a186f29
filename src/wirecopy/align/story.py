"""Stage 4, align: what of a text is aligned, its words without the asides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.seeds import Hashes, Places
from wirecopy.kernel import kernel
from wirecopy.words import words_of

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Story:
    """The words of a text that are story, and where they stand in code points."""

    text: str
    hashes: Hashes
    starts: Places
    ends: Places


def story_of(text: str, asides: list[tuple[int, int]] | None = None) -> Story:
    """
    Give the story of a text. A word is story unless it begins inside an aside.

    >>> story = story_of("Velm will close. Advertisement", [(17, 30)])
    >>> [story.text[start:end] for start, end in zip(story.starts, story.ends)]
    ['Velm', 'will', 'close']
    """
    words = words_of(text)
    if not asides:
        return Story(text, words.hashes, words.starts, words.ends)
    kept = np.ones(len(words.starts), np.bool_)
    for start, end in asides:
        kept[slice(*np.searchsorted(words.starts, (start, end)))] = False
    return Story(text, words.hashes[kept], words.starts[kept], words.ends[kept])


def is_number(story: Story) -> Flags:
    """
    Tell for each word whether it begins with a digit.

    >>> is_number(story_of("3 mines, 1,000 tons")).tolist()
    [True, False, True, False]
    """
    first = _letters_of(story.text)[story.starts]
    return (first >= ord("0")) & (first <= ord("9"))


def begins_sentence(story: Story) -> Flags:
    """
    Tell for each word whether a sentence begins with it; last, for the end of the text: yes.

    >>> begins_sentence(story_of("Go on. Do it")).tolist()
    [True, False, True, False, True]
    """
    flags = np.zeros(len(story.starts) + 1, np.bool_)
    _mark_sentences(_letters_of(story.text), story.starts, story.ends, flags)
    return flags


def _letters_of(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@kernel
def _mark_sentences(
    letters: NDArray[np.uint32], starts: Places, ends: Places, flags: Flags
) -> None:
    """Flag what comes after a mark of ending with space behind it, or after a blank line."""
    flags[0] = flags[starts.size] = True
    for word in range(1, starts.size):
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
        flags[word] = (stopped and spaced) or lines > 1
