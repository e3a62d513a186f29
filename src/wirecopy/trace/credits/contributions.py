"""
Stage 5, trace: who contributed: `Ann Roe in Velm and AP contributed to this report`.

The names stand before the words, so the list is read from where a sentence may begin, and counts
only if it ends exactly there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.people import Person, read_people, read_place
from wirecopy.trace.credits.windows import Needle, search_near

_AGENCY = load_agencies().name
_CUE = re.compile(
    r"(?:contributed(?:\s+(?:to|in)\s+(?:this|the)\s+(?:report|story|article|piece|post|dispatch|"
    r"analysis|coverage|column|project|review|version|reporting)|\s+(?:additional\s+)?"
    r"(?:reporting|research)\b|\s+from\b|(?=\s*(?:[.)\n]|\Z)))"
    r"|(?:provided|contributed)\s+(?:additional\s+)?(?:reporting|research)\b"
    r"|helped\s+(?:with|report)\s+this\s+(?:report|story|article)"
    r"|reported\s+from\b(?=\s+[A-Z]))"
    r"(?:\s+(?:to|for)\s+this\s+\w+)?"
)
_CUES: tuple[Needle, ...] = (
    "contributed", re.compile(r"provided (?:add|rep|res)"),
    re.compile(r"helped (?:with|report) this"), "reported from",
)  # fmt: skip
_ALSO = re.compile(r"(?:\s+(?:also|all|each|both|have|has))?\s*\Z")
_PLACE_AFTER = re.compile(r"\s+from\s+(?=[A-Z])")
_HOUSE = re.compile(
    r"(?:The\s+)?(?:[A-Z][\w.&]*\s+){0,4}[A-Z][\w.&]*(?:['’]s|s['’])\s+(?=[A-Z])"
    rf"|(?:(?P<agency>{_AGENCY})|(?:The\s+)?(?:[A-Z][\w.&-]*\s+){{0,3}}[A-Z][\w.&-]*)"
    r"(?:['’]s?)?\s+(?:(?:[A-Z]?[a-z]+)\s+){0,2}"
    r"(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ss]taff|[Pp]roducers?|[Rr]esearchers?|"
    r"[Jj]ournalists?|[Ee]ditors?|[Ii]nterns?|[Cc]ontributors?|[Ff]reelancers?|[Pp]hotographers?)\s+(?=[A-Z])"
    r"|(?:[a-z]+\s+){0,2}(?:[Ss]taff\s+)?(?:[Ww]riters?|[Rr]eporters?|[Rr]esearchers?|[Cc]orrespondents?)\s+(?=[A-Z])"
)
_BEGINS = re.compile(r"[.!?)\]”\"]\s+|[\n(\[*_•⦁●▪|]\s*|[–—]\s*|--\s*|\A")
_WITH = re.compile(
    r"(?:[Ww]ith\s+(?:files?|material|information|reports?|contributions?|additional\s+material)"
    r"\s+(?:from|by)"
    r"|[Mm]it\s+Material\s+(?:von|der|des)|[Mm]it\s+Informationen\s+(?:von|der)"
    r"|[Cc]on\s+información\s+de(?:\s+la|l)?|[Cc]om\s+informações\s+d[aeo]s?"
    r"|[Cc]on\s+(?:datos|reportes)\s+de|[Mm]ed\s+(?:material|stoff)\s+fr[aå]n?|CONTRIBUTING:"
    r"|Contributing\s?:|Contributors?\s?:|Contributing\s+(?:reporters?|writers?)\s?:"
    r"|[Rr]eporting\s+was\s+contributed\s+by|[Cc]ontributions?\s+(?:by|from))"
    r"(?:\s+the|\s+von|\s+der)?\s+(?=[^\W\d_])"
)
_WITH_AGENCY = re.compile(
    r"\(\s*(?:[Mm]it|[Aa]vec|[Cc]on|[Cc]om|[Ww]ith)\s+"
    rf"(?P<names>{_AGENCY}(?:\s*(?:[/,]|and|und|et|y|e)\s*{_AGENCY})*)\s*\)"
)
_WITH_CUES: tuple[Needle, ...] = (
    re.compile(r"ith (?:file|mat|inf|rep|contr|add)"), re.compile(r"it (?:Mat|Inf)"),
    re.compile(r"on (?:inf|dat|rep)"), "om inf", re.compile(r"ed (?:mat|sto)"),
    "CONTRIBUTING", "Contribut", "was contributed",
)  # fmt: skip
_BRACKETS = (re.compile(r"\((?:[Mm]it|[Aa]vec|[Cc]on|[Cc]om|[Ww]ith) "),)
_LOOK_BACK = 600
_JOINT = re.compile(
    r"\s*(?:(?:[,;&—–-]|--|and\b|as\s+well\s+as\b|also\b|by\b|with\b|[Tt]he(?=\s+[A-Z]))\s*){0,3}"
)
_ROLE_BEHIND = re.compile(
    r",?\s+(?:an?|the|of|in|from|who|reporters?|staff)\b[^,;\n]{0,60}(?=[,;])"
)
_OWNER = re.compile(r"['’]s?\s+(?=[A-Z])")
_GOES_ON = re.compile(r"\s+[a-z]")
_SEMICOLON = re.compile(r"\s*;\s*(?:and\s+)?(?:[Tt]he\s+)?(?=[A-Z])")
_NOTE_END = re.compile(r"\s+[A-Z][\w., ]{2,40}?(?:\.\s|\.?\Z|,? and [A-Z]|[;,])")


def find_contributions(text: str) -> Iterator[Finding]:
    """
    Find people and agencies who are said to have contributed.

    >>> found = find_contributions("AP writer Ann Roe in Velm contributed to this report.")
    >>> [(f.kind, f.value, f.place) for f in found]
    [('agency', 'AP', None), ('contributor', 'Ann Roe', 'Velm')]
    """
    last = 0
    for cue in search_near(_CUE, text, _CUES, 0, 80):
        yield from _before(text, cue, last)
        last = cue.end()
    for opening in search_near(_WITH, text, _WITH_CUES, 20, 60):
        yield from _after(text, opening)
    for bracket in search_near(_WITH_AGENCY, text, _BRACKETS, 0, 80):
        yield from _agencies(text, bracket)


def _before(text: str, cue: re.Match[str], last: int) -> Iterator[Finding]:
    look = max(last, cue.start() - _LOOK_BACK)
    also = _ALSO.search(text, look, cue.start())
    stop = also.start() if also else cue.start()
    begins = [m.end() for m in _BEGINS.finditer(text, look, stop) if m.end() < stop]
    # WSJ sets the names on lines of their own; else the last lines are enough.
    for begin in begins:
        people, house = _whole_list(text, begin, stop)
        if people:
            break
    else:
        return
    weight, words = 0.4, " ".join(cue[0].split()).lower()
    if words.startswith("reported") and not _is_note(text, cue, people):
        return
    place = None
    if words.endswith("from") or words.endswith("reported from"):
        place = _place(text, cue.end())
    elif after := _PLACE_AFTER.match(text, cue.end()):
        place = _place(text, after.end())
    if house is not None:
        agency = load_agencies().named(house["agency"])
        if agency is not None and agency.kind == "news":
            yield Finding(
                house.start("agency"), house.end("agency"), "agency", agency.name, None, 0.8,
                "agency writers",
            )  # fmt: skip
    kind = "reporter" if words.startswith("reported") else "contributor"
    for person in people:
        yield from _contributor(person, words, weight, place, kind)


def _is_note(text: str, cue: re.Match[str], people: list[Person]) -> bool:
    """Tell `Roe reported from Velm.` under a story from a sentence in it that says the same."""
    ends = _NOTE_END.match(text, cue.end()) is not None
    return ends and len(people) <= 4 and cue.end() > 0.75 * len(text) - 300


def _place(text: str, at: int) -> str | None:
    place = read_place(text, at, min(len(text), at + 80))
    return place[0] if place else None


def _whole_list(text: str, begin: int, stop: int) -> tuple[list[Person], re.Match[str] | None]:
    """
    Read a list that fills the text between two places, houses before names left out.

    Returns:
        The people, none where the list does not fill it, and the house if that is an agency.
    """
    people: list[Person] = []
    agency: re.Match[str] | None = None
    at = begin
    while at < stop:
        joint = _JOINT.match(text, at, stop)
        at = joint.end() if joint else at
        if at >= stop:
            break
        if house := _HOUSE.match(text, at, stop):
            agency = agency or (house if house["agency"] else None)
            at = house.end()
        some, end = read_people(text, at, stop)
        if not some or end <= at:
            return [], None
        if owner := _OWNER.match(text, end, stop):
            some.pop()  # the house of those who follow
            end = owner.end()
        people += some
        role = _ROLE_BEHIND.match(text, end, stop)
        at = role.end() if role else end
    return people, agency


def _after(text: str, opening: re.Match[str]) -> Iterator[Finding]:
    words = " ".join(opening[0].split()).rstrip(":").lower()
    at = opening.end()
    for _ in range(20):
        people, stop = read_people(text, at)
        if not people:
            return
        if _GOES_ON.match(text, stop):
            return
        for person in people:
            yield from _contributor(person, words, 0.4, None, "contributor")
        more = _SEMICOLON.match(text, stop)
        if not more:
            return
        at = more.end()


def _agencies(text: str, bracket: re.Match[str]) -> Iterator[Finding]:
    start = bracket.start("names")
    for name in re.finditer(_AGENCY, bracket["names"]):
        agency = load_agencies().named(name[0])
        if agency is not None and agency.kind == "news":
            yield Finding(
                start + name.start(), start + name.end(), "contributor", agency.name, None, 0.4,
                "with material",
            )  # fmt: skip


def _contributor(
    person: Person, words: str, weight: float, place: str | None, kind: str
) -> Iterator[Finding]:
    if person.agency is not None:
        if person.agency.kind == "news":
            yield Finding(
                person.start, person.end, "contributor", person.agency.name, None, weight, words
            )
    elif person.is_person and (" " in person.name or kind == "reporter"):
        yield Finding(
            person.start, person.end, kind, person.name, person.place or place, weight, words
        )
