"""
Stage 6, attribute: nouns that stand for a speaker -> whom they mean, or that no one is named.

"The mayor" is whoever the text gives that office, "the UN office" the last body with those words,
"the Chinese government" its country. "A senior official" and "critics" stand for themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wirecopy.attribute.cast import Cast
from wirecopy.attribute.figures import is_figure
from wirecopy.attribute.focus import Focus
from wirecopy.attribute.lexicon import countries, fold, singular, words_of
from wirecopy.attribute.phrases import Phrase
from wirecopy.attribute.roles import keys_of
from wirecopy.records import Certainty, Reason, SpeakerKind

YES, UNSURE = Certainty.YES, Certainty.UNSURE
Answer = tuple[int | None, Certainty, str | None, list[Reason]]
"""The voice, whether it is sure, the role that the source span gives it, and why."""

_THE = frozenset(("the", "this", "that", "these", "those"))
_OWN = frozenset(("his", "her", "its", "their"))
_WHOLE = frozenset(
    "company group agency organization organisation firm alliance bank party union service body "
    "panel association".split()
)
"""Nouns that any body may be called by."""
_MEDIA = frozenset("network paper newspaper website site outlet magazine broadcaster".split())
_OUTLETS = frozenset(
    "times post journal tribune herald gazette chronicle globe guardian magazine news press star "
    "sun telegraph mail examiner observer tv radio network cnn nbc abc cbs bbc msnbc politico "
    "breitbart bloomberg reuters twitter facebook today standard independent daily weekly".split()
)
_PUBLIC = frozenset("senate congress parliament court house government kremlin pentagon".split())
"""Bodies that no one calls a company or a group."""
_PERSON = re.compile(
    r".{2,}(?:ist|ists|er|ers|or|ors|ian|ians|ee|ees|eon|yst|man|woman|men|women)\Z"
)
_GENERAL = frozenset(
    "former current senior top new republican democratic late outgoing same latest most "
    "recent".split()
)
_LATEST = 20
"""Mentions of a noun that are looked through."""
_HIDING = re.compile(r"\b(?:familiar with|anonymity|briefed on|close to|not authorized)\b")
_OF_NAME = re.compile(r" of (?:the )?[^\W_a-z][\w.’'-]*(?: [^\W_a-z][\w.’'-]*)*")


@dataclass(slots=True)
class Nouns:
    """The nouns met so far, by their heads."""

    cast: Cast
    focus: Focus
    seen: dict[str, list[int]] = field(default_factory=dict)

    def find(self, phrase: Phrase, start: int, end: int, goes_on: bool = False) -> Answer:
        """Say whom a noun phrase means."""
        head = phrase.head
        if not head or is_figure(phrase.core):
            return None, UNSURE, None, [Reason("no source")]
        reasons = [Reason("noun", phrase.core, start, end)]
        if head in words_of("state") and phrase.determiner in _THE | {""} | _OWN:
            country = self._country(phrase)
            if country is not None:
                return country, YES, None, [Reason("government", phrase.core, start, end)]
        definite = phrase.determiner in _THE and not phrase.plural
        speaker = self.focus.speaker
        if definite and goes_on and speaker is not None and head not in self.cast.holders:
            near = self.focus.distance(speaker, start) <= 1
            if near and head in words_of("role") and self._is_person_voice(speaker):
                reasons.append(Reason("goes on", head, start, end))
                return speaker, YES, None, reasons
        if definite and singular(head) in words_of("body"):
            found, sure = self._body(phrase, start)
            if found is not None:
                reasons.append(Reason("body", head, start, end))
                return found, YES if sure else UNSURE, None, reasons
        if definite and is_person(head):
            found, sure = self._holder(phrase, start)
            if found is not None and self._is_person_voice(found) and self._is_newer(found, head):
                reasons.append(Reason("office", head, start, end))
                return found, YES if sure else UNSURE, None, reasons
        # "the Republican nominee" is someone whom every reader knows, but the text does not say.
        known = definite and head in words_of("role") and _PARTY & keys_of(list(phrase.modifiers))
        same = self._same(phrase)
        if same is not None:
            reasons.append(Reason("same noun", head, start, end))
            return same, UNSURE if known else YES, None, reasons
        return self._as_it_stands(phrase, start), UNSURE if known else YES, None, reasons

    def invent(self, name: str, kind: SpeakerKind, at: int) -> int:
        """Give a voice of its own to one that has no name, the same for the same words."""
        name = re.sub(r"\s+", " ", name).strip()
        key = ("", name.lower())
        number = self.cast.by_keys.get(key)
        return self.cast.add(name, kind, key, at) if number is None else number

    def _as_it_stands(self, phrase: Phrase, start: int) -> int:
        """Take the phrase's own words for the name."""
        head, one = phrase.head, singular(phrase.head)
        paper = head in words_of("paper") or one in words_of("paper")
        thing = paper or not (phrase.plural or is_person(head))
        name = phrase.name
        bare = _bare(phrase)
        named = bare and not (paper or phrase.plural or is_person(head))
        if named and all(word[0].isupper() for word in bare.split()):
            return self.invent(bare, SpeakerKind.BODY, start)
        if not phrase.plural and not paper and (one in words_of("body") or one in _PLACES):
            kind = SpeakerKind.BODY
            of = _OF_NAME.match(" " + phrase.rest.lstrip())
            name = bare + (of.group() if of else "")
        elif _is_hidden(phrase, head):
            kind = SpeakerKind.UNNAMED
        else:
            kind = SpeakerKind.GROUP if phrase.plural and not paper else SpeakerKind.UNNAMED
        number = self.invent(name, kind, start)
        voice = self.cast.voices[number]
        voice.thing, voice.plural, voice.placed = thing, phrase.plural, False
        if not phrase.plural:
            voice.male += 2 * (head in words_of("male"))
            voice.female += 2 * (head in words_of("female"))
        self.seen.setdefault(head, []).append(number)
        return number

    def _same(self, phrase: Phrase) -> int | None:
        """Find what a noun takes up that was there before: "a poll", then "the poll"."""
        if phrase.determiner not in _THE or phrase.owner is not None:
            return None
        if phrase.rest.lstrip().startswith("of "):
            return None
        for number in reversed(self.seen.get(phrase.head, [])[-_LATEST:]):
            voice = self.cast.voices[number]
            words = {fold(word) for word in voice.name.split()}
            news = [w for w in phrase.modifiers if w not in words and w not in _GENERAL]
            if voice.plural == phrase.plural and not news:
                return number
        return None

    def _country(self, phrase: Phrase) -> int | None:
        words = phrase.modifiers
        for n in range(len(words)):
            for key in (" ".join(words[n : n + 2]), words[n]):
                country = countries().get(key)
                if country is not None:
                    number = self.cast.by_keys.get((country.name,))
                    if number is not None:
                        return number
                    return self.invent(_bare(phrase), SpeakerKind.COUNTRY, 0)
        return None

    def _body(self, phrase: Phrase, start: int) -> tuple[int | None, bool]:
        """Find the body meant: the last one that has the words."""
        wanted = {w.replace(".", "") for w in (phrase.head, *phrase.modifiers)} - _GENERAL
        for number in reversed(self.focus.traces):
            voice = self.cast.voices[number]
            if voice.kind is SpeakerKind.BODY:
                keys = voice.keys[1].split() if voice.keys[0] == "" else voice.keys
                if wanted <= set(keys):
                    return number, True
        if phrase.rest.strip(" ,"):
            return None, False
        fits = [
            number
            for number in self.cast.bodies.get(phrase.head, ())
            if wanted <= set(self.cast.voices[number].keys) and self.cast.voices[number].at < start
        ]
        if fits:
            return max(fits, key=lambda n: self.cast.voices[n].at), len(fits) == 1
        if phrase.head in _WHOLE | _MEDIA and not phrase.modifiers:
            choice = self.focus.choose("it", start)
            if choice.voice is not None:
                voice = self.cast.voices[choice.voice]
                media = phrase.head not in _MEDIA or bool(_OUTLETS & set(voice.keys))
                media = media or choice.voice in self.focus.spoken
                if voice.kind is SpeakerKind.BODY and media and not _PUBLIC & set(voice.keys):
                    return choice.voice, choice.voice == self.focus.speaker
        return None, False

    def _is_newer(self, holder: int, head: str) -> bool:
        """Say whether someone was met after all who are only known by a noun."""
        order = list(self.focus.traces)
        seen = [order.index(number) for number in self.seen.get(head, ()) if number in order]
        known = any(head in office.heads for office in self.cast.voices[holder].offices)
        return head not in self.seen or (known and holder in order[max(seen, default=-1) + 1 :])

    def _is_person_voice(self, number: int) -> bool:
        return self.cast.voices[number].kind is SpeakerKind.PERSON

    def _holder(self, phrase: Phrase, start: int) -> tuple[int | None, bool]:
        """Find who holds an office: by its words, else who is spoken of."""
        modifiers = keys_of(list(phrase.modifiers))
        names = [fold(word) for word in phrase.core.split()[1:-1] if word[0].isupper()]
        proper = keys_of(names) - _PARTY
        double = phrase.head == "general" and phrase.modifiers[-1:]
        weighed: list[tuple[int, int, int]] = []
        order = {voice: n for n, voice in enumerate(self.focus.traces)}
        for number in self.cast.holders.get(phrase.head, ()):
            for office in self.cast.voices[number].offices:
                if phrase.head in office.heads:
                    common = len(modifiers & office.keys)
                    more = len(office.keys - modifiers - {phrase.head})
                    if _PARTY & modifiers and _PARTY & office.keys - modifiers:
                        continue
                    if (phrase.owner is not None or double) and not common:
                        continue
                    lost = bool(proper) and not proper & office.keys
                    weighed.append(
                        (3 * common - min(more, 2) - 4 * lost, order.get(number, -1), number)
                    )
        if weighed:
            weighed.sort(reverse=True)
            best = weighed[0]
            others = [w for w in weighed if w[2] != best[2] and w[0] >= best[0]]
            near = (best[1] >= 0 and best[0] > -4) or best[0] > 0
            return best[2], near and not any(w[1] >= 0 for w in others)
        if phrase.owner is not None or phrase.rest.strip(" ,"):
            return None, False
        party = _PARTY & modifiers
        if party:
            fits = [n for key in sorted(party) for n in self.cast.holders.get(key, ())]
            if fits:
                return max(fits, key=lambda n: order.get(n, -1)), False
            return None, False
        form = "he" if phrase.head in words_of("male") else "one"
        form = "she" if phrase.head in words_of("female") else form
        choice = self.focus.choose(form, start)
        plain = phrase.head in words_of("role")
        if choice.voice is None or self.focus.distance(choice.voice, start) > 1 + plain:
            return None, False
        other = self.cast.voices[choice.voice].offices
        return choice.voice, plain and choice.margin >= 1.0 + 1.5 * bool(
            other
        ) and not choice.mismatch


_PARTY = frozenset(("republican", "democratic", "libertarian", "green"))
_PLACES = frozenset(("city", "state", "county", "town", "province"))


def _is_hidden(phrase: Phrase, head: str) -> bool:
    """Say whether these are sources that will not be named."""
    if _HIDING.search(phrase.rest):
        return True
    if phrase.plural:
        return head in ("sources", "aides", "insiders", "operatives")
    return head in words_of("hidden")


def is_person(head: str) -> bool:
    """
    Say whether a noun may stand for a person.

    >>> is_person("neurosurgeon"), is_person("officials"), is_person("paper"), is_person("hat")
    (True, True, False, False)
    """
    one = singular(head)
    if {head, one} & (words_of("paper") | words_of("body")):
        return False
    known = words_of("role") | words_of("male") | words_of("female") | words_of("hidden")
    return bool({head, one} & known) or head in words_of("many") or bool(_PERSON.match(head))


def _bare(phrase: Phrase) -> str:
    return re.sub(r"\A(?:the|The)\s+", "", phrase.core)
