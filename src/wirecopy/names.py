"""Names: of people and bodies, folded so that spellings of one meet, and of statements."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

_SMALL = frozenset(("of", "the", "and", "for", "on", "in", "to"))
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters whose mark no table of characters takes off."""


def fold_name(name: str) -> str:
    """
    Fold a name: case, accents, marks and a "the" before it make no difference.

    >>> fold_name("The U.N. Office"), fold_name("José Peréz"), fold_name("Søren Yıldız")
    ('un office', 'jose perez', 'soren yildiz')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_STROKES))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'’")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split()).removeprefix("the ")


def is_part_of(name: str, fuller: str) -> bool:
    """
    Say whether a name is another one, or the first or last part of it.

    >>> is_part_of("Bachelet", "Michelle Bachelet"), is_part_of("Wang", "Zhang Jun")
    (True, False)
    """
    short, full = fold_name(name).split(), fold_name(fuller).split()
    if not short:
        return False
    return short == full[-len(short) :] or short == full[: len(short)]


def is_short_for(name: str, fuller: str) -> bool:
    """
    Say whether a body's name is another one, its end, or the initials of its words.

    >>> is_short_for("NHB", "Northern Harbor Board"), is_short_for("Office", "UN River Office")
    (True, True)
    >>> is_short_for("Harbor Board", "Harbor Board Union")
    False
    """
    short, full = fold_name(name).split(), fold_name(fuller).split()
    if not short or not full:
        return False
    initials = "".join(word[0] for word in full if word not in _SMALL)
    return short == full[-len(short) :] or (len(initials) > 1 and "".join(short) == initials)


def is_reordered(name: str, other: str) -> bool:
    """
    Say whether two names have the same words, in whatever order: family name first or last.

    >>> is_reordered("Kim Min-jae", "Min-jae Kim"), is_reordered("Kim Min-jae", "Kim Min-ho")
    (True, False)
    """
    return sorted(fold_name(name).split()) == sorted(fold_name(other).split())


def are_others(names: Iterable[str]) -> bool:
    """
    Say whether names are of more than one: two of which neither has all words of the other.

    >>> are_others(["Tamm", "Ines Tamm", "Tamm Ines"]), are_others(["Ines Tamm", "Bo Tamm"])
    (False, True)
    """
    words = [frozenset(fold_name(name).split()) for name in names]
    return any(not (one <= other or other <= one) for one, other in combinations(words, 2))


def name_statement(page_id: str, content: Iterable[Sequence[int]]) -> str:
    """Give a statement_id: that of what stands in these spans of its earliest witness."""
    spans = ",".join(f"{start}-{end}" for start, end in content)
    return hashlib.sha256(f"{page_id}:{spans}".encode()).hexdigest()[:16]
