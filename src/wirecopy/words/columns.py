"""Columns of texts and of spans -> arrays that kernels read where they lie in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wirecopy.words.tokens import Bytes, Places

Offsets = NDArray[np.int64]


def bytes_of(text: pa.Array[Any]) -> tuple[Bytes, Offsets, Offsets]:
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


def spans_of(asides: pa.Array[Any]) -> tuple[Offsets, Places, Places]:
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
