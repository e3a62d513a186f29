"""Stage 6, attribute: who speaks."""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.layout import find_layout
from wirecopy.attribute.speakers import name_speakers
from wirecopy.records import Aside, AsideKind, Certainty, SpeakerKind, Statement, StatementKind

CASES = Path(__file__).parents[1] / "cases" / "attribute" / "speakers"


def said(text: str, source: str, content: str = "") -> Statement:
    """A statement with a source (up to its cue, if it is given with it) and a content."""
    at = text.index(source)
    words = source.removesuffix(".")
    for cue in (" said", " added", " asked", " believes", " think", " was", " she", " left"):
        words = words.split(cue)[0]
    cues = ((at + len(words) + 1, at + len(source)),) if len(words) < len(source) else ()
    spans = ((text.index(content), text.index(content) + len(content)),) if content else ()
    return Statement(spans, ((at, at + len(words)),), cues, StatementKind.INDIRECT)


def cases():
    """All cases of speakers, those that are known to fail as strict xfail."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else []
            yield pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    """Speaker, kind and certainty of the statements with these sources."""
    text = case["input"]
    named = name_speakers(text, [said(text, source) for source in case["sources"]])
    found = [[s.speaker, s.speaker_kind and str(s.speaker_kind), str(s.certainty)] for s in named]
    for want, got in zip(case["speakers"], found, strict=True):
        got[2] = "any" if want[2] == "any" else got[2]
    assert case["speakers"] == found
    if "roles" in case:
        assert case["roles"] == [s.role for s in named]


def test_nothing_is_lost_or_moved():
    """Statements come back in their order, with their spans untouched."""
    text = "Ada Roe said so. Bo Lind said no."
    statements = [said(text, "Bo Lind"), said(text, "Ada Roe")]
    named = name_speakers(text, statements)
    assert ["Bo Lind", "Ada Roe"] == [s.speaker for s in named]
    assert [s.source for s in statements] == [s.source for s in named]


def test_a_quotation_without_a_source_goes_on():
    """A quotation right behind another is its speaker's, with that reason."""
    text = "“They came late,” Ada Roe said. “They were tired.”"
    first = said(text, "Ada Roe", "“They came late,”")
    at = text.index("“They were")
    second = Statement(((at, len(text)),), (), (), StatementKind.DIRECT)
    named = name_speakers(text, [first, second])[1]
    assert ("Ada Roe", Certainty.YES) == (named.speaker, named.certainty)
    assert ["quotation goes on"] == [reason.name for reason in named.reasons]


def test_a_pronoun_says_where_its_meaning_was_named():
    """The reasons have the pronoun and the name it goes back to, each with its place."""
    text = "Ada Roe left. Roe was tired. It was late, she said."
    named = name_speakers(text, [said(text, "she said")])[0]
    assert [("pronoun", "she"), ("last named", "Roe")] == [
        (r.name, text[r.start : r.end]) for r in named.reasons
    ]
    text = "While she said no, Ada Roe opened the quay."
    ahead = name_speakers(text, [said(text, "she said")])[0].reasons[0]
    assert ("name ahead", "Ada Roe") == (ahead.name, text[ahead.start : ahead.end])


def test_who_was_asked_answers():
    """What follows a question is not said by the one who asked."""
    text = (
        "Harbor master Erik Lind smiled when sailor Karl Holm asked why. “It will hold,” he said."
    )
    asked = said(text, "sailor Karl Holm asked", "why")
    answer = said(text, "he said", "“It will hold,”")
    assert ["Karl Holm", "Erik Lind"] == [s.speaker for s in name_speakers(text, [asked, answer])]


def test_a_statement_without_anything_stays_open():
    """No source and no quotation before it: UNSURE, with a reason."""
    named = name_speakers("No heir is named.", [Statement(((0, 7),), (), (), "indirect")])[0]
    assert (None, Certainty.UNSURE) == (named.speaker, named.certainty)
    assert named.reasons


def test_first_person_inside_a_quotation_is_its_speaker():
    """What "I" says inside someone's quotation is that one's."""
    text = "“I told them that I would wait,” Ada Roe said."
    outer = said(text, "Ada Roe", "“I told them that I would wait,”")
    at = text.index("I told")
    inner = Statement(((at + 12, at + 29),), ((at, at + 1),), (), StatementKind.INDIRECT)
    assert ["Ada Roe", "Ada Roe"] == [s.speaker for s in name_speakers(text, [inner, outer])]


def test_names_in_asides_are_no_antecedents():
    """A name in a caption is not whom a pronoun means."""
    text = "Ada Roe left. Photo: Eva Berg. “It was late,” she said."
    aside = Aside(14, 30, AsideKind.CAPTION, "")
    assert ["Ada Roe"] == [s.speaker for s in name_speakers(text, [said(text, "she")], [aside])]


def test_two_speakers_at_once_are_a_group():
    """Two names joined by "and" speak together."""
    text = "Ada Roe and Bo Lind said no."
    named = name_speakers(text, [Statement(((20, 27),), ((0, 19),), (), "indirect")])[0]
    assert ("Ada Roe and Bo Lind", SpeakerKind.GROUP) == (named.speaker, named.speaker_kind)


