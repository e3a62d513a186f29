"""The command line as a person meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner, Result

import samples
from conftest import HARBOR, LIBRARY
from wirecopy.cli import main

Make = Callable[..., Path]


def call(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that `wirecopy demo` makes."""
    path = tmp_path_factory.mktemp("cli") / "demo.wirecopy"
    result = call("demo", "-o", path)
    assert result.exit_code == 0, result.output
    return path


def first_story(ledger: Path) -> str:
    """The id of the largest story."""
    return str(json.loads(call("stories", ledger, "--jsonl").stdout.splitlines()[0])["story"])


def test_demo_says_what_to_type_next(ledger: Path) -> None:
    """A second run adds nothing, says so, and still ends with the next commands."""
    result = call("demo", "-o", ledger)
    assert "nothing new" in result.stdout
    assert f"next: wirecopy show {ledger} " in result.stdout


def test_run_counts_what_it_kept_and_what_not(make_pile: Make, tmp_path: Path) -> None:
    """In = kept + skipped; the skipped are counted on stderr; --strict exits with 1."""
    pile = make_pile(**{"a.txt": HARBOR, "b.bin": b"\x00\x01\x02", "c.txt": b""})
    result = call("run", pile, "-o", tmp_path / "x.wirecopy")
    assert 0 == result.exit_code
    assert "3 in = 1 page kept + 2 parts skipped" in result.stdout
    assert "2 parts were skipped; why: wirecopy skipped" in result.stderr
    assert 1 == call("run", pile, "-o", tmp_path / "y.wirecopy", "--strict").exit_code


def test_run_reads_stdin(tmp_path: Path) -> None:
    """`-` is stdin."""
    result = call("run", "-", "-o", tmp_path / "x.wirecopy", stdin=HARBOR)
    assert "1 in = 1 page kept + 0 parts skipped" in result.stdout


def test_run_maps_columns(make_pile: Make, tmp_path: Path) -> None:
    """A column of any name can hold the text."""
    rows = [{"words_of_it": HARBOR, "when": "2024-05-01"}, {"words_of_it": LIBRARY}]
    pile = make_pile(**{"a.jsonl": "\n".join(json.dumps(row) for row in rows)})
    args = ("--map", "text=words_of_it", "--map", "date=when")
    result = call("run", pile, "-o", tmp_path / "x.wirecopy", *args)
    assert "2 in = 2 pages kept" in result.stdout
    assert 2 == call("run", pile, "-o", tmp_path / "y.wirecopy", "--map", "text").exit_code


def test_run_knows_which_words_it_can_map(tmp_path: Path) -> None:
    """A slip in our word would be a column that is never read: a usage error that lists them."""
    result = call("run", tmp_path, "-o", tmp_path / "x.wirecopy", "--map", "txet=body")
    assert 2 == result.exit_code
    assert "'txet' is none of: text, title, url, date" in result.stderr
    assert not (tmp_path / "x.wirecopy").exists()


def test_stories_come_as_table_csv_and_json(ledger: Path) -> None:
    """Three forms, one content."""
    rows = [json.loads(line) for line in call("stories", ledger, "--jsonl").stdout.splitlines()]
    table = call("stories", ledger).stdout
    read = list(csv.DictReader(io.StringIO(call("stories", ledger, "--csv").stdout)))
    assert [row["story"] for row in rows] == [row["story"] for row in read]
    assert all(row["story"][:8] in table for row in rows)
    assert rows and all(row["pages"] >= 2 for row in rows)


def test_show_puts_a_story_on_one_screen(ledger: Path) -> None:
    """Pages, shares, who was first, contradictions, and what this cannot show."""
    text = call("show", ledger, first_story(ledger)).stdout
    for part in (
        "share",
        "from Meridian Press",
        "first: ",
        "independent sources: 1",
        "shared passages",
        "common source",
    ):
        assert part in text
    assert len(text.splitlines()) <= 60


