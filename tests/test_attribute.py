"""Stage 6, attribute: statements of texts and of batches."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.attribute import find_statements
from wirecopy.attribute.statements import is_told
from wirecopy.attribute.tagger import load_tagger
from wirecopy.attribute.windows import LONGEST
from wirecopy.records import Aside, AsideKind, Statement, StatementKind

SAID = "Harbor master Ines Tamm said the old quay would stay closed until May."

marks = ["“No,”", '"', "”", "“", "'", "‘", "’", "…", "🙂", "\x07", "\ud800", "\n\n"]
words = ["Tamm", "said", "the quay", "is safe.", "she", "told", "him", "denied", "that", "Sign up"]
texts = st.lists(st.sampled_from(marks + words + ["according to", "Velm.", "é"]), max_size=60).map(
    " ".join
)


def spans(statement):
    return [*statement.content, *statement.source, *statement.cue]


@settings(max_examples=60, deadline=None)
@given(texts)
def test_spans_reproduce_their_text(text):
    """All spans lie in the text, in order, are not empty, and never overlap in a statement."""
    for statement in find_statements(text):
        assert statement.content
        assert 0 <= statement.confidence <= 1
        for part in (statement.content, statement.source, statement.cue):
            assert sorted(part) == list(part)
        ordered = sorted(spans(statement))
        assert all(0 <= a < b <= len(text) for a, b in ordered)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))


@settings(max_examples=40, deadline=None)
@given(texts, st.integers(0, 100), st.integers(0, 100))
def test_asides_are_never_part_of_a_statement(text, start, length):
    """No span reaches into an aside."""
    aside = Aside(start, start + length, AsideKind.PROMOTION, "wording: test")
    for statement in find_statements(text, [aside]):
        for a, b in spans(statement):
            assert b <= aside.start or a >= aside.end or not length


def test_what_runs_on_was_said_on_the_same_occasion():
    """A quotation behind its cue has the speaker and venue of the one before, and says so."""
    text = (
        "“They told us nothing,” Ines Tamm told the Velm Post in an email. "
        "“They did not even write to the fishermen who own the boats.”"
    )
    first, second = find_statements(text)
    assert (second.speaker, second.venue) == ("Ines Tamm", "to the Velm Post, in an email")
    assert (first.speaker, first.venue) == (second.speaker, second.venue)
    assert (second.cue, second.act) == ((), first.act)
    assert second.reasons[-1].name == "quotation goes on"


def test_an_aside_in_a_quotation_is_read_over():
    """Furniture between the sentences of a quotation does not end it."""
    line = "Sign up now for free access."
    text = f"“The quay will stay closed. {line} Nobody may land here,” Ines Tamm said."
    aside = Aside(
        text.index(line), text.index(line) + len(line), AsideKind.PROMOTION, "wording: test"
    )
    (statement,) = find_statements(text, [aside])
    assert "“The quay will stay closed. … Nobody may land here,”" == statement.show(text, "content")
    assert StatementKind.DIRECT == statement.kind


@pytest.mark.parametrize("text", ["", " \n ", "word", "said", "“", '"""""""', "\ud800", "…" * 50])
def test_bad_texts_have_no_sure_statements(text):
    """Next to nothing to read: next to nothing found, and nothing at high confidence."""
    assert [] == [s for s in find_statements(text) if s.confidence > 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafenmeister sagte am Dienstag, die alte Mole bleibe bis Mai geschlossen. "
        "„Niemand war in Gefahr“, sagte Ines Tamm vor dem Rat der Stadt.",
        "港务长周二表示，旧码头将关闭至五月。“没有人有危险，”她说。",
        "Капитан порта сказала во вторник, что старый причал будет закрыт до мая.",
        "قالت قائدة الميناء يوم الثلاثاء إن الرصيف القديم سيبقى مغلقا حتى مايو.",
    ],
)
def test_other_languages_are_not_answered_with_confidence(text):
    """The model reads English; elsewhere it is not sure."""
    assert [] == [s for s in find_statements(text) if s.confidence > 0.8]


def test_a_text_of_one_endless_paragraph():
    """A long text without breaks is read in bounded windows, at the usual pace."""
    text = " ".join([SAID] * 400)
    start = time.perf_counter()
    found = find_statements(text)
    assert time.perf_counter() - start < 60
    assert 380 < sum(s.show(text, "source").endswith("Ines Tamm") for s in found) <= 400


def test_five_megabytes_in_one_paragraph_are_read_in_windows():
    """The network sees windows of one size, however long the text; a stand-in reads nothing."""
    text = "Tamm said: " + " ".join(["x" * 400] * 12_400) + " Tamm said."
    seen = []

    def network(pieces, traits, first):
        seen.append(pieces.shape[1])
        size = first.shape[1]
        outside = np.eye(1, 7, dtype=np.float32).repeat(size, 0)[None] * 9
        return outside, *np.zeros((2, 1, size, size), np.float32)

    assert [] == find_statements(text, tagger=replace(load_tagger(), network=network))
    assert len(text) > 4_970_000
    assert max(seen) <= LONGEST + 2
    assert 12_400 < sum(seen) < 2 * 12_400


def test_what_is_said_between_endless_words_is_found():
    """300 kB in one paragraph, most of it data without a space, as pages have it by mistake."""
    text = " ".join(f"{SAID} {'QUJD' * 230}." for _ in range(300))
    assert len(text) > 295_000 and "\n" not in text
    found = find_statements(text)
    assert 150 < sum(s.show(text, "source").endswith("Ines Tamm") for s in found) <= 300
    assert all(0 <= a < b <= len(text) for s in found for a, b in spans(s))


@pytest.mark.parametrize(
    ("kind", "source", "cue", "act", "confidence", "told"),
    [
        ("indirect", True, True, "say", 0.4, True),
        ("indirect", False, True, "say", 0.9, False),
        ("indirect", True, True, "say", 0.3, False),
        ("indirect", True, True, None, 0.5, False),
        ("indirect", True, True, None, 0.7, True),
        ("indirect", True, False, None, 0.4, True),
        ("mixed", False, True, None, 0.1, True),
        ("direct", False, False, None, 0.1, True),
    ],
)
def test_what_a_ledger_takes(kind, source, cue, act, confidence, told):
    """What is quoted; else what has a source and is likely, more so where no act is known."""
    spans = ((0, 4),)
    one = Statement(
        spans, spans if source else (), spans if cue else (), StatementKind(kind), act,
        confidence=confidence,
    )  # fmt: skip
    assert is_told(one, "Leaks.") == told
    assert is_told(one, "whom") == (told and (kind != "indirect" or not cue))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“No comment.” — Ms. Hult’s cat\n\nBrandt would only say: “Ask the council.”", "Brandt"),
        ("The chairman of the\n\nHarrow Port Authority said the quay was safe.", None),
    ],
)
def test_a_source_ends_with_its_paragraph(text: str, speaker: str | None) -> None:
    """Behind a blank line, unless the phrase cannot end there."""
    sources = {one.show(text, "source") for one in find_statements(text)}
    assert speaker in sources if speaker else "The chairman of the" not in sources


def test_a_source_goes_on_behind_an_aside() -> None:
    """Whose lines are none of the story's."""
    aside = "ADVERTISEMENT"
    text = f"The quay was safe, Ida\n\n{aside}\n\nRoe told the town council."
    at = text.index(aside)
    asides = [Aside(at, at + len(aside), AsideKind.ADVERTISEMENT, "test")]
    [said] = find_statements(text, asides)
    assert said.show(text, "source").endswith("Roe")
