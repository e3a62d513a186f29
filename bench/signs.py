"""
Signs of a machine, where it is known: `python bench/signs.py --thesaurus th_en_US_v2.dat`.

Spun: stories of Reuters with 15, 30 and 50 % of their words exchanged by a thesaurus (a file of
MyThes, as office suites have it; Debian: mythes-en-us), and the pairs of PAN 2013 (random
obfuscation; translation there and back). Not spun: what editors made of agency texts (pairs of
`allsides_dev_pairs.json`), pages lifted word for word, and update chains of Reuters. A page is
marked by the rule of `trace/reasons.sql`: at least four odd collocations, and four times as many as
the other way round.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from candidates import DATA, read_thesaurus, spin

import wirecopy as wc
from wirecopy.trace.differences import differences

Pairs = list[tuple[str, str]]
"""Texts of an original and of its copy."""

LEAST, TIMES = 4, 4


def main() -> None:
    """Print how many copies, and how many originals, are marked in each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--thesaurus", type=Path)
    asked = parser.parse_args()
    print(f"{'set':34} {'pairs':>5} {'copy marked':>12} {'original marked':>16}")
    for name, pairs in sets(asked.thesaurus):
        found = [odd(a, b) for a, b in pairs]
        copies = sum(b >= LEAST and b >= TIMES * a for a, b in found)
        originals = sum(a >= LEAST and a >= TIMES * b for a, b in found)
        print(f"{name:34} {len(pairs):5} {copies:12} {originals:16}", flush=True)


def odd(a: str, b: str) -> tuple[int, int]:
    """Count the odd collocations of two texts, each beside the other."""
    spans = [
        (p.a_start, p.a_end, p.b_start, p.b_end) for p in wc.align(a, b) if p.kind != "verbatim"
    ]
    kinds = [difference.kind for difference in differences(a, b, spans)]
    return kinds.count("odd in a"), kinds.count("odd in b")


def sets(thesaurus: Path | None) -> Iterator[tuple[str, Pairs]]:
    """Give each set of pairs."""
    chance = random.Random(3)
    news = DATA / "news" / "reuters_2006_2011.parquet"
    if thesaurus:
        texts = pq.read_table(news, columns=["text"])["text"].to_pylist()
        long = [text for text in chance.sample(texts, 400) if text and len(text.split()) >= 60]
        synonyms = read_thesaurus(thesaurus)
        for rate in (0.15, 0.3, 0.5):
            spun = [(text, spin(text, rate, synonyms, chance)) for text in long[:100]]
            yield f"spun by a thesaurus, {rate:.0%}", spun
    pan = DATA / "pan13"
    for kind in ("03-random-obfuscation", "04-translation-obfuscation"):
        lines = chance.sample((pan / kind / "pairs").read_text("utf-8").splitlines(), 100)
        names = (line.split() for line in lines)
        yield (
            f"PAN 2013, {kind}",
            [
                ((pan / "src" / b).read_text("utf-8"), (pan / "susp" / a).read_text("utf-8"))
                for a, b in names
            ],
        )
    articles = pq.read_table(DATA / "news" / "allsides_dev.parquet", columns=["id", "text"])
    text_of = dict(zip(articles["id"].to_pylist(), articles["text"].to_pylist(), strict=True))
    labeled = json.loads((DATA / "news" / "allsides_dev_pairs.json").read_text("utf-8"))
    yield (
        "two outlets, one agency text",
        [(text_of[pair["a"]["id"]], text_of[pair["b"]["id"]]) for pair in labeled],
    )
    lifted = map(json.loads, (DATA / "spun" / "dev_pairs.jsonl").read_text("utf-8").splitlines())
    yield "lifted", [(pair["original_text"], pair["copy_text"]) for pair in lifted]
    yield "update chains of Reuters", chains(news)


def chains(news: Path) -> Pairs:
    """Give copies that wirecopy finds in 8,000 stories, and what they are measured against."""
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pq.read_table(news).slice(20_000, 8_000), Path(folder, "news.parquet"))
        options = wc.Options(statements=False)
        with wc.run(
            Path(folder, "news.parquet"), ledger=Path(folder, "l"), options=options
        ) as book:
            text_of = {page.page_id: page.text for page in book.pages()}
            members = [member for story in book.stories() for member in story.pages]
    return [(text_of[m.copied_from], text_of[m.page_id]) for m in members if m.copied_from]


if __name__ == "__main__":
    main()
