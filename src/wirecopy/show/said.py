"""Rows of who said what: statements, where pages differ in them, and which answers which."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.show.export import ends_of
from wirecopy.show.lists import name_of
from wirecopy.show.query import snippet

MOST_NAMES = 3
"""Outlets that a cell of a screen names; the others are counted."""

NOTHING = "(nothing there)"
"""What a page has at a place where others have words of their own."""

_ORDER = "t.pages desc, t.story_id, s.place"
"""Stories on most pages first, the statements of each as a reader meets them."""

_ROWS = f"""
select s.statement_id as statement, s.story_id as story, s.speaker, s.role, s.act, s.kind,
       s.said_at, s.venue, s.witnesses as pages, s.independent as sources,
       (select count(distinct v.kind || v.place) from variants v
        where v.statement_id = s.statement_id) as drift,
       case s.certainty when 'yes' then 'yes' else 'no' end as sure, s.confidence, s.words
from stories t
cross join statements s on s.story_id = t.story_id
where {{wanted}}
order by {_ORDER}
{{limit}}
"""

_READING = """v.kind as differs, v.place, v.words, count(*) as pages,
       json_group_array(json_object(
           'outlet', p.outlet, 'file', p.file, 'member', p.member, 'ordinal', p.ordinal
       )) as outlets, min(v.page_id) as page"""

_DRIFT = f"""
select v.statement_id as statement, s.speaker, s.act, {_READING}
from variants v
join statements s on s.statement_id = v.statement_id
join stories t on t.story_id = s.story_id
join pages p on p.page_id = v.page_id
where {{wanted}}
group by t.pages, t.story_id, s.place, v.statement_id, s.speaker, s.act, v.kind, v.place, v.words
order by {_ORDER}, v.kind desc, v.place, count(*) desc, v.words
{{limit}}
"""

_READINGS = f"""
select {_READING}
from variants v join pages p on p.page_id = v.page_id
where v.statement_id = ?
group by v.kind, v.place, v.words
order by v.kind desc, v.place, count(*) desc, v.words
"""

_ANSWERS = f"""
select s.statement_id as statement, s.speaker, s.act, s.words,
       o.statement_id as answers, o.speaker as answers_speaker, o.act as answers_act,
       o.words as answers_words, a.name as how, a.detail as because, s.story_id as story
from answers a
join statements s on s.statement_id = a.statement_id
join statements o on o.statement_id = a.answers
join stories t on t.story_id = s.story_id
where {{wanted}}
order by {_ORDER}, o.place
{{limit}}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which statements are asked for; all, where nothing is said."""

    speaker: str | None = None
    """As `Ledger.statements` takes it, and so are the others."""
    story_id: str | None = None
    act: str | None = None
    words: str | None = None
    unsure: bool = False
    said: bool = False
    confidence: float = 0.0

    def ids(self, book: Ledger) -> list[str] | None:
        """Give their ids, None for all that there are."""
        if self == Asked():
            return None
        return book.statement_ids(**asdict(self))


def statement_rows(
    book: Ledger, asked: Asked | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """
    Give a row for each statement: stories on most pages first, each in the order of its text.

    Where words are asked for, `elsewhere` has the wording that holds them if the listed one, which
    is the earliest, does not.
    """
    rows = _rows(book, _ROWS, asked, limit)
    if asked is None or asked.words is None:
        yield from rows
        return
    found = list(rows)
    elsewhere = book.found_elsewhere(asked.words, [row["statement"] for row in found])
    for row in found:
        yield row | {"elsewhere": elsewhere.get(row["statement"])}


def drift_rows(
    book: Ledger, asked: Asked | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Give a row for each reading of each place where the pages of a statement differ."""
    return _with_names(_rows(book, _DRIFT, asked, limit))


def readings(book: Ledger, statement_id: str) -> Iterator[dict[str, Any]]:
    """Give such rows of one statement."""
    return _with_names(book.rows(_READINGS, statement_id))


