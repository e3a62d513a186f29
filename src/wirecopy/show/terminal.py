"""What a terminal shows of a story, a page, or two texts: the answer first, then the evidence."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from wirecopy.ledger import Ledger
from wirecopy.records import Aside, Certainty, Page, Passage, Story
from wirecopy.show.export import console_for, printable, write_table

CANNOT_SHOW = (
    "Shared text shows that pages have a common source, not by which way it came: "
    "releases under embargo and phone calls leave no trace in it."
)


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
    kept, known, skipped = (int(str(run[name])) for name in ("kept", "known", "skipped"))
    if kept == known == skipped == 0:
        read = "nothing new: every file is in the ledger as it is now"
    else:
        read = f"{_counted(kept + known + skipped, 'page')} in = {kept:,} kept"
        read += (f" + {known:,} known already" if known else "") + f" + {skipped:,} skipped"
    return [
        f"read       {read}",
        f"ledger     {_counted(counts['pages'], 'page')} from {_counted(counts['files'], 'file')}",
        f"stories    {stories['stories']:,}; {stories['copied']:,} of them on more than one page, "
        f"{stories['copies']:,} pages in all",
        f"conflicts  {differing['stories']:,} with one text under several bylines or dates",
    ]


def story_rows(book: Ledger, min_pages: int, limit: int | None) -> Iterator[dict[str, object]]:
    """Give a row for each story: how many pages and outlets, since when, under what title."""
    for story in itertools.islice(book.stories(min_pages), limit):
        pages = list(book.pages([member.page_id for member in story.pages]))
        dates = sorted(page.published.value for page in pages if page.published)
        yield {
            "story": story.story_id[:8],
            "pages": len(pages),
            "outlets": len({page.outlet for page in pages if page.outlet}),
            "earliest dated": dates[0] if dates else None,
            "least share": story.share,
            "conflicts": ", ".join(conflict.kind for conflict in story.conflicts) or None,
            "title": story.title,
        }


def snippet(text: str, words: Sequence[str], width: int = 60) -> str:
    """
    Give the surroundings of the first of the words that the text holds.

    >>> snippet("The harbor of Velm will close.", ["velm"], width=14)
    '… harbor of Velm will close.'
    """
    for word in words:
        found = re.search(re.escape(word.strip('"*')), text, re.IGNORECASE)
        if found:
            start = text.rfind(" ", 0, max(0, found.start() - width // 2)) + 1
            end = text.find(" ", found.end() + width // 2)
            inner = printable(text[start:end] if end >= 0 else text[start:])
            return ("… " if start else "") + inner + (" …" if end >= 0 else "")
    return _ends(text, width)


def show_story(book: Ledger, story: Story, out: TextIO) -> None:
    """Show one story on one screen: its pages, who contradicts whom, and where they differ."""
    console = console_for(out)
    pages = {page.page_id: page for page in book.pages([m.page_id for m in story.pages])}
    console.print(Text(printable(story.title or "(no title)"), style="bold"))
    console.print(f"story {story.story_id}: {_counted(len(pages), 'page')} {_relation(story)}\n")
    write_table(_member_rows(book, story, pages), out)
    console.print()
    _show_origin(console, story, pages)
    for conflict in story.conflicts:
        noun = {"byline": "bylines", "published": "dates"}.get(conflict.kind, conflict.kind)
        said = (
            f"{printable(value)} ({ids[0][:8]}{' …' * (len(ids) > 1)})"
            for value, ids in conflict.values
        )
        console.print(
            Text(f"{len(conflict.values)} contradicting {noun}: ", style="bold")
            + Text(" · ".join(said))
        )
    if len(pages) > 1:
        _show_passages(console, book, story, pages)
        console.print(Text(f"\n{CANNOT_SHOW}", style="dim"))
    console.print(f"\nnext: wirecopy why {book.path} {story.pages[-1].page_id[:8]}")


def show_page(book: Ledger, page: Page, out: TextIO) -> None:
    """Show one page and why it is taken for what it is: claims, asides, shared passages."""
    console = console_for(out)
    story = book.story(page.page_id)
    console.print(Text(printable(page.title or "(no title)"), style="bold"))
    console.print(
        f"page {page.page_id}: {page.file}{' ' + page.member if page.member else ''}, "
        f"bytes {page.byte_start:,}–{page.byte_end:,}, page {page.ordinal} of its file"
    )
    console.print(f"sha256 {page.sha256}, read by {page.reader}\n")
    if page.claims:
        console.print(Text("it says of itself", style="bold"))
        write_table(
            ({"what": c.kind, "value": c.value, "where": c.origin} for c in page.claims), out
        )
        console.print()
    for member in story.pages:
        if member.page_id == page.page_id:
            console.print(Text(f"in story {story.story_id} it is: {member.role}", style="bold"))
            for reason in member.reasons:
                console.print(f"  {reason.name}: {reason.detail} (share {reason.weight:.2f})")
            if member.copied_from:
                [other] = book.pages([member.copied_from])
                console.print(f"  measured against {_place(other)}, page {other.page_id}\n")
                _show_pair(console, page, other, book.passages(story.story_id))
            elif story.origin:
                for reason in story.origin.reasons:
                    console.print(f"  {reason.name}: {reason.detail}")
    console.print(Text("\nits text (what is not the story is in brackets)", style="bold"))
    console.print(mark_asides(page.text, book.asides(page.page_id)))


def show_comparison(
    names: tuple[str, str], texts: tuple[str, str], passages: Sequence[Passage], out: TextIO
) -> None:
    """Show two texts side by side, passage by passage, and what share of each is shared."""
    console = console_for(out)
    a, b = texts
    shared_a = _union((p.a_start, p.a_end) for p in passages)
    shared_b = _union((p.b_start, p.b_end) for p in passages)
    for name, text, shared in ((names[0], a, shared_a), (names[1], b, shared_b)):
        length = len(text.strip()) or 1
        console.print(f"{name}: {min(1.0, shared / length):.0%} of its text is shared")
    kinds = Counter(str(p.kind) for p in passages)
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())) or "none"
    console.print(f"shared passages: {said}\n")
    for passage in passages:
        _show_passage(console, passage, a, b)


def mark_asides(text: str, asides: Sequence[Aside]) -> Text:
    """Give a text with its asides dimmed and in brackets, each with its kind."""
    marked, at = Text(), 0
    for aside in asides:
        marked.append(_visible(text[at : aside.start]))
        marked.append(
            f"[{aside.kind}: {_visible(text[aside.start : aside.end])}]", style="dim italic"
        )
        at = aside.end
    marked.append(_visible(text[at:]))
    return marked


def _member_rows(book: Ledger, story: Story, pages: dict[str, Page]) -> Iterable[dict[str, object]]:
    for member in story.pages:
        page = pages[member.page_id]
        yield {
            "page": page.page_id[:8],
            "outlet": page.outlet,
            "byline": "; ".join(page.byline) or None,
            "dated": page.published.value if page.published else None,
            "where": _tail(_place(page)),
            "is": "the measure" if member.copied_from is None else str(member.role),
            "share": member.share,
            "asides": len(book.asides(page.page_id)),
        }


def _show_origin(console: Console, story: Story, pages: dict[str, Page]) -> None:
    if story.origin is None or len(pages) < 2:
        return
    sure = story.origin.certainty
    head = (
        "who was first is not known" if sure is Certainty.UNSURE else f"first: {story.origin.name}"
    )
    console.print(Text(head, style="bold"))
    for reason in story.origin.reasons:
        place = _place(pages[story.origin.page_id]) if story.origin.page_id in pages else ""
        console.print(f"  {reason.name}: {place}, {reason.detail}")


def _show_passages(console: Console, book: Ledger, story: Story, pages: dict[str, Page]) -> None:
    kinds: Counter[str] = Counter()
    for passage in book.passages(story.story_id):
        kinds[str(passage.kind)] += 1
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    console.print(Text("\nshared passages: ", style="bold") + Text(said or "none"))


def _show_pair(console: Console, page: Page, other: Page, passages: Iterable[Passage]) -> None:
    for passage in passages:
        if (passage.a, passage.b) == (page.page_id, other.page_id):
            _show_passage(console, passage, page.text, other.text)
        elif (passage.b, passage.a) == (page.page_id, other.page_id):
            turned = Passage(
                passage.b_start, passage.b_end, passage.a_start, passage.a_end,
                passage.kind, passage.share,
            )  # fmt: skip
            _show_passage(console, turned, page.text, other.text)


def _show_passage(console: Console, passage: Passage, a: str, b: str) -> None:
    one, two = a[passage.a_start : passage.a_end], b[passage.b_start : passage.b_end]
    console.print(
        Text(f"{passage.kind}, {passage.share:.0%} of the words", style="bold")
        + Text(f"  {passage.a_start:,}–{passage.a_end:,} = {passage.b_start:,}–{passage.b_end:,}")
    )
    console.print(f"  | {_ends(one)}")
    if _visible(one) != _visible(two):
        console.print(f"  | {_ends(two)}")


def _relation(story: Story) -> str:
    if len(story.pages) == 1:
        return "carries it"
    if story.share == 1.0:
        return "carry one text, each the whole of it or of its own part"
    return f"share text; the least shared has {story.share:.0%} of the shorter one's words"


def _place(page: Page) -> str:
    whole = page.member or (f"#{page.ordinal}" if page.ordinal > 1 else "")
    return printable(f"{page.file}{' ' if page.member else ''}{whole}")


def _tail(text: str, width: int = 34) -> str:
    return text if len(text) <= width else "…" + text[1 - width :]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _ends(text: str, width: int = 160) -> str:
    text = printable(text)
    return text if len(text) <= width else f"{text[: width // 2]} … {text[-width // 2 :]}"


def _union(spans: Iterable[tuple[int, int]]) -> int:
    total = at = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, at))
        at = max(at, end)
    return total
