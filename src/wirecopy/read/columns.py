"""
Which column of a table holds what: our words, and the names that others have for them.

The user's own mapping (`Options.columns`) comes first; then the guesses below, in their order.
A name is compared without case, spaces, dots and dashes: `Published At` is `publishedat`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

GUESSES: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "article", "maintext", "fulltext", "articlebody", "bodytext"),
        *("articletext", "articlecontent", "storytext", "plaintext", "rawtext", "textcontent"),
        *("contenttext", "cleantext", "markdown", "bodyhtml", "contenthtml", "html", "rawhtml"),
        *("document", "story", "bodyxhtml"),
    ),
    "title": ("title", "headline", "articletitle", "head", "titletext", "ogtitle", "subject"),
    "url": ("url", "link", "canonicalurl", "permalink", "articleurl", "sourceurl", "uri", "href"),
    "published": (
        *("published", "datepublished", "publishedat", "publishdate", "publisheddate", "pubdate"),
        *("publicationdate", "publisheddatetime", "datepublish", "publishedon", "firstpublished"),
        *("datetime", "date"),  # but not `created` or `timestamp`: often the day of the scrape
    ),
    "modified": ("modified", "datemodified", "updated", "updatedat", "lastmodified", "datemodify"),
    "captured": (
        *("captured", "capturedat", "datecaptured", "scraped", "scrapedat", "datedownload"),
        *("crawled", "crawledat", "fetched", "fetchedat", "retrieved", "accessed"),
    ),
    "author": (
        *("author", "authors", "byline", "bylines", "writer", "writers", "reporter", "creator"),
        "journalists",
    ),
    "outlet": (
        *("outlet", "publisher", "publication", "newspaper", "source", "sourcename", "sitename"),
        *("site", "website", "newsoutlet", "media", "medium", "domain", "sourcedomain", "series"),
    ),
    "language": ("language", "lang", "languagecode", "locale", "inlanguage"),
    "id": ("id", "uid", "guid", "articleid", "docid", "identifier", "storyid"),
}
"""Our word: the columns that may hold it, the surest first. `series` is passim's word."""

_ALIASES = {"date": "published", "byline": "author", "authors": "author", "headline": "title"}
_DELIMITERS = ",;\t|"
_SAID = re.compile(r"\s*\"?sep=([,;\t|])\"?[,;\t|]*+[^\S\r\n]*+(?:[\r\n]|$)", re.I)
_LONGEST_NAME = 64
"""Letters in the name of a column."""


def plain(name: str) -> str:
    """
    Give a column's name as it is compared.

    >>> plain("Published_At"), plain("article.body")
    ('publishedat', 'articlebody')
    """
    return re.sub(r"[\W_]+", "", name).casefold()


def find_columns(
    names: Iterable[str], columns: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """
    Find the columns for each of our words.

    Args:
        names: The columns that the table has.
        columns: `Options.columns`; a word named there is not guessed.

    Returns:
        (our word, its columns, the surest first) for each word that has any.

    >>> find_columns(["Title", "body"], {}), find_columns(["a", "text"], {"text": "a"})
    ((('text', ('body',)), ('title', ('Title',))), (('text', ('a',)),))
    """
    return _find_columns(tuple(names), tuple(sorted(columns.items())))


@lru_cache(maxsize=4096)
def _find_columns(
    names: tuple[str, ...], mapping: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    mapped = {_ALIASES.get(word, word): theirs for word, theirs in mapping}
    by_plain: dict[str, list[str]] = {}
    for name in names:
        by_plain.setdefault(plain(name), []).append(name)
    found = []
    for word, guesses in GUESSES.items():
        if word in mapped:
            theirs = mapped[word]
            hits = [theirs] if theirs in names or theirs.split(".")[0] in names else []
        else:
            hits = [name for guess in guesses for name in by_plain.get(guess, ())]
        if hits:
            found.append((word, tuple(hits)))
    return tuple(found)


def value_of(row: Mapping[str, Any], column: str) -> Any:
    """
    Give a column's value; a name with dots leads into nested values.

    >>> value_of({"article": {"body": "Fog."}}, "article.body")
    'Fog.'
    """
    if column in row:
        return row[column]
    value: Any = row
    for step in column.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def find_delimiter(text: str, *, named_csv: bool, columns: Mapping[str, str]) -> str | None:
    """
    Find the delimiter of a table in text, or None where the text is no table.

    The first line must be a header of short, differing names, and most of the next records must
    have as many cells. Without the name of a CSV file, one of the columns must be known to hold
    text as well: commas alone make no table of prose. With both, broken records are let pass.
    """
    if said := said_delimiter(text):
        return said
    lines = list(islice(io.StringIO(text, newline=""), 50))
    wanted = set(GUESSES["text"]) | {plain(theirs) for theirs in columns.values()}
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        try:
            records = [r for r in csv.reader(lines, delimiter=delimiter) if r]
        except csv.Error:
            continue
        header = [name.strip() for name in records[0]] if records else []
        known = not wanted.isdisjoint(plain(name) for name in header)
        if not _could_be_names(header) or not (known or named_csv):
            continue
        if len(header) == 1 and not (known and named_csv):
            continue
        # The last record may be cut by the end of what was looked at.
        others = records[1:-1] or records[1:]
        alike = sum(len(record) == len(header) for record in others)
        regular = bool(others) and alike >= 0.8 * len(others)
        if (regular or (known and named_csv)) and (best is None or len(header) > best[0]):
            best = (len(header), delimiter)
    return best[1] if best else None


def said_delimiter(text: str) -> str | None:
    """
    Give the delimiter that a first line for Excel names; None where there is no such line.

    >>> said_delimiter("sep=;\\ntitle;text"), said_delimiter("title;text")
    (';', None)
    """
    match = _SAID.match(text)
    return match[1] if match else None


def is_header(text: str, named_csv: bool, columns: Mapping[str, str]) -> bool:
    """Tell whether the text begins as a table does: see `find_delimiter`."""
    return find_delimiter(text, named_csv=named_csv, columns=columns) is not None


def _could_be_names(header: list[str]) -> bool:
    return (
        bool(header)
        and len(set(header)) == len(header)
        and all(0 < len(name) <= _LONGEST_NAME for name in header[1:])
        and len(header[0]) <= _LONGEST_NAME
        and not any(name.endswith((".", "!", "?")) for name in header)
    )
