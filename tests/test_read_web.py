"""HTML -> pages: the main text, and what a page claims of itself."""

from __future__ import annotations

import gzip
import json
import re
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.pages import Place, make_page
from wirecopy.read.web import _join_chunks, find_web, is_wall
from wirecopy.records import Page, Skipped

CASES = Path(__file__).parents[1] / "cases" / "read"
PARAGRAPHS = (
    "The harbor of Velm will close for nine days in May while divers clear mines left from the "
    "war, the port captain said on Tuesday, and about forty boats will have to move to Osk.",
    "Their owners are to be paid 320 crowns a day, the town council decided by eleven votes to "
    "six after a meeting that went on until midnight in the old net hall by the quay.",
    "Fishermen asked why the search had not begun in winter, when the fleet is laid up. The "
    "captain said the divers had been busy on the other side of the bay until the ice came.",
)
STORY = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)


def html(body: str, head: str = "") -> str:
    """Give a page of HTML."""
    return f"<!doctype html><html><head><title>Fog</title>{head}</head><body>{body}</body></html>"


def read_bytes(content: bytes, tmp_path: Path) -> list[Any]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(content)
    return list(read_file("a.html", str(path), Options()))


def load(pattern: str) -> list[Any]:
    """Load cases; those that are known to fail are strict xfails."""
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [],
        )
        for path in sorted(CASES.glob(pattern))
        for case in json.loads(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", load("web_*.json"))
def test_claim_cases(case: dict[str, Any], tmp_path: Path) -> None:
    """A page of HTML has the title, byline, date, outlet and address that the case tells."""
    (page,) = read_bytes(case["input"].encode(), tmp_path)
    assert isinstance(page, Page)
    got = page.to_dict()
    got["published"] = page.published.value if page.published else None
    assert case["page"] == {key: got[key] for key in case["page"]}


def test_every_claim_names_its_origin() -> None:
    """All dates and titles that a page gives are kept, each with where it stands."""
    head = (
        '<meta property="og:title" content="Fog!"><meta name="date" content="2022-11-12">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Fog.", '
        '"datePublished": "2022-11-13", "dateModified": "2022-11-14"}</script>'
    )
    claims = find_web(html(f"<h1>Fog?</h1>{STORY}", head)).claims
    assert [
        ("title", "Fog.", "json-ld: headline"),
        ("published", "2022-11-13", "json-ld: datePublished"),
        ("modified", "2022-11-14", "json-ld: dateModified"),
        ("title", "Fog!", "meta: og:title"),
        ("published", "2022-11-12", "meta: date"),
        ("title", "Fog?", "element: h1"),
        ("title", "Fog", "element: title"),
    ] == [(claim.kind, claim.value, claim.origin) for claim in claims]


def test_the_main_text_is_found_in_paragraphs() -> None:
    """Navigation and comments are left out; paragraphs are parted by a blank line."""
    body = (
        '<nav><a href="/">Home</a> <a href="/s">Sports</a></nav>'
        f"<article><h1>Nine days</h1>{STORY}</article>"
        '<div id="comments"><h2>Comments</h2><p class="comment">First! I have been saying this '
        "about the harbor for years and nobody ever listened to a word of it.</p></div>"
        "<footer>© The Velm Bell. All rights reserved.</footer>"
    )
    text = find_web(html(body)).text
    assert text is not None
    assert list(PARAGRAPHS) == text.removeprefix("Nine days\n\n").split("\n\n")


def test_a_story_in_chunks_is_one_story() -> None:
    """Containers of one kind within one article are joined, with what lies between left out."""
    chunks = "".join(
        f'<div class="grid"><div class="body"><p>{paragraph}</p><p>{paragraph[::-1]}</p></div>'
        '<div class="ad"><a href="/buy">Advertisement</a></div></div>'
        for paragraph in PARAGRAPHS
    )
    text = find_web(html(f"<main><article>{chunks}</article></main>")).text
    assert text is not None
    assert [p for paragraph in PARAGRAPHS for p in (paragraph, paragraph[::-1])] == (
        text.split("\n\n")
    )


def test_articles_behind_one_another_are_not_joined() -> None:
    """A page that goes on into other stories keeps them apart: only the first is its own."""
    articles = "".join(
        f'<article><h1>{n}</h1><div class="body">{STORY.replace("Velm", name)}</div></article>'
        for n, name in enumerate(("Velm", "Osk", "Tarn"))
    )
    tree = trafilatura.load_html(html(f"<main>{articles}</main>"))
    before = etree.tostring(tree)
    _join_chunks(tree)
    assert before == etree.tostring(tree)


@pytest.mark.parametrize(
    "body",
    ["", "<p>Accept all</p>", "<script>render()</script>", "<div>404</div>", "<img src=x>"],
)
def test_a_page_without_a_main_text_is_skipped(body: str, tmp_path: Path) -> None:
    """A wall, an error or a page that scripts would fill is no page of text."""
    raw = html(body).encode()
    assert [Skipped("a.html", "", 0, len(raw), "no main text found")] == read_bytes(raw, tmp_path)


WALL = (
    "<div class=banner><h2>Before you read</h2><p>We and our 842 partners store information on a "
    "device, such as cookies, and process personal data for advertising and for research.</p>"
    "<p>You may change your preferences at any time at the end of each page.</p></div>"
)


def test_a_wall_of_cookies_is_no_page(tmp_path: Path) -> None:
    """Pages behind one wall would be copies of each other; a story behind it is read without."""
    raw = html(WALL).encode()
    why = "asks for consent, and has no story"
    assert [Skipped("a.html", "", 0, len(raw), why)] == read_bytes(raw, tmp_path)
    for body in (f"{WALL}<article>{STORY}</article>", f"<article>{STORY}</article>{WALL}"):
        (page,) = read_bytes(html(body).encode(), tmp_path)
        assert PARAGRAPHS[0] in page.text
        assert "partners" not in page.text


@pytest.mark.parametrize(
    "text",
    [
        "A US court on Monday fined the firm over tracking cookies that it set without asking.",
        "“We take the privacy of all seriously,” a spokeswoman said after the cookie ruling.",
    ],
)
def test_a_report_on_cookies_is_no_wall(text: str) -> None:
    """Neither the country nor those who are quoted ask a reader for consent."""
    assert not is_wall(text)


def test_the_text_for_search_engines_is_the_last_resort() -> None:
    """Where a page would be filled by scripts, JSON-LD may hold its text."""
    data = json.dumps({"@type": "NewsArticle", "headline": "Fog", "articleBody": PARAGRAPHS[0]})
    script = f'<script type="application/ld+json">{data}</script>'
    assert PARAGRAPHS[0] == find_web(html('<div id="app"></div>', script)).text


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="iso-8859-1">'),
        ("utf-16", ""),
        ("cp1252", '<meta charset="ISO-8859-1">'),
        ("cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
        ("shift_jis", "<META CHARSET=Shift_JIS>"),
    ],
)
def test_the_charset_is_the_one_that_explains_the_bytes(
    encoding: str, head: str, tmp_path: Path
) -> None:
    """A mark or UTF-8 goes before what a page declares; what it declares, before a guess."""
    word = {"cp1251": "Порт закрыт", "shift_jis": "港は閉鎖"}.get(encoding, "Café geöffnet")
    story = STORY.replace("Fishermen", word)
    raw = html(f"<article>{story}</article>", head).encode(encoding)
    (page,) = read_bytes(raw, tmp_path)
    assert word in page.text
    assert (0, len(raw)) == (page.byte_start, page.byte_end)


