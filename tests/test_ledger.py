"""The ledger survives being killed, and says so when it cannot be used."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest
from filelock import FileLock

import wirecopy as wc
from conftest import HARBOR, LIBRARY, content_of
from wirecopy.demo import pile as demo_pile
from wirecopy.ledger import LedgerWriter
from wirecopy.ledger import segments as segments_module
from wirecopy.ledger import writer as writer_module
from wirecopy.ledger.folder import FORMAT
from wirecopy.ledger.segments import SCHEMAS

Make = Callable[..., Path]


@pytest.fixture
def book(make_pile: Make, tmp_path: Path) -> Iterator[wc.Ledger]:
    """A ledger of three pages, two of them of one story."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": LIBRARY, "c.txt": "VELM - " + HARBOR})
    with wc.run(pile, ledger=tmp_path / "x.wirecopy") as book:
        yield book


class Killed(BaseException):
    """Stands for a kill that nothing in wirecopy catches."""


def test_a_run_killed_at_any_step_goes_on(
    make_pile: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at every rename, begin and commit in turn: consistent, and the next run ends it."""
    pile = make_pile(**{"a.txt": HARBOR, "c.txt": "VELM - " + HARBOR})
    options = wc.Options(batch_bytes=1, workers=1)
    with wc.run(pile, ledger=tmp_path / "whole", options=options) as whole:
        expected = content_of(whole)
        known = {page.page_id for page in whole.pages()}
    steps = 0
    while True:
        left, path = steps, tmp_path / f"killed-{steps}"

        def step() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed

        with monkeypatch.context() as patch:
            for owner, name in STEPS:
                patch.setattr(owner, name, _before(step, getattr(owner, name)))
            try:
                wc.run(pile, ledger=path, options=options).close()
                break
            except Killed:
                pass
        with wc.open_ledger(path) as reopened:
            pages = {page.page_id for page in reopened.pages()}
            assert len(pages) == len(reopened.sql("select page_id from pages"))
            assert pages <= known
        with wc.run(pile, ledger=path, options=options) as again:
            assert expected == content_of(again)
            listed = {row["path"] for row in again.sql("select path from segments").to_pylist()}
            there = {file.name for file in (path / "segments").iterdir()}
            assert listed == there
        steps += 1
    assert steps > 15


STEPS = [
    (segments_module, "_sync_folder"),
    (writer_module._Transaction, "__enter__"),
    (writer_module._Transaction, "__exit__"),
]
"""After a segment has its name, before a transaction, before its commit."""


def _before(step: Callable[[], None], function: Callable[..., object]) -> Callable[..., object]:
    def call(*args: object) -> object:
        step()
        return function(*args)

    return call


def test_a_run_killed_for_good_goes_on(tmp_path: Path) -> None:
    """Killed by the system while a reader looks on: what the reader saw is still there."""
    path = tmp_path / "x.wirecopy"
    script = (
        "import sys, wirecopy as wc\n"
        "from wirecopy.demo import pile\n"
        "wc.run(pile(), ledger=sys.argv[1], options=wc.Options(batch_bytes=1, workers=1))\n"
    )
    seen: set[str] = set()
    child = subprocess.Popen([sys.executable, "-c", script, str(path)])
    try:
        while len(seen) < 5 and child.poll() is None:
            time.sleep(0.05)
            try:
                with wc.open_ledger(path) as book:
                    seen = {page.page_id for page in book.pages()}
            except wc.LedgerError:
                continue  # not made yet
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert len(seen) >= 5
    with wc.open_ledger(path) as book:
        assert seen <= {page.page_id for page in book.pages()}
    with (
        wc.run(demo_pile(), ledger=path) as again,
        wc.run(demo_pile(), ledger=tmp_path / "whole.wirecopy") as whole,
    ):
        assert content_of(whole) == content_of(again)


def test_a_ledger_opens_in_sqlite_as_it_is(book: wc.Ledger) -> None:
    """The catalogue is a plain SQLite file with search in it."""
    with sqlite3.connect(book.path / "catalogue.sqlite") as db:
        assert (3,) == db.execute("select count(*) from pages").fetchone()
        found = db.execute("select count(*) from search where search match 'velm'").fetchone()
        assert (2,) == found
    db.close()


def test_search_gives_the_pages_that_hold_all_words(book: wc.Ledger) -> None:
    """Words must all occur; accents do not matter; nonsense is an error in words."""
    assert 2 == sum(1 for _ in book.search("captain divers"))
    assert 0 == sum(1 for _ in book.search("captain carpenter"))
    with pytest.raises(wc.OptionsError, match="double quotes"):
        list(book.search('"'))


def test_sql_sees_catalogue_and_segments(book: wc.Ledger) -> None:
    """One query joins the catalogue with the texts."""
    rows = book.sql(
        "select length(t.text) = p.characters as same from texts t join pages p using (page_id)"
    )
    assert [{"same": True}] * 3 == rows.to_pylist()
    with pytest.raises(wc.OptionsError, match="tables:"):
        book.sql("select * from nothing")


def test_a_story_is_found_by_its_beginning_or_a_page(book: wc.Ledger) -> None:
    """Eight digits do; a page's id finds its story; a stranger's does not."""
    [story] = book.stories(min_pages=2)
    assert story == book.story(story.story_id[:8])
    assert story == book.story(story.pages[1].page_id)
    with pytest.raises(wc.LedgerError, match="no story"):
        book.story("zz")


def test_records_give_themselves_as_json(book: wc.Ledger) -> None:
    """A story as plain values has the ledger's column names and no objects in it."""
    story = next(book.stories())
    assert {"story_id", "title", "pages", "share", "origin", "conflicts", "sources"} == set(
        story.to_dict()
    )
    assert story.to_dict() == json.loads(json.dumps(story.to_dict()))


def test_two_runs_do_not_write_at_once(book: wc.Ledger) -> None:
    """The second is told to wait; nothing is broken."""
    with FileLock(book.path / "lock"), pytest.raises(wc.LedgerError, match="another run"):
        LedgerWriter(book.path, [], wc.Options())


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look at" * 9])
def test_a_broken_catalogue_is_said_so(tmp_path: Path, content: bytes) -> None:
    """A file that is no catalogue is an error in words, for readers."""
    (tmp_path / "x.wirecopy").mkdir()
    (tmp_path / "x.wirecopy" / "catalogue.sqlite").write_bytes(content)
    with pytest.raises(wc.LedgerError):
        wc.open_ledger(tmp_path / "x.wirecopy")


def test_a_ledger_of_another_format_is_said_so(tmp_path: Path) -> None:
    """One of an older version is told apart before anything is read of it or added to it."""
    path = tmp_path / "old.wirecopy"
    LedgerWriter(path, [], wc.Options()).__exit__()
    with sqlite3.connect(path / "catalogue.sqlite") as db:
        db.execute("update meta set value = '1' where key = 'format'")
    db.close()
    before = (path / "catalogue.sqlite").read_bytes()
    with pytest.raises(wc.LedgerError, match=r"another version .*format 1.*wirecopy run"):
        wc.open_ledger(path)
    with pytest.raises(wc.LedgerError, match=r"another version .*format 1.*wirecopy run"):
        LedgerWriter(path, [], wc.Options())
    assert before == (path / "catalogue.sqlite").read_bytes()


def test_the_format_changes_with_a_column() -> None:
    """Who adds a column or a kind of segment gives the format a new number, and this test too."""
    columns = {kind: [f"{f.name} {f.type}" for f in s] for kind, s in sorted(SCHEMAS.items())}
    schema = resources.files("wirecopy.ledger").joinpath("schema.sql").read_text("utf-8")
    bare = [line.partition("--")[0].split() for line in schema.splitlines()]
    digest = hashlib.sha256(json.dumps([columns, list(filter(None, bare))]).encode()).hexdigest()
    assert ("5", "8ba7c10109383274") == (FORMAT, digest[:16])


def test_a_folder_of_other_things_is_left_alone(make_pile: Make, tmp_path: Path) -> None:
    """A ledger is never made among somebody's files."""
    pile = make_pile(**{"a.txt": HARBOR})
    with pytest.raises(wc.LedgerError, match="other things"):
        wc.run(pile, ledger=pile)
    with pytest.raises(wc.LedgerError, match="is a file"):
        wc.run(pile, ledger=pile / "a.txt")
    assert ["a.txt"] == [path.name for path in pile.iterdir()]


def test_no_ledger_is_said_so(tmp_path: Path) -> None:
    """The message says what to type."""
    with pytest.raises(wc.LedgerError, match="wirecopy run"):
        wc.open_ledger(tmp_path / "none.wirecopy")


def test_a_reader_sees_one_state(book: wc.Ledger, make_pile: Make) -> None:
    """A run that joins pages changes nothing for a reader that was there before it."""
    stories = book.stories()
    first = next(stories)
    more = make_pile(**{"d.txt": LIBRARY, "e.txt": HARBOR})
    with wc.run(more, ledger=book.path) as after:
        assert 5 == sum(len(story.pages) for story in after.stories())
    assert 3 == len(first.pages) + sum(len(story.pages) for story in stories)


def test_a_reader_can_ask_whatever_a_run_replaces(book: wc.Ledger, make_pile: Make) -> None:
    """A run removes pairs that it replaced; who opened the ledger before it asks as before."""
    old = set(book.segments("pairs"))
    pages, fingerprints = (book.sql(f"select * from {name}") for name in ("texts", "fingerprints"))
    wc.run(make_pile(**{"d.txt": LIBRARY}), ledger=book.path).close()
    assert old & set((book.path / "segments").iterdir()) == set()
    assert pages == book.sql("select * from texts")
    assert fingerprints == book.sql("select * from fingerprints")


def test_a_vague_date_is_not_called_the_earliest(make_pile: Make, tmp_path: Path) -> None:
    """November is not before the fifth of November."""
    head = "---\ntitle: Harbor\ndate: {}\n---\n\n"
    pile = make_pile(**{f"{d}.md": head.format(d) + HARBOR for d in ("2022-11", "2022-11-05")})
    with wc.run(pile, ledger=tmp_path / "y") as vague:
        [story] = vague.stories()
        assert story.origin is not None
        assert ["dates do not tell"] == [reason.name for reason in story.origin.reasons]


def test_spellings_of_one_byline_do_not_contradict(make_pile: Make, tmp_path: Path) -> None:
    """Two people contradict each other, two spellings of one do not."""
    head = "---\ntitle: Harbor\nauthor: {}\n---\n\n"
    names = {"a.md": "Ana Ruiz", "b.md": "ANA RUIZ", "c.md": "Bo Lind"}
    pile = make_pile(**{file: head.format(name) + HARBOR for file, name in names.items()})
    with wc.run(pile, ledger=tmp_path / "y") as differing:
        [story] = differing.stories()
        [conflict] = story.conflicts
        assert [2, 1] == [len(pages) for _, pages in conflict.values]
