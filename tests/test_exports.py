"""Each export is read back by the program that it is made for."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from lxml import etree

import wirecopy as wc
from samples import FOG, PAGE, http, letter, record, tarred, warc_gz, zipped
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
    assert ["a", "b", "a_start", "a_end", "b_start", "b_end", "kind", "share"] == list(
        pandas.read_csv(out / "passages.csv").columns
    )
    members = pandas.read_csv(out / "members.csv")
    assert set(members.page_id) == set(pages.page_id)


def test_every_table_of_csv_has_a_header_that_parquet_has_too(ledger: Path, tmp_path: Path) -> None:
    """Also where it has no row; of the bulk only passages are there."""
    tables = write(ledger, "csv", tmp_path / "tables")
    columns = write(ledger, "parquet", tmp_path / "columns")
    assert {p.stem for p in columns.iterdir()} - {"texts"} == {p.stem for p in tables.iterdir()}
    for path in tables.iterdir():
        header = path.read_text("utf-8").partition("\n")[0]
        assert pq.read_schema(columns / f"{path.stem}.parquet").names == header.split(","), path
    assert "" == (tables / "answers.csv").read_text("utf-8").partition("\n")[2]


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


WAYS = "select page_id, copied_from, certainty, relation from members where copied_from not null"


@pytest.fixture
def ways(ledger: Path, tmp_path: Path) -> tuple[Path, dict[frozenset[str], dict[str, Any]]]:
    """A ledger that has all three answers, and what it says of each page and its measure."""
    book = shutil.copytree(ledger, tmp_path / "ways")
    with closing(sqlite3.connect(book / "catalogue.sqlite")) as db, db:
        db.execute(
            "update members set certainty = 'no' where page_id ="
            " (select max(page_id) from members where certainty = 'yes' and relation <> 'update')"
        )
    with wc.open_ledger(book) as opened:
        rows = opened.rows(WAYS)
    assert {"yes", "no", "unsure"} == {row["certainty"] for row in rows}
    return book, {frozenset((row["page_id"], row["copied_from"])): row for row in rows}


def way_of(row: dict[str, Any]) -> tuple[str, str] | None:
    """Who has the text from whom, where that is certain."""
    one, other = row["page_id"], row["copied_from"]
    return {"yes": (one, other), "no": (other, one), "unsure": None}[row["certainty"]]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_are_read_by_networkx(
    form: str, ways: tuple[Path, dict[frozenset[str], dict[str, Any]]], tmp_path: Path
) -> None:
    """Pages of stories with copies are dots; a line has a way only where that is certain."""
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    book, expected = ways
    graph = getattr(networkx, f"read_{form}")(write(book, form, tmp_path / f"x.{form}"))
    assert not graph.is_directed()
    assert count(book, "select sum(pages) from stories where pages > 1") == len(graph)
    dots = dict(graph.nodes(data=True))
    assert largest(book).story_id in {data["story_id"] for data in dots.values()}
    with wc.open_ledger(book) as opened:
        for row in opened.rows("select * from members where story_id in (select story_id"
                               " from stories where pages > 1)"):  # fmt: skip
            assert row["reporting"] == dots[row["page_id"]]["reporting"]
    assert len(expected) == graph.number_of_edges()
    for one, other, data in graph.edges(data=True):
        row = expected[frozenset((one, other))]
        assert (row["certainty"], row["relation"]) == (data["certainty"], data.get("relation"))
        assert (way_of(row) or (None, None)) == (data.get("taken_by"), data.get("taken_from"))


def test_gexf_declares_what_it_says(ledger: Path, tmp_path: Path) -> None:
    """Every value of a dot or line is of a declared attribute."""
    tree = etree.parse(write(ledger, "gexf", tmp_path / "x.gexf"))
    for kind, name in {"node": "reporting", "edge": "certainty"}.items():
        declared = tree.xpath(f"//*[local-name()='attributes'][@class='{kind}']/*/@id")
        used = tree.xpath(f"//*[local-name()='{kind}']/*/*/@for")
        assert name in declared and name in used and set(used) <= set(declared)


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


def test_a_report_of_many_pages_lists_some_and_leads_nowhere_else(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is not listed but named elsewhere has its place and hash all the same."""
    story = largest(ledger)
    monkeypatch.setattr("wirecopy.show.exports.report.MOST_PAGES", 2)
    monkeypatch.setattr("wirecopy.show.exports.report.MOST_PAIRS", 1)
    html = write(ledger, "report", tmp_path / "r.html", story.story_id).read_text("utf-8")
    assert f"… and {len(story.pages) - 2} more pages in the ledger." in html
    keys = set(re.findall(r'\bid="([^"]*)"', html))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= keys


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


