"""
Floors of quality that only rise: `python tests/gate.py [--update]`.

Measures what a ledger of the demo pile says against `truth.json`, and, where the real data lies
beside the checkout, what the stages find in it. A figure below its floor in `gate.json` fails;
`--update` lifts floors to what was measured, never lowers one.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq

import wirecopy as wc
from wirecopy.demo import pile, truth

HERE = Path(__file__).parent
FLOORS = HERE / "gate.json"
SHARED = HERE.parents[1] / "shared"
SLACK = 0.002
"""What a figure may fall below its floor before the gate closes: rounding, not regress."""


def f1(found: set[object], true: set[object]) -> float:
    """The harmonic mean of precision and recall; 1.0 where nothing is to be found or was."""
    hit = len(found & true)
    return 2 * hit / (len(found) + len(true)) if found or true else 1.0


def letters(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """The places of the letters inside spans."""
    return {n for start, end in spans for n in range(start, end) if text[n].isalnum()}


def occurrences(text: str, part: str) -> Iterable[tuple[int, int]]:
    """Every place where a string stands in a text."""
    at = text.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


def demo() -> dict[str, float]:
    """Hold the ledger of the demo pile against what a careful reader finds in it."""
    known = truth()["pages"]
    with (
        tempfile.TemporaryDirectory() as folder,
        wc.run(pile(), ledger=Path(folder) / "demo.wirecopy") as book,
    ):
        pages = {f"{page.file}#{page.ordinal}": page for page in book.pages()}
        both = sorted(pages.keys() & known.keys())
        figures = {
            "demo pages": f1(set(pages), set(known)),
            "demo story pairs": story_pairs(book, {pages[key].page_id: key for key in both}),
            "demo aside letters": aside_letters(book, {key: pages[key] for key in both}),
        }
        for name in ("title", "byline", "published", "outlet"):
            right = [_same(name, getattr(pages[key], name), known[key].get(name)) for key in both]
            figures[f"demo {name}"] = sum(right) / len(right)
        figures |= origins(book, {key: pages[key].page_id for key in both})
        figures |= statements(book, {key: pages[key].page_id for key in both})
        return figures


def statements(book: wc.Ledger, ids: dict[str, str]) -> dict[str, float]:
    """Which quotations are found, of those whose speaker is right, and which are one: shares."""
    said: dict[str, list[tuple[str, wc.Statement]]] = {}
    for one in book.statements():
        for witness in one.witnesses:
            said.setdefault(witness.page_id, []).append((_letters(witness.words), one))
    stories = {member.page_id: s.story_id for s in book.stories() for member in s.pages}
    found, named = [], []
    same: dict[tuple[str, str], list[str | None]] = {}
    for key, page_id in ids.items():
        for known in truth()["pages"][key].get("statements", ()):
            words = _letters(known["content"][0])
            if known["kind"] != "direct" or not known["speaker"]:
                continue
            mine = [one for letters, one in said.get(page_id, ()) if words in letters]
            found.append(bool(mine))
            if mine:
                named.append(_letters(known["speaker"]) == _letters(mine[0].speaker or ""))
                same.setdefault((stories[page_id], words), []).append(mine[0].statement_id)
    joined = [one == other for ids_ in same.values() for one, other in combinations(ids_, 2)]
    return {
        "demo quotations": sum(found) / len(found),
        "demo speakers": sum(named) / len(named),
        "demo quotations joined": sum(joined) / len(joined),
    }


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def origins(book: wc.Ledger, ids: dict[str, str]) -> dict[str, float]:
    """Who each story comes from, its page included, and which sources it has: share right."""
    whom, sources = [], []
    for known in truth()["stories"]:
        story = book.story(ids[known["pages"][0]])
        meant = known["origin"]
        assert story.origin is not None and story.sources is not None
        whom.append(
            (meant["name"], ids.get(meant["page"] or ""), meant["in_pile"], meant["certainty"])
            == (
                story.origin.name, story.origin.page_id, story.origin.in_pile,
                str(story.origin.certainty),
            )
        )  # fmt: skip
        sources.append(
            (known["sources"]["count"], set(known["sources"]["names"]))
            == (story.sources.count, set(story.sources.names))
        )
    return {
        "demo origin": sum(whom) / len(whom),
        "demo sources": sum(sources) / len(sources),
    }


def story_pairs(book: wc.Ledger, names: dict[str, str]) -> float:
    """Which two pages are of one story: F1 over pairs."""
    found: set[object] = set()
    for story in book.stories(min_pages=2):
        members = sorted(names[m.page_id] for m in story.pages if m.page_id in names)
        found |= set(combinations(members, 2))
    meant: set[object] = set()
    for known in truth()["stories"]:
        meant |= set(combinations(sorted(known["pages"]), 2))
    return f1(found, meant)


def aside_letters(book: wc.Ledger, pages: dict[str, wc.Page]) -> float:
    """Which letters are not the story, front matter left out: F1 over letters."""
    found: set[object] = set()
    meant: set[object] = set()
    for key, page in pages.items():
        asides = book.asides(page.page_id)
        front = letters(page.text, [(a.start, a.end) for a in asides if a.kind == "front matter"])
        marked = letters(page.text, [(aside.start, aside.end) for aside in asides])
        found |= {(key, n) for n in marked - front}
        for aside in truth()["pages"][key].get("asides", ()):
            there = letters(page.text, occurrences(page.text, aside["text"]))
            meant |= {(key, n) for n in there - front}
    return f1(found, meant)


def credits_of_news() -> dict[str, float]:
    """Hold the credits of real news against the held-back half of what was labelled by reading."""
    if not SHARED.is_dir():
        return {}
    labels = [
        item
        for item in json.loads(
            (HERE.parent / "bench" / "labels" / "credits.json").read_text("utf-8")
        )
        if item["half"] == "held" and not item["id"].startswith("wire:")
    ]
    texts = {}
    for name, file in (("reuters", "reuters_2006_2011"), ("allsides", "allsides_dev")):
        ids = {i["id"].split(":", 1)[1] for i in labels if i["id"].startswith(f"{name}:")}
        path = SHARED / "data" / "news" / f"{file}.parquet"
        table = pq.read_table(path, columns=["id", "text"], filters=[("id", "in", ids)])
        texts |= {f"{name}:{row['id']}": row["text"] for row in table.to_pylist()}
    found, meant = set(), set()
    for item in labels:
        meant |= {(item["id"], kind, value.casefold()) for kind, value, _ in item["credits"]}
        found |= {
            (item["id"], reason.name, reason.detail.casefold())
            for reason in wc.find_credits(texts[item["id"]]).spans
            if reason.name != "mention"
        }
    hit = len(found & meant)
    return {"credits precision": hit / len(found), "credits recall": hit / len(meant)}


def _same(name: str, found: object, meant: object) -> bool:
    if name == "published":
        value = found.value if isinstance(found, wc.DateClaim) else ""
        return value[:10] == str(meant or "")[:10]
    if name == "byline":
        return [str(n) for n in found or ()] == [str(n) for n in meant or ()]  # type: ignore[attr-defined]
    return str(found or "").casefold() == str(meant or "").casefold()


def web_pages() -> dict[str, float]:
    """Hold the main text of web pages against that of the article-extraction benchmark."""
    folder = SHARED / "data" / "html" / "aeb"
    if not folder.is_dir():
        return {}
    sys.path.insert(0, str(HERE.parent / "bench"))
    import web

    true = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    scores = []
    for name in sorted(true):
        raw = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        found = web.find_web(raw.decode("utf-8", "replace")).text or ""
        scores.append(web.score(true[name]["articleBody"], found))
    return {"web pages F1": web.summary(scores).f1}


def statements_of_polnear() -> dict[str, float]:
    """Hold what is found in annotated articles, dev part, against their first annotators: F1."""
    folder, scorer = SHARED / "data" / "polnear" / "dev", SHARED / "exams" / "statements_score.py"
    if not (folder.is_dir() and scorer.is_file()):
        return {}
    sys.path[:0] = [str(HERE.parent / "bench"), str(HERE.parent / "training")]
    import statements as bench

    exam = bench.load_scorer(scorer)
    gold = exam.read_gold(folder)
    found = exam.evaluate(gold, bench.predict(gold))
    names = ("content words", "source words", "segments direct", "segments mixed", "link all")
    return {f"PolNeAR {name}": found[name][-1] for name in names}


def main() -> int:
    """Measure, compare, and say what fell."""
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures = demo() | credits_of_news() | web_pages() | statements_of_polnear()
    fallen = [name for name, figure in figures.items() if figure < floors.get(name, 0) - SLACK]
    for name, figure in figures.items():
        mark = "FELL" if name in fallen else ""
        print(f"{name:28} {figure:.3f}  floor {floors.get(name, 0):.3f}  {mark}".rstrip())
    if "--update" in sys.argv:
        lifted = {n: round(max(f, floors.get(n, 0)), 3) for n, f in figures.items()}
        FLOORS.write_text(json.dumps(floors | lifted, indent=2) + "\n", "utf-8")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
