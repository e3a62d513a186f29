"""The engine for one machine: what it keeps, how it cuts work, and that workers change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wirecopy.engine import parts_of, statements
from wirecopy.engine.local import SLICE_BYTES, Local, _slices
from wirecopy.options import Options

NUMBERS = pa.schema([("n", pa.int64())])


def double(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """A stage for tests: twice each number, one batch for each row."""
    for value in batch.column("n").to_pylist():
        yield pa.record_batch({"n": pa.array([2 * value])})


def kept(engine: Local, name: str) -> list[int]:
    """The numbers of a table."""
    return [n for part in parts_of(engine, name) for n in pq.read_table(part)["n"].to_pylist()]


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_change_nothing(tmp_path: Path, workers: int) -> None:
    """A stage in this process and one in two others give the same rows in the same order."""
    with Local(tmp_path / "work", Options(workers=workers)) as engine:
        source = f"select n, {SLICE_BYTES // 2} as weight from range(7) t(n)"
        engine.map("doubled", source, double, NUMBERS)
        assert [0, 2, 4, 6, 8, 10, 12] == kept(engine, "doubled")
        assert 42 == engine.scalar("select sum(n) from doubled")


def test_a_stage_without_rows_gives_an_empty_table(tmp_path: Path) -> None:
    """A table that nothing was put in can be asked all the same."""
    with Local(tmp_path / "work") as engine:
        engine.map("none", "select 1::bigint as n where false", double, NUMBERS)
        assert 0 == engine.scalar("select count(*) from none")


def test_a_table_may_be_made_from_its_former_self(tmp_path: Path) -> None:
    """A query may read the table that it replaces; the older files go."""
    with Local(tmp_path / "work") as engine:
        engine.table("t", "select 1::bigint as n")
        engine.table("t", "select n + 1 as n from t")
        assert [2] == kept(engine, "t")
        assert 1 == len(list((engine.folder / "t").iterdir()))


def test_an_error_in_a_worker_reaches_the_caller(tmp_path: Path) -> None:
    """What a stage raises in another process is raised here."""
    with Local(tmp_path / "work", Options(workers=2)) as engine:
        source = f"select 'x' as n, {SLICE_BYTES} as weight from range(3)"
        with pytest.raises(TypeError):
            engine.map("broken", source, _divide, NUMBERS)


def _divide(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for value in batch.column("n").to_pylist():
        yield pa.record_batch({"n": pa.array([1 / value])})


def test_slices_keep_every_row_in_order() -> None:
    """Slices are cut by weight; a row heavier than a slice has one for itself."""
    weights = [1, SLICE_BYTES, 1, 1, 3 * SLICE_BYTES, 1]
    batch = pa.record_batch({"n": pa.array(range(6)), "weight": pa.array(weights)})
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
    slices = [part.column("n").to_pylist() for part in _slices(reader)]
    assert [[0], [1], [2, 3], [4], [5]] == slices


def test_an_engine_removes_its_own_and_nothing_else(tmp_path: Path) -> None:
    """What lay in the folder that was named stays there."""
    (tmp_path / "thesis.txt").write_text("Years of work.")
    with Local(tmp_path) as engine:
        engine.table("t", "select 1 as n")
    assert ["thesis.txt"] == [path.name for path in tmp_path.iterdir()]


def test_texts_larger_than_memory_pass_through(tmp_path: Path) -> None:
    """A gigabyte of texts through an engine that may take half of it."""
    with Local(tmp_path, Options(memory="500MB", workers=1)) as engine:
        engine.table("t", "select n, repeat(md5(n::text), 640) as text from range(50000) t(n)")
        engine.table("few", "select n from t where n < 100")
        engine.table("u", "select t.* from t left join few s on s.n = t.n where s.n is null")
        assert 49_900 == engine.scalar("select count(*) from u")


def test_a_name_with_glob_characters_means_itself(tmp_path: Path) -> None:
    """A folder `x[1]` is not read as `x1`."""
    for name, value in (("x1", 1), ("x[1]", 2), ("x'*", 3)):
        (tmp_path / name).mkdir()
        pq.write_table(pa.table({"n": [value]}), tmp_path / name / "a.parquet")
    with Local(tmp_path / "work") as engine:
        engine.source("t", [tmp_path / "x[1]" / "a.parquet", tmp_path / "x'*" / "a.parquet"])
        assert 5 == engine.scalar("select sum(n) from t")


def test_a_file_of_sql_gives_its_tables_in_order() -> None:
    """A heading begins a table; values take their places."""
    found = dict(statements("wirecopy.match", "hubs.sql", min_shared_fingerprints=7, rare_pages=8))
    assert ["touched", "buckets", "hubs", "links", "pairs"] == list(found)
    assert found["pairs"].endswith(">= 2 * 7 * of_names")


def test_an_empty_file_among_others_makes_no_joins_of_everything(tmp_path: Path) -> None:
    """5,000 pages of one story in little memory: DuckDB guesses the rows by the first file."""
    keys = [n * 1_234_567_891_234 for n in range(5_000)]
    tables = {
        "bases": {"story": [7], "base": [0]},
        "stories": {"story": [7] * 5_000, "page": keys},
        "pages": {"page": keys, "at": keys, "outlet": ["Velm Post"] * 5_000},
        "sides": {
            "page": keys * 12,
            "other": [keys[n * k % 5_000] for k in range(1, 13) for n in range(5_000)],
        },
    }
    with Local(tmp_path / "work", Options(memory="200MB", workers=2)) as engine:
        for name, columns in tables.items():
            whole = pa.table(columns)
            files = [tmp_path / f"{name}-{n}.parquet" for n in range(2)]
            pq.write_table(whole.slice(0, 0), files[0])
            pq.write_table(whole, files[1])
            engine.source(name, files if name == "pages" else files[1:])
        engine.table(
            "partners",
            "select s.story as story, s.page as page, d.other as other, p.at as at, q.at as then "
            "from stories s join bases k on k.story = s.story join sides d on d.page = s.page "
            "join stories t on t.page = d.other and t.story = s.story "
            "join pages p on p.page = s.page join pages q on q.page = d.other "
            "where s.page <> k.base and (p.outlet <> q.outlet or p.at >= 0)",
        )
        assert 12 * 4_999 == engine.scalar("select count(*) from partners")
