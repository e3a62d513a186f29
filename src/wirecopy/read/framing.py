"""
A dump of WARC or ARC records -> the records, each with its place, and what is none.

The framing is our own, since the libraries for it say nothing of what they leave out: a record cut
short, a length that is wrong, a damaged piece, bytes between records. Every byte of a dump comes
out in one of these frames. After a damage the reading goes on at the next record.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from wirecopy.read.unpack import DAMAGED, Unpacked

_BLANK = b"\r\n \t\0"
_BEGINS = re.compile(rb"WARC/\d\.\d{1,2}[ \t\r]*\n")
_ARC = re.compile(rb"(\S[^\r\n]*?) (\S+) (\d{8,18})((?: [^ \r\n]+){0,12}) (-?\w+)\r?\n")
"""Address, IP, date, type (and more, in version 2), length."""
_ARC_BEGINS = re.compile(
    rb"[a-z][a-z+.-]{1,15}:[^\r\n]{1,4000}? \S+ \d{8,18}(?: [^ \r\n]+){0,12} -?\w+\r?\n"
)
_NEXT = re.compile(rb"(?:^|\n)(?:(?=WARC/\d\.\d{1,2}[ \t\r]*\n)|(?=" + _ARC_BEGINS.pattern + rb"))")
_WITHIN = re.compile(rb"\n\r*\n(?=WARC/\d\.\d{1,2}\r*\n[\w-]+:)")
_HEAD_ENDS = re.compile(rb"\n\r*\n")
_LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,18})[ \t\r]*(?:\n|$)", re.I)
_LONGEST_LINE = 1 << 16
_MOST_WASTE = 1 << 28
"""Bytes that may be looked at in vain for the ends of records whose lengths are wrong."""
_LONGEST_HEAD = 1 << 18


class Frame(NamedTuple):
    """A record of a dump, or bytes that are none."""

    start: int
    end: int
    in_file: bool
    """
    Whether the place counts the bytes of the packed file, in which the record is a piece of its
    own, rather than those of what is packed in it. Always true of a dump that is not packed.
    """
    kind: str
    """`WARC`, `ARC`, or empty for bytes that are no record."""
    head: bytes
    """The lines above its block."""
    block: bytes | None
    """None where it is longer than wanted."""
    wrong: str | None = None
    """What is wrong with it: its block, if it is there, may be only a part."""


def frames(tape: Tape, most: int, end: int | None = None) -> Iterator[Frame]:
    """
    Cut a dump into its records, in their order.

    Args:
        tape: The dump, at the beginning of a record.
        most: The longest block that is wanted, in bytes.
        end: Stop at the first record that begins here or behind, in bytes of the file.
    """
    while True:
        tape.skip_blanks()
        start = tape.at
        place = tape.file_place(start)
        if end is not None and place is not None and place >= end:
            return
        found = _frame(tape, most) if tape.fill(1) else None
        if found:
            kind, head, block, wrong = found
            stop = tape.at
            tape.skip_blanks()
            yield _placed(tape, Frame(start, stop, True, kind, head, block, wrong), place)
        if tape.broken and not tape.fill(1):
            told = found is not None and found[3] == tape.broken
            broken, (begun, end_of_gap, goes_on) = tape.broken, tape.resync()
            if not told:
                yield Frame(begun, end_of_gap, True, "", b"", None, broken)
            if not goes_on:
                return
        elif found is None:
            return


def _frame(tape: Tape, most: int) -> tuple[str, bytes, bytes | None, str | None] | None:
    opening = tape.peek(_LONGEST_LINE)
    if _BEGINS.match(opening):
        return _warc(tape, most)
    if (match := _ARC.match(opening)) and not opening.startswith((b"WARC/", b"HTTP/")):
        return _arc(tape, match, most)
    count = tape.skip_to_record()
    if tape.broken and not count:
        return None
    return "", b"", None, tape.broken or f"{count:,} bytes that are no record"


def _warc(tape: Tape, most: int) -> tuple[str, bytes, bytes | None, str | None]:
    head = tape.take_head()
    if head is None:
        tape.skip_to_record(1)
        return "WARC", b"", None, tape.broken or "cut short: its head has no end"
    length = _LENGTH.search(head)
    if length is None:
        tape.skip_to_record()
        return "WARC", head, None, "no Content-Length"
    block, wrong = _block(tape, int(length[1]), most)
    return "WARC", head, block, wrong


def _arc(
    tape: Tape, match: re.Match[bytes], most: int
) -> tuple[str, bytes, bytes | None, str | None]:
    head = tape.take(match.end())
    if not re.fullmatch(rb"\d{1,18}", match[5]):
        tape.skip_to_record()
        return "ARC", head, None, "no length"
    block, wrong = _block(tape, int(match[5]), most)
    return "ARC", head, block, wrong


def _block(tape: Tape, length: int, most: int) -> tuple[bytes | None, str | None]:
    if length > most:
        passed = tape.skip(length)
        wrong = f"longer than max_page_bytes ({most:,} bytes)"
        return None, wrong if passed == length else tape.broken or _short(passed, length)
    block = tape.take(length)
    whole = len(block) == length
    if not whole or not tape.at_record():
        # A length that is too large swallows the records behind: they are given back.
        if within := _WITHIN.search(block):
            if tape.wasted > _MOST_WASTE:
                tape.skip(1 << 62)
                return None, "its length is wrong, and too many were before it"
            tape.give_back(block[within.end() :])
            return (
                None,
                f"its length is wrong: another record begins after {within.start():,} bytes",
            )
        if not whole:
            return block, tape.broken or _short(len(block), length)
    return block, None


def _short(found: int, length: int) -> str:
    return f"cut short: {found:,} of {length:,} bytes"


def _placed(tape: Tape, frame: Frame, place: int | None) -> Frame:
    """Give a frame its place in the file, where it is a piece of its own there."""
    if not tape.is_packed:
        return frame
    end = tape.file_place(tape.at)
    if place is None or end is None:
        return frame._replace(in_file=False)
    return frame._replace(start=place, end=end)


class Tape:
    """A dump as it is read: bytes ahead, the place we are at, and what broke."""

    def __init__(self, stream: BinaryIO | Unpacked, start: int = 0) -> None:
        self._stream = stream
        self._ahead = bytearray()
        self._packed = stream if isinstance(stream, Unpacked) else None
        if self._packed is not None:
            self._packed.pieces = deque()
        elif start:
            stream.seek(start)
        self.at = 0 if self._packed is not None else start
        """Bytes behind us, of those that are read."""
        self.wasted = 0
        """Bytes that were looked at in vain."""
        self.broken: str | None = None
        """What went wrong where nothing more can be read."""

    @property
    def is_packed(self) -> bool:
        """Tell whether the bytes are unpacked on the way."""
        return self._packed is not None

    def fill(self, count: int) -> bool:
        """Have so many bytes ahead; False where there are fewer."""
        while len(self._ahead) < count:
            more = self._read(max(1 << 16, min(count - len(self._ahead), 1 << 20)))
            if not more:
                return False
            self._ahead += more
        return True

    def _read(self, most: int) -> bytes:
        if self.broken:
            return b""
        try:
            return self._packed.step(most) if self._packed else self._stream.read(most)
        except DAMAGED as error:
            self.broken = f"damaged data: {getattr(error, 'strerror', None) or error}"
            return b""

    def peek(self, most: int) -> bytes:
        """Look at a line or so ahead."""
        if b"\n" not in self._ahead[:most]:
            size = 512
            while b"\n" not in self._ahead[:most] and size <= most and self.fill(size):
                size *= 2
        return bytes(self._ahead[:most])

    def take(self, count: int) -> bytes:
        """Take so many bytes, or those that there are."""
        self.fill(count)
        taken = bytes(self._ahead[:count])
        del self._ahead[:count]
        self.at += len(taken)
        return taken

    def skip(self, count: int) -> int:
        """Pass so many bytes; give how many there were."""
        passed = 0
        while passed < count:
            if not self._ahead and not self.fill(1):
                break
            step = min(len(self._ahead), count - passed)
            del self._ahead[:step]
            passed += step
        self.at += passed
        return passed

    def take_head(self) -> bytes | None:
        """Take lines up to a blank one, with it; None where there is none."""
        size = 4096
        while True:
            self.fill(size)
            if end := _HEAD_ENDS.search(self._ahead, 0, size):
                return self.take(end.end())
            if size > len(self._ahead) or size >= _LONGEST_HEAD:
                return None
            size *= 2

    def give_back(self, taken: bytes) -> None:
        """Undo a `take`."""
        self._ahead[:0] = taken
        self.wasted += len(taken)
        self.at -= len(taken)

    def skip_blanks(self) -> None:
        """Pass what may stand between two records."""
        while self.fill(1):
            rest = self._ahead.lstrip(_BLANK)
            self.at += len(self._ahead) - len(rest)
            self._ahead = rest
            if rest:
                return

    def at_record(self) -> bool:
        """Tell whether a record begins behind the blanks ahead, or nothing is there."""
        size = 4096
        while True:
            there = self.fill(size)
            opening = bytes(self._ahead[: size + 64]).lstrip(_BLANK)
            if opening or not there:
                return not opening or bool(_BEGINS.match(opening) or _ARC_BEGINS.match(opening))
            size *= 2

    def skip_to_record(self, least: int = 1) -> int:
        """Pass all before the next beginning of a record; give how many bytes that was."""
        passed = self.skip(least)
        while True:
            self.fill(1 << 20)
            if match := _NEXT.search(self._ahead):
                return passed + self.skip(match.end())
            if len(self._ahead) < 1 << 20:
                return passed + self.skip(len(self._ahead))
            passed += self.skip(len(self._ahead) - _LONGEST_LINE)

    def file_place(self, at: int) -> int | None:
        """Give the place in the file of the byte at `at`, where a packed piece begins there."""
        if self._packed is None:
            return at
        if not self.fill(1) and not self.broken:
            return self._packed.packed_place
        pieces = self._packed.pieces or deque()
        while len(pieces) > 1 and pieces[1][0] <= at:
            pieces.popleft()
        return pieces[0][1] if pieces and pieces[0][0] == at else None

    def resync(self) -> tuple[int, int, bool]:
        """Go on behind a damage; give the bytes of the file given up, and whether any follow."""
        self.broken = None
        self._ahead.clear()
        if self._packed is None:
            return self.at, self.at, False
        begun, end, goes_on = self._packed.resync()
        self.at = self._packed.given
        return begun, end, goes_on
