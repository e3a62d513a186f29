"""
Measure stage clean: what it sets aside, what it leaves, and how fast.

    python bench/asides.py                      the figures and the commonest lines
    python bench/asides.py --sample 40          … and 40 random asides of each kind, to be read
    python bench/asides.py --table reuters      the same for Reuters stories

Nobody has marked the asides of these pages, so precision is read by eye from the samples. What is
computed is the share of recurring lines that is set aside: lines found on three or more pages that
have little else in common, which is what furniture does.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq

from wirecopy.clean import find_asides

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news"
TABLES = {"allsides": "allsides_dev.parquet", "reuters": "reuters_2006_2011.parquet"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--table", choices=TABLES, default="allsides")
    parser.add_argument("--pages", type=int, help="only so many pages, drawn at random")
    parser.add_argument("--sample", type=int, default=0, help="random asides of each kind to show")
    parser.add_argument("--kind", help="samples of this kind only")
    parser.add_argument("--reason", help="samples of this reason only (a regular expression)")
    parser.add_argument("--top", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2022)
    args = parser.parse_args()

    pages = pq.read_table(NEWS / TABLES[args.table], columns=["url", "outlet", "text"]).to_pylist()
    pages = [page for page in pages if page["text"]]
    draw = random.Random(args.seed)
    if args.pages:
        pages = draw.sample(pages, args.pages)
    find_asides(pages[0]["text"])

    begun = time.process_time()
    asides = [find_asides(page["text"]) for page in pages]
    seconds = time.process_time() - begun
    size = sum(len(page["text"].encode()) for page in pages)
    chars = sum(len(page["text"]) for page in pages)
    kinds = Counter(str(aside.kind) for found in asides for aside in found)
    under = Counter()
    for found in asides:
        for aside in found:
            under[str(aside.kind)] += aside.end - aside.start
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB, {size / 1e6 / seconds:.1f} MB per CPU second")
    print(f"{sum(map(bool, asides))} pages have {sum(kinds.values())} asides")
    for kind, count in kinds.most_common():
        print(f"  {kind:14} {count:6}  {under[kind] / chars:7.2%} of the text")

    show_lines(pages, asides, args.top)
    reasons = Counter(aside.reason for found in asides for aside in found)
    print("\n== reasons")
    for reason, count in reasons.most_common():
        print(f"{count:6}  {reason}")
    if args.sample:
        show_samples(pages, asides, draw, args)


def show_lines(pages: list[dict[str, str]], asides: list[list], top: int) -> None:
    """Print the commonest asides, the commonest lines that are none, and the share covered."""
    texts: Counter[tuple[str, str]] = Counter()
    where: dict[str, set[int]] = defaultdict(set)
    aside_on: Counter[str] = Counter()
    keys: list[set[str]] = []
    for number, (page, found) in enumerate(zip(pages, asides, strict=True)):
        text = page["text"]
        for aside in found:
            texts[alike(text[aside.start : aside.end]), str(aside.kind)] += 1
        on_page, start, at = set(), 0, 0
        for line in text.split("\n"):
            key = alike(line)
            if any(letter.isalpha() for letter in key) and key not in on_page:
                on_page.add(key)
                where[key].add(number)
                while at < len(found) and found[at].end <= start:
                    at += 1
                covered, i = 0, at
                while i < len(found) and found[i].start < start + len(line):
                    covered += min(found[i].end, start + len(line)) - max(found[i].start, start)
                    i += 1
                aside_on[key] += covered > 0.8 * len(line.strip())
            start += len(line) + 1
        keys.append(on_page)
    print(f"\n== the {top} commonest asides")
    for (text, kind), count in texts.most_common(top):
        print(f"{count:6}  {kind:14} {text[:150]}")
    left, lines, covered, occurrences, covered_occurrences = [], 0, 0, 0, 0
    for key, on in where.items():
        if len(on) < 2 or copies_of_one_story(sorted(on), keys):
            continue
        if len(on) >= 3:
            lines += 1
            covered += aside_on[key] > 0.5 * len(on)
            occurrences += len(on)
            covered_occurrences += aside_on[key]
        if aside_on[key] < len(on):
            left.append((len(on) - aside_on[key], key, host(pages[min(on)]["url"])))
    print(f"\n== the {top} commonest lines that are not set aside")
    for count, key, outlet in sorted(left, key=lambda item: (-item[0], item[1]))[:top]:
        print(f"{count:6}  {outlet[:24]:24} {key[:150]}")
    if lines:
        print(
            f"\nof {lines} lines on three pages or more, {covered / lines:.1%} are set aside; "
            f"of their {occurrences} occurrences, {covered_occurrences / occurrences:.1%}"
        )


def copies_of_one_story(on: list[int], keys: list[set[str]]) -> bool:
    """Tell if the pages of a line are copies of each other, so that the line is no furniture."""
    first, second = keys[on[0]], keys[on[-1]]
    return len(first & second) > 0.25 * min(len(first), len(second))


def show_samples(pages: list, asides: list, draw: random.Random, args: argparse.Namespace) -> None:
    """Print random asides of each kind between what stands around them."""
    by_kind = defaultdict(list)
    for page, found in zip(pages, asides, strict=True):
        for aside in found:
            if re.search(args.reason or "", aside.reason):
                by_kind[str(aside.kind)].append((page, aside))
    for kind, found in sorted(by_kind.items()):
        if args.kind not in (None, kind):
            continue
        print(f"\n== {kind}: a sample")
        for page, aside in draw.sample(found, min(args.sample, len(found))):
            text, start, end = page["text"], aside.start, aside.end
            around = text[max(0, start - 60) : start], text[start:end], text[end : end + 50]
            before, inside, after = (part.replace("\n", "⏎") for part in around)
            if len(inside) > 300:
                inside = inside[:180] + " … " + inside[-110:]
            print(f"[{host(page['url'])} | {aside.reason}]\n   {before}⟦{inside}⟧{after}")


def alike(line: str) -> str:
    """Give a line with its numbers made equal."""
    return re.sub(r"\d+", "0", line.strip())


def host(url: str | None) -> str:
    """Give the host of an address."""
    return (urlsplit(url or "").hostname or "?").removeprefix("www.")


if __name__ == "__main__":
    main()
