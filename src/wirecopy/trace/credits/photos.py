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
from wirecopy.trace.credits.people import Person, read_people
from wirecopy.trace.credits.windows import search_near

_AGENCY = load_agencies().name
_HOUSE = (
    r"(?:The New York Times|New York Times|NYT|The Washington Post|POLITICO|Politico|NPR|USA TODAY|"
    r"Los Angeles Times|Chicago Tribune|The Guardian|Guardian|Star Tribune|CNN|NBC News|ABC News|"
    r"CBS News|Fox News|FOX News|Roll Call|Bloomberg|MediaPunch|iStock|Flickr|POOL|Pool)"
)
_BEFORE_NAME = re.compile(
    r"(?:\bREUTERS\s?/\s?(?:Pool/)?"
    rf"|\b(?:AP|AFP|UPI|EPA|dpa)\s+(?:[Pp]hoto|PHOTO|[Ff]oto)s?\s?(?:/|\s+by\s+|:\s*)\s?"
    r"|\b(?:[Pp]hotograph(?:er|s|ie)?|[Pp]hotos?|PHOTO|[Pp]ictures?|[Ff]otos?|FOTO|[Bb]ild|[Ii]mages?|"
    r"[Ff]oto(?:grafía|grafia|graf)?|[Vv]alokuva|[Kk]uva)(?:\s+(?:[Cc]redit|[Ss]ource))?"
    rf"\s?(?::\s?(?:by\s+)?|\sby:?\s+)(?:{_AGENCY}\s?/\s?)?"
    rf"|\b(?:Credit|CREDIT)(?:\.\.\.|:|…)\s?(?:Photo by\s+|Pool photo by\s+)?)"
    r"(?=[^\W\d_])"
)
_BEFORE_AGENCY = re.compile(
    rf"(?<=[\w.)])\s?(?:/\s?|\s+via\s+|\s\|\s)(?:{_AGENCY}|{_HOUSE})(?![\w-])"
)
_NAME_BACK = re.compile(
    r"(?:(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ][\w’'‘-]*)"
    r"(?:\s(?:(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ][\w’'‘-]*|al|de|da|el|van|von|der|den|la|le|bin|di|del)){1,4}\Z"
)
_NOT_PEOPLE = re.compile(
    r"\b(?:Staff|Stringer|Handout|Pool|File|Photo|Photos|House|Police|Department|Office|Images?|"
    r"Courtesy|Supplied|Getty|Reuters|REUTERS|Associated|Press|AFP|AP|EPA|White|Senate|Navy|Army|"
    r"Force|Agency|Television|TV|Video|Library|Museum|Archives?|Collection|Street|Avenue|HANDOUT|"
    r"POOL|STRINGER|STAFF|Flickr|Twitter|Facebook|Instagram|YouTube|Wikimedia|Commons|News|Times|"
    r"Post|Screenshot|Screen|Shutterstock|Composite|Illustration|Via|Alamy|Rex|University|Capitol|"
    r"Congress|Court|Campaign|Sheriff|County|Service|Hill|National|State|Day|Day|Reuters|CNN|"
    r"Newscom|Public|Domain|Creative|Design|Official|Bettmann|Mediapunch|Sipa|SIPA|Zuma|ZUMA)\b"
)
_END = re.compile(r"\s*(?:$|[/(),|\[\].;\n—–-]|\bvia\b|for\b|of\b|[A-Z\"“‘]|read more|toggle|hide)")
_CUES = (
    "REUTERS/", "REUTERS /", "hoto", "HOTO", "redit:", "redit.", "redit…", "REDIT", "icture", "oto:",
    "oto ", "FOTO", "ild:", "mage:", "mage by", "mages by", "uva:",
)  # fmt: skip
_HOUSES = (
    "/AP", "/ AP", "/AFP", "/ AFP", "/Getty", "/ Getty", " via ", "/EPA", "/ EPA", "/epa", "/Reuters",
    "/ Reuters", "/REUTERS", "/UPI", "/Bloomberg", "/The ", "/New York Times", "/Los", "/NPR", "/ NPR",
    "/POLITICO", "/Politico", "/CQ", "/Roll", "/USA", "/NYT", "/dpa", "/Anadolu", "/Shutter",
    "/Xinhua", "/TASS", "/PA", "/Nur", "/Sipa", "/SIPA", "/ZUMA", "/Zuma", "/Redux", "/Polaris",
    "/Corbis", "/Rex", "/REX", "/CNN", "/NBC", "/Fox", "/FOX", "/Associated", "/Press", "/Agence",
    "/Star", "/Chicago", "/Pool", "/POOL", "/MediaPunch", "/Alamy", "/Newscom", "/WireImage",
    "/picture", "/imago", "/Ritzau", "/Ritz", "/NTB", "/TT", "/Kyodo", "/Yonhap", "/ANSA", "/EFE",
    "/Belga", "/Sputnik", "/Barcroft", "/Magnum", "/Landov", "/CP", "/AAP", "/CBS", "/ABC",
    "/iStock", "/Keystone", "/APA", "/Lehtikuva",
)  # fmt: skip


def find_photographers(text: str) -> Iterator[Finding]:
    """
    Find who made the pictures.

    >>> [f.value for f in find_photographers("A ship in Velm. REUTERS/Ann Roe/File Photo")]
    ['Ann Roe']
    """
    for before in search_near(_BEFORE_NAME, text, _CUES, 14, 60):
        yield from _named_after(text, before.end())
    for behind in search_near(_BEFORE_AGENCY, text, _HOUSES, 3, 60):
        yield from _named_before(text, behind.start())


def _named_after(text: str, at: int) -> Iterator[Finding]:
    people, stop = read_people(text, at, min(len(text), at + 200))
    for person in people[:1] if people and people[0].place is None else people[:1]:
        if _is_photographer(person) and _END.match(text, person.end):
            yield _photographer(person.name, person.start, person.end)


def _named_before(text: str, stop: int) -> Iterator[Finding]:
    look = max(0, stop - 60, text.rfind("\n", 0, stop) + 1)
    found = _NAME_BACK.search(text, look, stop)
    if found is None:
        return
    start = found.start()
    name = found[0]
    for word in re.finditer(r"\S+\s", name):
        if load_agencies().named(word[0].strip()) or _NOT_PEOPLE.fullmatch(word[0].strip()):
            start = found.start() + word.end()
    person = Person(" ".join(text[start:stop].split()), start, stop)
    if _is_photographer(person):
        yield _photographer(person.name, start, stop)


def _is_photographer(person: Person) -> bool:
    return (
        person.agency is None
        and person.is_person
        and not _NOT_PEOPLE.search(person.name)
        and (" " in person.name)
    )


def _photographer(name: str, start: int, end: int) -> Finding:
    return Finding(start, end, "photographer", name, None, 0.1, "photo credit")
