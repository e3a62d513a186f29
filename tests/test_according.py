"""Stage 6, attribute: what X said, according to Z, is X's; readings made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from wirecopy.attribute.according import read_inside
from wirecopy.attribute.links import find_links
from wirecopy.attribute.pieces import WordPieces, find_words
from wirecopy.attribute.statements import statements_of
from wirecopy.attribute.tagger import TAGS, Chain, Tagger

FREE = Chain(np.zeros((7, 7), np.float32), np.zeros(7, np.float32))


def tagger(whole, inside):
    """A tagger that gives the tags of the whole text, or of what is read again, with near links."""
    pieces_of = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])

    def network(pieces, traits, first):
        row = next(row for row in (whole, inside) if len(row) + 1 == first.shape[1])
        tags = np.full((1, len(row) + 1, len(TAGS)), -4, np.float32)
        tags[0, range(1, len(row) + 1), ["oSsUuCc".index(letter) for letter in row]] = 4
        links = []
        for role in "US":
            values = np.zeros((1, len(row) + 1, len(row) + 1), np.float32)
            values[0, :, 1 + row.index(role) if role in row else 0] = 9
            links.append(values)
        return tags, *links

    return Tagger(network, pieces_of, FREE)


def read(text, whole, inside):
    """Source, cue and content of each statement as text."""
    words, one = find_words(text), tagger(whole, inside)
    found = find_links(one.read(text, words), FREE)

    def show(runs):
        return " … ".join(text[words.starts[a] : words.ends[b - 1]] for a, b in runs)

    return [
        (show(linked.sources), show(linked.cues), show(linked.contents))
        for linked in read_inside(text, words, found, one)
    ]


LETTER = "On Monday the quay shut. Tamm said it leaks, according to a letter."


def test_what_x_said_is_his():
    """The spans of what was read again are those of the text."""
    assert [("Tamm", "said", "it leaks")] == read(LETTER, "ooooooCcccoUuSso", "SUCc")


def test_the_cue_may_stand_in_front():
    """So it is behind "According to a letter"."""
    text = "According to a letter, Tamm said it leaks."
    assert [("Tamm", "said", "it leaks")] == read(text, "UuSsoCccco", "SUCc")


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("oUCc", "nobody says it"),
        ("SoCc", "no cue"),
        ("oSUC", "somebody says it, but not at the beginning"),
        ("oooo", "nothing is said"),
    ],
)
def test_what_tells_no_statement_stays(inside, why):
    """Read again, it must be a statement from its first word."""
    assert [("a letter", "according to", "Tamm said it leaks")] == read(
        LETTER, "ooooooCcccoUuSso", inside
    ), why


@pytest.mark.parametrize(
    ("text", "whole", "inside"),
    [
        ("Most say it leaks, according to a poll.", "CcccoUuSso", "SUCc"),
        ("Tamm wants it shut, according to a letter.", "CcccoUuSso", "SUCc"),
        ("Tamm said it leaks, the letter says.", "CcccoSsUo", "SUCc"),
        (
            "Tamm said no, and the old quay was shut, according to it.",
            "CcccccccccoUuSo",
            "SUCooooooo",
        ),
    ],
)
def test_what_is_not_read_again(text, whole, inside):
    """What a poll counted, a wish, another cue, and what fills less than half."""
    found = find_links(tagger(whole, inside).read(text, find_words(text)), FREE)
    assert 1 == len(found)
    ((_, _, content),) = read(text, whole, inside)
    (start, end), words = found[0].contents[0], find_words(text)
    assert content == text[words.starts[start] : words.ends[end - 1]]


def test_whom_it_is_from_is_kept():
    """Z stays with the statement, and is its first reason."""
    words, one = find_words(LETTER), tagger("ooooooCcccoUuSso", "SUCc")
    (linked,) = read_inside(LETTER, words, find_links(one.read(LETTER, words), FREE), one)
    ((start, end),) = linked.heard
    assert LETTER[words.starts[start] : words.ends[end - 1]] == "a letter"
    (statement,) = statements_of(LETTER, words, [linked])
    assert [(r.name, r.detail) for r in statement.reasons] == [("according to", "a letter")]


def test_a_source_that_does_not_stand_behind_the_cue_is_not_z():
    """Where Z was not found and a name elsewhere was linked, nobody is named."""
    text = "Roe left. Tamm said it leaks, according to a letter."
    words, one = find_words(text), tagger("SooCcccoUuooo", "SUCc")
    (linked,) = read_inside(text, words, find_links(one.read(text, words), FREE), one)
    assert linked.contents and linked.sources and not linked.heard


@pytest.mark.parametrize(
    ("text", "whole", "inside"),
    [
        ("No one said it leaks, according to a letter.", "CccccoUuSso", "SsUCc"),
        ("Most islanders say it leaks, according to Gallup.", "CccccoUuSo", "SsUCc"),
        ("It sank and Tamm said it leaks, according to Roe.", "CccccccoUuSo", "oooSUCc"),
    ],
)
def test_who_is_counted_and_what_is_told_besides(text, whole, inside):
    """Nobody, many, and what says more than X did, stay Z's."""
    ((_, cue, _),) = read(text, whole, inside)
    assert cue == "according to"
