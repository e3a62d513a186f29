"""Each export is read back by the program that it is made for."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import wirecopy as wc
from wirecopy.cli import main
from wirecopy.show.exports import FORMATS, export


@pytest.fixture
def ledger(demo_ledger: Path) -> Path:
    """The ledger of the demo pile."""
    return demo_ledger


def write(ledger: Path, form: str, out: Path, *stories: str) -> Path:
    """Export, and give where."""
    with wc.open_ledger(ledger) as book:
        assert export(book, form, out, stories) > 0
    return out


def largest(ledger: Path) -> wc.Story:
    """The story on most pages."""
    with wc.open_ledger(ledger) as book:
        return next(book.stories(min_pages=2))


def count(ledger: Path, query: str) -> int:
    """One number of the catalogue."""
    with wc.open_ledger(ledger) as book:
        return int(next(iter(book.rows(query)[0].values())))


@pytest.mark.parametrize("module", ["wirecopy.show.exports", "wirecopy.show.web"])
def test_either_room_can_be_entered_first(module: str) -> None:
    """Exports use views and views offer exports: neither waits for the other."""
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def test_the_command_writes_what_it_says(ledger: Path, tmp_path: Path) -> None:
    """`wirecopy export`: the file is there, and stderr says how much is in it."""
    out = tmp_path / "x.graphml"
    result = CliRunner().invoke(main, ["export", str(ledger), "--to", "graphml", "-o", str(out)])
    assert (0, True) == (result.exit_code, out.exists()), result.output
    assert f"{out}: " in result.stderr
    result = CliRunner().invoke(main, ["export", str(ledger), "--to", "pdf", "-o", str(out)])
    assert 1 == result.exit_code
    assert "there are: csv, jsonl" in result.stderr


def test_csv_is_read_by_pandas(ledger: Path, tmp_path: Path) -> None:
    """Each table with all its rows; ids stay text."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    out = write(ledger, "csv", tmp_path / "tables")
    pages = pandas.read_csv(out / "pages.csv")
    assert count(ledger, "select count(*) from pages") == len(pages)
    assert pages.page_id.str.fullmatch("[0-9a-f]{16}").all()
    members = pandas.read_csv(out / "members.csv")
    assert set(members.page_id) == set(pages.page_id)


