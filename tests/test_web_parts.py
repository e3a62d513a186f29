"""The parts of the web page that reckon: marks, timelines, drawings, what was kept, lists."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import wirecopy as wc
from wirecopy.records import Conflict, Passage, PassageKind, id_of
from wirecopy.show.said import statement_rows
from wirecopy.show.web import make_app
from wirecopy.show.web.api import EVERY
from wirecopy.show.web.frames import bounds, csv_lines, percent
from wirecopy.show.web.kept import kept_sentences
from wirecopy.show.web.lineage import lineage
from wirecopy.show.web.listing import Listing
from wirecopy.show.web.listings import PAGES, STORIES
from wirecopy.show.web.lists import OUTLETS, WITH_WHOM
from wirecopy.show.web.marking import Mark, marked
from wirecopy.show.web.said import CARRIED, READ, wordings
from wirecopy.show.web.said_listings import STATEMENTS
from wirecopy.show.web.shelf import Places, Shelf, Spans
from wirecopy.show.web.sides import place_mark, shared_marks
from wirecopy.show.web.story import joined
from wirecopy.show.web.timeline import DRAWN, moments, timeline


class _Reader(HTMLParser):
    """Reads HTML as a browser does: its text, and whether its tags nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.nests = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.nests &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 4)), max_size=12)


@given(st.text(max_size=40), SPANS)
def test_marks_nest_and_change_no_letter(text: str, spans: list[tuple[int, int, int]]) -> None:
    """However spans cross, the HTML is well formed and its text is the text."""
    text = text.replace("\r", " ").replace("\x00", " ")
    reader = _Reader()
    reader.feed(str(marked(text, [Mark(s, e, level, "x") for s, e, level in spans])))
    reader.close()
    assert (text, True, []) == (reader.text, reader.nests, reader.open)


def test_an_id_stands_once() -> None:
    """A mark that is cut in pieces keeps one place that a link can lead to."""
    html = str(marked("abcdef", [Mark(0, 4, 0, "x"), Mark(2, 6, 1, "y", key="k")]))
    assert 1 == html.count('id="k"')
    assert 2 == html.count('class="y"')


@pytest.mark.parametrize(
    ("at", "count"),
    [("3-9", 1), ("9-3", 0), ("3-99", 0), ("", 0), ("x-y", 0), ("-3", 0), ("3-3", 0), ("³-9", 0)],
)
def test_only_a_span_of_the_text_is_a_place(at: str, count: int) -> None:
    """What an address points to must be there."""
    assert count == len(place_mark(at, 20))


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01T00:00:00", "2024-12-31T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2024-12", "2024-12-01T00:00:00", "2024-12-31T23:59:59"),
        ("2024-03-14", "2024-03-14T00:00:00", "2024-03-14T23:59:59"),
        ("2024-03-14T13:10Z", "2024-03-14T13:10:00", "2024-03-14T13:10:59"),
        ("2024-03-14T13:10:05Z", "2024-03-14T13:10:05", "2024-03-14T13:10:05"),
        ("9999", "9999-01-01T00:00:00", "9999-01-01T00:00:00"),
    ],
)
def test_how_long_a_date_is_uncertain(date: str, first: str, last: str) -> None:
    """A month is a month long, a minute a minute; the end of time is no error."""
    assert [first, last] == [moment.isoformat()[:19] for moment in moments(date)]


DATES = st.lists(
    st.one_of(st.none(), st.sampled_from(
        "1850 2024 2024-03 2024-03-14 2024-03-14T13:10Z 2024-03-15T00:00:05Z 9999-12-31".split()
    )),
    min_size=1, max_size=60,
)  # fmt: skip


@given(DATES)
def test_a_timeline_holds_every_page_within_its_width(dates: list[str | None]) -> None:
    """Bars lie between 0 and 100 percent, in the order of their first moments."""
    line = timeline([{"published": date} for date in dates])
    if not any(dates):
        assert line is None
        return
    assert line is not None
    assert min(len(dates), DRAWN) == len(line.rows)
    bars = [bar for _, bar in line.rows if bar]
    assert all(0 <= bar.left <= 100 and 0 < bar.width <= 100.5 for bar in bars)
    assert sorted(bar.left for bar in bars) == [bar.left for bar in bars]
    assert dates.count(None) == line.undated


def test_a_time_is_a_tick_and_a_day_a_bar() -> None:
    """Only what is known to the minute looks so."""
    line = timeline([{"published": "2024-03-14T13:10Z"}, {"published": "2024-03-14"}])
    assert line is not None
    assert [False, True] == [bar.sure for _, bar in line.rows if bar]


