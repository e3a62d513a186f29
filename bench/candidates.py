"""
Measure which copies stage match would put before stage align, and how many pairs beside them.

    python bench/candidates.py                              lifted copies among Reuters stories
    python bench/candidates.py --thesaurus th_en_US_v2.dat  … and copies spun here by synonyms
    python bench/candidates.py --pan                        passages of PAN 2013, by how they hide

A thesaurus is a file of MyThes, as office suites have it (Debian: mythes-en-us). Spun copies are
made of stories of the pile: a share of the words that begin no name and have synonyms is exchanged
at random, in one variant sentences are dropped and moved, in one only a third is kept. That is
harsher than most spinners, and milder in that names and numbers are never touched.

Pairs are counted as `match/hubs.sql` links them: star of the three earliest of a bucket.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wirecopy.engine import statements
from wirecopy.match import fingerprint
from wirecopy.options import Options
from wirecopy.schemas import PAIRS

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ASIDES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
RATES = (0.3, 0.5, 0.7, 0.9)
SENTENCE = re.compile(r'(?<=[.!?"])\s+')

Thesaurus = dict[str, list[str]]
Truth = list[tuple[int, int, str]]
"""Page of the original, page of the copy, kind of copy."""


def read_thesaurus(path: Path) -> Thesaurus:
    """Read a MyThes file: a word, the number of its meanings, and a line of synonyms for each."""
    synonyms = defaultdict(set)
    lines = iter(path.read_text("utf-8", "replace").splitlines()[1:])
    for line in lines:
        word, _, meanings = line.partition("|")
        for _ in range(int(meanings)):
            found = (re.sub(r"\s*\(.*?\)", "", part) for part in next(lines).split("|")[1:])
            synonyms[word] |= {synonym for synonym in found if synonym not in ("", word)}
    return {word: sorted(found) for word, found in synonyms.items()}


def spin(text: str, rate: float, synonyms: Thesaurus, rng: random.Random) -> str:
    """Exchange a share of the words; names stay, little words mostly do."""
    out, begins_sentence = [], True
    for part in re.findall(r"[A-Za-z]+|[^A-Za-z]+", text):
        if part[0].isalpha() and (begins_sentence or not part[0].isupper()):
            word = part.lower()
            for stem, ending in (
                (word, ""),
                (word[:-1], "s"),
                (word[:-2], "ed"),
                (word[:-3], "ing"),
            ):
                if word == stem + ending and stem in synonyms:
                    if rng.random() < (rate if len(word) > 3 else rate / 8):
                        part = rng.choice(synonyms[stem]) + ending
                    break
        begins_sentence = bool(re.search(r'[.!?"\n]', part))
        out.append(part)
    return "".join(out)


def move(text: str, rng: random.Random) -> str:
    """Drop a fifth of the sentences and let some change places with the next."""
    sentences = [part for part in SENTENCE.split(text) if rng.random() > 0.2]
    for place in range(len(sentences) - 1):
        if rng.random() < 0.3:
            sentences[place : place + 2] = sentences[place + 1], sentences[place]
    return " ".join(sentences)


def third_of(text: str, rng: random.Random) -> str:
    """Keep a third of the sentences, in one piece."""
    sentences = SENTENCE.split(text)
    count = max(3, len(sentences) // 3)
    first = rng.randrange(max(1, len(sentences) - count))
    return " ".join(sentences[first : first + count])


def news_pile(thesaurus: Path | None, spun: int) -> tuple[list[str], Truth, int]:
    """Give pages, which of them are copies, and how many come before the copies."""
    table = pq.read_table(DATA / "news" / "reuters_2006_2011.parquet", columns=["text"])
    pages = [text or "" for text in table["text"].to_pylist()]
    stories = len(pages)
    truth: Truth = []
    for line in (DATA / "spun" / "dev_pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        truth.append((len(pages), len(pages) + 1, "lifted: " + pair["kind_guess"]))
        pages += [pair["original_text"], pair["copy_text"]]
    if thesaurus:
        synonyms, rng = read_thesaurus(thesaurus), random.Random(5)
        long_enough = [row for row in range(stories) if len(pages[row].split()) >= 60]
        for row in rng.sample(long_enough, spun):
            copies = {f"spun {rate}": spin(pages[row], rate, synonyms, rng) for rate in RATES}
            copies["spun 0.5, moved"] = move(copies["spun 0.5"], rng)
            copies["spun 0.5, a third"] = third_of(copies["spun 0.5"], rng)
            for kind, text in copies.items():
                truth.append((row, len(pages), kind))
                pages.append(text)
    return pages, truth, stories


def pan_pile() -> tuple[list[str], Truth, int]:
    """Give the texts of PAN 2013 as pages; each pair of them is a copy of its folder's kind."""
    places: dict[str, int] = {}
    pages: list[str] = []
    truth: Truth = []
    for folder in ("src", "susp"):
        for path in sorted((DATA / "pan13" / folder).glob("*.txt")):
            places[path.name] = len(pages)
            pages.append(path.read_text("utf-8"))
    for pairs in sorted((DATA / "pan13").glob("*/pairs")):
        for line in pairs.read_text("utf-8").splitlines():
            copy, source = line.split()
            truth.append((places[source], places[copy], pairs.parent.name))
    return pages, truth, len(pages)


