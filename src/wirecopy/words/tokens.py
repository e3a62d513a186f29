"""The kernel that cuts UTF-8 into words: what a word is stands in `wirecopy.words`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wirecopy.kernel import Bool, Int, kernel, part
from wirecopy.words import folds
from wirecopy.words.folds import decode, look_up, look_up_at
from wirecopy.words.hashes import SEED, add, finished, mixed

_ONE = np.uint64(1)
_ONES, _HIGHS, _CASE = (np.uint64(0x0101010101010101 * byte) for byte in (1, 0x80, 0x20))
_TO_A, _PAST_Z, _TO_0, _PAST_9 = (
    np.uint64(0x0101010101010101 * (0x80 - ord(byte))) for byte in "a{0:"
)
"""Added to each byte of eight, they set its highest bit from that letter or digit on."""

_HANGUL, _LAST_HANGUL, _NO_FINAL = 0xAC00, 0xD7A3, 0x11A7

_LONGEST_BREAK = 40
"""Most blanks around the end of a line that a broken word is joined over."""

Bytes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]


def most_words(size: Int) -> Int:
    """Give the room that the words of so many bytes of UTF-8 may take."""
    return size // 2 + 1


@kernel
def tokenize(
    data: Bytes, begin: Int, end: Int, hashes: Hashes, starts: Places, ends: Places
) -> Int:
    """
    Write the words of a stretch of UTF-8 into arrays that have room for them (see `most_words`).

    Args:
        data: Bytes; the stretch must begin and end between characters.
        begin: First byte of the stretch.
        end: The byte after it.
        hashes: Takes the hash of each word.
        starts: Takes its first code point, counted from the beginning of the stretch.
        ends: Takes the code point after it.

    Returns:
        How many words there are.
    """
    count = 0
    at = begin
    lag = begin  # a byte less its lag is its code point
    while at < end:
        byte = data[at]
        if _is_plain(byte):
            after, value = _plain_word(data, at, end)
            if after:
                hashes[count], starts[count], ends[count] = value, at - lag, after - lag
                count += 1
                at = after + 1
                continue
        elif byte < 0x80:
            at += 1
            continue
        code, width = decode(data, at, end)
        kind = look_up(code) & folds.KIND
        if folds.LETTER <= kind <= folds.SPELLED:
            starts[count] = at - lag
            at, lag, hashes[count], ends[count] = _spaced_word(data, at, end, lag)
            count += 1
        elif kind >= folds.IDEOGRAPH:
            at, lag, count = _unspaced_words(data, at, end, lag, count, hashes, starts, ends)
        else:
            at += width
            lag += width - 1
    return count


@part
def _is_plain(byte: Int) -> Bool:
    """Tell whether a byte is a letter or digit of ASCII."""
    return 0x61 <= byte | 0x20 <= 0x7A or 0x30 <= byte <= 0x39


@part
def _plain_word(data: Bytes, at: Int, end: Int) -> tuple[Int, np.uint64]:
    """
    Read a word of plain letters that a blank or a plain sign ends, eight bytes at a time.

    Gives the byte after it and its hash, just as `_spaced_word` would; 0 for the byte where the
    word is not that plain.
    """
    value = SEED
    while at + 8 <= end:
        eight = _eight_bytes(data, at)
        others = _other_bytes(eight)
        if others == 0:
            value = mixed(value, eight | _CASE)
            at += 8
            continue
        first = others & (~others + _ONE)
        at += np.int64(((first - _ONE & _ONES) * _ONES) >> np.uint64(56)) - 1
        sign = data[at]
        if sign >= 0x80:
            break
        joins = sign == 0x27 or 0x2C <= sign <= 0x2E or sign == 0x60
        if joins and (at + 1 == end or (data[at + 1] > 0x20) != (sign == 0x2D)):
            break  # it may go on: after a hyphen and a blank, or ' , . ` and no blank
        return at, finished(value, (eight | _CASE) & ((first >> np.uint64(7)) - _ONE))
    return 0, value


@part
def _eight_bytes(data: Bytes, at: Int) -> np.uint64:
    """Load eight bytes, the first one lowest (the compiler makes one load of it)."""
    at = np.uintp(at)
    eight = np.uint64(0)
    for k in range(8):
        eight |= np.uint64(data[at + np.uintp(k)]) << np.uint64(8 * k)
    return eight


@part
def _other_bytes(eight: np.uint64) -> np.uint64:
    """Set the highest bit of each byte that is not a letter or digit of ASCII."""
    low = eight & ~_HIGHS
    cased = low | _CASE
    letters = (cased + _TO_A) & ~(cased + _PAST_Z)
    digits = (low + _TO_0) & ~(low + _PAST_9)
    return ~((letters | digits) & ~eight) & _HIGHS


@part
def _spaced_word(data: Bytes, at: Int, end: Int, lag: Int) -> tuple[Int, Int, np.uint64, Int]:
    """Read one word of a script with spaces: where it ends in bytes, lag, hash, last code point."""
    value, chunk, filled = SEED, np.uint64(0), 0
    letters, digit, stop = 0, False, 0
    while at < end:
        code, width = decode(data, at, end)
        entry = look_up(code)
        kind = entry & folds.KIND
        if kind == folds.LETTER:
            code += entry >> folds.SHIFT
            if _HANGUL <= code <= _LAST_HANGUL:
                syllable = code - _HANGUL  # spelled by two or three letters, as Unicode has it
                value, chunk, filled = add(value, chunk, filled, 0x1100 + syllable // 588)
                value, chunk, filled = add(value, chunk, filled, 0x1161 + syllable % 588 // 28)
                code = _NO_FINAL + syllable % 28
            if code != _NO_FINAL:
                value, chunk, filled = add(value, chunk, filled, code)
            letters += 1
            digit = 0x30 <= code <= 0x39
        elif kind == folds.SPELLED:
            spelling = entry >> folds.SHIFT
            for k in range(folds.SPELLINGS[spelling]):
                value, chunk, filled = add(value, chunk, filled, folds.SPELLINGS[spelling + 1 + k])
            letters += 2
            digit = False
        elif kind != folds.MARK:
            resumed = _after_sign(data, at + width, end, code, kind, letters, digit)
            if resumed < 0:
                break
            if code == 0x2E and digit:
                value, chunk, filled = add(value, chunk, filled, code)
            lag += width - 1
            at = resumed
            letters, digit = 0, False
            continue
        at += width
        lag += width - 1
        stop = at - lag
    return at, lag, finished(value, chunk), stop


@part
def _after_sign(
    data: Bytes, after: Int, end: Int, code: Int, kind: Int, letters: Int, digit: Bool
) -> Int:
    """
    Give the byte where a word goes on after a sign inside it; -1 where the word ends.

    `letters` counts those of the word since its last sign; `digit` says whether the last is one.
    """
    if kind == folds.APOSTROPHE:
        next_kind = look_up_at(data, after, end) & folds.KIND
        return after if folds.LETTER <= next_kind <= folds.SPELLED else -1
    if kind == folds.HYPHEN:
        resumed = -1 if digit else _after_line_end(data, after, end)
        if resumed >= 0 and look_up_at(data, resumed, end) & folds.LOWER:
            return resumed
        return after if code == 0xAD else -1
    if code == 0x2E and digit:
        return after if _is_digit(data, after, end) else -1
    if code == 0x2E and letters == 1 and after < end:
        initial, width = decode(data, after, end)
        is_letter = look_up(initial) & folds.KIND == folds.LETTER and not 0x30 <= initial <= 0x39
        next_kind = look_up_at(data, after + width, end) & folds.KIND
        alone = next_kind <= folds.HYPHEN
        return after if is_letter and alone else -1
    if code == 0x2C and digit:
        for k in range(3):
            if not _is_digit(data, after + k, end):
                return -1
        return -1 if _is_digit(data, after + 3, end) else after
    return -1


@part
def _after_line_end(data: Bytes, at: Int, end: Int) -> Int:
    """Give the byte after one end of a line and the blanks around it; -1 if there is none."""
    lines = 0
    for k in range(at, min(end, at + _LONGEST_BREAK)):
        byte = data[k]
        if byte == 0x0A:
            lines += 1
        elif byte != 0x20 and byte != 0x09 and byte != 0x0D:
            return k if lines == 1 else -1
    return -1


@part
def _unspaced_words(
    data: Bytes,
    at: Int,
    end: Int,
    lag: Int,
    count: Int,
    hashes: Hashes,
    starts: Places,
    ends: Places,
) -> tuple[Int, Int, Int]:
    """Write the words of a run of letters of a script without spaces: byte, lag, count after it."""
    run = look_up_at(data, at, end) & folds.KIND
    size = 2 if run == folds.IDEOGRAPH else 4
    codes = (np.int64(0), np.int64(0), np.int64(0), np.int64(0))
    places = (at, at, at, at)
    seen = 0
    while at < end:
        code, width = decode(data, at, end)
        entry = look_up(code)
        kind = entry & folds.KIND
        if kind != run and kind != folds.MARK:
            break
        if kind == run:
            codes = (codes[1], codes[2], codes[3], code + (entry >> folds.SHIFT))
            places = (places[1], places[2], places[3], at - lag)
            seen += 1
        at += width
        lag += width - 1
        if kind == folds.MARK:
            ends[count - 1 if seen >= size else count] = at - lag
        else:
            ends[count] = at - lag
            if seen >= size:
                hashes[count] = _gram(codes, size)
                starts[count] = places[4 - size]
                count += 1
    if seen < size:
        hashes[count] = _gram(codes, seen)
        starts[count] = places[4 - seen]
        count += 1
    return at, lag, count


@part
def _gram(codes: tuple[Int, Int, Int, Int], size: Int) -> np.uint64:
    """Hash the last letters of four."""
    value, chunk, filled = SEED, np.uint64(0), 0
    for k in range(4 - size, 4):
        value, chunk, filled = add(value, chunk, filled, codes[k])
    return finished(value, chunk)


@part
def _is_digit(data: Bytes, at: Int, end: Int) -> Bool:
    return at < end and 0x30 <= data[at] <= 0x39
