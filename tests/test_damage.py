"""Texts to learn from: damaged as the web does it, their spans moved along (`training/`)."""

import numpy as np
import pytest
from damage import PRONOUNS, apply, damage, listed
from hypothesis import given
from hypothesis import strategies as st
from lines import NAMES
from polnear import TAGS, mark

from wirecopy.attribute.tagger import load_tagger

STORY = (
    "Ines Tamm said the bridge at Velm would stay shut.\n\n"
    '"It leaks," she said. "We close at noon. Nobody may cross it until he has looked at it." '
    "The mayor denied that.\n\n"
    "The office, which counts the cars, called it “a long winter” for the town.\n"
)


def place(words: str, after: int = 0) -> tuple[int, int]:
    at = STORY.index(words, after)
    return at, at + len(words)


FOUND = [
    {
        "source": [place("Ines Tamm")],
        "cue": [place("said")],
        "content": [place("the bridge at Velm would stay shut")],
    },
    {
        "source": [place("she")],
        "cue": [place("said", STORY.index("she"))],
        "content": [
            place("It leaks"),
            place("We close at noon. Nobody may cross it until he has looked at it"),
        ],
    },
    {
        "source": [place("The mayor")],
        "cue": [place("denied")],
        "content": [place("that", STORY.index("denied"))],
    },
]


@given(st.sets(st.integers(0, 40), max_size=6), st.integers(0, 39), st.integers(1, 40))
def test_what_is_put_in_is_in_no_span(places: set[int], start: int, size: int) -> None:
    """A span that long insertions split gives, put together, the words that it had."""
    text = "".join(chr(ord("a") + n % 26) for n in range(40))
    span = (start, min(40, start + size))
    edits = [(at, at, "<FURNITURE>") for at in places]
    after, [moved] = apply(text, [{"content": [span]}], edits)
    assert "".join(after[a:b] for a, b in moved["content"]) == text[slice(*span)]
    assert len(moved["content"]) == 1 + sum(span[0] < at < span[1] for at in places)


def test_a_short_joint_stays_in_the_span() -> None:
    text, [moved] = apply("one.\n\ntwo.", [{"content": [(0, 9)]}], [(4, 6, " ")])
    assert [text[a:b] for a, b in moved["content"]] == ["one. two"]


def test_what_is_taken_out_takes_its_span_along() -> None:
    text, [moved] = apply(
        '"No," he said.', [{"content": [(1, 3)], "cue": [(9, 13)]}], [(5, 13, "")]
    )
    assert (text, moved) == ('"No,".', {"content": [(1, 3)], "cue": []})


@pytest.mark.parametrize("seed", range(60))
def test_damage_leaves_furniture_out_of_statements(seed: int) -> None:
    """However a text is damaged, a span holds words of the story alone, in their order."""
    text, found = damage(STORY, FOUND, np.random.default_rng(seed))
    for before, after in zip(FOUND, found, strict=True):
        for role, spans in before.items():
            had = " ".join(STORY[a:b] for a, b in spans).replace(".", " ").split()
            has = " ".join(text[a:b] for a, b in after[role]).replace(".", " ").split()
            pairs = zip(has, had, strict=False)
            same = [one in (other, PRONOUNS.get(other)) for one, other in pairs]
            assert len(has) <= len(had)
            assert all(same[:-1]), (has, had)
            assert not same or same[-1] or had[len(has) - 1].startswith(has[-1]), (
                "cut off, not else"
            )


def test_transcripts_are_made_of_what_was_quoted() -> None:
    story = STORY.replace('"It leaks,"', '"It leaks, and has leaked since May,"')
    start = story.index('"It')
    quoted = {"source": [], "cue": [], "content": [(start, story.index('" she') + 1)]}
    seen = set()
    for seed in range(20):
        text, found = listed(story, [quoted], np.random.default_rng(seed))
        assert text.startswith(story.rstrip())
        [told] = found[1:]
        [(a, b)], [(c, d)] = told["content"], told["source"]
        assert text[a:b] == "It leaks, and has leaked since May"
        assert not told["cue"]
        seen.add(c < a)
        assert text[c:d].upper() in [
            part.upper() for name in NAMES for part in (name, name.split()[-1])
        ]
    assert seen == {True, False}, "names stand in front, and behind"


def test_spans_become_tags_and_links() -> None:
    """Marks at the ends are dropped, and content words know their cue and source."""
    marked = mark(STORY, FOUND, load_tagger().pieces_of)
    words = [STORY[a:b] for a, b in zip(marked.words.starts, marked.words.ends, strict=True)]
    tags = [TAGS[tag] for tag in marked.tags]
    shown = list(zip(words, tags, strict=True))
    assert shown[:4] == [
        ("Ines", "B-source"),
        ("Tamm", "I-source"),
        ("said", "B-cue"),
        ("the", "B-content"),
    ]
    leaks = words.index("leaks")
    assert tags[leaks : leaks + 3] == ["I-content", "O", "O"]
    [source], [cue] = marked.sources[leaks], marked.cues[leaks]
    assert (words[source], words[cue]) == ("she", "said")
    assert marked.sources[words.index("noon")] == (source,)
    assert all(tag == "O" for word, tag in shown if word in ("winter", "office"))
