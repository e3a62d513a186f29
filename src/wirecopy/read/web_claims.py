"""
What a page of HTML says of itself: JSON-LD, meta elements, a few marked elements -> claims.

JSON-LD comes first, as it names what it means; meta elements next. Elements count only where the
page marks them as meant (`itemprop`, `rel`, `pubdate`), never for how they look: a wrong author or
date is worse than none. Of several articles in JSON-LD only the page's own is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import htmldate
import orjson

from wirecopy.read.claims import LONGEST, fits, host_of, is_unicode, is_url, letters_of, texts_of
from wirecopy.records import Claim

_META: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("og:title", "parsely-title", "sailthru.title", "twitter:title", "dc.title")),
    ("title", ("citation_title", "title", "headline")),
    ("author", ("author", "parsely-author", "sailthru.author", "byl", "article:author")),
    ("author", ("article:author_name", "dc.creator", "dcterms.creator", "cxenseparse:author")),
    ("author", ("citation_author", "authors", "byline", "twitter:data1")),
    ("published", ("article:published_time", "og:article:published_time", "datepublished")),
    ("published", ("parsely-pub-date", "sailthru.date", "article.published", "og:published_time")),
    ("published", ("article:published", "published_at", "publish-date", "publication_date")),
    ("published", ("pubdate", "publishdate", "date", "dc.date", "dc.date.issued")),
    ("published", ("dcterms.issued", "dcterms.created", "dcterms.date", "displaydate", "ptime")),
    ("published", ("cxenseparse:recs:publishtime", "citation_publication_date", "bt:pubdate")),
    ("modified", ("article:modified_time", "og:article:modified_time", "datemodified")),
    ("modified", ("article.updated", "og:updated_time", "article:modified", "dcterms.modified")),
    ("modified", ("lastmod", "last-modified", "dc.date.modified", "utime")),
    ("outlet", ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "cre")),
    ("outlet", ("application-name", "citation_journal_title")),
    ("url", ("og:url", "parsely-link", "twitter:url")),
    ("language", ("content-language", "dc.language", "language", "og:locale")),
)
"""Kind of claim: the meta elements (by name, property or itemprop) that make it, surest first."""

_JSON_LD: tuple[tuple[str, str], ...] = (
    ("title", "headline"),
    ("author", "author"),
    ("author", "creator"),
    ("published", "datePublished"),
    ("modified", "dateModified"),
    ("url", "url"),
    ("language", "inLanguage"),
)
_ARTICLE = re.compile(r".*article|.*posting|report|claimreview", re.I)
_PAGE = re.compile(r"(?:medical)?webpage|aboutpage|itempage|qapage", re.I)
"""What a page may call itself in JSON-LD; as a page only where no article is named."""
_OPENINGS = ("<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/")
_CLOSINGS = ("-->", "//]]>", "]]>", "/*]]>*/")
_NEVER_AN_AUTHOR = re.compile(r"^(?:https?:|www\.)|\bmin(?:ute)?s? read\b|^\d+\s*min", re.I)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)"
)
_MOST_DATE = "2100-01-01"
"""Else a guess would depend on the day of the run."""
_MOST_NAMES = 3
"""Links that may be marked as the author's; more of them are a list of the staff."""


def find_claims(tree: Any, html: str, objects: list[dict[str, Any]]) -> list[Claim]:
    """
    List what a page claims, each kind's surest witness first.

    Args:
        tree: The page, parsed by lxml.
        html: The same as text, for the comments before its root.
        objects: What `find_json_ld` found in it.
    """
    claims = [*_canonical(tree), *_in_json_ld(objects), *_language(tree), *_in_meta(tree)]
    claims += _publishers(objects)  # after og:site_name: the publisher may be the agency
    claims += _in_elements(tree)
    claims += _saved(html[:8192])
    claims += _twins(tree)
    hosts = [host for claim in claims if claim.kind == "url" and (host := host_of(claim.value))]
    claims.sort(key=lambda claim: claim.kind == "outlet" and not fits(claim.value, hosts[:1]))
    heard: dict[Claim, None] = {}
    for claim in claims:
        value = " ".join(unescape(claim.value).split())
        if not value or len(value) > LONGEST or not is_unicode(value):
            continue
        if claim.kind == "author" and _NEVER_AN_AUTHOR.search(value):
            continue
        if claim.kind in ("url", "twin") and not is_url(value):
            continue
        heard.setdefault(Claim(claim.kind, value, claim.origin))
    return list(heard)


def guess_date(tree: Any) -> Iterator[Claim]:
    """
    Ask htmldate when a page that does not say so was published: it goes by how dates look.

    The claim is `guessed`, a kind of its own: a witness that stands beside the others and never
    for them. The address of the page is left out, as it is a witness itself.
    """
    try:
        found = htmldate.find_date(
            tree, extensive_search=False, original_date=True, url="", max_date=_MOST_DATE
        )
    except Exception:  # of any kind, as with all that guesses at markup
        found = None
    if found:
        yield Claim("guessed", found, "htmldate")


def find_json_ld(tree: Any) -> list[dict[str, Any]]:
    """Find the objects of JSON-LD that speak of the page's own article, in their order."""
    articles: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type").lower() and script.text:
            for thing in _objects(_parse(script.text)):
                by_id.setdefault(str(thing.get("@id")), thing)
                if any(_ARTICLE.fullmatch(kind) for kind in _kinds(thing)):
                    articles.append(thing)
                elif any(_PAGE.fullmatch(kind) for kind in _kinds(thing)):
                    pages.append(thing)
    own = _own(articles or pages, tree)
    return [{key: _resolved(value, by_id) for key, value in thing.items()} for thing in own]


