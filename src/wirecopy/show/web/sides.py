"""Two pages beside each other: what they share, by kind, and which words of it differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import escape

from wirecopy.records import Aside, Passage, PassageKind
from wirecopy.show.differing import differing_words, quotations
from wirecopy.show.web.marking import ASIDE, DIFFERS, PASSAGE, PLACE, QUOTE, Mark

SIGNS = {PassageKind.VERBATIM: "=", PassageKind.EDITED: "≈", PassageKind.REWRITTEN: "~"}
"""What stands before a passage beside its number, so that no color is needed to tell its kind."""


def aside_marks(asides: Iterable[Aside], folded: bool = False) -> list[Mark]:
    """Give asides as parts that fold, each under the name of its kind."""
    state = () if folded else (("open", ""),)
    return [
        Mark(
            aside.start, aside.end, ASIDE, "aside", tag="details",
            more=(*state, ("title", aside.reason)),
            before=f"<summary>{escape(str(aside.kind))}</summary>",
        )
        for aside in asides
    ]  # fmt: skip


def quote_marks(text: str, asides: Sequence[Aside] = ()) -> list[Mark]:
    """Give what stands in quotation marks outside of asides."""
    return [
        Mark(start, end, QUOTE, "quote", tag="q")
        for start, end in quotations(text)
        if not any(a.start <= start < a.end for a in asides)
    ]


def place_mark(at: str, length: int) -> list[Mark]:
    """Give the span that an address points to, `120-180`; nothing where it is none of the text."""
    start, dash, end = at.partition("-")
    if not (dash and start.isdecimal() and end.isdecimal() and len(start + end) < 20):
        return []
    if not int(start) < int(end) <= length:
        return []
    return [Mark(int(start), int(end), PLACE, "place", tag="mark", key="place")]


def shared_marks(
    passages: Sequence[Passage], texts: tuple[str, str], keys: tuple[str, str] = ("a", "b")
) -> tuple[list[Mark], list[Mark]]:
    """
    Give the marks of shared passages for both texts: numbered, linked, with what differs in them.

    Args:
        passages: With the first text as side a.
        texts: Both texts, with what is not the story blank, so that it differs from nothing.
        keys: What the ids of passages begin with on either side.
    """
    marks: tuple[list[Mark], list[Mark]] = ([], [])
    for number, p in enumerate(passages, 1):
        ends = ((p.a_start, p.a_end), (p.b_start, p.b_end))
        for n, (start, end) in enumerate(ends):
            other = keys[1 - n]
            sign = (
                f'<a class="number" href="#{other}{number}" '
                f'aria-label="{p.kind} passage {number}: to the other side">'
                f"{number}{SIGNS[p.kind]}</a>"
            )
            marks[n].append(
                Mark(
                    start, end, PASSAGE, f"passage {p.kind}", key=f"{keys[n]}{number}",
                    more=(("data-number", str(number)),), before=sign,
                )
            )  # fmt: skip
        if p.kind is not PassageKind.VERBATIM:
            pieces = (texts[0][p.a_start : p.a_end], texts[1][p.b_start : p.b_end])
            for n, spans in enumerate(differing_words(*pieces)):
                base = ends[n][0]
                marks[n].extend(
                    Mark(base + start, base + end, DIFFERS, "differs", tag="b")
                    for start, end in spans
                )
    return marks
