"""What agencies send: NewsML-G2, NewsML 1, NITF, ninjs, IPTC 7901 and ANPA 1312."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import FOG
from samples_desk import ANPA, G2, IPTC, NEWSML, NITF
from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.source import Source
from wirecopy.read.wires.g2 import read_g2
from wirecopy.read.wires.lines import read_lines
from wirecopy.read.wires.markup import parse, ranges, story_text
from wirecopy.read.wires.newsml1 import read_newsml1
from wirecopy.read.wires.ninjs import is_ninjs, read_item
from wirecopy.read.wires.nitf import read_nitf
from wirecopy.records import Page, Skipped

Reader = Callable[[Source, Options], Iterator[Page | Skipped]]


def read(tmp_path: Path, reader: Reader, text: str) -> list[Page | Skipped]:
    """Read a wire file."""
    path = tmp_path / "item"
    path.write_bytes(text.encode())
    return list(reader(Source("item", str(path)), Options()))


def said(page: Page | Skipped, kind: str) -> list[str]:
    """Give what a page claims of a kind."""
    assert isinstance(page, Page)
    return [claim.value for claim in page.claims if claim.kind == kind]


def test_g2_gives_an_item_of_text_and_skips_the_others_by_kind(tmp_path: Path) -> None:
    """A picture and a package are no news text; each is skipped under its own bytes."""
    page, picture, package = read(tmp_path, read_g2, G2)
    assert isinstance(page, Page)
    assert "OST (NP) - Fog closed the Port of Ost.\n\nShips waited." == page.text
    assert ("Fog closes port", ("Ana Rey",), "NP") == (page.title, page.byline, page.outlet)
    assert isinstance(picture, Skipped)
    assert isinstance(package, Skipped)
    assert "no story text (kind of item: picture)" == picture.reason
    assert "a package: a list of other items" == package.reason
    assert G2.encode()[package.byte_start : package.byte_end] == b'<packageItem guid="x:3"/>'


def test_g2_keeps_first_and_this_version_apart(tmp_path: Path) -> None:
    """`firstCreated` is when it was published, `versionCreated` when it was modified."""
    page, *_ = read(tmp_path, read_g2, G2)
    assert ["2024-03-04T09:00:00Z"] == said(page, "published")
    assert ["2024-03-04T10:00:00Z"] == said(page, "modified")
    assert (["3"], ["usable"], ["FOG-PORT"], ["OST"]) == (
        said(page, "version"), said(page, "status"), said(page, "slug"), said(page, "dateline"),
    )  # fmt: skip
    assert ["Northpress", "NP"] == said(page, "agency")


def test_a_canceled_item_is_named_so(tmp_path: Path) -> None:
    """A kill leaves no text; with its text it is a page that claims to be canceled."""
    gone = G2.replace("stat:usable", "stat:canceled")
    page, *_ = read(tmp_path, read_g2, gone)
    assert ["canceled"] == said(page, "status")
    empty = gone[: gone.index("<contentSet>")] + gone[gone.index("</contentSet>") + 13 :]
    skipped, *_ = read(tmp_path, read_g2, empty)
    assert isinstance(skipped, Skipped)
    assert "canceled, and no text left" == skipped.reason


def test_nitf_leaves_captions_out_and_keeps_the_tagline(tmp_path: Path) -> None:
    """What stands in `media` is not the story; `body.end` holds the credits."""
    [page] = read(tmp_path, read_nitf, NITF)
    assert isinstance(page, Page)
    assert "Fog lay.\n\nShips waited.\n\nEditing by Bo Lund" == page.text
    assert ("Fog closes port", ("ANA REY",)) == (page.title, page.byline)
    assert page.published is not None
    assert "2024-03-04T10:00:00Z" == page.published.value
    assert (["embargoed"], ["2"], ["NP"], ["OST"]) == (
        said(page, "status"), said(page, "version"), said(page, "agency"), said(page, "dateline"),
    )  # fmt: skip


def test_newsml_1_takes_markup_out_of_cdata(tmp_path: Path) -> None:
    """Its text is HTML in a CDATA section; a dateline that is a date is no place."""
    [page] = read(tmp_path, read_newsml1, NEWSML)
    assert isinstance(page, Page)
    assert "Fog lay on Ost.\n\nShips waited." == page.text
    assert ("Fog closes port", ("Ana Rey",), "np.example") == (page.title, page.byline, page.outlet)
    assert ([], ["2"]) == (said(page, "dateline"), said(page, "version"))


def test_iptc_7901_parts_heading_story_and_notebook(tmp_path: Path) -> None:
    """The story has its paragraphs whole; the notebook is not for publication, but credits."""
    [page] = read(tmp_path, read_lines, IPTC)
    assert isinstance(page, Page)
    assert "Ost (npa) - Fog closed the port of Ost.\n\nShips waited." == page.text
    assert "Fog closes port, ships wait" == page.title
    assert page.published is not None
    assert "2024-03-04T11:30Z" == page.published.value
    assert (["Ost-port/fog"], ["1ST LEAD"]) == (said(page, "slug"), said(page, "version"))
    assert ["Editing by Bo Lund"] == said(page, "credit")
    assert "Ana Rey" in page.byline


def test_anpa_1312_reads_marks_as_typesetters_do(tmp_path: Path) -> None:
    """Doubled marks are quotation marks, a lone underscore is a dash."""
    [page] = read(tmp_path, read_lines, ANPA)
    assert isinstance(page, Page)
    assert "OST (NP) — “Fog,” she said.\n\nShips waited." == page.text
    assert ("Fog closes port", ("ANA REY",)) == (page.title, page.byline)
    assert (["BC-OS--Fog-Port"], ["1st Ld-Writethru"]) == (
        said(page, "slug"),
        said(page, "version"),
    )
    assert page.published is not None
    assert "2024-03-04T09:30Z" == page.published.value


def test_several_messages_lie_in_one_file(tmp_path: Path) -> None:
    """Their byte ranges meet, and each is a page."""
    first, second = read(tmp_path, read_lines, IPTC + "\x7f" + IPTC)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.byte_end == second.byte_start
    assert first.page_id != second.page_id


def test_ninjs_is_read_in_all_its_spellings() -> None:
    """Version 1 has `body_html`, 2 and 3 `bodies`; names differ in their capitals."""
    one = {"headline": "Fog", "body_html": "<p>Fog.</p>", "versioncreated": "2024-03-04T10:00:00Z"}
    three = {
        "headlines": [{"role": "sub", "value": "x"}, {"role": "main", "value": "Fog"}],
        "bodies": [{"role": "text", "value": "no"}, {"role": "html", "value": "<p>Fog.</p>"}],
        "versionCreated": "2024-03-04T10:00:00Z",
    }
    for values in (one, three):
        item = read_item(values, "", 0, 0)
        assert "Fog." == item.text
        assert ["Fog"] == [c.value for c in item.claims if c.kind == "title"]
        assert ["2024-03-04T10:00:00Z"] == [c.value for c in item.claims if c.kind == "published"]


def test_a_picture_in_ninjs_is_no_page() -> None:
    """Its caption is not a story."""
    item = read_item({"type": "picture", "uri": "x", "versioncreated": "2024"}, "", 0, 0)
    assert "no story text (kind of item: picture)" == item.wrong


def test_an_event_in_ninjs_is_a_page_where_it_has_a_body() -> None:
    """Events of version 3 need no date of their making; what they only describe is no story."""
    event = {
        "uri": "x",
        "title": "Fog drill",
        "eventDetails": {},
        "descriptions": [{"value": "At noon."}],
    }
    assert is_ninjs(event)
    assert "no story text (kind of item: event)" == read_item(event, "", 0, 0).wrong
    assert FOG == read_item(event | {"bodies": [{"value": FOG}]}, "", 0, 0).text


def test_utf_8_that_says_latin_1_is_read_as_utf_8() -> None:
    """Bytes that are good UTF-8 are not two letters each."""
    raw = '<?xml version="1.0" encoding="iso-8859-1"?><p>København</p>'.encode()
    assert "København" == parse(raw).text
    assert "København" == parse(raw.decode().encode("latin-1")).text


def test_entities_are_never_followed() -> None:
    """Neither a file of this machine nor a billion laughs come in."""
    raw = b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a&x;b</p>'
    assert "root" not in story_text(parse(raw))
    with pytest.raises(ReadError, match="entities"):
        ranges(raw, "p")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_html_are_its_letters(encoding: str) -> None:
    """Agencies use them without a declaration; one that nobody knows stays as it is written."""
    raw = "<body><p>caf&eacute;&nbsp;&amp; bar &bell;</p><table><tr>&a;<td>Fog&bell;</td>&deg;</tr>"
    root = parse(f"{raw}</table></body>".encode(encoding))
    assert "café\xa0& bar &bell;" == root[0].text
    assert "café & bar &bell;\n\nFog&bell;" == story_text(root)


def test_what_is_taken_as_it_stands_has_no_entities() -> None:
    """Text in a CDATA section stays as it is; one that does not end takes linear time."""
    raw = "<p>R&D; <![CDATA[Ash&Co; ]] &eacute; R&D;]]> R&D;</p>"
    assert "R&D; Ash&Co; ]] &eacute; R&D; R&D;" == "".join(parse(raw.encode()).itertext())
    start = time.process_time()
    assert "R&D; " == "".join(parse(b"<p>R&D; " + b"<![CDATA[]]&D;" * 100_000).itertext())
    assert time.process_time() - start < 5


def test_a_caption_in_a_row_of_a_table_is_left_out() -> None:
    """The rest of the row is put on a line."""
    row = b"<table><tr><media/><td>Fog</td><media>x<media/></media><td>Rain</td></tr></table>"
    assert "Fog | Rain" == story_text(parse(b"<body>" + row + b"</body>"))


def test_ranges_give_the_outermost_elements() -> None:
    """An element in one of its own name is part of it; what is not well-formed has no ranges."""
    raw = b"<n><a>1<a>2</a></a><b/><x:a xmlns:x='y'/></n>"
    assert [b"<a>1<a>2</a></a>", b"<x:a xmlns:x='y'/>"] == [raw[a:b] for a, b in ranges(raw, "a")]
    assert [] == ranges(raw[:-3], "n")


@pytest.mark.parametrize("reader", [read_g2, read_nitf, read_newsml1, read_lines])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_wires_raise_nothing_but_read_errors(reader: Reader, data: st.DataObject) -> None:
    """Bits flipped and ends cut: pages, skipped parts, or one reason."""
    import tempfile

    text = {read_g2: G2, read_nitf: NITF, read_newsml1: NEWSML, read_lines: IPTC + ANPA}[reader]
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(0, len(raw)))]
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes(raw))
        file.flush()
        try:
            found = list(reader(Source("f", file.name), Options()))
        except ReadError:
            return
    assert all(isinstance(one, Page | Skipped) for one in found)


FORMATS = Path(__file__).parents[2] / "shared" / "data" / "formats" / "wire"
CASES = json.loads((Path(__file__).parents[1] / "cases" / "read" / "wires.json").read_text("utf-8"))
READERS: dict[str, Reader] = {
    "g2": read_g2, "nitf": read_nitf, "newsml1": read_newsml1, "lines": read_lines,
}  # fmt: skip


@pytest.mark.skipif(not FORMATS.exists(), reason="needs ../shared/data/formats/wire")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_real_items_say_what_a_person_reads_on_them(case: dict[str, str]) -> None:
    """Agency, dateline, byline, slug, version and times of real items, read by eye."""
    found = READERS[case["reader"]](Source("f", str(FORMATS / case["file"])), Options())
    page = [one for one in found if isinstance(one, Page)][case.get("page", 0)]  # type: ignore[call-overload]
    shown = {
        "title": page.title or "",
        "byline": "; ".join(page.byline),
        "published": page.published.value if page.published else "",
        **{k: next(iter(said(page, k)), "") for k in ("agency", "dateline", "slug", "version")},
    }
    expected = {key: value for key, value in case["expected"].items()}  # type: ignore[attr-defined]
    assert expected == {key: shown[key] for key in expected}
