"""
wirecopy: from a pile of news pages to a ledger of stories, copies and claims.

Seven stages, in the order in which the data flows; each knows the records and no other stage.

    1  read       pile -> pages
    2  clean      page -> asides: what is not the story
    3  match      pages -> pairs that may be copies
    4  align      pairs -> passages -> stories
    5  trace      stories -> who was first, who is credited, what contradicts what
    6  attribute  pages -> statements, their speakers, and where a quotation drifted
    7  count      stories, statements -> independent sources

`run` sends a pile through all of them; the other functions serve a single text or two.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wirecopy.align import align
    from wirecopy.attribute import find_statements
    from wirecopy.clean import find_asides
    from wirecopy.errors import (
        LedgerError,
        NotInstalledError,
        OptionsError,
        ReadError,
        WirecopyError,
    )
    from wirecopy.ledger import Ledger, open_ledger
    from wirecopy.options import Options
    from wirecopy.read import read
    from wirecopy.records import (
        Aside,
        AsideKind,
        Certainty,
        Claim,
        Conflict,
        Credits,
        DateClaim,
        Member,
        Origin,
        Page,
        Passage,
        PassageKind,
        Reason,
        Role,
        Skipped,
        Sources,
        SpeakerKind,
        Statement,
        StatementKind,
        Story,
        Witness,
    )
    from wirecopy.run import run
    from wirecopy.trace import find_credits

_HOMES = {
    "align": ("align",),
    "attribute": ("find_statements",),
    "clean": ("find_asides",),
    "errors": ("LedgerError", "NotInstalledError", "OptionsError", "ReadError", "WirecopyError"),
    "ledger": ("Ledger", "open_ledger"),
    "options": ("Options",),
    "read": ("read",),
    "records": (
        "Aside",
        "AsideKind",
        "Certainty",
        "Claim",
        "Conflict",
        "Credits",
        "DateClaim",
        "Member",
        "Origin",
        "Page",
        "Passage",
        "PassageKind",
        "Reason",
        "Role",
        "Skipped",
        "Sources",
        "SpeakerKind",
        "Statement",
        "StatementKind",
        "Story",
        "Witness",
    ),
    "run": ("run",),
    "trace": ("find_credits",),
}

__all__ = [
    "Aside",
    "AsideKind",
    "Certainty",
    "Claim",
    "Conflict",
    "Credits",
    "DateClaim",
    "Ledger",
    "LedgerError",
    "Member",
    "NotInstalledError",
    "Options",
    "OptionsError",
    "Origin",
    "Page",
    "Passage",
    "PassageKind",
    "ReadError",
    "Reason",
    "Role",
    "Skipped",
    "Sources",
    "SpeakerKind",
    "Statement",
    "StatementKind",
    "Story",
    "WirecopyError",
    "Witness",
    "align",
    "find_asides",
    "find_credits",
    "find_statements",
    "open_ledger",
    "read",
    "run",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `wirecopy --help` waits for none."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"wirecopy.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'wirecopy' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))


class _Door(ModuleType):
    """Keeps `wirecopy.align` the function: importing the stage would bind its module here."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
