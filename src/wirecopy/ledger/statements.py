"""What stage attribute says of statements, as rows of the catalogue and back."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
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

TABLES = ("said", "answers", "variants", "witnesses", "statements", "speakers")
_STATEMENT = """
insert into statements values (
    :statement_id, :story_id, :place, :page_id, :kind, :act, :speaker, null, :speaker_kind, :role,
    :certainty, :venue, :said_at, :confidence, :words, :seen, :independent, :wordings, :names
)
"""


def drop_statements(db: sqlite3.Connection) -> None:
    """Forget all that the catalogue says of statements. The caller holds the transaction."""
    db.execute("delete from reasons where subject in (select statement_id from statements)")
    for table in TABLES:
        db.execute(f"delete from {table}")
    db.execute("delete from meta where key = 'attributed'")


def keep_statements(db: sqlite3.Connection, rows: Iterable[dict[str, Any]]) -> None:
    """
    Replace all that the catalogue says of statements. The caller holds the transaction.

    Args:
        db: The catalogue.
        rows: Rows of `TOLD`, those of one story one after the other.
    """
    drop_statements(db)
    story, place = None, 0
    for row in rows:
        place = place + 1 if row["story"] == story else 0
        story = row["story"]
        _keep(db, row, place)
    _name_speakers(db)


def _keep(db: sqlite3.Connection, row: dict[str, Any], place: int) -> None:
    key = row["statement_id"]
    wordings = {v["place"] for v in row["variants"] if v["kind"] == "wording"}
    named = {v["words"] for v in row["variants"] if v["kind"] == "speaker"}
    db.execute(
        _STATEMENT,
        row
        | {
            "story_id": id_of(row["story"]),
            "page_id": id_of(row["page"]),
            "place": place,
            "seen": len({w["page"] for w in row["witnesses"]}),
            "independent": 1,  # copies of one story come to one source, until they are counted
            "wordings": len(wordings),
            "names": len(named),
        },
    )
    db.executemany(
        "insert into witnesses values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (key, n, id_of(w["page"]), w["found"], _as_json(w["content"]), _as_json(w["source"]),
             _as_json(w["cue"]), w["words"])
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
        "insert into reasons values (?, ?, ?, ?, null, null, ?)",
        (
            (key, n, reason["name"], reason["detail"], reason["weight"])
            for n, reason in enumerate(row["reasons"] or ())
        ),
    )


def _name_speakers(db: sqlite3.Connection) -> None:
    """
    Make one speaker of each name, across stories where that is safe.

    A person of one name only ("Bachelet") is another one in each story; two of the same full name
    are two where both have roles and these share no word.
    """
    rows = db.execute(
        "select speaker, speaker_kind, role, story_id, count(*) as said from statements "
        "where speaker is not null group by 1, 2, 3, 4"
    ).fetchall()
    people: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for name, kind, role, story_id, said in sorted(rows, key=lambda r: tuple(map(str, r))):
        folded = fold_name(name)
        alone = kind in (SpeakerKind.UNNAMED, SpeakerKind.GROUP) or (
            kind == SpeakerKind.PERSON and " " not in folded
        )
        key = (folded, kind or "", story_id if alone else "")
        row = {"name": name, "role": role, "story": story_id, "said": said}
        people.setdefault(key, []).append(row)
    number = 0
    for (folded, kind, _), mine in sorted(people.items()):
        for camp in _by_role(mine) if kind == SpeakerKind.PERSON else [mine]:
            number += 1
            roles: Counter[str] = Counter()
            for row in camp:
                if row["role"]:
                    roles[row["role"]] += row["said"]
            ranked = sorted(roles, key=lambda role: (-roles[role], role))
            db.execute(
                "insert into speakers values (?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    max((row["name"] for row in camp), key=lambda n: (len(n), n)),
                    folded,
                    kind or None,
                    "; ".join(ranked),
                    sum(row["said"] for row in camp),
                    len({row["story"] for row in camp}),
                ),
            )
            db.executemany(
                "update statements set speaker_id = ? where story_id = ? and speaker = ? "
                "and speaker_kind is ? and role is ?",
                ((number, r["story"], r["name"], kind or None, r["role"]) for r in camp),
            )
    db.execute(
        "insert into said select statement_id, coalesce(speaker, ''), words from statements "
        "order by statement_id"
    )


def _by_role(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part the rows of one full name by roles that have nothing in common; no role parts none."""
    camps: list[tuple[set[str], list[dict[str, Any]]]] = []
    stories: dict[str, int] = {}
    for row in sorted(rows, key=lambda r: (not r["role"], -r["said"], str(r["role"]))):
        words = {w[:5] for w in fold_name(row["role"] or "").split() if len(w) > 3}
        known = stories.get(row["story"])
        place = next(
            (n for n, (has, _) in enumerate(camps) if not words or not has or words & has), None
        )
        place = known if known is not None else place
        if place is None:
            camps.append((set(), []))
            place = len(camps) - 1
        camps[place][0].update(words)
        camps[place][1].append(row)
        stories[row["story"]] = place
    return [mine for _, mine in camps]


def read_statements(
    db: sqlite3.Connection,
    speaker: str | None = None,
    story_id: str | None = None,
    words: str | None = None,
) -> Iterator[Statement]:
    """Give the statements of a catalogue; see `Ledger.statements`."""
    wanted, values = ["1"], list[Any]()
    if speaker is not None:
        ids = find_speakers(db, speaker)
        wanted.append(f"speaker_id in ({', '.join('?' * len(ids))})")
        values += ids
    if story_id is not None:
        wanted.append("story_id = ?")
        values.append(story_id)
    if words is not None:
        wanted.append("statement_id in (select value from json_each(?))")
        values.append(json.dumps(_matching(db, words)))
    query = f"select * from statements where {' and '.join(wanted)} order by story_id, place"
    for row in db.execute(query, values).fetchall():
        yield _statement(db, row)


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
