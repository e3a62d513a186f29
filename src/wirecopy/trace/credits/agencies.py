"""
Stage 5, trace: the agencies that pages name, from `agencies.toml`.

The file is data, so that an agency is added without code. Names are met longest first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: the name that credits give it, and what it sends: news, photos, releases."""

    name: str
    kind: str = "news"


@dataclass(frozen=True, slots=True)
class Agencies:
    """All known agencies, and the patterns that meet their names in a text."""

    aliases: dict[str, Agency]
    """By every name that a credit may have, its tags included."""
    tags: dict[str, Agency]
    """By what stands in brackets after a dateline."""
    outlets: frozenset[str]
    """Outlets that put their own name there."""
    alone: frozenset[str]
    """Cities that need no country, casefolded."""
    regions: frozenset[str]
    """What may follow a comma in the name of a place, casefolded."""
    labels: frozenset[str]
    """What else stands in capitals before a dash."""
    name: str
    """A pattern for any alias."""
    tag: str
    """A pattern for any tag."""
    longest: int
    """Words in the longest alias."""

    def named(self, text: str) -> Agency | None:
        """Give the agency of a name, however it is spaced and with or without an article."""
        words = " ".join(text.split())
        return self.aliases.get(words) or self.aliases.get(words.removeprefix("the "))


@cache
def load_agencies() -> Agencies:
    """
    Read the agencies that come with wirecopy.

    >>> load_agencies().named("The Associated Press").name
    'AP'
    """
    data = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    aliases: dict[str, Agency] = {}
    tags: dict[str, Agency] = {}
    for entry in data["agency"]:
        agency = Agency(entry["name"], entry.get("kind", "news"))
        for tag in entry.get("tags", ()):
            tags[tag] = agency
            if len(tag) > 3:
                tags.setdefault(tag.upper(), agency)
        for alias in (entry["name"], *entry.get("aliases", ()), *entry.get("tags", ())):
            aliases.setdefault(alias, agency)
            if len(alias) > 4:
                aliases.setdefault(alias.upper(), agency)
    places = data["datelines"]
    return Agencies(
        aliases=aliases,
        tags=tags,
        outlets=frozenset(places["outlets"]),
        alone=frozenset(place.casefold() for place in places["alone"]),
        regions=frozenset(place.casefold() for place in places["regions"]),
        labels=frozenset(places["labels"].split()),
        name=_any_of(aliases),
        tag=_any_of(tags.keys() | set(places["outlets"])),
        longest=max(len(alias.split()) for alias in aliases),
    )


def _any_of(names: Iterable[str]) -> str:
    """Build a pattern that meets each of some names, the longest first, blanks being loose."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first) + ")"
