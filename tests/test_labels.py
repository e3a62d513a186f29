"""Stage 6, attribute: transcripts and lists of voices name their speakers themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.labels import find_labeled, read_labels
from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import find_words

HEARING = "ROE: Does it leak?\n\nTAMM: It leaks.\n\n“And it sinks.\n\nMS. ROE: Thank you."
VOICES = "“It leaks.” — Ana Tamm\n“Shut it!” ― Bo de la Roe.\n\n“Who pays?” - Clerk"


def run(text, words, part):
    """The words of a part of a text."""
    start = text.index(part)
    inside = [n for n, at in enumerate(words.starts) if start <= at < start + len(part)]
    return inside[0], inside[-1] + 1


def named(text):
    """What is said in each labeled paragraph begins so, and whose it is."""
    words = find_words(text)
    return [
        (
            text[words.starts[one.start] : words.ends[one.start]],
            text[words.starts[one.name[0]] : words.ends[one.name[1] - 1]],
        )
        for one in find_labeled(text, words)
    ]


def sources(text, *statements):
    """Content and source after labels were read, of statements given as (contents, cue, source)."""
    words = find_words(text)
    found = [
        Linked(
            tuple(run(text, words, part) for part in contents),
            (run(text, words, cue),) if cue else (),
            (run(text, words, source),) if source else (),
            (1.0,) * 6,
        )
        for contents, cue, source in statements
    ]

    def show(runs):
        return [text[words.starts[a] : words.ends[b - 1]] for a, b in runs]

    return [
        (show(one.contents), show(one.cues), show(one.sources))
        for one in read_labels(text, words, found)
    ]


def test_a_transcript():
    """A turn is its name's; a quotation without a name goes on with the last."""
    assert named(HEARING) == [("Does", "ROE"), ("It", "TAMM"), ("“", "TAMM"), ("Thank", "MS. ROE")]


def test_voices():
    """A name behind a dash is that of what stands before, line by line."""
    assert named(VOICES) == [("“", "Ana Tamm"), ("“", "Bo de la Roe"), ("“", "Clerk")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UPDATE: The quay is shut.",
        "UPDATE: The quay is shut.\n\nUPDATE: It is open.\n\nUPDATE: It is shut.",
        "Roe said:\n\nTamm said:\n\nUPDATE: No.",
        "“It leaks” — and it does.",
        "“It leaks” — Ana Tamm said so, and the council of the town of Velm believed her.",
        "It leaks — Ana Tamm",
        "12:30\n\n14:45\n\n16:00",
    ],
)
def test_what_is_no_label(text):
    """One heading again and again, what goes on behind the dash, times of day."""
    assert named(text) == []


def test_the_name_on_the_label_counts():
    """A neighbor's name gives way, and what two paragraphs were joined in comes apart."""
    assert sources(
        VOICES, (("“It leaks.”", "“Shut it!”"), "", "Bo de la Roe"), (("“Who pays?”",), "", "")
    ) == [
        (["“It leaks.”"], [], ["Ana Tamm"]),
        (["“Shut it!”"], [], ["Bo de la Roe"]),
        (["“Who pays?”"], [], ["Clerk"]),
    ]
    assert sources(HEARING, (("It leaks",), "", "ROE"), (("And it sinks",), "", "")) == [
        (["It leaks."], [], ["TAMM"]),
        (["“And it sinks."], [], ["TAMM"]),
    ]


def test_what_stands_at_a_label_is_one_statement():
    """A quotation whatever it tells; a turn if nothing else was found in it; no label is in it."""
    voices = VOICES.replace("It leaks.", "It leaks, Bo said. Shut.")
    assert sources(voices, (("It leaks",), "said", "Bo said"), (("Shut",), "", "")) == [
        (["“It leaks, Bo said. Shut.”"], [], ["Ana Tamm"])
    ]
    hearing = HEARING.replace("It leaks", "It leaks, Bo says. Shut it")
    assert sources(hearing, (("It leaks",), "", "")) == [
        (["It leaks, Bo says. Shut it."], [], ["TAMM"])
    ]
    assert sources(hearing, (("TAMM: It leaks",), "", ""), (("Shut it",), "says", "Bo")) == [
        (["It leaks"], [], ["TAMM"]),
        (["Shut it"], ["says"], ["Bo"]),
    ]
    turns = f"{hearing}\n\nTAMM: No.\n\nROE: No?"
    statements = (("TAMM: It leaks",), "", ""), (("Shut it",), "says", "Bo")
    whole = [(["It leaks, Bo says. Shut it."], [], ["TAMM"])]
    judged = [(["It leaks"], [], ["TAMM"]), (["Shut it"], ["says"], ["Bo"])]
    turns = turns.replace("MS. ROE", "ROE")
    assert sources(turns, *statements) == whole
    assert sources(turns.replace("ROE", "THE FACTS"), *statements) == judged


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (HEARING.replace("It leaks", "Bo says it leaks"), (("it leaks",), "says", "Bo")),
        (HEARING.replace("It leaks", "So it leaks"), (("it leaks",), "", "")),
        ("Bo says it leaks.\n\n" + VOICES, (("it leaks",), "says", "Bo")),
    ],
)
def test_what_a_label_does_not_sign(text, statement):
    """What a speaker tells of others, what does not begin at the label, other paragraphs."""
    contents, cue, source = statement
    assert sources(text, statement) == [
        ([contents[0]], [cue] if cue else [], [source] if source else [])
    ]


@given(
    st.lists(
        st.sampled_from(["ROE: ", "TAMM:", "“No.” ", "— Ana", "x", " ", "\n", "\n\n", "."]),
        max_size=30,
    ).map("".join)
)
def test_labels_are_words_of_their_paragraph(text):
    """Whatever the text: labels are in order, and their spans lie within it."""
    words = find_words(text)
    found = find_labeled(text, words)
    assert found == sorted(found, key=lambda one: one.begin)
    for one in found:
        assert 0 <= one.begin <= one.start <= one.end <= len(words)
        assert 0 <= one.name[0] < one.name[1] <= len(words)
