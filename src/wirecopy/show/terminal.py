"""What a terminal shows of a story, a page, or two texts: the answer first, then the evidence."""

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
from wirecopy.records import Aside, Certainty, Conflict, Page, Passage, Story
from wirecopy.show.differing import differences
from wirecopy.show.export import console_for, ends_of, printable, visible, write_table
from wirecopy.show.lists import member_rows, place_of, shared_elsewhere, turned
from wirecopy.show.sources import origin_line, reason_line, text_lines, totals

CANNOT_SHOW = (
    "Shared text shows that pages have a common source, not by which way it came: "
    "releases under embargo and phone calls leave no trace in it."
)

MOST_CHANGES = 8
"""Changes of words that are named in a passage; the others are counted."""

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
        console.print(Text("\nshared passages: ", style="bold") + Text(_kinds(kinds)))
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
        for name in {"story", "page", "other_page", "statement"} & row.keys():
            short[name] = str(row[name])[:8] if row[name] else None
        if row.get("dated"):
            short["dated"] = str(row["dated"])[:16].replace("T", " ").removesuffix("Z")
        if "where" in row:
            short["where"] = _tail(str(row["where"]))
        yield {name + " (UTC)" * name.endswith("dated"): value for name, value in short.items()}


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
        _show_pair(console, (page, other), (one, two), book.passages(story.story_id))
    elif story.origin:
        for reason in story.origin.reasons:
            console.print(f"  {reason_line(reason)}")


def _show_dates(console: Console, book: Ledger, page: Page) -> None:
    """Show the dates that stand in the text and the address; the claimed ones stand above."""
    for kind, claim, reason in book.dates(page.page_id):
        if kind not in ("published", "modified", "captured"):
            span = f", {reason.start:,}–{reason.end:,}" if reason.start is not None else ""
            console.print(f"date, {kind}: {claim.value} ({printable(claim.text)}{span})")


def blank_asides(text: str, asides: Sequence[Aside]) -> str:
    """
    Give a text of the same length in which the asides are blank, so that they match nothing.

    >>> from wirecopy.records import AsideKind
    >>> blank_asides("By Bo\\nFog.", [Aside(0, 5, AsideKind.CREDIT, "")])
    '     \\nFog.'
    """
    parts, at = [], 0
    for aside in asides:
        span = text[aside.start : aside.end]
        parts += [text[at : aside.start], "".join("\n" if c == "\n" else " " for c in span)]
        at = aside.end
    return "".join([*parts, text[at:]])


def show_comparison(
    names: tuple[str, str],
    texts: tuple[str, str],
    stories: tuple[str, str],
    passages: Sequence[Passage],
    out: TextIO,
) -> None:
    """
    Show two texts side by side, passage by passage, and what share of each is shared.

    Args:
        names: What to call them.
        texts: The texts.
        stories: The texts with their asides blank: their letters are those that count.
        passages: What the two have in common.
        out: Where to write.
    """
    console = console_for(out)
    spans = (
        [(p.a_start, p.a_end) for p in passages],
        [(p.b_start, p.b_end) for p in passages],
    )
    for name, story, side in zip(names, stories, spans, strict=True):
        whole = _letters(story)
        shared = sum(_letters(story[start:end]) for start, end in _union(side))
        said = f"{shared / whole:.0%} of its story is shared" if whole else "holds no story"
        console.print(f"{printable(name)}: {said}")
    kinds = Counter(str(p.kind) for p in passages)
    console.print(f"shared passages: {_kinds(kinds)}\n")
    for passage in passages:
        _show_passage(console, passage, texts, stories)


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


def _show_pair(
    console: Console, pages: tuple[Page, Page], stories: tuple[str, str], found: Iterable[Passage]
) -> None:
    texts = (pages[0].text, pages[1].text)
    ids = (pages[0].page_id, pages[1].page_id)
    for passage in found:
        if (passage.a, passage.b) == ids:
            _show_passage(console, passage, texts, stories)
        elif (passage.b, passage.a) == ids:
            _show_passage(console, turned(passage), texts, stories)


def _show_passage(
    console: Console, passage: Passage, texts: tuple[str, str], stories: tuple[str, str]
) -> None:
    ends = ((passage.a_start, passage.a_end), (passage.b_start, passage.b_end))
    one, two = (text[start:end] for text, (start, end) in zip(texts, ends, strict=True))
    console.print(
        Text(f"{passage.kind}, {passage.share:.0%} of the words", style="bold")
        + Text(f"  {passage.a_start:,}–{passage.a_end:,} = {passage.b_start:,}–{passage.b_end:,}")
    )
    console.print(f"  | {ends_of(one)}")
    if visible(one) != visible(two):
        console.print(f"  | {ends_of(two)}")
        blank = [text[start:end] for text, (start, end) in zip(stories, ends, strict=True)]
        if line := changes(blank[0], blank[1]):
            console.print(line)


def changes(a: str, b: str, most: int = MOST_CHANGES) -> Text | None:
    """
    Say which words of a passage became which, the first ones by name and the others by number.

    Of wordings that hardly have a word in common it says only that.

    >>> changes("The town will pay 320 crowns.", "The council will pay 230 crowns today.").plain
    '  ≠ town → council · 320 → 230 · – → today'
    """
    pairs = differences(a, b)
    if pairs is None:
        return Text("  ≠ in other words: fewer than half agree")
    if not pairs:
        return None
    line = Text("  ≠ ")
    for n, ((a_start, a_end), (b_start, b_end)) in enumerate(pairs[:most]):
        line.append(" · " if n else "")
        line.append(ends_of(a[a_start:a_end], 60) or "–", style="red")
        line.append(" → ")
        line.append(ends_of(b[b_start:b_end], 60) or "–", style="green")
    if len(pairs) > most:
        line.append(f" · and {len(pairs) - most:,} more")
    return line


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


def _kinds(kinds: Counter[str]) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in sorted(kinds.items())) or "none"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _union(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give spans, none over another, that cover the same."""
    at = 0
    for start, end in sorted(spans):
        if end > at:
            yield max(start, at), end
            at = end
