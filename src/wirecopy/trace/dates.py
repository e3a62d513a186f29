"""
Stage 5, trace: page -> every date that bears on when it was made.

Claims (front matter, JSON-LD, meta, address, capture) stand beside dates in the text: a dateline,
the day of a photograph, the day of something that is told as past, the weekday that a report of
the day names. None wins silently; `origin.sql` and `conflicts.sql` weigh them. A date in the text
that may lie ahead ("will open on May 3, 2031") is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pyarrow as pa

from wirecopy.records import DateClaim
from wirecopy.schemas import DATES
from wirecopy.when import read_date

MOST = 40
"""Dates of a page that are kept from its text; a timeline has hundreds."""

HEAD = 900
"""Code points, from the first word of the story, in which a report names the day it is of."""

CLAIMED = ("published", "modified", "captured", "guessed")

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE_YEAR = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})),? \Z"
)
_MONTH_AND_DAY = re.compile(rf"{_MONTH} \d|\d {_MONTH}")
_DATELINE = re.compile(
    rf"(?m:^)[^\n]{{2,60}}?,? (?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})|"
    rf"(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH}))\b(?:,? (?P<year>(?:19|20)\d\d))?"
    r"[^\n.]{0,30}?(?: [-\u2013\u2014]+ |\) ?[-\u2013\u2014:]+ |[-\u2013\u2014]{2} ?)"
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(
    rf"(?<![\w-])(?P<before>(?:\w+ )?)(?P<day>{'|'.join(_WEEKDAYS)})\b(?!['\u2019]s|-|s\b)"
)
_NOT_THE_DAY = frozenset("last next until by every each previous following from since".split())
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|died|began|took|made|came|went|left|won|lost|held|met|"
    r"fell|rose|shot|sent|gave|wrote|signed|ended|\w{3,}ed)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|may|might|can|could|must|due|until|till|by|before|through|"
    r"schedul\w+|expect\w*|plan\w*|to be|to run|to begin|to take|deadline|expir\w+|matur\w+|"
    r"effective|starting|beginning|from|next|upcoming|set|slated|target\w*|forecast\w*|"
    r"postpon\w+|delay\w+|extend\w*|moved?|if|unless|agreed?|propos\w+|call\w*|book\w+|announc\w+|"
    r"estimat\w+|guidance|outlook|quarter|year|months?|weeks?|period|ends?|ending)\b",
    re.I,
)
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|\b(?:UTC|GMT|[A-Z]{1,3}[SD]T|CET|CEST|BST|IST|JST))$")
_ADDRESS = re.compile(
    r"(?<![\d])(?P<year>(?:19|20)\d\d)[/-]?(?P<month>0[1-9]|1[0-2])[/-]?(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?!\d)|/(?P<year2>(?:19|20)\d\d)/(?P<name>[a-z]{3})/(?P<day2>\d{1,2})/"
    r"|/(?P<year3>(?:19|20)\d\d)/(?P<month3>\d{1,2})(?:/(?P<day3>\d{1,2}))?(?=/)"
)
_SENTENCE_END = re.compile(r"[.!?][\"\u201d')\]]?\s+(?=[\"\u201c(]?[A-Z])|\n\s*\n")


class Found(NamedTuple):
    """A date, what it is the date of, and where it stands."""

    kind: str
    value: str
    precision: str
    zone: str | None
    origin: str
    text: str
    start: int | None
    end: int | None


def find_dates(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the dates of each page.

    Args:
        batch: Columns page, text, asides, url, claims and published.

    Yields:
        `schemas.DATES`, a row for each date.
    """
    rows = []
    for row in batch.to_pylist():
        asides = [(a["start"], a["end"], a["kind"]) for a in row["asides"] or []]
        found = [
            *claimed_dates(row["claims"] or []),
            *dates_of_address(row["url"] or ""),
            *dates_in_text(row["text"] or "", asides, row["published"]),
        ]
        rows += [(row["page"], *one, *_bounds(one.value)) for one in dict.fromkeys(found)]
    columns = zip(*rows, strict=True) if rows else ([] for _ in DATES)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, DATES, strict=True)], schema=DATES
    )


def claimed_dates(claims: list[dict[str, Any]]) -> Iterator[Found]:
    """
    Give the dates that a page claims of itself, each with its precision and its zone.

    >>> claim = {"kind": "published", "value": "2022-11-13T09:30+02:00", "origin": "meta: date"}
    >>> [(found.value, found.zone) for found in claimed_dates([claim])]
    [('2022-11-13T07:30Z', '+02:00')]
    """
    for claim in claims:
        if claim["kind"] not in CLAIMED:
            continue
        read = read_date(claim["value"], claim["origin"])
        if read is not None:
            zone = _ZONE.search(claim["value"].strip()) if "T" in read.value else None
            yield Found(
                claim["kind"], read.value, read.precision, zone and zone[0], claim["origin"],
                claim["value"], None, None,
            )  # fmt: skip