def _parse(script: str) -> Any:
    text = script.strip()
    for opening, closing in zip(_OPENINGS, _CLOSINGS, strict=True):
        text = text.removeprefix(opening).removesuffix(closing).strip("; \t\r\n")
    for attempt in (text, re.sub(r"[\x00-\x1f]+", " ", text)):
        try:
            return orjson.loads(attempt)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            continue
    return None


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top of JSON-LD, in lists and graphs, and what a page is about."""
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(key), dict | list):
                yield from _objects(data[key], depth + 1)


def _kinds(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [str(kind).rpartition("/")[2].rpartition(":")[2] for kind in kinds]


def _own(found: list[dict[str, Any]], tree: Any) -> list[dict[str, Any]]:
    """Tell the page's own articles from those it links to, by their address or headline."""
    if len(found) <= 1:
        return found
    said = [*_canonical(tree), *_in_meta(tree), *_titles(tree)]
    addresses = {_bare(claim.value) for claim in said if claim.kind == "url"}
    own = [t for t in found if not addresses.isdisjoint(map(_bare, _addresses(t)))]
    if own:
        return own
    titles = [letters_of(unescape(claim.value)) for claim in said if claim.kind == "title"]
    headlines = [letters_of(unescape(str(thing.get("headline") or ""))) for thing in found]
    return [
        thing
        for thing, headline in zip(found, headlines, strict=True)
        if headline and any(title.startswith(headline) for title in titles)
    ]


def _addresses(thing: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = thing.get(key)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value:
            yield value


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/+$", "", url.strip())


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    """Follow `{"@id": …}` to the object that it names."""
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def _in_json_ld(objects: list[dict[str, Any]]) -> Iterator[Claim]:
    for kind, key in _JSON_LD:
        for thing in objects:
            for text in texts_of(thing.get(key)):
                yield Claim(kind, text, f"json-ld: {key}")


def _publishers(objects: list[dict[str, Any]]) -> Iterator[Claim]:
    for thing in objects:
        for text in texts_of(thing.get("publisher")):
            yield Claim("outlet", text, "json-ld: publisher")


def _in_meta(tree: Any) -> Iterator[Claim]:
    said: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(attribute):
                said.setdefault(name.strip().lower(), []).append(content)
    if "written" not in said.get("twitter:label1", [""])[0].lower():
        said.pop("twitter:data1", None)
    for kind, names in _META:
        for name in names:
            for content in said.get(name, ()):
                yield Claim(kind, content, f"meta: {name}")


def _canonical(tree: Any) -> Iterator[Claim]:
    for link in tree.iterfind(".//link[@rel]"):
        if "canonical" in link.get("rel").lower().split() and link.get("href"):
            yield Claim("url", link.get("href"), "link: canonical")


def _twins(tree: Any) -> Iterator[Claim]:
    """Hear where the same page lies in another form: for fast phones, for paper."""
    if any(name in tree.attrib for name in ("amp", "\u26a1", "\u26a1\ufe0f")):
        for claim in _canonical(tree):
            yield Claim("twin", claim.value, "amp: canonical")
    for link in tree.iterfind(".//link[@rel]"):
        words, media = link.get("rel").lower().split(), link.get("media", "").lower()
        if "amphtml" in words:
            yield Claim("twin", link.get("href") or "", "link: amphtml")
        elif "alternate" in words and ("print" in media or "handheld" in media):
            yield Claim("twin", link.get("href") or "", f"link: alternate for {media[:20]}")


def _titles(tree: Any) -> Iterator[Claim]:
    headings = tree.findall(".//h1")
    if len(headings) == 1:
        yield Claim("title", _text(headings[0]), "element: h1")
    title = tree.find(".//title")
    if title is not None:
        yield Claim("title", _text(title), "element: title")


def _in_elements(tree: Any) -> Iterator[Claim]:
    yield from _titles(tree)
    yield from _authors(tree)
    for kind, prop in (("published", "datePublished"), ("modified", "dateModified")):
        for element in tree.iterfind(f".//*[@itemprop='{prop}']"):
            date = element.get("datetime") or element.get("content") or _text(element)
            if element.tag != "meta" and date:
                yield Claim(kind, date, f"itemprop: {prop}")
    times = tree.findall(".//time[@datetime]")
    for element in times:
        kinds = element.get("class", "").lower()
        if element.get("pubdate") is not None or "publish" in kinds or "entry-date" in kinds:
            yield Claim("published", element.get("datetime"), "element: time")
    articles = tree.findall(".//article")
    within = articles[0].findall(".//time[@datetime]") if len(articles) == 1 else times
    if len(within) == 1:
        yield Claim("published", within[0].get("datetime"), "element: time")


def _language(tree: Any) -> Iterator[Claim]:
    if tree.get("lang"):
        yield Claim("language", tree.get("lang"), "html: lang")


def _authors(tree: Any) -> Iterator[Claim]:
    for path, origin in (
        (".//*[@itemprop='author']", "itemprop: author"),
        (".//a[@rel='author']", "rel: author"),
    ):
        names: dict[str, None] = {}
        for element in tree.iterfind(path):
            named = element.find(".//*[@itemprop='name']")
            element = element if named is None else named
            names.setdefault(element.get("content") or _text(element))
        if 0 < len(names) <= _MOST_NAMES:
            yield from (Claim("author", name, origin) for name in names)


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _saved(opening: str) -> Iterator[Claim]:
    """Hear the comments that browsers leave in a page that they save."""
    if match := _SAVED_FROM.search(opening):
        yield Claim("url", match[1], "comment: saved from")
    if match := _SINGLE_FILE.search(opening):
        yield Claim("url", match[1], "comment: SingleFile")
        yield Claim("captured", match[2], "comment: SingleFile")
