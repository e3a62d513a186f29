"""The command line: thin commands, each calling one public function."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

import wirecopy as wc

Command = TypeVar("Command", bound=Callable[..., Any])


class _Commands(click.Group):
    """Turns trouble into one sentence and exit code 1, and ends quietly when a pipe closes."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # what it cannot encode is escaped, never refused
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except click.ClickException:
            raise
        except Exception as error:
            from wirecopy.show.export import visible
            from wirecopy.show.trouble import explain

            said = str(error) if isinstance(error, wc.WirecopyError) else explain(error)
            if said is None:
                raise
            raise click.ClickException(visible(said)) from None
        except KeyboardInterrupt:
            click.echo("\nstopped; what was finished is kept, the same command goes on", err=True)
            ctx.exit(130)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wirecopy")
def main() -> None:
    """
    Turn a pile of news pages into a ledger: which pages carry one text, what in
    them is not the story, and where they contradict each other.

    \b
    Begin with:
      wirecopy demo                     a small pile that ships with wirecopy
      wirecopy run PILE -o my.wirecopy  your own files and folders
      wirecopy stories my.wirecopy      what they carry more than once
      wirecopy show my.wirecopy STORY   one story on one screen
    """


class _Output:
    """Where the rows of a command go, and in which form."""

    def __init__(self, form: str | None) -> None:
        self.form = form

    def __call__(self, rows: Iterable[dict[str, Any]]) -> int:
        """Write rows to stdout, as a table by default; give how many there were."""
        from wirecopy.show.export import write_csv, write_jsonl, write_table
        from wirecopy.show.terminal import for_eyes

        if self.form == "csv":
            return write_csv(rows, sys.stdout)
        if self.form == "jsonl":
            return write_jsonl(rows, sys.stdout)
        return write_table(for_eyes(rows), sys.stdout, whole=["where"])


def output_options(
    table: str = "A table for eyes (the default).",
    csv: str = "CSV with a header.",
    jsonl: str = "One JSON object on a line.",
) -> Callable[[Command], Command]:
    """Give a command the options --table, --csv and --jsonl, each with what it says of itself."""

    def decorate(command: Command) -> Command:
        def wrapped(*args: Any, form: str | None, **kwargs: Any) -> Any:
            return command(*args, write=_Output(form), **kwargs)

        made: Any = update_wrapper(wrapped, command)
        for form, what in (("table", table), ("csv", csv), ("jsonl", jsonl)):
            made = click.option(f"--{form}", "form", flag_value=form, help=what)(made)
        result: Command = made
        return result

    return decorate


LEDGER = click.argument("ledger", type=click.Path(path_type=Path))


@main.command()
@click.argument("pile", nargs=-1, required=True)
@click.option("-o", "--ledger", required=True, type=click.Path(path_type=Path),
              help="The ledger to make or add to, a folder such as town.wirecopy.")  # fmt: skip
@click.option("--map", "columns", multiple=True, metavar="OURS=THEIRS",
              help="Which column of a table holds what, such as text=body.")  # fmt: skip
@click.option("--wording", type=click.Path(exists=True, dir_okay=False),
              help="A TOML file of further known furniture; see docs/asides.md.")  # fmt: skip
@click.option("--story-share", type=click.FloatRange(0, 1),
              help="What pages of one story share of the shorter one's words.  [0.5]")  # fmt: skip
@click.option("--workers", type=click.IntRange(1), help="Processes side by side.  [all cores]")
@click.option("--memory", help="Memory that the engine may take, such as 2GB.  [2GB]")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was skipped.")
def run(
    pile: tuple[str, ...], ledger: Path, columns: tuple[str, ...],
    strict: bool, **settings: Any,
) -> None:  # fmt: skip
    """
    Read a PILE (files, folders, globs, or - for stdin) into a ledger.

    Reads plain text, Markdown with front matter, HTML, JSON lines, CSV and Parquet, told apart by
    their content. Files are never written to. What cannot be read is listed by 'wirecopy skipped'
    and stops nothing. Run it again to add what is new.

    \b
      wirecopy run saved-pages/ -o case.wirecopy
      wirecopy run dump.parquet --map text=body --map date=pubdate -o town.wirecopy
      cat page.html | wirecopy run - -o one.wirecopy
    """
    chosen = {name: value for name, value in settings.items() if value is not None}
    options = wc.Options(columns=_columns(columns), **chosen)
    with _Bar() as bar, wc.run(*pile, ledger=ledger, options=options, progress=bar) as book:
        bar.close()
        skipped = _sum_up(book)
    if strict and skipped:
        sys.exit(1)


@main.command()
@click.option("-o", "--ledger", default=Path("demo.wirecopy"), type=click.Path(path_type=Path),
              show_default=True, help="Where to make the ledger.")  # fmt: skip
def demo(ledger: Path) -> None:
    """Run the pile that ships with wirecopy: news of events that never happened."""
    from wirecopy.demo import pile
    from wirecopy.show.terminal import typed

    with _Bar() as bar, wc.run(pile(), ledger=ledger, progress=bar) as book:
        bar.close()
        _sum_up(book)
        _list_stories(book, 2, 5, _Output(None))
        story = next(book.stories(min_pages=2))
        click.echo(f"\nnext: wirecopy show {typed(ledger)} {story.story_id[:8]}")
        click.echo(f"      wirecopy stories {typed(ledger)}")


