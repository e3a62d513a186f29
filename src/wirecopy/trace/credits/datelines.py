"""
Stage 5, trace: datelines, the place and the agency before a text: `GENEVA, Aug 25 (Reuters) -`.

With an agency's tag a dateline is known anywhere. Without one it must begin a line near the top
and be written in capitals, or be a place that needs no other mark: prose has dashes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding

_TAG = load_agencies().tag
_MONTH = (
    r"(?:(?i:Jan|Feb|Mar|Mär|Apr|Avr|Abr|May|Mai|Mag|Jun|Juin|Giu|Jul|Juil|Lug|Aug|Août|Ago|Sep|Set|"
    r"Oct|Okt|Ott|Out|Nov|Dec|Dez|Déc|Dic|janv|févr|mars|avr|ene|enero|febrero|marzo|abril|mayo|"
    r"junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gen)\w*\.?)"
)
_DATE = (
    rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH})"
    rf"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?|(?:19|20)\d\d[-/.]\d\d[-/.]\d\d|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?"
)
_SOURCE = rf"(?P<tags>{_TAG}(?:\s*[/,-]\s*{_TAG})*)"
_TAGGED = re.compile(
    rf"(?:\(\s*{_SOURCE}(?:\s*[/,:-]\s*[^()\n]{{0,30}})?\s*\)|/\s*{_SOURCE.replace('tags', 'slashed')}\s*/"
    rf"|\[\s*{_SOURCE.replace('tags', 'squared')}\s*\])"
    rf"(?:\.\s*[-–—]|\s*(?:--|[-–—:])|\s*\.(?=\s)|(?=\s*\n?\s*[^\W\d_]))?"
)
_WORD = r"(?:[^\W\d_]\.(?:[^\W\d_]\.)*|(?:St|Ste|Ft|Mt)\.|[^\W\d_][\w'’-]*\.?)"
_PLACE = re.compile(
    rf"(?P<place>{_WORD}(?:\s+{_WORD}){{0,4}}(?:\s*[,/]\s*{_WORD}(?:\s+{_WORD}){{0,3}}){{0,3}}"
    rf"(?:\s*[\[(][^\W\d_][\w .]+[\])])?)(?:\s*,?\s*(?P<date>{_DATE}))?\s*[,.]?\s*-*\s*\Z"
)
_LOOK_BACK = 90
_BEFORE = re.compile(r"(?:\n|[.!?:;|)\]\"”»*_#>]|--|[–—])\s*[\"“*_#>]*\s*")
_TOP = 4000
_TOP_LINES = 14
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*(?:\s+[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}"
_UNTAGGED = re.compile(
    rf"[\"“*_ \t]*(?P<place>{_CITY}(?:\s*/\s*{_CITY})?(?:,\s+(?:[A-Z][\w.'’-]*)(?:\s+[A-Z][\w.'’-]*){{0,2}})?)"
    rf"(?:\s*,?\s+(?P<date>{_DATE}))?\s*,?\s*(?:--+|[–—]|(?<=\s)-(?=\s)|(?:\s-))\s*(?=[\"“‘'«A-ZÀ-Þ0-9(])"
)
_MIXED = re.compile(
    r"[\"“*_ \t]*(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|of)){0,3}"
    r"(?:,\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2})?)\s*(?:--+|[–—])\s*(?=[\"“‘'«A-ZÀ-Þ])"
)
_LABELS = frozenset(
    "UPDATE UPDATED UPDATES WATCH BREAKING OPINION EXCLUSIVE ANALYSIS COMMENTARY VIDEO PHOTO PHOTOS"
    " READ MORE NOTE EDITOR'S EDITOR’S CORRECTION CLARIFICATION LISTEN LIVE FACT FACTBOX Q&A Q A"
    " INTERVIEW TIMELINE SPOILER WARNING ALERT SPECIAL REPORT REVIEW RELATED FILE WHAT WHO WHY HOW"
    " WHERE WHEN THE AND OR IF TRANSCRIPT POLL DEVELOPING BACKGROUND EXPLAINER COLUMN FEATURE GOP"
    " DEMOCRATS REPUBLICANS TRUMP OBAMA CLINTON BIDEN HOST ANCHOR REPORTER CAPTION IMAGE ADVERTISEMENT"
    " I WE IT THIS THAT IN ON AT TO FOR FROM BY STORY HIGHLIGHTS TOP NEWS WRAPUP WRAP SNAPSHOT TIP"
    " FULL TEXT PART CHAPTER STEP RULE DAY WEEK PM AM ET EST EDT GMT USA TODAY CNN NBC ABC CBS BBC"
    " NPR COVID-19 PRO CON YES NO TODAY".split()
)


def find_datelines(text: str) -> Iterator[Finding]:
    """
    Find datelines, and the agencies in their tags.

    >>> [(f.kind, f.value) for f in find_datelines("VELM, Aug 25 (Reuters) - The dam broke.")]
    [('dateline', 'VELM'), ('agency', 'Reuters')]
    """
    first = None
    if "(" in text or "/" in text or "[" in text:
        for tag in _TAGGED.finditer(text):
            found = list(_tagged(text, tag))
            first = first or found
            yield from found
    if not first:
        yield from _untagged(text)


def _tagged(text: str, tag: re.Match[str]) -> Iterator[Finding]:
    group = "tags" if tag["tags"] else "slashed" if tag["slashed"] else "squared"
    is_bare = text[tag.end() - 1] in ")]/"
    line_start = text.rfind("\n", 0, tag.start()) + 1
    look = max(line_start, tag.start() - _LOOK_BACK)
    begins = [m.end() for m in _BEFORE.finditer(text, look, tag.start())]
    place = None
    starts_line = not text[line_start : tag.start()].strip(' \t"“*_#>')
    for begin in [look if look == line_start else tag.start(), *begins]:
        found = _PLACE.match(text, begin, tag.start())
        if found and _is_place(found["place"], capitals=is_bare and begin != line_start):
            place = found
            break
    if place is None and not starts_line:
        if is_bare or group != "tags":
            return
        # `… the pact. (AP) -`: a tag with a dash after the end of a sentence, the place lost.
        if not re.search(r"[.!?\"”)]\s*\Z", text[look : tag.start()]):
            return
    if place is None and group == "squared":
        return
    if place is not None:
        yield Finding(
            place.start("place"), place.end("place"), "dateline",
            " ".join(place["place"].split()), None, 0.3, "dateline",
        )  # fmt: skip
    for name in re.finditer(_TAG, tag[group]):
        agency = load_agencies().tags.get(" ".join(name[0].split()))
        if agency is None or agency.kind == "photos":
            continue
        start = tag.start(group) + name.start()
        kind = "press release" if agency.kind == "releases" else "agency"
        yield Finding(
            start, start + len(name[0]), kind, agency.name, None, 1.0, "tag in the dateline"
        )


def _is_place(name: str, *, capitals: bool) -> bool:
    words = [w for w in re.split(r"[\s,/]+", name) if w]
    if not words or not words[0][0].isupper() or words[0].upper() in _LABELS:
        return False
    if capitals and not words[0].isupper() and name.casefold() not in load_agencies().alone:
        return False
    small = [w for w in words if w[0].islower()]
    return len(small) <= len(words) // 2 and all(
        w in ("de", "of", "the", "la", "du", "del", "al", "el", "am", "sur", "do", "da", "near",
              "on", "in", "and", "upon", "der")
        for w in small
    )  # fmt: skip


def _untagged(text: str) -> Iterator[Finding]:
    at = 0
    for _ in range(_TOP_LINES):
        if at > _TOP or at >= len(text):
            return
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        found = _UNTAGGED.match(text, at, min(stop, at + 200))
        if found and _is_city(found["place"]):
            yield _dateline(found)
            return
        mixed = _MIXED.match(text, at, min(stop, at + 200))
        if mixed and _stands_alone(mixed["place"]):
            yield _dateline(mixed)
            return
        at = stop + 1


def _dateline(found: re.Match[str]) -> Finding:
    place = " ".join(found["place"].split())
    return Finding(
        found.start("place"), found.end("place"), "dateline", place, None, 0.3, "dateline"
    )


def _is_city(place: str) -> bool:
    words = [w for w in re.split(r"[\s,/]+", place.upper()) if w]
    known = place.split(",")[0].strip().casefold() in load_agencies().alone
    return known or (len(words[0]) > 2 and not any(w.strip(".") in _LABELS for w in words))


def _stands_alone(place: str) -> bool:
    """Tell whether a place in small letters is a known city, or has its state or country."""
    agencies = load_agencies()
    city, _, region = place.partition(", ")
    if region:
        return region.casefold() in agencies.regions
    return city.casefold() in agencies.alone
