"""The page of one story: the answer first, then the evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.records import Certainty, Conflict, Story, id_of
from wirecopy.show.web.frames import ROWS, counted, downloads, pager, render
from wirecopy.show.web.kept import heat_map, kept_sentences
from wirecopy.show.web.lineage import lineage
from wirecopy.show.web.listing import number_of
from wirecopy.show.web.listings import PAGES
from wirecopy.show.web.said import statements_in
from wirecopy.show.web.shelf import Shelf
from wirecopy.show.web.timeline import timeline

_MEMBERS = """
select m.story_id, m.page_id, m.role, m.share, m.copied_from,
       m.words, m.shared, m.other_words, m.other_shared, m.certainty, m.relation, m.reporting,
       p.outlet, p.title, p.byline, p.published, p.published_precision, p.published_origin,
       p.published_text, p.url, p.file, p.member, p.ordinal, p.language
from members m join pages p on p.page_id = m.page_id
where m.story_id = ? and (? = '' or m.page_id = ?)
order by m.role <> 'origin', p.published is null, p.published, p.file, p.ordinal
limit ?
"""

CONTRADICTED = {
    "byline": "bylines for one text",
    "published": "dates for one text",
    "agency": "agencies for one text",
    "number": "numbers at one place",
    "name": "names at one place",
    "byline against credits": "names: the byline against the credits",
    "impossible date": "dates that cannot both be right",
}
"""What a conflict is called, after how many values it has."""

MOST_CONFLICTS = 40
"""That are shown of one story."""


def show_story(request: Request, shelf: Shelf) -> Response:
    """Show one story: who carries it, since when, from whom, and what was kept of it."""
    name = str(request.path_params["story"])
    story_id = shelf.book.full_id("story", name)
    if story_id != name:
        return RedirectResponse(f"/story/{story_id}", 307)
    start = number_of(request.query_params.get("start", ""))
    kept = number_of(request.query_params.get("kept", ""))
    seen = story_context(shelf, story_id, kept)
    return render(
        request,
        "story.html",
        **seen,
        shown=seen["members"][start : start + ROWS],
        start=start,
        pager=pager(f"/story/{story_id}", {}, start, len(seen["members"])),
        downloads=downloads(PAGES, {"story": story_id}),
        offline=False,
        to_page=lambda page_id: f"/page/{page_id}",
        to_compare=lambda a, b: f"/compare/{a}/{b}",
    )


def story_context(shelf: Shelf, story_id: str, kept: int = 0, links: bool = True) -> dict[str, Any]:
    """
    Gather all that is shown of one story, on the page and in a report.

    Args:
        shelf: The ledger.
        story_id: A story of it.
        kept: The number of a sentence of which to say who kept it, or 0.
        links: Whether the numbers in the text lead to that.
    """
    members = members_of(shelf, story_id)
    story = shelf.book.head(story_id)
    own = shelf.count("select own_pages from stories where story_id = ?", story_id)
    measure = next(page for page in members if page["role"] == "origin")
    return {
        "title": story.title or "(no title)",
        "story": story,
        "members": members,
        "answer": answer(story, members, own),
        "measure": measure,
        "timeline": timeline(members),
        "lineage": lineage(members),
        "conflicts": conflicts_of(story, members),
        "more_conflicts": max(0, len(joined(story.conflicts)) - MOST_CONFLICTS),
        "statements": statements_in(shelf, story_id),
        "said": shelf.count("select count(*) from statements where story_id = ?", story_id),
        "read": shelf.count("select exists (select 1 from statements)"),
        "heads": {page["page_id"]: page for page in members},
        **_what_was_kept(shelf, members, measure, kept, links),
    }


def members_of(
    shelf: Shelf, story_id: str, page_id: str = "", limit: int = -1
) -> list[dict[str, Any]]:
    """Give the pages of a story, or one of them, in its order, with both shares of each."""
    members = shelf.rows(_MEMBERS, story_id, page_id, page_id, limit)
    for page in members:
        page["taken"] = _part(page["shared"], page["words"])
        page["lives_on"] = _part(page["other_shared"], page["other_words"])
        page["where"] = place_of(page)
    return members


def answer(story: Story, members: list[dict[str, Any]], own: int) -> dict[str, Any]:
    """Answer what one comes for: how many pages, how many sources, who was first, and why."""
    outlets = {page["outlet"] for page in members if page["outlet"]}
    origin = story.origin
    first = None
    if origin is not None:
        heads = {page["page_id"]: page for page in members}
        first = {
            "sure": origin.certainty is Certainty.YES,
            "name": origin.name or "an origin without a name",
            "page": heads.get(origin.page_id or ""),
            "in_pile": origin.in_pile,
            "reasons": [(r, heads.get(r.page_id or "")) for r in origin.reasons],
        }
    return {
        "pages": counted(len(members), "page"),
        "outlets": counted(len(outlets), "outlet") if outlets else None,
        "sources": story.sources,
        "own": own,
        "first": first,
        "least": story.share,
    }


def conflicts_of(story: Story, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what contradicts what, each value with the pages that say so and the place in them."""
    heads = {page["page_id"]: page for page in members}
    found = []
    for conflict in joined(story.conflicts)[:MOST_CONFLICTS]:
        places = {page_id: f"?at={start}-{end}#place" for page_id, start, end in conflict.spans}
        found.append(
            {
                "kind": conflict.kind,
                "called": CONTRADICTED.get(conflict.kind, conflict.kind),
                "values": [
                    (value, [(heads[i], places.get(i, "")) for i in ids[:6]], len(ids))
                    for value, ids in conflict.values[:20]
                ],
                "left": max(0, len(conflict.values) - 20),
            }
        )
    return found


