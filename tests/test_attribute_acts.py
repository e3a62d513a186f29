"""Stage 6, attribute: acts from cues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.acts import ACTS
from wirecopy.attribute.acts import _phrases, _words, find_act, may_state


@pytest.mark.parametrize(
    ("act", "cue"),
    [
        ("say", "said"),
        ("say", "according to"),
        ("say", "told"),
        ("say", "pointed out"),
        ("deny", "has strongly denied"),
        ("accuse", "has accused"),
        ("order", "called on"),
        ("order", "called for"),
        ("decline", "declined to comment"),
        ("decline", "didn’t say"),
        ("decline", "would not say"),
        ("doubt", "does not believe"),
        ("oppose", "could not support"),
        ("believe", "thinks"),
        ("intend", "plans to"),
        ("intend", "wanted"),
        ("feel", "worried"),
        ("know", "has learned"),
        ("report", "reported"),
        ("accuse", "used her yearly address to accuse"),
        ("order", "took to the stage to call for"),
        ("say", "used to say"),
        ("predict", "is not expected"),
        ("support", "was backed"),
        (None, "did not warn"),
        (None, ":"),
        (None, ""),
    ],
)
def test_act(act, cue):
    """The first phrase or word that the lexicon knows names the act; a "not" before it counts."""
    assert act == find_act(cue)


@pytest.mark.parametrize(
    "source", ["Nobody", "No official", "neither Falk nor Wirth", "None of them"]
)
def test_what_nobody_does_is_not_done(source):
    """As if the cue had a "not"; "Norway" and "not Falk alone" are somebody."""
    assert ("decline", None) == (find_act("confirmed", source), find_act("denied", source))
    assert ("oppose", None) == tuple(find_act(c, source) for c in ("is in favor of", "no comment"))
    assert "confirm" == find_act("confirmed", "Norway") == find_act("confirmed", "not Falk alone")


@pytest.mark.parametrize(
    "source",
    [
        "No. 10", "No 10", "No-nonsense mayor Ada Roe", "No fewer than ten officials", "No Labels",
        "No less a figure than the mayor", "None other than Ada Roe", "No one other than Ada Roe",
    ],
)  # fmt: skip
def test_what_begins_with_no_may_be_somebody(source):
    """An address, a number, a party."""
    assert "say" == find_act("said", source)


def test_every_act_of_the_lexicon_has_a_name():
    """One that can be asked for, with a "not" before it as well."""
    for cue in [*_words(), *(phrase for phrase, _ in _phrases())]:
        assert {find_act(cue), find_act(f"did not {cue}")} <= {*ACTS, None}


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    """Whatever stands in a cue, an act or None comes back; the gate answers yes or no."""
    act = find_act(text)
    assert act is None or act in ACTS
    assert may_state(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", False),
        ("12:30 14:45 18:00", False),
        ("Home | Sport | Weather", False),
        ("the quay is gone, said Tamm", True),
        ("SAID", True),
        ("a “guide”", True),
    ],
)
def test_gate(text, answer):
    """A page is read if it has a mark or a cue word."""
    assert answer == may_state(text)