def test_long_silence_is_cut_out_of_the_scale() -> None:
    """Hours stay visible beside a page that is years late."""
    dates = ["2010-01-01T08:00Z", "2010-01-01T10:00Z", "2022-11-13"]
    line = timeline([{"published": date} for date in dates])
    assert line is not None
    first, second, _ = (bar for _, bar in line.rows if bar)
    assert 1 == len(line.breaks)
    assert second.left - first.left > 2


def member(page_id: str, copied_from: str | None, share: float = 1.0) -> dict[str, object]:
    """A row of a story."""
    return {"page_id": page_id, "copied_from": copied_from, "share": share, "role": "copy"}


def test_a_drawing_has_a_line_for_each_copy() -> None:
    """Each page once, each measured page with one line."""
    rows = [member("a", None), member("b", "a"), member("c", "a"), member("d", "c")]
    drawn = lineage(rows)
    assert drawn is not None
    assert {"a", "b", "c", "d"} == {box.page["page_id"] for box in drawn.boxes}
    assert {"b", "c", "d"} == {line.page["page_id"] for line in drawn.lines}
    assert 4 == len({(box.x, box.y) for box in drawn.boxes})


def test_pages_that_measure_each_other_are_still_drawn() -> None:
    """A ring, and a measure that is not among the drawn, lose no page."""
    for rows in (
        [member("a", "b"), member("b", "a")],
        [member("a", None), member("b", "x")],
    ):
        drawn = lineage(rows)
        assert drawn is not None
        assert 2 == len(drawn.boxes)


def test_one_page_is_no_drawing() -> None:
    """Nothing to join."""
    assert lineage([member("a", None)]) is None


def test_a_sentence_is_kept_by_those_who_share_most_of_it() -> None:
    """Whole, mostly, hardly: the first two count."""
    text = "“The harbor of Velm will close.” Divers clear mines from the war."
    spans = Spans(
        {
            "other": np.array([1, 2, 2, 3]),
            "a_start": np.array([1, 1, 33, 33]),
            "a_end": np.array([31, 25, 65, 45]),
        }
    )
    first, second = kept_sentences(text, [], spans)
    assert "“The harbor of Velm will close.”" == text[first.start : first.end]
    assert [1, 2] == first.pages.tolist()
    assert [2] == second.pages.tolist()


def test_a_text_without_words_has_no_sentences() -> None:
    """An empty page is no error."""
    assert [] == kept_sentences("…", [], Spans.joined([]))


def test_contradictions_of_a_large_story_are_joined_in_linear_time() -> None:
    """All pairs say the same: one contradiction, each page with its place."""
    pairs = [
        Conflict("number", (("2", (f"a{n}",)), ("3", (f"b{n}",))), ((f"a{n}", n, n + 1),))
        for n in range(20_000)
    ]
    start = time.process_time()
    (one,) = joined(pairs)
    assert time.process_time() - start < 5
    assert [20_000, 20_000] == [len(pages) for _, pages in one.values]
    assert [pair.spans[0] for pair in pairs] == [*one.spans]


def test_shares_are_never_rounded_up_to_all() -> None:
    """99.9 percent is not all of it."""
    assert ("99%", "100%", "0%") == (percent(0.999), percent(1.0), percent(0.001))
    assert "" == bounds("[]")


@pytest.mark.parametrize("listing", [*EVERY, CARRIED, READ], ids=lambda listing: listing.name)
def test_cursors_lead_through_every_row_once(demo_ledger: Path, listing: object) -> None:
    """Three at a time give the same rows as all at once, none twice."""
    with wc.open_ledger(demo_ledger) as book:
        asked = listing.asked({})  # type: ignore[attr-defined]
        cursor: str | None = ""
        found = []
        while cursor is not None:
            rows, cursor = listing.page(book, asked, cursor, 3)  # type: ignore[attr-defined]
            found += rows
        assert listing.rows(book, asked, 0, 10_000) == found  # type: ignore[attr-defined]
        assert listing.count(book, asked) == len(found)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("listing", "asked", "holds"),
    [
        (STORIES, {"min_pages": "3"}, lambda row: row["pages"] >= 3),
        (STORIES, {"outlet": "Meridian Press"}, lambda row: row["pages"] >= 1),
        (STORIES, {"conflict": "byline"}, lambda row: "byline" in row["conflicts"]),
        (STORIES, {"first": "known"}, lambda row: row["origin_certainty"] == "yes"),
        (PAGES, {"role": "excerpt"}, lambda row: row["role"] == "excerpt"),
        (PAGES, {"since": "2024-03-13"}, lambda row: row["published"] >= "2024-03-13"),
        (PAGES, {"until": "2024-03-12"}, lambda row: row["published"][:10] <= "2024-03-12"),
    ],
)
def test_filters_leave_what_they_say(
    demo_ledger: Path, listing: object, asked: dict[str, str], holds: object
) -> None:
    """Every row that is left holds what was asked for, and some rows are."""
    with wc.open_ledger(demo_ledger) as book:
        rows = listing.rows(book, asked, 0, 500)  # type: ignore[attr-defined]
    assert rows
    assert all(holds(row) for row in rows)  # type: ignore[operator]


