"""
Stage 2, clean: the known wording of furniture, from `wording.toml` and files of one's own.

A pattern says what the words are, where on a page they may stand, and where they were seen. This
module reads patterns; `places` looks for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wirecopy.clean.sentences import plain
from wirecopy.errors import OptionsError
from wirecopy.records import AsideKind


class Where(StrEnum):
    """Where on a page a pattern may match; what each means stands in `wording.toml`."""

    LINE = "line"
    LINE_START = "line start"
    BETWEEN = "between sentences"
    SENTENCE = "sentence"
    CAPTION = "caption"
    END = "end"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One known wording."""

    name: str
    kind: AsideKind
    where: Where
    regex: re.Pattern[str]
    needs: tuple[str, ...] = ()
    only: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    longest: int = 400
    seen: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def is_of_lines(self) -> bool:
        """Tell if it is a whole line with a known beginning, so that one look can be for many."""
        is_open = _OPEN.match(self.regex.pattern) is not None
        return self.where is Where.LINE and not is_open and self.regex.groups == 0

    def allows(self, aside: str) -> bool:
        """Tell if what matched is short enough, holds what it must, and nothing it must not."""
        return (
            len(aside) <= self.longest
            and (self.only is None or self.only.search(aside) is not None)
            and (self.unless is None or self.unless.search(aside) is None)
        )


class Wording:
    """
    All known wording, in the order of the files.

    A pattern is tried only on pages that have a word it needs. Most have none: so a page is first
    asked which four bytes in a row it has, and then only for words made of such.
    """

    __slots__ = ("_fours", "_free", "_needs", "line", "patterns")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        needs: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for word in pattern.needs:
                needs.setdefault(word, []).append(number)
        self._needs = sorted(needs.items())
        self._fours = _fours_of([word.lower().encode() for word, _ in self._needs])
        self._free = [number for number, p in enumerate(self.patterns) if not p.needs]
        whole = [p.regex.pattern for p in self.patterns if p.is_of_lines]
        self.line = re.compile("|".join(f"(?:{one})" for one in whole) or "$^", re.MULTILINE)
        """Any of the patterns that are of lines."""

    def likely_on(self, page: str) -> list[Pattern]:
        """Give the patterns that have a word they need on the page; the others cannot match."""
        small = page.lower()
        raw = small.encode("utf-8", "surrogatepass") + b"   "
        seen = np.zeros(_SLOTS + 1, bool)
        seen[_SLOTS] = True
        for shift in range(4):
            length = (len(raw) - shift) // 4
            seen[np.frombuffer(raw, "<u4", length, shift) % _SLOTS] = True
        likely = set(self._free)
        for i in np.flatnonzero(seen[self._fours].all(axis=0)).tolist():
            word, numbers = self._needs[i]
            if not likely.issuperset(numbers) and word in (small if word.islower() else page):
                likely.update(numbers)
        return [self.patterns[number] for number in sorted(likely)]


_OPEN = re.compile(r"(?:\(\?i?:)*(?:\.|\[\^|\(\?=)")
_SLOTS = 65_521
_MOST_FOURS = 6


def _fours_of(words: list[bytes]) -> NDArray[np.uint32]:
    """Give the slots of the four bytes in a row of each word, filled up with one always taken."""
    table = np.full((_MOST_FOURS, len(words)), _SLOTS, np.uint32)
    for column, word in enumerate(words):
        for row in range(min(_MOST_FOURS, len(word) - 3)):
            table[row, column] = int.from_bytes(word[row : row + 4], "little") % _SLOTS
    return table


def load_wording(path: str | None = None) -> Wording:
    """
    Read the wording that comes with wirecopy and, after it, a file of one's own.

    Args:
        path: A TOML file in the form of `wording.toml`, or None.

    Raises:
        OptionsError: The file cannot be read, or a pattern in it means nothing.

    >>> len(load_wording().patterns) > 80
    True
    """
    if path is None:
        return _wording(None, "")
    try:
        own = Path(path).read_bytes()
    except OSError as error:
        raise OptionsError(f"cannot read the wordings in {path}: {error.strerror}") from None
    return _wording(own, path)


# Keyed by what the file says, so that a changed file is read anew.
@lru_cache(maxsize=8)
def _wording(own: bytes | None, path: str) -> Wording:
    known = files(__package__).joinpath("wording.toml").read_bytes()
    parts: dict[str, str] = {}
    patterns = _read(known, "wording.toml", parts)
    if own is not None:
        patterns += _read(own, path, parts)
    return Wording(patterns)


