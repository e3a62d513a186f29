"""The command line as a person meets it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from conftest import HARBOR, LIBRARY
from wirecopy.cli import main
from wirecopy.show.export import printable

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
    """Pages in = kept + skipped; the skipped are counted on stderr; --strict exits with 1."""
    pile = make_pile(**{"a.txt": HARBOR, "b.bin": b"\x00\x01\x02", "c.txt": b""})
    result = call("run", pile, "-o", tmp_path / "x.wirecopy")
    assert (0, True) == (result.exit_code, "3 pages in = 1 kept + 2 skipped" in result.stdout)
    assert "2 parts were skipped; why: wirecopy skipped" in result.stderr
    assert 1 == call("run", pile, "-o", tmp_path / "y.wirecopy", "--strict").exit_code


def test_run_reads_stdin(tmp_path: Path) -> None:
    """`-` is stdin."""
    result = call("run", "-", "-o", tmp_path / "x.wirecopy", stdin=HARBOR)
    assert "1 page in = 1 kept + 0 skipped" in result.stdout


def test_run_maps_columns(make_pile: Make, tmp_path: Path) -> None:
    """A column of any name can hold the text."""
    rows = [{"words_of_it": HARBOR, "when": "2024-05-01"}, {"words_of_it": LIBRARY}]
    pile = make_pile(**{"a.jsonl": "\n".join(json.dumps(row) for row in rows)})
    args = ("--map", "text=words_of_it", "--map", "date=when")
    result = call("run", pile, "-o", tmp_path / "x.wirecopy", *args)
    assert "2 pages in = 2 kept" in result.stdout
    assert 2 == call("run", pile, "-o", tmp_path / "y.wirecopy", "--map", "text").exit_code


def test_stories_come_as_table_csv_and_json(ledger: Path) -> None:
    """Three forms, one content."""
    rows = [json.loads(line) for line in call("stories", ledger, "--jsonl").stdout.splitlines()]
    table = call("stories", ledger).stdout
    read = list(csv.DictReader(io.StringIO(call("stories", ledger, "--csv").stdout)))
    assert [row["story"] for row in rows] == [row["story"] for row in read]
    assert all(row["story"] in table for row in rows)
    assert rows and all(row["pages"] >= 2 for row in rows)


def test_show_puts_a_story_on_one_screen(ledger: Path) -> None:
    """Pages, shares, who was first, contradictions, and what this cannot show."""
    text = call("show", ledger, first_story(ledger)).stdout
    for part in ("share", "who was first is not known", "shared passages", "common source"):
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


def test_compare_needs_no_ledger(make_pile: Make) -> None:
    """Two files: what share of each is in the other, and which passages."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": LIBRARY + "\n" + HARBOR, "c.txt": LIBRARY})
    text = call("compare", pile / "a.txt", pile / "b.txt").stdout
    assert "a.txt: 100% of its text is shared" in text
    assert "shared passages: none" in call("compare", pile / "a.txt", pile / "c.txt").stdout
    [line] = call("compare", pile / "a.txt", pile / "b.txt", "--jsonl").stdout.splitlines()
    assert HARBOR[: json.loads(line)["a_end"]].strip() == HARBOR.strip()


def test_search_shows_where(ledger: Path) -> None:
    """What nobody wrote is said not to be there, on stderr."""
    result = call("search", ledger, "xylophonically")
    assert ("", True) == (result.stdout, "no page" in result.stderr)


def test_skipped_lists_reasons(ledger: Path) -> None:
    """Each with its file and its bytes."""
    rows = [json.loads(line) for line in call("skipped", ledger, "--jsonl").stdout.splitlines()]
    assert rows and all(row["file"] and row["reason"] for row in rows)


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


def test_text_of_a_pile_cannot_steer_the_terminal() -> None:
    """Escape sequences are shown as what they are: nothing."""
    assert "a [31m b" == printable("a\x1b[31m\nb")
