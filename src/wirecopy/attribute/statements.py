"""
Stage 6, attribute: pages -> statements, each with its content, source and cue.

A small network tags and links (see `docs/statements-model.md` for what it gets wrong); what it is
not sure of keeps a low confidence rather than being left out. Who a source is by full name, and
when and where it spoke, is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from wirecopy.attribute.acts import find_act, may_state
from wirecopy.attribute.confidence import confidence
from wirecopy.attribute.links import Linked, find_links
from wirecopy.attribute.pieces import Words, find_words
from wirecopy.attribute.spans import Range, find_kind, find_span
from wirecopy.attribute.tagger import Tagger, load_tagger
from wirecopy.records import Aside, Statement
from wirecopy.schemas import STATEMENTS

_ROWS = 4_096
"""Statements in a batch that goes out."""


def find_statements(
    text: str, asides: Iterable[Aside] = (), tagger: Tagger | None = None
) -> list[Statement]:
    """
    Find who said what in a text: every statement that is ascribed to someone.

    Beliefs and intentions that the text ascribes are found as well; `Statement.act` tells them
    apart. English only: what is found in other languages has a low confidence.

    Args:
        text: The text; it is not changed.
        asides: Spans that are not the story, such as `wirecopy.find_asides` gives: read over.
        tagger: Another tagger than the one that ships with the package.

    Returns:
        Statements in the order of their first content.

    >>> text = "The mayor said the bridge was safe."
    >>> said, = find_statements(text)
    >>> [said.show(text, part) for part in ("source", "cue", "content")]
    ['The mayor', 'said', 'the bridge was safe']
    """
    if not may_state(text):
        return []
    words = find_words(text, [(aside.start, aside.end) for aside in asides])
    if not words:
        return []
    tagger = tagger or load_tagger()
    found = find_links(tagger.read(text, words), tagger.chain)
    statements = (_statement(text, words, linked) for linked in found)
    return [statement for statement in statements if statement.content]


def find_in_pages(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Find the statements of each page of a batch.

    Args:
        batch: `page`, `text` and `asides`, as the stages read and clean give them.

    Yields:
        Batches of `STATEMENTS`, a row for each statement, in the order of the pages.
    """
    rows: list[dict[str, Any]] = []
    for row in batch.select(["page", "text", "asides"]).to_pylist():
        asides = [Aside(**aside) for aside in row["asides"] or ()]
        for statement in find_statements(row["text"] or "", asides):
            rows.append(_row(statement, row["page"]))
        if len(rows) >= _ROWS:
            yield _pack(rows)
            rows = []
    if rows:
        yield _pack(rows)


def _row(statement: Statement, page: int) -> dict[str, Any]:
    row = statement.to_dict() | {"page": page}
    for part in ("content", "source", "cue"):
        row[part] = [{"start": start, "end": end} for start, end in row[part]]
    return row


def _pack(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=STATEMENTS)


def _statement(text: str, words: Words, linked: Linked) -> Statement:
    cue = _spans(text, words, linked.cues)
    return Statement(
        content=_spans(text, words, linked.contents),
        source=_spans(text, words, linked.sources),
        cue=cue,
        kind=find_kind(words, linked.contents),
        act=find_act(" ".join(text[start:end] for start, end in cue)),
        confidence=confidence(linked.evidence),
    )


def _spans(text: str, words: Words, runs: Sequence[Range]) -> tuple[Range, ...]:
    return tuple(span for run in runs for span in find_span(words, text, run))
