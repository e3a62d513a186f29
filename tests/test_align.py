"""Stage 4, align: two texts, and batches of pairs."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.align import align, align_pairs
from wirecopy.records import Passage, PassageKind
from wirecopy.schemas import ALIGNED, ASIDES

CASES = Path(__file__).parents[1] / "cases" / "align"

STORY = (
    "The harbor of Velm will close for nine days in May while divers clear mines of the last war. "
    "Ferries to Ostrand are to leave from the old coal quay instead, the port master said. "
    "“We have waited eighty years, so nine days will do,” Tilde Marrow told a meeting on Monday."
)
OTHER = (
    "Cheese makers in the Upper Sarn valley expect a poor summer after frost killed most of the "
    "clover. Prices for a wheel of blue have doubled since March, and two dairies gave up."
)

vocabulary = ["port", "quay", "nine", "days", "close", "mines", "war", "said.", "“May”", "Velm,"]
texts = st.lists(st.sampled_from(vocabulary), max_size=60).map(" ".join)


def cases():
    """All cases of the stage, those that are known to fail as strict xfail."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else []
            yield pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    """The passages of a case, as the text they show on either side and their kind."""
    a, b = case["input"]["a"], case["input"]["b"]
    found = [
        {"a": a[p.a_start : p.a_end], "b": b[p.b_start : p.b_end], "kind": str(p.kind)}
        for p in align(a, b)
    ]
    assert case["passages"] == found


@settings(deadline=None)
@given(texts, texts)
def test_sides_make_no_difference(a, b):
    """The passages of (b, a) are those of (a, b) with the sides changed."""
    mirrored = [(p.b_start, p.b_end, p.a_start, p.a_end, p.kind, p.share) for p in align(b, a)]
    assert sorted(mirrored) == [
        (p.a_start, p.a_end, p.b_start, p.b_end, p.kind, p.share) for p in align(a, b)
    ]


@settings(deadline=None)
@given(texts, texts)
def test_passages_are_sound(a, b):
    """A passage lies in its texts, begins and ends without space, and its share is a share."""
    for p in align(a, b):
        for shown in (a[p.a_start : p.a_end], b[p.b_start : p.b_end]):
            assert shown == shown.strip() != ""
        assert 0 < p.share <= 1
        assert (p.kind is PassageKind.VERBATIM) == (p.share == 1)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_text_is_one_passage_of_itself(text):
    """A text against itself is one verbatim passage, first to last mark, if it has words."""
    found = align(text, text)
    if found:
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        assert [(start, end, start, end, "verbatim", 1.0)] == [
            (p.a_start, p.a_end, p.b_start, p.b_end, p.kind, p.share) for p in found
        ]
    else:
        assert not any(c.isascii() and c.isalnum() for c in text)


@pytest.mark.parametrize("before", ["", OTHER + "\n\n"])
@pytest.mark.parametrize("after", ["", "\n\n" + OTHER])
def test_a_copy_in_a_longer_text(before, after):
    """A copy at the start, in the middle or at the end of a longer text is one passage."""
    start = len(before)
    assert [(0, len(STORY), start, start + len(STORY), 1.0)] == [
        (p.a_start, p.a_end, p.b_start, p.b_end, p.share)
        for p in align(STORY, before + STORY + after)
    ]


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("", STORY), ("Velm", STORY), ("Velm", "Ostrand"), ("…", "…")]
)
def test_next_to_nothing(a, b):
    """Texts without words, or with one that means nothing, have no passages."""
    assert [] == align(a, b)


def test_a_line_a_million_times():
    """A million copies of one line against almost as many are one passage, in linear time."""
    line = "nothing happened here today\n"
    began = time.process_time()
    (passage,) = align(line * 1_000_000, line * 999_990)
    assert (0, 27_999_719) == (passage.b_start, passage.b_end)
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    "text",
    [STORY + "\ud800", "\udfff" + STORY, STORY.replace("Velm", "V\ud83d m")],
    ids=["at the end", "at the start", "inside"],
)
def test_half_a_surrogate_pair(text):
    """A text with a lone surrogate is one passage of itself, and shares its story with others."""
    assert [(0, len(text), 0, len(text))] == [
        (p.a_start, p.a_end, p.b_start, p.b_end) for p in align(text, text)
    ]
    (passage,) = align(text, OTHER + " " + text)
    assert passage.b_end - passage.b_start >= len(STORY) - 1


def test_only_furniture():
    """Pages that have nothing but furniture have no words, and nothing in common."""
    rows = [(1, 2, OTHER, OTHER, [aside(OTHER, OTHER)], [aside(OTHER, OTHER)])]
    (out,) = align_pairs(batch(*rows))
    assert [(0, 0, 0, [])] == [
        (row["a_words"], row["b_words"], row["matched"], row["passages"]) for row in out.to_pylist()
    ]


def test_fifty_megabytes():
    """The longest page that is read takes seconds beside an excerpt of its middle."""
    chance = random.Random(2)
    text = " ".join(map(str, chance.choices(range(10**6), k=7_300_000)))
    assert len(text) > 50_000_000
    start = text.index(" ", 25_000_000) + 1
    excerpt = text[start : text.index(" ", start + 3000)]
    began = time.process_time()
    (passage,) = align(text, excerpt)
    assert (start, start + len(excerpt), 0, len(excerpt)) == (
        passage.a_start,
        passage.a_end,
        passage.b_start,
        passage.b_end,
    )
    assert time.process_time() - began < 30


