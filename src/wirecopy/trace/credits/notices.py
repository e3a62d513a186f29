"""
Stage 5, trace: notices of whose a text is: copyright, standards, first publication, releases.

Beside them the mentions of agencies in the story itself (`told Reuters`): they credit nobody, and
weigh little; but a page where officials tell one agency what they say was mostly written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.trace.credits.agencies import load_agencies
from wirecopy.trace.credits.found import Finding
from wirecopy.trace.credits.windows import search_near

_AGENCIES = load_agencies()
_NEWS = _AGENCIES.name
_COPYRIGHT = re.compile(
    r"(?<![Ii]mage )(?:(?:©|\([cC]\)|\b[Cc]opyright\b|\bCOPYRIGHT\b)\s{0,3}){1,4}"
    r"(?:(?:19|20)\d\d\s{0,3}(?:[-–]\s?\d{2,4})?\s{0,3})?,?"
    rf"\s*(?:by\s+)?(?:[Tt]he\s+)?(?P<name>{_NEWS})(?![\w/-]|\s+&\s+Co)"
)
_COPYRIGHT_CUES = ("©", "opyright", "OPYRIGHT", "(c)", "(C)")
_STANDARDS = re.compile(r"Thomson\s?Reuters\s+(?:Trust\s+)+Principles?", re.I)
_SENT = re.compile(
    rf"(?:\b(?:Source|SOURCE|Quelle|Fuente|Fonte|Kilde|Källa|Lähde|Bron)\s?:\s?|[-–—]{{1,2}}\s?|©\s?)(?P<name>{_NEWS})\s*\.?\s*\Z"
    rf"|(?<=[.!?”\"»’'])\s*\((?P<brackets>{_AGENCIES.tag}(?:\s*[/,-]\s*{_AGENCIES.tag})*)\)\.?\s*\Z"
)
_SIGN_OFF = re.compile(
    rf"\n[ \t]*(?P<name>{_NEWS})(?:[ \t]+[A-Z]{{2,5}})?(?:[ \t]+[a-z]{{2,3}}){{0,2}}\s*\Z"
)
_KIND_OF_TEXT = (
    r"(?:article|story|piece|column|post|essay|report|op-?ed|commentary|interview|version|item|"
    r"review|analysis|editorial|excerpt|dispatch|blog\s+post|newsletter|content|speech|letter)"
)
_FIRST = re.compile(
    rf"(?:\b(?:[Tt]his|[Tt]he\s+following|[Aa]n?(?:\s+\w+)?\s+version\s+of\s+this)\s+"
    rf"(?:(?:\w+\s+){{0,2}}?{_KIND_OF_TEXT},?\s+)?"
    rf"(?:which\s+)?(?:was\s+|has\s+been\s+|had\s+been\s+)?(?:also\s+)?|(?:^|[\n(\[*_])\s*"
    rf"|\bThe\s+(?:post|article|story)\s+[^\n]{{3,90}}?\s+)"
    r"(?P<cue>(?:(?i:originally|first)\s+(?:published|appeared|posted|ran|printed|featured)|appeared\s+(?:first|originally)|"
    r"(?:re)?published\s+with\s+permission|published\s+first)\s+(?:by|in|on|at|from|with|of)|[Rr]eprinted\s+(?:with\s+permission\s+)?from)"
    r"\s+(?:the\s+(?:[A-Z][\w/-]+,?\s+)?(?:\d+,?\s+)?(?:\d\d\d\d,?\s+)?(?:print\s+)?(?:issue|edition)\s+of\s+|the\s+website\s+of\s+)?(?P<house>[^\n]{2,80})",
)
_FIRST_CUES = (
    "first published", "irst appeared", "originally ", "Originally ", "First published",
    "appeared first", "published with perm", "published first", "eprinted ",
)  # fmt: skip
_HOUSE = re.compile(
    r"[\"“'‘*_\[]*(?P<name>(?:[Tt]he\s+)?(?:[A-Z0-9@][\w.’'&!-]*|[a-z0-9-]+(?:\.[a-z]{2,})+)"
    r"(?:[ ](?:of|and|for|the|&)(?=[ ][A-Z])|[ ][A-Z][\w.’'&!-]*){0,6})"
)
_ENDING = re.compile(r"(?:['’]s)?[.,;:!'’]*\Z")
_DATED = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s|$)|\d"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_RELEASE = re.compile(
    r"^[\s*#_]*(?:FOR\s+IMMEDIATE\s+RELEASE|PRESS\s+RELEASE|NEWS\s+RELEASE|MEDIA\s+RELEASE|"
    r"For\s+Immediate\s+Release|Press\s+[Rr]elease|News\s+[Rr]elease|Media\s+[Rr]elease|Pressemitteilung|PRESSEMITTEILUNG|"
    r"Communiqué\s+de\s+presse|COMMUNIQUÉ\s+DE\s+PRESSE|Comunicado\s+de\s+prensa|Comunicato\s+stampa)\b[\s:*_]*(?=$|[:–—-])"
    r"|^\s*(?:News\s+provided\s+by|SOURCE)\s+(?=[A-Z])",
    re.MULTILINE,
)
_RELEASE_CUES = (
    "elease", "ELEASE", "rovided by", "SOURCE ", "mitteilung", "ommuniqu", "omunica", "MITTEILUNG",
    "COMMUNIQ",
)  # fmt: skip
_TOLD = re.compile(
    rf"(?:told|tells|telling)\s+(?:the\s+|news\s+agency\s+|the\s+news\s+agency\s+)?(?P<name>{_NEWS})(?![\w/-])"
)
_CITED = re.compile(rf"[Aa]ccording\s+to\s+(?:the\s+|news\s+agency\s+)?(?P<name>{_NEWS})(?![\w/-])")
_REPORTED = re.compile(rf"(?<![\w/-])(?P<name>{_NEWS})\s+report(?:ed|s)(?!\s+from)\b")


def find_notices(text: str) -> Iterator[Finding]:
    """
    Find whose a text is said to be.

    >>> [(f.kind, f.value) for f in find_notices("© 2020 The Associated Press.")]
    [('agency', 'AP')]
    """
    for match in search_near(_COPYRIGHT, text, _COPYRIGHT_CUES, 1, 80):
        yield from _agency(match, "name", 0.8, "copyright")
    if "rinciple" in text or "RINCIPLE" in text:
        for match in _STANDARDS.finditer(text):
            yield Finding(*match.span(), "agency", "Reuters", None, 0.8, "standards")
    yield from _sent(text)
    yield from _first_published(text)
    if any(cue in text for cue in _RELEASE_CUES):
        for match in _RELEASE.finditer(text):
            span = match.start() + len(match[0]) - len(match[0].lstrip()), match.end()
            words = " ".join(match[0].split()).strip(":*_# ").lower()
            if words.startswith(("source", "news provided")) and "wire" not in text.casefold():
                continue
            yield Finding(*span, "press release", "press release", None, 0.7, words)
            break


def _agency(match: re.Match[str], group: str, weight: float, reason: str) -> Iterator[Finding]:
    agency = _AGENCIES.named(match[group])
    if agency is not None and agency.kind == "news":
        yield Finding(*match.span(group), "agency", agency.name, None, weight, reason)


def _sent(text: str) -> Iterator[Finding]:
    """A tag or name that ends the whole text: `(dpa)`, `— AFP`, `Quelle: dpa`."""
    tail = max(0, len(text.rstrip()) - 60)
    match = _SENT.search(text, tail) or _SIGN_OFF.search(text, tail)
    if match is None:
        return
    if match.re is _SIGN_OFF or match["name"]:
        yield from _agency(match, "name", 0.7, "signature")
        return
    start = match.start("brackets")
    for name in re.finditer(_AGENCIES.tag, match["brackets"]):
        agency = _AGENCIES.tags.get(" ".join(name[0].split()))
        if agency is not None and agency.kind == "news":
            yield Finding(
                start + name.start(), start + name.end(), "agency", agency.name, None, 0.7,
                "signature",
            )  # fmt: skip


def _first_published(text: str) -> Iterator[Finding]:
    for match in search_near(_FIRST, text, _FIRST_CUES, 80, 160):
        house = _HOUSE.match(text, match.start("house"))
        if house is None:
            continue
        raw = house["name"]
        name = _ENDING.sub("", raw.removeprefix("the "))
        if not name or _DATED.match(name):
            continue
        start = house.start("name") + len(raw) - len(raw.removeprefix("the "))
        words = " ".join(match["cue"].split()).lower()
        yield Finding(
            start, start + len(name), "first published by", " ".join(name.split()), None, 0.8, words
        )


def find_mentions(text: str) -> Iterator[Finding]:
    """
    Find where the story names an agency as one that was told or that reported something.

    >>> [(f.value, f.weight) for f in find_mentions("“Never,” he told Reuters in an email.")]
    [('Reuters', 0.2)]
    """
    for pattern, needles, before, after, weight, reason in (
        (_TOLD, ("told ", "told\n", "tells ", "telling "), 0, 60, 0.2, "told the agency"),
        (_CITED, ("ccording to ", "ccording\n"), 1, 60, 0.1, "cites the agency"),
        (_REPORTED, (" reported", " reports"), 50, 10, 0.1, "cites the agency"),
    ):
        for match in search_near(pattern, text, needles, before, after):
            agency = _AGENCIES.named(match["name"])
            if agency is not None and agency.kind == "news":
                yield Finding(*match.span("name"), "mention", agency.name, None, weight, reason)
