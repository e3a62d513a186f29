"""
Stage 6, attribute: a quotation that runs on behind its cue is a statement of its own.

In "“It leaks,” Tamm said. “We close the quay.”" the network links both quotations to one cue, as
its training texts do; to a reader they are two statements of one speaker, the second without a cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Case, Quoted, Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.windows import begins_sentence


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
