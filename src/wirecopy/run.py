"""The whole flow on one screen: a pile goes through the stages, one after another, to a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.align import align_pairs
from wirecopy.align.components import find_components
from wirecopy.clean import mark_asides
from wirecopy.engine import Engine, make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.ledger import Ledger, LedgerWriter, open_ledger
from wirecopy.match import fingerprint, fingerprint_names
from wirecopy.options import Options
from wirecopy.read import find_files, read_files
from wirecopy.schemas import ALIGNED, ASIDES, CLAIMS, CREDITS, FILES, FINGERPRINTS, READ
from wirecopy.trace import list_claims, list_credits

Files = list[tuple[str, Path, str, int]]
"""Files of one batch: name, path, sha256, bytes."""

NEW = ("pages", "asides", "credits", "fingerprints")
"""What the ledger keeps of each page, a segment for each batch."""

PAIRS_AT_ONCE = 20_000
"""Pairs whose texts are brought together in one go, so that they fit into memory."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, what of it is done, and what there is to do (bytes, or 0 where unknown)."""


def run(
    *pile: str | Path,
    ledger: str | Path,
    options: Options | None = None,
    engine: Engine | None = None,
    progress: Progress = lambda stage, done, whole: None,
) -> Ledger:
    """
    Read a pile, find its stories, and keep all of it in a ledger: the main job.

    Adds to a ledger that is there already: what is in it is not read again. A run that was killed
    goes on where its last finished batch ended.

    Args:
        pile: Files, folders, globs, or `-` for stdin. Never written to.
        ledger: The folder to make or to add to.
        options: See `Options`.
        engine: Runs the stages, and stays open; by default DuckDB and worker processes here.
        progress: Told how far the run is.

    Returns:
        The ledger, open for reading.

    Raises:
        OptionsError: The pile is empty or not there.
        LedgerError: The ledger is in use, or not one of this version.
    """
    options = options or Options()
    with (
        find_files(pile) as files,
        LedgerWriter(Path(ledger), [str(part) for part in pile], options) as book,
        nullcontext(engine) if engine else closing(Local(book.work, options)) as engine,
    ):
        unread = list(book.unread(files))
        whole, done = sum(size for *_, size in unread), 0
        for batch in _batches(unread, options.batch_bytes):
            progress("read", done, whole)
            add_pages(book, engine, batch, options)
            done += sum(size for *_, size in batch)
        if not book.is_linked():
            find_stories(book, engine, options, progress)
        book.finish()
    return open_ledger(ledger)


def add_pages(book: LedgerWriter, engine: Engine, files: Files, options: Options) -> None:
    """Stages read, clean and the page's half of match, for one batch of files."""
    engine.source("files", [_as_parquet(files, engine.folder)])
    engine.map("rows", "select * from files", partial(read_files, options=options), READ)
    engine.source("known", book.segments("pages"))
    engine.table(
        "pages",
        "select r.* from rows r left join known k on k.page = r.page "
        "where k.page is null and r.skipped is null",
    )
    engine.table("skipped", "select * from rows where skipped is not null")
    engine.map(
        "asides",
        "select page, text from pages",
        partial(mark_asides, wording_path=options.wording),
        ASIDES,
    )
    engine.map("credits", "select page, text, byline, claims from pages", list_credits, CREDITS)
    stories = (
        "select p.page as page, p.at as at, p.text as text, s.asides as asides "
        "from pages p join asides s on s.page = p.page"
    )
    engine.map("words", stories, fingerprint, FINGERPRINTS)
    engine.map("names", stories, fingerprint_names, FINGERPRINTS)
    engine.table(
        "fingerprints",
        "select * from (select * from words union all select * from names) prints "
        "order by hash, page",
    )
    read = engine.scalar("select count(*) from rows where skipped is null")
    kept = engine.scalar("select count(*) from pages")
    new = {kind: parts_of(engine, kind) for kind in NEW}
    book.add_pages(files, new, parts_of(engine, "skipped"), known=read - kept)


def find_stories(book: LedgerWriter, engine: Engine, options: Options, progress: Progress) -> None:
    """Stages match, align and trace, over all pages of the ledger."""
    for kind in NEW:
        engine.source(kind, book.segments(kind))

    progress("match", 0, 0)
    make_tables(
        engine, "wirecopy.match", "hubs.sql",
        min_shared_fingerprints=options.min_shared_fingerprints, rare_pages=options.rare_pages,
    )  # fmt: skip

    progress("align", 0, 0)
    align(book, engine, "pairs")
    make_tables(
        engine, "wirecopy.align", "stories.sql",
        story_share=options.story_share, min_story_words=options.min_story_words,
    )  # fmt: skip
    find_components(engine.table, engine.scalar)
    make_tables(engine, "wirecopy.align", "members.sql")
    engine.table("measured", "select a, b from pairs union select a, b from unmeasured")
    align(book, engine, "measured")
    make_tables(engine, "wirecopy.align", "members.sql")
    make_tables(engine, "wirecopy.align", "roles.sql")

    progress("trace", 0, 0)
    engine.map(
        "claims",
        "select p.page as page, p.byline as byline, p.published as published, p.at as at "
        "from pages p",
        list_claims,
        CLAIMS,
    )
    make_tables(
        engine, "wirecopy.trace", "conflicts.sql",
        date_tolerance_hours=options.date_tolerance_hours,
    )  # fmt: skip
    book.keep_stories(parts_of(engine, "members"), parts_of(engine, "conflicts"))


def align(book: LedgerWriter, engine: Engine, pairs: str) -> None:
    """Align those of some pairs that the ledger does not have yet; let `aligned` be all of them."""
    engine.source("ever", book.segments("aligned"))
    engine.table(
        "unaligned",
        f"select p.a as a, p.b as b from {pairs} p "
        "left join ever d on d.a = p.a and d.b = p.b where d.a is null",
    )
    turns = -(-engine.scalar("select count(*) from unaligned") // PAIRS_AT_ONCE)
    for turn in range(turns):
        engine.map(
            "new",
            "select u.a as a, u.b as b, p.text as a_text, q.text as b_text, "
            "s.asides as a_asides, t.asides as b_asides from ("
            f"select a, b from unaligned where (a % {turns} + {turns}) % {turns} = {turn}) u "
            "join pages p on p.page = u.a join pages q on q.page = u.b "
            "join asides s on s.page = u.a join asides t on t.page = u.b",
            align_pairs,
            ALIGNED,
        )
        engine.table("sorted", "select * from new order by a, b")
        book.add_aligned(parts_of(engine, "sorted"))
    engine.source("ever", book.segments("aligned"))
    engine.table("aligned", f"select d.* from ever d join {pairs} p on p.a = d.a and p.b = d.b")


def _batches(files: Iterable[tuple[str, Path, str, int]], batch_bytes: int) -> Iterator[Files]:
    batch: Files = []
    total = 0
    for file in files:
        if batch and total + file[3] > batch_bytes:
            yield batch
            batch, total = [], 0
        batch.append(file)
        total += file[3]
    if batch:
        yield batch


def _as_parquet(files: Files, folder: Path) -> Path:
    path = folder / "files.parquet"
    rows = {"file": [f for f, *_ in files], "path": [str(p) for _, p, *_ in files]}
    table = pa.table(rows, schema=FILES).append_column(
        "weight", pa.array([size for *_, size in files], type=pa.int64())
    )
    pq.write_table(table, path)
    return path
