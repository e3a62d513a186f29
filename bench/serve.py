"""
How long a page of `wirecopy serve` takes on a large ledger: `python bench/serve.py [--pages N]`.

The ledger is made up here, straight into its tables: its sizes are those of news (one story on
thousands of pages, some on hundreds, most on one), its words are random. Each view is asked for
many times over HTTP without a network, on one core; the median and the 95th percentile count.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from starlette.testclient import TestClient

from wirecopy.ledger.folder import make_catalogue
from wirecopy.ledger.segments import SCHEMAS, write_segment
from wirecopy.records import id_of
from wirecopy.show.web import make_app

SYLLABLES = (
    "ba de fi go lu mar nor pel rin sto tu van la men ter si con dor vis gan pro nek hal mi".split()
)
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[:12]]
SPREAD = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))
"""As words are in texts: the more common, the earlier in the list."""

OUTLETS = [f"{a.title()} {b}" for a in WORDS[:30] for b in ("Post", "Times", "Courier")]
PARTS = 10
"""Segments, as if so many runs had made the ledger."""


def sizes(pages: int, chance: random.Random) -> Iterator[int]:
    """Give how many pages each story is on: one large, some middling, most single."""
    left = pages
    for size in [pages // 20, *[pages // 200] * 5, *[pages // 2000] * 40]:
        left -= size
        yield max(1, size)
    while left > 0:
        size = min(left, chance.choice([1, 1, 1, 1, 2, 2, 3, 5]))
        left -= size
        yield size


def text_of(chance: random.Random) -> list[str]:
    """Give a story as sentences, some of them quotations."""
    sentences = []
    for _ in range(28):
        words = " ".join(chance.choices(WORDS, cum_weights=SPREAD, k=17))
        said = f"“{words},” {chance.choice(WORDS)} said."
        sentences.append(said if chance.random() < 0.3 else f"{words.capitalize()}.")
    return sentences


def rows_of(pages: int) -> Iterator[dict[str, list[Any]]]:
    """Give the rows of a large ledger, table by table, story by story."""
    chance = random.Random(7)
    for number, size in enumerate(sizes(pages, chance)):
        rows: dict[str, list[Any]] = {}
        sentences = text_of(chance)
        day = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
        keys = [chance.getrandbits(64) - 2**63 for _ in range(size)]
        ids = [id_of(key) for key in keys]
        story = min(ids)
        title = f"{' '.join(chance.choices(WORDS, cum_weights=SPREAD, k=6)).capitalize()}"
        for n, (key, page_id) in enumerate(zip(keys, ids, strict=True)):
            outlet = chance.choice(OUTLETS)
            head = f"By {chance.choice(WORDS).title()} {chance.choice(WORDS).title()}\n\n"
            kept = sentences if n % 3 else sentences[: 8 + n % 15]
            text = head + "\n\n".join(kept) + "\n\n(Reporting by somebody)\n"
            date = f"{day}T{n % 24:02}:{n % 60:02}Z" if n % 4 else day
            page = {
                "page": key, "page_id": page_id, "file": f"dump-{key % 97}.jsonl",
                "member": f"row {n}", "byte_start": 1000 * n, "byte_end": 1000 * n + len(text),
                "ordinal": n + 1, "url": f"https://example.org/{page_id}", "outlet": outlet,
                "title": title, "byline": [head[3:].strip()], "published": date,
                "published_precision": "minute" if n % 4 else "day",
                "published_origin": "column: date", "published_text": date, "at": 0,
                "language": "en", "front_matter": "{}", "sha256": page_id * 4, "reader": "json 1",
                "claims": [{"kind": "title", "value": title, "origin": "column: title"},
                           {"kind": "published", "value": date, "origin": "column: date"}],
                "text": text, "characters": len(text), "run_id": 1,
            }  # fmt: skip
            spans = [(0, len(head) - 2, "credit"), (text.rindex("("), len(text) - 1, "credit")]
            rows.setdefault("pages", []).append(page)
            rows.setdefault("claims", []).extend({"page_id": page_id, **c} for c in page["claims"])
            rows.setdefault("asides", []).extend(
                {"page_id": page_id, "start": s, "end": e, "kind": k, "reason": "wording: credit"}
                for s, e, k in spans
            )
            rows.setdefault("dates", []).append(
                {"page_id": page_id, "place": 0, "kind": "published", "value": date,
                 "precision": "day", "origin": "column: date", "text": date}
            )  # fmt: skip
            member = {
                "story_id": story, "page_id": page_id, "role": "copy" if n else "origin",
                "share": 0.97 if n else 1.0, "copied_from": ids[0] if n else None,
                "words": 480, "shared": 470, "quotes_only": 0,
                "other_words": 490, "other_shared": 470,
                "certainty": "yes", "relation": "newswire" if n else None,
                "reporting": "copy" if n else "origin",
            }  # fmt: skip
            rows.setdefault("members", []).append(member)
            if n:
                at, passages = len(head), []
                for s in range(0, len(kept), 4):
                    part = "\n\n".join(kept[s : s + 4])
                    passages.append(
                        {"a_start": at, "a_end": at + len(part), "b_start": at,
                         "b_end": at + len(part), "kind": "verbatim" if s % 8 else "edited",
                         "share": 1.0 if s % 8 else 0.9}
                    )  # fmt: skip
                    at += len(part) + 2
                rows.setdefault("aligned", []).append(
                    {"a": keys[0], "b": key, "a_words": 490, "b_words": 480, "a_shared": 470,
                     "b_shared": 470, "matched": 465, "quoted": 0, "numbers": 0,
                     "numbers_matched": 0, "passages": passages}
                )  # fmt: skip
                rows.setdefault("reasons", []).append(
                    {"subject": page_id, "place": 0, "name": "shares text", "detail": "470 words",
                     "weight": 0.9, "about": "copy", "story_id": story}
                )  # fmt: skip
        rows["stories"] = [
            {"story_id": story, "title": title, "pages": size, "share": 0.97,
             "measure_page_id": ids[0], "origin_name": rows["pages"][0]["outlet"],
             "origin_page_id": ids[0], "origin_in_pile": 1, "origin_certainty": "yes",
             "sources": 1, "sources_certainty": "yes", "own_pages": 1}
        ]  # fmt: skip
        for n in range(3 if size > 1 else 1):
            key = f"{chance.getrandbits(64):016x}"
            words = sentences[n][:100]
            rows.setdefault("statements", []).append(
                {"statement_id": key, "story_id": story, "place": n, "page_id": ids[0],
                 "kind": "direct", "act": "say", "speaker": words.split()[0], "certainty": "yes",
                 "confidence": 0.9, "words": words, "witnesses": size, "independent": 1,
                 "wordings": n, "names": 0, "acts": 0}
            )  # fmt: skip
            rows.setdefault("witnesses", []).extend(
                {"statement_id": key, "place": w, "page_id": page_id, "found": 1,
                 "content": "[[30,90]]", "source": "[[92,99]]", "cue": "[]", "words": words}
                for w, page_id in enumerate(ids)
            )  # fmt: skip
            rows.setdefault("said", []).append(
                {"statement_id": key, "speaker": words.split()[0], "words": words}
            )
        yield rows


def make_ledger(path: Path, pages: int) -> None:
    """Write the tables and segments of a large ledger."""
    (path / "segments").mkdir(parents=True)
    make_catalogue(path)
    db = sqlite3.connect(path / "catalogue.sqlite")
    db.execute("pragma synchronous = off")
    db.execute("insert into runs (run_id, started, finished, version, pile, options) "
               "values (1, '2024-01-01', '2024-01-01', 'bench', '[]', '{}')")  # fmt: skip
    columns: dict[str, list[str]] = {}
    needed: dict[str, set[str]] = {}
    bulk: dict[str, list[dict[str, Any]]] = {"pages": [], "aligned": []}
    written = 0

    def flush() -> None:
        nonlocal written
        for kind, rows in bulk.items():
            with tempfile.NamedTemporaryFile(suffix=".parquet") as part:
                pq.write_table(pa.Table.from_pylist(rows, SCHEMAS[kind]), part.name)
                file, count = write_segment(path / "segments", kind, written, [Path(part.name)])
            db.execute("insert into segments (kind, path, rows, run_id) values (?, ?, ?, 1)",
                       (kind, file.name, count))  # fmt: skip
            rows.clear()
        written += 1

    for rows in rows_of(pages):
        for table, found in rows.items():
            if table in bulk:
                bulk[table] += found
            if table == "aligned":
                continue
            if table not in columns:
                about = db.execute(f"pragma table_info({table})").fetchall()
                columns[table] = [row[1] for row in about]
                needed[table] = {row[1] for row in about if row[3] and row[4] is None}
            names = [n for n in columns[table] if n in found[0] or n in needed[table]]
            listed = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            db.executemany(
                f"insert into {table} ({listed}) values ({marks})",
                ([_cell(row.get(name, "")) for name in names] for row in found),
            )
            if table == "pages":
                db.executemany(
                    "insert into search (rowid, title, text) values (?, ?, ?)",
                    ((row["page"], row["title"], row["text"]) for row in found),
                )
        if len(bulk["pages"]) >= pages // PARTS:
            flush()
    flush()
    db.commit()
    db.execute("analyze")
    db.commit()
    db.close()


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) and isinstance(value[0], str) else value


def measure(path: Path, times: int) -> dict[str, tuple[float, float, float]]:
    """
    Ask for each view many times; give medians and 95th percentile, in milliseconds.

    Of each view the median of the time on the clock, that of the processor's time (which others
    who use the machine do not lengthen), and the 95th percentile of the latter.
    """
    client = TestClient(make_app(path), base_url="http://127.0.0.1")
    stories = client.get("/api/stories?limit=300").json()["stories"]
    small = [row for row in stories if row["pages"] < 60]
    pairs, pages, statements = [], [], []
    for row in small[:40]:
        members = client.get(f"/api/pages?story={row['story_id']}").json()["pages"]
        pages += [member["page_id"] for member in members[:3]]
        pairs += [(m["copied_from"], m["page_id"]) for m in members if m["copied_from"]][:2]
    for row in client.get("/api/statements?limit=200").json()["statements"]:
        statements.append(row["statement_id"])
    word, rarer = WORDS[40], WORDS[200:400]
    views = {
        "home": ["/"],
        "home, filtered by outlet": [f"/?outlet={OUTLETS[n]}" for n in range(9)],
        "home, filtered by words": [f"/?q={w}+{word}" for w in rarer],
        "story": [f"/story/{row['story_id']}" for row in small[:100]],
        f"story on {stories[0]['pages']:,} pages": [f"/story/{stories[0]['story_id']}"],
        "side by side": [f"/compare/{a}/{b}" for a, b in pairs],
        "page": [f"/page/{page_id}" for page_id in pages],
        "statements": ["/statements", "/statements?act=say", f"/statements?q={rarer[7]}"],
        "statement": [f"/statement/{key}" for key in statements],
        "search": [f"/search?q={w}+{word}" for w in rarer],
        "outlets": ["/outlets"],
        "pages": ["/pages", f"/pages?outlet={OUTLETS[3]}"],
    }
    found = {}
    for name, addresses in views.items():
        client.get(addresses[0])  # what is read but once
        clock, took = [], []
        for n in range(times):
            began, busy = time.perf_counter(), time.process_time()
            answer = client.get(addresses[n % len(addresses)])
            took.append(1000 * (time.process_time() - busy))
            clock.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, (addresses[n % len(addresses)], answer.text[:500])
        p95 = sorted(took)[int(0.95 * len(took))]
        found[name] = (statistics.median(clock), statistics.median(took), p95)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="make the ledger here, or take it if it is there")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "large.wirecopy"
        if not path.exists():
            make_ledger(path, given.pages)
        rows = measure(path, given.times)
    print(f"{given.pages:,} pages, one core; milliseconds, medians of {given.times}\n")
    print(f"{'view':32}{'clock':>8}{'busy':>8}{'95%':>8}")
    for name, (clock, busy, p95) in rows.items():
        print(f"{name:32}{clock:8.0f}{busy:8.0f}{p95:8.0f}")
    everything = statistics.median(busy for _, busy, _ in rows.values())
    print(f"\nmedian of all views {everything:.0f} ms busy, home {rows['home'][1]:.0f} ms")


if __name__ == "__main__":
    main()
