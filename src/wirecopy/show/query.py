"""What a person types to search for, as the ledger's search takes it, and where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from wirecopy.show.export import ends_of, printable

_OPERATORS = {"AND", "OR", "NOT"}
_NEAR = re.compile(r"NEAR\(([^()]*?)(?:,\s*(\d{1,3})\s*)?\)")
_TERM = re.compile(r'NEAR\([^()]*\)|"[^"]*"\*?|[()]|[^\s()"]+')
_WORD = re.compile(r"[^\W_]+")


def query_of(typed: str) -> str:
    """
    Give what was typed as a query in SQLite's FTS5 syntax.

    Words are quoted, so that dashes and apostrophes in them mean nothing; "phrases" stay, and so
    do AND, OR and NOT in capitals with their parentheses, a * at the end of a word's beginning,
    and NEAR(…) with or without a number of words. No column can be named.

    >>> query_of("COVID-19 captain's"), query_of('"dry dock" OR (ferr* NOT bridge)')
    ('"COVID-19" "captain\\'s"', '"dry dock" OR ( "ferr"* NOT "bridge" )')
    """
    terms = _TERM.findall(typed)
    grouped = not _OPERATORS.isdisjoint(terms)
    query = []
    for term in terms:
        if near := _NEAR.fullmatch(term):
            query.append(_near(near))
        elif grouped and (term in _OPERATORS or term in "()"):
            query.append(term)
        elif _WORD.search(term):
            star = "*" if term.endswith("*") else ""
            query.append('"' + term.strip('"*') + '"' + star)
    return " ".join(query) or '""'


def _near(near: re.Match[str]) -> str:
    """Give NEAR(…) with its words quoted."""
    words = query_of(near[1].replace("NEAR", ""))
    return f"NEAR({words}, {near[2]})" if near[2] else f"NEAR({words})"


def snippet(text: str, typed: Sequence[str], width: int = 60) -> str:
    """
    Give the surroundings of the first place where the text has one of the words or phrases.

    >>> snippet("The harbor of Velm will close.", ["velm"], width=14)
    '… harbor of Velm will close.'
    """
    found = _first_hit(text, " ".join(typed))
    if not found:
        return ends_of(text, 2 * width)
    start, end = _around(text, found, width)
    inner = printable(text[start:end])
    return ("… " if start else "") + inner + (" …" if end < len(text) else "")


def snippet_spans(
    text: str, typed: str, width: int = 240
) -> tuple[int, int, list[tuple[int, int]]]:
    """
    Give the surroundings of the first hit as (start, end), and the hits in them.

    >>> snippet_spans("The harbor of Velm will close.", "velm", width=14)
    (4, 30, [(14, 18)])
    """
    pattern = _pattern(typed)
    found = _first_hit(text, typed)
    if pattern is None or found is None:
        return 0, min(len(text), width), []
    start, end = _around(text, found, width)
    return start, end, [match.span() for match in pattern.finditer(_folded(text), start, end)]


def _around(text: str, found: re.Match[str], width: int) -> tuple[int, int]:
    start = text.rfind(" ", 0, max(0, found.start() - width // 2)) + 1
    end = text.find(" ", found.end() + width // 2)
    return start, end if end >= 0 else len(text)


def hits(text: str, typed: str) -> list[tuple[int, int]]:
    """
    Give the places where the text has one of the words or phrases.

    >>> hits("The harbor of Velm, old Velm.", "velm")
    [(14, 18), (24, 28)]
    """
    pattern = _pattern(typed)
    return [match.span() for match in pattern.finditer(_folded(text))] if pattern else []


def _first_hit(text: str, typed: str) -> re.Match[str] | None:
    pattern = _pattern(typed)
    if not pattern:
        return None
    # Accents make no difference to the search, but seldom must all of a text be folded for it.
    return pattern.search(text) or pattern.search(_folded(text))


def _pattern(typed: str) -> re.Pattern[str] | None:
    terms = []
    for term in _TERM.findall(typed):
        near = _NEAR.fullmatch(term)
        terms += _TERM.findall(near[1]) if near else [term] if term not in _OPERATORS else []
    patterns = []
    for term in terms:
        words = [re.escape(_folded(word)) for word in _WORD.findall(term)]
        if words:
            end = "" if term.endswith("*") else r"(?![^\W_])"
            patterns.append(r"(?<![^\W_])" + r"[\W_]+".join(words) + end)
    if not patterns:
        return None
    return re.compile("|".join(dict.fromkeys(patterns)), re.IGNORECASE)


def _folded(text: str) -> str:
    """Give the text without accents, letter for letter, so that places stay what they are."""
    if text.isascii():
        return text
    return "".join(c if c < "\x80" else unicodedata.normalize("NFD", c)[0] for c in text)