def test_statements_come_story_by_story_or_most_carried_first(demo_ledger: Path) -> None:
    """As a reader meets them, or as a newsroom looks; the choice is kept from part to part."""
    with TestClient(make_app(demo_ledger), base_url="http://127.0.0.1") as client:
        shown = {order: client.get(f"/statements{order}").text for order in ("", "?order=pages")}
    with wc.open_ledger(demo_ledger) as book:
        most = max(row["witnesses"] for row in STATEMENTS.every(book, {}))
        assert most > 3
        assert most == CARRIED.rows(book, {}, 0, 1)[0]["witnesses"]
        read = [row["statement_id"] for row in READ.every(book, {})]
        assert [row["statement"] for row in statement_rows(book)] == read
        firsts = {"": read[0], "?order=pages": CARRIED.rows(book, {}, 0, 1)[0]["statement_id"]}
    for order, statement_id in firsts.items():
        first = re.search(r"/statement/([0-9a-f]+)", shown[order])
        assert first and statement_id == first[1]
    assert "order=pages&amp;start=50" in shown["?order=pages"]


def test_outlets_come_by_cursor(demo_ledger: Path) -> None:
    """As every list of the API does."""
    with TestClient(make_app(demo_ledger), base_url="http://127.0.0.1") as client:
        whole = client.get("/api/outlets").json()
        first = client.get("/api/outlets?limit=3").json()
        then = client.get("/api/outlets", params={"cursor": first["next"]}).json()
    assert whole["next"] is None
    assert whole["outlets"] == first["outlets"] + then["outlets"]
    assert 3 == len(first["outlets"])


def test_all_carriers_of_an_agency_text_count_alike(demo_ledger: Path) -> None:
    """The measure of its story too, with the words that another page shares of its own."""
    carriers = (
        "select p.outlet, m.page_id, m.copied_from from members m join pages p"
        " on p.page_id = m.page_id where m.reporting = 'copy'"
    )
    with wc.open_ledger(demo_ledger) as book:
        rows = {row["outlet"]: row for row in OUTLETS.every(book, {})}
        carried = book.rows(carriers)
    measures = [row for row in carried if row["copied_from"] is None]
    assert measures
    for outlet, row in rows.items():
        pages = {page["page_id"] for page in carried if page["outlet"] == outlet}
        assert len(pages) == row["carried"]
    for page in measures:
        assert 0 < rows[page["outlet"]]["shared"] <= rows[page["outlet"]]["words"]


def test_two_outlets_share_text_with_each_other(demo_ledger: Path) -> None:
    """Whichever of them has the measure."""
    with wc.open_ledger(demo_ledger) as book:
        pairs = book.rows(
            "select distinct p.outlet as one, q.outlet as other from members m"
            " join pages p on p.page_id = m.page_id join pages q on q.page_id = m.copied_from"
            " where p.outlet <> q.outlet"
        )
        names = {name for pair in pairs for name in pair.values()}
        met = {name: {row["outlet"] for row in book.rows(WITH_WHOM, name)} for name in names}
    assert pairs
    for pair in pairs:
        assert pair["one"] in met[pair["other"]] and pair["other"] in met[pair["one"]]


def test_the_shelf_reads_what_the_ledger_reads(demo_ledger: Path) -> None:
    """One text at a time, by its place in the segments, is the same text; so are passages."""
    with wc.open_ledger(demo_ledger) as book:
        shelf = Shelf(book, Places())
        pages = {page.page_id: page for page in book.pages()}
        assert pages == shelf.pages(list(pages))
        story = next(book.stories(min_pages=2))
        ids = [member.page_id for member in story.pages]
        for page_id in ids:
            found = shelf.passages(page_id, ids).passages(page_id)
            theirs = [p for p in book.passages(story.story_id) if page_id in (p.a, p.b)]
            assert len(theirs) == len(found)
            assert all(p.a == page_id for p in found)
            met = {p.a for p in theirs} | {p.b for p in theirs} - {page_id}
            assert met - {page_id} <= set(shelf.meets(page_id))


def test_ids_of_keys_go_both_ways() -> None:
    """Negative keys too."""
    assert "ffffffffffffffff" == id_of(-1)


