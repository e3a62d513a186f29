"""The demo pile: its truth file agrees with its pages, and its pages with the calendar."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from wirecopy.demo import pile, truth
from wirecopy.records import AsideKind, Role

TRUTH = truth()
PAGES: dict[str, dict[str, Any]] = TRUTH["pages"]
STORIES = {story["key"]: story for story in TRUTH["stories"]}
FILES = sorted(path for path in pile().rglob("*") if path.is_file())
FOLDS = str.maketrans("“”‘’", "\"\"''")
TEXT_ROLES = {"origin", "copy", "excerpt", "rewrite", "update"}


class Visible(HTMLParser):
    """The words that a browser would show, each block on a line of its own."""

    INLINE = frozenset({"a", "b", "i", "em", "strong", "small", "span", "time", "font"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden = tag in ("script", "style")
        self.parts.append("" if tag in self.INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self.parts.append("" if tag in self.INLINE else "\n")

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.hidden else data)


def file_of(key: str) -> Path:
    return pile() / key.partition("#")[0]


def split_at_beginnings(name: str) -> list[str]:
    """Cut a glued file where the truth says that its pages begin."""
    text = (pile() / name).read_text(encoding="utf-8")
    starts, at = [], 0
    for key, page in PAGES.items():
        if key.startswith(name + "#"):
            at = text.index(page["begins"], at)
            starts.append(at)
            at += 1
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def read_plainly(name: str) -> list[str]:
    """Read the texts of a file of the pile: the slow and obvious way, for files known to us."""
    path = pile() / name
    if name.endswith(".jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines[:-1]]
    if name.endswith(".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            return [row["text"] for row in csv.DictReader(file)]
    if name.startswith("dump/"):
        return split_at_beginnings(name)
    encoding = PAGES[f"{name}#1"].get("encoding", "utf-8")
    text = path.read_bytes().decode(encoding)
    return ["".join(Visible(text).parts) if name.endswith(".html") else text]


def one_line(text: str) -> str:
    return " ".join(text.split())


TEXTS = {
    f"{name}#{ordinal}": one_line(text)
    for name in dict.fromkeys(key.partition("#")[0] for key in PAGES)
    for ordinal, text in enumerate(read_plainly(name), 1)
}


def shared_runs(a: str, b: str, words: int = 5) -> float:
    """Give the share of the shorter story's runs of five words that stand in both."""
    runs = []
    for key in (a, b):
        text = TEXTS[key]
        for aside in PAGES[key].get("asides", []):
            text = text.replace(one_line(aside["text"]), " ")
        found = re.findall(r"\w+", text.translate(FOLDS).casefold())
        runs.append({tuple(found[i : i + words]) for i in range(len(found) - words + 1)})
    return len(runs[0] & runs[1]) / min(len(run) for run in runs)


def test_every_file_is_named() -> None:
    """A file of the pile has pages in the truth file, or a reason for having none, or both."""
    named = {file_of(key) for key in PAGES} | {pile() / part["file"] for part in TRUTH["skipped"]}
    assert FILES == sorted(named)


def test_pages_are_numbered_as_read() -> None:
    """The keys of the truth file are exactly the pages that are in the files."""
    assert sorted(TEXTS) == sorted(PAGES)


def test_counts_are_what_is_there() -> None:
    """The counts are those of the lists, and they add up."""
    roles = Counter(page["role"] for page in PAGES.values())
    counts = {
        "files": len(FILES),
        "pages": len(PAGES),
        "skipped": len(TRUTH["skipped"]),
        "stories": len(STORIES),
        **{role: roles[role] for role in (*sorted(Role), "own")},
    }
    assert counts == TRUTH["counts"]
    assert len(PAGES) == sum(roles.values())


def test_the_pile_is_small() -> None:
    """The pile stays small enough to ship and large enough to show something."""
    assert sum(path.stat().st_size for path in FILES) < 200_000
    assert 35 <= len(PAGES) <= 50


@pytest.mark.parametrize("key", PAGES)
def test_every_quoted_span_stands_in_its_page(key: str) -> None:
    """What the truth file quotes from a page can be found there, letter for letter."""
    page, text = PAGES[key], TEXTS[key]
    spans = [aside["text"] for aside in page.get("asides", [])]
    spans += [lift["text"] for lift in page.get("lifted", [])]
    spans += page.get("common", []) + page.get("keep", [])
    for statement in page.get("statements", []):
        spans += statement["content"] + [statement["source"], statement["cue"]]
    assert [] == [span for span in spans if one_line(span) not in text]


