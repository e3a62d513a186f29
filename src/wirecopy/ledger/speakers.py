"""Speakers over all stories of a ledger: heeding who people say it was, a row for each, by name."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from wirecopy.ledger.finding import INDEX
from wirecopy.ledger.judgements import list_named
from wirecopy.names import are_others, fold_name, is_part_of, name_statement
from wirecopy.records import Certainty, SpeakerKind

Numbering = Callable[[Sequence[Sequence[str | None]]], list[int]]


def heed_judged(db: sqlite3.Connection) -> None:
    """
    Give statements the speakers that people have named.

    A judgement names a statement as it was called then, by its earliest witness; it holds as long
    as that page still carries it, also after an earlier page has come. The kind is the one that
    the name has elsewhere in the ledger; the role goes with the name that it was given to.
    """
    named = list_named(db)
    if not named:
        return
    for key, statement_id in _find_again(db, set(named)).items():
        number, name, judge = named[key]
        speaker, kind, role = db.execute(
            "select speaker, speaker_kind, role from statements where statement_id = ?",
            (statement_id,),
        ).fetchone()
        same = speaker is not None and (is_part_of(speaker, name) or is_part_of(name, speaker))
        if not same:
            kind, role = _kind_of(db, name), None
        elif kind == SpeakerKind.UNNAMED:
            kind = None
        db.execute(
            "update statements set speaker = ?, speaker_kind = ?, role = ?, certainty = ? "
            "where statement_id = ?",
            (name, kind, role, str(Certainty.YES), statement_id),
        )
        detail = f"judgement {number} by {judge or 'nobody named'}; read as {speaker or 'nobody'}"
        db.execute(
            "insert into reasons (subject, place, name, detail, weight) "
            "select ?, count(*), 'judged', ?, 1.0 from reasons where subject = ? and about = ''",
            (statement_id, detail, statement_id),
        )
        if speaker is not None:
            _reread(db, statement_id, speaker, name)


def _reread(db: sqlite3.Connection, statement_id: str, speaker: str, name: str) -> None:
    """
    Let the pages that do not print the speaker as read name the one that a person named.

    Where no two names are left, witnesses differ in none. Where pages still print the speaker as
    read, they also told where and when: that goes, being somebody else's.
    """
    where = "where statement_id = ? and kind = 'speaker'"
    db.execute(
        f"update or replace variants set words = ? {where} and words = ? and not printed",
        (name, statement_id, speaker),
    )
    names = [
        words
        for (words,) in db.execute(f"select distinct words from variants {where}", (statement_id,))
    ]
    if not are_others(names):
        names = []
        db.execute(f"delete from variants {where}", (statement_id,))
        db.execute(
            "delete from reasons where subject = ? and about = '' "
            "and name = 'witnesses name others'",
            (statement_id,),
        )
    db.execute("update statements set names = ? where statement_id = ?", (len(names), statement_id))
    if speaker in names and are_others((speaker, name)):
        db.execute(
            "update statements set venue = null, said_at = null where statement_id = ?",
            (statement_id,),
        )


def _find_again(db: sqlite3.Connection, keys: set[str]) -> dict[str, str]:
    """Give the statement that each key names now, by its id or by one of its witnesses."""
    known = db.execute(
        "select statement_id from statements "
        "where statement_id in (select value from json_each(?))",
        (json.dumps(sorted(keys)),),
    ).fetchall()
    found = {key: key for (key,) in known}
    lost = keys - found.keys()
    if lost:
        witnesses = db.execute(
            "select statement_id, page_id, content from witnesses order by statement_id, place"
        )
        for statement_id, page_id, content in witnesses:
            key = name_statement(page_id, json.loads(content))
            if key in lost:
                found.setdefault(key, statement_id)
    return found


def _kind_of(db: sqlite3.Connection, name: str) -> str | None:
    """Give the kind that a name mostly has in the ledger."""
    row = db.execute(
        "select speaker_kind from statements where speaker = ? and speaker_kind is not null "
        "group by speaker_kind order by count(*) desc, speaker_kind limit 1",
        (name,),
    ).fetchone()
    return row[0] if row else None


def name_speakers(db: sqlite3.Connection, number: Numbering) -> None:
    """
    Make one speaker of those that are one, and count what each said.

    Args:
        db: The catalogue. The caller holds the transaction.
        number: Numbers speakers, given with kind, role and story_id, so that equal numbers mean
            one and the same.
    """
    rows = db.execute(
        "select speaker, speaker_kind, role, story_id, count(*) from statements "
        "where speaker is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4"
    ).fetchall()
    camps: dict[int, list[Any]] = {}
    for row, speaker_id in zip(rows, number([row[:4] for row in rows]), strict=True):
        camps.setdefault(speaker_id + 1, []).append(row)
    for speaker_id, mine in sorted(camps.items()):
        names, roles = Counter[str](), Counter[str]()
        for name, _, role, _, count in mine:
            names[name] += count
            roles[role or ""] += count
        fullest = max(names, key=lambda name: (len(name.split()), names[name], name))
        ranked = sorted(filter(None, roles), key=lambda role: (-roles[role], role))
        db.execute(
            "insert into speakers values (?, ?, ?, ?, ?, ?, ?)",
            (
                speaker_id,
                fullest,
                fold_name(fullest),
                mine[0][1],
                "; ".join(ranked),
                names.total(),
                len({story_id for *_, story_id, _ in mine}),
            ),
        )
        db.executemany(
            "update statements set speaker_id = ? where speaker = ? and speaker_kind is ? "
            "and role is ? and story_id = ?",
            ((speaker_id, *row[:4]) for row in mine),
        )
    db.execute(INDEX)


def find_speakers(db: sqlite3.Connection, name: str) -> list[int]:
    """Give the speakers of a name, or, if nobody has just that name, those it is a part of."""
    folded = fold_name(name)
    rows = db.execute("select speaker_id, folded from speakers order by speaker_id").fetchall()
    exact = [number for number, known in rows if known == folded]
    return exact or [number for number, known in rows if is_part_of(folded, known)]