def test_stray_bytes_outside_the_story_cost_nothing(tmp_path: Path) -> None:
    """A page is kept where only its furniture is damaged, and skipped where its text is."""
    comment = "<!-- grüße \udcff -->"
    raw = html(f"{comment}<article>{STORY} – né</article>").encode("utf-8", "surrogateescape")
    (page,) = read_bytes(raw, tmp_path)
    assert PARAGRAPHS[0] in page.text
    story = STORY.replace("Fishermen", "Fishermen né \udcff")
    raw = html(f"<article>{story}</article>").encode("utf-8", "surrogateescape")
    reason = "damaged UTF-8 in its main text"
    assert [Skipped("a.html", "", 0, len(raw), reason)] == read_bytes(raw, tmp_path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                *(
                    "<p>",
                    "</p>",
                    "<article>",
                    "</div>",
                    "<table><tr>",
                    "<!--",
                    "-->",
                    "<a href='",
                    ">",
                ),
                *(
                    "<script type='application/ld+json'>",
                    '{"@graph": [{"@type": "Article", ',
                    "</script>",
                ),
                *(
                    '"author": [[{"name": {"name": 1}}]]}]}',
                    "<meta property='og:title' content='",
                    "'>",
                ),
                *(
                    "&#0;",
                    "&#xd800;",
                    "\x00",
                    "\x0b",
                    "<time datetime=''>",
                    "<html lang=''>",
                    STORY,
                ),
            ]
        )
        | st.text(max_size=9),
        max_size=12,
    )
)
def test_any_markup_gives_a_page_or_a_reason(pieces: list[str], tmp_path: Path) -> None:
    """Tag soup breaks no reader, and whatever is read can be kept: it is Unicode."""
    raw = ("<html><body>" + "".join(pieces)).encode("utf-8", "replace")
    (one,) = read_bytes(raw, tmp_path)
    if isinstance(one, Page):
        assert json.dumps(one.to_dict(), ensure_ascii=False).encode()
    else:
        assert one.reason in {"no main text found", "binary data"}


