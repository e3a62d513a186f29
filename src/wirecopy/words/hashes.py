"""Hashes of words: the UTF-8 of the folded letters goes in eight bytes at a time, lowest first."""

from __future__ import annotations

import numpy as np

from wirecopy.kernel import Int, part

SEED = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_LAST_MIX = np.uint64(0xC4CEB9FE1A85EC53)


@part
def add(
    value: np.uint64, chunk: np.uint64, filled: Int, code: Int
) -> tuple[np.uint64, np.uint64, Int]:
    """Add the UTF-8 of a folded letter to the hash of a word, which takes in 8 bytes at a time."""
    if code < 0x80:
        packed, width = code, 1
    elif code < 0x800:
        packed, width = 0x80C0 | code >> 6 | (code & 0x3F) << 8, 2
    elif code < 0x10000:
        packed, width = 0x8080E0 | code >> 12 | (code >> 6 & 0x3F) << 8 | (code & 0x3F) << 16, 3
    else:
        packed = 0x808080F0 | code >> 18 | (code >> 12 & 0x3F) << 8
        packed, width = packed | (code >> 6 & 0x3F) << 16 | (code & 0x3F) << 24, 4
    chunk |= np.uint64(packed) << np.uint64(8 * filled)
    filled += width
    if filled >= 8:
        value = mixed(value, chunk)
        filled -= 8
        chunk = np.uint64(packed) >> np.uint64(8 * (width - filled))
    return value, chunk, filled


@part
def mixed(value: np.uint64, chunk: np.uint64) -> np.uint64:
    value = (value ^ chunk) * _MIX
    return value ^ (value >> np.uint64(32))


@part
def finished(value: np.uint64, chunk: np.uint64) -> np.uint64:
    value = mixed(value, chunk) * _LAST_MIX
    return value ^ (value >> np.uint64(29))
