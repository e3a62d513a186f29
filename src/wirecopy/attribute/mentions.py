"""
Stage 6, attribute: text -> the names in it, and what each may stand for.

A name is a run of capitalized words, cut where its words show a title, an office or an adjective:
"Chinese Foreign Minister Wang Yi" is a person with a role, "Foreign Ministry" a body. Scripts
without capitals have no names here. One pass over the text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from wirecopy.attribute.lexicon import countries, fold, words_of


class Sort(StrEnum):
    """What a name may stand for."""

    PERSON = "person"
    BODY = "body"
    COUNTRY = "country"
    PLACE = "place"
    THING = "thing"
    ROLE = "role"
    """An office without a name: "the President"."""
    UNKNOWN = "unknown"


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
_ABBREVIATIONS = (
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Maj|Capt|Sgt|Adm|Cmdr|Prof|Rev|Hon|Fr|St|Jr|Sr|Sens|"
    r"Reps|Govs|Det|Insp|Cpl|Amb|Atty)\."
)
_WORD = (
    rf"(?:{_ABBREVIATIONS}|(?:{_UP}\.)+(?:{_UP}(?![\w’'-]))?|"
    rf"(?:(?:al|el|an|as|ar|at|ad|ash|ul|bin)[-‐‑])?{_UP}\w*"
    rf"(?:(?:['’](?![sS]\b)|[-‐‑&])\w+)*)"
)
_PARTICLE = (
    r"(?:de|da|do|dos|das|del|della|di|du|des|van|von|der|den|ten|ter|bin|ibn|bint|al|el|ben|abu|"
    r"la|le|zu|af|av|y|e)"
)
_NAME = re.compile(
    rf"(?<![\w@#]){_WORD}(?:[ \t\u00a0](?:{_PARTICLE}[ \t\u00a0]){{0,3}}(?:[“\"'(]{_UP}\w+[”\"')][ ])?{_WORD}|,?[ ](?:Jr|Sr)\b\.?){{0,11}}"
)
_TOKEN = re.compile(r"[^\s“”\"()]+")
_OF = re.compile(rf"[ ](?:of|for|on|in)(?:[ ]the)?[ ](?={_UP})")
_AND = re.compile(rf"[ ](?:and|&)[ ](?:the[ ])?(?={_UP})|,[ ](?={_UP}\w+,? (?:and|&) {_UP})")
_BEFORE = re.compile(r"([^\W\d_][\w’'.-]*)[ \t\u00a0]\Z")
_BEGINS = frozenset('.!?:;\n“”"‘([*—–-•|')
_CONTRACTED = re.compile(r"['’](?:ll|ve|re|d|m|s)\Z|n['’]t\Z")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONGEST = 60
"""Code points in a word of a name."""


def find_mentions(text: str) -> list[Mention]:
    """
    Find the names in a text, in their order.

    >>> [text, found] = ["Sen. Ana Ruiz met Wang Yi of the Health Ministry in Oslo.", []]
    >>> [(text[m.start : m.end], str(m.sort)) for m in find_mentions(text)]
    [('Ana Ruiz', 'person'), ('Wang Yi', 'person'), ('Health Ministry', 'body'), ('Oslo', 'country')]
    """
    mentions: list[Mention] = []
    office_end = -1
    joined = -1
    for match in _NAME.finditer(text):
        start, end = match.span()
        if start < joined:
            continue
        tokens = [(t.start(), t.end(), fold(t.group())) for t in _TOKEN.finditer(text, start, end)]
        first = start == 0 or text[start - 1] in _BEGINS or _begins(text, start)
        # "Secretary of State John Kerry": the office goes on behind "of".
        office = 0 <= office_end < start and start - office_end <= 9
        if office:
            of = _OF.match(text, office_end)
            office = of is not None and of.end() == start
        mention = _read(text, tokens, first, office)
        if mention is None:
            office_end = -1
            continue
        if office and mentions and mentions[-1].sort is Sort.ROLE:
            lead = mentions[-1].lead_start
            if mention.sort is Sort.PERSON:
                mentions.pop()
                mention.lead_start = lead
        office_end = mention.end if mention.sort is Sort.ROLE else -1
        if mention.keys[-1] in _OPEN and mention.sort in (Sort.BODY, Sort.UNKNOWN):
            mention.end = joined = _join(text, mention.end)
            mention.keys = tuple(fold(w) for w in text[mention.start : mention.end].split())
            if len(mention.keys) > 1:
                mention.sort = Sort.BODY
        mentions.append(mention)
    return mentions


def _begins(text: str, start: int) -> bool:
    """Say whether a sentence may begin here."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    return at < 0 or text[at] in _BEGINS


