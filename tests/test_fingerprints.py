"""Fingerprints of words in a row: which are kept, and that shared runs are found."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.match import fingerprint
from wirecopy.match.fingerprints import GRAM, NO_DATE, SHORT, WINDOW
from wirecopy.schemas import FINGERPRINTS
from wirecopy.words import words_of

MASK = (1 << 64) - 1
STRING = pa.string()
SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string())]))

Spans = Sequence[tuple[int, int]]


def batch_of(
    texts: Sequence[str | None],
    asides: Sequence[Spans | None] | None = None,
    at: Sequence[int | None] | None = None,
    kind: pa.DataType = STRING,
) -> pa.RecordBatch:
    """Make what the stage takes; pages are numbered from 100 on."""
    marked = asides or [[]] * len(texts)
    spans = [
        page and [{"start": start, "end": end, "kind": "link"} for start, end in page]
        for page in marked
    ]
    return pa.record_batch(
        {
            "page": pa.array(range(100, 100 + len(texts)), pa.int64()),
            "at": pa.array(at or [None] * len(texts), pa.int64()),
            "text": pa.array(texts, kind),
            "asides": pa.array(spans, SPANS),
        }
    )


def rows_of(batch: pa.RecordBatch) -> list[tuple[int, int, int]]:
    """Run the stage: (hash, page, at) of each fingerprint of words in a row."""
    out = pa.Table.from_batches(fingerprint(batch), FINGERPRINTS)
    return [(row["hash"], row["page"], row["at"]) for row in out.to_pylist() if not row["names"]]


def hashes_of(text: str, asides: Spans = ()) -> set[int]:
    """Give the fingerprints of one text."""
    return {row[0] for row in rows_of(batch_of([text], [asides]))}


def slow_fingerprints(text: str, asides: Spans = ()) -> list[int]:
    """Winnow the slow, obvious way: each hash once, where it was first kept."""
    words = words_of(text)
    left = [
        int(value)
        for value, start, end in zip(*words, strict=True)
        if not any(start < aside_end and end > aside_start for aside_start, aside_end in asides)
    ]
    size = min(GRAM, len(left))
    grams = [slow_gram(left[i : i + size]) for i in range(len(left) - size + 1) if size]
    if len(grams) < SHORT:
        kept = grams
    else:
        kept = [min(grams[i : i + WINDOW]) for i in range(len(grams) - WINDOW + 1)]
    return [value - (value >> 63 << 64) for value in dict.fromkeys(kept)]


def slow_gram(words: list[int]) -> int:
    """Hash some words in a row."""
    value = len(words)
    for word in words:
        value = (value * 0x9DDFEA08EB382D69 + word) & MASK
    value = ((value ^ value >> 32) * 0xD6E8FEB86659FD93) & MASK
    return value ^ value >> 32


WORDS = st.sampled_from(["port", "mines", "divers", "boats", "town", "net", "river", "ice"])
TEXTS = st.lists(st.one_of(WORDS, st.text("abc🙂é中 ", max_size=4)), max_size=80).map(" ".join)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Make a text and asides in it, in any order, some within others."""
    text = draw(TEXTS)
    place = st.integers(0, len(text))
    spans = draw(
        st.lists(st.tuples(place, place).map(lambda span: tuple(sorted(span))), max_size=4)
    )
    return text, [(start, end) for start, end in spans if start < end]


@settings(deadline=None)
@given(st.lists(marked_texts(), max_size=4))
def test_the_kernel_winnows_as_the_slow_one_does(pages: list[tuple[str, Spans]]) -> None:
    """Hashes and pages are those of the slow reader."""
    expected = [
        (value, 100 + row, NO_DATE)
        for row, (text, asides) in enumerate(pages)
        for value in slow_fingerprints(text, asides)
    ]
    assert expected == rows_of(batch_of(*zip(*pages, strict=True)) if pages else batch_of([]))


@settings(deadline=None)
@given(
    st.lists(WORDS, max_size=40),
    st.lists(WORDS, max_size=40),
    st.lists(st.text("abcdefgh", min_size=1), min_size=GRAM + WINDOW - 1, max_size=30),
    st.lists(WORDS, max_size=40),
    st.lists(WORDS, max_size=40),
)
def test_a_shared_run_of_twelve_words_is_found(
    a: list[str], b: list[str], shared: list[str], c: list[str], d: list[str]
) -> None:
    """Two pages that share twelve words in a row share a fingerprint, whatever stands around."""
    one, other = hashes_of(" ".join(a + shared + b)), hashes_of(" ".join(c + shared + d))
    assert one & other


@given(st.lists(WORDS, min_size=1, max_size=200))
@settings(max_examples=30, deadline=None)
def test_equal_stories_have_equal_fingerprints_at_any_length(words: list[str]) -> None:
    """Two pages with one text meet, be it a single word, and a change of case hides nothing."""
    text = " ".join(words)
    assert set() != hashes_of(text) == hashes_of(text.upper())


def test_a_headline_meets_its_copy_twice() -> None:
    """A page of six words keeps all of its fingerprints, and so does one of nineteen."""
    assert 2 == len(hashes_of("Divers clear mines from Velm harbor"))
    assert SHORT - 1 == len(hashes_of(" ".join(f"word{i}" for i in range(SHORT + GRAM - 2))))


