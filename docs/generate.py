"""Write the parts of the docs that are made from the code: `python docs/generate.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wirecopy.cli import main

DOCS = Path(__file__).parent


def cli_page() -> str:
    """Give docs/cli.md: the help of every command, as it is printed."""
    parts = ["# The command line\n\nMade by `make docs` from the commands' own help.\n"]
    context = click.Context(main, info_name="wirecopy", terminal_width=80)
    parts.append(f"```\n{main.get_help(context)}\n```\n")
    for name in main.list_commands(context):
        command = main.commands[name]
        inner = click.Context(command, info_name=name, parent=context, terminal_width=80)
        parts.append(f"## wirecopy {name}\n\n```\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


PAGES = {"cli.md": cli_page}


if __name__ == "__main__":
    stale = (
        [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]
        if "--check" in sys.argv
        else []
    )
    if stale:
        sys.exit(f"stale: {', '.join(stale)}; run 'make docs'")
    if "--check" not in sys.argv:
        for name, make in PAGES.items():
            (DOCS / name).write_text(make(), "utf-8")
