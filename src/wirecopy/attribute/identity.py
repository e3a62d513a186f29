"""
Stage 6, attribute: speakers of many stories -> which of them are one.

People are one under the same full name, unless both are given offices that share no word. A
surname alone, a crowd or an unnamed official is never anyone of another story. Where a shorter
form fits two people ("George Bush" beside George W. and George H. W.) it stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from wirecopy.names import fold_name
from wirecopy.records import SpeakerKind

_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONG = 4
"""Letters from which on a word of an office tells something; the first five are compared."""


class Seen(NamedTuple):
    """A speaker as one story has it."""

    name: str
    kind: SpeakerKind | None
    role: str | None
    story_id: str


def join_speakers(seen: Sequence[Seen]) -> list[int]:
    """
    Number speakers so that equal numbers mean one and the same.

    The numbers depend on what was seen, not on its order.

    >>> join_speakers([
    ...     Seen("Ana M. Ruiz", SpeakerKind.PERSON, "mayor", "a"),
    ...     Seen("Ana Ruiz", SpeakerKind.PERSON, None, "b"),
    ...     Seen("Ruiz", SpeakerKind.PERSON, "mayor", "c"),
    ... ])
    [0, 0, 1]
    """
    unique = sorted(set(seen), key=lambda s: tuple(map(str, s)))
    groups: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in unique:
        groups[_key(one)].append(one)
    camps: list[list[Seen]] = []
    for key in sorted(groups):
        if key[0] == "person":
            for same in _by_middle_name(groups[key]):
                camps += _by_role(same)
        else:
            camps.append(groups[key])
    number = {one: n for n, camp in enumerate(camps) for one in camp}
    return [number[one] for one in seen]


def _words(name: str) -> list[str]:
    words = fold_name(name).split()
    return words[:-1] if len(words) > 2 and words[-1] in _SUFFIX else words


def _key(one: Seen) -> tuple[str, ...]:
    """Give what two must share to be compared at all."""
    words = _words(one.name)
    if one.kind is SpeakerKind.PERSON and len(words) > 1:
        return ("person", words[0], words[-1])
    alone = one.kind not in (SpeakerKind.BODY, SpeakerKind.COUNTRY)
    return (str(one.kind), " ".join(words), one.story_id if alone else "")


def _by_middle_name(people: list[Seen]) -> list[list[Seen]]:
    """Part people of one first and last name whose middle names differ."""
    middles: list[list[str]] = []
    for one in people:
        middle = _words(one.name)[1:-1]
        if middle not in middles:
            middles.append(middle)
    middles.sort(key=lambda m: (-len("".join(m)), m))
    homes: dict[str, int] = {}
    heads: list[list[str]] = []
    for middle in middles:
        fits = [n for n, head in enumerate(heads) if _is_short_of(middle, head)]
        if len(fits) == 1:
            homes[" ".join(middle)] = fits[0]
        else:
            heads.append(middle)
            homes[" ".join(middle)] = len(heads) - 1
    camps: list[list[Seen]] = [[] for _ in heads]
    for one in people:
        camps[homes[" ".join(_words(one.name)[1:-1])]].append(one)
    return camps


def _is_short_of(short: list[str], long: list[str]) -> bool:
    """
    Say whether middle names may be a shorter form of others.

    >>> _is_short_of(["j"], ["john"]), _is_short_of([], ["h", "w"]), _is_short_of(["w"], ["h", "w"])
    (True, True, False)
    """
    pairs = zip(short, long, strict=False)
    return len(short) <= len(long) and all(b.startswith(a) for a, b in pairs)


def _by_role(people: list[Seen]) -> list[list[Seen]]:
    """Part people of one full name whose offices have nothing in common; no office parts none."""
    camps: list[tuple[set[str], list[Seen]]] = []
    stories: dict[str, int] = {}
    for one in sorted(people, key=lambda s: (not s.role, s.story_id, str(s.role), s.name)):
        words = {w[:5] for w in fold_name(one.role or "").split() if len(w) >= _LONG}
        place = stories.get(one.story_id)
        if place is None:
            fits = (n for n, (has, _) in enumerate(camps) if not words or not has or words & has)
            place = next(fits, len(camps))
        if place == len(camps):
            camps.append((set(), []))
        camps[place][0].update(words)
        camps[place][1].append(one)
        stories[one.story_id] = place
    return [camp for _, camp in camps]
