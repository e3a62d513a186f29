"""
Stage 6, attribute: where the witnesses of a statement differ.

In the words that stand in quotation marks, in who is named, and in the act: a page that turns
"denied" into "admitted" carries the words and says the opposite.
"""

from __future__ import annotations

from typing import Any

from wirecopy.attribute.drift import find_drift
from wirecopy.attribute.voices import Vote, is_printed, vote

Said = dict[str, Any]


def list_variants(
    witnesses: list[Said],
    voters: list[Vote],
    names: list[tuple[str, list[int]]],
    acts: list[tuple[str, list[int]]],
) -> list[Said]:
    """
    List what differs as rows of `variants`.

    Args:
        witnesses: Each with `page` and `quotes`, earliest first.
        voters: Page and statement for each witness on which it was found.
        names: The speakers that differ, each with its pages.
        acts: The acts that differ, each with its pages.
    """
    rows = [
        _row("wording", witnesses[reading.witness]["page"], reading.words, 1, reading.place)
        for reading in find_drift([witness["quotes"] for witness in witnesses])
    ]
    for name, pages in names:
        for page in pages:
            sources = (one["source_words"] for where, one in voters if where == page)
            rows.append(_row("speaker", page, name, any(is_printed(name, s) for s in sources)))
    rows += [_row("act", page, act, 0) for act, pages in acts for page in pages]
    return rows


def _row(kind: str, page: int, words: str, printed: int, place: int = 0) -> Said:
    return {"kind": kind, "place": place, "page": page, "words": words, "printed": int(printed)}


def differing_acts(
    act: str | None, voters: list[Vote], cued: dict[int, int]
) -> list[tuple[str, list[int]]]:
    """
    Give the acts that the cues of pages show, each with its pages; none if all show one.

    Args:
        act: The act that the statement is taken for.
        voters: Page and statement for each witness on which it was found, earliest first.
        cued: For each page a number, equal where both print the cues of both: there a difference
            would be in what was taken for the cue, not in what the outlets wrote.

    >>> def cue(act):
    ...     return {"act": act}
    >>> told = [(1, cue("deny")), (2, cue("confirm")), (3, cue("say"))]
    >>> differing_acts("deny", told, {1: 0, 2: 1, 3: 0})
    [('deny', [1, 3]), ('confirm', [2])]
    """
    acts: dict[str, set[int]] = {}
    for number in dict.fromkeys(cued.values()):
        mine = [(page, one["act"]) for page, one in voters if cued[page] == number]
        shown = act if act in [shown for _, shown in mine] else vote(shown for _, shown in mine)
        if shown:
            acts.setdefault(shown, set()).update(page for page, _ in mine)
    return [(shown, sorted(pages)) for shown, pages in acts.items()] if len(acts) > 1 else []
