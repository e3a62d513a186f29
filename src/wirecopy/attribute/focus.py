"""
Stage 6, attribute: what a reader has in mind -> whom a pronoun means, weighed as centering has it.

Candidates are the voices named shortly before. What speaks for one: that it is near, the subject of
its sentence, the last to speak, of the pronoun's sex and number. Names inside quotations are no
antecedents for what stands outside. Where a text contradicts itself on who is he and who is she,
as translated ones do, sex counts for little.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wirecopy.attribute.cast import Cast, Voice
from wirecopy.attribute.layout import Layout
from wirecopy.records import SpeakerKind

_MEMORY = 12
"""Voices that are kept in mind at a time."""
_PLAIN = 1.5
"""How far ahead of the next a pronoun's meaning must be to tell the sex of someone."""
_REACH = 8
"""Sentences that a pronoun may reach back."""
_OFTEN = 8
"""Times that speak for a voice; it is plain by then that the text is about it."""
_NOBODY = 0.5
"""Weight of someone whom the text has not named as a candidate of his own."""
_CHAINED = 0.5
"""How much surer a pronoun may be than the one through which its antecedent was met last."""
SURE = 9.0
"""The margin of a name, which needs no weighing."""


@dataclass(slots=True)
class Trace:
    """Where a voice was last met, and how plainly it stood there."""

    sentence: int
    paragraph: int
    weight: float
    margin: float = SURE
    """How sure it is that this voice was met there, where it was met by a pronoun."""
    name: tuple[int, int] | None = None
    """Where it was named last."""


@dataclass(slots=True)
class Choice:
    """Whom a pronoun means."""

    voice: int | None
    margin: float
    """How far the voice is ahead of the next."""
    mismatch: bool = False
    """The pronoun is of the other sex, or the voice is no person."""


