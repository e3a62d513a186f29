"""Text with marks in it: spans of many layers become well-formed HTML, and all of it is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text that is shown in a way of its own."""

    start: int
    end: int
    level: int
    """Marks of a lower level stand outside of those of a higher one."""
    name: str
    """Its class, or several, separated by blanks."""
    tag: str = "span"
    key: str | None = None
    """The id of its first piece, so that a link can lead there."""
    more: tuple[tuple[str, str], ...] = field(default=())
    """Further attributes, on every piece."""
    before: str = ""
    """Markup that opens it, once: made by us of nothing that comes from a pile."""


ASIDE, PASSAGE, STATEMENT, PART, QUOTE, DIFFERS, PLACE = range(7)
"""The levels, outermost first."""


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Markup:
    """
    Give a part of a text as HTML, with its marks nested; where two cross, the inner one is cut.

    >>> marked("a < b", [Mark(0, 3, 1, "x"), Mark(2, 5, 2, "y", key="k")])
    Markup('<span class="x">a <span class="y" id="k">&lt;</span></span><span class="y"> b</span>')
    """
    end = len(text) if end is None else end
    ordered = sorted(
        (mark for mark in marks if mark.start < end and mark.end > start and mark.end > mark.start),
        key=lambda mark: (mark.level, mark.start, -mark.end),
    )
    edges = {start, end}
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, mark in enumerate(ordered):
        first, last = max(mark.start, start), min(mark.end, end)
        edges |= {first, last}
        begins.setdefault(first, []).append(number)
        ends.setdefault(last, []).append(number)
    out: list[str] = []
    stack: list[int] = []
    active: set[int] = set()
    opened: set[int] = set()
    places = sorted(edges)
    for at, until in zip(places, [*places[1:], end], strict=True):
        active -= set(ends.get(at, ()))
        active |= set(begins.get(at, ()))
        wanted = sorted(active)
        kept = 0
        while kept < min(len(stack), len(wanted)) and stack[kept] == wanted[kept]:
            kept += 1
        while len(stack) > kept:
            out.append(_close(ordered[stack.pop()]))
        for number in wanted[kept:]:
            out.append(_open(ordered[number], number not in opened))
            opened.add(number)
            stack.append(number)
        out.append(str(escape(text[at:until])))
    while stack:
        out.append(_close(ordered[stack.pop()]))
    return Markup("".join(out))


def _open(mark: Mark, first: bool) -> str:
    parts = [f'<{mark.tag} class="{escape(mark.name)}"']
    if first and mark.key:
        parts.append(f' id="{escape(mark.key)}"')
    parts += [f' {name}="{escape(value)}"' for name, value in mark.more]
    if mark.tag == "details":
        return "".join(parts) + ">" + mark.before + "<span>"
    return "".join(parts) + ">" + (mark.before if first else "")


def _close(mark: Mark) -> str:
    return "</span></details>" if mark.tag == "details" else f"</{mark.tag}>"