def test_about_two_of_nine_are_kept() -> None:
    """Winnowing keeps 2 / (WINDOW + 1) of the fingerprints of a long text."""
    words = [f"{number:x}" for number in random.Random(1).sample(range(10**9), 20_000)]
    assert 2 / (WINDOW + 1) == pytest.approx(len(hashes_of(" ".join(words))) / 20_000, rel=0.03)


def test_an_aside_within_a_sentence_hides_no_copy() -> None:
    """Words on both sides of an aside stand side by side, as if it had never been there."""
    before, aside, after = (
        "The port captain said on ",
        "SIGN UP FOR NEWS",
        " Tuesday that no ship sank",
    )
    marked = [(len(before), len(before + aside))]
    assert hashes_of(before + after) == hashes_of(before + aside + after, marked)


def test_a_word_that_an_aside_touches_is_left_out() -> None:
    """A word goes with an aside that covers any of its letters."""
    assert hashes_of("port town") == hashes_of("port divers town", [(8, 9)])
    assert hashes_of("port divers town") == hashes_of("port divers town", [(4, 5), (11, 12)])


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_every_kind_of_string_and_slice_is_read(kind: pa.DataType) -> None:
    """A part of a batch gives what a batch of that part gives, null texts and asides included."""
    texts = ["Ships wait at Osk", None, "", "The net hall is old", "Boats — 🙂 — in the river"]
    asides = [[(0, 5)], None, [], [(0, 3), (8, 12)], None]
    at = [5, None, 7, None, 9]
    whole = batch_of(texts, asides, at, kind)
    for first in range(5):
        for last in range(first, 6):
            expected = [
                (value, 100 + row, NO_DATE if at[row] is None else at[row])
                for row in range(first, min(last, 5))
                for value in slow_fingerprints(texts[row] or "", asides[row] or ())
            ]
            assert expected == rows_of(whole.slice(first, last - first))


def test_pages_are_cut_into_batches_without_a_trace() -> None:
    """A batch larger than one slice gives the same rows as its pages one by one."""
    rng = random.Random(2)
    texts = [" ".join(rng.choices("abcdefgh", k=rng.choice([3, 50, 400_000]))) for _ in range(25)]
    alone = [
        (row[0], 100 + number, row[2])
        for number, text in enumerate(texts)
        for row in rows_of(batch_of([text]))
    ]
    batch = batch_of(texts)
    assert 1 < len(list(fingerprint(batch)))
    assert alone == rows_of(batch)


def test_what_was_yielded_is_not_written_over() -> None:
    """Batches stay as they were while later ones are made."""
    text = " ".join(str(number) for number in range(700_000))
    stage = fingerprint(batch_of([text, "Velm " * 2_000_000]))
    first = next(stage)
    before = first.to_pydict()
    list(stage)
    assert before == first.to_pydict()


@pytest.mark.parametrize(
    ("label", "text", "most"),
    [
        ("empty", "", 0),
        ("signs only", "… — !? \x00\x01\x7f 🙂🙂 \u200b\ufeff", 0),
        ("one word", "Velm", 1),
        ("one emoji between words", "Velm 🙂 Osk", 1),
        ("a million repeats", "The port captain said no ship had been in danger. " * 1_000_000, 60),
        ("one endless word", "a" * 5_000_000, 1),
        ("one endless run", "港" * 2_000_000, 1),
        ("only marks", "\u0301" * 2_000_000, 0),
        ("only hyphens and line ends", "a-\n" * 1_000_000, 10),
        ("only blanks after hyphens", ("a-" + " " * 100) * 50_000, 10),
        ("only initials", "a." * 2_000_000, 10),
        ("only apostrophes", "'’`" * 1_000_000, 0),
    ],
)
def test_odd_pages_cost_no_more_than_others(label: str, text: str, most: int) -> None:
    """Repeats and runs without an end give few fingerprints, in time that grows with the text."""
    rows_of(batch_of(["warm up"]))
    start = time.process_time()
    assert most >= len(hashes_of(text)), label
    assert 5 > time.process_time() - start, label


def test_a_page_of_asides_only_has_no_fingerprint() -> None:
    """Where nothing is story, nothing is matched, however many asides there are."""
    text = "Advertisement " * 100_000
    asides = [(place, place + 14) for place in range(0, len(text), 14)]
    assert [] == rows_of(batch_of([text, text], [[(0, len(text))], asides]))


def test_fifty_megabytes_are_one_page_like_any_other() -> None:
    """The longest page that is read is fingerprinted whole."""
    line = "Divers found another {} mines off the coast of Osk in week {} of the search. "
    text = "".join(line.format(number, number // 7) for number in range(640_000))
    count = sum(batch.num_rows for batch in fingerprint(batch_of([text])))
    assert 640_000 < count < len(text) // 4


def test_a_damaged_copy_still_meets_its_original() -> None:
    """Three wrong letters of a hundred leave enough whole runs in a story of usual length."""
    rng = random.Random(3)
    words = [
        "".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randint(2, 9))) for _ in range(400)
    ]
    text = " ".join(words)
    noisy = "".join("#" if rng.random() < 0.03 and char != " " else char for char in text)
    assert 10 < len(hashes_of(text) & hashes_of(noisy))


def test_fingerprints_are_the_same_for_ever() -> None:
    """The fingerprints in a ledger stay valid: no release may change them without saying so."""
    expected = [4916725650755568504, -6595439800407531751, -8111314151278418897]
    kept = rows_of(batch_of(["The harbor of Velm will close for nine days"]))
    assert expected == [row[0] for row in kept[:3]]
