"""Stage 6, attribute: headings and datelines that are no part of what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.heads import find_lines, leave_out_heads
from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import find_words


def cut(text, content, cue, source=None, asides=()):
    """What is left of the content and source of a statement, as text; the content may be many."""
    words = find_words(text, asides)

    def runs(*parts):
        spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
        return tuple(
            (
                next(n for n, start in enumerate(words.starts) if start >= a),
                next((n for n, start in enumerate(words.starts) if start >= b), len(words)),
            )
            for a, b in spans
        )

    contents = (content,) if isinstance(content, str) else content
    linked = Linked(
        runs(*contents), runs(*filter(None, [cue])), runs(*filter(None, [source])), (1.0,) * 6
    )
    (left,) = leave_out_heads(text, words, [linked])
    return [
        [text[words.starts[a] : words.ends[b - 1]] for a, b in part]
        for part in (left.contents, left.sources)
    ]


@pytest.mark.parametrize(
    ("text", "content", "left"),
    [
        (
            "Herons take the mill\n\nNine pairs nest there, the club said.",
            "Herons take the mill\n\nNine pairs nest there",
            ["Nine pairs nest there"],
        ),
        (
            "The bell of Osk\nThe Lantern\nMay 3, 2031\n\nIt cracked, the club said.",
            "The bell of Osk\nThe Lantern\nMay 3, 2031\n\nIt cracked",
            ["It cracked"],
        ),
        (
            "OSK BAY, May 3 (Polaire) - The quay is shut, the club said.",
            "OSK BAY, May 3 (Polaire) - The quay is shut",
            ["The quay is shut"],
        ),
        (
            "Quay shut, the club said\n\nOSK BAY, May 3 (Polaire) - It leaks.",
            "Quay shut",
            ["Quay shut"],
        ),
        (
            "“It leaks.\n\n“It has leaked for years,” the club said.",
            "“It leaks.\n\n“It has leaked for years,”",
            ["“It leaks.\n\n“It has leaked for years,”"],
        ),
        (
            "“It leaks and it creaks\n\nand it has for years,” the club said.",
            "“It leaks and it creaks\n\nand it has for years,”",
            ["“It leaks and it creaks\n\nand it has for years,”"],
        ),
        (
            "The points that the club said:\n- a pump\n- a new door\nNothing else.",
            "- a pump\n- a new door",
            ["- a pump\n- a new door"],
        ),
        (
            "The club said that it wants:\nA pump\nA new door\nNothing else.",
            "that it wants:\nA pump\nA new door",
            ["that it wants:\nA pump\nA new door"],
        ),
        (
            "A long line on top of a story that is wider still\n"
            "Osk has nine quays and all of them leak in the rain of May, the club said.",
            "A long line on top of a story that is wider still\n"
            "Osk has nine quays and all of them leak in the rain of May",
            ["Osk has nine quays and all of them leak in the rain of May"],
        ),
        (
            "Of the nine quays that there are in the bay of\nOsk all leak, the club said.",
            "Of the nine quays that there are in the bay of\nOsk all leak",
            None,
        ),
        (
            "The club wants:\nA pump (small)\nA new door\nNothing else, it said.",
            "A pump (small)\nA new door\nNothing else",
            None,
        ),
        (
            "“It leaks.” That was all. More to come\n\nIt leaks again, the club said.",
            "“It leaks.” That was all. More to come\n\nIt leaks again",
            None,
        ),
        ("NATO (the pact) is late, the club said.", "NATO (the pact) is late", None),
        ("The mill turns, the club said.", "The mill turns", None),
    ],
)
def test_contents(text, content, left):
    """A heading, a line of a date and a dateline go; what goes on over a line stays."""
    assert [left or [content], []] == cut(text, content, "said")


def test_an_aside_between_heading_and_story_changes_nothing():
    """The heading goes, whatever stands below it."""
    text = "Herons take the mill\nShare this\nNine pairs nest there, the club said."
    asides = [(text.index("Share"), text.index("Nine"))]
    content = text[: text.index(", the")]
    assert [["Nine pairs nest there"], []] == cut(text, content, "said", asides=asides)


def test_a_source_loses_its_heading():
    """Neighbors are not what the heading says of them."""
    text = "Neighbors left in the dark\n\nNeighbors of the mill say it hums."
    source = text[: text.index(" say")]
    assert [["it hums"], ["Neighbors of the mill"]] == cut(text, "it hums", "say", source)


def test_a_heading_may_say_something_itself():
    """What stands with the cue is kept, also where that is the heading."""
    text = "Club says herons take the mill\n\nNine pairs nest there."
    assert [["herons take the mill"], []] == cut(text, text[10:-1], "says")


@given(st.text("aB.\n “”:-", max_size=60), st.data())
def test_any_run_is_cut_to_words_that_it_had(text, data):
    """Whatever was linked, nothing is added, and something of a content is left or a dateline."""
    words = find_words(text)
    lines = find_lines(text, words)
    assert len(lines.begins) == len(lines.parts)
    assert sorted(lines.parts) == lines.parts
    if words:
        start = data.draw(st.integers(0, len(words) - 1))
        end = data.draw(st.integers(start + 1, len(words)))
        cue = data.draw(st.integers(0, len(words) - 1))
        linked = Linked(((start, end),), ((cue, cue + 1),), ((start, end),), (1.0,) * 6)
        (left,) = leave_out_heads(text, words, [linked])
        assert all(start <= a < b <= end for a, b in (*left.contents, *left.sources))
        assert left.sources
