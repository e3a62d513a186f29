"""
Stage 6, attribute: the source of a statement -> whom it means.

What a source span names, else what its noun or pronoun means by recency, grammar and agreement:
coreference, by rules that see the text alone, up to the statement.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from wirecopy.attribute.cast import Cast
from wirecopy.attribute.clauses import find_subject
from wirecopy.attribute.focus import Focus
from wirecopy.attribute.layout import Layout
from wirecopy.attribute.lexicon import fold, words_of
from wirecopy.attribute.mentions import Mention
from wirecopy.attribute.namesakes import Namesakes
from wirecopy.attribute.nouns import UNSURE, YES, Answer, Nouns, is_person
from wirecopy.attribute.phrases import Phrase, read_phrase
from wirecopy.attribute.pronouns import form_of
from wirecopy.attribute.relatives import find_noun
from wirecopy.attribute.sorts import Sort
from wirecopy.records import Reason, SpeakerKind, Statement

RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
WRITER = frozenset("i we me us my our myself ourselves you your yourself".split())
ENOUGH = 1.0
"""How far ahead of the next a pronoun's meaning must be to be sure."""
_ENOUGH_FOR_MANY = 2.5
"""The same for "they", which may be many things that no one names."""
_GOES_ON = re.compile(
    r"\b(?:add(?:s|ed|ing)?|continu(?:e|es|ed|ing)|went on|goes on|conclud\w+)\b", re.I
)
_COPULA = re.compile(r"\A\s+(?:is|was|are|were|became|remains?)\s+(?:the|an?|one)\b[^.;,]*\Z")
_CLAUSE = re.compile(r"[,.:;!?”\"“()–—-]['’]?\s*\Z")
"""Before a pronoun that begins a clause of its own: "…”, he said"."""
_SEAT = re.compile(r"\s*\([^()]{1,20}\)|\s*,\s*[RDI]-[\w.]+")
_ODD = ("inside a quotation", "pronoun does not agree")
_QUOTES = '"“„«'


def source_word(text: str, statement: Statement) -> str:
    """Give a source in small letters, to look it up."""
    start, end = statement.source[0]
    return text[start:end][:40].strip(" \t\n\xa0,.'’").lower()


def cue_of(text: str, statement: Statement) -> str:
    """Give the words of a cue."""
    return " ".join(text[start:end] for start, end in statement.cue)


def goes_on(text: str, statement: Statement) -> bool:
    """Say whether someone speaks who spoke just before: "she added"."""
    return _GOES_ON.search(cue_of(text, statement)) is not None


def is_inside(text: str, at: int) -> bool:
    """Say whether a pronoun stands in mid-clause, not at its head as in "…”, he said"."""
    return _CLAUSE.search(text, max(0, at - 12), at) is None


