"""Front matter: its grammar, where it ends, and what only looks like it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.frontmatter import FrontMatter, code_spans, find_all_front_matter, find_front_matter

BODY = "The harbor of Velm will close for nine days in May while divers clear mines."


def found(text: str) -> tuple[str, dict[str, object], str] | None:
    """Give style, values and the text that follows the front matter that opens a text."""
    front = find_front_matter(text)
    return front and (front.style, front.values, text[front.end :])


LEAKED = [
    (
        "curly quotes",
        f"title: “Velm” ShowToc: true date: “2022-11-13” author: “Ana Ruiz”\n{BODY}",
        {"title": "Velm", "ShowToc": True, "date": "2022-11-13", "author": "Ana Ruiz"},
        f"\n{BODY}",
    ),
    (
        "text on the same line",
        f"title: “Velm” date: “2022-11-13” author: “Ana Ruiz” {BODY} “So be it,” he said.",
        {"title": "Velm", "date": "2022-11-13", "author": "Ana Ruiz"},
        f" {BODY} “So be it,” he said.",
    ),
    (
        "straight quotes, a list and a date",
        'title: "Velm" date: 2022-11-13T07:30:00Z tags: [\'sea\', "mines"] draft: false',
        {
            "title": "Velm",
            "date": "2022-11-13T07:30:00Z",
            "tags": ["sea", "mines"],
            "draft": False,
        },
        "",
    ),
    (
        "single quotes around an apostrophe",
        "title: 'It’s the captain's day' date: '2022-11-13'",
        {"title": "It’s the captain's day", "date": "2022-11-13"},
        "",
    ),
    (
        "quotes in quotes",
        "title: “He said “no” again” date: “2022-11-13”",
        {"title": "He said “no” again", "date": "2022-11-13"},
        "",
    ),
    (
        "a colon in a title",
        "title: “Mines: the date: when” author: “Ana Ruiz”",
        {"title": "Mines: the date: when", "author": "Ana Ruiz"},
        "",
    ),
    (
        "a closing quote is missing",
        "title: “Velm date: “2022-11-13” author: “Ana Ruiz”",
        {"title": "Velm", "date": "2022-11-13", "author": "Ana Ruiz"},
        "",
    ),
    (
        "the last closing quote is missing",
        "title: “Velm” date: “2022-11-13” author: “Ana Ruiz",
        {"title": "Velm", "date": "2022-11-13", "author": "Ana Ruiz"},
        "",
    ),
    (
        "no quotes",
        "title: Velm closes its harbor date: 2022-11-13 author: Ana Ruiz",
        {"title": "Velm closes its harbor", "date": "2022-11-13", "author": "Ana Ruiz"},
        "",
    ),
    (
        "a last value that runs into the text is text",
        f"title: Velm date: 2022-11-13 author: {BODY} {BODY} {BODY}",
        {"title": "Velm", "date": "2022-11-13"},
        f" author: {BODY} {BODY} {BODY}",
    ),
    (
        "an unknown key first",
        "ShowToc: true title: “Velm” tags: - sea - mines author: Ana",
        {"ShowToc": True, "title": "Velm", "tags": ["sea", "mines"], "author": "Ana"},
        "",
    ),
    (
        "fences on the same line",
        f"--- title: “Velm” date: 2022-11-13 --- {BODY}",
        {"title": "Velm", "date": "2022-11-13"},
        f" {BODY}",
    ),
    (
        "equals signs",
        'title = "Velm" date = 2022-11-13 draft = true',
        {"title": "Velm", "date": "2022-11-13", "draft": True},
        "",
    ),
    (
        "French spaces and quotes",
        "title : « Velm » date : « 2022-11-13 »",
        {"title": "Velm", "date": "2022-11-13"},
        "",
    ),
    (
        "on several lines",
        f"title: “Velm”\ndate: 2022-11-13\nauthor: Ana\n\n{BODY}",
        {"title": "Velm", "date": "2022-11-13", "author": "Ana"},
        f"\n\n{BODY}",
    ),
    (
        "on several lines, text at once",
        f"title: Velm\ndate: 2022-11-13\nVelm: {BODY}",
        {"title": "Velm", "date": "2022-11-13"},
        f"\nVelm: {BODY}",
    ),
    (
        "colons in a title without quotes",
        "Title: The harbor: 5 things to watch\nDate: 2022-11-13\nURL: http://velm.example/5\n",
        {
            "Title": "The harbor: 5 things to watch",
            "Date": "2022-11-13",
            "URL": "http://velm.example/5",
        },
        "\n",
    ),
    (
        "an unknown key after a value without quotes",
        "title: Velm closes its harbor ShowToc: true date: 2022-11-13",
        {"title": "Velm closes its harbor", "ShowToc": True, "date": "2022-11-13"},
        "",
    ),
    (
        "keys as people write them",
        "Title: 'Historic' day in Velm\nDate: 2022-11-13\nCategory: Sea\n",
        {"Title": "'Historic' day in Velm", "Date": "2022-11-13", "Category": "Sea"},
        "\n",
    ),
]


@pytest.mark.parametrize(
    ("text", "values", "rest"), [pytest.param(*c[1:], id=c[0]) for c in LEAKED]
)
def test_leaked(text: str, values: dict[str, object], rest: str) -> None:
    """Leaked pairs are read in their order, and end where the text begins."""
    style, got, after = found(text) or ("", {}, "")
    assert ("leaked", list(values.items()), rest) == (style, list(got.items()), after)


FENCED = [
    (
        "yaml",
        "---\ntitle: Velm\ndate: 2022-11-13\ntags:\n  - sea\nnested: {a: [1, x]}\n---\nText",
        {"title": "Velm", "date": "2022-11-13", "tags": ["sea"], "nested": {"a": [1, "x"]}},
    ),
    (
        "yaml, values that YAML 1.1 would change",
        "---\ntitle: No\nslug: 012\nn: 12\nf: 1.50\nat: 12:30:45\nok: yes\nd: true\ne:\n---\nText",
        {
            "title": "No",
            "slug": "012",
            "n": 12,
            "f": "1.50",
            "at": "12:30:45",
            "ok": "yes",
            "d": True,
            "e": "",
        },
    ),
    (
        "yaml that is none: a colon in a title",
        "---\ntitle: Velm: the mines\ndate: 2022-11-13\ntags:\n- sea\n- 'war'\n---\nText",
        {"title": "Velm: the mines", "date": "2022-11-13", "tags": ["sea", "war"]},
    ),
    (
        "yaml, curly quotes",
        "---\ntitle: “Velm”\nquote: “No,” he said, “never.”\n---\nText",
        {"title": "Velm", "quote": "“No,” he said, “never.”"},
    ),
    (
        "yaml after a mark and blank lines, with CRLF",
        "\ufeff\r\n---\r\ntitle: Velm\r\ndate: 2022-11-13\r\n---\r\nText",
        {"title": "Velm", "date": "2022-11-13"},
    ),
    (
        "yaml, no closing fence",
        "---\ntitle: Velm\ndate: 2022-11-13\n\nText: and more.\n\n---\nThe end",
        {"title": "Velm", "date": "2022-11-13"},
    ),
    (
        "yaml, an alias is not followed",
        "---\ntitle: &x Velm\nagain: *x\n---\nText",
        {"title": "&x Velm", "again": "*x"},
    ),
    (
        "yaml, a knot of aliases is not followed",
        "---\ntitle: Velm\nknot: &a\n  self: *a\n---\nText",
        {"title": "Velm", "knot": "&a"},
    ),
    (
        "yaml, a set has an order",
        "---\ntitle: Velm\ntags: !!set {sea, mines, war}\n---\nText",
        {"title": "Velm", "tags": ["mines", "sea", "war"]},
    ),
    (
        "yaml, an object is not made",
        "---\ntitle: !!python/object/apply:os.getcwd []\n---\nText",
        {"title": "!!python/object/apply:os.getcwd []"},
    ),
    (
        "toml",
        '+++\ntitle = "Velm"\ndate = 2022-11-13T07:30:00Z\nn = 3\nf = 1.50\n[p]\nx = true\n+++\nT',
        {
            "title": "Velm",
            "date": "2022-11-13T07:30:00Z",
            "n": 3,
            "f": "1.50",
            "p": {"x": True},
        },
    ),
    (
        "toml that is none",
        '+++\ntitle = Velm\ndate = "2022-11-13"\n+++\nText',
        {"title": "Velm", "date": "2022-11-13"},
    ),
    (
        "json",
        '{\n "title": "Velm",\n "date": "2022-11-13", "n": 3, "x": NaN, "l": [1.5, null]\n}\nText',
        {"title": "Velm", "date": "2022-11-13", "n": 3, "x": "NaN", "l": [1.5, None]},
    ),
]


@pytest.mark.parametrize(("text", "values"), [pytest.param(*c[1:], id=c[0]) for c in FENCED])
def test_fenced(text: str, values: dict[str, object]) -> None:
    """A block between fences gives JSON values; dates and odd numbers stay as they are written."""
    got = found(text)
    assert got is not None
    assert values == got[1]
    assert got[2].strip().startswith("T")


NOT = [
    "title: king of the hill, they say of him",
    "His title: king of the hill. His date: unknown.",
    "Date: Monday, Nov 3 Time: 7 p.m. Location: the net hall",
    "Title: The Dry Pier Author: Ada Lorne Publisher: Tolm House",
    "Title: The Dry Pier\nAuthor: Ada Lorne\nPublisher: Tolm House\n",
    "Source: Velm Archive\nPublished: May 3\n",
    "note: the date: is wrong",
    "Q: What date: is it?\nA: The third.",
    "quicklist: 1 title: The captain speaks text: On Monday the captain spoke.",
    "---",
    "---\n---\n---\n",
    "---\nThe divers left.\n---\n",
    "+++\n",
    "{",
    '{"title": "Velm", "text": "' + BODY * 50 + '"}\n',
    "title: “",
    "“title” is a word",
    'title="Velm" class="wide" date="2022-11-13"',
    "",
]


@pytest.mark.parametrize("text", NOT)
def test_no_front_matter(text: str) -> None:
    """What people write with colons, rules and braces is text."""
    assert None is find_front_matter(text)
    assert [] == list(find_all_front_matter(text))


@pytest.mark.parametrize(
    "box", ["---\nPhoto: Jo Pelt\nSource: Archive\n---\n", "---\nName: Bo\nAge: 3\n---\n"]
)
def test_a_box_in_mid_text_is_no_front_matter(box: str) -> None:
    """A closed block of unknown keys counts only at the top of the text."""
    assert "yaml" == (find_front_matter(box) or FrontMatter(0, 0, {}, "")).style
    assert [] == list(find_all_front_matter(f"{BODY}\n\n{box}\n{BODY}"))


def test_what_stands_in_code_is_an_example() -> None:
    """Front matter in a fenced block of code is not the page's own."""
    lesson = f"{BODY}\n```\n---\ntitle: x\ndate: 2022-11-13\n---\n```\n"
    assert [] == list(find_all_front_matter(lesson))
    assert [(len(BODY) + 1, len(lesson) - 1)] == code_spans(lesson)


