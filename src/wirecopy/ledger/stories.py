"""What the stages say of stories, as rows of the catalogue."""

from __future__ import annotations

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
        "insert into conflicts values (?, ?, ?, ?)",
        ((id_of(r["story"]), r["kind"], r["value"], id_of(r["page"])) for r in conflicts),
    )
    _give_reasons(db)


def _give_reasons(db: sqlite3.Connection) -> None:
    dates: dict[str, list[str]] = {}
    origins: dict[str, tuple[str, str | None]] = {}
    for story_id, origin_id, page_id, published in db.execute(_DATES):
        if published is not None:
            dates.setdefault(story_id, []).append(published)
        if page_id == origin_id:
            origins[story_id] = origin_id, published
    for story_id, (_, published) in origins.items():
        if published is None:
            name, detail = "fullest text", "no page of the story has a date"
        else:
            later = [date for date in dates[story_id] if date > published]
            name = "earliest dated"
            detail = published + (f"; the next is dated {later[0]}" if later else "")
        db.execute(
            "insert into reasons values (?, 0, ?, ?, null, null, 1.0)", (story_id, name, detail)
        )
