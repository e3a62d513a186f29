"""
Words: the common ground of match and align, so that both see the same ones.

A word is a run of letters and digits, folded so that copies meet:

- case, accents, vowel points, ligatures and full-width forms go: `Café`, `CAFE` and `cafe` with
  U+0301 are one word; so are `ﬁrst` and `first`, `Łódź` and `lodz`, `ß` and `ss`, `٣` and `3`.
  Words that only an accent tells apart are not told apart here;
- apostrophes of all shapes are passed over inside a word: `don’t`, `don't` and `dont` are one;
- so are soft hyphens, joiners and other invisible signs;
- a hyphen at the end of a line is passed over before a lower-case letter (`govern-` `ment`);
  any other hyphen ends the word;
- a period between single letters is passed over (`U.S.` is `US`), between digits it counts
  (`1.2` is not `12`); a comma before a group of three digits is passed over (`1,000` is `1000`);
- scripts without spaces are cut into overlapping pairs of letters (Han, kana) or runs of four
  (Thai, Lao, Khmer, Burmese): there words overlap, but starts and ends still rise.

The hash of a word is made of its folded letters alone: it is the same in every text and on every
machine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from wirecopy import folds
from wirecopy.folds import LEAVES, PLACES, SPELLINGS

_SPACE, _MARK, _LETTER, _SPELLED = folds.SPACE, folds.MARK, folds.LETTER, folds.SPELLED
_IDEOGRAPH, _UNSPACED = folds.IDEOGRAPH, folds.UNSPACED
_APOSTROPHE, _HYPHEN, _LOWER = folds.APOSTROPHE, folds.HYPHEN, folds.LOWER
_KIND, _SHIFT, _LAST = folds.KIND, folds.SHIFT, folds.LAST
_LEAF, _IN_LEAF = folds.LEAF, (1 << folds.LEAF) - 1

_SEED = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_LAST_MIX = np.uint64(0xC4CEB9FE1A85EC53)

_LONGEST_BREAK = 40
"""Most blanks around the end of a line that a broken word is joined over."""


class Words(NamedTuple):
    """The words of a text in their order: what each is, and where it stands in code points."""

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def words_of(text: str) -> Words:
    """
    Give the words of a text.

    >>> text = "The U.S. won’t pay."
    >>> words = words_of(text)
    >>> [text[start:end] for start, end in zip(words.starts, words.ends)]
    ['The', 'U.S', 'won’t', 'pay']
    >>> words.hashes.tolist() == words_of("THE US WONT PAY").hashes.tolist()
    True
    """
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    room = most_words(len(data))
    hashes, starts, ends = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    count = tokenize(data, 0, len(data), hashes, starts, ends)
    return Words(hashes[:count], starts[:count], ends[:count])


def most_words(size: int) -> int:
    """Give the room that the words of so many bytes of UTF-8 may take."""
    return size // 2 + 1


@njit(cache=True, nogil=True)
def tokenize(data, begin, end, hashes, starts, ends):
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
        code, width = _decode(data, at, end)
        kind = _entry(code) & _KIND
        if kind == _LETTER or kind == _SPELLED:
            starts[count] = at - lag
            at, lag, hashes[count], ends[count] = _spaced_word(data, at, end, lag)
            count += 1
        elif kind == _IDEOGRAPH or kind == _UNSPACED:
            at, lag, count = _unspaced_words(data, at, end, lag, count, hashes, starts, ends)
        else:
            at += width
            lag += width - 1
    return count


@njit(cache=True, nogil=True)
def _spaced_word(data, at, end, lag):
    """Read one word of a script with spaces: where it ends in bytes, lag, hash, last code point."""
    value, chunk, filled = _SEED, np.uint64(0), 0
    letters, digit, stop = 0, False, 0
    while at < end:
        code, width = _decode(data, at, end)
        entry = _entry(code)
        kind = entry & _KIND
        if kind == _LETTER:
            code += entry >> _SHIFT
            value, chunk, filled = _add(value, chunk, filled, code)
            letters += 1
            digit = 0x30 <= code <= 0x39
        elif kind == _SPELLED:
            spelling = entry >> _SHIFT
            for k in range(SPELLINGS[spelling]):
                value, chunk, filled = _add(value, chunk, filled, SPELLINGS[spelling + 1 + k])
            letters += 2
            digit = False
        elif kind != _MARK:
            resumed = _after_sign(data, at + width, end, code, kind, letters, digit)
            if resumed < 0:
                break
            if code == 0x2E and digit:
                value, chunk, filled = _add(value, chunk, filled, code)
            lag += width - 1
            at = resumed
            letters, digit = 0, False
            continue
        at += width
        lag += width - 1
        stop = at - lag
    return at, lag, _finished(value, chunk, filled), stop


@njit(cache=True, nogil=True)
def _after_sign(data, after, end, code, kind, letters, digit):
    """
    Give the byte where a word goes on after a sign inside it; -1 where the word ends.

    `letters` counts those of the word since its last sign; `digit` says whether the last is one.
    """
    if kind == _APOSTROPHE:
        next_kind = _entry_at(data, after, end) & _KIND
        return after if next_kind == _LETTER or next_kind == _SPELLED else -1
    if kind == _HYPHEN:
        resumed = -1 if digit else _after_line_end(data, after, end)
        if resumed >= 0 and _entry_at(data, resumed, end) & _LOWER:
            return resumed
        return after if code == 0xAD else -1
    if code == 0x2E and digit:
        return after if _is_digit(data, after, end) else -1
    if code == 0x2E and letters == 1 and after < end:
        initial, width = _decode(data, after, end)
        is_letter = _entry(initial) & _KIND == _LETTER and not 0x30 <= initial <= 0x39
        next_kind = _entry_at(data, after + width, end) & _KIND
        alone = next_kind == _SPACE or next_kind == _APOSTROPHE or next_kind == _HYPHEN
        return after if is_letter and alone else -1
    if code == 0x2C and digit:
        for k in range(3):
            if not _is_digit(data, after + k, end):
                return -1
        return -1 if _is_digit(data, after + 3, end) else after
    return -1


@njit(cache=True, nogil=True)
def _after_line_end(data, at, end):
    """Give the byte after one end of a line and the blanks around it; -1 if there is none."""
    lines = 0
    for k in range(at, min(end, at + _LONGEST_BREAK)):
        byte = data[k]
        if byte == 0x0A:
            lines += 1
        elif byte != 0x20 and byte != 0x09 and byte != 0x0D:
            return k if lines == 1 else -1
    return -1


@njit(cache=True, nogil=True)
def _unspaced_words(data, at, end, lag, count, hashes, starts, ends):
    """Write the words of a run of letters of a script without spaces: byte, lag, count after it."""
    run = _entry_at(data, at, end) & _KIND
    size = 2 if run == _IDEOGRAPH else 4
    codes = (np.int64(0), np.int64(0), np.int64(0), np.int64(0))
    places = (at, at, at, at)
    seen = 0
    while at < end:
        code, width = _decode(data, at, end)
        entry = _entry(code)
        kind = entry & _KIND
        if kind != run and kind != _MARK:
            break
        if kind == run:
            codes = (codes[1], codes[2], codes[3], code + (entry >> _SHIFT))
            places = (places[1], places[2], places[3], at - lag)
            seen += 1
        at += width
        lag += width - 1
        if kind == _MARK:
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


@njit(cache=True, nogil=True)
def _gram(codes, size):
    """Hash the last letters of four."""
    value, chunk, filled = _SEED, np.uint64(0), 0
    for k in range(4 - size, 4):
        value, chunk, filled = _add(value, chunk, filled, codes[k])
    return _finished(value, chunk, filled)


@njit(cache=True, nogil=True)
def _decode(data, at, end):
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


@njit(cache=True, nogil=True)
def _entry(code):
    """Look up how a character counts: kind, case and fold in one number (see `folds`)."""
    if code <= _LAST:
        return np.int64(LEAVES[np.int64(PLACES[code >> _LEAF]) << _LEAF | code & _IN_LEAF])
    if code <= 0x3FFFF:
        return np.int64(_IDEOGRAPH)
    return np.int64(_MARK if 0xE0000 <= code <= 0xE01EF else _SPACE)


@njit(cache=True, nogil=True)
def _entry_at(data, at, end):
    """Look up the character at a byte; beyond the end there are only spaces."""
    return _entry(_decode(data, at, end)[0]) if at < end else np.int64(_SPACE)


@njit(cache=True, nogil=True)
def _is_digit(data, at, end):
    return at < end and 0x30 <= data[at] <= 0x39


@njit(cache=True, nogil=True)
def _add(value, chunk, filled, code):
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
        value = _mixed(value, chunk)
        filled -= 8
        chunk = np.uint64(packed) >> np.uint64(8 * (width - filled))
    return value, chunk, filled


@njit(cache=True, nogil=True)
def _mixed(value, chunk):
    value = (value ^ chunk) * _MIX
    return value ^ (value >> np.uint64(32))


@njit(cache=True, nogil=True)
def _finished(value, chunk, filled):
    value = (_mixed(value, chunk) if filled else value) * _LAST_MIX
    return value ^ (value >> np.uint64(29))
