"""Commands on who said what."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import wirecopy as wc
from wirecopy.cli.frame import LEDGER, Output, main, opened, output_options


@main.command()
@LEDGER
@click.option("--speaker", metavar="NAME", help="Only of this speaker, by full name or surname.")
@click.option("--story", metavar="STORY", help="Only of this story, by its id or a page's.")
@click.option("--act", help="Only with this act: say, deny, accuse, order, believe, intend, ….")
@click.option("--words", help="Only with these words, as 'wirecopy search' takes them.")
@click.option("--drift", is_flag=True, help="Where quoted words or speakers differ between pages.")
@click.option("--unsure", is_flag=True, help="Only those whose speaker is not sure.")
@click.option("--limit", type=click.IntRange(1), help="Most rows to list.  [all]")
@output_options()
def statements(
    ledger: Path, speaker: str | None, story: str | None, act: str | None, words: str | None,
    drift: bool, unsure: bool, limit: int | None, write: Output,
) -> None:  # fmt: skip
    """
    List who said what on the pages of a LEDGER, each statement once.

    Those on most pages come first; with --story, in the order of the story. A statement is one, on
    however many pages it stands and in however many wordings; 'wirecopy why LEDGER STATEMENT' shows
    where. A speaker with (?) is not sure.

    \b
      wirecopy statements my.wirecopy --speaker "Ines Tamm"
      wirecopy statements my.wirecopy --drift
      wirecopy statements my.wirecopy --act deny --jsonl
    """
    from wirecopy.show.query import query_of
    from wirecopy.show.said import for_a_screen, statement_columns, statement_rows

    with opened(ledger) as book:
        rows = statement_rows(
            book, speaker, story, act, query_of(words) if words else None, unsure, drift, limit
        )
        shown = map(for_a_screen, rows) if write.form in (None, "table") else rows
        if not write(shown, statement_columns(book, drift)):
            click.echo(_nothing(book, drift), err=True)
            sys.exit(0)


def _nothing(book: wc.Ledger, drift: bool) -> str:
    [known] = book.rows("select count(*) as statements from statements")
    if not known["statements"]:
        return "no statements here: nobody is quoted, or the run was told --no-statements"
    return "no quoted words differ inside any one story" if drift else "no statement is like that"
