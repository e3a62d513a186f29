"""
Stage 6, attribute: what kind of act a cue shows: say, deny, accuse, order, believe, intend, …

A lexicon (`acts.toml`), no judgement: "said" may well deny. Whoever wants only what was *said* can
leave out `UNSAID`, states of mind and stands that a writer ascribes.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MEANS = re.compile(
    r"\b(?:use[sd]?|using|took|takes?|taking|chose|chooses?|choosing)\b.+?\bto\s+(.+)", re.S
)
"""What somebody uses to say something, and what they do with it: "used her address to accuse"."""
_NOT = frozenset(("not", "never", "no", "without", "nor", "hardly"))
_NOBODY = re.compile(
    r"(?:[Nn]obody|[Nn]either|[Nn]o[ -]one|[Nn]one(?! other)"
    r"|[Nn]o(?= [a-z])(?! (?:fewer|less|more|one)\b))\b(?! other than)"
)
_NEGATED = {
    "say": "decline",
    "believe": "doubt",
    "agree": "oppose",
    "support": "oppose",
    "confirm": "decline",
    "promise": "decline",
    "intend": "decline",
    "predict": "predict",
    "report": "report",
}
"""What an act becomes after a "not"; the others are left undecided."""
_MARKS = frozenset('"“”„«»‘`')


def find_act(cue: str, source: str = "") -> str | None:
    """
    Name the act that a cue shows, or None where the lexicon has no word of it.

    Args:
        cue: The words of the cue.
        source: The words of the source: what nobody ("neither of them") said has a "not" before it.

    >>> find_act("accused"), find_act("has never said"), find_act("plans to")
    ('accuse', 'decline', 'intend')
    >>> find_act("confirmed", "No official"), find_act("denied", "Neither of them")
    ('decline', None)
    >>> find_act("was overheard") is None
    True
    """
    means = _MEANS.search(cue)
    if means and (act := find_act(means.group(1), source)):
        return act
    words = [word.lower().replace("’", "'") for word in _WORD.findall(cue)]
    plain = f" {' '.join(words)} "
    negated = _NOBODY.match(source) is not None
    for phrase, act in _phrases():
        if f" {phrase} " in plain:
            return _NEGATED.get(act) if negated else act
    for word in words:
        shown = _words().get(word.removesuffix("'s"))
        if shown is not None:
            return _NEGATED.get(shown) if negated else shown
        negated = negated or word in _NOT or word.endswith("n't")
    return None


def may_state(text: str) -> bool:
    """
    Say whether a text has a quotation mark or any word that can be a cue.

    A cheap gate: none of 924 annotated news articles is lost behind it, and hardly any page of
    prose; it spares pages of figures, names and links.

    >>> may_state("12:30 14:45 18:00"), may_state("The mayor hesitated.")
    (False, True)
    """
    known = _signs()
    return not _MARKS.isdisjoint(text) or any(
        match.group().lower() in known for match in _WORD.finditer(text)
    )


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        (files("wirecopy.attribute") / "acts.toml").read_text(encoding="utf-8")
    )
    return found


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, act) for act, all_ in _lexicon()["phrases"].items() for phrase in all_)


@cache
def _signs() -> frozenset[str]:
    """Give all cue words, and of each phrase its longest word."""
    return frozenset(_words()) | {max(phrase.split(), key=len) for phrase, _ in _phrases()}


@cache
def _words() -> dict[str, str]:
    """Give the act of each form; what stands first in the file counts."""
    acts: dict[str, str] = {}
    for act, entries in _lexicon()["words"].items():
        for entry in entries:
            for form in entry.split() if " " in entry else _forms(entry):
                acts.setdefault(form, act)
    return acts


def _forms(word: str) -> tuple[str, ...]:
    """
    Give a regular word's forms, with the last letter doubled and not: no harm in a lookup.

    >>> _forms("deny")
    ('deny', 'denies', 'denied', 'denying')
    >>> _forms("plan")
    ('plan', 'plans', 'planed', 'planing', 'planned', 'planning')
    """
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    s = "es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    forms: tuple[str, ...] = (word, word + s, word + "ed", word + "ing")
    if word[-1] in "bdgklmnprt" and word[-2] in "aeiou":
        forms += (word + word[-1] + "ed", word + word[-1] + "ing")
    return forms