@pytest.mark.parametrize("key", PAGES)
def test_what_a_page_claims_stands_in_its_file(key: str) -> None:
    """Title and byline are the page's own words."""
    path = file_of(key)
    raw = path.read_bytes().decode(PAGES[key].get("encoding", "utf-8"))
    if path.suffix == ".csv":
        raw = raw.replace('""', '"')
    raw = raw.replace("&quot;", '"').replace('\\"', '"')
    claims = [PAGES[key]["title"] or "", *PAGES[key]["byline"]]
    assert [] == [claim for claim in claims if claim not in raw]


@pytest.mark.parametrize("key", [key for key in PAGES if "statements" in PAGES[key]])
def test_statements_are_of_their_kind(key: str) -> None:
    """Direct contents follow a quotation mark, mixed ones hold some, indirect ones hold none."""
    text = TEXTS[key].translate(FOLDS)
    for statement in PAGES[key]["statements"]:
        for content in (one_line(content).translate(FOLDS) for content in statement["content"]):
            before = text[text.index(content) - 1]
            # The German opening mark is no other language's closing one.
            direct = before in '"„' and '"' not in content
            kind = "direct" if direct else "mixed" if '"' in content else "indirect"
            assert (content, statement["kind"]) == (content, kind)
            assert len(content) < 12 or text.count(content) == 1, content


@pytest.mark.parametrize("key", [key for key in PAGES if "statements" in PAGES[key]])
def test_speakers_go_by_a_name_that_the_page_gives(key: str) -> None:
    """A speaker's full name stands in the page, whatever the place where the speaker is cited."""
    text = TEXTS[key].translate(FOLDS).casefold()
    speakers = {s["speaker"] for s in PAGES[key]["statements"]} - {None}
    assert set() == {name for name in speakers if name.casefold() not in text}


def test_kinds_are_those_of_the_records() -> None:
    """Asides and roles go by the names that wirecopy has for them."""
    asides = {aside["kind"] for page in PAGES.values() for aside in page.get("asides", [])}
    assert set() == asides - set(AsideKind)
    assert {*Role, "own"} == {page["role"] for page in PAGES.values()}


def test_stories_list_the_pages_that_name_them() -> None:
    """A story has the pages that name it, each on the list that its role and language say."""
    for key, story in STORIES.items():
        mine = {name for name, page in PAGES.items() if page["story"] == key}
        text = {name for name in mine if PAGES[name]["role"] in TEXT_ROLES}
        foreign = {name for name in text if "language" in PAGES[name]}
        assert [sorted(text - foreign), sorted(mine - text), sorted(foreign)] == [
            sorted(story[part]) for part in ("pages", "shares", "translations")
        ]
    assert set(STORIES) | {None} == {page["story"] for page in PAGES.values()}


def test_a_page_of_no_story_is_its_own() -> None:
    """A page stands alone if, and only if, it copies nobody and nobody copies it."""
    alone = {key for key, page in PAGES.items() if page["story"] is None}
    assert alone == {key for key, page in PAGES.items() if page["role"] == "own"}


def test_copies_lead_back_to_the_origin() -> None:
    """Follow `copied_from` from any page of a story and you come to its origin, if it is there."""
    for key, page in PAGES.items():
        if page["story"] is None:
            continue
        seen, at = {key}, key
        while PAGES[at]["copied_from"] is not None:
            at = PAGES[at]["copied_from"]
            assert at not in seen
            seen.add(at)
        story = STORIES[page["story"]]
        assert (story["origin"]["page"] or key) == at
        assert story["origin"]["in_pile"] == (PAGES[at]["role"] == "origin")


def test_sources_are_counted() -> None:
    """A count of sources is the number of their names, for texts and for events."""
    for said in [*TRUTH["stories"], *TRUTH["events"]]:
        assert said["sources"]["count"] == len(set(said["sources"]["names"]))


def test_events_list_the_pages_that_name_them() -> None:
    """An event has the pages that name it, and a source for each text that is not copied."""
    for event in TRUTH["events"]:
        mine = [key for key, page in PAGES.items() if page["event"] == event["key"]]
        assert sorted(mine) == sorted(event["pages"])
        outlets = {PAGES[key]["outlet"] for key in mine if PAGES[key]["role"] in ("own", "shares")}
        origins = {s["origin"]["name"] for s in STORIES.values() if s["key"] == event["key"]}
        assert outlets | origins == set(event["sources"]["names"])


@pytest.mark.parametrize("key", [key for key in PAGES if PAGES[key]["copied_from"]])
def test_words_are_shared_as_the_role_says(key: str) -> None:
    """Copies have the words of what they copy, rewrites some, shares a sentence or two."""
    page = PAGES[key]
    share = shared_runs(key, page["copied_from"])
    if "language" in page:
        assert share < 0.05
    elif page["role"] == "rewrite":
        assert share < 0.6
    elif page["role"] == "shares":
        assert 0.02 < share < 0.2
    else:
        assert share > 0.6


