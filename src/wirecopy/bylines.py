"""
Bylines: a string that names who made a page -> the names in it.

Better fewer names than bad ones: what is plainly a handle, an address, a role or a word for
"nobody" is dropped; what could be a name stays as it is, in the page's own spelling.
"""

from __future__ import annotations

import re

_NOT_NAMES = (
    "none null nil nan na n/a nat unknown anonymous undefined admin administrator author by"
)
_NOBODY = frozenset(_NOT_NAMES.split())
_PREFIX = re.compile(
    r"(?:(?:written|story|words|text|reported|posted|report|article|analysis|review|opinion|"
    r"interview)\s+)?by(?:\s*:\s*|\s+)",
    re.I,
)
_ADDRESS = re.compile(
    r"[<(\[]?\s*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+)\s*[>)\]]?"
)
_AFTER_NAME = re.compile(
    r"\s*[-–—|]\s*(?i:analysis|interview|exclusive|commentary|comment|opinion|column|factbox|"
    r"feature|special report|insight|preview|review)\s*$"
    r"|\s*\([^()]*\)\s*$"
    r"|\s+(?:for|in|at|via)\s+(?:the\s+)?[A-Z].*$"
)
_ROLE = re.compile(
    r"\s*,\s*(?:(?:[\w.'’/-]+|&)\s+){0,6}"
    r"(?:correspondent|editor|reporter|writer|contributor|columnist|producer|analyst|chief|"
    r"biographer|photographer|journalist|fellow|professor)s?\b(?:-at-large)?"
    r"(?:\s+(?:at|for|of|in)\b[^,;&]*?(?=\s+and\s|[,;&]|$))?"
    r"(?:\s*,\s*\w+\s*(?=$|\s-))?",
    re.I,
)
_PARTS = re.compile(r"\s*(;|,(?:\s*(?:and|&)\s)?|\s(?:and|with|und|et)\s|&|\s/\s|\|)\s*", re.I)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|mba|mph|mp|dds|rn|rdn?|ms)\.?", re.I)
_NOT_A_NAME = re.compile(
    r"\d{3}|\d:\d|\bago\b|\bmin(?:ute)?s? read\b|^(?:updated|published|posted|follow|share|of)\b|"
    r"^www\.|[.!?]\s+\w+\s+\w+\s+\w+\s+\w+|[<>{}\\=]",
    re.I,
)
_LONGEST_NAME = 8
"""Words in a name, bodies such as `Bureau of Labor Statistics press office` included."""
_LONGEST_BYLINE = 1000
"""Letters in a byline; what is longer is a text that stands in the wrong field."""


def read_byline(text: str) -> tuple[str, ...]:
    """
    Read the names in a byline, each once, in their order and spelling.

    A comma before `Jr.` belongs to the name; a role after a comma (`Asia correspondent`) is cut.
    `Doe, Jane` stays one name, uninverted: it may as well be two one-word names.

    Args:
        text: A byline alone, such as a page's author field; not a sentence.

    Returns:
        The names; empty where the text names nobody.

    >>> read_byline("By Ana Ruiz,  Bo Lind  and  Sam Poe, Jr. - Analysis")
    ('Ana Ruiz', 'Bo Lind', 'Sam Poe, Jr.')
    >>> read_byline("Ana Ruiz , European Auto Correspondent"), read_byline("None")
    (('Ana Ruiz',), ())
    """
    if len(text) > _LONGEST_BYLINE:
        return ()
    line = " ".join(_ADDRESS.sub(" ", text).split())
    if line.casefold() in _NOBODY:
        return ()
    opening = _PREFIX.match(line)
    line = _ROLE.sub("", line[opening.end() :] if opening else line)
    names: dict[str, str] = {}
    for name in _joined(_PARTS.split(line)):
        name = _cut(name)
        if _is_name(name):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _joined(pieces: list[str]) -> list[str]:
    """Put back together what a comma parts but a name keeps."""
    names, marks = pieces[:1], [""]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark == "," and _SUFFIX.fullmatch(_cut(piece)):
            names[-1] = f"{names[-1]}, {piece}"
        else:
            names.append(piece)
            marks.append(mark)
    inverted = len(names) == 2 and marks[1] == "," and all(_is_word(name) for name in names)
    return [", ".join(names)] if inverted else names


def _is_word(name: str) -> bool:
    # An agency in capitals (AP, AFP) stands beside a name, it is no part of one.
    return len(name.split()) == 1 and not name.isupper()


def _cut(name: str) -> str:
    name = _AFTER_NAME.sub("", name.strip())
    return name.strip(" \t\"“”'‘’*_:,;-–—|/")


def _is_name(name: str) -> bool:
    return (
        any(letter.isalpha() for letter in name)
        and len(name) >= 2
        and name.casefold() not in _NOBODY
        and len(name.split()) <= _LONGEST_NAME
        and not _NOT_A_NAME.search(name)
    )
