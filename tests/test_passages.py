"""Stage 4, align, step 3: passages."""

from __future__ import annotations

import numpy as np

from wirecopy.align import passages


def test_marks_of_one_side_are_not_taken():
    """A full stop that stands in one text only is not part of the passage."""
    assert (0, 2, 0, 2) == passages.widen("Go.", "Go,", (0, 2, 0, 2))


def test_marks_beyond_space_are_not_taken():
    """The full stop of the sentence before is not part of a passage."""
    assert (3, 5, 3, 5) == passages.widen("A. Go b", "B. Go c", (3, 5, 3, 5))


def test_marks_at_the_edges_of_both_texts_are_taken():
    """Where nothing else is left of either text, a dash belongs to it, but no space."""
    assert (0, 4, 1, 5) == passages.widen("- Go ", " - Go\n", (2, 4, 3, 5))


def flags(*places):
    """Flag the places of 41 at which a sentence begins."""
    return np.isin(np.arange(41), places)


def test_a_word_of_the_next_sentence_is_left_out():
    """Both texts go on with "The" by chance after what was copied."""
    begins = flags(0, 20, 39)
    assert (0, 39, 0, 39) == passages.trim(passages.Span(0, 40, 0, 40), begins, begins)


def test_a_word_is_kept_where_one_text_has_no_new_sentence():
    """What one text joined with a comma may have been copied."""
    span = passages.Span(0, 40, 0, 40)
    assert span == passages.trim(span, flags(0, 20, 39), flags(0, 20))


def test_a_sentence_of_one_word_is_kept():
    """The last word of both is a whole sentence."""
    span = passages.Span(0, 40, 0, 40)
    assert span == passages.trim(span, flags(0, 39, 40), flags(0, 39, 40))
