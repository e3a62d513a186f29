"""
Stage 5, trace: datelines, the place and the agency before a text: `GENEVA, Aug 25 (Reuters) -`.

With an agency's tag a dateline is known anywhere; without the dash behind it, `(AP)` may as well
end a caption, and more must speak for it. Without a tag a dateline must begin a line near the top
and be written in capitals, or be a place that needs no other mark: prose has dashes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding

_KNOWN = load_agencies()
_MONTH = (
    r"(?:(?i:Jan|Feb|Mar|Mär|Apr|Avr|Abr|May|Mai|Mag|Jun|Juin|Giu|Jul|Juil|Lug|Aug|Août|Ago|Sep|"
    r"Set|Oct|Okt|Ott|Out|Nov|Dec|Dez|Déc|Dic|janv|févr|ene|gen)[^\W\d_]*\.?)"
)
_WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?(?!\w))"
)
_DATE = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|"
    rf"\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH})(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?|{_WEEKDAY}"
    r"|(?:19|20)\d\d[-/.]\d\d[-/.]\d\d|\d{1,2}\.\d{1,2}\.(?:\d{4})?)"
)
_SOURCE = rf"{_KNOWN.tag}(?:\s*[/,-]\s*{_KNOWN.tag})*"
_TAGGED = re.compile(
    rf"(?:\(\s*(?:(?!{_KNOWN.tag}\s*/)\w{{2,12}}\s*/\s*)?(?P<round>{_SOURCE})(?:\s*[/,:-]\s*[^()\n]{{0,30}})?\s*\)"
    rf"|(?<![^\s.,])/\s*(?P<slashed>{_SOURCE})\s*/|\[\s*(?P<squared>{_SOURCE})\s*\])"
    r"(?P<dash>\.[ \t]*[-–—]|[ \t]*(?:--|[-–—_:])|\.(?=\s))?"
)
_OPENING = re.compile(r"[(/\[]")
_WORD = r"(?:[^\W\d_]\.(?:[^\W\d_]\.)*|(?:St|Ste|Ft|Mt)\.|[^\W\d_][\w'’]*(?:-[\w'’]+)*\.?)"
_PLACE = re.compile(
    rf"(?P<place>{_WORD}(?:\s+{_WORD}){{0,4}}"
    rf"(?:\s*[,/]\s*(?!{_DATE}){_WORD}(?:\s+{_WORD}){{0,3}}){{0,3}}"
    rf"(?:\s*[\[(][^\W\d_][\w .]+[\])])?)"
    rf"(?:\s*,?\s*(?P<date>{_DATE}))?\s*[,.]?\s*-*\s*\Z"
)
_CAPITALS = re.compile(
    r"(?<=[a-zà-ÿ.!?]\s)(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:[\s/]+[A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){0,3}"
    rf"(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?)(?:,?\s+(?P<date>{_DATE}))?\s*\Z"
)
"""`By Ann Roe VELM (AP) -`: a place in capitals that nothing parts from the words before it."""
_LOST = re.compile(rf"(?:[.!?\"”)]|(?:{_DATE}))\s*\Z")
_LOOK_BACK = 90
_BEFORE = re.compile(r"(?:[.!?:;|)\]\"”»*_#>]|--|[–—])\s*[\"“*_#>]*\s*")
_MARKS = ' \t"“*_#>'
_GOES_ON = re.compile(r"[ \t]*[\"“‘']?[^\W_]")
_BEHIND = re.compile(
    rf"\s*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’ ]{{2,30}}),\s*(?P<date>{_DATE})\s*(?:--?|[–—])\s"
)
"""`(ANSA) - ROMA, 12 MAG -`: the place behind the tag."""
_SMALL = frozenset("de of the la du del al el am sur do da near on in and upon der".split())

_TOP = 4000
_TOP_LINES = 14
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*(?:\s+[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}"
_REGION = r"(?:,\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2})?"
_DASH = r"(?:--+|[–—]|(?<=\s)-(?=\s))"
_BEGIN = r"[\"“‘'«A-ZÀ-Þ0-9(]"
_UNTAGGED = re.compile(
    rf"[\"“*_ \t]*(?P<place>{_CITY}(?:\s*/\s*{_CITY})?{_REGION})"
    rf"(?:\s*,?\s+(?P<date>{_DATE}))?\s*,?\s*{_DASH}\s*(?={_BEGIN})"
)
_NEWS_TAG = "|".join(
    re.escape(tag).replace(r"\ ", r"\s+")
    for tag, agency in sorted(_KNOWN.tags.items(), key=lambda item: (-len(item[0]), item[0]))
    if agency.kind == "news"
)
_BARE = re.compile(
    rf"[ \t]*(?P<place>{_CITY}{_REGION})\s*,\s+(?P<date>{_DATE}),?\s+"
    rf"(?P<tag>{_NEWS_TAG})\s*(?:--?|[–—])\s"
)
"""`VELM, Nov 26 AFP - `, as an agency has it that passes on another's text."""
_MIXED = re.compile(
    r"[\"“*_ \t]*(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|of)){0,3}"
    rf"{_REGION})\s*(?:--+|[–—])\s*(?=[\"“‘'«A-ZÀ-Þ])"
)
_DIGEST = re.compile(rf"^(?P<place>{_CITY})\s+(?:--?|[–—])\s", re.MULTILINE)
_DIGEST_PLACES = 3
"""Lines with different places that make a text a digest of stories, each with its own dateline."""


