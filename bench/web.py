"""
How well is the main text of HTML found? F1 on the pages of the article-extraction benchmark.

    python bench/web.py

The measure is the benchmark's own: four-word shingles, counted, a page having one weight. The best
published figure is trafilatura's .958. Last come the dates: how many pages claim none, for how many
of those htmldate has one, and where that is more than a day off the date in the page's address.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import trafilatura

from wirecopy.read.web import Web, find_web
from wirecopy.read.web_claims import guess_date
from wirecopy.trace.dates import dates_of_address

PAGES = Path(__file__).parents[2] / "shared" / "data" / "html" / "aeb"
_WORD = re.compile(r"\w+")


class Summary(NamedTuple):
    """Means over pages; F1 is made of the means, as the benchmark does."""

    f1: float
    precision: float
    recall: float


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def score(true: str, found: str) -> tuple[float | None, float | None]:
    """
    Give precision and recall of one page; None where there is nothing to measure.

    >>> score("one two three four five", "one two three four")
    (1.0, 0.5)
    """
    wanted, given = _shingles(true), _shingles(found)
    shared = (wanted & given).total()
    precision = shared / given.total() if given else None
    recall = shared / wanted.total() if wanted else None
    return precision, recall


def summary(scores: Iterable[tuple[float | None, float | None]]) -> Summary:
    """Give the means of precision and recall, and their F1."""
    scores = list(scores)
    precision = statistics.mean(p for p, _ in scores if p is not None)
    recall = statistics.mean(r for _, r in scores if r is not None)
    return Summary(2 * precision * recall / (precision + recall), precision, recall)


def main(folder: Path) -> None:
    """Print the summary, the speed, and the pages that are worst."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {
        name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode(
            "utf-8", "replace"
        )
        for name in sorted(truth)
    }
    start = time.process_time()
    webs = {name: find_web(page) for name, page in pages.items()}
    seconds = time.process_time() - start
    found = {name: web.text or "" for name, web in webs.items()}
    scores = {name: score(truth[name]["articleBody"], text) for name, text in found.items()}
    whole = summary(scores.values())
    print(f"F1 {whole.f1:.4f}, precision {whole.precision:.4f}, recall {whole.recall:.4f}")
    print(f"{len(pages)} pages, {len(pages) / seconds:.1f} a second of one core")
    for name in sorted(scores, key=lambda name: min(s or 0 for s in scores[name]))[:10]:
        precision, recall = (s or 0 for s in scores[name])
        print(f"{precision:.2f} {recall:.2f} {name[:8]} {truth[name]['url'][:80]}")
    show_guesses(webs, {name: one["url"] for name, one in truth.items()})
    trees = [trafilatura.load_html(page) for page in pages.values()]
    start = time.process_time()
    for tree in trees:
        list(guess_date(tree))
    print(f"{(time.process_time() - start) / seconds:.1%} of the time, if all pages are guessed at")


def show_guesses(webs: dict[str, Web], urls: dict[str, str]) -> None:
    """Print what is guessed of dates that are not claimed, and which guesses the address denies."""
    kinds = {name: {claim.kind: claim.value for claim in web.claims} for name, web in webs.items()}
    silent = [name for name in webs if "published" not in kinds[name]]
    guessed = {name: kinds[name]["guessed"] for name in silent if "guessed" in kinds[name]}
    print(f"{len(silent)} pages claim no date; for {len(guessed)} of them one is guessed; off are:")
    for name, guess in guessed.items():
        for told in dates_of_address(urls[name]):
            off = date.fromisoformat(guess) - date.fromisoformat(f"{told.value}-01"[:10])
            if told.precision == "day" and abs(off.days) > 1:
                print(f"{guess} {off.days:6} days {urls[name][:80]}")


if __name__ == "__main__":
    main(PAGES)
