"""
Stage 6, attribute: names -> the cast of a text: who may speak in it, each under its fullest name.

A short form belongs to the full form that it ends ("Jun Zhang": Zhang) or else begins ("Zhang
Jun": Zhang), as families of names differ; an acronym to the body whose initials it has. Where two
people share a surname both stay in question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from wirecopy.attribute.lexicon import countries, fold, words_of
from wirecopy.attribute.mentions import Mention, Sort
from wirecopy.records import SpeakerKind

_LOW = re.compile(r"(?<![\w'’])[a-zß-öø-ÿ]{3,}")
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PARTICLES = frozenset(
    ("de", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "di", "da", "du")
)
_SMALL = frozenset(("of", "the", "and", "for", "on", "in", "&", "to"))


@dataclass(slots=True)
class Voice:
    """One of the cast of a text."""

    name: str
    kind: SpeakerKind
    keys: tuple[str, ...]
    at: list[int] = field(default_factory=list)
    """Where it is named."""
    role: str | None = None
    male: float = 0.0
    female: float = 0.0
    """What speaks for either sex: titles and pronouns, in votes."""
    sure: bool = False
    """For people: a title, an office or a bare surname shows that it is one."""


@dataclass(slots=True)
class Cast:
    """The voices of a text, and which are meant by each mention."""

    voices: list[Voice]
    meant: list[tuple[int, ...]]
    """For each mention the numbers of the voices it may mean; empty for none."""


def find_cast(text: str, mentions: list[Mention], sources: set[int]) -> Cast:
    """
    Group mentions into voices.

    Args:
        text: The text.
        mentions: Its names in order.
        sources: Places where names begin that are known to speak.
    """
    voices: list[Voice] = []
    meant: list[tuple[int, ...]] = [()] * len(mentions)
    low: frozenset[str] | None = None
    by_keys: dict[tuple[str, ...], int] = {}
    last: dict[str, list[int]] = defaultdict(list)
    first: dict[str, list[int]] = defaultdict(list)

    def add(mention: Mention, kind: SpeakerKind, keys: tuple[str, ...]) -> int:
        voices.append(Voice(text[mention.start : mention.end], kind, keys))
        by_keys[keys] = len(voices) - 1
        return len(voices) - 1

    # Full names of people first, the longer ones before those that they end with.
    full = [n for n, m in enumerate(mentions) if m.sort is Sort.PERSON and len(_core(m.keys)) > 1]
    for n in sorted(full, key=lambda n: -len(_core(mentions[n].keys))):
        keys = _core(mentions[n].keys)
        number = by_keys.get(keys)
        if number is None:
            number = next(
                (v for v in last[keys[-1]] if _same_person(keys, voices[v].keys)),
                None,
            )
            if number is None:
                number = next(
                    (v for v in first[keys[0]] if voices[v].keys[: len(keys)] == keys), None
                )
            if number is None:
                number = add(mentions[n], SpeakerKind.PERSON, keys)
                for key in _surnames(keys):
                    last[key].append(number)
                first[keys[0]].append(number)
            by_keys[keys] = number
        meant[n] = (number,)
    bodies = [n for n, m in enumerate(mentions) if m.sort is Sort.BODY]
    initials: dict[str, int] = {}
    leaders: dict[str, int] = {}
    for n in sorted(bodies, key=lambda n: -len(mentions[n].keys)):
        keys = mentions[n].keys
        number = by_keys.get(keys)
        if number is None and len(keys) == 1:
            number = initials.get(keys[0].replace(".", ""))
        if number is None:
            number = add(mentions[n], SpeakerKind.BODY, keys)
            short = "".join(key[0] for key in keys if key not in _SMALL)
            if len(short) > 1:
                initials.setdefault(short, number)
            if len(keys) > 1:
                leaders.setdefault(keys[0], number)
        by_keys[keys] = number
        meant[n] = (number,)
    nations: dict[str, int] = {}
    singles: dict[str, int] = {}
    for n, mention in enumerate(mentions):
        keys = _core(mention.keys)
        if mention.sort is Sort.COUNTRY:
            country = countries()[" ".join(mention.keys)]
            key = keys[-1]
            if mention.titled and last.get(key):
                meant[n] = tuple(last[key])
                continue
            if country.name not in nations:
                nations[country.name] = add(mention, SpeakerKind.COUNTRY, (country.name,))
            meant[n] = (nations[country.name],)
        elif mention.sort in (Sort.UNKNOWN, Sort.PERSON) and not meant[n] and len(keys) == 1:
            key = keys[0]
            known = last.get(key) or first.get(key)
            if known:
                meant[n] = tuple(known)
                continue
            if key in initials or (key in leaders and not mention.titled):
                meant[n] = (initials.get(key, leaders.get(key, -1)),)
                continue
            if mention.first and mention.start not in sources and key not in singles:
                if low is None:
                    low = frozenset(_LOW.findall(text))
                if key in low:
                    continue
            if key not in singles:
                kind = SpeakerKind.PERSON
                singles[key] = add(mention, kind, keys)
            voice = voices[singles[key]]
            meant[n] = (singles[key],)
            if mention.sort is Sort.PERSON:
                voice.sure = True
    for mention, numbers in zip(mentions, meant, strict=True):
        for number in numbers:
            _note(text, voices[number], mention, alone=len(numbers) == 1)
    return Cast(voices, meant)


def _core(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[:-1] if len(keys) > 1 and keys[-1].strip(",") in _SUFFIX else keys


def _surnames(keys: tuple[str, ...]) -> list[str]:
    plain = keys[-1].split("-")
    return list(dict.fromkeys([keys[-1], plain[-1]] if plain[0] in _PARTICLES else [keys[-1]]))


def _same_person(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether the one name is the other with fewer words."""
    if short[0] in _PARTICLES or long[-len(short) :] == short:
        return short[-1] == long[-1]
    return short[0] == long[0] and short[-1] == long[-1]


def _note(text: str, voice: Voice, mention: Mention, alone: bool) -> None:
    """Let a mention add to what is known of a voice."""
    voice.at.append(mention.start)
    name = text[mention.start : mention.end]
    if alone and _is_fuller(name, voice):
        voice.name = name
    if voice.kind is SpeakerKind.PERSON:
        if mention.titled or len(_core(mention.keys)) < len(voice.keys):
            voice.sure = True
        if alone and mention.titled:
            lead = text[max(0, mention.lead_start - 25) : mention.start]
            words = [fold(word) for word in re.findall(r"[\w-]+", lead)[-3:]]
            voice.male += 3 * any(word in words_of("male") for word in words)
            voice.female += 3 * any(word in words_of("female") for word in words)


def _is_fuller(name: str, voice: Voice) -> bool:
    if voice.kind is SpeakerKind.COUNTRY:
        old = countries().get(" ".join(fold(w) for w in voice.name.split()))
        new = countries().get(" ".join(fold(w) for w in name.split()))
        if old and new and old.seat != new.seat:
            return old.seat
    if voice.name.isupper() and not name.isupper() and len(name.split()) == len(voice.name.split()):
        return True
    return len(name.split()) > len(voice.name.split()) and not name.isupper()
