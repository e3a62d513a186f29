"""Stage 6, attribute: one speaker for a statement, from what its witnesses each say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from wirecopy.attribute.identity import Seen, join_speakers
from wirecopy.attribute.pronouns import form_of
from wirecopy.names import are_others, fold_name, is_part_of, is_reordered, is_short_for
from wirecopy.records import Certainty, SpeakerKind

Said = dict[str, Any]
Vote = tuple[int, Said]
"""A page, and a statement as it was found there."""


def vote(values: Iterable[str | None]) -> str | None:
    """
    Give the value that occurs most; of equals the one that came first.

    >>> vote(["say", None, "deny", "deny"])
    'deny'
    """
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def settle(voters: list[Vote], sourced: dict[int, int] | None = None) -> Said:
    """
    Say who speaks: the fullest name that most witnesses give.

    A name that is a part of another ("Bachelet", "Michelle Bachelet"), that has its words in
    another order, or is the end or the initials of a body's ("NNA", "National News Agency"), is
    taken for the same. Where witnesses name different speakers, that is kept as a reason, and who
    it was stays unsure unless most of them agree.

    Args:
        voters: Page and statement for each witness on which it was found, earliest first.
        sourced: For each page a number, equal where both print the sources of both.

    Returns:
        `speaker`, `speaker_kind`, `role`, `certainty`, `reasons`; as `camp` the voters that name
        this speaker, earliest first, all of them if there is none; and as `names`, if witnesses
        differ, each of the different names with its pages, see `_differing`.
    """
    camps = _camps(voters)
    if not camps:
        first = voters[0][1]
        return {
            "speaker": None,
            "speaker_kind": first["speaker_kind"],
            "role": vote(one["role"] for _, one in voters),
            "certainty": str(Certainty.UNSURE),
            "reasons": _of_page(*voters[0]),
            "camp": voters,
            "names": [],
        }
    most = camps[0]
    speaker = _fullest(most)
    mine = [(page, one) for page, one in most if one["speaker"] == speaker]
    sure = [one for _, one in most if one["certainty"] == Certainty.YES]
    certainty = Certainty.YES if 2 * len(sure) >= len(most) else Certainty.UNSURE
    reasons = _of_page(*mine[0])
    names = _differing(camps, sourced or {}) if len(camps) > 1 else []
    doubted = 2 * len(most) <= sum(map(len, camps))
    if names or doubted:
        name, says = ("witnesses name others", "name") if names else ("read otherwise", "read as")
        others = ", ".join(_fullest(camp) for camp in camps[1:])
        detail = f"{len(most)} of {sum(map(len, camps))} {says} {speaker}; others {others}"
        reasons.append({"name": name, "detail": detail, "weight": -1.0})
    return {
        "speaker": speaker,
        "speaker_kind": vote(one["speaker_kind"] for _, one in mine),
        "role": vote(one["role"] for _, one in mine) or vote(one["role"] for _, one in most),
        "certainty": str(Certainty.UNSURE if doubted else certainty),
        "reasons": reasons,
        "camp": [voter for voter in voters if any(voter[1] is one for _, one in most)],
        "names": names,
    }


def _differing(camps: list[list[Vote]], sourced: dict[int, int]) -> list[tuple[str, list[int]]]:
    """
    Give the speakers that pages themselves tell apart, each with its pages; none if they agree.

    Only a sure reading is what an outlet printed. Where pages print the sources of each other, or
    both have a noun for it that is the same ("the operator"), they are read differently, and not
    written so; and a page that has the words in two parts names no other for one of them.
    """
    nouns: set[str] = set()
    told: set[int] = set()
    names = []
    for camp in camps:
        pages = {
            page
            for page, one in camp
            if one["certainty"] == Certainty.YES
            and _noun(one) not in nouns
            and sourced.get(page, page) not in told
        }
        if pages:
            names.append((_fullest(camp), sorted(pages)))
        nouns.update(filter(None, (_noun(one) for _, one in camp)))
        told.update(sourced.get(page, page) for page, _ in camp)
    return names if are_others(name for name, _ in names) else []


def _noun(one: Said) -> str:
    """Give the source of a statement, folded; of a pronoun, which means anybody, nothing."""
    words = one["source_words"] or ""
    return "" if form_of(words) else fold_name(words)


def is_printed(name: str, source: str | None) -> bool:
    """
    Say whether a source has a name, or a word of it.

    >>> is_printed("Ines Tamm", "Ms. Tamm"), is_printed("Ines Tamm", "the harbor master")
    (True, False)
    """
    return not set(fold_name(name).split()).isdisjoint(fold_name(source or "").split())


def _of_page(page: int, one: Said) -> list[Said]:
    """Give the reasons of a statement, with the page that has their spans."""
    return [reason | {"page": page} for reason in one["reasons"] or ()]


def _fullest(camp: list[Vote]) -> str:
    """Give the name with most words, in the spelling and order that most witnesses have."""
    names = Counter(str(one["speaker"]) for _, one in camp)
    if len(names) == 1:
        return next(iter(names))
    words = {name: len(fold_name(name).split()) for name in names}
    longest = max(words.values())
    return max((name for name in names if words[name] == longest), key=names.__getitem__)


def _camps(voters: list[Vote]) -> list[list[Vote]]:
    """
    Gather the votes by name, most first; in each the fullest name comes first.

    A short name that may be several bodies' ("the Times") votes for none of them.
    """
    camps: list[list[Vote]] = []
    named = [(page, one) for page, one in voters if one["speaker"]]
    for page, one in sorted(named, key=lambda v: -len(fold_name(v[1]["speaker"]).split())):
        kind = one["speaker_kind"]
        mine = [camp for camp in camps if _is_one(one["speaker"], camp[0][1]["speaker"], kind)]
        if not mine:
            camps.append([(page, one)])
        elif len(mine) == 1 or kind != SpeakerKind.BODY:
            mine[0].append((page, one))
    return sorted(camps, key=lambda camp: -_weight(camp))


def _weight(camp: list[Vote]) -> float:
    """Weigh votes: a sure one counts twice an unsure one."""
    return sum(2 if one["certainty"] == Certainty.YES else 1 for _, one in camp)


def _is_one(name: str, fuller: str, kind: str | None) -> bool:
    """Say whether two names are one: what is a part of a name is told by the kind of speaker."""
    if is_reordered(name, fuller):
        return True
    if kind == SpeakerKind.PERSON:
        return is_part_of(name, fuller)
    return kind == SpeakerKind.BODY and is_short_for(name, fuller)


def number_speakers(rows: Sequence[Sequence[str | None]]) -> list[int]:
    """
    Number speakers of many stories so that equal numbers mean one and the same.

    Args:
        rows: (name, kind, role, story_id) of each.
    """
    return join_speakers(
        [
            Seen(name or "", SpeakerKind(kind) if kind else None, role, story_id or "")
            for name, kind, role, story_id in rows
        ]
    )