def find_datelines(text: str) -> Iterator[Finding]:
    """
    Find datelines, and the agencies in their tags.

    >>> [(f.kind, f.value) for f in find_datelines("VELM, Aug 25 (Reuters) - The dam broke.")]
    [('dateline', 'VELM'), ('agency', 'Reuters')]
    >>> list(find_datelines("Ines Tamm at the dam of Velm (AP)"))
    []
    """
    is_tagged = False
    for opening in _OPENING.finditer(text):
        tag = _TAGGED.match(text, opening.start())
        for finding in _tagged(text, tag) if tag else ():
            is_tagged = True
            yield finding
    if not is_tagged:
        yield from _untagged(text)


def _tagged(text: str, tag: re.Match[str]) -> Iterator[Finding]:
    group = "round" if tag["round"] else "slashed" if tag["slashed"] else "squared"
    line_start = text.rfind("\n", 0, tag.start()) + 1
    starts_line = not text[line_start : tag.start()].strip(_MARKS)
    place = _place_before(text, tag, line_start)
    if place is None and not (tag["dash"] and group != "squared"):
        return
    if place is None and not starts_line:
        # A tag with a dash behind the end of a sentence or a date, the place lost.
        look = max(line_start, tag.start() - _LOOK_BACK)
        if group != "round" or not _LOST.search(text[look : tag.start()]):
            return
    place = place or _BEHIND.match(text, tag.end())
    if place is not None:
        yield _dateline(place)
    for name in re.finditer(_KNOWN.tag, tag[group]):
        agency = _KNOWN.tags.get(" ".join(name[0].split()))
        if agency is not None and agency.kind != "photos":
            start = tag.start(group) + name.start()
            kind = "press release" if agency.kind == "releases" else "agency"
            yield Finding(
                start, start + len(name[0]), kind, agency.name, None, 1.0, "tag in the dateline"
            )


def _place_before(text: str, tag: re.Match[str], line_start: int) -> re.Match[str] | None:
    """Find the place before a tag; one without a dash behind it must be known for a place."""
    look = max(line_start, tag.start() - _LOOK_BACK)
    is_bare = not tag["dash"]
    ends = is_bare and not _GOES_ON.match(text, tag.end())
    begins = [m.end() for m in _BEFORE.finditer(text, look, tag.start())]
    if look == line_start:
        begins.insert(0, look + len(text[look:]) - len(text[look:].lstrip(_MARKS)))
    for begin in begins:
        found = _PLACE.match(text, begin, tag.start())
        if found and _is_place(found, sure=not is_bare and begin == begins[0] == look):
            return found if not ends or found["date"] else None
    found = _CAPITALS.search(text, look, tag.start())
    return (
        found if found and not is_bare and found["place"].split()[0] not in _KNOWN.labels else None
    )


def _is_place(found: re.Match[str], *, sure: bool) -> bool:
    """Tell a place from other words before a tag; where nothing else is sure, it needs a mark."""
    name = found["place"]
    words = [word for word in re.split(r"[\s,/]+", name) if word]
    if not words or not words[0][0].isupper() or words[0].upper() in _KNOWN.labels:
        return False
    small = [word for word in words if word[0].islower()]
    if len(small) > len(words) // 2 or not _SMALL.issuperset(small):
        return False
    marked = words[0].isupper() and len(words[0]) > 1
    return sure or marked or found["date"] is not None or _stands_alone(name)


def _untagged(text: str) -> Iterator[Finding]:
    """Find the dateline of a text without a tag, in its first lines."""
    at = 0
    for _ in range(_TOP_LINES):
        if at > _TOP or at >= len(text):
            return
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        end = min(stop, at + 200)
        bare = _BARE.match(text, at, end)
        found = bare or _UNTAGGED.match(text, at, end)
        if found is None or not _is_city(found["place"]):
            found = _MIXED.match(text, at, end)
            found = found if found and _stands_alone(found["place"]) else None
        if found is not None:
            if len({m["place"] for m in _DIGEST.finditer(text)}) < _DIGEST_PLACES:
                yield _dateline(found)
                if found is bare:
                    agency = _KNOWN.tags[" ".join(found["tag"].split())]
                    yield Finding(
                        *found.span("tag"), "agency", agency.name, None, 0.9, "tag in the dateline"
                    )
            return
        at = stop + 1


def _dateline(found: re.Match[str]) -> Finding:
    place = " ".join(found["place"].split())
    return Finding(*found.span("place"), "dateline", place, None, 0.3, "dateline")


def _is_city(place: str) -> bool:
    words = [word for word in re.split(r"[\s,/]+", place.upper()) if word]
    known = place.split(",")[0].strip().casefold() in _KNOWN.alone
    return known or (len(words[0]) > 2 and not any(w.strip(".") in _KNOWN.labels for w in words))


def _stands_alone(place: str) -> bool:
    """Tell whether a place in small letters is a known city, or has its state or country."""
    city, _, region = place.partition(", ")
    return (region or city).casefold() in (_KNOWN.regions if region else _KNOWN.alone)
