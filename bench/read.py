"""
How fast are tables read into rows of pages? Rows a second of one core, by format.

    python bench/read.py

The rows are the first ten thousand of the Reuters stories beside the checkout, written anew in
each format. What is timed is the whole stage: decoding, claims, dates, language, hashes, Arrow.
"""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.read import read_files
from wirecopy.schemas import FILES

STORIES = Path(__file__).parents[2] / "shared" / "data" / "news" / "reuters_2006_2011.parquet"
ROWS = 10_000


def write(rows: list[dict[str, str]], folder: Path) -> list[Path]:
    """Write the same rows in all formats."""
    names = ("warm-up.parquet", "rows.parquet", "rows.jsonl", "rows.json", "rows.csv")
    paths = [folder / name for name in names]
    pq.write_table(pa.Table.from_pylist(rows[:100]), paths[0])
    pq.write_table(pa.Table.from_pylist(rows), paths[1])
    paths[2].write_bytes(b"\n".join(map(orjson.dumps, rows)))
    paths[3].write_bytes(orjson.dumps(rows))
    with paths[4].open("w", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return paths


def main() -> None:
    """Print the rows a second for each format."""
    rows = next(pq.ParquetFile(STORIES).iter_batches(ROWS)).to_pylist()
    with tempfile.TemporaryDirectory() as name:
        for path in write(rows, Path(name)):
            files = pa.record_batch([pa.array([path.name]), pa.array([str(path)])], schema=FILES)
            start = time.process_time()
            count = sum(batch.num_rows for batch in read_files(files))
            seconds = time.process_time() - start
            print(f"{path.name:16} {count:6,} rows {count / seconds:8,.0f} a second")


if __name__ == "__main__":
    main()
