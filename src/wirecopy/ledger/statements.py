"""What stage attribute says of statements, as rows of the catalogue and back."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from wirecopy.errors import OptionsError
from wirecopy.names import fold_name, is_part_of
from wirecopy.records import (
    Certainty,
    Reason,
    SpeakerKind,
    Statement,
    StatementKind,
    Witness,
    id_of,
)

Numbering = Callable[[Sequence[Sequence[str | None]]], list[int]]

TABLES = ("said", "answers", "variants", "witnesses", "statements", "speakers")
_STATEMENT = """
insert or ignore into statements values (
    :statement_id, :story_id, :place, :page_id, :kind, :act, :speaker, null, :speaker_kind, :role,
    :certainty, :venue, :said_at, :confidence, :words, :seen, :independent, :wordings, :names
)
"""

_INDEPENDENT = """
update statements set independent = (
    select max(1, min(
        count(distinct w.part),
        count(distinct case when m.reporting = 'own' then coalesce(p.outlet, p.page_id) end)
        + max(m.reporting <> 'own')
    ))
    from witnesses w
    join pages p on p.page_id = w.page_id
    join members m on m.page_id = w.page_id and m.story_id = statements.story_id
    where w.statement_id = statements.statement_id
) where witnesses > 1
"""
"""
Pages that a shared passage leads to have a statement from one source, even those that did their
own reporting beside it; of the others only pages with their own reporting are sources.
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
    db.execute(_INDEPENDENT)
    _name_speakers(db, number)


def _keep(db: sqlite3.Connection, row: dict[str, Any], place: int) -> None:
    key = row["statement_id"]
    wordings = {v["place"] for v in row["variants"] if v["kind"] == "wording"}
    named = {v["words"] for v in row["variants"] if v["kind"] == "speaker"}
    kept = db.execute(
        _STATEMENT,
        row
        | {
            "story_id": id_of(row["story"]),
            "page_id": id_of(row["page"]),
            "place": place,
            "seen": len({w["page"] for w in row["witnesses"]}),
            "independent": 1,  # see _INDEPENDENT
            "wordings": len(wordings),
            "names": len(named),
        },
    )
    if not kept.rowcount:
        return  # a page in two stories says it once
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
        "insert or ignore into variants values (?, ?, ?, ?, ?)",
        ((key, v["kind"], v["place"], id_of(v["page"]), v["words"]) for v in row["variants"]),
    )
    db.executemany(
        "insert into answers values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (key, a["to"], a["name"], a["detail"], a["start"], a["end"], a["to_start"], a["to_end"])
            for a in row["answers"]
        ),
    )
    db.executemany(
        "insert into reasons (subject, place, name, detail, weight) values (?, ?, ?, ?, ?)",
        (
            (key, n, reason["name"], reason["detail"], reason["weight"])
            for n, reason in enumerate(row["reasons"] or ())
        ),
    )


def _name_speakers(db: sqlite3.Connection, number: Numbering) -> None:
    """Make one speaker of those that are one, and count what each said."""
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
    db.execute(
        "insert into said select statement_id, coalesce(speaker, ''), words from statements "
        "order by statement_id"
    )


def list_statements(
    db: sqlite3.Connection, speaker: str | None, story_id: str | None, words: str | None
) -> list[str]:
    """Give the ids of statements, story by story in the order of the text."""
    wanted, values = ["1"], list[Any]()
    if speaker is not None:
        wanted.append("speaker_id in (select value from json_each(?))")
        values.append(json.dumps(find_speakers(db, speaker)))
    if story_id is not None:
        wanted.append("story_id = ?")
        values.append(story_id)
    if words is not None:
        wanted.append("statement_id in (select value from json_each(?))")
        values.append(json.dumps(_matching(db, words)))
    rows = db.execute(
        f"select statement_id from statements where {' and '.join(wanted)} "
        "order by story_id, place",
        values,
    )
    return [row[0] for row in rows]


def read_statements(
    db: sqlite3.Connection,
    speaker: str | None = None,
    story_id: str | None = None,
    words: str | None = None,
) -> Iterator[Statement]:
    """Give the statements of a catalogue; see `Ledger.statements`."""
    for statement_id in list_statements(db, speaker, story_id, words):
        yield read_statement(db, statement_id)


def find_speakers(db: sqlite3.Connection, name: str) -> list[int]:
    """Give the speakers of a name, or, if nobody has just that name, those it is a part of."""
    folded = fold_name(name)
    rows = db.execute("select speaker_id, folded from speakers order by speaker_id").fetchall()
    exact = [number for number, known in rows if known == folded]
    return exact or [number for number, known in rows if is_part_of(folded, known)]


def read_statement(db: sqlite3.Connection, statement_id: str) -> Statement:
    """Give one statement by its id."""
    row = db.execute("select * from statements where statement_id = ?", (statement_id,)).fetchone()
    return _statement(db, row)


def _matching(db: sqlite3.Connection, words: str) -> list[str]:
    try:
        rows = db.execute("select statement_id from said where said match ?", (words,)).fetchall()
    except sqlite3.OperationalError as error:
        raise OptionsError(
            f"cannot search for {words!r} ({error}); put odd words in double quotes"
        ) from None
    return [row[0] for row in rows]


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
        'select name, detail, start, "end", weight from reasons where subject = ? order by place',
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