def shared_words(true: str, found: str) -> float:
    """Give the F1 of the words of two texts, each as often as it stands there."""
    wanted, given = Counter(re.findall(r"\w+", true)), Counter(re.findall(r"\w+", found))
    return 2 * (wanted & given).total() / (wanted.total() + given.total())


def test_a_date_that_no_element_claims_is_guessed_and_never_claimed() -> None:
    """What looks like a date beside the story is a witness of its own kind."""
    line = "<p class=date>Monday, March 4, 2024</p>"
    page = html(f"<article><h1>Fog</h1>{line}{STORY}</article>")
    assert [("2024-03-04", "htmldate")] == [
        (c.value, c.origin) for c in find_web(page).claims if c.kind == "guessed"
    ]
    meta = '<meta property="article:published_time" content="2024-03-05T10:00:00Z">'
    sure = find_web(html(f"<article><h1>Fog</h1>{line}{STORY}</article>", meta))
    assert [] == [c for c in sure.claims if c.kind == "guessed"]
    place = Place("a.html", "", 0, 1)
    assert make_page(place, b"x", STORY, find_web(page).claims, "web").published is None


def test_the_main_text_is_found_on_real_pages(shared: Path) -> None:
    """On every fifth page of the extraction benchmark the words are those of the story."""
    folder = shared / "data" / "html" / "aeb"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    scores = []
    for name in sorted(truth)[::5]:
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        found = find_web(page.decode("utf-8", "replace")).text
        scores.append(shared_words(truth[name]["articleBody"], found or ""))
    assert statistics.mean(scores) >= 0.95


@pytest.mark.parametrize(
    ("opening", "link", "origin"),
    [
        ("<html>", '<link rel="amphtml" href="https://b.example/a/amp">', "link: amphtml"),
        ("<html amp>", '<link rel="canonical" href="https://b.example/a/amp">', "amp: canonical"),
        ("<html ⚡>", '<link rel="canonical" href="https://b.example/a/amp">', "amp: canonical"),
        (
            "<html>",
            '<link rel="alternate" media="print" href="https://b.example/a/amp">',
            "link: alternate for print",
        ),
        ("<html>", '<link rel="canonical" href="https://b.example/a/amp">', None),
        ("<html>", '<link rel="alternate" type="text/xml" href="https://b.example/f">', None),
    ],
)
def test_the_same_page_in_another_form_is_a_claim(
    opening: str, link: str, origin: str | None
) -> None:
    """Forms for fast phones and for paper are twins; a feed beside the page is none."""
    web = find_web(f"<!doctype html>{opening}<head>{link}</head><body>{STORY}</body></html>")
    twins = [(claim.value, claim.origin) for claim in web.claims if claim.kind == "twin"]
    assert ([("https://b.example/a/amp", origin)] if origin else []) == twins
