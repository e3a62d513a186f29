"""Dates keep their precision and their zone, or are no dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.when import read_date


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2022", "2022", "year"),
        ("2022-11", "2022-11", "month"),
        ("2022-11-13", "2022-11-13", "day"),
        ("2006-10-20T18:15-04:00", "2006-10-20T22:15Z", "minute"),
        ("2024-05-01T09:30:00+0200", "2024-05-01T07:30:00Z", "second"),
        ("2024-05-01 09:30:00.123", "2024-05-01T09:30:00Z", "second"),
        ("Tue, 23 Nov 2021 10:00:00 GMT", "2021-11-23T10:00Z", "minute"),
        ("Aug 25, 2022", "2022-08-25", "day"),
        ("November 2022", "2022-11", "month"),
        ("25 de agosto de 2022", "2022-08-25", "day"),
        ("2022年11月13日", "2022-11-13", "day"),
        ("12.05.2025", "2025-05-12", "day"),
        ("31/12/2019", "2019-12-31", "day"),
        ("12/31/2019", "2019-12-31", "day"),
        ("12/05/2025", "2025", "year"),
        ("04.03.2024 10:30", "2024-03-04T10:30Z", "minute"),
        ("04.03.24", "2024-03-04", "day"),
        ("10:30 PM, 12/31/2019", "2019-12-31T22:30Z", "minute"),
        ("4/3/2024, 10:30:00 PM", "2024", "year"),
        ("Mon 04/03/24", "2024", "year"),
        ("13/03/74", "1974-03-13", "day"),
        ("20240304", "2024-03-04", "day"),
        ("20240304+0100", "2024-03-04", "day"),
        ("20240304T1030Z", "2024-03-04T10:30Z", "minute"),
    ],
)
def test_a_date_keeps_its_precision(text: str, value: str, precision: str) -> None:
    """A month stays a month, an hour with a zone becomes UTC."""
    claim = read_date(text, "meta")
    assert claim is not None
    assert (value, precision) == (claim.value, claim.precision)


@pytest.mark.parametrize(
    "text",
    ["", "12", "May", "yesterday", "3 days ago", "2022-13-01", "9999-12-31T23:59-10:00",
     "Reuters 2019", "He was born in 1987 in Rome", "1668297600", "45355", "45355.5", "20241304",
     "24-03-04", "1.2.3.4", "13.13.2022 10:00"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    """Words, relative dates and impossible ones are not guessed at."""
    assert read_date(text, "meta") is None


def test_a_date_is_read_the_same_whatever_was_read_before() -> None:
    """An ambiguous date does not take on the order of the one before it."""
    from wirecopy.when import _in_words

    first = read_date("03/04/2020", "meta")
    read_date("25 de agosto de 2022", "meta")
    _in_words.cache_clear()
    assert first == read_date("03/04/2020", "meta")


@given(st.datetimes().map(lambda d: d.isoformat(timespec="minutes")))
def test_an_iso_time_comes_back(text: str) -> None:
    """A time in ISO 8601 without a zone is that time in UTC."""
    claim = read_date(text, "meta")
    assert claim is not None and claim.value == text + "Z"


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """No text raises, and every claim has a first moment."""
    claim = read_date(text, "meta")
    assert claim is None or claim.earliest.year >= 1


@pytest.mark.parametrize("text", ["5/12/0000", "0/5/2022", "5-0-2022", "00/00/2022", "13/13/2022"])
def test_figures_of_no_calendar_are_no_date(text: str) -> None:
    """Also where day and month could be either: no year 0, no month 0."""
    assert read_date(text, "meta") is None
