"""
Stage 4, align: pairs of texts -> passages.

The way of read mappers: seeds (runs of words that stand in both texts), chains of seeds, and
passages. Words are folded, so case and typography make no difference; asides are no story, their
words count on neither side, and a passage may run across one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wirecopy.align.chain import chain_runs
from wirecopy.align.passages import Span, spans_of, widen
from wirecopy.align.seeds import Hashes, find_runs
from wirecopy.options import Options
from wirecopy.records import ALIGNED, Passage
from wirecopy.words import words_of

SEED_WORDS = 5
"""Words of a seed: the shortest run that two texts seldom share by chance."""

GAP = 30
"""Words that may lie between two seeds of one passage, on either side."""

SKIP_COST = 0.1
"""What a word between two seeds costs, in words of a seed."""


@dataclass(frozen=True, slots=True)
class _Story:
    """The words of a text that are story, and where they stand."""

    text: str
    hashes: Hashes
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


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
    return [passage for passage, _ in _align(_story(a), _story(b))]


def align_pairs(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Align each row's two texts; asides count as no part of either.

    In: a, b (keys), a_text, b_text, a_asides, b_asides. Out: `records.ALIGNED`, a row for a row.
    """
    pairs = zip(_stories(batch, "a"), _stories(batch, "b"), strict=True)
    rows = [_align_row(a, b) for a, b in pairs]
    keys = {"a": batch.column("a"), "b": batch.column("b")}
    names = [name for name in ALIGNED.names if name not in keys]
    found = {name: [row[name] for row in rows] for name in names}
    columns = keys | {name: pa.array(found[name], ALIGNED.field(name).type) for name in names}
    yield pa.record_batch([columns[name] for name in ALIGNED.names], schema=ALIGNED)


def _stories(batch: pa.RecordBatch, side: str) -> Iterator[_Story]:
    """Give the story of each row; a text that comes again in the next row is not read again."""
    keys, texts, asides = (batch.column(side + name) for name in ("", "_text", "_asides"))
    known, story = None, None
    for row in range(batch.num_rows):
        if story is None or keys[row].as_py() != known:
            known = keys[row].as_py()
            spans = [(x["start"], x["end"]) for x in asides[row].as_py() or ()]
            story = _story(texts[row].as_py() or "", spans)
        yield story


def _story(text: str, asides: list[tuple[int, int]] | None = None) -> _Story:
    words = words_of(text)
    if not asides:
        return _Story(text, words.hashes, words.starts, words.ends)
    # A word is story unless it begins inside an aside.
    is_story = np.ones(len(words.starts), np.bool_)
    for start, end in asides:
        is_story[slice(*np.searchsorted(words.starts, (start, end)))] = False
    return _Story(text, words.hashes[is_story], words.starts[is_story], words.ends[is_story])


def _align_row(a: _Story, b: _Story) -> dict[str, Any]:
    found = _align(a, b)
    a_taken, b_taken = np.zeros(len(a.hashes), np.bool_), np.zeros(len(b.hashes), np.bool_)
    for _, span in found:
        a_taken[span.a_start : span.a_end] = True
        b_taken[span.b_start : span.b_end] = True
    return {
        "a_words": len(a.hashes),
        "b_words": len(b.hashes),
        "a_shared": int(a_taken.sum()),
        "b_shared": int(b_taken.sum()),
        "passages": [passage.to_dict() for passage, _ in found],
    }


def _align(a: _Story, b: _Story) -> list[tuple[Passage, Span]]:
    """Align in a fixed order of the two texts, so that the sides make no difference."""
    if a.text > b.text:
        found = [(_mirror(passage), _mirror_span(span)) for passage, span in _align(b, a)]
        return sorted(found, key=lambda pair: pair[0])
    if len(a.hashes) and np.array_equal(a.hashes, b.hashes):
        # However short: a text is always one passage of itself.
        spans = [Span(0, len(a.hashes), 0, len(b.hashes), len(a.hashes))]
    else:
        runs = find_runs(a.hashes, b.hashes, SEED_WORDS)
        spans = spans_of(a.hashes, b.hashes, chain_runs(runs, GAP, SKIP_COST))
    return sorted(((_passage(a, b, span), span) for span in spans), key=lambda pair: pair[0])


def _passage(a: _Story, b: _Story, span: Span) -> Passage:
    bounds = (
        int(a.starts[span.a_start]),
        int(a.ends[span.a_end - 1]),
        int(b.starts[span.b_start]),
        int(b.ends[span.b_end - 1]),
    )
    return Passage(*widen(a.text, b.text, bounds), span.kind, span.share)


def _mirror(p: Passage) -> Passage:
    return Passage(p.b_start, p.b_end, p.a_start, p.a_end, p.kind, p.share)


def _mirror_span(s: Span) -> Span:
    return Span(s.b_start, s.b_end, s.a_start, s.a_end, s.in_order)
