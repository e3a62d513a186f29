"""
Measure the credits of trace: how right they are, how they agree with an author field, how fast.

    python bench/credits.py                     the figures quoted in docs/credits.md
    python bench/credits.py --show tuned        … and what differs from the labels of one half
    python bench/credits.py --disagree 100      … and random disagreements with the author field

`labels/credits.json` was written by reading 344 items, before any output was seen: ids, the hash
of the text that was read, and the names that it credits. One half served to tune, the other did
not. Mentions are not labelled: they credit nobody. An item counts as often as it has credits; an
item whose text is now read otherwise than when it was labelled is left out and counted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

import wirecopy as wc
from wirecopy.bylines import read_byline
from wirecopy.trace.credits import find_findings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LABELS = Path(__file__).parent / "labels" / "credits.json"
NEWS = {"reuters": "reuters_2006_2011.parquet", "allsides": "allsides_dev.parquet"}

Credit = tuple[str, str, str]
SAME, NONE = "the same", "other names"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--show", choices=("tuned", "held"), help="differences in this half")
    parser.add_argument("--labels-only", action="store_true")
    parser.add_argument("--disagree", type=int, default=0, help="disagreements to print")
    parser.add_argument("--seed", type=int, default=2022)
    args = parser.parse_args()
    tables = {
        name: [row for row in pq.read_table(DATA / "news" / file).to_pylist() if row["text"]]
        for name, file in NEWS.items()
    }
    against_labels(tables, args.show)
    if args.labels_only:
        return
    against_authors(tables["reuters"], args.disagree, random.Random(args.seed))
    for name, rows in tables.items():
        speed(name, [row["text"] for row in rows][:3_000])


def against_labels(tables: dict[str, list[dict]], show: str | None) -> None:
    """Precision and recall of each kind on both halves; a reporter's place counts by itself."""
    texts = dict(labelled_texts(tables))
    hits: dict[str, Counter[str]] = {"tuned": Counter(), "held": Counter()}
    items: Counter[str] = Counter()
    for item in json.loads(LABELS.read_text("utf-8")):
        text = texts.get(item["id"])
        if text is None or digest(text) != item["sha256"]:
            items["left out"] += 1
            continue
        half = item["half"]
        items[half] += 1
        meant = {credit for c in item["credits"] for credit in parts(*c)}
        found = {
            credit
            for f in find_findings(text)
            if f.kind != "mention"
            for credit in parts(f.kind, f.value, f.place)
        }
        for credit in meant | found:
            name = "right" if credit in meant & found else "found" if credit in found else "missed"
            hits[half][f"{credit[0]}: {name}"] += 1
            if show == half and name != "right":
                print(f"  {item['id']}: {name} {credit}")
    for half, counts in hits.items():
        kinds = sorted({key.split(": ")[0] for key in counts})
        print(f"\n{half}: {items[half]} items")
        for kind in kinds:
            print(line(kind, *(counts[f"{kind}: {n}"] for n in ("right", "found", "missed"))))
        names = [key for key in counts if not key.startswith("place")]
        print(line("all", *(sum(counts[k] for k in names if k.endswith(n))
                            for n in ("right", "found", "missed"))))  # fmt: skip
    print(f"left out, their text is read otherwise now: {items['left out']}")


def line(kind: str, right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return f"  {kind:22} precision {precision:.3f}  recall {recall:.3f}  of {right + missed}"


def parts(kind: str, value: str, place: str | None) -> Iterator[Credit]:
    """Give a credit to compare, and its place as one of its own."""
    yield kind, fold(value), ""
    if place:
        yield "place", fold(value), fold(place)


def fold(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split()).rstrip(".")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()[:16]


def labelled_texts(tables: dict[str, list[dict]]) -> Iterator[tuple[str, str]]:
    for name, rows in tables.items():
        for row in rows:
            yield f"{name}:{row['id']}", row["text"]
    for page in wc.read(DATA / "formats" / "wire"):
        yield f"wire:{page.file}#{page.member}#{page.ordinal}", page.text


def against_authors(rows: list[dict], show: int, draw: random.Random) -> None:
    """
    Hold the reporters that a text credits against its author field.

    The field has the byline, the text has who else worked on it; so `Writing by` names a desk
    editor, and `Additional reporting by` those who are not in the byline. Both are left out.
    """
    groups: dict[str, list[tuple[str, set[str], set[str], str]]] = {}
    for row in rows:
        authors = {fold(name) for name in read_byline(row["author"] or "")}
        findings = find_findings(row["text"])
        reporters = {fold(f.value) for f in findings if f.kind == "reporter"}
        kinds = {f.kind for f in findings}
        if not authors:
            group = "no author" + (", reporters in the text" if reporters else "")
        elif not reporters:
            group = "a writer in the text, no reporter" if "writer" in kinds else "no reporter"
        elif authors == reporters:
            group = SAME
        elif authors < reporters:
            group = "the text has more"
        elif reporters < authors:
            group = "the field has more"
        else:
            group = "each has others" if authors & reporters else NONE
        credit = row["text"][min((f.start for f in findings if f.kind == "reporter"), default=0) :]
        groups.setdefault(group, []).append((row["id"], authors, reporters, credit[:150]))
    print(f"\nauthor field of {len(rows)} stories")
    for group, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"  {len(members):6} {group}")
    compared = [
        member
        for group, members in groups.items()
        if group not in ("no author", "no reporter") and not group.startswith(("no ", "a writer"))
        for member in members
    ]
    same, none = len(groups.get(SAME, [])), len(groups.get(NONE, []))
    print(f"  of {len(compared)} with both: {same / len(compared):.3f} the same, "
          f"{1 - none / len(compared):.3f} share a name")  # fmt: skip
    differing = [m for m in compared if m[1] != m[2]]
    for page, authors, reporters, credit in draw.sample(differing, min(show, len(differing))):
        print(f"  {page}: author {sorted(authors)}, text {sorted(reporters)}: {credit!r}")


def speed(name: str, texts: list[str]) -> None:
    """Count pages a second of one processor, those without any credit apart."""
    find_findings(texts[0])
    begun = time.process_time()
    found = [bool(find_findings(text)) for text in texts]
    seconds = time.process_time() - begun
    bare = [text for text, credited in zip(texts, found, strict=True) if not credited]
    begun = time.process_time()
    for text in bare:
        find_findings(text)
    spent = time.process_time() - begun
    size = sum(len(text) for text in texts) / 1e6
    print(f"\n{name}: {len(texts)} pages, {len(texts) / seconds:,.0f} pages and "
          f"{size / seconds:.1f} million characters per CPU second")  # fmt: skip
    if bare:
        print(f"  {len(bare)} of them have none: {len(bare) / spent:,.0f} per CPU second")


if __name__ == "__main__":
    main()
