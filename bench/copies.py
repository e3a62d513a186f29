"""
Measure wirecopy beside four peers: the same pile, text in, groups out, on one core.

    python -m venv peers && peers/bin/pip install rensa gaoya datasketch text-dedup pyarrow
    python bench/copies.py --peers peers/bin/python      writes bench/results/copies.json and .svg
    python bench/copies.py --peers … --pages 100000      a larger pile
    python bench/copies.py --growth 10000 30000 100000 358000      writes growth.json and .svg there

The pile is Reuters stories beside the checkout (and, where they are too few, allsides' articles,
then pages recombined of their sentences), and copies of some of them planted here: words
changed at random (three fifths exchanged, a fifth dropped, a fifth put in), sentences dropped, half
cut off, a site's furniture around it, letters misread, or one passage lifted into another story.
Random edits are harsher than an editor's, which come in clusters.

Recall is the share of planted copies that are in one group with their original; for wirecopy also
those with which it shows a passage. Precision is the share of pairs in one group that are planted,
or share a tenth of the shorter one's five-word runs, furniture aside: Reuters repeats itself.

`wirecopy` is its stages match and align from a table of texts to passages and stories; `wirecopy
run` the whole main job, which also reads, cleans, traces, and keeps a searchable ledger of it.

Growth is measured on pages recombined of sentences of stories in the order of their dates, each
once (`bench/pile.py`). So a larger pile is as dense with common wording as a smaller one, as if it
were of more days. MB are millions of bytes of text, and 1,048,576 bytes of memory.

Peers get word five-grams, 128 permutations, a threshold of 0.7 and verified pairs, their usual way.
Each run is a process of its own, in turn, after a first one on a few pages that does not count
(kernels are compiled and kept then). Figures are medians of CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pile import KINDS, NEWS, Shelf, make_pile

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
METHODS = {
    "wirecopy": "groups.py",
    "wirecopy run": "ledger.py",
    "gaoya": "gaoya",
    "rensa": "rensa",
    "datasketch": "datasketch",
    "text-dedup": "text-dedup",
}
ONCE = {"wirecopy run", "text-dedup"}
"""Methods that take minutes: measured in the first turn only."""


def shingles(text: str) -> set[int]:
    """Give the five-word runs of a text."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}


def judge(
    answer: dict[str, Any], texts: Shelf, truth: list[tuple[int, int, str]]
) -> dict[str, Any]:
    """Give recall by kind, and precision, of groups (and passages) of pages."""
    group = {page: n for n, pages in enumerate(answer["groups"]) for page in pages}
    linked = {(min(a, b), max(a, b)) for a, b in answer.get("passages", [])}
    recall, shown = defaultdict(list), defaultdict(list)
    family = list(range(len(texts)))
    for original, copy, kind in truth:
        family[copy] = original
        same = original in group and group.get(copy) == group[original]
        recall[kind].append(same)
        shown[kind].append(same or (original, copy) in linked)
    known: dict[int, set[int]] = {}
    right = pairs = 0
    rng = random.Random(3)
    for pages in answer["groups"]:
        found = list(combinations(pages, 2))
        for a, b in rng.sample(found, 500) if len(found) > 500 else found:
            pairs += 1
            if family[a] == family[b]:
                right += 1
                continue
            x, y = (known.setdefault(p, shingles(texts[p])) for p in (a, b))
            right += len(x & y) >= 0.1 * min(len(x), len(y))
    return {
        "recall": {k: round(sum(v) / len(v), 3) for k, v in recall.items()},
        "shown": {k: round(sum(v) / len(v), 3) for k, v in shown.items()},
        "precision": round(right / max(1, pairs), 4),
        "largest": max(map(len, answer["groups"]), default=1),
        "compared": round(answer.get("compared", 0) / len(texts), 2),
    }


