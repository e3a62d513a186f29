"""What all commands share: the group that they hang on, and the options of their output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

import wirecopy as wc

Command = TypeVar("Command", bound=Callable[..., Any])

LEDGER = click.argument("ledger", type=click.Path(path_type=Path))


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
    Turn a pile of news pages into a ledger: which pages carry one text, who was
    first, who said what, what contradicts what, how many independent sources.

    \b
    Begin with:
      wirecopy demo                       a small pile that ships with wirecopy
      wirecopy run PILE -o my.wirecopy    your own files and folders
      wirecopy sources my.wirecopy        how many did their own reporting
      wirecopy stories my.wirecopy        what they carry more than once
      wirecopy show my.wirecopy STORY     one story on one screen
      wirecopy statements my.wirecopy     who said what
      wirecopy serve my.wirecopy --open   all of it in the browser
    """


def opened(ledger: Path) -> wc.Ledger:
    """Open a ledger for reading; say on stderr if its last run has not ended."""
    book = wc.open_ledger(ledger)
    runs = book.runs()
    if runs and runs[-1]["finished"] is None:
        click.echo(
            f"{ledger}: its last run, of {runs[-1]['started']}, was stopped or still goes on: "
            "pages and stories may be missing; the same 'wirecopy run' goes on",
            err=True,
        )
    return book


class Output:
    """Where the rows of a command go, and in which form."""

    def __init__(self, form: str | None) -> None:
        self.form = form

    def __call__(self, rows: Iterable[dict[str, Any]], columns: Sequence[str] = ()) -> int:
        """
        Write rows to stdout, as a table by default; give how many there were.

        CSV without rows has the columns named here as its header.
        """
        from wirecopy.show.export import write_csv, write_jsonl, write_table
        from wirecopy.show.terminal import for_eyes

        if self.form == "csv":
            return write_csv(rows, sys.stdout, columns)
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
            return command(*args, write=Output(form), **kwargs)

        made: Any = update_wrapper(wrapped, command)
        for form, what in (("table", table), ("csv", csv), ("jsonl", jsonl)):
            made = click.option(f"--{form}", "form", flag_value=form, help=what)(made)
        result: Command = made
        return result

    return decorate
