"""What people type to search, as FTS5 takes it, and where it is found."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.show.query import query_of, snippet


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("harbor", '"harbor"'),
        ("COVID-19", '"COVID-19"'),
        ("captain's log", '"captain\'s" "log"'),
        ('"a phrase" word', '"a phrase" "word"'),
        ("a AND b", '"a" AND "b"'),
        ("(a OR b) NOT c-d", '( "a" OR "b" ) NOT "c-d"'),
        ("ferr*", '"ferr"*'),
        ("NEAR(a b, 5)", 'NEAR("a" "b", 5)'),
        ("NEAR(text:a b*)", 'NEAR("text:a" "b"*)'),
        ("NEAR(a, x)", 'NEAR("a," "x")'),
        ("and or not", '"and" "or" "not"'),
        ("title: fog", '"title:" "fog"'),
        ("a - b", '"a" "b"'),
        ("(a)", '"a"'),
        ('an "open phrase', '"an" "open" "phrase"'),
        ("—", '""'),
        ("", '""'),
    ],
)
def test_words_are_quoted_and_operators_are_not(typed: str, query: str) -> None:
    """Only capitals and stars mean anything."""
    assert query == query_of(typed)


@given(st.text(alphabet=st.sampled_from("aB1 -'’:^+.,;{}[]*\"()/\\é")))
def test_no_punctuation_is_a_mistake(typed: str) -> None:
    """SQLite takes every query without operators."""
    db = sqlite3.connect(":memory:")
    try:
        db.execute("create virtual table t using fts5 (text)")
        assert [] == db.execute("select * from t where t match ?", (query_of(typed),)).fetchall()
    finally:
        db.close()


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["ferry"], "ferry sails"),
        (["sails", "ferry"], "ferry sails"),
        (["captain's"], "Captain’s log"),
        (['"log', 'entry"'], "log entry"),
        (["entr*"], "entry"),
        (["Jose"], "José"),
        (["José"], "José"),
    ],
)
def test_the_first_hit_is_shown(words: list[str], begins: str) -> None:
    """Of all words and phrases, whichever comes first; accents make no difference."""
    text = "x " * 90 + "ferry sails, " + "x " * 90 + "Captain’s log entry by José. " + "x " * 90
    assert begins in snippet(text, words, width=30)
    assert len(snippet(text, words, width=30)) < 70


def test_a_part_of_a_word_is_no_hit() -> None:
    """The search finds whole words, and so does what it shows."""
    text = "The airport closed. " + "x " * 90 + "The port is open."
    assert "The port is open." in snippet(text, ["port"])
