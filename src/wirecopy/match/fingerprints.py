"""
Stage 3, match: pages -> fingerprints of their stories.

A fingerprint is the hash of five story words in a row. Of every eight that follow each other the
least is kept (winnowing: Schleimer, Wilkerson and Aiken, 2003), so about two of nine are, and two
pages that share twelve words in a row share a fingerprint, wherever the words stand. A page with
fewer than sixteen of them keeps all.

Asides are left out as if they were not on the page: words on both sides of one stand side by side.
So a line that invites readers to subscribe hides no copy, even within a sentence. In return, two
stories may share a fingerprint that neither has in one piece; alignment looks at the text again.

What it finds may be a copy and may be furniture: that is not decided here. Noise within words
weakens it: three letters damaged of a hundred are fourteen words of a hundred, and half of the
hashes are lost. (All of 500 news stories that were damaged so still met their originals by two
fingerprints or more, and 98 of 100 thirds of stories.) Synonyms weaken it more: for copies that
were spun see `names`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from wirecopy.kernel import Int, kernel, part
from wirecopy.match.pages import Offsets, drop_repeats, fingerprints_by, story_words
from wirecopy.words import Bytes, Hashes, Places

GRAM = 5
"""Words in a fingerprint: fewer meet by chance, more are lost to every changed word."""

WINDOW = 8
"""Fingerprints of which one is kept. Shared runs of GRAM + WINDOW - 1 words are always found."""

SHORT = 2 * WINDOW
"""A page with fewer fingerprints than this keeps all: a headline should meet its copy twice."""

_BASE = np.uint64(0x9DDFEA08EB382D69)
_MIX = np.uint64(0xD6E8FEB86659FD93)


def fingerprint(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Give the winnowed fingerprints of each page, each hash once for a page.

    Args:
        batch: Columns page, at, text and asides (a list of structs with start and end).

    Yields:
        Rows as in `records.FINGERPRINTS`, in the order of the pages; the position counts story
        words.
    """
    return fingerprints_by(_fingerprint_pages, 1, batch)


@kernel
def _fingerprint_pages(
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
        grams = _gram_hashes(words, found)
        kept = _winnow(words, grams, hashes, positions, count)
        kept = drop_repeats(hashes, positions, count, kept, slots)
        for place in range(count, kept):
            rows[place] = row
            while words[positions[place]] != hashes[place]:
                positions[place] += 1
        count = kept
    return count


@part
def _gram_hashes(words: Hashes, count: Int) -> Int:
    """Put the hash of each n-gram in the place of its first word; give how many there are."""
    size = min(count, GRAM)
    grams = count - size + 1 if count else 0
    for gram in range(grams):
        value = np.uint64(size)
        for k in range(size):
            value = value * _BASE + words[gram + k]
        value = (value ^ (value >> np.uint64(32))) * _MIX
        words[gram] = value ^ (value >> np.uint64(32))
    return grams


@part
def _winnow(grams: Hashes, count: Int, hashes: Hashes, positions: Places, kept: Int) -> Int:
    """Keep the least of each window, with where it begins; give how many are kept by now."""
    if count < SHORT:
        for gram in range(count):
            hashes[kept + gram] = grams[gram]
            positions[kept + gram] = gram
        return kept + count
    before = ~grams[0]
    for gram in range(count - WINDOW + 1):
        least = grams[gram]
        for other in range(1, WINDOW):
            least = min(least, grams[gram + other])
        # Written in any case, and kept if it is new: a branch would often be foretold wrongly.
        hashes[kept] = least
        positions[kept] = gram
        kept += least != before
        before = least
    return kept
