"""
Stage 5, trace: two pages and what they share -> where a number, a name or a word differs.

Looked at are places where a passage has the same words before and behind, and something else
between. What one page merely leaves out is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

import pyarrow as pa

from wirecopy.schemas import DIFFERENCES
from wirecopy.trace.collocations import odd_collocations
from wirecopy.trace.tokens import Token, is_content, is_name, is_number, stem, tokens

MOST = {"number": 40, "name": 40, "word": 40, "odd in a": 1000, "odd in b": 1000}
"""Differences of a pair that are kept, for each kind that has a place."""

LONGEST = 4
"""Words that can be set against each other between two places where both texts agree."""

AROUND = 2
"""Words, before and behind, of which most must agree."""


class Difference(NamedTuple):
    """What stands at one place of two pages; `times` is set for `exchanged`, which has no span."""

    kind: str
    """
    `number`, `name`, `word`; `odd in a`, `odd in b` for a collocation that is odd on that side;
    `exchanged` counts the words put one for one into others.
    """
    a_value: str | None
    a_start: int | None
    a_end: int | None
    b_value: str | None
    b_start: int | None
    b_end: int | None
    times: int = 1


def find_differences(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the differences of each pair.

    Args:
        batch: Columns a, b, a_text, b_text and passages, as `schemas.ALIGNED` has them.

    Yields:
        `schemas.DIFFERENCES`.
    """
    rows = []
    for row in batch.to_pylist():
        spans = [
            (p["a_start"], p["a_end"], p["b_start"], p["b_end"])
            for p in row["passages"] or []
            if p["kind"] != "verbatim"
        ]
        for found in differences(row["a_text"], row["b_text"], spans):
            rows.append((row["a"], row["b"], *found))
    columns = zip(*rows, strict=True) if rows else ([] for _ in DIFFERENCES)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, DIFFERENCES, strict=True)],
        schema=DIFFERENCES,
    )


def differences(a: str, b: str, spans: Sequence[tuple[int, int, int, int]]) -> list[Difference]:
    """
    Give what differs in the passages that two texts share.

    Args:
        a: The one text.
        b: The other.
        spans: Passages: start and end in a, start and end in b.

    >>> one, two = "The 131-page report of Ann Roe came", "The 113-page report of Ann Roe came"
    >>> [(d.kind, d.a_value, d.b_value) for d in differences(one, two, [(0, 35, 0, 35)])]
    [('number', '131', '113')]
    """
    found: dict[str, list[Difference]] = {kind: [] for kind in MOST}
    exchanged = 0
    for a_start, a_end, b_start, b_end in spans:
        one, two = tokens(a, a_start, a_end), tokens(b, b_start, b_end)
        matcher = SequenceMatcher(
            None, [t.key for t in one], [t.key for t in two], autojunk=len(one) + len(two) > 6_000
        )
        blocks = matcher.get_matching_blocks()
        for before, behind in pairwise(blocks):
            left, right = (before.a + before.size, before.b + before.size), (behind.a, behind.b)
            if min(before.size, AROUND) + min(behind.size, AROUND) < AROUND + 1:
                continue
            for difference in _compare(one[left[0] : right[0]], two[left[1] : right[1]]):
                exchanged += difference.kind == "word"
                found[difference.kind].append(difference)
        for odd in odd_collocations(a, b, one, two, blocks):
            kind = "odd in a" if odd.in_first else "odd in b"
            pair = one[odd.first : odd.first + 2], two[odd.second : odd.second + 2]
            found[kind].append(_pair(kind, *pair))
    kept = [one for kind, most in MOST.items() for one in found[kind][:most]]
    if exchanged:
        kept.append(Difference("exchanged", None, None, None, None, None, None, exchanged))
    return kept


def _compare(one: list[Token], two: list[Token]) -> Iterator[Difference]:
    """Set what stands between two places where both agree against each other."""
    if not one or not two or max(len(one), len(two)) > LONGEST:
        return
    numbers = [t for t in one if is_number(t)], [t for t in two if is_number(t)]
    if len(numbers[0]) == len(numbers[1]) == 1:
        if len(one) == len(two) or max(len(one), len(two)) <= 2:
            yield _pair("number", numbers[0], numbers[1])
        return
    if numbers[0] or numbers[1]:
        return
    names = [t for t in one if is_name(t)], [t for t in two if is_name(t)]
    if len(names[0]) == len(one) and len(names[1]) == len(two):
        alike = SequenceMatcher(None, names[0][0].key, names[1][0].key).ratio()
        if names[0][0].key.startswith(names[1][0].key) or names[1][0].key.startswith(
            names[0][0].key
        ):
            return
        if (len(one) == len(two) == 1 and alike >= 0.5) or min(len(one), len(two)) > 1:
            yield _pair("name", one, two)
    elif len(one) == len(two) and not names[0] and not names[1]:
        for x, y in zip(one, two, strict=True):
            if is_content(x) and is_content(y) and stem(x.key) != stem(y.key):
                yield _pair("word", [x], [y])


def _pair(kind: str, one: list[Token], two: list[Token]) -> Difference:
    values = (" ".join(token.text for token in side) for side in (one, two))
    a_value, b_value = values
    return Difference(kind, a_value, one[0].start, one[-1].end, b_value, two[0].start, two[-1].end)
