"""How many did their own reporting: the count at any size, and the screen that shows it."""

from __future__ import annotations

import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.cli import main
from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.schemas import CREDITS, DATES, DIFFERENCES, JUDGEMENTS, MARKS
from wirecopy.trace.marks import houses

DAY = 86_400_000_000


def rows_of(engine: Local, name: str) -> list[dict[str, object]]:
    """Give the rows of a table."""
    return [row for part in parts_of(engine, name) for row in pq.read_table(part).to_pylist()]


def trace_of(folder: Path, pages: int, outlets: int, dated: bool) -> Local:
    """Trace and count one story of so many pages, of which the first is the measure of all."""
    engine = Local(folder / "work", wc.Options(workers=1))

    def keep(name: str, rows: list[dict[str, object]], schema: pa.Schema | None = None) -> None:
        path = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
        engine.source(name, [path])

    days = [f"2031-05-{1 + n % 28:02}" if dated else None for n in range(pages)]
    marks = [
        {"page": n, **mark._asdict()}
        for n in range(pages)
        if outlets
        for mark in houses(f"Outlet {n % outlets}", f"https://outlet{n % outlets}.example/a")
    ]
    keep("marks", marks, MARKS)
    keep("credits", [], CREDITS)
    keep("differences", [], DIFFERENCES)
    keep("judgements", [], JUDGEMENTS)
    bounds = [None if day is None else (int(day[-2:]) + 22_000) * DAY for day in days]
    keep(
        "pages",
        [
            {"page": n, "at": at, "published": day, "published_precision": day and "day"}
            for n, (day, at) in enumerate(zip(days, bounds, strict=True))
        ],
        pa.schema([("page", pa.int64()), ("at", pa.int64()), ("published", pa.string()),
                   ("published_precision", pa.string())]),
    )  # fmt: skip
    keep(
        "dates",
        [
            {"page": n, "kind": "published", "value": day, "precision": "day", "origin": "x",
             "text": day, "at": at, "until": at + DAY}
            for n, (day, at) in enumerate(zip(days, bounds, strict=True))
            if day is not None and at is not None
        ],
        DATES,
    )  # fmt: skip
    sizes = {
        "words": 200, "shared": 200, "quotes_only": 0, "other_words": 200, "other_shared": 200
    }  # fmt: skip
    keep(
        "members",
        [
            {"story": 0, "page": n, "role": "copy" if n else "origin", "share": 1.0,
             "copied_from": 0 if n else None} | (sizes if n else dict.fromkeys(sizes))
            for n in range(pages)
        ],
        pa.schema([("story", pa.int64()), ("page", pa.int64()), ("role", pa.string()),
                   ("share", pa.float64()), ("copied_from", pa.int64())]
                  + [(name, pa.int32()) for name in sizes]),
    )  # fmt: skip
    keep("stories", [{"page": n, "story": 0, "is_guest": 0} for n in range(pages)])
    keep("bases", [{"story": 0, "base": 0}])
    keep("lengths", [{"page": n, "words": 200} for n in range(pages)])
    keep(
        "sides",
        [{"page": n, "other": 0, "shared": 200, "matched": 200} for n in range(1, pages)]
        or [{"page": 0, "other": 0, "shared": 0, "matched": 0}],
    )
    for name in ("dates", "houses", "kin", "voices", "origin", "copies"):
        make_tables(engine, "wirecopy.trace", f"{name}.sql")
    make_tables(engine, "wirecopy.count", "sources.sql", own_words=100, own_share=0.4)
    return engine


@pytest.mark.parametrize(
    ("pages", "outlets", "dated", "name", "certainty"),
    [
        (10_000, 300, True, None, "unsure"),
        (10_000, 10_000, False, None, "unsure"),
        (10_000, 1, True, "Outlet 0", "unsure"),
        (10_000, 0, True, None, "unsure"),
        (28, 1, True, "Outlet 0", "yes"),
        (1, 1, False, "Outlet 0", "yes"),
    ],
)
def test_a_story_of_any_size(
    pages: int, outlets: int, dated: bool, name: str | None, certainty: str, tmp_path: Path
) -> None:
    """One source; named only as far as outlets and dates go; and no more work than pages."""
    began = time.process_time()
    engine = trace_of(tmp_path, pages, outlets, dated)
    [origin] = rows_of(engine, "origins")
    [count] = rows_of(engine, "counts")
    assert (name, certainty) == (origin["name"], origin["certainty"])
    assert (1, "yes") == (count["sources"], count["certainty"])
    assert pages == len(rows_of(engine, "sourced"))
    engine.close()
    assert time.process_time() - began < 30


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text under an agency's tag at two outlets, and a report of its own."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "pile").mkdir()
    for name, outlet, text in (
        ("a", "Velm Bell", "VELM (Reuters) - " + HARBOR),
        ("b", "Osk Post", "VELM (Reuters) - " + HARBOR),
        ("c", "Tarn Times", LIBRARY),
    ):
        front = f"---\noutlet: {outlet}\ndate: 2031-05-06\ntitle: A title\n---\n"
        (folder / "pile" / f"{name}.md").write_text(front + text, encoding="utf-8")
    options = wc.Options(workers=1, statements=False)
    wc.run(folder / "pile", ledger=folder / "x.wirecopy", options=options).close()
    return folder / "x.wirecopy"