LAUNCHER = """
import os, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""
"""A small process that starts what is measured: a child's peak begins with that of its parent."""


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command on one core; give its CPU seconds and peak memory in MB."""
    core = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    pinned = ["taskset", "-c", str(core), *command] if core is not None else command
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *pinned], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    cpu, peak = map(float, done.stdout.split()[-2:])
    return cpu, peak


def write(texts: Shelf, most: int, out: Path) -> None:
    """Write the first texts to a table, each with an address."""
    schema = pa.schema([("url", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(out, schema, compression="snappy") as writer:
        for first in range(0, most, 10_000):
            rows = range(first, min(first + 10_000, most))
            urls = [f"https://outlet{row % 97}.example/{row}" for row in rows]
            writer.write_batch(pa.record_batch([urls, [texts[row] for row in rows]], schema))


def compare(
    pages: int, rounds: int, peers: Path | None, only: list[str], recombined: bool = False
) -> dict[str, Any]:
    """Run all methods in turn, several times over."""
    costs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        pile, out = Path(folder) / "pile.parquet", Path(folder) / "groups.json"
        texts, truth = make_pile(pages, recombined, Path(folder))
        print(f"{len(texts)} pages, {texts.mb:.0f} MB, {len(truth)} copies", file=sys.stderr)
        write(texts, len(texts), pile)
        warm = Path(folder) / "warm.parquet"
        write(texts, 100, warm)
        for turn in range(-1, rounds):
            for name in only:
                ours = METHODS[name].endswith(".py")
                if (not ours and peers is None) or (turn > 0 and name in ONCE):
                    continue
                runner = [sys.executable] if ours else [str(peers)]
                script = HERE / ("copies_ours.py" if ours else "copies_peers.py")
                how = METHODS[name].removesuffix(".py")
                given = warm if turn < 0 else pile
                cost = measure([*runner, str(script), how, str(given), str(out)])
                if turn < 0:
                    continue
                costs[name].append(cost)
                print(f"{name}: {cost[0]:.1f} s, {cost[1]:.0f} MB", file=sys.stderr)
                if turn == 0:
                    results[name] = judge(json.loads(out.read_text()), texts, truth)
    for name, runs in costs.items():
        ratios = [cpu / ours for (cpu, _), (ours, _) in zip(runs, costs[only[0]], strict=False)]
        results[name] |= {
            "times": round(median(ratios), 2),
            "cpu_seconds": round(median(cpu for cpu, _ in runs), 1),
            "peak_mb": round(median(peak for _, peak in runs)),
            "runs": len(runs),
        }
    about = {
        "pages": len(texts),
        "mb": round(texts.mb, 1),
        "copies": len(truth),
        "date": f"{date.today()}",
    }
    return about | {"machine": f"{platform.machine()}, {platform.system()}", "methods": results}


def growth(sizes: list[int], names: list[str]) -> Iterator[dict[str, Any]]:
    """Measure wirecopy alone on piles of several sizes; give what is known after each of them."""
    points: list[dict[str, Any]] = []
    for pages in sizes:
        found = compare(pages, 1, None, names, recombined=True)
        for name, costs in found["methods"].items():
            kept = {key: costs[key] for key in ("cpu_seconds", "peak_mb", "precision", "compared")}
            points.append({"method": name, "pages": found["pages"], "mb": found["mb"]} | kept)
        exponents = {
            name: {
                key: slope([(p["mb"], p[key]) for p in points if p["method"] == name])
                for key in ("cpu_seconds", "peak_mb")
            }
            for name in names
        }
        yield {"date": f"{date.today()}", "points": points, "exponents": exponents}


def slope(points: list[tuple[float, float]]) -> float:
    """Give the exponent of y in x, by least squares over logarithms."""
    return round(float(np.polyfit(*np.log(points).T, 1)[0]), 2) if len(points) > 1 else 1.0


def table_of(found: dict[str, Any]) -> str:
    """Write the results as a Markdown table."""
    names = list(found["methods"])
    rows = [["", *names]]
    measures = {
        "CPU seconds": "cpu_seconds",
        "… of the first's": "times",
        "peak memory, MB": "peak_mb",
        "precision": "precision",
        "largest group": "largest",
    }
    for label, key in measures.items():
        rows.append([label, *(str(found["methods"][n][key]) for n in names)])
    for kind in KINDS:
        rows.append([kind])
        for name in names:
            got, shown = (found["methods"][name][key][kind] for key in ("recall", "shown"))
            rows[-1].append(f"{got:.3f}" + (f" ({shown:.3f})" if shown > got else ""))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def picture_of(found: dict[str, Any]) -> str:
    """Draw recall by kind and CPU seconds as bars, in SVG."""
    colors = ("#0b5394", "#6fa8dc", "#777777", "#999999", "#bbbbbb", "#dddddd")
    names = list(found["methods"])
    bars, height, left = [], 14 * len(names) + 10, 130
    for row, kind in enumerate(KINDS):
        top = 40 + row * height
        bars.append(f'<text x="{left - 8}" y="{top + 14}" text-anchor="end">{kind}</text>')
        for n, name in enumerate(names):
            share = found["methods"][name]["shown"][kind]
            y = top + 14 * n
            bars.append(
                f'<rect x="{left}" y="{y}" width="{400 * share:.1f}" height="12" '
                f'fill="{colors[n % 6]}"/><text x="{left + 404 * share + 4:.1f}" y="{y + 10}">'
                f"{share:.2f}</text>"
            )
    for n, name in enumerate(names):
        cpu = found["methods"][name]["cpu_seconds"]
        bars.append(
            f'<rect x="{left + n * 130}" y="8" width="10" height="10" fill="{colors[n % 6]}"/>'
            f'<text x="{left + 14 + n * 130}" y="17">{name}, {cpu:.0f} s</text>'
        )
    tall = 50 + len(KINDS) * height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + 130 * len(names) + 20} '
        f'{tall}" font-family="sans-serif" font-size="11"><title>Share of planted copies found, '
        f"and CPU seconds</title>\n" + "\n".join(bars) + "\n</svg>\n"
    )


def growth_picture_of(found: dict[str, Any]) -> str:
    """Draw CPU seconds and peak memory against megabytes of text, as the shares of the largest."""
    lines = []
    for row, (key, label, unit) in enumerate(
        (("cpu_seconds", "CPU", "s"), ("peak_mb", "peak memory", "MiB"))
    ):
        points = found["points"]
        most, wide = max(p[key] for p in points), max(p["mb"] for p in points)
        left = 60 + 330 * row
        spots = [(left + 220 * p["mb"] / wide, 220 - 170 * p[key] / most, p) for p in points]
        lines.append(f'<text x="{left}" y="24">{label}, {unit}, by MB of text</text>')
        lines.append(
            f'<path d="M{left} 40V220H{left + 240}" fill="none" stroke="#999999"/><path d="M'
            + "L".join(f"{x:.0f} {y:.0f}" for x, y, _ in spots)
            + '" fill="none" stroke="#0b5394"/>'
        )
        lines += [
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="#0b5394"/><text x="{x - 6:.0f}" '
            f'y="{y - 8:.0f}" text-anchor="end">{p[key]:.0f}</text><text x="{x:.0f}" y="236" '
            f'text-anchor="middle">{p["mb"]:.0f}</text>'
            for x, y, p in spots
        ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 250" font-family="sans-serif" '
        'font-size="11"><title>CPU seconds and peak memory by megabytes of text</title>\n'
        + "\n".join(lines)
        + "\n</svg>\n"
    )


def main() -> None:
    """Read the command line, measure, write JSON, picture and table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--peers", type=Path, help="a Python that has the peers")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="+", metavar="PAGES", help="sizes of piles")
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS))
    args = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"{NEWS} is not there: this measures on data beside the checkout")
    RESULTS.mkdir(exist_ok=True)
    if args.growth:
        ours = [name for name in args.only if METHODS[name].endswith(".py")]
        for found in growth(args.growth, ours):
            (RESULTS / "growth.json").write_text(json.dumps(found, indent=1) + "\n")
            (RESULTS / "growth.svg").write_text(growth_picture_of(found))
        print(json.dumps(found, indent=1))
        return
    found = compare(args.pages, args.rounds, args.peers, args.only)
    name = "copies" if args.pages == 20_000 else f"copies-{args.pages}"
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")
    (RESULTS / f"{name}.svg").write_text(picture_of(found))
    print(table_of(found))


if __name__ == "__main__":
    main()
