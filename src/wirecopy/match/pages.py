"""
Stage 3, match, common to both kinds of fingerprint: columns of pages in, rows of fingerprints out.

Text is read where it lies in the columns' memory, a few megabytes at a time, into buffers that are
used again. Memory grows with the longest page only, by about six bytes for each of its bytes (or
eleven, if all of its words are single letters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wirecopy.kernel import Int, part
from wirecopy.schemas import FINGERPRINTS
from wirecopy.words import Bytes, Hashes, Places, most_words, tokenize

NO_DATE = np.iinfo(np.int64).max
"""Stands for the moment of a page without one, which is then later than all others."""

_SLICE_BYTES = 4_000_000
"""Text that is fingerprinted in one go, if it is more than one page."""

Offsets = NDArray[np.int64]


def fingerprints_by(
    kernel: Callable[..., Int], most: int, batch: pa.RecordBatch
) -> Iterator[pa.RecordBatch]:
    """
    Give the fingerprints that a kernel finds, slice by slice.

    Args:
        kernel: Takes data, begins, ends, first and last row, asides (offsets, starts, ends), words
            (hashes, starts, ends), slots, and fingerprints to fill (hashes, rows, positions);
            gives how many there are.
        most: Fingerprints that one word may make.
        batch: Columns page, at, text and asides (a list of structs with start and end).

    Yields:
        Rows as in `records.FINGERPRINTS`, in the order of the pages.
    """
    if not batch.num_rows:
        return
    page = batch.column("page").to_numpy(zero_copy_only=False)
    at = batch.column("at").fill_null(NO_DATE).to_numpy(zero_copy_only=False)
    data, begins, ends = _bytes_of(batch.column("text"))
    asides = _spans_of(batch.column("asides"))
    sizes = ends - begins
    cuts = _slices(sizes)
    longest = most_words(int(sizes.max()))
    room = most * (most_words(max(int(sizes[i:j].sum()) for i, j in cuts)) + batch.num_rows)
    words = np.empty(longest, np.uint64), np.empty(longest, np.int32), np.empty(longest, np.int32)
    slots = np.empty(4 * most * longest + 4, np.int32)
    prints = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    for first, last in cuts:
        count = kernel(data, begins, ends, first, last, *asides, *words, slots, *prints)
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


def _slices(sizes: Offsets) -> list[tuple[int, int]]:
    """Cut the pages into runs of at most `_SLICE_BYTES`, or of one page."""
    cuts, first, held = [], 0, 0
    for row, size in enumerate(sizes.tolist()):
        if held + size > _SLICE_BYTES and row > first:
            cuts.append((first, row))
            first, held = row, 0
        held += size
    return [*cuts, (first, len(sizes))]


def _bytes_of(text: pa.Array[Any]) -> tuple[Bytes, Offsets, Offsets]:
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


def _spans_of(asides: pa.Array[Any]) -> tuple[Offsets, Places, Places]:
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


@part
def story_words(
    data: Bytes,
    begin: Int,
    end: Int,
    aside: Int,
    last_aside: Int,
    aside_starts: Places,
    aside_ends: Places,
    words: Hashes,
    starts: Places,
    ends: Places,
) -> Int:
    """Write the words of a page that no aside touches; give how many there are."""
    count = tokenize(data, begin, end, words, starts, ends)
    if aside == last_aside:
        return count
    left = 0
    for word in range(count):
        while aside < last_aside and aside_ends[aside] <= starts[word]:
            aside += 1
        if aside == last_aside or aside_starts[aside] >= ends[word]:
            words[left], starts[left], ends[left] = words[word], starts[word], ends[word]
            left += 1
    return left


@part
def drop_repeats(hashes: Hashes, positions: Places, first: Int, last: Int, slots: Places) -> Int:
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
            positions[kept] = positions[place]
            kept += 1
    return kept
