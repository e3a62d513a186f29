"""Exports in the browser: made for the asker in a folder of their own, and removed when sent."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wirecopy.show import exports  # it uses our views: take nothing from it while importing
from wirecopy.show.web.frames import render, trouble
from wirecopy.show.web.shelf import Shelf

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".zip": "application/zip",
    ".jsonl": "application/x-ndjson",
    ".sqlite": "application/vnd.sqlite3",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
}


def endings() -> dict[str, str]:
    """Give the forms that are one file, and how it ends; folders are for the command line."""
    return {form: ending for form, (_, ending, _) in exports.FORMATS.items() if ending}


def show_exports(request: Request, shelf: Shelf) -> Response:
    """List the forms in which the ledger can be taken away."""
    forms = [(form, ending, what) for form, (_, ending, what) in exports.FORMATS.items()]
    return render(request, "export.html", title="Export", forms=forms)


def take(request: Request, shelf: Shelf) -> Response:
    """Give the whole ledger in a form that is one file."""
    form = str(request.path_params["form"])
    if form not in endings() or form == "report":
        return trouble(request, 404, "there is no such form of export here")
    return _file(shelf, form, shelf.book.path.stem, [])


def take_story(request: Request, shelf: Shelf) -> Response:
    """Give one story as a report or as evidence."""
    form = {"report.html": "report", "evidence.zip": "evidence"}.get(request.path_params["form"])
    if form is None:
        return trouble(request, 404, "there is no such form of export here")
    story_id = shelf.book.full_id("story", str(request.path_params["story"]))
    return _file(shelf, form, f"story-{story_id[:8]}", [story_id])


def _file(shelf: Shelf, form: str, stem: str, stories: list[str]) -> Response:
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-"))
    ending = endings()[form]
    try:
        exports.export(shelf.book, form, folder / f"export{ending}", stories)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    name = "".join(c for c in stem if c.isalnum() or c in "-_ .") or "ledger"
    return FileResponse(
        folder / f"export{ending}",
        media_type=TYPES[ending],
        filename=f"{name}-{form}{ending}" if form != "report" else f"{name}.html",
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
