"""
Stage 6, attribute: pronouns -> whom they mean, weighed as centering has it.

Candidates are the voices named shortly before. What speaks for one: that it is near, the subject of
its sentence, the last to speak, of the pronoun's sex and number. Names inside quotations are no
antecedents for what stands outside. Where a text contradicts itself on who is he and who is she,
as translated ones do, sex counts for little.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from wirecopy.attribute.cast import Cast, Voice
from wirecopy.attribute.layout import Layout
from wirecopy.attribute.lexicon import fold, words_of
from wirecopy.attribute.mentions import Mention
from wirecopy.records import SpeakerKind

PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.I)
_MALE = frozenset(("he", "him", "his", "himself"))
_FEMALE = frozenset(("she", "her", "hers", "herself"))
_PREPOSITIONS = frozenset(
    "of in to for by with from at on about against over between under after before than like near "
    "into behind including toward towards via".split()
)
_AUXILIARIES = frozenset("should would could will did does do can may must has had".split())
"""Right before a name they make it the subject of a question or an inversion."""
_SAYING = frozenset("said says added wrote writes tweeted explained asked warned argued".split())
"""Right before a name they make it the subject: "said Roe"."""
_OPENING = re.compile(r"[“\"'‘(\[«]*(\w+)")
_SUBORDINATE = frozenset(
    "if when while after before although though because since until unless as once whereas".split()
)
_LEADING = ("role", "common", "title", "courtesy")
# Right after these a name is what the rest of the clause is about.
_ASKING = frozenset("asked asks asking questioned pressed grilled quizzed challenged".split())
_JUDGING = frozenset(
    "criticized criticizes criticizing blamed blames blaming praised praises praising accused "
    "accuses accusing attacked attacks attacking blasted blasts blasting slammed slams slamming "
    "mocked mocks mocking thanked thanks thanking condemned condemns condemning denounced "
    "described describes called calls calling chided scolded rebuked "
    "ridiculed ripped hit lambasted faulted commended applauded fired arrested charged convicted "
    "sued".split()
)
_MEMORY = 12
"""Voices that are kept in mind at a time."""
_PLAIN = 1.5
"""How far ahead of the next a pronoun's meaning must be to tell the sex of someone."""
_REACH = 8
"""Sentences that a pronoun may reach back."""


@dataclass(slots=True)
class Trace:
    """Where a voice was last met, and how plainly it stood there."""

    sentence: int
    paragraph: int
    weight: float


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
    newer: int = -9
    """The sentence in which someone else was last its subject."""
    spoken: set[int] = field(default_factory=set)
    """All voices that have spoken so far."""
    said: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Whom `he` and `she` meant last, and in which sentence."""
    turned: tuple[int, int, bool] = (-1, -9, False)
    """Whom the verb of a sentence turned to, which sentence, and whether it was a question."""

    def turn(self, voice: int, at: int, verb: str) -> None:
        """Take note of an object that what follows is about: "asked Roe whether he"."""
        if verb:
            self.turned = voice, self.layout.step(at), verb in _ASKING

    def meet(self, voice: int, at: int, weight: float) -> None:
        """Take note of a voice."""
        sentence = self.layout.step(at)
        old = self.traces.pop(voice, None)
        if old is not None and old.sentence == sentence:
            weight = max(weight, old.weight)
        self.traces[voice] = Trace(sentence, self.layout.paragraph(at), weight)
        if voice != self.speaker and weight >= 2.0 and self._is_person(self.cast.voices[voice]):
            self.newer = sentence
        if len(self.traces) > _MEMORY:
            del self.traces[next(iter(self.traces))]

    def learn(self, choice: Choice, form: str) -> None:
        """Let a pronoun that plainly means someone without a known sex tell it."""
        if choice.voice is None or choice.margin < _PLAIN or form not in ("he", "she"):
            return
        voice = self.cast.voices[choice.voice]
        if self.trusted and voice.male == voice.female == 0 and self._is_person(voice):
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
        sentence, paragraph = self.layout.step(at), self.layout.paragraph(at)
        weighed: list[tuple[float, int, bool]] = []
        for voice, trace in self.traces.items():
            distance = sentence - trace.sentence
            if distance > _REACH:
                continue
            agreement, mismatch = self._agreement(pronoun, self.cast.voices[voice])
            if agreement is None:
                continue
            weight = trace.weight + agreement - 0.55 * max(0, distance - 1)
            weight -= 0.35 * max(0, paragraph - trace.paragraph - 1)
            if distance == 0 and trace.weight >= 2.0:
                weight += 0.5
            if inside and distance == 0:
                weight += 0.6
            since = sentence - self.spoke
            if voice == self.speaker and since <= 3:
                near = (1.2 if since <= 1 else 0.6) + 0.6 * trailing
                weight += (0.3 if self.newer > self.spoke else near) + 2.5 * goes_on
            if voice == self.turned[0]:
                if inside and distance == 0 and self.turned[1] == sentence:
                    weight += 3.2
                elif self.turned[2] and sentence - self.turned[1] == 1:
                    weight += 1.0
            last = self.said.get(pronoun)
            if last is not None and last[0] == voice and sentence - last[1] <= 3:
                weight += 0.8 if self.newer <= last[1] else 0.3
            weighed.append((weight, voice, mismatch))
        weighed.sort(key=lambda w: (-w[0], w[1]))
        if not weighed or weighed[0][0] < -2.5:
            return Choice(None, 0.0)
        margin = weighed[0][0] - weighed[1][0] if len(weighed) > 1 else 3.0
        best = self.cast.voices[weighed[0][1]]
        if (
            pronoun in ("he", "she")
            and sex_of(best) == 0
            and self._is_rivaled(pronoun, weighed, at)
        ):
            margin = min(margin, 0.5)
        if pronoun == "one" and not self._is_person(best):
            return Choice(None, 0.0)
        if (
            pronoun in ("he", "she")
            and not self._is_person(best)
            and weighed[0][1] not in self.spoken
        ):
            margin = min(margin, 0.0)
        if pronoun == "they" and best.kind is not SpeakerKind.GROUP and not best.plural:
            # One body or country is "they" only where it has just spoken.
            just = weighed[0][1] == self.speaker and sentence - self.spoke <= 1
            margin = margin if just else min(margin, 0.0)
        return Choice(weighed[0][1], margin, weighed[0][2])

    def _is_rivaled(self, pronoun: str, weighed: list[tuple[float, int, bool]], at: int) -> bool:
        """Say whether someone just named is known to be of the pronoun's sex."""
        want = 1 if pronoun == "he" else -1
        return any(
            sex_of(self.cast.voices[voice]) * want > 0.5 and self.distance(voice, at) <= 0
            for _, voice, _ in weighed[1:]
        )

    @staticmethod
    def _is_person(voice: Voice) -> bool:
        """Say whether anything but capitals tells that this is a person."""
        return voice.sure or len(voice.keys) > 1 or voice.male != voice.female

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
            share = sex_of(voice)
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


