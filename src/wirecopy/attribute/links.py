"""
Stage 6, attribute: runs of words and their votes -> who said what, in words.

Runs of words with one role are linked by the pointers of *all* their words, which vote: each
content goes to the pair of cue and source for which most speaks. Nothing is linked because it
stands near. A cue without a content, a source that no content goes to, are dropped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wirecopy.attribute.tagger import Chain, Reading
from wirecopy.attribute.votes import CONTENT, CUE, NONE, SOURCE, Run, find_runs

_CUE_WEIGHT = 0.25
"""What a cue's votes for a source count, beside those of the content itself."""
_WITHOUT_CUE = 0.3
"""Stands for a cue's votes where a content has no cue."""
_NOBODY = 0.15
"""What a content's own votes for no source count: hardly any content is without one."""
_LEAST = 0.001
"""Added to each share, so that one missing vote forbids nothing."""
_LOOSE_SHARE = 0.35
"""Share of a statement's source votes on untagged words that makes a source of them after all."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One statement in words: half-open ranges, and what speaks for it."""

    contents: tuple[tuple[int, int], ...]
    cues: tuple[tuple[int, int], ...]
    sources: tuple[tuple[int, int], ...]
    evidence: tuple[float, ...]
    """For `confidence.py`: the chances of content, edges, cue, cue link, source, source link."""
    heard: tuple[tuple[int, int], ...] = ()
    """According to whom the source said it."""
    labeled: bool = False
    """Whether a label says that it is the source's."""


def find_links(
    readings: Iterable[Reading], chain: Chain, paragraph: Sequence[bool] = ()
) -> list[Linked]:
    """
    Decide on tags, then on links; statements come in the order of their first content.

    Args:
        readings: What the tagger says, window by window.
        chain: How tags follow each other.
        paragraph: For each word whether a paragraph begins that no source or cue goes on in.
    """
    runs = find_runs(readings, chain, paragraph)
    return sorted(_join(runs), key=lambda linked: linked.contents)


def _join(runs: list[Run]) -> Iterator[Linked]:
    """Bring each content to its cue and source; contents that share both are one statement."""
    cues = _cue_groups(runs)
    sources = {number for number, run in enumerate(runs) if run.role == SOURCE}
    from_cues = {head: _shares(runs, members, sources) for head, members in cues.items()}
    head_of = {number: head for head, members in cues.items() for number in members}
    chosen: dict[int, tuple[int, int]] = {}
    for number, run in enumerate(runs):
        if run.role == CONTENT:
            chosen[number] = (
                _parting(runs, number, head_of)
                or _parting(runs, number - 3, head_of)
                or _choose(runs, number, head_of, from_cues, sources)
            )
    statements: dict[tuple[int, int], list[int]] = {}
    for number, (head, source) in chosen.items():
        alone = -2 - number
        statements.setdefault((alone if head == NONE else head, source), []).append(number)
    for (head, source), contents in statements.items():
        members = cues.get(head, [])
        yield Linked(
            tuple((runs[n].start, runs[n].end) for n in contents),
            tuple((runs[n].start, runs[n].end) for n in members),
            _source_spans(runs, source, [*members, *contents]),
            _evidence(runs, contents, members, source),
        )


def _parting(runs: list[Run], number: int, head_of: dict[int, int]) -> tuple[int, int] | None:
    """
    Give the cue and source that part a content of one word from its clause.

    In "the letter, which she said was signed by forty states" both parts are what she said.
    """
    if number < 0 or runs[number].role != CONTENT or runs[number].end - runs[number].start > 1:
        return None
    clause = runs[number : number + 4]
    touching = all(one.end == other.start for one, other in pairwise(clause))
    if not touching or [run.role for run in clause[::3]] != [CONTENT, CONTENT]:
        return None
    between = {run.role: number + 1 + n for n, run in enumerate(clause[1:3])}
    return (head_of[between[CUE]], between[SOURCE]) if between.keys() == {CUE, SOURCE} else None


