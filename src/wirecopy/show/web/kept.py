"""How many pages of a story kept each sentence of the page that they are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from wirecopy.align.story import story_of
from wirecopy.records import Aside
from wirecopy.show.web.marking import ASIDE, PASSAGE, Mark, marked
from wirecopy.show.web.shelf import Keys, Spans

SHADES = 5
ENOUGH = 0.6
"""Part of a sentence's words that must lie in a passage for the sentence to be kept."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the measure, and who kept it."""

    number: int
    start: int
    end: int
    pages: Keys
    """The keys of the pages that have it."""


def kept_sentences(text: str, asides: Sequence[Aside], spans: Spans) -> list[Sentence]:
    """
    Say of each sentence which other pages have it, by the passages that they share.

    Args:
        text: Of the page that the others are measured against.
        asides: What in it is not the story; no sentence of theirs is counted.
        spans: The passages with that page as side a.
    """
    story = story_of(text, [(aside.start, aside.end) for aside in asides])
    words = len(story.starts)
    if not words:
        return []
    others, numbers = np.unique(spans.others, return_inverse=True)
    edges = np.zeros((max(len(others), 1), words + 1), np.int32)
    firsts = np.searchsorted(story.starts, spans.columns["a_start"])
    afters = np.searchsorted(story.starts, spans.columns["a_end"])
    np.add.at(edges, (numbers, firsts), 1)
    np.add.at(edges, (numbers, afters), -1)
    covered = np.cumsum(edges[:, :words], axis=1) > 0
    begins = np.flatnonzero(story.begins_sentence[:words])
    sizes = np.diff([*begins, words])
    enough = np.add.reduceat(covered.astype(np.int32), begins, axis=1) >= ENOUGH * sizes
    sentences = []
    for n, first in enumerate(begins):
        last = int(first + sizes[n] - 1)
        start = _opened(text, int(story.starts[first]))
        end = _closed(text, int(story.ends[last]))
        who = others[enough[:, n]] if len(others) else others
        sentences.append(Sentence(n + 1, start, end, who))
    return sentences


def heat_map(
    text: str,
    asides: Sequence[Aside],
    sentences: Sequence[Sentence],
    whole: int,
    chosen: int,
    links: bool = True,
) -> Markup:
    """
    Give the text with each sentence shaded by how many pages kept it, and the number beside it.

    Args:
        text: Of the measure.
        asides: Greyed.
        sentences: From `kept_sentences`.
        whole: How many other pages there are.
        chosen: The number of a sentence that is singled out, or 0.
        links: Whether the numbers lead to who it was.
    """
    marks = [Mark(a.start, a.end, ASIDE, "aside quiet") for a in asides]
    for s in sentences:
        shade = shade_of(len(s.pages), whole)
        name = f"heat h{shade}{' chosen' if s.number == chosen else ''}"
        said = f"kept by {len(s.pages)} of {whole}"
        count = f'<span class="count" title="{said}">{len(s.pages)}</span>'
        if links:
            count = (
                f'<a class="count" href="?kept={s.number}#kept-{s.number}" '
                f'aria-label="{said}: which?">{len(s.pages)}</a>'
            )
        marks.append(
            Mark(s.start, s.end, PASSAGE, name, key=f"kept-{s.number}", before=count)
        )  # fmt: skip
    return marked(text, marks)


def shade_of(kept: int, whole: int) -> int:
    """
    Give how dark a sentence is: 0 where none kept it, `SHADES` only where all did.

    >>> [shade_of(kept, 14) for kept in (0, 1, 7, 13, 14)]
    [0, 1, 3, 4, 5]
    """
    if not kept:
        return 0
    return SHADES if kept >= whole else 1 + int((SHADES - 1) * kept / whole)


def _opened(text: str, start: int) -> int:
    """Take in what opens a sentence before its first word."""
    while start > 0 and text[start - 1] in "\"'“‘„«(¿¡":
        start -= 1
    return start


def _closed(text: str, end: int) -> int:
    """Take in what closes a sentence after its last word."""
    while end < len(text) and text[end] in ".!?…。！？\"'”’»)":
        end += 1
    return end
