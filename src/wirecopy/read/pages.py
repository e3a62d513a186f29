"""
Text and claims -> a page: what all readers end in.

A page's title, outlet, date and so on are what it claims first; every claim is kept beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import py3langid

from wirecopy.bylines import read_byline
from wirecopy.read.claims import fits, host_of, letters_of, site_of
from wirecopy.read.source import Source
from wirecopy.records import Claim, DateClaim, Page, hashed, page_id
from wirecopy.when import read_date

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?\s*(?:Z|[+-]00:?00|UTC|GMT)?")
_FIRST_NEWSPAPER = "1600"
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.I)
_FEWEST_LETTERS = 200
_SAMPLE = 400
"""Characters that the language is told by: more cost time and change nothing in news."""

_FORMS = re.compile(r"[/?&._-](?:print|printable|amp|amphtml|outputType=amp)(?:[=/&.?_-]|$)", re.I)
"""In an address: the form for paper or for fast phones."""

_WORD = re.compile(r"[^\W\d_]+")
_COMMON_WORDS = "the and of to that was with said for from has have were by his they this"
_ENGLISH = frozenset(_COMMON_WORDS.split())
_ENGLISH_SHARE = 0.1
"""Share of these among all words: a sixth in English news, a twentieth in Dutch."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies in the pile."""

    file: str
    member: str
    byte_start: int
    byte_end: int


def make_page(
    place: Place,
    raw: bytes,
    text: str,
    claims: Iterable[Claim],
    reader: str,
    front_matter: Mapping[str, Any] | None = None,
) -> Page:
    """
    Make a page of a text and of what it claims. Its `ordinal` is left at 0: the stage counts.

    An outlet that is not claimed is taken from the host of the address; a language that is not
    claimed is told from the text where that is long enough. The outlet is no author of its own.
    """
    said = _said(tuple(claims))
    return Page(
        page_id=page_id(raw, place.file, place.member, place.byte_start),
        file=place.file,
        member=place.member,
        byte_start=place.byte_start,
        byte_end=place.byte_end,
        ordinal=0,
        text=text,
        front_matter=dict(front_matter or {}),
        sha256=hashed(raw).hexdigest(),
        reader=reader,
        raw=raw,
        **(said | {"language": said["language"] or _told_language(text)}),
    )


def placed(page: Page, source: Source) -> Page:
    """
    Give a page of a part of a container its place in the file, and what the container says of it.

    What the container says comes first: it knows where and when it found the part. A page that is
    only a stretch of its part says in `member` which one.
    """
    if source.raw is None or not (source.lies or source.claims):
        return page
    start, end, member = page.byte_start, page.byte_end, page.member
    raw = source.raw[start:end]
    if source.lies:
        if raw != source.raw and member == source.member:
            member = f"{member}/bytes {start}-{end}"
        start, end = source.lies
    said = _said(source.claims + page.claims + _twin(source.claims, page.claims))
    return replace(
        page,
        page_id=page_id(raw, page.file, member, start),
        member=member,
        byte_start=start,
        byte_end=end,
        **(said | {"language": said["language"] or page.language}),
    )


def _twin(around: tuple[Claim, ...], own: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Tell a page that was captured in its form for paper or for fast phones from its address."""
    captured = next((claim.value for claim in around if claim.kind == "url"), "")
    canonical = next((claim.value for claim in own if claim.origin == "link: canonical"), "")
    if not canonical or canonical == captured or not _FORMS.search(captured):
        return ()
    same_site = host_of(canonical) and site_of(host_of(canonical) or "") in captured
    return (Claim("twin", canonical, "link: canonical of another form"),) if same_site else ()


def _said(claims: tuple[Claim, ...]) -> dict[str, Any]:
    """Give the fields of a page that rest on its claims, and the claims."""
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.kind, claim)
    url = first["url"].value if "url" in first else None
    if "outlet" not in first and url and (host := host_of(url)):
        first["outlet"] = Claim("outlet", host, "host of the url")
        claims += (first["outlet"],)
    outlet = first["outlet"].value if "outlet" in first else None
    return {
        "url": url,
        "outlet": host_of(outlet) or outlet if outlet else None,
        "title": first["title"].value if "title" in first else None,
        "byline": _byline(claims),
        "published": _published(claims),
        "language": _claimed_language(claims),
        "claims": claims,
    }


def _byline(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Read the names from the first place that names anybody but the outlet."""
    if not any(claim.kind == "author" for claim in claims):
        return ()
    urls = (claim.value for claim in claims if claim.kind == "url")
    hosts = {host for url in urls if (host := host_of(url))}
    named = [claim.value for claim in claims if claim.kind == "outlet"]
    # Beside the outlet the page may name an agency as publisher, which may be its author, too.
    outlets = {letters_of(name) for name in named if name == named[0] or fits(name, hosts)}
    outlets |= {letters_of(name) for host in hosts for name in (host, site_of(host))}
    outlets |= {letters_of(claim.value) for claim in claims if claim.kind == "agency"}
    names: dict[str, str] = {}
    origin = None
    for claim in claims:
        if claim.kind == "author" and origin in (None, claim.origin):
            for name in read_byline(claim.value):
                if not {letters_of(name), letters_of(name.removeprefix("The "))} & outlets:
                    names.setdefault(name.casefold(), name)
            origin = claim.origin if names else None
    return tuple(names.values())


def _published(claims: tuple[Claim, ...]) -> DateClaim | None:
    for claim in claims:
        if claim.kind == "published" and (date := _date(claim)):
            return date
    return None


def _date(claim: Claim) -> DateClaim | None:
    # Midnight to the second is a date that passed through a program, not a time; the years that
    # programs begin to count at (1, 1970) are no dates at all.
    midnight = _MIDNIGHT.fullmatch(claim.value.strip())
    date = read_date(midnight[1] if midnight else claim.value, claim.origin)
    if date is None or date.value < _FIRST_NEWSPAPER or (midnight and date.value == "1970-01-01"):
        return None
    return replace(date, text=claim.value)


def _claimed_language(claims: tuple[Claim, ...]) -> str | None:
    for claim in claims:
        if claim.kind == "language" and (match := _LANGUAGE.fullmatch(claim.value)):
            return match[1].lower()
    return None


def _told_language(text: str) -> str | None:
    sample = text[:_SAMPLE]
    if len(sample) < _FEWEST_LETTERS or sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return None
    return "en" if _is_english(text[: 2 * _SAMPLE]) else str(py3langid.classify(sample)[0])


def _is_english(sample: str) -> bool:
    """Tell plain English by its commonest words, at a tenth of what a model costs."""
    words = _WORD.findall(sample.lower())
    common = sum(word in _ENGLISH for word in words)
    return common >= _ENGLISH_SHARE * len(words) and words.count("the") >= 2
