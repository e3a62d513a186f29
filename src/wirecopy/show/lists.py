"""Rows of a ledger for a table, CSV or JSON lines: its stories, a story's pages, a page's spans."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.ledger import Ledger
from wirecopy.records import Page, Passage, Story
from wirecopy.show.export import printable

_STORY_ROWS = """
select s.story_id as story,
       count(*) as pages,
       count(distinct nullif(p.outlet, '')) as outlets,
       min(p.published) as "earliest dated",
       any_value(s.share) as "least share",
       any_value(c.kinds) as conflicts,
       any_value(s.title) as title
from stories s
join members m on m.story_id = s.story_id
join pages p on p.page_id = m.page_id
left join (
    select story_id, string_agg(distinct kind, ', ' order by kind) as kinds
    from conflicts
    group by story_id
) c on c.story_id = s.story_id
where s.pages >= {min_pages:d}
group by s.story_id, s.pages
order by s.pages desc, s.story_id
{limit}
"""


def story_rows(book: Ledger, min_pages: int, limit: int | None) -> Iterator[dict[str, object]]:
    """
    Give a row for each story: how many pages and outlets, since when, under what title.

    One query over the catalogue; no text is read.
    """
    query = _STORY_ROWS.format(
        min_pages=min_pages, limit="" if limit is None else f"limit {limit:d}"
    )
    for batch in book.sql(query).to_batches(max_chunksize=1024):
        yield from batch.to_pylist()


def member_rows(book: Ledger, story: Story) -> Iterator[dict[str, object]]:
    """Give a row for each page of a story, in the story's order."""
    heads = {
        page.page_id: (page.outlet, page.byline, page.published, place_of(page))
        for page in book.pages([member.page_id for member in story.pages])
    }
    for member in story.pages:
        outlet, byline, published, place = heads[member.page_id]
        yield {
            "page": member.page_id,
            "outlet": outlet,
            "byline": "; ".join(byline) or None,
            "dated": published.value if published else None,
            "where": place,
            "is": "the measure" if member.copied_from is None else str(member.role),
            "share": member.share,
            "asides": len(book.asides(member.page_id)),
        }


def page_rows(book: Ledger, page: Page) -> Iterator[dict[str, object]]:
    """Give a row for each aside of a page, then one for each passage that it shares."""
    for aside in book.asides(page.page_id):
        yield {
            "what": "aside",
            "kind": str(aside.kind),
            "start": aside.start,
            "end": aside.end,
            "reason": aside.reason,
            "other_page": None,
            "other_start": None,
            "other_end": None,
            "share": None,
            "text": page.text[aside.start : aside.end],
        }
    for passage in page_passages(book, page):
        yield {
            "what": "passage",
            "kind": str(passage.kind),
            "start": passage.a_start,
            "end": passage.a_end,
            "reason": None,
            "other_page": passage.b,
            "other_start": passage.b_start,
            "other_end": passage.b_end,
            "share": passage.share,
            "text": page.text[passage.a_start : passage.a_end],
        }


def page_passages(book: Ledger, page: Page) -> Iterator[Passage]:
    """Give the passages that a page shares with others of its story, with the page as side a."""
    for passage in book.passages(book.story(page.page_id).story_id):
        if passage.a == page.page_id:
            yield passage
        elif passage.b == page.page_id:
            yield turned(passage)


def place_of(page: Page) -> str:
    """Give the place of a page in the pile, as a person reads it."""
    whole = page.member or (f"#{page.ordinal}" if page.ordinal > 1 else "")
    return printable(f"{page.file}{' ' if page.member else ''}{whole}")


def turned(passage: Passage) -> Passage:
    """Give a passage with its sides changed."""
    return Passage(
        passage.b_start, passage.b_end, passage.a_start, passage.a_end,
        passage.kind, passage.share, passage.b, passage.a,
    )  # fmt: skip
