"""Evidence: the raw pages of stories, their hashes, what was found, and how to verify all of it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files as resources
from itertools import groupby
from pathlib import Path
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.options import Options
from wirecopy.read.again import read_again
from wirecopy.records import Story
from wirecopy.show.exports.report import report
from wirecopy.show.exports.tables import pages_in

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the same evidence is the same bytes, but for the manifest."""

_CHUNK = 1 << 20

_VARIANTS = """
select v.* from variants v join statements s on s.statement_id = v.statement_id
where s.story_id = ?
order by v.statement_id, v.kind, v.place, v.page_id, v.words
"""
"""Where the witnesses of a story's statements differ."""

RANGE = "bytes byte_start to byte_end of the file"
READ = "what lies in the file at member, byte_start and byte_end, unpacked"


def write_evidence(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write a zip with the pages' bytes, `manifest.json`, findings, a report, and `verify.py`.

    A page's bytes are cut from its file again, or, where they lie packed in it, found by reading
    the file again, and must have the hash that was noted when the page was read. Where a file has
    changed or is gone, the manifest says so, and the page has no bytes.
    """
    listed: list[dict[str, Any]] = []
    pile: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, pages in groupby(book.pages(pages_in(book, stories)), lambda page: page.file):
            said = [_said(page.to_dict()) for page in pages]
            pile += _take(book, archive, file, said)
            listed += said
        found: dict[str, str] = {}

        def add(name: str, text: str) -> None:
            data = text.encode("utf-8", "surrogatepass")
            found[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)

        chosen = (book.story(name) for name in stories) if stories else book.stories(2)
        for story in chosen:
            add(f"findings/{story.story_id}.json", _json(_found(book, story)))
        for story_id in stories:
            add(f"reports/{story_id}.html", report(book, story_id))
        ours = resources("wirecopy.show.exports")
        add("verify.py", ours.joinpath("evidence_verify.txt").read_text("utf-8"))
        add("README.txt", ours.joinpath("evidence_readme.txt").read_text("utf-8"))
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "wirecopy": version("wirecopy"),
            "ledger": book.path.name,
            "stories": list(stories) or "all on two pages or more",
            "runs": book.runs(),
            "pile": pile,
            "pages": listed,
            "files": found,
        }
        archive.writestr(zipfile.ZipInfo("manifest.json", _MOMENT), _json(manifest))
    return len(listed)


def without_bytes(path: Path) -> dict[str, int]:
    """Count the pages of an evidence zip whose bytes could not be had again, by the reason."""
    with zipfile.ZipFile(path) as archive:
        pages = json.loads(archive.read("manifest.json"))["pages"]
    return dict(Counter(page["missing"] for page in pages if page["bytes"] is None).most_common())


def _said(page: dict[str, Any]) -> dict[str, Any]:
    """Give what the manifest says of a page whose bytes are not there yet."""
    return {k: v for k, v in page.items() if k != "text"} | {
        "bytes": None,
        "bytes_are": None,
        "missing": None,
    }


def _found(book: Ledger, story: Story) -> dict[str, Any]:
    """Give all that was found of a story: passages, and statements with where pages differ."""
    differing: dict[str, list[dict[str, Any]]] = {}
    for row in book.rows(_VARIANTS, story.story_id):
        differing.setdefault(row.pop("statement_id"), []).append(row)
    return story.to_dict() | {
        "passages": [passage.to_dict() for passage in book.passages(story.story_id)],
        "statements": [
            said.to_dict() | {"variants": differing.get(str(said.statement_id), [])}
            for said in book.statements(story_id=story.story_id)
        ],
    }


def _take(
    book: Ledger, archive: zipfile.ZipFile, file: str, pages: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put the bytes of a file's pages into the archive; give each form in which it was read."""
    left = {page["page_id"]: page for page in pages}
    forms = book.rows("select * from files where file = ? order by run_id, sha256", file)
    why = "its file is not known to the ledger"
    for form in forms:
        path = Path(form.pop("path"))
        try:
            for page_id, raw, what in _raw(book, path, form, list(left.values())):
                name = f"pages/{page_id}.raw"
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), raw, zipfile.ZIP_DEFLATED)
                left.pop(page_id).update(bytes=name, bytes_are=what)
            if left:
                why = _why(path, form["sha256"])
        except OSError as error:
            gone = isinstance(error, FileNotFoundError)
            why = "its file is gone" if gone else f"its file cannot be read: {error.strerror}"
            if file == "-":
                why = "it came through stdin, of which nothing is kept"
    for page in left.values():
        page["missing"] = why
    return forms


def _raw(
    book: Ledger, path: Path, form: dict[str, Any], pages: list[dict[str, Any]]
) -> Iterator[tuple[str, bytes, str]]:
    """Give the bytes of pages: cut from the file while they lie there, read again from then on."""
    at = 0
    if not path.is_file():  # a pipe in its place would block us
        raise FileNotFoundError(path)
    with path.open("rb") as stream:
        for page in pages:
            stream.seek(page["byte_start"])
            raw = stream.read(page["byte_end"] - page["byte_start"])
            if hashlib.sha256(raw).hexdigest() != page["sha256"]:
                break
            yield page["page_id"], raw, RANGE
            at += 1
    wanted = {page["page_id"]: page for page in pages[at:]}
    starts = {page_id: page["byte_start"] for page_id, page in wanted.items()}
    for page_id, raw in read_again(form["file"], path, starts, _options(book, form["run_id"])):
        if hashlib.sha256(raw).hexdigest() == wanted[page_id]["sha256"]:
            yield page_id, raw, READ


def _options(book: Ledger, run_id: int) -> Options:
    """Give the options that a run read its files with."""
    (run,) = book.rows("select options from runs where run_id = ?", run_id)
    known = {field.name for field in fields(Options)}
    return Options(**{k: v for k, v in json.loads(run["options"]).items() if k in known})


def _why(path: Path, sha256: str) -> str:
    """Say why pages were not found in a file that can be read."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != sha256:
        return "its file has changed"
    return "not found in its file again: this version reads it otherwise"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
