"""Pages that are lists: stories (the first page), search, outlets, what was skipped, runs."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wirecopy.ledger.stories import STORIES_OF
from wirecopy.show.query import query_of, snippet_spans
from wirecopy.show.sources import totals as reporting
from wirecopy.show.web.frames import list_page, render
from wirecopy.show.web.listing import MOST_LETTERS, Listing, searched
from wirecopy.show.web.listings import PAGES, RUNS, SKIPPED, STORIES
from wirecopy.show.web.marking import PLACE, Mark, marked
from wirecopy.show.web.shelf import Shelf

MOST_OUTLETS = 300
"""In the list from which a filter completes what is typed."""

_CARRIED = """
select m.page_id, coalesce(m.words, o.words) as words, coalesce(m.shared, o.shared) as shared
from members m
left join (
    select story_id, copied_from as page_id, max(other_words) as words,
           max(other_shared) as shared
    from members
    where copied_from is not null
    group by story_id, copied_from
) o on o.story_id = m.story_id and o.page_id = m.page_id
where m.reporting = 'copy' or m.reporting = 'unsure' and m.copied_from is not null
"""
"""Pages with a text from elsewhere. The measure of a story may be one, if that came from an agency:
of its words those count that the page that has most of them shares."""

_OUTLETS = f"""
select p.outlet as outlet, count(*) as pages, count(c.page_id) as carried,
       sum(c.words) as words, sum(c.shared) as shared,
       (select count(distinct n.story_id) from pages q join members n on n.page_id = q.page_id
        where q.outlet = p.outlet) as stories,
       min(p.published) as earliest, max(p.published) as latest
from pages p
left join (
    select page_id, max(words) as words, max(shared) as shared from ({_CARRIED}) group by page_id
) c on c.page_id = p.page_id
where p.outlet is not null
group by p.outlet
"""

OUTLETS = Listing(
    name="outlets",
    what="An outlet, its pages, those with a text from elsewhere, and how much others share.",
    select="o.outlet, o.pages, o.carried, o.words, o.shared, o.stories, o.earliest, o.latest",
    source=f"({_OUTLETS}) o",
    order=(("pages", "o.pages", True), ("outlet", "o.outlet", False)),
)

_FURNITURE = """
select a.kind, a.reason, count(*) as spans, count(distinct a.page_id) as pages
from pages p join asides a on a.page_id = p.page_id
where p.outlet = ?
group by a.kind, a.reason
order by spans desc, a.kind, a.reason
limit 40
"""

WITH_WHOM = """
select q.outlet as outlet, count(distinct m.page_id) as pages
from (
    select m.page_id, m.copied_from as other
    from pages p join members m on m.page_id = p.page_id
    where p.outlet = ?1 and m.copied_from is not null
    union
    select m.page_id, n.page_id
    from pages p
    join members m on m.page_id = p.page_id
    join members n on n.story_id = m.story_id and n.copied_from = m.page_id
    where p.outlet = ?1
) m
join pages q on q.page_id = m.other
where q.outlet is not ?1
group by q.outlet
order by pages desc, outlet
limit 20
"""
"""Asked both ways: of its pages some are measured against others, and others against some."""

_AGENCIES = """
select c.value as agency, count(distinct c.page_id) as pages
from pages p join credits c on c.page_id = p.page_id and c.kind = 'agency'
where p.outlet = ?
group by c.value
order by pages desc, c.value
limit 20
"""


MOST_FOUND = 20
"""Stories that a search shows."""

MOST_RANKED = 1_000
"""Pages among which it looks for them, the best."""

_SEARCH = f"""
select f.page_id, s.story_id, s.pages
from (
    select p.page_id, rank as place, search.rowid as number
    from search join pages p on p.page = search.rowid
    where search match ?
    order by rank, search.rowid
    limit {MOST_RANKED}
) f
join stories s on s.story_id = ({STORIES_OF.format("f.page_id")} limit 1)
order by f.place, f.number
"""
"""The best pages, with the story that each has most of."""


def home(request: Request, shelf: Shelf) -> Response:
    """Show the stories of the ledger, those on most pages first, and what is in it."""
    return list_page(
        request, shelf, STORIES, "home.html",
        title="Stories", totals=shelf.once("totals", lambda: totals(shelf)),
        outlets=outlet_names(shelf),
    )  # fmt: skip


def totals(shelf: Shelf) -> dict[str, Any]:
    """Count what the ledger holds."""
    [counts] = shelf.rows(
        "select (select count(*) from pages) as pages,"
        " (select count(distinct file) from pages) as files,"
        " (select count(*) from stories) as stories,"
        " (select count(*) from stories where pages > 1) as copied,"
        " (select coalesce(sum(pages), 0) from stories where pages > 1) as copies,"
        " (select count(distinct outlet) from pages) as outlets,"
        " (select count(*) from skipped) as skipped,"
        " (select coalesce(sum(sources), 0) from stories where pages > 1) as copied_sources,"
        " (select count(*) from stories where pages > 1 and origin_certainty = 'yes') as known,"
        " (select count(*) from statements) as statements,"
        " (select count(distinct story_id) from conflicts) as conflicts"
    )
    return counts | {"reporting": reporting(shelf.book)}


def outlet_names(shelf: Shelf) -> list[str]:
    """Give the outlets with most pages."""
    return [row["outlet"] for row in outlets(shelf)[:MOST_OUTLETS]]


def outlets(shelf: Shelf) -> list[dict[str, Any]]:
    """Count the pages of each outlet, and what of them they share with pages of others."""
    found: list[dict[str, Any]] = shelf.once("outlets", lambda: list(OUTLETS.every(shelf.book, {})))
    return found


def show_outlets(request: Request, shelf: Shelf) -> Response:
    """Show who published how much, and how much of it other pages of the pile have too."""
    return list_page(request, shelf, OUTLETS, "outlets.html", title="Outlets")


def show_outlet(request: Request, shelf: Shelf) -> Response:
    """Show one outlet: its pages, whose text they share, and the furniture of its site."""
    name = request.query_params.get("outlet", "")
    row = next((row for row in outlets(shelf) if row["outlet"] == name), None)
    if row is None:
        return render(request, "trouble.html", 404, title="Not found", said="no such outlet here")
    return list_page(
        request, shelf, PAGES, "outlet.html", title=name, outlet=row,
        with_whom=shelf.rows(WITH_WHOM, name),
        furniture=shelf.rows(_FURNITURE, name), agencies=shelf.rows(_AGENCIES, name),
    )  # fmt: skip


def _each_story_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out pages of a story that has one before them."""
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["story_id"], row)
    return list(first.values())


