"""What people say of pages: given by three buttons, listed, taken back; the next run heeds it."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wirecopy.errors import WirecopyError
from wirecopy.ledger.judgements import judge, undo
from wirecopy.show.web.frames import ledger_of, list_page, trouble, without_path
from wirecopy.show.web.listings import JUDGEMENTS
from wirecopy.show.web.shelf import Shelf

LONGEST = {"by": 200, "note": 2_000}
"""Letters that are kept of what is typed."""

MOST_FIELDS = 20
"""Of a form."""


def show_judgements(request: Request, shelf: Shelf) -> Response:
    """Show all judgements, those that were taken back too."""
    ids = [row[name] for row in shelf.rows("select a, b from judgements") for name in ("a", "b")]
    return list_page(
        request, shelf, JUDGEMENTS, "judgements.html",
        title="Judgements", heads=shelf.heads(page_id for page_id in ids if page_id),
    )  # fmt: skip


async def post_judgement(request: Request) -> Response:
    """Keep a judgement of two pages, or of the first page, and lead to the list."""
    form = await _form(request)

    def keep() -> None:
        with ledger_of(request) as book:
            pages = [book.page(form[name]).page_id for name in ("a", "b") if form.get(name)]
        if not pages:
            raise WirecopyError("no page was named")
        b = pages[1] if len(pages) > 1 else None
        judge(
            request.app.state.path, form.get("verdict", ""), pages[0], b,
            by=form.get("by", ""), note=form.get("note", ""),
        )  # fmt: skip

    return await _done(request, keep)


async def post_undo(request: Request) -> Response:
    """Take a judgement back; that it was made stays."""
    form = await _form(request)

    def take_back() -> None:
        number = form.get("number", "")
        if not (number.isdecimal() and len(number) < 12):
            raise WirecopyError("no judgement was named")
        undo(request.app.state.path, int(number), by=form.get("by", ""))

    return await _done(request, take_back)


async def _form(request: Request) -> dict[str, str]:
    """Read a form, of known size (the door has looked); of a repeated field the first value."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # more than any form of ours has
        return {}
    return {name: " ".join(v[0].split())[: LONGEST.get(name, 100)] for name, v in fields.items()}


async def _done(request: Request, change: object) -> Response:
    assert callable(change)
    try:
        await run_in_threadpool(change)
    except WirecopyError as error:
        return trouble(request, 400, without_path(error, request))
    return RedirectResponse("/judgements", 303)
