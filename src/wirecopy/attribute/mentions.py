"""
Stage 6, attribute: text -> the names in it, and what each may stand for.

A name is a run of capitalized words, cut where its words show a title, an office or an adjective
(see `sorts.py`). Scripts without capitals have no names here. One pass over the text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass

from wirecopy.attribute.lexicon import fold, singular, words_of
from wirecopy.attribute.sorts import Sort, is_common, read_words


@dataclass(slots=True)
class Mention:
    """A name where it stands in the text."""

    start: int
    end: int
    keys: tuple[str, ...]
    """Its words, folded."""
    sort: Sort
    lead_start: int
    """Where capitalized words begin that were cut off in front: `Sen.`, `UN High Commissioner`."""
    titled: bool = False
    """A title, or an office, stands right before it."""
    first: bool = False
    """It may be capitalized only because a sentence begins with it."""


def _uppers() -> str:
    """Give all capital letters as ranges of a character class."""
    points = [n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in ("Lu", "Lt")]
    ranges: list[list[int]] = []
    for n in points:
        if ranges and n == ranges[-1][1] + 1:
            ranges[-1][1] = n
        else:
            ranges.append([n, n])
    return "".join(f"{chr(a)}-{chr(b)}" if a < b else chr(a) for a, b in ranges)


_UP = f"[{_uppers()}]"
_BLANK = "[ \t\u00a0]"
_TITLES = (
    "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Maj|Capt|Sgt|Adm|Cmdr|Prof|Rev|Hon|Fr|St|Jr|Sr|Sens|"
    "Reps|Govs|Det|Insp|Cpl|Amb|Atty"
)
_SHORT = rf"(?:{_TITLES}|{_TITLES.upper()})\."
_WORD = (
    rf"(?:{_SHORT}|(?:{_UP}\.)+(?:{_UP}(?![\w’'-]))?|"
    rf"(?:(?:al|el|an|as|ar|at|ad|ash|ul|bin)[-‐‑])?{_UP}\w*"
    rf"(?:(?:['’](?![sS]\b)|[-‐‑&])\w+)*)"
)
_PARTICLE = (
    r"(?:de|da|do|dos|das|del|della|di|du|des|van|von|der|den|ten|ter|bin|ibn|bint|al|el|ben|abu|"
    r"la|le|zu|af|av|y|e)"
)
_NICKNAME = rf"[“\"'(]{_UP}\w+[”\"')]"
NAME = re.compile(
    rf"(?<![\w@#]){_WORD}(?:{_BLANK}(?:{_PARTICLE}{_BLANK}){{0,3}}(?:{_NICKNAME}[ ])?{_WORD}"
    rf"|,?[ ](?:Jr|Sr)\b\.?){{0,11}}"
)
TOKEN = re.compile(r"[^\s“”\"()]+")
_OF = re.compile(rf"[ ](?:of|for|on|in)(?:[ ]the)?[ ](?={_UP})")
_AND = re.compile(rf"[ ](?:and|&)[ ](?:the[ ])?(?={_UP})|,[ ](?={_UP}\w+,? (?:and|&) {_UP})")
_BEFORE = re.compile(r"([^\W\d_][\w’'.-]*)[ \t\u00a0]\Z")
_OFFICE_OF = re.compile(r"\b([a-z]+) of \Z")
_BODY_AFTER = re.compile(
    r"[ ](?:campaign|administration|camp|team)\b(?![ ](?:manager|chair|spokes))"
)
_SEAT = re.compile(r"[rdi]-")
_BEGINS = frozenset('.!?:;\n“”"‘([*—–-•|')


def find_mentions(text: str) -> list[Mention]:
    """
    Find the names in a text, in their order.

    >>> text = "Sen. Ana Ruiz met Wang Yi of the Health Ministry in Oslo."
    >>> [(text[m.start : m.end], str(m.sort)) for m in find_mentions(text)][:3]
    [('Ana Ruiz', 'person'), ('Wang Yi', 'person'), ('Health Ministry', 'body')]
    """
    mentions: list[Mention] = []
    office_end = joined = -1
    for match in NAME.finditer(text):
        start, end = match.span()
        if start < joined:
            continue
        lead = _office_before(text, match, office_end, mentions)
        mention = read_run(text, start, end, lead >= 0)
        if mention is None:
            office_end = -1
            continue
        if lead >= 0 and mention.sort is Sort.PERSON:
            mention.lead_start = lead
            if mentions and not text[mentions[-1].end : lead].strip():
                mention.lead_start = mentions.pop().lead_start
        one = mention.sort is Sort.ROLE and singular(mention.keys[-1]) == mention.keys[-1]
        office_end = mention.end if one else -1
        if mention.sort in (Sort.BODY, Sort.UNKNOWN, Sort.PERSON):
            joined = _extend(text, mention)
        mentions.append(mention)
    return mentions


def _office_before(text: str, run: re.Match[str], office_end: int, mentions: list[Mention]) -> int:
    """Give a place in the office that goes on in a run, as in "Secretary of State Roe"; else -1."""
    start = run.start()
    if 0 <= office_end < start <= office_end + 9:
        of = _OF.match(text, office_end)
        return office_end if of is not None and of.end() == start else -1
    small = _OFFICE_OF.search(text, max(0, start - 30), start)
    if small is None or small.group(1) not in words_of("role"):
        return -1
    if mentions and text[mentions[-1].end : small.start()].strip() == ",":
        return -1  # "Ana Ruiz, chairman of Eastern Steel"
    words = fold(run.group()).split()
    return small.start() if is_common(words[0]) and not is_common(words[-1]) else -1


def read_run(text: str, start: int, end: int, office: bool = False) -> Mention | None:
    """Read one run of capitalized words, or None where it names nothing."""
    tokens = [(t.start(), t.end()) for t in TOKEN.finditer(text, start, end)]
    if not tokens:
        return None
    keys = [fold(text[a:b]).strip("'‘’,") for a, b in tokens]
    first = start == 0 or _begins(text, start)
    shouted = text[slice(*tokens[-1])].isupper()
    read = read_words(keys, shouted, first, office)
    if read is None or all(len(key) == 1 for key in keys[read.start : read.end]):
        return None
    if (
        _SEAT.match(keys[read.start])
        and text[tokens[read.start][0] - 1 : tokens[read.start][0]] == "("
    ):
        return None
    sort, titled = read.sort, read.titled
    begin = tokens[read.start][0]
    if not titled and sort in (Sort.PERSON, Sort.UNKNOWN):
        before = _BEFORE.search(text, max(0, begin - 30), begin)
        titled = before is not None and fold(before.group(1)) in words_of("role")
        if titled and sort is Sort.UNKNOWN:
            sort = Sort.PERSON
    return Mention(
        begin,
        tokens[read.end - 1][1],
        tuple(keys[read.start : read.end]),
        sort,
        tokens[read.lead][0],
        titled,
        first and read.lead == 0,
    )


def _begins(text: str, start: int) -> bool:
    """Say whether a sentence may begin here."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    return at < 0 or text[at] in _BEGINS


def _extend(text: str, mention: Mention) -> int:
    """
    Let a body's name go on: `Ministry of Foreign Affairs`, `Clinton campaign`.

    Returns where it ends.
    """
    end = mention.end
    if mention.keys[-1] in words_of("open") and mention.sort is not Sort.PERSON:
        for _ in range(3):
            of = _OF.match(text, end)
            more = NAME.match(text, of.end()) if of and text[end + 1 : end + 3] != "in" else None
            if more is None or fold(more.group()) in words_of("never"):
                break
            end = more.end()
            also = _AND.match(text, end)
            more = NAME.match(text, also.end()) if also else None
            if also and more and more.end() - also.end() <= 40:
                end = more.end()
    elif not mention.titled and (after := _BODY_AFTER.match(text, end)):
        end = after.end()
    if end > mention.end:
        mention.end = end
        mention.keys = tuple(fold(word) for word in text[mention.start : end].split())
        mention.sort = Sort.BODY
    return end
