"""Stage 4, align: the story of a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align.story import story_of

letters = st.text("aB9 .!?…。\n\t(é", max_size=60)


@settings(deadline=None)
@given(letters, st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted))
def test_words_of_asides_are_left_out(text, aside):
    """The story has the words that begin outside of the aside, in their order."""
    start, end = aside
    kept = [at for at in story_of(text).starts.tolist() if not start <= at < end]
    assert kept == story_of(text, [(start, end)]).starts.tolist()


@settings(deadline=None)
@given(letters)
def test_one_flag_for_each_word(text):
    """Each word has its flags; the first word and the end of the text bound a sentence."""
    story = story_of(text)
    flags = story.begins_sentence.tolist()
    assert len(story.starts) == len(story.is_number) == len(story.quoted) == len(flags) - 1
    assert flags[0] and flags[-1]


def test_a_sentence_begins_after_a_stop_and_space():
    """A stop inside a word ends no sentence; a stop with a quote and space does, so does a gap."""
    story = story_of("Velm 2.5 rose. “Stay!” Tilde said\n\nOstrand 停。止")
    begun = [
        story.text[at]
        for at, flag in zip(story.starts, story.begins_sentence, strict=False)
        if flag
    ]
    assert ["V", "S", "T", "O", "止"] == begun


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "the well is dry" and left.', "the well is dry"),
        ("He said “the well is dry” and left.", "the well is dry"),
        ("“The well is dry.\n“So is the river,” he said.", "The well is dry So is the river"),
        ('An inch is 1" long\nand he left.', "long"),
        ("Don’t, he said, 'drink'.", ""),
        (
            "Much was written:\nThe well is dry! — Bo Aske (@boaske) May 4, 2031\nHe left.",
            "Much was written The well is dry Bo Aske boaske May 4 2031",
        ),
    ],
)
def test_words_that_are_quoted(text, quoted):
    """Double marks of either kind up to the end of a line, and messages with their sender."""
    story = story_of(text)
    spans = zip(story.starts, story.ends, story.quoted, strict=True)
    assert quoted == " ".join(text[start:end] for start, end, flag in spans if flag)


def test_a_long_line_before_a_name_costs_no_square():
    """A line of a megabyte that speaks of somebody's (@name) is read in no time."""
    text = "the well is dry " * 60_000 + "(@boaske)"
    began = time.process_time()
    assert not story_of(text).quoted.any()
    assert time.process_time() - began < 2
