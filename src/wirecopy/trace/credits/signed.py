"""
Stage 5, trace: bylines that stand in the text: `By Ann Roe, Associated Press`, `ByANN ROE AP`.

A line that begins with `By` is a byline only if names fill it, an agency, an outlet or a date
aside; so that `By Monday night the dam had broken` stays story. Without `By`, names count on the
first line alone, and only with an agency behind them or a house on the second line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.people import Person, read_people

_KNOWN = load_agencies()
_BY = re.compile(
    r"^[\s*_#>|•-]*(?:(?:(?:[Ss]tory|[Ww]ords|[Tt]ext|[Aa]nalysis|[Oo]pinion)\s+)?"
    r"(?:By|BY|by(?=\s+[A-Z]))(?:\s*:)?(?:\s+|(?=[A-Z]))"
    r"|Par\s+|Por\s+|Von\s+|Di\s+|Av\s+:?\s*|Door\s+|Da\s+)(?=[^\W\d_])",
    re.MULTILINE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_AFTER = re.compile(
    r"[ \t]*(?:$|[|•·/\[(*_]|[–—-]+\s"
    r"|[,;]?\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Published|PUBLISHED|Updated|UPDATED"
    rf"|Posted|Last|{_MONTH}\s+\d|\d)|,\s*[A-Z@]|\s*@|\s+Staff\b)",
    re.MULTILINE,
)
_DATELINE = re.compile(
    rf"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+[\s,/]*){{1,4}}(?:[^()\n]{{0,24}})\((?:{_KNOWN.tag})\)"
)
"""A byline that ran into the dateline: `By Ann Roe VELM (AP)`."""
_WITH = re.compile(r"(?:avec|mit|con|with|com)\s+\Z")
_AGENCY_LINE = re.compile(
    rf"[\s,|/•·–—-]*(?:[Oo]f\s+|[Ff]or\s+)?(?:[Tt]he\s+)?(?P<name>{_KNOWN.name})"
    r"(?:\s+(?:Writer|Staff|writer|Correspondent))?[ \t]*(?=$|[|•·\n,–—-])",
    re.MULTILINE,
)
_FIRST_LINES = re.compile(
    r"\s*(?P<names>[A-ZÀ-Þ][^\n]{1,160}?)[ \t]*\n\s*(?P<house>[A-Z][^\n]{0,200}?)[ \t]*(?:\n|\Z)"
)
_LONGEST_HOUSE = 40
_TOP = 1500


def find_signed(text: str) -> Iterator[Finding]:
    """
    Find bylines at the top of a text.

    >>> [(f.kind, f.value) for f in find_signed("By Ann Roe, Associated Press\\n\\nThe dam broke.")]
    [('reporter', 'Ann Roe'), ('agency', 'AP')]
    >>> list(find_signed("By Monday night the dam had broken."))
    []
    """
    yield from _unmarked(text)
    for by in _BY.finditer(text, 0, min(len(text), _TOP)):
        end = text.find("\n\n", by.end())
        end = min(len(text) if end < 0 else end, by.end() + 300)
        people, stop = read_people(text, by.end(), end)
        if not people:
            continue
        ran_on = _ran_on(text, people[-1], end) or _one_line(text, people[-1])
        if ran_on:
            people[-1], stop = ran_on, ran_on.end
        elif not _AFTER.match(text, stop) and stop != end:
            continue
        yield from _signed(text, people)
        line = _AGENCY_LINE.match(text, stop)
        if line:
            yield from _of_agency(Person(line["name"], *line.span("name")))
        return


def _ran_on(text: str, last: Person, end: int) -> Person | None:
    """Cut the last name where a dateline in capitals begins behind it or within it."""
    for gap in re.finditer(r"\s+", text[last.start : min(end, last.end + 2)]):
        at = last.start + gap.end()
        if _DATELINE.match(text, at):
            stop = last.start + gap.start()
            return Person(" ".join(text[last.start : stop].split()), last.start, stop)
    return None


def _one_line(text: str, last: Person) -> Person | None:
    """Cut the last name at the end of its line: below a byline stand outlets, not names' ends."""
    line, broken, _ = text[last.start : last.end].partition("\n")
    name = line.strip()
    if not broken or " " not in name or last.agency:
        return None
    return Person(name, last.start, last.start + len(line.rstrip()), last.place)


def _signed(text: str, people: list[Person]) -> Iterator[Finding]:
    for person in people:
        if person.agency is not None:
            yield from _of_agency(
                person, _WITH.search(text[max(0, person.start - 12) : person.start])
            )
        elif person.is_person and " " in person.name:
            yield Finding(
                person.start, person.end, "reporter", person.name, person.place, 0.8, "byline"
            )


def _of_agency(person: Person, helped: object = None) -> Iterator[Finding]:
    """Credit an agency in a byline; one that the byline is only `with` contributed."""
    agency = person.agency or _KNOWN.named(person.name)
    if agency is not None and agency.kind == "news":
        kind, weight = ("contributor", 0.5) if helped else ("agency", 0.9)
        yield Finding(person.start, person.end, kind, agency.name, None, weight, "byline")


def _unmarked(text: str) -> Iterator[Finding]:
    """Read a first line of names: `Ann Roe, Associated Press`, or a house alone beneath them."""
    head = _FIRST_LINES.match(text)
    if head is None or _BY.match(text):
        return
    people, stop = read_people(text, *head.span("names"))
    if not people or stop != head.end("names"):
        return
    house = Person(" ".join(head["house"].split()), *head.span("house"))
    named = any(person.agency is not None for person in people)
    beneath = len(house.name) <= _LONGEST_HOUSE and (house.is_body or _KNOWN.named(house.name))
    whole = all(person.agency or (person.is_person and " " in person.name) for person in people)
    if whole and (named or beneath):
        yield from _signed(text, people)
        if beneath:
            yield from _of_agency(house)
