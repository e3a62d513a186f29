"""
A ledger for other programs: whole tables, networks, entities, a corpus, a report, evidence.

Each writer makes one new file or folder and reads the ledger as it stands at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wirecopy.errors import OptionsError
from wirecopy.ledger import Ledger
from wirecopy.show.exports.corpus import write_corpus, write_passim
from wirecopy.show.exports.entities import write_ftm
from wirecopy.show.exports.evidence import write_evidence
from wirecopy.show.exports.networks import write_gexf, write_graphml
from wirecopy.show.exports.report import write_report
from wirecopy.show.exports.tables import write_csvs, write_jsonls, write_parquets, write_sqlite

Writer = Callable[[Ledger, Path, Sequence[str]], int]

FORMATS: dict[str, tuple[Writer, str, str]] = {
    "csv": (write_csvs, "", "a folder, a CSV for each table, passages too"),
    "jsonl": (write_jsonls, "", "a folder, JSON lines for each table, texts and passages too"),
    "parquet": (write_parquets, "", "a folder, Parquet for each table, texts and passages too"),
    "sqlite": (write_sqlite, ".sqlite", "SQLite with the texts and their search, for Datasette"),
    "passim": (write_passim, ".jsonl", "JSON lines in the shape of passim's output"),
    "ftm": (write_ftm, ".jsonl", "FollowTheMoney entities as JSON lines"),
    "gexf": (write_gexf, ".gexf", "who shares text with whom, for Gephi"),
    "graphml": (write_graphml, ".graphml", "who shares text with whom, for networkx, yEd, igraph"),
    "corpus": (write_corpus, ".jsonl", "one page per story, without what is not the story"),
    "report": (write_report, ".html", "one story as one file that opens offline and prints"),
    "evidence": (
        write_evidence,
        ".zip",
        "the raw pages, their hashes, what was found, how to verify",
    ),
}
"""Name -> what writes it, how its file ends ("" for a folder), and what it is."""


def export(book: Ledger, form: str, out: str | Path, stories: Sequence[str] = ()) -> int:
    """
    Write a ledger, or some of its stories, in a form that another program reads.

    Args:
        book: The ledger.
        form: One of `FORMATS`.
        out: A file or, for `csv`, `jsonl` and `parquet`, a folder. It must not be there yet.
        stories: Ids of stories (or the beginning of them); all of them by default.

    Returns:
        How many rows, pages or stories were written.

    Raises:
        OptionsError: The form is not known, or something is there already.
        LedgerError: There is no such story.
    """
    if form not in FORMATS:
        raise OptionsError(f"{form!r} is no form of export; there are: {', '.join(FORMATS)}")
    out = Path(out)
    if out.exists():
        raise OptionsError(f"{out}: is there already; name another with -o, or remove it first")
    if not out.absolute().parent.is_dir():
        raise OptionsError(f"{out}: there is no folder {out.absolute().parent}; make it first")
    ids = [book.story(name).story_id for name in stories]
    write, _, _ = FORMATS[form]
    draft = out.with_name(f".{out.name}.part")
    try:
        count = write(book, draft, ids)
        draft.rename(out)
    finally:
        remove(draft)
    return count


def remove(draft: Path) -> None:
    """Remove what a writer that failed has left."""
    if draft.is_dir():
        for path in draft.iterdir():
            path.unlink()
        draft.rmdir()
    elif draft.exists():
        draft.unlink()
