"""Where a page has an odd pair of words and its copy the usual one."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirecopy as wc
from wirecopy.trace.differences import differences

CASES = Path(__file__).parents[1] / "cases" / "trace" / "collocations.json"


def odd(one: str, two: str) -> tuple[list[str | None], list[str | None]]:
    """Give the odd collocations of two texts that are one passage."""
    found = differences(one, two, [(0, len(one), 0, len(two))])
    return (
        [d.a_value for d in found if d.kind == "odd in a"],
        [d.b_value for d in found if d.kind == "odd in b"],
    )


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8")), ids=lambda c: c["label"])
def test_cases(case: dict[str, Any]) -> None:
    """Each sentence as a person would judge it, and the same the other way round."""
    one, two = case["one"], case["two"]
    found = odd(one, two)
    wanted = case["odd_in_one"], case["odd_in_two"]
    assert wanted == tuple([str(value).lower() for value in side] for side in found)
    assert odd(two, one) == found[::-1]


WORDS = "the stock market shop old water tap faucet, was sold. in small tiny town 12 Velm".split()


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.integers())
def test_places_hold_their_words(words: list[str], seed: int) -> None:
    """Spans reproduce what is named; the pair read the"""
    chance = random.Random(seed)
    others = [word if chance.random() < 0.8 else chance.choice(WORDS) for word in words]
    one, two = " ".join(words), " ".join(others)
    found = [d for d in differences(one, two, [(0, len(one), 0, len(two))]) if "odd" in d.kind]
    for place in found:
        assert one[place.a_start : place.a_end].split() == str(place.a_value).split()
        assert two[place.b_start : place.b_end].split() == str(place.b_value).split()


def test_the_spun_page_of_the_demo_is_marked_and_no_other(demo_ledger: Path) -> None:
    """Odd collocations are named with their places on the page that a machine put in its words."""
    book = wc.Ledger(demo_ledger)
    marked = {}
    for page in book.pages():
        found = [sign for sign in book.signs(page.page_id) if sign.name == "odd collocations"]
        if found:
            marked[page.file] = [page.text[s.start : s.end] for s in found if s.start is not None]
    assert ["clippings/newsbarrel-flasked.md"] == list(marked)
    assert "faucet water" in marked["clippings/newsbarrel-flasked.md"]
