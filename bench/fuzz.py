"""
Does anything raise or hang? Mutated samples of every family of formats, read as files.

    python bench/fuzz.py [--each 50000] [--family WARC] [--seconds 5]

Samples are made by `tests/samples.py`; where a folder `shared/data/formats` lies beside the
project, its feeds and wire files are taken, too. Each sample has bits flipped, pieces cut out,
repeated, or spliced in from another; of the family `within`, parts are mutated before they are
packed into a zip, a dump, an answer or a letter. A reading may give pages and skipped parts, at
least one; it must not raise, not say that the reader failed, and not take more than `--seconds` of
CPU.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.sniff import HEAD, sniff
from wirecopy.records import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from samples import families, mutated, mutated_within

REAL = Path(__file__).parents[2] / "shared" / "data" / "formats"
LARGEST = 40_000
FAMILY = {"RSS feed": "feeds", "Atom feed": "feeds", "JSON": "ninjs"} | {
    kind: kind for kind in ("NewsML-G2", "NewsML", "NITF", "wire copy")
}


def all_families() -> dict[str, list[bytes]]:
    """Give the made samples and the real ones, by family."""
    found = families()
    for path in sorted(REAL.glob("feeds/**/*")) + sorted(REAL.glob("wire/**/*")):
        if path.is_file() and 0 < path.stat().st_size <= LARGEST:
            raw = path.read_bytes()
            if family := FAMILY.get(sniff(raw[:HEAD], path.name)):
                found[family].append(raw)
    return found


def wrong(path: Path, raw: bytes, seconds: float) -> tuple[str | None, int]:
    """Read some bytes as a file; give what is wrong, and how many pages came of it."""
    path.write_bytes(raw)
    start = time.process_time()
    try:
        found = list(read_file("sample", str(path), Options()))
    except Exception as error:
        return f"raised {type(error).__name__}: {error}", 0
    taken = time.process_time() - start
    if taken > seconds:
        return f"took {taken:.1f} s of CPU", 0
    pages = [one for one in found if isinstance(one, Page)]
    failed = [o.reason for o in found if not isinstance(o, Page) and "reader failed" in o.reason]
    if failed:
        return failed[0], len(pages)
    if len({page.page_id for page in pages}) < len(pages):
        return "two pages of one id", len(pages)
    return (None if found else "nothing came of it"), len(pages)


def main() -> None:
    """Print a line for each family, and keep what went wrong in files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=50_000)
    parser.add_argument("--family")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "wirecopy-fuzz")
    asked = parser.parse_args()
    asked.keep.mkdir(exist_ok=True)
    path = asked.keep / f"sample-{asked.family or 'all'}-{asked.seed}"
    every = all_families() | {"within": []}
    others = [one for several in every.values() for one in several]
    for family, samples in every.items():
        if asked.family not in (None, family):
            continue
        chance = random.Random(f"{family} {asked.seed}")
        found: Counter[str] = Counter()
        pages, start = 0, time.perf_counter()
        for number in range(asked.each):
            if samples:
                raw = mutated(samples[number % len(samples)], others, chance)
            else:
                raw = mutated_within(others, chance)
            what, count = wrong(path, raw, asked.seconds)
            pages += count
            if what:
                found[what[:150]] += 1
                if found[what[:150]] == 1:
                    (asked.keep / f"{family}-{number}").write_bytes(raw)
                    print(f"  {family} {number}: {what}", flush=True)
        seconds = time.perf_counter() - start
        print(
            f"{family:8} {asked.each:7,} samples, {pages:7,} pages, {found.total():4} wrong, "
            f"{seconds:6.0f} s",
            flush=True,
        )
    path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
