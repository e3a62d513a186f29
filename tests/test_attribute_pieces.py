"""Stage 6, attribute: words and word pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.pieces import Case, Quoted, WordPieces, find_words

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "har",
    "##bor",
    "harbor",
    "cafe",
    "o",
    ".",
]

texts = st.text(st.sampled_from("aB7 \n.,\"'“”‘’«»`-é\u0301🙂\x00\u2028"), max_size=80)


def shown(text, states):
    """The words of a text that stand in one of the states."""
    words = find_words(text)
    return [
        text[a:b]
        for a, b, q in zip(words.starts, words.ends, words.quoted, strict=True)
        if q in states
    ]


@given(texts)
def test_words_cover_everything_visible(text):
    """Words come in order and leave out nothing but white space and underscores' neighbors."""
    words = find_words(text)
    spans = list(zip(words.starts, words.ends, strict=True))
    assert sorted(spans) == spans
    assert "".join(text.split()) == "".join(text[a:b] for a, b in spans)
    assert {len(words)} == {
        len(c) for c in (words.cases, words.quoted, words.paragraph, words.glued)
    }


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('She said "not now" twice', '"notnow"'),
        ("She said “not now” twice", "“notnow”"),
        ("Sie sagte „nicht jetzt“ und ging", "„nichtjetzt“undging"),
        ("She said ``not now'' twice", "``notnow'"),
        ('A mark "left open\n\nends with its paragraph', '"leftopen'),
        ('One "lost mark. Then "a whole one" again', '"lostmark.Then"awholeone"'),
        ("No marks at all", ""),
        ('A pipe of 5" is no quotation', '"'),
    ],
)
def test_double_marks(text, quoted):
    """Double marks are paired by the white space around them; where that is wrong, we know it."""
    assert quoted == "".join(shown(text, {Quoted.DOUBLE}))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He called it ‘a poor show’ and left", "‘apoorshow’"),
        ("He called it 'a poor show' and left", "'apoorshow'"),
        ("The fishers' boats and the miller's sons", ""),
        ("It isn't ours, it's the town's", ""),
        ("the '90s were better", ""),
    ],
)
def test_single_marks(text, quoted):
    """Single marks quote only where they hug words on the inside and are free on the outside."""
    assert quoted == "".join(shown(text, {Quoted.SINGLE}))


def test_how_words_are_written():
    """Each word knows its case."""
    words = find_words("the Mayor of NATO paid 30 McDuff !")
    names = ["LOWER", "TITLE", "LOWER", "UPPER", "LOWER", "DIGIT", "MIXED", "MARK"]
    assert [Case[name] for name in names] == words.cases


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("One.\n\nTwo.", 2),
        ("One.\nTwo.", 2),
        ("HEADING\nThe ferry left.", 2),
        ("The ferry left the old coal quay at dawn and the\nharbor was empty.", 1),
        ("The ferry left the old coal quay at dawn and Captain\nTamm waved.", 1),
    ],
)
def test_wrapped_lines_are_no_paragraphs(text, breaks):
    """A line end in mid-sentence does not begin a paragraph."""
    assert breaks == sum(find_words(text).paragraph)


def test_words_in_asides_are_left_out():
    """What an aside covers is not read, and the next word knows it."""
    text = "It was safe. Sign up now. She left."
    words = find_words(text, [(13, 25)])
    assert "It was safe . She left ." == " ".join(
        text[a:b] for a, b in zip(words.starts, words.ends, strict=True)
    )
    assert {4} == words.after_aside


def test_pieces_are_the_longest_first():
    """Words are cut greedily, without case and accents; what cannot be cut is unknown."""
    cut = WordPieces(VOCABULARY)
    assert [(7,), (7,), (8,), (1,), (1,)] == [
        cut(word) for word in ("harbor", "Harbor", "Café", "xyz", "a" * 101)
    ]
