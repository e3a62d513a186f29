"""
RSS, Atom and JSON Feed -> pages, one for each entry that has a text.

The full content comes before the summary. An entry's `<source>` names who published it: a feed
that gathers others is not their outlet. feedparser reads well-formed and broken feeds alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import texts_of
from wirecopy.read.markup import has_markup, plain_text
from wirecopy.read.source import Source
from wirecopy.read.wires.item import Item, claim, pages_of
from wirecopy.records import Claim, Page, Skipped

READER = "feeds 1"

_ENTRY_TAG = re.compile(rb"<(/?)((?:[\w-]{1,40}:)?(?:item|entry))(?=[\s/>])[^<>]*>?", re.I)
_NEXT_FEED = re.compile(
    rb"</(?:[\w-]{1,40}:)?(?:rss|rdf|feed)\s*>(?=\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?"
    rb"<(?:[\w-]{1,40}:)?(?:rss|rdf|feed)[\s>])",
    re.I,
)
"""The end of a feed with another behind it, as dumps of many feeds have them."""
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
_ENTITY = re.compile(rb"<!ENTITY", re.I)
_MOST_ENTITIES = 64


def read_feed(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a feed of RSS or Atom.

    Raises:
        ReadError: It is too long, or defines entities by the dozen.
    """
    raw = source.read(options.max_page_bytes)
    if len(_ENTITY.findall(raw)) > _MOST_ENTITIES:
        raise ReadError("a feed that defines entities by the dozen", 0, len(raw))
    yield from pages_of(source, raw, _items(raw), READER)


def _items(raw: bytes) -> Iterator[Item]:
    """Give the entries of a feed, or of several one behind the other, each with its own title."""
    cuts = [0, *(cut.end() for cut in _NEXT_FEED.finditer(raw)), len(raw)]
    number = 0
    for begin, end in pairwise(cuts):
        for item in _of_one_feed(raw[begin:end]):
            number += bool(item.member)
            member = f"entry {number}" if item.member else ""
            yield replace(item, member=member, start=begin + item.start, end=begin + item.end)


def _of_one_feed(raw: bytes) -> Iterator[Item]:
    found = entry_places(raw)
    feed = _parsed(raw)
    if feed is None:
        yield from _one_by_one(raw, found)
        if not found:
            yield Item("", 0, len(raw), "", wrong="a feed that cannot be taken apart")
        return
    entries = feed.get("entries", [])
    if not entries:
        yield Item("", 0, len(raw), "", wrong="a feed without entries")
    places = found if len(found) == len(entries) else [(0, len(raw))] * len(entries)
    for entry, place in zip(entries, places, strict=True):
        yield _item(entry, feed.get("feed", {}), *place)


def _parsed(raw: bytes) -> Mapping[str, Any] | None:
    """Parse a feed; None where feedparser stumbles over what no feed should hold."""
    import feedparser

    try:
        found: Mapping[str, Any] = feedparser.parse(
            raw, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # of any kind: KeyError, OverflowError, TypeError were seen
        return None
    return found


def _one_by_one(raw: bytes, places: list[tuple[int, int]]) -> Iterator[Item]:
    """Parse each entry for itself, so that a broken one costs no other."""
    declared = _DECLARED.match(raw)
    head = (declared[0] if declared else b"") + b"<rss><channel>"
    about = (_parsed(raw[: places[0][0]]) or {}).get("feed", {}) if places else {}
    for start, end in places:
        entries = (_parsed(head + raw[start:end]) or {}).get("entries")
        if entries:
            yield _item(entries[0], about, start, end)
        else:
            yield Item("entry", start, end, "", wrong="an entry that cannot be parsed")


def entry_places(raw: bytes) -> list[tuple[int, int]]:
    """
    Give the byte ranges of entries: from a first tag to the next that ends one of its name.

    >>> entry_places(b"<rss><item>Fog</item> <entry/><item>Rain</item>")
    [(5, 21), (30, 47)]
    """
    found: list[tuple[int, int]] = []
    begun: dict[bytes, int] = {}
    for tag in _ENTRY_TAG.finditer(raw):
        name = tag[2].lower()
        if not tag[1]:
            begun.setdefault(name, tag.start())
        elif name in begun:
            found.append((begun[name], tag.end()))
            begun.clear()
    return found


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any], start: int, end: int) -> Item:
    text = _text(entry)
    if not text:
        return Item("entry", start, end, "", wrong="an entry without a text")
    return Item("entry", start, end, text, tuple(_claims(entry, feed)))


def _text(entry: Mapping[str, Any]) -> str:
    """Give the longest content, or the summary where there is none."""
    summary = {"value": entry.get("summary"), **entry.get("summary_detail", {})}
    contents = [one for one in entry.get("content", []) if one.get("value")] or [summary]
    longest = max(contents, key=lambda one: len(str(one.get("value") or "")))
    words = str(longest.get("value") or "")
    plain = longest.get("type") == "text/plain" and not has_markup(words)
    return words.strip() if plain else plain_text(words)


def _claims(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Iterator[Claim]:
    def said(kind: str, value: Any, origin: str) -> Iterator[Claim]:
        for text in texts_of(value):
            yield from claim(kind, plain_text(text) if kind != "url" else text, f"feed: {origin}")

    yield from said("title", entry.get("title"), "title")
    for author in entry.get("authors", []):
        yield from said("author", author.get("name"), "author")
    yield from said("author", entry.get("author"), "author")
    yield from said("url", entry.get("link"), "link")
    yield from said("published", entry.get("published"), "published")
    # feedparser's own `get` answers with `published` where there is no `updated`.
    yield from said("modified", dict(entry.items()).get("updated"), "updated")
    publisher = entry.get("source", {})
    yield from said("outlet", publisher.get("title"), "source")
    yield from said("outlet", publisher.get("href") or publisher.get("url"), "source url")
    if not publisher:
        yield from said("outlet", feed.get("title"), "title of the feed")
    yield from said("language", entry.get("language") or feed.get("language"), "language")
    yield from said("id", entry.get("id"), "id")


def is_json_feed(values: Mapping[str, Any]) -> bool:
    """
    Tell a JSON Feed by its version.

    >>> is_json_feed({"version": "https://jsonfeed.org/version/1.1", "items": []})
    True
    """
    return "jsonfeed.org/version/" in str(values.get("version")) and isinstance(
        values.get("items"), list
    )


def rows_of(feed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the entries of a JSON Feed as rows under plain names."""
    for item in feed["items"]:
        item = item if isinstance(item, dict) else {}
        html = item.get("content_html")
        yield {
            "text": html
            if isinstance(html, str) and html
            else item.get("content_text") or item.get("summary"),
            "title": item.get("title"),
            "url": item.get("url") or item.get("external_url"),
            "author": item.get("authors") or item.get("author"),
            "published": item.get("date_published"),
            "modified": item.get("date_modified"),
            "language": item.get("language") or feed.get("language"),
            "outlet": feed.get("title"),
        }
