"""
What does taking the furniture away do to the text that is left?

    python bench/furniture.py            precision, recall and F1 on an extraction benchmark:
                                         trafilatura alone, wirecopy's text, and that without asides
    python bench/furniture.py --learned  lines learned from repetition on the allsides pages, each
                                         with its outlet, to be read

The benchmark has two pages of a site at most, so that nothing can be learned there from repetition.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import trafilatura
from web import PAGES, score, summary

from wirecopy.clean import find_asides
from wirecopy.clean.repetition import lines_in
from wirecopy.options import Options
from wirecopy.read.web import find_web

ALLSIDES = Path(__file__).parents[2] / "shared" / "data" / "news" / "allsides_dev.parquet"


def without_asides(text: str) -> str:
    """Give a text without its asides."""
    kept, at = [], 0
    for aside in find_asides(text):
        kept.append(text[at : aside.start])
        at = aside.end
    return " ".join([*kept, text[at:]])


def measure_extraction(folder: Path) -> None:
    """Print a row for each way to get the story out of HTML."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {
        name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode(
            "utf-8", "replace"
        )
        for name in sorted(truth)
    }
    ours = {name: find_web(page).text or "" for name, page in pages.items()}
    ways = {
        "trafilatura": {n: trafilatura.extract(page) or "" for n, page in pages.items()},
        "wirecopy": ours,
        "wirecopy, asides away": {name: without_asides(text) for name, text in ours.items()},
    }
    for way, texts in ways.items():
        whole = summary(score(truth[n]["articleBody"], text) for n, text in texts.items())
        figures = f"precision {whole.precision:.4f} recall {whole.recall:.4f}"
        print(f"{way:22} F1 {whole.f1:.4f} {figures}")


def show_learned(table: Path, options: Options, sample: int, seed: int) -> None:
    """Print what repetition would set aside if every page were a story of its own."""
    pages = pq.read_table(table, columns=["outlet", "text"]).to_pylist()
    outlets: Counter[str] = Counter(page["outlet"] for page in pages)
    where: dict[tuple[str, int], list[str]] = defaultdict(list)
    for page in pages:
        text = page["text"] or ""
        asides = [aside.to_dict() for aside in find_asides(text)]
        lines = {name: text[start:end] for start, end, name in lines_in(text, asides)}
        for name, line in lines.items():
            where[page["outlet"], name].append(line)
    learned = {
        (outlet, lines[0]): len(lines)
        for (outlet, _), lines in where.items()
        if len(lines) >= max(options.furniture_stories, options.furniture_share * outlets[outlet])
    }
    print(f"{len(learned)} lines on {sum(learned.values())} places of {len(pages)} pages")
    for outlet, line in random.Random(seed).sample(sorted(learned), min(sample, len(learned))):
        print(f"{learned[outlet, line]:4} of {outlets[outlet]:4}  {outlet[:24]:24}  {line[:90]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--learned", action="store_true")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.learned:
        show_learned(ALLSIDES, Options(), args.sample, args.seed)
    else:
        measure_extraction(PAGES)


if __name__ == "__main__":
    main()
