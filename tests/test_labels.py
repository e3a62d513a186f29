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
        (["And it sinks"], [], ["TAMM"]),
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
    turns = turns.replace("MS. ROE", "ROE")
    assert sources(turns, *statements) == whole
    quoted = turns.replace("It leaks, Bo says", "“It leaks,” Bo says")
    assert sources(quoted, (("It leaks",), "says", "Bo"), (("No.",), "", "")) == [
        (["It leaks"], ["says"], ["Bo"]),
        (["No."], [], ["TAMM"]),
    ]
    assert sources(
        turns, (("Does it leak",), "", ""), (("It leaks",), "", ""), (("No.",), "", "")
    ) == [
        (["Does it leak?"], [], ["ROE"]),
        (["It leaks, Bo says. Shut it."], [], ["TAMM"]),
        (["Thank you."], [], ["ROE"]),
        (["No."], [], ["TAMM"]),
        (["No?"], [], ["ROE"]),
    ]


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


texts = st.lists(
    st.sampled_from(
        ["ROE: ", "TAMM:", "“No.” ", "— Ana", "x", " said ", "\n", "\n\n", ".", "McCOY (R): "]
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


@given(texts, st.data())
def test_nothing_is_lost_or_told_twice(text, data):
    """All words of contents come out, but for labels, and no word twice."""
    words = find_words(text)
    cuts = data.draw(st.lists(st.integers(0, len(words)), max_size=12, unique=True).map(sorted))
    runs = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = [Linked((run,), (), (), (1.0,) * 6) for run in runs]
    came = [run for one in read_labels(text, words, found) for run in one.contents]
    assert came == sorted(came)
    told = [n for run in came for n in range(*run)]
    assert len(told) == len(set(told))
    labels = {n for one in find_labeled(text, words) for n in range(one.begin, one.start)}
    assert {n for run in runs for n in range(*run)} <= set(told) | labels
