"""
Stage 6, attribute: names -> the cast of a text: who may speak in it, each under its fullest name.

A short form belongs to the full form that it ends ("Ana Ruiz": Ruiz) or else begins ("Zhang Jun":
Zhang), as families of names differ; an acronym to the body whose initials it has. Where two people
share a surname both stay in question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from wirecopy.attribute.headlines import Doubt
from wirecopy.attribute.lexicon import PARTICLES, countries, fold, given_names, singular, words_of
from wirecopy.attribute.mentions import Mention
from wirecopy.attribute.roles import Office, find_office
from wirecopy.attribute.sorts import Sort
from wirecopy.records import SpeakerKind

_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_SMALL = frozenset(("of", "the", "and", "for", "on", "in", "&", "to"))
_PLACING = frozenset("in at to from near outside around through into across".split())
_INSIDE = frozenset("in at near into across".split())
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Fitz|Van|Von|O['’])\w*[a-z][A-Z]")
"""Capitals inside a word, as firms and sites have them."""
_WHO = re.compile(r",? who(?:se|m)?\b|, \d\d,")
_TRADES = ("er", "or", "ist", "ant", "man", "ian")
_NAMESAKES = 24
"""Voices under one word that are told apart."""
_OFFICES = 4
"""Offices that are read for one person."""


@dataclass(slots=True)
class Voice:
    """One of the cast of a text."""

    name: str
    kind: SpeakerKind
    keys: tuple[str, ...]
    role: str | None = None
    offices: list[Office] = field(default_factory=list)
    male: float = 0.0
    female: float = 0.0
    """What speaks for either sex: titles, pronouns and given names, in votes."""
    sure: bool = False
    """For people: a title, an office or a bare surname shows that it is one."""
    thing: bool = False
    """A paper or an event: it can show something, but is neither he nor she."""
    plural: bool = False
    at: int = 0
    """Where it is first named."""
    placed: bool = True
    """Each time it is named behind a preposition of place: hardly a person."""

    @property
    def sex(self) -> float:
        """Give the balance of the votes: 1.0 for male, -1.0 for female, 0.0 for unknown."""
        votes = self.male + self.female
        return (self.male - self.female) / votes if votes else 0.0

    @property
    def looks_human(self) -> bool:
        """Say whether anything but capitals tells that this is a person."""
        return self.sure or len(self.keys) > 1 or self.male != self.female


@dataclass(slots=True)
class Cast:
    """The voices of a text, and which are meant by each mention."""

    voices: list[Voice] = field(default_factory=list)
    meant: list[tuple[int, ...]] = field(default_factory=list)
    """For each mention the numbers of the voices it may mean; empty for none."""
    by_keys: dict[tuple[str, ...], int] = field(default_factory=dict)
    last: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """People by their last word."""
    first: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """People by their first word."""
    middle: dict[str, list[int]] = field(default_factory=dict)
    """People of three words by the second, which may be the first of two surnames."""
    initials: dict[str, int] = field(default_factory=dict)
    leaders: dict[str, int] = field(default_factory=dict)
    """Bodies by their first word."""
    bodies: dict[str, list[int]] = field(default_factory=dict)
    """Bodies by each of their words."""
    holders: dict[str, list[int]] = field(default_factory=dict)
    """People by each word of their offices."""

    def look_up(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        """Give the voices that a name may mean, wherever it stands."""
        number = self.by_keys.get(keys)
        if number is not None:
            return (number,)
        if len(keys) != 1:
            return ()
        known = self.last.get(keys[0])
        if not known and keys[0] not in words_of("place"):
            known = self.first.get(keys[0])
        return tuple(known or ())

    def add(self, name: str, kind: SpeakerKind, keys: tuple[str, ...], at: int) -> int:
        """Add a voice and give its number."""
        self.voices.append(Voice(name, kind, keys, at=at))
        number = len(self.voices) - 1
        self.by_keys.setdefault(keys, number)
        if kind is SpeakerKind.BODY:
            for key in set(keys):
                _file(self.bodies, key, number)
        return number

    def give(self, number: int, office: Office) -> None:
        """Note an office of someone."""
        self.voices[number].offices.append(office)
        for key in sorted(office.heads | office.keys):
            _file(self.holders, key, number)


def _file(index: dict[str, list[int]], key: str, number: int) -> None:
    """Add to a list that does not grow without end."""
    known = index.setdefault(key, [])
    if len(known) < _NAMESAKES and number not in known:
        known.append(number)


def find_cast(
    text: str,
    mentions: list[Mention],
    doubts: list[Doubt],
    sources: set[int],
    low: Callable[[], frozenset[str]],
) -> Cast:
    """
    Group mentions into voices.

    Args:
        text: The text.
        mentions: Its names in order.
        doubts: For each whether it can name no one of its own.
        sources: Places where names begin that are known to speak.
        low: Gives the words that the text has in small letters.
    """
    cast = Cast(meant=[()] * len(mentions))
    _take_for_bodies(text, mentions, doubts)
    _full_names(text, mentions, doubts, sources, cast)
    _bodies(text, mentions, doubts, cast)
    _short_names(text, mentions, doubts, sources, low, cast)
    for mention, numbers, doubt in zip(mentions, cast.meant, doubts, strict=True):
        for number in numbers:
            _note(text, cast, number, mention, len(numbers) == 1, doubt)
    for voice in cast.voices:
        if voice.kind is SpeakerKind.PERSON and len(voice.keys) > 1 and voice.male == voice.female:
            male = given_names().get(voice.keys[0].split("-")[0])
            voice.male += 2 * (male is True)
            voice.female += 2 * (male is False)
    return cast


def _take_for_bodies(text: str, mentions: list[Mention], doubts: list[Doubt]) -> None:
    """Take names that only stand behind "the" for bodies: "the Orlando Sentinel"."""
    bare: dict[tuple[str, ...], bool] = {}
    for mention, doubt in zip(mentions, doubts, strict=True):
        if mention.sort is Sort.PERSON and len(mention.keys) > 1 and not doubt:
            the = mention.start == mention.lead_start and not mention.titled
            the = the and text[max(0, mention.start - 4) : mention.start].lower() == "the "
            bare[mention.keys] = bare.get(mention.keys, False) or not the
    for mention in mentions:
        if mention.sort is Sort.PERSON and not bare.get(mention.keys, True):
            first = mention.keys[0]
            if first not in given_names() or first in words_of("place"):
                mention.sort = Sort.BODY


def _full_names(
    text: str, mentions: list[Mention], doubts: list[Doubt], sources: set[int], cast: Cast
) -> None:
    """People under two words or more, the longer ones first, those in doubt last."""
    full = [n for n, m in enumerate(mentions) if m.sort is Sort.PERSON and len(_core(m.keys)) > 1]
    for n in sorted(full, key=lambda n: (doubts[n], -len(_core(mentions[n].keys)))):
        keys = _core(mentions[n].keys)
        number = cast.by_keys.get(keys)
        if number is None:
            longer = [v for v in cast.last[keys[-1]] if _is_same(keys, cast.voices[v].keys)]
            longer += [v for v in cast.first[keys[0]] if cast.voices[v].keys[: len(keys)] == keys]
            shorter = [v for v in cast.last[keys[-1]] if _is_same(cast.voices[v].keys, keys)]
            if longer or shorter:
                number = (longer or shorter)[0]
            elif doubts[n] is Doubt.HEADING and not (
                mentions[n].lead_start in sources or keys[0] in given_names()
            ):
                continue
            else:
                name = text[mentions[n].start : mentions[n].end]
                number = cast.add(name, SpeakerKind.PERSON, keys, mentions[n].start)
                for key in _surnames(keys):
                    _file(cast.last, key, number)
                _file(cast.first, keys[0], number)
                if len(keys) == 3:
                    _file(cast.middle, keys[1], number)
            cast.by_keys[keys] = number
        cast.meant[n] = (number,)


def _bodies(text: str, mentions: list[Mention], doubts: list[Doubt], cast: Cast) -> None:
    found = [n for n, m in enumerate(mentions) if m.sort is Sort.BODY]
    for n in sorted(found, key=lambda n: (doubts[n], -len(mentions[n].keys))):
        keys = tuple(key.replace(".", "") for key in mentions[n].keys)
        number = cast.by_keys.get(keys)
        if number is None and len(keys) == 1:
            number = cast.initials.get(keys[0])
            if number is None:
                people = cast.last.get(keys[0])
                number = people[0] if people and len(people) == 1 else None
        if number is None:
            name = text[mentions[n].start : mentions[n].end]
            number = cast.add(name, SpeakerKind.BODY, keys, mentions[n].start)
            short = "".join(key[0] for key in keys if key not in _SMALL)
            if len(short) > 1:
                cast.initials.setdefault(short, number)
            if len(keys) > 1 and not name.split()[-1].islower():
                cast.leaders.setdefault(keys[0], number)
        cast.by_keys[keys] = number
        cast.meant[n] = (number,)


def _short_names(
    text: str,
    mentions: list[Mention],
    doubts: list[Doubt],
    sources: set[int],
    low: Callable[[], frozenset[str]],
    cast: Cast,
) -> None:
    """Countries, and names of one word."""
    nations: dict[str, int] = {}
    apart: dict[str, int] = {}
    inside = {m.keys[0] for m in mentions if m.sort is Sort.UNKNOWN and not m.first}
    for n, mention in enumerate(mentions):
        if cast.meant[n]:
            continue
        keys = _core(mention.keys)
        name = text[mention.start : mention.end]
        if len(keys) == 1 and mention.sort in (Sort.COUNTRY, Sort.PLACE):
            # "Valeska Paris": behind a preposition Paris is the city, else hers is the name.
            known = cast.last.get(keys[0])
            if known and not _is_placed(text, mention.lead_start):
                cast.meant[n] = tuple(known)
                continue
        if mention.sort is Sort.COUNTRY:
            country = countries()[" ".join(mention.keys)]
            if country.name not in nations:
                number = cast.add(name, SpeakerKind.COUNTRY, (country.name,), mention.start)
                nations[country.name] = number
            cast.meant[n] = (nations[country.name],)
            continue
        if mention.sort not in (Sort.UNKNOWN, Sort.PERSON) or len(keys) != 1:
            continue
        key = keys[0]
        known = cast.last.get(key) or cast.first.get(key)
        if mention.titled and not known:
            known = cast.middle.get(key)  # "Mr. García", of "Gabriel García Márquez"
        if known:
            sex = _sex(text, mention) if mention.titled else None
            fit = [v for v in known if sex is None or _may_be(cast.voices[v], sex)]
            fit = [v for v in fit if sex is not None and _is_known(cast.voices[v], sex)] or fit
            if fit:
                cast.meant[n] = tuple(fit)
                continue
            key = f"{key} {sex}"
        elif key in cast.initials or (key in cast.leaders and not mention.titled):
            cast.meant[n] = (cast.initials.get(key, cast.leaders.get(key, -1)),)
            continue
        if key not in apart:
            open_to_doubt = mention.first and (key not in inside or key in low())
            if open_to_doubt and _is_noun(key):
                continue
            if mention.start not in sources and (doubts[n] or open_to_doubt):
                continue
            kind = SpeakerKind.BODY if _CAMEL.match(name) else SpeakerKind.PERSON
            apart[key] = cast.add(name, kind, keys, mention.start)
        cast.meant[n] = (apart[key],)


def _is_noun(key: str) -> bool:
    """Say whether a capitalized word may be a noun that begins its sentence: "Officials say"."""
    one = singular(key)
    return bool({key, one} & (words_of("paper") | words_of("many"))) or (
        one != key
        and (one in words_of("role") or one in words_of("hidden") or one.endswith(_TRADES))
    )


def _is_placed(text: str, start: int, prepositions: frozenset[str] = _PLACING) -> bool:
    """Say whether a place may be meant: a preposition stands right before."""
    before = text[max(0, start - 10) : start].split()
    return bool(before) and before[-1].lower() in prepositions


def _core(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[:-1] if len(keys) > 1 and keys[-1].strip(",") in _SUFFIX else keys


def _surnames(keys: tuple[str, ...]) -> list[str]:
    plain = keys[-1].split("-")
    return list(dict.fromkeys([keys[-1], plain[-1]] if plain[0] in PARTICLES else [keys[-1]]))


def _is_same(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether the one name is the other with fewer words."""
    if short[0] in PARTICLES or long[-len(short) :] == short:
        return short[-1] == long[-1]
    if short[0] == long[0] and short[-1] == long[-1]:
        return True
    # "Jane F. Roe" and "J. Roe"
    return len(short[0]) == 1 and short[0] == long[0][0] and short[-1] == long[-1]


