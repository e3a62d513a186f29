"""Stage 6, attribute: transcripts and lists of voices, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.transcripts import find_labeled

HEARING = "ROE: Does it leak?\n\nTAMM: It leaks.\n\n“And it sinks.\n\nMS. ROE: Thank you."
VOICES = "“It leaks.” — Ana Tamm\n“Shut it!” ― Bo de la Roe.\n\n“Who pays?” - Clerk"


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


def test_a_transcript():
    """A turn is its name's; a quotation without a name goes on with the last."""
    assert named(HEARING) == [("Does", "ROE"), ("It", "TAMM"), ("“", "TAMM"), ("Thank", "MS. ROE")]


def test_how_a_name_may_stand_in_front():
    """With an office, a party, an initial, small letters in it, on a line of its own."""
    text = (
        "ANA ROE, HOST: Good evening.\nSEN. BO McTAMM (I-Velm): Good.\nJ. ROE (voice-over):\n\n"
        "It leaks.\n\n(CROSSTALK)\n\nMcTAMM: No."
    )
    assert [name for _, name in named(text)] == ["ANA ROE", "SEN. BO McTAMM", "J. ROE", "McTAMM"]
    assert [word for word, _ in named(text)] == ["Good", "Good", "It", "No"]


def test_the_last_turn_ends_where_the_story_goes_on():
    """A quotation after a paragraph of the story, or behind a closed turn, is not the speaker's."""
    assert len(named(f"{HEARING}\n\nThe hall was full.\n\n“It was a farce,” Bo said.")) == 4
    assert (
        len(named("ROE: It leaks.\n\nTAMM: It sinks.\n\nROE: “It stinks.”\n\n“No,” Bo said.")) == 3
    )


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
        "Mayor Calls Old Quay “Unsafe” — Council Votes Monday",
        "He had an “affair” — Velm\nHarbor reported.",
        "FILE PHOTO: Ana.\n\nMORE: Bo.\n\nFILE PHOTO: Roe.\n\nMORE: Tamm.",
        "TAMM: It leaks.\n\nTHE FACTS: No.\n\nTAMM: It sinks.\n\nFACT-CHECK: No.",
        "12:30\n\n14:45\n\n16:00",
    ],
)
def test_what_is_no_label(text):
    """One heading again and again, what goes on behind the dash, times of day."""
    assert named(text) == []


@pytest.mark.parametrize("inside", ["“\n\nROE: c.", "ROE\n\n: c.", "“\nAnna Roe: c?", ": c."])
def test_a_label_stands_in_one_line(inside):
    """A mark or a colon that stands alone makes none with the next line, and no name is empty."""
    for talk in ("ROE: a?\n\nTAMM: b.", "Anna Roe: a?\n\nPeter Tamm: b."):
        found = named(f"{talk}\n\n{inside}\n\n{talk}")
        assert {name.split()[-1].upper() for _, name in found} == {"ROE", "TAMM"}


TALK = (
    "Anna Roe: Does it leak?\n\nPeter van Tamm: It leaks.\n\nRoe: Where?\n"
    "Tamm: “Below.\n\n“And above.\n\nModerator: Thank you.\n\nNote: It was cut."
)


def test_names_in_small_letters():
    """Two persons take turns: one has a given name, or had it before; an office speaks beside."""
    assert named(TALK) == [
        ("Does", "Anna Roe"),
        ("It", "Peter van Tamm"),
        ("Where", "Roe"),
        ("“", "Tamm"),
        ("“", "Tamm"),
        ("Thank", "Moderator"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Winner: Anna Roe?\nLoser: Bo Tamm?\nWinner: the quay?\nLoser: Velm?",
        "Pros: Is it cheap?\n\nCons: Leaks it?\n\nPros: Is it near?\n\nCons: Who asked?",
        "Ohio: Open?\n\nVirginia: Shut?\n\nOhio: Shut?\n\nVirginia: Open?",
        "Anna Roe: Does it leak?\n\nPeter Tamm: It leaks.\n\nRoe: Where?",
        "Anna Roe: A?\n\nAnna Roe: B?\n\nAnna Roe: C?\n\nPeter Tamm: D?",
        "Anna Roe: 40\nPeter Tamm: 41\nAnna Roe: Yes.\nPeter Tamm: No.",
        "Roe: Shut it.\n\nTamm: Keep it.\n\nRoe: A toll.\n\nTamm: None.\n\nAnna Roe, Peter Tamm.",
        "Anna Roe: Why, Bo Smith\n(laughs): I see.\nAnna Roe: Why?\n(laughs): You see.",
        "Anna Roe, 40, said: A.\n\nPeter Tamm said: B.\n\nRoe said: C.\n\nTamm said: D.",
    ],
)
def test_small_letters_that_are_nobodys_name(text):
    """Headings that come again, places, one person, too few turns, votes, wishes, a cue."""
    assert named(text) == []


texts = st.lists(
    st.sampled_from(
        [
            "ROE: ",
            "TAMM:",
            "Ana Tamm: ",
            "“",
            ":",
            "(x)",
            "I?",
            "Bo Roe: ",
            "“No.” ",
            "— Ana",
            "x",
            " said ",
            "\n",
            "\n\n",
            ".",
            "McCOY (R): ",
        ]
    ),
    max_size=30,
).map("".join)


@given(texts)
def test_labels_are_words_of_their_paragraph(text):
    """Whatever the text: labels are in order, and their spans lie within it."""
    words = find_words(text)
    found = find_labeled(text, words)
    assert found == sorted(found, key=lambda one: one.begin)
    for one in found:
        assert 0 <= one.begin <= one.start < one.end <= len(words)
        assert 0 <= one.name[0] < one.name[1] <= len(words)
