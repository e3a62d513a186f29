"""The lines above a plain text, and the texts that have none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import wirecopy as wc
from conftest import HARBOR
from wirecopy.read.masthead import find_masthead


@pytest.mark.parametrize(
    ("head", "claims"),
    [
        ("Harbor to close\n\n", [("title", "Harbor to close")]),
        (
            "# Harbor to close\nBy Bo Aske\n\n",
            [("title", "Harbor to close"), ("author", "Bo Aske")],
        ),
        (
            "VELM MERCURY\n3 March 2024\n\nHarbor to close\n\n",
            [
                ("outlet", "VELM MERCURY"),
                ("published", "3 March 2024"),
                ("title", "Harbor to close"),
            ],
        ),
        (
            "Harbor to close\nVelm Mercury, March 3, 2024\n\n",
            [
                ("title", "Harbor to close"),
                ("outlet", "Velm Mercury"),
                ("published", "March 3, 2024"),
            ],
        ),
        ("By the sea\n\n", [("title", "By the sea")]),
        ("By all accounts a good year\n\n", [("title", "By all accounts a good year")]),
        (
            "Will the harbor close?\nBy Bo Aske\n3 March 2024\n\n",
            [
                ("title", "Will the harbor close?"),
                ("author", "Bo Aske"),
                ("published", "3 March 2024"),
            ],
        ),
        (
            "Harbor closes.\n3 March 2024\n\n",
            [("title", "Harbor closes."), ("published", "3 March 2024")],
        ),
        (
            "“We are closed!”\n\nBy Bo Aske\n\n",
            [("title", "“We are closed!”"), ("author", "Bo Aske")],
        ),
        (
            "The harbor closes.\nWho will pay?\nBy Bo Aske, Jr.\nPublished: 3 March 2024\n\n",
            [
                ("title", "The harbor closes."),
                ("author", "Bo Aske, Jr."),
                ("published", "3 March 2024"),
            ],
        ),
        (
            "Who will pay?\n\n3 March 2024\nBy Bo Aske\n\n",
            [("title", "Who will pay?"), ("published", "3 March 2024"), ("author", "Bo Aske")],
        ),
        (
            "Who will pay?\nBy Bo Aske | 3 March 2024\n\n",
            [("title", "Who will pay?"), ("author", "Bo Aske"), ("published", "3 March 2024")],
        ),
        ("It was cold.\n\n3 March 2024\n\n", []),
        ("(This story corrects the number of boats.)\nBy Bo Aske\n\n", []),
        ("We remember Martin Aske, Jr.\n\n", []),
        ("It was cold.\nBy the sea\n\n", []),
        ("By the time it rained everybody had gone home to bed.\n\n", []),
        ("", []),
    ],
)
def test_short_lines_above_a_text_are_claims(head: str, claims: list[tuple[str, str]]) -> None:
    """Title, outlet, date and byline, in the order in which they stand."""
    assert claims == [(claim.kind, claim.value) for claim in find_masthead(head + HARBOR)]


@pytest.mark.parametrize("text", ["one\ntwo\nthree", "a line\n" * 500, "", "By Bo Aske"])
def test_lines_without_a_text_claim_nothing(text: str) -> None:
    """A list, a poem, a telegram: there is nothing for the lines to stand above."""
    assert [] == find_masthead(text)


def test_json_above_prose_is_front_matter(make_pile: Callable[..., Path]) -> None:
    """An object of JSON that prose follows says what the page is; it is no table."""
    head = '{\n  "title": "Harbor to close",\n  "author": "Bo Aske",\n  "date": "2024-03-03"\n}\n\n'
    [page] = wc.read(make_pile(**{"a.md": head + HARBOR}))
    assert ("Harbor to close", ("Bo Aske",)) == (page.title, page.byline)
    assert page.text == head + HARBOR
    [row] = wc.read(make_pile(**{"a.json": '{"title": "Harbor", "text": "It will close."}'}))
    assert "It will close." == row.text