def joined(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """
    Join conflicts of one kind between the same values, which pages of a large story find by pairs.

    Where a page would stand under two values they are of two places, and stay apart.

    >>> pair = [Conflict("number", (("2", (a,)), ("3", (b,)))) for a, b in ("ab", "cd", "ba")]
    >>> [conflict.values for conflict in joined(pair)]
    [(('2', ('a', 'c')), ('3', ('b', 'd'))), (('2', ('b',)), ('3', ('a',)))]
    """
    found: dict[tuple[str, tuple[str, ...]], list[tuple[dict[str, int], list[Conflict]]]] = {}
    for one in conflicts:
        alike = found.setdefault((one.kind, tuple(value for value, _ in one.values)), [])
        under = {page_id: n for n, (_, ids) in enumerate(one.values) for page_id in ids}
        for other, parts in alike:
            if all(other.get(page_id, n) == n for page_id, n in under.items()):
                other |= under
                parts.append(one)
                break
        else:
            alike.append((under, [one]))
    return [_as_one(parts) for alike in found.values() for _, parts in alike]


def _as_one(parts: Sequence[Conflict]) -> Conflict:
    """Give conflicts between the same values as one, its pages and spans in their order."""
    values = tuple(
        (value, tuple(dict.fromkeys(page_id for part in parts for page_id in part.values[n][1])))
        for n, (value, _) in enumerate(parts[0].values)
    )
    spans = dict.fromkeys(span for part in parts for span in part.spans)
    return Conflict(parts[0].kind, values, tuple(spans))


def place_of(page: dict[str, Any]) -> str:
    """Give the place of a page in the pile, as a person reads it."""
    inner = page["member"] or (f"#{page['ordinal']}" if page["ordinal"] > 1 else "")
    return f"{page['file']} {inner}".strip()


def _what_was_kept(
    shelf: Shelf,
    members: list[dict[str, Any]],
    measure: dict[str, Any],
    chosen: int,
    links: bool,
) -> dict[str, Any]:
    others = [page["page_id"] for page in members if page is not measure]
    if not others:
        return {"heat": None, "compared": 0, "keepers": None}
    page = shelf.page(measure["page_id"])
    asides = shelf.book.asides(page.page_id)
    spans = shelf.passages(page.page_id, others)
    sentences = kept_sentences(page.text, asides, spans)
    compared = len(set(spans.others.tolist()))
    keepers = None
    if 1 <= chosen <= len(sentences):
        sentence = sentences[chosen - 1]
        who = {id_of(int(key)) for key in sentence.pages}
        keepers = {
            "number": chosen,
            "text": page.text[sentence.start : sentence.end],
            "pages": [member for member in members if member["page_id"] in who],
        }
    return {
        "heat": heat_map(page.text, asides, sentences, compared, chosen, links),
        "compared": compared,
        "keepers": keepers,
    }


def _part(some: int | None, whole: int | None) -> float | None:
    return None if some is None or not whole else some / whole