def fingerprints_of(pages: list[str], names: bool) -> Iterator[pa.RecordBatch]:
    """Give the fingerprints of all pages."""
    texts = pa.array(pages, pa.large_string())
    for first in range(0, len(texts), 4_000):
        part = texts.slice(first, 4_000)
        batch = pa.record_batch(
            {
                "page": pa.array(np.arange(first, first + len(part))),
                "at": pa.nulls(len(part), pa.int64()),
                "text": part,
                "asides": pa.nulls(len(part), ASIDES),
            }
        )
        for found in fingerprint(batch):
            yield found if names else found.filter(pc.equal(found.column("names"), 0))


def report(pages: list[str], truth: Truth, stories: int, names: bool, least: int) -> None:
    """Link the pages and print the share of copies found, and the pairs of all the others."""
    con = duckdb.connect()
    con.execute("set threads = 1; set memory_limit = '3GB'")
    table = pa.Table.from_batches(fingerprints_of(pages, names))
    con.register("given", table)
    con.execute("create table new_fingerprints as from given")
    con.execute("create table old_fingerprints as from given limit 0")
    con.register("kept_pairs", PAIRS.empty_table())
    dials = {"min_shared_fingerprints": least, "rare_pages": Options().rare_pages}
    for name, sql in statements("wirecopy.match", "hubs.sql", **dials):
        con.execute(f"create table {name} as {sql}")
    columns = [pa.array(column) for column in zip(*truth, strict=True)]
    con.register("truth", pa.table(columns, ["original", "copy", "kind"]))
    others = con.execute(f"select count(*) from pairs where greatest(a, b) < {stories}").fetchone()
    print(
        f"\n{'words and names' if names else 'words'}, {least} shared: "
        f"{table.num_rows / len(pages):.0f} fingerprints and {others[0] / stories:.2f} pairs a page"
    )
    found = con.execute(
        "select kind, avg((p.a is not null)::int), count(*) from truth t left join pairs p "
        "on p.a = least(original, copy) and p.b = greatest(original, copy) group by 1 order by 1"
    )
    for kind, share, count in found.fetchall():
        print(f"  {share:6.3f} of {count:5}  {kind}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--thesaurus", type=Path, help="a MyThes file to spin stories with")
    parser.add_argument("--spun", type=int, default=400, help="stories to spin")
    parser.add_argument("--pan", action="store_true")
    args = parser.parse_args()
    pile = pan_pile() if args.pan else news_pile(args.thesaurus, args.spun)
    for names, least in ((False, 2), (False, 1), (True, 2), (True, 3)):
        report(*pile, names, least)


if __name__ == "__main__":
    main()
