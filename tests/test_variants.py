"""Stage 6, attribute: each statement once, with its witnesses."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.align import align_pairs
from wirecopy.attribute import carry_statements, find_in_pages, join_statements
from wirecopy.attribute.carry import carry
from wirecopy.attribute.likeness import prefer_words
from wirecopy.attribute.mapping import map_words, side_of
from wirecopy.attribute.rewording import match_reworded
from wirecopy.attribute.variants import _one_time, join_story
from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.names import are_others
from wirecopy.schemas import ASIDES, CARRIED, STATEMENTS, TOLD

LEAD = "VELM - The coal quay of Velm will stay closed until May after cracks were found in it. "
MIDDLE = (
    "“The quay will not be opened before every stone of it has been looked at,” harbor master "
    "Ines Tamm told reporters on Monday. She denied that boats had been in danger. "
)
END = (
    "The union of dockers accused the harbor office of hiding the danger to boats for a year. "
    "Nine ferries will leave from the old pier across the bay until the work is done."
)


def rows_of(*texts, dates=None):
    """Pages as the stage takes them, in the order of their dates."""
    return [
        {
            "page": n,
            "at": (dates or range(1, 99))[n - 1],
            "text": text,
            "asides": [],
            "published": "2031-05-07",
            "published_precision": "day",
        }
        for n, text in enumerate(texts, 1)
    ]


PAIRS = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("a_text", pa.string()),
        ("b_text", pa.string()),
        ("a_asides", ASIDES.field("asides").type),
        ("b_asides", ASIDES.field("asides").type),
    ]
)


def run(stage, rows, schema=None):
    """All rows that a stage makes of rows."""
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    return [row for some in stage(batch) for row in some.to_pylist()]


def tell(*texts, dates=None):
    """The statements of a story on these pages, each pair of pages aligned."""
    pages = rows_of(*texts, dates=dates)
    found = {row["page"]: row["found"] for row in run(find_in_pages, pages)}
    pairs = [
        {
            "a": a["page"], "b": b["page"], "a_text": a["text"], "b_text": b["text"],
            "a_asides": [], "b_asides": [],
            "a_found": found[a["page"]], "b_found": found[b["page"]],
        }
        for n, a in enumerate(pages)
        for b in pages[n + 1 :]
    ]  # fmt: skip
    if not pairs:
        return join_story(7, list(found.values()), [])
    passages = {(r["a"], r["b"]): r["passages"] for r in run(align_pairs, pairs, PAIRS)}
    for pair in pairs:
        pair["passages"] = passages[pair["a"], pair["b"]]
    carried = [row["carried"] for row in run(carry_statements, pairs)]
    return run(join_statements, [{"story": 7, "found": list(found.values()), "carried": carried}])


def pages_of(statement):
    return [witness["page"] for witness in statement["witnesses"]]


WHOLE = LEAD + MIDDLE + END


def test_a_statement_is_one_on_all_pages_that_carry_it():
    """Three copies, each with the same statements: each is one with three witnesses."""
    alone = tell(WHOLE)
    told = tell(WHOLE, WHOLE, WHOLE)
    assert len(alone) == len(told) >= 3
    assert [[1, 2, 3]] * len(told) == [pages_of(statement) for statement in told]
    assert {0} == {witness["part"] for statement in told for witness in statement["witnesses"]}


def test_spans_reproduce_the_words_of_each_witness():
    """Each witness's spans are of its own page, whatever stands before the story there."""
    texts = WHOLE, "By Ana Ruiz\n\n" + WHOLE, LEAD + "Rain fell. " + MIDDLE + END
    for statement in tell(*texts):
        for witness in statement["witnesses"]:
            text = texts[witness["page"] - 1]
            words = " … ".join(text[s["start"] : s["end"]] for s in witness["content"])
            assert witness["words"] == words


def test_the_earliest_dated_witness_comes_first():
    """Spans and id are of the earliest page; one without a date is last."""
    told = tell(WHOLE, WHOLE, WHOLE, dates=[None, 20, 10])
    assert [[3, 2, 1]] * len(told) == [pages_of(statement) for statement in told]
    assert {3} == {statement["page"] for statement in told}


