"""
wirecopy, for `bench/copies.py`: a table of texts in, groups and pairs with passages out.

    python copies_ours.py groups|ledger PILE.parquet GROUPS.json

`groups` runs stages match and align alone, as the peers do their part; `ledger` is the main job.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import wirecopy as wc
from wirecopy.align.components import find_components
from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.flow.aligning import align
from wirecopy.ledger import LedgerWriter
from wirecopy.match import fingerprint
from wirecopy.options import Options
from wirecopy.schemas import FINGERPRINTS, PAIRS

Answer = dict[str, Any]

OPTIONS = Options(workers=1, statements=False)
ASIDES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
PAGES = pa.schema(
    [
        ("page", pa.int64()),
        ("at", pa.int64()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("text", pa.string()),
        ("asides", ASIDES),
    ]
)


def by_stages(pile: Path, folder: Path) -> Answer:
    """Link, align and group the texts, without reading, cleaning, or a ledger."""
    numbered = folder / "pages.parquet"
    _number(pile, numbered)
    with (
        LedgerWriter(folder / "x.wirecopy", [], OPTIONS) as book,
        Local(folder / "work", OPTIONS) as engine,
    ):
        for name in ("pages", "asides"):
            engine.source(name, [numbered])
        engine.map("new_fingerprints", "select * from pages", fingerprint, FINGERPRINTS)
        for name, schema in (("old_fingerprints", FINGERPRINTS), ("kept_pairs", PAIRS)):
            pq.write_table(schema.empty_table(), folder / f"{name}.parquet")
            engine.source(name, [folder / f"{name}.parquet"])
        make_tables(
            engine, "wirecopy.match", "hubs.sql",
            min_shared_fingerprints=OPTIONS.min_shared_fingerprints,
            rare_pages=OPTIONS.rare_pages,
        )  # fmt: skip
        align(book, engine, "pairs")
        make_tables(
            engine, "wirecopy.align", "stories.sql",
            story_share=OPTIONS.story_share, min_story_words=OPTIONS.min_story_words,
        )  # fmt: skip
        find_components(engine.table, engine.scalar)
        engine.table("shown", "select a, b from aligned where len(passages) > 0")
        return {
            "groups": _groups(_rows(engine, "stories", "page", "story")),
            "passages": [[a, b] for a, b in _rows(engine, "shown", "a", "b")],
            "compared": engine.scalar("select count(*) from pairs"),
        }


def _number(pile: Path, out: Path) -> None:
    """Write the texts as pages, numbered in their order, without dates, outlets or asides."""
    with pq.ParquetWriter(out, PAGES, compression="lz4", use_dictionary=False) as writer:
        first = 0
        for batch in pq.ParquetFile(pile).iter_batches(2048, columns=["text"]):
            known = {"page": pa.array(range(first, first + len(batch))), "text": batch["text"]}
            nothing = {field.name: pa.nulls(len(batch), field.type) for field in PAGES}
            writer.write_batch(pa.record_batch(nothing | known, schema=PAGES))
            first += len(batch)


def by_run(pile: Path, folder: Path) -> Answer:
    """Run the main job, and ask its ledger."""
    with wc.run(pile, ledger=folder / "pile.wirecopy", options=OPTIONS) as book:
        numbers = {
            row["page"]: int(row["url"].rpartition("/")[2])
            for row in book.sql("select page, url from pages").to_pylist()
        }
        ids = {
            row["page_id"]: numbers[row["page"]]
            for row in book.sql("select page, page_id from pages").to_pylist()
        }
        members = book.sql("select page_id, story_id from members").to_pylist()
        pairs = book.sql("select distinct a, b from passages").to_pylist()
        return {
            "groups": _groups((ids[row["page_id"]], row["story_id"]) for row in members),
            "passages": [sorted((numbers[row["a"]], numbers[row["b"]])) for row in pairs],
        }


def _rows(engine: Local, name: str, *columns: str) -> Iterator[tuple[int, int]]:
    for part in parts_of(engine, name):
        for batch in pq.ParquetFile(part).iter_batches(columns=columns):
            yield from zip(*(batch[column].to_pylist() for column in columns), strict=True)


def _groups(stories: Iterator[tuple[int, object]]) -> list[list[int]]:
    groups = defaultdict(list)
    for page, story in stories:
        groups[story].append(page)
    return sorted(sorted(pages) for pages in groups.values() if len(pages) > 1)


if __name__ == "__main__":
    how, given, out = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        answer = {"groups": by_stages, "ledger": by_run}[how](Path(given), Path(work))
    Path(out).write_text(json.dumps(answer), encoding="utf-8")
