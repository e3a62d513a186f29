"""
A limit on the seconds of processor time that one page may take to read.

Processor time, so that a page is not lost because the machine is busy. The clock is an alarm of the
system, which only the main thread of a process can hear; where there is none (Windows, a thread of
a server) reading goes without. It rings through Python and through `re`, not in the middle of a
call of another library: that call ends first.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(BaseException):
    """A page took too long. No `Exception`, so that no library takes it for one of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime inside the context when it has taken so many seconds of processor time."""
    if not hasattr(signal, "setitimer") or not _hears():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _hears() -> bool:
    """Tell whether an alarm can reach us, and nobody else waits for one."""
    free = (signal.SIG_DFL, signal.SIG_IGN, None)
    main = threading.current_thread() is threading.main_thread()
    return main and signal.getsignal(signal.SIGPROF) in free


def _ring(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
