"""The rows of stories, members and spans, beside what the ledger says one by one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.show.lists import (
    member_rows,
    page_passages,
    page_rows,
    shared_elsewhere,
    story_rows,
)
from wirecopy.show.page import show_page
from wirecopy.show.said import Asked, statement_rows

Make = Callable[..., Path]

HEAD = "---\ntitle: {}\nauthor: {}\ndate: {}\nsite: {}\n---\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wc.Ledger]:
    """Two stories on three pages and two, and a page alone."""
    folder = tmp_path_factory.mktemp("lists")
    pages = {
        "a.md": HEAD.format("Fog", "Ana Boe", "2024-05-01", "Velm Post") + HARBOR,
        "b.md": HEAD.format("Fog again", "Cy Dorn", "2024-06-01", "Gazette") + HARBOR,
        "c.txt": HARBOR,
        "d.txt": LIBRARY,
        "e.md": HEAD.format("Books", "Di Elm", "2024", "Gazette") + LIBRARY,
        "f.txt": "Nobody else wrote of the goat that sat in the council's third row on Monday.",
    }
    (folder / "pile").mkdir()
    for name, text in pages.items():
        (folder / "pile" / name).write_text(text, "utf-8")
    options = wc.Options(workers=1)
    with wc.run(folder / "pile", ledger=folder / "x.wirecopy", options=options) as book:
        yield book


def slow_rows(book: wc.Ledger, min_pages: int) -> Iterator[dict[str, object]]:
    """What `story_rows` gives, story by story and page by page."""
    for story in book.stories(min_pages):
        pages = [book.page(member.page_id) for member in story.pages]
        yield {
            "story": story.story_id,
            "pages": len(pages),
            "outlets": len({page.outlet for page in pages if page.outlet}),
            "earliest dated": min((p.published.value for p in pages if p.published), default=None),
            "least share": story.share,
            "conflicts": ", ".join(sorted(c.kind for c in story.conflicts)) or None,
            "title": story.title,
        }


@pytest.mark.parametrize("min_pages", [1, 2, 3, 9])
def test_story_rows_are_those_of_the_stories(book: wc.Ledger, min_pages: int) -> None:
    """In the same order, whatever is left out."""
    rows = list(slow_rows(book, min_pages))
    assert rows == list(story_rows(book, min_pages, None))
    assert rows[:1] == list(story_rows(book, min_pages, 1))


def test_listing_stories_reads_no_text(book: wc.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of many stories is listed from its catalogue alone."""
    monkeypatch.delattr(wc.Ledger, "pages")
    assert [3, 2] == [row["pages"] for row in story_rows(book, 2, None)]


def test_member_rows_are_in_the_order_of_the_story(book: wc.Ledger) -> None:
    """The measure first."""
    story = next(book.stories(2))
    rows = list(member_rows(book, story))
    assert [member.page_id for member in story.pages] == [row["page"] for row in rows]
    assert "the measure" == rows[0]["is"]
    assert {"a.md", "b.md", "c.txt"} == {str(row["where"]).rsplit("/", 1)[-1] for row in rows}


def test_passages_are_seen_from_the_page(book: wc.Ledger) -> None:
    """Whichever side it was on, the page is side a, and the spans quote it."""
    for member in next(book.stories(2)).pages:
        page = book.page(member.page_id)
        passages = list(page_passages(book, page))
        assert passages
        for passage in passages:
            other = book.page(passage.b)
            assert page.page_id == passage.a
            assert page.text[passage.a_start :][:20] == other.text[passage.b_start :][:20]


def test_page_rows_are_asides_then_passages(book: wc.Ledger) -> None:
    """The front matter is an aside with its reason; a passage names its other page."""
    page = next(page for page in book.pages() if page.file.endswith("a.md"))
    rows = list(page_rows(book, page))
    asides = [row for row in rows if row["what"] == "aside"]
    assert rows[: len(asides)] == asides
    assert all(row["reason"] and row["other_page"] is None for row in asides)
    assert all(row["other_page"] and row["share"] for row in rows[len(asides) :])


def test_statements_come_as_a_reader_meets_them(demo_ledger: Path) -> None:
    """Stories on most pages first; what runs on stands behind what it goes on from."""
    with wc.open_ledger(demo_ledger) as book:
        rows = list(statement_rows(book))
        size = {story.story_id: len(story.pages) for story in book.stories()}
        stories = list(dict.fromkeys(str(row["story"]) for row in rows))
        assert sorted(stories, key=lambda story: (-size[story], story)) == stories
        for story in stories:
            places = book.rows(
                "select statement_id from statements where story_id = ? order by place", story
            )
            of_story = [row["statement"] for row in rows if row["story"] == story]
            assert [row["statement_id"] for row in places] == of_story
        assert of_story == [row["statement"] for row in statement_rows(book, Asked(story_id=story))]
    assert len(stories) > 5


def test_text_shared_outside_of_a_story_is_told(make_pile: Make, tmp_path: Path) -> None:
    """A paragraph is too little for one story, and is named with its page and its place."""
    paragraph = HARBOR.split("\n\n")[1]
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": f"{LIBRARY}\n{paragraph}\n"})
    with wc.run(pile, ledger=tmp_path / "x", options=wc.Options(statements=False)) as book:
        [page] = [page for page in book.pages() if page.file == "a.txt"]
        assert 2 == len(list(book.stories()))
        [(other, [passage])] = shared_elsewhere(book, page)
        assert "b.txt" == other.file
        assert page.text[passage.a_start : passage.a_end] in other.text
        shown = io.StringIO()
        show_page(book, page, shown)
        assert "another story: b.txt" in " ".join(shown.getvalue().split())
