"""
Stage 5, trace: pages -> what each claims of itself, in a form in which claims can differ.

A byline is compared as the set of its names, folded, unless it is an agency's; a date by its day (a
claim that is only a month or a year contradicts nothing). What is shown stays as the page has it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pyarrow as pa

from wirecopy.schemas import CLAIMS
from wirecopy.trace.marks import is_agency, key_of_name


def list_claims(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the byline and the publication date that each page claims.

    Args:
        batch: Columns page, byline, published and at.

    Yields:
        `records.CLAIMS`: `compared` is equal where two claims agree; `at` is set for dates only.
    """
    rows = []
    for row in batch.to_pylist():
        if row["byline"] and not all(is_agency(key_of_name(name)) for name in row["byline"]):
            compared = "; ".join(sorted(fold_name(name) for name in row["byline"]))
            rows.append((row["page"], "byline", "; ".join(row["byline"]), compared, None))
        if len(row["published"] or "") >= len("2022-11-13"):
            rows.append(
                (row["page"], "published", row["published"], row["published"][:10], row["at"])
            )
    columns = zip(*rows, strict=True) if rows else ([] for _ in CLAIMS)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, CLAIMS, strict=True)],
        schema=CLAIMS,
    )


def fold_name(name: str) -> str:
    """
    Fold a name so that its spellings meet: case, accents, dots and spaces.

    >>> fold_name("José  A. Peréz")
    'jose a perez'
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = (" " if not c.isalnum() else c for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