def test_an_id_stays_when_a_later_copy_comes():
    """A statement keeps its id as long as its earliest witness is the same."""
    before = [statement["statement_id"] for statement in tell(WHOLE, WHOLE)]
    after = [statement["statement_id"] for statement in tell(WHOLE, WHOLE, LEAD + MIDDLE)]
    assert before == after
    assert len(set(before)) == len(before)


def test_what_only_one_page_has_stays_there():
    """An excerpt is no witness of what it leaves out."""
    told = tell(WHOLE, LEAD + MIDDLE)
    accusing = [statement for statement in told if statement["act"] == "accuse"]
    assert [[1]] == [pages_of(statement) for statement in accusing]
    assert [1, 2] in [pages_of(statement) for statement in told]


def test_pages_without_a_passage_share_only_equal_statements():
    """The same long quotation in two texts that share no passage: one statement in two parts."""
    one = (
        "Harbor master Ines Tamm spoke at noon. “Every stone has to be looked at again,” she said."
    )
    two = (
        "It rained all day. “Every stone has to be looked at again,” harbor master Ines Tamm said."
    )
    [statement] = tell(one, two)
    assert [1, 2] == pages_of(statement)
    assert [0, 1] == [witness["part"] for witness in statement["witnesses"]]


def test_a_changed_quotation_is_shown_with_who_has_what():
    """One word inside the marks differs on one of three pages."""
    changed = WHOLE.replace("will not be opened", "will now be opened")
    told = tell(WHOLE, WHOLE, changed)
    [variants] = [statement["variants"] for statement in told if statement["variants"]]
    assert [("wording", 0, 1, "not"), ("wording", 0, 2, "not"), ("wording", 0, 3, "now")] == [
        (v["kind"], v["place"], v["page"], v["words"]) for v in variants
    ]


def test_a_change_outside_the_marks_is_no_drift():
    """Desks may write what they want around a quotation, and set it as they want."""
    other = WHOLE.replace("told reporters on Monday", "said").replace("“", '"').replace("”", '"')
    assert [[]] * 3 == [statement["variants"] for statement in tell(WHOLE, other)][:3]


def test_one_quotation_with_two_speakers_is_a_conflict():
    """Who is named where is listed, and who it was is not sure."""
    other = WHOLE.replace("harbor master Ines Tamm", "mayor Karl Osk")
    told = tell(WHOLE, other)
    [statement] = [
        s
        for s in told
        if {"speaker"} == {v["kind"] for v in s["variants"]} and s["kind"] == "direct"
    ]
    assert {("Ines Tamm", 1), ("Karl Osk", 2)} == {
        (v["words"], v["page"]) for v in statement["variants"]
    }
    assert "unsure" == statement["certainty"]
    assert "witnesses name others" in [reason["name"] for reason in statement["reasons"]]


def test_an_accusation_is_answered_by_its_denial():
    """About the same thing, by somebody else, in plain words."""
    told = tell(WHOLE)
    [denial] = [statement for statement in told if statement["act"] == "deny"]
    [accusation] = [statement for statement in told if statement["act"] == "accuse"]
    [answer] = denial["answers"]
    assert accusation["statement_id"] == answer["to"]
    assert denial["words"][answer["start"] : answer["end"]] in ("danger", "boats")
    assert accusation["words"][answer["to_start"] : answer["to_end"]] in ("danger", "boats")


def test_order_of_pages_and_pairs_makes_no_difference():
    """The lists come from SQL in any order."""
    texts = WHOLE, LEAD + MIDDLE, WHOLE.replace("every stone", "each stone")
    pages = rows_of(*texts)
    found = [row["found"] for row in run(find_in_pages, pages)]
    straight = tell(*texts)
    assert straight == tell(*texts)
    assert join_story(7, found, []) == join_story(7, found[::-1], [])


def test_a_page_that_repeats_a_quotation_has_two_ids():
    """Both lead to the one place of it on the other page, and are told apart."""
    quote = "“Every stone of it has to be looked at again before May,” harbor master Tamm said. "
    told = tell(LEAD + quote + END, LEAD + quote + END + " Rain fell on the bay. " + quote)
    assert len(told) == len({statement["statement_id"] for statement in told})


def test_a_story_without_statements_gives_no_rows():
    """Nobody says anything."""
    assert [] == tell("Rain fell on the bay.", "Rain fell on the bay.")
    assert TOLD.names[0] == "story" and CARRIED.names[:2] == ["a", "b"]


