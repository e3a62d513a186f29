"""Commands that look into a ledger, or at two files, and print what they see."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import click

import wirecopy as wc
from wirecopy.cli.frame import LEDGER, Output, main, opened, output_options


@main.command()
@LEDGER
@click.option("--min-pages", default=2, show_default=True, help="Leave out stories on fewer pages.")
@click.option("--limit", type=click.IntRange(1), help="Most stories to list.  [all]")
@output_options()
def stories(ledger: Path, min_pages: int, limit: int | None, write: Output) -> None:
    """List the stories of a LEDGER, those on most pages first."""
    with opened(ledger) as book:
        if not list_stories(book, min_pages, limit, write):
            click.echo(
                f"no story is on {min_pages} pages or more; --min-pages 1 lists all", err=True
            )


@main.command()
@LEDGER
@click.argument("story")
@click.option("--all", "every", is_flag=True, help="All pages, not only the first 20.")
@output_options(
    table="Only its pages, all of them.",
    csv="Its pages as CSV.",
    jsonl="The whole record as one line of JSON.",
)
def show(ledger: Path, story: str, every: bool, write: Output) -> None:
    """
    Show one STORY of a LEDGER on one screen.

    STORY is a story's id, or a page's, or the beginning of either.
    """
    from wirecopy.show.lists import member_rows
    from wirecopy.show.terminal import show_story

    with opened(ledger) as book:
        found = book.story(story)
        if write.form is None:
            show_story(book, found, sys.stdout, every)
        elif write.form == "jsonl":
            write([found.to_dict()])
        else:
            write(member_rows(book, found))


@main.command()
@LEDGER
@click.argument("page", metavar="PAGE|STATEMENT")
@output_options(
    table="Only its asides and passages, or its witnesses.",
    csv="Its asides and passages, or its witnesses, as CSV.",
    jsonl="The page with its asides as a line of JSON, each passage as another; or the statement.",
)
def why(ledger: Path, page: str, write: Output) -> None:
    """
    Show why a PAGE or STATEMENT of a LEDGER is taken for what it is.

    Of a page its claims with their places, its asides with their reasons, and the passages that it
    shares; of a statement who said it and why, where its wording differs, and where it stands.
    Both go by their id or the beginning of it.
    """
    from wirecopy.show.lists import PAGE_COLUMNS, page_passages, page_rows
    from wirecopy.show.page import show_page
    from wirecopy.show.statement import show_statement, witness_rows

    with opened(ledger) as book:
        found = book.page_or_statement(page)
        if isinstance(found, wc.Statement):
            if not str(found.statement_id).startswith(page):
                now = f"{page} is {found.statement_id} now: an earlier page has it"
                click.echo(now, err=True)
            if write.form is None:
                show_statement(book, found, sys.stdout)
            else:
                write([found.to_dict()] if write.form == "jsonl" else witness_rows(book, found))
        elif write.form is None:
            show_page(book, found, sys.stdout)
        elif write.form == "jsonl":
            asides = [aside.to_dict() for aside in book.asides(found.page_id)]
            write([found.to_dict() | {"asides": asides}])
            write(passage.to_dict() for passage in page_passages(book, found))
        else:
            write(page_rows(book, found), PAGE_COLUMNS)


@main.command()
@click.argument("a")
@click.argument("b")
@output_options(
    table="Only the passages, as a table.",
    csv="The passages as CSV.",
    jsonl="Each passage as one line of JSON.",
)
def compare(a: str, b: str, write: Output) -> None:
    """
    Compare two files, A and B, without a ledger: which passages do they share?

    Asides (front matter, credits, captions, furniture of the site) count for nothing: they match
    nothing, and the shares are of the letters of each story without them. Of a file that holds
    several pages the first is taken; - is stdin.
    """
    from wirecopy.show.passages import blank_asides, show_comparison

    texts = (_first_page(a).text, _first_page(b).text)
    one, two = (blank_asides(text, wc.find_asides(text)) for text in texts)
    passages = wc.align(one, two)
    if write.form is None:
        show_comparison((a, b), texts, (one, two), passages, sys.stdout)
    else:
        rows = ({**passage.to_dict(), "a": a, "b": b} for passage in passages)
        write(rows, [field.name for field in fields(wc.Passage)])


@main.command()
@LEDGER
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="Most pages to list.")
@output_options()
def search(ledger: Path, words: tuple[str, ...], limit: int, write: Output) -> None:
    """
    List the pages of a LEDGER that hold all the WORDS, best first.

    Case and accents make no difference. "A phrase" goes in double quotes (and those in single
    ones for the shell); AND, OR, NOT in capitals and a * at a word's end work as in SQLite's FTS5.

    \b
      wirecopy search my.wirecopy harbor ferry
      wirecopy search my.wirecopy '"dry dock" OR ferr*'
    """
    from wirecopy.show.export import printable
    from wirecopy.show.query import query_of, snippet

    with opened(ledger) as book:
        rows = (
            {
                "page": page.page_id,
                "outlet": page.outlet,
                "dated": page.published.value if page.published else None,
                "title": page.title,
                "text": snippet(page.text, words),
            }
            for page in book.search(query_of(" ".join(words)), limit)
        )
        if not write(rows, ("page", "outlet", "dated", "title", "text")):
            said = printable(f"no page of {ledger} holds all of: {' '.join(words)}")
            click.echo(said, err=True)


@main.command()
@LEDGER
@click.option("--all", "every", is_flag=True, help="Every part, not only each reason once.")
@output_options(
    csv="Every part as CSV.",
    jsonl="Every part as a line of JSON.",
)
def skipped(ledger: Path, every: bool, write: Output) -> None:
    """
    List why a LEDGER's runs could not read parts of the pile.

    Each reason once: for how many parts, of how many files, and where the first of them is. The
    parts add up to those that the runs counted.
    """
    from wirecopy.show.lists import skipped_rows

    with opened(ledger) as book:
        if every or write.form in ("csv", "jsonl"):
            parts = (part.to_dict() for part in book.skipped())
            found = write(parts, [field.name for field in fields(wc.Skipped)])
        else:
            found = write(skipped_rows(book.skipped()))
            if found and write.form is None:
                click.echo("every part with its bytes: --all", err=True)
        if not found:
            click.echo("nothing was skipped", err=True)


def list_stories(book: wc.Ledger, min_pages: int, limit: int | None, write: Output) -> int:
    """Write the rows of the stories; give how many there were."""
    from wirecopy.show.lists import STORY_COLUMNS, story_rows

    return write(story_rows(book, min_pages, limit), STORY_COLUMNS)


def _first_page(name: str) -> wc.Page:
    for page in wc.read(name):
        return page
    raise wc.OptionsError(f"{name}: holds no page that can be read; try 'wirecopy run {name} -o …'")