def _read(
    text: str, tokens: list[tuple[int, int, str]], first: bool, office: bool
) -> Mention | None:
    roles, bodies = words_of("role"), words_of("body")
    while tokens and _is_never(tokens[0][2], inside=not first and len(tokens) > 1):
        tokens = tokens[1:]
        first = False if tokens else first
    for n, (_, _, key) in enumerate(tokens):
        if n and _is_never(key, inside=True):
            tokens = tokens[:n]
            break
    if not tokens or any(len(key) > _LONGEST for _, _, key in tokens):
        return None
    lead_start = tokens[0][0]
    titles = words_of("courtesy") | words_of("title")
    cut = 0
    for n, (_, _, key) in enumerate(tokens):
        if key in titles or (key in roles and not (n == 0 and len(tokens) == 2 and key in _DOUBLE)):
            cut = n + 1
    titled = cut > 0
    if cut == len(tokens):
        keys = tuple(key for _, _, key in tokens)
        if len(tokens) == 1 and first and not titled:
            return None
        return Mention(tokens[0][0], tokens[-1][1], keys, Sort.ROLE, lead_start)
    tokens = tokens[cut:]
    if not titled:
        before = _BEFORE.search(text, max(0, tokens[0][0] - 30), tokens[0][0])
        word = fold(before.group(1)) if before else ""
        titled = word in roles or word in titles
    keys = tuple(key for _, _, key in tokens)
    sort = _sort(text, tokens, keys)
    if sort is Sort.PERSON or (sort is Sort.UNKNOWN and (titled or office)):
        kept = _strip(keys, office)
        if kept:
            titled = titled or office
            tokens, keys = tokens[kept:], keys[kept:]
    if sort is Sort.UNKNOWN and titled:
        sort = Sort.PERSON
    if office and all(key in words_of("common") or key in bodies for key in keys):
        sort = Sort.THING
    return Mention(tokens[0][0], tokens[-1][1], keys, sort, lead_start, titled, first)


def _is_never(key: str, inside: bool) -> bool:
    """Say whether a capitalized word is no part of any name."""
    if key in words_of("either"):
        return not inside
    return key in words_of("never") or bool(_CONTRACTED.search(key))


_DOUBLE = frozenset(
    (
        "king",
        "prince",
        "bishop",
        "judge",
        "baron",
        "duke",
        "major",
        "chase",
        "general",
        "pope",
        "abbot",
        "dean",
        "coach",
        "count",
        "chief",
        "cardinal",
        "monk",
        "archbishop",
        "marshal",
    )
)
"""Offices that are given names or family names as well."""


def _sort(text: str, tokens: list[tuple[int, int, str]], keys: tuple[str, ...]) -> Sort:
    name = " ".join(keys)
    last = keys[-1]
    country = countries().get(name)
    if country is not None and not country.adjective:
        return Sort.COUNTRY
    if last in words_of("body") and (len(keys) > 1 or last in _ALONE):
        return Sort.BODY
    if last in words_of("thing") and len(keys) > 1:
        return Sort.THING
    if country is not None:
        return Sort.THING
    if len(keys) == 1:
        word = text[tokens[0][0] : tokens[0][1]]
        if last in words_of("place"):
            return Sort.PLACE
        if last in words_of("common") or last in words_of("many"):
            return Sort.THING
        if word.isupper() and 2 <= len(last.replace(".", "")) <= 6:
            return Sort.BODY
        return Sort.UNKNOWN
    if keys[0] in _PLACES or all(key in words_of("place") for key in keys):
        return Sort.PLACE
    if all(key in words_of("common") or key in words_of("many") for key in keys):
        return Sort.THING
    return Sort.PERSON


_ALONE = frozenset(
    "congress parliament senate pentagon kremlin treasury reuters xinhua politico breitbart bloomberg twitter facebook google microsoft apple amazon youtube netflix wikileaks nato opec unicef interpol europol vatican hezbollah hamas taliban amnesty knesset bundestag".split()
)
_PLACES = frozenset(
    "new los las san santa santo saint st port fort lake mount mt north south east west cape rio puerto el sri hong".split()
)


def _strip(keys: tuple[str, ...], office: bool) -> int:
    """Count the words in front that are no part of a person's name, if two are left."""
    common, bodies, places = words_of("common"), words_of("body"), words_of("place")
    n = 0
    while n < len(keys) - (1 if office else 2):
        key = keys[n]
        known = countries().get(key)
        if not (key in common or key in bodies or key in places or known or key.isdigit()):
            pair = " ".join(keys[n : n + 2])
            if countries().get(pair) and n + 2 <= len(keys) - 1:
                n += 2
                continue
            break
        n += 1
    return n


_OPEN = frozenset(
    "ministry office department bank university bureau institute center centre commission committee council house court board association federation union league school college academy society agency organization organisation court campaign museum church service daughters sons".split()
)


def _join(text: str, end: int) -> int:
    """Give where a body's name ends that goes on with "of": `Ministry of Foreign Affairs`."""
    for _ in range(3):
        of = _OF.match(text, end)
        if not of or text[of.start() + 1 : of.start() + 3] == "in":
            break
        more = _NAME.match(text, of.end())
        if not more:
            break
        end = more.end()
        also = _AND.match(text, end)
        while also:
            more = _NAME.match(text, also.end())
            if not more or more.end() - also.end() > 40:
                break
            end = more.end()
            also = _AND.match(text, end)
            break
    return end