def test_why_shows_claims_asides_and_passages(ledger: Path) -> None:
    """For a copy: what it says of itself, what is set aside, and what it shares with which page."""
    story = json.loads(call("show", ledger, first_story(ledger), "--jsonl").stdout)
    text = call("why", ledger, story["pages"][1]["page_id"]).stdout
    for part in ("bytes", "sha256", "measured against", "of the words"):
        assert part in text
    lines = call("why", ledger, story["pages"][1]["page_id"], "--jsonl").stdout.splitlines()
    assert all(json.loads(line) for line in lines)


@pytest.mark.parametrize("form", ["--table", "--csv", "--jsonl"])
@pytest.mark.parametrize("name", ["show", "why", "compare", "search", "stories", "skipped"])
def test_every_listing_comes_in_three_forms(
    ledger: Path, make_pile: Make, name: str, form: str
) -> None:
    """The same options, whatever is listed."""
    story = json.loads(call("show", ledger, first_story(ledger), "--jsonl").stdout)
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": HARBOR})
    args = {
        "show": (ledger, story["story_id"]),
        "why": (ledger, story["pages"][1]["page_id"]),
        "compare": (pile / "a.txt", pile / "b.txt"),
        "search": (ledger, "the"),
    }
    result = call(name, *args.get(name, (ledger,)), form)
    assert (0, "") == (result.exit_code, result.stderr)
    lines = result.stdout.splitlines()
    if form == "--jsonl":
        assert all(json.loads(line) for line in lines)
    if form == "--csv":
        assert len(list(csv.DictReader(io.StringIO(result.stdout)))) >= 1
    assert lines


def test_show_csv_is_the_pages_of_the_story(ledger: Path) -> None:
    """One row a page, with whole ids."""
    story = json.loads(call("show", ledger, first_story(ledger), "--jsonl").stdout)
    rows = csv.DictReader(io.StringIO(call("show", ledger, story["story_id"], "--csv").stdout))
    assert [page["page_id"] for page in story["pages"]] == [row["page"] for row in rows]


def test_why_csv_is_asides_and_passages(ledger: Path) -> None:
    """Each row quotes the span that it names."""
    story = json.loads(call("show", ledger, first_story(ledger), "--jsonl").stdout)
    page_id = story["pages"][1]["page_id"]
    page, *passages = map(json.loads, call("why", ledger, page_id, "--jsonl").stdout.splitlines())
    rows = list(csv.DictReader(io.StringIO(call("why", ledger, page_id, "--csv").stdout)))
    assert len(page["asides"]) + len(passages) == len(rows)
    for row in rows:
        assert page["text"][int(row["start"]) : int(row["end"])] == row["text"]
    assert {page_id} == {passage["a"] for passage in passages}


def test_a_large_story_shows_its_first_pages(make_pile: Make, tmp_path: Path) -> None:
    """Twenty of them, how many more, and all on demand; other forms have all."""
    files = {f"{n:02}.txt": HARBOR + f"\nNumber {n}." for n in range(23)}
    ledger = tmp_path / "large.wirecopy"
    assert 0 == call("run", make_pile(**files), "-o", ledger, "--workers", "1").exit_code
    story = first_story(ledger)
    some, every = (call("show", ledger, story, *args).stdout for args in ((), ("--all",)))
    assert "… and 3 more pages; --all shows them" in some
    rows = [sum(".txt  " in line for line in text.splitlines()) for text in (some, every)]
    assert [20, 23] == rows
    assert 24 == len(call("show", ledger, story, "--csv").stdout.splitlines())


