"""Stage 1, split: dumps are taken apart, articles are not."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.read.kinship import kinship
from wirecopy.read.layout import contents_of, find_layout, listed
from wirecopy.read.openings import marks_of, title_above
from wirecopy.read.repeats import find_repeats
from wirecopy.read.split import Part, split

CASES = Path(__file__).parents[1] / "cases" / "read"
TEXTS: dict[str, str] = json.loads((CASES / "split_texts.json").read_text("utf-8"))
"""The stories that the cases are made of."""

SEPARATOR = re.compile(r"[\W_]*|<\|?(?:endoftext|end_of_text|eot|sep)\|?>")


def load(name: str) -> list[Any]:
    """Load cases; those that are known to fail are strict xfails."""
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [],
        )
        for case in json.loads((CASES / name).read_text("utf-8"))
    ]


def check_parts(text: str, parts: list[Part]) -> None:
    """Check that parts are in order and leave nothing out but blanks and separator lines."""
    place = 0
    for part in parts:
        assert place <= part.start < part.end <= len(text)
        for line in text[place : part.start].splitlines():
            assert SEPARATOR.fullmatch(line.strip()), f"lost: {line!r}"
        if part.front_matter:
            assert not text[part.start : part.front_matter.start].strip("\ufeff \t\r\n")
            assert part.front_matter.end <= part.end
        place = part.end
    for line in text[place:].splitlines():
        assert SEPARATOR.fullmatch(line.strip()), f"lost: {line!r}"


@pytest.mark.parametrize("case", load("split.json") + load("split_negative.json"))
def test_case(case: dict[str, Any]) -> None:
    """A text has the parts that its case tells: where each begins, why, and what it says."""
    text = case["input"].format(**TEXTS)
    parts = split(text)
    check_parts(text, parts)
    openings = [expected["opens"] for expected in case["parts"]]
    assert openings == [
        text[part.start :][: len(opening)] for part, opening in zip(parts, openings, strict=False)
    ]
    assert case["parts"] == [
        {
            "opens": opening,
            "reason": part.reason,
            **({"skipped": part.skipped} if part.skipped else {}),
            **({"front_matter": part.front_matter.values} if part.front_matter else {}),
        }
        for part, opening in zip(parts, openings, strict=True)
    ]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_story_is_one_part(name: str) -> None:
    """An ordinary text gives one part that spans all of it, blanks around it included."""
    text = f"\n\n{TEXTS[name]}\n"
    assert [Part(0, len(text), "whole")] == split(text)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\f"])
def test_blanks_are_no_part(text: str) -> None:
    """A text of nothing but blanks has no parts."""
    assert [] == split(text)


def test_a_text_of_separators_is_not_lost() -> None:
    """A text without words is one part, and skipped with that reason."""
    assert [Part(0, 11, "whole", None, "no words")] == split("-----\n=====")


@pytest.mark.parametrize("separator", ["==========", "***", "---", "\f", "<|endoftext|>", "_" * 40])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_wire_stories_part_at_any_separator(separator: str, end: str) -> None:
    """Stories with datelines of their own part at each line between them, with any line ends."""
    stories = [f"VELM (AP) — {TEXTS[name]}" for name in ("harbor", "wool", "comet")]
    text = f"\n\n{separator}\n\n".join(stories).replace("\n", end)
    parts = split(text)
    assert [story.replace("\n", end) for story in stories] == [
        text[part.start : part.end] for part in parts
    ]


def test_the_order_of_stories_makes_no_difference() -> None:
    """Strangers are told apart whoever stands beside whom."""
    names = ["harbor", "library", "wool", "bells", "comet"]
    for seed in range(8):
        random.Random(seed).shuffle(names)
        text = "\n\n================\n\n".join(TEXTS[name] for name in names)
        assert [TEXTS[name] for name in names] == [text[p.start : p.end] for p in split(text)]


def test_sections_of_an_article_are_kin_and_stories_are_strangers() -> None:
    """The measure is far from its bounds on both sides."""

    def measured(*names: str) -> float:
        text, spans = "", []
        for name in names:
            spans.append((len(text), len(text) + len(TEXTS[name])))
            text += TEXTS[name] + "\n\n"
        return kinship(text, spans)

    assert 0.7 < measured("article_a", "article_b", "article_c")
    assert 0.2 > measured("harbor", "library", "wool", "bells", "comet")


def test_kinship_of_text_without_words_is_no_evidence() -> None:
    """Where there is nothing to measure, sections are not called strangers."""
    assert 1.0 == kinship("?! ?! ?!", [(0, 4), (4, 8)])


def test_marks_of_a_story() -> None:
    """A dateline opens a line, names an agency, and stands once in a story."""
    for dateline in (
        "VELM (Reuters) - ",
        "VELM, Osk, Nov 3 (Reuters) - ",
        "Velm (dpa) - ",
        "VELM, 3 mai (AFP) – ",
        "(Reuters) - ",
        "<p>VELM (AP) -- ",
        "VELM, Nov. 3, 2022 /PRNewswire/ -- ",
    ):
        story = dateline + TEXTS["harbor"]
        assert {"dateline"} == marks_of(story, 0, len(story)), dateline
        assert {"several"} == marks_of(f"{story}\n\n{story}", 0, 2 * len(story) + 2)
    for other in (
        "The investment council of Velm (VIC) - the largest - ",
        "Shares of Velm Shipping (VELM.N) - ",
        "He told the agency in Velm (Reuters) that ",
    ):
        assert set() == marks_of(other + TEXTS["harbor"], 0, 500), other


def test_title_above_stops_at_the_end_of_the_story_before() -> None:
    """A headline, a byline and a note to editors go with the dateline below them."""
    above = "He has not decided.\n\n"
    title = "Harbor closes for nine days\n\nBy Ana Ruiz\n\n(Corrects number of boats)\n\n"
    text = f"{above}{title}VELM (Reuters) - The harbor"
    assert len(above) == title_above(text, 0, text.index("VELM"))


def test_layout_finds_headings_of_three_kinds() -> None:
    """Markdown, wiki and underlined headings have levels; a line below a paragraph is none."""
    text = "# A\n\n== B ==\n\nC\n===\n\nD d\n---\n\nIt is done.\n-----\nMore."
    separators, headings = find_layout(text, [])
    assert [(1, "A"), (2, "B"), (1, "C"), (2, "D d")] == [(h.level, h.title) for h in headings]
    assert ["-"] == [s.kind for s in separators]


def test_repeats_agree_with_a_slow_reference() -> None:
    """Copies are found where the whole text comes again, as a search for all of it finds them."""
    for name in sorted(TEXTS):
        copies = 4
        text = (TEXTS[name] + "\n") * copies
        slow = [m.start() for m in re.finditer(re.escape(TEXTS[name]), text)][1:]
        assert slow == find_repeats(text, 0, len(text))


def test_an_edited_copy_is_found() -> None:
    """A copy with other words in it still agrees with the first."""
    edited = TEXTS["harbor"].replace("forty", "fifty").replace("Tuesday", "Wednesday")
    text = f"{TEXTS['harbor']}\n{edited}"
    assert [len(TEXTS["harbor"]) + 1] == find_repeats(text, 0, len(text))


lines = st.sampled_from(
    [
        *(
            "---",
            "=====",
            "***",
            "\f",
            "_" * 20,
            "# One",
            "## Two",
            "== Three ==",
            "Four\n====",
            "",
        ),
        *(
            "title: “Velm” date: “2022-11-13” author: “Ana”",
            "---\ntitle: x\ndate: 2022\n---",
            "```",
        ),
        *(
            "- 1 One",
            "- 2 Two",
            "- 3 Three",
            "VELM (Reuters) - The bay froze.",
            "\ufeff",
            "\ud800",
            "x",
        ),
        *(TEXTS["harbor"], TEXTS["library"], TEXTS["bells"], "VELM (AP) — " + TEXTS["wool"]),
        *(
            "<|endoftext|>",
            "(Reporting by Ana Ruiz)",
            "+++",
            "{",
            "\u3000",
            "\x00",
            "(Corrects boats)",
        ),
    ]
)
texts = st.lists(lines, max_size=14).map("\n".join) | st.text(max_size=60)


@settings(deadline=None, max_examples=300)
@given(texts, st.sampled_from(["\n", "\r\n", "\r"]))
def test_nothing_is_lost(text: str, end: str) -> None:
    """Every character lies in exactly one part, or is a blank or on a separator line."""
    text = text.replace("\n", end)
    parts = split(text)
    check_parts(text, parts)
    assert parts == split(text)
    assert bool(text.strip()) == bool(parts)
    if len(parts) == 1 and not parts[0].front_matter:
        assert (0, len(text), "whole") == (parts[0].start, parts[0].end, parts[0].reason)


@settings(deadline=None, max_examples=30)
@given(st.permutations(["harbor", "library", "wool", "bells", "comet"]), st.integers(2, 5))
def test_front_matter_parts_any_texts(names: list[str], count: int) -> None:
    """Whatever the pages are, even copies of one text, each leaked front matter opens its own."""
    for chosen in (names[:count], names[:1] * count):
        pages = [f"title: “{n}” date: “2022-11-{n:02}” draft: false\n" for n in range(1, count + 1)]
        pages = [page + TEXTS[name] for page, name in zip(pages, chosen, strict=True)]
        text = "\n".join(pages)
        assert pages == [text[part.start : part.end] for part in split(text)]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "---\n",
            "a: b\n",
            "# a\n",
            "word ",
            "= a",
            "[",
            "- 1 x\n",
            "<p>",
            "VELM, ",
            "_",
            "A.",
            "\f",
        ),
        *("title: “a” date: “b”\n", "=====\n" + "x " * 50, "VELM (AP) — " + "word " * 60 + "\n\n"),
    ],
    ids=repr,
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Ten times the text takes about ten times as long, whatever it repeats."""
    times = []
    for size in (20_000, 200_000):
        text = unit * (size // len(unit))
        begin = time.process_time()
        split(text)
        times.append(time.process_time() - begin)
    assert times[1] < 40 * times[0] + 0.5


def test_five_megabytes_take_a_few_seconds() -> None:
    """A large dump is split in about a second; the bound leaves room for a busy machine."""
    text = "\n\n==========\n\n".join(f"VELM (AP) — {TEXTS[n]}" for n in sorted(TEXTS)) + "\n\n"
    text = "=====\n\n".join([text] * (5_000_000 // len(text)))
    begin = time.process_time()
    assert 1_000 < len(split(text))
    assert 10 > time.process_time() - begin


def test_seed(shared: Path) -> None:
    """The seed has four pages; all but the first open with their own leaked front matter."""
    (path,) = (shared / "data" / "seed").glob("*.txt")
    text = path.read_text("utf-8")
    parts = split(text)
    check_parts(text, parts)
    fronts = [part.front_matter.values for part in parts[1:] if part.front_matter]
    assert [None] == [part.front_matter for part in parts[:1]]
    assert ["2022-11-13", "2022-11-25", "2022-10-24"] == [front["date"] for front in fronts]
    assert ["Sandra Dillard", "Jose Ochinang", "Brittany Cook"] == [f["author"] for f in fronts]
    assert [["title", "ShowToc", "date", "author"]] * 3 == [list(front) for front in fronts]
    assert [True] * 3 == [front["ShowToc"] for front in fronts]


def test_spam_pages(shared: Path) -> None:
    """A spam page is cut where its own list of contents says, and nearly nowhere else."""
    for path in sorted((shared / "data" / "spun").glob("page_*.md")):
        text = path.read_text("utf-8")
        _, headings = find_layout(text, [])
        truth = {h.start for h in listed(headings, contents_of(text, 0, len(text)))}
        parts = split(text)
        check_parts(text, parts)
        found = {part.start for part in parts[1:]}
        assert "contents list" == parts[0].skipped
        assert len(found & truth) >= 0.97 * len(truth)
        assert len(found & truth) >= 0.97 * len(found)


def test_news_stays_whole(shared: Path) -> None:
    """Of real articles with page furniture, at most one in a thousand is cut."""
    import duckdb

    path = shared / "data" / "news" / "allsides_dev.parquet"
    rows = duckdb.sql(f"select text from '{path}' where text is not null limit 1000").fetchall()
    assert len(rows) / 1000 >= sum(len(split(text)) > 1 for (text,) in rows)


def test_a_dump_without_line_breaks_is_taken_apart():
    """Front matter in the middle of a line begins a page; a title in a sentence does not."""
    harbor = "The harbor of Velm will close for nine days in May. No ship had been in danger."
    library = "A library in Tarn lent its millionth book on Friday. It went to a carpenter."
    first = " title: “Books of Tarn” ShowToc: true date: “2022-11-13” author: “Ana Ruiz” "
    second = ' title: "Velm again" date: "2022-11-14" author: "Bo Lind" '
    parts = split(harbor + first + library + second + harbor)
    assert [None, "Ana Ruiz", "Bo Lind"] == [
        part.front_matter and part.front_matter.values["author"] for part in parts
    ]
    assert ["whole"] == [
        part.reason
        for part in split(f"{harbor} He wrote: “So be it.” Title: “The King”. {library}")
    ]


def test_stories_with_bylines_of_their_own_are_parted_by_any_divider():
    """Each has its own headline and byline: two stories, though the line between them is stars."""
    story = "{}\n\nBy {}\n\n{}\n"
    harbor = story.format("Harbor to close", "Ines Tamm", "The harbor of Velm will close. " * 12)
    library = story.format("A millionth book", "Bo Aske", "A library in Tarn lent a book. " * 12)
    for divider in ("***", "-----", "* * *", "====="):
        assert 2 == len(split(f"{harbor}\n{divider}\n\n{library}")), divider
    scenes = "The harbor of Velm will close. " * 12 + "\n\n***\n\n" + "Divers came in May. " * 20
    assert 1 == len(split(scenes))
