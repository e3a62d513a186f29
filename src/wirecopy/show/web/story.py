"""The page of one story: the answer first, then the evidence for it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.errors import LedgerError
from wirecopy.records import Certainty, Story
from wirecopy.show.web.frames import ROWS, counted, downloads, pager, render
from wirecopy.show.web.kept import heat_map, kept_sentences
from wirecopy.show.web.lineage import lineage
from wirecopy.show.web.listings import PAGES
from wirecopy.show.web.shelf import Shelf
from wirecopy.show.web.timeline import timeline

_MEMBERS = """
select m.story_id, m.page_id, m.role, m.share, m.copied_from,
       m.words, m.shared, m.other_words, m.other_shared,
       p.outlet, p.title, p.byline, p.published, p.published_precision, p.published_origin,
       p.published_text, p.url, p.file, p.member, p.ordinal, p.language
from members m join pages p on p.page_id = m.page_id
where m.story_id = ?
order by m.role <> 'origin', p.published is null, p.published, p.file, p.ordinal
"""

CONTRADICTED = {"byline": "bylines", "published": "dates", "title": "titles"}


def show_story(request: Request, shelf: Shelf) -> Response:
    """Show one story: who carries it, since when, from whom, and what was kept of it."""
    name = str(request.path_params["story"])
    story_id = full_id(shelf, "stories", "story_id", name)
    if story_id != name:
        return RedirectResponse(f"/story/{story_id}", 307)
    start = int(request.query_params["start"]) if _is_number(request, "start") else 0
    kept = int(request.query_params["kept"]) if _is_number(request, "kept") else 0
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
    story = shelf.book.story(story_id)
    measure = next(page for page in members if page["role"] == "origin")
    return {
        "title": story.title or "(no title)",
        "story": story,
        "members": members,
        "answer": answer(story, members, measure),
        "measure": measure,
        "timeline": timeline(members),
        "lineage": lineage(members),
        "conflicts": conflicts_of(story, members),
        "heads": {page["page_id"]: page for page in members},
        **_what_was_kept(shelf, members, measure, kept, links),
    }


def members_of(shelf: Shelf, story_id: str) -> list[dict[str, Any]]:
    """Give the pages of a story, in its order, with both shares of each."""
    members = shelf.rows(_MEMBERS, story_id)
    for page in members:
        page["taken"] = _part(page["shared"], page["words"])
        page["lives_on"] = _part(page["other_shared"], page["other_words"])
        page["where"] = place_of(page)
    return members


def answer(story: Story, members: list[dict[str, Any]], measure: dict[str, Any]) -> dict[str, Any]:
    """Answer what one comes for: how many pages, how many sources, who was first, and why."""
    outlets = {page["outlet"] for page in members if page["outlet"]}
    origin = story.origin
    sure = origin is not None and origin.certainty is Certainty.YES
    first = None
    if len(members) > 1 and origin is not None:
        first = {
            "sure": sure,
            "name": origin.name or "the origin is not in the pile",
            "page": measure if origin.in_pile else None,
            "reasons": origin.reasons,
        }
    return {
        "pages": counted(len(members), "page"),
        "outlets": counted(len(outlets), "outlet") if outlets else None,
        "sources": story.sources,
        "first": first,
        "least": story.share,
    }


def conflicts_of(story: Story, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what contradicts what, each value with the pages that say so."""
    heads = {page["page_id"]: page for page in members}
    return [
        {
            "kind": CONTRADICTED.get(conflict.kind, conflict.kind),
            "values": [
                (value, [heads[page_id] for page_id in ids[:6]], len(ids))
                for value, ids in conflict.values[:20]
            ],
            "left": max(0, len(conflict.values) - 20),
        }
        for conflict in story.conflicts
    ]


def place_of(page: dict[str, Any]) -> str:
    """Give the place of a page in the pile, as a person reads it."""
    inner = page["member"] or (f"#{page['ordinal']}" if page["ordinal"] > 1 else "")
    return f"{page['file']} {inner}".strip()


def full_id(shelf: Shelf, table: str, column: str, name: str) -> str:
    """
    Complete the beginning of an id.

    Raises:
        LedgerError: None begins so, or more than one does.
    """
    if 2 <= len(name) <= 16 and set(name) <= set("0123456789abcdef"):
        found = shelf.rows(
            f"select {column} as name from {table} where {column} between ? and ? limit 2",
            name, name + "g",
        )  # fmt: skip
        if len(found) == 1:
            return str(found[0]["name"])
        if found:
            raise LedgerError(f"more than one {column[:-3]} begins with {name!r}; type more of it")
    raise LedgerError(f"no {column[:-3]} {name[:40]!r} is in this ledger")


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
        who = set(sentence.pages)
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


def _is_number(request: Request, name: str) -> bool:
    value = request.query_params.get(name, "")
    return value.isdecimal() and len(value) < 10
