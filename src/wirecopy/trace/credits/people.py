"""
Stage 5, trace: a list of people with their places, such as `Ann Roe and Bo Lind in Velm`.

Reads on as long as the text is such a list and says where it stopped, so that whoever asked can
tell a credit from a sentence that goes on. Names keep the page's spelling. A place belongs to all
names since the last place: `A, B and C in Paris` all reported from Paris.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files

from wirecopy.trace.credits.agencies import Agency, load_agencies

_BLANK = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*(?!\w)|(?:Jr|Sr|St|Ste|Dr|Mt|Ft)\.(?!\w)"
    r"|[^\W\d_](?:[\w‐‑-]|['’‘´`](?=\w))*"
)
_MARK = re.compile(r"[,;&/]|[–—-](?=\s)")
NAMES: dict[str, str] = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
_AND, _IN, _PARTICLES, OPENERS = (
    frozenset(NAMES[words].split()) for words in ("and", "in", "particles", "openers")
)
_JOINED = re.compile(r"[a-zà-ÿ]{1,3}[-‐‑'’][^\W\d_a-zà-ÿ]")
"""`al-Nour`, `d'Arcy`: small, then a capital."""
_SUFFIX = re.compile(r"(?:Jr|Sr)\b\.?|(?:II|III|IV)\b")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December|Sept?|Jan|Feb|Aug|Oct|Nov|Dec)\.?"
)
_BODY = re.compile(rf"\b(?:{'|'.join(NAMES['bodies'].split())})\b")
_STATE = r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w.-]*(?:\s[A-Z]\w+){0,2}"
_REGION = re.compile(rf",\s*({_STATE})")
_SECOND_PLACE = re.compile(r"\s+(?:and|und|et|y|&)\s+")
HOUSE = r"(?:[A-Z][\w.&]*\s+){0,4}[A-Z][\w.&]*(?:['’]s|s['’])\s+(?=[A-Z])"
"""A house before its people: `Lamp News' Ann Roe`."""
_BEFORE_SUFFIX = re.compile(r",?\s+")
_PLACE_PARTICLES = _PARTICLES | {"the", "upon", "am", "sur", "an"} - _AND
_LONGEST_NAME = 6
_MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a list, and where it stands. `agency` is set where it is one."""

    name: str
    start: int
    end: int
    place: str | None = None
    agency: Agency | None = None

    @property
    def is_person(self) -> bool:
        """Whether the name could be somebody's, as far as its words can tell."""
        return self.agency is None and not self.is_body and len(self.name) > 1

    @property
    def is_body(self) -> bool:
        """Whether a word in the name says that it is an outlet, an office, a place for pictures."""
        return _BODY.search(self.name) is not None


def read_people(text: str, start: int, end: int | None = None) -> tuple[list[Person], int]:
    """
    Read a list of people and agencies that begins at a place in a text.

    Args:
        text: The whole text.
        start: Where the list begins, or the blanks before it.
        end: Where to stop at the latest.

    Returns:
        The people in order, and where the list ends: behind the last name or place.

    >>> people, _ = read_people("Ann Roe and Bo de Lind in Velm, Max Poe in New York.", 0)
    >>> [(p.name, p.place) for p in people]
    [('Ann Roe', 'Velm'), ('Bo de Lind', 'Velm'), ('Max Poe', 'New York')]
    """
    end = len(text) if end is None else end
    people: list[Person] = []
    pending = 0
    stop = start
    while len(people) < _MOST_PEOPLE:
        if people and (place := _read_origin(text, stop, end)):
            name, stop = place
            people[pending:] = [replace(person, place=name) for person in people[pending:]]
            pending = len(people)
            continue
        if people and (house := _read_house(text, stop, end)):
            stop = house
            continue
        at = _skip(text, stop, end)
        if people:
            joint = _skip_joints(text, stop, end)
            if joint is None and _read_agency(text, at, end) is None:
                break
            at = joint or at
        person = _read_name(text, at, end)
        if person is None:
            break
        people.append(person)
        stop = person.end
    return people, stop