def test_compare_needs_no_ledger(make_pile: Make) -> None:
    """Two files: what share of each is in the other, and which passages."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": LIBRARY + "\n" + HARBOR, "c.txt": LIBRARY})
    text = call("compare", pile / "a.txt", pile / "b.txt").stdout
    assert "a.txt: 100% of its story is shared" in text
    assert "shared passages: none" in call("compare", pile / "a.txt", pile / "c.txt").stdout
    [line] = call("compare", pile / "a.txt", pile / "b.txt", "--jsonl").stdout.splitlines()
    assert HARBOR[: json.loads(line)["a_end"]].strip() == HARBOR.strip()


def test_compare_counts_no_furniture(make_pile: Make) -> None:
    """Two stories with one standards line have nothing in common but that."""
    line = "\n\nOur Standards: The Thomson Reuters Trust Principles.\n"
    credit = "(Reporting by Ana Boe in Velm; Editing by Cy Dorn)\n"
    pile = make_pile(**{"a.txt": HARBOR + line + credit, "b.txt": LIBRARY + line + credit})
    text = call("compare", pile / "a.txt", pile / "b.txt").stdout
    assert "a.txt: 0% of its story is shared" in text
    assert "shared passages: none" in text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("COVID-19",), True),
        (("captain's",), True),
        (("captain’s",), True),
        (('"captain\'s ferry"',), True),
        (('"ferry captain"',), False),
        (("ferry", "COVID-19"), True),
        (("ferry AND zeppelin",), False),
        (("ferry OR zeppelin",), True),
        (("ferry NOT zeppelin",), True),
        (("capt*",), True),
        (("capt",), False),
        (("(ferry",), True),
        (("ferry - captain",), True),
        (("NEAR(ferry tests, 9)",), True),
        (('"',), False),
    ],
)
def test_search_takes_what_people_type(
    tmp_path_factory: pytest.TempPathFactory, words: tuple[str, ...], found: bool
) -> None:
    """Dashes and apostrophes are letters to a reader; operators work in capitals."""
    folder = tmp_path_factory.getbasetemp() / "search"
    if not folder.exists():
        folder.mkdir()
        (folder / "a.txt").write_text("The captain's ferry sails again after COVID-19 tests.\n" * 3)
        assert 0 == call("run", folder / "a.txt", "-o", folder / "x.wirecopy").exit_code
    result = call("search", folder / "x.wirecopy", *words)
    assert (0, found) == (result.exit_code, "ferry" in result.stdout), result.stderr


def test_search_shows_where(ledger: Path) -> None:
    """What nobody wrote is said not to be there, on stderr."""
    result = call("search", ledger, "xylophonically")
    assert ("", True) == (result.stdout, "no page" in result.stderr)


@pytest.mark.parametrize(
    ("some", "none"),
    [
        (["stories"], ["--min-pages", "999"]),
        (["sources"], ["--min-pages", "999"]),
        (["statements"], ["--speaker", "Xylophon"]),
        (["statements", "--drift"], ["--speaker", "Xylophon"]),
        (["search"], ["xylophonically"]),
    ],
)
def test_csv_without_rows_has_the_header_of_csv_with_rows(
    ledger: Path, some: list[str], none: list[str]
) -> None:
    """A script reads it as it reads the others."""
    command, *more = some
    words = ["water"] if command == "search" else []
    full = call(command, ledger, *words, *more, "--csv").stdout.splitlines()
    assert len(full) > 1
    assert full[:1] == call(command, ledger, *more, *none, "--csv").stdout.splitlines()


def test_judgements_and_passages_that_are_not_there_have_a_header(
    ledger: Path, tmp_path: Path
) -> None:
    """So have the parts skipped where there are none."""
    assert call("judge", ledger, "--csv").stdout.startswith("number,verdict,a,b,judge,")
    (tmp_path / "a.txt").write_text(HARBOR)
    (tmp_path / "b.txt").write_text(LIBRARY)
    compared = call("compare", tmp_path / "a.txt", tmp_path / "b.txt", "--csv").stdout
    assert "a_start,a_end,b_start,b_end,kind,share,a,b\n" == compared


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        (["why"], ["wirecopy show {0} STORY", "wirecopy search {0} WORDS"]),
        (["show"], ["wirecopy stories {0}"]),
        (["judge", "first"], ["wirecopy search {0} WORDS"]),
        (["judge", "speaker", "Bo"], ["wirecopy statements {0}"]),
    ],
)
def test_an_id_that_is_not_there_leads_to_the_list_of_those_that_are(
    ledger: Path, command: list[str], listed: list[str]
) -> None:
    """Pages stand in other lists than stories."""
    first, *more = command
    words = [first, ledger, *more[:1], "zzzz", *more[1:]]
    told = call(*words)
    assert 1 == told.exit_code
    assert all(way.format(ledger) in told.stderr for way in listed), told.stderr


def test_skipped_lists_reasons(ledger: Path) -> None:
    """Each with its file and its bytes."""
    rows = [json.loads(line) for line in call("skipped", ledger, "--jsonl").stdout.splitlines()]
    assert rows and all(row["file"] and row["reason"] for row in rows)


def test_skipped_gives_each_reason_once(tmp_path: Path) -> None:
    """With how many parts and files, which add up to what the run counted; --all lists each."""
    pile = tmp_path / "pile"
    pile.mkdir()
    for name in ("a", "b"):
        parts = [samples.record(b"GET / HTTP/1.1\r\n\r\n", "request", n) for n in range(30)]
        (pile / f"{name}.warc").write_bytes(samples.warc([*parts, *samples.records()]))
    said = call("run", pile, "-o", tmp_path / "x.wirecopy", "--workers", "1").stderr
    result = call("skipped", tmp_path / "x.wirecopy")
    rows = [line.split() for line in result.stdout.splitlines()]
    counted = {int(row[0]): row[1:] for row in rows if row[0].isdigit()}
    assert ["2", "a", "request"] == counted[62][:3]
    total = sum(int(row[0]) for row in rows if row[0].isdigit())
    assert f"{total:,} parts were skipped" in said
    assert len(rows) < 10
    assert "--all" in result.stderr
    for form in ("--all", "--csv", "--jsonl"):
        lines = call("skipped", tmp_path / "x.wirecopy", form).stdout.splitlines()
        assert total == sum(".warc" in line for line in lines)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_teaches(name: str) -> None:
    """-h explains itself, with what each option does."""
    result = call(name, "-h")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5
    command = main.commands[name]
    assert all(p.help for p in command.params if isinstance(p, click.Option)), name


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("stories", "nowhere.wirecopy"), "wirecopy run"),
        (("run", "nowhere", "-o", "x.wirecopy"), "nowhere"),
        (("compare", "nowhere", "nowhere"), "nowhere"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    """Exit code 1, what happened, what to type; never a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "wirecopy.cli", *args], cwd=tmp_path, capture_output=True, text=True
    )
    assert (1, "") == (done.returncode, done.stdout)
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_closed_pipe_ends_quietly(ledger: Path) -> None:
    """`wirecopy … | head -1` prints no complaint."""
    command = f"{sys.executable} -m wirecopy.cli stories {ledger} --jsonl | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert "" == done.stderr


