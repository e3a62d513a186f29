"""What a terminal shows of a run and of a story: the answer first, then the evidence."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from wirecopy.ledger import Ledger
from wirecopy.records import Certainty, Conflict, Story
from wirecopy.show.export import console_for, printable, write_table
from wirecopy.show.lists import member_rows
from wirecopy.show.passages import kinds_of
from wirecopy.show.sources import origin_line, reason_line, text_lines, totals

CANNOT_SHOW = (
    "Shared text shows that pages have a common source, not by which way it came: "
    "releases under embargo and phone calls leave no trace in it."
)

MOST_PAGES = 20
"""Pages of a story on one screen, and values of a conflict, unless all are asked for."""


def summary(book: Ledger, run: dict[str, object]) -> list[str]:
    """Say in a few lines what a run read and what the ledger now holds."""
    [counts] = book.sql(
        "select count(*) as pages, count(distinct file) as files from pages"
    ).to_pylist()
    [stories] = book.sql(
        "select count(*) as stories, count(*) filter (pages > 1) as copied, "
        "coalesce(sum(pages) filter (pages > 1), 0)::int as copies from stories"
    ).to_pylist()
    [differing] = book.sql("select count(distinct story_id) as stories from conflicts").to_pylist()
    return [
        f"read       {sum_of_parts(*(int(str(run[n])) for n in ('kept', 'known', 'skipped')))}",
        f"ledger     {_counted(counts['pages'], 'page')} from {_counted(counts['files'], 'file')}",
        f"stories    {stories['stories']:,}; {stories['copied']:,} of them on more than one page, "
        f"{stories['copies']:,} pages in all",
        f"reporting  {totals(book)}",
        f"conflicts  {differing['stories']:,} with copies that differ in a byline, date or number",
    ]


def sum_of_parts(kept: int, known: int, skipped: int) -> str:
    """
    Say what became of all that came in.

    >>> sum_of_parts(44, 0, 3)
    '47 in = 44 pages kept + 3 parts skipped'
    """
    if kept == known == skipped == 0:
        return "nothing new: every file is in the ledger as it is now"
    parts = [f"{_counted(kept, 'page')} kept"]
    if known:
        parts.append(f"{_counted(known, 'page')} known already")
    parts.append(f"{_counted(skipped, 'part')} skipped")
    return f"{kept + known + skipped:,} in = {' + '.join(parts)}"


def show_story(book: Ledger, story: Story, out: TextIO, every: bool = False) -> None:
    """
    Show one story on one screen: its pages, who contradicts whom, and where they differ.

    Args:
        book: The ledger.
        story: A story of it.
        out: Where to write.
        every: Show all pages, not only the first ones.
    """
    console = console_for(out)
    count = len(story.pages)
    shown = story.pages if every else story.pages[:MOST_PAGES]
    rows = list(member_rows(book, replace(story, pages=shown)))
    places = {row["page"]: str(row["where"]) for row in rows}
    console.print(Text(printable(story.title or "(no title)"), style="bold"))
    console.print(f"story {story.story_id}: {_counted(count, 'page')} {_relation(story)}\n")
    write_table(for_eyes(rows), out, whole=["where"])
    if len(shown) < count:
        console.print(f"… and {_counted(count - len(shown), 'more page')}; --all shows them")
    console.print()
    _show_origin(console, story, places)
    for line in text_lines(book, story):
        console.print(line)
    for conflict in story.conflicts:
        console.print(contradiction(conflict, every))
    if count > 1:
        kinds = Counter(str(passage.kind) for passage in book.passages(story.story_id))
        console.print(Text("\nshared passages: ", style="bold") + Text(kinds_of(kinds)))
        console.print(Text(f"\n{CANNOT_SHOW}", style="dim"))
    console.print(f"\nnext: wirecopy why {typed(book.path)} {shown[-1].page_id[:8]}")


def for_eyes(rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    """
    Give rows with ids, times and places in the short forms that a screen has room for.

    >>> list(for_eyes([{"page": "a" * 16, "dated": "2031-05-01T08:30:00Z"}]))
    [{'page': 'aaaaaaaa', 'dated (UTC)': '2031-05-01 08:30'}]
    """
    for row in rows:
        short = dict(row)
        for name in {"story", "page", "other_page", "statement", "answers"} & row.keys():
            short[name] = str(row[name])[:8] if row[name] else None
        if row.get("dated"):
            short["dated"] = str(row["dated"])[:16].replace("T", " ").removesuffix("Z")
        if "where" in row:
            short["where"] = _tail(str(row["where"]))
        yield {name + " (UTC)" * name.endswith("dated"): value for name, value in short.items()}


def _show_origin(console: Console, story: Story, places: dict[object, str]) -> None:
    if story.origin is None or len(story.pages) < 2:
        return
    origin = story.origin
    head = origin_line(origin)
    if origin.certainty is Certainty.UNSURE:
        head += "; who was first is not known"
    console.print(Text(head, style="bold"))
    place = places.get(origin.page_id, "")
    if place and origin.certainty is Certainty.YES:
        console.print(f"  first: {place}")
    for reason in origin.reasons:
        console.print(f"  {reason_line(reason)}")
    if story.sources is not None:
        names = ", ".join(printable(name) for name in story.sources.names)
        sure = "" if story.sources.certainty is Certainty.YES else ", not certain"
        console.print(Text(f"independent sources: {story.sources.count}{sure}", style="bold"))
        console.print(f"  {names}")


def contradiction(conflict: Conflict, every: bool = False) -> Text:
    """Say in a line what contradicts what: the values, each with the first of its pages."""
    shown = conflict.values if every else conflict.values[:MOST_PAGES]
    said = [f"{printable(value)} ({ids[0][:8]}{' …' * (len(ids) > 1)})" for value, ids in shown]
    left = len(conflict.values) - len(shown)
    said += [f"and {left:,} more; --all shows them"] if left else []
    nouns = {"byline": "bylines", "agency": "agencies", "published": "dates", "title": "titles"}
    noun = nouns.get(conflict.kind)
    head = f"{len(conflict.values)} contradicting {noun}: " if noun else f"{conflict.kind}: "
    if conflict.kind == "published":
        head = _span_of_days([value for value, _ in conflict.values]) or head
    return Text(head, style="bold") + Text(" · ".join(said))


def _span_of_days(values: Sequence[str]) -> str:
    try:
        days = sorted(date.fromisoformat(value[:10]) for value in values)
    except ValueError:  # a date without a day
        return ""
    apart = (days[-1] - days[0]).days
    return f"dates from {days[0]} to {days[-1]}, {_counted(apart, 'day')} apart: "


def _relation(story: Story) -> str:
    if len(story.pages) == 1:
        return "carries it"
    if story.share == 1.0:
        return "carry one text, each the whole of it or of its own part"
    return f"share text; the least shared has {story.share:.0%} of the shorter one's words"


def _tail(text: str, width: int = 30) -> str:
    return text if len(text) <= width else "…" + text[1 - width :]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def typed(path: Path) -> str:
    """
    Give a path as one types it in a shell.

    >>> typed(Path("my ledger"))
    "'my ledger'"
    """
    return printable(shlex.quote(str(path)))
