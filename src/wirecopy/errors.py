"""
What can go wrong, in words that a person can act on.

    WirecopyError
      ├── ReadError           a file or a part of it cannot be read (becomes a row in `skipped`)
      ├── LedgerError         a ledger is missing, in use, or made by another version
      ├── OptionsError        an option or an argument has a value that means nothing
      └── NotInstalledError   an optional part needs a package that is not there

A message says what happened, where, and what to type next.
"""

from __future__ import annotations


class WirecopyError(Exception):
    """The base of all errors that wirecopy raises on purpose."""


class ReadError(WirecopyError):
    """
    Input that cannot be read. A run never stops for it: it becomes a row in `skipped`.

    Attributes:
        reason: What is wrong, in a few lower-case words.
        byte_start: Where in the file the trouble begins, in bytes.
        byte_end: Where it ends, in bytes; None where that is not known.
    """

    def __init__(self, reason: str, byte_start: int = 0, byte_end: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.byte_start = byte_start
        self.byte_end = byte_end


class LedgerError(WirecopyError):
    """A ledger that is missing, in use by another run, or of another version."""


class OptionsError(WirecopyError):
    """An option or argument whose value means nothing."""


class NotInstalledError(WirecopyError):
    """
    An optional part of wirecopy that needs packages of an extra.

    >>> str(NotInstalledError("the Spark engine", "spark"))
    "the Spark engine needs packages that are not installed: pip install 'wirecopy[spark]'"
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs packages that are not installed: pip install 'wirecopy[{extra}]'"
        )
