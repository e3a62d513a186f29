"""FollowTheMoney: pages as articles, outlets and speakers as what they are, for Aleph's kin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.records import Page
from wirecopy.show.export import write_jsonl
from wirecopy.show.exports.tables import connect, pages_in


def write_ftm(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write an Article for each page, and an UnknownLink for each two that share text.

    Values are what the pages claim. Nothing is merged: an article keeps its page_id, so that a
    second export meets the first.
    """
    with out.open("w", encoding="utf-8") as file:
        return write_jsonl(_entities(book, stories), file)


def _entities(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    for page in book.pages(pages_in(book, stories)):
        yield article(page)
    with closing(connect(book)) as db:
        for row in db.execute(
            "select * from members where copied_from is not null order by story_id, page_id"
        ):
            if stories and row["story_id"] not in stories:
                continue
            yield {
                "id": _key("link", row["page_id"], row["copied_from"]),
                "schema": "UnknownLink",
                "properties": {
                    "subject": [_key("page", row["page_id"])],
                    "object": [_key("page", row["copied_from"])],
                    "role": [f"shares text with ({row['role']})"],
                    "summary": [f"{row['share']:.0%} of the shorter one's words"],
                    "recordId": [row["story_id"]],
                },
            }


def article(page: Page) -> dict[str, Any]:
    """Give a page as an entity of the schema Article."""
    url = page.url if page.url and page.url.startswith(("http://", "https://")) else None
    values: dict[str, list[str | None]] = {
        "title": [page.title],
        "author": list(page.byline),
        "publisher": [page.outlet],
        "publishedAt": [page.published.value.removesuffix("Z") if page.published else None],
        "sourceUrl": [url],
        "fileName": [page.file.rpartition("/")[2]],
        "processingAgent": [page.reader],
        "bodyText": [page.text],
        "notes": [
            f"page_id {page.page_id}; {page.file} {page.member}, bytes {page.byte_start} to "
            f"{page.byte_end}; sha256 {page.sha256}"
        ],
    }
    given = {name: [v for v in listed if v] for name, listed in values.items()}
    properties = {name: listed for name, listed in given.items() if listed}
    return {"id": _key("page", page.page_id), "schema": "Article", "properties": properties}


def _key(*parts: str) -> str:
    return f"wirecopy-{hashlib.sha1('/'.join(parts).encode()).hexdigest()}"
