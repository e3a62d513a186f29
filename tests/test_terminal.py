"""What a terminal shows of conflicts, paths, asides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from wirecopy.align import align
from wirecopy.clean import find_asides
from wirecopy.records import Aside, AsideKind, Conflict, Passage, PassageKind
from wirecopy.show.passages import blank_asides, show_comparison
from wirecopy.show.terminal import contradiction, sum_of_parts, typed


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((44, 0, 3), "47 in = 44 pages kept + 3 parts skipped"),
        ((1, 2, 1), "4 in = 1 page kept + 2 pages known already + 1 part skipped"),
        ((1200, 0, 0), "1,200 in = 1,200 pages kept + 0 parts skipped"),
        ((0, 0, 0), "nothing new: every file is in the ledger as it is now"),
    ],
)
def test_what_came_in_adds_up(parts: tuple[int, int, int], said: str) -> None:
    """In = kept + known + skipped."""
    assert said == sum_of_parts(*parts)


def test_contradicting_bylines_are_counted() -> None:
    """Each with the first of its pages."""
    conflict = Conflict("byline", (("Ana Boe", ("a" * 16,)), ("Cy Dorn", ("b" * 16, "c" * 16))))
    said = "2 contradicting bylines: Ana Boe (aaaaaaaa) · Cy Dorn (bbbbbbbb …)"
    assert said == contradiction(conflict).plain


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (
            ("2024-05-01", "2024-05-13T07:30Z"),
            "dates from 2024-05-01 to 2024-05-13, 12 days apart: ",
        ),
        (("2024-05-01T23:00Z", "2024-05-02"), "dates from 2024-05-01 to 2024-05-02, 1 day apart: "),
        (("2024-05", "2024-05-02"), "2 contradicting dates: "),
    ],
)
def test_contradicting_dates_say_how_far_apart(dates: tuple[str, ...], said: str) -> None:
    """In days; a date without one is only named."""
    conflict = Conflict("published", tuple((value, ("a" * 16,)) for value in dates))
    assert contradiction(conflict).plain.startswith(said)


def test_many_values_are_cut_short() -> None:
    """A screen is not a list; --all is."""
    conflict = Conflict("byline", tuple((f"Reporter {n}", ("a" * 16,)) for n in range(30)))
    assert "and 10 more; --all shows them" in contradiction(conflict).plain
    assert "Reporter 29" in contradiction(conflict, True).plain


def test_blank_asides_keep_places_and_lines() -> None:
    """So that spans of the one are spans of the other."""
    text = "By Ana\nBoe\nFog at Velm."
    assert "      \n   \nFog at Velm." == blank_asides(text, [Aside(0, 10, AsideKind.CREDIT, "")])
    assert text == blank_asides(text, [])


def test_a_text_without_a_story_says_so() -> None:
    """Nothing shared of nothing is no share."""
    text = "Advertisement"
    story = blank_asides(text, find_asides(text))
    out = io.StringIO()
    show_comparison(("a", "b"), (text, text), (story, story), align(story, story), out)
    assert "a: holds no story" in out.getvalue()


def test_paths_can_be_typed_again() -> None:
    """A next command that a shell would misread is none."""
    assert "'my ledger'" == typed(Path("my ledger"))
    assert "town.wirecopy" == typed(Path("town.wirecopy"))


def test_a_rewritten_passage_is_shown_whole_and_not_word_by_word() -> None:
    """Where fewer than half of the words agree, none is set against another."""
    one = "Fog closed the harbor of Ost on Monday, and forty boats waited outside."
    two = "Forty ships lay off Ost for hours: the port there was shut by mist on Monday."
    passage = Passage(0, len(one), 0, len(two), PassageKind.REWRITTEN, 0.4)
    out = io.StringIO()
    show_comparison(("a", "b"), (one, two), (one, two), [passage], out)
    shown = out.getvalue()
    assert f"| {one}\n  | {two}\n  ≠ in other words: fewer than half agree" in shown
    assert "→" not in shown
    near = one.replace("forty", "fifty")
    out = io.StringIO()
    show_comparison(("a", "b"), (one, near), (one, near), [passage], out)
    assert "≠ forty → fifty" in out.getvalue()