def answer_rows(
    book: Ledger, asked: Asked | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Give a row for each statement that answers another, with the other and why."""
    return iter(_rows(book, _ANSWERS, asked, limit))


def columns_of(book: Ledger, rows: object, asked: Asked) -> list[str]:
    """Name the columns of `statement_rows`, `drift_rows` or `answer_rows`, if there are none."""
    query = {drift_rows: _DRIFT, answer_rows: _ANSWERS}.get(rows, _ROWS)  # type: ignore[call-overload]
    more = ["elsewhere"] if query is _ROWS and asked.words is not None else []
    return [*book.columns(query.format(wanted="0", limit="")), *more]


def _rows(book: Ledger, query: str, asked: Asked | None, limit: int | None) -> list[dict[str, Any]]:
    ids = (asked or Asked()).ids(book)
    wanted = "1" if ids is None else "s.statement_id in (select value from json_each(?))"
    values = [] if ids is None else [json.dumps(ids)]
    return book.rows(
        query.format(wanted=wanted, limit="" if limit is None else f"limit {limit:d}"), *values
    )


def _with_names(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Name the outlets of each row, or the file of a page that has none, each once."""
    for row in rows:
        names = {name_of(page) for page in json.loads(row["outlets"])}
        yield row | {"outlets": sorted(names)}


def named_by_pages(book: Ledger, statement_id: str) -> dict[tuple[str, str], str]:
    """Give whom each page of a statement names (`speaker`) and its `act`, where pages differ."""
    found: dict[tuple[str, str], str] = {}
    for row in book.rows(
        "select page_id, kind, words from variants where statement_id = ? "
        "and kind in ('speaker', 'act') order by words",
        statement_id,
    ):
        key = row["page_id"], row["kind"]
        found[key] = f"{found[key]} / {row['words']}" if key in found else row["words"]
    return found


def said_by(speaker: str | None, act: str | None) -> str:
    """
    Say who did what, for a list or a heading.

    >>> said_by("Harrow Hydro", "deny"), said_by(None, None)
    ('Harrow Hydro (deny)', 'somebody not named')
    """
    return f"{speaker or 'somebody not named'}{f' ({act})' if act else ''}"


def heading(speaker: str | None, act: str | None, words: str) -> str:
    """
    Give a statement on one line: who, the act, the words. A denial without its act is a confession.

    >>> heading("Harrow Hydro", "deny", "that it hid reports")
    'Harrow Hydro (deny): that it hid reports'
    """
    return f"{said_by(speaker, act)}: {words}"


def for_a_screen(row: dict[str, Any], typed: str = "") -> dict[str, Any]:
    """
    Leave out what a screen has no room for, and say in words what a cell cannot hold.

    Args:
        row: Of `statement_rows`, `drift_rows` or `answer_rows`.
        typed: The words that were searched for.
    """
    if "answers" in row:
        return {
            "statement": row["statement"],
            "says": heading(row["speaker"], row["act"], row["words"]),
            "answers": row["answers"],
            "which says": heading(row["answers_speaker"], row["answers_act"], row["answers_words"]),
            "because": f"{row['how']}; {row['because']}",
        }
    left_out = {"story", "role", "kind", "venue", "sources", "sure", "elsewhere"}
    short = {name: value for name, value in row.items() if name not in left_out}
    if row.get("sure") == "no" and row.get("speaker"):
        short["speaker"] = f"{row['speaker']} (?)"
    if row.get("elsewhere"):
        found = snippet(row["elsewhere"], [typed], 24)
        short["words"] = f"{ends_of(row['words'], 40)} [elsewhere: {found}]"
    if "outlets" in row:
        short["words"] = row["words"] or NOTHING
        left = len(row["outlets"]) - MOST_NAMES
        short["outlets"] = ", ".join(row["outlets"][:MOST_NAMES]) + f" and {left} more" * (left > 0)
    return short
