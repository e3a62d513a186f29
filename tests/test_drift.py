"""Stage 6, attribute: where quoted words differ, and where they only look so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.drift import find_drift

CASES = Path(__file__).parents[1] / "cases" / "attribute" / "drift"


def cases():
    """All cases, those that are known to fail as strict xfail."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else []
            yield pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    """The readings of each place, by place and witness."""
    found = [[r.place, r.witness, r.words] for r in find_drift(case["quotes"])]
    assert case["readings"] == found


def test_nothing_quoted_nothing_drifted():
    """Witnesses without quotations have no wording to differ in."""
    assert [] == find_drift([])
    assert [] == find_drift([[], []])
    assert [] == find_drift([["only one has it"], []])


words = st.lists(st.sampled_from("we will not sell the old ferry , now".split()), max_size=12)
quotes = st.lists(words.map(" ".join), max_size=3)


@given(st.lists(quotes, max_size=4))
def test_readings_are_words_of_their_witness(all_):
    """What is shown stands in that witness's quotations; every place has two readings or more."""
    found = find_drift(all_)
    for reading in found:
        for word in reading.words.split():
            assert word in " ".join(all_[reading.witness])
    for place in {reading.place for reading in found}:
        assert len({r.words for r in found if r.place == place}) > 1


@given(quotes)
def test_equal_quotations_never_drift(some):
    """However often, and in whatever capitals."""
    assert [] == find_drift([some, [quote.upper() for quote in some], some])