def sex_of(voice: Voice) -> float:
    """Give the balance of the votes on a voice: 1.0 for male, -1.0 for female, 0.0 for unknown."""
    votes = voice.male + voice.female
    return (voice.male - voice.female) / votes if votes else 0.0


def form_of(word: str) -> str | None:
    """
    Give the pronoun's plain form: `he`, `she`, `it`, `they`, or None for others.

    >>> form_of("Her"), form_of("themselves"), form_of("who")
    ('she', 'they', None)
    """
    word = word.lower()
    if word in _MALE:
        return "he"
    if word in _FEMALE:
        return "she"
    if word in ("it", "its", "itself"):
        return "it"
    return "they" if word in ("they", "them", "their", "themselves") else None


def weigh_mention(text: str, mention: Mention, sentence: int, first: bool) -> float:
    """
    Say how plainly a name stands in its sentence: subject before object before possessive.

    Args:
        text: The text.
        mention: The name.
        sentence: Where its sentence begins.
        first: It is the first name of its sentence.
    """
    before = text[max(0, mention.lead_start - 14) : mention.lead_start].split()
    word = before[-1].lower() if before else ""
    if word == "the" and len(before) > 1:
        word = before[-2].lower()
    after = text[mention.end : mention.end + 2]
    if after[:1] in "'’" and after:
        # "Roe's beef with the paper was": the owner of the subject.
        return 2.0 if mention.lead_start == sentence else 0.4
    if word in _PREPOSITIONS:
        return 0.5
    if word in _AUXILIARIES or word in _SAYING:
        return 2.0
    opening = _OPENING.match(text, sentence)
    if opening is not None and opening.group(1).lower() in _SUBORDINATE:
        # "If Oslo pays, Bergen said": the subject of the sentence comes behind the comma.
        return 2.0 if text[mention.lead_start - 2 : mention.lead_start] == ", " else 1.2
    return 2.0 if first else 1.0


def turn_of(text: str, mention: Mention) -> str:
    """
    Give the verb right before a name whose object is what the clause behind it is about.

    Asking turns to the one asked, blame to the one blamed: "criticized Roe for what he said".
    """
    before = text[max(0, mention.lead_start - 60) : mention.lead_start].lower().split()
    if before[-2:-1] == ["out"] and before[-1:] == ["at"]:
        return "blasted"  # "lashed out at"
    while before and any(fold(before[-1]) in words_of(kind) for kind in _LEADING):
        before.pop()
    word = before[-1] if before else ""
    return word if word in _ASKING or word in _JUDGING else ""


def vote(text: str, cast: Cast, met: list[tuple[int, int, int]], layout: Layout) -> bool:
    """
    Let plain pronouns vote on who is he and who is she; say whether the votes agree.

    Plain are those with one person only to mean, in their sentence or else in the one before.

    Args:
        text: The text.
        cast: Its voices; their votes are added to.
        met: (sentence, place, voice) of the people named outside quotations and asides, in order;
            -1 for one of several of a name.
        layout: The text's parts.
    """
    tally: Counter[tuple[int, bool]] = Counter()
    n = 0
    here: list[int] = []
    current = -9
    for match in PRONOUN.finditer(text):
        at = match.start()
        if layout.quotation(at) >= 0:
            continue
        while n < len(met) and met[n][1] < at:
            sentence, _, voice = met[n]
            if sentence != current:
                here, current = [], sentence
            if voice not in here:
                here.append(voice)
            n += 1
        sentence = layout.step(at)
        who = here
        if current != sentence:
            who = here if sentence - current <= 2 else []
        if len(who) == 1 and who[0] >= 0:
            tally[who[0], match.group().lower() in _MALE] += 1
    against = 0
    for number, known in enumerate(cast.voices):
        male, female = tally[number, True], tally[number, False]
        known.male += male
        known.female += female
        against += min(male, female)
    return not (against >= 3 and against >= 0.2 * sum(tally.values()))
