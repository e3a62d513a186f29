"""Names: of people and bodies, folded so that spellings of one meet, and of statements."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence


def fold_name(name: str) -> str:
    """
    Fold a name: case, accents, marks and a "the" before it make no difference.

    >>> fold_name("The U.N. Office"), fold_name("José Peréz")
    ('un office', 'jose perez')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
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


def name_statement(page_id: str, content: Iterable[Sequence[int]]) -> str:
    """Give a statement_id: that of what stands in these spans of its earliest witness."""
    spans = ",".join(f"{start}-{end}" for start, end in content)
    return hashlib.sha256(f"{page_id}:{spans}".encode()).hexdigest()[:16]
