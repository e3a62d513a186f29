"""Statements in a ledger: kept, found again, gone on with, and shown."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.acts import ACTS
from wirecopy.cli import main
from wirecopy.ledger import writer as writer_module
from wirecopy.show.said import for_a_screen

Make = Callable[..., Path]
run_module = import_module("wirecopy.run")  # the name itself is the function

QUAY = """\
The coal quay of Velm will stay closed until May after divers found cracks in it.

“The quay will not be opened before every stone of it has been looked at,” harbor master Ines Tamm
told reporters in an interview on Monday. She denied that boats had been in danger.

The union of dockers accused the harbor office of hiding the danger to boats for a year.
"""
HEAD = "---\ntitle: Quay closed\ndate: {}\n---\n"


def call(*args: str | Path | float) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of four pages; on one of three copies a word of a quotation is another."""
    pile = tmp_path_factory.mktemp("pile")
    changed = QUAY.replace("will not be opened", "will now be opened")
    for name, text in (
        ("a.md", HEAD.format("2031-05-07") + QUAY),
        ("b.md", HEAD.format("2031-05-06") + changed),
        ("c.md", HEAD.format("2031-05-08") + QUAY),
        ("d.txt", LIBRARY),
    ):
        (pile / name).write_text(text, encoding="utf-8")
    path = tmp_path_factory.mktemp("said") / "said.wirecopy"
    wc.run(pile, ledger=path, options=wc.Options(workers=1)).close()
    return path


@pytest.fixture
def book(path: Path) -> Iterator[wc.Ledger]:
    with wc.open_ledger(path) as book:
        yield book


def test_a_statement_is_one_with_all_its_witnesses(book: wc.Ledger) -> None:
    """Earliest first; spans reproduce the words on each page."""
    [said] = [s for s in book.statements(speaker="Ines Tamm") if s.kind == "direct"]
    pages = {page.page_id: page for page in book.pages()}
    assert ["b.md", "a.md", "c.md"] == [pages[w.page_id].file for w in said.witnesses]
    assert said.page_id == said.witnesses[0].page_id
    for witness in said.witnesses:
        text = pages[witness.page_id].text
        shown = " … ".join(" ".join(text[a:b].split()) for a, b in witness.content)
        assert witness.words == shown
    assert ("harbor master", 1) == (said.role, said.independent)
    assert said.venue is not None and "in an interview" in said.venue


def test_a_day_of_pages_that_agree_is_kept(book: wc.Ledger) -> None:
    """All three pages are of the week whose Monday it was."""
    [said] = [s for s in book.statements(speaker="Ines Tamm") if s.kind == "direct"]
    assert "2031-05-05" == said.said_at


def test_a_page_whose_date_cannot_be_is_no_earliest_witness(
    make_pile: Make, tmp_path: Path
) -> None:
    """A page dated before its photograph says nothing of the order, nor of the day."""
    told = QUAY + "\n\nBoats off Velm, May 4, 2031. REUTERS/Ana Lund\n"
    pages = {"a.md": HEAD.format("2031-04-01") + told, "b.md": HEAD.format("2031-05-06") + told}
    with wc.run(make_pile(**pages), ledger=tmp_path / "x.wirecopy") as book:
        names = {page.page_id: page.file for page in book.pages()}
        [said] = [s for s in book.statements(speaker="Ines Tamm") if s.kind == "direct"]
        assert ["b.md", "a.md"] == [names[w.page_id] for w in said.witnesses]
        assert "2031-05-05" == said.said_at


