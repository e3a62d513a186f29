"""What the stages say of stories: as rows of the catalogue, and as records out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from wirecopy.records import (
    Certainty,
    Conflict,
    DateClaim,
    Member,
    Origin,
    Reason,
    Role,
    Sources,
    Story,
    id_of,
)

Rows = Iterable[dict[str, Any]]

_STORIES = """
insert into stories
select m.story_id,
       coalesce(max(case when m.page_id = o.origin_page then p.title end),
                max(case when m.copied_from is null then p.title end), min(p.title)),
       count(*),
       min(m.share),
       max(case when m.role = 'origin' then m.page_id end),
       max(o.name), max(o.origin_page), max(o.origin_page is not null), max(o.certainty),
       max(c.sources), max(c.certainty), max(c.own_pages)
from members m
join pages p on p.page_id = m.page_id
join origin_rows o on o.story_id = m.story_id
join count_rows c on c.story_id = m.story_id
group by m.story_id
"""


def keep_stories(db: sqlite3.Connection, rows: Mapping[str, Rows]) -> None:
    """
    Replace all that the catalogue says of stories. The caller holds the transaction.

    Args:
        db: The catalogue.
        rows: Rows of the tables of stages align, trace and count, by their names.
    """
    keep_learned(db, rows["learned"])
    db.execute("delete from reasons where about <> ''")
    for table in ("conflicts", "sources", "members", "stories"):
        db.execute(f"delete from {table}")
    db.execute(
        "create temp table origin_rows (story_id text primary key, name, origin_page, certainty)"
    )
    db.execute(
        "create temp table count_rows (story_id text primary key, sources, certainty, own_pages)"
    )
    copies = {(r["story"], r["page"]): (r["certainty"], r["relation"]) for r in rows["copies"]}
    origins = list(rows["origins"])
    copies |= {(r["story"], r["page"]): (r["certainty"], None) for r in origins if r["page"]}
    reporting = {(r["story"], r["page"]): r["kind"] for r in rows["sourced"]}
    db.executemany(
        "insert into members values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                id_of(row["story"]),
                id_of(row["page"]),
                row["role"],
                round(row["share"] or 0.0, 4),
                _id(row["copied_from"]),
                row["words"],
                row["shared"],
                row["other_words"],
                row["other_shared"],
                *copies.get((row["story"], row["page"]), (str(Certainty.UNSURE), None)),
                reporting[row["story"], row["page"]],
            )
            for row in rows["members"]
        ),
    )
    db.executemany(
        "insert into origin_rows values (?, ?, ?, ?)",
        ((id_of(r["story"]), r["name"], _id(r["page"]), r["certainty"]) for r in origins),
    )
    db.executemany(
        "insert into count_rows values (?, ?, ?, ?)",
        ((id_of(r["story"]), r["sources"], r["certainty"], r["own_pages"]) for r in rows["counts"]),
    )
    db.execute(_STORIES)
    db.execute("drop table origin_rows")
    db.execute("drop table count_rows")
    db.executemany(
        "insert into sources values (?, ?, ?, ?, ?)",
        (
            (id_of(r["story"]), r["place"], r["kind"], r["name"], r["pages"])
            for r in rows["sources"]
        ),
    )
    db.executemany(
        "insert or ignore into conflicts values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                id_of(r["story"]), r["kind"], r["topic"], r["value"], r["compared"],
                id_of(r["page"]), r["start"], r["till"],
            )
            for r in sorted(rows["conflicts"], key=_order)  # the first span of a page is kept
        ),
    )  # fmt: skip
    for table in ("reasons", "count_reasons"):
        db.executemany(
            "insert into reasons values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    id_of(r["subject"]), r["place"], r["name"], r["detail"], r["start"],
                    r["till"], round(r["weight"], 4), r["about"],
                    "" if r["about"] in ("origin", "sources") else id_of(r["story"]),
                    _id(r["page"]),
                )
                for r in rows[table]
            ),
        )  # fmt: skip


def keep_learned(db: sqlite3.Connection, rows: Rows) -> None:
    """Replace the asides that repetition across the pile has shown."""
    db.execute("delete from asides where reason like 'repetition:%'")
    db.executemany(
        "insert into asides values (?, ?, ?, ?, ?)",
        (
            (id_of(row["page"]), a["start"], a["end"], a["kind"], a["reason"])
            for row in rows
            for a in row["asides"]
            if a["reason"].startswith("repetition:")
        ),
    )


def keep_dates(db: sqlite3.Connection, rows: Rows) -> None:
    """Add the dates of new pages, in the order of each page."""
    for page, dates in groupby(rows, key=lambda row: row["page"]):
        db.executemany(
            "insert into dates values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    id_of(page), place, d["kind"], d["value"], d["precision"], d["zone"],
                    d["origin"], d["text"], d["start"], d["end"],
                )
                for place, d in enumerate(dates)
            ),
        )  # fmt: skip


STORIES_OF = """
select story_id from members where page_id = {}
order by role <> 'origin', coalesce(shared, 0) desc, story_id
"""
"""The stories of a page, that which it has most of first; a roundup is in several."""


def list_stories_of(db: sqlite3.Connection, page_id: str) -> list[str]:
    """Give the ids of the stories that a page is in, that which it has most of first."""
    return [story_id for (story_id,) in db.execute(STORIES_OF.format("?"), (page_id,))]


def read_story(db: sqlite3.Connection, story_id: str) -> Story:
    """Give a story as a record, with all that was traced and counted of it."""
    members = db.execute(
        "select m.* from members m join pages p on p.page_id = m.page_id where story_id = ? "
        "order by m.role <> 'origin', p.published is null, p.published, p.file, p.ordinal, "
        "p.page_id",
        (story_id,),
    ).fetchall()
    return replace(read_head(db, story_id), pages=tuple(_member(db, row) for row in members))


def read_head(db: sqlite3.Connection, story_id: str) -> Story:
    """Give a story without its pages, which can be thousands, each with its reasons."""
    head = db.execute("select * from stories where story_id = ?", (story_id,)).fetchone()
    names = db.execute("select name from sources where story_id = ? order by place", (story_id,))
    return Story(
        story_id=story_id,
        title=head["title"],
        pages=(),
        share=head["share"],
        origin=Origin(
            name=head["origin_name"],
            page_id=head["origin_page_id"],
            in_pile=bool(head["origin_in_pile"]),
            certainty=Certainty(head["origin_certainty"]),
            reasons=read_reasons(db, "origin", story_id),
        ),
        conflicts=_conflicts(db, story_id),
        sources=Sources(
            count=head["sources"],
            names=tuple(name for (name,) in names),
            certainty=Certainty(head["sources_certainty"]),
            reasons=read_reasons(db, "sources", story_id),
        ),
    )


def read_reasons(
    db: sqlite3.Connection, about: str, subject: str, story_id: str = ""
) -> tuple[Reason, ...]:
    """Give the reasons for one decision, in the order in which they were used."""
    rows = db.execute(
        'select name, detail, start, "end", weight, page_id from reasons '
        "where subject = ? and about = ? and story_id = ? order by place",
        (subject, about, story_id),
    )
    return tuple(Reason(*row) for row in rows)


def read_dates(db: sqlite3.Connection, page_id: str) -> Iterator[tuple[str, DateClaim, Reason]]:
    """Give the dates of a page: what of, the claim, and where it stands."""
    rows = db.execute(
        'select kind, value, precision, zone, origin, text, start, "end" from dates '
        "where page_id = ? order by place",
        (page_id,),
    )
    for kind, value, precision, zone, origin, text, start, end in rows:
        claim = DateClaim(value, precision, origin, text)
        yield kind, claim, Reason(kind, zone or "", start, end, 0.0)


def _member(db: sqlite3.Connection, row: sqlite3.Row) -> Member:
    return Member(
        row["page_id"],
        Role(row["role"]),
        row["share"],
        row["copied_from"],
        read_reasons(db, "copy", row["page_id"], row["story_id"]),
        Certainty(row["certainty"]),
        row["relation"],
    )


def _conflicts(db: sqlite3.Connection, story_id: str) -> tuple[Conflict, ...]:
    rows = db.execute(
        'select kind, topic, compared, value, page_id, start, "end" from conflicts '
        "where story_id = ? order by kind, topic, compared, value, page_id, start",
        (story_id,),
    )
    found = []
    for (kind, _), group in groupby(rows, key=lambda row: (row["kind"], row["topic"])):
        values: dict[str, tuple[str, list[str]]] = {}
        spans = []
        for row in group:
            shown = row["compared"] if kind == "published" else row["value"]
            values.setdefault(row["compared"], (shown, []))[1].append(row["page_id"])
            if row["start"] is not None:
                spans.append((row["page_id"], row["start"], row["end"]))
        listed = tuple((value, tuple(ids)) for value, ids in values.values())
        found.append(Conflict(kind, listed, tuple(spans)))
    return tuple(found)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    start = row["start"]
    return (row["story"], row["kind"], row["topic"], row["page"], start is None, start or 0,
            row["till"] or 0, row["value"])  # fmt: skip


def _id(key: int | None) -> str | None:
    return None if key is None else id_of(key)
