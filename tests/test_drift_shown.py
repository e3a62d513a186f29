"""An act that a page turned, in every place that shows where pages differ."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import wirecopy as wc
from wirecopy.cli import main
from wirecopy.show.web import make_app

FERRY = """\
The ferry to Osk Island stayed in port for a third day on Tuesday after a fault in its rudder.

Captain Ruth Aske denied that the rudder had been cracked since May. “Nobody told me to sail with a
broken rudder,” she said. Passengers slept in a school beside the pier, and two buses were sent.
"""
TURNED = FERRY.replace("denied that", "admitted that")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages with one story, the latest with another cue."""
    pile = tmp_path_factory.mktemp("pile")
    for day, text in ((3, FERRY), (4, FERRY), (5, TURNED)):
        head = f"---\ntitle: Ferry in port\ndate: 2031-06-0{day}\nsite: Paper {day}\n---\n"
        (pile / f"{day}.md").write_text(head + text, encoding="utf-8")
    path = tmp_path_factory.mktemp("ferry") / "ferry.wirecopy"
    wc.run(pile, ledger=path, options=wc.Options(workers=1)).close()
    return path


@pytest.fixture(scope="module")
def key(ledger: Path) -> str:
    """The statement that is denied on two of three pages."""
    with wc.open_ledger(ledger) as book:
        [said] = [s for s in book.statements() if s.act == "deny"]
        assert 3 == len(said.witnesses)
        rows = book.rows("select statement_id, acts, names, wordings from statements")
        assert (2, 0, 0) == next(
            (row["acts"], row["names"], row["wordings"])
            for row in rows
            if row["statement_id"] == said.statement_id
        )
    return str(said.statement_id)


def call(*args: str | Path) -> str:
    """Run a command in this process; give what it prints."""
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert 0 == result.exit_code
    return result.stdout


def test_the_commands_show_it(ledger: Path, key: str) -> None:
    """Each act with how many pages have it, and nothing else differs."""
    rows = [json.loads(r) for r in call("statements", ledger, "--drift", "--jsonl").splitlines()]
    assert [(key, "act", "deny", 2), (key, "act", "confirm", 1)] == [
        (row["statement"], row["differs"], row["words"], row["pages"]) for row in rows
    ]
    told = call("why", ledger, key)
    assert "where the pages differ" in told and "confirm" in told


def test_the_web_page_shows_it(ledger: Path, key: str) -> None:
    """In the statement, and as what a list of statements can be asked for."""
    with TestClient(make_app(ledger), base_url="http://127.0.0.1:8765") as client:
        shown = client.get(f"/statement/{key}").text
        assert "What they are said to do" in shown and "confirm" in shown
        for kind, expected in (("act", [key]), ("speaker", []), ("words", [])):
            found = client.get(f"/api/statements?drift={kind}").json()["statements"]
            assert expected == [row["statement_id"] for row in found]


def test_exports_have_it(ledger: Path, key: str, tmp_path: Path) -> None:
    """Tables, and the findings of an evidence zip."""
    call("export", ledger, "--to", "csv", "-o", tmp_path / "tables")
    with (tmp_path / "tables" / "variants.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["statement_id"], row["kind"], row["words"]) for row in csv.DictReader(lines)]
    expected = [(key, "act", "confirm"), (key, "act", "deny"), (key, "act", "deny")]
    assert expected == sorted(rows)
    call("export", ledger, "--to", "evidence", "-o", tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as case:
        findings = [json.loads(case.read(name)) for name in case.namelist() if "findings/" in name]
    found = [
        row["words"]
        for finding in findings
        for said in finding["statements"]
        for row in said["variants"]
    ]
    assert ["confirm", "deny", "deny"] == sorted(found)
