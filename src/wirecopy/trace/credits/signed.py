"""
Stage 5, trace: bylines that stand in the text: `By Ann Roe, Associated Press`, `ByANN ROE AP`.

A line that begins with `By` is a byline only if names fill it, an agency, an outlet or a date
aside; so that `By Monday night the dam had broken` stays story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.people import Person, read_people

_BY = re.compile(
    r"^[\s*_#>|•-]*(?P<by>(?:(?:[Ss]tory|[Ww]ords|[Tt]ext|[Aa]nalysis|[Oo]pinion)\s+)?(?:By|BY|by(?=\s+[A-Z]))(?:\s*:)?(?:\s+|(?=[A-Z]))"
    r"|Par\s+|Por\s+|Von\s+|Di\s+|Av\s+:?\s*|Door\s+|Da\s+)(?=[^\W\d_])",
    re.MULTILINE,
)
_AFTER = re.compile(
    r"[ \t]*(?:$|[|•·/\[(*_]|[–—-]+\s|[,;]?\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Published|PUBLISHED|Updated|UPDATED|Posted|Last"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d|\d)|,\s*[A-Z@]|\s*@)",
    re.MULTILINE,
)
_TWO_LINES = re.compile(
    r"\s*(?P<names>[A-ZÀ-Þ][^\n]{4,160}?)[ \t]*\n\s*(?P<house>[A-Z][^\n]{1,40}?)[ \t]*\n"
)
_TOP = 1500


def find_signed(text: str) -> Iterator[Finding]:
    """
    Find bylines at the top of a text.

    >>> [(f.kind, f.value) for f in find_signed("By Ann Roe, Associated Press\\n\\nThe dam broke.")]
    [('reporter', 'Ann Roe'), ('agency', 'AP')]
    """
    yield from _unmarked(text)
    for by in _BY.finditer(text, 0, min(len(text), _TOP)):
        end = text.find("\n\n", by.end())
        end = min(len(text) if end < 0 else end, by.end() + 300)
        people, stop = read_people(text, by.end(), end)
        if not people:
            continue
        if not _AFTER.match(text, stop) and stop != end:
            continue
        for person in people:
            if person.agency is not None:
                if person.agency.kind == "news":
                    yield Finding(
                        person.start, person.end, "agency", person.agency.name, None, 0.9, "byline"
                    )
            elif person.is_person and " " in person.name:
                yield Finding(
                    person.start, person.end, "reporter", person.name, person.place, 0.8, "byline"
                )
        yield from _agency_line(text, stop)
        return


def _unmarked(text: str) -> Iterator[Finding]:
    """Read names on the first line with a house alone on the second: `Ann Roe` / `USA TODAY`."""
    head = _TWO_LINES.match(text)
    if head is None:
        return
    people, stop = read_people(text, head.start("names"), head.end("names"))
    if stop != head.end("names") or not all(p.is_person and " " in p.name for p in people):
        return
    house = " ".join(head["house"].split())
    agency = load_agencies().named(house)
    if agency is None and not Person(house, 0, 0).is_body:
        return
    for person in people:
        yield Finding(
            person.start, person.end, "reporter", person.name, person.place, 0.8, "byline"
        )
    if agency is not None and agency.kind == "news":
        yield Finding(*head.span("house"), "agency", agency.name, None, 0.9, "byline")


def _agency_line(text: str, at: int) -> Iterator[Finding]:
    """Read the agency that stands beneath or behind a byline: `By ANN ROE` / `Associated Press`."""
    agencies = load_agencies()
    found = re.compile(
        rf"[\s,|/•·–—-]*(?:[Oo]f\s+|[Ff]or\s+)?(?:[Tt]he\s+)?(?P<name>{agencies.name})"
        r"(?:\s+(?:Writer|Staff|writer|Correspondent))?[ \t]*(?=$|[|•·\n,–—-])",
        re.MULTILINE,
    ).match(text, at)
    if found:
        agency = agencies.named(found["name"])
        if agency is not None and agency.kind == "news":
            yield Finding(*found.span("name"), "agency", agency.name, None, 0.9, "byline")
