"""Text -> pages: encodings, exact bytes, and what front matter claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.decode import decode
from wirecopy.records import Page, Skipped

CASES = Path(__file__).parents[1] / "cases" / "read"

HARBOR = (
    "The harbor of Velm – the “blue one” – will close for nine days in May while divers clear\r\n"
    "mines left from the war, port captain Inès Tamm said on Tuesday.\r\n"
)
LIBRARY = (
    "A library in the mountain village of Tarn lent its millionth book on Friday, ninety years\n"
    "after a schoolteacher opened it with two crates of novels. Żółć, 鉄道, καφές.\n"
)


def front_matter(title: str) -> str:
    """Give front matter with a title, a date and an author."""
    return f"---\ntitle: {title}\ndate: 2022-11-13\nauthor: Ana Ruiz\n---\n"


def read_bytes(content: bytes, tmp_path: Path, options: Options | None = None) -> list[Any]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(content)
    return list(read_file("a.txt", str(path), options or Options()))


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


@pytest.mark.parametrize("case", load("text_*.json"))
def test_cases(case: dict[str, Any], tmp_path: Path) -> None:
    """A file of text gives the pages, claims and skipped parts that the case tells."""
    encoding = case.get("encoding", "utf-8")
    found = read_bytes(case["input"].encode(encoding), tmp_path)
    pages = [one for one in found if isinstance(one, Page)]
    assert case.get("skipped", []) == [one.reason for one in found if isinstance(one, Skipped)]
    assert len(case["pages"]) == len(pages)
    for expected, page in zip(case["pages"], pages, strict=True):
        got = page.to_dict()
        got["published"] = page.published.value if page.published else None
        assert expected == {key: got[key] for key in expected}


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_a_page_is_exactly_its_bytes(encoding: str, tmp_path: Path) -> None:
    """Line ends and all, the text of a page is the decoded slice of the file."""
    raw = HARBOR.encode(encoding)
    (page,) = read_bytes(raw, tmp_path)
    codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(
        encoding, encoding
    )
    assert HARBOR == page.text
    assert raw[page.byte_start : page.byte_end] == page.text.encode(codec)
    assert len(raw) == page.byte_end


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The mayor said “we won’t pay” and the café in Zürich closed. " * 3),
        ("cp1252", "Der Bürgermeister erklärte, die Straße werde größer und schöner. " * 3),
        ("cp1250", "Premier powiedział we wtorek, że droga w Łodzi zostanie otwarta. " * 3),
        ("cp1251", "Премьер-министр заявил во вторник, что дорога будет открыта. " * 3),
        ("cp1253", "Ο πρωθυπουργός δήλωσε την Τρίτη ότι ο δρόμος θα ανοίξει. " * 3),
        ("cp932", "首相は火曜日、来月に道路を開通させると述べた。市民は喜んでいる。" * 3),
        ("gb18030", "总理星期二表示，这条公路将于下个月通车。市民们都很高兴。" * 3),
        ("cp949", "총리는 화요일에 다음 달 도로를 개통할 것이라고 말했다. " * 3),
    ],
)
def test_an_undeclared_encoding_is_told_from_the_bytes(
    encoding: str, text: str, tmp_path: Path
) -> None:
    """Old encodings of the news are told, and named in the reader."""
    (page,) = read_bytes(text.encode(encoding), tmp_path)
    assert (text, f"text 1, {encoding}") == (page.text, page.reader)


def test_a_few_stray_bytes_in_utf_8_are_not_misread(tmp_path: Path) -> None:
    """Damaged UTF-8 is skipped with the place of the damage, not taken for Latin-1."""
    raw = HARBOR.encode() + b"\xff" + LIBRARY.encode()
    reason = f"damaged UTF-8: 1 stray bytes, the first at {len(HARBOR.encode())}"
    assert [Skipped("a.txt", "", 0, len(raw), reason)] == read_bytes(raw, tmp_path)


def test_half_a_character_at_the_end_costs_nothing_else(tmp_path: Path) -> None:
    """A file that was cut inside a character keeps the text before it."""
    raw = HARBOR.encode() + "–".encode()[:2]
    page, rest = read_bytes(raw, tmp_path)
    assert HARBOR == page.text
    assert (len(raw) - 2, len(raw)) == (rest.byte_start, rest.byte_end)
    assert "half a character at the end of the file" == rest.reason


@pytest.mark.parametrize("raw", [bytes(range(128, 256)) * 3, bytes(range(160, 256)) + b"x" * 9])
def test_bytes_of_no_encoding_are_no_text(raw: bytes) -> None:
    """Where no encoding explains the bytes there is no text, and none is made up."""
    with pytest.raises(ReadError, match="not text in any known encoding"):
        decode(raw)


def test_a_declared_charset_is_read_as_browsers_read_it() -> None:
    """Latin-1 means Windows-1252; a charset that is none, or no charset of text, is passed over."""
    assert "“café”" == decode("“café”".encode("cp1252"), "ISO-8859-1").text
    assert "kaffe" == decode(b"kaffe", "no-such-charset").text
    assert "caf\xe9 " * 30 == decode(b"caf\xe9 " * 30, "rot13").text
    assert "鉄道" == decode("鉄道".encode("iso2022_jp"), "iso-2022-jp").text


def test_a_dump_is_split_into_pages_with_their_own_bytes(tmp_path: Path) -> None:
    """Each page of a dump has its own range, front matter and place among the others."""
    parts = [front_matter("Mines") + HARBOR, front_matter("Books") + LIBRARY * 2]
    raw = "\n".join(parts).encode()
    pages = read_bytes(raw, tmp_path)
    assert ["Mines", "Books"] == [page.title for page in pages]
    assert [1, 2] == [page.ordinal for page in pages]
    for page in pages:
        assert page.text.encode() == raw[page.byte_start : page.byte_end]
        assert ("Ana Ruiz",) == page.byline
        assert {"title", "date", "author"} == set(page.front_matter)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    bodies=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80),
        min_size=1,
        max_size=4,
    ),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_pages_and_skipped_parts_lie_in_order_and_never_overlap(
    bodies: list[str], encoding: str, tmp_path: Path
) -> None:
    """Whatever is glued, each page reproduces its bytes, and no byte is in two of them."""
    dump = "\n".join(front_matter(f"Day {n}") + body + "\n" for n, body in enumerate(bodies))
    raw = dump.encode(encoding)
    codec = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    end = 0
    for one in read_bytes(raw, tmp_path):
        assert one.byte_start >= end
        end = one.byte_end
        if isinstance(one, Page):
            assert one.text.encode(codec) == raw[one.byte_start : one.byte_end]
    assert end <= len(raw)


def test_claims_keep_their_words_and_origin(tmp_path: Path) -> None:
    """What front matter says is kept as it says it, with the key that says it."""
    text = (
        "---\ntitle: Mines\nauthors:\n  - By Ana Ruiz\n  - name: Bo Lind\n"
        "pubDate: 2022-11-13T09:30:00+02:00\nsource: https://bell.example/mines\nlang: en-GB\n---\n"
    )
    (page,) = read_bytes((text + HARBOR).encode(), tmp_path)
    said = {(claim.kind, claim.value, claim.origin) for claim in page.claims}
    assert ("author", "By Ana Ruiz", "front matter: authors") in said
    assert ("Ana Ruiz", "Bo Lind") == page.byline
    assert page.published is not None
    assert ("2022-11-13T07:30:00Z", "front matter: pubDate") == (
        page.published.value,
        page.published.origin,
    )
    assert ("https://bell.example/mines", "bell.example") == (page.url, page.outlet)
    assert "en" == page.language