def said(text, content, source="", cue=""):
    """A statement as a row, its parts given by their words."""
    row = {"words": content, "source_words": source, "quotes": [], "confidence": 0.9}
    for part, words in (("content", content), ("source", source), ("cue", cue)):
        at = text.find(words)
        row[part] = [{"start": at, "end": at + len(words)}] if words else []
    return row


def test_a_reworded_statement_is_known_by_place_words_and_speaker():
    """In a spun copy; the other statement of the same speaker is not taken for it."""
    a = (
        "Osk said the town would purchase nine vessels in spring. Rain fell. "
        "Osk said nobody would be dismissed from the office."
    )
    b = (
        "Osk stated the city would buy nine vessels during spring. It was wet. "
        "Osk stated no person would be fired from the office."
    )
    ours = [
        said(a, "the town would purchase nine vessels in spring", "Osk"),
        said(a, "nobody would be dismissed from the office", "Osk"),
    ]
    theirs = [
        said(b, "the city would buy nine vessels during spring", "Osk"),
        said(b, "no person would be fired from the office", "Osk"),
    ]
    passage = {
        "kind": "rewritten", "share": 0.4,
        "a_start": 0, "a_end": len(a), "b_start": 0, "b_end": len(b),
    }  # fmt: skip
    pairs = match_reworded(side_of(a, [], ours), side_of(b, [], theirs), [passage])
    best = sorted(pairs, reverse=True)[:2]
    assert {(0, 0), (1, 1)} == {(-i, -j) for _, i, j in best}


letters = st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta".split()), min_size=1)


@given(letters, letters)
def test_words_are_mapped_both_ways(one, other):
    """The two maps are inverses, and stay inside the texts."""
    a, b = " ".join(one), " ".join(other)
    passage = {
        "kind": "edited", "share": 0.7,
        "a_start": 0, "a_end": len(a), "b_start": 0, "b_end": len(b),
    }  # fmt: skip
    to_b, to_a = map_words(side_of(a, [], []), side_of(b, [], []), [passage])
    assert (len(one), len(other)) == (len(to_b), len(to_a))
    assert all(to_a[j] == i for i, j in enumerate(to_b) if j >= 0)
    assert all(to_b[i] == j for j, i in enumerate(to_a) if i >= 0)


@pytest.mark.parametrize("text", ["", "“", "”“\x00", "🙂 said 🙂", "said said said"])
def test_bad_input_goes_through(text):
    """Nothing is raised, whatever a page holds."""
    tell(text, text + WHOLE)


def test_a_pair_goes_only_into_stories_that_both_of_its_pages_are_in(tmp_path):
    """Page 3 holds both others: what it shares with one is nothing to the story of the other."""
    rows = {
        "told": (STATEMENTS, run(find_in_pages, rows_of(WHOLE, LEAD, WHOLE))),
        "carried": (
            CARRIED,
            [
                {"a": a, "b": 3, "carried": {"a": a, "b": 3, "same": [], "there": []}}
                for a in (1, 2)
            ],
        ),
        "chosen": (
            pa.schema([("story", pa.int64()), ("page", pa.int64())]),
            [{"story": s, "page": p} for s, p in ((10, 1), (10, 3), (20, 2), (20, 3), (30, 3))],
        ),
    }
    rows["carried"][1].append(
        {"a": 3, "b": 4, "carried": {"a": 3, "b": 4, "same": [], "there": []}}
    )
    with Local(tmp_path / "work") as engine:
        for name, (schema, some) in rows.items():
            pq.write_table(pa.Table.from_pylist(some, schema=schema), tmp_path / name)
            engine.source(name, [tmp_path / name])
        make_tables(engine, "wirecopy.attribute", "story.sql")
        spoken = [
            row for part in parts_of(engine, "spoken") for row in pq.read_table(part).to_pylist()
        ]
    found = {row["story"]: [(c["a"], c["b"]) for c in row["carried"] or []] for row in spoken}
    assert {10: [(1, 3)], 20: [(2, 3)], 30: []} == found


@pytest.mark.parametrize(
    ("names", "differ"),
    [
        (["The records", "The records, dated between May and June"], False),
        (["Tamm", "Ines Tamm", "captain Ines Tamm"], False),
        (["Ines Tamm", "Bo Aske"], True),
        (["Ines Tamm", "Bo Tamm"], True),
        (["Ines Tamm"], False),
    ],
)
def test_a_shorter_name_is_no_other_speaker(names: list[str], differ: bool) -> None:
    """Who names more of the same differs in nothing; another name does."""
    assert differ == are_others(names)


