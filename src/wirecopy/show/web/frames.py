"""What all views share: the ledger opened for a request, the templates, a list as page and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from wirecopy.errors import LedgerError, OptionsError
from wirecopy.ledger import Ledger, open_ledger
from wirecopy.show.export import cells
from wirecopy.show.lists import name_of
from wirecopy.show.said import heading
from wirecopy.show.terminal import CANNOT_SHOW
from wirecopy.show.web.listing import Listing, number_of
from wirecopy.show.web.shelf import Shelf, stamp_of

View = Callable[[Request, Shelf], Response]

MENU = (
    ("/", "Stories"),
    ("/statements", "Statements"),
    ("/speakers", "Speakers"),
    ("/outlets", "Outlets"),
    ("/pages", "Pages"),
    ("/judgements", "Judgements"),
    ("/skipped", "Skipped"),
    ("/runs", "Runs"),
    ("/export", "Export"),
)
"""Addresses and names of the lists, in the order of the navigation."""

ROWS = 50
"""Of a list on one page."""

TEMPLATES = Environment(
    loader=PackageLoader("wirecopy.show.web"),
    autoescape=True,
    undefined=StrictUndefined,
)


def when(value: str | None) -> str:
    """
    Give a date as a person reads it, no more precise than it is.

    >>> when("2024-03-14T13:10:00Z"), when("2024-03"), when(None)
    ('2024-03-14 13:10', '2024-03', 'no date')
    """
    return value[:16].replace("T", " ").removesuffix("Z") if value else "no date"


def percent(share: float | None) -> str:
    """
    Give a share as whole percents; what is less than all of it is never rounded up to all.

    >>> percent(0.997), percent(1.0), percent(None)
    ('99%', '100%', '–')
    """
    if share is None:
        return "–"
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def counted(count: int, noun: str, many: str | None = None) -> str:
    """
    Give a number with its noun.

    >>> counted(1, "page"), counted(1200, "story", "stories")
    ('1 page', '1,200 stories')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def bounds(text: str) -> str:
    """
    Give the bounds of spans that the ledger has as JSON, as an address has them.

    >>> bounds("[[3,9],[12,20]]"), bounds("[]")
    ('3-20', '')
    """
    spans = json.loads(text)
    return f"{spans[0][0]}-{spans[-1][1]}" if spans else ""


_CALLED = {
    "origin": "the origin",
    "excerpt": "an excerpt",
    "update": "an update",
    "shares": "a page that shares text",
}


def called(role: str) -> str:
    """
    Give what a page is to a story, in a sentence.

    >>> called("copy"), called("excerpt")
    ('a copy', 'an excerpt')
    """
    return _CALLED.get(role, f"a {role}")


TEMPLATES.filters |= {
    "bounds": bounds,
    "called": called,
    "named": name_of,
    "percent": percent,
    "when": when,
}
TEMPLATES.globals |= {
    "cannot_show": CANNOT_SHOW,
    "counted": counted,
    "heading": heading,
    "menu": MENU,
}


def view(function: View) -> Callable[[Request], Response]:
    """Open the ledger for a view, and say what cannot be found in words."""

    def endpoint(request: Request) -> Response:
        stamp = stamp_of(request.app.state.path)
        try:
            with ledger_of(request) as book:
                return function(request, Shelf(book, request.app.state.places, stamp))
        except LedgerError as error:
            return trouble(request, 404, without_path(error, request))
        except OptionsError as error:
            return trouble(request, 400, str(error))

    endpoint.__name__ = function.__name__
    endpoint.__doc__ = function.__doc__
    return endpoint


def ledger_of(request: Request) -> Ledger:
    """Open the ledger that this server shows; no request names another."""
    path: Path = request.app.state.path
    return open_ledger(path)


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Fill a template; everything in it is escaped unless marked as ours."""
    path: Path = request.app.state.path
    standard = {"ledger": path.name, "here": request.url.path, "query": dict(request.query_params)}
    return HTMLResponse(TEMPLATES.get_template(template).render(standard | context), status)


def trouble(request: Request, status: int, said: str) -> Response:
    """Say what went wrong: as JSON to programs, as a page to people."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": said}, status)
    title = "Not found" if status == 404 else "Not understood"
    return render(request, "trouble.html", status, title=title, said=said)


def list_page(
    request: Request, shelf: Shelf, listing: Listing, template: str,
    order: dict[str, str] | None = None, others: Collection[str] = (), **context: Any,
) -> Response:  # fmt: skip
    """
    Show a list: its filters left, the rows of one page, the way on, CSV and JSON of all.

    Args:
        request: What was asked, with the filters.
        shelf: The ledger.
        listing: The list, in the order that is shown.
        template: Shows `rows`, `whole` (how many hold), `pager`, `downloads` and the context.
        order: What an address says of an order that is not the usual one.
        others: What an address may say beside filters.
        **context: What else the template needs.
    """
    order = order or {}
    given = dict(request.query_params)
    asked = listing.asked(given, ("start", *others))
    start = number_of(given.get("start", ""))

    def ask() -> tuple[int, list[dict[str, Any]]]:
        return listing.count(shelf.book, asked), listing.rows(shelf.book, asked, start, ROWS)

    plain = start == 0 and asked == listing.asked({})  # as everybody comes in
    whole, rows = shelf.once(f"first {listing.name} {order}", ask) if plain else ask()
    return render(
        request, template, listing=listing, rows=rows, whole=whole, start=start, asked=asked,
        pager=pager(request.url.path, asked | order, start, whole),
        downloads=downloads(listing, asked), **context,
    )  # fmt: skip


def pager(
    path: str, asked: dict[str, str], start: int, whole: int, size: int = ROWS
) -> dict[str, Any]:
    """Give the addresses of the pages of a list before and after this one."""

    def address(place: int) -> str:
        values = asked | ({"start": str(place)} if place else {})
        return f"{path}?{urlencode(values)}" if values else path

    return {
        "first": min(start + 1, whole),
        "last": min(start + size, whole),
        "whole": whole,
        "before": address(max(0, start - size)) if start else None,
        "after": address(start + size) if start + size < whole else None,
    }


def downloads(listing: Listing, asked: dict[str, str]) -> dict[str, str]:
    """Give the addresses of a list as CSV and as JSON, with the filters that hold."""
    query = f"?{urlencode(asked)}" if asked else ""
    return {"CSV": f"/{listing.name}.csv{query}", "JSON": f"/api/{listing.name}{query}"}


def csv_of(listing: Listing) -> Callable[[Request], Response]:
    """Make the endpoint that gives all rows of a list as CSV."""

    def endpoint(request: Request) -> Response:
        try:
            asked = listing.asked(dict(request.query_params))
            with ledger_of(request) as book:
                listing.count(book, asked)  # so that a search that means nothing is said at once
        except OptionsError as error:
            return trouble(request, 400, str(error))

        def lines() -> Iterator[str]:
            with ledger_of(request) as book:
                yield from csv_lines(listing.every(book, asked), listing.columns(book))

        headers = {"Content-Disposition": f'attachment; filename="{listing.name}.csv"'}
        return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)

    return endpoint


def csv_lines(rows: Iterator[dict[str, Any]], columns: list[str]) -> Iterator[str]:
    """Give rows as lines of CSV under a header, in pieces."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(cells(row))
        if out.tell() > 16_384:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def without_path(error: Exception, request: Request) -> str:
    """Leave the place on the disk out of what a browser is told."""
    path: Path = request.app.state.path
    said = str(error).split("; see 'wirecopy")[0]
    return said.replace(f"{path}: ", "").replace(str(path), path.name)
