"""Stage 2, clean: files of known wording, their errors, and the search for what a page has."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.clean import find_asides, load_wording
from wirecopy.clean.captions import caption_start, reads_like_caption
from wirecopy.clean.places import lines_of
from wirecopy.clean.sentences import may_begin, may_end, plain, sentence_start, sentence_starts
from wirecopy.errors import OptionsError

GOOD = '[[pattern]]\nname = "own"\nkind = "link"\nwhere = "line"\nwords = "Zum Thema"\n'


@pytest.fixture
def own(tmp_path):
    """Write a file of one's own wording and give its path."""

    def write(text):
        path = tmp_path / "own.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_own_words(own):
    """One's own words are asides under the name given to them; quotes and dashes are loose."""
    wording = load_wording(own(GOOD.replace("Zum Thema", "Zum Thema - 'mehr'")))
    text = "Der Damm brach.\n\nZum  Thema – ‘mehr’\n\nDer Ort steht unter Wasser."
    assert ["wording: own"] == [a.reason for a in find_asides(text, wording)]
    assert [] == find_asides(text)


def test_own_parts(own):
    """One's own pattern may use the parts that there are and parts of its own."""
    text = '[parts]\nroe = "Ann {cap}"\n' + GOOD.replace(
        'words = "Zum Thema"', "pattern = 'By {roe}'"
    )
    wording = load_wording(own(text))
    (aside,) = find_asides("The dam broke.\n\nBy Ann Roe", wording)
    assert "wording: byline" == aside.reason  # the known wording comes first
    assert wording.patterns[-1].regex.fullmatch("By Ann  Roe")


def test_changed_file(own):
    """A file that has changed is read anew."""
    text = "The dam broke.\n\nMehr dazu"
    assert [] == find_asides(text, load_wording(own(GOOD)))
    assert 1 == len(find_asides(text, load_wording(own(GOOD.replace("Zum Thema", "Mehr dazu")))))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe", "own.toml is not UTF-8: byte 0"),
        ("name = ", "own.toml is not TOML: Invalid value (at end of document)"),
        ("[[patterns]]", "own.toml: patterns is none of [parts] and [[pattern]]"),
        ("pattern = 3", "own.toml: write [parts] and [[pattern]], as wording.toml does"),
        ("[parts]\nroe = 3", "own.toml: the part roe is no text"),
        ("pattern = [3]", "own.toml: a pattern: is not a table"),
        (GOOD + "\n[[pattern]]\nkind = 'link'", "own.toml, line 7: a pattern: name is missing"),
        (GOOD.replace("link", "joke"), "line 1: pattern 'own': joke is no kind; kinds are front"),
        (GOOD.replace('"line"', '"moon"'), "pattern 'own': moon is no place; places are line, "),
        (GOOD + "pattern = 'x'", "pattern 'own': give either words or a pattern"),
        (GOOD.replace("words", "pattern").replace("Zum", "(Zum"), "'own': missing ), unterminated"),
        (GOOD.replace("words", "pattern").replace("Zum", "{zum}"), "there is no part {zum}; parts"),
        (GOOD.replace("words", "pattern").replace("Zum Thema", "x?"), "where there is nothing"),
        (GOOD.replace('"Zum Thema"', '"  "'), "pattern 'own': words are missing"),
        (GOOD + "color = 'red'", "pattern 'own': color is no field; fields are name, kind, where"),
        (GOOD + "longest = true", "pattern 'own': longest is no whole number"),
        (GOOD + "needs = 'zum'", "pattern 'own': needs is no list of texts"),
        (GOOD + "needs = ['']", "pattern 'own': needs is no list of texts"),
        (GOOD + "only = '['", "pattern 'own': unterminated character set"),
        (
            "[parts]\na = '{b}'\nb = '{a}'\n"
            + GOOD.replace("words", "pattern").replace("Zum Thema", "{a}"),
            "parts are in each other without end",
        ),
    ],
)
def test_bad_file(own, text, message):
    """A bad file of wording is refused with its line, its pattern, and what is wrong."""
    with pytest.raises(OptionsError, match=re.escape(message)):
        load_wording(own(text))


def test_no_file(tmp_path):
    """A file of wording that is not there is an error of the options."""
    with pytest.raises(OptionsError, match=r"cannot read the wordings in .*: No such file"):
        load_wording(str(tmp_path / "none.toml"))


def test_known_wording_says_where_it_was_seen():
    """Each known wording has a name of its own, outlets that have it, and words it needs."""
    patterns = load_wording().patterns
    assert len(patterns) == len({p.name for p in patterns})
    for pattern in patterns:
        assert bool(pattern.seen) != bool(pattern.told), pattern.name
        assert all("." in outlet for outlet in pattern.seen + pattern.told), pattern.name
        assert pattern.needs, pattern.name


