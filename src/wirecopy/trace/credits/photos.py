"""
Stage 5, trace: the photographers in captions: `REUTERS/Ann Roe/File Photo`, `(AP Photo/Bo Li)`.

Only names are credited: a picture with an agency's name alone says nothing about a person, and
who made a picture says next to nothing about whose the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.people import NAMES, OPENERS, Person, read_people
from wirecopy.trace.credits.windows import search_near

_AGENCY = load_agencies().name
_HOUSES = "|".join(
    re.escape(house.strip()) for house in NAMES["photo_houses"].split("|") if house.strip()
)
_CREDIT = (
    r"(?:[Pp]hotograph(?:er|s|ie)?|[Pp]hotos?|PHOTO|[Pp]ictures?|[Ff]otos?|FOTO|[Bb]ild|[Ii]mages?|"
    r"[Ff]oto(?:grafía|grafia|graf)?|[Vv]alokuva|[Kk]uva)(?:\s+(?:[Cc]redit|[Ss]ource))?"
)
_BEFORE_NAME = re.compile(
    r"(?:\bREUTERS\s?/\s?(?:Pool/)?"
    rf"|\((?:{_AGENCY})\s?:\s+"
    r"|\b(?:AP|AFP|UPI|EPA|dpa)\s+(?:[Pp]hoto|PHOTO|[Ff]oto)s?\s?(?:/|\s+by\s+|:\s*)\s?"
    rf"|(?<!FILE )(?<!File )\b{_CREDIT}\s?(?::\s?(?:by\s+)?|\sby:?\s+)"
    rf"(?:(?:{_AGENCY}|Kremlin|Pool|POOL)\s?/\s?)*"
    r"|\b(?:Credit|CREDIT)(?:\.\.\.|:|…)\s?(?:Photo by\s+|Pool photo by\s+)?)"
    r"(?=[^\W\d_])"
)
_BEFORE_AGENCY = re.compile(
    rf"(?<=[\w.)])\s?(?:/\s?|\s+via\s+|\s\|\s)(?:{_AGENCY}|{_HOUSES})(?![\w-])"
)
_NAME_BACK = re.compile(
    r"(?<![\w.])(?:(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ][\w’'‘-]*)"
    r"(?:\s(?:(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ][\w’'‘-]*"
    r"|al|de|da|el|van|von|der|den|la|le|bin|di|del)){1,4}\Z"
)
_NOT_PEOPLE = re.compile(
    rf"\b(?:{'|'.join((NAMES['bodies'] + NAMES['no_photographers']).split())})\b"
)
_END = re.compile(r"\s*(?:$|[/(),|\[\].;\n—–-]|\bvia\b|for\b|of\b|[A-Z\"“‘]|read more|toggle|hide)")
_CREDITED = re.compile(r"\s?(?:$|[/(),|\[\]\n]|via\b)")
_CUES = (
    "REUTERS/", "REUTERS /", "(Reuters:", "(AP:", "(AFP:", "hoto", "HOTO", "redit:", "redit.",
    "redit…", "REDIT", "icture", "oto:", "oto ", "FOTO", "ild:", "mage:", "mage by", "mages by",
    "uva:",
)  # fmt: skip
_SEPARATORS = ("/", " via ", " | ")


def find_photographers(text: str) -> Iterator[Finding]:
    """
    Find who made the pictures.

    >>> [f.value for f in find_photographers("A ship in Velm. REUTERS/Ann Roe/File Photo")]
    ['Ann Roe']
    """
    for before in search_near(_BEFORE_NAME, text, _CUES, 14, 60):
        yield from _named_after(text, before.end())
    for behind in search_near(_BEFORE_AGENCY, text, _SEPARATORS, 2, 45):
        yield from _named_before(text, behind.start())


def _named_after(text: str, at: int) -> Iterator[Finding]:
    line = text.find("\n", at, at + 200)
    people, _ = read_people(text, at, line if line >= 0 else min(len(text), at + 200))
    for person in people[:1]:
        end = _END.match(text, person.end)
        next_word = re.compile(r"[ \t]+").match(text, person.end)
        body = next_word and _NOT_PEOPLE.match(text, next_word.end())
        if text[at - 2] == ":" and text[at - 3] in "sS" and not _CREDITED.match(text, person.end):
            continue  # `Photos: Ines Tamm speaks` is a caption
        if _is_photographer(person) and end and not body:
            yield _photographer(person.name, person.start, person.end)


def _named_before(text: str, stop: int) -> Iterator[Finding]:
    look = max(0, stop - 60, text.rfind("\n", 0, stop) + 1)
    found = _NAME_BACK.search(text, look, stop)
    if found is None:
        return
    start = found.start()
    name = found[0]
    for word in re.finditer(r"\S+\s", name):
        first = word[0].strip()
        if first in OPENERS or load_agencies().named(first) or _NOT_PEOPLE.fullmatch(first):
            start = found.start() + word.end()
    person = Person(" ".join(text[start:stop].split()), start, stop)
    if _is_photographer(person):
        yield _photographer(person.name, start, stop)


def _is_photographer(person: Person) -> bool:
    return (
        person.agency is None
        and load_agencies().named(person.name) is None
        and person.is_person
        and not _NOT_PEOPLE.search(person.name)
        and (" " in person.name)
    )


def _photographer(name: str, start: int, end: int) -> Finding:
    return Finding(start, end, "photographer", name, None, 0.1, "photo credit")
