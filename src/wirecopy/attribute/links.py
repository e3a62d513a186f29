"""
Stage 6, attribute: tags and pointers -> who said what, in words.

Runs of words with one role are linked by the pointers of *all* their words: each content goes to
the cue that its words point to most, each statement to the source that its contents and cues point
to most. Nothing is linked because it stands near. A cue without a content, a source that no
statement points to, are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wirecopy.attribute.chain import best_tags, chances
from wirecopy.attribute.tagger import Chain, Floats, Reading

SOURCE, CUE, CONTENT = range(3)
NONE = -1
"""The key under which votes for "no cue" or "no source" are counted."""

_LOOSE_SHARE = 0.35
"""Share of a statement's source votes on untagged words that makes a source of them after all."""
_LOOSE_CHANCE = 0.1
"""Chance of being a source that such a word must have."""


@dataclass(slots=True)
class Run:
    """Neighboring words of one role."""

    role: int
    start: int
    end: int
    certain: list[float] = field(default_factory=list)
    """For each word the chance that it has this role."""
    edges: list[float] = field(default_factory=list)
    """Chance that the run begins where it does."""
    cues: dict[int, float] = field(default_factory=dict)
    """Votes of its words for cue runs by number, and for NONE."""
    sources: dict[int, float] = field(default_factory=dict)
    loose: dict[int, float] = field(default_factory=dict)
    """Source votes for single words that are in no source run but might be."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One statement in words: half-open ranges, and what speaks for it."""

    contents: tuple[tuple[int, int], ...]
    cues: tuple[tuple[int, int], ...]
    sources: tuple[tuple[int, int], ...]
    evidence: tuple[float, ...]
    """For `confidence.py`: the chances of content, edges, cue, cue link, source, source link."""


def find_links(readings: Iterable[Reading], chain: Chain) -> list[Linked]:
    """Decide on tags, then on links; statements come in the order of their first content."""
    runs = find_runs(readings, chain)
    return sorted(_join(runs), key=lambda linked: linked.contents)


def find_runs(readings: Iterable[Reading], chain: Chain) -> list[Run]:
    """Tag each window, and let the words of contents and cues vote for their cue and source."""
    runs: list[Run] = []
    for reading in readings:
        begin, core, end = reading.window
        tags = best_tags(reading.tags, chain)
        chance = chances(reading.tags, chain)
        skipped = core - begin
        mine = np.full(end - begin, NONE, np.int64)
        """For each word of the window, the number of its run."""
        for number in range(len(runs) - 1, -1, -1):
            if runs[number].end <= begin:
                break
            mine[max(0, runs[number].start - begin) : runs[number].end - begin] = number
        for place in range(skipped, end - begin):
            tag = int(tags[place])
            if not tag:
                continue
            role = (tag - 1) // 2
            last = runs[-1] if runs else None
            if not (tag % 2 == 0 and last and last.end == begin + place and last.role == role):
                runs.append(Run(role, begin + place, begin + place))
                last = runs[-1]
                last.edges.append(float(chance[place, tag]))
            assert last is not None
            last.end += 1
            last.certain.append(float(chance[place, 2 * role + 1] + chance[place, 2 * role + 2]))
            mine[place] = len(runs) - 1
        _vote(runs, reading, mine, skipped, chance)
    return runs


def _vote(
    runs: list[Run], reading: Reading, mine: npt.NDArray[np.int64], skipped: int, chance: Floats
) -> None:
    """Add the votes of the words of a window's core to the runs they are in."""
    roles = np.array([runs[number].role if number >= 0 else -1 for number in mine])
    voters = [place for place in range(skipped, len(mine)) if roles[place] in (CUE, CONTENT)]
    if not voters:
        return
    for role, values in ((CUE, reading.cue), (SOURCE, reading.source)):
        shares = _softmax(values[voters])
        there = np.where(roles == role, mine, NONE)
        for row, place in enumerate(voters):
            run = runs[mine[place]]
            votes = run.cues if role == CUE else run.sources
            votes[NONE] = votes.get(NONE, 0.0) + float(shares[row, 0])
            for target in np.flatnonzero(shares[row, 1:] > 0.02):
                share = float(shares[row, 1 + target])
                number = int(there[target])
                if number >= 0:
                    votes[number] = votes.get(number, 0.0) + share
                elif role == SOURCE and mine[target] == NONE and _may_be(chance[target]):
                    word = reading.window.start + int(target)
                    run.loose[word] = run.loose.get(word, 0.0) + share


def _may_be(chance: Floats) -> bool:
    return bool(chance[1] + chance[2] > _LOOSE_CHANCE)


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def _join(runs: list[Run]) -> Iterator[Linked]:
    """Bring contents to their cues, and each such statement to its source."""
    heads = {n: n for n, run in enumerate(runs) if run.role == CUE}
    for number in heads:
        best = _best(runs[number].cues, {n for n in heads if n <= number})
        if best is not None and best != number and heads[best] == best:
            heads[number] = best
    groups: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        if run.role == CONTENT:
            cue = _best(run.cues, set(heads))
            groups.setdefault(-1 - number if cue is None else heads[cue], []).append(number)
    for head, contents in groups.items():
        cues = [n for n, h in heads.items() if h == head]
        votes: dict[int, float] = {}
        loose: dict[int, float] = {}
        for number in (*cues, *contents):
            size = runs[number].end - runs[number].start
            for key, share in runs[number].sources.items():
                votes[key] = votes.get(key, 0.0) + share / size
            for key, share in runs[number].loose.items():
                loose[key] = loose.get(key, 0.0) + share / size
        members = len(cues) + len(contents)
        source = _best(votes, {n for n, run in enumerate(runs) if run.role == SOURCE})
        spans: tuple[tuple[int, int], ...] = ()
        if source is not None:
            spans = ((runs[source].start, runs[source].end),)
        elif sum(loose.values()) > _LOOSE_SHARE * members:
            spans = _close_together(loose)
        yield Linked(
            tuple((runs[n].start, runs[n].end) for n in contents),
            tuple((runs[n].start, runs[n].end) for n in cues),
            spans,
            _evidence(runs, contents, cues, source, votes, members),
        )


def _close_together(loose: dict[int, float]) -> tuple[tuple[int, int], ...]:
    """Make a source of the word with most votes and of its neighbors with votes."""
    first = last = min(loose, key=lambda word: (-loose[word], word))
    while first - 1 in loose:
        first -= 1
    while last + 1 in loose:
        last += 1
    return ((first, last + 1),)


def _best(votes: dict[int, float], allowed: set[int]) -> int | None:
    """Give the number with most votes, the first of equals; None where NONE has more."""
    best, most = None, votes.get(NONE, 0.0)
    for number in sorted(votes):
        if number in allowed and votes[number] > most:
            best, most = number, votes[number]
    return best


def _evidence(
    runs: list[Run],
    contents: list[int],
    cues: list[int],
    source: int | None,
    votes: dict[int, float],
    members: int,
) -> tuple[float, ...]:
    words = [c for n in contents for c in runs[n].certain]
    linked = [
        sum(runs[n].cues.get(c, 0.0) for c in cues) / (runs[n].end - runs[n].start)
        for n in contents
    ]
    return (
        sum(words) / len(words),
        min(runs[n].edges[0] for n in contents),
        min((min(runs[n].certain) for n in cues), default=0.0),
        sum(linked) / len(linked) if cues else 0.0,
        min(runs[source].certain) if source is not None else 0.0,
        votes.get(NONE if source is None else source, 0.0) / members,
    )
