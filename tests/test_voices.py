"""Stage 6, attribute: one speaker from what several witnesses say."""

from __future__ import annotations

import itertools

from wirecopy.attribute.voices import number_speakers, settle


def vote(name, certainty="yes", kind="person", role=None):
    """What one witness says."""
    return {
        "speaker": name,
        "speaker_kind": kind,
        "role": role,
        "certainty": certainty,
        "reasons": [{"name": "named", "detail": name or "", "weight": 1.0}],
    }


def test_the_fullest_name_stands():
    """A surname on one page is the full name on another; the role comes from where it is."""
    found = settle([(1, vote("Tamm", role="harbor master")), (2, vote("Ines Tamm"))])
    assert ("Ines Tamm", "harbor master", "yes") == tuple(
        found[name] for name in ("speaker", "role", "certainty")
    )
    assert [("Ines Tamm", [1, 2])] == found["names"]


def test_most_witnesses_decide():
    """Two against one, and that there is one is a reason."""
    found = settle([(1, vote("Ines Tamm")), (2, vote("Karl Osk")), (3, vote("Ines Tamm"))])
    assert ("Ines Tamm", "yes") == (found["speaker"], found["certainty"])
    assert ["named", "witnesses name others"] == [reason["name"] for reason in found["reasons"]]
    assert 1 == found["reasons"][0]["page"]
    assert "2 of 3 name Ines Tamm; others Karl Osk" == found["reasons"][1]["detail"]


def test_one_against_one_is_unsure():
    """No majority, no answer."""
    assert "unsure" == settle([(1, vote("Ines Tamm")), (2, vote("Karl Osk"))])["certainty"]


def test_a_sure_witness_counts_for_two():
    """A pronoun's guess on one page does not outvote a name on another."""
    votes = [(1, vote("Karl Osk", "unsure")), (2, vote("Ines Tamm"))]
    for order in itertools.permutations(votes):
        assert "Ines Tamm" == settle(list(order))["speaker"]


def test_bodies_are_not_parts_of_each_other():
    """The ministry is not the ministry's union."""
    votes = [(1, vote("Velm Port", kind="body")), (2, vote("Velm Port Union", kind="body"))]
    assert 2 == len(settle(votes)["names"])


def test_a_body_is_one_under_its_initials_and_its_end():
    """The agency's short name is no other agency, the press office none beside the see's."""
    for short, full in (("nna", "Northern News Agency"), ("Press Office", "Velm Press Office")):
        found = settle([(1, vote(short, kind="body")), (2, vote(full, kind="body"))])
        assert (full, "yes", 1) == (found["speaker"], found["certainty"], len(found["names"]))


def test_a_short_name_of_several_bodies_votes_for_none():
    """Whoever comes first: which of two papers is the Times, nobody knows."""
    names = ("Velm Times", "Harbor Times", "Times")
    for order in itertools.permutations(names):
        found = settle([(n, vote(name, kind="body")) for n, name in enumerate(order)])
        assert ("unsure", 2) == (found["certainty"], len(found["names"]))
    twice = [*names, "Velm Times"]
    found = settle([(n, vote(name, kind="body")) for n, name in enumerate(twice)])
    assert ("Velm Times", "yes") == (found["speaker"], found["certainty"])


def test_nobody_named():
    """No name, and not sure."""
    found = settle([(1, vote(None))])
    assert (None, "unsure", []) == (found["speaker"], found["certainty"], found["names"])


def test_numbers_join_a_name_and_its_office():
    """Equal numbers are one voice; a surname alone is another in each story."""
    rows = [
        ("Ines Tamm", "person", "harbor master", "a"),
        ("Ines Tamm", "person", None, "b"),
        ("Tamm", "person", None, "c"),
        ("Velm", "country", None, "a"),
        ("Velm", "country", None, "b"),
    ]
    one, two, three, four, five = number_speakers(rows)
    assert one == two != three
    assert four == five