def _cue_groups(runs: list[Run]) -> dict[int, list[int]]:
    """
    Gather the pieces of each cue under its first: a piece follows the one it points to most.

    No content stands between the pieces of one cue.
    """
    heads: dict[int, int] = {}
    content = NONE
    for number, run in enumerate(runs):
        if run.role == CONTENT:
            content = number
        elif run.role == CUE:
            before = [n for n in sorted(run.cues) if n > content and heads.get(n) == n]
            best = max(before, key=lambda n: (run.cues[n], -n), default=number)
            mine = max(run.cues.get(number, 0.0), run.cues.get(NONE, 0.0))
            heads[number] = best if run.cues.get(best, 0.0) > mine else number
    groups: dict[int, list[int]] = {}
    for number, head in heads.items():
        groups.setdefault(head, []).append(number)
    return groups


def _shares(runs: list[Run], members: list[int], sources: set[int]) -> dict[int, float]:
    """Give the share of the source votes of some runs that each source, or NONE, has."""
    shares: dict[int, float] = {}
    for number in members:
        size = (runs[number].end - runs[number].start) * len(members)
        for target, share in runs[number].sources.items():
            if target in sources or target == NONE:
                shares[target] = shares.get(target, 0.0) + share / size
    return shares


def _choose(
    runs: list[Run],
    number: int,
    head_of: dict[int, int],
    from_cues: dict[int, dict[int, float]],
    sources: set[int],
) -> tuple[int, int]:
    """
    Choose a content's cue and source together.

    The content's own votes for both count in full, but those for no source less, those of the cue
    for its source by a quarter: the best pair is the one whose logarithms add up to most, the first
    of equals.
    """
    run = runs[number]
    size = run.end - run.start
    to_cues: dict[int, float] = {NONE: run.cues.get(NONE, 0.0) / size}
    for target, share in run.cues.items():
        if target in head_of:
            head = head_of[target]
            to_cues[head] = to_cues.get(head, 0.0) + share / size
    to_sources = {NONE: 0.0} | _shares(runs, [number], sources)
    best, most = (NONE, NONE), -math.inf
    for head, cue_share in sorted(to_cues.items()):
        believed = from_cues.get(head, {})
        for source in sorted(to_sources.keys() | believed.keys()):
            through = believed.get(source, 0.0) if head != NONE else _WITHOUT_CUE
            source_share = to_sources.get(source, 0.0) * (_NOBODY if source == NONE else 1.0)
            votes = (cue_share, source_share)
            value = sum(math.log(share + _LEAST) for share in votes)
            value += _CUE_WEIGHT * math.log(through + _LEAST)
            if value > most:
                best, most = (head, source), value
    return best


def _source_spans(runs: list[Run], source: int, voters: list[int]) -> tuple[tuple[int, int], ...]:
    """Give the source's words; where there is none, untagged words that most votes go to."""
    if source != NONE:
        return ((runs[source].start, runs[source].end),)
    loose: dict[int, float] = {}
    for number in voters:
        for word, share in runs[number].loose.items():
            loose[word] = loose.get(word, 0.0) + share / (runs[number].end - runs[number].start)
    return _close_together(loose) if sum(loose.values()) > _LOOSE_SHARE * len(voters) else ()


def _close_together(loose: dict[int, float]) -> tuple[tuple[int, int], ...]:
    """Make a source of the word with most votes and of its neighbors with votes."""
    first = last = min(loose, key=lambda word: (-loose[word], word))
    while first - 1 in loose:
        first -= 1
    while last + 1 in loose:
        last += 1
    return ((first, last + 1),)


def _evidence(
    runs: list[Run], contents: list[int], cues: list[int], source: int
) -> tuple[float, ...]:
    words = [chance for n in contents for chance in runs[n].certain]
    sizes = [runs[n].end - runs[n].start for n in contents]
    linked = sum(runs[n].cues.get(cue, 0.0) for n in contents for cue in cues) / sum(sizes)
    sourced = sum(runs[n].sources.get(source, 0.0) for n in contents) / sum(sizes)
    return (
        sum(words) / len(words),
        min(runs[n].edges[0] for n in contents),
        min((min(runs[n].certain) for n in cues), default=0.0),
        linked,
        min(runs[source].certain) if source != NONE else 0.0,
        sourced,
    )