def test_statements_are_found_by_speaker_story_and_words(book: wc.Ledger) -> None:
    """A surname will do where nobody has just that name."""
    whole = {s.statement_id for s in book.statements(speaker="Ines Tamm")}
    for part in ("tamm", "Ines"):
        assert whole == {s.statement_id for s in book.statements(speaker=part)} != set()
    assert [] == list(book.statements(speaker="Nobody"))
    story = next(book.stories(min_pages=2)).story_id
    assert {story} == {s.story_id for s in book.statements(story_id=story)}
    assert {story} == {s.story_id for s in book.statements(story_id=story[:8])}
    assert list(book.passages(story_id=story)) == list(book.passages(story_id=story[:8])) != []
    for asked in (book.statements, book.passages):
        with pytest.raises(wc.LedgerError, match="no story"):
            list(asked(story_id="zz"))
    assert {"deny"} == {s.act for s in book.statements(act="deny")}
    assert {"unsure"} >= {str(s.certainty) for s in book.statements(unsure=True)}
    assert {"Ines Tamm"} == {s.speaker for s in book.statements(words="stone")}
    every = {s.statement_id: s.confidence for s in book.statements()}
    least = max(every.values())
    sure = {s.statement_id for s in book.statements(confidence=least)}
    assert {name for name, value in every.items() if value >= least} == sure < set(every)
    with pytest.raises(wc.OptionsError, match="no act 'shout'; there are say,"):
        list(book.statements(act="shout"))
    with pytest.raises(wc.OptionsError, match="from 0 to 1, not 60"):
        list(book.statements(confidence=60))
    with pytest.raises(wc.OptionsError, match="cannot search"):
        list(book.statements(words='"'))


def test_reasons_have_their_places(book: wc.Ledger) -> None:
    """A reason of a speaker is a span of a page, which has the words that it gives."""
    spans = [r for s in book.statements() for r in s.reasons if r.start is not None]
    assert {"She", "Ines Tamm"} <= {r.detail for r in spans}
    for reason in spans:
        text = book.page(reason.page_id or "").text
        assert reason.detail in text[reason.start : reason.end]


def test_a_statement_still_goes_by_the_id_that_it_had(
    path: Path, book: wc.Ledger, tmp_path: Path
) -> None:
    """An earlier page gives it another; whoever noted the former one finds it, and is told."""
    ledger = shutil.copytree(path, tmp_path / "x.wirecopy")
    [said] = [s for s in book.statements(speaker="Ines Tamm") if s.kind == "direct"]
    pile = tmp_path / "earlier"
    pile.mkdir()
    (pile / "z.md").write_text(HEAD.format("2031-05-05") + QUAY, encoding="utf-8")
    with wc.run(pile, ledger=ledger, options=wc.Options(workers=1)) as later:
        now = later.statement(str(said.statement_id)[:8])
        assert (4, True) == (len(now.witnesses), now.statement_id != said.statement_id)
    result = call("why", ledger, str(said.statement_id)[:8])
    assert f"{now.statement_id} now: an earlier page has it" in result.stderr
    assert str(now.statement_id) in result.stdout


@pytest.mark.parametrize("name", ["zz", "0123456789abcdef"])
def test_what_no_page_or_statement_goes_by_is_said_of_both(path: Path, name: str) -> None:
    """And what to type."""
    told = call("why", path, name)
    assert (1, "") == (told.exit_code, told.stdout)
    assert f"no page or statement '{name}'" in told.stderr
    assert f"wirecopy statements {path} --words" in told.stderr


def test_a_statement_goes_by_the_beginning_of_its_id(book: wc.Ledger) -> None:
    """As pages and stories do."""
    said = next(book.statements())
    assert said.statement_id is not None
    assert said == book.statement(said.statement_id[:10])
    assert said.to_dict()["witnesses"][0]["page_id"] == said.page_id
    with pytest.raises(wc.LedgerError, match="no statement"):
        book.statement("ffffffffff")


def test_speakers_are_counted(book: wc.Ledger) -> None:
    """One row for each voice."""
    rows = book.rows("select name, statements, stories from speakers where name = 'Ines Tamm'")
    assert [("Ines Tamm", 2, 1)] == [tuple(row.values()) for row in rows]


def test_sql_sees_the_tables(book: wc.Ledger) -> None:
    """And none of the shadow tables of the search."""
    rows = book.sql("select kind, words from variants order by words").to_pylist()
    assert ["not", "not", "now"] == [row["words"] for row in rows if row["kind"] == "wording"]
    with pytest.raises(wc.OptionsError):
        book.sql("select * from said_data")


