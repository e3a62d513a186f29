"""Stage 6, attribute: statements of pages, batch by batch."""

from __future__ import annotations

import pyarrow as pa
import pytest

from wirecopy.attribute import (
    find_in_pages,
    find_statements,
    find_story_keys,
    leave_out_asides,
    pages,
)
from wirecopy.records import Aside, AsideKind
from wirecopy.schemas import ASIDES, STATEMENTS, STORY_KEYS

SAID = "Harbor master Ines Tamm said the old quay would stay closed until May."
OTHER = "“Nobody was in danger,” she told the council on Monday."


def batch(*texts, published="2031-05-07"):
    """Pages of one date, from texts or (text, asides)."""
    rows = [
        {
            "page": n,
            "at": None,
            "text": text,
            "asides": [aside.to_dict() for aside in asides or ()],
            "published": published,
            "published_precision": "day",
        }
        for n, (text, asides) in enumerate(texts)
    ]
    schema = pa.schema(
        [
            ("page", pa.int64()),
            ("at", pa.int64()),
            ("text", pa.string()),
            ("asides", ASIDES.field("asides").type),
            ("published", pa.string()),
            ("published_precision", pa.string()),
        ]
    )
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def in_front(words):
    """A page that has words before its story, and the aside that they are."""
    return words + SAID, [Aside(0, len(words), AsideKind.FRONT_MATTER, "structure: test")]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_said_of_a_page_does_not_depend_on_its_neighbors(turned):
    """Two pages of the same words, one of which has a blank line where the other ends a line."""
    texts = [f"The Mayor of Harrow{gap}Town said the quay was safe." for gap in ("\n", "\n\n")]
    (found,) = find_in_pages(batch(*((text, None) for text in texts[:: -1 if turned else 1])))
    told = [[one["source_words"] for one in row["found"]["said"]] for row in found.to_pylist()]
    alone = [[one.show(text, "source") for one in find_statements(text)] for text in texts]
    assert alone[0] != alone[1]
    assert alone == told[:: -1 if turned else 1]


def test_pages_give_what_texts_give():
    """The stage finds in a batch what the public function finds in each text; a row a page."""
    texts = (SAID, None), ("", None), (OTHER, None), (None, None)
    (found,) = find_in_pages(batch(*texts))
    assert STATEMENTS == found.schema
    rows = found.to_pylist()
    assert [(0, 1), (1, 0), (2, 1), (3, 0)] == [(row["page"], row["count"]) for row in rows]
    for n, text in ((0, SAID), (2, OTHER)):
        (one,), (statement,) = rows[n]["found"]["said"], find_statements(text)
        assert statement.content == tuple((s["start"], s["end"]) for s in one["content"])
        for name in ("kind", "confidence", "speaker", "role", "venue", "act"):
            assert getattr(statement, name) == one[name]


def test_a_day_is_resolved_by_the_date_of_the_page():
    """'On Monday' is the one before the page's own date; without a date it is no time."""
    (dated,) = find_in_pages(batch((OTHER, None)))
    assert "2031-05-05" == dated.to_pylist()[0]["found"]["said"][0]["said_at"]
    (undated,) = find_in_pages(batch((OTHER, None), published=None))
    assert undated.to_pylist()[0]["found"]["said"][0]["said_at"] is None


def test_equal_stories_are_read_once(monkeypatch: pytest.MonkeyPatch):
    """The tagger sees one of them; each has its own spans."""
    seen = []
    read = pages.read_words
    monkeypatch.setattr(pages, "read_words", lambda *a: seen.append(a) or read(*a))
    (found,) = find_in_pages(batch(in_front("--- "), in_front("title: Quay\n"), (SAID, None)))
    assert 1 == len(seen)
    words = [
        [text[s["start"] : s["end"]] for s in row["found"]["said"][0]["content"]]
        for row, text in zip(
            found.to_pylist(), ("--- " + SAID, "title: Quay\n" + SAID, SAID), strict=True
        )
    ]
    assert [["the old quay would stay closed until May"]] * 3 == words


def test_other_marks_are_read_anew(monkeypatch: pytest.MonkeyPatch):
    """What the tagger could tell apart is not taken for equal."""
    seen = []
    read = pages.read_words
    monkeypatch.setattr(pages, "read_words", lambda *a: seen.append(a) or read(*a))
    list(find_in_pages(batch((OTHER, None), (OTHER.replace("“", ""), None), (SAID, None))))
    assert 3 == len(seen)


def test_keys_are_of_the_story():
    """Asides, case and marks make no difference to the key; words do."""
    rows = batch(in_front("x y z "), (SAID, None), (SAID.upper(), None), (OTHER, None), ("", None))
    (found,) = find_story_keys(rows)
    assert STORY_KEYS == found.schema
    keys = found.column("key").to_pylist()
    assert 1 == len(set(keys[:3]))
    assert 3 == len(set(keys))
    assert [13, 13, 13, 10, 0] == found.column("words").to_pylist()


def test_what_is_an_aside_since_is_no_content():
    """Neither a statement of its own, nor in the middle of one; the others stay as they were."""
    motto = "Editor Bo Aske said the paper prints nothing that it has not seen itself."
    quote = (
        "“Nobody was in danger. Read this twice, please. The bell was heard,” she told the council."
    )
    text = f"{SAID}\n\n{quote}\n\n{motto}"
    late = [text.index("Read this"), text.index(" The bell"), text.index(motto), len(text)]
    asides = [
        Aside(*late[n : n + 2], AsideKind.NAVIGATION, "on 4 stories").to_dict() for n in (0, 2)
    ]
    [found] = find_in_pages(batch((text, ())))
    late_asides = pa.array([asides], ASIDES.field("asides").type)
    texts = pa.array([text])
    [left] = leave_out_asides(
        found.append_column("text", texts).append_column("asides", late_asides)
    )
    assert STATEMENTS == left.schema
    before, after = found.to_pylist()[0], left.to_pylist()[0]
    assert (3, 2) == (before["count"], after["count"])
    first, second = after["found"]["said"]
    assert before["found"]["said"][0] == first
    assert "“Nobody was in danger. … The bell was heard" in second["words"]
    assert ["Nobody was in danger. The bell was heard"] == [q.rstrip(",") for q in second["quotes"]]
    assert second["words"].split(" … ") == [
        text[span["start"] : span["end"]] for span in second["content"]
    ]


def test_no_pages_no_batches():
    """An empty batch gives nothing."""
    assert [] == list(find_in_pages(batch()))
    (keys,) = find_story_keys(batch())
    assert 0 == keys.num_rows
