"""Write the parts of README and docs that are made by running the code: `generate.py [--check]`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from wirecopy.cli import main

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"


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


def readme() -> str:
    """Give README.md with the real output of the commands that its first blocks show."""
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:

        def run(match: re.Match[str]) -> str:
            words = match["command"].split()
            environment = os.environ | {"COLUMNS": "120"}
            done = subprocess.run(
                [sys.executable, "-m", "wirecopy.cli", *words[1:]],
                cwd=folder, env=environment, capture_output=True, text=True, check=True,
            )  # fmt: skip
            lines = [line.rstrip() for line in done.stdout.splitlines()]
            return f"```\n$ {match['command']}\n" + "\n".join(lines) + "\n```"

        shown = r"```\n\$ (?P<command>wirecopy (?:demo|show demo\.wirecopy \w+))\n.*?\n```"
        return re.sub(shown, run, text, flags=re.S)


PAGES = {DOCS / "cli.md": cli_page, README: readme}


if __name__ == "__main__":
    made = {path: make() for path, make in PAGES.items()}
    if "--check" in sys.argv:
        stale = [path.name for path, text in made.items() if path.read_text("utf-8") != text]
        sys.exit(f"stale: {', '.join(stale)}; run 'make docs'" if stale else 0)
    for path, text in made.items():
        path.write_text(text, "utf-8")
