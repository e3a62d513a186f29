"""Rows of a ledger for a table, CSV or JSON lines: its stories, a story's pages, a page's spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.records import Page, Passage, Skipped, Story
from wirecopy.show.export import printable

STORY_COLUMNS = (
    "story", "pages", "outlets", "earliest dated", "least share", "conflicts", "title",
)  # fmt: skip

PAGE_COLUMNS = (
    "what", "kind", "start", "end", "reason", "other_page", "other_start", "other_end", "share",
    "text",
)  # fmt: skip

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


def skipped_rows(parts: Iterable[Skipped]) -> list[dict[str, object]]:
    """
    Give a row for each reason why something was skipped, those of most parts first.

    Reasons that differ only in what is said behind their colon (which byte, which record) are one.

    Args:
        parts: The skipped parts of a ledger, by file.

    Returns:
        How many parts, of how many files, why, and where the first of them is. The numbers of
        parts add up to that of the parts given.
    """
    rows: dict[str, dict[str, object]] = {}
    counts: Counter[str] = Counter()
    files: Counter[str] = Counter()
    latest: dict[str, str] = {}
    for part in parts:
        reason = general(part.reason)
        counts[reason] += 1
        if latest.get(reason) != part.file:
            latest[reason] = part.file
            files[reason] += 1
        if reason not in rows:
            begun = f"bytes {part.byte_start:,}-" if part.byte_start and not part.member else ""
            where = " ".join(filter(None, (part.file, part.member, begun)))
            rows[reason] = {"parts": 0, "files": 0, "reason": reason, "where": printable(where)}
    for reason, row in rows.items():
        row["parts"], row["files"] = counts[reason], files[reason]
    return [rows[reason] for reason in sorted(rows, key=lambda one: (-counts[one], one))]


def general(reason: str) -> str:
    """
    Take out of a reason what is true of one part only: what follows a colon, if it has numbers.

    >>> general("damaged UTF-8: 3 stray bytes, the first at 90"), general("no page: image/png")
    ('damaged UTF-8: …', 'no page: image/png')
    """
    head, colon, tail = reason.partition(": ")
    single = colon and (len(tail) > 40 or "://" in tail or any(map(str.isdigit, tail)))
    return f"{head}: …" if single else reason


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
    """Give the passages that a page shares with any other, with the page as side a."""
    for passage in book.passages(page_id=page.page_id):
        yield passage if passage.a == page.page_id else turned(passage)


def shared_elsewhere(book: Ledger, page: Page) -> Iterator[tuple[Page, list[Passage]]]:
    """Give each page of no story of this one that shares text with it all the same, and where."""
    near = {m.page_id for story in book.stories_of(page.page_id) for m in story.pages}
    found: dict[str, list[Passage]] = {}
    for passage in page_passages(book, page):
        if passage.b not in near:
            found.setdefault(str(passage.b), []).append(passage)
    for other in book.pages(sorted(found)):
        yield other, found[other.page_id]


def place_of(page: Page) -> str:
    """Give the place of a page in the pile, as a person reads it."""
    whole = page.member or (f"#{page.ordinal}" if page.ordinal > 1 else "")
    return printable(f"{page.file}{' ' if page.member else ''}{whole}")


def name_of(page: Any) -> str:
    """
    Give what to call a page in a list: its outlet, or the end of its place in the pile.

    >>> name_of({"outlet": None, "file": "dump/a.txt", "member": "", "ordinal": 3})
    'a.txt #3'
    """
    row = page if isinstance(page, dict) else {n: getattr(page, n) for n in _NAMING}
    if row["outlet"]:
        return str(row["outlet"])
    inner = row["member"] or (f"#{row['ordinal']}" if row["ordinal"] > 1 else "")
    return f"{str(row['file']).rpartition('/')[2]} {inner}".strip()


_NAMING = ("outlet", "file", "member", "ordinal")


def turned(passage: Passage) -> Passage:
    """Give a passage with its sides changed."""
    return Passage(
        passage.b_start, passage.b_end, passage.a_start, passage.a_end,
        passage.kind, passage.share, passage.b, passage.a,
    )  # fmt: skip
