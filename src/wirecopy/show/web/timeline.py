"""When each page of a story says it was published: a time as a tick, an uncertain one as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

DRAWN = 40
"""Rows that are drawn one by one; of a story with more pages, the earliest."""

BINS = 60

_STEPS = [
    timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=3),
    timedelta(hours=6), timedelta(hours=12), timedelta(days=1), timedelta(days=2),
    timedelta(days=7), timedelta(days=30), timedelta(days=91), timedelta(days=365),
    timedelta(days=1826), timedelta(days=7305),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """The times that a date leaves open, in percent of the width of the drawing."""

    left: float
    width: float
    sure: bool
    """To the minute: drawn as a tick."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of a story's dates on one scale."""

    rows: list[tuple[dict[str, Any], Bar | None]]
    """The pages, earliest first, those without a date last."""
    ticks: list[tuple[float, str]]
    """Where the scale has a line, in percent, and what it says there."""
    bins: list[tuple[float, float, int]]
    """Of a story with many pages: left and height in percent, and how many are dated there."""
    undated: int
    span: str


def moments(value: str) -> tuple[datetime, datetime]:
    """
    Give the first and the last moment that a date allows, in UTC.

    >>> [moment.isoformat() for moment in moments("2024-02")]
    ['2024-02-01T00:00:00+00:00', '2024-02-29T23:59:59+00:00']
    """
    iso = value.removesuffix("Z")
    first = datetime.fromisoformat(iso + "0000-01-01T00:00:00"[len(iso) :]).replace(tzinfo=UTC)
    if len(iso) == 4:
        after = first.replace(year=first.year + 1) if first.year < 9999 else first
    elif len(iso) == 7:
        after = (first + timedelta(days=31)).replace(day=1)
    else:
        after = first + {10: timedelta(days=1), 16: timedelta(minutes=1)}.get(
            len(iso), timedelta(seconds=1)
        )
    return first, after - timedelta(seconds=1)


def timeline(pages: Sequence[dict[str, Any]]) -> Timeline | None:
    """
    Lay the dates of a story's pages on one scale.

    Args:
        pages: Rows with `published`, UTC and as long as it is precise, or None.

    Returns:
        None where no page has a date.
    """
    dated = sorted(
        (
            (*moments(page["published"]), number, page)
            for number, page in enumerate(pages)
            if page["published"]
        ),
        key=lambda row: row[:3],
    )
    if not dated:
        return None
    begin, end = min(row[0] for row in dated), max(row[1] for row in dated)
    spare = max((end - begin) * 0.03, timedelta(minutes=5))
    begin, end = _moved(begin, -spare), _moved(end, spare)
    whole = (end - begin).total_seconds()

    def place(moment: datetime) -> float:
        return round(100 * (moment - begin).total_seconds() / whole, 2)

    rows: list[tuple[dict[str, Any], Bar | None]] = []
    for first, last, _, page in dated[:DRAWN]:
        sure = last - first < timedelta(minutes=1)
        rows.append((page, Bar(place(first), max(place(last) - place(first), 0.4), sure)))
    undated = [page for page in pages if not page["published"]]
    rows += [(page, None) for page in undated[: max(0, DRAWN - len(rows))]]
    bins = []
    if len(dated) > DRAWN:
        counts = [0] * BINS
        for first, last, *_ in dated:
            middle = place(first + (last - first) / 2)
            counts[min(BINS - 1, int(middle / 100 * BINS))] += 1
        most = max(counts)
        bins = [(100 * n / BINS, 100 * c / most, c) for n, c in enumerate(counts) if c]
    span = f"{dated[0][3]['published'][:10]} to {dated[-1][3]['published'][:10]}"
    return Timeline(rows, _ticks(begin, end, place), bins, len(undated), span)


def _ticks(begin: datetime, end: datetime, place: Any) -> list[tuple[float, str]]:
    """Give up to six places on the scale, on round moments."""
    step = next((s for s in _STEPS if (end - begin) / s <= 6), _STEPS[-1] * 10)
    form = (
        "%H:%M" if step < timedelta(days=1) else "%-d %b" if step < timedelta(days=91) else "%Y-%m"
    )
    moment = datetime(begin.year, 1, 1, tzinfo=UTC)
    moment += ((begin - moment) // step + 1) * step
    found: list[tuple[float, str]] = []
    day = ""
    while moment < end:
        said = moment.strftime(form)
        if step < timedelta(days=1) and moment.strftime("%-d %b") != day:
            day = moment.strftime("%-d %b")
            said = f"{day} {said}"
        found.append((place(moment), said))
        moment += step
    return found


def _moved(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment
