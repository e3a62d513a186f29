"""
Packed streams (gzip, zstd, bzip2, xz, lz4) -> their bytes, and where each packed piece begins.

The libraries differ in what they do at the end of a piece (a gzip member, a zstd frame), at a
damaged byte, at the end of a file that is cut short: some fall silent. Here all five do the same:
pieces follow each other, padding of zeros ends the stream, what is cut short or damaged raises.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO

import lz4.frame
import pyarrow as pa
import zstandard

from wirecopy.errors import ReadError

PACKED = {
    "gzip data": ("gzip", ".gz"),
    "zstd data": ("zstd", ".zst"),
    "bzip2 data": ("bzip2", ".bz2"),
    "xz data": ("xz", ".xz"),
    "lz4 data": ("lz4", ".lz4"),
}
"""Kind: how to unpack it, and the ending of its names."""

DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, pa.ArrowException)
"""What reading raises where a packed stream is damaged."""

BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises besides; ValueError at a place before the first byte of one in memory."""

_MAGIC = {
    "gzip": re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
    "bzip2": re.compile(rb"BZh[1-9]1AY&SY"),
    "xz": re.compile(rb"\xfd7zXZ\x00"),
    "lz4": re.compile(rb"\x04\x22\x4d\x18"),
}
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""Opens a frame of zstd that holds no data, such as the dictionary of a `.warc.zst`."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LONGEST_DICTIONARY = 16_000_000
_INPUT = {"zstd": 1024}
"""Packed bytes given to a decompressor in one go, where it cannot be told how much to give back."""
_OUTPUT = 1 << 17
_MEMORY = 1 << 28
"""Bytes that a decompressor may take: xz and zstd may ask for gigabytes."""
_FREE = 100_000_000
"""Bytes that any file may unpack to, however small it is."""


class Allowance:
    """
    What the parts of one file may unpack to, all together: 100 MB, or so many times its size.

    Against bombs: files of some kilobytes that unpack to more than any disk holds.
    """

    __slots__ = ("_left", "_times")

    def __init__(self, size: int = 0, times: int = 200) -> None:
        self._left = max(_FREE, size * times)
        self._times = times

    def spend(self, count: int) -> None:
        """Take bytes off. Raises ReadError when none is left."""
        self._left -= count
        if self._left < 0:
            raise ReadError(f"unpacks to more than {self._times} times its size (max_expansion)")