def differing(told, kind):
    """What pages have where they differ in one kind: the words, with their pages."""
    found = {}
    for statement in told:
        for row in statement["variants"]:
            if row["kind"] == kind:
                pages = found.setdefault(statement["words"], {}).setdefault(row["words"], [])
                pages.append(row["page"])
    return found


def test_a_page_that_says_the_opposite_is_shown():
    """It carries the words, as something else: each act with its pages; most pages decide."""
    turned = WHOLE.replace("She denied that", "She admitted that")
    told = tell(WHOLE, turned, WHOLE)
    words = "that boats had been in danger"
    assert {words: {"deny": [1, 3], "confirm": [2]}} == differing(told, "act")
    [statement] = [s for s in told if s["words"] == words]
    assert ("deny", [1, 2, 3]) == (statement["act"], pages_of(statement))
    assert {0} == {row["printed"] for row in statement["variants"]}


def test_a_word_that_turns_a_cue_is_shown():
    """The cue itself stands, with a "never" before it."""
    text = LEAD + "The mayor of Velm, Karl Osk, has said that the quay is his to close. " + END
    told = tell(text, text, text.replace("has said", "has never said"))
    assert {"that the quay is his to close": {"say": [1, 2], "decline": [3]}} == (
        differing(told, "act")
    )


def test_unaltered_copies_differ_in_nothing():
    """Whatever stands around them, and however they are set."""
    others = WHOLE.replace("“", '"').replace("”", '"'), "By Ana Ruiz\n\n" + WHOLE, MIDDLE + END
    assert [] == [statement for statement in tell(WHOLE, *others) if statement["variants"]]


def test_what_was_taken_for_the_cue_or_the_source_is_marked():
    """Where both pages print the cues, or sources, of both, they print the same."""
    text = "Osk told the office and denied that nine of its vessels had left the old pier."
    words = "nine of its vessels had left the old pier"
    passage = {
        "kind": "verbatim", "share": 1.0,
        "a_start": 0, "a_end": len(text), "b_start": 0, "b_end": len(text),
    }  # fmt: skip

    def marks(other, source, cue):
        sides = [
            side_of(text, [], [said(text, words, "Osk", "denied")]),
            side_of(other, [], [said(other, words, source, cue)]),
        ]
        [[one]] = carry(*sides, [passage])[:1]
        return one["same_cue"], one["same_source"]

    assert (1, 1) == marks(text, "the office", "told")
    assert (0, 0) == marks(text.replace("denied", "owned"), "Osk", "told")
    assert (1, 0) == marks(text.replace("Osk", "Tamm"), "Tamm", "denied")


def test_a_part_whose_cue_the_other_page_prints_as_well_differs_in_nothing():
    """One page's second statement was taken into the other's first: the outlets print the same."""
    text = "Osk said the quay was safe. Tamm denied that nine of its vessels had left the old pier."
    part = said(text, "nine of its vessels had left the old pier", "Tamm", "denied")
    whole = said(text, "the quay was safe", "Osk", "said")
    whole["content"] += part["content"]
    whole["words"] += " … " + part["words"]
    whole["act"], part["act"] = "say", "deny"
    whole["speaker"], part["speaker"] = "Bo Osk", "Ines Tamm"
    for one in (whole, part):
        one |= {
            "kind": "indirect", "speaker_kind": "person", "role": None, "certainty": "yes",
            "venue": None, "said_at": None, "reasons": [],
        }  # fmt: skip
    passage = {
        "kind": "verbatim", "share": 1.0,
        "a_start": 0, "a_end": len(text), "b_start": 0, "b_end": len(text),
    }  # fmt: skip
    same, there = carry(side_of(text, [], [whole]), side_of(text, [], [part]), [passage])
    assert ([], [1, 1]) == (same, [one["printed"] for one in there])
    found = [{"page": page, "at": page, "said": [one]} for page, one in ((1, whole), (2, part))]
    for one in there:
        one["of"] = 1 if one["of"] else 2
    [told] = join_story(7, found, [{"a": 1, "b": 2, "same": same, "there": there}])
    assert ([1, 2], []) == (pages_of(told), told["variants"])


