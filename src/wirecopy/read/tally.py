"""
How many bytes of the batch have been read: workers say it in small files, the run adds them up.

It is for the eyes only: nothing that is found depends on it, and where the workers share no disk
with the run there is none.
"""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PAUSE = 0.5
"""Seconds between two looks."""

_read = 0


class Counted(io.FileIO):
    """A file whose bytes are counted as they are read."""

    def readinto(self, buffer: Any) -> int | None:
        """Read into a buffer."""
        global _read
        count = super().readinto(buffer)
        _read += count or 0
        return count


class Tally:
    """What this process has read of its part of a batch."""

    def __init__(self, folder: str | None) -> None:
        self._path = Path(folder) / f"{os.getpid()}-{time.monotonic_ns()}" if folder else None
        self._began, self._told = _read, 0.0

    def tell(self, *, now: bool = False, at_most: int | None = None) -> None:
        """Say how much that is, if the last time is long enough ago."""
        if self._path is None or not (now or time.monotonic() - self._told > _PAUSE):
            return
        self._told = time.monotonic()
        count = _read - self._began
        try:
            self._path.write_text(str(count if at_most is None else min(count, at_most)))
        except OSError:
            self._path = None  # the run's folder is not on this machine


@contextmanager
def watched(folder: Path, tell: Callable[[int], None]) -> Iterator[str]:
    """Call `tell` with the bytes read so far, from time to time, while the context lasts."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    ended = threading.Event()

    def watch() -> None:
        most = 0
        while not ended.wait(_PAUSE):
            most = max(most, _sum(folder))  # a count that is being written reads as none
            try:
                tell(most)
            except BaseException:  # who is told may stop the run by it, but not from this thread
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield str(folder)
    finally:
        ended.set()
        watcher.join()


def _sum(folder: Path) -> int:
    total = 0
    for path in folder.iterdir():
        try:
            total += int(path.read_text() or 0)
        except (OSError, ValueError):  # written at this moment
            continue
    return total
