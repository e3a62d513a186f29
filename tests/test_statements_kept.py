"""Rows of stage attribute in the catalogue: which stay, what they count, who people say spoke."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from wirecopy.attribute import number_speakers
from wirecopy.ledger.finding import list_statements
from wirecopy.ledger.folder import make_catalogue
from wirecopy.ledger.independent import count_apart
from wirecopy.ledger.speakers import find_speakers
from wirecopy.ledger.statements import keep_statements, read_statement
from wirecopy.names import name_statement
from wirecopy.records import id_of

Rows = list[dict[str, Any]]
OUTLETS = {1: "Velm Post", 2: "Osk Times", 3: "Ostrand Herald", 4: "Velm Post"}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A catalogue with four pages: 1 to 3 in story 10, 3 and 4 in story 20."""
    make_catalogue(tmp_path)
    db = sqlite3.connect(tmp_path / "catalogue.sqlite", isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("pragma synchronous = off")
    fill(db, {1: "origin", 2: "own", 3: "own"}, sources=3)
    yield db
    db.close()


def fill(db: sqlite3.Connection, reporting: dict[int, str], sources: int) -> None:
    """Say what the pages of story 10 are to the count of sources."""
    for table in ("pages", "members", "stories"):
        db.execute(f"delete from {table}")
    for page, outlet in OUTLETS.items():
        add(db, "pages", page=page, page_id=id_of(page), outlet=outlet)
    for story, pages in ((10, reporting), (20, {3: "origin", 4: "own"})):
        add(db, "stories", story_id=id_of(story), sources=sources)
        for page, what in pages.items():
            add(db, "members", story_id=id_of(story), page_id=id_of(page), reporting=what)


def add(db: sqlite3.Connection, table: str, **values: Any) -> None:
    """Insert a row; what it must have besides is empty."""
    columns = db.execute(f"pragma table_info({table})").fetchall()
    row = {c["name"]: values.get(c["name"], "" if c["notnull"] else None) for c in columns}
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"insert into {table} values ({marks})", row)


def said(story: int, *pages: int, at: int = 0, parts: Iterable[int] = (), **more: Any) -> Rows:
    """Make the row of a statement that these pages carry in one place, or in parts."""
    spans = [{"start": at, "end": at + 9}]
    parts = list(parts) or [0] * len(pages)
    row = {
        "story": story, "page": pages[0], "kind": "direct", "act": "say",
        "statement_id": name_statement(id_of(pages[0]), [(at, at + 9)]),
        "speaker": "Ines Tamm", "speaker_kind": "person", "role": "mayor", "certainty": "yes",
        "venue": None, "said_at": None, "confidence": 0.9, "words": "the quay",
        "reasons": [
            {"name": "full name", "detail": "", "weight": 1.0, "start": at, "end": at + 1,
             "page": pages[0]}
        ],
        "witnesses": [
            {"page": page, "found": 1, "part": part, "content": spans, "source": [], "cue": [],
             "words": "the quay"}
            for page, part in zip(pages, parts, strict=True)
        ],
        "variants": [], "answers": [],
    }  # fmt: skip
    return [row | more]


def kept(db: sqlite3.Connection, *rows: Rows) -> Rows:
    """Keep statements, and read them again."""
    keep_statements(db, [row for some in rows for row in some], number_speakers)
    return [read_statement(db, key).to_dict() for key in list_statements(db)]


@pytest.mark.parametrize(
    ("parts", "reporting", "expected"),
    [
        pytest.param((0, 1), {1: "own", 2: "own"}, 2, id="two heard the same person"),
        pytest.param((0, 0), {1: "own", 2: "own"}, 1, id="one passage, own reporting beside it"),
        pytest.param((0, 0), {1: "origin", 2: "copy"}, 1, id="a copy"),
        pytest.param((0, 1), {1: "origin", 2: "copy"}, 1, id="a copy in other words"),
        pytest.param((0, 1), {1: "origin", 2: "own"}, 2, id="the origin and one who was there"),
        pytest.param((0, 1), {1: "origin", 2: "unsure"}, 1, id="not sure: none too many"),
        pytest.param(
            (0, 1, 1), {1: "copy", 2: "copy", 3: "own"}, 1, id="a copy leads from one to the other"
        ),
        pytest.param(
            (0, 0, 1), {1: "own", 2: "own", 3: "copy"}, 2, id="two by one passage, and a copy"
        ),
    ],
)
def test_witnesses_come_to_sources(
    db: sqlite3.Connection, parts: tuple[int, ...], reporting: dict[int, str], expected: int
) -> None:
    """Shared text and a common origin each make one of two."""
    fill(db, reporting, sources=3)
    [statement] = kept(db, said(10, *reporting, parts=parts))
    assert expected == statement["independent"]