def test_nothing_of_a_pile_steers_the_terminal(make_pile: Make, tmp_path: Path) -> None:
    """Escape characters in names, claims and texts reach no screen, in no command and no form."""
    esc = "\x1b[2J\x9b31m"
    claims = (
        'title: "Fog \\x1b[31m at Velm"',
        'author: "Ana \\x1b[1m Boe"',
        'site: "Gaz \\x1b ette"',
    )
    head = "\n".join(["---", *claims, "---", ""])
    rows = [
        {"text": HARBOR + esc, "title": f"Harbor{esc}", "publisher": f"Post{esc}", "author": a}
        for a in (f"Cy{esc} Dorn", f"Di{esc} Elm")
    ]
    pile = make_pile(
        **{
            f"one{esc}.md": head + HARBOR.replace("Velm", f"Velm{esc}"),
            f"two{esc}.jsonl": "\n".join(json.dumps(row) for row in rows),
            f"bad{esc}.bin": b"\x00\x01\x02",
        }
    )
    ledger = tmp_path / "x.wirecopy"
    said = [call("run", pile, "-o", ledger, "--workers", "1")]
    story = json.loads(call("show", ledger, first_story(ledger), "--jsonl").stdout)
    one = pile / f"one{esc}.md"
    commands = [
        ("show", ledger, story["story_id"]),
        *(("why", ledger, page["page_id"]) for page in story["pages"]),
        ("compare", one, pile / f"two{esc}.jsonl"),
        ("compare", one, pile / f"bad{esc}.bin"),
        ("skipped", ledger),
        ("search", ledger, "velm"),
        ("search", ledger, f"nothing{esc}"),
        ("stories", ledger),
    ]
    for form in ((), ("--table",), ("--csv",), ("--jsonl",)):
        said += [call(*command, *form) for command in commands]
    assert 3 == len(story["pages"])
    for result in said:
        assert not {"\x1b", "\x9b"} & set(result.output), result.output


