"""
Stage 2, clean: the third witness, repetition: lines that recur on a site's pages.

A line that stands on pages of many stories of one outlet is the site's, not a story's. That can
only be seen when the stories are known, so this half of the stage runs behind align: `list_lines`
names the lines of each page, `recurring.sql` finds those that recur, `mark_repeated` sets them
aside.

Agencies repeat background paragraphs from story to story. Those recur within a subject, on a small
part of an outlet's stories; furniture recurs on a fixed part of all of them, and that is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.clean.places import lines_of
from wirecopy.clean.sentences import plain
from wirecopy.records import AsideKind
from wirecopy.schemas import ASIDES, LINES

LONGEST = 600
"""Letters of a line that may be furniture; a longer one is a paragraph or a text without lines."""
_FEWEST = 2
"""Letters and digits that a line must have to be known again."""

Spans = list[tuple[int, int, int]]


def list_lines(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Name the lines of pages that are no aside yet: the stage.

    Args:
        batch: `page`, `text` and `asides`.

    Yields:
        `schemas.LINES`: each line once for a page. Digits count as one another, so that a line with
        a date or a count is known again.
    """
    pages, hashes = [], []
    for row in batch.select(["page", "text", "asides"]).to_pylist():
        own = sorted({name for *_, name in lines_in(row["text"], row["asides"] or ())})
        pages += [row["page"]] * len(own)
        hashes += own
    columns = [pa.array(pages, pa.int64()), pa.array(hashes, pa.int64())]
    yield pa.RecordBatch.from_arrays(columns, schema=LINES)


def load_recurring(paths: Sequence[Path]) -> dict[tuple[str, int], int]:
    """Load the table `recurring` of `recurring.sql`: (outlet, line) and the number of stories."""
    table = pq.read_table(list(paths))
    return {(row["outlet"], row["hash"]): row["stories"] for row in table.to_pylist()}


def mark_repeated(
    batch: pa.RecordBatch, recurring: Mapping[tuple[str, int], int]
) -> Iterator[pa.RecordBatch]:
    """
    Set aside the recurring lines of pages: the stage.

    Args:
        batch: `page`, `outlet`, `text` and `asides`.
        recurring: (outlet, hash of a line): on how many stories of that outlet it stands.

    Yields:
        `schemas.ASIDES`: all asides of each page, those found before and the new ones.
    """
    found = []
    for row in batch.select(["page", "outlet", "text", "asides"]).to_pylist():
        asides = list(row["asides"] or ())
        for start, end, name in lines_in(row["text"], asides):
            if stories := recurring.get((row["outlet"], name)):
                reason = f"repetition: on {stories} stories of {row['outlet']}"
                asides.append(
                    {
                        "start": start,
                        "end": end,
                        "kind": str(AsideKind.NAVIGATION),
                        "reason": reason,
                    }
                )
        found.append(sorted(asides, key=lambda aside: aside["start"]))
    rows = pa.array(found, ASIDES.field("asides").type)
    yield pa.RecordBatch.from_arrays([batch.column("page"), rows], schema=ASIDES)


def lines_in(text: str, asides: Sequence[Mapping[str, Any]]) -> Spans:
    """
    Give the lines of a text that touch no aside: start, end, and the hash by which each is known.

    >>> text = "Fog lay.\\n\\nRead 12 comments\\nRead 7 comments"
    >>> [(text[a:b]) for a, b, _ in lines_in(text, [{"start": 0, "end": 4}])]
    ['Read 12 comments', 'Read 7 comments']
    """
    spans: Spans = []
    edges = sorted((aside["start"], aside["end"]) for aside in asides)
    at = 0
    for line in lines_of(plain(text)):
        while at < len(edges) and edges[at][1] <= line.start:
            at += 1
        if at < len(edges) and edges[at][0] < line.end:
            continue
        words = "".join(filter(str.isalnum, text[line.start : line.end].casefold()))
        if len(words) >= _FEWEST and line.end - line.start <= LONGEST:
            spans.append((line.start, line.end, _name(words)))
    return spans


def _name(words: str) -> int:
    figures = "".join("0" if c.isdigit() else c for c in words)
    while "00" in figures:
        figures = figures.replace("00", "0")
    digest = hashlib.blake2b(figures.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
