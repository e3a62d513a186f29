"""What the stages say of stories, as rows of the catalogue."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable
from typing import Any

from wirecopy.records import Certainty, id_of

_STORIES = """
insert into stories
select m.story_id,
       coalesce(max(case when m.role = 'origin' then p.title end), min(p.title)),
       count(*),
       min(m.share),
       max(case when m.role = 'origin' then m.page_id end),
       ?
from members m join pages p on p.page_id = m.page_id
group by m.story_id
"""

_DATES = """
select s.story_id, s.origin_page_id, p.page_id, p.published
from stories s
join members m on m.story_id = s.story_id
join pages p on p.page_id = m.page_id
where s.pages > 1
order by s.story_id, p.published, p.page_id
"""


def keep_stories(
    db: sqlite3.Connection,
    members: Iterable[dict[str, Any]],
    conflicts: Iterable[dict[str, Any]],
) -> None:
    """
    Replace all that the catalogue says of stories. The caller holds the transaction.

    The origin is never certain yet: it is the earliest dated page, or the fullest, and the reason
    says which.

    Args:
        db: The catalogue.
        members: Rows of the table `members` of stage align.
        conflicts: Rows of the table `conflicts` of stage trace.
    """
    for table in ("reasons", "conflicts", "members", "stories"):
        db.execute(f"delete from {table}")
    db.executemany(
        "insert into members values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                id_of(row["story"]),
                id_of(row["page"]),
                row["role"],
                round(row["share"], 4),
                None if row["copied_from"] is None else id_of(row["copied_from"]),
                row["words"],
                row["shared"],
                row["other_words"],
                row["other_shared"],
            )
            for row in members
        ),
    )
    db.execute(_STORIES, (str(Certainty.UNSURE),))
    db.executemany(
        "insert into conflicts values (?, ?, ?, ?, ?)",
        (
            (id_of(r["story"]), r["kind"], r["value"], r["compared"], id_of(r["page"]))
            for r in conflicts
        ),
    )
    _give_reasons(db)


def _give_reasons(db: sqlite3.Connection) -> None:
    """Say of each origin whether its date sets it apart from all others, and else why it stands."""
    rows = db.execute(_DATES)
    for story_id, group in itertools.groupby(rows, key=lambda row: row[0]):
        pages = list(group)
        [own] = [date for _, origin_id, page_id, date in pages if page_id == origin_id]
        others = sorted(d for _, origin_id, page_id, d in pages if d and page_id != origin_id)
        if own is None:
            name, detail = "fullest text", "no page of the story has a date"
        elif others and _last_moment(own) < _first_moment(others[0]):
            name, detail = "earliest dated", f"{own}; the next is dated {others[0]}"
        elif others:
            name, detail = "dates do not tell", f"{own}, and another page {others[0]}"
        else:
            name, detail = "only one dated", own
        db.execute(
            "insert into reasons values (?, 0, ?, ?, null, null, 1.0)", (story_id, name, detail)
        )


def _first_moment(date: str) -> str:
    return date.removesuffix("Z") + "0000-01-01T00:00:00"[len(date.removesuffix("Z")) :]


def _last_moment(date: str) -> str:
    return date.removesuffix("Z") + "9999-12-31T23:59:59"[len(date.removesuffix("Z")) :]
