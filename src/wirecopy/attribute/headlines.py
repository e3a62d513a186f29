"""
Stage 6, attribute: names in title case, in capitals and in quotations -> the names that they are.

Where every word is capitalized, capitals tell nothing: such a run counts as the names that stand
in it and in the plain text as well ("Chris Christie Calls Hillary Clinton" has two). The same for
a word that only begins its sentence, or a body right before a person ("Washington Post Trump").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from enum import IntEnum

from wirecopy.attribute.layout import Layout
from wirecopy.attribute.lexicon import fold, given_names, words_of
from wirecopy.attribute.mentions import TOKEN, Mention, read_run
from wirecopy.attribute.sorts import Sort, is_common

_WORD = re.compile(r"[^\W\d_]{4,}")
_LOW = re.compile(r"(?<![\w'’])[a-zß-öø-ÿ]{3,}")
_TITLE_CASE = 0.75
"""Share of the longer words that are capitalized in a line that is a heading."""


class Doubt(IntEnum):
    """Whether the capitals of a run mean that it is a name."""

    NONE = 0
    QUOTED = 1
    """Inside a quotation, where epithets have capitals too."""
    HEADING = 2
    """In a line where all words have, or that is all capitals."""


class Known:
    """The names that plain text has."""

    def __init__(self, mentions: list[Mention], doubtful: list[Doubt]) -> None:
        """Collect the names that are not in doubt."""
        self.full: dict[tuple[str, ...], Sort] = {}
        self.short: dict[str, Sort] = {}
        self.alone: set[str] = set()
        """Names of one word that stand by themselves in mid-sentence."""
        self.inside: set[tuple[str, ...]] = set()
        """Names of more words that do not only begin sentences."""
        for mention, doubt in zip(mentions, doubtful, strict=True):
            if doubt or mention.sort in (Sort.ROLE, Sort.THING):
                continue
            if len(mention.keys) == 1:
                if not mention.first:
                    self.short.setdefault(mention.keys[0], mention.sort)
                    self.alone.add(mention.keys[0])
                continue
            self.full.setdefault(mention.keys, mention.sort)
            if not mention.first:
                self.inside.add(mention.keys)
            if mention.sort is Sort.PERSON:
                self.short.setdefault(mention.keys[-1], Sort.UNKNOWN)
        self.surnames = Counter(keys[-1] for keys, sort in self.full.items() if sort is Sort.PERSON)

    def is_surname(self, keys: tuple[str, ...]) -> bool:
        """Say whether the last word of a name ends the full name of someone else."""
        return self.surnames[keys[-1]] > (self.full.get(keys) is Sort.PERSON)

    def is_first(self, mention: Mention, doubt: Doubt) -> bool:
        """Say whether a quotation has the full name that plain text has only the last word of."""
        last = mention.keys[-1]
        plain = doubt is Doubt.QUOTED and mention.sort is Sort.PERSON and not mention.first
        short = last in self.alone and not self.surnames[last] and last not in given_names()
        return plain and short and len(mention.keys) == 2

    def sort_of(self, keys: tuple[str, ...]) -> Sort | None:
        """Give what a name stands for, or None for an unknown one."""
        return self.short.get(keys[0]) if len(keys) == 1 else self.full.get(keys)


def find_doubtful(text: str, mentions: list[Mention], layout: Layout) -> list[Doubt]:
    """Say of each mention whether its capitals may mean nothing."""
    doubtful: list[Doubt] = []
    seen: dict[int, bool] = {}
    loud = text[:4000].upper() == text[:4000]
    for mention in mentions:
        long = len(mention.keys) > 1 or mention.lead_start < mention.start
        sentence = layout.sentence(mention.start)
        if sentence not in seen:
            line = layout.is_line(sentence, len(text))
            seen[sentence] = line and _is_heading(text, *layout.span(sentence, len(text)))
        if seen[sentence] or (long and not loud and text[mention.start : mention.end].isupper()):
            doubtful.append(Doubt.HEADING)
        else:
            quoted = layout.quotation(mention.start) >= 0
            doubtful.append(Doubt.QUOTED if quoted else Doubt.NONE)
    return doubtful


def _is_heading(text: str, start: int, end: int) -> bool:
    if end - start > 300:
        return False
    words = _WORD.findall(text, start, end)
    high = sum(not word[0].islower() for word in words)
    return len(words) >= 4 and high >= _TITLE_CASE * len(words)


def settle(
    text: str, mentions: list[Mention], doubtful: list[Doubt], low: Callable[[], frozenset[str]]
) -> tuple[list[Mention], list[Doubt]]:
    """
    Cut doubtful runs into the names that the plain text knows, and trim others.

    Args:
        text: The text.
        mentions: Its names.
        doubtful: For each whether its capitals may mean nothing.
        low: Gives the words that the text has in small letters.

    Returns:
        The mentions, and for each whether it is still in doubt: it names no one of its own.
    """
    known = Known(mentions, doubtful)
    settled: list[Mention] = []
    doubts: list[Doubt] = []
    for mention, doubt in zip(mentions, doubtful, strict=True):
        if doubt and len(mention.keys) + (mention.lead_start < mention.start) > 1:
            pieces = [] if known.is_first(mention, doubt) else _cut(text, mention, known)
            settled += pieces or [mention]
            doubts += [Doubt.NONE] * len(pieces) if pieces else [doubt]
        else:
            settled.append(_trim(text, mention, known, low))
            doubts.append(doubt)
    return settled, doubts


def low_words(text: str) -> frozenset[str]:
    """Give the words that a text has in small letters."""
    return frozenset(_LOW.findall(text))


def _cut(text: str, mention: Mention, known: Known) -> list[Mention]:
    """Give the known names in a run, the longest first at each word."""
    tokens = [m.span() for m in TOKEN.finditer(text, mention.lead_start, mention.end)]
    keys = [fold(text[a:b]).strip("'‘’,") for a, b in tokens]
    pieces: list[Mention] = []
    at = 0
    while at < len(keys):
        for length in range(min(8, len(keys) - at), 0, -1):
            name = tuple(keys[at : at + length])
            sort = known.sort_of(name)
            if sort is None and length == 2 and name[0] in given_names() and name[1] in known.short:
                sort = Sort.PERSON
            if sort is not None:
                titled = at > 0 and keys[at - 1] in words_of("role")
                pieces.append(
                    Mention(
                        tokens[at][0],
                        tokens[at + length - 1][1],
                        name,
                        sort,
                        tokens[at][0],
                        titled,
                        mention.first and at == 0,
                    )
                )
                at += length
                break
        else:
            at += 1
    return pieces


def _trim(text: str, mention: Mention, known: Known, low: Callable[[], frozenset[str]]) -> Mention:
    """Cut a first word that is none of the name off, or a body that stands before a person."""
    if len(mention.keys) < 2 or mention.sort is not Sort.PERSON or mention.keys in known.inside:
        return mention
    cut = _find_office(mention)
    if cut:
        return _without(text, mention, cut)
    for n in range(1, len(mention.keys)):
        rest = mention.keys[n:]
        if rest not in known.full and not (len(rest) == 1 and rest[0] in known.alone):
            continue
        word = mention.keys[n - 1]
        plain = n == 1 and mention.first and word not in given_names()
        verbal = plain and len(word) > 4 and word.endswith(("ing", "ed", "ly"))
        lone = plain and rest[0] in known.alone and known.is_surname(mention.keys)
        body = n == 1 and mention.first and known.short.get(rest[0]) is Sort.BODY
        if verbal or lone or body or word in words_of("body") or (plain and word in low()):
            return _without(text, mention, n)
    return mention


def _find_office(mention: Mention) -> int:
    """Count the words of a trade before a given name: "Biologist Nick Bos"; 0 for none."""
    names, keys = given_names(), mention.keys
    if len(keys) < 3 or keys[0] in names:
        return 0
    if mention.first and keys[1] in names and keys[2] not in names:
        return 1
    for n in range(2, len(keys) - 1):
        lead = keys[:n]
        trade = any(is_common(key) or key.endswith(("er", "or", "ist")) for key in lead)
        if keys[n] in names and trade:
            return n
    return 0


def _without(text: str, mention: Mention, words: int) -> Mention:
    """Give a mention without its first words."""
    tokens = [m.span() for m in TOKEN.finditer(text, mention.start, mention.end)]
    if len(tokens) != len(mention.keys):
        return mention
    found = read_run(text, tokens[words][0], mention.end)
    if found is None or found.start != tokens[words][0]:
        return mention
    found.first = False
    return found
