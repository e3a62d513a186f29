"""For those who build or study corpora: one text per story, or the shape of passim's output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.records import Aside, key_of
from wirecopy.show.export import write_jsonl
from wirecopy.show.exports.tables import connect

_AT_ONCE = 500


def write_corpus(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write one page per story, without what is not the story, and the ids of all its pages.

    The page is the one that the others are measured against; the whole text of every page is in
    the ledger.
    """
    with out.open("w", encoding="utf-8") as file:
        return write_jsonl(_texts(book, stories), file)


def write_passim(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write a row for each page of a story with copies, in the shape of passim's clusters.

    `begin` and `end` bound what the page shares with its measure (the measure: with any page), in
    code points; `series` is the outlet; `src` names the measure.
    """
    with out.open("w", encoding="utf-8") as file:
        return write_jsonl(_clusters(book, stories), file)


def without_asides(text: str, asides: Sequence[Aside]) -> str:
    """
    Give a text with its asides cut out, and at most one blank line where one stood.

    >>> from wirecopy.records import AsideKind
    >>> without_asides("Fog.\\n\\nRead more\\n\\nRain.", [Aside(6, 15, AsideKind.LINK, "")])
    'Fog.\\n\\nRain.'
    """
    parts, at = [], 0
    for aside in asides:
        parts.append(text[at : aside.start])
        at = aside.end
    parts.append(text[at:])
    kept = ""
    for part in parts:
        if kept.endswith("\n") and part.startswith("\n"):
            part = part.lstrip("\n")
        kept += part
    return kept.strip()


def _texts(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    for heads in _some(book, "select * from stories order by story_id", stories):
        pages = {p.page_id: p for p in book.pages([head["measure_page_id"] for head in heads])}
        for head in heads:
            page = pages[head["measure_page_id"]]
            members = book.rows(
                "select page_id from members where story_id = ? order by page_id", head["story_id"]
            )
            yield {
                "story_id": head["story_id"],
                "page_id": page.page_id,
                "title": page.title,
                "outlet": page.outlet,
                "byline": list(page.byline),
                "published": page.published.value if page.published else None,
                "url": page.url,
                "language": page.language,
                "pages": [row["page_id"] for row in members],
                "text": without_asides(page.text, book.asides(page.page_id)),
            }


def _clusters(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    for heads in _some(book, "select * from stories where pages > 1 order by story_id", stories):
        for head in heads:
            story = book.story(head["story_id"])
            bounds: dict[str, tuple[int, int]] = {}
            measured = {m.page_id: m.copied_from for m in story.pages}
            for p in book.passages(story.story_id):
                for mine, other, start, end in (
                    (p.a, p.b, p.a_start, p.a_end),
                    (p.b, p.a, p.b_start, p.b_end),
                ):
                    if measured[mine] in (None, other):
                        first, last = bounds.get(mine, (start, end))
                        bounds[mine] = (min(first, start), max(last, end))
            for page in book.pages([m.page_id for m in story.pages]):
                begin, end = bounds.get(page.page_id, (0, 0))
                yield {
                    "uid": key_of(page.page_id),
                    "cluster": key_of(story.story_id),
                    "size": len(story.pages),
                    "id": page.page_id,
                    "series": page.outlet,
                    "date": page.published.value if page.published else None,
                    "begin": begin,
                    "end": end,
                    "src": measured[page.page_id],
                    "text": page.text[begin:end],
                }


def _some(book: Ledger, query: str, stories: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    """Give the heads of stories, some hundred at a time."""
    with closing(connect(book)) as db:
        found = db.execute(query)
        while rows := found.fetchmany(_AT_ONCE):
            yield [dict(r) for r in rows if not stories or r["story_id"] in stories]
