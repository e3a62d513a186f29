"""Words that differ between two wordings, and what stands in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.show.differing import MOST_WORDS, differences, differing_words, quotations

WORDS = st.lists(st.sampled_from("a be see dive échelle fog 12 go".split()), max_size=30)


def differing(a: str, b: str) -> tuple[list[str], list[str]]:
    """The words themselves."""
    one, two = differing_words(a, b)
    return [a[s:e] for s, e in one], [b[s:e] for s, e in two]


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("The town pays.", "The council pays.", (["town"], ["council"])),
        ("320 crowns", "230 crowns", (["320"], ["230"])),
        ("It opened.", "It never opened.", ([], ["never"])),
        ("“Fog,” he said", '"fog", he said', ([], [])),
        ("Café closed", "CAFE closed", ([], [])),
        ("Rain fell on Wells all day", "Wells was wet until nightfall", ([], [])),
        ("One two three four", "one two five six", (["three four"], ["five six"])),
        ("One two three four", "one five six two", (["three four"], ["five six"])),
        ("One two three four", "one five six seven", ([], [])),
        ("", "New", ([], ["New"])),
        ("", "", ([], [])),
    ],
)
def test_which_words_differ(a: str, b: str, found: tuple[list[str], list[str]]) -> None:
    """Words count, not their dress."""
    assert found == differing(a, b)


@given(WORDS, WORDS)
def test_what_is_left_is_the_same_or_nothing_is_marked(a: list[str], b: list[str]) -> None:
    """Without the words that differ both texts have the same words, half of them at least."""
    one, two = " ".join(a), " ".join(b)
    if differences(one, two) is None:
        assert ([], []) == differing_words(one, two)
        return
    cut = []
    for text, spans in zip((one, two), differing_words(one, two), strict=True):
        for start, end in reversed(spans):
            text = text[:start] + text[end:]
        cut.append(text.split())
    assert cut[0] == cut[1]
    assert not (a and b) or 4 * len(cut[0]) >= len(a) + len(b)


@given(WORDS)
def test_a_text_does_not_differ_from_itself(words: list[str]) -> None:
    """Nothing to see."""
    assert [] == differences(" ".join(words), " ".join(words))


def test_very_long_passages_are_left_alone() -> None:
    """Rather nothing than a page that never comes."""
    assert [] == differences("fog " * (MOST_WORDS + 1), "rain")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “no”.", ["“no”"]),
        ('"One," he said, "and two."', ['"One,"', '"and two."']),
        ("„Nein“, sagte er. «Non», dit-il.", ["„Nein“", "«Non»"]),
        ("「いいえ」と言った", ["「いいえ」"]),
        ('A 6" pipe\n\nand another 4" pipe', []),
        ("Nobody's words, nobody’s.", []),
    ],
)
def test_what_stands_in_quotation_marks(text: str, found: list[str]) -> None:
    """Marks of several languages, none across paragraphs, no apostrophes."""
    assert found == [text[start:end] for start, end in quotations(text)]
