"""
How each character counts in a word: the table `folds.tsv` as arrays that kernels can look up.

The table has 128 characters to a leaf, and equal leaves are kept once. An entry holds the kind of
a character in its lowest three bits, one bit for lower case, and above them the distance to the
character that it folds to (for SPELLED: the place in `SPELLINGS`, where a count is followed by
that many characters).
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from wirecopy.kernel import Int, part

SPACE = 0
"""Ends a word: blanks, punctuation, symbols, and all that the table does not name."""
APOSTROPHE = 1
HYPHEN = 2
MARK = 3
"""Is passed over: accents, vowel points, joiners, invisible signs."""
LETTER = 4
"""Letters and digits of scripts that have spaces between words."""
SPELLED = 5
"""A letter that folds to several: ligatures, ß, æ."""
IDEOGRAPH = 6
"""Han, kana and kin: two in a row make a word."""
UNSPACED = 7
"""Letters of Thai and other scripts without spaces: four in a row make a word."""

LOWER = 8
"""The bit of a lower-case letter."""
KIND = 7
"""The bits of the kind."""
SHIFT = 4
"""Bits below the distance."""
LEAF = 7
"""Bits of a character's place in its leaf."""
_IN_LEAF = (1 << LEAF) - 1
LAST = 0x1FFFF
"""Last character of the table; after it come Han (to 0x3FFFF) and nothing that spells."""

_KINDS = {
    "mark": MARK,
    "letter": LETTER,
    "lower": LETTER | LOWER,
    "ideograph": IDEOGRAPH,
    "unspaced": UNSPACED,
    "apostrophe": APOSTROPHE,
    "hyphen": HYPHEN,
}


def _read() -> tuple[NDArray[np.int32], NDArray[np.uint16], NDArray[np.int32]]:
    table = np.zeros(LAST + 1, np.int32)
    spellings: list[int] = []
    for line in files("wirecopy.words").joinpath("folds.tsv").read_text("ascii").splitlines()[2:]:
        first_code, last_code, kind, codes = line.split("\t")
        first, last, target = int(first_code, 16), int(last_code, 16), codes.split()
        entry = _KINDS[kind]
        if len(target) > 1:
            entry += SPELLED - LETTER + (len(spellings) << SHIFT)
            spellings += [len(target), *(int(code, 16) for code in target)]
        elif target:
            entry += (int(target[0], 16) - first) << SHIFT
        table[first : last + 1] = entry
    leaves, place = np.unique(table.reshape(-1, 1 << LEAF), axis=0, return_inverse=True)
    return leaves.ravel(), place.astype(np.uint16), np.array(spellings, np.int32)


LEAVES, PLACES, SPELLINGS = _read()


@part
def decode(data: NDArray[np.uint8], at: Int, end: Int) -> tuple[Int, Int]:
    """Give the code point at a byte and the bytes it takes."""
    lead = np.int64(data[at])
    if lead < 0x80:
        return lead, 1
    width = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    if lead < 0xC0 or at + width > end:
        return np.int64(0xFFFD), 1
    code = lead & (0x7F >> width)
    for k in range(1, width):
        code = code << 6 | np.int64(data[at + k]) & 0x3F
    return code, width


@part
def look_up(code: Int) -> Int:
    """Look up how a character counts: kind, case and fold in one number (see the module)."""
    if code <= LAST:
        return np.int64(LEAVES[np.int64(PLACES[code >> LEAF]) << LEAF | code & _IN_LEAF])
    if code <= 0x3FFFF:
        return np.int64(IDEOGRAPH)
    return np.int64(MARK if 0xE0000 <= code <= 0xE01EF else SPACE)


@part
def look_up_at(data: NDArray[np.uint8], at: Int, end: Int) -> Int:
    """Look up the character at a byte; beyond the end there are only spaces."""
    return look_up(decode(data, at, end)[0]) if at < end else np.int64(SPACE)
