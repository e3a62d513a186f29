"""Stage 5, trace: who a page says made it, from every place where it says so."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirecopy as wc
from wirecopy.records import Credits
from wirecopy.schemas import CREDITS
from wirecopy.trace import list_credits
from wirecopy.trace.credits import KINDS, find_credits, find_findings

CASES = Path(__file__).parents[1] / "cases" / "trace"

pieces = st.sampled_from(
    [
        "Reporting by",
        "(Additional reporting by",
        "Editing by",
        "Ann Roe",
        "Bo de Lind",
        "ANN ROE",
        "Velm",
        "in New York",
        "and",
        ",",
        ";",
        ")",
        "(Reuters) -",
        "(AP)",
        "/TASS/",
        "VELM, Aug 25",
        "REUTERS/",
        "/AP",
        "By",
        "contributed to this report",
        "with files from",
        "first published by",
        "© 2022",
        "The Associated Press",
        "said.",
        "\n",
        "\n\n",
        "é",
        "😀",
        "\u200b",
    ]
)
pages = st.lists(pieces, max_size=14).map(" ".join)


def cases(name):
    """All cases of a file, those that are known to fail as strict xfail."""
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [],
        )
        for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", cases("credits") + cases("credits_negative"))
def test_case(case):
    """A page has these credits, in the order of its text, and no others."""
    found = [[f.kind, f.value, f.place] for f in find_findings(case["input"])]
    assert case["credits"] == found


@pytest.mark.parametrize("case", cases("credits"))
def test_credits_stay_in_a_text_of_one_line(case):
    """Roles and contributions are read in a dump that has lost its line breaks, too."""
    kinds = {"editor", "writer", "additional reporting"}
    text = " ".join(case["input"].split())
    meant = {tuple(credit) for credit in case["credits"] if credit[0] in kinds}
    assert meant <= {(f.kind, f.value, f.place) for f in find_findings(text)}


def test_everything_at_once():
    """Credits are sorted into the fields of the record, each name once, with all spans."""
    text = (
        "GENEVA, Aug 25 (Reuters) - The dam broke.\n\nThe dam. REUTERS/Ida Moe\n\n"
        "(Reporting by Ann Roe; Additional reporting by Bo Li in Velm; Editing by Max Poe)"
    )
    found = find_credits(text)
    assert "Reuters" == found.agency
    assert (("Ann Roe", None), ("Bo Li", "Velm")) == found.reporters
    assert ("Max Poe",) == found.editors
    assert ("Ida Moe",) == found.photographers
    assert "GENEVA" == found.dateline
    assert ["dateline", "agency", "photographer", "reporter", "additional reporting", "editor"] == [
        reason.name for reason in found.spans
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lamp News' Ann Roe and The Associated Press contributed to this report.",
        "The dam. REUTERS/Ann Roe",
        "“Never,” he told Reuters in an email. Reuters reported last month that it was old.",
        "It rained. (mit Material der dpa)",
    ],
)
def test_who_only_helped_is_no_agency_of_the_text(text):
    """Who contributed, took the picture or is quoted is in the spans, not in the field."""
    found = find_credits(text)
    assert found.agency is None
    assert found.spans


def test_a_tag_outweighs_a_copyright():
    """The weightiest reason names the agency."""
    text = "VELM (Reuters) - The dam broke.\n\nCopyright 2019 The Associated Press."
    assert "Reuters" == find_credits(text).agency


def test_the_door_has_it():
    """The public name is the function."""
    assert wc.find_credits is find_credits


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "\ufeff", "(", "By", "/", "©"])
def test_nothing_to_find(text):
    """Next to nothing has no credits."""
    assert Credits() == find_credits(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5_000_000,
        "Reporting by " * 20_000,
        "Reporting by " + "Ann Roe and " * 20_000,
        "Ann Roe, " * 20_000 + "contributed to this report",
        "Ann Roe contributed to this report. " * 3_000,
        "(" * 50_000 + "AP" + ")" * 50_000,
        "(AP)" * 20_000,
        "/AP" * 20_000,
        "VELM, " * 20_000 + "(Reuters) -",
        "A B C D E F G " * 20_000 + "/AP",
        "By " * 50_000,
        "By A" + "A a" * 50_000,
        "© Copyright " * 10_000,
        "originally " * 20_000,
        "this article " * 20_000 + "was first published by",
        "The post " * 10_000 + "appeared first on",
        "told the news agency " * 10_000,
        " " * 200_000 + "contributed",
        "\n" * 200_000 + "By Ann Roe",
        "- " * 50_000,
        "\u0000\ud800REUTERS/" * 5_000,
        "A." * 50_000,
        "A-" * 50_000 + "(AP) -",
        "A'" * 50_000 + " contributed reporting",
        "de la " * 20_000 + "Reporting by de la " * 100,
        "SYDNEY - A\n" * 20_000,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_hostile_text_takes_no_time(text):
    """However long a line and however often a cue stands in it, reading it takes seconds."""
    begun = time.process_time()
    for finding in find_findings(text):
        assert finding.kind in KINDS
    assert 5 > time.process_time() - begun


@given(pages)
def test_spans_reproduce_the_names(text):
    """The words at a credit's span are its value, but for blanks; an agency has another name."""
    for f in find_findings(text):
        assert 0 <= f.start < f.end <= len(text)
        if f.kind not in ("agency", "contributor", "mention", "press release"):
            assert f.value == " ".join(text[f.start : f.end].split())
        assert 0 < f.weight <= 1
        assert f.kind in KINDS


