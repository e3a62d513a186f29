"""
Stage 5, trace: credit lines, in which a role goes before its names: `Reporting by Ann Roe in Velm`.

A role counts where a line or a sentence can begin, or where the list before it ends. The list
after it must end too: in `Reporting by CNN said that …` a sentence goes on, and that is no credit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.people import HOUSE, Person, read_people
from wirecopy.trace.credits.windows import Needle, search_near

_JOINT = re.compile(r"\s*(?:[,;.:|/*–—-]\s*)*(?:(?:and|with|und|et|y|e)\s+)?")
_HOUSE = re.compile(rf"\s+{HOUSE}")
_SEMICOLON = re.compile(r"\s*;\s*(?:and\s+)?(?=[^\W\d_])")
_BEFORE = re.compile(r"(?:[(\[;|*_>•–—-]|\A|\n)[\s\"“”*_>]*\Z")
_LOOK_BACK = 12
_GOES_ON = re.compile(r"\s*[a-zà-ÿ]|\s+\d")
_WEIGHT = {"editor": 0.5, "photographer": 0.2, "additional reporting": 0.7, "writer": 0.8}


@cache
def _roles() -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    data = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))["role"]
    stems = "|".join(stem for role in data for stem in role["stems"])
    whole = "|".join(words for role in data for words in role["whole"])
    joint = r"(?:\s*[,/&]\s*|\s+and\s+|\s*,\s*and\s+)"
    cue = re.compile(
        rf"(?<![\w-])(?:with\s+)?((?:{stems})(?:{joint}(?:{stems}))*\s+(?:by|from):?"
        rf"|(?:{whole})|(?<=\()(?:reporting|writing|editing)(?=\s+(?-i:[A-Z])))(?=\s)".replace(
            " ", r"\s+"
        ),
        re.IGNORECASE,
    )
    kinds = [
        (role["kind"], re.compile("(?:" + "|".join(role["stems"] + role["whole"]) + ")", re.I))
        for role in data
    ]
    return cue, kinds


# The last letters of the stems, so that the many `by` of a text cost little.
_ENDS = (
    "ing|ted|ten|led|ion|ort|rts|phy|phs|hed|tos|res|ics|hic|ced|med|rch|ign|ned|ras|ons|hot|ked"
    "|deo|ata"
)
_ENGLISH: tuple[Needle, ...] = (
    *(re.compile(rf" {by}\b(?<=(?:{_ENDS}) {by})") for by in ("by", "By")),
    re.compile(r" from\b(?<=(?:ing|ted) from)"),
    "ING BY", "ED BY", "TEN BY", "(Reporting ", "(Writing ", "(Editing ",
)  # fmt: skip
_ABROAD = (" de ", " por ", " par ", " von ", " da ", " di ", "utor", "eporter", "arbeit", " del ")
_FOREIGN = (
    "porte ", "ortes ", "ortaje ", "ortage ", "ortagem ", "ado por", "ito por", "ado en ",
    "cción de", "édigé", "crit par", "dité par", "ción de", "ção de", "icht von", "eben von",
    "giert von", "fasst von", "arbeit von", "arbeit:", "tribution de", "colaboración",
    "collaborazione", "ritto da", "exto de", "utor:", "utoren:", "porter:", "porters:", "ting di",
)  # fmt: skip


def find_roles(text: str) -> Iterator[Finding]:
    """
    Find the people in credit lines.

    >>> found = find_roles("It rained. (Reporting by Ann Roe; editing by Bo Li)")
    >>> [(f.kind, f.value) for f in found]
    [('reporter', 'Ann Roe'), ('editor', 'Bo Li')]
    """
    cue, kinds = _roles()
    chain_end = -1
    needles = _ENGLISH + (_FOREIGN if any(word in text for word in _ABROAD) else ())
    for match in search_near(cue, text, needles, 60, 40):
        start = match.start(1)
        joint = _JOINT.match(text, chain_end) if chain_end >= 0 else None
        chained = joint is not None and joint.end() >= match.start()
        if not chained and not _may_begin(text, match.start()):
            continue
        house = _HOUSE.match(text, match.end())
        people, stop = read_people(text, house.end() if house else match.end())
        if people and _GOES_ON.match(text, stop) and not _role_follows(text, stop):
            people = _without_sentence(people) if chained else []
        if not people:
            continue
        people, stop = _read_on(text, people, stop)
        chain_end = stop
        words = " ".join(match[1].split()).lower()
        for kind in _kinds_of(words, kinds):
            yield from _credited(people, kind, words, start)


def _may_begin(text: str, at: int) -> bool:
    """Tell whether a credit can begin here: a capital does so anywhere, else after a mark."""
    if text[at].isupper():
        return True
    return _BEFORE.search(text[max(0, at - _LOOK_BACK) : at]) is not None


def _read_on(text: str, people: list[Person], stop: int) -> tuple[list[Person], int]:
    """Read on behind semicolons, where people with places follow: `; Ida Moe in Velm`."""
    while semicolon := _SEMICOLON.match(text, stop):
        more, end = read_people(text, semicolon.end())
        if not more or more[-1].place is None or _GOES_ON.match(text, end):
            break
        people, stop = people + more, end
    return people, stop


def _without_sentence(people: list[Person]) -> list[Person]:
    """
    Take the first word of a sentence off the last name that it ran into, or give the list up.

    `Reporting by Ann Roe; editing by Bo Li Protesters gathered`: two roles are evidence enough.
    """
    last = people[-1]
    name, _, sentence = last.name.rpartition(" ")
    if " " not in name or last.place is not None:
        return []
    return [*people[:-1], replace(last, name=name, end=last.end - len(sentence) - 1)]


def _role_follows(text: str, at: int) -> bool:
    joint = _JOINT.match(text, at)
    return joint is not None and _roles()[0].match(text, joint.end()) is not None


def _kinds_of(words: str, kinds: list[tuple[str, re.Pattern[str]]]) -> list[str]:
    """Name the roles of a cue such as `reporting and writing by`, each once."""
    found: list[tuple[int, str]] = []
    rest = words
    for kind, pattern in kinds:
        for match in pattern.finditer(rest):
            found.append((match.start(), kind))
        rest = pattern.sub(lambda m: " " * len(m[0]), rest)
    return [kind for kind in dict.fromkeys(kind for _, kind in sorted(found)) if kind != "none"]


def _credited(people: list[Person], kind: str, words: str, start: int) -> Iterator[Finding]:
    for person in people:
        weight = _WEIGHT.get(kind, 0.9)
        if person.agency is not None and person.agency.kind == "news":
            # `Reporting by Reuters` says whose the text is, `Additional reporting by` does not.
            role, share = ("agency", 0.6) if kind == "reporter" else ("contributor", 0.5)
            yield Finding(person.start, person.end, role, person.agency.name, None, share, words)
        elif person.is_person:
            place = person.place if kind in ("reporter", "additional reporting") else None
            yield Finding(person.start, person.end, kind, person.name, place, weight, words)
