"""How many independent sources the witnesses of each statement come to, of those of its story."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

_WITH_SOURCES = """
select w.statement_id, w.part,
       case when m.reporting = 'own' then coalesce(p.outlet, p.page_id) end as source, o.sources
from statements s
join witnesses w on w.statement_id = s.statement_id
join pages p on p.page_id = w.page_id
join members m on m.page_id = w.page_id and m.story_id = s.story_id
join stories o on o.story_id = s.story_id
where s.witnesses > 1
order by w.statement_id
"""
"""Of each witness its part and, if it did its own reporting, its outlet."""


def count_independent(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """
    Count for each statement the sources that its witnesses come to.

    Pages that a shared passage leads to have a statement from one source, even those that did their
    own reporting beside it. Of the others those of one outlet are one, and all that carry the
    story's origin are one. There are never more than the story has.
    """
    rows = db.execute(_WITH_SOURCES).fetchall()
    for statement_id, some in groupby(rows, key=lambda row: str(row[0])):
        mine = list(some)
        count = count_apart((part, source) for _, part, source, _ in mine)
        yield max(1, min(count, mine[0][3])), statement_id


def count_apart(witnesses: Iterable[tuple[int, str | None]]) -> int:
    """
    Count what is left when witnesses of one part, and those of one source, are taken together.

    >>> count_apart([(0, "Velm Post"), (0, "Osk Times"), (1, None), (2, None)])
    2
    """
    head: dict[object, object] = {}

    def find(one: object) -> object:
        while head.setdefault(one, one) != one:
            head[one] = one = head[head[one]]
        return one

    for part, source in witnesses:
        head[find(("part", part))] = find(("source", source))
    return sum(one == above for one, above in head.items())
