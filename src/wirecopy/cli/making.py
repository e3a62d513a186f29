"""Commands that make a ledger or add to it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

import wirecopy as wc
from wirecopy.cli.frame import Output, main
from wirecopy.cli.looking import list_stories


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
@click.option("--memory", help="Memory that the engine may take, such as 2GB.  [500MB]")
@click.option("--statements/--no-statements", default=None,
              help="Find who said what: most of a run's time.  [statements]")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was skipped.")
def run(
    pile: tuple[str, ...], ledger: Path, columns: tuple[str, ...],
    strict: bool, **settings: Any,
) -> None:  # fmt: skip
    """
    Read a PILE (files, folders, globs, or - for stdin) into a ledger.

    Reads HTML, text, Markdown, JSON, CSV and Parquet; WARC and its kin; feeds, wires, mail, PDF
    and DOCX; exports of newspaper databases; in zip, tar, gzip and the like, told apart by their
    content. Files are never written to. What cannot be read is listed by 'wirecopy skipped' and
    stops nothing. Run it again to add what is new.

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
        list_stories(book, 2, 5, Output(None))
        story = next(book.stories(min_pages=2))
        click.echo(f"\nnext: wirecopy show {typed(ledger)} {story.story_id[:8]}")
        click.echo(f"      wirecopy stories {typed(ledger)}")


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


_SECONDS = 30
"""Between two lines that say how much of a stage is left, where there is no terminal."""


def _pace(stage: str, done: int, whole: int, seconds: float) -> str:
    """
    Say how far a stage is and how long it may take; reading is counted in bytes.

    >>> _pace("read", 600_000_000, 2_000_000_000, 120.0)
    '30% (600.0 MB of 2.0 GB, 5.0 MB a second), about 5 min left'
    >>> _pace("attribute", 1, 4, 60.0)
    '25%, about 3 min left'
    """
    bytes_ = f" ({_bytes(done, whole, seconds)})" if stage == "read" else ""
    left = seconds * (whole - done) / done
    return f"{done / whole:.0%}{bytes_}, about {left / 60:.0f} min left"


def _bytes(done: int, whole: int, seconds: float) -> str:
    from rich.filesize import decimal

    return f"{decimal(done)} of {decimal(whole)}, {decimal(int(done / (seconds or 1)))} a second"


class _Bar:
    """Progress on stderr: a bar on a terminal, elsewhere a line a stage after the first second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._entered = self._told = self._began
        self._stage = ""
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, stage: str, done: int, whole: int) -> None:
        if not sys.stderr.isatty():
            now = time.monotonic()
            if stage != self._stage:
                if now - self._began > 1:
                    click.echo(f"{stage} …", err=True)
                self._stage, self._entered, self._told = stage, now, now
            elif now - self._told > _SECONDS and 0 < done < whole:
                click.echo(f"{stage} {_pace(stage, done, whole, now - self._entered)}", err=True)
                self._told = now
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        if self._bar is None:
            columns = (
                TextColumn("{task.description:6}"),
                BarColumn(),
                TextColumn("{task.fields[bytes]}"),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(stage, bytes="")
        [task] = self._bar.task_ids
        told = _bytes(done, whole, time.monotonic() - self._began) if stage == "read" else ""
        self._bar.update(task, description=stage, completed=done, total=whole or None, bytes=told)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
