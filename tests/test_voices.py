"""Stage 6, attribute: one speaker from what several witnesses say."""

from __future__ import annotations

import itertools

from wirecopy.attribute.voices import number_speakers, settle


def vote(name, certainty="yes", kind="person", role=None, source=None):
    """What one witness says; its source stands as the name, unless it is given."""
    return {
        "speaker": name,
        "speaker_kind": kind,
        "role": role,
        "certainty": certainty,
        "source_words": name if source is None else source,
        "reasons": [{"name": "named", "detail": name or "", "weight": 1.0}],
    }


def test_the_fullest_name_stands():
    """A surname on one page is the full name on another; the role comes from where it is."""
    found = settle([(1, vote("Tamm", role="harbor master")), (2, vote("Ines Tamm"))])
    assert ("Ines Tamm", "harbor master", "yes") == tuple(
        found[name] for name in ("speaker", "role", "certainty")
    )
    assert ([], [1, 2]) == (found["names"], [page for page, _ in found["camp"]])


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
    assert 1 == len(settle(votes)["camp"])


def test_a_body_is_one_under_its_initials_and_its_end():
    """The agency's short name is no other agency, the press office none beside the see's."""
    for short, full in (("nna", "Northern News Agency"), ("Press Office", "Velm Press Office")):
        found = settle([(1, vote(short, kind="body")), (2, vote(full, kind="body"))])
        assert (full, "yes", []) == (found["speaker"], found["certainty"], found["names"])


def test_a_short_name_of_several_bodies_votes_for_none():
    """Whoever comes first: which of two papers is the Times, nobody knows."""
    names = ("Velm Times", "Harbor Times", "Times")
    for order in itertools.permutations(names):
        found = settle([(n, vote(name, kind="body")) for n, name in enumerate(order)])
        assert ("unsure", 2) == (found["certainty"], len(found["names"]))
    twice = [*names, "Velm Times"]
    found = settle([(n, vote(name, kind="body")) for n, name in enumerate(twice)])
    assert ("Velm Times", "yes") == (found["speaker"], found["certainty"])


def names_and_reasons(*votes):
    """The names that differ, with their pages, and what reasons there are."""
    found = settle(list(enumerate(votes, 1)))
    return found["names"], [reason["name"] for reason in found["reasons"]][1:]


def test_only_sure_speakers_differ():
    """Whom an unsure reading means is not what the outlet printed."""
    sure, unsure = vote("Ines Tamm"), vote("Karl Osk", "unsure", source="he")
    assert ([], []) == names_and_reasons(sure, sure, unsure)
    assert [] == names_and_reasons(unsure, unsure, unsure, sure)[0]
    sure_too = vote("Karl Osk", source="he")
    assert ([("Ines Tamm", [1, 2]), ("Karl Osk", [3])], ["witnesses name others"]) == (
        names_and_reasons(sure, sure, sure_too)
    )


def test_a_name_in_another_order_or_other_marks_is_the_same():
    """Family name first or last, with marks or without: the one that most print stands."""
    for names in (
        ["Sung-min Do", "Do Sung-min", "Do Sung-min"],
        ["Soren Ozdil", "Søren Özdıl", "Søren Özdıl"],
    ):
        votes = [vote(name) for name in names]
        assert ([], []) == names_and_reasons(*votes)
        assert (names[1], "yes") == tuple(
            settle(list(enumerate(votes)))[part] for part in ("speaker", "certainty")
        )
    assert [] != names_and_reasons(vote("Do Sung-min"), vote("Do Sung-ho"))[0]


def test_equal_source_words_name_nobody_else():
    """Both pages print "the operator": one of them is read wrongly, neither says otherwise."""
    harbor = vote("Velm Harbor", source="the operator")
    ferry = vote("Osk Ferries", source="The operator")
    assert ([], []) == names_and_reasons(harbor, harbor, ferry)
    assert ([], ["read otherwise"]) == names_and_reasons(harbor, ferry)
    assert "unsure" == settle([(1, harbor), (2, ferry)])["certainty"]
    assert [] != names_and_reasons(harbor, harbor, vote("Osk Ferries"))[0]
    tamm, osk = vote("Ines Tamm", source="She"), vote("Ruth Osk", source="she")
    assert [("Ines Tamm", [1]), ("Ruth Osk", [2])] == names_and_reasons(tamm, osk)[0]


def test_pages_that_print_the_sources_of_each_other_name_nobody_else():
    """What was taken for the source differs, and not what the outlets wrote."""
    votes = [(1, vote("Mayor Ruth")), (2, vote("Ruth Osk")), (3, vote("Ruth Osk"))]
    assert [("Ruth Osk", [2, 3]), ("Mayor Ruth", [1])] == settle(votes, {1: 0, 2: 1, 3: 1})["names"]
    assert [] == settle(votes, {1: 0, 2: 0, 3: 0})["names"]


def test_a_page_that_has_the_words_in_two_parts_names_no_other():
    """One page's second statement is a part of the other pages' only one."""
    tamm, osk = vote("Ines Tamm"), vote("Karl Osk")
    assert [] == settle([(1, tamm), (2, tamm), (2, osk)])["names"]


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
