"""
Stage 4, align, step 5: digests, a stretch of one text that sums up the whole of the other.

A digest keeps few runs and no order, but its words come out of the long text, and the rest of the
text that it stands in has other ones. Two sources for a word are compared: the long text mixed
with the surroundings of the stretch, and the surroundings alone (a language model of one word, as
in search engines). The stretch is the best-scoring segment under that ratio.

Where a text has nothing but the digest there are no surroundings to compare with, and none is
found. Two independent reports of one event can look like digest and source.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wirecopy.align.evidence import MISS, Evidence, Floats, Side, cost_of
from wirecopy.align.measure import SHORTER
from wirecopy.align.passages import Span, around
from wirecopy.align.refine import best_segment
from wirecopy.align.seeds import Places
from wirecopy.align.story import Flags
from wirecopy.kernel import Int, kernel

FROM_SOURCE = 0.5
"""Part of a digest's words that come out of the long text, as far as they are not common words."""

STRANGE = 0.15
"""Times that a word is thought to stand in the surroundings where it does not."""

MOST = 4.0
"""Most that one word can weigh, in nats: a digest does not hang on a few rare words."""

NOT_IN_SOURCE = MISS + float(np.log(1 - FROM_SOURCE))
"""What a word that the source does not have weighs more or less than elsewhere, in nats."""

MIN_DIGEST = 55.0
"""Evidence that a digest must have, in nats."""

MOST_EXPLAINED = 0.5
"""Part of a digest that one span found before may make up."""

MIN_SURROUNDINGS = 50
"""Fewest words around a digest that say what its text is about otherwise."""

HOPELESS = 20.0
"""A stretch of less evidence than this at any look is not looked at again; it saves the time."""

KNOWN = 8
"""Times up to which what a word weighs is kept for the next word that stands as often."""

TURNS = 4
"""Most times that a stretch is looked for, each time with the surroundings of the one before."""


def add_digest(evidence: Evidence, spans: list[Span]) -> list[Span]:
    """
    Find the digest of either text in the other, the better one, and let it take in its parts.

    Where a span that was found before makes up most of it, that span says more, and the digest is
    left out.
    """
    in_a = _find_stretch(evidence.a, evidence.b)
    in_b = _find_stretch(evidence.b, evidence.a)
    if max(in_a, in_b).worth < MIN_DIGEST:
        return spans
    if in_a.worth >= in_b.worth:
        return _put_in(in_a, len(evidence.b.numbers), spans)
    mirrored = _put_in(in_b, len(evidence.a.numbers), [span.mirrored() for span in spans])
    return [span.mirrored() for span in mirrored]


class _Stretch(NamedTuple):
    worth: float
    start: int
    end: int


def _put_in(stretch: _Stretch, source_words: int, spans: list[Span]) -> list[Span]:
    """Put a digest that was found in a in the place of the spans that it holds, if it may."""
    overlaps = [min(x.a_end, stretch.end) - max(x.a_start, stretch.start) for x in spans]
    if max(overlaps, default=0) > MOST_EXPLAINED * (stretch.end - stretch.start):
        return spans
    digest, others = Span(stretch.start, stretch.end, 0, source_words), []
    for span, overlap in zip(spans, overlaps, strict=True):
        if overlap > 0:
            digest = around(digest, span)
        else:
            others.append(span)
    return [*others, digest]


def _find_stretch(text: Side, source: Side) -> _Stretch:
    """Find the stretch of a text that sums up a source best."""
    bounds, numbers = np.zeros(2, np.int64), len(text.times)
    worth = _set_bounds(
        bounds, text.numbers, text.is_number, text.begins_sentence, text.times, source.times,
        len(source.numbers), np.empty(numbers, np.int64), np.empty(numbers),
        np.empty((KNOWN, KNOWN)), np.empty(len(text.numbers)),
    )  # fmt: skip
    return _Stretch(float(worth), *bounds.tolist())


@kernel
def _set_bounds(
    bounds: NDArray[np.int64],
    numbers: Places,
    is_number: Flags,
    begins: Flags,
    times: NDArray[np.int64],
    source_times: NDArray[np.int64],
    source_words: Int,
    inside: NDArray[np.int64],
    gain: Floats,
    known: Floats,
    scores: Floats,
) -> float:
    """
    Set the bounds of the best stretch, in turn with its surroundings; give its evidence or 0.

    `known` takes what a word weighs by how often it stands around the stretch and in the source.
    """
    inside[:] = 1
    worth = 0.0
    for _ in range(TURNS):
        start, end = bounds[0], bounds[1]
        surroundings = numbers.size - (end - start)
        if surroundings < MIN_SURROUNDINGS:
            return 0.0
        known[:] = np.nan
        for number in range(times.size):
            if times[number] == 0 or source_times[number] == 0:
                continue
            left, there = max(times[number] - inside[number], 0), source_times[number]
            keep = left < KNOWN and there < KNOWN
            if keep and known[left, there] == known[left, there]:
                gain[number] = known[left, there]
                continue
            strange = (left + STRANGE) / surroundings
            mixed = FROM_SOURCE * there / source_words + (1 - FROM_SOURCE) * strange
            gain[number] = min(np.log(mixed / strange), MOST)
            if keep:
                known[left, there] = gain[number]
        for at in range(numbers.size):
            if source_times[numbers[at]] > 0:
                scores[at] = gain[numbers[at]]
            else:
                scores[at] = NOT_IN_SOURCE - cost_of(is_number[at])
        worth = best_segment(scores, begins, 0, numbers.size, bounds, 0)
        if worth < HOPELESS:
            return 0.0
        if start == bounds[0] and end == bounds[1]:
            break
        inside[:] = 0
        for at in range(bounds[0], bounds[1]):
            inside[numbers[at]] += 1
    if (bounds[1] - bounds[0]) * SHORTER > source_words:
        return 0.0
    return worth
