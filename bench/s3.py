"""
Measure whether more reuse is a larger share: pairs of web pages that people judged, and answers.

    python bench/s3.py [--others]

`pairs/s3`: average precision of the share against "near-duplicate" (label 1 and more), beside that
of S3 score, which its authors computed. The share is of the words of both pages that stand in both
in order, in passages; ties count as they would in the worst order. `pairs/clough-stevenson`: the
mean share of answers by how their writers were told to work. `--others` ranks the pairs by plain
measures, too: how much of both texts is common in runs of so many words, and Dice's coefficient of
so many words in a row. Needs the data beside the checkout.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from typing import Any

import pyarrow as pa

from wirecopy import find_asides
from wirecopy.align import align_pairs

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pairs"
ASIDES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))


def measure(a: list[str], b: list[str]) -> list[dict[str, Any]]:
    """Align texts pair by pair, without their asides."""
    columns: dict[str, Any] = {"a": range(len(a)), "b": range(len(a), 2 * len(a))}
    for side, texts in (("a", a), ("b", b)):
        spans = [[{"start": x.start, "end": x.end} for x in find_asides(text)] for text in texts]
        columns |= {f"{side}_text": texts, f"{side}_asides": pa.array(spans, ASIDES)}
    batch = pa.record_batch({name: pa.array(column) for name, column in columns.items()})
    return [row for out in align_pairs(batch) for row in out.to_pylist()]


def share(row: dict[str, Any]) -> float:
    """Give the part of both texts' words that stand in both in order."""
    return float(2 * row["matched"] / max(1, row["a_words"] + row["b_words"]))


def average_precision(ranked: list[tuple[float, bool]]) -> float:
    """Give the mean precision at each true pair; of equal shares, true pairs come last."""
    hits, total = 0, 0.0
    for place, (_, is_true) in enumerate(sorted(ranked, key=lambda x: (-x[0], x[1])), 1):
        hits += is_true
        total += hits / place if is_true else 0
    return total / hits


def judged_pairs() -> None:
    """Score the pairs of each collection, as full texts and as its authors stripped them."""
    for folder in sorted(path for path in (PAIRS / "s3").iterdir() if path.is_dir()):
        pairs = sorted(folder.iterdir())
        true = [int((pair / "label").read_text()) >= 1 for pair in pairs]
        theirs = [json.loads((pair / "s3score").read_text())["s3Score"] for pair in pairs]
        found = {"S3": average_precision(list(zip(theirs, true, strict=True)))}
        for kind, before in (("full texts", "full-text-"), ("stripped", "")):
            names = (pair.name.split("_vs_") for pair in pairs)
            sides = [
                [(pair / (before + name)).read_text("utf-8", "replace") for name in both]
                for pair, both in zip(pairs, names, strict=True)
            ]
            rows = measure([a for a, _ in sides], [b for _, b in sides])
            shares = [share(row) for row in rows]
            found[kind] = average_precision(list(zip(shares, true, strict=True)))
        scores = ", ".join(f"{kind} {score:.3f}" for kind, score in found.items())
        print(f"{folder.name}: {len(pairs)} pairs, average precision: {scores}")


def other_measures() -> None:
    """Print what measures without any alignment of ours reach: is it the share that limits?"""
    for folder in sorted(path for path in (PAIRS / "s3").iterdir() if path.is_dir()):
        ranked: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for pair in sorted(folder.iterdir()):
            true = int((pair / "label").read_text()) >= 1
            a, b = (
                re.findall(
                    r"\w+", (pair / f"full-text-{name}").read_text("utf-8", "replace").lower()
                )
                for name in pair.name.split("_vs_")
            )
            matcher = SequenceMatcher(None, a, b, autojunk=len(a) + len(b) > 8_000)
            runs = [block.size for block in matcher.get_matching_blocks()]
            for least in (1, 3, 6, 12):
                common = 2 * sum(run for run in runs if run >= least) / (len(a) + len(b))
                ranked[f"runs of {least}"].append((common, true))
            for size in (3, 5, 8):
                ours, theirs = (
                    set(zip(*(x[n:] for n in range(size)), strict=False)) for x in (a, b)
                )
                dice = 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))
                ranked[f"Dice of {size}"].append((dice, true))
        scores = ", ".join(f"{name} {average_precision(r):.3f}" for name, r in ranked.items())
        print(f"{folder.name}, other measures: {scores}")


def answers() -> None:
    """Print the mean share of each kind of answer with the source of its task."""
    folder = PAIRS / "clough-stevenson" / "data"
    with (folder / "file_information.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Category"] != "orig"]
    texts = [(folder / row["File"]).read_text("cp1252", "replace") for row in rows]
    sources = [
        (folder / f"orig_task{row['Task']}.txt").read_text("cp1252", "replace") for row in rows
    ]
    kinds = defaultdict(list)
    for row, aligned in zip(rows, measure(texts, sources), strict=True):
        kinds[row["Category"]].append(aligned["matched"] / max(1, aligned["a_words"]))
    for kind in ("non", "heavy", "light", "cut"):
        print(
            f"clough-stevenson, {kind}: {len(kinds[kind])} answers, share {mean(kinds[kind]):.2f}"
        )


if __name__ == "__main__":
    if not PAIRS.exists():
        raise SystemExit(f"{PAIRS} is not there: this measures on data beside the checkout")
    judged_pairs()
    if "--others" in sys.argv:
        other_measures()
    answers()
