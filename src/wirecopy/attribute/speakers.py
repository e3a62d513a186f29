"""
Stage 6, attribute: statements -> who speaks, under the fullest name in the text.

Names, pronouns and statements are met in the order of reading, and each leaves its trace for the
next; whom a source means is asked of `coreference.py`. Says UNSURE rather than guess; a doubtful
answer is still shown, with its reason. English; nothing is looked up outside the text but the names
of countries and, as a hint only, the sex of given names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wirecopy.attribute.cast import find_cast
from wirecopy.attribute.coreference import (
    ENOUGH,
    RELATIVE,
    WRITER,
    Scene,
    cue_of,
    is_inside,
    source_word,
)
from wirecopy.attribute.focus import SURE, Focus
from wirecopy.attribute.headlines import find_doubtful, low_words, settle
from wirecopy.attribute.layout import find_layout
from wirecopy.attribute.mentions import find_mentions
from wirecopy.attribute.namesakes import Namesakes
from wirecopy.attribute.nouns import UNSURE, Nouns
from wirecopy.attribute.pronouns import ASKING, PRONOUN, form_of, turn_of, vote, weigh_mention
from wirecopy.records import Aside, SpeakerKind, Statement

_ASKS = re.compile(r"\bask(?:s|ed)?\b", re.I)
# A first word before a noun in small letters: "Union leaders".
_LEAD = re.compile(r"[^\W\d_][\w’'-]*\s(?!of|and|or|at|from|in|with|who|him|her|it|them|too)[a-z]+")


def name_speakers(
    text: str, statements: Sequence[Statement], asides: Iterable[Aside] = ()
) -> list[Statement]:
    """
    Name the speaker of each statement of a text.

    Args:
        text: The text that the statements were found in.
        statements: Statements with their spans, in any order.
        asides: Spans that are not the story: names in them are no antecedents.

    Returns:
        The same statements in the same order, with `speaker`, `speaker_kind`, `role`, `certainty`
        and `reasons` filled in.

    >>> from wirecopy.records import StatementKind
    >>> text = "Mayor Ana Ruiz stepped down. “It is time,” she said."
    >>> said = Statement(((29, 42),), ((43, 46),), ((47, 51),), StatementKind.DIRECT)
    >>> named, = name_speakers(text, [said])
    >>> named.speaker, named.role, str(named.certainty)
    ('Ana Ruiz', 'Mayor', 'yes')
    """
    if not statements:
        return []
    return _Reading(text, statements, asides).name()


class _Reading:
    """One pass over a text in reading order."""

    def __init__(self, text: str, statements: Sequence[Statement], asides: Iterable[Aside]) -> None:
        self.text = text
        self.statements = list(statements)
        self.low: frozenset[str] | None = None
        layout = find_layout(text)
        found = find_mentions(text)
        mentions, doubts = settle(text, found, find_doubtful(text, found, layout), self._low)
        starts = [mention.start for mention in mentions]
        begins = {s.source[0][0] for s in statements if s.source and not self._is_lead(s)}
        cast = find_cast(text, mentions, doubts, begins, self._low)
        people = [bool(m) and cast.voices[m[0]].kind is SpeakerKind.PERSON for m in cast.meant]
        self.layout, self.cast = layout, cast
        spans = sorted((a.start, a.end) for a in asides)
        self.aside_starts = [start for start, _ in spans]
        self.aside_ends = [end for _, end in spans]
        self.quiet = [self._is_quiet(start) for start in starts]
        loud = [n for n, person in enumerate(people) if person and not self.quiet[n]]
        met = [(starts[n], cast.meant[n]) for n in loud]
        self.focus = Focus(cast, layout, vote(text, cast, met, layout))
        nouns = Nouns(cast, self.focus)
        names = Namesakes(text, layout, starts, self.focus)
        self.scene = Scene(text, layout, mentions, starts, cast, self.focus, nouns, names, people)

    def _low(self) -> frozenset[str]:
        if self.low is None:
            self.low = low_words(self.text)
        return self.low

    def name(self) -> list[Statement]:
        """Walk through names, pronouns and statements as they come."""
        places = sorted((_place(s), n) for n, s in enumerate(self.statements))
        late = {n for _, n in places if self._is_own_word(self.statements[n])}
        taken = {place for place, _ in places}
        events: list[tuple[int, int, int]] = [(p, 2, n) for p, n in places if n not in late]
        meant = self.cast.meant
        events += [
            (m, 0, n) for n, m in enumerate(self.scene.starts) if meant[n] and not self.quiet[n]
        ]
        events += [
            (match.start(), 1, form_of(match.group()) == "she")
            for match in PRONOUN.finditer(self.text)
            if match.start() not in taken and not self._is_quiet(match.start())
        ]
        events.sort()
        named: dict[int, Statement] = {}
        sentence = -1
        for at, what, n in events:
            if what == 0:
                first = self.layout.sentence(at) != sentence
                sentence = self.layout.sentence(at)
                self._meet(n, first)
            elif what == 1:
                self._pass(at, "she" if n else "he")
            else:
                named[n] = self._name(self.statements[n])
        self.scene.contents.sort()
        named |= {n: self._name(self.statements[n]) for n in sorted(late)}
        return [named[n] for n in range(len(self.statements))]

    def _is_own_word(self, statement: Statement) -> bool:
        """Say whether a source is "I" or "we" inside a quotation, whose speaker may come later."""
        quoted = statement.source and self.layout.quotation(statement.source[0][0]) >= 0
        return bool(quoted) and source_word(self.text, statement) in WRITER

    def _is_lead(self, statement: Statement) -> bool:
        """Say whether a source's first word only stands before a noun: "Union leaders"."""
        start, end = statement.source[0]
        return _LEAD.match(self.text, start, end) is not None

    def _is_quiet(self, at: int) -> bool:
        """Say whether a place lies in a quotation or an aside."""
        n = bisect_right(self.aside_starts, at) - 1
        return self.layout.quotation(at) >= 0 or (n >= 0 and at < self.aside_ends[n])

    def _meet(self, n: int, first: bool) -> None:
        """Take note of a name that is passed."""
        at = self.scene.starts[n]
        sentence = self.layout.sentences[self.layout.sentence(at)]
        weight = weigh_mention(self.text, self.scene.mentions[n], sentence, first)
        voice, sure = self.scene.names.pick(self.cast.meant[n], at)
        if verb := turn_of(self.text, self.scene.mentions[n]):
            self.focus.turn(voice, at, verb in ASKING)
        self.scene.names.times[voice] += sure
        self.focus.meet(voice, at, weight, name=(at, self.scene.mentions[n].end))
        if weight >= 2.0:
            self._meet_both(n, voice)

    def _meet_both(self, n: int, voice: int) -> None:
        """Take note of two people who are one subject: "Palmer and Sherman"."""
        if n + 1 == len(self.scene.mentions) or not self.cast.meant[n + 1]:
            return
        at = self.scene.mentions[n].end
        if self.text[at : self.scene.mentions[n + 1].lead_start].strip() != "and":
            return
        other, _ = self.scene.names.pick(self.cast.meant[n + 1], at)
        if self.scene.is_person(voice) and self.scene.is_person(other):
            self.focus.meet(self.scene.both([voice, other], self.scene.mentions[n].start), at, 2.0)

    def _pass(self, at: int, form: str) -> None:
        """Take note of a pronoun that is passed."""
        choice = self.focus.choose(form, at, inside=is_inside(self.text, at))
        if choice.voice is not None and choice.margin >= ENOUGH and not choice.mismatch:
            owner = self.text[at : at + 3].lower() in ("his", "her")
            self.focus.meet(choice.voice, at, 1.0 if owner else 1.6)
            self.focus.said[form] = (choice.voice, self.layout.step(at))

    def _name(self, statement: Statement) -> Statement:
        voice, certainty, role, reasons = self.scene.find(statement)
        if voice is None:
            return replace(statement, certainty=UNSURE, reasons=(*statement.reasons, *reasons))
        known = self.cast.voices[voice]
        known.role = known.role or role
        at = _place(statement)
        told = replace(
            statement,
            speaker=known.name,
            speaker_kind=known.kind,
            role=role or known.role,
            certainty=certainty,
            reasons=(*statement.reasons, *reasons),
        )
        self.scene.contents += [(start, end, voice) for start, end in statement.content]
        if _ASKS.search(cue_of(self.text, statement)):
            self.focus.asker = voice, self.layout.step(at)
        clause = statement.source and source_word(self.text, statement) in RELATIVE
        if clause and not any(self.layout.quotation(a) >= 0 for a, _ in statement.content):
            # "Roe criticized Poe, who said …. He": the sentence is about Roe still.
            self.focus.meet(voice, at, 1.2)
            self.focus.spoken.add(voice)
            return told
        if certainty is UNSURE and known.kind is SpeakerKind.UNNAMED and not known.thing:
            return told  # "the Republican nominee", whom a later pronoun means by his name
        spans = (*statement.content, *statement.source, *statement.cue)
        margin = next((r.weight for r in reasons if r.name == "pronoun"), SURE)
        self.focus.hear(voice, at, max([at, *(end - 1 for _, end in spans)]), margin)
        return told


def _place(statement: Statement) -> int:
    """Give where a statement is met in reading."""
    spans = statement.source or statement.content or statement.cue
    return spans[0][0] if spans else 0
