"""
Stage 2, clean: what the shape of a page tells: its front matter, its headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wirecopy.clean.headings import find_glued_headings, find_headings
from wirecopy.clean.places import Line
from wirecopy.frontmatter import FrontMatter, find_all_front_matter, find_front_matter
from wirecopy.records import Aside, AsideKind


def find_structure(
    text: str, page: str, lines: list[Line], others: Iterable[Aside]
) -> Iterator[Aside]:
    """
    Find front matter and headings.

    Front matter is found wherever a line begins with it, so that pages which were glued together
    can be told apart.

    Args:
        text: The page's text.
        page: The same with plain quotes, dashes and blanks.
        lines: Its lines.
        others: Asides that are known already; headings are sought between them.
    """
    taken = [(aside.start, aside.end) for aside in others]
    for found in _front_matter(text):
        reason = f"structure: front matter ({found.style})"
        yield Aside(found.start, found.end, AsideKind.FRONT_MATTER, reason)
        taken.append((found.start, found.end))
    yield from find_headings(page, list(_free(lines, sorted(taken))))
    yield from find_glued_headings(page)


def _front_matter(text: str) -> Iterator[FrontMatter]:
    """Give the front matter of the page, which is sure of its place, and any that follows."""
    top = find_front_matter(text)
    if top is not None:
        yield top
    for found in find_all_front_matter(text):
        if top is None or found.start >= top.end:
            yield found


def _free(lines: list[Line], taken: list[tuple[int, int]]) -> Iterator[Line]:
    """Give the lines that are not wholly something else."""
    at = 0
    for line in lines:
        while at < len(taken) and taken[at][1] < line.end:
            at += 1
        if not (at < len(taken) and taken[at][0] <= line.start):
            yield line