@given(
    st.lists(
        st.sampled_from(
            [
                "read",
                "more",
                "the",
                "app",
                "Getty",
                "/",
                "©",
                "MORE",
                "CLOSE",
                "dam",
                "é",
                "😀",
                "\n",
            ]
        )
    )
)
def test_likely(words):
    """Patterns that may be on a page are those that have a word they need on it."""
    wording = load_wording()
    page = " ".join(words)

    def has(word):
        return word in (page.lower() if word == word.lower() else page)

    assert [p for p in wording.patterns if any(map(has, p.needs))] == wording.likely_on(page)


@given(st.text(st.sampled_from("“”‘’«»–—\u00a0\u200b\ufeff\t\r\n aé😀"), max_size=40))
def test_plain_keeps_every_place(text):
    """The plain page has each letter and each line end where the text has it."""
    page = plain(text)
    assert len(text) == len(page)
    assert [(i, c) for i, c in enumerate(text) if c in "aé😀\n"] == [
        (i, c) for i, c in enumerate(page) if c in "aé😀\n"
    ]
    assert not set("“”«»–—\u00a0\u200b\t\r") & set(page)


@given(st.text(st.sampled_from("ab \n\t*•-"), max_size=40))
def test_lines(text):
    """Lines are what splitting gives, without the blanks around them and without empty ones."""
    page = plain(text)
    expected = [line.strip() for line in page.split("\n") if line.strip()]
    assert expected == [page[line.start : line.end] for line in lines_of(page)]
    for line in lines_of(page):
        core = page[line.core_start : line.core_end]
        assert core == core.strip(" *•-")


@pytest.mark.parametrize(
    ("page", "at", "expected"),
    [
        ("read more", 0, True),
        ("He left. read more", 9, True),
        ('"I left." read more', 10, True),
        ("He left (at noon). read more", 19, True),
        ("Mr. read more", 4, False),
        ("in the U.S. read more", 12, False),
        ("They read more", 5, False),
        ('called it "fake" read more', 17, False),
        ("They\nread more", 5, False),
        ("They\nRead more", 5, True),
        ("They\n\nread more", 6, True),
        ("He left.\nread more", 9, True),
    ],
)
def test_may_begin(page, at, expected):
    """A sentence begins after a sentence, or on a line that does not go on with another."""
    assert expected is may_begin(page, at)


@pytest.mark.parametrize(
    ("page", "at", "expected"),
    [
        ("read more", 9, True),
        ("read more The", 9, True),
        ('read more "The', 9, True),
        ("read more [1] The", 9, True),
        ("read more books", 9, False),
        ("read more, he", 9, False),
        ("read moreThe", 9, False),
        ("read more\nbooks", 9, False),
        ("read more\n\nbooks", 9, True),
        ("read more\nBooks", 9, True),
    ],
)
def test_may_end(page, at, expected):
    """A sentence ends where the next may begin, or at the end of a line that is its last."""
    assert expected is may_end(page, at)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("He left. She waits", "She waits"),
        ("He left. She waits. ", "She waits. "),
        ("He left.She waits. ", "She waits. "),
        ("He left. Gen. Roe waits in the U.S. Capitol. ", "Gen. Roe waits in the U.S. Capitol. "),
        ("He left. Mr. J. D. Roe waits, Aug. 3. ", "Mr. J. D. Roe waits, Aug. 3. "),
        ("He left.\nshe waits", "she waits"),
        ("He left. ___ She waits", "She waits"),
        ('"Go!" She waits', "She waits"),
    ],
)
def test_sentence_start(page, expected):
    """The last sentence before a place begins after the one before, not after an abbreviation."""
    assert expected == page[sentence_start(page, len(page)) :]


def test_sentence_start_out_of_reach():
    """A sentence that goes on for pages has no beginning, unless an aside ends within reach."""
    page = "word " * 1000
    assert None is sentence_start(page, len(page))
    assert 4900 == sentence_start(page, len(page), 4900)


def test_sentence_starts():
    """All sentences of a span are found, the first with the span's beginning."""
    page = "He left. Mr. Roe said no. She stayed."
    assert ["He left. ", "Mr. Roe said no. ", "She stayed."] == [
        page[a:b] for a, b in pairwise([*sentence_starts(page, 0, len(page)), len(page)])
    ]


def test_caption_start_does_not_pass_another_aside():
    """A caption does not reach back into the aside before it."""
    page = "read more Ann Roe speaks in Velm, May 3, 2021. REUTERS/Jo Doe The"
    assert 10 == caption_start(page, 10, len(page), page.index("REUTERS"), page.index(" The"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ann Roe, left, with Pat Poe in Velm.", True),
        ("FILE PHOTO: The dam above Velm.", True),
        ("A combination photo of two dams.", True),
        ("The dam above Velm, Norland, August 24, 2022.", True),
        ("He left Velm on a Monday.", False),
        ("Ann Roe speaks six languages, her mother said.", False),
        ('"He speaks," she thought.', False),
        ("", False),
    ],
)
def test_reads_like_caption(sentence, expected):
    """A caption has a scene in the present, a place with a date, or a label; never speech."""
    assert expected is reads_like_caption(sentence)
