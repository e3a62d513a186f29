"""How many did their own reporting: the screen that counts sources, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.text import Text

from wirecopy.ledger import Ledger
from wirecopy.records import Certainty, Origin, Reason, Story
from wirecopy.show.export import console_for, printable

MOST_REASONS = 4

LIMITS = (
    "Own reporting is what no other page here has: a page that shares nothing may still have its "
    "text from elsewhere. Phone calls and releases under embargo leave no trace."
)

SOURCE_COLUMNS = (
    "story", "pages", "own reporting", "sources", "names", "origin", "in the pile", "certainty",
    "title",
)  # fmt: skip

_TOTALS = """
select (select count(*) from pages) as pages,
       (select coalesce(sum(own_pages), 0) from stories) as own,
       (select count(distinct page_id) from members where reporting = 'unsure') as unsure
"""


_SEEN = """
select name, min(detail) as detail, count(distinct subject) as pages
from reasons
where about = 'text' and story_id = ?
group by name
order by name
"""


def totals(book: Ledger) -> str:
    """Answer for the whole ledger: of these pages, how many did their own reporting?"""
    [row] = book.rows(_TOTALS)
    carried = max(0, row["pages"] - row["own"] - row["unsure"])
    parts = [
        f"{row['own']:,} did {_its(row['own'])} own reporting as far as the pile shows",
        f"{carried:,} {'carries' if carried == 1 else 'carry'} a text from elsewhere",
    ]
    if row["unsure"]:
        parts.append(f"{row['unsure']:,} not clear")
    return f"{row['pages']:,} {'page' if row['pages'] == 1 else 'pages'}: {', '.join(parts)}"


def source_rows(
    book: Ledger, story: str | None, min_pages: int, limit: int | None
) -> Iterator[dict[str, object]]:
    """Give a row for each story: its pages, those with own reporting, its sources by name."""
    for found in _stories(book, story, min_pages, limit):
        assert found.origin is not None and found.sources is not None
        yield {
            "story": found.story_id,
            "pages": len(found.pages),
            "own reporting": _own(book, found),
            "sources": found.sources.count,
            "names": "; ".join(found.sources.names),
            "origin": found.origin.name,
            "in the pile": found.origin.in_pile,
            "certainty": str(found.origin.certainty),
            "title": found.title,
        }


def show_sources(book: Ledger, out: TextIO, story: str | None, min_pages: int, limit: int) -> None:
    """
    Show how many pages of each story did their own reporting, and why that is said.

    Args:
        book: The ledger.
        out: Where to write.
        story: One story's id; all of them by default.
        min_pages: Leave out stories on fewer pages.
        limit: Most stories to show.
    """
    console = console_for(out)
    if story is None:
        console.print(Text(totals(book), style="bold"))
    shown = 0
    for found in _stories(book, story, min_pages, limit):
        shown += 1
        console.print()
        console.print(Text(printable(found.title or "(no title)"), style="bold"))
        console.print(f"  {_answer(book, found)}")
        assert found.origin is not None and found.sources is not None
        console.print(f"  {origin_line(found.origin)}")
        for reason in found.origin.reasons[:MOST_REASONS]:
            console.print(f"    {reason_line(reason)}", style="dim")
        for reason in found.sources.reasons:
            if reason.name != "copies collapse":
                console.print(f"    {reason_line(reason)}", style="dim")
    if not shown:
        console.print(f"no story is on {min_pages} pages or more; --min-pages 1 shows all")
    console.print(Text(f"\n{LIMITS}", style="dim"))


def origin_line(origin: Origin) -> str:
    """
    Say in a line who a story comes from.

    >>> origin_line(Origin("Velm Wire", None, False, Certainty.YES))
    'from Velm Wire, of which no page is here'
    """
    if origin.name is None:
        return "from whom it comes is not known"
    where = "" if origin.in_pile else ", of which no page is here"
    sure = "from" if origin.certainty is Certainty.YES else "perhaps from"
    return f"{sure} {printable(origin.name)}{where}"


def reason_line(reason: Reason) -> str:
    """
    Say a reason in a line.

    >>> reason_line(Reason("tag in the dateline", "Velm, on 2 of 3 pages"))
    'tag in the dateline: Velm, on 2 of 3 pages'
    """
    return printable(f"{reason.name}: {reason.detail}" if reason.detail else reason.name)


def text_lines(book: Ledger, story: Story) -> Iterator[str]:
    """Say whether who took it from whom is known, and what was seen in the texts, by its kind."""
    copies = [member for member in story.pages if member.copied_from]
    unsure = sum(member.certainty is Certainty.UNSURE for member in copies)
    if unsure:
        yield f"who took it from whom is not known of {unsure:,} of {len(copies):,} pages"
    for row in book.rows(_SEEN, story.story_id):
        pages = "1 page" if row["pages"] == 1 else f"{row['pages']:,} pages"
        yield f"seen on {pages}: {printable(row['name'])}, such as: {printable(row['detail'])}"


def _answer(book: Ledger, story: Story) -> str:
    own = _own(book, story)
    assert story.sources is not None
    pages = len(story.pages)
    noun = "page" if pages == 1 else "pages"
    count = story.sources.count
    sources = "1 source" if count == 1 else f"{count} independent sources"
    sure = "" if story.sources.certainty is Certainty.YES else ", not certain"
    names = ", ".join(printable(name) for name in story.sources.names)
    return (
        f"{pages:,} {noun}, {own or 'none'} did {_its(own)} own reporting; {sources}{sure}: {names}"
    )


def _its(count: int) -> str:
    return "its" if count == 1 else "their"


def _own(book: Ledger, story: Story) -> int:
    [row] = book.rows("select own_pages from stories where story_id = ?", story.story_id)
    return int(row["own_pages"])


def _stories(book: Ledger, story: str | None, min_pages: int, limit: int | None) -> Iterator[Story]:
    if story is not None:
        yield book.story(story)
        return
    for number, found in enumerate(book.stories(min_pages)):
        if limit is not None and number >= limit:
            return
        yield found
