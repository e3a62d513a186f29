"""Commands on who said what."""

from __future__ import annotations

from pathlib import Path

import click

import wirecopy as wc
from wirecopy.acts import ACTS
from wirecopy.cli.frame import LEDGER, Output, main, opened, output_options

_LIKE = 75
"""Of 100, from which a name is like one that was asked for."""


@main.command()
@LEDGER
@click.option("--speaker", metavar="NAME", help="Only of this speaker.")
@click.option("--story", metavar="STORY", help="Only of this story, by its id or a page's.")
@click.option(
    "--act", metavar="ACT", type=click.Choice(ACTS), help="Only with this act, of those above."
)
@click.option("--words", help="Only with these words, as 'wirecopy search' takes them.")
@click.option("--unsure", is_flag=True, help="Only those whose speaker is not sure, or not found.")
@click.option("--said", is_flag=True, help="Only what was said, not what is thought or meant.")
@click.option(
    "--confidence",
    metavar="NUMBER",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only those with this confidence or more.",
)
@click.option("--drift", "what", flag_value="drift", help="Where pages differ, and in what.")
@click.option("--answers", "what", flag_value="answers", help="Which of them answer which others.")
@click.option("--limit", type=click.IntRange(1), help="Most rows to list.  [all]")
@output_options()
def statements(
    ledger: Path, speaker: str | None, story: str | None, act: str | None, words: str | None,
    unsure: bool, said: bool, confidence: float, what: str | None, limit: int | None, write: Output,
) -> None:  # fmt: skip
    """
    List who said what on the pages of a LEDGER, each statement once.

    Stories on most pages come first, the statements of each in the order of its text. A statement
    is one, on however many pages it stands and in however many wordings: the earliest is listed,
    --words looks at all. 'wirecopy why LEDGER STATEMENT' shows where it stands.

    \b
      wirecopy statements my.wirecopy --speaker "Ines Tamm"
      wirecopy statements my.wirecopy --drift
      wirecopy statements my.wirecopy --act deny --jsonl

    A NAME is a full one, or, if nobody has just that, the first or last words of one. A speaker
    with (?) is not sure; 'confidence', from 0 to 1, is something else: how likely the tagger takes
    it that these are the words and this who says them. 'drift' counts the places where pages
    differ, in quoted words, speaker or act. --drift lists each: 'place' tells those of one
    statement apart, 'words' is what so many pages have there. With --answers the other options
    are of the statement that answers.

    Acts: say, report, confirm, deny, decline, accuse, criticize, praise, ask, order, warn,
    promise, predict, agree, support, oppose, believe, doubt, know, feel, intend. --said leaves
    out the last seven where nothing is quoted. A turn of a transcript and what stands in a list of
    voices have no act: --said keeps them.
    """
    from wirecopy.show.query import query_of
    from wirecopy.show.said import (
        Asked,
        answer_rows,
        columns_of,
        drift_rows,
        for_a_screen,
        statement_rows,
    )

    list_rows = {"drift": drift_rows, "answers": answer_rows}.get(what or "", statement_rows)
    asked = Asked(speaker, story, act, query_of(words) if words else None, unsure, said, confidence)
    with opened(ledger) as book:
        rows = list_rows(book, asked, limit)
        if write.form in (None, "table"):
            rows = (for_a_screen(row, words or "") for row in rows)
        if not write(rows, columns_of(book, list_rows, asked)):
            click.echo(_nothing(book, what, speaker), err=True)


def _nothing(book: wc.Ledger, what: str | None, speaker: str | None) -> str:
    [known] = book.rows("select count(*) as statements from statements")
    if not known["statements"]:
        return "no statements here: nobody is quoted, or the run was told --no-statements"
    if speaker and not book.speaker_ids(speaker):
        from rapidfuzz.fuzz import WRatio
        from rapidfuzz.process import extract
        from rapidfuzz.utils import default_process

        names = [row["name"] for row in book.rows("select distinct name from speakers order by 1")]
        like = extract(
            speaker, names, scorer=WRatio, processor=default_process, limit=3, score_cutoff=_LIKE
        )
        there = f"; there is {' or '.join(name for name, *_ in like)}" if like else ""
        return f"nobody here is called {speaker!r}{there}"
    if what is None:
        return "no statement is like that"
    said = {"drift": "pages differ in no statement", "answers": "no statement answers another one"}
    return f"{said[what]} that is asked for"