@pytest.mark.parametrize("order", ["other", "half", "reversed"])
def test_five_megabytes(order):
    """Texts of 5 MB take seconds, whether they share nothing, half, or all in another order."""
    chance = random.Random(1)
    words = [f"{chance.getrandbits(16):x}" for _ in range(2_000_000)]
    pages = [" ".join(words[at : at + 500]) for at in range(0, len(words), 500)]
    a, rest = pages[:2000], pages[2000:]
    b = {"other": rest, "half": a[1000:] + rest[:1000], "reversed": a[::-1]}[order]
    began = time.process_time()
    found = align("\n\n".join(a), "\n\n".join(b))
    assert time.process_time() - began < 30
    assert {"other": 0, "half": 1, "reversed": 2000}[order] == sum(p.share == 1 for p in found)


def batch(*rows):
    """Give a batch of pairs: (a, b, a_text, b_text, a_asides, b_asides)."""
    names = ["a", "b", "a_text", "b_text", "a_asides", "b_asides"]
    asides = ASIDES.field("asides").type
    types = [pa.int64(), pa.int64(), pa.string(), pa.string(), asides, asides]
    columns = [pa.array(x, t) for x, t in zip(zip(*rows, strict=True), types, strict=True)]
    return pa.record_batch(columns, names)


def aside(text, part):
    """Give the aside that is this part of a text."""
    start = text.index(part)
    return {"start": start, "end": start + len(part), "kind": "promotion", "reason": "test"}


def test_a_row_for_a_row():
    """The stage gives one row for each pair, in order, in the schema of the stage."""
    (out,) = align_pairs(batch((1, 2, STORY, STORY, [], []), (1, 3, STORY, OTHER, [], [])))
    assert ALIGNED == out.schema
    assert [(1, 2, 1), (1, 3, 0)] == [
        (row["a"], row["b"], len(row["passages"])) for row in out.to_pylist()
    ]


def test_a_passage_runs_across_an_aside():
    """An aside in the middle of a copy neither counts nor cuts the passage."""
    advert = "Buy the new Marrow waterproof boots now! "
    copy = STORY.replace("Ferries", advert + "Ferries")
    (out,) = align_pairs(batch((1, 2, STORY, copy, [], [aside(copy, advert)])))
    (row,) = out.to_pylist()
    assert row["a_words"] == row["b_words"] == row["a_shared"] == row["b_shared"]
    assert [(0, len(copy), "verbatim", 1.0)] == [
        (p["b_start"], p["b_end"], p["kind"], p["share"]) for p in row["passages"]
    ]


def test_shared_asides_are_no_passage():
    """What two pages share in their asides alone is not shared."""
    a, b = STORY + "\n" + OTHER, OTHER
    (out,) = align_pairs(batch((1, 2, a, b, [aside(a, OTHER)], [aside(b, OTHER)])))
    (row,) = out.to_pylist()
    assert (0, 0, 0, []) == (row["a_shared"], row["b_words"], row["b_shared"], row["passages"])


def test_missing_texts_and_asides():
    """A pair with a null instead of a text or asides is a row without passages."""
    (out,) = align_pairs(batch((1, 2, None, STORY, None, None)))
    assert [(0, [])] == [(row["a_words"], row["passages"]) for row in out.to_pylist()]


def test_words_in_two_passages_count_once():
    """A paragraph that stands twice in b gives two passages, and counts once in a."""
    (out,) = align_pairs(batch((1, 2, STORY, STORY + "\n" + OTHER + "\n" + STORY, [], [])))
    (row,) = out.to_pylist()
    assert (2, row["a_words"]) == (len(row["passages"]), row["a_shared"])


def passage(kind, **fields):
    """Give the record of a passage out of a batch."""
    return Passage(kind=PassageKind(kind), **fields)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_the_stage_agrees_with_the_function(pairs):
    """A batch gives for each pair what `align` gives for it alone."""
    rows = [(n, -n, a, b, [], []) for n, (a, b) in enumerate(pairs, 1)]
    (out,) = align_pairs(batch(*rows))
    rows = [row["passages"] for row in out.to_pylist()]
    assert [[passage(**p) for p in row] for row in rows] == [align(a, b) for a, b in pairs]


def test_figures_that_both_have_are_counted():
    """Of a report and next month's in the same words, the words match and the figures do not."""
    text = (
        "Sales of boats in Velm rose {} percent in {} to {} hulls, the harbor office said on "
        "Monday, after a gain of {} percent a month before, as dealers cut prices to clear yards."
    )
    one, other = text.format(4, "May", 1210, 2), text.format(7, "June", 1395, 3)
    (out,) = align_pairs(batch((1, 2, one, other, [], []), (1, 3, one, "OSTRAND - " + one, [], [])))
    report, copy = out.to_pylist()
    assert (3, 0) == (report["numbers"], report["numbers_matched"])
    assert (3, 3) == (copy["numbers"], copy["numbers_matched"])
    assert (35, 31) == (copy["matched"], report["matched"])


def test_words_that_both_quote_are_counted():
    """What one quotes and the other tells in words of its own is no common quotation."""
    said = "the harbor of Velm will close for nine days in May while divers clear forty mines"
    one = f"On Monday the port captain told the council that “{said}” and went home by tram."
    both = f"A council heard the port captain of Velm say “{said}”, and it broke up late."
    told = f"A council heard the port captain of Velm say {said}, and it broke up late."
    (out,) = align_pairs(batch((1, 2, one, both, [], []), (1, 3, one, told, [], [])))
    quotes, tells = out.to_pylist()
    assert (16, 0) == (quotes["quoted"], tells["quoted"])
    assert 16 <= quotes["matched"] and 16 <= tells["matched"]