def test_a_statement_has_no_more_sources_than_its_story(db: sqlite3.Connection) -> None:
    """Two outlets of one house, say."""
    fill(db, {1: "own", 2: "own", 3: "copy"}, sources=2)
    [statement] = kept(db, said(10, 1, 2, 3, parts=(0, 1, 2)))
    assert 2 == statement["independent"]


def test_counting_apart_does_not_depend_on_order() -> None:
    """Parts and sources that lead from one to the next are one, in whatever order they come."""
    chain = [(0, "a"), (1, "a"), (1, "b"), (2, "b"), (3, None)]
    assert {2} == {count_apart(some) for some in permutations(chain)}
    assert 0 == count_apart([])


def test_what_a_page_of_two_stories_says_stays_with_the_larger(db: sqlite3.Connection) -> None:
    """Whichever story comes first: the same statement, with the witnesses of the fuller one."""
    more = {"role": "mayor of Velm"}
    rows = said(10, 3, 1, 2), said(20, 3, 4, **more)
    found = kept(db, *rows)
    assert [[id_of(p) for p in (3, 1, 2)]] == [
        [w["page_id"] for w in statement["witnesses"]] for statement in found
    ]
    assert found == kept(db, *reversed(rows))
    alike = said(10, 3, 1), said(20, 3, 4, **more)
    assert [id_of(10)] == [statement["story_id"] for statement in kept(db, *alike)]
    assert kept(db, *alike) == kept(db, *reversed(alike))


def test_what_a_roundup_says_once_more_is_dropped(db: sqlite3.Connection) -> None:
    """Page 3 has it from page 1 in story 10; in story 20 it stands alone, under another id."""
    both = kept(db, said(10, 1, 3), said(20, 3), said(20, 3, at=50))
    assert [(id_of(10), 2), (id_of(20), 1)] == [
        (statement["story_id"], len(statement["witnesses"])) for statement in both
    ]
    assert 50 == both[1]["content"][0][0]
    orphans = db.execute(
        "select count(*) from witnesses where statement_id not in "
        "(select statement_id from statements)"
    ).fetchone()[0]
    assert 0 == orphans


def name(db: sqlite3.Connection, statement_id: str, full: str) -> None:
    """Judge who speaks."""
    db.execute(
        "insert into judgements (verdict, a, b, judge, judged_at, note) "
        "values ('speaker', ?, ?, 'Bo', '2031-05-07', '')",
        (statement_id, full),
    )


def test_a_person_names_the_speaker(db: sqlite3.Connection) -> None:
    """The name holds, with the reason; another's office does not come with it."""
    name(db, name_statement(id_of(1), [(0, 9)]), "Ana Ruiz")
    judged, other = kept(db, said(10, 1, 2, certainty="unsure"), said(10, 1, at=50))
    assert ("Ana Ruiz", None, None, "yes") == tuple(
        judged[key] for key in ("speaker", "speaker_kind", "role", "certainty")
    )
    assert ("judged", "judgement 1 by Bo; read as Ines Tamm") == (
        judged["reasons"][-1]["name"],
        judged["reasons"][-1]["detail"],
    )
    assert "Ines Tamm" == other["speaker"]
    assert ["Ana Ruiz"] == [
        read_statement(db, key).speaker
        for key in list_statements(db, find_speakers(db, "Ana Ruiz"))
    ]


def test_a_fuller_name_keeps_kind_and_office(db: sqlite3.Connection) -> None:
    """It is the same person."""
    name(db, name_statement(id_of(1), [(0, 9)]), "Ines Maria Tamm")
    [judged] = kept(db, said(10, 1, speaker="Ines"))
    assert ("Ines Maria Tamm", "person", "mayor") == (
        judged["speaker"],
        judged["speaker_kind"],
        judged["role"],
    )


