"""
Measure stage match from Parquet to fingerprints, beside the fastest peers for the same job.

    python bench/fingerprints.py                        wirecopy alone
    python bench/fingerprints.py --peers PYTHON         … and rensa and gaoya, by an interpreter
                                                        that has them, numpy and pyarrow
    python bench/fingerprints.py --kernel               the kernel by itself, and compile times

Every contender is a process of its own, on one core, and runs in turn with the others; the figures
are medians of CPU seconds, start and imports included. The peers read the same Parquet batches,
make word 5-grams (rensa leaves that to the caller; gaoya does it itself) and MinHashes of 128.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news"
TABLES = ["reuters_2006_2011.parquet", "allsides_dev.parquet"]
PAGES_IN_A_BATCH = 2_000
ASIDES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))


def texts_of(table: Path) -> Iterator[Any]:
    """Give the texts of a table, batch by batch."""
    for batch in pq.ParquetFile(table).iter_batches(PAGES_IN_A_BATCH, columns=["text"]):
        yield batch.column(0)


def as_pages(texts: Any, first: int = 0) -> pa.RecordBatch:
    """Put texts into the columns that the stage takes."""
    count = len(texts)
    return pa.record_batch(
        {
            "page": pa.array(np.arange(first, first + count)),
            "at": pa.nulls(count, pa.int64()),
            "text": texts,
            "asides": pa.nulls(count, ASIDES),
        }
    )


def wirecopy(table: Path) -> int:
    """Winnowed fingerprints with places."""
    from wirecopy.match import fingerprint

    return sum(out.num_rows for texts in texts_of(table) for out in fingerprint(as_pages(texts)))


def rensa(table: Path) -> int:
    """MinHashes of the sets of 5-grams that Python makes."""
    import re

    from rensa import RMinHash

    count = 0
    for texts in texts_of(table):
        for text in texts.drop_null().to_pylist():
            words = re.findall(r"\w+", text.lower())
            sketch = RMinHash(num_perm=128, seed=42)
            sketch.update([" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))])
            count += len(sketch.digest())
    return count


def gaoya(table: Path) -> int:
    """MinHashes of raw texts, put into its index (it has no way to make them alone)."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, 0.7, 16, 8, None, "word", True, (5, 5))
    count = 0
    for texts in texts_of(table):
        for text in texts.drop_null().to_pylist():
            index.insert_document(count, text)
            count += 1
    return count


def read_only(table: Path) -> int:
    """Reading the texts and nothing else: the floor for all."""
    return sum(len(texts) for texts in texts_of(table))


CONTENDERS: dict[str, Callable[[Path], int]] = {
    f.__name__: f for f in (read_only, wirecopy, rensa, gaoya)
}


def measure(python: str, name: str, table: Path, folder: str) -> tuple[float, float]:
    """Run one contender in a process of its own: CPU seconds and peak megabytes."""
    env = installed(folder) | {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    child = subprocess.Popen(
        [python, __file__, "--run", name, str(table)], env=env, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{name} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def installed(folder: str) -> dict[str, str]:
    """Set the environment so that bytecode is kept, as in an installed Python."""
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}


def compare(rounds: int, peers: str | None) -> None:
    """Print a table for each file of news."""
    names = ["read_only", "wirecopy", *(["rensa", "gaoya"] if peers else [])]
    for file in TABLES:
        table = NEWS / file
        megabytes = sum(texts.nbytes for texts in texts_of(table)) / 1e6
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        with tempfile.TemporaryDirectory() as folder:
            for turn in range(rounds + 1):
                for name in names:
                    python = peers if peers and name in ("rensa", "gaoya") else sys.executable
                    figure = measure(python, name, table, folder)
                    if turn:  # the first one makes bytecode
                        figures[name].append(figure)
        print(f"\n{file}: {megabytes:.0f} MB of text, median of {rounds}")
        ours = statistics.median(seconds for seconds, _ in figures["wirecopy"])
        for name in names:
            seconds = statistics.median(seconds for seconds, _ in figures[name])
            peak = max(peak for _, peak in figures[name])
            print(
                f"  {name:10} {seconds:7.2f} CPU s  {megabytes / seconds:6.0f} MB/s  "
                f"{seconds / ours:5.1f} times  peak {peak:5.0f} MB"
            )


def time_kernel(rounds: int) -> None:
    """Print what the stage takes on texts that are in memory, and what compiling takes."""
    with tempfile.TemporaryDirectory() as folder:
        for label, cache in (("", "a"), ("cold", "b"), ("warm", "b")):
            env = installed(folder) | {"NUMBA_CACHE_DIR": f"{folder}/{cache}"}
            out = subprocess.run(
                [sys.executable, __file__, "--compile"],
                env=env,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            if label:
                print(f"{label}: {out.strip()}")
    for file in TABLES:
        from wirecopy.match import fingerprint

        batches = [as_pages(texts) for texts in texts_of(NEWS / file)]
        megabytes = sum(batch.column("text").nbytes for batch in batches) / 1e6
        times = []
        for _ in range(rounds):
            begun = time.process_time()
            rows = sum(out.num_rows for batch in batches for out in fingerprint(batch))
            times.append(time.process_time() - begun)
        pages = sum(batch.num_rows for batch in batches)
        rate = megabytes / statistics.median(times)
        print(f"{file}: {rate:.0f} MB/s of CPU, {rows:,} fingerprints of {pages:,} pages")


def time_compiling() -> None:
    """Print the CPU seconds from the first call to its result."""
    from wirecopy.match import fingerprint
    from wirecopy.words import words_of

    begun = time.process_time()
    words_of("The harbor")
    words = time.process_time() - begun
    list(fingerprint(as_pages(pa.array(["The harbor"]))))
    print(f"first words {words:.2f}, with fingerprints {time.process_time() - begun:.2f} CPU s")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--peers", help="a Python that has rensa, gaoya, numpy and pyarrow")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kernel", action="store_true")
    parser.add_argument("--compile", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        print(CONTENDERS[args.run[0]](Path(args.run[1])))
    elif args.compile:
        time_compiling()
    elif args.kernel:
        time_kernel(args.rounds)
    else:
        compare(args.rounds, args.peers)


if __name__ == "__main__":
    main()
