"""
Stage 2, clean: page -> asides.

An aside is a span of a page that is not the story: front matter, a heading, a caption, a credit, a
promotion, a link, furniture of the site, a standards line, an advertisement. It is marked with its
bounds, never deleted. Three witnesses speak, each named in the reason: the page's structure and
known wording here, and repetition across the pile in `repetition.py`, when the stories are known.

To mark story as an aside is the worse error: it hides words from all later stages. What is in
doubt is left to the story.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from wirecopy.clean.places import find_wording, lines_of
from wirecopy.clean.repetition import list_lines, load_recurring, mark_repeated
from wirecopy.clean.sentences import plain
from wirecopy.clean.structure import find_structure
from wirecopy.clean.wording import Wording, load_wording
from wirecopy.records import Aside
from wirecopy.schemas import ASIDES

__all__ = [
    "Wording",
    "find_asides",
    "list_lines",
    "load_recurring",
    "load_wording",
    "mark_asides",
    "mark_repeated",
]


def find_asides(text: str, wording: Wording | None = None) -> list[Aside]:
    """
    Find the spans of one text that are not its story.

    Args:
        text: The text of a page.
        wording: Known wording; what comes with wirecopy by default.

    Returns:
        The asides in order, none over another, without the blanks around them.

    >>> text = "The mayor left. Advertisement"
    >>> [(text[a.start : a.end], a.kind.value, a.reason) for a in find_asides(text)]
    [('Advertisement', 'advertisement', 'wording: advertisement between sentences')]
    """
    page = plain(text)
    lines = lines_of(page)
    worded = [
        Aside(match.start, match.end, match.pattern.kind, f"wording: {match.pattern.name}")
        for match in find_wording(page, lines, wording or load_wording())
    ]
    shaped = find_structure(text, page, lines, worded)
    return _side_by_side([*worded, *shaped])


def mark_asides(batch: pa.RecordBatch, wording_path: str | None = None) -> Iterator[pa.RecordBatch]:
    """
    Find the asides of each page of a batch.

    Args:
        batch: Pages, with the columns `page` and `text`.
        wording_path: A file of wordings of one's own.

    Returns:
        One row for each page, in the schema `records.ASIDES`.
    """
    wording = load_wording(wording_path)
    rows = [
        [aside.to_dict() for aside in find_asides(text.as_py() or "", wording)]
        for text in batch.column("text")
    ]
    yield pa.RecordBatch.from_arrays(
        [batch.column("page"), pa.array(rows, ASIDES.field("asides").type)], schema=ASIDES
    )


def _side_by_side(asides: list[Aside]) -> list[Aside]:
    """Leave no aside over another: the earlier begins first, and front matter goes before all."""
    apart: list[Aside] = []
    for aside in sorted(asides, key=lambda a: (a.start, -a.end)):
        if not apart or aside.start >= apart[-1].end:
            apart.append(aside)
    return apart