def test_an_unclosed_block_of_code_hides_nothing() -> None:
    """A fence that nothing closes is no block: the page after it keeps its front matter."""
    page = "---\ntitle: x\ndate: 2022-11-13\n---\n"
    assert 1 == len(list(find_all_front_matter(f"{BODY}\n```\n{BODY}\n\n{page}{BODY}")))


def test_a_line_with_a_colon_above_does_not_hide_a_leak() -> None:
    """A note, a correction or a source line above a leaked line is not its beginning."""
    leak = "title: “Velm” date: “2022-11-13” author: “Ana”"
    for above in ("CORRECTION: nine boats.", "Source: Archive", "media: 19075825"):
        text = f"{BODY}\n{above}\n{leak}\n{BODY}"
        assert [text.index(leak)] == [front.start for front in find_all_front_matter(text)]


def test_all_are_found_in_one_pass() -> None:
    """Front matter of all styles is found in order, each where it stands."""
    blocks = [
        "---\ntitle: a\ndate: 2022-01-01\n---",
        "+++\ntitle = 'b'\ndate = 2022-01-02\n+++",
        '{\n"title": "c", "date": "2022-01-03"\n}',
        "title: “d” date: “2022-01-04”",
    ]
    text = "".join(f"{block}\n{BODY}\n\n" for block in blocks)
    fronts = list(find_all_front_matter(text))
    assert blocks == [text[front.start : front.end] for front in fronts]
    assert ["yaml", "toml", "json", "leaked"] == [front.style for front in fronts]
    assert list("abcd") == [front.values["title"] for front in fronts]


