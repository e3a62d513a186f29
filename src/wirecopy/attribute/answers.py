"""
Stage 6, attribute: statements of a story -> which of them answers which.

Kept simple, and only where words are plain: an act of denial after an accusation, a criticism or a
confirmation by somebody else, about the same thing. About the same thing are two statements that
share two words of their own, or one where the accusation names who denies it.
"""

from __future__ import annotations

from typing import Any

from wirecopy.names import fold_name

Said = dict[str, Any]

_OPPOSED = {
    "deny": ("accuse", "criticize", "confirm", "report"),
    "oppose": ("support", "agree"),
}
"""An act, and those that it can answer."""
_PLAIN = ("deny", "accuse")
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
    by_act: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_act.setdefault(row["act"] or "", []).append(number)
    answers: dict[int, list[Said]] = {}
    for act, others in _OPPOSED.items():
        for number in by_act.get(act, ()):
            for other in (n for name in others for n in by_act.get(name, ())):
                found = _answer(rows[number], rows[other])
                if found:
                    answers.setdefault(number, []).append(found)
    return answers


def _answer(one: Said, other: Said) -> Said | None:
    if not one["speaker"] or not other["speaker"]:
        return None
    mine, theirs = fold_name(one["speaker"]), fold_name(other["speaker"])
    if mine == theirs:
        return None
    ours, there = _stems(one["words"]), _stems(other["words"])
    shared = [stem for stem in ours if stem in there]
    names = set(mine.split()) & {word for word in fold_name(other["words"]).split()}
    addressed = bool(names) and (one["act"], other["act"]) == _PLAIN
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
