"""
Leaked front matter: pairs of key and value that ran into the text, on one line or a few.

The fences are gone, quotes may be curly, single, unbalanced or missing. A word with a colon is
not yet front matter: `is_evident` says what is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

LONGEST_LINE = 4_000
"""Code points of a line that are searched for pairs."""

LONGEST_BARE = 200
"""Code points of a last value without quotes; if more follow, they are text, not a value."""

MOST_LINES = 40

CORE = frozenset(
    (
        *("title", "headline", "slug", "layout", "draft", "url", "link", "permalink"),
        *("date", "published", "publishdate", "pubdate", "created"),
    )
)
"""Keys that say that this is a page, rather than a book, an event or a photograph."""

_PAGE_ONLY = frozenset(
    (
        *("slug", "layout", "draft", "url", "link", "permalink", "date", "publishdate", "pubdate"),
        *("tags", "category", "categories"),
    )
)
"""Keys that, beside a title, say so even in upper case."""

WELL_KNOWN = CORE | frozenset(
    (
        *("subtitle", "subject", "author", "authors", "byline", "creator", "source", "outlet"),
        *("publisher", "site", "canonical", "updated", "modified", "lastmod", "lang", "language"),
        *("tags", "tag", "keywords", "category", "categories", "section", "sections", "topics"),
        *("description", "summary", "excerpt", "type", "image", "thumbnail", "cover", "featured"),
        *("weight", "aliases", "comments", "toc", "showtoc"),
    )
)
"""Keys that blogs, site generators and clippers write, in lower case."""

_DOUBLE, _SINGLE = '"“”„‟«»＂「」', "'‘’‚‛‹›`´"
_QUOTES = {**dict.fromkeys(_DOUBLE, _DOUBLE), **dict.fromkeys(_SINGLE, _SINGLE)}
"""Each quote mark, and those that may close it: translators mix them up, but not their families."""

_KEY = re.compile(
    rf"(?<!\S)[\"“]?([^\W\d][\w.-]{{0,39}})[\"”]?"
    rf"(?:[ \t\u00a0\u202f]?(?::(?=[\s{_DOUBLE}{_SINGLE}\[]|$)|：)|[ \t]=(?=[ \t]|$))"
)
"""`title:`, `"title":`, `title :` as the French write it, and `title =`; `title="` is markup."""

_FENCE = re.compile(r"(?:-{3,}|\+{3,}|—+)(?=\s|$)")
_SCALAR = re.compile(r"(?:true|false|null|~|-?\d+(?:\.\d+)?)\Z")
_TYPED = re.compile(r"(?:true|false|null|~|-?\d[\d.:TZ+-]*|\[[^\]\n]*\])(?=[\s,;|]|$)")
_PLAINLY = re.compile(r"(?:true|false|\d{4}-\d\d-\d\d[\dT:.Z+-]*|\[[^\]\n]*\])(?=[\s,;|]|$)")
"""Values that hardly stand in a title after a colon."""

_BETWEEN = " \t\r,;|"


class Pair(NamedTuple):
    """A key, its value as it is written, and whether its form shows where the value ends."""

    key: str
    value: str
    is_shaped: bool
    """In quotes or brackets, or a number, a date, true or false."""


def read_leaked(
    text: str, start: int, *, one_line: bool = False
) -> tuple[int, dict[str, Any]] | None:
    """
    Read leaked front matter that begins at a place, if there is any.

    Args:
        text: The whole text.
        start: The first letter of the line.
        one_line: Look no further than this line.

    Returns:
        Where it ends, and its values; None where it could be text.
    """
    pairs: list[Pair] = []
    place, end = start, start
    for _ in range(1 if one_line else MOST_LINES):
        stop = text.find("\n", place, place + LONGEST_LINE)
        line = text[place : stop if stop >= 0 else place + LONGEST_LINE]
        found, length = _read_line(line, is_first=not pairs)
        if not found or (pairs and not _goes_on(found)):
            break
        pairs += found
        end = place + length
        if stop < 0 or line[length:].strip() or not any(map(_is_known, pairs)):
            break
        place = stop + 1
    if not is_evident(pairs):
        return None
    values: dict[str, Any] = {}
    for pair in pairs:
        values.setdefault(pair.key, value_of(pair.value))
    return end, values


def is_evident(pairs: Iterable[Pair]) -> bool:
    """
    Tell front matter from the details of an event, a book or a photograph.

    It takes two keys. In lower case, as generators write them: one of `CORE` and another
    well-known one, or a well-known one and a value in quotes or of a type beside it. In upper
    case, as people write them: a title, and something that only a page has.

    >>> is_evident([Pair("Date", "Monday", False), Pair("Time", "7 p.m.", False)])
    False
    """
    pairs = list(pairs)
    written = {pair.key for pair in pairs}
    if len(written) < 2:
        return False
    known = written & WELL_KNOWN
    if len(known) > 1 and known & CORE:
        return True
    if known and all(pair.is_shaped and not pair.value.isdecimal() for pair in pairs):
        return True
    folded = {key.casefold() for key in written}
    return bool(folded & {"title", "headline"} and folded & _PAGE_ONLY)


def opens_block(line: str) -> bool:
    """Tell whether a line begins with a well-known key, so that a block may go on below it."""
    key = _KEY.match(line)
    return key is not None and key[1].casefold() in WELL_KNOWN


def _is_known(pair: Pair) -> bool:
    return pair.key.casefold() in WELL_KNOWN


def _goes_on(found: list[Pair]) -> bool:
    """Tell whether a further line still belongs, rather than opening the text or the next page."""
    if found[0].key.casefold() in ("title", "headline") and is_evident(found):
        return False
    return _is_known(found[0]) or found[0].is_shaped or not found[0].key[0].isupper()


def _read_line(line: str, is_first: bool) -> tuple[list[Pair], int]:
    """Read the pairs that a line begins with, and how long they are."""
    fence = _FENCE.match(line) if is_first else None
    begin = fence.end() + 1 if fence else 0
    keys: list[re.Match[str]] = []
    for key in _KEY.finditer(line, begin):
        if not keys:
            if line[begin : key.start()].strip():
                return [], 0
            keys.append(key)
        elif _is_next_key(line, keys[-1], key):
            if key[1] in (before[1] for before in keys):  # the next page says it of itself
                line = line[: key.start()]
                break
            keys.append(key)
    pairs, end = [], 0
    for key, following in zip(keys, [*keys, None][1:], strict=True):
        stop = following.start() if following else _value_end(line, key.end(), len(keys) == 1)
        if stop is None:
            break
        value = line[key.end() : stop].strip(_BETWEEN)
        pairs.append(Pair(key[1], value, _is_shaped(value)))
        end = key.end() + len(line[key.end() : stop].rstrip())
    closing = _FENCE.match(line, end + len(line[end:]) - len(line[end:].lstrip()))
    if pairs and closing and (fence or closing[0][0] in "-+"):
        end = closing.end()
    return pairs, end


def _is_next_key(line: str, before: re.Match[str], key: re.Match[str]) -> bool:
    """Tell whether a word with a colon is the next key, or stands in the value of the last one."""
    value = line[before.end() : key.start()].strip(_BETWEEN)
    rest = line[key.end() :].lstrip()
    has_shape = rest[:1] in _QUOTES or _TYPED.match(rest) is not None
    is_known = key[1].casefold() in WELL_KNOWN
    if value[:1] in _QUOTES and not _is_shaped(value):  # inside a quotation that goes on
        return is_known and has_shape
    if is_known:
        return True
    if not _is_shaped(value):  # `Title: The debate: 5 things` has one key
        return _PLAINLY.match(rest) is not None
    return key[1][0].islower() or (has_shape and not key[1].istitle() and not key[1].isupper())


def _value_end(line: str, begin: int, is_only: bool) -> int | None:
    """Find where the last value of a line ends: text may follow it, if it is not the only one."""
    begin += len(line[begin:]) - len(line[begin:].lstrip())
    rest = line[begin:].rstrip()
    if is_only and len(rest) <= LONGEST_BARE:
        return begin + len(rest)
    if rest[:1] in _QUOTES:
        family = _QUOTES[rest[0]]
        if len(rest) > 1 and len(rest) <= LONGEST_BARE and rest[-1] in family:
            return begin + len(rest)
        for place in range(1, len(rest)):
            if rest[place] in family and (place + 1 == len(rest) or rest[place + 1] in " \t,;|.…"):
                return begin + place + 1
    elif typed := _TYPED.match(rest):
        return begin + typed.end()
    return begin + len(rest) if len(rest) <= LONGEST_BARE else None


def _is_shaped(value: str) -> bool:
    if len(value) > 1 and value[0] in _QUOTES:
        return value[-1] in _QUOTES[value[0]]
    return _TYPED.fullmatch(value) is not None


def value_of(written: str) -> Any:
    """
    Give a value without its quotes; a list in brackets or dashes as a list.

    >>> value_of("“Ice in Velm”"), value_of("[news, 'Velm']"), value_of("2022-11-13")
    ('Ice in Velm', ['news', 'Velm'], '2022-11-13')
    """
    if written.startswith("[") and written.endswith("]"):
        items = (item.strip() for item in written[1:-1].split(","))
        return [value_of(item) for item in items if item]
    if written.startswith("- "):
        return [value_of(item.strip()) for item in re.split(r"(?:^|\s)- ", written) if item.strip()]
    return unquote(written) if written[:1] in _QUOTES else scalar(written)


def unquote(written: str) -> str:
    """
    Take the quotes off a value; where the closing one is missing, the opening one alone.

    >>> unquote("“Velm”"), unquote("“Velm"), unquote("“Velm” again")
    ('Velm', 'Velm', '“Velm” again')
    """
    family = _QUOTES.get(written[:1], "")
    if family and written[-1] in family and len(written) > 1:
        return written[1:-1].strip()
    if family and not any(mark in written[1:] for mark in family):
        return written[1:].strip()
    return written


def scalar(written: str) -> Any:
    """
    Give a plain value its type, unless that would change how it is written.

    >>> scalar("true"), scalar("12"), scalar("1.50"), scalar("007"), scalar("2022-11-13")
    (True, 12, '1.50', '007', '2022-11-13')
    """
    if not _SCALAR.match(written) or len(written) > 15:
        return written
    if written in ("null", "~"):
        return None
    if written in ("true", "false"):
        return written == "true"
    number = float(written) if "." in written else int(written)
    return number if str(number) == written else written
