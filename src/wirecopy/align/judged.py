"""
Stage 4, align: what people said of two pages -> stories that respect it.

`same` is an edge more; `different` takes one away, and where two such pages hang together through
others all the same, their story is cut in two: each page goes with the one of the two that it has
more in common with, and with the first where it has nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable

EDGES = """
select e.u as u, e.v as v
from edges e
left join judgements j
  on j.verdict = 'different'
 and least(j.a, j.b) = least(e.u, e.v) and greatest(j.a, j.b) = greatest(e.u, e.v)
where j.a is null
union
select j.a as u, j.b as v
from judgements j
join pages p on p.page = j.a
join pages q on q.page = j.b
where j.verdict = 'same'
"""

BROKEN = """
select story, one, two
from (
    select s.story as story, j.a as one, j.b as two,
           row_number() over (partition by s.story order by j.number) as place
    from judgements j
    join stories s on s.page = j.a
    join stories t on t.page = j.b and t.story = s.story
    where j.verdict = 'different'
) placed
where place = 1
"""
"""For each story, the first judgement that it goes against."""

CLOSER = """
select s.story as story, s.page as page,
       case when s.page = k.two then 1
            when s.page = k.one then 0
            when coalesce(max(case when d.other = k.two then d.matched end), 0)
                 > coalesce(max(case when d.other = k.one then d.matched end), 0) then 1
            else 0 end as side
from stories s
join broken k on k.story = s.story
left join (
    select a as page, b as other, matched from aligned
    union all
    select b as page, a as other, matched from aligned
) d on d.page = s.page and (d.other = k.one or d.other = k.two)
group by s.story, s.page, k.one, k.two
"""

CUT = """
select s.page as page, coalesce(k.named, s.story) as story
from stories s
left join (
    select c.story as story, c.page as page, m.named as named
    from closer c
    join (select story, side, min(page) as named from closer group by story, side) m
      on m.story = c.story and m.side = c.side
) k on k.story = s.story and k.page = s.page
"""


def cut_stories(table: Callable[[str, str], None], scalar: Callable[[str], int]) -> None:
    """
    Cut stories until no two pages that are judged different are in one.

    Each round parts the pages of one judgement in every story, so there are no more rounds than
    such judgements in a story.

    Args:
        table: The engine's method that keeps a query under a name.
        scalar: The engine's method that gives one value, for the end of the loop.
    """
    while True:
        table("broken", BROKEN)
        if scalar("select count(*) from broken") == 0:
            return
        table("closer", CLOSER)
        table("stories", CUT)
