"""Stage 6, attribute: where and when something was said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.venues import find_occasion
from wirecopy.records import Aside, AsideKind, DateClaim, Statement, StatementKind

CASES = Path(__file__).parents[1] / "cases" / "attribute" / "venues"
SATURDAY = DateClaim("2031-05-10", "day", "", "")


def made(text, content, cue):
    """A statement of a text, its parts given by their words."""
    spans = [((text.index(part), text.index(part) + len(part)),) for part in (content, cue)]
    return Statement(spans[0], (), spans[1], StatementKind.DIRECT)


def cases():
    """All cases, those that are known to fail as strict xfail."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else []
            yield pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    """Venue and time, on a page of Saturday, May 10, 2031."""
    said = made(case["input"], case["content"], case["cue"])
    assert (case["venue"], case["said_at"]) == find_occasion(case["input"], said, SATURDAY)


@pytest.mark.parametrize(
    ("value", "precision", "words", "expected"),
    [
        ("2031-05-10T09:30Z", "minute", "on Thursday", "2031-05-08"),
        ("2031-05", "month", "on Thursday", None),
        ("2031-05", "month", "last month", "2031-04"),
        ("2031-01-10", "day", "last month", "2030-12"),
        ("2031", "year", "last year", "2030"),
        ("2031", "year", "last month", None),
        ("2031-01-10", "day", "on December 28", "2030-12-28"),
        ("2031", "year", "on December 28", None),
        ("2031-05-10", "day", "on February 30", None),
    ],
)
def test_a_time_is_as_precise_as_the_page(value, precision, words, expected):
    """A page that claims a month knows no Thursday."""
    text = f"“It holds,” she said {words}."
    date = DateClaim(value, precision, "", "")
    assert expected == find_occasion(text, made(text, "“It holds,”", "said"), date)[1]


def test_a_page_without_a_date_resolves_only_full_dates():
    """Nothing is guessed."""
    text = "“It holds,” she said on {}."
    for words, expected in (("Thursday", None), ("May 4, 2030", "2030-05-04"), ("May 4", None)):
        filled = text.format(words)
        said = made(filled, "“It holds,”", "said")
        assert expected == find_occasion(filled, said)[1]


def test_an_aside_is_no_venue():
    """A link between the cue and the rest of the sentence says nothing."""
    text = "“It holds,” she said (in an interview with the Post) in Velm."
    start = text.index("(")
    aside = Aside(start, text.index(")") + 1, AsideKind.LINK, "")
    said = made(text, "“It holds,”", "said")
    assert "in an interview with the Post" == find_occasion(text, said)[0]
    assert find_occasion(text, said, asides=[aside])[0] is None


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_and_span_is_taken(text, start, end):
    """Nothing is raised."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    for cue in ((), ((start, end),)):
        find_occasion(text, Statement(((0, start),), (), cue, StatementKind.DIRECT), SATURDAY)
