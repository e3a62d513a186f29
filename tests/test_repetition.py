"""Lines that recur on an outlet's pages of different stories are its furniture."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.clean.repetition import lines_in, list_lines, mark_repeated
from wirecopy.engine import make_tables, parts_of
from wirecopy.engine.local import Local
from wirecopy.schemas import ASIDES, LINES

STORY = "Fog lay on the port of {}.\n\nJoin our walking club\n\nShips waited."


def batch(*texts: str, outlet: str | None = "Bell") -> pa.RecordBatch:
    """Make a batch of pages of one outlet, without asides."""
    columns = [list(range(len(texts))), [outlet] * len(texts), list(texts)]
    schema = pa.schema([("page", pa.int64()), ("outlet", pa.string()), ("text", pa.string())])
    made = pa.RecordBatch.from_arrays(
        [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )
    empty = pa.array([[]] * len(texts), ASIDES.field("asides").type)
    return made.append_column("asides", empty)


def recurring(folder: Path, pages: pa.RecordBatch, stories: list[int], fewest: int) -> list[str]:
    """Let the SQL find what recurs; give the lines."""
    with Local(folder / "work") as engine:
        members = {"page": pages["page"].to_pylist(), "story": stories}
        tables = {
            "pages": pa.Table.from_batches([pages]),
            "members": pa.table(members),
            "lines": pa.Table.from_batches(list(list_lines(pages)), LINES),
        }
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet")
            engine.source(name, [folder / f"{name}.parquet"])
        make_tables(
            engine, "wirecopy.clean", "recurring.sql", fewest_stories=fewest, share_of_stories=0.01
        )
        rows = pq.read_table(parts_of(engine, "recurring")).to_pylist()
    known = {(row["outlet"], row["hash"]): row["stories"] for row in rows}
    [marked] = mark_repeated(pages, known)
    texts = pages["text"].to_pylist()
    return [
        texts[row["page"]][aside["start"] : aside["end"]]
        for row in marked.to_pylist()
        for aside in row["asides"]
    ]


def test_a_line_on_many_stories_is_set_aside(tmp_path: Path) -> None:
    """The line that all share goes; the lines of each story stay."""
    pages = batch(*(STORY.format(town).replace("Ships", town) for town in ("Ost", "Wells", "Ree")))
    assert ["Join our walking club"] * 3 == recurring(tmp_path, pages, [0, 1, 2], 3)


def test_copies_of_one_story_make_no_furniture(tmp_path: Path) -> None:
    """What recurs because the story does is the story."""
    pages = batch(*(STORY.format("Ost"),) * 4)
    assert [] == recurring(tmp_path, pages, [0, 0, 0, 0], 3)


def test_pages_without_an_outlet_are_let_be(tmp_path: Path) -> None:
    """Whose furniture it would be, nobody knows."""
    pages = batch(*(STORY.format(town) for town in ("Ost", "Wells", "Ree")), outlet=None)
    assert [] == recurring(tmp_path, pages, [0, 1, 2], 3)


def test_counts_and_dates_do_not_tell_lines_apart() -> None:
    """`12 comments` and `7 comments` are one line."""
    (_, _, one), (_, _, two) = lines_in("12 comments\n7 comments", [])
    assert one == two


def test_a_line_in_an_aside_is_not_named() -> None:
    """It is out already."""
    text = "Fog lay.\nRead more"
    assert [(0, 8)] == [span[:2] for span in lines_in(text, [{"start": 9, "end": 18}])]


@given(st.text(st.sampled_from("ab1 .\n"), max_size=60), st.integers(0, 30), st.integers(0, 30))
def test_lines_stand_side_by_side_and_touch_no_aside(text: str, start: int, length: int) -> None:
    """Whatever the text and its aside."""
    spans = lines_in(text, [{"start": start, "end": start + length}] if length else [])
    assert spans == sorted(spans)
    for (_, end, _), (begin, *_) in pairwise(spans):
        assert end <= begin
    if length:
        assert all(b <= start or a >= start + length for a, b, _ in spans)
