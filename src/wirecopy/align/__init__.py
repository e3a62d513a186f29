"""
Stage 4, align: pairs of texts -> passages.

The way of read mappers, with two more steps for what was not copied word for word:

    story      the words of a text, without its asides
    seeds      runs of words that stand in both texts
    chain      seeds that follow each other: copied spans
    rewritten  spans whose words survived, in any order; evidence weighs them, refine bounds them
    digest     a stretch of one text that sums up the whole of the other
    passages   a span's share, kind and bounds in code points

Words are folded, so case and typography make no difference. Asides are no story: their words count
on neither side, and a passage may run across one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wirecopy.align.digest import SHORTER, add_digest
from wirecopy.align.evidence import Evidence
from wirecopy.align.order import count_in_order
from wirecopy.align.passages import Span, find_copied, kind_of, share_of, take, trim, widen
from wirecopy.align.refine import MIN_WORDS
from wirecopy.align.rewritten import find_rewritten
from wirecopy.align.story import Story, Texts, stories_of, story_of
from wirecopy.options import Options
from wirecopy.records import Passage
from wirecopy.schemas import ALIGNED
from wirecopy.words.columns import bytes_of, spans_of

_NOTHING: dict[str, Any] = {
    "a_shared": 0, "b_shared": 0, "matched": 0, "quoted": 0, "numbers": 0, "numbers_matched": 0,
    "passages": [],
}  # fmt: skip


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
    return sorted(_passage(one, other, span) for span in _find_trimmed(one, other))


def align_pairs(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Align each row's two texts; asides count as no part of either.

    In: a, b (keys), a_text, b_text, a_asides, b_asides, in any order. Out: `records.ALIGNED`, a row
    for a row, in the order of a.
    """
    batch = batch.sort_by([("a", "ascending"), ("b", "ascending")])
    rows = [_align_row(a, b) for a, b in _stories(batch)]
    keys = {"a": batch.column("a"), "b": batch.column("b")}
    names = [name for name in ALIGNED.names if name not in keys]
    found = {name: [row[name] for row in rows] for name in names}
    columns = keys | {name: pa.array(found[name], ALIGNED.field(name).type) for name in names}
    yield pa.record_batch([columns[name] for name in ALIGNED.names], schema=ALIGNED)


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


def _align_row(a: Story, b: Story) -> dict[str, Any]:
    spans = _find_trimmed(a, b)
    if not spans:
        return {"a_words": len(a.hashes), "b_words": len(b.hashes)} | _NOTHING
    found = [(_passage(a, b, span), span) for span in spans]
    shared = _count_shared(spans, a, b), _count_shared([s.mirrored() for s in spans], b, a)
    numbers, numbers_matched = _count_numbers(spans, a, b)
    matched = min(*shared, round(sum(x.share * _length(span) for x, span in found)))
    return {
        "a_words": len(a.hashes),
        "b_words": len(b.hashes),
        "a_shared": shared[0],
        "b_shared": shared[1],
        "matched": matched,
        "quoted": min(matched, sum(_count_quoted(span, a, b) for span in spans)),
        "numbers": numbers,
        "numbers_matched": numbers_matched,
        "passages": [x.to_dict() for x, _ in sorted(found)],
    }


def _length(span: Span) -> int:
    return max(span.a_end - span.a_start, span.b_end - span.b_start)


def _count_quoted(span: Span, a: Story, b: Story) -> int:
    """
    Count the words of a passage that both texts have in order, and both quote.

    Who has only these in common with another need not have seen it: both heard one speaker.
    """
    ours, theirs = slice(span.a_start, span.a_end), slice(span.b_start, span.b_end)
    one, other = a.hashes[ours][a.quoted[ours]], b.hashes[theirs][b.quoted[theirs]]
    return count_in_order(one, other) if len(one) and len(other) else 0


def _count_numbers(spans: list[Span], a: Story, b: Story) -> tuple[int, int]:
    """
    Count the numbers in passages, of the side that has fewer, and how many both sides have.

    Who rewrites keeps the figures; next week's report has the same words and other figures.
    """
    ours, theirs = (
        Counter(side.hashes[_inside(places, side) & side.is_number].tolist())
        for side, places in ((a, spans), (b, [span.mirrored() for span in spans]))
    )
    return min(ours.total(), theirs.total()), (ours & theirs).total()


def _inside(spans: list[Span], a: Story) -> NDArray[np.bool_]:
    inside = np.zeros(len(a.hashes), np.bool_)
    for span in spans:
        inside[span.a_start : span.a_end] = True
    return inside


def _count_shared(spans: list[Span], a: Story, b: Story) -> int:
    """
    Count the words of a that lie in spans, each once.

    Of what is summed up elsewhere in far fewer words, only those count that stand there: else a
    paragraph on a story would have the whole of it.
    """
    shared = np.zeros(len(a.hashes), np.bool_)
    for span in spans:
        if span.a_end - span.a_start >= SHORTER * (span.b_end - span.b_start):
            summary = b.hashes[span.b_start : span.b_end]
            shared[span.a_start : span.a_end] |= np.isin(
                a.hashes[span.a_start : span.a_end], summary
            )
        else:
            shared[span.a_start : span.a_end] = True
    return int(shared.sum())


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
    copied = find_copied(a.hashes, b.hashes)
    if _words_left(copied, a_words, b_words) < MIN_WORDS:
        return copied
    evidence = Evidence(a, b)
    return add_digest(evidence, find_rewritten(evidence, copied))


def _words_left(spans: list[Span], a_words: int, b_words: int) -> int:
    """Count the words in no span, on the side that has fewer of them."""
    if not spans:
        return min(a_words, b_words)
    a_taken, b_taken = np.zeros(a_words, np.bool_), np.zeros(b_words, np.bool_)
    for span in spans:
        take(span, a_taken, b_taken)
    return min(a_words - int(a_taken.sum()), b_words - int(b_taken.sum()))


def _passage(a: Story, b: Story, span: Span) -> Passage:
    share = share_of(span, a.hashes, b.hashes)
    bounds = (
        int(a.starts[span.a_start]),
        int(a.ends[span.a_end - 1]),
        int(b.starts[span.b_start]),
        int(b.ends[span.b_end - 1]),
    )
    return Passage(*widen(a.text, b.text, bounds), kind_of(share), share)
