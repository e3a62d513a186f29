"""
ninjs -> a text and its claims (IPTC ninjs 1.x with `body_html`, 2.x and 3.x with `bodies`), and the
items of agencies' interfaces that are shaped like it.

The three versions spell one name three ways (`versioncreated`, `versionCreated`), so names are
taken in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wirecopy.read.claims import texts_of
from wirecopy.read.markup import has_markup, plain_text
from wirecopy.read.wires.item import Item, claim, dateline, unique
from wirecopy.records import Claim

READER = "ninjs 1"

_OWN = frozenset(("versioncreated", "firstcreated", "contentcreated", "eventdetails"))
_NAMED = frozenset(
    "uri guid title headline headlines bodies body_html body_xhtml body_text pubstatus "
    "slugline".split()
)
_BODIES = ("body_xhtml", "body_html", "body_nitf", "body_text")
_NO_STORY = ("picture", "graphic", "image", "video", "audio", "composite", "package", "event")
_AGENCIES = ("source", "provider", "infosource", "infosources", "copyrightholder")


def is_ninjs(values: Mapping[str, Any]) -> bool:
    """
    Tell an item of ninjs by its names.

    >>> is_ninjs({"uri": "x:1", "versionCreated": "2019-08-09T09:46:53Z", "headlines": []})
    True
    >>> is_ninjs({"text": "Fog.", "url": "https://bell.example/1"})
    False
    """
    names = {key.lower() for key in values if isinstance(key, str)}
    return bool(names & _OWN) and len(names & _NAMED) >= 2


def item_in(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the item that an object is, or that it wraps as agencies' interfaces do."""
    for inner in (values, values.get("item"), _at(values, "data", "item")):
        if isinstance(inner, Mapping) and is_ninjs(inner):
            return inner
    return None


def _at(values: Mapping[str, Any], *path: str) -> Any:
    found: Any = values
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def read_item(values: Mapping[str, Any], member: str, start: int, end: int) -> Item:
    """Make an item of one object of ninjs."""
    given = {key.lower(): value for key, value in values.items() if isinstance(key, str)}
    kind = str(given.get("type") or ("event" if "eventdetails" in given else "text"))
    text = _text(given, kind)
    if not text or (kind in _NO_STORY and "bodies" not in given and not _body(given)):
        return Item(member, start, end, "", wrong=f"no story text (kind of item: {kind})")
    return Item(member, start, end, text, unique(_claims(given)))


def _text(given: Mapping[str, Any], kind: str) -> str:
    """Give the body; an item of text without one has its story in the description."""
    words = _body(given)
    markup = words and not isinstance(given.get("body_text"), str)
    if not words and kind == "text":
        words = next(texts_of(given.get("description_text")), "") or _of_role(given, "descriptions")
    return plain_text(words) if markup or has_markup(words) else words.strip()


def _body(given: Mapping[str, Any]) -> str:
    bodies = given.get("bodies")
    if isinstance(bodies, list):
        found = [body for body in bodies if isinstance(body, dict) and body.get("value")]
        found.sort(key=lambda body: "html" not in str(body.get("role", body.get("contenttype"))))
        return str(found[0]["value"]) if found else ""
    return next(
        (str(given[key]) for key in _BODIES if isinstance(given.get(key), str) and given[key]), ""
    )


def _of_role(given: Mapping[str, Any], key: str) -> str:
    """Give the value of the main one, or of the first, among headlines or descriptions."""
    many = given.get(key)
    ones = [one for one in many if isinstance(one, dict)] if isinstance(many, list) else []
    ones.sort(key=lambda one: one.get("role") not in ("main", "text"))
    return next((str(one["value"]) for one in ones if one.get("value")), "")


def _claims(given: Mapping[str, Any]) -> Iterator[Claim]:
    for key in ("headline", "title"):
        yield from _said(given, "title", key)
    yield from claim("title", _of_role(given, "headlines"), "ninjs: headlines")
    for key in ("byline", "by", "authors", "bylines"):
        people = given.get(key)
        for person in people if isinstance(people, list) else [people]:
            name = person.get("by") or person.get("name") if isinstance(person, dict) else person
            for text in texts_of(name):
                yield from claim("author", text, f"ninjs: {key}")
    for key in _AGENCIES:
        yield from _said(given, "agency", key)
    first, this = (
        next(texts_of(given.get(f"{when}created")), None) for when in ("first", "version")
    )
    yield from claim("published", first, "ninjs: firstCreated")
    yield from claim("modified" if first else "published", this, "ninjs: versionCreated")
    yield from _said(given, "published", "firstpublished")
    yield from _said(given, "embargoed", "embargoed")
    for place in texts_of(given.get("located")):
        yield from dateline(place, "ninjs: located")
    spot = given.get("datelinelocation")
    if isinstance(spot, dict):
        yield from dateline(next(texts_of(spot.get("city")), None), "ninjs: datelineLocation")
    for kind, key in (
        ("slug", "slugline"),
        ("version", "version"),
        ("status", "pubstatus"),
        ("language", "language"),
        ("note", "ednote"),
        ("id", "guid"),
    ):
        yield from _said(given, kind, key)
    for uri in texts_of(given.get("uri")):
        yield from claim("url" if uri.startswith("http") else "id", uri, "ninjs: uri")


def _said(given: Mapping[str, Any], kind: str, key: str) -> Iterator[Claim]:
    for text in texts_of(given.get(key)):
        yield from claim(kind, text, f"ninjs: {key}")
