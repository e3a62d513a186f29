"""Tables -> pages: JSON, CSV and Parquet, exact to the byte, and honest about what is broken."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.rows_json import _cut, _load
from wirecopy.records import Page, Skipped

CASES = Path(__file__).parents[1] / "cases" / "read"


def read_bytes(content: bytes, tmp_path: Path, name: str = "rows", **options: Any) -> list[Any]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(content)
    return list(read_file(name, str(path), Options(**options)))


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


def check(case: dict[str, Any], found: list[Any]) -> None:
    """Compare what was read with what a case tells."""
    pages = [one for one in found if isinstance(one, Page)]
    skipped = [one for one in found if isinstance(one, Skipped)]
    assert case.get("skipped", []) == [[s.byte_start, s.byte_end, s.reason] for s in skipped]
    assert len(case["pages"]) == len(pages)
    for expected, page in zip(case["pages"], pages, strict=True):
        got = page.to_dict()
        got["published"] = page.published.value if page.published else None
        assert expected == {key: got[key] for key in expected}


@pytest.mark.parametrize("case", load("tables_json.json"))
def test_json_cases(case: dict[str, Any], tmp_path: Path) -> None:
    """A file of JSON gives the pages and skipped parts that the case tells."""
    check(case, read_bytes(case["input"].encode(), tmp_path))


@pytest.mark.parametrize("case", load("tables_csv.json"))
def test_csv_cases(case: dict[str, Any], tmp_path: Path) -> None:
    """A file of CSV gives the pages and skipped parts that the case tells."""
    if case.get("encoding") == "surrogateescape":
        raw = case["input"].encode("utf-8", "surrogateescape")
    else:
        raw = case["input"].encode(case.get("encoding", "utf-8"))
    check(case, read_bytes(raw, tmp_path, "rows.csv"))


ROWS = [
    {"text": "Fog closed the port – né.", "title": "Fog", "author": "Ana Ruiz and Bo Lind"},
    {"text": "Rain reopened it.", "title": "Rain", "author": "None"},
    {"text": "", "title": "Snow", "author": None},
]


def parquet(rows: dict[str, Any] | list[dict[str, Any]], **options: Any) -> bytes:
    """Write rows or columns as a file of Parquet."""
    sink = io.BytesIO()
    table = pa.Table.from_pylist(rows) if isinstance(rows, list) else pa.table(rows)
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def test_parquet_rows_have_their_number_and_the_range_of_their_group(tmp_path: Path) -> None:
    """A row of Parquet is named by its number; its bytes are those of its row group."""
    raw = parquet(ROWS, row_group_size=1)
    fog, rain, snow = read_bytes(raw, tmp_path)
    assert ["row 1", "row 2", "row 3"] == [fog.member, rain.member, snow.member]
    assert [1, 2] == [fog.ordinal, rain.ordinal]
    assert 4 <= fog.byte_start < fog.byte_end <= rain.byte_start < rain.byte_end < len(raw)
    assert ("Ana Ruiz", "Bo Lind") == fog.byline
    assert () == rain.byline
    assert "no text in column text" == snow.reason


def test_parquet_takes_odd_columns(tmp_path: Path) -> None:
    """Nested, binary and timed columns are read, or passed over, but break nothing."""
    moments = [dt.datetime(2022, 11, 13, 9, 30, 5), dt.datetime(2022, 11, 13)]
    table = {
        "html": pa.array([b"<p>Fog.</p><p>Rain.</p>", None], pa.binary()),
        "authors": [[{"name": "Ana Ruiz"}, {"name": "Bo Lind"}], None],
        "date": pa.array(moments, pa.timestamp("ns")),
        "picture": [b"\x00\xff", b""],
        "size": [1.5, float("nan")],
    }
    page, skipped = read_bytes(parquet(table), tmp_path)
    assert "Fog.\n\nRain." == page.text
    assert ("Ana Ruiz", "Bo Lind") == page.byline
    assert "2022-11-13T09:30:05Z" == page.published.value
    assert "no text in column html" == skipped.reason


def test_folders_of_a_table_in_parts_say_the_outlet(tmp_path: Path) -> None:
    """As Hive and Spark write them; what a row says itself goes before."""
    table = {"text": ["Fog.", "Rain."], "lang": ["de", None]}
    name = "site=The%20Bell/dt=2024-03-04/part-0.parquet"
    fog, rain = read_bytes(parquet(table), tmp_path, name)
    assert ("The Bell", "de", None) == (fog.outlet, fog.language, fog.published)
    assert ["column: site"] == [c.origin for c in rain.claims if c.kind == "outlet"]


def test_parquet_that_is_cut_short_says_so(tmp_path: Path) -> None:
    """Parquet keeps its table of contents at the end: without it nothing can be read."""
    (skipped,) = read_bytes(parquet(ROWS)[:-20], tmp_path)
    assert skipped.reason.startswith("broken Parquet: ")


def test_a_damaged_row_group_costs_only_itself(tmp_path: Path) -> None:
    """Rows of other groups keep their numbers."""
    raw = bytearray(parquet([{"text": f"Fog {n}. " * 9} for n in range(4)], row_group_size=2))
    first = pq.ParquetFile(io.BytesIO(raw)).metadata.row_group(0).column(0)
    start = first.dictionary_page_offset or first.data_page_offset
    raw[start : start + first.total_compressed_size] = b"\xff" * first.total_compressed_size
    skipped, *pages = read_bytes(bytes(raw), tmp_path)
    assert skipped.reason.startswith("broken Parquet: ")
    assert ["row 3", "row 4"] == [page.member for page in pages]


def test_the_user_names_the_columns(tmp_path: Path) -> None:
    """A mapping goes before the guesses, and leads into nested values."""
    raw = b'{"text": "a summary", "article": {"full": "Fog closed it."}, "wann": "2022-11-13"}'
    columns = {"text": "article.full", "date": "wann"}
    (page,) = read_bytes(raw, tmp_path, columns=columns)
    assert ("Fog closed it.", "2022-11-13") == (page.text, page.published.value)
    (skipped,) = read_bytes(raw, tmp_path, columns={"text": "body"})
    assert "no column 'body' among the columns article, text, wann: type --map text=COLUMN" == (
        skipped.reason
    )


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet"])
def test_rows_in_are_pages_and_skipped_rows(form: str, tmp_path: Path) -> None:
    """Each row is one page or one skipped row; reading twice gives the same."""
    rows = [{"id": str(n), "text": "" if n % 7 == 0 else f"Fog {n}."} for n in range(100)]
    if form == "parquet":
        raw = parquet(rows)
    elif form == "csv":
        raw = ("id,text\n" + "".join(f"{r['id']},{r['text']}\n" for r in rows)).encode()
    else:
        mark, start, end = ("\n", "", "\n") if form == "jsonl" else (", ", "[", "]")
        raw = (start + mark.join(map(json.dumps, rows)) + end).encode()
    found = read_bytes(raw, tmp_path, f"rows.{form}")
    assert len(rows) == len(found)
    assert [row["text"] for row in rows if row["text"]] == [
        one.text for one in found if isinstance(one, Page)
    ]
    assert found == read_bytes(raw, tmp_path, f"rows.{form}")
    assert len({one.page_id for one in found if isinstance(one, Page)}) == 85


def test_a_long_line_is_skipped_and_the_next_one_read(tmp_path: Path) -> None:
    """A row that is too long costs itself alone, and its range is told."""
    long = json.dumps({"text": "x" * 300})
    found = read_bytes(
        f'{{"text": "Fog."}}\n{long}\n{{"text": "Rain."}}\n'.encode(), tmp_path, max_page_bytes=100
    )
    assert ["Fog.", "Rain."] == [one.text for one in found if isinstance(one, Page)]
    assert [(17, 18 + len(long), "longer than max_page_bytes (100 bytes)")] == [
        (one.byte_start, one.byte_end, one.reason) for one in found if isinstance(one, Skipped)
    ]


def test_long_cells_and_long_objects_are_read(tmp_path: Path) -> None:
    """The limit of 131,072 letters that Python sets to cells is lifted; objects span chunks."""
    text = "Fog. " * 500_000
    (page,) = read_bytes(f'title,text\nA,"{text}"\n'.encode(), tmp_path)
    assert text == page.text
    array = json.dumps([{"text": text}, {"text": "Rain."}], indent=1).encode()
    assert [text, "Rain."] == [one.text for one in read_bytes(array, tmp_path)]


def objects_by_json(text: str) -> list[Any]:
    """Cut objects the slow and obvious way: by Python's own parser, one after another."""
    decoder, at, found = json.JSONDecoder(), 0, []
    while at < len(text):
        if text[at] == "{":
            value, at = decoder.raw_decode(text, at)
            found.append(value)
        else:
            at += 1
    return found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('{}[]",\\ \né', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    rows=st.lists(st.dictionaries(st.text(max_size=3), VALUES, max_size=3), max_size=5),
    mark=st.sampled_from(["", "\n", ", ", " \r\n"]),
    indent=st.sampled_from([None, 1]),
    chunk=st.integers(1, 50),
)
def test_objects_are_cut_as_a_parser_cuts_them(
    rows: list[Any], mark: str, indent: int | None, chunk: int
) -> None:
    """Wherever the chunks of a stream end, its objects and their ranges are the parser's."""
    text = mark.join(json.dumps(row, indent=indent, ensure_ascii=False) for row in rows)
    raw = text.encode("utf-8", "replace")

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(chunk)

    parts = list(_cut(b"", Slow(raw), 0, 10**6))
    assert objects_by_json(raw.decode()) == [part.value for part in parts]
    assert [part.raw for part in parts] == [raw[part.start : part.end] for part in parts]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6))
