"""
The lines that may divide a text: separators, headings, and the list of contents before them.

Here they are only found. Whether they divide texts, or sections of one text, is for split to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Span = tuple[int, int]

_LINE = re.compile(
    r"^[ \t]*(?P<sign>[-=*_~#+%@•·—–─━═§])(?:(?P=sign){2,}|(?:[ \t]+(?P=sign)){2,})[ \t]*\r?$"
    r"|^[ \t]*(?P<word><\|?(?:endoftext|end_of_text|eot|sep)\|?>)[ \t]*\r?$"
    r"|(?P<feed>\f)"
    r"|^[ ]{0,3}(?P<hashes>\#{1,6})[ \t]+(?P<title>\S.*)$"
    r"|^(?P<equals>={1,6})[ \t]*(?P<wiki>[^=\s][^\n]{0,200}?)(?P=equals)[ \t]*\r?$",
    re.MULTILINE,
)
_LONG = 10
"""Signs from which a separator is of another kind than the short one of the same sign."""

_LONGEST_UNDERLINED = 100
_ENTRY = re.compile(
    r"[ \t]*(?:[-*+•][ \t]+(?:\d+(?:\.\d+)*[.)]?[ \t]+)?|\d+(?:\.\d+)*[.)]?[ \t]+)(\S.*)"
)
_LINK = re.compile(r"\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_CONTENTS_BEFORE = 20_000
_FEWEST_ENTRIES = 3
_CUT_SHORT = 20
"""Letters from which a title that begins like an entry, or the reverse, is the same one."""


class Separator(NamedTuple):
    """A line that holds nothing but signs, or a form feed. Like ones have the same `kind`."""

    start: int
    end: int
    kind: str

    @property
    def is_rare(self) -> bool:
        """Whether editors would hardly set it inside an article: ten signs or more, or a word."""
        return len(self.kind) == 2 or self.kind.startswith("<")


class Heading(NamedTuple):
    """A heading of Markdown, of a wiki, or underlined."""

    start: int
    end: int
    level: int
    title: str


def find_layout(text: str, masked: Iterable[Span]) -> tuple[list[Separator], list[Heading]]:
    """
    Find separator lines and headings outside of masked spans (code, front matter).

    >>> separators, headings = find_layout("# Ice\\nText.\\n\\n-----\\n\\nTax\\n---\\nText.", [])
    >>> [s.kind for s in separators], [(h.level, h.title) for h in headings]
    (['-'], [(1, 'Ice'), (2, 'Tax')])
    """
    separators: list[Separator] = []
    headings: list[Heading] = []
    spans = iter(sorted(masked))
    mask = next(spans, None)
    for line in _LINE.finditer(text):
        while mask is not None and mask[1] <= line.start():
            mask = next(spans, None)
        if mask is not None and mask[0] <= line.start():
            continue
        if line["title"] is not None:
            title = line["title"].strip().rstrip("#").rstrip()
            headings.append(Heading(line.start(), line.end(), len(line["hashes"]), title))
        elif line["wiki"] is not None:
            headings.append(
                Heading(line.start(), line.end(), len(line["equals"]), line["wiki"].strip())
            )
        elif line["sign"] in ("=", "-") and (above := _underlined(text, line.start())):
            if separators and separators[-1].end == above[0] - 1:  # a line above the title, too
                above = (separators.pop().start, above[1])
            level = 1 if line["sign"] == "=" else 2
            headings.append(
                Heading(above[0], line.end(), level, text[slice(*above)].strip("=- \t\r\n"))
            )
        else:
            separators.append(Separator(line.start(), line.end(), _kind(line)))
    return separators, headings


def _kind(line: re.Match[str]) -> str:
    if line["word"] or line["feed"]:
        return line["word"] or "form feed"
    return line["sign"] * (2 if line[0].count(line["sign"]) >= _LONG else 1)


def _underlined(text: str, start: int) -> Span | None:
    """Give the title line that a line of signs underlines, if it stands like one."""
    begin = text.rfind("\n", max(0, start - _LONGEST_UNDERLINED), max(0, start - 1)) + 1
    if begin == 0 and start > _LONGEST_UNDERLINED:
        return None
    line = text[begin : max(0, start - 1)].strip()
    if not line or line[-1] in ".!?:;,”\"'" or not any(letter.isalnum() for letter in line):
        return None
    above = (
        text[max(0, begin - _LONGEST_UNDERLINED) : max(0, begin - 1)].rpartition("\n")[2].strip()
    )
    if above and above.strip("=-"):
        return None
    return begin, start - 1


def contents_of(text: str, start: int, end: int) -> list[str]:
    """List the entries of the first list in a span's opening, if it has three or more."""
    entries: list[str] = []
    for line in text[start : min(end, start + _CONTENTS_BEFORE)].splitlines():
        entry = _ENTRY.match(line)
        if entry:
            entries.append(_letters(entry[1]))
        elif line.strip():
            if len(entries) >= _FEWEST_ENTRIES:
                break
            entries = []
    return entries if len(entries) >= _FEWEST_ENTRIES else []


def listed(headings: Sequence[Heading], entries: Sequence[str]) -> list[Heading]:
    """
    Give the headings that a list of contents names, if it names the most of its entries.

    Headings and entries may be cut short.
    """
    whole = set(entries)
    short = {entry[:_CUT_SHORT] for entry in entries if len(entry) >= _CUT_SHORT}
    found = []
    for heading in headings:
        letters = _letters(heading.title)
        if letters in whole or (len(letters) >= _CUT_SHORT and letters[:_CUT_SHORT] in short):
            found.append(heading)
    enough = len(found) >= _FEWEST_ENTRIES and len(found) * 2 >= len(whole)
    return found if enough else []


def _letters(title: str) -> str:
    title = _LINK.sub(r"\1", title)
    return "".join(letter for letter in title.casefold() if letter.isalnum())
