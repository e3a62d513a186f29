"""A roundup is a guest in each story that it holds: what is shown, listed and counted of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.show.exports.networks import write_gexf
from wirecopy.show.lists import page_passages
from wirecopy.show.page import show_page
from wirecopy.show.web import make_app

HEAD = "---\ntitle: {}\ndate: {}\nsite: {}\n---\n"
MORE = (
    "The mayor of Osk opened a bridge for cyclists on Tuesday after four years of building. It "
    "cost eleven million crowns, two more than had been planned, because the ground at the eastern "
    "bank turned out to be soft.\n\n"
    "A choir from Tarn won the song contest of the valley for the third time, with a piece that "
    "its conductor wrote on the train. The jury praised how softly it ended.\n\n"
    "In the second league Kolm lost at home, one to four, and must now win both of its last games "
    "to stay where it is. The coach said that he would not give up before June.\n\n"
    "At the weekly market prices for early cherries fell by a third, while asparagus has become "
    "dearer again. Growers say that the cold nights of April are to blame for that.\n"
)
"""What the roundup has that stands on no other page."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wc.Ledger]:
    """Two stories on two pages each, and a later page that holds both."""
    folder = tmp_path_factory.mktemp("guests")
    pages = {
        "a.md": HEAD.format("Fog", "2031-05-01", "Velm Post") + HARBOR,
        "b.md": HEAD.format("Fog again", "2031-05-02", "Gazette") + HARBOR,
        "c.md": HEAD.format("Books", "2031-05-01", "Courier") + LIBRARY,
        "d.md": HEAD.format("Books again", "2031-05-02", "Herald") + LIBRARY,
        "e.md": HEAD.format("This week", "2031-05-07", "Roundabout")
        + f"{HARBOR}\n\n{LIBRARY}\n\n{MORE}",
    }
    (folder / "pile").mkdir()
    for name, text in pages.items():
        (folder / "pile" / name).write_text(text, "utf-8")
    options = wc.Options(workers=1, statements=False)
    with wc.run(folder / "pile", ledger=folder / "x.wirecopy", options=options) as book:
        yield book


@pytest.fixture
def roundup(book: wc.Ledger) -> wc.Page:
    """The page that is in both stories."""
    [page] = (page for page in book.pages() if page.outlet == "Roundabout")
    return page


def test_a_guest_is_in_each_story(book: wc.Ledger, roundup: wc.Page) -> None:
    """The first of them is the one that its page_id stands for."""
    stories = list(book.stories_of(roundup.page_id))
    assert {story.story_id for story in book.stories()} == {s.story_id for s in stories}
    assert 2 == len(stories)
    assert stories[0] == book.story(roundup.page_id)


def test_a_guest_is_no_source_of_its_own(book: wc.Ledger, roundup: wc.Page) -> None:
    """What it has beside a story is other stories: it comes to the origin as any copy does."""
    query = "select reporting from members where page_id = ?"
    assert [{"reporting": "copy"}] * 2 == book.rows(query, roundup.page_id)
    assert [1, 1] == [story.sources.count for story in book.stories() if story.sources]


def test_why_shows_all_stories(book: wc.Ledger, roundup: wc.Page) -> None:
    """What it is in each, and the passages of both."""
    out = io.StringIO()
    show_page(book, roundup, out)
    for story in book.stories():
        assert f"in story {story.story_id} it is: excerpt" in out.getvalue()
    shared = list(page_passages(book, roundup))
    assert 4 == len({passage.b for passage in shared})
    assert len(set(shared)) == len(shared)


def test_a_guest_is_listed_once(book: wc.Ledger, roundup: wc.Page) -> None:
    """One row for a page, all of it of the same story, and the number of stories."""
    from wirecopy.show.web.listings import PAGES

    rows = book.rows(
        f"select {PAGES.select} from {PAGES.source} where p.page_id = ?", roundup.page_id
    )
    [row] = rows
    first = book.story(roundup.page_id)
    [member] = (member for member in first.pages if member.page_id == roundup.page_id)
    assert (first.story_id, 3, 2) == (row["story_id"], row["story_pages"], row["stories"])
    assert (str(member.role), member.copied_from) == (row["role"], row["copied_from"])


def test_an_outlet_has_a_page_once(book: wc.Ledger) -> None:
    """A page of two stories is one page of its outlet."""
    from wirecopy.show.web.lists import _OUTLETS

    [row] = (row for row in book.rows(_OUTLETS) if row["outlet"] == "Roundabout")
    assert (1, 1, 2) == (row["pages"], row["carried"], row["stories"])


def test_a_guest_is_one_dot(book: wc.Ledger, roundup: wc.Page, tmp_path: Path) -> None:
    """Of a network it is one dot, with a line to each page that it is measured against."""
    write_gexf(book, tmp_path / "x.gexf", [])
    tree = etree.parse(str(tmp_path / "x.gexf"))
    ids = [node.get("id") for node in tree.iter("{*}node")]
    assert 5 == len(ids) == len(set(ids))
    edges = [edge for edge in tree.iter("{*}edge") if edge.get("source") == roundup.page_id]
    assert 2 == len({edge.get("target") for edge in edges}) == len({e.get("id") for e in edges})


def test_the_web_page_of_a_guest_shows_each_story(book: wc.Ledger, roundup: wc.Page) -> None:
    """Both stories by their titles, with what the page is in each and the page beside it."""
    client = TestClient(make_app(book.path), base_url="http://127.0.0.1")
    page = client.get(f"/page/{roundup.page_id}").text
    stories = list(book.stories_of(roundup.page_id))
    assert 2 == len(stories)
    for story in stories:
        [me] = (member for member in story.pages if member.page_id == roundup.page_id)
        assert f'href="/story/{story.story_id}"' in page
        assert f'href="/compare/{me.copied_from}/{roundup.page_id}"' in page
    assert f">{stories[1].title}</a>, on 3 pages" in page
    assert 1 == page.count("It is also")
