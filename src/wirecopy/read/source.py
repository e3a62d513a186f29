"""
What a reader is given: bytes that can be looked at, then read from the start.

A source is a file of the pile, or a part that another reader found inside one: what was packed in
it, a member of an archive, a record, an attachment. `member` names the part, `/` between levels.
Byte ranges count the bytes of the source; where a part `lies` in bytes of the file itself, as a
record of a WARC does, the ranges of its pages are those.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import in_unicode
from wirecopy.read.sniff import HEAD
from wirecopy.read.tally import Counted
from wirecopy.read.unpack import BROKEN_ZIP, DAMAGED, Allowance
from wirecopy.records import Claim, Skipped

__all__ = ["BROKEN_ZIP", "DAMAGED", "Names", "Source"]

_CHUNK = 65_536
_IN_MEMORY = 8_000_000
"""Bytes of a part that are held in memory; of a larger one, in a temporary file."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the pile, or a part of one."""

    file: str
    """Its name in the ledger."""
    path: str
    member: str = ""
    packing: str | None = None
    """How its bytes are packed in `outer`: `gzip`, `zstd`, …"""
    outer: Source | None = None
    """What it was found in."""
    opener: Callable[[], BinaryIO] | None = None
    """Opens a part that lies neither at `path` nor in `raw`."""
    raw: bytes | None = None
    """The bytes of a part that is held in memory."""
    lies: tuple[int, int] | None = None
    """Where a part held in memory lies in the file, in bytes."""
    claims: tuple[Claim, ...] = ()
    """What the container says of the part: a capture's date and address, a mail's subject."""
    charset: str | None = None
    """The encoding that the container declares for the part."""
    kind: str | None = None
    """The kind of data, where the container knows better than a look at the bytes."""
    whole: bool = False
    """One page for certain: its text is never split."""
    depth: int = 0
    """Containers around it."""
    stretch: tuple[int, int] | None = None
    """The records of a dump that are wanted: those that begin in these bytes of the file."""
    earlier: tuple[tuple[str, int], ...] = ()
    """Records before the stretch that revisits in it refer to, and where they lie in the file."""
    allowance: Allowance = field(default_factory=Allowance, compare=False)
    """What all parts of the file together may unpack to."""

    @property
    def name(self) -> str:
        """The name whose ending may hint at the kind of data."""
        return self.member or self.file

    @property
    def size(self) -> int | None:
        """Its bytes, where they can be counted without reading it."""
        if self.raw is not None:
            return len(self.raw)
        return None if self.opener else os.path.getsize(self.path)

    @property
    def is_plain_file(self) -> bool:
        """Tell whether its bytes are those at `path`."""
        return self.raw is None and self.opener is None

    def open(self) -> BinaryIO:
        """Open at the first byte. Only a file that is one: a pipe in the pile would block us."""
        if self.raw is not None:
            return io.BytesIO(self.raw)
        if self.opener:
            return self.opener()
        mode = os.stat(self.path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(self.path)  # raises where that is why the folder is in the pile
            raise ReadError("a folder of what a browser saved beside a page")
        if not stat.S_ISREG(mode):
            raise ReadError("not a file but a pipe, a socket or a device")
        return io.BufferedReader(Counted(self.path))

    def head(self) -> bytes:
        """Read the first `HEAD` bytes, or as many as a damaged file gives."""
        if self.raw is not None:
            return self.raw[:HEAD]
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
        if self.raw is not None and len(self.raw) <= limit:
            return self.raw
        with self.open() as stream:
            raw = b"".join(_chunks(stream, limit + 1))
        if len(raw) > limit:
            raise ReadError(f"longer than max_page_bytes ({limit:,} bytes)", 0, self.size)
        return raw

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """Open it so that one can go to and fro: a part in a stream is first copied to a file."""
        with self.open() as stream:
            if self.raw is not None or self.is_plain_file:
                yield stream
                return
            with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="wirecopy-") as copy:
                while chunk := stream.read(1 << 20):
                    copy.write(chunk)
                copy.seek(0)
                yield copy  # type: ignore[misc]

    def part(self, name: str, **more: Any) -> Source:
        """
        Give a part of it, to be read in its turn: a reader yields it.

        Args:
            name: Its name within this source.
            more: `raw` or `opener`, and the other fields that differ.
        """
        name = in_unicode(name)
        inherited: dict[str, Any] = {
            "opener": None,
            "raw": None,
            "packing": None,
            "kind": None,
            "stretch": None,
        }
        given: dict[str, Any] = {
            "outer": self,
            "member": f"{self.member}/{name}" if self.member else name,
            "depth": self.depth + 1,
        }
        return replace(self, **(inherited | given | more))

    def skipped(self, reason: str, start: int = 0, end: int | None = None) -> Skipped:
        """Give the row that says why it, or some bytes of it, is no page."""
        if self.lies:
            return Skipped(self.file, self.member, *self.lies, reason)
        return Skipped(self.file, self.member, start, end, reason)


class Names:
    """The names of parts in one source: the second of one name is told apart from the first."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def own(self, name: str) -> str:
        """
        Give the name, with its number among those of that name but for the first.

        >>> names = Names()
        >>> [names.own(name) for name in ("a", "a", "a #2", "a")]
        ['a', 'a #2', 'a #2 #2', 'a #3']
        """
        self.seen[name] += 1
        own, number = name, self.seen[name]
        while number > 1 and own in self.seen:
            own, number = f"{name} #{number}", number + 1
        if own != name:
            self.seen[name] = number - 1
            self.seen[own] += 1
        return own


def _chunks(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Read until the end or the limit, in steps: what comes before a damage is not lost."""
    step = getattr(stream, "read1", stream.read)  # `read` would throw away what it had before
    while limit > 0 and (chunk := step(min(limit, _CHUNK))):
        yield chunk
        limit -= len(chunk)


def allowance_for(path: str, options: Options) -> Allowance:
    """Say how much the parts of a file may unpack to, by its size."""
    try:
        size = os.path.getsize(path)
    except OSError:
        size = 0
    return Allowance(size, options.max_expansion)
