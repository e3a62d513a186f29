"""
Measure how statements are joined over copies, and whether altered quotations are found.

    python bench/variants.py NEWS_FOLDER [--drift 200] [--half a|b]

NEWS_FOLDER holds `reuters_2006_2011.parquet`, `allsides_dev.parquet` and
`allsides_dev_pairs.json`. Two measures:

drift       copies of stories in which one to three words inside one quotation were replaced, put
            in or taken out; all copies have other marks, spaces and line ends than their story.
            Found: a place of a statement's quotations differs, and shows what was planted. False:
            any place, speaker or act differs in as many copies whose words were left alone.
syndicated  pairs of articles at different outlets that share passages: of the statements whose
            words stand in a passage, at least half of them on the other page too, how many are one
            with a statement of the other page, or are said to stand there. What one page has put
            in between stands in no other. Rewritten passages have few words in common: there all
            statements count that lie in one by half, many of which the other page does not have.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wirecopy import find_asides
from wirecopy.align import align_pairs
from wirecopy.attribute import carry_statements, find_in_pages, join_statements
from wirecopy.schemas import ASIDES

QUOTE = re.compile(r"(?<!\S)[\"“]([A-Za-z'][^\"“”\n]{38,398}[\w.,!?])[\"”](?!\w)")
WORD = re.compile(r"\w+")
PAIRS = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("a_text", pa.string()),
        ("b_text", pa.string()),
        ("a_asides", ASIDES.field("asides").type),
        ("b_asides", ASIDES.field("asides").type),
    ]
)
Row = dict[str, Any]


def page(number: int, text: str) -> Row:
    """Make a page's row, as stages read and clean give it."""
    asides = [aside.to_dict() for aside in find_asides(text)]
    return {
        "page": number,
        "at": number,
        "text": text,
        "asides": asides,
        "published": None,
        "published_precision": None,
    }


def join(pages: list[Row]) -> tuple[list[Row], Row]:
    """Send the two pages of one story through the stages; give its statements and the pair."""
    found = {r["page"]: r["found"] for r in run(find_in_pages, pages)}
    a, b = pages
    pair: Row = {"a": a["page"], "b": b["page"]}
    for name, row in (("a", a), ("b", b)):
        pair |= {f"{name}_text": row["text"], f"{name}_asides": row["asides"]}
        pair[f"{name}_found"] = found[row["page"]]
    (aligned,) = run(align_pairs, [pair], PAIRS)
    pair["passages"] = aligned["passages"]
    carried = [row["carried"] for row in run(carry_statements, [pair])]
    story = {"story": 0, "found": list(found.values()), "carried": carried}
    return run(join_statements, [story]), pair


def run(stage: Any, rows: list[Row], schema: pa.Schema | None = None) -> list[Row]:
    """Put rows through a stage."""
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    return [row for some in stage(batch) for row in some.to_pylist()]


def stories(folder: Path, half: int) -> Iterator[str]:
    """Give stories that quote somebody, those of one half, in a fixed random order."""
    table = pq.read_table(folder / "reuters_2006_2011.parquet", columns=["text"])
    order = np.random.default_rng(1).permutation(table.num_rows)
    for number in order[order % 2 == half]:
        text = table.column("text")[int(number)].as_py() or ""
        if 800 < len(text) < 12_000 and QUOTE.search(text):
            yield text


def disguise(text: str, chance: np.random.Generator) -> str:
    """Change what makes no difference: marks, spaces, line ends, the first word's capitals."""
    style = chance.integers(4)
    if style == 0:
        text = text.replace('"', "''")
    elif style == 1:
        text = re.sub(r'"(\S[^"]*\S)"', r"“\1”", text).replace("'", "’")
    elif style == 2:
        text = re.sub(r"\s*\n\s*", " ", text)
    else:
        text = text.replace("\n", "\n\n").replace(" - ", " – ").replace("  ", " ")
    first, _, rest = text.partition(" ")
    return first.upper() + " " + rest


def alter(text: str, chance: np.random.Generator) -> tuple[str, str] | None:
    """Change one to three words of one quotation; give the text and what now stands there."""
    quotes = [m for m in QUOTE.finditer(text) if len(m[1].split()) >= 6]
    if not quotes:
        return None
    quote = quotes[chance.integers(len(quotes))]
    words = [w for w in re.finditer(r"[A-Za-z][\w'-]*", quote[1]) if len(w[0]) > 1]
    count = int(chance.integers(1, 4))
    if len(words) < count + 3:
        return None
    at = int(chance.integers(0, len(words) - count + 1))
    start, end = words[at].start() + quote.start(1), words[at + count - 1].end() + quote.start(1)
    pool = [w for w in set(re.findall(r"\b[a-z]{4,}\b", text)) if w not in quote[1].lower()]
    if len(pool) < 3:
        return None
    new = [sorted(pool)[n] for n in chance.permutation(len(pool))[:count]]
    how = chance.integers(3)
    if how == 0:  # put in
        return text[:start] + " ".join(new) + " " + text[start:], " ".join(new)
    if how == 1 and at > 0 and at + count < len(words):  # take out
        return text[:start] + text[end:].lstrip(" ,"), ""
    return text[:start] + " ".join(new) + text[end:], " ".join(new)