def test_broken_json_costs_no_row_but_the_broken_ones(seed: int, tmp_path: Path) -> None:
    """Cut one line of many anywhere: the others are read, and all bytes of it are accounted for."""
    rng = random.Random(seed)
    lines = [json.dumps({"text": f"Fog {n} {{"}) for n in range(5)]
    broken = rng.randrange(1, 5)
    cut = lines[broken][: rng.randrange(1, len(lines[broken]))]
    raw = "\n".join([*lines[:broken], cut, *lines[broken + 1 :]]).encode()
    found = read_bytes(raw, tmp_path)
    texts = [one.text for one in found if isinstance(one, Page)]
    assert [f"Fog {n} {{" for n in range(5) if n != broken] == texts
    assert 1 == sum(isinstance(one, Skipped) for one in found)


def test_numbers_that_are_none_in_json_are_read() -> None:
    """What orjson refuses, Python's parser takes, unless it is too deep for it."""
    assert {"n": float("inf")} == _load(b'{"n": Infinity}')
    assert _load(b'{"n": ' + b"[" * 100_000) is None


def test_json_that_is_broken_throughout_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for ends that are not there costs a bounded time; all bytes are accounted for."""
    monkeypatch.setattr(import_module("wirecopy.read.rows_json"), "_MOST_WASTE", 1_000_000)
    raw = b"[\n" + b'{"text": "Fog.", "b": {"c": 1},\n' * 2000
    *parts, last = _cut(b"", io.BytesIO(raw), 0, 10**6)
    assert {None} == {part.value for part in parts}
    assert ("JSON broken too often", len(raw)) == (last.wrong, last.end)
    lines = b'{"text": "Fog.\n' * 2000
    assert 2000 == len(list(_cut(b"", io.BytesIO(lines), 0, 10**6)))
