"""Any two pages side by side, and one page with all that is known of it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.align import align
from wirecopy.ledger.stories import STORIES_OF
from wirecopy.records import Page, Passage
from wirecopy.show.lists import name_of
from wirecopy.show.passages import blank_asides
from wirecopy.show.query import hits
from wirecopy.show.web.frames import counted, render
from wirecopy.show.web.marking import PLACE, Mark, marked
from wirecopy.show.web.said import statement_marks, statements_on
from wirecopy.show.web.shelf import Shelf
from wirecopy.show.web.sides import aside_marks, place_mark, quote_marks, shared_marks
from wirecopy.show.web.story import members_of, place_of

VERDICTS = {"same": "Same", "unsure": "Not enough to tell", "different": "Different"}

LAYERS = ("asides", "shared", "differing", "quotations", "statements")
"""What a text can show; `?hide=` names those that it shall not, joined by commas."""


def compare(request: Request, shelf: Shelf) -> Response:
    """Show two pages beside each other, with what they share and which words of it differ."""
    names = (str(request.path_params["a"]), str(request.path_params["b"]))
    ids = [shelf.book.full_id("page", name) for name in names]
    if tuple(ids) != names:
        return RedirectResponse(f"/compare/{ids[0]}/{ids[1]}", 307)
    found = shelf.pages(ids)
    pages = (found[ids[0]], found[ids[1]])
    at = (request.query_params.get("a", ""), request.query_params.get("b", ""))
    pair = beside(shelf, pages, at)
    theirs = [stories_of(shelf, page_id) for page_id in ids]
    both = [story_id for story_id in theirs[0] if story_id in theirs[1]]
    story_ids = [both[0], both[0]] if both else [story_ids[0] for story_ids in theirs]
    same = bool(both)
    return render(
        request,
        "compare.html",
        title=f"{name_of(pages[0])} beside {name_of(pages[1])}",
        **pair,
        story=story_ids[0] if same else None,
        stories=story_ids,
        members=members_of(shelf, story_ids[0], limit=200) if same else [],
        judged=shelf.rows(
            "select * from judgements where undone is null and ((a = ? and b = ?) "
            "or (a = ? and b = ?)) order by number",
            *ids,
            *reversed(ids),
        ),
        verdicts=VERDICTS,
        hidden=hidden(request),
        layers=("asides", "shared", "differing", "quotations"),
    )


def beside(
    shelf: Shelf, pages: tuple[Page, Page], at: tuple[str, str] = ("", ""), key: str = ""
) -> dict[str, Any]:
    """
    Gather all that is shown of two pages beside each other.

    Args:
        shelf: The ledger.
        pages: Two pages of it.
        at: A span of each that the address points to, as `120-180`, or nothing.
        key: What the ids of passages begin with, where several pairs stand in one file.
    """
    asides = [shelf.book.asides(page.page_id) for page in pages]
    stories = [blank_asides(page.text, theirs) for page, theirs in zip(pages, asides, strict=True)]
    passages = between(shelf, *pages)
    shared = shared_marks(passages, (stories[0], stories[1]), (f"{key}a", f"{key}b"))
    sides = []
    for n, (page, theirs) in enumerate(zip(pages, asides, strict=True)):
        marks = [*aside_marks(theirs), *shared[n], *quote_marks(page.text, theirs)]
        marks += place_mark(at[n], len(page.text))
        sides.append({"page": page, "where": _where(page), "text": marked(page.text, marks)})
    return {
        "sides": sides,
        "passages": passages,
        "portions": _portions(stories, passages),
        "kinds": kinds_of(passages),
    }


def show_page(request: Request, shelf: Shelf) -> Response:
    """Show one page: its text in layers, its claims with their places, and where it lies."""
    name = str(request.path_params["page"])
    page_id = shelf.book.full_id("page", name)
    if page_id != name:
        return RedirectResponse(f"/page/{page_id}", 307)
    page = shelf.page(page_id)
    asides = shelf.book.asides(page_id)
    story_id, *others = stories_of(shelf, page_id)
    me = members_of(shelf, story_id, page_id)[0]
    first = shelf.rows(
        "select page_id from members where story_id = ? and page_id <> ? limit 1",
        story_id, page_id,
    )  # fmt: skip
    other_id = me["copied_from"] or (first[0]["page_id"] if first else None)
    marks = [*aside_marks(asides), *quote_marks(page.text, asides)]
    marks += statement_marks(shelf, page_id)
    marks += place_mark(request.query_params.get("at", ""), len(page.text))
    if query := request.query_params.get("q"):
        marks += [
            Mark(start, end, PLACE, "hit", tag="mark") for start, end in hits(page.text, query)
        ]
    passages: list[Passage] = []
    if other_id:
        other = shelf.page(other_id)
        passages = between(shelf, page, other)
        theirs = blank_asides(other.text, shelf.book.asides(other_id))
        marks += shared_marks(passages, (blank_asides(page.text, asides), theirs))[0]
    heads = shelf.heads([page_id])
    return render(
        request,
        "page.html",
        title=page.title or "(no title)",
        page=page,
        head=heads[page_id],
        where=_where(page),
        asides=asides,
        text=marked(page.text, marks),
        story_id=story_id,
        pages=shelf.count("select count(*) from members where story_id = ?", story_id),
        me=me,
        other=shelf.heads([other_id])[other_id] if other_id else None,
        parts_of=[_part_of(shelf, page_id, other) for other in others],
        passages=passages,
        kinds=kinds_of(passages),
        hidden=hidden(request),
        layers=LAYERS,
        run=next(iter(shelf.rows("select * from runs where run_id = ?", heads[page_id]["run_id"]))),
        dates=list(shelf.book.dates(page_id)),
        credits=shelf.rows("select * from credits where page_id = ? order by place", page_id),
        signs=shelf.book.signs(page_id),
        said=statements_on(shelf, page_id),
        why=shelf.rows(
            "select * from reasons where subject = ? and about = 'copy' and story_id = ? "
            "order by place",
            page_id,
            story_id,
        ),
        source=next(
            iter(shelf.rows("select * from files where file = ? order by run_id", page.file)), None
        ),
    )


def between(shelf: Shelf, a: Page, b: Page) -> list[Passage]:
    """Give what two pages share: the passages of the ledger, or, if it has none, found now."""
    if a.page_id == b.page_id:
        return []
    if b.page_id in shelf.meets(a.page_id):
        return shelf.passages(a.page_id, [b.page_id]).passages(a.page_id)
    one, two = (blank_asides(page.text, shelf.book.asides(page.page_id)) for page in (a, b))
    return align(one, two)


def story_of(shelf: Shelf, page_id: str) -> str:
    """Give the story_id of a page; of a roundup's, that of the story which it has most of."""
    return stories_of(shelf, page_id)[0]


