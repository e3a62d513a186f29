"""
Dates as pages claim them: kept with their precision, never with a false midnight.

A claim is held as the prefix of an ISO 8601 time in UTC that is as long as it is precise
(`2022`, `2022-11`, `2022-11-13`, `2022-11-13T09:30Z`), as FollowTheMoney does.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from wirecopy.records import Record

_ISO = re.compile(
    r"\s*(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?\s*"
)
_LENGTHS = {4: "year", 7: "month", 10: "day", 16: "minute", 19: "second"}


@dataclass(frozen=True, slots=True, order=True)
class DateClaim(Record):
    """
    One date that a page claims, with where it claims it.

    >>> read_date("2022-11-13T09:30:00+02:00", "json-ld").value
    '2022-11-13T07:30:00Z'
    >>> read_date("November 2022", "meta").precision
    'month'
    >>> read_date("no date at all", "meta") is None
    True
    """

    value: str
    """The date in UTC, cut to its precision: `2022-11`, `2022-11-13`, `2022-11-13T07:30Z`."""

    precision: str
    """`year`, `month`, `day`, `minute` or `second`."""

    origin: str
    """Where the page says so: `front matter: date`, `json-ld: datePublished`, `column: date`."""

    text: str
    """The date as the page has it."""

    @property
    def earliest(self) -> datetime:
        """The first moment that the claim allows, in UTC."""
        full = "0000-01-01T00:00:00"
        iso = self.value.removesuffix("Z")
        return datetime.fromisoformat(iso + full[len(iso) :]).replace(tzinfo=UTC)

    @property
    def at(self) -> int:
        """`earliest` as microseconds since 1970, for sorting in any engine."""
        return int((self.earliest - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000


def read_date(text: str, origin: str) -> DateClaim | None:
    """
    Read a date in figures or words, in any of the languages that dateparser knows.

    A time without a zone is taken as UTC. Relative dates ("yesterday") are not read: they mean
    nothing without the day on which they were written.

    Args:
        text: A short string that holds a date and nothing else.
        origin: Where it stands on the page.

    Returns:
        The claim, or None where the text is no date.
    """
    value = _iso(text) or _in_words(text.strip())
    if value is None:
        return None
    return DateClaim(value, _LENGTHS[len(value.removesuffix("Z"))], origin, text)


def _iso(text: str) -> str | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    date, time, zone = match["date"], match["time"], match["zone"]
    try:
        if time is None:
            datetime.fromisoformat(date + "0000-01-01"[len(date) :])
            return date
        clock = time.replace(",", ".")[:8]
        moment = datetime.fromisoformat(f"{date}T{clock}")
        if zone and zone not in ("UTC", "GMT"):
            moment = datetime.fromisoformat(f"{date}T{clock}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M" + (":%S" if len(clock) == 8 else "")).zfill(len(clock) + 11) + "Z"


@lru_cache(maxsize=65_536)
def _in_words(text: str) -> str | None:
    if not 4 <= len(text) <= 60 or not any(letter.isdigit() for letter in text):
        return None
    import dateparser
    from dateparser.date import DateDataParser

    del dateparser
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = DateDataParser(
            settings={
                "PARSERS": ["absolute-time", "custom-formats"],
                "TO_TIMEZONE": "UTC",
                "TIMEZONE": "UTC",
                "PREFER_DAY_OF_MONTH": "first",
                "RETURN_TIME_AS_PERIOD": True,
            }
        ).get_date_data(text)
    if found is None or found.date_obj is None:
        return None
    moment, period = found.date_obj, found.period
    if not re.search(r"\d{4}|\d{2}", text):
        return None
    if period == "year":
        return moment.strftime("%Y")
    if period == "month":
        return moment.strftime("%Y-%m")
    if period == "time":
        return moment.strftime("%Y-%m-%dT%H:%MZ")
    return moment.strftime("%Y-%m-%d")