@main.command()
@LEDGER
@click.option("--min-pages", default=2, show_default=True, help="Leave out stories on fewer pages.")
@click.option("--limit", type=click.IntRange(1), help="Most stories to list.  [all]")
@output_options()
def stories(ledger: Path, min_pages: int, limit: int | None, write: _Output) -> None:
    """List the stories of a LEDGER, those on most pages first."""
    with wc.open_ledger(ledger) as book:
        if not _list_stories(book, min_pages, limit, write):
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
def show(ledger: Path, story: str, every: bool, write: _Output) -> None:
    """
    Show one STORY of a LEDGER on one screen.

    STORY is a story's id, or a page's, or the beginning of either.
    """
    from wirecopy.show.lists import member_rows
    from wirecopy.show.terminal import show_story

    with wc.open_ledger(ledger) as book:
        found = book.story(story)
        if write.form is None:
            show_story(book, found, sys.stdout, every)
        elif write.form == "jsonl":
            write([found.to_dict()])
        else:
            write(member_rows(book, found))


@main.command()
@LEDGER
@click.argument("page")
@output_options(
    table="Only its asides and passages.",
    csv="Its asides and passages as CSV.",
    jsonl="The page with its asides as one line of JSON, each passage as another.",
)
def why(ledger: Path, page: str, write: _Output) -> None:
    """
    Show why a PAGE of a LEDGER is taken for what it is.

    Its claims with their places, its asides with their reasons, and the passages that it shares.
    PAGE is a page's id or the beginning of it.
    """
    from wirecopy.show.lists import page_passages, page_rows
    from wirecopy.show.terminal import show_page

    with wc.open_ledger(ledger) as book:
        found = book.page(page)
        if write.form is None:
            show_page(book, found, sys.stdout)
        elif write.form == "jsonl":
            asides = [aside.to_dict() for aside in book.asides(found.page_id)]
            write([found.to_dict() | {"asides": asides}])
            write(passage.to_dict() for passage in page_passages(book, found))
        else:
            write(page_rows(book, found))


@main.command()
@click.argument("a")
@click.argument("b")
@output_options(
    table="Only the passages, as a table.",
    csv="The passages as CSV.",
    jsonl="Each passage as one line of JSON.",
)
def compare(a: str, b: str, write: _Output) -> None:
    """
    Compare two files, A and B, without a ledger: which passages do they share?

    Asides (front matter, credits, captions, furniture of the site) count for nothing: they match
    nothing, and the shares are of the letters of each story without them. Of a file that holds
    several pages the first is taken; - is stdin.
    """
    from wirecopy.show.terminal import blank_asides, show_comparison

    texts = (_first_page(a).text, _first_page(b).text)
    one, two = (blank_asides(text, wc.find_asides(text)) for text in texts)
    passages = wc.align(one, two)
    if write.form is None:
        show_comparison((a, b), texts, (one, two), passages, sys.stdout)
    else:
        write(passage.to_dict() for passage in passages)


@main.command()
@LEDGER
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="Most pages to list.")
@output_options()
def search(ledger: Path, words: tuple[str, ...], limit: int, write: _Output) -> None:
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

    with wc.open_ledger(ledger) as book:
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
        if not write(rows):
            said = printable(f"no page of {ledger} holds all of: {' '.join(words)}")
            click.echo(said, err=True)


@main.command()
@LEDGER
@output_options()
def skipped(ledger: Path, write: _Output) -> None:
    """List what a LEDGER's runs could not read: file, bytes and reason."""
    with wc.open_ledger(ledger) as book:
        if not write(part.to_dict() for part in book.skipped()):
            click.echo("nothing was skipped", err=True)


def _list_stories(book: wc.Ledger, min_pages: int, limit: int | None, write: _Output) -> int:
    from wirecopy.show.lists import story_rows

    return write(story_rows(book, min_pages, limit))


def _sum_up(book: wc.Ledger) -> int:
    """Print what the last run did and what the ledger now holds; give how much was skipped."""
    from wirecopy.show.terminal import summary, typed

    last = book.runs()[-1]
    for line in summary(book, last):
        click.echo(line)
    if last["skipped"]:
        noun = "part was" if last["skipped"] == 1 else "parts were"
        click.echo(
            f"{last['skipped']:,} {noun} skipped; why: wirecopy skipped {typed(book.path)}",
            err=True,
        )
    return int(last["skipped"])


def _columns(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read OURS=THEIRS; our words are those that the readers of tables know."""
    columns = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours or not theirs:
            raise click.BadParameter(f"{pair!r} is not OURS=THEIRS, such as text=body")
        columns[ours] = theirs
    if columns:
        from wirecopy.read.columns import GUESSES, find_columns

        for ours in columns:
            if not find_columns(["?"], {ours: "?"}):  # so no word of ours takes a column
                known = ", ".join(GUESSES).replace("published", "date (or published)")
                raise click.BadParameter(f"{ours!r} is none of: {known}", param_hint="--map")
    return columns


def _first_page(name: str) -> wc.Page:
    for page in wc.read(name):
        return page
    raise wc.OptionsError(f"{name}: holds no page that can be read; try 'wirecopy run {name} -o …'")


class _Bar:
    """Progress on stderr: a bar on a terminal, elsewhere a line a stage after the first second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stage = ""
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, stage: str, done: int, whole: int) -> None:
        if not sys.stderr.isatty():
            if stage != self._stage and time.monotonic() - self._began > 1:
                click.echo(f"{stage} …", err=True)
            self._stage = stage
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        if self._bar is None:
            columns = (TextColumn("{task.description:6}"), BarColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(stage)
        [task] = self._bar.task_ids
        self._bar.update(task, description=stage, completed=done, total=whole or None)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


if __name__ == "__main__":
    main()
