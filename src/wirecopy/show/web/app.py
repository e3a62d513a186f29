"""The application: which address leads to which view, all behind the door."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from wirecopy.ledger import open_ledger
from wirecopy.show.web import api, compare, judging, lists, said, story, taking
from wirecopy.show.web.frames import csv_of, trouble, view
from wirecopy.show.web.safety import LOOPBACK, Door
from wirecopy.show.web.shelf import Places

STATIC = Path(__file__).parent / "static"


def make_app(
    ledger: str | Path, hosts: tuple[str, ...] | None = LOOPBACK, token: str | None = None
) -> Starlette:
    """
    Make the web page of a ledger, for any ASGI server.

    Args:
        ledger: The folder of the ledger; nothing else on the disk is ever read for a request.
        hosts: Names under which it may be asked for, without port; None is any, with a token.
        token: What visitors must know.

    Raises:
        LedgerError: There is no ledger there.
    """
    path = Path(ledger)
    open_ledger(path).close()
    routes = [
        Route("/", view(lists.home)),
        Route("/story/{story}", view(story.show_story)),
        Route("/story/{story}/{form}", view(taking.take_story)),
        Route("/compare/{a}/{b}", view(compare.compare)),
        Route("/page/{page}", view(compare.show_page)),
        Route("/pages", view(lists.show_pages)),
        Route("/statements", view(said.show_statements)),
        Route("/statement/{statement}", view(said.show_statement)),
        Route("/speakers", view(said.show_speakers)),
        Route("/judgements", view(judging.show_judgements)),
        Route("/judge", judging.post_judgement, methods=["POST"]),
        Route("/undo", judging.post_undo, methods=["POST"]),
        Route("/export", view(taking.show_exports)),
        Route("/export/{form}", view(taking.take)),
        Route("/search", view(lists.search)),
        Route("/outlets", view(lists.show_outlets)),
        Route("/outlet", view(lists.show_outlet)),
        Route("/skipped", view(lists.show_skipped)),
        Route("/runs", view(lists.show_runs)),
        Route("/about", view(lists.about)),
        *(Route(f"/{listing.name}.csv", csv_of(listing)) for listing in api.EVERY),
        *api.ROUTES,
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Door, hosts=hosts, token=token),
            Middleware(GZipMiddleware, minimum_size=2048, compresslevel=1),
        ],
        exception_handlers={404: _not_found, 405: _not_found},
    )
    app.state.path = path
    app.state.places = Places()
    return app


async def _not_found(request: Request, error: Exception) -> Response:
    return trouble(request, 404, "there is nothing at this address")
