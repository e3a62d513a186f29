"""
Stage 6, attribute: the statements of a story's pages -> each statement once, with its witnesses.

What is the same on two pages was found by `carry.py`; here it is gathered over all pages of a
story. Two statements of one page are never one, save where most pages have them as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from wirecopy.attribute.answers import find_answers
from wirecopy.attribute.differences import differing_acts, list_variants
from wirecopy.attribute.voices import Vote, settle, vote
from wirecopy.names import name_statement
from wirecopy.records import id_of
from wirecopy.schemas import TOLD

_LAST = (1 << 63) - 1
"""Stands for the date of a page that has none."""
_FEW_WORDS = 6
"""Equal words from which two statements of a story are one though no passage joins them."""

Said = dict[str, Any]
Key = tuple[int, int]
"""A statement of a page: the page and the statement's number there."""


@dataclass(slots=True)
class Told:
    """One statement and where it stands."""

    found: dict[int, list[int]] = field(default_factory=dict)
    """For each page the numbers of its statements that are this one, as they were found there."""
    carried: dict[int, tuple[float, int, int, Said]] = field(default_factory=dict)
    """For each page where it only stands: how surely, and the row of `there`."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Pages that share a passage with it."""
    cued: list[tuple[int, int]] = field(default_factory=list)
    """Pages that both print the cues of both."""
    sourced: list[tuple[int, int]] = field(default_factory=list)
    """Pages that print the sources of both, too."""


