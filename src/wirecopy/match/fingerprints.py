"""
Stage 3, match: pages -> fingerprints of their stories, of two kinds.

One kind is the hash of five story words in a row. Of every eight that follow each other the least
is kept (winnowing: Schleimer, Wilkerson and Aiken, 2003), so about two of nine are, and two pages
that share twelve words in a row share a fingerprint, wherever the words stand. A page with fewer
than sixteen of them keeps all.

Asides are left out as if they were not on the page: words on both sides of one stand side by side.
So a line that invites readers to subscribe hides no copy, even within a sentence. In return, two
stories may share a fingerprint that neither has in one piece; alignment looks at the text again.

What it finds may be a copy and may be furniture: that is not decided here. Noise within words
weakens it: three letters damaged of a hundred are fourteen words of a hundred, and half of the
hashes are lost. (All of 500 news stories that were damaged so still met their originals by two
fingerprints or more, and 98 of 100 thirds of stories.) Synonyms weaken it more: for copies that
were spun there is the other kind, see `names`.

Text is read a few megabytes at a time, into buffers that are used again. Memory grows with the
longest page only, by about six bytes for each of its bytes (or eleven, if all of its words are
single letters; more, if all are names).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from wirecopy.kernel import Int, kernel, part
from wirecopy.match.names import REACH, find_names, pair_names
from wirecopy.match.pages import story_words
from wirecopy.schemas import FINGERPRINTS
from wirecopy.words import Bytes, Hashes, Places, most_words
from wirecopy.words.columns import Offsets, bytes_of, spans_of

NO_DATE = np.iinfo(np.int64).max
"""Stands for the moment of a page without one, which is then later than all others."""

GRAM = 5
"""Words in a fingerprint: fewer meet by chance, more are lost to every changed word."""

WINDOW = 8
"""Fingerprints of which one is kept. Shared runs of GRAM + WINDOW - 1 words are always found."""

SHORT = 2 * WINDOW
"""A page with fewer fingerprints than this keeps all: a headline should meet its copy twice."""

_SLICE_BYTES = 4_000_000
"""Text that is fingerprinted in one go, if it is more than one page."""

_BASE = np.uint64(0x9DDFEA08EB382D69)
_MIX = np.uint64(0xD6E8FEB86659FD93)


def fingerprint(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Give the fingerprints of each page, each hash once for a page.

    Args:
        batch: Columns page, at, text and asides (a list of structs with start and end).

    Yields:
        Rows as in `schemas.FINGERPRINTS`, in the order of the pages.
    """
    if not batch.num_rows:
        return
    page = batch.column("page").to_numpy(zero_copy_only=False)
    at = batch.column("at").fill_null(NO_DATE).to_numpy(zero_copy_only=False)
    data, begins, ends = bytes_of(batch.column("text"))
    asides = spans_of(batch.column("asides"))
    sizes = ends - begins
    cuts = _slices(sizes)
    longest = most_words(int(sizes.max()))
    room = most_words(max(int(sizes[i:j].sum()) for i, j in cuts)) + batch.num_rows
    # Never touched unless a text is full of names, so most of it takes no memory.
    words = np.empty(longest, np.uint64), np.empty(longest, np.int32), np.empty(longest, np.int32)
    names = np.empty(longest, np.uint64), np.empty(longest, np.int32)
    slots = np.empty(4 * REACH * longest + 4, np.int32)
    prints = [np.empty((1 + REACH) * room, kind) for kind in (np.uint64, np.int32, np.int32)]
    for first, last in cuts:
        count = _fingerprint(
            data, begins, ends, first, last, *asides, *words, *names, slots, *prints
        )
        hashes, rows, of = (column[:count] for column in prints)
        yield pa.record_batch(
            [
                pa.array(hashes.view(np.int64).copy()),
                pa.array(page[rows]),
                pa.array(at[rows]),
                pa.array(of.copy()),
            ],
            schema=FINGERPRINTS,
        )


def _slices(sizes: Offsets) -> list[tuple[int, int]]:
    """Cut the pages into runs of at most `_SLICE_BYTES`, or of one page."""
    cuts, first, held = [], 0, 0
    for row, size in enumerate(sizes.tolist()):
        if held + size > _SLICE_BYTES and row > first:
            cuts.append((first, row))
            first, held = row, 0
        held += size
    return [*cuts, (first, len(sizes))]


@kernel
def _fingerprint(
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
    names: Hashes,
    name_places: Places,
    slots: Places,
    hashes: Hashes,
    rows: Places,
    of: Places,
) -> Int:
    """Write the fingerprints of the pages from first to last; give how many there are."""
    count = 0
    for row in range(first, last):
        begin, end = begins[row], ends[row]
        found = story_words(
            data,
            begin,
            end,
            asides[row],
            asides[row + 1],
            aside_starts,
            aside_ends,
            words,
            word_starts,
            word_ends,
        )
        named = find_names(data, begin, words, word_starts, word_ends, found, names, name_places)
        kept = pair_names(names, name_places, named, hashes, count)
        kept = _drop_repeats(hashes, count, kept, slots)
        of[count:kept] = kept - count
        rows[count:kept] = row
        count = kept
        kept = _winnow(words, _gram_hashes(words, found), hashes, count)
        kept = _drop_repeats(hashes, count, kept, slots)
        of[count:kept] = 0
        rows[count:kept] = row
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
def _winnow(grams: Hashes, count: Int, hashes: Hashes, kept: Int) -> Int:
    """Keep the least of each window; give how many are kept by now."""
    if count < SHORT:
        for gram in range(count):
            hashes[kept + gram] = grams[gram]
        return kept + count
    before = ~grams[0]
    for gram in range(count - WINDOW + 1):
        least = grams[gram]
        for other in range(1, WINDOW):
            least = min(least, grams[gram + other])
        # Written in any case, and kept if it is new: a branch would often be foretold wrongly.
        hashes[kept] = least
        kept += least != before
        before = least
    return kept


@part
def _drop_repeats(hashes: Hashes, first: Int, last: Int, slots: Places) -> Int:
    """Keep the first of equal hashes in a page's stretch of them; give where it now ends."""
    size = 4
    while size < 2 * (last - first):
        size *= 2
    slots[:size] = -1
    mask = np.uint64(size - 1)
    kept = first
    for place in range(first, last):
        value = hashes[place]
        slot = np.int64(value & mask)
        while slots[slot] >= 0 and hashes[slots[slot]] != value:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot] = kept
            hashes[kept] = value
            kept += 1
    return kept
