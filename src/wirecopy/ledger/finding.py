"""Which statements hold what is asked for: by speaker, story, words, act."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from wirecopy.acts import ACTS, UNSAID
from wirecopy.errors import OptionsError
from wirecopy.records import Certainty, StatementKind

SPOKEN = f"kind <> '{StatementKind.INDIRECT}' or act is null or act not in {UNSAID}"
"""Of a statement: that somebody opened his mouth for it, as whoever is quoted did."""

INDEX = """
insert into said
select statement_id, coalesce(speaker, ''), words from statements
union
select w.statement_id, coalesce(v.words, s.speaker, ''), w.words
from witnesses w
join statements s on s.statement_id = w.statement_id
left join variants v
    on v.statement_id = w.statement_id and v.kind = 'speaker' and v.page_id = w.page_id
order by 1, 2, 3
"""
"""Makes every wording of a statement, under every name that a page of it gives, one to search."""


def list_statements(
    db: sqlite3.Connection,
    speakers: Sequence[int] | None = None,
    story_id: str | None = None,
    words: str | None = None,
    act: str | None = None,
    unsure: bool = False,
    said: bool = False,
    confidence: float = 0.0,
) -> list[str]:
    """Give the ids of statements, story by story in the order of the text."""
    if act is not None and act not in ACTS:
        raise OptionsError(f"there is no act {act!r}; there are {', '.join(ACTS)}")
    if not 0 <= confidence <= 1:
        raise OptionsError(f"a confidence is from 0 to 1, not {confidence}")
    wanted, values = ["1"], list[Any]()
    if speakers is not None:
        wanted.append("speaker_id in (select value from json_each(?))")
        values.append(json.dumps(speakers))
    if story_id is not None:
        wanted.append("story_id = ?")
        values.append(story_id)
    if words is not None:
        wanted.append("statement_id in (select value from json_each(?))")
        values.append(json.dumps(sorted({row[0] for row in _matching(db, words)})))
    if act is not None:
        wanted.append("act = ?")
        values.append(act)
    if said:
        wanted.append(f"({SPOKEN})")
    if confidence:
        wanted.append("confidence >= ?")
        values.append(confidence)
    if unsure:
        wanted.append(f"certainty <> '{Certainty.YES}'")
    rows = db.execute(
        f"select statement_id from statements where {' and '.join(wanted)} "
        "order by story_id, place",
        values,
    )
    return [row[0] for row in rows]


def found_elsewhere(db: sqlite3.Connection, words: str, ids: Collection[str]) -> dict[str, str]:
    """
    Give what was found of statements whose listed words and speaker do not hold what is asked for.

    Args:
        db: The catalogue.
        words: What they were found by, in SQLite's FTS5 syntax.
        ids: The statements.

    Returns:
        By statement the first wording, of those in alphabetical order, that does; with the speaker
        before it where that is another one.
    """
    listed = {
        row[0]: (row[1], row[2])
        for row in db.execute(
            "select statement_id, coalesce(speaker, ''), words from statements "
            "where statement_id in (select value from json_each(?))",
            (json.dumps(sorted(ids)),),
        )
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for statement_id, speaker, wording in _matching(db, words):
        if statement_id in listed:
            found.setdefault(statement_id, []).append((speaker, wording))
    told = {}
    for statement_id, wordings in found.items():
        speaker, _ = listed[statement_id]
        if listed[statement_id] not in wordings:
            name, wording = min(wordings, key=lambda one: (one[0] != speaker, *one))
            told[statement_id] = wording if name == speaker else f"{name}: {wording}"
    return told


def _matching(db: sqlite3.Connection, words: str) -> list[tuple[str, str, str]]:
    try:
        rows = db.execute(
            "select statement_id, speaker, words from said where said match ?", (words,)
        ).fetchall()
    except sqlite3.OperationalError as error:
        raise OptionsError(
            f"cannot search for {words!r} ({error}); put odd words in double quotes"
        ) from None
    return [(row[0], row[1], row[2]) for row in rows]
