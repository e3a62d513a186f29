"""Which page's text was measured against which: a small tree, drawn from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, nsmallest
from typing import Any

WIDTH, HEIGHT, GAP, LANE = 256, 44, 12, 316
"""Of a page's box, between boxes, and from column to column, in units of the drawing."""

NOTE = 10
"""Further room between boxes where some say how many more pages hang on them."""

DRAWN = 24
"""Pages that are drawn; the others are counted."""


@dataclass(frozen=True, slots=True)
class Box:
    """One page in the drawing."""

    x: int
    y: int
    page: dict[str, Any]
    more: int
    """Pages that have its text and found no room."""


@dataclass(frozen=True, slots=True)
class Line:
    """From a page to one that has its text."""

    path: str
    weight: float
    page: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Boxes and lines, and how many pages found no room."""

    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int
    left: int
    box: int = WIDTH


def lineage(pages: Sequence[dict[str, Any]]) -> Lineage | None:
    """
    Draw who shares text with whom; None where there is nothing to draw.

    Args:
        pages: A story's members with `page_id`, `copied_from` and `share`, in the story's order.
    """
    drawn = _chosen(pages)
    known = {page["page_id"] for page in drawn}
    children: dict[str | None, list[dict[str, Any]]] = {}
    for page in drawn:
        parent = page["copied_from"] if page["copied_from"] in known else None
        children.setdefault(parent, []).append(page)
    if len(drawn) < 2:
        return None
    copies = Counter(page["copied_from"] for page in pages)
    boxes: list[Box] = []
    lines: list[Line] = []
    free, seen = 0, set()

    def place(page: dict[str, Any], depth: int) -> int:
        nonlocal free
        seen.add(page["page_id"])
        below = [c for c in children.get(page["page_id"], ()) if c["page_id"] not in seen]
        ys = [place(child, depth + 1) for child in below]
        if ys:
            y = ys[0]
        else:
            y = free
            free += HEIGHT + GAP + (NOTE if len(drawn) < len(pages) else 0)
        x = depth * LANE
        more = copies[page["page_id"]] - len(below)
        boxes.append(Box(x, y, page, more))
        for child, child_y in zip(below, ys, strict=True):
            start, end = x + WIDTH, x + LANE
            one, two = y + HEIGHT // 2, child_y + HEIGHT // 2
            bend = (start + end) // 2
            path = f"M{start} {one} C{bend} {one} {bend} {two} {end} {two}"
            weight = 1 + 4 * float(child["share"] or 0)
            lines.append(Line(path, round(weight, 1), child))
        return y

    for page in drawn:  # pages whose measure is not drawn, or that measure each other in a ring
        if page["page_id"] not in seen and (
            page in children.get(None, ()) or page["copied_from"] is None
        ):
            place(page, 0)
    for page in drawn:
        if page["page_id"] not in seen:
            place(page, 0)
    depth = max(box.x for box in boxes)
    return Lineage(boxes, lines, depth + WIDTH + 2, free, len(pages) - len(drawn))


def _chosen(pages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Take the pages that are drawn, in the story's order.

    Of many pages those that have their text from a drawn one, so that each box hangs on a line:
    first those that others have theirs from, then one page of each outlet, then the rest.
    """
    if len(pages) <= DRAWN:
        return list(pages)
    copies = Counter(page["copied_from"] for page in pages)
    below: dict[str | None, list[int]] = {}
    seen: set[Any] = set()
    ranks: list[tuple[int, bool, int]] = []
    for number, page in enumerate(pages):
        below.setdefault(page["copied_from"], []).append(number)
        again = page.get("outlet") in seen
        seen.add(page.get("outlet"))
        ranks.append((-copies[page["page_id"]], again, number))
    roots = [n for n, page in enumerate(pages) if not page["copied_from"]] or [0]
    open_ends = [(ranks[n], n) for n in roots]
    heapify(open_ends)
    chosen: set[int] = set()
    while open_ends and len(chosen) < DRAWN:
        _, number = heappop(open_ends)
        if number not in chosen:
            chosen.add(number)
            children = below.get(pages[number]["page_id"], ())
            for child in nsmallest(DRAWN, children, key=ranks.__getitem__):
                heappush(open_ends, (ranks[child], child))
    return [pages[number] for number in sorted(chosen)]
