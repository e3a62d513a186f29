"""
Stage 6, attribute: what a word tells of a name or a noun phrase (`speakers.toml`, `countries.tsv`).

Words for offices, bodies, papers and crowds; no list of people: who is a person is read from the
text itself.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PARTICLES = frozenset("de van von der den la le el al bin di da du".split())
"""Small words within a name."""


class Country(NamedTuple):
    """A country: its usual name, and in what other words it speaks."""

    name: str
    seat: bool
    """True for its seat of government, which may be meant as a place."""
    adjective: bool


def fold(word: str) -> str:
    """
    Give a word as names are compared: small, without accents and final period.

    >>> fold("Núñez"), fold("Sen."), fold("O’Brien")
    ('nunez', 'sen', "o'brien")
    """
    if not word.isascii():
        parts = unicodedata.normalize("NFD", word.replace("’", "'").replace("‘", "'"))
        word = "".join(part for part in parts if not unicodedata.combining(part))
    return word.casefold().rstrip(".")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Give the words of one list of `speakers.toml`, with the plurals of `role` left out."""
    return frozenset(fold(word) for word in _lists()[kind].split())


@cache
def singular(word: str) -> str:
    """
    Give the singular of a regular noun.

    >>> singular("ministries"), singular("officials"), singular("boss"), singular("spokesmen")
    ('ministry', 'official', 'boss', 'spokesman')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        return word[:-1]
    return word


@cache
def countries() -> dict[str, Country]:
    """Give countries by each folded name, adjective and seat of government."""
    found: dict[str, Country] = {}
    table = (files("wirecopy.attribute") / "countries.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[2:]:
        name, aliases, adjectives, seats = line.split("\t")
        for column, seat, adjective in (
            ([name, *aliases.split(";")], False, False),
            (adjectives.split(";"), False, True),
            (seats.split(";"), True, False),
        ):
            for words in filter(None, column):
                key = " ".join(fold(word) for word in words.split())
                found.setdefault(key, Country(name, seat, adjective))
    return found


@cache
def _lists() -> dict[str, str]:
    text = (files("wirecopy.attribute") / "speakers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def given_names() -> dict[str, bool]:
    """Give folded given names that are of one sex nearly everywhere: True for male."""
    text = (files("wirecopy.attribute") / "given.txt").read_text(encoding="utf-8")
    _, male, female = re.split(r"^#.*\n(?!#)|\n\n", text, flags=re.M)
    return dict.fromkeys(male.split(), True) | dict.fromkeys(female.split(), False)
