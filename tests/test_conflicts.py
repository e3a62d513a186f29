"""What copies of one text say differently, and what shows that a machine put it in its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirecopy as wc
from conftest import HARBOR
from wirecopy.ledger.stories import _order
from wirecopy.trace.differences import differences
from wirecopy.trace.signs import signs

Make = Callable[..., Path]
QUICK = wc.Options(workers=1, statements=False)


def differing(one: str, two: str) -> list[tuple[str, str | None, str | None]]:
    """Give the differences of two texts that are one passage, without the count of words."""
    found = differences(one, two, [(0, len(one), 0, len(two))])
    return [(d.kind, d.a_value, d.b_value) for d in found if d.kind != "exchanged"]


def test_a_number_differs_between_equal_words() -> None:
    """A report of 131 pages here, of 113 there."""
    one = "The 131-page report of the council was read on Monday."
    two = "The 113-page report of the council was read on Monday."
    assert [("number", "131", "113")] == differing(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("It took 1,000 men a year to dig.", "It took 1000 men a year to dig."),
        ("It took three men a year to dig.", "It took 3 men a year to dig."),
        ("It cost 3.40 crowns a day to dig.", "It cost 3.4 crowns a day to dig."),
        ("It was dug on Monday by the men.", "It was dug on Tuesday by the men."),
        ("It was dug by Ines Tamm and her men.", "It was dug by Tamm and her men."),
        ("It was dug by the U.S. army alone.", "It was dug by the American army alone."),
        ("He saw Gov. Tamm dig the deep well.", "He saw Governor Tamm dig the deep well."),
    ],
)
def test_other_ways_of_writing_are_no_difference(one: str, two: str) -> None:
    """Figures and words of one number, days of the week, shorter names, abbreviations."""
    assert [] == differing(one, two)


def test_names_differ_in_spelling_or_person() -> None:
    """One letter of a name, or two whole names at one place."""
    one = "The order of Qassem came late, said Ines Tamm in the hall."
    two = "The order of Qasem came late, said Bo Lind in the hall."
    assert [("name", "Qassem", "Qasem"), ("name", "Ines Tamm", "Bo Lind")] == differing(one, two)


def test_words_put_one_for_one_are_counted() -> None:
    """A thesaurus leaves the order of words and exchanges them."""
    one = "The old bridge will close in June since two arches have sunk into the mud of the river."
    two = "The old span will shut in June since two curves have dropped into the dirt of the river."
    found = differences(one, two, [(0, len(one), 0, len(two))])
    assert [5] == [d.times for d in found if d.kind == "exchanged"]
    assert ("bridge", "span") == (found[0].a_value, found[0].b_value)


@given(st.text(max_size=200), st.text(max_size=200))
def test_spans_reproduce_their_values(one: str, two: str) -> None:
    """Any two texts: each value begins and ends where it says."""
    for d in differences(one, two, [(0, len(one), 0, len(two))]):
        if d.a_start is not None and d.b_start is not None:
            assert one[d.a_start : d.a_end].split()[0] == str(d.a_value).split()[0]
            assert two[d.b_start : d.b_end].split()[0] == str(d.b_value).split()[0]


def test_a_pronoun_disagrees_with_a_name() -> None:
    """Her office, her chair, and then he of the same person: the rarer ones are given."""
    text = (
        "Ines Tamm opened her office in Velm on Monday. He will stay for a year.\n\n"
        "Tamm brought her own chair. “The tide was early,” he said.\n\nTamm took her seat."
    )
    found = [(text[s.start : s.end], s.detail) for s in signs(text)]
    detail = "he of Ines Tamm, whom this page also calls her"
    assert [("He", detail), ("he", detail)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Ines Tamm opened her office. The mayor left early. He had a cold.",
        "Ines Tamm and Bo Lind opened her office. He was glad.",
        "Ines Tamm left her husband in Velm. He has a cold.",
        "Ines Tamm opened her office. “He was early,” she said of the driver.",
        "Human Rights Watch gave her a prize. He was glad.",
        "Ines Tamm opened her office. Bo Lind came later. He was glad.",
        "Bo Lind opened his office. He was glad.",
        "",
    ],
)
def test_pronouns_of_others_are_no_sign(text: str) -> None:
    """Somebody else may be meant: another name, a common noun, somebody in a quotation."""
    assert [] == signs(text)


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for_signs(text: str) -> None:
    """Nothing raises, and spans lie inside the text."""
    assert all(0 <= s.start < s.end <= len(text) for s in signs(text))


def test_conflicts_of_copies(make_pile: Make, tmp_path: Path) -> None:
    """Bylines, credits, agencies and numbers that differ, with the places in both texts."""
    credit = "\n\n(Reporting by Ana Lund in Velm; Editing by Mo Reed)\n"
    changed = HARBOR.replace("320 crowns", "230 crowns").replace("Ines Tamm", "Inez Tamm")
    pile = make_pile(
        **{
            "a.md": f"---\noutlet: Velm Bell\nauthor: Ana Lund\ndate: 2031-05-06\n---\n"
            f"VELM (Reuters) - {HARBOR}{credit}",
            "b.md": f"---\noutlet: Osk Post\nauthor: Chad Bright\ndate: 2031-05-06\n---\n"
            f"VELM (AP) - {changed}",
        }
    )
    with wc.run(pile, ledger=tmp_path / "x", options=QUICK) as book:
        [story] = book.stories()
        found = {c.kind: c for c in story.conflicts}
        texts = {page.page_id: page.text for page in book.pages()}
        files = {page.page_id: page.file for page in book.pages()}
        assert {"agency", "byline", "byline against credits", "name", "number"} == set(found)
        values = {kind: {value for value, _ in c.values} for kind, c in found.items()}
        assert {"AP", "Reuters"} == values["agency"]
        assert {"230", "320"} == values["number"]
        assert {"Ines", "Inez"} == values["name"]
        assert {"Chad Bright", "credited: Ana Lund"} == values["byline against credits"]
        assert {"230", "320"} == {texts[p][start:end] for p, start, end in found["number"].spans}
        assert {"a.md", "b.md"} == {files[p] for p, _, _ in found["number"].spans}
        assert story.origin is not None and story.origin.certainty is wc.Certainty.UNSURE


def test_an_outlet_does_not_contradict_its_own_versions(make_pile: Make, tmp_path: Path) -> None:
    """A corrected number in a later version of one outlet is a correction."""
    changed = HARBOR.replace("320 crowns", "230 crowns")
    pile = make_pile(
        **{
            "a.md": f"---\noutlet: Velm Bell\ndate: 2031-05-06T08:00:00Z\n---\n{HARBOR}",
            "b.md": f"---\noutlet: Velm Bell\ndate: 2031-05-06T09:00:00Z\n---\n{changed}",
        }
    )
    with wc.run(pile, ledger=tmp_path / "x", options=QUICK) as book:
        [story] = book.stories()
        assert () == story.conflicts
        assert story.origin is not None and story.origin.certainty is wc.Certainty.YES


def test_rows_of_conflicts_have_one_order() -> None:
    """Of spans of one page the first in the text is kept, whichever the engine gives first."""
    named = {"story": 1, "kind": "agency", "topic": 0, "page": 2, "value": "Velm Wire"}
    rows = [named | {"start": at, "till": at and at + 9} for at in (None, 50, 3)]
    assert [3, 50, None] == [row["start"] for row in sorted(rows, key=_order)]
    assert sorted(rows, key=_order) == sorted(rows[::-1], key=_order)
