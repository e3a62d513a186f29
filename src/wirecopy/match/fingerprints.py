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
weakens it: with a share e of all words damaged, (1 - e) ** 5 of the hashes survive. Three letters
damaged of a hundred are fourteen words of a hundred, and half of the hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wirecopy.kernel import Int, kernel, part
from wirecopy.records import FINGERPRINTS
from wirecopy.words import Bytes, Hashes, Places, most_words, tokenize

GRAM = 5
"""Words in a fingerprint: fewer meet by chance, more are lost to every changed word."""

WINDOW = 8
"""Fingerprints of which one is kept. Shared runs of GRAM + WINDOW - 1 words are always found."""

SHORT = 2 * WINDOW
"""A page with fewer fingerprints than this keeps all: a headline should meet its copy twice."""

NO_DATE = np.iinfo(np.int64).max
"""Stands for the moment of a page without one, which is then later than all others."""

_SLICE_BYTES = 4_000_000
"""Text that is fingerprinted in one go, if it is more than one page."""

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
    if not batch.num_rows:
        return
    page = batch.column("page").to_numpy(zero_copy_only=False)
    at = batch.column("at").fill_null(NO_DATE).to_numpy(zero_copy_only=False)
    data, begins, ends = _bytes_of(batch.column("text"))
    asides = _spans_of(batch.column("asides"))
    sizes = ends - begins
    cuts = _slices(sizes)
    room = most_words(max(int(sizes[i:j].sum()) for i, j in cuts)) + batch.num_rows
    longest = most_words(int(sizes.max()))
    words = np.empty(longest, np.uint64), np.empty(longest, np.int32), np.empty(longest, np.int32)
    prints = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    slots = np.empty(4 * longest + 4, np.int32)
    for first, last in cuts:
        count = _fingerprint_pages(data, begins, ends, first, last, *asides, *words, slots, *prints)
        hashes, rows, positions = (column[:count] for column in prints)
        yield pa.record_batch(
            [
                pa.array(hashes.view(np.int64).copy()),
                pa.array(page[rows]),
                pa.array(at[rows]),
                pa.array(positions.copy()),
            ],
            schema=FINGERPRINTS,
        )


def _slices(sizes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Cut the pages into runs of at most `_SLICE_BYTES`, or of one page."""
    cuts, first, held = [], 0, 0
    for row, size in enumerate(sizes.tolist()):
        if held + size > _SLICE_BYTES and row > first:
            cuts.append((first, row))
            first, held = row, 0
        held += size
    return [*cuts, (first, len(sizes))]


def _bytes_of(text: pa.Array[Any]) -> tuple[Bytes, NDArray[np.int64], NDArray[np.int64]]:
    """Give the UTF-8 of a column of texts, and where each begins and ends; null is empty."""
    if not pa.types.is_string(text.type):
        text = text.cast(pa.large_string())
    width = np.dtype(np.int32 if pa.types.is_string(text.type) else np.int64)
    _, place_buffer, byte_buffer = text.buffers()
    places = np.frombuffer(
        memoryview(place_buffer or b""), width, len(text) + 1, text.offset * width.itemsize
    ).astype(np.int64)
    data = np.frombuffer(memoryview(byte_buffer or b""), np.uint8)
    data.flags.writeable = False  # so that the kernel is compiled for one kind of array only
    begins, ends = places[:-1], places[1:]
    if text.null_count:
        ends = np.where(text.is_null().to_numpy(zero_copy_only=False), begins, ends)
    return data, begins, ends


def _spans_of(asides: pa.Array[Any]) -> tuple[NDArray[np.int64], Places, Places]:
    """Give where the asides of each page begin in two columns: their starts, rising, and ends."""
    counts = pc.fill_null(pc.list_value_length(asides), 0).to_numpy(zero_copy_only=False)
    firsts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    spans = pc.list_flatten(asides)
    starts, ends = (
        pc.struct_field(spans, name).to_numpy(zero_copy_only=False).astype(np.int32)
        for name in ("start", "end")
    )
    order = np.lexsort((ends, starts, np.repeat(np.arange(len(counts)), counts)))
    return firsts, starts[order], ends[order]


@kernel
def _fingerprint_pages(
    data: Bytes,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    first: Int,
    last: Int,
    asides: NDArray[np.int64],
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
        found = tokenize(data, begins[row], ends[row], words, word_starts, word_ends)
        found = _leave_out(
            words, word_starts, word_ends, found, asides, aside_starts, aside_ends, row
        )
        grams = _gram_hashes(words, found)
        kept = _winnow(words, grams, hashes, positions, count)
        kept = _drop_repeats(words, hashes, positions, count, kept, slots)
        rows[count:kept] = row
        count = kept
    return count


@part
def _leave_out(
    words: Hashes,
    starts: Places,
    ends: Places,
    count: Int,
    asides: NDArray[np.int64],
    aside_starts: Places,
    aside_ends: Places,
    row: Int,
) -> Int:
    """Close the gaps that a page's asides leave among its words; give how many words are left."""
    aside, last_aside = asides[row], asides[row + 1]
    if aside == last_aside:
        return count
    left = 0
    for word in range(count):
        while aside < last_aside and aside_ends[aside] <= starts[word]:
            aside += 1
        if aside == last_aside or aside_starts[aside] >= ends[word]:
            words[left] = words[word]
            left += 1
    return left


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


@part
def _drop_repeats(
    grams: Hashes, hashes: Hashes, positions: Places, first: Int, last: Int, slots: Places
) -> Int:
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
            position = positions[place]
            while grams[position] != value:
                position += 1
            hashes[kept] = value
            positions[kept] = position
            kept += 1
    return kept