@dataclass(slots=True)
class Scene:
    """A text in reading: its names, whom they mean, and who has been met so far."""

    text: str
    layout: Layout
    mentions: Sequence[Mention]
    starts: list[int]
    """Where the mentions begin."""
    cast: Cast
    focus: Focus
    nouns: Nouns
    names: Namesakes
    people: list[bool]
    """For each mention whether it is of a person."""
    contents: list[tuple[int, int, int]] = field(default_factory=list)
    """What was said so far: from, to, by whom."""

    def is_person(self, voice: int) -> bool:
        return self.cast.voices[voice].kind is SpeakerKind.PERSON

    def both(self, voices: list[int], at: int) -> int:
        """Give the voice of several together."""
        names = " and ".join(self.cast.voices[v].name for v in voices)
        both = self.nouns.invent(names, SpeakerKind.GROUP, at)
        self.cast.voices[both].plural = True
        return both

    def find(self, statement: Statement) -> Answer:
        if not statement.source:
            return self._silent(statement)
        start, end = statement.source[0]
        small = source_word(self.text, statement)
        form = form_of(small)
        if small in WRITER:
            return self._first_person(start, end)
        if form is not None:
            return self._pronoun(statement, form, start, end)
        if small in RELATIVE:
            return self._relative(start, end)
        start = self._whole(start)
        lo, hi = bisect_left(self.starts, start), bisect_left(self.starts, end)
        inside = [(n, self.mentions[n]) for n in range(lo, hi) if self.mentions[n].end <= end]
        phrase = read_phrase(self.text, start, end, inside)
        if phrase.main is not None:
            if self.cast.meant[phrase.main]:
                return self._named(phrase, start, end)
            return self._looked_up(start, end) or self._only_here(phrase)
        more = goes_on(self.text, statement)
        return self._looked_up(start, end) or self.nouns.find(phrase, start, end, more)

    def _whole(self, start: int) -> int:
        """Let a source that begins within a double name begin with the name: "Roe-|Poe"."""
        n = bisect_right(self.starts, start) - 1
        inside = n >= 0 and start < self.mentions[n].end and start > self.starts[n]
        return self.starts[n] if inside and not self.text[start - 1].isspace() else start

    def _silent(self, statement: Statement) -> Answer:
        """Give a quotation without a source to whoever spoke just before."""
        at = statement.content[0][0] if statement.content else 0
        speaker = self.focus.speaker
        quoted = self.text[at : at + 1] in _QUOTES or (at > 0 and self.text[at - 1] in _QUOTES)
        near = self.layout.step(at) - self.focus.spoke <= 1
        if speaker is None or not quoted or not near:
            return None, UNSURE, None, [Reason("no source")]
        sure = UNSURE if statement.cue else YES
        return speaker, sure, None, [Reason("quotation goes on", "", at, at + 1)]

    def _first_person(self, start: int, end: int) -> Answer:
        words = self.text[start:end]
        if not words.lower().startswith("you"):
            n = bisect_right(self.contents, (start, len(self.text), 0))
            for a, b, voice in reversed(self.contents[max(0, n - 6) : n]):
                if a <= start < b:
                    return voice, YES, None, [Reason("first person", words, start, end)]
        return None, UNSURE, None, [Reason("writer or reader", words, start, end)]

    def _pronoun(self, statement: Statement, form: str, start: int, end: int) -> Answer:
        trailing = any(b <= start < b + 4 for _, b in statement.content)
        more, inside = goes_on(self.text, statement), is_inside(self.text, start)
        words = self.text[start:end]
        if (ahead := self._ahead(form, start)) is not None:
            return ahead
        choice = self.focus.choose(form, start, more, inside, trailing)
        if choice.voice is None:
            return None, UNSURE, None, [Reason("no antecedent", words, start, end)]
        reasons = [Reason("pronoun", words, start, end, round(choice.margin, 2))]
        if name := self.focus.traces[choice.voice].name:
            reasons.append(Reason("last named", self.text[slice(*name)], *name))
        sure = choice.margin >= (_ENOUGH_FOR_MANY if form == "they" else ENOUGH)
        odd = (self.layout.quotation(start) >= 0, choice.mismatch)
        reasons += [
            Reason(w, words, start, end) for w, is_so in zip(_ODD, odd, strict=True) if is_so
        ]
        sure = sure and not any(odd)
        if sure:
            self.focus.said[form] = (choice.voice, self.layout.step(start))
            self.focus.learn(choice, form)
        return choice.voice, YES if sure else UNSURE, None, reasons

    def _ahead(self, form: str, at: int) -> Answer | None:
        """Find who is named only behind the clause of a pronoun: "As he left, Roe said"."""
        n = find_subject(self.text, self.layout, self.mentions, self.starts, at, self.people)
        if n is None or form not in ("he", "she"):
            return None
        voice, sure = self.names.pick(self.cast.meant[n], self.starts[n])
        known = self.cast.voices[voice]
        if not known.looks_human or (known.sex < 0 if form == "he" else known.sex > 0):
            return None
        if sure:
            self.focus.said[form] = (voice, self.layout.step(at))
        name = self.starts[n], self.mentions[n].end
        word = "name ahead" if sure else "several of that name"
        reason = Reason(word, self.text[slice(*name)], *name)
        return voice, YES if sure else UNSURE, None, [reason]

    def _relative(self, start: int, end: int) -> Answer:
        """Say whom "who" or "which" takes up: the name or noun right before."""
        reasons = [Reason("relative", self.text[start:end], start, end)]
        begin = self.layout.sentences[self.layout.sentence(start)]
        n = bisect_left(self.starts, start) - 1
        while n >= 0 and self.mentions[n].sort is Sort.ROLE and not self.cast.meant[n]:
            n -= 1
        if n >= 0 and self.mentions[n].start >= begin and self.cast.meant[n]:
            between = self.text[self.mentions[n].end : start]
            voice, _ = self.names.pick(self.cast.meant[n], start)
            copula = self.is_person(voice) and _COPULA.match(between)
            if copula or not _SEAT.sub("", between).strip(" ,(-–—"):
                return voice, YES, None, reasons
        who = self.text[start:end].lower().startswith("who")
        noun = find_noun(self.text, begin, start, who)
        if noun is None:
            return None, UNSURE, None, [Reason("no antecedent", self.text[start:end], start, end)]
        apposed = self._apposed(noun.start)
        if apposed is not None:
            return apposed, YES, None, reasons
        phrase = read_phrase(self.text, noun.start, noun.end, [])
        answer = self.nouns.find(phrase, noun.start, noun.end)
        fits = phrase.plural or is_person(phrase.head) or not who
        return answer[0], answer[1] if noun.near and fits else UNSURE, None, reasons

    def _apposed(self, at: int) -> int | None:
        """Give the person that a noun in apposition is about: "Ada Roe, the engineer"."""
        n = bisect_left(self.starts, at) - 1
        if n < 0 or not self.cast.meant[n] or self.text[self.mentions[n].end : at].strip() != ",":
            return None
        voice, _ = self.names.pick(self.cast.meant[n], at)
        return voice if self.is_person(voice) else None

    def _named(self, phrase: Phrase, start: int, end: int) -> Answer:
        assert phrase.main is not None
        mention = self.mentions[phrase.main]
        words = self.text[mention.start : mention.end]
        voice, sure = self.names.pick(self.cast.meant[phrase.main], mention.start)
        known = self.cast.voices[voice]
        name = "named" if fold(words) == fold(known.name) else "short name"
        reasons = [Reason(name, words, mention.start, mention.end)]
        if len(self.cast.meant[phrase.main]) > 1:
            reasons.append(Reason("several of that name", words, mention.start, mention.end))
        if phrase.also:
            others = (self.cast.meant[n] for n in phrase.also)
            voices = [voice, *(self.names.pick(meant, start)[0] for meant in others if meant)]
            return self.both(voices, start), YES, None, reasons
        return voice, YES if sure else UNSURE, phrase.role, reasons

    def _only_here(self, phrase: Phrase) -> Answer:
        """Take a name that is no one's of the cast: a city or a state, or one of a heading."""
        assert phrase.main is not None
        mention = self.mentions[phrase.main]
        words = self.text[mention.start : mention.end]
        body = mention.sort not in (Sort.PERSON, Sort.UNKNOWN)
        kind = SpeakerKind.BODY if body else SpeakerKind.PERSON
        voice = self.nouns.invent(words, kind, mention.start)
        return voice, YES, phrase.role, [Reason("named", words, mention.start, mention.end)]

    def _looked_up(self, start: int, end: int) -> Answer | None:
        """Find a name that is a part of a run only: in a heading, or cut by a slip of the span."""
        words = self.text[start:end].strip(" \t\n,.:;\"“”'‘’").removesuffix("'s").removesuffix("’s")
        keys = tuple(fold(word) for word in words.split())
        titles = words_of("courtesy") | words_of("title") | words_of("role")
        while len(keys) > 1 and keys[0] in titles:
            keys = keys[1:]
        meant = self.cast.look_up(keys) if keys and not words[:1].islower() else ()
        if not meant:
            return None
        voice, sure = self.names.pick(meant, start)
        return voice, YES if sure else UNSURE, None, [Reason("short name", words, start, end)]
