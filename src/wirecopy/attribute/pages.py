"""
Stage 6, attribute: pages -> their statements, in batches; equal stories are read once.

Pages that carry one story word for word are brought together by a key, and the tagger reads the
first of them. What it says holds for the others too, since it sees nothing but the words and how
they are written; only where they stand is each page's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import Words, find_words
from wirecopy.attribute.quotes import find_quotes, words_between
from wirecopy.attribute.spans import Range
from wirecopy.attribute.statements import complete, is_told, read_words, statements_of
from wirecopy.records import Aside, DateClaim, Statement
from wirecopy.schemas import STATEMENTS, STORY_KEYS
from wirecopy.words import words_of

_PAGES = 256
"""Pages in a batch that goes out."""


def name_reader() -> str:
    """Name what reads statements here: wirecopy's version, and the model by its digest."""
    model = files("wirecopy.attribute") / "model" / "tagger.onnx"
    return f"{version('wirecopy')} {hashlib.sha256(model.read_bytes()).hexdigest()[:12]}"


def find_story_keys(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Give each page a key that says which words its story has.

    Args:
        batch: `page`, `text` and `asides`.

    Yields:
        Batches of `STORY_KEYS`, a row for a row.
    """
    rows = []
    for row in batch.select(["page", "text", "asides"]).to_pylist():
        words = words_of(row["text"] or "")
        kept = np.ones(len(words.starts), np.bool_)
        for aside in row["asides"] or ():
            kept[slice(*np.searchsorted(words.starts, (aside["start"], aside["end"])))] = False
        hashes = words.hashes[kept]
        digest = hashlib.sha256(hashes.tobytes()).digest()[:8]
        rows.append((row["page"], int.from_bytes(digest, "big", signed=True), len(hashes)))
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    yield pa.record_batch(
        [pa.array(c, f.type) for c, f in zip(columns, STORY_KEYS, strict=True)], schema=STORY_KEYS
    )


def find_in_pages(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Find the statements of each page of a batch, with their speakers, venues and times.

    Only those that somebody is found to have said, or that are quoted.

    Args:
        batch: `page`, `at`, `text`, `asides`, `published` and `published_precision`, as the stages
            read and clean give them; pages with equal stories next to each other.

    Yields:
        Batches of `STATEMENTS`, a row for each page.
    """
    known: tuple[bytes, list[Linked]] = (b"", [])
    rows: list[dict[str, Any]] = []
    for row in batch.to_pylist():
        text = row["text"] or ""
        asides = [Aside(**aside) for aside in row["asides"] or ()]
        words = find_words(text, [(aside.start, aside.end) for aside in asides])
        key = _key(text, words)
        if key != known[0]:
            known = key, read_words(text, words)
        found = [one for one in statements_of(text, words, known[1]) if is_told(one, text)]
        told = complete(text, found, asides, _published(row))
        said = [_said(text, words, statement) for statement in told]
        rows.append(
            {
                "page": row["page"],
                "count": len(said),
                "found": {"page": row["page"], "at": row["at"], "said": said},
            }
        )
        if len(rows) >= _PAGES:
            yield pa.RecordBatch.from_pylist(rows, schema=STATEMENTS)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=STATEMENTS)


def leave_out_asides(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Take asides that were not known when statements were found out of their contents.

    A statement of which nothing is left is left out.

    Args:
        batch: `page`, `text`, `found` as `STATEMENTS` has it, and `asides`, also those found since.

    Yields:
        Batches of `STATEMENTS`, a row for a row.
    """
    rows = []
    for row in batch.select(["page", "text", "found", "asides"]).to_pylist():
        asides = sorted((aside["start"], aside["end"]) for aside in row["asides"] or ())
        words = find_words(row["text"], asides)
        said = []
        for one in row["found"]["said"]:
            spans = [(span["start"], span["end"]) for span in one["content"]]
            content = outside(row["text"], spans, asides)
            if content and content != spans:
                one["content"] = [{"start": start, "end": end} for start, end in content]
                one["words"] = words_between(row["text"], content)
                one["quotes"] = find_quotes(row["text"], words, content)
            said += [one] if content else []
        found = row["found"] | {"said": said}
        rows.append({"page": row["page"], "count": len(said), "found": found})
    yield pa.RecordBatch.from_pylist(rows, schema=STATEMENTS)


def outside(text: str, spans: list[Range], asides: list[Range]) -> list[Range]:
    """
    Give what of some spans lies outside of asides, which are in their order.

    >>> outside("So he said. More: again he", [(0, 11), (12, 26)], [(3, 5), (12, 17)])
    [(0, 2), (6, 11), (18, 26)]
    """
    found = []
    for at, last in spans:
        pieces = []
        for start, end in asides:
            if at < end and start < last:
                pieces.append((at, start))
                at = end
        for start, end in [*pieces, (at, last)]:
            piece = text[start:end] if start < end else ""
            if any(map(str.isalnum, piece)):
                begin = start + len(piece) - len(piece.lstrip())
                found.append((begin, begin + len(piece.strip())))
    return found


def _key(text: str, words: Words) -> bytes:
    """Sum up all that is seen of a page: words, how they are written, and where lines end."""
    seen = hashlib.sha256()
    parts = (text[a:b] for a, b in zip(words.starts, words.ends, strict=True))
    seen.update("\0".join(parts).encode("utf-8", "surrogatepass"))
    gaps = zip(words.ends, words.starts[1:], strict=False)
    breaks = [0, *(min(2, text.count("\n", end, start)) for end, start in gaps)]
    for column in (words.quoted, words.paragraph, words.glued, breaks):
        seen.update(b"\0\0" + bytes(column))
    return seen.digest()


def _published(row: dict[str, Any]) -> DateClaim | None:
    if row["published"] is None:
        return None
    return DateClaim(row["published"], row["published_precision"], "", row["published"])


def _said(text: str, words: Words, statement: Statement) -> dict[str, Any]:
    said = statement.to_dict()
    for part in ("content", "source", "cue"):
        said[part] = [{"start": start, "end": end} for start, end in said[part]]
    return said | {
        "words": words_between(text, statement.content),
        "source_words": words_between(text, statement.source),
        "quotes": find_quotes(text, words, statement.content),
    }
