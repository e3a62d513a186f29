"""Stage 2, clean: front matter and headings, told by their shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.clean.headings import find_glued_headings, find_headings, how_it_looks
from wirecopy.clean.places import lines_of
from wirecopy.clean.sentences import plain
from wirecopy.clean.structure import find_structure
from wirecopy.records import Aside, AsideKind

ONE = "The dam above the town of Velm broke on Monday night, and water stood in every street."
TWO = "The mayor asked the county for boats, blankets and bread on Tuesday, and got none of them."
FRONT_MATTER = 'title: "Velm under water" date: "2022-11-13"'


def structure(text, *others):
    """Kind and words of what the structure of a text tells."""
    page = plain(text)
    found = find_structure(text, page, lines_of(page), others)
    return [(str(a.kind), text[a.start : a.end]) for a in found]


def headings(text):
    """The headings of a text."""
    return [text[a.start : a.end] for a in find_headings(text, lines_of(text))]


@pytest.mark.parametrize(
    "front", [FRONT_MATTER, "---\ntitle: Velm\ndate: 2022-11-13\n---", '+++\ntitle = "Velm"\n+++']
)
def test_front_matter_at_the_top(front):
    """Front matter is an aside, in any of its styles."""
    assert [("front matter", front)] == structure(f"{front}\n\n{ONE}\n")


def test_front_matter_in_the_middle():
    """Front matter between pages that were glued together is an aside too."""
    assert [("front matter", FRONT_MATTER)] == structure(f"{ONE}\n{FRONT_MATTER}\n{TWO}")


def test_front_matter_says_its_style():
    """The reason names the witness and the style."""
    (aside,) = find_structure(FRONT_MATTER, FRONT_MATTER, lines_of(FRONT_MATTER), [])
    assert "structure: front matter (leaked)" == aside.reason


@pytest.mark.parametrize(
    "words", ["PRESSURE", "‘OUT OF BOUNDS’", "What the Mayor Knew", "Old Warnings", "U.S. INQUIRY"]
)
def test_heading(words):
    """A short line in capitals or title case between two paragraphs is a heading."""
    assert [("heading", words)] == structure(f"{ONE}\n{words}\n{TWO}")
    assert [("heading", words)] == structure(f"{ONE}\n\n\n{words}\n\n{TWO}\n")


@pytest.mark.parametrize(
    "words",
    [
        "He paused.", "Why?", "“Never in my life”", "Never", "Roses are red", "- Old Warnings",
        "1. Old Warnings", "Jane Roe, The Lamp", "VELM, Norland (AP) —", "VELM (Reuters)", "ROE:",
        "Old Warnings...", "3.14", "U.S.", "(MUSIC)", "$40 Million", "Velm Cup Final 2:1",
    ],
)  # fmt: skip
def test_no_heading(words):
    """A line that may be the story's own is none: speech, items, datelines, labels, one word."""
    assert [] == structure(f"{ONE}\n\n{words}\n\n{TWO}")


@pytest.mark.parametrize(
    "text",
    [
        f"Old Warnings\n\n{ONE}\n\n{TWO}",
        f"{ONE}\n\n{TWO}\n\nOld Warnings",
        f"{ONE}\n\nOld Warnings\n\nNew Pumps\n\n{TWO}",
        f"{ONE[:-1]}:\n\nOld Warnings\n\n{TWO}",
        f"He left.\n\nOld Warnings\n\n{TWO}",
        f"{ONE}\n\nJane Roe\n\n{TWO}\n\nJane Roe\n\n{ONE}",
    ],
)
def test_heading_stands_between_paragraphs(text):
    """At the top, at the end, in a list, after a colon, or as a label, a line is no heading."""
    assert [] == structure(text)


def test_heading_beside_another_aside():
    """What is an aside already does not stand between a heading and its paragraphs."""
    text = f"{ONE}\n\nread more\n\nOld Warnings\n\n{TWO}"
    start = text.index("read")
    link = Aside(start, start + 9, AsideKind.LINK, "wording: read more")
    assert [] == structure(text)
    assert [("heading", "Old Warnings")] == structure(text, link)


def test_markdown_heading():
    """A Markdown heading is one wherever it stands, and however it reads."""
    assert ["# Velm", "### what now?"] == headings(f"# Velm\n\n{ONE}\n\n### what now?")
    assert [] == headings("#velm #dam\n\n####### Velm\n\n# ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. OLD WARNINGS The dam is old.", ["OLD WARNINGS"]),
        ("He left. PRESSURE The dam is old.", ["PRESSURE"]),
        ("He left. PUSHING FOR CHANGE Roe asked twice.", ["PUSHING FOR CHANGE"]),
        ('"I left." OLD WARNINGS The dam is old.', ["OLD WARNINGS"]),
        ("“I left. OLD WARNINGS The dam is old.”", []),
        ("He left. OLD WARNINGS, NEW PUMPS The dam is old.", []),
        ("He left. OLD WARNINGS the dam is old.", []),
        ("He left. OLD WARNINGS “The dam is old.”", []),
        ("He left. NATO Secretary General Ann Roe stayed.", []),
        ("He left. TD AMERITRADE Holding fell.", []),
        ("He left. PRESIDENT ANN ROE On the dam: it is old.", []),
        ("He left OLD WARNINGS The dam is old.", []),
        ("He told Mr. ROE SENIOR The dam is old.", []),
    ],
)
def test_glued_heading(text, expected):
    """Capitals between two sentences are a heading; names, labels and quotations are not."""
    page = plain(text)
    assert expected == [text[a.start : a.end] for a in find_glued_headings(page)]


def test_quotes_are_counted_by_line():
    """A quote that one line leaves open does not hide the headings of the next."""
    page = 'He said: "I left.\nShe left. OLD WARNINGS The dam is old.'
    assert 1 == len(list(find_glued_headings(page)))


@given(st.text(st.sampled_from("Aa bB.,:?!'\"-(#3\té"), max_size=30))
def test_how_it_looks(words):
    """Whatever looks like a heading begins with a capital or a quote and is not closed."""
    looks = how_it_looks(words.strip())
    assert looks in (None, "capitals", "title case")
    if looks:
        assert words.strip()[-1] not in ".,:?!-"
