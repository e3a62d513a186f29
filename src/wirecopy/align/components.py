"""
Stage 4, align: edges -> stories, as connected components.

The large-star / small-star rounds of Kiveris et al. (Connected Components in MapReduce and
Beyond, SoCC 2014), as SQL, so that one engine's laptop and another's cluster give the same
stories. Each round is kept as Parquet and read back, which cuts the lineage on Spark.
"""

from __future__ import annotations

from collections.abc import Callable

LARGE_STAR = """
select distinct e.v as v, m.root as u
from {both} e
join (select u, least(u, min(v)) as root from {both} group by u) m on m.u = e.u
where e.v > e.u
"""
"""Hang every larger neighbor on the smallest page within reach."""

SMALL_STAR = """
select v, min(u) as u from large group by v
union
select s.u as v, m.root as u
from large s join (select v, min(u) as root from large group by v) m on m.v = s.v
where s.u <> m.root
"""
"""Hang every page and its smaller neighbors on the smallest of them."""


def find_components(table: Callable[[str, str], None], scalar: Callable[[str], int]) -> None:
    """
    Make the table `stories` (page, story) from `edges` (u, v) and `pages`.

    A story goes by its smallest page; a page without an edge is a story of its own.

    Args:
        table: The engine's method that keeps a query under a name.
        scalar: The engine's method that gives one value, for the end of the loop.
    """
    table("star", "select distinct greatest(u, v) as v, least(u, v) as u from edges where u <> v")
    both = "(select u, v from star union all select v as u, u as v from star)"
    while True:
        table("large", LARGE_STAR.format(both=both))
        table("small", SMALL_STAR)
        changed = scalar(
            "select count(*) from (select u, v from small except select u, v from star) more"
        ) + scalar(
            "select count(*) from (select u, v from star except select u, v from small) less"
        )
        table("star", "select v, u from small")
        if changed == 0:
            break
    table(
        "stories",
        "select p.page as page, coalesce(s.u, p.page) as story "
        "from pages p left join star s on s.v = p.page",
    )