SWAPPED = (
    "“We have not lost one stone of this quay,” said harbor master Ines Tamm. Rain fell on the "
    "bay all of Sunday, and boats stayed in. “Whoever can leave tonight should leave,” said Karl "
    "Osk, the mayor of Velm."
)


def test_equal_words_win_over_mere_place():
    """A quotation that went into another's mouth is that one; what stands in its place is not."""
    moved = SWAPPED.replace("We have not lost one stone of this quay", "Paint is no news").replace(
        "Whoever can leave tonight should leave", "We have not lost one stone of this quay"
    )
    told = tell(LEAD + SWAPPED + END, LEAD + moved + END)
    pages = {statement["words"].strip("“”,."): pages_of(statement) for statement in told}
    assert [1, 2] == pages["We have not lost one stone of this quay"]
    assert ([2], [1]) == (
        pages["Paint is no news"],
        pages["Whoever can leave tonight should leave"],
    )
    assert {} == differing(told, "wording")
    [names] = differing(told, "speaker").values()
    assert {"Ines Tamm": [1], "Karl Osk": [2]} == names


def test_a_quotation_in_the_place_of_one_that_is_gone_is_a_wording_of_it():
    """Place alone, where neither stands elsewhere on the other page."""
    other = SWAPPED.replace("We have not lost one stone of this quay", "Paint is no news at all")
    told = tell(LEAD + SWAPPED + END, LEAD + other + END)
    [words] = differing(told, "wording").values()
    assert {
        "We have not lost one stone of this quay": [1],
        "Paint is no news at all": [2],
    } == words


def test_where_and_when_are_told_by_who_names_the_speaker():
    """A page that gives the words to somebody else tells where that one spoke."""
    plain = MIDDLE.replace(" told reporters on Monday", " said")
    other = MIDDLE.replace("harbor master Ines Tamm", "mayor Karl Osk")
    told = tell(*[LEAD + text + END for text in (plain, plain, other)])
    [statement] = [s for s in told if s["kind"] == "direct"]
    assert ("Ines Tamm", None, None) == tuple(
        statement[part] for part in ("speaker", "venue", "said_at")
    )
    assert {"Ines Tamm": [1, 2], "Karl Osk": [3]} == differing(told, "speaker")[statement["words"]]


@pytest.mark.parametrize(
    ("days", "parts", "expected"),
    [
        pytest.param(["05-05", "05-12"], [0, 0], "05-05", id="a copy of a later week"),
        pytest.param(["05-05", "05"], [0, 1], "05-05", id="two parts agree"),
        pytest.param(["05", "05-05", "05-12"], [0, 0, 0], "05-05", id="the earlier day of a month"),
        pytest.param(["05-05", "05-12"], [0, 1], None, id="two parts contradict each other"),
        pytest.param(["04-28", "05-05", "05-05"], [0, 0, 0], None, id="most contradict the first"),
        pytest.param(["04-28", "05-05", None], [0, 0, 0], "04-28", id="one has no day"),
        pytest.param([], [], None, id="nobody has one"),
    ],
)
def test_the_earliest_of_copies_tells_the_day(days, parts, expected):
    """A Monday is that of the page that it was written for, whoever carries the words."""
    voters = [(page, {"said_at": day and f"2031-{day}"}) for page, day in enumerate(days)]
    assert (expected and f"2031-{expected}") == _one_time(voters, dict(enumerate(parts)))


@pytest.mark.parametrize(
    ("theirs", "who", "count"),
    [
        ("They sold us out", "fisherman Per Ree", 0),
        ("They sold us out", "reader Ekdal", 1),
        ("They sold us out", "he", 1),
        ("They sold us out", "a man", 1),
        ("They sold us out", "the fisherman", 0),
        ("A morning as any other", "fisherman Per Ree", 1),
    ],
)
def test_what_has_neither_words_nor_a_speaker_in_common_is_two(theirs, who, count):
    """Two boxes in one place of a story quote two people; a spun copy keeps something."""
    ours = "The best five minutes of my morning"
    a = f"“{ours},” said reader Bo Ekdal."
    b = f"“{theirs},” said {who}."
    sides = [
        side_of(text, [], [said(text, words, name, "said") | {"quotes": [words]}])
        for text, words, name in ((a, ours, "reader Bo Ekdal"), (b, theirs, who))
    ]
    assert count == len(prefer_words(*sides, [(1.0, 0, 0)]))