def drift(folder: Path, wanted: int, half: int) -> None:
    """Plant, look, and count."""
    found = planted = noisy = 0
    missed = []
    for number, text in enumerate(stories(folder, half)):
        if planted == wanted:
            break
        chance = np.random.default_rng(number)
        altered = alter(text, chance)
        if altered is None:
            continue
        planted += 1
        told, _ = join([page(1, text), page(2, disguise(altered[0], chance))])
        readings = {v["words"] for s in told for v in s["variants"] if v["kind"] == "wording"}
        shown = any(set(altered[1].split()) <= set(r.split()) for r in readings) and readings
        found += bool(shown)
        if not shown:
            missed.append((number, altered[1], sorted(readings)))
        told, _ = join([page(1, text), page(2, disguise(text, chance))])
        wrong = [(v["kind"], v["words"]) for s in told for v in s["variants"]]
        noisy += bool(wrong)
        if wrong:
            print(f"  false on story {number}: {wrong[:4]}")
    for number, words, readings in missed:
        print(f"  missed on story {number}: {words!r}; seen {readings[:4]}")
    print(f"drift: {found} of {planted} altered quotations found; {noisy} unaltered copies differ")


def syndicated(folder: Path) -> None:
    """Count the statements in shared passages that are joined, by kind of passage."""
    table = pq.read_table(folder / "allsides_dev.parquet", columns=["id", "text"])
    texts = dict(zip(*(table.column(c).to_pylist() for c in ("id", "text")), strict=True))
    pairs = json.loads((folder / "allsides_dev_pairs.json").read_text("utf-8"))
    counts: dict[str, list[int]] = {}
    for known in pairs:
        told, pair = join([page(n, texts[known[side]["id"]]) for n, side in ((1, "a"), (2, "b"))])
        for number, side in ((1, "a"), (2, "b")):
            for said in pair[f"{side}_found"]["said"]:
                kind = _passage_of(said, pair, side)
                if kind is None:
                    continue
                spans = [(s["start"], s["end"]) for s in said["content"]]
                mine = [s for s in told for w in s["witnesses"]
                        if w["page"] == number and spans[0] in _spans(w)]  # fmt: skip
                seen = {(w["page"], w["found"]) for s in mine for w in s["witnesses"]}
                joined = {1, 2} == {where for where, _ in seen}
                row = counts.setdefault(kind, [0, 0, 0])
                row[0] += 1
                row[1] += joined
                row[2] += {(1, 1), (2, 1)} <= seen
                if not joined and kind != "rewritten":
                    print(f"  {known[side]['id']}, {kind}: not joined: {said['words'][:60]}")
    for kind, (inside, joined, both) in sorted(counts.items()):
        print(
            f"syndicated, {kind}: {joined} of {inside} statements joined "
            f"({joined / inside:.1%}), {both} of them found on both pages"
        )


def _passage_of(said: Row, pair: Row, side: str) -> str | None:
    """Give the kind of the passage that has half of a statement's content in common words."""
    spans = [(s["start"], s["end"]) for s in said["content"]]
    other = "ab".replace(side, "")
    for passage in pair["passages"]:
        low, high = passage[f"{side}_start"], passage[f"{side}_end"]
        ours = list(WORD.finditer(pair[f"{side}_text"], low, high))
        theirs = WORD.finditer(
            pair[f"{other}_text"], passage[f"{other}_start"], passage[f"{other}_end"]
        )
        one, two = ([m[0].casefold() for m in side_] for side_ in (ours, list(theirs)))
        common = set(range(len(ours)))
        if passage["kind"] != "rewritten":
            blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
            common = {n for block in blocks for n in range(block.a, block.a + block.size)}
        inside = [n for n, m in enumerate(ours) if any(s <= m.start() < e for s, e in spans)]
        words = sum(len(WORD.findall(pair[f"{side}_text"], s, e)) for s, e in spans)
        if inside and 2 * len(common & set(inside)) >= words:
            return str(passage["kind"])
    return None


def _spans(witness: Row) -> list[tuple[int, int]]:
    return [(s["start"], s["end"]) for s in witness["content"]]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--drift", type=int, default=200, help="how many quotations to alter")
    ap.add_argument("--half", choices=["a", "b"], default="b", help="of the stories")
    o = ap.parse_args()
    began = time.process_time()
    syndicated(o.folder)
    if o.drift:
        drift(o.folder, o.drift, "ab".index(o.half))
    print(f"{time.process_time() - began:.0f} CPU seconds")


if __name__ == "__main__":
    main()
