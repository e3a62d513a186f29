"""
Stage 6, attribute: a name that several people of a text share -> who of them is meant.

The one the text is about, who has spoken, who was the subject just before, and whose sex the rest
of the sentence has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wirecopy.attribute.focus import Focus
from wirecopy.attribute.layout import Layout
from wirecopy.attribute.pronouns import PRONOUN, form_of

_SPOKEN = 1.5
_SUBJECT = 3.0
_OF_SEX = 2.0
"""Weights beside the number of times that someone was named so far."""
_AHEAD = 1.0, 0.3
"""How far the first must be ahead of the second to be sure, and as a share of its weight."""


@dataclass(slots=True)
class Namesakes:
    """Who was meant how often, as far as the text is read."""

    text: str
    layout: Layout
    starts: Sequence[int]
    """Where names begin."""
    focus: Focus
    times: Counter[int] = field(default_factory=Counter)
    """How often each voice was named without doubt."""

    def pick(self, meant: tuple[int, ...], at: int) -> tuple[int, bool]:
        """
        Choose among the voices that a name may mean.

        Args:
            meant: Their numbers.
            at: Where the name stands.

        Returns:
            The voice, and whether there was no doubt.
        """
        if len(meant) == 1:
            return meant[0], True
        voices = self.focus.cast.voices
        sex = self._sex_behind(at)
        first = min(meant, key=lambda v: voices[v].at)
        weights = {v: self._weigh(v, at) + _OF_SEX * sex * voices[v].sex for v in meant}
        weights[first] += 1.0
        best, other = sorted(meant, key=lambda v: (-weights[v], v))[:2]
        ahead = max(_AHEAD[0], _AHEAD[1] * weights[best])
        return best, weights[best] - weights[other] >= ahead

    def _weigh(self, voice: int, at: int) -> float:
        weight = self.times[voice] + _SPOKEN * (voice in self.focus.spoken)
        near = self.focus.distance(voice, at) <= 1
        return weight + _SUBJECT * (near and self.focus.traces[voice].weight >= 2.0)

    def _sex_behind(self, at: int) -> int:
        """Give the sex of the pronoun behind a name: 1 for male, -1 for female, 0 for none."""
        end = self.layout.span(self.layout.sentence(at), len(self.text))[1]
        n = bisect_right(self.starts, at)
        match = PRONOUN.search(self.text, at, min([end, *self.starts[n : n + 1]]))
        if match is None or self.layout.quotation(match.start()) >= 0:
            return 0
        return 1 if form_of(match.group()) == "he" else -1
