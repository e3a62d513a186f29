"""Stage directions, which nobody says."""

from __future__ import annotations

import pytest

import wirecopy as wc
from wirecopy.attribute.directions import find_directions


@pytest.mark.parametrize(
    "direction",
    [
        "(Laughter)",
        "[crosstalk]",
        "(LAUGHTER AND APPLAUSE.)",
        "(inaudible)",
        "(begin video clip)",
        "(Pause)",
    ],
)
def test_a_direction_is_found_with_its_brackets(direction: str) -> None:
    """However it is written, at either end of a text or within it."""
    for text in (direction, f"Fog. {direction}", f"{direction} Rain", f"Fog {direction} rain"):
        at = text.index(direction)
        assert [(at, at + len(direction))] == list(find_directions(text))


@pytest.mark.parametrize(
    "text",
    [
        "He laughed (laughter is healthy).",
        "The law (a clip on the ear) stands.",
        "the party (and the union) and (video)",
        "Laughter, applause",
        "(Laughter",
        "(Laughter\n)",
        "()",
        "the vote by noise (12 boos, 40 cheers)",
        "the best of them (“Cheers”)",
        "(and)",
    ],
)
def test_what_stands_in_brackets_is_no_direction_by_itself(text: str) -> None:
    """Sentences with such words, other brackets, and brackets that are not closed."""
    assert [] == list(find_directions(text))


def test_nobody_says_a_direction() -> None:
    """Neither in a transcript nor between quotations; a turn of nothing else is no statement."""
    transcript = """\
MARTHA ROE: Welcome back to the hall. We talk about the ferries tonight.

JON ASKE: Thank you, Martha. I will say it once more: the ferries are late. (Laughter)

MARTHA ROE: [crosstalk] And who pays?

JON ASKE: You do. (APPLAUSE)

MARTHA ROE: (Laughter)
"""
    quoted = "“We will not go back,” Aske told the crowd. (Applause.) “Not this year.” (Laughter)"
    for text, count in ((transcript, 4), (quoted, 2)):
        found = wc.find_statements(text)
        assert count == len(found)
        said = " ".join(one.show(text, part) for one in found for part in ("source", "content"))
        assert not {"laughter", "crosstalk", "applause"} & set(said.lower().strip(".)").split())
        assert "(" not in said and "[" not in said


def test_a_silent_turn_takes_nothing_that_stands_behind_it() -> None:
    """It is left out with its name."""
    text = """\
MARTHA ROE: And who pays for the ferries?

JON ASKE: You do, I am afraid.

MARTHA ROE: (Laughter)

The debate lasted an hour. The council votes on the ferries on Monday.
"""
    for one in wc.find_statements(text):
        assert "MARTHA" not in one.show(text, "source") or "lasted" not in one.show(text, "content")


def test_a_bracket_before_the_closing_mark_belongs_to_the_quotation() -> None:
    """With the mark behind it."""
    text = "“It leaks (the roof, I mean),” Ines Tamm said. “We close it (for now).”"
    first, second = wc.find_statements(text)
    assert "“It leaks (the roof, I mean),”" == first.show(text, "content")
    assert "“We close it (for now).”" == second.show(text, "content")
