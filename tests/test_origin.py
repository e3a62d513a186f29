"""Who a story comes from: cases as data, one pile for all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc

CASES = Path(__file__).parents[1] / "cases" / "trace"
QUICK = wc.Options(workers=1, statements=False)


def load(name: str) -> list[Any]:
    """Read cases; a known failure is expected to fail."""
    cases = json.loads((CASES / name).read_text("utf-8"))
    return [
        pytest.param(
            n,
            case,
            id=case["label"],
            marks=[] if case["expect"] == "pass" else pytest.mark.xfail(strict=True),
        )
        for n, case in enumerate(cases)
    ]


def as_file(page: dict[str, str], text: str) -> str:
    """Write a page of a case as Markdown with front matter."""
    front = {
        "title": "A case",
        "outlet": page.get("outlet"),
        "url": f"https://{page['site']}.example/a" if "site" in page else None,
        "date": page.get("date"),
        "author": page.get("author"),
    }
    head = "".join(f"{key}: {value}\n" for key, value in front.items() if value)
    after = f"\n\n{page['after']}" if "after" in page else ""
    return f"---\n{head}---\n{page.get('before', '')}{text}{after}\n"


def run_cases(name: str, folder: Path) -> wc.Ledger:
    """Make one pile of all cases of a file, each page `case-page.md`, and run it."""
    (folder / "pile").mkdir()
    for n, case in enumerate(json.loads((CASES / name).read_text("utf-8"))):
        for m, page in enumerate(case["pages"]):
            path = folder / "pile" / f"{n}-{m}.md"
            path.write_text(as_file(page, case["text"]), encoding="utf-8")
    return wc.run(folder / "pile", ledger=folder / "x.wirecopy", options=QUICK)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> wc.Ledger:
    """A ledger of all cases of origin."""
    return run_cases("origin.json", tmp_path_factory.mktemp("origin"))


@pytest.fixture(scope="module")
def look_alikes(tmp_path_factory: pytest.TempPathFactory) -> wc.Ledger:
    """A ledger of all cases where an origin must not be claimed."""
    return run_cases("negative.json", tmp_path_factory.mktemp("negative"))


def story_of(book: wc.Ledger, case: int) -> tuple[wc.Story, dict[str, int]]:
    """Give the story of a case, and the number of each of its pages."""
    places = {
        page.page_id: int(page.file[:-3].partition("-")[2])
        for page in book.pages()
        if page.file.startswith(f"{case}-")
    }
    return book.story(min(places)), places


@pytest.mark.parametrize(("number", "case"), load("origin.json"))
def test_origin(ledger: wc.Ledger, number: int, case: dict[str, Any]) -> None:
    """Name, page and certainty of the origin are those that a careful editor would give."""
    story, places = story_of(ledger, number)
    assert len(case["pages"]) == len(story.pages)
    expected, origin = case["origin"], story.origin
    assert origin is not None
    assert (expected["name"], expected["certainty"]) == (origin.name, str(origin.certainty))
    if "page" in expected:
        page = None if origin.page_id is None else places[origin.page_id]
        assert (expected["page"], expected["page"] is not None) == (page, origin.in_pile)
    assert origin.reasons


@pytest.mark.parametrize(("number", "case"), load("origin.json"))
def test_sources(ledger: wc.Ledger, number: int, case: dict[str, Any]) -> None:
    """Copies come to their origin; own reporting is a source of its own."""
    story, _ = story_of(ledger, number)
    assert story.sources is not None
    assert (len(case["sources"]), case["sources"]) == (
        story.sources.count, list(story.sources.names)
    )  # fmt: skip


@pytest.mark.parametrize(("number", "case"), load("origin.json"))
def test_copies(ledger: wc.Ledger, number: int, case: dict[str, Any]) -> None:
    """Whether each page was taken from the one that it is measured against."""
    story, places = story_of(ledger, number)
    found = {places[member.page_id]: str(member.certainty) for member in story.pages}
    assert case["copied"] == [found[n] for n in sorted(found)]


@pytest.mark.parametrize(("number", "case"), load("negative.json"))
def test_no_origin(look_alikes: wc.Ledger, number: int, case: dict[str, Any]) -> None:
    """What looks like an origin is not called one with certainty."""
    story, _ = story_of(look_alikes, number)
    assert story.origin is not None
    named = story.origin.name if story.origin.certainty is wc.Certainty.YES else None
    assert case["origin"]["name_not_sure"] != named


def test_reasons_have_their_spans(ledger: wc.Ledger) -> None:
    """A reason that stands in a text reproduces it; the heaviest comes first."""
    seen = 0
    for story in ledger.stories(min_pages=2):
        assert story.origin is not None
        for reason in story.origin.reasons:
            if reason.start is not None and reason.page_id is not None:
                text = ledger.page(reason.page_id).text[reason.start : reason.end]
                assert (text and text.split()[0] in reason.detail) or reason.detail in text
                seen += 1
    assert seen > 3
