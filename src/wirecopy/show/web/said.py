"""Statements and speakers: who said what, on which pages, and where the wording drifted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.records import Statement
from wirecopy.show.query import hits
from wirecopy.show.web.frames import list_page, render
from wirecopy.show.web.listings import SPEAKERS, STATEMENTS
from wirecopy.show.web.marking import PART, PLACE, STATEMENT, Mark, marked
from wirecopy.show.web.shelf import Shelf

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
MOST = 50
"""Witnesses of a statement that are shown one by one."""


def show_statements(request: Request, shelf: Shelf) -> Response:
    """Show the statements, those on most pages first or story by story, with filters and search."""
    query = request.query_params.get("q", "")

    def shown(words: str) -> Markup:
        """Give what was said with the words that were searched for marked."""
        found = hits(words, query) if query else []
        return marked(words, [Mark(start, end, PLACE, "hit", tag="mark") for start, end in found])

    acts = shelf.once(
        "acts",
        lambda: [
            row["act"]
            for row in shelf.rows(
                "select act, count(*) as n from statements where act is not null "
                "group by act order by n desc, act limit 60"
            )
        ],
    )
    speakers = shelf.once(
        "speakers",
        lambda: [
            row["name"]
            for row in shelf.rows(
                "select name from speakers order by statements desc, speaker_id limit 300"
            )
        ],
    )
    by_story = request.query_params.get("order") == "story"
    titles: dict[str, str] = {}

    def title_of(story_id: str) -> str:
        """Give what the story of a statement is called."""
        if story_id not in titles:
            found = shelf.rows("select title from stories where story_id = ?", story_id)
            titles[story_id] = str((found and found[0]["title"]) or "(no title)")
        return titles[story_id]

    return list_page(
        request, shelf, STATEMENTS if by_story else CARRIED, "statements.html",
        {"order": "story"} if by_story else {}, title="Statements", shown=shown,
        lists={"act": acts, "speaker": speakers}, by_story=by_story, title_of=title_of,
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
        title=f"{statement.speaker or 'Somebody'}: {row['words'][:80]}",
        statement=statement,
        row=row,
        quoted=quoted(page.text, statement),
        place=span_of(statement.content),
        witnesses=[(witness, heads[witness.page_id]) for witness in statement.witnesses[:MOST]],
        left=max(0, len(statement.witnesses) - MOST),
        wordings=wordings(statement, heads),
        span_of=span_of,
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


def statement_marks(shelf: Shelf, page_id: str) -> list[Mark]:
    """Give the statements of a page as marks: the content, who says it, and the cue."""
    marks = []
    for row in shelf.rows(
        "select w.*, t.speaker, t.act from witnesses w "
        "join statements t on t.statement_id = w.statement_id where w.page_id = ?",
        page_id,
    ):
        said = f"{row['speaker'] or 'a speaker not named'}: {row['act'] or 'said'}"
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