def test_what_the_docs_type_works(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Statements, where they differ and what answers what, as docs/statements.md asks for them."""
    docs = (Path(__file__).parents[1] / "docs" / "statements.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", docs, re.S)
    found: list[int] = []
    ask = wc.Ledger.sql
    monkeypatch.setattr(wc.Ledger, "sql", lambda book, text: found.append(ask(book, text).num_rows))
    for block in blocks:
        exec(block.replace("my.wirecopy", str(path)), {"wc": wc})
    assert 2 == len(found) == len(blocks) - 1 and all(found)
    assert "The mayor said the bridge was safe" in capsys.readouterr().out


def test_the_command_lists_statements(path: Path) -> None:
    """As a table, JSON lines and CSV; filtered."""
    result = call("statements", path, "--speaker", "Ines Tamm")
    assert result.exit_code == 0 and "Ines Tamm" in result.stdout
    rows = [json.loads(r) for r in call("statements", path, "--jsonl").stdout.splitlines()]
    assert {1, 3} == {row["pages"] for row in rows}
    denied = [
        json.loads(r)
        for r in call("statements", path, "--act", "deny", "--jsonl").stdout.splitlines()
    ]
    assert ["deny"] == [row["act"] for row in denied]
    assert "pages" in call("statements", path, "--csv").stdout.splitlines()[0]
    assert 1 == len(call("statements", path, "--limit", "1", "--jsonl").stdout.splitlines())
    assert "there is Ines Tamm" in call("statements", path, "--speaker", "Inez Tam").stderr
    nobody = call("statements", path, "--speaker", "Xu Wei")
    assert 0 == nobody.exit_code and nobody.stderr.endswith("nobody here is called 'Xu Wei'\n")
    unsure = call("statements", path, "--unsure", "--jsonl").stdout.splitlines()
    assert len(unsure) == sum(row["sure"] == "no" for row in rows)


def test_what_is_only_meant_can_be_left_out(tmp_path: Path) -> None:
    """`--said`, and a least confidence, which must be one."""
    pile, path = tmp_path / "pile", tmp_path / "l.wirecopy"
    pile.mkdir()
    (pile / "a.txt").write_text(
        QUAY + "\nBo Aske, who owns the bakery, believes that the quay is safe.\n", encoding="utf-8"
    )
    wc.run(pile, ledger=path, options=wc.Options(workers=1)).close()
    with wc.open_ledger(path) as book:
        acts = Counter(s.act for s in book.statements())
        assert Counter({"believe": 1}) == acts - Counter(s.act for s in book.statements(said=True))
    lines = call("statements", path, "--said", "--jsonl").stdout.splitlines()
    assert acts.total() - 1 == len(lines)
    values = [json.loads(line)["confidence"] for line in lines]
    sure = call("statements", path, "--said", "--confidence", max(values), "--jsonl").stdout
    assert max(values) == json.loads(sure)["confidence"] > min(values)
    refused = call("statements", path, "--confidence", "60")
    assert 2 == refused.exit_code and "0<=x<=1" in refused.stderr


def test_the_command_shows_drift(path: Path) -> None:
    """Each reading with who has it."""
    rows = [
        json.loads(r) for r in call("statements", path, "--drift", "--jsonl").stdout.splitlines()
    ]
    assert [("not", 2), ("now", 1)] == [(row["words"], row["pages"]) for row in rows]
    assert ["a.md", "c.md"] == rows[0]["outlets"]  # files, of pages whose outlet is not known
    counts = [
        json.loads(row)["drift"] for row in call("statements", path, "--jsonl").stdout.splitlines()
    ]
    assert 1 == sum(counts)


def test_what_any_page_prints_is_found_and_said_to_be_elsewhere(path: Path) -> None:
    """The earliest wording is listed; a search looks at all of them."""
    asked = '"not be opened"'
    listed = json.loads(call("statements", path, "--words", '"now be opened"', "--jsonl").stdout)
    found = json.loads(call("statements", path, "--words", asked, "--jsonl").stdout)
    assert listed["statement"] == found["statement"]
    assert listed["elsewhere"] is None and "now be opened" in listed["words"]
    assert "not be opened" in found["elsewhere"]
    shown = " ".join(call("statements", path, "--words", asked).stdout.split())
    assert "[elsewhere: “The quay will not be opened" in shown


def test_nothing_at_a_place_that_differs_is_said_in_words() -> None:
    """An empty cell looks like a mistake."""
    row = {"statement": "a", "words": "", "outlets": ["A", "B", "C", "D", "E"], "place": 0}
    shown = for_a_screen(row)
    assert ("(nothing there)", "A, B, C and 2 more") == (shown["words"], shown["outlets"])


def test_the_command_lists_what_answers_what(path: Path) -> None:
    """Both with their acts; filters are of the one that answers."""
    [row] = [
        json.loads(line)
        for line in call("statements", path, "--answers", "--jsonl").stdout.splitlines()
    ]
    assert ("deny", "accuse") == (row["act"], row["answers_act"])
    assert "(deny): " in call("statements", path, "--answers").stdout
    none = call("statements", path, "--answers", "--act", "accuse", "--csv")
    assert list(row) == none.stdout.strip().split(",") and "answers another" in none.stderr


def test_an_act_that_is_none_is_refused_with_those_that_are(path: Path) -> None:
    """As any other wrong option is."""
    told = call("statements", path, "--act", "sing")
    assert 2 == told.exit_code and "'deny'" in told.stderr and "'believe'" in told.stderr


def test_the_acts_are_those_of_the_lexicon() -> None:
    """And the help names them all."""
    acts = tomllib.loads((files("wirecopy.attribute") / "acts.toml").read_text("utf-8"))
    assert set(ACTS) == set(acts["words"]) | set(acts["phrases"])
    assert ", ".join(ACTS) in " ".join(call("statements", "--help").stdout.split())


def test_why_shows_a_statement_in_its_pages(path: Path, book: wc.Ledger) -> None:
    """Who, why, where it drifted, what it answers, and the sentence on each page."""
    [denial] = [s for s in book.statements() if s.act == "deny"]
    result = call("why", path, str(denial.statement_id)[:8])
    assert result.exit_code == 0
    for words in ("denied", "it answers", "accuse", "where it stands, earliest first"):
        assert words in result.stdout
    assert result.stdout.startswith("Ines Tamm (deny): that boats had been in danger")
    parts = "[source: She] [cue: denied] [content: that boats had been in danger]"
    assert parts in " ".join(result.stdout.split())
    [line] = call("why", path, str(denial.statement_id), "--jsonl").stdout.splitlines()
    assert denial.statement_id == json.loads(line)["statement_id"]
    assert 4 == len(call("why", path, str(denial.statement_id), "--csv").stdout.splitlines())


def test_a_speaker_is_corrected_and_the_correction_taken_back(path: Path, tmp_path: Path) -> None:
    """It is kept with name and note; later runs and lists go by it until it is undone."""
    ledger = shutil.copytree(path, tmp_path / "x.wirecopy")
    with wc.open_ledger(ledger) as book:
        [denial] = [s for s in book.statements() if s.act == "deny"]
        [pile] = json.loads(book.runs()[0]["pile"])
    named = call("judge", ledger, "speaker", denial.statement_id[:9], " Ana  Ruiz ", "--by", "Bo")
    assert 0 == named.exit_code and "judgement 1 by Bo" in named.stderr
    options = wc.Options(workers=1)
    with wc.run(pile, ledger=ledger, options=options) as book:
        assert [denial.statement_id] == [s.statement_id for s in book.statements("Ana Ruiz")]
        [said] = book.judgements()
        assert ("speaker", denial.statement_id, "Ana Ruiz", "Bo") == (
            said.verdict, said.a, said.b, said.judge
        )  # fmt: skip
        assert 1 == next(book.stories(min_pages=2)).sources.count
    assert 0 == call("judge", ledger, "undo", "1").exit_code
    with wc.run(pile, ledger=ledger, options=options) as book:
        assert [] == list(book.statements("Ana Ruiz"))
        assert denial == book.statement(denial.statement_id)


def test_a_speaker_is_judged_with_a_name(path: Path, tmp_path: Path) -> None:
    """Of one statement that is there; nothing is kept otherwise."""
    ledger = shutil.copytree(path, tmp_path / "x.wirecopy")
    with wc.open_ledger(ledger) as book:
        key = next(book.statements()).statement_id
    for odd in ((key,), (key, " . "), ("ffffffffff", "Ana Ruiz"), (key, "Ana", "Ruiz")):
        result = call("judge", ledger, "speaker", *odd)
        assert result.exit_code and isinstance(result.exception, SystemExit)
    with wc.open_ledger(ledger) as book:
        assert [] == list(book.judgements(undone=True))


def test_a_run_may_leave_statements_out(make_pile: Make, tmp_path: Path) -> None:
    """And a later one adds them without reading the pile again."""
    pile, path = make_pile(**{"a.txt": HARBOR}), tmp_path / "x.wirecopy"
    with wc.run(pile, ledger=path, options=wc.Options(statements=False)) as book:
        assert [] == list(book.statements())
    result = call("statements", path)
    assert result.exit_code == 0 and "--no-statements" in result.stderr
    with wc.run(pile, ledger=path) as book:
        assert [] != list(book.statements())


def test_a_stopped_run_reads_no_page_twice(
    make_pile: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the stop is kept; the same command reads the rest."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": LIBRARY, "c.txt": QUAY})
    monkeypatch.setattr(run_module, "WORDS_AT_ONCE", 50)
    options = wc.Options(workers=1)
    with wc.run(pile, ledger=tmp_path / "whole", options=options) as book:
        expected = [statement.to_dict() for statement in book.statements()]
    turns: list[int] = []
    kept = writer_module.LedgerWriter.add_statements

    def stop(book: writer_module.LedgerWriter, parts: list[Path]) -> None:
        kept(book, parts)
        turns.append(1)
        if len(turns) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(writer_module.LedgerWriter, "add_statements", stop)
    path = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        wc.run(pile, ledger=path, options=options)
    with wc.run(pile, ledger=path, options=options) as book:
        assert expected == [statement.to_dict() for statement in book.statements()]
        pages = [row["page"] for segment in book.segments("statements") for row in wc_rows(segment)]
    assert len(pages) == len(set(pages)) == 3


def wc_rows(segment: Path) -> list[dict[str, int]]:
    """The rows of a segment."""
    import pyarrow.parquet as pq

    rows: list[dict[str, int]] = pq.read_table(segment, columns=["page"]).to_pylist()
    return rows


def test_another_model_reads_anew(
    make_pile: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements of an older model do not stay beside those of a newer one."""
    pile, path = make_pile(**{"a.txt": HARBOR}), tmp_path / "x.wirecopy"
    wc.run(pile, ledger=path).close()
    monkeypatch.setattr(run_module, "name_reader", lambda: "another")
    (pile / "b.txt").write_text(LIBRARY, encoding="utf-8")
    with wc.run(pile, ledger=path) as book:
        rows = book.sql("select count(*) as n from pages").to_pylist()[0]["n"]
        assert rows == sum(len(wc_rows(segment)) for segment in book.segments("statements")) == 2


def test_the_seed_says_each_thing_once(shared: Path, tmp_path: Path) -> None:
    """Four witnesses each, one independent source, each voice under its full name."""
    with wc.run(shared / "data" / "seed", ledger=tmp_path / "seed.wirecopy") as book:
        said = list(book.statements())
        assert {(4, 1)} == {(len(s.witnesses), s.independent) for s in said}
        counts = Counter(s.speaker for s in said)
        assert counts == {
            "UN Human Rights Office": 5, "Human rights groups": 1, "United States": 1, "China": 1,
            "Wang Wenbin": 2, "Zhang Jun": 4, "Michelle Bachelet": 7, "Dilxat Raxit": 2,
            "Reuters": 1, "Kenneth Roth": 2, "Human Rights Watch": 1, "John Fisher": 1,
        }  # fmt: skip
        assert [s.speaker for s in said if not s.cue] == ["Michelle Bachelet", "Kenneth Roth"]
        assert not [v for v in book.rows("select * from variants where kind = 'wording'")]


def test_spun_and_translated_copies_say_the_same(demo_ledger: Path) -> None:
    """One statement in the wordings of fourteen copies or more, those of machines among them."""
    with wc.open_ledger(demo_ledger) as book:
        [said] = [
            s for s in book.statements(words='"no glacier within sixty"') if len(s.witnesses) > 1
        ]
        pages = {page.page_id: f"{page.file}#{page.ordinal}" for page in book.pages()}
        seen = {pages[witness.page_id]: witness.words for witness in said.witnesses}
        assert 14 <= len(seen)
        assert "Ilse Tarrant" == said.speaker
        assert "exists no glacier inside" in seen["clippings/newsbarrel-flasked.md#1"]
