"""Stage 6, attribute: what stands at a label is its speaker's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.labels import read_labels
from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.transcripts import find_labeled

HEARING = "ROE: Does it leak?\n\nTAMM: It leaks.\n\n“And it sinks.\n\nMS. ROE: Thank you."
VOICES = "“It leaks.” — Ana Tamm\n“Shut it!” ― Bo de la Roe.\n\n“Who pays?” - Clerk"


def run(text, words, part):
    """The words of a part of a text."""
    start = text.index(part)
    inside = [n for n, at in enumerate(words.starts) if start <= at < start + len(part)]
    return inside[0], inside[-1] + 1


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