def search(request: Request, shelf: Shelf) -> Response:
    """Show the pages that hold some words, of each story the best, with the place in it."""
    query = request.query_params.get("q", "").strip()[:MOST_LETTERS]
    found, whole, more = [], True, False
    if query:
        keys = searched(shelf.book, _SEARCH, [query_of(query)])
        whole = len(keys) < MOST_RANKED
        keys = _each_story_once(keys)
        more, keys = len(keys) > MOST_FOUND, keys[:MOST_FOUND]
        pages = shelf.pages([row["page_id"] for row in keys])
        for row in keys:
            page = pages[row["page_id"]]
            start, end, hits = snippet_spans(page.text, query)
            marks = [Mark(a, b, PLACE, "hit", tag="mark") for a, b in hits]
            place = f"{hits[0][0]}-{hits[0][1]}" if hits else f"{start}-{end}"
            found.append(
                {
                    "page": page,
                    "text": marked(page.text, marks, start, end),
                    "place": place,
                    "cut_before": start > 0,
                    "cut_after": end < len(page.text),
                    "story": row["story_id"],
                    "pages": row["pages"],
                }
            )
    return render(
        request, "search.html", title="Search", found=found, asked=query, more=more,
        ranked=None if whole else MOST_RANKED,
    )  # fmt: skip


def show_skipped(request: Request, shelf: Shelf) -> Response:
    """Show what could not be read, and why."""
    return list_page(request, shelf, SKIPPED, "skipped.html", title="Skipped")


def show_pages(request: Request, shelf: Shelf) -> Response:
    """Show all pages."""
    return list_page(
        request, shelf, PAGES, "pages.html", title="Pages", outlets=outlet_names(shelf)
    )


def show_runs(request: Request, shelf: Shelf) -> Response:
    """Show what was read when, by which version, under which options."""
    return list_page(request, shelf, RUNS, "runs.html", title="Runs", as_list=json.loads)


def about(request: Request, shelf: Shelf) -> Response:
    """Say what the signs mean, which keys do what, and what this cannot show."""
    return render(request, "about.html", title="How to read this")
