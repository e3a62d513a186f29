"""
Stage 6, attribute: statements -> who speaks, under the fullest name in the text.

Rules over the text alone: what a source span names, else what its noun or pronoun means by
recency, grammar and agreement. Says UNSURE rather than guess; a doubtful answer is still shown,
with its reason. English; nothing is looked up outside the text but the names of countries.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wirecopy.attribute.cast import Cast, Voice, find_cast
from wirecopy.attribute.layout import Layout, find_layout
from wirecopy.attribute.lexicon import countries, fold, singular, words_of
from wirecopy.attribute.mentions import Mention, find_mentions
from wirecopy.attribute.phrases import Phrase, read_phrase
from wirecopy.attribute.pronouns import PRONOUN, Focus, form_of, vote, weigh_mention
from wirecopy.records import Aside, Certainty, Reason, SpeakerKind, Statement

_GOES_ON = re.compile(
    r"\b(?:add(?:s|ed|ing)?|continu(?:e|es|ed|ing)|went on|goes on|conclud\w+)\b", re.I
)
_FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our", "myself", "ourselves"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
YES, UNSURE = Certainty.YES, Certainty.UNSURE
Answer = tuple[int | None, Certainty, str | None, list[Reason]]
"""The voice, whether it is sure, the role that the source span gives it, and why."""

_ENOUGH = 0.7
"""How far ahead of the next a pronoun's meaning must be to be sure."""


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
        self.layout: Layout = find_layout(text)
        self.mentions: list[Mention] = find_mentions(text)
        self.starts = [mention.start for mention in self.mentions]
        begins = {s.source[0][0] for s in statements if s.source}
        self.cast: Cast = find_cast(text, self.mentions, begins)
        spans = sorted((a.start, a.end) for a in asides)
        self.aside_starts = [start for start, _ in spans]
        self.aside_ends = [end for _, end in spans]
        self.quiet = [self._is_quiet(m.start) for m in self.mentions]
        met = [
            (self.layout.sentence(m.start), m.start, meant[0])
            for m, meant, quiet in zip(self.mentions, self.cast.meant, self.quiet, strict=True)
            if len(meant) == 1
            and not quiet
            and self.cast.voices[meant[0]].kind is SpeakerKind.PERSON
        ]
        trusted = vote(text, self.cast, met, self.layout)
        self.focus = Focus(self.cast, self.layout, trusted)
        self.nouns: dict[str, int] = {}
        self.roles: dict[str, int] = {}
        self.answers: list[Answer] = []
        self.direct: list[tuple[int, int, int]] = []

    def name(self) -> list[Statement]:
        """Walk through names, pronouns and statements as they come."""
        places = [(self._place(s), n) for n, s in enumerate(self.statements)]
        places.sort()
        taken = {place for place, _ in places}
        events: list[tuple[int, int, int]] = [(place, 2, n) for place, n in places]
        events += [(m.start, 0, n) for n, m in enumerate(self.mentions) if not self.quiet[n]]
        events += [
            (match.start(), 1, 0)
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
                word = form_of(_word_at(self.text, at)) or "he"
                choice = self.focus.choose(word, at)
                if choice.voice is not None and choice.margin >= _ENOUGH:
                    self.focus.meet(choice.voice, at, 1.6)
                    self.focus.said[word] = (choice.voice, self.layout.sentence(at))
            else:
                named[n] = self._name(self.statements[n])
        return [named[n] for n in range(len(self.statements))]

    def _place(self, statement: Statement) -> int:
        spans = statement.source or statement.content or statement.cue
        return spans[0][0] if spans else 0

    def _is_quiet(self, at: int) -> bool:
        n = bisect_right(self.aside_starts, at) - 1
        return self.layout.quotation(at) >= 0 or (n >= 0 and at < self.aside_ends[n])

    def _meet(self, n: int, first: bool) -> None:
        meant = self.cast.meant[n]
        if not meant:
            return
        weight = weigh_mention(self.text, self.mentions[n], first)
        self.focus.meet(self._pick(meant, self.mentions[n].start), self.mentions[n].start, weight)

    def _pick(self, meant: tuple[int, ...], at: int) -> int:
        """Choose among people of one name: the one last in mind, else the first of the text."""
        if len(meant) == 1:
            return meant[0]
        near = [v for v in reversed(self.focus.traces) if v in meant]
        return near[0] if near else min(meant, key=lambda v: self.cast.voices[v].at[0])

    def _name(self, statement: Statement) -> Statement:
        voice, certainty, role, reasons = self._find(statement)
        if voice is None:
            return replace(statement, certainty=UNSURE, reasons=tuple(reasons))
        known = self.cast.voices[voice]
        if role and not known.role:
            known.role = role
        for word in re.findall(r"[\w-]+", (role or "").lower()):
            if word in words_of("role"):
                self.roles[word] = voice
        at = self._place(statement)
        end = max(
            e for spans in (statement.content, statement.source, statement.cue) for _, e in spans
        )
        self.focus.meet(voice, at, 2.0)
        self.focus.speaker = voice
        self.focus.spoke = self.layout.sentence(max(at, end - 1))
        for start, stop in statement.content:
            self.direct.append((start, stop, voice))
        return replace(
            statement,
            speaker=known.name,
            speaker_kind=known.kind,
            role=role or known.role,
            certainty=certainty,
            reasons=tuple(reasons),
        )

    def _find(self, statement: Statement) -> Answer:
        if not statement.source:
            return self._silent(statement)
        start, end = statement.source[0][0], statement.source[-1][1]
        words = self.text[start:end]
        small = words.strip().lower()
        form = form_of(small)
        if small in _FIRST_PERSON:
            return self._first_person(start, end)
        if form is not None and small not in ("her", "his", "their", "its"):
            return self._pronoun(statement, form, start, end)
        if small in _RELATIVE:
            return self._relative(start, end)
        lo, hi = bisect_left(self.starts, start), bisect_left(self.starts, end)
        inside = [(n, self.mentions[n]) for n in range(lo, hi) if self.mentions[n].end <= end]
        phrase = read_phrase(self.text, start, end, inside)
        if phrase.main is not None:
            return self._named(phrase, start, end)
        return self._nominal(phrase, start, end)

    def _silent(self, statement: Statement) -> Answer:
        at = statement.content[0][0] if statement.content else 0
        focus = self.focus
        begins = self.text[at : at + 1] in '"“„«'
        if not begins and at > 0:
            begins = self.text[at - 1] in '"“„«'
        near = self.layout.sentence(at) - focus.spoke <= 1
        if focus.speaker is not None and begins and near and not statement.cue:
            return focus.speaker, YES, None, [Reason("quotation goes on", "", at, at + 1)]
        if focus.speaker is not None and begins and near:
            return focus.speaker, UNSURE, None, [Reason("quotation goes on", "", at, at + 1)]
        return None, UNSURE, None, [Reason("no source")]

    def _first_person(self, start: int, end: int) -> Answer:
        for a, b, voice in reversed(self.direct[-6:]):
            if a <= start < b and self.layout.quotation(start) >= 0:
                return voice, YES, None, [Reason("first person", self.text[start:end], start, end)]
        if self.layout.quotation(start) >= 0 and self.focus.speaker is not None:
            return (
                self.focus.speaker,
                UNSURE,
                None,
                [Reason("first person", self.text[start:end], start, end)],
            )
        return None, UNSURE, None, [Reason("the writer", self.text[start:end], start, end)]

    def _pronoun(self, statement: Statement, form: str, start: int, end: int) -> Answer:
        cue = " ".join(self.text[a:b] for a, b in statement.cue)
        choice = self.focus.choose(form, start, bool(_GOES_ON.search(cue)))
        if choice.voice is None:
            return None, UNSURE, None, [Reason("no antecedent", form, start, end)]
        reasons = [Reason("pronoun", self.text[start:end], start, end, round(choice.margin, 2))]
        sure = choice.margin >= _ENOUGH
        if choice.mismatch:
            reasons.append(Reason("pronoun does not agree", form, start, end))
            sure = False
        if sure:
            self.focus.said[form] = (choice.voice, self.layout.sentence(start))
        return choice.voice, YES if sure else UNSURE, None, reasons

    def _relative(self, start: int, end: int) -> Answer:
        n = bisect_left(self.starts, start) - 1
        if n >= 0 and self.cast.meant[n]:
            mention = self.mentions[n]
            between = self.text[mention.end : start]
            if len(between) <= 80 and not re.search(r"[.!?;\n]", between):
                voice = self._pick(self.cast.meant[n], start)
                near = not between.strip(" ,")
                sure = YES if near else UNSURE
                return voice, sure, None, [Reason("relative", self.text[start:end], start, end)]
        return None, UNSURE, None, [Reason("no antecedent", self.text[start:end], start, end)]

    def _named(self, phrase: Phrase, start: int, end: int) -> Answer:
        assert phrase.main is not None
        mention = self.mentions[phrase.main]
        meant = self.cast.meant[phrase.main]
        words = self.text[mention.start : mention.end]
        if not meant:
            voice = self._invent(words, SpeakerKind.BODY, mention.start)
            return voice, YES, phrase.role, [Reason("named", words, mention.start, mention.end)]
        voice = self._pick(meant, mention.start)
        known = self.cast.voices[voice]
        reason = "named" if fold(words) == fold(known.name) else "short name"
        reasons = [Reason(reason, words, mention.start, mention.end)]
        certainty = YES
        if len(meant) > 1:
            reasons.append(Reason("several of that name", words, mention.start, mention.end))
        if phrase.also:
            names = [known.name] + [
                self.cast.voices[self._pick(self.cast.meant[n], start)].name
                for n in phrase.also
                if self.cast.meant[n]
            ]
            joint = self._invent(" and ".join(names), SpeakerKind.GROUP, start)
            return joint, certainty, None, reasons
        return voice, certainty, phrase.role, reasons

    def _invent(self, name: str, kind: SpeakerKind, at: int) -> int:
        """Give a voice of its own to one that has no name."""
        name = re.sub(r"\s+", " ", name).strip()
        key = ("", name.lower())
        for number in range(len(self.cast.voices) - 1, max(-1, len(self.cast.voices) - 50), -1):
            if self.cast.voices[number].keys == key:
                return number
        self.cast.voices.append(Voice(name, kind, key, [at]))
        return len(self.cast.voices) - 1

    def _nominal(self, phrase: Phrase, start: int, end: int) -> Answer:
        reasons = [Reason("noun", phrase.head, start, end)]
        head, one = phrase.head, singular(phrase.head)
        if not head:
            return None, UNSURE, None, [Reason("no source")]
        definite = phrase.determiner in ("the", "this", "that", "his", "her", "its", "their", "")
        if head in words_of("state") and phrase.determiner in ("the", "", "its"):
            country = self._country(phrase)
            if country is not None:
                return country, YES, None, [Reason("government", phrase.core, start, end)]
        if definite and not phrase.plural and one in words_of("body"):
            found = self._body(phrase)
            if found is not None:
                return found, YES, None, [*reasons, Reason("body", head, start, end)]
            kind = SpeakerKind.BODY
            voice = self._invent(_bare(phrase), kind, start)
            self.nouns[head] = voice
            return voice, YES, None, reasons
        if definite and not phrase.plural and phrase.determiner and head in words_of("role"):
            known = self.roles.get(head)
            if known is not None:
                return known, YES, None, [*reasons, Reason("role", head, start, end)]
        if phrase.determiner in ("the", "this", "that") and head in self.nouns:
            return self.nouns[head], YES, None, [*reasons, Reason("same noun", head, start, end)]
        hidden = head in words_of("hidden") and head not in ("people", "person")
        if phrase.plural:
            hidden = (hidden and head in ("sources", "aides", "insiders", "operatives")) or bool(
                re.search(r"\bfamiliar with\b|\banonymity\b|\bbriefed on\b", self.text[start:end])
            )
        kind = SpeakerKind.UNNAMED if hidden or not phrase.plural else SpeakerKind.GROUP
        voice = self._invent(phrase.core, kind, start)
        self.nouns[head] = voice
        return voice, YES, None, reasons

    def _country(self, phrase: Phrase) -> int | None:
        words = [*phrase.modifiers]
        for n in range(len(words)):
            for key in (" ".join(words[n : n + 2]), words[n]):
                country = countries().get(key)
                if country is not None:
                    for number, voice in enumerate(self.cast.voices):
                        if voice.kind is SpeakerKind.COUNTRY and voice.keys == (country.name,):
                            return number
                    return self._invent(_bare(phrase), SpeakerKind.COUNTRY, 0)
        return None

    def _body(self, phrase: Phrase) -> int | None:
        """Find the body that a noun such as "the UN office" means: the last that has its words."""
        wanted = {phrase.head, *phrase.modifiers}
        for number in reversed(self.focus.traces):
            voice = self.cast.voices[number]
            if voice.kind is SpeakerKind.BODY and wanted <= set(voice.keys):
                return number
        return None


def _bare(phrase: Phrase) -> str:
    return re.sub(r"\A(?:the|The)\s+", "", phrase.core)


def _word_at(text: str, at: int) -> str:
    match = re.compile(r"\w+").match(text, at)
    return match.group() if match else ""