def test_evidence_has_what_was_said_and_where_the_pages_differ(
    ledger: Path, tmp_path: Path
) -> None:
    """Each statement of each story with witnesses and variants, hashed as all findings are."""
    with wc.open_ledger(ledger) as book:
        stories = [story.story_id for story in book.stories(min_pages=2)]
        [alone] = book.rows("select min(story_id) as story_id from stories where pages = 1")
        expected = {
            row["statement_id"]: row
            for row in book.rows(
                "select s.*, (select count(*) from variants v"
                " where v.statement_id = s.statement_id) as readings from statements s"
            )
        }
    assert any(expected[name]["readings"] for name in expected)
    for number, chosen in enumerate(([], [alone["story_id"]])):
        out = write(ledger, "evidence", tmp_path / f"{number}.zip", *chosen)
        with zipfile.ZipFile(out) as archive:
            files = json.loads(archive.read("manifest.json"))["files"]
            found = {name: archive.read(name) for name in files if name.startswith("findings/")}
        assert {f"findings/{name}.json" for name in chosen or stories} == found.keys()
        for name, raw in found.items():
            assert files[name] == hashlib.sha256(raw).hexdigest()
            story = json.loads(raw)
            said = {one["statement_id"]: one for one in story["statements"]}
            wanted = {n for n, s in expected.items() if s["story_id"] == story["story_id"]}
            assert wanted == said.keys()
            for one in said.values():
                row = expected[one["statement_id"]]
                assert row["witnesses"] == len({w["page_id"] for w in one["witnesses"]})
                assert row["readings"] == len(one["variants"])
                carriers = {w["page_id"] for w in one["witnesses"]}
                assert {v["page_id"] for v in one["variants"]} <= carriers


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


def packed_pile(folder: Path) -> dict[str, bytes]:
    """A pile whose pages lie in other files; gives where each is and what its bytes are."""
    text = FOG.encode()
    titled = "---\ntitle: {0}\n---\nAt {0}: " + FOG
    glued = [titled.format(port).encode() for port in ("Velm", "Tarn")]
    letters = [letter(), letter().replace(b"Fog closed", b"\nFrom the harbor: Fog closed", 1)]
    stamp = b"From press@harbor.example Mon Mar  4 10:00:00 2024\n"
    boxed = b"".join(stamp + one.replace(b"\nFrom the", b"\n>From the") + b"\n" for one in letters)
    files = {
        "plain.html": PAGE,
        "glued.txt": b"\n\n".join(glued),
        "a.zip": zipped(
            {"in/a.html": PAGE, "in/../../out.html": PAGE, "glued.txt": b"\n\n".join(glued)}
        ),
        "b.tar.gz": gzip.compress(tarred({"b.html": PAGE, "b.txt": text}), mtime=0),
        "c.warc.gz": warc_gz(
            [record(http(PAGE)), record(http(text, content_type="text/plain"), number=2)]
        ),
        "d.mbox": boxed,
    }
    folder.mkdir()
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return {
        "plain.html": PAGE,
        "glued.txt 1": glued[0],
        "glued.txt 2": glued[1],
        "a.zip glued.txt 1": glued[0],
        "a.zip glued.txt 2": glued[1],
        "a.zip in/a.html": PAGE,
        "b.tar.gz b.tar/b.html": PAGE,
        "b.tar.gz b.tar/b.txt": text,
        "c.warc.gz 1": PAGE,
        "c.warc.gz 2": text,
        "d.mbox message 1": letters[0] + b"\n",
        "d.mbox message 2": letters[1] + b"\n",
    }


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, bytes]]:
    """That pile, its ledger, and the bytes of its pages."""
    folder = tmp_path_factory.mktemp("packed")
    expected = packed_pile(folder / "pile")
    options = wc.Options(statements=False, workers=1)
    wc.run(folder / "pile", ledger=folder / "l", options=options).close()
    return folder / "pile", folder / "l", expected


def manifest_of(path: Path) -> list[dict[str, Any]]:
    """What the manifest of an evidence zip says of the pages."""
    with zipfile.ZipFile(path) as archive:
        pages: list[dict[str, Any]] = json.loads(archive.read("manifest.json"))["pages"]
    return pages


