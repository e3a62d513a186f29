"""
Stage 6, attribute: statements -> who speaks, under the fullest name in the text.

Rules over the text alone: what a source span names, else what its noun or pronoun means by
recency, grammar and agreement. Says UNSURE rather than guess; a doubtful answer is still shown,
with its reason. English; nothing is looked up outside the text but the names of countries and, as
a hint only, the sex of given names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wirecopy.attribute.cast import find_cast
from wirecopy.attribute.clauses import find_subject
from wirecopy.attribute.focus import SURE, Focus
from wirecopy.attribute.headlines import find_doubtful, low_words, settle
from wirecopy.attribute.layout import find_layout
from wirecopy.attribute.lexicon import fold, words_of
from wirecopy.attribute.mentions import find_mentions
from wirecopy.attribute.namesakes import Namesakes
from wirecopy.attribute.nouns import UNSURE, YES, Answer, Nouns, is_person
from wirecopy.attribute.phrases import Phrase, read_phrase
from wirecopy.attribute.pronouns import ASKING, PRONOUN, form_of, turn_of, vote, weigh_mention
from wirecopy.attribute.relatives import find_noun
from wirecopy.attribute.sorts import Sort
from wirecopy.records import Aside, Reason, SpeakerKind, Statement

_GOES_ON = re.compile(
    r"\b(?:add(?:s|ed|ing)?|continu(?:e|es|ed|ing)|went on|goes on|conclud\w+)\b", re.I
)
_ASKS = re.compile(r"\bask(?:s|ed)?\b", re.I)
_WRITER = frozenset("i we me us my our myself ourselves you your yourself".split())
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_COPULA = re.compile(r"\A\s+(?:is|was|are|were|became|remains?)\s+(?:the|an?|one)\b[^.;,]*\Z")
_CLAUSE = re.compile(r"[,.:;!?”\"“()–—-]['’]?\s*\Z")
"""Before a pronoun that begins a clause of its own: "…”, he said"."""
_SEAT = re.compile(r"\s*\([^()]{1,20}\)|\s*,\s*[RDI]-[\w.]+")
# A first word before a noun in small letters: "Union leaders".
_LEAD = re.compile(r"[^\W\d_][\w’'-]*\s(?!of|and|or|at|from|in|with|who|him|her|it|them|too)[a-z]+")
_ENOUGH = 1.0
"""How far ahead of the next a pronoun's meaning must be to be sure."""
_ENOUGH_FOR_MANY = 2.5
"""The same for "they", which may be many things that no one names."""
_ODD = ("inside a quotation", "pronoun does not agree")
_QUOTES = '"“„«'


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
        self.layout = find_layout(text)
        self.low: frozenset[str] | None = None
        found = find_mentions(text)
        doubtful = find_doubtful(text, found, self.layout)
        self.mentions, doubts = settle(text, found, doubtful, self._low)
        self.starts = [mention.start for mention in self.mentions]
        begins = {s.source[0][0] for s in statements if s.source and not self._is_lead(s)}
        self.cast = find_cast(text, self.mentions, doubts, begins, self._low)
        spans = sorted((a.start, a.end) for a in asides)
        self.aside_starts = [start for start, _ in spans]
        self.aside_ends = [end for _, end in spans]
        self.quiet = [self._is_quiet(mention.start) for mention in self.mentions]
        self.people = [bool(m) and self._is_person(m[0]) for m in self.cast.meant]
        loud = [n for n, person in enumerate(self.people) if person and not self.quiet[n]]
        met = [(self.starts[n], self.cast.meant[n]) for n in loud]
        trusted = vote(text, self.cast, met, self.layout)
        self.focus = Focus(self.cast, self.layout, trusted)
        self.nouns = Nouns(self.cast, self.focus)
        self.names = Namesakes(text, self.layout, self.starts, self.focus)
        self.contents: list[tuple[int, int, int]] = []

    def _is_person(self, voice: int) -> bool:
        return self.cast.voices[voice].kind is SpeakerKind.PERSON

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
        events += [(m, 0, n) for n, m in enumerate(self.starts) if meant[n] and not self.quiet[n]]
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
        self.contents.sort()
        named |= {n: self._name(self.statements[n]) for n in sorted(late)}
        return [named[n] for n in range(len(self.statements))]

    def _is_own_word(self, statement: Statement) -> bool:
        """Say whether a source is "I" or "we" inside a quotation, whose speaker may come later."""
        quoted = statement.source and self.layout.quotation(statement.source[0][0]) >= 0
        return bool(quoted) and self._source_word(statement) in _WRITER

    def _is_lead(self, statement: Statement) -> bool:
        """Say whether a source's first word only stands before a noun: "Union leaders"."""
        start, end = statement.source[0]
        return _LEAD.match(self.text, start, end) is not None

    def _source_word(self, statement: Statement) -> str:
        start, end = statement.source[0]
        return self.text[start:end][:40].strip(" \t\n\xa0,.'’").lower()

    def _cue(self, statement: Statement) -> str:
        return " ".join(self.text[a:b] for a, b in statement.cue)

    def _goes_on(self, statement: Statement) -> bool:
        """Say whether someone speaks who spoke just before: "she added"."""
        return _GOES_ON.search(self._cue(statement)) is not None

    def _is_quiet(self, at: int) -> bool:
        """Say whether a place lies in a quotation or an aside."""
        n = bisect_right(self.aside_starts, at) - 1
        return self.layout.quotation(at) >= 0 or (n >= 0 and at < self.aside_ends[n])

    def _meet(self, n: int, first: bool) -> None:
        """Take note of a name that is passed."""
        at = self.starts[n]
        sentence = self.layout.sentences[self.layout.sentence(at)]
        weight = weigh_mention(self.text, self.mentions[n], sentence, first)
        voice, sure = self.names.pick(self.cast.meant[n], at)
        if verb := turn_of(self.text, self.mentions[n]):
            self.focus.turn(voice, at, verb in ASKING)
        self.names.times[voice] += sure
        self.focus.meet(voice, at, weight, name=(at, self.mentions[n].end))
        if weight >= 2.0:
            self._meet_both(n, voice)

    def _meet_both(self, n: int, voice: int) -> None:
        """Take note of two people who are one subject: "Palmer and Sherman"."""
        if n + 1 == len(self.mentions) or not self.cast.meant[n + 1]:
            return
        at = self.mentions[n].end
        if self.text[at : self.mentions[n + 1].lead_start].strip() != "and":
            return
        other, _ = self.names.pick(self.cast.meant[n + 1], at)
        if self._is_person(voice) and self._is_person(other):
            self.focus.meet(self._both([voice, other], self.mentions[n].start), at, 2.0)

    def _is_inside(self, at: int) -> bool:
        """Say whether a pronoun stands in mid-clause, not at its head as in "…”, he said"."""
        return _CLAUSE.search(self.text, max(0, at - 12), at) is None

    def _both(self, voices: list[int], at: int) -> int:
        """Give the voice of several together."""
        names = " and ".join(self.cast.voices[v].name for v in voices)
        both = self.nouns.invent(names, SpeakerKind.GROUP, at)
        self.cast.voices[both].plural = True
        return both

    def _pass(self, at: int, form: str) -> None:
        """Take note of a pronoun that is passed."""
        choice = self.focus.choose(form, at, inside=self._is_inside(at))
        if choice.voice is not None and choice.margin >= _ENOUGH and not choice.mismatch:
            owner = self.text[at : at + 3].lower() in ("his", "her")
            self.focus.meet(choice.voice, at, 1.0 if owner else 1.6)
            self.focus.said[form] = (choice.voice, self.layout.step(at))

    def _name(self, statement: Statement) -> Statement:
        voice, certainty, role, reasons = self._find(statement)
        if voice is None:
            return replace(statement, certainty=UNSURE, reasons=tuple(reasons))
        known = self.cast.voices[voice]
        known.role = known.role or role
        at = _place(statement)
        told = replace(
            statement,
            speaker=known.name,
            speaker_kind=known.kind,
            role=role or known.role,
            certainty=certainty,
            reasons=tuple(reasons),
        )
        self.contents += [(start, end, voice) for start, end in statement.content]
        if _ASKS.search(self._cue(statement)):
            self.focus.asker = voice, self.layout.step(at)
        clause = statement.source and self._source_word(statement) in _RELATIVE
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

    def _find(self, statement: Statement) -> Answer:
        if not statement.source:
            return self._silent(statement)
        start, end = statement.source[0]
        small = self._source_word(statement)
        form = form_of(small)
        if small in _WRITER:
            return self._first_person(start, end)
        if form is not None:
            return self._pronoun(statement, form, start, end)
        if small in _RELATIVE:
            return self._relative(start, end)
        lo, hi = bisect_left(self.starts, start), bisect_left(self.starts, end)
        inside = [(n, self.mentions[n]) for n in range(lo, hi) if self.mentions[n].end <= end]
        phrase = read_phrase(self.text, start, end, inside)
        if phrase.main is not None:
            if self.cast.meant[phrase.main]:
                return self._named(phrase, start, end)
            return self._looked_up(start, end) or self._only_here(phrase)
        goes_on = self._goes_on(statement)
        return self._looked_up(start, end) or self.nouns.find(phrase, start, end, goes_on)

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
        goes_on, inside = self._goes_on(statement), self._is_inside(start)
        words = self.text[start:end]
        if (ahead := self._ahead(form, start)) is not None:
            return ahead
        choice = self.focus.choose(form, start, goes_on, inside, trailing)
        if choice.voice is None:
            return None, UNSURE, None, [Reason("no antecedent", words, start, end)]
        reasons = [Reason("pronoun", words, start, end, round(choice.margin, 2))]
        if name := self.focus.traces[choice.voice].name:
            reasons.append(Reason("last named", self.text[slice(*name)], *name))
        sure = choice.margin >= (_ENOUGH_FOR_MANY if form == "they" else _ENOUGH)
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
            copula = self._is_person(voice) and _COPULA.match(between)
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
        return voice if self._is_person(voice) else None

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
            return self._both(voices, start), YES, None, reasons
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


def _place(statement: Statement) -> int:
    """Give where a statement is met in reading."""
    spans = statement.source or statement.content or statement.cue
    return spans[0][0] if spans else 0