class Unpacked(io.RawIOBase):
    """
    The unpacked bytes of a packed stream, read once from its start.

    Raises:
        EOFError: The last piece is cut short.
        ReadError: It unpacks to more than is allowed.
        DAMAGED: As the decompressors do.
    """

    def __init__(
        self, stream: BinaryIO, packing: str, allowance: Allowance, start: int = 0
    ) -> None:
        self._stream = stream
        self._packing = packing
        self._allowance = allowance
        self._make = _maker(packing)
        self._piece: Any = None
        self._data = b""  # packed, not yet given to the piece
        self._ready = b""  # unpacked, not yet asked for
        self._at = 0
        self.given = 0
        """Unpacked bytes that were given."""
        self._ended = False
        self._begun = start
        self.pieces: deque[tuple[int, int]] | None = None
        """
        Of each piece begun: its place in the unpacked bytes, and in the packed ones. For those who
        ask for it: let it be an empty deque.
        """

        if start:
            self._go_to(start)

    def _go_to(self, start: int) -> None:
        """Begin at a later piece; the dictionary of a `.warc.zst` stands before all of them."""
        if self._packing == "zstd":
            self._data = self._stream.read(8)
            if self._data.startswith(_DICTIONARY):
                self._skip_frame()
        self._stream.seek(start)
        self._data, self._at = b"", start

    @property
    def packed_place(self) -> int:
        """The packed bytes that are behind us: between pieces, where the next begins."""
        return self._at - len(self._data)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def close(self) -> None:
        """Close it, and the stream below."""
        self._stream.close()
        super().close()

    def readinto(self, target: Any) -> int:
        """Fill a buffer, as far as one step goes."""
        chunk = self.step(min(len(target), _OUTPUT))
        target[: len(chunk)] = chunk
        return len(chunk)

    def step(self, most: int) -> bytes:
        """Give some bytes, at most so many and of one piece only; none at the end."""
        while not self._ready and not self._ended:
            if self._piece is None and not self._begin():
                break
            data, self._data = self._data, b""
            if not data and self._needs_input():
                data = self._more()
            found = self._unpack(data, most)
            if self._piece.eof:
                self._data = self._piece.unused_data or b""
                self._piece = None
            elif not data and not found and self._needs_input():
                self._piece, self._ended = None, True
                raise EOFError(f"cut short: its last {self._packing} piece has no end")
            self._allowance.spend(len(found))
            self._ready = found
        given, self._ready = self._ready[:most], self._ready[most:]
        self.given += len(given)
        return given

    def resync(self) -> tuple[int, int, bool]:
        """
        Go on behind a damage, at the next bytes that look like the beginning of a piece.

        Returns:
            The packed bytes that were given up, as start and end, and whether anything follows.
        """
        begun = self._begun
        self._piece, self._ended, self._ready = None, False, b""
        self._stream.seek(begun + 1)
        at, tail = begun + 1, b""
        while block := self._stream.read(1 << 20):
            window = tail + block
            for match in _MAGIC[self._packing].finditer(window):
                place = at - len(tail) + match.start()
                if place + 16 > at + len(block) and len(block) == 1 << 20:
                    break  # seen whole with the next block
                self._stream.seek(place)
                self._data, self._at = b"", place
                return begun, place, True
            tail = window[-16:]
            at += len(block)
        self._ended = True
        return begun, at, False

    def _begin(self) -> bool:
        while len(self._data) < 8 and (more := self._more()):
            self._data += more
        if not self._data.strip(b"\0"):
            while (more := self._more()) and not more.strip(b"\0"):
                pass
            if not more:
                self._ended = True
                return False
            self._data = more.lstrip(b"\0")
        if self._packing == "zstd" and _SKIPPABLE.match(self._data):
            return self._skip_frame() and self._begin()
        if self.given and not _MAGIC[self._packing].match(self._data):
            self._data = b""
            self._ended = True
            raise EOFError(f"bytes behind its last {self._packing} piece that are none")
        self._begun = self.packed_place
        if self.pieces is not None:
            self.pieces.append((self.given, self._begun))
        self._piece = self._make()
        return True

    def _skip_frame(self) -> bool:
        """Pass a frame without data; take the dictionary of a `.warc.zst` from it."""
        length = int.from_bytes(self._data[4:8], "little")
        is_dictionary = self._data.startswith(_DICTIONARY) and length <= _LONGEST_DICTIONARY
        kept, missing = self._data[8:], length - len(self._data) + 8
        self._data = kept[length:]
        held = [kept[:length]]
        while missing > 0 and (more := self._stream.read(min(missing, 1 << 16))):
            self._at += len(more)
            missing -= len(more)
            if is_dictionary:
                held.append(more)
        if missing > 0:
            self._ended = True
            raise EOFError("cut short: its last zstd frame has no end")
        if is_dictionary:
            words = b"".join(held)
            if _MAGIC["zstd"].match(words):
                words = zstandard.ZstdDecompressor(max_window_size=_MEMORY).decompress(
                    words, max_output_size=_LONGEST_DICTIONARY
                )
            held_in = zstandard.ZstdCompressionDict(words)
            self._make = lambda: _Zstd(held_in)
        return True

    def _more(self) -> bytes:
        data = self._stream.read(_INPUT.get(self._packing, 1 << 16))
        self._at += len(data)
        return data

    def _needs_input(self) -> bool:
        return bool(getattr(self._piece, "needs_input", True))

    def _unpack(self, data: bytes, most: int) -> bytes:
        try:
            found: bytes = self._piece.decompress(data, most)
        except RuntimeError as error:  # lz4's
            raise OSError(str(error)) from None
        rest = getattr(self._piece, "unconsumed_tail", b"")
        if rest and not self._piece.eof:
            self._data = rest
        return found


class _Zstd:
    """zstd in the words of the other decompressors; it gives all that its input holds."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None = None) -> None:
        made = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_MEMORY)
        self._inner = made.decompressobj()

    def decompress(self, data: bytes, most: int) -> bytes:
        """Unpack all of some bytes, whatever `most` is."""
        return self._inner.decompress(data)

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind the frame."""
        return self._inner.unused_data


def _maker(packing: str) -> Callable[[], Any]:
    makers: dict[str, Callable[[], Any]] = {
        "gzip": lambda: zlib.decompressobj(31),
        "zstd": _Zstd,
        "bzip2": bz2.BZ2Decompressor,
        "xz": lambda: lzma.LZMADecompressor(memlimit=_MEMORY),
        "lz4": lz4.frame.LZ4FrameDecompressor,
    }
    return makers[packing]
