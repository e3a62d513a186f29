"""
Stage 6, attribute: a quotation that runs on behind its cue is a statement of its own.

In "“It leaks,” Tamm said. “We close the quay.”" the network links both quotations to one cue, as
its training texts do; to a reader they are two statements of one speaker, the second without a cue.
Where the second is a paragraph of its own, the network may have read it in another window, and
found nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.windows import begins_sentence


def go_on(text: str, words: Words, found: Iterable[Linked]) -> Iterator[Linked]:
    """Give a quotation that fills a paragraph, and has no source, to whoever was quoted before."""
    last: Linked | None = None
    for linked in found:
        if last and not linked.sources and not linked.cues and _follows(text, words, last, linked):
            evidence = (*linked.evidence[:-2], *last.evidence[-2:])
            linked = replace(linked, sources=last.sources, evidence=evidence)
        yield linked
        last = linked


def _follows(text: str, words: Words, last: Linked, linked: Linked) -> bool:
    """
    Say whether a whole paragraph is quoted right behind a paragraph with a quotation.

    A question may be answered by another, and a new sentence or a colon may bring one in.
    """
    start, end = linked.contents[0][0], linked.contents[-1][1]
    while start > 0 and not words.paragraph[start] and words.cases[start - 1] == Case.MARK:
        start -= 1
    while end < len(words) and not words.paragraph[end] and words.cases[end] == Case.MARK:
        end += 1
    before = last.contents[-1][1]
    if not (before <= start and words.paragraph[start]):
        return False
    if end < len(words) and not words.paragraph[end]:
        return False
    between = range(before, start)
    told = any(
        words.paragraph[n] or (not words.quoted[n] and begins_sentence(words, text, n))
        for n in between
    )
    closed = text[words.starts[start - 1]] != ":" and "?" not in _marks(text, words, last)
    quoted = all(words.quoted[n] == Quoted.DOUBLE for n in (before - 1, start, end - 1))
    return closed and quoted and not told


def _marks(text: str, words: Words, linked: Linked) -> str:
    """Give the last word of a quotation and the mark behind it."""
    end = linked.contents[-1][1]
    return text[words.starts[end - 1] : words.ends[min(end, len(words) - 1)]]


def part_run_ons(text: str, words: Words, linked: Linked) -> Iterator[tuple[Range, ...]]:
    """Give the contents of one statement, those that run on apart from those at the cue."""
    part: list[Range] = []
    for run in linked.contents:
        if part and _runs_on(text, words, linked, part[-1][1], run[0]):
            yield tuple(part)
            part = []
        part.append(run)
    yield tuple(part)


def _runs_on(text: str, words: Words, linked: Linked, end: int, start: int) -> bool:
    """Say whether a quotation opens behind a cue and the end of the cue's sentence."""
    if words.quoted[start] == Quoted.OUTSIDE:
        return False
    if start > end and words.cases[start] != Case.MARK and words.cases[start - 1] == Case.MARK:
        start -= 1
    behind = any(end <= first and last <= start for first, last in linked.cues)
    opens = start > 0 and words.quoted[start - 1] == Quoted.OUTSIDE
    return behind and opens and begins_sentence(words, text, start)
