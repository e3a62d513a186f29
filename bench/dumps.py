"""
How fast are web archives read, and in how much memory? Beside trafilatura alone.

    python bench/dumps.py [--gigabytes 20]

Speed: a WARC of the pages of the article-extraction benchmark, read whole by the stage, against
trafilatura's `extract` with metadata on the same bytes. Memory: a WARC of so many gigabytes when
unpacked, made of pictures with a page among every thousand, is walked through and read.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import trafilatura

from wirecopy.options import Options
from wirecopy.read import read_files, stretches
from wirecopy.schemas import FILES

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from samples import PAGE, http, record

PAGES = Path(__file__).parents[2] / "shared" / "data" / "html" / "aeb" / "html"


def megabytes() -> float:
    """Give the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(path: Path) -> tuple[int, int]:
    """Read a dump by the stage; give its pages and skipped parts."""
    files = pa.record_batch([pa.array([path.name]), pa.array([str(path)])], schema=FILES)
    pages = skipped = 0
    for batch in read_files(files):
        parts = batch.column("skipped").null_count
        pages, skipped = pages + parts, skipped + batch.num_rows - parts
    return pages, skipped


def speed(folder: Path) -> None:
    """Print pages a second of both."""
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(PAGES.glob("*.gz"))]
    path = folder / "pages.warc.gz"
    path.write_bytes(
        b"".join(
            gzip.compress(record(http(body, content_type="text/html"), number=n), mtime=0)
            for n, body in enumerate(bodies)
        )
    )
    read(path)  # what is imported and compiled on the way is no part of the speed
    start = time.process_time()
    pages, _ = read(path)
    ours = time.process_time() - start
    start = time.process_time()
    for body in bodies:
        trafilatura.extract(body, favor_precision=True, include_comments=False)
    text = time.process_time() - start
    start = time.process_time()
    for body in bodies:
        trafilatura.bare_extraction(body, favor_precision=True, with_metadata=True)
    whole = time.process_time() - start
    print(
        f"wirecopy: {pages} of {len(bodies)} pages, {len(bodies) / ours:.1f} a second of one core"
    )
    print(
        f"trafilatura alone: text {len(bodies) / text:.1f}, with metadata {len(bodies) / whole:.1f}"
    )


def memory(folder: Path, gigabytes: float) -> None:
    """Print the memory that a dump of so many gigabytes takes."""
    noise = random.Random(1).randbytes(12_000)  # packs to a ninetieth: less is taken for a bomb
    picture = record(http(noise * 88, content_type="image/png"))
    packed = gzip.compress(picture, 9, mtime=0)
    path = folder / "large.warc.gz"
    with path.open("wb") as dump:
        for number in range(int(gigabytes * 1024)):
            dump.write(packed)
            if number % 1000 == 0:
                dump.write(gzip.compress(record(http(PAGE), number=number), mtime=0))
    size, before = path.stat().st_size, megabytes()
    whole = stretches.Stretch(path.name, path, "", size)
    start = time.process_time()
    cuts = len(list(stretches.cut(whole, Options())))
    walked = time.process_time() - start
    start = time.process_time()
    pages, skipped = read(path)
    seconds = time.process_time() - start
    print(
        f"{gigabytes:g} GB unpacked ({size / 1e6:.0f} MB packed): {pages} pages, "
        f"{skipped:,} skipped in {seconds:.0f} s; walked for {cuts} stretches in {walked:.0f} s; "
        f"{megabytes():.0f} MB of memory at most, {before:.0f} before"
    )


def main() -> None:
    """Print speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        speed(Path(name))
        memory(Path(name), asked.gigabytes)


if __name__ == "__main__":
    main()
