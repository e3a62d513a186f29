"""
Stage 4, align: pairs of texts -> passages.

The way of read mappers, with two more steps for what was not copied word for word:

    story      the words of a text, without its asides
    seeds      runs of words that stand in both texts
    chain      seeds that follow each other
    copied     chains long enough: copied spans
    rewritten  spans whose words survived, in any order: evidence weighs them, windows shows where
               they may be, refine bounds them
    digest     a stretch of one text that sums up the whole of the other
    measure    how many words the texts have in common in spans
    passages   a span's kind and its bounds in code points

Words are folded, so case and typography make no difference. Asides are no story: their words count
on neither side, and a passage may run across one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from wirecopy.align.copied import find_copied
from wirecopy.align.digest import add_digest
from wirecopy.align.evidence import Evidence
from wirecopy.align.measure import measure
from wirecopy.align.passages import Span, kind_of, trim, widen
from wirecopy.align.rewritten import MIN_WORDS, find_rewritten
from wirecopy.align.story import Story, Texts, stories_of, story_of
from wirecopy.options import Options
from wirecopy.records import Passage, PassageKind
from wirecopy.schemas import ALIGNED
from wirecopy.words.columns import bytes_of, spans_of

_COUNTS = (
    "a_words", "b_words", "a_shared", "b_shared", "matched", "quoted", "numbers", "numbers_matched",
)  # fmt: skip

_Row = tuple[int, int, int, int, PassageKind, float]
"""A passage, as `Passage` and the ledger have it."""


def align(a: str, b: str, options: Options = Options()) -> list[Passage]:  # noqa: B008 (frozen)
    """
    Find the passages that two texts have in common.

    Deterministic, and symmetric: `align(b, a)` gives the same passages with the sides changed.
    Rather misses a short phrase than calls one that anybody might have written a passage.

    Returns:
        Passages in the order of a, then b. Offsets are code points.

    >>> text = "The harbor of Velm will close for nine days in May while divers clear mines."
    >>> [(p.a_start, p.a_end, p.kind.value) for p in align(text, "VELM - " + text)]
    [(0, 76, 'verbatim')]
    """
    one, other = story_of(a), story_of(b)
    spans = _find_trimmed(one, other)
    in_order = measure(one, other, spans).in_order
    return [Passage(*row) for row in _passages(one, other, spans, in_order)]


def align_pairs(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Align each row's two texts; asides count as no part of either.

    In: a, b (keys), a_text, b_text, a_asides, b_asides, in any order. Out: `records.ALIGNED`, a row
    for a row, in the order of a.
    """
    batch = batch.sort_by([("a", "ascending"), ("b", "ascending")])
    rows = [_align_row(a, b) for a, b in _stories(batch)]
    found = dict(zip((*_COUNTS, "passages"), zip(*rows, strict=True), strict=True)) if rows else {}
    columns = {"a": batch.column("a"), "b": batch.column("b")} | found
    arrays = [pa.array(columns.get(field.name, []), field.type) for field in ALIGNED]
    yield pa.record_batch(arrays, schema=ALIGNED)


def _stories(batch: pa.RecordBatch) -> Iterator[tuple[Story, Story]]:
    """Give the stories of each row; a page that comes again in the batch is not read again."""
    known: dict[Any, Story] = {}
    sides = []
    for side in ("a", "b"):
        keys, texts = batch.column(side).to_pylist(), batch.column(side + "_text")
        new = {key: row for row, key in reversed([*enumerate(keys)]) if key not in known}
        as_text = [texts[row].as_py() or "" for row in new.values()]
        asides = spans_of(batch.column(side + "_asides"))
        rows = np.array([*new.values()], np.int64)
        found = stories_of(Texts(*bytes_of(texts), *asides), rows, as_text)
        known |= zip(new, found, strict=True)
        sides.append([known[key] for key in keys])
    return zip(*sides, strict=True)


def _align_row(a: Story, b: Story) -> tuple[Any, ...]:
    """Give the counts of a pair, in the order of `_COUNTS`, and its passages."""
    spans = _find_trimmed(a, b)
    found = measure(a, b, spans)
    matched = min(found.a_shared, found.b_shared, sum(found.in_order))
    return (
        len(a.hashes), len(b.hashes), found.a_shared, found.b_shared, matched,
        min(matched, found.quoted), found.numbers, found.numbers_matched,
        _passages(a, b, spans, found.in_order),
    )  # fmt: skip


def _find_trimmed(a: Story, b: Story) -> list[Span]:
    """Find the spans, without words of the sentences before and after them."""
    begins = a.begins_sentence, b.begins_sentence
    return [trim(span, *begins) for span in _find_spans(a, b)]


def _find_spans(a: Story, b: Story) -> list[Span]:
    """Find the spans in a fixed order of the two texts, so that the sides make no difference."""
    if a.text > b.text:
        return [span.mirrored() for span in _find_spans(b, a)]
    a_words, b_words = len(a.hashes), len(b.hashes)
    if a_words and np.array_equal(a.hashes, b.hashes):
        # However short: a text is always one passage of itself.
        return [Span(0, a_words, 0, b_words)]
    copied, words_left = find_copied(a.hashes, b.hashes)
    if words_left < MIN_WORDS:
        return copied
    evidence = Evidence(a, b)
    return add_digest(evidence, find_rewritten(evidence, copied))


def _passages(a: Story, b: Story, spans: list[Span], in_order: list[int]) -> list[_Row]:
    """Give the passages in the order of a, of spans and their counts of words in order."""
    rows = []
    for (a_start, a_end, b_start, b_end), words in zip(spans, in_order, strict=True):
        share = words / max(a_end - a_start, b_end - b_start)
        bounds = (
            int(a.starts[a_start]), int(a.ends[a_end - 1]),
            int(b.starts[b_start]), int(b.ends[b_end - 1]),
        )  # fmt: skip
        rows.append((*widen(a.text, b.text, bounds), kind_of(share), share))
    return sorted(rows)
