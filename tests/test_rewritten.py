"""Stage 4, align, steps 4 and 5: rewritten spans and digests."""

from __future__ import annotations

import random

from wirecopy.align import align
from wirecopy.align.digest import add_digest
from wirecopy.align.evidence import Evidence
from wirecopy.align.passages import Span
from wirecopy.align.rewritten import find_rewritten
from wirecopy.align.story import story_of

COMMON = "the of and to a in that it was for on with as by at from".split()


def prose(seed, words, topic):
    """Made-up prose: half common words, half words of a topic with 200 of its own."""
    chance = random.Random(seed)
    own = [f"{topic}{number}" for number in range(200)]
    return [
        chance.choice(COMMON) if chance.random() < 0.5 else chance.choice(own) for _ in range(words)
    ]


def spans_of(a, b, copied=()):
    return find_rewritten(Evidence(story_of(" ".join(a)), story_of(" ".join(b))), list(copied))


def test_half_the_words_kept():
    """A stretch of which every second topic word was replaced is found, to within a few words."""
    source = prose(1, 100, "velm")
    copy = [w if at % 2 or w in COMMON else f"synonym{at}" for at, w in enumerate(source)]
    a, b = prose(2, 300, "sarn") + source + prose(3, 200, "sarn"), prose(4, 150, "mine") + copy
    (span,) = spans_of(a, b)
    assert all(
        abs(found - true) <= 6 for found, true in zip(span, (300, 400, 150, 250), strict=True)
    )


def test_another_topic_is_no_rewrite():
    """Texts that have only common words in common have no spans."""
    assert [] == spans_of(prose(5, 500, "velm"), prose(6, 500, "sarn"))


def test_two_sentences_that_changed_places_stay_two():
    """Copied spans side by side, in the other order, are not joined."""
    one, two = prose(7, 40, "velm"), prose(8, 40, "sarn")
    copied = [Span(0, 40, 40, 80), Span(40, 80, 0, 40)]
    assert copied == sorted(spans_of(one + two, two + one, copied))


def test_a_digest_covers_its_source():
    """A stretch made of words from all over a long text is a digest of the whole of it."""
    source = prose(9, 600, "velm")
    digest = [word for word in source[::3] if word not in COMMON or word == "the"]
    random.Random(10).shuffle(digest)
    around = prose(11, 300, "sarn"), prose(12, 300, "sarn")
    text = around[0] + digest + around[1]
    evidence = Evidence(story_of(" ".join(text)), story_of(" ".join(source)))
    (span,) = add_digest(evidence, [])
    assert (0, 600) == (span.b_start, span.b_end)
    assert abs(span.a_start - 300) <= 6 and abs(span.a_end - 300 - len(digest)) <= 6


def test_a_digest_needs_surroundings():
    """Where a text has nothing but what may be a digest, nothing sets it apart."""
    source = prose(13, 600, "velm")
    evidence = Evidence(story_of(" ".join(source[::6])), story_of(" ".join(source)))
    assert [] == add_digest(evidence, [])


def test_a_copied_stretch_is_no_digest():
    """What was copied from one place of a long text is that passage, not a digest of the whole."""
    source = prose(14, 600, "velm")
    text = prose(15, 300, "sarn") + source[200:300] + prose(16, 300, "sarn")
    (passage,) = align(" ".join(text), " ".join(source))
    assert 1.0 == passage.share
