"""
Dates as pages claim them: kept with their precision, never with a false midnight.

A claim is held as the prefix of an ISO 8601 time in UTC that is as long as it is precise
(`2022`, `2022-11`, `2022-11-13`, `2022-11-13T09:30Z`), as FollowTheMoney does.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from wirecopy.records import DateClaim

_ISO = re.compile(
    r"\s*(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?\s*"
)
_BASIC = re.compile(
    r"\s*((?:1[6-9]|20)\d\d)(\d\d)(\d\d)"
    r"(?:T(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?\s*"
)
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d./-])")
_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|\b\d{1,2} \w+ \d{2}\b")
_LENGTHS = {4: "year", 7: "month", 10: "day", 16: "minute", 19: "second"}
_CLOCKS = {5: "minutes", 8: "seconds"}
_PERIODS = {"year": 4, "month": 7}


def read_date(text: str, origin: str) -> DateClaim | None:
    """
    Read a date in figures or words, in any of the languages that dateparser knows.

    A time without a zone is taken as UTC. Figures with dots are day first; with slashes or dashes
    they can be either, so 5/12/2025 claims a year. Relative dates ("yesterday") are not read: they
    mean nothing without the day on which they were written.

    Args:
        text: A short string that holds a date and nothing else.
        origin: Where it stands on the page.

    Returns:
        The claim, or None where the text is no date.

    >>> read_date("2022-11-13T09:30:00+02:00", "json-ld").value
    '2022-11-13T07:30:00Z'
    >>> read_date("20131020T192751+1100", "nitf: date.issue").value
    '2013-10-20T08:27:51Z'
    >>> read_date("November 2022", "meta").precision
    'month'
    >>> read_date("no date at all", "meta") is None
    True
    """
    if basic := _BASIC.fullmatch(text):
        clock = ":".join(filter(None, basic.groups()[3:6]))
        time = f"T{clock}{basic[7] or ''}" if clock else ""
        claim = read_date("-".join(basic.groups()[:3]) + time, origin)
        return claim and replace(claim, text=text)
    shape = _ISO.fullmatch(text)
    value = _iso(shape) if shape else _in_figures(text.strip())
    if value is None:
        return None
    return DateClaim(value, _LENGTHS[len(value.removesuffix("Z"))], origin, text)


def _iso(match: re.Match[str]) -> str | None:
    day, clock, zone = match["date"], match["clock"], match["zone"]
    try:
        if clock is None:
            date.fromisoformat(day + "0000-01-01"[len(day) :])
            return day
        if zone in (None, "UTC", "GMT"):
            zone = "Z"
        moment = datetime.fromisoformat(f"{day}T{clock}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat(timespec=_CLOCKS[len(clock)]) + "Z"


def _in_figures(text: str) -> str | None:
    """
    Read 31.12.2019 and 12/31/2019, also beside a time; None where that is no date.

    Where day and month can be either, only the year is sure.
    """
    match = _FIGURES.search(text)
    if match is None:
        return _in_words(text)
    one, sign, two = int(match[1]), match[2], int(match[3])
    year = match[4] if len(match[4]) == 4 else f"{'19' if match[4] > '68' else '20'}{match[4]}"
    if len(match[4]) == 2 and sign == "-":
        return None  # 24-03-04 begins with its year as often as not
    day, month = (one, two) if sign == "." or one > 12 else (two, one)
    try:
        found = date(int(year), month, day).isoformat()
    except ValueError:
        return None
    if sign != "." and one != two and max(one, two) <= 12:
        return year
    rest = text[: match.start()] + found + text[match.end() :]
    return found if rest == found else _in_words(rest)


@lru_cache(maxsize=1)
def _parser() -> Any:
    from dateparser.date import DateDataParser

    return DateDataParser(
        try_previous_locales=False,  # else a date would depend on those read before it
        settings={
            "PARSERS": ["absolute-time"],
            "TO_TIMEZONE": "UTC",
            "TIMEZONE": "UTC",
            "PREFER_DAY_OF_MONTH": "first",
            "RETURN_TIME_AS_PERIOD": True,
        },
    )


@lru_cache(maxsize=65_536)
def _in_words(text: str) -> str | None:
    if len(text) > 60 or not _YEAR.search(text):
        return None  # a date without a year is none: it would take on the year of the run
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _parser().get_date_data(text)
    except (ValueError, OverflowError):
        return None
    moment: datetime | None = found.date_obj
    if moment is None:
        return None
    if found.period == "time":
        return moment.replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
    return moment.date().isoformat()[: _PERIODS.get(found.period, 10)]
