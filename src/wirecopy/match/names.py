"""
Stage 3, match: pages -> fingerprints of names and numbers, which a rewriter must keep.

A story whose words were exchanged for synonyms, or that was translated there and back, keeps few
runs of five words, but it keeps its names and its numbers, and roughly their order. Each of them
is hashed together with each of the next three that stands at least three words away (so that the
parts of one name make no pair), whichever comes first. Of the hashes a fixed quarter is kept, the
same on every page.

Such pairs say less than five words in a row: two reports of one event share many of them. They
only add to the evidence that two texts are worth comparing, and alignment decides. A name is
a word with a capital letter that follows another word, for sentences begin with capitals, too;
scripts without capitals give numbers only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from wirecopy.kernel import Bool, Int, kernel, part
from wirecopy.match.pages import Offsets, drop_repeats, fingerprints_by, story_words
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


def fingerprint_names(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Give the fingerprints of each page's names and numbers, each hash once for a page.

    They are made to be counted together with those of `fingerprint`: the hashes never meet.

    Args:
        batch: Columns page, at, text and asides (a list of structs with start and end).

    Yields:
        Rows as in `records.FINGERPRINTS`, in the order of the pages; the position is that of the
        first of the two, in story words.
    """
    return fingerprints_by(_fingerprint_names, REACH, batch)


@kernel
def _fingerprint_names(
    data: Bytes,
    begins: Offsets,
    ends: Offsets,
    first: Int,
    last: Int,
    asides: Offsets,
    aside_starts: Places,
    aside_ends: Places,
    words: Hashes,
    word_starts: Places,
    word_ends: Places,
    slots: Places,
    hashes: Hashes,
    rows: Places,
    positions: Places,
) -> Int:
    """Write the fingerprints of the pages from first to last; give how many there are."""
    count = 0
    for row in range(first, last):
        found = story_words(
            data,
            begins[row],
            ends[row],
            asides[row],
            asides[row + 1],
            aside_starts,
            aside_ends,
            words,
            word_starts,
            word_ends,
        )
        found = _names(data, begins[row], words, word_starts, word_ends, found)
        kept = _pairs(words, word_starts, found, hashes, positions, count)
        kept = drop_repeats(hashes, positions, count, kept, slots)
        rows[count:kept] = row
        count = kept
    return count


@part
def _names(data: Bytes, begin: Int, words: Hashes, starts: Places, ends: Places, count: Int) -> Int:
    """Leave only names and numbers, with their place among the words in `starts`."""
    left = 0
    at, point = begin, 0
    for word in range(count):
        while point < starts[word]:
            at += 1
            point += data[at] & 0xC0 != 0x80
        code, _ = folds.decode(data, at, data.size)
        long = ends[word] - starts[word] > 1
        if (long and 0x30 <= code <= 0x39) or (_is_capital(code) and _follows(data, begin, at)):
            words[left], starts[left] = words[word], word
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
def _pairs(
    names: Hashes, places: Places, count: Int, hashes: Hashes, positions: Places, kept: Int
) -> Int:
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
                    positions[kept] = places[one]
                    kept += 1
            other += 1
    return kept
