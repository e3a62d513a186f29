"""
Stage 3, match: the words of a page -> fingerprints of its names and numbers.

A story whose words were exchanged for synonyms, or that was translated there and back, keeps few
runs of five words, but it keeps its names and its numbers, and roughly their order. Each of them
is hashed together with each of the next three that stands at least three words away (so that the
parts of one name make no pair), whichever comes first. Of the hashes a fixed quarter is kept, the
same on every page.

Such pairs say less than five words in a row: two reports of one event share many of them, and long
pages some by chance. So they count by their share of those on a page, and alignment decides. A
name is a word with a capital letter that follows another word, for sentences begin with capitals,
too; scripts without capitals give numbers only.
"""

from __future__ import annotations

import numpy as np

from wirecopy.kernel import Bool, Int, part
from wirecopy.words import Bytes, Hashes, Places, folds

REACH = 3
"""Names and numbers ahead that each is paired with: one that is lost breaks no chain."""

APART = 3
"""Words that the two of a pair are at least apart."""

AHEAD = 4 * REACH
"""Names and numbers that are looked at for the next ones: a name said over and over is no pair."""

SHARE = 4
"""One pair of so many is kept."""

_BASE = np.uint64(0x9DDFEA08EB382D69)
_MIX = np.uint64(0xD6E8FEB86659FD93)


@part
def find_names(
    data: Bytes,
    begin: Int,
    words: Hashes,
    starts: Places,
    ends: Places,
    count: Int,
    names: Hashes,
    places: Places,
) -> Int:
    """Write the names and numbers among the words, and their places; give how many there are."""
    left = 0
    at, point = begin, 0
    for word in range(count):
        while point < starts[word]:
            at += 1
            point += data[at] & 0xC0 != 0x80
        code, _ = folds.decode(data, at, data.size)
        long = ends[word] - starts[word] > 1
        if (long and 0x30 <= code <= 0x39) or (_is_capital(code) and _follows(data, begin, at)):
            names[left], places[left] = words[word], word
            left += 1
    return left


@part
def _is_capital(code: Int) -> Bool:
    entry = folds.look_up(code)
    kind = entry & folds.KIND
    if kind == folds.SPELLED:
        return entry & folds.LOWER == 0
    is_changed = entry >> folds.SHIFT != 0 and code + (entry >> folds.SHIFT) > 0x39
    return kind == folds.LETTER and entry & folds.LOWER == 0 and is_changed


@part
def _follows(data: Bytes, begin: Int, at: Int) -> Bool:
    """Tell whether the sign before a word shows that no sentence begins with it."""
    if at == begin:
        return False
    sign = data[at - 1]
    if sign != 0x20 and sign != 0x0A:
        return sign == 0x28 or sign == 0x2D or sign == 0x2F  # ( - /
    before = at - 2
    while before > begin and data[before] & 0xC0 == 0x80:
        before -= 1
    if before < begin:
        return False
    code, _ = folds.decode(data, before, at)
    return code == 0x2C or code == 0x28 or folds.look_up(code) & folds.KIND >= folds.MARK


@part
def pair_names(names: Hashes, places: Places, count: Int, hashes: Hashes, kept: Int) -> Int:
    """Write the hashes of pairs that belong to the quarter; give how many there are by now."""
    for one in range(count):
        paired, other, last = 0, one + 1, min(count, one + 1 + AHEAD)
        while paired < REACH and other < last:
            if places[other] - places[one] >= APART and names[other] != names[one]:
                paired += 1
                low, high = min(names[one], names[other]), max(names[one], names[other])
                value = (low * _BASE + high) * _MIX
                value = (value ^ (value >> np.uint64(32))) * _MIX
                value ^= value >> np.uint64(32)
                if value % np.uint64(SHARE) == 0:
                    hashes[kept] = value
                    kept += 1
            other += 1
    return kept
