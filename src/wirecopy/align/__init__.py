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

from wirecopy.align.evidence import Evidence, sentence_bonus
from wirecopy.align.passages import Span, find_copied, kind_of, share_of, take, widen
from wirecopy.align.rewritten import MIN_WORDS, find_rewritten
from wirecopy.align.seeds import Hashes
from wirecopy.options import Options
from wirecopy.records import ALIGNED, Passage
from wirecopy.words import words_of


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
    one, other = _story(a), _story(b)
    return sorted(_passage(one, other, span) for span in _find_spans(one, other))


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
    spans = _find_spans(a, b)
    a_taken, b_taken = np.zeros(len(a.hashes), np.bool_), np.zeros(len(b.hashes), np.bool_)
    for span in spans:
        take(span, a_taken, b_taken)
    return {
        "a_words": len(a.hashes),
        "b_words": len(b.hashes),
        "a_shared": int(a_taken.sum()),
        "b_shared": int(b_taken.sum()),
        "passages": [x.to_dict() for x in sorted(_passage(a, b, span) for span in spans)],
    }


def _find_spans(a: _Story, b: _Story) -> list[Span]:
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
    a_bonus = sentence_bonus(a.text, a.starts, a.ends)
    b_bonus = sentence_bonus(b.text, b.starts, b.ends)
    return find_rewritten(Evidence(a.hashes, b.hashes), a_bonus, b_bonus, copied)


def _words_left(spans: list[Span], a_words: int, b_words: int) -> int:
    """Count the words in no span, on the side that has fewer of them."""
    a_taken, b_taken = np.zeros(a_words, np.bool_), np.zeros(b_words, np.bool_)
    for span in spans:
        take(span, a_taken, b_taken)
    return min(a_words - int(a_taken.sum()), b_words - int(b_taken.sum()))


def _passage(a: _Story, b: _Story, span: Span) -> Passage:
    share = share_of(span, a.hashes, b.hashes)
    bounds = (
        int(a.starts[span.a_start]),
        int(a.ends[span.a_end - 1]),
        int(b.starts[span.b_start]),
        int(b.ends[span.b_end - 1]),
    )
    return Passage(*widen(a.text, b.text, bounds), kind_of(share), share)
