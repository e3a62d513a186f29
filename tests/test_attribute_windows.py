"""Stage 6, attribute: windows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.windows import find_windows

texts = st.lists(
    st.sampled_from(["Boats", "left", "the", "quay", ".", "“No”", "\n\n", "?", "Tamm"]),
    max_size=120,
).map(" ".join)


@given(texts, st.integers(4, 30))
def test_cores_cover_each_word_once(text, longest):
    """Windows leave nothing out, read nothing twice, and stay within their length."""
    words = find_words(text)
    windows = find_windows(words, [1] * len(words), text, longest, context=2)
    cores = [i for window in windows for i in range(window.core, window.end)]
    assert list(range(len(words))) == cores
    assert all(w.start <= w.core < w.end and w.end - w.start <= longest for w in windows)


def test_paragraphs_are_kept_whole():
    """A window ends where a paragraph does, if one ends in it."""
    text = "One two three.\n\nFour five six.\n\nSeven eight nine."
    windows = find_windows(find_words(text), [1] * 12, text, longest=9)
    assert [(0, 0, 8), (8, 8, 12)] == windows


def test_a_paragraph_that_ends_with_a_colon_stays_with_the_next():
    """What leads to a quotation and the quotation are read together, if they have room."""
    text = "One two three.\n\nFour five six:\n\nSeven eight nine."
    words = find_words(text)
    assert [(0, 0, 4), (4, 4, 12)] == find_windows(words, [1] * 12, text, longest=9)
    assert [(0, 0, 4), (4, 4, 8), (8, 8, 12)] == find_windows(words, [1] * 12, text, longest=5)


def test_a_long_paragraph_is_cut_at_a_sentence_with_context():
    """Inside a paragraph a window begins with the sentence before."""
    text = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    windows = find_windows(find_words(text), [1] * 16, text, longest=9, context=4)
    assert [(0, 0, 8), (4, 8, 12), (8, 12, 16)] == windows


def test_a_quotation_is_kept_whole_where_it_can_be():
    """A sentence before it ends the window, unless that would halve it."""
    text = "One two three four. Five six. “Seven eight. Nine ten.” Eleven."
    words = find_words(text)
    assert [0, 8] == [w.core for w in find_windows(words, [1] * 18, text, longest=13, context=0)]
    text = "One two. “Three four five six seven. Eight nine ten.” Eleven."
    words = find_words(text)
    assert [0, 10] == [w.core for w in find_windows(words, [1] * 18, text, longest=13, context=0)]


def test_a_word_longer_than_a_window_does_not_stop_it():
    """Each window has at least one word."""
    words = find_words("aaa bbb")
    assert [(0, 0, 1), (1, 1, 2)] == find_windows(words, [50, 50], "aaa bbb", longest=9)