def test_the_screen_answers_first(ledger: Path) -> None:
    """These pages: how many did their own reporting? Then each story, with its reasons."""
    shown = CliRunner().invoke(main, ["sources", str(ledger)])
    assert 0 == shown.exit_code
    lines = shown.output.splitlines()
    assert "3 pages: 1 did its own reporting as far as the pile shows" in lines[0]
    assert "  2 pages, none did their own reporting; 1 source: Reuters" in lines
    assert "  from Reuters, of which no page is here" in lines
    assert any("tag in the dateline: Reuters, on 2 of 2 pages" in line for line in lines)


def test_rows_for_programs(ledger: Path) -> None:
    """One row for each story, with the names of its sources."""
    rows = CliRunner().invoke(main, ["sources", str(ledger), "--csv", "--min-pages", "1"])
    assert 0 == rows.exit_code
    head, *lines = rows.stdout.splitlines()
    assert "story,pages,own reporting,sources,names,origin,in the pile,certainty,title" == head
    assert 2 == len(lines)
    assert any(",2,0,1,Reuters,Reuters,False,yes," in line for line in lines)
    assert any(",1,1,1,Tarn Times,Tarn Times,True,yes," in line for line in lines)


def test_one_story_alone(ledger: Path) -> None:
    """A story's id, or the beginning of it; what is none is an error in words."""
    with wc.open_ledger(ledger) as book:
        [story] = book.stories(min_pages=2)
    shown = CliRunner().invoke(main, ["sources", str(ledger), story.story_id[:8]])
    assert "from Reuters" in shown.output and "Tarn Times" not in shown.output
    assert 1 == CliRunner().invoke(main, ["sources", str(ledger), "ffff0000"]).exit_code


def test_why_says_what_was_decided(ledger: Path) -> None:
    """A page's screen has the relation, the certainty and the dates in its text."""
    with wc.open_ledger(ledger) as book:
        [story] = book.stories(min_pages=2)
        copy = next(member for member in story.pages if member.copied_from)
        assert ("newswire", wc.Certainty.UNSURE) == (copy.relation, copy.certainty)
    shown = CliRunner().invoke(main, ["why", str(ledger), copy.page_id])
    assert "newswire: both credit Reuters" in shown.output
    assert "taken from there: unsure" in shown.output
    assert "date, weekday: 2031-05-06 (Tuesday" in shown.output


def test_a_page_and_its_other_form_are_one_source(tmp_path: Path) -> None:
    """The form for fast phones, with its own furniture, is no second report."""
    pile = tmp_path / "pile"
    pile.mkdir()
    address = "https://www.bell.example/fog"
    canonical = f'<link rel="canonical" href="{address}">'
    link = {"plain": f'{canonical}<link rel="amphtml" href="{address}/amp">', "amp": canonical}
    for name, mark, more in (("plain", "", "Read more of it"), ("amp", " amp", "Open our program")):
        told = "".join(f"<p>{part}</p>" for part in HARBOR.split("\n\n"))
        (pile / f"{name}.html").write_text(
            f"<!doctype html><html{mark} lang=en><head><title>Fog</title>{link[name]}</head><body>"
            f"<article><h1>Fog</h1>{told}</article><footer><p>{more}.</p></footer></body></html>"
        )
    options = wc.Options(workers=1, statements=False)
    with wc.run(pile, ledger=tmp_path / "x.wirecopy", options=options) as book:
        assert all("twin" in [claim.kind for claim in page.claims] for page in book.pages())
        [story] = book.stories(min_pages=1)
        assert story.sources is not None
        assert (2, 1) == (len(story.pages), story.sources.count)
    shown = CliRunner().invoke(main, ["sources", str(tmp_path / "x.wirecopy")])
    assert "2 pages: 1 did" in shown.output


LONG = (
    "The crane on the north quay of Tarnwick fell on Tuesday and hurt four dockers, the port said. "
    "Two of them were taken to the hospital of Saint Orsola with broken legs. "
    "The port had ordered an inspection of all cranes in March, but it was put off twice. "
    "Ships for the north quay will be unloaded at the old basin until the inspectors have gone. "
    "The union of dockers asked for the minutes of every meeting that spoke of the cranes."
)


def test_a_short_page_that_stands_elsewhere_is_not_called_own_reporting(tmp_path: Path) -> None:
    """Too short to be of the other's story, but two thirds of it are the other's words."""
    brief = " ".join(LONG.split(". ")[:1]) + ". We will bring more news at nine."
    for name, outlet, day, text in (
        ("a", "Northmark", "2031-05-01", LONG), ("b", "Radio Fjord", "2031-05-02", brief),
    ):  # fmt: skip
        front = f"---\ntitle: {name}\ndate: {day}\noutlet: {outlet}\n---\n\n"
        (tmp_path / f"{name}.md").write_text(front + text)
    options = wc.Options(statements=False, workers=1)
    with wc.run(
        tmp_path / "a.md", tmp_path / "b.md", ledger=tmp_path / "l", options=options
    ) as book:
        kinds = {
            page.outlet: row["reporting"]
            for page in book.pages()
            for row in book.rows("select * from members where page_id = ?", page.page_id)
        }
    assert {"Northmark": "alone", "Radio Fjord": "unsure"} == kinds
