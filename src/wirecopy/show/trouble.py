"""What went wrong outside of wirecopy, in one sentence: a full disk, a locked ledger, no memory."""

from __future__ import annotations

import errno
import sqlite3
import sys

from wirecopy.show.export import printable

_AGAIN = "then type the same command again: what was finished is kept"

_SYSTEM = {
    errno.ENOSPC: f"make room, {_AGAIN}",
    errno.EDQUOT: f"make room, {_AGAIN}",
    errno.EACCES: "change its permissions, or name another place",
    errno.EPERM: "change its permissions, or name another place",
    errno.EROFS: "name another place with -o",
    errno.ENOTDIR: "part of the path is a file; name another place",
    errno.ENOENT: "look at the spelling with 'ls'",
    errno.EISDIR: "name a file",
    errno.ENAMETOOLONG: "name a shorter one",
    errno.EMFILE: "raise the limit with 'ulimit -n 4096', or take fewer --workers",
}
"""What to type next when the system says no."""


def explain(error: BaseException) -> str | None:
    """
    Say in one sentence what a database, the system or the memory complained of.

    Returns:
        What happened, where, and what to do next; None for an error that is a fault of wirecopy,
        which must be seen as it is.

    >>> explain(OSError(20, "Not a directory", "notes.txt/my.wirecopy"))
    'notes.txt/my.wirecopy: not a directory; part of the path is a file; name another place'
    """
    if isinstance(error, MemoryError):
        return f"out of memory; close other programs or add --workers 1, {_AGAIN}"
    if isinstance(error, sqlite3.Error):
        return _of_catalogue(error)
    if isinstance(error, OSError):
        said = (error.strerror or str(error) or type(error).__name__).lower()
        where = f"{printable(error.filename)}: " if error.filename else ""
        advice = _SYSTEM.get(error.errno or 0)
        return f"{where}{said}" + (f"; {advice}" if advice else "")
    duckdb = sys.modules.get("duckdb")  # not imported for its error: it may never have been needed
    if duckdb is not None and isinstance(error, duckdb.Error):
        return _of_engine(error)
    return None


def _of_catalogue(error: sqlite3.Error) -> str:
    said = printable(error)
    if "locked" in said or "busy" in said:
        return f"another program holds the ledger's catalogue ({said}); close it and try again"
    if "full" in said:
        return f"the disk is full ({said}); make room, {_AGAIN}"
    if "readonly" in said or "unable to open" in said:
        return f"the ledger's catalogue cannot be opened ({said}); look at its permissions"
    return f"the ledger's catalogue cannot be read ({said}); run the pile again into a new one"


def _of_engine(error: Exception) -> str:
    said = printable((str(error).splitlines() or [type(error).__name__])[0])
    if "memory" in said.lower():
        return f"the engine is out of memory ({said}); add --memory 4GB, {_AGAIN}"
    if "space" in said.lower():
        return f"the disk is full ({said}); make room, {_AGAIN}"
    return (
        f"the ledger cannot be read ({said}); "
        "if a part of it was moved or deleted, run the pile again into a new one"
    )
