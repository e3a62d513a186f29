"""One page on a screen: what it says of itself, what it is in its stories, what is no story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from wirecopy.ledger import Ledger
from wirecopy.records import Aside, Page, Story
from wirecopy.show.export import console_for, ends_of, printable, visible, write_table
from wirecopy.show.lists import place_of, shared_elsewhere
from wirecopy.show.passages import blank_asides, show_pair
from wirecopy.show.sources import reason_line


def show_page(book: Ledger, page: Page, out: TextIO) -> None:
    """Show one page and why it is taken for what it is: claims, asides, shared passages."""
    console = console_for(out)
    asides = book.asides(page.page_id)
    console.print(Text(printable(page.title or "(no title)"), style="bold"))
    console.print(
        f"page {page.page_id}: {printable(f'{page.file} {page.member}')}, "
        f"bytes {page.byte_start:,}–{page.byte_end:,}, page {page.ordinal} of its file"
    )
    console.print(f"sha256 {page.sha256}, read by {printable(page.reader)}\n")
    if page.claims:
        console.print(Text("it says of itself", style="bold"))
        write_table(
            ({"what": c.kind, "value": c.value, "where": c.origin} for c in page.claims), out
        )
        console.print()
    for story in book.stories_of(page.page_id):
        _show_part(console, book, page, story)
    for other, passages in shared_elsewhere(book, page):
        where = ", ".join(f"{p.a_start:,}–{p.a_end:,}" for p in passages)
        console.print(
            f"shares text with a page of another story: {place_of(other)}, "
            f"page {other.page_id}, {where}"
        )
    _show_dates(console, book, page)
    for sign in book.signs(page.page_id):
        span = f", {sign.start:,}–{sign.end:,}" if sign.start is not None else ""
        console.print(f"seen in its text: {reason_line(sign)}{span}")
    if asides:
        console.print(Text("\nnot the story", style="bold"))
        spans = (page.text[a.start : a.end] for a in asides)
        write_table(
            (
                {"from": a.start, "to": a.end, "what": a.kind, "why": a.reason, "text": ends_of(s)}
                for a, s in zip(asides, spans, strict=True)
            ),
            out,
        )
    console.print(Text("\nits text (what is not the story is in brackets)", style="bold"))
    console.print(mark_asides(page.text, asides))


def _show_part(console: Console, book: Ledger, page: Page, story: Story) -> None:
    """Show what a page is in one of its stories, and beside which page it is measured."""
    [member] = (member for member in story.pages if member.page_id == page.page_id)
    alone = len(story.pages) == 1
    what = str(member.role) if member.copied_from else "alone" if alone else "the measure"
    console.print(Text(f"in story {story.story_id} it is: {what}", style="bold"))
    for reason in member.reasons:
        share = f" (share {reason.weight:.2f})" if reason.name == "shares text" else ""
        console.print(f"  {reason_line(reason)}{share}")
    if member.copied_from:
        [other] = book.pages([member.copied_from])
        console.print(f"  taken from there: {member.certainty}")
        console.print(f"  measured against {place_of(other)}, page {other.page_id}\n")
        one, two = (blank_asides(p.text, book.asides(p.page_id)) for p in (page, other))
        show_pair(console, (page, other), (one, two), book.passages(story.story_id))
    elif story.origin:
        for reason in story.origin.reasons:
            console.print(f"  {reason_line(reason)}")


def _show_dates(console: Console, book: Ledger, page: Page) -> None:
    """Show the dates that stand in the text and the address; the claimed ones stand above."""
    for kind, claim, reason in book.dates(page.page_id):
        if kind not in ("published", "modified", "captured"):
            span = f", {reason.start:,}–{reason.end:,}" if reason.start is not None else ""
            console.print(f"date, {kind}: {claim.value} ({printable(claim.text)}{span})")


def mark_asides(text: str, asides: Sequence[Aside]) -> Text:
    """Give a text with its asides dimmed and in brackets, each with its kind."""
    marked, at = Text(), 0
    for aside in asides:
        marked.append(visible(text[at : aside.start]))
        marked.append(
            f"[{aside.kind}: {visible(text[aside.start : aside.end])}]", style="dim italic"
        )
        at = aside.end
    marked.append(visible(text[at:]))
    return marked
