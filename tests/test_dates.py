"""Dates: every claim kept with its zone, and what a text itself says of when it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirecopy as wc
from conftest import HARBOR
from wirecopy.schemas import DATES
from wirecopy.trace import find_dates
from wirecopy.trace.dates import claimed_dates, dates_in_text, dates_of_address

Make = Callable[..., Path]
QUICK = wc.Options(workers=1, statements=False)


def told(text: str, published: str | None = "2031-05-06") -> list[tuple[str, str, str]]:
    """Give kind, value and words of the dates in a text."""
    return [(d.kind, d.value, d.text) for d in dates_in_text(text, [], published)]


def test_a_claim_keeps_its_zone_and_precision() -> None:
    """The value is UTC; the zone is kept as the page has it, and not made up where it has none."""
    claims = [
        {"kind": "published", "value": "2031-05-06T09:30+02:00", "origin": "meta: date"},
        {"kind": "captured", "value": "2031-05-07T00:00:00Z", "origin": "warc: date"},
        {"kind": "modified", "value": "2031-05-06", "origin": "json-ld: dateModified"},
        {"kind": "title", "value": "2031-05-06", "origin": "meta"},
        {"kind": "published", "value": "yesterday", "origin": "meta"},
    ]
    assert [
        ("published", "2031-05-06T07:30Z", "minute", "+02:00"),
        ("captured", "2031-05-07T00:00:00Z", "second", "Z"),
        ("modified", "2031-05-06", "day", None),
    ] == [(d.kind, d.value, d.precision, d.zone) for d in claimed_dates(claims)]


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://velmbell.example/2031/05/06/fog", "2031-05-06"),
        ("https://velmbell.example/2031/may/6/fog", "2031-05-06"),
        ("https://velmbell.example/2031/05/fog", "2031-05"),
        ("https://velmbell.example/article/idUSN20310506", "2031-05-06"),
        ("https://velmbell.example/2031-05-06-fog", "2031-05-06"),
    ],
)
def test_an_address_can_carry_a_date(url: str, value: str) -> None:
    """Folders of years, months and days, and days in one piece."""
    assert [value] == [d.value for d in dates_of_address(url)]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://velmbell.example/2031/13/45/fog",
        "https://velmbell.example/story/123456789012",
        "https://velmbell.example/route/66/20/1",
    ],
)
def test_figures_in_an_address_need_not_be_a_date(url: str) -> None:
    """Numbers of stories and roads are none."""
    assert [] == [d.value for d in dates_of_address(url)]


def test_a_dateline_takes_the_year_of_the_page() -> None:
    """A day without a year is that day nearest to the publication."""
    text = "VELM, Calvora, Dec 31 (Velm Wire) - Snow closed the pass and two inns."
    assert [("dateline", "2030-12-31", "Dec 31")] == told(text, "2031-01-01")
    assert [] == told(text, None)


def test_a_weekday_is_the_last_one_before_the_page() -> None:
    """What happened on Tuesday, on a page of Wednesday; next Tuesday is another day."""
    assert [("weekday", "2031-05-06", "Tuesday")] == told("It rained on Tuesday.", "2031-05-07")
    assert [] == told("It opens next Tuesday and every Friday.", "2031-05-07")
    assert [] == told("It rained on Tuesday.", "2031-05")


def test_what_is_told_as_past_was_before() -> None:
    """A day with a past verb before it; one that may lie ahead is not taken."""
    assert [("told", "2031-04-02", "April 2, 2031")] == told("The tower fell on April 2, 2031.")
    assert [("told", "2031-04-02", "2 April 2031")] == told("The tower fell on 2 April 2031.")
    for ahead in (
        "The tower will be pulled down on June 2, 2031.",
        "He said the loan was due on June 2, 2031.",
        "The council agreed to meet on June 2, 2031.",
        "It fell in price for the quarter that ended June 2, 2031.",
    ):
        assert [] == told(ahead)


def test_dates_that_cannot_be_are_not_read() -> None:
    """The 31st of April is none, in a text as in an address."""
    assert [] == told("The tower fell on April 31, 2031.")


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_any_text_can_be_searched(text: str, published: str | None) -> None:
    """Nothing raises, and each span reproduces its words."""
    batch = pa.RecordBatch.from_pylist(
        [{"page": 1, "text": text, "asides": [], "url": text, "claims": [], "published": published}]
    )
    for part in find_dates(batch):
        assert DATES == part.schema
        for row in part.to_pylist():
            assert row["at"] < row["until"]
            if row["start"] is not None:
                assert row["text"] == text[row["start"] : row["end"]]


def test_impossible_dates_tell_nothing_and_are_shown(make_pile: Make, tmp_path: Path) -> None:
    """A page older than its photograph, and one younger than its capture, contradict themselves."""
    photo = "\n\nBoats off Velm, May 4, 2031. REUTERS/Ana Lund\n"
    pile = make_pile(
        **{
            "a.md": f"---\noutlet: Velm Bell\ndate: 2031-05-05T08:00:00Z\n---\n{HARBOR}",
            "b.md": f"---\noutlet: Osk Post\ndate: 2030-12-24\n---\n{HARBOR}{photo}",
            "c.md": "---\noutlet: Tarn Times\ndate: 2032-01-01\ncaptured: 2031-05-07\n---\n"
            + HARBOR,
            "d.md": f"---\noutlet: Sarn Sun\ndate: 1970-01-01\n---\n{HARBOR}",
            "e.md": f"---\noutlet: Grey Gazette\ndate: 0031-99-99\n---\n{HARBOR}",
        }
    )
    with wc.run(pile, ledger=tmp_path / "x", options=QUICK) as book:
        [story] = book.stories()
        [conflict] = [c for c in story.conflicts if c.kind == "impossible date"]
        said = {value for value, _ in conflict.values}
        assert {
            "published 2030-12-24", "photographed 2031-05-04",
            "published 2032-01-01", "captured 2031-05-07",
        } == said  # fmt: skip
        assert 1 == len(conflict.spans)
        assert story.origin is not None
        assert "Osk Post" != story.origin.name
        assert {"a", "b", "c", "d", "e"} == {p.file[0] for p in book.pages()}


def test_the_ledger_keeps_every_date(make_pile: Make, tmp_path: Path) -> None:
    """No silent winner: claims, the address and the text, each with its place."""
    page = (
        '<html><head><meta property="article:published_time" content="2031-05-06T09:30:00+02:00">'
        '<meta name="date" content="2031-05-05"></head><body><article><p>'
        + HARBOR.replace("\n\n", "</p><p>")
        + "</p></article></body></html>"
    )
    pile = make_pile(**{"a.html": page})
    with wc.run(pile, ledger=tmp_path / "x", options=QUICK) as book:
        [only] = book.pages()
        found = {
            (kind, claim.value, reason.detail) for kind, claim, reason in book.dates(only.page_id)
        }
    assert {
        ("published", "2031-05-06T07:30:00Z", "+02:00"),
        ("published", "2031-05-05", ""),
        ("weekday", "2031-05-06", ""),
    } == found
