"""
Measure wirecopy beside four peers: the same pile, text in, groups out, on one core.

    python -m venv peers && peers/bin/pip install rensa gaoya datasketch text-dedup pyarrow
    python bench/copies.py --peers peers/bin/python      writes bench/results/copies.json and .svg
    python bench/copies.py --peers … --pages 100000      a larger pile
    python bench/copies.py --growth 10000 30000 100000   writes bench/results/growth.json, .svg

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

Growth is measured on pages recombined of sentences: 60 words or more in a row, of stories in the
order of their dates, each sentence once in a pile of up to 100,000 pages. So a larger pile is as
dense with common wording as a smaller one, as if it were of more days.

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

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "news"
NEWS = DATA / "reuters_2006_2011.parquet"
MORE = DATA / "allsides_dev.parquet"
SENTENCE = re.compile(r"(?<=[.!?])[\"'”’]?\s+")
RESULTS = HERE / "results"
KINDS = (
    "exact", "5 % of words", "10 % of words", "20 % of words", "40 % of words", "sentences",
    "half", "furniture", "3 % of letters", "passage",
)  # fmt: skip
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


def change_words(words: list[str], rate: float, rng: random.Random, others: list[str]) -> str:
    """Exchange, drop or put in a share of the words."""
    out = []
    for word in words:
        if rng.random() >= rate:
            out.append(word)
            continue
        turn = rng.random()
        if turn < 0.6:
            out.append(rng.choice(others))
        elif turn < 0.8:
            out += [word, rng.choice(others)]
    return " ".join(out)


def misread(text: str, rng: random.Random) -> str:
    """Exchange three letters of a hundred."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(rng.choice(letters) if c.isalpha() and rng.random() < 0.03 else c for c in text)


def furniture_of(site: int, others: list[str]) -> tuple[str, str]:
    """Make a site's navigation and footer, of words of its own: the same on all of its pages."""
    rng = random.Random(site)
    links = [" ".join(rng.sample(others, 2)).title() for _ in range(14)]
    foot = " ".join(rng.sample(others, 40))
    return "\n".join(links), f"Copyright Site {site}. {foot.capitalize()}."


def plant(kind: str, text: str, other: str, rng: random.Random, others: list[str]) -> str:
    """Make a copy of a kind; `other` is the story that a passage is lifted into."""
    words = text.split()
    if rate := re.match(r"(\d+) % of words", kind):
        return change_words(words, int(rate[1]) / 100, rng, others)
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if kind == "sentences":
        return " ".join(s for s in sentences if rng.random() > 0.2)
    if kind == "half":
        return " ".join(words[: len(words) // 2])
    if kind == "furniture":
        head, foot = furniture_of(rng.randrange(40), others)
        return f"{head}\n\n{text}\n\n{foot}"
    if kind == "3 % of letters":
        return misread(text, rng)
    if kind == "passage":
        length = min(rng.randint(60, 150), len(words))
        first = rng.randrange(len(words) - length + 1)
        place = other.find("\n", len(other) // 2)
        place = place if place > 0 else len(other)
        return f"{other[:place]}\n{' '.join(words[first : first + length])}\n{other[place:]}"
    return text


def make_pile(pages: int, recombined: bool) -> tuple[list[str], list[tuple[int, int, str]]]:
    """Give the texts and which are copies: (original, copy, kind). Three of ten are."""
    rng = random.Random(11)
    dated = pq.read_table(NEWS, columns=["date", "text"]).sort_by("date")
    stories = [text for text in dated["text"].to_pylist() if text]
    long = [text for text in stories if len(text.split()) >= 100]
    others = sorted({w.lower() for text in long[:2000] for w in re.findall(r"[a-z]{4,}", text)})
    fresh = rng.sample(long, round(pages * 0.03) + 1)
    base = round(pages * 0.7)
    if recombined:
        texts = recombine(stories, base, rng)
    else:
        kept = set(fresh)
        texts = [text for text in long if text not in kept]
        if base > len(texts):
            texts += [t for t in pq.read_table(MORE, columns=["text"])["text"].to_pylist() if t]
        texts = rng.sample(texts, min(base, len(texts)))
        texts += recombine(stories, base - len(texts), rng)
    truth = []
    for number in range(pages - base):
        kind, original = KINDS[number % len(KINDS)], rng.randrange(base)
        copy = plant(kind, texts[original], fresh[number % len(fresh)], rng, others)
        truth.append((original, len(texts), kind))
        texts.append(copy)
    return texts, truth


def recombine(stories: list[str], pages: int, rng: random.Random) -> list[str]:
    """Make pages of 150 to 700 words from pieces of the first stories, as many as it takes."""
    pieces, words = [], 0
    for piece in pieces_of(stories):
        if words >= 425 * pages:
            break
        pieces.append(piece)
        words += len(piece.split())
    made: list[str] = []
    parts: list[str] = []
    words, enough = 0, rng.randint(150, 700)
    while len(made) < pages:
        rng.shuffle(pieces)
        for piece in pieces:
            parts.append(piece)
            words += len(piece.split())
            if words >= enough:
                made.append("\n".join(parts))
                parts, words, enough = [], 0, rng.randint(150, 700)
    return made[:pages]


def pieces_of(stories: list[str]) -> Iterator[str]:
    """Cut stories into pieces of sixty words or more in whole sentences, each sentence once."""
    seen: set[str] = set()
    for text in stories:
        piece: list[str] = []
        for sentence in (
            part.strip() for line in text.split("\n") for part in SENTENCE.split(line)
        ):
            if sentence and sentence not in seen:
                seen.add(sentence)
                piece.append(sentence)
                if sum(len(part.split()) for part in piece) >= 60:
                    yield " ".join(piece)
                    piece = []
        if sum(len(part.split()) for part in piece) >= 15:
            yield " ".join(piece)


def shingles(text: str) -> set[int]:
    """Give the five-word runs of a text."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}


def judge(
    answer: dict[str, Any], texts: list[str], truth: list[tuple[int, int, str]]
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


def compare(
    pages: int, rounds: int, peers: Path | None, only: list[str], recombined: bool = False
) -> dict[str, Any]:
    """Run all methods in turn, several times over."""
    texts, truth = make_pile(pages, recombined)
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} pages, {size:.0f} MB, {len(truth)} planted copies", file=sys.stderr)
    costs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        pile, out = Path(folder) / "pile.parquet", Path(folder) / "groups.json"
        urls = [f"https://outlet{n % 97}.example/{n}" for n in range(len(texts))]
        table = pa.table({"url": urls, "text": texts})
        pq.write_table(table, pile, compression="snappy")
        warm = Path(folder) / "warm.parquet"
        pq.write_table(table.slice(0, 100), warm)
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
        "mb": round(size, 1),
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
            kept = {key: costs[key] for key in ("cpu_seconds", "peak_mb", "precision")}
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
        (("cpu_seconds", "CPU", "s"), ("peak_mb", "peak memory", "MB"))
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
