"""
Words: the common ground of match and align, so that both see the same ones.

A word is a run of letters and digits, folded so that copies meet:

- case, accents, vowel points, ligatures and full-width forms go: `Café`, `CAFE` and `cafe` with
  U+0301 are one word; so are `ﬁrst` and `first`, `Łódź` and `lodz`, `ß` and `ss`, `٣` and `3`.
  Words that only an accent tells apart are not told apart here;
- apostrophes of all shapes are passed over inside a word: `don’t`, `don't` and `dont` are one;
- so are soft hyphens, joiners and other invisible signs;
- a hyphen at the end of a line is passed over before a lower-case letter (`govern-` `ment`);
  any other hyphen ends the word;
- a period between single letters is passed over (`U.S.` is `US`), between digits it counts
  (`1.2` is not `12`); a comma before a group of three digits is passed over (`1,000` is `1000`);
- scripts without spaces are cut into overlapping pairs of letters (Han, kana) or runs of four
  (Thai, Lao, Khmer, Burmese): there words overlap, but starts and ends still rise.

The hash of a word is made of its folded letters alone: it is the same in every text and on every
machine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wirecopy.words.tokens import Bytes, Hashes, Places, most_words, tokenize

__all__ = ["Bytes", "Hashes", "Places", "Words", "most_words", "tokenize", "words_of"]


class Words(NamedTuple):
    """The words of a text in their order: what each is, and where it stands in code points."""

    hashes: Hashes
    starts: Places
    ends: Places


def words_of(text: str) -> Words:
    """
    Give the words of a text.

    >>> text = "The U.S. won’t pay."
    >>> words = words_of(text)
    >>> [text[start:end] for start, end in zip(words.starts, words.ends)]
    ['The', 'U.S', 'won’t', 'pay']
    >>> words.hashes.tolist() == words_of("THE US WONT PAY").hashes.tolist()
    True
    """
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    room = most_words(len(data))
    hashes = np.empty(room, np.uint64)
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    count = tokenize(data, 0, len(data), hashes, starts, ends)
    return Words(hashes[:count], starts[:count], ends[:count])