def test_the_kind_is_that_of_the_name_elsewhere(db: sqlite3.Connection) -> None:
    """A body that is named for a person's words is a body."""
    name(db, name_statement(id_of(1), [(0, 9)]), "Harbor Board")
    judged, _ = kept(
        db, said(10, 1), said(10, 1, at=50, speaker="Harbor Board", speaker_kind="body", role=None)
    )
    assert "body" == judged["speaker_kind"]


def test_a_judged_statement_is_found_after_an_earlier_page_has_come(
    db: sqlite3.Connection,
) -> None:
    """It has another id then, but the page that was judged still carries it."""
    name(db, name_statement(id_of(1), [(0, 9)]), "Ana Ruiz")
    [judged] = kept(db, said(10, 2, 1))
    assert "Ana Ruiz" == judged["speaker"]


def test_the_later_judgement_holds_and_one_taken_back_does_not(db: sqlite3.Connection) -> None:
    """As for pages."""
    key = name_statement(id_of(1), [(0, 9)])
    name(db, key, "Ana Ruiz")
    name(db, key, "Bo Lind")
    assert ["Bo Lind"] == [statement["speaker"] for statement in kept(db, said(10, 1))]
    db.execute("update judgements set undone = 'today' where number = 2")
    assert ["Ana Ruiz"] == [statement["speaker"] for statement in kept(db, said(10, 1))]
    db.execute("update judgements set undone = 'today' where number = 1")
    assert ["Ines Tamm"] == [statement["speaker"] for statement in kept(db, said(10, 1))]


def naming(db: sqlite3.Connection, read: str, printed: int, other: str = "Karl Osk") -> Rows:
    """Keep a statement that page 1 gives to one, page 2 to another, and a person to Ana Ruiz."""
    rows = said(10, 1, 2, speaker=read, venue="at a rally", said_at="2031-05-07")
    rows[0]["reasons"].append(
        {"name": "witnesses name others", "detail": "", "weight": -1.0, "start": None,
         "end": None, "page": None}
    )  # fmt: skip
    rows[0]["variants"] = [
        {"kind": "speaker", "place": 0, "page": page, "words": words, "printed": shown}
        for page, words, shown in ((1, read, printed), (2, other, 1))
    ]
    name(db, rows[0]["statement_id"], "Ana Ruiz")
    return kept(db, rows)


def named(db: sqlite3.Connection) -> tuple[Any, ...]:
    """How many names witnesses give, and which."""
    [(names,)] = db.execute("select names from statements").fetchall()
    return names, *(
        (row["page_id"], row["words"])
        for row in db.execute("select * from variants where kind = 'speaker' order by page_id")
    )


def test_a_reading_that_was_judged_away_is_no_difference(db: sqlite3.Connection) -> None:
    """No page prints it: those that were read so name who was judged, and so do all."""
    [judged] = naming(db, "Ines Tamm", printed=0, other="Ruiz")
    assert (0,) == named(db)
    assert ["full name", "judged"] == [reason["name"] for reason in judged["reasons"]]
    assert ("at a rally", "2031-05-07") == (judged["venue"], judged["said_at"])


def test_another_name_that_a_page_prints_stays_a_difference(db: sqlite3.Connection) -> None:
    """Against the one that was judged."""
    [judged] = naming(db, "Ines Tamm", printed=0)
    expected = sorted([(id_of(1), "Ana Ruiz"), (id_of(2), "Karl Osk")])
    assert (2, *expected) == named(db)
    assert "witnesses name others" in [reason["name"] for reason in judged["reasons"]]


def test_what_a_page_prints_stays_whoever_is_judged(db: sqlite3.Connection) -> None:
    """Where and when, as that page tells it of somebody else, does not."""
    [judged] = naming(db, "Ines Tamm", printed=1)
    expected = sorted([(id_of(1), "Ines Tamm"), (id_of(2), "Karl Osk")])
    assert (2, *expected) == named(db)
    assert (None, None) == (judged["venue"], judged["said_at"])


def test_a_judgement_of_a_statement_that_is_gone_does_nothing(db: sqlite3.Connection) -> None:
    """The pile was changed."""
    name(db, "0123456789abcdef", "Ana Ruiz")
    assert ["Ines Tamm"] == [statement["speaker"] for statement in kept(db, said(10, 1))]