def stories_of(shelf: Shelf, page_id: str) -> list[str]:
    """Give the story_ids of a page; only a roundup has several."""
    return [str(row["story_id"]) for row in shelf.rows(STORIES_OF.format("?"), page_id)]


def _part_of(shelf: Shelf, page_id: str, story_id: str) -> dict[str, Any]:
    """Give a further story that a page is in, what the page is in it, and beside which page."""
    me = members_of(shelf, story_id, page_id)[0]
    beside = me["copied_from"]
    return {
        "story": shelf.book.head(story_id),
        "pages": shelf.count("select count(*) from members where story_id = ?", story_id),
        "me": me,
        "beside": shelf.heads([beside])[beside] if beside else None,
    }


def kinds_of(passages: list[Passage]) -> str:
    """Say how many passages there are of each kind."""
    kinds = [str(passage.kind) for passage in passages]
    return (
        ", ".join(counted(kinds.count(k), f"{k} passage") for k in dict.fromkeys(kinds)) or "none"
    )


def hidden(request: Request) -> list[str]:
    """Give the layers that the address says are not to be shown."""
    said = request.query_params.get("hide", "").split(",")
    return [layer for layer in LAYERS if layer in said]


def _portions(stories: list[str], passages: list[Passage]) -> list[float]:
    """Give which part of the letters of either story lies in shared passages."""
    portions = []
    for n, story in enumerate(stories):
        spans = [(p.a_start, p.a_end) if n == 0 else (p.b_start, p.b_end) for p in passages]
        covered = bytearray(len(story))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        letters = [i for i, c in enumerate(story) if c.isalnum()]
        portions.append(sum(covered[i] for i in letters) / len(letters) if letters else 0.0)
    return portions


def _where(page: Page) -> str:
    return place_of({"file": page.file, "member": page.member, "ordinal": page.ordinal})