@given(pages)
def test_a_credit_is_found_once(text):
    """No two credits of one kind begin at the same place."""
    found = find_findings(text)
    assert len(found) == len({(f.start, f.kind) for f in found})
    assert found == sorted(found)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    """Nothing raises."""
    find_credits(text)


def batch_of(*rows):
    """Pages as the flow hands them to the stage."""
    claims = pa.list_(
        pa.struct([("kind", pa.string()), ("value", pa.string()), ("origin", pa.string())])
    )
    schema = pa.schema(
        [
            ("page", pa.int64()),
            ("text", pa.string()),
            ("byline", pa.list_(pa.string())),
            ("claims", claims),
        ]
    )
    return pa.RecordBatch.from_pylist(list(rows), schema=schema)


def listed(*rows):
    """The rows that the stage gives for some pages."""
    (out,) = list_credits(batch_of(*rows))
    assert CREDITS == out.schema
    return out.to_pylist()


def test_claims_are_told_apart_from_the_text():
    """An author whom the page claims outside its text comes first, without a span."""
    rows = listed(
        {
            "page": 7,
            "text": "(Editing by Bo Li)",
            "byline": ["Ann Roe"],
            "claims": [{"kind": "author", "value": "Ann Roe", "origin": "front matter: author"}],
        }
    )
    assert [
        ("reporter", "Ann Roe", None, "claim: front matter: author"),
        ("editor", "Bo Li", 12, "editing by"),
    ] == [(r["kind"], r["value"], r["start"], r["reason"]) for r in rows]
    assert {7} == {r["page"] for r in rows}


def test_a_claimed_agency_is_an_agency():
    """A page whose author field names an agency claims that it is the agency's."""
    (row,) = listed({"page": 1, "text": "", "byline": ["Associated Press"], "claims": []})
    assert ("agency", "AP", "claim: byline") == (row["kind"], row["value"], row["reason"])


def test_pages_without_anything():
    """A page without credits has no row, and a batch without pages none either."""
    assert [] == listed({"page": 1, "text": None, "byline": None, "claims": None})
    assert [] == listed()


def test_the_seed(shared):
    """Each of the four copies names six reporters in four cities, three editors, a photographer."""
    (path,) = (shared / "data" / "seed").glob("*.txt")
    copies = list(wc.read(path))
    assert 4 == len(copies)
    for page in copies:
        found = find_credits(page.text)
        assert "Reuters" == found.agency
        assert 6 == len(found.reporters)
        assert {"Bengaluru", "New York", "Zurich", "Beijing"} == {p for _, p in found.reporters}
        assert 3 == len(found.editors)
        assert ("Pierre Albouy",) == found.photographers
        assert not set(page.byline) & {name for name, _ in found.reporters}
        weights = {r.weight for r in found.spans if r.name == "mention"}
        assert weights and max(weights) <= 0.2


def test_a_ledger_keeps_them(make_pile, tmp_path):
    """The ledger's table has the credits of a page in their order."""
    pile = make_pile(
        **{"a.txt": "VELM (Reuters) - The dam broke.\n\n(Reporting by Ann Roe in Osk)\n"}
    )
    with wc.run(pile, ledger=tmp_path / "l.wirecopy") as book:
        rows = book.sql("select * from credits order by place").to_pylist()
    assert [
        ("dateline", "VELM", None),
        ("agency", "Reuters", None),
        ("reporter", "Ann Roe", "Osk"),
    ] == [(r["kind"], r["value"], r["reported_from"]) for r in rows]
