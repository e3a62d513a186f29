"""
Stage 6, attribute: tags and pointers -> runs of words with one role, and how their words vote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wirecopy.attribute.chain import best_tags, chances
from wirecopy.attribute.tagger import Chain, Floats, Reading

SOURCE, CUE, CONTENT = range(3)
NONE = -1
"""The key under which votes for "no cue" or "no source" are counted."""

_LOOSE_CHANCE = 0.05
"""Chance of being a source that an untagged word must have to get votes."""


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


def find_runs(
    readings: Iterable[Reading], chain: Chain, paragraph: Sequence[bool] = ()
) -> list[Run]:
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
            if role != CONTENT and paragraph and paragraph[begin + place]:
                last = None
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