fragments = st.sampled_from(
    [
        *("---\n", "---", "+++\n", "{\n", "}\n", "...\n", "title: ", "title: “Velm” ", "date: "),
        *("2022-11-13 ", "“", "”", '"', "'", "[", "]", "\n", "\r\n", "\ufeff", "- a\n", "  b: c\n"),
        *(
            "author: “Ana”",
            "tags: [a, b]",
            'title = "x"\n',
            '"title": "x",\n',
            "```\n",
            "&a *a ",
            "x",
        ),
        *("\ud800", "\x00", "\u2028", "? ", "!!binary x\n", "draft: true ", "n: 1e999\n", "{a: "),
    ]
)
texts = st.lists(fragments, max_size=25).map("".join) | st.text(max_size=80)


@settings(deadline=None, max_examples=400)
@given(texts)
def test_front_matter_is_a_span_with_json_values(text: str) -> None:
    """Whatever comes in, nothing raises, spans are exact and values are JSON."""
    end = 0
    for front in find_all_front_matter(text):
        span = text[front.start : front.end]
        assert end <= front.start < front.end <= len(text)
        assert span == span.strip()
        assert front.values == json.loads(json.dumps(front.values))
        end = front.end
    for at in range(0, len(text), 7):
        find_front_matter(text, at)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "date", "author", "slug", "ShowToc", "venue", "draft"]),
        st.sampled_from(["Velm", "a longer title, of words", "2022-11-13", "It’s nine", "true"]),
        min_size=3,
    ).filter(lambda values: "title" in values)
)
def test_leaked_pairs_come_back(values: dict[str, str]) -> None:
    """What is written as a leaked line is read again as it was."""
    text = " ".join(f"{key}: “{value}”" for key, value in values.items())
    assert ("leaked", values, "\n" + BODY) == found(f"{text}\n{BODY}")


@pytest.mark.parametrize(
    "unit",
    ["---\n", "title: x\n", "title: “x\n", "{\n", '{"title":\n', "--- title: “", "+++\na=1\n"],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Ten times the text takes about ten times as long, whatever it repeats."""
    times = []
    for size in (20_000, 200_000):
        text = unit * (size // len(unit))
        begin = time.process_time()
        list(find_all_front_matter(text))
        times.append(time.process_time() - begin)
    assert times[1] < 40 * times[0] + 0.5
