"""Stage 6, attribute: one speaker for a statement, from what its witnesses each say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from wirecopy.attribute.identity import Seen, join_speakers
from wirecopy.names import fold_name, is_part_of, is_short_for
from wirecopy.records import Certainty, SpeakerKind

Said = dict[str, Any]


def vote(values: Iterable[str | None]) -> str | None:
    """
    Give the value that occurs most; of equals the one that came first.

    >>> vote(["say", None, "deny", "deny"])
    'deny'
    """
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def settle(voters: list[tuple[int, Said]]) -> Said:
    """
    Say who speaks: the fullest name that most witnesses give.

    A name that is a part of another ("Bachelet", "Michelle Bachelet"), or the end or the initials
    of a body's ("NNA", "National News Agency"), is taken for the same. Where witnesses name
    different speakers, that is kept as a reason, and who it was stays unsure unless most of them
    agree.

    Args:
        voters: Page and statement for each witness on which it was found, earliest first.

    Returns:
        `speaker`, `speaker_kind`, `role`, `certainty`, `reasons`, and as `names` each of the
        different names with its pages.
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
            "names": [],
        }
    most = camps[0]
    speaker = most[0][1]["speaker"]
    mine = [(page, one) for page, one in most if one["speaker"] == speaker]
    sure = [one for _, one in most if one["certainty"] == Certainty.YES]
    certainty = Certainty.YES if 2 * len(sure) >= len(most) else Certainty.UNSURE
    reasons = _of_page(*mine[0])
    if len(camps) > 1:
        others = [camp[0][1]["speaker"] for camp in camps[1:]]
        detail = f"{len(most)} of {sum(map(len, camps))} name {speaker}; others {', '.join(others)}"
        reasons.append({"name": "witnesses name others", "detail": detail, "weight": -1.0})
        if 2 * len(most) <= sum(map(len, camps)):
            certainty = Certainty.UNSURE
    return {
        "speaker": speaker,
        "speaker_kind": vote(one["speaker_kind"] for _, one in mine),
        "role": vote(one["role"] for _, one in mine) or vote(one["role"] for _, one in most),
        "certainty": str(certainty),
        "reasons": reasons,
        "names": [(camp[0][1]["speaker"], sorted({page for page, _ in camp})) for camp in camps],
    }


def _of_page(page: int, one: Said) -> list[Said]:
    """Give the reasons of a statement, with the page that has their spans."""
    return [reason | {"page": page} for reason in one["reasons"] or ()]


def _camps(voters: list[tuple[int, Said]]) -> list[list[tuple[int, Said]]]:
    """
    Gather the votes by name, most first; in each the fullest name comes first.

    A short name that may be several bodies' ("the Times") votes for none of them.
    """
    camps: list[list[tuple[int, Said]]] = []
    named = [(page, one) for page, one in voters if one["speaker"]]
    for page, one in sorted(named, key=lambda v: -len(fold_name(v[1]["speaker"]).split())):
        kind = one["speaker_kind"]
        mine = [camp for camp in camps if _is_one(one["speaker"], camp[0][1]["speaker"], kind)]
        if not mine:
            camps.append([(page, one)])
        elif len(mine) == 1 or kind != SpeakerKind.BODY:
            mine[0].append((page, one))
    return sorted(camps, key=lambda camp: -_weight(camp))


def _weight(camp: list[tuple[int, Said]]) -> float:
    """Weigh votes: a sure one counts twice an unsure one."""
    return sum(2 if one["certainty"] == Certainty.YES else 1 for _, one in camp)


def _is_one(name: str, fuller: str, kind: str | None) -> bool:
    """Say whether two names are one: what is a part of a name is told by the kind of speaker."""
    if kind == SpeakerKind.PERSON:
        return is_part_of(name, fuller)
    if kind == SpeakerKind.BODY:
        return is_short_for(name, fuller)
    return fold_name(name) == fold_name(fuller)


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
