"""Stage 6, attribute: spans and kinds."""

from __future__ import annotations

import pytest

from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.spans import find_kind, find_span
from wirecopy.records import StatementKind


def shown(text, first, last, asides=()):
    """The span that goes from the first to the last of two words, as text."""
    words = find_words(text, asides)
    at = [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    run = (at.index(first), len(at) - at[::-1].index(last))
    return [text[a:b] for a, b in find_span(words, text, run)]


@pytest.mark.parametrize(
    ("text", "first", "last", "span"),
    [
        ("Tamm said it was safe.", "it", "safe", "it was safe"),
        ("“It was safe,” Tamm said.", "It", "safe", "“It was safe,”"),
        ('"It was safe," Tamm said.', "It", "safe", '"It was safe,"'),
        ("‘It was safe,’ Tamm said.", "It", "safe", "‘It was safe,’"),
        ("“It was safe.” He left.", "It", "safe", "“It was safe.”"),
        ("It was “safe”. He left.", "It", "safe", "It was “safe”"),
        ("It was “safe.” He left.", "It", "safe", "It was “safe.”"),
        ("“It was safe. It is safe now.”", "It", "safe", "“It was safe"),
        ("He said: “We ‘won’.” Then", "We", "won", "“We ‘won’.”"),
        ("It was safe. ”", "It", "safe", "It was safe"),
    ],
)
def test_marks_belong_to_a_quotation(text, first, last, span):
    """Marks and the stop before them are taken in where the word beside them is quoted."""
    words = find_words(text)
    at = [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    run = (at.index(first), at.index(last) + 1)
    assert [span] == [text[a:b] for a, b in find_span(words, text, run)]


def test_an_aside_splits_a_span():
    """What stands in an aside is never part of a span."""
    text = "Tamm said it was Sign up here! safe now."
    assert ["it was", "safe now"] == shown(text, "it", "now", [(17, 30)])


@pytest.mark.parametrize(
    ("kind", "text", "run"),
    [
        (StatementKind.DIRECT, "“It was safe,” she said", (0, 6)),
        (StatementKind.MIXED, "It was “safe now” she said", (0, 6)),
        (StatementKind.INDIRECT, "It was safe she said", (0, 3)),
        (StatementKind.DIRECT, "‘It was safe,’ she said", (0, 6)),
    ],
)
def test_kind(kind, text, run):
    """Direct is all in marks, mixed is some, indirect is none."""
    assert kind == find_kind(find_words(text), (run,))