def _read_origin(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Read the place from which the names before it reported: `in Velm`, `/London`."""
    word = _WORD.match(text, _skip(text, at, end), end)
    if word is not None and _is(word[0], _IN):
        return read_place(text, word.end(), end)
    if at < end and text[at] == "/":
        # `Ann Roe/London` has a place, `Ann Roe/Bo Li` has none.
        name = _read_name(text, at + 1, end)
        if name is not None and name.name.casefold() in load_agencies().alone:
            return name.name, name.end
    return None


def _read_house(text: str, at: int, end: int) -> int | None:
    """Give the end of a house behind a name, `of USA TODAY`."""
    word = _WORD.match(text, _skip(text, at, end), end)
    if word is None or word[0] not in ("of", "for"):
        return None
    house = _read_name(text, _skip(text, word.end(), end), end)
    return house.end if house else None


def _is(word: str, words: frozenset[str]) -> bool:
    """Tell whether a word is one of some small ones, in small letters or all in capitals."""
    return word in words or (len(word) > 1 and word.isupper() and word.lower() in words)


def _skip(text: str, at: int, end: int) -> int:
    blank = _BLANK.match(text, at, end)
    return blank.end() if blank else at


def _skip_joints(text: str, at: int, end: int) -> int | None:
    """Go over commas and the word `and`, but over no semicolon: it begins a new part."""
    begin = at
    for _ in range(3):
        at = _skip(text, at, end)
        mark = _MARK.match(text, at, end)
        word = _WORD.match(text, at, end)
        if mark and mark[0] in ",&/":
            at = mark.end()
        elif word and _is(word[0], _AND):
            at = word.end()
        else:
            break
    return None if not text[begin:at].strip() else _skip(text, at, end)


def _read_name(text: str, at: int, end: int) -> Person | None:
    first = _WORD.match(text, at, end)
    if first is None:
        return None
    if agency := _read_agency(text, at, end):
        return agency
    follows = _is_capital(text, _skip_blank_in_line(text, first.end(), end), end)
    if first[0][0].isupper():
        # `April Roe` and `Jan Poe` are people, `April 20` is none.
        if first[0] in OPENERS or (_DAYS.fullmatch(first[0]) and not follows):
            return None
    elif not (_JOINED.match(first[0]) or (first[0] in _PARTICLES and follows)):
        return None
    words, stop = 1, first.end()
    while words < _LONGEST_NAME and (last := _next_of_name(text, stop, end)):
        stop, words = last, words + 1
    comma = _BEFORE_SUFFIX.match(text, stop, end)
    if comma and (suffix := _SUFFIX.match(text, comma.end(), end)):
        stop = suffix.end()
    return Person(" ".join(text[at:stop].split()), at, stop)


def _next_of_name(text: str, stop: int, end: int) -> int | None:
    """Give the end of the next word of a name, if there is one."""
    at = _skip_blank_in_line(text, stop, end)
    word = _WORD.match(text, at, end)
    if at == stop or word is None or word[0] in OPENERS or _is(word[0], _IN | _AND | {"of"}):
        return None
    if word[0][0].isupper() or _JOINED.match(word[0]):
        return None if _read_agency(text, at, end) else word.end()
    if word[0] not in _PARTICLES:
        return None
    after = _skip_blank_in_line(text, word.end(), end)
    second = _WORD.match(text, after, end)
    if second and second[0] in _PARTICLES:
        after = _skip_blank_in_line(text, second.end(), end)
    return word.end() if _is_capital(text, after, end) else None


def _skip_blank_in_line(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace() and text[at] != "\n":
        at += 1
    if at < end and text[at] == "\n" and at + 1 < end and not text[at + 1].isspace():
        at += 1  # a line that was wrapped within a name
    return at


def _is_capital(text: str, at: int, end: int) -> bool:
    word = _WORD.match(text, at, end)
    return word is not None and (word[0][0].isupper() or _JOINED.match(word[0]) is not None)


_AGENCY = re.compile(rf"(?:[Tt]he\s+)?({load_agencies().name})(?![\w-])(?!['’]s)")


def _read_agency(text: str, at: int, end: int) -> Person | None:
    found = _AGENCY.match(text, at, end)
    if found is None:
        return None
    agency = load_agencies().named(found[1])
    return Person(" ".join(found[1].split()), found.start(1), found.end(), agency=agency)


def read_place(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Read a place and give its name and its end, a state or country behind a comma included."""
    agencies = load_agencies()
    start = at = _skip(text, at, end)
    stop = at
    words = 0
    while words < 5:
        word = _WORD.match(text, at, end)
        if word is None:
            break
        small = word[0] in _PLACE_PARTICLES
        if not word[0][0].isupper() and not (
            small and _is_capital(text, _skip(text, word.end(), end), end)
        ):
            break
        if words and (word[0] in OPENERS or _DAYS.fullmatch(word[0])):
            break
        stop, words = word.end(), words + 1
        at = _skip_blank_in_line(text, stop, end)
        if at == stop:
            break
    if stop == start:
        return None
    while region := _read_region(text, stop, end):
        stop = region
    more = _SECOND_PLACE.match(text, stop, end)
    if more:
        name = _read_name(text, more.end(), end)
        if name and name.name.casefold() in agencies.alone and not _goes_on(text, name.end, end):
            stop = name.end
    return " ".join(text[start:stop].split()), stop


def _goes_on(text: str, at: int, end: int) -> bool:
    word = _WORD.match(text, _skip(text, at, end), end)
    return word is not None and word[0] in _IN


def _read_region(text: str, at: int, end: int) -> int | None:
    """Give the end of a state or country behind the comma after a city: `, N.Y.`."""
    found = _REGION.match(text, at, end)
    if found is None:
        return None
    words = found[1].split()
    known = load_agencies().regions
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        for cut in (0, 1) if name.endswith(".") else (0,):
            if name[: len(name) - cut].casefold() in known:
                last = text.index(words[count - 1], found.start(1)) + len(words[count - 1])
                return last - cut
    return None
