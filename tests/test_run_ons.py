"""Stage 6, attribute: quotations that run on behind their cue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute.links import Linked
from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.run_ons import go_on, part_run_ons


def parts(text, contents, cue, asides=()):
    """The contents of a statement with these words, part by part."""
    words = find_words(text, asides)

    def run(part):
        start = text.index(part)
        inside = [n for n, at in enumerate(words.starts) if start <= at < start + len(part)]
        return inside[0], inside[-1] + 1

    linked = Linked(tuple(map(run, contents)), (run(cue),), (), (1.0,) * 6)
    return [
        [text[words.starts[a] : words.ends[b - 1]] for a, b in part]
        for part in part_run_ons(text, words, linked)
    ]


@pytest.mark.parametrize(
    ("text", "contents", "count"),
    [
        ("“It leaks,” Tamm said. “We close.”", ["“It leaks,”", "“We close.”"], 2),
        ("“It leaks,” Tamm said. “We close.”", ["It leaks", "We close"], 2),
        ('"It leaks," Tamm said. "We close."', ["It leaks", "We close"], 2),
        ("'It leaks,' Tamm said. 'We close.'", ["It leaks", "We close"], 2),
        ("“It leaks,” Tamm said.\n\n“We close.”", ["“It leaks,”", "“We close.”"], 2),
        ("It leaks, Tamm said. “We close.”", ["It leaks", "“We close.”"], 2),
        ("“It,” Tamm said, “leaks.”", ["“It,”", "“leaks.”"], 1),
        ("“It,” Tamm said, “leaks. All of it.”", ["“It,”", "“leaks. All of it.”"], 1),
        ("“It leaks,” Tamm said. We close.", ["“It leaks,”", "We close"], 1),
        ("Tamm said it leaks. “We close.”", ["it leaks", "“We close.”"], 1),
        ("“It leaks,” Tamm said. All of “it.”", ["“It leaks,”", "All of “it.”"], 1),
    ],
)
def test_part(text, contents, count):
    """Only a quotation that opens behind the cue's sentence is a part of its own."""
    found = parts(text, contents, "said")
    assert len(found) == count
    assert [one for part in found for one in part] == contents


def test_what_follows_stays_with_it():
    """Two pieces behind one cue are one statement."""
    text = "“It leaks,” Tamm said. “We close.” More below. “For good.”"
    found = parts(text, ["“It leaks,”", "“We close.”", "“For good.”"], "said")
    assert found == [["“It leaks,”"], ["“We close.”", "“For good.”"]]


def test_an_aside_between():
    """A line of furniture before the quotation hides neither the stop nor the mark."""
    text = "“It leaks,” Tamm said. Sign up now “We close.”"
    asides = [(text.index("Sign"), text.index("“We"))]
    assert len(parts(text, ["“It leaks,”", "“We close.”"], "said", asides)) == 2


def sources(text, *contents):
    """Whether each content has a source; at first only the first one has."""
    words = find_words(text)
    found = []
    for number, part in enumerate(contents):
        start = text.index(part)
        inside = [n for n, at in enumerate(words.starts) if start <= at < start + len(part)]
        whose = () if number else ((words.starts.index(text.index("Tamm")),) * 2,)
        found.append(Linked(((inside[0], inside[-1] + 1),), (), whose, (1.0,) * 6))
    return [bool(linked.sources) for linked in go_on(text, words, found)]


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("“It leaks,” Tamm said.\n\n“We close.”", [True, True]),
        ("“It leaks,” Tamm said.\n\n“We close.\n\n“For good.”", [True, True, True]),
        ("“It leaks,” Tamm said.\n\nThe quay was shut.\n\n“We close.”", [True, False]),
        ("“It leaks,” Tamm said.\n\n“We close.” So it was.", [True, False]),
        ("“It leaks,” Tamm said.\n\nSo: “We close.”", [True, False]),
        ("Tamm said It leaks.\n\n“We close.”", [True, False]),
        ("“It leaks?” Tamm asked.\n\n“We close.”", [True, False]),
        ("“It leaks,” Tamm told Roe, who said:\n\n“We close.”", [True, False]),
        ("“It leaks,” Tamm said. Then Roe rose.\n\n“We close.”", [True, False]),
    ],
)
def test_a_quotation_goes_on_in_the_next_paragraph(text, goes):
    """It must fill its paragraph, and stand right behind the other, which is quoted too."""
    contents = ["It leaks", "We close", "For good"][: len(goes)]
    assert sources(text, *contents) == goes


@given(st.text(st.sampled_from("ab A.,“”\"'\n"), max_size=60), st.data())
def test_nothing_is_lost(text, data):
    """All contents come out, once, in their order."""
    words = find_words(text)
    cuts = data.draw(st.lists(st.integers(0, len(words)), max_size=8, unique=True).map(sorted))
    runs = list(zip(cuts[::2], cuts[1::2], strict=False))
    if runs:
        linked = Linked(tuple(runs[::2]), tuple(runs[1::2]), (), (1.0,) * 6)
        found = list(part_run_ons(text, words, linked))
        assert [run for part in found for run in part] == runs[::2]
        assert all(found)
