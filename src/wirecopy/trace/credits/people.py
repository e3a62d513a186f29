"""
Stage 5, trace: a list of people with their places, such as `Ann Roe and Bo Lind in Velm`.

Reads on as long as the text is such a list and says where it stopped, so that whoever asked can
tell a credit from a sentence that goes on. Names keep the page's spelling. A place belongs to all
names since the last place: `A, B and C in Paris` all reported from Paris.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wirecopy.trace.credits.agencies import Agency, load_agencies

_BLANK = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*(?!\w)|(?:Jr|Sr|St|Ste|Dr|Mt|Ft)\.(?=\s)"
    r"|[^\W\d_](?:[\w‐‑-]|['’‘´`](?=\w))*"
)
_MARK = re.compile(r"[,;&/]|[–—-](?=\s)")
_AND = frozenset("and und et y e en och og ja i & with plus".split())
_IN = frozenset("in at from en à au aus im em på fra från i a".split())
_PARTICLES = frozenset(
    "al ap af av ben bin bint da dal dalla das de degli dei del della den der des di do dos du e el"
    " ibn la las le los ní of op ten ter t' van von und vom y zu zum zur".split()
)
_OPENERS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday The A An In On At As But And He She It They We You I This That These Those There When While"
    " After Before For If By To Of His Her Its Their Our My Some Many Most More Mr Mrs Ms All Both"
    " Under Since Earlier Last Officials Police President Read Sign Our See Click Follow Story"
    " Continue Advertisement Related Copyright What Why How Who Where Here Not No Yes So Now With"
    " Additional Further Reporting Writing Editing Edited Reported Written Compiled Photo Photos"
    " Photograph Image Graphics Produced Translated Contributing From Source Share Updated".split()
)
"""Words that begin a sentence or a new part rather than a name."""
_SUFFIX = re.compile(r"(?:Jr|Sr)\b\.?|(?:II|III|IV)\b")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December|Sept?|Jan|Feb|Aug|Oct|Nov|Dec)\.?"
)
_BODY = re.compile(
    r"\b(?:News|Times|Post|TODAY|Today|Press|Staff|Network|Magazine|Radio|TV|Television|Journal|"
    r"Tribune|Herald|Service|Agency|Agencies|Bureau|Desk|Team|Newsroom|Wire|Media|Online|Digital|"
    r"Editorial|Unit|Group|Institute|University|House|Department|Office|Agence|Foundation|Editors|"
    r"CNN|NBC|CBS|ABC|BBC|NPR|PBS|POLITICO|Politico|Breitbart|Newsmax|Vox|Axios|MSNBC|VOA|"
    r"Handout|Pool|Stringer|File|Getty|Images|Courtesy|Supplied|Flickr|Facebook|Twitter|Instagram|"
    r"YouTube|Wikimedia|Commons|Video|Screenshot|Provided|Contributed|Reuters|Newspapers)\b"
)
"""Names with such a word are bodies or places where pictures lie, not people."""
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
    stop = at = start
    while len(people) < _MOST_PEOPLE:
        at = _skip(text, at, end)
        word = _WORD.match(text, at, end)
        if people and word and word[0] in _IN and (place := _read_place(text, word.end(), end)):
            name, place_end = place
            people[pending:] = [replace(p, place=name) for p in people[pending:]]
            pending, stop = len(people), place_end
            at = stop
            continue
        if people and word and word[0] in {"of", "for"}:
            house = _read_name(text, _skip(text, word.end(), end), end)
            if house is None:
                break
            stop = at = house.end
            continue
        if people:
            if desk := _read_desk(text, stop, end):
                people[pending:] = [replace(p, place=desk[0]) for p in people[pending:]]
                pending, stop = len(people), desk[1]
                at = stop
                continue
            joint = _skip_joints(text, stop, end)
            if joint is None and _read_agency(text, at, end) is None:
                break
            at = joint or at
        person = _read_name(text, at, end)
        if person is None or (people and at == stop):
            break
        people.append(person)
        stop = at = person.end
    return people, stop


def _skip(text: str, at: int, end: int) -> int:
    blank = _BLANK.match(text, at, end)
    return blank.end() if blank else at


def _read_desk(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Read the known place in `Ann Roe/London`; in `Ann Roe/Bo Li` there is none."""
    if at >= end or text[at] != "/":
        return None
    name = _read_name(text, at + 1, end)
    if name is None or name.name.casefold() not in load_agencies().alone:
        return None
    return name.name, name.end


