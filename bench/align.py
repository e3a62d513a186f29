"""
Measure stage align: how well passages are found, how often one is made up, and how fast.

    python bench/align.py                all of it, as JSON
    python bench/align.py --speed        the stage alone, on pairs of Reuters stories

PAN 2013 is scored by the shared task's own measure, in two halves of each kind: the constants were
set on the first, so that the second is the one to quote. Of random pairs of Reuters stories hardly
any should have a passage; what pairs of one day have is mostly the desk's own sentences. In the
Clough and Stevenson answers, more reuse should cover more. Nobody has marked the spammed copies:
each should be covered, in few passages.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy.align import align, align_pairs

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
SEED = 20261124

sys.path.insert(0, str(SHARED / "exams"))


def pan() -> dict[str, Any]:
    """Score both halves of PAN 2013: plagdet, recall, precision and granularity of each kind."""
    import pan_score

    root = DATA / "pan13"
    halves: dict[str, dict[str, Any]] = {"set on": {}, "held out": {}}
    totals: dict[str, Any] = {half: ({}, {}) for half in halves}
    for folder in sorted(p for p in root.iterdir() if p.is_dir() and p.name[:2].isdigit()):
        pairs = [line.split() for line in (folder / "pairs").read_text().splitlines() if line]
        order = list(range(len(pairs)))
        random.Random(SEED).shuffle(order)
        first, second = order[: len(order) // 2], order[len(order) // 2 :]
        for half, chosen in zip(halves, (first, second), strict=True):
            truth, found = {}, {}
            for susp, src in (pairs[x] for x in chosen):
                xml = folder / f"{susp[:-4]}-{src[:-4]}.xml"
                truth[susp, src] = pan_score.read_xml(xml, susp, src, ("plagiarism",))
                a, b = (
                    open(root / side / name, encoding="utf-8", newline="").read()  # noqa: SIM115
                    for side, name in (("susp", susp), ("src", src))
                )
                found[susp, src] = [
                    (susp, p.a_start, p.a_end, src, p.b_start, p.b_end) for p in align(a, b)
                ]
            for total, part in zip(totals[half], (truth, found), strict=True):
                total.update(part)
            if any(truth.values()):
                halves[half][folder.name[3:]] = rounded(pan_score.score(truth, found))
    for half, (truth, found) in totals.items():
        clean = [pair for pair in truth if not truth[pair]]
        halves[half]["all"] = rounded(pan_score.score(truth, found))
        halves[half]["false alarms"] = [sum(bool(found[pair]) for pair in clean), len(clean)]
    return halves


def news(pairs: int = 2000) -> dict[str, Any]:
    """Count the pairs of Reuters stories that have a passage: of any days, and of one day."""
    stories = reuters()
    chance = random.Random(SEED)
    days = defaultdict(list)
    for story in stories:
        days[story["date"][:10]].append(story)
    busy = [day for day in sorted(days) if len(days[day]) >= 20]
    draws = {
        "any days": lambda: chance.sample(stories, 2),
        "one day": lambda: chance.sample(days[chance.choice(busy)], 2),
    }
    return {
        name: [sum(bool(align(*(x["text"] for x in draw()))) for _ in range(pairs)), pairs]
        for name, draw in draws.items()
    }


def answers() -> dict[str, list[float]]:
    """Give the mean share of an answer's letters in passages, from no reuse to cut and paste."""
    folder = DATA / "pairs" / "clough-stevenson" / "data"
    with open(folder / "file_information.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    covered = defaultdict(list)
    for row in rows:
        kind, task = row["Category"].strip(), row["Task"].strip()
        if kind != "orig":
            a, b = (
                (folder / name).read_text("utf-8", "replace")
                for name in (row["File"].strip(), f"orig_task{task}.txt")
            )
            covered[kind].append(covered_share(a, [(p.a_start, p.a_end) for p in align(a, b)]))
    return {kind: rounded((np.mean(covered[kind]),)) for kind in ("non", "heavy", "light", "cut")}


def spun() -> dict[str, Any]:
    """Give the mean share of original and copy in passages, and their mean number."""
    lines = (DATA / "spun" / "dev_pairs.jsonl").read_text("utf-8").splitlines()
    figures = []
    for row in map(json.loads, lines):
        a, b = row["original_text"], row["copy_text"]
        found = align(a, b)
        original = covered_share(a, [(p.a_start, p.a_end) for p in found])
        copy = covered_share(b, [(p.b_start, p.b_end) for p in found])
        figures.append((original, copy, len(found), not found))
    names = "original", "copy", "passages", "without any"
    return dict(zip(names, rounded(np.mean(np.array(figures, float), 0)), strict=True))


def speed(pairs: int = 4000) -> dict[str, float]:
    """Time the stage on pairs of Reuters stories that are next to each other in time, and alike."""
    stories = sorted(reuters()[: 2 * pairs], key=lambda story: (story["title"], story["date"]))
    asides = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
    a, b = stories[:-1][:pairs], stories[1:][:pairs]
    batch = pa.record_batch(
        {
            "a": pa.array(range(len(a)), pa.int64()),
            "b": pa.array(range(1, len(b) + 1), pa.int64()),
            "a_text": [story["text"] for story in a],
            "b_text": [story["text"] for story in b],
            "a_asides": pa.array([[]] * len(a), asides),
            "b_asides": pa.array([[]] * len(b), asides),
        }
    )
    began = time.process_time()
    list(align_pairs(batch.slice(0, 1)))
    started = time.process_time()
    (out,) = align_pairs(batch)
    seconds = time.process_time() - started
    letters = sum(len(story["text"]) for story in a + b)
    with_passages = sum(bool(row) for row in out.column("passages").to_pylist())
    return {
        "first call, seconds": round(started - began, 2),
        "pairs": len(a),
        "with passages": with_passages,
        "pairs a second": round(len(a) / seconds),
        "million letters a second": round(letters / 1e6 / seconds, 1),
    }


def reuters() -> list[dict[str, Any]]:
    """Read the Reuters stories that have a text."""
    table = pq.read_table(
        DATA / "news" / "reuters_2006_2011.parquet", columns=["id", "date", "title", "text"]
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return [
        row | {"date": str(row["date"]), "title": row["title"] or ""} for row in rows if row["text"]
    ]


def covered_share(text: str, spans: list[tuple[int, int]]) -> float:
    """Give the part of a text that lies in spans."""
    covered = np.zeros(len(text), np.bool_)
    for start, end in spans:
        covered[start:end] = True
    return float(covered.mean()) if text else 0.0


def rounded(figures: Any) -> list[float]:
    """Round figures for printing."""
    return [round(float(figure), 4) for figure in figures]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--speed", action="store_true")
    parts = (speed,) if parser.parse_args().speed else (speed, pan, news, answers, spun)
    for part in parts:
        began = time.process_time()
        print(json.dumps({part.__name__: part()}), f"{time.process_time() - began:.0f} CPU s")


if __name__ == "__main__":
    main()