def test_parquet_is_read_by_pandas(ledger: Path, tmp_path: Path) -> None:
    """With texts and passages; a passage's offsets lie in the text."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    out = write(ledger, "parquet", tmp_path / "tables")
    texts = pandas.read_parquet(out / "texts.parquet").set_index("page_id").text
    passages = pandas.read_parquet(out / "passages.parquet")
    assert len(passages) > 0
    for row in passages.itertuples():
        assert 0 <= row.a_start < row.a_end <= len(texts[row.a])
        assert 0 <= row.b_start < row.b_end <= len(texts[row.b])


def test_jsonl_has_the_same_tables_as_parquet(ledger: Path, tmp_path: Path) -> None:
    """One set of names, every line an object."""
    lines = write(ledger, "jsonl", tmp_path / "lines")
    tables = write(ledger, "parquet", tmp_path / "tables")
    assert sorted(p.stem for p in lines.iterdir()) == sorted(p.stem for p in tables.iterdir())
    for path in lines.iterdir():
        assert all(json.loads(line) for line in path.read_text("utf-8").splitlines())


def test_a_story_can_be_taken_alone(ledger: Path, tmp_path: Path) -> None:
    """Only its pages, and what belongs to them."""
    story = largest(ledger)
    out = write(ledger, "jsonl", tmp_path / "one", story.story_id[:8])
    rows = [json.loads(line) for line in (out / "pages.jsonl").read_text("utf-8").splitlines()]
    assert {page.page_id for page in story.pages} == {row["page_id"] for row in rows}
    stories = (out / "stories.jsonl").read_text("utf-8").splitlines()
    assert [story.story_id] == [json.loads(line)["story_id"] for line in stories]


def test_sqlite_opens_in_datasette(ledger: Path, tmp_path: Path) -> None:
    """Datasette serves its tables and its queries, under the titles of metadata.yml."""
    pytest.importorskip("datasette", reason="datasette is not installed")
    out = write(ledger, "sqlite", tmp_path / "town.sqlite")
    for address in ("/town/pages.json?_shape=array", "/town/most_copied.json?_shape=array"):
        done = subprocess.run(
            [sys.executable, "-m", "datasette", out, "-m", tmp_path / "metadata.yml",
             "--get", address],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert json.loads(done.stdout)
    found = subprocess.run(
        [sys.executable, "-m", "datasette", out, "-m", tmp_path / "metadata.yml",
         "--get", "/town/texts.json?_search=glacier&_shape=array"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert all(
        "lacier" in row["text"] or "LACIER" in row["text"] for row in json.loads(found.stdout)
    )
    with sqlite3.connect(out) as db:
        assert [] == db.execute("pragma foreign_key_check").fetchall()


def test_ftm_is_valid_to_followthemoney(ledger: Path, tmp_path: Path) -> None:
    """Every entity is of a schema that it knows, and keeps its values through cleaning."""
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    out = write(ledger, "ftm", tmp_path / "x.jsonl")
    ids, ends = set(), set()
    for line in out.read_text("utf-8").splitlines():
        raw = json.loads(line)
        entity = ftm.model.get_proxy(raw, cleaned=False)
        ids.add(entity.id)
        for name, values in raw["properties"].items():
            assert len(set(values)) == len(entity.get(name)), (name, values)
        ends |= set(entity.get("subject", quiet=True)) | set(entity.get("object", quiet=True))
    assert ends and ends <= ids


@pytest.mark.parametrize(("form", "reader"), [("gexf", "read_gexf"), ("graphml", "read_graphml")])
def test_networks_are_read_by_networkx(
    ledger: Path, tmp_path: Path, form: str, reader: str
) -> None:
    """Every page of a story with copies is a dot; every copy has one arrow to its measure."""
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    graph = getattr(networkx, reader)(write(ledger, form, tmp_path / f"x.{form}"))
    assert count(ledger, "select sum(pages) from stories where pages > 1") == len(graph)
    copies = count(ledger, "select count(*) from members where copied_from is not null")
    assert copies == graph.number_of_edges()
    assert largest(ledger).story_id in {data["story_id"] for _, data in graph.nodes(data=True)}


def test_passim_rows_bound_what_is_shared(ledger: Path, tmp_path: Path) -> None:
    """As a reader of passim's output takes it: clusters of a size, each with its spans."""
    clusters: dict[int, list[dict[str, object]]] = {}
    for line in write(ledger, "passim", tmp_path / "out.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert {"uid", "cluster", "size", "id", "series", "begin", "end", "text"} <= row.keys()
        assert row["end"] - row["begin"] == len(row["text"]) > 0
        clusters.setdefault(row["cluster"], []).append(row)
    assert clusters
    assert all(rows[0]["size"] == len(rows) >= 2 for rows in clusters.values())


def test_a_corpus_has_each_story_once_without_asides(ledger: Path, tmp_path: Path) -> None:
    """One text per story, every page named, no front matter left."""
    rows = [
        json.loads(line)
        for line in write(ledger, "corpus", tmp_path / "c.jsonl").read_text("utf-8").splitlines()
    ]
    assert count(ledger, "select count(*) from stories") == len(rows)
    assert count(ledger, "select count(*) from pages") == sum(len(row["pages"]) for row in rows)
    assert not any(row["text"].startswith("---") for row in rows)
    assert all(row["text"] for row in rows)


def test_a_report_names_nothing_outside_of_itself(ledger: Path, tmp_path: Path) -> None:
    """No address but its own anchors, no script, each anchor there."""
    story = largest(ledger)
    html = write(ledger, "report", tmp_path / "r.html", story.story_id).read_text("utf-8")
    assert "<script" not in html and not re.search(r"url\((?!#)", html)
    targets = set(re.findall(r'(?:href|src)="([^"]*)"', html))
    assert targets and all(target.startswith("#") for target in targets), targets
    keys = re.findall(r'\bid="([^"]*)"', html)
    assert len(set(keys)) == len(keys)
    assert {target[1:] for target in targets} <= set(keys)


def test_a_report_is_of_one_story(ledger: Path, tmp_path: Path) -> None:
    """Without a story it says what to type."""
    with wc.open_ledger(ledger) as book, pytest.raises(wc.OptionsError, match="--story"):
        export(book, "report", tmp_path / "r.html")
    assert [] == list(tmp_path.iterdir())


def test_evidence_verifies_itself_and_notices_a_change(ledger: Path, tmp_path: Path) -> None:
    """Its own script says so, with nothing but Python; a changed byte is found."""
    story = largest(ledger)
    out = write(ledger, "evidence", tmp_path / "e.zip", story.story_id)
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "unpacked")
    verify = [sys.executable, str(tmp_path / "unpacked" / "verify.py")]
    done = subprocess.run(verify, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout
    manifest = json.loads((tmp_path / "unpacked" / "manifest.json").read_text("utf-8"))
    assert {p.page_id for p in story.pages} == {p["page_id"] for p in manifest["pages"]}
    assert any(page["bytes"] for page in manifest["pages"])
    victim = next(page["bytes"] for page in manifest["pages"] if page["bytes"])
    (tmp_path / "unpacked" / victim).write_bytes(b"changed")
    done = subprocess.run(verify, capture_output=True, text=True)
    assert (1, True) == (done.returncode, f"WRONG    {victim}" in done.stdout)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_overwritten(ledger: Path, tmp_path: Path, form: str) -> None:
    """What is there stays, and no draft is left beside it."""
    (tmp_path / "there").write_text("mine")
    with wc.open_ledger(ledger) as book, pytest.raises(wc.OptionsError, match="there already"):
        export(book, form, tmp_path / "there")
    assert "mine" == (tmp_path / "there").read_text()
    assert ["there"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("form", ["csv", "ftm", "gexf", "passim", "corpus"])
def test_an_export_is_the_same_each_time(ledger: Path, tmp_path: Path, form: str) -> None:
    """Same ledger, same bytes."""
    one, two = (write(ledger, form, tmp_path / f"{n}") for n in "ab")
    if one.is_dir():
        assert [p.read_bytes() for p in sorted(one.iterdir())] == [
            p.read_bytes() for p in sorted(two.iterdir())
        ]
    else:
        assert one.read_bytes() == two.read_bytes()


def test_evidence_says_how_many_pages_have_no_bytes(tmp_path: Path) -> None:
    """A page that lay packed in a zip is counted on the screen, not only in the manifest."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("p.txt", "Fog closed the port of Ost on Monday, the harbor master said.")
    (tmp_path / "b.txt").write_text("Rain fell on Wells on Tuesday, and the council was glad.")
    options = wc.Options(statements=False, workers=1)
    pile = [tmp_path / "a.zip", tmp_path / "b.txt"]
    wc.run(*pile, ledger=tmp_path / "l", options=options).close()
    words = ["export", str(tmp_path / "l"), "--to", "evidence", "-o", str(tmp_path / "e.zip")]
    told = CliRunner().invoke(main, words)
    assert 0 == told.exit_code
    assert "1 of them without bytes" in told.stderr
