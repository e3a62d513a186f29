"""Rows of who said what: statements, and how their wording drifted."""

from __future__ import annotations

import json
from collections.abc import Iterator

from wirecopy.ledger import Ledger
from wirecopy.records import Certainty

_ROWS = """
select s.statement_id as statement, s.story_id as story, s.speaker, s.role, s.act, s.kind,
       s.said_at as said, s.venue, s.witnesses as pages, s.independent as sources,
       s.wordings as drift, s.certainty = 'yes' as sure, s.confidence, s.words
from statements s
where {wanted}
order by {first}s.story_id, s.place
{limit}
"""

_DRIFT = """
select v.statement_id as statement, s.speaker, v.kind as differs, v.place, v.words,
       count(*) as pages, group_concat(distinct p.outlet) as outlets, min(v.page_id) as page
from variants v
join statements s on s.statement_id = v.statement_id
join pages p on p.page_id = v.page_id
where {wanted}
group by s.story_id, s.place, v.statement_id, s.speaker, v.kind, v.place, v.words
order by s.story_id, s.place, v.kind desc, v.place, count(*) desc, v.words
{limit}
"""


def statement_rows(
    book: Ledger,
    speaker: str | None = None,
    story: str | None = None,
    act: str | None = None,
    words: str | None = None,
    unsure: bool = False,
    drift: bool = False,
    limit: int | None = None,
) -> Iterator[dict[str, object]]:
    """
    Give a row for each statement, or for each wording of those that drifted.

    Statements on most pages come first; those of one story, and wordings, in the story's order.

    Args:
        book: The ledger.
        speaker: Only of this speaker.
        story: Only of this story, by its story_id.
        act: Only with this act (`say`, `deny`, …).
        words: Only with these words, in SQLite's FTS5 syntax.
        unsure: Only those whose speaker is not sure.
        drift: A row for each reading of each place where witnesses differ.
        limit: Most rows to give.
    """
    wanted, values = ["1"], list[object]()
    if speaker is not None or words is not None:
        ids = book.statement_ids(speaker, words)
        wanted.append("s.statement_id in (select value from json_each(?))")
        values.append(json.dumps(ids))
    if story is not None:
        wanted.append("s.story_id = ?")
        values.append(book.story_id(story))
    if act is not None:
        wanted.append("s.act = ?")
        values.append(act)
    if unsure:
        wanted.append(f"s.certainty <> '{Certainty.YES}'")
    query = (_DRIFT if drift else _ROWS).format(
        wanted=" and ".join(wanted),
        first="" if story is not None else "s.witnesses desc, ",
        limit="" if limit is None else f"limit {limit:d}",
    )
    for row in book.rows(query, *values):
        if "sure" in row:
            row["sure"] = "yes" if row["sure"] else "no"
        yield row


def statement_columns(book: Ledger, drift: bool = False) -> list[str]:
    """Name the columns of `statement_rows`."""
    return book.columns((_DRIFT if drift else _ROWS).format(wanted="0", first="", limit=""))


def for_a_screen(row: dict[str, object]) -> dict[str, object]:
    """Leave out what a screen has no room for: who, how, since when, where, and the words."""
    left_out = {"story", "role", "kind", "venue", "sources", "sure"}
    short = {name: value for name, value in row.items() if name not in left_out}
    if row.get("sure") == "no" and row.get("speaker"):
        short["speaker"] = f"{row['speaker']} (?)"
    return short
