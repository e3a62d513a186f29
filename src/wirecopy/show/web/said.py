"""Statements and speakers: who said what, on which pages, and where the wording drifted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.errors import OptionsError
from wirecopy.records import Statement
from wirecopy.show.query import hits, query_of
from wirecopy.show.said import heading, named_by_pages
from wirecopy.show.web.frames import list_page, render
from wirecopy.show.web.marking import PART, PLACE, STATEMENT, Mark, marked
from wirecopy.show.web.said_listings import SPEAKERS, STATEMENTS
from wirecopy.show.web.shelf import Shelf

_ITS_OWN = ", ".join(
    f"coalesce((select group_concat(v.words, ' / ') from variants v where v.kind = '{name}' and "
    f"v.statement_id = w.statement_id and v.page_id = w.page_id), t.{name}) as its_{name}"
    for name in ("speaker", "act")
)
"""Whom a witness names and by which act, where the others have another."""

PARTS = ("content", "source", "cue")
AROUND = 160
"""Letters of a page before and after a statement where it is quoted."""
CARRIED = replace(
    STATEMENTS,
    order=(
        ("witnesses", "t.witnesses", True), ("story_id", "t.story_id", False),
        ("place", "t.place", False),
    ),
)  # fmt: skip
"""The statements, those on most pages first."""
READ = replace(
    STATEMENTS,
    select="t.*, y.pages as story_pages",
    source="stories y cross join statements t on t.story_id = y.story_id",
    counted=STATEMENTS.source,
    order=(
        ("story_pages", "y.pages", True), ("story_id", "y.story_id", False),
        ("place", "t.place", False),
    ),
)  # fmt: skip
"""
The statements, stories on most pages first, those of each as a reader meets them.