@dataclass(slots=True)
class Focus:
    """What a reader has in mind at a place of the text."""

    cast: Cast
    layout: Layout
    trusted: bool
    """False where the text's pronouns contradict each other."""
    traces: dict[int, Trace] = field(default_factory=dict)
    speaker: int | None = None
    spoke: int = -9
    """The sentence in which the last statement ended."""
    ended: int = -1
    """Where it ended."""
    newer: int = -9
    """Where someone else was the subject last."""
    times: Counter[int] = field(default_factory=Counter)
    """How often each voice was met."""
    asker: tuple[int, int] = (-1, -9)
    """Who asked something last, and in which sentence: what follows is the answer of another."""
    spoken: set[int] = field(default_factory=set)
    """All voices that have spoken so far."""
    said: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Whom `he` and `she` meant last, and in which sentence."""
    turned: tuple[int, int, bool] = (-1, -9, False)
    """Whom the verb of a sentence turned to, which sentence, and whether it was a question."""

    def turn(self, voice: int, at: int, asked: bool) -> None:
        """Take note of an object that what follows is about: "asked Roe whether he"."""
        self.turned = voice, self.layout.step(at), asked

    def meet(
        self,
        voice: int,
        at: int,
        weight: float,
        margin: float = SURE,
        name: tuple[int, int] | None = None,
    ) -> None:
        """Take note of a voice; of how sure it was where a pronoun meant it, or of its name."""
        sentence = self.layout.step(at)
        self.times[voice] += 1
        old = self.traces.pop(voice, None)
        if old is not None and old.sentence == sentence:
            weight = max(weight, old.weight)
        name = name or (old.name if old is not None else None)
        self.traces[voice] = Trace(sentence, self.layout.paragraph(at), weight, margin, name)
        if voice != self.speaker and weight >= 2.0 and self.cast.voices[voice].looks_human:
            self.newer = at
        if len(self.traces) > _MEMORY:
            del self.traces[next(iter(self.traces))]

    def hear(self, voice: int, at: int, end: int, margin: float) -> None:
        """Take note of a voice that speaks, and where its statement ends."""
        self.meet(voice, at, 2.0, margin)
        self.speaker, self.ended, self.spoke = voice, end, self.layout.step(end)
        self.spoken.add(voice)

    def learn(self, choice: Choice, form: str) -> None:
        """Let a pronoun that plainly means someone without a known sex tell it."""
        if choice.voice is None or choice.margin < _PLAIN or form not in ("he", "she"):
            return
        voice = self.cast.voices[choice.voice]
        if self.trusted and voice.male == voice.female == 0 and voice.looks_human:
            voice.male, voice.female = float(form == "he"), float(form == "she")

    def distance(self, voice: int, at: int) -> int:
        """Give how many sentences ago a voice was met; many for one that is out of mind."""
        trace = self.traces.get(voice)
        return 999 if trace is None else self.layout.step(at) - trace.sentence

    def choose(
        self,
        pronoun: str,
        at: int,
        goes_on: bool = False,
        inside: bool = False,
        trailing: bool = False,
    ) -> Choice:
        """
        Weigh the voices in mind for a pronoun.

        Args:
            pronoun: Its plain form, or `one` for a noun that means someone in mind.
            at: Where it stands.
            goes_on: It is the subject of "added" or the like.
            inside: Its clause hangs on another one.
            trailing: It follows what was said: "…, he said".
        """
        sentence = self.layout.step(at)
        weighed: list[tuple[float, int, bool]] = []
        for voice, trace in self.traces.items():
            agreement, mismatch = self._agreement(pronoun, self.cast.voices[voice])
            if agreement is not None and sentence - trace.sentence <= _REACH:
                weight = agreement + self._nearness(voice, at, inside)
                weight += self._speech(voice, sentence, goes_on, trailing)
                last = self.said.get(pronoun)
                if last is not None and last[0] == voice and sentence - last[1] <= 3:
                    weight += 0.8 if self.layout.step(max(self.newer, 0)) <= last[1] else 0.3
                weighed.append((weight, voice, mismatch))
        weighed.sort(key=lambda w: (-w[0], w[1]))
        if not weighed or weighed[0][0] < -2.5:
            return Choice(None, 0.0)
        best = self.cast.voices[weighed[0][1]]
        if pronoun == "one" and not best.looks_human:
            return Choice(None, 0.0)
        margin = weighed[0][0] - max([_NOBODY, *(w[0] for w in weighed[1:2])])
        margin = min(margin, self.traces[weighed[0][1]].margin + _CHAINED)
        if pronoun in ("he", "she") and best.sex == 0 and self._is_rivaled(pronoun, weighed, at):
            margin = min(margin, 0.5)
        if pronoun in ("he", "she") and not best.looks_human and weighed[0][1] not in self.spoken:
            margin = min(margin, 0.0)
        if pronoun == "they" and best.kind is not SpeakerKind.GROUP and not best.plural:
            # One body or country is "they" only where it has just spoken.
            just = weighed[0][1] == self.speaker and sentence - self.spoke <= 1
            margin = margin if just else min(margin, 0.0)
        return Choice(weighed[0][1], round(margin, 6), weighed[0][2])

    def _nearness(self, voice: int, at: int, inside: bool) -> float:
        """Weigh where a voice was met, and whether the text and the clause are about it."""
        trace, paragraph = self.traces[voice], self.layout.paragraph(at)
        sentence = self.layout.step(at)
        distance = sentence - trace.sentence
        weight = trace.weight - 0.55 * max(0, distance - 1)
        weight -= 0.35 * max(0, paragraph - trace.paragraph - 1)
        weight += 0.5 * (paragraph == trace.paragraph) + 0.1 * min(self.times[voice], _OFTEN)
        if distance == 0:
            weight += 0.5 * (trace.weight >= 2.0) + 0.6 * inside
        if voice == self.turned[0]:
            if inside and distance == 0 and self.turned[1] == sentence:
                weight += 3.2
            elif self.turned[2] and sentence - self.turned[1] == 1:
                weight += 1.0
        return weight

    def _speech(self, voice: int, sentence: int, goes_on: bool, trailing: bool) -> float:
        """Weigh whether a voice spoke just before, or asked, so that another answers."""
        since = sentence - self.spoke
        if voice == self.asker[0] and trailing and not goes_on and sentence - self.asker[1] <= 1:
            return -1.0
        if voice != self.speaker or since > 3:
            return 0.0
        near = (1.2 if since <= 1 else 0.6) + 0.6 * trailing
        return (0.3 if self.newer > self.ended else near) + 2.5 * goes_on

    def _is_rivaled(self, pronoun: str, weighed: list[tuple[float, int, bool]], at: int) -> bool:
        """Say whether someone just named is known to be of the pronoun's sex."""
        want = 1 if pronoun == "he" else -1
        return any(
            self.cast.voices[voice].sex * want > 0.5 and self.distance(voice, at) <= 0
            for _, voice, _ in weighed[1:]
        )

    def _agreement(self, pronoun: str, voice: Voice) -> tuple[float | None, bool]:
        """Weigh how well a voice fits a pronoun, None for not at all; and if it is at odds."""
        person = voice.kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED) and not voice.plural
        if pronoun == "one":
            return (0.0 if person and not voice.thing else None), False
        if pronoun in ("he", "she"):
            if voice.thing or voice.plural or (voice.placed and person and not voice.sure):
                return None, False
            if not person:
                return (-4.0 if self.trusted else -1.5), True
            share = voice.sex
            share = -share if pronoun == "she" else share
            if share == 0:
                return (0.0 if voice.sure or len(voice.keys) > 1 else -1.0), False
            if share > 0:
                return (1.2 if self.trusted else 0.3) * share, False
            return (5.0 if self.trusted else 0.8) * share, True
        if pronoun == "it":
            if voice.kind is SpeakerKind.COUNTRY:
                return 0.8, False
            if voice.kind is SpeakerKind.BODY:
                return 1.0, False
            return (0.0 if voice.thing and not voice.plural else None), False
        if voice.kind is SpeakerKind.GROUP or voice.plural:
            return 1.5, False
        if voice.kind in (SpeakerKind.BODY, SpeakerKind.COUNTRY):
            return 0.3, False
        return None, False