def join_statements(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Make one statement of each that a story has, however many pages carry it.

    Args:
        batch: A row for each story: `story`, `found` of `STATEMENTS` for all its pages, and
            `carried` of `CARRIED` for its pairs, both in any order.

    Yields:
        Batches of `TOLD`: a story's statements in the order of its earliest page.
    """
    for row in batch.to_pylist():
        told = join_story(row["story"], row["found"], row["carried"] or [])
        if told:
            yield pa.RecordBatch.from_pylist(told, schema=TOLD)


def join_story(story: int, found: list[Said], carried: list[Said]) -> list[Said]:
    """Join the statements of one story; see `join_statements`."""
    found = sorted(found, key=lambda f: (_LAST if f["at"] is None else f["at"], f["page"]))
    pages = [f["page"] for f in found]
    said = {f["page"]: f["said"] or [] for f in found}
    groups = _gather(pages, said, carried)
    _absorb(groups, carried)
    _place(groups, carried)
    order = {page: n for n, page in enumerate(pages)}
    rows = [
        _tell(story, told, said, order) for told in {id(t): t for t in groups.values()}.values()
    ]
    rows.sort(key=lambda row: (order[row["page"]], row["content"][0]["start"], row["statement_id"]))
    _tell_apart(rows)
    for number, answers in find_answers(rows).items():
        rows[number]["answers"] = answers
    return rows


def _gather(pages: list[int], said: dict[int, list[Said]], carried: list[Said]) -> dict[Key, Told]:
    """Give for each statement of each page the one that it is, the surest pairs first."""
    groups = {
        (page, number): Told({page: [number]})
        for page in pages
        for number in range(len(said[page]))
    }
    pairs = [
        (-one["share"], pair["a"], pair["b"], one["a"], one["b"])
        for pair in carried
        for one in pair["same"]
    ]
    for _, a, b, i, j in sorted(pairs):
        _merge(groups, (a, i), (b, j))
    first: dict[str, Key] = {}
    for page in pages:
        for number, one in enumerate(said[page]):
            words = _letters(one["words"])
            if words.count(" ") + 1 >= _FEW_WORDS:
                _merge(groups, first.setdefault(words, (page, number)), (page, number))
    return groups


def _merge(groups: dict[Key, Told], one: Key, other: Key) -> None:
    keep, drop = groups[one], groups[other]
    if keep is drop or not keep.found.keys().isdisjoint(drop.found):
        return
    if len(keep.found) < len(drop.found):
        keep, drop = drop, keep
    _pour(groups, keep, drop)


def _pour(groups: dict[Key, Told], keep: Told, drop: Told) -> None:
    for page, numbers in drop.found.items():
        keep.found[page] = sorted(keep.found.get(page, []) + numbers)
        for number in numbers:
            groups[page, number] = keep


def _absorb(groups: dict[Key, Told], carried: list[Said]) -> None:
    """Take a statement for a part of another where no fewer pages have the two as one."""
    whole: dict[tuple[Key, Key], set[int]] = {}
    for pair in carried:
        for one in pair["there"]:
            if one["inside"] is not None:
                page = pair["b"] if one["of"] == pair["a"] else pair["a"]
                part, of = (one["of"], one["number"]), (page, one["inside"])
                if groups[part] is not groups[of]:
                    key = _first(groups[part]), _first(groups[of])
                    whole.setdefault(key, set()).add(page)
    for (part, of), pages in sorted(whole.items()):
        keep, drop = groups[of], groups[part]
        if keep is not drop and len(pages) >= len(drop.found) and of[0] in keep.found:
            _pour(groups, keep, drop)


def _first(told: Told) -> Key:
    page = min(told.found)
    return page, told.found[page][0]


def _place(groups: dict[Key, Told], carried: list[Said]) -> None:
    """Add the pages where a statement only stands, each by the surest of its pairs."""
    for pair in carried:
        for one in pair["same"]:
            told = groups[pair["a"], one["a"]]
            if told is groups[pair["b"], one["b"]]:
                told.links.append((pair["a"], pair["b"]))
                if one["same_cue"]:
                    told.cued.append((pair["a"], pair["b"]))
                if one["same_source"]:
                    told.sourced.append((pair["a"], pair["b"]))
        for one in pair["there"]:
            page = pair["b"] if one["of"] == pair["a"] else pair["a"]
            told = groups[one["of"], one["number"]]
            told.links.append((one["of"], page))
            if one["printed"]:
                told.cued.append((one["of"], page))
                told.sourced.append((one["of"], page))
            if page not in told.found:
                rank = (-one["share"], one["of"], one["number"], one)
                if page not in told.carried or rank[:3] < told.carried[page][:3]:
                    told.carried[page] = rank


def _tell(story: int, told: Told, said: dict[int, list[Said]], order: dict[int, int]) -> Said:
    """
    Make the row of a statement: spans of its earliest witness, the rest by their votes.

    What was done, where and when is told by those who name the same speaker.
    """
    voters = [
        (page, said[page][number])
        for page in sorted(told.found, key=order.__getitem__)
        for number in told.found[page]
    ]
    witnesses = [
        _witness(page, [said[page][number] for number in numbers])
        for page, numbers in told.found.items()
    ]
    witnesses += [_carried_witness(page, one) for page, (*_, one) in told.carried.items()]
    witnesses.sort(key=lambda w: order[w["page"]])
    parts = _parts([w["page"] for w in witnesses], told.links)
    for witness in witnesses:
        witness["part"] = parts[witness["page"]]
    first = witnesses[0]
    spans = {part: first[part] for part in ("content", "source", "cue")}
    named = settle(voters, _parts(list(told.found), told.sourced))
    camp = named.pop("camp")
    act = vote(one["act"] for _, one in camp)
    acts = differing_acts(act, voters, _parts(list(told.found), told.cued))
    share = len(told.found) / len(witnesses)
    sure = sum(one["confidence"] for _, one in voters) / len(voters)
    return {
        "story": story,
        "statement_id": name_statement(
            id_of(first["page"]), [(s["start"], s["end"]) for s in first["content"]]
        ),
        "page": first["page"],
        **spans,
        "kind": vote(one["kind"] for _, one in voters),
        "act": act,
        "venue": vote(one["venue"] for _, one in camp),
        "said_at": _one_time(camp, parts),
        "confidence": round(sure * (0.5 + 0.5 * share), 4),
        "words": first["words"],
        "witnesses": [{k: v for k, v in w.items() if k != "quotes"} for w in witnesses],
        "variants": list_variants(witnesses, voters, named.pop("names"), acts),
        "answers": [],
        **named,
    }


def _parts(pages: list[int], links: list[tuple[int, int]]) -> dict[int, int]:
    """
    Number pages so that those which shared passages lead to have one number, the first one's.

    >>> _parts([7, 8, 9], [(9, 7)])
    {7: 0, 8: 1, 9: 0}
    """
    part = {page: number for number, page in enumerate(dict.fromkeys(pages))}
    beside: dict[int, list[int]] = {}
    for one, other in links:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    for page in part:
        reached = [page]
        while reached:
            for other in beside.get(reached.pop(), ()):
                if part.get(other, -1) > part[page]:
                    part[other] = part[page]
                    reached.append(other)
    return part


def _witness(page: int, all_: list[Said]) -> Said:
    quotes = [quote for one in all_ for quote in one["quotes"]]
    return {
        "page": page,
        "found": 1,
        **{
            part: sorted((s for one in all_ for s in one[part]), key=lambda s: s["start"])
            if part == "content"
            else all_[0][part]
            for part in ("content", "source", "cue")
        },
        "words": " … ".join(one["words"] for one in all_),
        "quotes": list(dict.fromkeys(quotes)),
    }


def _carried_witness(page: int, one: Said) -> Said:
    parts = ("content", "source", "cue", "words", "quotes")
    return {"page": page, "found": 0} | {part: one[part] for part in parts}


def _tell_apart(rows: list[Said]) -> None:
    """Rename statements that stand in one place on their earliest page: a page may repeat one."""
    seen: set[str] = set()
    for row in rows:
        while row["statement_id"] in seen:
            row["statement_id"] = hashlib.sha256(row["statement_id"].encode()).hexdigest()[:16]
        seen.add(row["statement_id"])


def _one_time(voters: list[Vote], parts: dict[int, int]) -> str | None:
    """
    Give when it was said, as precisely as the pages agree on; those that contradict tell nothing.

    Of pages that shared passages lead to, the earliest tells it, unless most contradict it: *on
    Wednesday* in a copy of a later week is still the Wednesday of the page it was written for.

    Args:
        voters: Page and statement, earliest first.
        parts: For each page a number, equal where shared passages lead from page to page.
    """
    times: dict[int, list[str]] = {}
    for page, one in voters:
        if one["said_at"]:
            times.setdefault(parts[page], []).append(one["said_at"])
    told = []
    for first, *later in times.values():
        agreeing = [time for time in later if time.startswith(first) or first.startswith(time)]
        if 2 * len(agreeing) < len(later) - 1:
            return None
        told.append(next((time for time in agreeing if len(time) > len(first)), first))
    longest = max(told, key=len, default="")
    return longest if longest and all(map(longest.startswith, told)) else None


def _letters(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())
