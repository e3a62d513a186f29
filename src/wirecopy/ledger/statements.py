"""What stage attribute says of statements, as rows of the catalogue and back."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from wirecopy.ledger.independent import count_independent
from wirecopy.ledger.speakers import Numbering as Numbering
from wirecopy.ledger.speakers import heed_judged, name_speakers
from wirecopy.records import (
    Certainty,
    Reason,
    SpeakerKind,
    Statement,
    StatementKind,
    Witness,
    id_of,
)

TABLES = ("said", "answers", "variants", "witnesses", "statements", "speakers")
_STATEMENT = """
insert into statements values (
    :statement_id, :story_id, :place, :page_id, :kind, :act, :speaker, null, :speaker_kind, :role,
    :certainty, :venue, :said_at, :confidence, :words, :seen, :independent, :wordings, :names, :acts
)
"""

_TWICE = """
create temp table twice as
select w.statement_id, w.page_id, w.content, s.story_id, s.witnesses
from witnesses w
join statements s on s.statement_id = w.statement_id
where w.page_id in (select page_id from members group by page_id having count(*) > 1)
"""
"""What is said on pages of several stories."""

_REPEATED = """
delete from statements where statement_id in (
    select a.statement_id
    from twice a
    join twice b on b.page_id = a.page_id and b.content = a.content
    where b.story_id <> a.story_id and b.witnesses > a.witnesses
    group by a.statement_id, b.statement_id
    having count(*) = max(a.witnesses)
)
"""


def drop_statements(db: sqlite3.Connection) -> None:
    """Forget all that the catalogue says of statements. The caller holds the transaction."""
    db.execute("delete from reasons where subject in (select statement_id from statements)")
    for table in TABLES:
        db.execute(f"delete from {table}")
    db.execute("delete from meta where key = 'attributed'")


def keep_statements(
    db: sqlite3.Connection, rows: Iterable[dict[str, Any]], number: Numbering
) -> None:
    """
    Replace all that the catalogue says of statements. The caller holds the transaction.

    Args:
        db: The catalogue.
        rows: Rows of `TOLD`, those of one story in their order.
        number: Numbers speakers, given with kind, role and story_id, so that equal numbers mean
            one and the same.
    """
    drop_statements(db)
    places: Counter[int] = Counter()
    for row in rows:
        _keep(db, row, places[row["story"]])
        places[row["story"]] += 1
    _drop_repeated(db)
    db.executemany(
        "update statements set independent = ? where statement_id = ?", count_independent(db)
    )
    heed_judged(db)
    name_speakers(db, number)


def _keep(db: sqlite3.Connection, row: dict[str, Any], place: int) -> None:
    """
    Keep a statement of one story.

    A page in two stories has one statement twice: it stays with the story where more pages have it.
    """
    key = row["statement_id"]
    seen = len({w["page"] for w in row["witnesses"]})
    other = db.execute(
        "select witnesses, story_id from statements where statement_id = ?", (key,)
    ).fetchone()
    if other is not None:
        if (-seen, id_of(row["story"])) >= (-other[0], other[1]):
            return
        db.execute("delete from statements where statement_id = ?", (key,))
        _drop_orphans(db, key)
    wordings = {v["place"] for v in row["variants"] if v["kind"] == "wording"}
    named = {v["words"] for v in row["variants"] if v["kind"] == "speaker"}
    acts = {v["words"] for v in row["variants"] if v["kind"] == "act"}
    db.execute(
        _STATEMENT,
        row
        | {
            "story_id": id_of(row["story"]),
            "page_id": id_of(row["page"]),
            "place": place,
            "seen": seen,
            "independent": 1,  # see count_independent
            "wordings": len(wordings),
            "names": len(named),
            "acts": len(acts),
        },
    )
    db.executemany(
        "insert into witnesses values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                key, n, id_of(w["page"]), w["found"], w["part"],
                *(_as_json(w[part]) for part in ("content", "source", "cue")), w["words"],
            )
            for n, w in enumerate(row["witnesses"])
        ),
    )  # fmt: skip
    db.executemany(
        "insert or ignore into variants values (?, ?, ?, ?, ?, ?)",
        (
            (key, v["kind"], v["place"], id_of(v["page"]), v["words"], v["printed"])
            for v in row["variants"]
        ),
    )
    db.executemany(
        "insert into answers values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (key, a["to"], a["name"], a["detail"], a["start"], a["end"], a["to_start"], a["to_end"])
            for a in row["answers"]
        ),
    )
    db.executemany(
        'insert into reasons (subject, place, name, detail, weight, start, "end", page_id) '
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                key, n, r["name"], r["detail"], r["weight"], r["start"], r["end"],
                None if r["page"] is None else id_of(r["page"]),
            )
            for n, r in enumerate(row["reasons"] or ())
        ),
    )  # fmt: skip


def _drop_orphans(db: sqlite3.Connection, key: str | None = None) -> None:
    """Forget what belongs to one statement, or to any that are gone."""
    gone = "= ?" if key else "not in (select statement_id from statements)"
    values = (key,) if key else ()
    for table in ("witnesses", "variants", "answers"):
        db.execute(f"delete from {table} where statement_id {gone}", values)
    if key:
        db.execute("delete from reasons where subject = ? and about = ''", values)
    else:
        db.execute(f"delete from reasons where about = '' and subject {gone}")
        db.execute(f"delete from answers where answers {gone}")


def _drop_repeated(db: sqlite3.Connection) -> None:
    """Drop what a roundup says once more if a story that it holds has it on more pages."""
    db.execute(_TWICE)
    db.execute("create index temp.twice_by_place on twice (page_id, content)")
    if db.execute(_REPEATED).rowcount:
        _drop_orphans(db)
    db.execute("drop table twice")


def read_statement(db: sqlite3.Connection, statement_id: str) -> Statement:
    """Give one statement by its id."""
    row = db.execute("select * from statements where statement_id = ?", (statement_id,)).fetchone()
    return _statement(db, row)


def _statement(db: sqlite3.Connection, row: sqlite3.Row) -> Statement:
    key = row["statement_id"]
    witnesses = tuple(
        Witness(
            page_id=w["page_id"],
            content=_spans(w["content"]),
            source=_spans(w["source"]),
            cue=_spans(w["cue"]),
            words=w["words"],
        )
        for w in db.execute("select * from witnesses where statement_id = ? order by place", (key,))
    )
    reasons = db.execute(
        'select name, detail, start, "end", weight, page_id from reasons '
        "where subject = ? order by place",
        (key,),
    )
    first = witnesses[0]
    return Statement(
        content=first.content,
        source=first.source,
        cue=first.cue,
        kind=StatementKind(row["kind"]),
        act=row["act"],
        speaker=row["speaker"],
        role=row["role"],
        venue=row["venue"],
        said_at=row["said_at"],
        confidence=row["confidence"],
        page_id=row["page_id"],
        speaker_kind=SpeakerKind(row["speaker_kind"]) if row["speaker_kind"] else None,
        certainty=Certainty(row["certainty"]),
        reasons=tuple(Reason(**dict(reason)) for reason in reasons),
        statement_id=key,
        story_id=row["story_id"],
        witnesses=witnesses,
        independent=row["independent"],
    )


def _as_json(spans: list[dict[str, int]]) -> str:
    return json.dumps([[span["start"], span["end"]] for span in spans], separators=(",", ":"))


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in json.loads(text))
