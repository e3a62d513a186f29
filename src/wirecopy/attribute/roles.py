"""
Stage 6, attribute: the words around a name -> the office or trade of the person.

"Republican presidential nominee Donald Trump" and "Adam Schiff, the top Democrat on the panel"
give what "the nominee" and "the congressman" mean later on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wirecopy.attribute.lexicon import fold, singular, words_of

_WORD = re.compile(r"[^\W_][\w.'’-]*")
_BOUNDARY = re.compile(
    r"\s-\s|[,;:!?\"“”()\[\]\n–—]"
    r"|\.(?=\s+[^\W_a-z])(?<![A-Z]\.)(?<!Sen\.)(?<!Rep\.)(?<!Gov\.)(?<!Gen\.)(?<!Lt\.)"
)
_AFTER = re.compile(
    r",\s+(?:\d{1,3},\s+)?((?:(?:the|a|an|who is|now)\s+)*)([^,;:()“”\"\n]{3,90}?)"
    r"(?=[,;]|\.\s|\.\Z|\n|$)"
)
_STOPS = frozenset(
    "a an the his her its their our my and but or with by from to in on at of for that when as who "
    "was were is are be been said says told asked called while after before if than like including "
    "whether where which one some both this these those not about against between under over into "
    "has had have will would could he she they we it i you him her them us".split()
)
_ADJECTIVE = re.compile(
    r".+(?:al|ive|ic|ary|ior|an|ish|ese|ed|ian|based|time|ing|est|born|er)\Z|.*-.*"
)
_IN_SHORT = {
    "sen": ("senator",),
    "gov": ("governor",),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "gen": ("general",),
    "prof": ("professor",),
    "dr": ("doctor", "physician"),
    "nominee": ("candidate",),
    "candidate": ("nominee",),
    "president": ("commander-in-chief",),
    "attorney": ("lawyer",),
    "lawyer": ("attorney",),
    "minister": ("premier",),
    "chancellor": ("leader",),
}
_PARTIES = {"gop": "republican", "democrat": "democratic", "republicans": "republican"}
_LONGEST = 7
"""Words of an office."""


class Office(NamedTuple):
    """What someone is by office or trade."""

    words: str
    """As the text has it."""
    heads: frozenset[str]
    """The nouns that it can be called by."""
    keys: frozenset[str]
    """All its words, folded; parties under one name."""


def find_office(text: str, start: int, end: int) -> Office | None:
    """
    Find the office of a person in the words right before the name, or else right behind it.

    >>> text = "He met longtime pollster Pat Caddell, the author of a book."
    >>> find_office(text, 25, 36).words
    'longtime pollster'
    """
    before = _before(text, start)
    if before is not None:
        return before
    after = _AFTER.match(text, end)
    if after is None:
        return None
    words = re.split(r"\s(?:who|whose|which)\b", after.group(2))[0].strip()
    first = re.split(r"\s(?:of|for|at|in|on|to|with|from|and|who)\s", words)[0].split()
    if not first or len(first) > _LONGEST or not _is_role(fold(first[-1])):
        return None
    return _office(words, fold(first[-1]))


def keys_of(words: list[str]) -> frozenset[str]:
    """Give folded words with parties under one name."""
    return frozenset(_PARTIES.get(word, word) for word in words)


def _before(text: str, start: int) -> Office | None:
    near = text[max(0, start - 80) : start]
    cut = 0
    for boundary in _BOUNDARY.finditer(near):
        cut = boundary.end()
    words = [m for m in _WORD.finditer(near, cut)]
    if not words or near[words[-1].end() :].strip():
        return None
    head = fold(words[-1].group())
    if not _is_role(head):
        # "UN High Commissioner for Human Rights Michelle Bachelet"
        capitals = [w for w in words[-6:] if w.group()[0].isupper() and _is_one(fold(w.group()))]
        if not capitals or not any(w.group() in ("of", "for") for w in words[-5:]):
            return None
        head = fold(capitals[-1].group())
        begin = words.index(capitals[-1])
    else:
        begin = len(words) - 1
    while begin > 0 and len(words) - begin < _LONGEST + 2:
        word = words[begin - 1].group()
        if word.lower() in _STOPS or word.endswith(("'s", "’s", "ly")):
            break
        if word.islower() and not (
            word in words_of("role")
            or word in words_of("common")
            or word in words_of("body")
            or _ADJECTIVE.match(word)
        ):
            break
        begin -= 1
    return _office(near[words[begin].start() : words[-1].end()], head)


def _is_role(key: str) -> bool:
    return (
        key in words_of("role") or key in words_of("title") or singular(key) in words_of("role")
    ) and key not in words_of("courtesy") | {"senior", "vice", "lead", "deputy"}


def _is_one(key: str) -> bool:
    """Say whether a word is the role of one: not "Residents of Velm"."""
    return _is_role(key) and singular(key) == key


def _office(words: str, head: str) -> Office:
    words = re.sub(r"\s+", " ", words).strip(" ,")
    found = [fold(word) for word in _WORD.findall(words)]
    heads = {head, singular(head), *_IN_SHORT.get(head, ())}
    for key in found:
        if key in _IN_SHORT or key in words_of("role"):
            heads |= {key, *_IN_SHORT.get(key, ())}
    return Office(words, frozenset(heads), keys_of(found))