@pytest.mark.parametrize("pair", TRUTH["apart"], ids=lambda pair: pair["why"])
def test_look_alikes_are_no_copies(pair: dict[str, Any]) -> None:
    """Pages that must stay apart share less than a fifth of their runs of words."""
    assert shared_runs(*pair["pages"]) < 0.2


def test_lifted_sentences_stand_where_they_were_taken() -> None:
    """A lifted sentence is in the page that it was taken from."""
    lifts = [lift for page in PAGES.values() for lift in page.get("lifted", [])]
    assert [] == [lift["text"] for lift in lifts if lift["text"] not in TEXTS[lift["from"]]]
    assert len(lifts) > 5


def test_conflicts_are_what_the_pages_claim() -> None:
    """The values of a conflict are those of the pages under them, and a false one is among them."""
    conflicts = [c for story in TRUTH["stories"] for c in story["conflicts"]]
    for conflict in conflicts:
        kind = conflict["kind"]
        claimed = [
            (value, PAGES[key][kind] if kind == "published" else ", ".join(PAGES[key][kind]), key)
            for value, keys in conflict["values"].items()
            for key in keys
        ]
        assert [] == [claim for claim in claimed if claim[0] != claim[1]]
        assert any(kind in PAGES[key].get("false", []) for _, _, key in claimed)
    assert {"byline", "published"} == {conflict["kind"] for conflict in conflicts}


def test_altered_quotations_stand_in_their_pages() -> None:
    """A quotation that drifted stands in one wording where it was altered, and not in the other."""
    for story in TRUTH["stories"]:
        for quote in story["altered_quotes"]:
            for key, wording in quote["altered"].items():
                assert wording in TEXTS[key]
                assert quote["original"] not in TEXTS[key]
        for quote in story["differing_speakers"]:
            for keys in quote["speakers"].values():
                assert [] == [key for key in keys if quote["quote"] not in TEXTS[key]]


def test_nothing_true_was_published_before_its_origin() -> None:
    """A copy dated before the text it copies is marked as false."""
    for key, page in PAGES.items():
        source, said = page["copied_from"], page.get("modified", page["published"])
        if source and said and "published" not in page.get("false", []):
            assert said >= PAGES[source]["published"][: len(said)], key


def test_days_of_the_week_are_right() -> None:
    """Where a page gives a weekday with a full date, the calendar agrees."""
    weekday = "((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    form = re.compile(weekday + r",? (\w+ \d+, \d{4}|\d+ \w+ \d{4})")
    found = [said for text in TEXTS.values() for said in form.findall(text)]
    for name, day in found:
        parsed = datetime.strptime(day, "%B %d, %Y" if "," in day else "%d %B %Y")
        assert (day, f"{parsed:%A}") == (day, name)
    assert len(found) > 5


def test_dates_are_prefixes_of_iso_dates() -> None:
    """Dates in the truth file are ISO dates, cut to their precision."""
    for page in PAGES.values():
        for value in (page["published"], page.get("modified")):
            if value is not None:
                date.fromisoformat((value + "0000-01-01"[len(value) :])[:10])
                assert re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?", value)


def test_bad_input_is_bad() -> None:
    """The parts that are to be skipped are as bad as the truth file says."""
    assert b"" == (pile() / "odds/empty.txt").read_bytes()
    assert (pile() / "odds/masthead.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    *rows, last = (pile() / "wires/wires.jsonl").read_text(encoding="utf-8").splitlines()
    assert 3 == len([json.loads(row) for row in rows])
    with pytest.raises(json.JSONDecodeError):
        json.loads(last)


def test_one_file_is_not_utf_8() -> None:
    """A page in Windows-1252 is in the pile, and it is said to be."""
    other = []
    for path in FILES:
        try:
            path.read_bytes().decode()
        except UnicodeDecodeError:
            other.append(path.relative_to(pile()).as_posix())
    assert ["odds/masthead.png", "text/dreyfell-library-cat.txt"] == other
    assert "cp1252" == PAGES["text/dreyfell-library-cat.txt#1"]["encoding"]


def test_every_address_is_made_up() -> None:
    """No page names a host that could belong to anyone."""
    hosts = {
        host.rstrip(".")
        for path in FILES
        for host in re.findall(r"(?:https?://|@)([\w.-]+)", path.read_bytes().decode("latin-1"))
        if "." in host
    }
    assert {"schema.org"} == {host for host in hosts if not host.endswith(".example")}
