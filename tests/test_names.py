"""Fingerprints of names and numbers: what they keep through a rewrite, and what they leave."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.match import fingerprint
from wirecopy.match.names import AHEAD, APART, REACH, SHARE
from wirecopy.schemas import FINGERPRINTS
from wirecopy.words import words_of

MASK = (1 << 64) - 1
SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))

Spans = Sequence[tuple[int, int]]

STORY = """\
On Tuesday the port captain of Velm, Ines Tamm, said that about 40 boats will have to move to
the river mouth at Osk, where the town council of Lower Osk will pay 320 crowns a day until 14 May.
The council, led by Bo Aske and Mara Lind, had voted 11 to 6 for the plan on 3 April 1996, and in
Velm the fishermen of the Old Net Hall asked Tamm why the navy of Sorland had not come in 1995."""

SPUN = """\
On Tuesday the harbour master of Velm, Ines Tamm, told that some 40 ships shall need to go toward
the stream outlet near Osk, whereby the city board of Lower Osk shall spend 320 crowns per day
till 14 May. The panel, headed by Bo Aske plus Mara Lind, had balloted 11 against 6 for this scheme
on 3 April 1996, and at Velm the trawlermen of the Old Net Hall queried Tamm how come the fleet of
Sorland did not arrive during 1995."""

OTHER = """\
On Friday the library of Tarn, where Bo Aske lends books to 600 people, lent its millionth, a guide
to apples, to a carpenter from Upper Tarn who paid 2 crowns in 1931 and, said Jana Holt, 90 later.
"""


def batch_of(texts: Sequence[str], asides: Sequence[Spans] | None = None) -> pa.RecordBatch:
    """Make what the stage takes."""
    marked = asides or [[]] * len(texts)
    spans = [[{"start": start, "end": end} for start, end in page] for page in marked]
    return pa.record_batch(
        {
            "page": pa.array(range(len(texts)), pa.int64()),
            "at": pa.nulls(len(texts), pa.int64()),
            "text": pa.array(texts, pa.string()),
            "asides": pa.array(spans, SPANS),
        }
    )


def rows_of(texts: Sequence[str], asides: Sequence[Spans] | None = None) -> list[tuple[int, int]]:
    """Run the stage: (hash, page) of each fingerprint of names."""
    out = pa.Table.from_batches(fingerprint(batch_of(texts, asides)), FINGERPRINTS)
    return [(row["hash"], row["page"]) for row in out.to_pylist() if row["names"]]


def words_in_a_row_of(text: str) -> set[int]:
    """Give the fingerprints of the other kind."""
    [out] = fingerprint(batch_of([text]))
    return {row["hash"] for row in out.to_pylist() if not row["names"]}


def hashes_of(text: str, asides: Spans = ()) -> set[int]:
    """Give the fingerprints of one text."""
    return {row[0] for row in rows_of([text], [asides])}


def slow_names(text: str) -> list[tuple[int, int]]:
    """Give hash and place of each name and number, by the rules as they are told."""
    names = []
    for place, (value, start, end) in enumerate(zip(*words_of(text), strict=True)):
        first, before = text[start], text[max(0, start - 2) : start]
        goes_on = before[-1:] in tuple("(-/") or (
            before[-1:] in (" ", "\n") and (before[:1].isalnum() or before[:1] in (",", "("))
        )
        number = "0" <= first <= "9" and end - start > 1
        if number or (first.isupper() and goes_on and len(before) + start > 1):
            names.append((int(value), place))
    return names


def slow_fingerprints(text: str) -> list[int]:
    """Pair names and numbers the slow way, each hash once."""
    names, found = slow_names(text), []
    for one, (value, place) in enumerate(names):
        ahead = [
            other
            for other, other_place in names[one + 1 : one + 1 + AHEAD]
            if other_place - place >= APART and other != value
        ]
        for other in ahead[:REACH]:
            mixed = (min(value, other) * 0x9DDFEA08EB382D69 + max(value, other)) & MASK
            mixed = mixed * 0xD6E8FEB86659FD93 & MASK
            mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93 & MASK
            mixed ^= mixed >> 32
            if mixed % SHARE == 0:
                found.append(mixed - (mixed >> 63 << 64))
    return list(dict.fromkeys(found))


PIECES = st.sampled_from(
    ["Velm", "Osk", "Tamm", "Łódź", "Émile", "the", "said", "é", "11", "320", "7", "1,200", "AT&T"]
)
SIGNS = st.sampled_from(
    [" ", " ", " ", ", ", ". ", "\n", "-", " (", ") ", "/", "” ", "é ", "\u0301 "]
)
TEXTS = st.lists(st.tuples(PIECES, SIGNS).map("".join), max_size=60).map("".join)


@settings(deadline=None)
@given(st.lists(TEXTS.filter(lambda text: "\u0301" not in text), max_size=3))
def test_the_kernel_pairs_as_the_slow_one_does(texts: list[str]) -> None:
    """Hashes and pages are those of the slow reader."""
    expected = [
        (value, page) for page, text in enumerate(texts) for value in slow_fingerprints(text)
    ]
    assert expected == rows_of(texts)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_each_says_how_many_there_are(texts: list[str]) -> None:
    """A fingerprint of names comes with their number on its page, one of words with none."""
    rows = [row for out in fingerprint(batch_of(texts)) for row in out.to_pylist()]
    counts = Counter(row["page"] for row in rows if row["names"])
    assert all(row["names"] in (0, counts[row["page"]]) for row in rows)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_page_is_read_as_if_it_stood_alone(one: str, other: str) -> None:
    """Pages beside a page change nothing in it."""
    alone = [row[0] for row in rows_of([one])] + [row[0] for row in rows_of([other])]
    assert alone == [row[0] for row in rows_of([one, other])]


def test_a_spun_copy_keeps_its_fingerprints() -> None:
    """Synonyms for nearly all other words take away few of them, and those of words nearly all."""
    kept = hashes_of(STORY) & hashes_of(SPUN)
    assert len(kept) >= 0.7 * len(hashes_of(STORY)) > 5
    assert 2 >= len(words_in_a_row_of(STORY) & words_in_a_row_of(SPUN))


def test_another_story_shares_none_of_them() -> None:
    """Two stories with one name and a currency in common have no pair in common."""
    assert set() == hashes_of(STORY) & hashes_of(OTHER)


def test_the_parts_of_one_name_make_no_pair() -> None:
    """A full name with its title is no fingerprint."""
    assert set() == hashes_of("a speech by President Ines Tamm to the sailors")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["Velm"], "The harbor of Velm"),
        (["Tamm"], "said captain Tamm. She added"),
        (["Osk", "Velm"], "in Osk, Velm and (they said"),
        (["Velm"], "the (Velm) harbor"),
        (["12", "320"], "12 boats, 7 divers, 320 crowns"),
        ([], '"Divers found it," he said. "Boats move."'),
        ([], "divers\n\nBoats move"),
        (["Osk"], "the mouth at\nOsk"),
        ([], "港の船は東京へ 7"),
        (["Émile"], "a boat of Émile"),
        (["Осло"], "из города Осло"),
    ],
)
def test_names_and_numbers_are_told_from_other_words(expected: list[str], text: str) -> None:
    """A name has a capital that no sentence explains; a number has two figures or more."""
    padding = " and then 1111 of all the rest 2222 of all the rest 3333"
    known = {int(value): text[a:b] for value, a, b in zip(*words_of(text), strict=True)}
    assert expected == [known[value] for value, _ in slow_names(text)]
    assert slow_fingerprints(text + padding) == [value for value, _ in rows_of([text + padding])]


def test_names_in_asides_are_left_out() -> None:
    """A name in an aside pairs with nothing, and the words around it stand side by side."""
    aside = "Sign up for the Osk Weekly 2024 letter of 11 May "
    at = STORY.index("said that")
    assert hashes_of(STORY) == hashes_of(STORY[:at] + aside + STORY[at:], [(at, at + len(aside))])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x Velm" * 1_000_000,
        "said Velm " * 1_000_000,
        "a Velm of Osk to " * 500_000,
        "12 " * 2_000_000,
        "ALL IN CAPITALS " * 500_000,
    ],
    ids=["empty", "glued", "one name", "two names", "one number", "capitals"],
)
def test_odd_pages_cost_no_more_than_others(text: str) -> None:
    """Names said over and over give few fingerprints, in time that grows with the text."""
    hashes_of("warm up")
    start = time.process_time()
    assert 10 >= len(hashes_of(text))
    assert 5 > time.process_time() - start
