"""
A file of the pile as a reader sees it: bytes that can be looked at, then read from the start.

A packed file (gzip, zstd) is unpacked on the way: its bytes, and so its byte ranges, are those of
the unpacked stream, and `member` names what was packed.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import pyarrow as pa

from wirecopy.errors import ReadError
from wirecopy.read.sniff import HEAD

PACKED = {"gzip data": ("gzip", ".gz"), "zstd data": ("zstd", ".zst")}
"""Kind: how to unpack it, and the ending of its names."""

DAMAGED = (OSError, EOFError, zlib.error, pa.ArrowException)
"""What reading raises where a packed stream is damaged."""


_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the pile, or what was packed in it."""

    file: str
    """Its name in the ledger."""
    path: str
    member: str = ""
    packing: str | None = None
    """`gzip`, `zstd`, or None for the bytes of the file itself."""

    @property
    def name(self) -> str:
        """The name whose ending may hint at the kind of data."""
        return self.member or self.file

    @property
    def size(self) -> int | None:
        """Its bytes, where they can be counted without reading it."""
        return None if self.packing else os.path.getsize(self.path)

    def open(self) -> BinaryIO:
        """Open at the first byte. Only a file that is one: a pipe in the pile would block us."""
        mode = os.stat(self.path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(self.path)  # raises where that is why the folder is in the pile
            raise ReadError("a folder of what a browser saved beside a page")
        if not stat.S_ISREG(mode):
            raise ReadError("not a file but a pipe, a socket or a device")
        if self.packing == "gzip":
            return cast(BinaryIO, gzip.open(self.path))
        if self.packing == "zstd":
            return io.BufferedReader(pa.input_stream(self.path, compression="zstd"))  # type: ignore[type-var]
        return open(self.path, "rb")

    def head(self) -> bytes:
        """Read the first `HEAD` bytes, or as many as a damaged file gives."""
        chunks: list[bytes] = []
        with self.open() as stream:
            try:
                for chunk in _chunks(stream, HEAD):
                    chunks.append(chunk)
            except DAMAGED:
                if not chunks:
                    raise
        return b"".join(chunks)

    def read(self, limit: int) -> bytes:
        """
        Read it whole.

        Raises:
            ReadError: It has more than `limit` bytes.
        """
        with self.open() as stream:
            raw = b"".join(_chunks(stream, limit + 1))
        if len(raw) > limit:
            raise ReadError(f"longer than max_page_bytes ({limit:,} bytes)", 0, self.size)
        return raw

    def unpacked(self, kind: str) -> Source:
        """Give what is packed in it, under the file's name without its ending."""
        packing, ending = PACKED[kind]
        name = os.path.basename(self.name)
        inner = name[: -len(ending)] if name.casefold().endswith(ending) else ""
        return replace(self, member=inner or "unpacked", packing=packing)


def _chunks(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Read until the end or the limit, in chunks: what comes before a damage is not lost."""
    while limit > 0 and (chunk := stream.read(min(limit, _CHUNK))):
        yield chunk
        limit -= len(chunk)
