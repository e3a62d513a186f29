"""Commands that carry a ledger elsewhere: into a browser, or into other programs."""

from __future__ import annotations

from pathlib import Path

import click

from wirecopy.cli.frame import LEDGER, main, opened


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


_COUNTED = {
    "corpus": ("story", "stories"),
    "evidence": ("page", "pages"),
    "gexf": ("page", "pages"),
    "graphml": ("page", "pages"),
    "report": ("story", "stories"),
    "sqlite": ("page", "pages"),
}
"""What an export counts, where it is no rows."""


@main.command()
@LEDGER
@click.option("--to", "form", required=True, help="The form; see below.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path),
              help="The file or folder to make.")  # fmt: skip
@click.option("--story", "stories", multiple=True,
              help="Only this story (id, or its beginning); may be repeated.")  # fmt: skip
def export(ledger: Path, form: str, out: Path, stories: tuple[str, ...]) -> None:
    """
    Write a LEDGER in a form that other programs read.

    \b
      csv jsonl parquet   a folder with a file for each table
      sqlite              one file for Datasette, metadata.yml beside it
      passim              JSON lines in the shape of passim's output
      ftm                 FollowTheMoney entities, for Aleph and its kin
      gexf graphml        who shares text with whom, as a network
      corpus              one page per story, without what is not the story
      report              one --story as one HTML file, to read offline and print
      evidence            a zip: raw pages, hashes, findings, how to verify

    \b
      wirecopy export my.wirecopy --to csv -o tables/
      wirecopy export my.wirecopy --to report --story 994ca381 -o story.html
    """
    from wirecopy.show.exports import export as write
    from wirecopy.show.exports.evidence import without_bytes

    with opened(ledger) as book:
        count = write(book, form, out, stories)
    one, many = _COUNTED.get(form, ("row", "rows"))
    click.echo(f"{out}: {count:,} {one if count == 1 else many}", err=True)
    if form == "evidence" and (missing := without_bytes(out)):
        why = "; ".join(f"{reason}: {pages:,}" for reason, pages in missing.items())
        said = f"{sum(missing.values()):,} of them without bytes ({why})"
        click.echo(f"{said}; its manifest.json says which", err=True)