def _read(raw: bytes, path: str, parts: dict[str, str]) -> list[Pattern]:
    try:
        text = raw.decode()
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise OptionsError(f"{path} is not UTF-8: byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise OptionsError(f"{path} is not TOML: {error}") from None
    unknown = sorted(set(table) - {"parts", "pattern"})
    if unknown:
        raise OptionsError(f"{path}: {unknown[0]} is none of [parts] and [[pattern]]")
    own_parts, entries = table.get("parts", {}), table.get("pattern", [])
    if not isinstance(own_parts, dict) or not isinstance(entries, list):
        raise OptionsError(f"{path}: write [parts] and [[pattern]], as wording.toml does")
    for name, part in own_parts.items():
        if not isinstance(part, str):
            raise OptionsError(f"{path}: the part {name} is no text")
        parts[name] = part
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[pattern]]"]
    places = [f"line {n}" for n in heads] if len(heads) == len(entries) else [""] * len(entries)
    return [
        _pattern(entry, parts, ", ".join(filter(None, (path, place))))
        for entry, place in zip(entries, places, strict=True)
    ]


_TYPES = {
    "name": (str, "text"),
    "kind": (str, "text"),
    "where": (str, "text"),
    "words": (str, "text"),
    "pattern": (str, "text"),
    "only": (str, "text"),
    "unless": (str, "text"),
    "longest": (int, "whole number"),
    "needs": (list, "list of texts"),
    "seen": (list, "list of texts"),
    "told": (list, "list of texts"),
}


def _pattern(entry: Any, parts: dict[str, str], place: str) -> Pattern:
    try:
        return _checked(entry, parts)
    except (ValueError, LookupError, OverflowError, RecursionError, re.error) as error:
        name = entry.get("name") if isinstance(entry, dict) else None
        what = f"pattern {name!r}" if name else "a pattern"
        raise OptionsError(f"{place}: {what}: {error}") from None


def _checked(entry: Any, parts: dict[str, str]) -> Pattern:
    if not isinstance(entry, dict):
        raise ValueError("is not a table")
    for field, value in entry.items():
        if field not in _TYPES:
            raise ValueError(f"{field} is no field; fields are {', '.join(_TYPES)}")
        type_, called = _TYPES[field]
        texts = all(isinstance(v, str) and v for v in value) if isinstance(value, list) else True
        if type(value) is not type_ or not texts:
            raise ValueError(f"{field} is no {called}")
    for field in ("name", "kind", "where"):
        if not entry.get(field):
            raise ValueError(f"{field} is missing")
    if ("words" in entry) == ("pattern" in entry):
        raise ValueError("give either words or a pattern")
    if entry["kind"] not in list(AsideKind):
        raise ValueError(f"{entry['kind']} is no kind; kinds are {', '.join(AsideKind)}")
    if entry["where"] not in list(Where):
        raise ValueError(f"{entry['where']} is no place; places are {', '.join(Where)}")
    words = plain(entry.get("words", "")).strip()
    if "words" in entry and not words:
        raise ValueError("words are missing")
    escaped = re.escape(words).replace("\\ ", " ")
    regex = re.compile(_loose(escaped or _whole(entry["pattern"], parts)), re.MULTILINE)
    if regex.match(""):
        raise ValueError("would match where there is nothing")
    only, unless = (
        re.compile(_loose(_whole(entry[field], parts)), re.MULTILINE) if field in entry else None
        for field in ("only", "unless")
    )
    return Pattern(
        name=entry["name"],
        kind=AsideKind(entry["kind"]),
        where=Where(entry["where"]),
        regex=regex,
        needs=tuple(entry.get("needs", words.split()[:1])),
        only=only,
        unless=unless,
        longest=entry.get("longest", 400),
        seen=tuple(entry.get("seen", ())),
        told=tuple(entry.get("told", ())),
    )


def _whole(pattern: str, parts: dict[str, str]) -> str:
    """Put the parts in their places; parts may hold parts."""
    for _ in range(8):
        if not (names := set(_PART.findall(pattern))):
            return pattern
        for name in sorted(names):
            if name not in parts:
                raise LookupError(f"there is no part {{{name}}}; parts are {', '.join(parts)}")
            pattern = pattern.replace(f"{{{name}}}", parts[name])
    raise LookupError("parts are in each other without end")


def _loose(pattern: str) -> str:
    """Let each blank of a pattern, but for those in [a class], stand for up to four."""
    return _CLASS_OR_BLANK.sub(lambda found: _BLANKS if found[0] == " " else found[0], pattern)


_PART = re.compile(r"\{([a-z]\w*)\}")
_BLANKS = "(?: {1,4})"
_CLASS_OR_BLANK = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]| ", re.DOTALL)
