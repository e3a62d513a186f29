"""
Stage 5, trace: page -> credits: who a page says made it.

Agencies, reporters and their places, writers, editors, photographers, the dateline, contributors,
first publication, press releases; and, with little weight, mentions of agencies in the story. Each
has its span, its weight and the words by which it was known. Nothing is concluded from style.

What no text can show: a byline that was put over another's text. That is for those who hold the
pages of a story against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from wirecopy.bylines import read_byline
from wirecopy.records import Credits, Reason
from wirecopy.schemas import CREDITS
from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.contributions import find_contributions
from wirecopy.trace.credits.datelines import find_datelines
from wirecopy.trace.credits.found import KINDS, Finding
from wirecopy.trace.credits.notices import find_mentions, find_notices
from wirecopy.trace.credits.photos import find_photographers
from wirecopy.trace.credits.roles import find_roles
from wirecopy.trace.credits.signed import find_signed

__all__ = ["KINDS", "Finding", "find_credits", "find_findings", "list_credits"]

AGENCY_WEIGHT = 0.5
"""What the reasons for an agency must weigh before the text is called its own."""


def find_credits(text: str) -> Credits:
    """
    Find who a text says made it.

    Names an agency only where the text is credited to it as a whole; one that contributed, took
    the picture or is quoted is in `spans` alone.

    Args:
        text: The text of a page.

    Returns:
        The credits; those who reported, additional reporting and contributions included, are
        `reporters`. `spans` has all that was found, in the order of the text.

    >>> found = find_credits("VELM (AP) - The dam broke. (Reporting by Ann Roe; editing by Bo Li)")
    >>> found.agency, found.reporters, found.editors, found.dateline
    ('AP', (('Ann Roe', None),), ('Bo Li',), 'VELM')
    """
    findings = find_findings(text)
    reporters: dict[str, tuple[str, str | None]] = {}
    for f in findings:
        if f.kind in ("reporter", "additional reporting") or (
            f.kind == "contributor" and load_agencies().named(f.value) is None
        ):
            name, place = reporters.get(f.value.casefold(), (f.value, None))
            reporters[f.value.casefold()] = (name, place or f.place)
    return Credits(
        agency=_agency(findings),
        reporters=tuple(reporters.values()),
        writers=_values(findings, "writer"),
        editors=_values(findings, "editor"),
        photographers=_values(findings, "photographer"),
        dateline=next((f.value for f in findings if f.kind == "dateline"), None),
        spans=tuple(Reason(f.kind, f.value, f.start, f.end, f.weight) for f in findings),
    )


def find_findings(text: str) -> list[Finding]:
    """Find all credits of a text, in its order, each span once for each kind."""
    found: dict[tuple[int, str], Finding] = {}
    for find in (
        find_datelines, find_signed, find_roles, find_contributions, find_photographers,
        find_notices, find_mentions,
    ):  # fmt: skip
        for finding in find(text):
            known = found.get((finding.start, finding.kind))
            if known is None or finding.weight > known.weight:
                found[finding.start, finding.kind] = finding
    taken = {f.start for f in found.values() if f.kind not in ("mention", "photographer")}
    return sorted(
        f
        for f in found.values()
        if f.kind not in ("mention", "photographer") or f.start not in taken
    )


def list_credits(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the credits of each page of a batch, and the authors that it claims outside its text.

    Args:
        batch: Columns page and text; byline and claims where they are at hand.

    Yields:
        `schemas.CREDITS`: the credits of a page in the order of its text, its claims before them.
    """
    rows: list[tuple[int, str, str, str | None, int | None, int | None, float, str]] = []
    for row in batch.to_pylist():
        for name, kind, reason in _claimed(row.get("byline") or (), row.get("claims") or ()):
            rows.append((row["page"], kind, name, None, None, None, 0.5, reason))
        for f in find_findings(row["text"] or ""):
            rows.append((row["page"], f.kind, f.value, f.place, f.start, f.end, f.weight, f.reason))
    columns = zip(*rows, strict=True) if rows else ([] for _ in CREDITS)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, CREDITS, strict=True)],
        schema=CREDITS,
    )


def _claimed(
    byline: Iterable[str], claims: Iterable[dict[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Give the names that a page claims outside its text, as (name, kind, reason), each once."""
    seen: set[tuple[str, str]] = set()
    said = [(c["value"], c["origin"]) for c in claims if c["kind"] == "author"]
    for value, origin in said or [("; ".join(byline), "byline")]:
        for name in read_byline(value):
            agency = load_agencies().named(name)
            kind = "agency" if agency is not None and agency.kind == "news" else "reporter"
            name = agency.name if agency is not None else name
            if (kind, name.casefold()) not in seen:
                seen.add((kind, name.casefold()))
                yield name, kind, f"claim: {origin}"


def _values(findings: Iterable[Finding], kind: str) -> tuple[str, ...]:
    values: dict[str, str] = {}
    for finding in findings:
        if finding.kind == kind:
            values.setdefault(finding.value.casefold(), finding.value)
    return tuple(values.values())


def _agency(findings: Iterable[Finding]) -> str | None:
    """Name the agency with the weightiest reason, the first in the text among equals."""
    best: Finding | None = None
    for finding in findings:
        if finding.kind == "agency" and (best is None or finding.weight > best.weight):
            best = finding
    return best.value if best is not None and best.weight >= AGENCY_WEIGHT else None