def dates_of_address(url: str) -> Iterator[Found]:
    """
    Give the date that an address carries in its path.

    >>> [found.value for found in dates_of_address("https://bell.example/2022/nov/13/fog")]
    ['2022-11-13']
    """
    path = url.partition("://")[2].partition("/")[2]
    match = _ADDRESS.search(f"/{path}")
    if match is None:
        return
    name = (match["name"] or "").title()
    if name and name not in _MONTHS:
        return
    month = match["month"] or match["month3"] or str(_MONTHS.index(name) + 1)
    day = match["day"] or match["day2"] or match["day3"]
    year = match["year"] or match["year2"] or match["year3"]
    value = _iso(int(year), int(month), int(day) if day else None)
    if value is not None:
        precision = "day" if day else "month"
        yield Found("address", value, precision, None, "url", match[0].strip("/"), None, None)


def dates_in_text(
    text: str, asides: list[tuple[int, int, str]], published: str | None
) -> Iterator[Found]:
    """
    Give the dates in a text that tell when it was written, or after what.

    Args:
        text: The text of a page.
        asides: Its asides: start, end, kind.
        published: What the page claims, for the year of a dateline and the week of a weekday.
    """
    begin = _story_begin(text, asides)
    day = _day_of(published)
    yield from _dateline(text, begin, day)
    yield from _weekday(text, begin, day)
    found = 0
    for match in _YEAR.finditer(text):
        before = _BEFORE_YEAR.search(text[max(0, match.start() - 20) : match.start()])
        if before is None:
            continue
        found += 1
        start, end = match.start() - len(before[0]), match.end()
        aside = next((a for a in asides if a[0] <= start < a[1]), None)
        if aside is not None and aside[2] != "caption":
            continue
        if aside is None and not _is_told_as_past(text, start, end):
            continue
        month, number = before["month"] or before["month2"], before["day"] or before["day2"]
        value = _iso(int(match[0]), _month(month), int(number))
        if value is not None:
            kind, origin = ("photographed", "caption") if aside else ("told", "text")
            yield Found(kind, value, "day", None, origin, text[start:end], start, end)
        if found == MOST:
            return


def _dateline(text: str, begin: int, day: date | None) -> Iterator[Found]:
    if not _MONTH_AND_DAY.search(text, begin, begin + HEAD):
        return
    match = _DATELINE.search(text, begin, begin + HEAD)
    if match is None:
        return
    month, number = _month(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    years = [int(match["year"])] if match["year"] else _years_about(day)
    options = [value for year in years if (value := _iso(year, month, number))]
    if day is not None:
        options.sort(key=lambda value: abs((date.fromisoformat(value) - day).days))
    if options:
        first = "month" if match["month"] else "day2"
        last = "year" if match["year"] else "day" if match["month"] else "month2"
        start, end = match.start(first), match.end(last)
        yield Found("dateline", options[0], "day", None, "dateline", text[start:end], start, end)


def _weekday(text: str, begin: int, day: date | None) -> Iterator[Found]:
    """Read the first weekday of a report as the last such day up to the day of publication."""
    if day is None:
        return
    for match in _WEEKDAY.finditer(text, begin, begin + HEAD):
        if match["before"].strip().casefold() not in _NOT_THE_DAY:
            back = (day.weekday() - _WEEKDAYS.index(match["day"])) % 7
            value = (day - timedelta(days=back)).isoformat()
            start, end = match.span("day")
            yield Found("weekday", value, "day", None, "text", match["day"], start, end)
            return


def _is_told_as_past(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence around a date says that something happened then."""
    before = text[max(0, start - 240) : start]
    ends = [m.end() for m in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    if not re.search(r"(?:\b[Oo]n|\w[.,]?|\()\s*$", before) or _AHEAD.search(before):
        return False
    after = _SENTENCE_END.split(text[end : end + 240])[0]
    return bool(_PAST.search(before)) and not _AHEAD.search(after[:60])


def _story_begin(text: str, asides: list[tuple[int, int, str]]) -> int:
    """Find where the story begins: behind the asides and blanks that stand first."""
    at = 0
    for start, end, _ in sorted(asides):
        if start > at and text[at:start].strip():
            break
        at = max(at, end)
    return at + len(text[at:]) - len(text[at:].lstrip())


def _years_about(day: date | None) -> list[int]:
    return [] if day is None else [day.year - 1, day.year, day.year + 1]


def _day_of(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        whole = date(year, month, day or 1).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]


def _bounds(value: str) -> tuple[int, int]:
    """Give the first moment that a date allows and the first one after it, in microseconds."""
    first = DateClaim(value, "", "", "").earliest
    length = len(value.removesuffix("Z"))
    if length == 4:
        last = first.replace(year=min(first.year + 1, 9999))
    elif length == 7:
        last = (first + timedelta(days=31)).replace(day=1)
    else:
        last = first + {
            10: timedelta(days=1), 16: timedelta(minutes=1), 19: timedelta(seconds=1)
        }[length]  # fmt: skip
    return _micro(first), _micro(last)


def _micro(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
