"""A report: stories as one HTML file that opens offline, needs no script, and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wirecopy.errors import OptionsError
from wirecopy.ledger import Ledger
from wirecopy.show.web.compare import beside
from wirecopy.show.web.frames import TEMPLATES
from wirecopy.show.web.shelf import Places, Shelf
from wirecopy.show.web.story import story_context

MOST_PAGES = 200
"""Pages that a report lists; the others are counted."""

MOST_PAIRS = 20
"""Pairs of texts that a report shows side by side; the others are counted."""


def write_report(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write the report of one story.

    Raises:
        OptionsError: Not exactly one story was named.
    """
    if len(stories) != 1:
        raise OptionsError(
            f"a report is of one story: name it with --story; see 'wirecopy stories {book.path}'"
        )
    out.write_text(report(book, stories[0]), encoding="utf-8", errors="replace")
    return 1


def report(book: Ledger, story_id: str) -> str:
    """Give the report of a story as HTML that names nothing outside of itself."""
    shelf = Shelf(book, Places())
    seen = story_context(shelf, story_id, links=False)
    members = [m for m in seen["members"] if m["copied_from"]]
    pairs = []
    for member in members[:MOST_PAIRS]:
        found = shelf.pages([member["copied_from"], member["page_id"]])
        pages = (found[member["copied_from"]], found[member["page_id"]])
        key = f"pair-{member['page_id']}"
        pairs.append(beside(shelf, pages, key=f"{key}-") | {"key": key})
    shown = {member["page_id"] for member in members[:MOST_PAIRS]}
    heads = shelf.heads(m["page_id"] for m in seen["members"])
    named: set[str] = set()

    def to_page(page_id: str) -> str:
        named.add(page_id)
        return f"#page-{page_id}"

    def to_compare(a: str, b: str) -> str:
        return f"#pair-{b}" if b in shown else to_page(b)

    def provenance() -> list[dict[str, Any]]:
        """Give the pages that have been named so far."""
        return [heads[m["page_id"]] for m in seen["members"] if m["page_id"] in named | shown]

    sheet = resources("wirecopy.show.web").joinpath("static/wirecopy.css").read_text("utf-8")
    return TEMPLATES.get_template("report.html").render(
        **seen,
        shown=seen["members"][:MOST_PAGES],
        start=0,
        pairs=pairs,
        unpaired=len(members) - len(pairs),
        provenance=provenance,
        offline=True,
        to_page=to_page,
        to_compare=to_compare,
        sheet=Markup(sheet),  # our own file, and the one thing here that is not escaped
        ledger=book.path.name,
        version=version("wirecopy"),
    )