def _sex(text: str, mention: Mention) -> bool | None:
    """Give the sex that the words before a name show: True for male."""
    lead = text[max(0, mention.lead_start - 25) : mention.start].split()[-3:]
    words = [fold(word) for word in lead]
    if any(word in words_of("male") for word in words):
        return True
    return False if any(word in words_of("female") for word in words) else None


def _may_be(voice: Voice, male: bool) -> bool:
    """Say whether someone may be of a sex, going by the given name."""
    given = given_names().get(voice.keys[0].split("-")[0]) if len(voice.keys) > 1 else None
    return given is None or given is male


def _is_known(voice: Voice, male: bool) -> bool:
    """Say whether a given name is known to be of a sex."""
    return len(voice.keys) > 1 and given_names().get(voice.keys[0].split("-")[0]) is male


def _note(text: str, cast: Cast, number: int, mention: Mention, alone: bool, doubt: Doubt) -> None:
    """Let a mention add to what is known of a voice."""
    voice = cast.voices[number]
    voice.at = min(voice.at, mention.start)
    if alone and not doubt and _is_fuller(text[mention.start : mention.end], voice):
        voice.name = text[mention.start : mention.end]
    if voice.kind is not SpeakerKind.PERSON:
        return
    voice.placed = voice.placed and _is_placed(text, mention.lead_start, _INSIDE)
    if (
        mention.titled
        or _WHO.match(text, mention.end)
        or len(_core(mention.keys)) < len(voice.keys)
    ):
        voice.sure = True
    if not alone:
        return
    sex = _sex(text, mention) if mention.titled else None
    voice.male += 3 * (sex is True)
    voice.female += 3 * (sex is False)
    known = len(voice.offices) < _OFFICES and (len(mention.keys) > 1 or mention.titled)
    if known and not doubt:
        office = find_office(text, mention.start, mention.end)
        if office is not None:
            cast.give(number, office)
            if voice.role is None and not office.heads <= words_of("title") | words_of("courtesy"):
                voice.role = office.words


def _is_fuller(name: str, voice: Voice) -> bool:
    if voice.kind is SpeakerKind.COUNTRY:
        old = countries().get(" ".join(fold(w) for w in voice.name.split()))
        new = countries().get(" ".join(fold(w) for w in name.split()))
        if old and new and old.seat != new.seat:
            return old.seat
    if voice.name.isupper() and not name.isupper() and len(name.split()) == len(voice.name.split()):
        return True
    return len(name.split()) > len(voice.name.split()) and not name.isupper()
