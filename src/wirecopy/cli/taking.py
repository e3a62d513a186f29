"""Commands that carry a ledger elsewhere: into a browser, or into other programs."""

from __future__ import annotations

from pathlib import Path

import click

from wirecopy.cli.frame import LEDGER, main


@main.command()
@LEDGER
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
              help="Port to listen on; 0 takes a free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Address to listen on; any but loopback asks visitors for a token.")  # fmt: skip
@click.option("--token", help="What visitors must know.  [made up, where one is needed]")
@click.option("--open", "browser", is_flag=True, help="Open a browser.")
def serve(ledger: Path, port: int, host: str, token: str | None, browser: bool) -> None:
    """
    Show a LEDGER in the browser, until Ctrl-C.

    Only this machine can reach the page, unless --host says otherwise; then a token is needed.
    Nothing is fetched from elsewhere, and nothing but the ledger is read.

    \b
      wirecopy serve my.wirecopy --open
    """
    from wirecopy.show.web.serve import serve as serve_ledger

    serve_ledger(ledger, host, port, token, browser, lambda said: click.echo(f"{said}", err=True))