def _skip_joints(text: str, at: int, end: int) -> int | None:
    """Go over commas and the word `and`, but over no semicolon: it begins a new part."""
    begin = at
    for _ in range(3):
        at = _skip(text, at, end)
        mark = _MARK.match(text, at, end)
        word = _WORD.match(text, at, end)
        if mark and mark[0] in ",&/":
            at = mark.end()
        elif word and word[0].lower() in _AND and not word[0][0].isupper():
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
        if first[0] in _OPENERS or (_DAYS.fullmatch(first[0]) and not follows):
            return None
    elif not (first[0] in _PARTICLES and follows):
        return None
    words, stop = 1, first.end()
    while words < _LONGEST_NAME:
        nxt = _skip_blank_in_line(text, stop, end)
        if nxt == stop:
            break
        word = _WORD.match(text, nxt, end)
        if word is None or word[0] in _OPENERS:
            break
        if not word[0][0].isupper():
            after = _skip_blank_in_line(text, word.end(), end)
            particles = word[0] in _PARTICLES and word[0] not in _AND | _IN | {"of"}
            twice = _WORD.match(text, after, end)
            if particles and twice and twice[0] in _PARTICLES:
                after = _skip_blank_in_line(text, twice.end(), end)
            if not (particles and _is_capital(text, after, end)):
                break
        elif _read_agency(text, nxt, end):
            break
        stop, words = word.end(), words + 1
    comma = re.compile(r",?\s+").match(text, stop, end)
    if comma and (suffix := _SUFFIX.match(text, comma.end(), end)):
        stop = suffix.end()
    return Person(" ".join(text[at:stop].split()), at, stop)


def _skip_blank_in_line(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace() and text[at] != "\n":
        at += 1
    if at < end and text[at] == "\n" and at + 1 < end and not text[at + 1].isspace():
        at += 1  # a line that was wrapped within a name
    return at


def _is_capital(text: str, at: int, end: int) -> bool:
    word = _WORD.match(text, at, end)
    return word is not None and word[0][0].isupper()


_AGENCY = re.compile(rf"(?:[Tt]he\s+)?({load_agencies().name})(?![\w-])(?!['’]s)")


def _read_agency(text: str, at: int, end: int) -> Person | None:
    found = _AGENCY.match(text, at, end)
    if found is None:
        return None
    agency = load_agencies().named(found[1])
    return Person(" ".join(found[1].split()), found.start(1), found.end(), agency=agency)


def _read_place(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Read the name of a place, a state or country after its comma included."""
    agencies = load_agencies()
    start = at = _skip(text, at, end)
    stop = at
    words = 0
    while words < 5:
        word = _WORD.match(text, at, end)
        if word is None:
            break
        small = word[0] in _PARTICLES | {"the", "the", "upon", "am", "sur", "an"} - _AND
        if not word[0][0].isupper() and not (
            small and _is_capital(text, _skip(text, word.end(), end), end)
        ):
            break
        if words and (word[0] in _OPENERS or _DAYS.fullmatch(word[0])):
            break
        stop, words = word.end(), words + 1
        at = _skip_blank_in_line(text, stop, end)
        if at == stop:
            break
    if stop == start:
        return None
    while region := _read_region(text, stop, end):
        stop = region
    more = re.compile(r"\s+(?:and|und|et|y|&)\s+").match(text, stop, end)
    if more:
        name = _read_name(text, more.end(), end)
        if name and name.name.casefold() in agencies.alone and not _goes_on(text, name.end, end):
            stop = name.end
    return " ".join(text[start:stop].split()), stop


def _goes_on(text: str, at: int, end: int) -> bool:
    word = _WORD.match(text, _skip(text, at, end), end)
    return word is not None and word[0] in _IN


def _read_region(text: str, at: int, end: int) -> int | None:
    found = re.compile(r",\s*((?:[^\W\d_]\.){2,}|[^\W\d_][\w.-]*(?:\s[A-Z]\w+){0,2})").match(
        text, at, end
    )
    while found:
        name = " ".join(found[1].split())
        if name.casefold() in load_agencies().regions:
            return found.end()
        if name.rstrip(".").casefold() in load_agencies().regions:
            return found.end() - 1
        shorter = name.rpartition(" ")[0]
        if not shorter:
            return None
        found = re.compile(r",\s*(" + re.escape(shorter).replace(r"\ ", r"\s") + ")").match(
            text, at, end
        )
    return None
