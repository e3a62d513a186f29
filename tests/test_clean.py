"""Stage 2, clean: what is an aside, with which bounds, and what stays story."""

from __future__ import annotations

import json
import pickle
import re
import time
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.clean import find_asides, load_wording, mark_asides
from wirecopy.schemas import ASIDES

CASES = Path(__file__).parents[1] / "cases" / "clean"
BEFORE = "The dam above the town of Velm broke on Monday night, and water stood in every street."
AFTER = "The mayor asked the county for boats, blankets and bread on Tuesday, and got none of them."

furniture = st.sampled_from(
    [
        "read more",
        "Read more",
        "Advertisement",
        "REUTERS/Jo Doe",
        "(AP Photo/Jo Doe)",
        "Jo Doe/Getty Images",
        "Reporting by Pat Poe; Editing by Max Boe",
        "contributed to this report.",
        "OLD WARNINGS",
        "# Velm",
        "Sign up now for FREE unlimited access to Reuters.comSign up",
        "Copyright 2022 KVLM.",
        "title: “x”",
        "date: “2022-11-13”",
        "Follow us on Twitter",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "The dam broke.",
        "“Never,” he said.",
        "Ann Roe speaks in Velm, May 3, 2021.",
        "Mr. Roe",
        "\u200b",
        "é",
        "😀",
    ]
)
glue = st.sampled_from(["", " ", "  ", "\n", "\n\n", "\r\n", "\u00a0", ". ", "\t"])
pages = st.lists(st.tuples(furniture, glue), max_size=12).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def cases(*names):
    """All cases of some files, those that are known to fail as strict xfail."""
    return [
        pytest.param(
            case,
            id=f"{name} {number}: {case['label']}",
            marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [],
        )
        for name in names
        for number, case in enumerate(json.loads((CASES / f"{name}.json").read_text("utf-8")))
    ]


def shown(text):
    """Kind and words of all asides of a text."""
    return [[str(a.kind), text[a.start : a.end]] for a in find_asides(text)]


@pytest.mark.parametrize("case", cases("glued", "credits", "captions", "headings", "negative"))
def test_case(case):
    """A page has these asides, in this order and with exact bounds, and no others."""
    assert case["asides"] == shown(case["input"])


@pytest.mark.parametrize("case", cases("lines"))
def test_line(case):
    """A line of furniture is an aside between paragraphs, for the reason it is named after."""
    text = f"{BEFORE}\n\n{case['input']}" + ("" if case["place"] == "end" else f"\n\n{AFTER}")
    assert [[case["kind"], case["input"]]] == shown(text)
    assert f"wording: {case['label']}" == find_asides(text)[0].reason


@pytest.mark.parametrize("case", cases("negative"))
def test_look_alike_between_paragraphs(case):
    """A look-alike stays story between other paragraphs too."""
    if case["label"] in ("place alone before the story", "big picture"):
        pytest.skip("between two paragraphs, this is a heading")
    assert case["asides"] == shown(f"{BEFORE}\n\n{case['input']}\n\n{AFTER}")


def test_every_pattern_is_seen_at_work():
    """Each known wording is the reason of an aside in some case that passes."""
    reasons = set()
    for case in cases("glued", "credits", "captions", "headings", "lines"):
        value = case.values[0]
        end = "" if value.get("place") == "end" else f"\n\n{AFTER}"
        text = f"{BEFORE}\n\n{value['input']}{end}" if "place" in value else value["input"]
        reasons |= {a.reason for a in find_asides(text)}
    assert set() == {f"wording: {p.name}" for p in load_wording().patterns} - reasons


def seed_copies(shared):
    """The four copies of one story that were glued into the seed file."""
    (path,) = (shared / "data" / "seed").glob("*.txt")
    return re.split(r"(?m)^(?=title: “)", path.read_text("utf-8"))


def test_seed(shared):
    """Each copy in the seed gives its eight asides, its front matter, and nothing of the story."""
    copies = seed_copies(shared)
    assert 4 == len(copies)
    promotion = "Sign up now for FREE unlimited access to Reuters.comSign up"
    for copy in copies:
        found = shown(copy)
        if copy.startswith("title:"):
            kind, words = found.pop(0)
            assert ("front matter", 0) == (kind, copy.index(words))
            assert "\n" == copy[len(words)]
        assert [
            "promotion", "caption", "link", "heading", "link", "promotion", "credit", "standards"
        ] == [kind for kind, _ in found]  # fmt: skip
        words = [words for _, words in found]
        assert [promotion, promotion] == [words[0], words[5]]
        assert ["read more", "PRESSURE", "read more"] == words[2:5]
        assert words[1].startswith("United Nations High Commissioner for Human Rights Michelle Ba")
        assert words[1].endswith("August 25, 2022. REUTERS/Pierre Albouy/File Photo")
        assert words[6].startswith("Reporting by Shivani Tanna")
        assert words[6].endswith("Editing by Chris Reese, Lincoln Feast and Raissa Kasolowsky")
        assert "Our Standards: The Thomson Reuters Trust Principles." == words[7]