SQLite takes a cross join as it is written, by the indexes of both: nothing need be sorted.
"""
MOST = 50
"""Witnesses of a statement that are shown one by one."""


def show_statements(request: Request, shelf: Shelf) -> Response:
    """Show the statements, story by story or those on most pages first, with filters and search."""
    query = request.query_params.get("q", "")

    def shown(words: str) -> Markup:
        """Give what was said with the words that were searched for marked."""
        found = hits(words, query) if query else []
        return marked(words, [Mark(start, end, PLACE, "hit", tag="mark") for start, end in found])

    def elsewhere(rows: list[dict[str, Any]]) -> dict[str, str]:
        """Give what was found of the statements whose listed words do not have it."""
        ids = [row["statement_id"] for row in rows]
        return shelf.book.found_elsewhere(query_of(query), ids) if query else {}

    speakers = shelf.once(
        "speakers",
        lambda: [
            row["name"]
            for row in shelf.rows(
                "select name from speakers order by statements desc, speaker_id limit 300"
            )
        ],
    )
    order = request.query_params.get("order")
    if order not in (None, "pages"):
        raise OptionsError(f"order cannot be {order[:40]!r}; it is pages, or left out")
    titles: dict[str, str] = {}

    def title_of(story_id: str) -> str:
        """Give what the story of a statement is called."""
        if story_id not in titles:
            found = shelf.rows("select title from stories where story_id = ?", story_id)
            titles[story_id] = str((found and found[0]["title"]) or "(no title)")
        return titles[story_id]

    return list_page(
        request, shelf, CARRIED if order else READ, "statements.html",
        {"order": order} if order else {}, ("order",), title="Statements", shown=shown,
        lists={"speaker": speakers}, by_story=not order, title_of=title_of, elsewhere=elsewhere,
    )  # fmt: skip


def show_speakers(request: Request, shelf: Shelf) -> Response:
    """Show the speakers, those with most statements first."""
    return list_page(request, shelf, SPEAKERS, "speakers.html", title="Speakers")


def show_statement(request: Request, shelf: Shelf) -> Response:
    """Show one statement: its words, its speaker and why, every page that carries it, the drift."""
    name = str(request.path_params["statement"])
    key = shelf.book.full_id("statement", name)
    if key != name:
        return RedirectResponse(f"/statement/{key}", 307)
    statement = shelf.book.statement(key)
    [row] = shelf.rows("select * from statements where statement_id = ?", key)
    ids = list(dict.fromkeys(w.page_id for w in statement.witnesses))
    heads = shelf.heads(ids)
    pages = shelf.pages([statement.page_id] if statement.page_id else [])
    page = pages[str(statement.page_id)]
    return render(
        request,
        "statement.html",
        title=heading(statement.speaker, statement.act, row["words"][:80]),
        statement=statement,
        row=row,
        quoted=quoted(page.text, statement),
        place=span_of(statement.content),
        witnesses=[(witness, heads[witness.page_id]) for witness in statement.witnesses[:MOST]],
        left=max(0, len(statement.witnesses) - MOST),
        wordings=wordings(statement, heads),
        span_of=span_of,
        named=named_by_pages(shelf.book, key),
        drift=drift(shelf, key, heads),
        answers=shelf.rows(
            "select a.name, a.detail, t.* from answers a join statements t "
            "on t.statement_id = a.answers where a.statement_id = ? order by t.place",
            key,
        ),
        answered=shelf.rows(
            "select a.name, a.detail, t.* from answers a join statements t "
            "on t.statement_id = a.statement_id where a.answers = ? order by t.place",
            key,
        ),
        story=shelf.rows("select * from stories where story_id = ?", statement.story_id)[0],
    )


def wordings(
    statement: Statement, heads: dict[str, dict[str, Any]]
) -> list[tuple[str, int, dict[str, Any]]]:
    """Give the words in which pages have a statement, how many, and the earliest of them."""
    found: dict[str, list[str]] = {}
    for witness in statement.witnesses:
        found.setdefault(witness.words, []).append(witness.page_id)
    most = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(words, len(ids), heads[ids[0]]) for words, ids in most]


def statements_in(shelf: Shelf, story_id: str, limit: int = 60) -> list[dict[str, Any]]:
    """Give the statements of a story, in the order of its text; of many, those on most pages."""
    many = shelf.count("select count(*) from statements where story_id = ?", story_id) > limit
    return shelf.rows(
        "select t.*, w.content from statements t join witnesses w "
        "on w.statement_id = t.statement_id and w.place = 0 "
        f"where t.story_id = ? order by {'t.witnesses desc, ' if many else ''}t.place limit ?",
        story_id,
        limit,
    )


def statements_on(shelf: Shelf, page_id: str, limit: int = 100) -> list[dict[str, Any]]:
    """Give the statements of a page as it has them: its words, whom it names, the act it shows."""
    return shelf.rows(
        f"select t.*, w.content, w.words as its_words, {_ITS_OWN} from witnesses w "
        "join statements t on t.statement_id = w.statement_id where w.page_id = ? "
        "order by t.story_id, t.place limit ?",
        page_id,
        limit,
    )


def statement_marks(shelf: Shelf, page_id: str) -> list[Mark]:
    """Give the statements of a page as marks: the content, who says it, and the cue."""
    marks = []
    for row in shelf.rows(
        f"select w.*, {_ITS_OWN} from witnesses w "
        "join statements t on t.statement_id = w.statement_id where w.page_id = ?",
        page_id,
    ):
        said = f"{row['its_speaker'] or 'a speaker not named'}: {row['its_act'] or 'said'}"
        for part in PARTS:
            level = STATEMENT if part == "content" else PART
            marks += [
                Mark(start, end, level, "statement" if part == "content" else part,
                     more=(("title", said),))
                for start, end in json.loads(row[part])
            ]  # fmt: skip
    return marks


def quoted(text: str, statement: Statement) -> Markup:
    """Give the surroundings of a statement on its page, with its parts marked."""
    marks = [
        Mark(start, end, STATEMENT if part == "content" else PART,
             "statement" if part == "content" else part)
        for part in PARTS
        for start, end in getattr(statement, part)
    ]  # fmt: skip
    spans = [*statement.content, *statement.source, *statement.cue]
    start = text.rfind(" ", 0, max(0, min(s for s, _ in spans) - AROUND)) + 1
    end = text.find(" ", max(e for _, e in spans) + AROUND)
    end = end if end >= 0 else len(text)
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return before + marked(text, marks, start, end) + after


def drift(shelf: Shelf, key: str, heads: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give where witnesses differ: at each place the wordings, each with its pages."""
    places: dict[tuple[str, int], dict[str, list[dict[str, Any]]]] = {}
    for row in shelf.rows(
        "select * from variants where statement_id = ? order by kind desc, place, words, page_id",
        key,
    ):
        wordings = places.setdefault((row["kind"], row["place"]), {})
        wordings.setdefault(row["words"], []).append(heads[row["page_id"]])
    return [
        {"kind": kind, "wordings": sorted(w.items(), key=lambda item: (-len(item[1]), item[0]))}
        for (kind, _), w in places.items()
    ]


def span_of(spans: tuple[tuple[int, int], ...]) -> str:
    """
    Give the bounds of some spans, as an address has them.

    >>> span_of(((3, 9), (12, 20)))
    '3-20'
    """
    return f"{spans[0][0]}-{spans[-1][1]}" if spans else ""