@pytest.mark.parametrize(
    ("words", "marked_words"),
    [
        ("Fog shut the port of Ost at noon", ["closed", "shut"]),
        ("At noon nobody saw Ost through it", []),
    ],
)
def test_words_of_a_passage_are_marked_only_where_most_agree(
    words: str, marked_words: list[str]
) -> None:
    """A rewritten passage of which hardly a word is left is colored, and no word in it."""
    text = "Fog closed the port of Ost at noon"
    passage = Passage(0, len(text), 0, len(words), PassageKind.REWRITTEN, 0.5)
    found = shared_marks([passage], (text, words))
    assert all("passage rewritten" == marks[0].name for marks in found)
    differing = [
        side[mark.start : mark.end]
        for side, marks in zip((text, words), found, strict=True)
        for mark in marks[1:]
    ]
    assert marked_words == differing


@pytest.mark.parametrize("listing", EVERY, ids=lambda listing: listing.name)
def test_csv_has_a_header_whatever_is_in_it(demo_ledger: Path, listing: Listing) -> None:
    """The columns of a list without rows are those of a list with some."""
    with wc.open_ledger(demo_ledger) as book:
        columns = listing.columns(book)
        rows = listing.rows(book, {}, 0, 1)
        assert [[*columns]] * len(rows) == [[*row] for row in rows]
        assert ",".join(columns) + "\n" == "".join(csv_lines(iter(()), columns))


def test_a_drawing_of_many_pages_shows_those_that_others_have_theirs_from() -> None:
    """Each drawn page but the first hangs on a line, and says how many more hang on it."""
    rows = [member("a", None)]
    rows += [member(f"b{n:03}", "a") for n in range(200)]
    rows += [member(f"c{n:03}", "b150") for n in range(90)]
    drawn = lineage(rows)
    assert drawn is not None
    names = {box.page["page_id"] for box in drawn.boxes}
    assert {"a", "b150"} <= names
    assert names - {"a"} == {line.page["page_id"] for line in drawn.lines}
    assert len(rows) == len(names) + drawn.left == len(names) + sum(box.more for box in drawn.boxes)


def test_a_timeline_of_many_pages_has_each_outlet_once_and_the_measure() -> None:
    """By the page that proves when it had the text; a day without a time proves only its end."""
    pages = [{"published": "2024-03-16T12:00Z", "outlet": "Velm Wire"}]
    pages += [{"published": "2024-03-14", "outlet": f"Post {n % 9}"} for n in range(200)]
    pages += [{"published": f"2024-03-14T10:{n:02}Z", "outlet": f"Post {n % 9}"} for n in range(18)]
    line = timeline(pages)
    assert line is not None
    shown = [(page["outlet"], page["published"]) for page, _ in line.rows]
    expected = [(f"Post {n}", f"2024-03-14T10:{n:02}Z") for n in range(9)]
    assert [*expected, ("Velm Wire", "2024-03-16T12:00Z")] == shown
    assert (0, len(pages)) == (line.left, sum(count for *_, count, _ in line.bins))
    pages += [{"published": "2024-03-13", "outlet": f"Star {n}"} for n in range(100)]
    line = timeline(pages)
    assert line is not None
    assert (DRAWN, 110 - DRAWN) == (len(line.rows), line.left)
    assert "Velm Wire" in {page["outlet"] for page, _ in line.rows}


def test_a_search_shows_each_story_once(demo_ledger: Path) -> None:
    """A story on many pages hides no other; how many pages it has stands beside it."""
    with TestClient(make_app(demo_ledger), base_url="http://127.0.0.1") as client:
        found = client.get("/search?q=water").text
    stories = re.findall(r'href="/story/([0-9a-f]{16})">its story is on', found)
    assert stories and len(stories) == len(set(stories))
    pages = re.findall(r'class="go" href="/page/([0-9a-f]{16})', found)
    with wc.open_ledger(demo_ledger) as book:
        homes = [next(book.stories_of(page)).story_id for page in pages]
        every = {next(book.stories_of(page.page_id)).story_id for page in book.search("water", 99)}
    assert sorted(every) == sorted(homes)


def test_wordings_of_a_statement_are_counted(demo_ledger: Path) -> None:
    """All witnesses are in one of them, the commonest first, each with the earliest page."""
    with wc.open_ledger(demo_ledger) as book:
        said = max(book.statements(), key=lambda s: len({w.words for w in s.witnesses}))
    heads = {witness.page_id: {"page_id": witness.page_id} for witness in said.witnesses}
    found = wordings(said, heads)
    assert len({witness.words for witness in said.witnesses}) == len(found) > 1
    assert len(said.witnesses) == sum(count for _, count, _ in found)
    assert sorted((count for _, count, _ in found), reverse=True) == [n for _, n, _ in found]
    assert all(
        head["page_id"] == next(w.page_id for w in said.witnesses if w.words == words)
        for words, _, head in found
    )