ODD = [
    "",
    "Word",
    '“““ he said ””” " ‘ «',
    "he said\x00\x01\x02 she\u202e said",
    "他说他会来。",
    "Он сказал, что придёт.",
    "قال إنه سيأتي",
    "\ud83d\ude00 said 😀",
    "A. B. C. D. E. F.",
    "ALL CAPS ALL DAY ALL NIGHT SAID THE MAN",
    "\n\n\n",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_no_harm(text):
    """Whatever the text is, every statement comes back."""
    length = len(text)
    spans = [((a, min(a + 4, length)),) for a in range(0, length, 3)]
    statements = [Statement(span, span, (), StatementKind.INDIRECT) for span in spans]
    assert len(statements) == len(name_speakers(text, statements))


@given(
    st.text("aA bB.“”\"'’,\n-éÉ中1 heshesaidMr.", max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=8),
)
def test_any_text_any_spans(text, spans):
    """Nothing raises, spans stay, and the same input gives the same answer."""
    statements = [
        Statement(((b, max(a, b)),), ((a, max(a, b)),) if a % 3 else (), (), StatementKind.DIRECT)
        for a, b in spans
    ]
    named = name_speakers(text, statements)
    assert [s.source for s in statements] == [s.source for s in named]
    assert named == name_speakers(text, statements)
    assert all(s.reasons for s in named)


def test_answers_do_not_depend_on_the_order_of_statements():
    """Statements are read where they stand, not as they come."""
    text = "Mayor Bo Lind spoke. He said no. Ada Roe said yes. She said why. “Good,” he said."
    statements = [said(text, s) for s in ("He said", "Ada Roe said", "She said", "he said.")]
    named = name_speakers(text, statements)
    assert named == name_speakers(text, statements[::-1])[::-1]


@pytest.mark.parametrize(
    "unit",
    [
        "Ada Roe told Bo Lind that he knew. “No,” she said. ",
        "Name ",
        "Roe said he ",
        "“ he said ",
        "of The Office of ",
        "the mayor said, who said ",
    ],
)
def test_time_grows_with_length_only(unit):
    """A text eight times as long takes about eight times as long, in one paragraph as well."""

    def seconds(times: int) -> float:
        text = unit * times
        step = max(1, len(text) // 400)
        spans = [((a, min(a + 6, len(text))),) for a in range(0, len(text), step)]
        statements = [Statement(s, s, (), StatementKind.INDIRECT) for s in spans]
        before = time.process_time()
        name_speakers(text, statements)
        return time.process_time() - before

    seconds(100)
    short, long = seconds(500), seconds(4_000)
    assert long < 24 * short + 0.5


def test_time_grows_with_the_number_of_people_only():
    """A pronoun looks back some sentences, however many people the text has named before."""

    def seconds(people: int) -> float:
        names = ("".join(chr(97 + int(digit)) for digit in str(n)) for n in range(people))
        text = " ".join(f"Mr Bob R{name}k said he left." for name in names)
        before = time.process_time()
        name_speakers(text, [said(text, "he")])
        return time.process_time() - before

    seconds(100)
    few, many = (min(seconds(people) for _ in range(3)) for people in (1_000, 8_000))
    assert many < 12 * few + 0.2


def test_slips_of_marks_are_found_in_linear_time():
    """Straight marks that might close a curly one, whose own end is a megabyte away."""
    start = time.process_time()
    assert [0] == find_layout("“" + 'a," ' * 200_000 + "”").quote_starts
    assert time.process_time() - start < 5


SEED = Path(__file__).parents[2] / "shared" / "data" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed document is not beside the checkout")
def test_the_seed():
    """All statements of the first document of this project have the speaker a reader gives them."""
    import wirecopy as wc

    page = next(iter(wc.read(SEED)))
    bachelet, office = "Michelle Bachelet", "UN Human Rights Office"
    wang, zhang, raxit = "Wang Wenbin", "Zhang Jun", "Dilxat Raxit"
    expected = [
        (287, office), (514, office), (741, office), (873, office), (1034, office),
        (1245, "Human rights groups"), (1471, "United States"), (1516, "China"),
        (1642, wang), (1684, wang), (2009, zhang), (2072, zhang), (2372, zhang), (2621, zhang),
        (2767, bachelet), (2932, bachelet), (3106, bachelet), (3229, bachelet),
        (3503, raxit), (3610, raxit), (3800, "Reuters"), (3943, bachelet),
        (3977, bachelet), (4036, bachelet), (4171, "Kenneth Roth"), (4322, "Kenneth Roth"),
        (4483, "Human Rights Watch"), (4510, "John Fisher"),
    ]  # fmt: skip
    found = {
        statement.content[0][0]: statement.speaker for statement in wc.find_statements(page.text)
    }
    assert expected == [(start, found.get(start)) for start, _ in expected]


POLNEAR = Path(__file__).parents[2] / "shared" / "data" / "polnear" / "dev"


@pytest.mark.skipif(
    not POLNEAR.is_dir(), reason="the annotated articles are not beside the checkout"
)
def test_the_half_held_back_stays_above_its_floor():
    """On articles that nothing was tuned on, speakers are decided and right as the docs say."""
    path = Path(__file__).parents[1] / "bench" / "speakers.py"
    spec = importlib.util.spec_from_file_location("bench_speakers", path)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    figures = bench.measure(POLNEAR, errors=False)["held back"]
    assert figures["decided"] > 0.915
    assert figures["right where decided"] > 0.925
