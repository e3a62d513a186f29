"""Evidence: the raw pages of stories, their hashes, what was found, and how to verify all of it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from wirecopy.ledger import Ledger
from wirecopy.records import Page
from wirecopy.show.exports.report import report
from wirecopy.show.exports.tables import pages_in

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the same evidence is the same bytes, but for the manifest."""


def write_evidence(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """
    Write a zip with the pages' bytes, `manifest.json`, findings, a report, and `verify.py`.

    A page's bytes are cut from its file again and must have the hash that was noted when it was
    read. Where a file has changed or is gone, the manifest says so, and the page has no bytes.
    """
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in book.pages(pages_in(book, stories)):
            listed.append(_page(book, archive, page))
        found: dict[str, str] = {}

        def add(name: str, text: str) -> None:
            data = text.encode("utf-8", "surrogatepass")
            found[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)

        chosen = (book.story(name) for name in stories) if stories else book.stories(2)
        for story in chosen:
            said = story.to_dict() | {
                "passages": [p.to_dict() for p in book.passages(story.story_id)]
            }
            add(f"findings/{story.story_id}.json", _json(said))
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
            "pages": listed,
            "files": found,
        }
        archive.writestr(zipfile.ZipInfo("manifest.json", _MOMENT), _json(manifest))
    return len(listed)


def without_bytes(path: Path) -> int:
    """Count the pages of an evidence zip whose bytes could not be cut from their files again."""
    with zipfile.ZipFile(path) as archive:
        pages = json.loads(archive.read("manifest.json"))["pages"]
    return sum(page["bytes"] is None for page in pages)


def _page(book: Ledger, archive: zipfile.ZipFile, page: Page) -> dict[str, Any]:
    """Put the bytes of a page into the archive; say in the manifest what they are."""
    said = page.to_dict()
    said.pop("text")
    said |= {"bytes": None, "missing": None}
    for raw in _raw(book, page):
        if hashlib.sha256(raw).hexdigest() == page.sha256:
            name = f"pages/{page.page_id}.raw"
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), raw, zipfile.ZIP_DEFLATED)
            return said | {"bytes": name}
    return said | {"missing": "the file is gone, has changed, or holds the page packed"}


def _raw(book: Ledger, page: Page) -> Iterator[bytes]:
    """Cut the bytes of a page from each file that bore its file's name, and from the ledger's."""
    for row in book.rows("select path from files where file = ? order by sha256", page.file):
        try:
            with Path(row["path"]).open("rb") as file:
                file.seek(page.byte_start)
                yield file.read(page.byte_end - page.byte_start)
        except OSError:
            continue


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
