"""What two texts share, passage by passage, and which words became which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from wirecopy.records import Aside, Page, Passage
from wirecopy.show.differing import differences
from wirecopy.show.export import console_for, ends_of, printable, visible
from wirecopy.show.lists import turned

MOST_CHANGES = 8
"""Changes of words that are named in a passage; the others are counted."""


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
    console.print(f"shared passages: {kinds_of(kinds)}\n")
    for passage in passages:
        _show_passage(console, passage, texts, stories)


def show_pair(
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


def kinds_of(kinds: Counter[str]) -> str:
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