def test_evidence_has_the_bytes_of_pages_inside_other_files(
    packed: tuple[Path, Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """In a zip, a .tar.gz, a WARC, a mailbox, glued into one: the very bytes of each page."""
    pile, book, expected = packed
    out = write(book, "evidence", tmp_path / "e.zip")
    pages = manifest_of(out)
    with zipfile.ZipFile(out) as archive:
        assert sorted(expected.values()) == sorted(archive.read(page["bytes"]) for page in pages)
        assert all(re.fullmatch(r"[\w./-]+", n) and ".." not in n for n in archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    apart = {page["file"] for page in pages if page["bytes_are"].startswith("what lies")}
    assert {"a.zip", "b.tar.gz", "c.warc.gz", "d.mbox"} == apart
    for page in (p for p in pages if p["file"] == "glued.txt"):
        piece = (pile / "glued.txt").read_bytes()[page["byte_start"] : page["byte_end"]]
        assert (tmp_path / "unpacked" / page["bytes"]).read_bytes() == piece
    verify = [sys.executable, str(tmp_path / "unpacked" / "verify.py")]
    done = subprocess.run(verify, capture_output=True, text=True)
    assert (0, True) == (done.returncode, "0 pages have no bytes" in done.stdout), done.stdout


def test_the_ways_to_verify_that_evidence_names_lead_to_its_bytes(
    packed: tuple[Path, Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """The commands of README.txt, typed as they stand there."""
    pile, book, _ = packed
    out = write(book, "evidence", tmp_path / "e.zip")
    cut = "tail -c +$((byte_start + 1)) {file} | head -c $((byte_end - byte_start))"
    ways = {
        "glued.txt": cut,
        "plain.html": cut,
        "a.zip": "unzip -p {file} {member}",
        "b.tar.gz": "tar -xzOf {file} {member}",
        "c.warc.gz": f"{cut} | zcat",
    }
    with zipfile.ZipFile(out) as archive:
        told = archive.read("README.txt").decode()
        for page in manifest_of(out):
            way = ways.get(page["file"], "")
            member = page["member"].removeprefix("b.tar/")
            if not way or shutil.which(way.split()[0]) is None or member == "glued.txt":
                continue
            assert way.format(file="FILE", member="MEMBER") in told
            start, end = (f"{name}={page[name]}" for name in ("byte_start", "byte_end"))
            command = f"{start}; {end}; {way.format(file=page['file'], member=member)}"
            done = subprocess.run(["sh", "-c", command], cwd=pile, capture_output=True, check=True)
            behind = b"\r\n\r\n" if page["file"] == "c.warc.gz" else b""  # what ends a record
            assert done.stdout.endswith(archive.read(page["bytes"]) + behind)


def test_evidence_of_the_same_pile_is_the_same(
    packed: tuple[Path, Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Every file in the zip but the manifest, which has the time, and in the same order."""
    _, book, _ = packed
    found = []
    for name in "ab":
        with zipfile.ZipFile(write(book, "evidence", tmp_path / f"{name}.zip")) as archive:
            names = archive.namelist()
            found.append([(n, archive.read(n)) for n in names if n != "manifest.json"])
    assert found[0] == found[1]


def test_evidence_says_how_many_pages_have_no_bytes_and_why(
    packed: tuple[Path, Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Files gone and changed are told apart; what a changed file still has is given."""
    pile = shutil.copytree(packed[0], tmp_path / "pile")
    book = shutil.copytree(packed[1], tmp_path / "l")
    with closing(sqlite3.connect(book / "catalogue.sqlite")) as db, db:
        db.execute("update files set path = replace(path, ?, ?)", (str(packed[0]), str(pile)))
    (pile / "a.zip").write_bytes(zipped({"in/a.html": PAGE, "glued.txt": b"Another text."}))
    (pile / "d.mbox").unlink()
    (pile / "b.tar.gz").write_bytes(b"no tar")
    (pile / "plain.html").unlink()
    os.mkfifo(pile / "plain.html")
    words = ["export", str(book), "--to", "evidence", "-o", str(tmp_path / "e.zip")]
    told = CliRunner().invoke(main, words)
    assert 0 == told.exit_code
    missing = "7 of them without bytes (its file has changed: 4; its file is gone: 3)"
    assert missing in told.stderr
    pages = manifest_of(tmp_path / "e.zip")
    assert ["a.zip"] == [p["file"] for p in pages if p["bytes"] and p["file"][0] in "abd"]
    assert all((page["bytes"] is None) == (page["missing"] is not None) for page in pages)
