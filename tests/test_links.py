"""Stage 6, attribute: links, from readings made by hand."""

from __future__ import annotations

import numpy as np

from wirecopy.attribute.links import find_links
from wirecopy.attribute.tagger import TAGS, Chain, Reading
from wirecopy.attribute.windows import Window

FREE = Chain(np.zeros((7, 7), np.float32), np.zeros(7, np.float32))
SHORT = {"o": 0, "S": 1, "s": 2, "U": 3, "u": 4, "C": 5, "c": 6}


def reading(row, cues=None, sources=None, start=0, core=0):
    """A window whose tags are written as letters; links lead from word to word, -1 is none."""
    n = len(row)
    tags = np.full((n, len(TAGS)), -4, np.float32)
    tags[range(n), [SHORT[letter] for letter in row]] = 4
    pointers = []
    for links in (cues or {}, sources or {}):
        values = np.zeros((n, n + 1), np.float32)
        values[:, 0] = 1
        for word, target in links.items():
            values[word, target + 1] = 9
        pointers.append(values)
    return Reading(Window(start, core, start + n), tags, *pointers)


def ranges(linked):
    return [(one.contents, one.cues, one.sources) for one in linked]


def test_one_statement():
    """Content, cue and source of one sentence come together."""
    one = reading("SUCc", {1: 1, 2: 1, 3: 1}, {1: 0, 2: 0, 3: 0})
    assert [(((2, 4),), ((1, 2),), ((0, 1),))] == ranges(find_links([one], FREE))


def test_a_content_on_either_side_of_its_cue():
    """`"A," he said. "B."` is one statement with two contents."""
    one = reading("CcSUCc", {0: 3, 1: 3, 3: 3, 4: 3, 5: 3}, {k: 2 for k in (0, 1, 3, 4, 5)})
    assert [(((0, 2), (4, 6)), ((3, 4),), ((2, 3),))] == ranges(find_links([one], FREE))


def test_the_nearest_cue_is_not_taken_for_granted():
    """A content goes where its words point, over a nearer cue."""
    one = reading("UUC", {0: 0, 1: 1, 2: 0})
    assert [(((2, 3),), ((0, 1),), ())] == ranges(find_links([one], FREE))


def test_a_relative_pronoun_keeps_its_clause():
    """`the letter, which she said was signed`: the clause goes with `which`."""
    cues = {1: 1, 2: 1, 3: 1, 4: 6, 6: 6, 7: 1, 8: 1}
    sources = {1: 0, 2: 0, 3: 0, 4: 5, 6: 5, 7: 0, 8: 0}
    assert [
        (((2, 4),), ((1, 2),), ((0, 1),)),
        (((4, 5), (7, 9)), ((6, 7),), ((5, 6),)),
    ] == ranges(find_links([reading("SUCcCSUCc", cues, sources)], FREE))


def test_longer_contents_and_gaps_are_no_relative_clause():
    """Two words before the cue, or a word between, and each content goes where it points."""
    cues, sources = {1: 1, 2: 1, 3: 1, 5: 5, 6: 1}, {1: 0, 2: 0, 3: 0, 5: 4, 6: 0}
    assert 1 == len(find_links([reading("SUCcSUC", cues, sources)], FREE))
    cues, sources = {1: 1, 2: 5, 5: 5, 6: 1}, {1: 0, 2: 4, 5: 4, 6: 0}
    assert 2 == len(find_links([reading("SUCoSUC", cues, sources)], FREE))


def test_most_votes_count():
    """One word that points elsewhere does not lead a long content astray."""
    one = reading("UUCccc", {0: 0, 1: 1, 2: 0, 3: 1, 4: 1, 5: 1})
    assert [(((2, 6),), ((1, 2),), ())] == ranges(find_links([one], FREE))


def test_a_source_may_have_two_statements():
    """One source, two cues, two statements."""
    links = {1: 1, 2: 1, 3: 3, 4: 3}
    one = reading("SUCUC", links, dict.fromkeys((1, 2, 3, 4), 0))
    assert [
        (((2, 3),), ((1, 2),), ((0, 1),)),
        (((4, 5),), ((3, 4),), ((0, 1),)),
    ] == ranges(find_links([one], FREE))


def test_content_without_cue_or_source_is_kept():
    """What points to nothing is a statement of its own, without cue and source."""
    assert [(((0, 2),), (), ())] == ranges(find_links([reading("Cco")], FREE))


def test_cue_and_source_without_content_are_dropped():
    """Nobody said anything."""
    assert [] == find_links([reading("SUo", {1: 1}, {1: 0})], FREE)


def test_a_content_runs_on_over_a_window():
    """A content that a cut falls into is one, and its second part may point into the context."""
    first = reading("SUC", {1: 1, 2: 1}, {1: 0, 2: 0})
    second = reading("UCcc", {2: 0, 3: 0}, start=1, core=3)
    assert [(((2, 5),), ((1, 2),), ((0, 1),))] == ranges(find_links([first, second], FREE))


def test_context_is_not_tagged_twice():
    """Words before a window's core keep what the window before said."""
    first = reading("SUC", {1: 1, 2: 1}, {1: 0, 2: 0})
    second = reading("CCo", start=1, core=3)
    assert [(((2, 3),), ((1, 2),), ((0, 1),))] == ranges(find_links([first, second], FREE))


def test_chances_are_chances():
    """All evidence lies between 0 and 1."""
    one = reading("SUCc", {1: 1, 2: 1, 3: 1}, {1: 0, 2: 0, 3: 0})
    assert all(0 <= value <= 1 for linked in find_links([one], FREE) for value in linked.evidence)


def test_no_source_goes_on_in_the_next_paragraph():
    """A paragraph that begins inside a source begins another; a content may go on."""
    one = reading("ssUCccc", {2: 2, 3: 2}, {2: 1, 3: 1})
    begins = [False, True, False, False, False, True, False]
    assert [(((3, 7),), ((2, 3),), ((1, 2),))] == ranges(find_links([one], FREE, begins))
