"""Stage 5, trace: one credit, as it was found in a page."""

from __future__ import annotations

from dataclasses import dataclass

from wirecopy.records import Record

KINDS = (
    "agency",
    "reporter",
    "writer",
    "editor",
    "photographer",
    "dateline",
    "additional reporting",
    "contributor",
    "first published by",
    "press release",
    "mention",
)
"""What a credit can be. A `mention` credits nobody: it is only evidence of whose text it is."""


@dataclass(frozen=True, slots=True, order=True)
class Finding(Record):
    """A credit: the kind, the name, and where the text says so."""

    start: int
    end: int
    kind: str
    """One of `KINDS`."""
    value: str
    """A person as the page spells them; an agency under its usual short name."""
    place: str | None
    """From where a reporter reported."""
    weight: float
    """How much it says about who made the text, 0 to 1."""
    reason: str
    """By what it was known: `tag in the dateline`, `reporting by`, …"""
