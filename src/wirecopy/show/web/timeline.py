"""When each page of a story says it was published: a time as a tick, an uncertain one as a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

DRAWN = 40
"""Rows that are drawn one by one; of a story with more pages, those that `_chosen` takes."""

BINS = 60

GAP = 3.0
"""Of a break in the scale, in percent."""

ROOM = 12.0
"""That the words of a tick take, in percent."""

LONGEST_GAP = 0.1
"""Part of all the time that may pass without a dated page before it is cut out of the scale."""

_Dated = tuple[datetime, datetime, int, dict[str, Any]]
"""First and last moment, place in the story, page."""

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
    """The pages, earliest first, those without a date last; of many, one of each outlet."""
    ticks: list[tuple[float, str]]
    """Where the scale has a line, in percent, and what it says there."""
    breaks: list[float]
    """Where time is left out, in percent; each break is `GAP` wide."""
    bins: list[tuple[float, float, int, str]]
    """Of a story with many pages: left and height in percent, how many are dated there, and when;
    on a scale of their own."""
    undated: int
    span: str
    left: int
    """Outlets that found no room."""


def moments(value: str) -> tuple[datetime, datetime]:
    """
    Give the first and the last moment that a date allows, in UTC.

    >>> [moment.isoformat() for moment in moments("2024-02")]
    ['2024-02-01T00:00:00+00:00', '2024-02-29T23:59:59+00:00']
    """
    iso = value.removesuffix("Z")
    first = datetime.fromisoformat(iso + "0000-01-01T00:00:00"[len(iso) :]).replace(tzinfo=UTC)
    if len(iso) == 4:
        after = first.replace(year=min(first.year + 1, 9999))
    elif len(iso) == 7:
        after = _moved(first, timedelta(days=31)).replace(day=1)
    else:
        lasts = {10: timedelta(days=1), 16: timedelta(minutes=1)}
        after = _moved(first, lasts.get(len(iso), timedelta(seconds=1)))
    return first, max(first, after - timedelta(seconds=1))


def timeline(pages: Sequence[dict[str, Any]]) -> Timeline | None:
    """
    Lay the dates of a story's pages on one scale.

    Args:
        pages: Rows with `outlet` and `published`, UTC and as long as it is precise, or None; the
            first is the measure.

    Returns:
        None where no page has a date.
    """
    known = {date: moments(date) for date in {page["published"] for page in pages} if date}
    dated = sorted(
        (
            (*known[page["published"]], number, page)
            for number, page in enumerate(pages)
            if page["published"]
        ),
        key=lambda row: row[:3],
    )
    if not dated:
        return None
    many = len(dated) > DRAWN
    shown, left = _chosen(dated) if many else (dated, 0)
    scale = _Scale([(row[0], row[1]) for row in shown])
    place = scale.place
    rows: list[tuple[dict[str, Any], Bar | None]] = []
    for first, last, _, page in shown:
        sure = last - first < timedelta(minutes=1)
        rows.append((page, Bar(place(first), max(place(last) - place(first), 0.4), sure)))
    undated = [page for page in pages if not page["published"]]
    if not many:
        rows += [(page, None) for page in undated[: DRAWN - len(rows)]]
    days = [dated[0][3]["published"][:10], dated[-1][3]["published"][:10]]
    span = " to ".join(dict.fromkeys(days))
    bins = _bins([(row[0], row[1]) for row in dated]) if many else []
    return Timeline(rows, scale.ticks(), scale.breaks, bins, len(undated), span, left)


def _chosen(dated: list[_Dated]) -> tuple[list[_Dated], int]:
    """
    Take the measure, and of the outlets that had a text first for certain the page that shows it.

    A day without a time counts from its end on: till then nobody knows.

    Returns:
        `DRAWN` pages in the order of their first moments, and how many outlets found no room.
    """
    firsts: dict[str, _Dated] = {}
    for row in sorted(dated, key=lambda row: (row[2] > 0, row[1], row[2])):
        outlet = row[3].get("outlet") or f"the page with number {row[2]}"
        firsts.setdefault(outlet, row)
    found = list(firsts.values())
    return sorted(found[:DRAWN], key=lambda row: row[:3]), max(0, len(found) - DRAWN)


def _bins(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[float, float, int, str]]:
    """Count how many dates lie in each of `BINS` equal parts of all the time, by their middles."""
    begin = min(first for first, _ in spans)
    step = max((max(last for _, last in spans) - begin) / BINS, timedelta(seconds=1))
    counts = [0] * BINS
    for first, last in spans:
        counts[min(BINS - 1, int((first + (last - first) / 2 - begin) / step))] += 1
    most = max(counts)
    return [
        (100 * n / BINS, 100 * count / most, count, f"{begin + n * step:%Y-%m-%d %H:%M}")
        for n, count in enumerate(counts)
        if count
    ]


class _Scale:
    """Time from left to right in percent; long stretches in which nothing is dated are cut out."""

    def __init__(self, spans: Sequence[tuple[datetime, datetime]]) -> None:
        stretches: list[list[datetime]] = []
        begin, end = min(first for first, _ in spans), max(last for _, last in spans)
        longest = (end - begin) * LONGEST_GAP
        for first, last in sorted(spans):
            if stretches and first - stretches[-1][1] <= longest:
                stretches[-1][1] = max(stretches[-1][1], last)
            else:
                stretches.append([first, last])
        spare = max(sum(((b - a) for a, b in stretches), timedelta()) * 0.03, timedelta(minutes=5))
        self._stretches = [(_moved(a, -spare), _moved(b, spare)) for a, b in stretches]
        whole = sum((b - a).total_seconds() for a, b in self._stretches)
        room = 100 - GAP * (len(stretches) - 1)
        least = room / len(stretches) / 4
        widths = [max(least, room * (b - a).total_seconds() / whole) for a, b in self._stretches]
        self._widths = [room * width / sum(widths) for width in widths]
        self._lefts = [sum(self._widths[:n]) + GAP * n for n in range(len(widths))]
        self.breaks = [round(left - GAP, 2) for left in self._lefts[1:]]

    def place(self, moment: datetime) -> float:
        for (first, last), left, width in zip(
            self._stretches, self._lefts, self._widths, strict=True
        ):
            if moment <= last:
                part = (moment - first).total_seconds() / (last - first).total_seconds()
                return round(left + width * max(0.0, part), 2)
        return 100.0

    def ticks(self) -> list[tuple[float, str]]:
        """Give round moments, and of a stretch that has room for none, its first day."""
        found = []
        for (first, last), left, width in zip(
            self._stretches, self._lefts, self._widths, strict=True
        ):
            inner = _ticks(first, last, max(1, int(width / 16)), self.place)
            middle = first + (last - first) / 2
            found += inner or [(round(left + width / 2, 2), middle.strftime("%-d %b %Y"))]
        return _with_room(found)


def _with_room(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Leave the words out where the tick before is too near for them; its line stays."""
    found: list[tuple[float, str]] = []
    last = -ROOM
    for at, said in ticks:
        found.append((at, said if at - last >= ROOM else ""))
        last = at if at - last >= ROOM else last
    return found


def _ticks(
    begin: datetime, end: datetime, most: int, place: Callable[[datetime], float]
) -> list[tuple[float, str]]:
    """Give up to `most` places on the scale, on round moments."""
    step = next((s for s in _STEPS if (end - begin) / s <= most), _STEPS[-1] * 10)
    days = step >= timedelta(days=1)
    form = "%Y-%m" if step >= timedelta(days=91) else "%-d %b" if days else "%H:%M"
    year = datetime(begin.year, 1, 1, tzinfo=UTC)
    moment = _moved(year, ((begin - year) // step + 1) * step)
    found: list[tuple[float, str]] = []
    day = ""
    while begin < moment < end:
        said = moment.strftime(form)
        if not days and moment.strftime("%-d %b") != day:
            day = moment.strftime("%-d %b")
            said = f"{day} {said}"
        found.append((place(moment), said))
        begin, moment = moment, _moved(moment, step)  # at the end of time it moves no more
    return found


def _moved(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment
