"""
Stage 6, attribute: statements of a story -> which of them answers which.

Kept simple, and only where words are plain: an act of denial after an accusation, a criticism or a
confirmation by somebody else, about the same thing. About the same thing are two statements that
share two words of their own, or one where the accusation names who denies it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from wirecopy.names import fold_name

Said = dict[str, Any]

_OPPOSED = {
    "deny": ("accuse", "criticize", "confirm", "report"),
    "oppose": ("support", "agree"),
}
"""An act, and those that it can answer."""
_ACTS = frozenset([*_OPPOSED, *(act for acts in _OPPOSED.values() for act in acts)])
_PLAIN = ("deny", "accuse")
_MOST = 200
"""Statements of one act that have a word: where it is in more, it alone brings no two together."""
_STEM = 6
_COMMON = frozenset(
    "about above after again against allegation allegations also among another because been "
    "before being between both charge charges claim claims could country countries did does "
    "doing during each even every find first from government governments group groups have "
    "having here high into issue issues just last like made make making many might month more "
    "most much must never news official officials only other others over people person "
    "president report reported reports said same says should since some state states statement "
    "still such than that their them then there these they thing things this those through time "
    "today under until very week well were what when where which while will with within without "
    "would year years your".split()
)
"""Words that two statements on anything may share."""


def find_answers(rows: list[Said]) -> dict[int, list[Said]]:
    """
    Find which statements of a story answer others.

    Args:
        rows: Statements as `TOLD` has them.

    Returns:
        For the number of each statement that answers, rows of `answers`; their spans are places in
        the `words` of the two, of the longest word that they share.
    """
    about = {
        number: _About(
            _stems(row["words"]), fold_name(row["speaker"]).split(), _names(row["words"])
        )
        for number, row in enumerate(rows)
        if row["speaker"] and row["act"] in _ACTS
    }
    places: dict[tuple[str, str], list[int]] = {}
    for number, one in about.items():
        for stem in one.stems:
            places.setdefault((rows[number]["act"], stem), []).append(number)
    answers: dict[int, list[Said]] = {}
    for number, one in about.items():
        names = _OPPOSED.get(rows[number]["act"], ())
        lists = [places.get((name, stem), ()) for name in names for stem in one.stems]
        met = {other for some in lists if len(some) <= _MOST for other in some}
        for other in sorted(met, key=lambda n: (names.index(rows[n]["act"]), n)):
            found = _answer(rows[number], one, rows[other], about[other])
            if found:
                answers.setdefault(number, []).append(found)
    return answers


class _About(NamedTuple):
    """What a statement is about, read once."""

    stems: dict[str, tuple[int, int]]
    speaker: list[str]
    names: frozenset[str]
    """Its words, folded as names are."""


def _names(words: str) -> frozenset[str]:
    return frozenset(fold_name(words).split())


def _answer(one: Said, mine: _About, other: Said, theirs: _About) -> Said | None:
    if mine.speaker == theirs.speaker:
        return None
    ours, there = mine.stems, theirs.stems
    shared = [stem for stem in ours if stem in there]
    addressed = (one["act"], other["act"]) == _PLAIN and not theirs.names.isdisjoint(mine.speaker)
    if len(shared) < (1 if addressed else 2):
        return None
    stem = max(shared, key=lambda s: (ours[s][1] - ours[s][0], -ours[s][0]))
    words = ", ".join(sorted(one["words"][slice(*ours[s])] for s in shared))
    (start, end), (to_start, to_end) = ours[stem], there[stem]
    return {
        "to": other["statement_id"],
        "name": f"{one['act']} after {other['act']}",
        "detail": f"both have: {words}",
        "start": start,
        "end": end,
        "to_start": to_start,
        "to_end": to_end,
    }


def _stems(words: str) -> dict[str, tuple[int, int]]:
    """Give the stems of the words that say what a statement is about, and where each first is."""
    found: dict[str, tuple[int, int]] = {}
    start = None
    for place, letter in enumerate(words + " "):
        if letter.isalnum():
            start = place if start is None else start
        elif start is not None:
            word = words[start:place].casefold()
            if len(word) > 3 and word not in _COMMON:
                found.setdefault(word[:_STEM], (start, place))
            start = None
    return found