def test_a_terminal_without_unicode_gets_escapes(ledger: Path) -> None:
    """What its encoding lacks is escaped; JSON stays JSON."""
    story = first_story(ledger)
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for form in ((), ("--csv",), ("--jsonl",)):
        done = subprocess.run(
            [sys.executable, "-m", "wirecopy.cli", "show", ledger, story, *form],
            capture_output=True, env=environment,
        )  # fmt: skip
        assert (0, b"") == (done.returncode, done.stderr)
        assert done.stdout.isascii()
    assert story == json.loads(done.stdout)["story_id"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("database is locked"), "another program holds"),
        (sqlite3.DatabaseError("database disk image is malformed"), "run the pile again"),
        (OSError(28, "No space left on device", "x"), "x: no space left on device; make room"),
        (PermissionError(13, "Permission denied", "x"), "change its permissions"),
        (MemoryError(), "--workers 1"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed"), "--memory"),
        (duckdb.IOException("IO Error: No files found"), "moved or deleted"),
    ],
)
def test_trouble_from_outside_is_one_sentence(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """A full disk, a lock, no memory: exit code 1 and what to do, on one line."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("wirecopy.ledger.Ledger.skipped", fail)
    result = call("skipped", ledger)
    assert (1, "", True) == (result.exit_code, result.stdout, said in result.stderr)
    assert 1 == len(result.stderr.splitlines())


def test_a_fault_of_wirecopy_is_seen(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw must not pass for a mistake of the user's."""

    def fail(*_: object) -> None:
        raise KeyError("page")

    monkeypatch.setattr("wirecopy.ledger.Ledger.skipped", fail)
    assert isinstance(call("skipped", ledger).exception, KeyError)


def test_a_ledger_under_a_file_is_one_sentence(make_pile: Make) -> None:
    """`-o notes.txt/my.wirecopy` names no folder that could be made."""
    pile = make_pile(**{"a.txt": HARBOR})
    result = call("run", pile, "-o", pile / "a.txt" / "x.wirecopy")
    assert 1 == result.exit_code
    assert isinstance(result.exception, SystemExit)
    assert 1 == len(result.stderr.splitlines())


def test_a_ledger_whose_run_was_stopped_says_so(make_pile: Make, tmp_path: Path) -> None:
    """What is not there yet is not taken for an answer."""
    path = tmp_path / "x.wirecopy"
    call("run", make_pile(**{"a.txt": HARBOR}), "-o", path, "--no-statements")
    assert "goes on" not in call("stories", path).stderr
    with sqlite3.connect(path / "catalogue.sqlite") as db:
        db.execute("update runs set finished = null")
    db.close()
    for command in ("stories", "sources", "statements", "skipped"):
        assert "the same 'wirecopy run' goes on" in call(command, path).stderr