def test_seed_unbroken(shared):
    """Copies that were not cut apart have the same asides, front matter between them included."""
    copies = seed_copies(shared)
    assert [aside for copy in copies for aside in shown(copy)] == shown("".join(copies))


@given(pages)
def test_bounds(text):
    """Asides are in order, apart, not empty, and have no blanks around them."""
    end = 0
    for aside in find_asides(text):
        assert end <= aside.start < aside.end <= len(text)
        assert text[aside.start : aside.end].strip() == text[aside.start : aside.end]
        assert aside.reason.startswith(("structure: ", "wording: "))
        end = aside.end


@given(st.text(max_size=200))
def test_any_text(text):
    """No text raises, and a text gives the same asides each time."""
    assert find_asides(text) == find_asides(text)


@given(pages)
def test_quotes_and_blanks(text):
    """The asides of a page do not depend on the shape of its quotes and blanks."""
    plain = text.replace("“", '"').replace("”", '"').replace("\u00a0", " ").replace("\t", " ")
    front_matter = any(a.kind == "front matter" for a in find_asides(text))
    if not front_matter:
        assert find_asides(text) == find_asides(plain)


HOSTILE = {
    "one long line": "a" * 1_000_000,
    "blanks": " " * 1_000_000,
    "read more": "read more " * 100_000,
    "brackets": "([" * 500_000,
    "quotes": '"' * 1_000_000,
    "sentence ends": ". " * 500_000,
    "capitals": "end. ABCD EFGH " * 60_000,
    "names": "Ann Roe " * 120_000,
    "credits": "Reporting by Ann Roe and " * 40_000,
    "unclosed credits": "(Reporting by Ann " * 50_000,
    "captions": "x. REUTERS/Ann" * 70_000,
    "galleries": "Photos: " * 120_000 + "Hide Caption",
    "a name over and over": "Roe Ann RoeX " * 70_000 + " MORE",
    "newsletters": "Get the " * 120_000 + "your inbox",
    "copyrights": "Copyright © 2022 Ann " * 50_000,
    "keys": "title: x\n" * 100_000,
    "lines": "Advertisement\n" * 70_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name):
    """A megabyte that was made to be slow takes seconds, not hours."""
    begun = time.process_time()
    find_asides(HOSTILE[name])
    # The slowest takes 2 s on a laptop; what is not linear would take minutes.
    assert time.process_time() - begun < 40


def test_mark_asides():
    """The stage gives a row for each page, in order, in the schema of the ledger."""
    texts = [f"{BEFORE} Advertisement", "", None, BEFORE]
    batch = pa.record_batch({"page": pa.array([3, -1, 2, 7]), "text": pa.array(texts), "x": texts})
    (out,) = mark_asides(batch)
    assert ASIDES == out.schema
    assert [3, -1, 2, 7] == out.column("page").to_pylist()
    assert [1, 0, 0, 0] == [len(row) for row in out.column("asides").to_pylist()]
    (aside,) = out.column("asides")[0].as_py()
    assert find_asides(texts[0])[0].to_dict() == aside


def test_mark_asides_of_nothing():
    """A batch without pages gives one without rows."""
    empty = pa.RecordBatch.from_pylist([], pa.schema({"page": pa.int64(), "text": pa.string()}))
    (out,) = mark_asides(empty)
    assert (ASIDES, 0) == (out.schema, out.num_rows)


def test_mark_asides_travels(tmp_path):
    """The stage can be sent to a worker with a file of one's own wording."""
    own = tmp_path / "own.toml"
    own.write_text('[[pattern]]\nname="own"\nkind="link"\nwhere="line"\nwords="Zum Thema"\n')
    stage = pickle.loads(pickle.dumps(partial(mark_asides, wording_path=str(own))))
    batch = pa.record_batch({"page": pa.array([1]), "text": [f"{BEFORE}\n\nZum Thema"]})
    (out,) = stage(batch)
    assert ["wording: own"] == [a["reason"] for a in out.column("asides")[0].as_py()]
