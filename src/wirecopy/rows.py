"""
Pages as rows and rows as pages: the bridge between `records.Page` and the Arrow schema `READ`.

A row of `READ` is a page, or, where its column `skipped` holds a reason, a part that is none.
Both ways lose nothing: `page_from_row(row_from_page(page)) == page`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from wirecopy.records import Claim, DateClaim, Page, Skipped
from wirecopy.schemas import READ

_COLUMNS = tuple(READ.names)
_NOTHING: dict[str, Any] = dict.fromkeys(_COLUMNS)


def row_from_page(page: Page) -> dict[str, Any]:
    """Give a page as a row of `READ`."""
    date = page.published
    return {
        "page": page.page,
        "page_id": page.page_id,
        "file": page.file,
        "member": page.member,
        "byte_start": page.byte_start,
        "byte_end": page.byte_end,
        "ordinal": page.ordinal,
        "text": page.text,
        "url": page.url,
        "outlet": page.outlet,
        "title": page.title,
        "byline": list(page.byline),
        "published": date.value if date else None,
        "published_precision": date.precision if date else None,
        "published_origin": date.origin if date else None,
        "published_text": date.text if date else None,
        "at": date.at if date else None,
        "language": page.language,
        "front_matter": _as_json(page.front_matter),
        "claims": [{"kind": c.kind, "value": c.value, "origin": c.origin} for c in page.claims],
        "sha256": page.sha256,
        "reader": page.reader,
        "skipped": None,
    }


def _as_json(values: dict[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: only an escape can hold it
        return json.dumps(values)
    return text


def row_from_skipped(part: Skipped) -> dict[str, Any]:
    """Give a part that is no page as a row of `READ`: its place, the reason, and nothing else."""
    return _NOTHING | {
        "file": part.file,
        "member": part.member,
        "byte_start": part.byte_start,
        "byte_end": part.byte_end,
        "byline": [],
        "claims": [],
        "skipped": part.reason,
    }


def page_from_row(row: Mapping[str, Any]) -> Page:
    """Give the page that a row of `READ` holds. A row that was skipped holds none: see there."""
    date = None
    if row["published"] is not None:
        date = DateClaim(
            row["published"],
            row["published_precision"],
            row["published_origin"],
            row["published_text"],
        )
    return Page(
        page_id=row["page_id"],
        file=row["file"],
        member=row["member"],
        byte_start=row["byte_start"],
        byte_end=row["byte_end"],
        ordinal=row["ordinal"],
        text=row["text"],
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        byline=tuple(row["byline"] or ()),
        published=date,
        language=row["language"],
        front_matter=json.loads(row["front_matter"] or "{}"),
        claims=tuple(Claim(c["kind"], c["value"], c["origin"]) for c in row["claims"] or ()),
        sha256=row["sha256"],
        reader=row["reader"],
    )


def skipped_from_row(row: Mapping[str, Any]) -> Skipped:
    """Give the part that a row of `READ` says was skipped."""
    return Skipped(row["file"], row["member"], row["byte_start"], row["byte_end"], row["skipped"])


def pages_from(batch: pa.RecordBatch) -> Iterator[Page]:
    """Yield the pages of a batch of `READ`, in its order, without the parts that were skipped."""
    for row in batch.to_pylist():
        if row["skipped"] is None:
            yield page_from_row(row)


def skipped_from(batch: pa.RecordBatch) -> Iterator[Skipped]:
    """Yield the parts of a batch of `READ` that are no pages, in its order."""
    for row in batch.filter(batch.column("skipped").is_valid()).to_pylist():
        yield skipped_from_row(row)


def batch_from(found: Iterable[Page | Skipped]) -> pa.RecordBatch:
    """Give pages and skipped parts as one batch of `READ`."""
    rows = [row_from_page(p) if isinstance(p, Page) else row_from_skipped(p) for p in found]
    columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in READ]
    return pa.RecordBatch.from_arrays(columns, schema=READ)
