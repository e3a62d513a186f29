"""The same as JSON: records under the ledger's names, lists by cursor, and what is in all of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wirecopy.show.web.compare import between
from wirecopy.show.web.frames import view
from wirecopy.show.web.listing import MOST_ROWS, Filter, Listing, number_of
from wirecopy.show.web.listings import LISTINGS
from wirecopy.show.web.lists import OUTLETS
from wirecopy.show.web.shelf import Shelf

EVERY = (*LISTINGS, OUTLETS)
"""What there is as JSON by cursor and as CSV."""

_TYPES = {"number": "integer"}


def list_of(listing: Listing) -> Callable[[Request], Response]:
    """Make the endpoint that gives a list by cursor."""

    def endpoint(request: Request, shelf: Shelf) -> Response:
        given = dict(request.query_params)
        size = max(1, number_of(given.get("limit", ""), 100, MOST_ROWS))
        asked = listing.asked(given, ("limit", "cursor"))
        rows, cursor = listing.page(shelf.book, asked, given.get("cursor", ""), size)
        return JSONResponse({listing.name: rows, "next": cursor})

    endpoint.__name__ = f"list_{listing.name}"
    endpoint.__doc__ = f"List: {listing.what}"
    return view(endpoint)


def one_story(request: Request, shelf: Shelf) -> Response:
    """Give a story: `Story.to_dict()`."""
    name = shelf.book.full_id("story", str(request.path_params["story"]))
    return JSONResponse(shelf.book.story(name).to_dict())


def one_page(request: Request, shelf: Shelf) -> Response:
    """Give a page with its text and asides: `Page.to_dict()` and `asides`."""
    name = shelf.book.full_id("page", str(request.path_params["page"]))
    asides = [aside.to_dict() for aside in shelf.book.asides(name)]
    return JSONResponse(shelf.page(name).to_dict() | {"asides": asides})


def passages_of(request: Request, shelf: Shelf) -> Response:
    """Give the passages that two pages share: `Passage.to_dict()`, the first page as side a."""
    ids = [shelf.book.full_id("page", str(request.path_params[name])) for name in ("a", "b")]
    pages = shelf.pages(ids)
    passages = between(shelf, pages[ids[0]], pages[ids[1]])
    return JSONResponse({"passages": [passage.to_dict() for passage in passages]})


def one_statement(request: Request, shelf: Shelf) -> Response:
    """Give a statement with all its witnesses: `Statement.to_dict()`."""
    name = shelf.book.full_id("statement", str(request.path_params["statement"]))
    return JSONResponse(shelf.book.statement(name).to_dict())


_SINGLE = (
    ("/api/stories/{story}", one_story),
    ("/api/pages/{page}", one_page),
    ("/api/passages/{a}/{b}", passages_of),
    ("/api/statements/{statement}", one_statement),
)


def openapi(request: Request) -> Response:
    """Give the OpenAPI document of all of this."""
    paths: dict[str, Any] = {}
    for listing in EVERY:
        parameters = [_parameter(part) for part in listing.filters]
        parameters += [
            _query("cursor", "Where to go on: `next` of the answer before.", {"type": "string"}),
            _query("limit", "Rows of an answer.", {"type": "integer", "maximum": MOST_ROWS}),
        ]
        rows = {"type": "array", "items": {"type": "object"}}
        properties = {listing.name: rows, "next": {"type": ["string", "null"]}}
        paths[f"/api/{listing.name}"] = _get(
            f"list_{listing.name}", f"List. {listing.what}", parameters, properties
        )
    for path, function in _SINGLE:
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        parameters = [
            {
                "name": name, "in": "path", "required": True, "schema": {"type": "string"},
                "description": "An id, or the beginning of one.",
            }
            for name in names
        ]  # fmt: skip
        paths[path] = _get(function.__name__, (function.__doc__ or "").strip(), parameters, {})
    info = {
        "title": "wirecopy",
        "version": version("wirecopy"),
        "description": "Names are those of the ledger's tables and of the records in Python.",
    }
    return JSONResponse({"openapi": "3.1.0", "info": info, "paths": paths})


ROUTES = [
    *(Route(f"/api/{listing.name}", list_of(listing)) for listing in EVERY),
    *(Route(path, view(function)) for path, function in _SINGLE),
    Route("/api/openapi.json", openapi),
]


def _get(name: str, what: str, parameters: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if properties:
        schema |= {"properties": properties, "required": list(properties)}
    answer = {"description": what, "content": {"application/json": {"schema": schema}}}
    error = {"description": "What was asked for is not there, or means nothing."}
    return {
        "get": {
            "operationId": name,
            "summary": what,
            "parameters": parameters,
            "responses": {"200": answer, "400": error, "404": error},
        }
    }


def _parameter(part: Filter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _TYPES.get(part.kind, "string")}
    if part.choices:
        schema["enum"] = list(part.choices)
    if part.standard:
        schema["default"] = int(part.standard) if part.kind == "number" else part.standard
    return _query(part.name, f"{part.label}.", schema)


def _query(name: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": what, "schema": schema}
