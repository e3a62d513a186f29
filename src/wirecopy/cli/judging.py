"""Commands that count sources, and that take what people say of pages and speakers."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import click

import wirecopy as wc
from wirecopy.cli.frame import LEDGER, Output, main, opened, output_options


@main.command()
@LEDGER
@click.argument("story", required=False)
@click.option("--min-pages", default=2, show_default=True, help="Leave out stories on fewer pages.")
@click.option("--limit", type=click.IntRange(1), help="Most stories to show.  [20]")
@output_options(
    table="One line for each story.",
    csv="One line for each story, as CSV.",
    jsonl="One line for each story, as JSON.",
)
def sources(
    ledger: Path, story: str | None, min_pages: int, limit: int | None, write: Output
) -> None:
    """
    Count the independent sources of a LEDGER's stories: copies come to their origin.

    Of each story: how many of its pages did their own reporting, whose text the others carry, and
    why. STORY is one story's id, or the beginning of it, for that one alone.
    """
    from wirecopy.show.sources import SOURCE_COLUMNS, show_sources, source_rows

    with opened(ledger) as book:
        if write.form is None:
            show_sources(book, sys.stdout, story, min_pages, limit or 20)
        else:
            write(source_rows(book, story, min_pages, limit), SOURCE_COLUMNS)


@main.command()
@LEDGER
@click.argument(
    "verdict",
    required=False,
    type=click.Choice(["same", "different", "unsure", "first", "speaker", "undo"]),
)
@click.argument("what", nargs=-1)
@click.option("--by", help="Who says so.  [the name of this account]")
@click.option("--note", default="", help="Why.")
@output_options()
def judge(
    ledger: Path,
    verdict: str | None,
    what: tuple[str, ...],
    by: str | None,
    note: str,
    write: Output,
) -> None:
    """
    Keep what a person says of pages and speakers; the next run acts on it.

    Without a verdict it lists all that was said, also what was taken back. Pages and
    statements go by their ids or the beginning of them.

    \b
      wirecopy judge my.wirecopy same PAGE PAGE       they carry one story
      wirecopy judge my.wirecopy different PAGE PAGE  they do not
      wirecopy judge my.wirecopy unsure PAGE PAGE     who took it from whom cannot be told
      wirecopy judge my.wirecopy first PAGE           no page of its story was before it
      wirecopy judge my.wirecopy speaker STATEMENT "Full Name"
      wirecopy judge my.wirecopy undo NUMBER
    """
    from wirecopy.ledger.judgements import Judgement, undo
    from wirecopy.ledger.judgements import judge as keep
    from wirecopy.show.export import printable

    if verdict is None:
        with wc.open_ledger(ledger) as book:
            rows = (said.to_dict() for said in book.judgements(undone=True))
            if not write(rows, [field.name for field in fields(Judgement)]):
                click.echo("nothing was judged yet", err=True)
        return
    name = by or _account()
    if verdict == "undo":
        if len(what) != 1 or not what[0].isdecimal():
            raise click.BadParameter("undo takes the number of one judgement")
        with wc.open_ledger(ledger):
            undo(ledger, int(what[0]), name)
        click.echo(f"undone; judgement {what[0]} stays on the list", err=True)
        return
    if len(what) != (1 if verdict == "first" else 2):
        raise click.BadParameter(
            "first takes one page; same, different and unsure take two; "
            "speaker takes a statement and a name"
        )
    with wc.open_ledger(ledger) as book:
        if verdict == "speaker":
            ids = [book.statement(what[0]).statement_id or "", what[1]]
        else:
            ids = [book.page(one).page_id for one in what]
    number = keep(ledger, verdict, ids[0], ids[1] if len(ids) > 1 else None, name, note)
    click.echo(
        f"judgement {number} by {printable(name)}; the next 'wirecopy run' acts on it", err=True
    )


def _account() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""
