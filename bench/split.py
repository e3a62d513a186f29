"""
Measure split on the data beside the checkout: what it finds in dumps, and what it must not cut.

    python bench/split.py            figures, about two minutes
    python bench/split.py --show     the false cuts, too

Dumps are the seed, the spam pages (their own list of contents is the truth) and stories glued here
in a dozen ways. What must stay whole: news as it is, and news into which headings and separator
lines were put between paragraphs, as editors do.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from wirecopy.read.layout import contents_of, find_layout, listed
from wirecopy.read.split import split

SHARED = Path(__file__).parents[2] / "shared" / "data"
SEED = 20221113
GLUED = 300
"""Dumps of each way of gluing."""

News = list[tuple[str, str]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true", help="print false cuts")
    show = options.parse_args().show
    if not SHARED.is_dir():
        raise SystemExit(f"the data is not here: {SHARED}")
    allsides = news("allsides_dev.parquet")
    reuters = news("reuters_2006_2011.parquet", 5_000)
    seed()
    spun()
    whole("allsides", [text for _, text in allsides], show)
    whole("reuters (5,000)", [text for _, text in reuters], show)
    whole("extraction benchmark bodies", bodies(), show)
    whole("polnear", files("polnear", ".txt"), show)
    whole("clough-stevenson", files("pairs/clough-stevenson", ".txt"), show)
    whole("readme files", files("", ".md", "spun"), show)
    rng = random.Random(SEED)
    under = [masthead(title, 0, rng) + text for title, text in reuters + allsides]
    whole("news under a masthead", under, show)
    divided([text for _, text in allsides], show)
    glued(reuters, allsides)
    speed(reuters)


def news(name: str, count: int | None = None) -> News:
    sample = f"using sample {count} rows (reservoir, {SEED})" if count else ""
    rows = duckdb.sql(
        f"select title, text from '{SHARED / 'news' / name}' where text is not null {sample}"
    ).fetchall()
    return [(title or "Untitled", text) for title, text in rows]


def files(folder: str, ending: str, but: str = "//") -> list[str]:
    paths = sorted(p for p in (SHARED / folder).rglob(f"*{ending}") if but not in str(p))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def bodies() -> list[str]:
    import json

    truth = json.loads((SHARED / "html/aeb/ground-truth.json").read_text())
    return [page["articleBody"] for page in truth.values()]


def seed() -> None:
    for path in sorted((SHARED / "seed").glob("*.txt")):
        parts = split(path.read_text(encoding="utf-8"))
        print(f"seed: {len(parts)} parts")
        for part in parts:
            print(f"  {part.reason}: {part.front_matter.values if part.front_matter else None}")


def spun() -> None:
    """Compare cuts with the pages' own contents; then without the contents, and level by level."""
    for path in sorted((SHARED / "spun").glob("page_*.md")):
        text = path.read_text(encoding="utf-8")
        _, headings = find_layout(text, [])
        truth = {h.start for h in listed(headings, contents_of(text, 0, len(text)))}
        report(f"spun {path.stem}", text, truth)
        bare_from = min(truth)
        report("  without its contents", text[bare_from:], {place - bare_from for place in truth})


def report(name: str, text: str, truth: set[int]) -> None:
    found = {part.start for part in split(text)}
    hits = len(found & truth)
    missed, extra = len(truth) - hits, len(found - truth - {0})
    print(f"{name}: {len(truth)} cuts, {hits} found, {missed} missed, {extra} false")


def whole(name: str, texts: list[str], show: bool) -> None:
    """Count texts that were cut though they are one."""
    reasons: Counter[str] = Counter()
    cut = 0
    for text in texts:
        parts = split(text)
        if len(parts) > 1:
            cut += 1
            reasons.update({part.reason for part in parts[1:]})
            if show:
                print(f"--- {name}: {len(parts)} parts")
                for part in parts:
                    print(f"    {part.reason} {text[part.start : part.end][:150]!r}")
    print(f"whole {name}: {cut} of {len(texts):,} cut {dict(reasons) or ''}")


def divided(texts: list[str], show: bool) -> None:
    """Put dividers between the paragraphs of long articles: none of them may be cut there."""
    rng = random.Random(SEED)
    ways: dict[str, Callable[[int], str]] = {
        "-----": lambda i: "-" * 20,
        "***": lambda i: "***",
        "## subheads": lambda i: f"## {('Background', 'What next', 'Numbers')[i % 3]}",
        "# subheads": lambda i: f"# Part {i}",
    }
    for name, divider in ways.items():
        out = []
        for text in texts:
            paragraphs = [p for p in text.split("\n") if p.strip()]
            count = rng.randint(1, 5)
            if len(paragraphs) < 4 * count or len(text) < 2_500:
                continue
            at = sorted(rng.sample(range(2, len(paragraphs)), count))
            pieces = [
                paragraphs[a:b] for a, b in zip([0, *at], [*at, len(paragraphs)], strict=True)
            ]
            joined = ["\n\n".join(piece) for piece in pieces]
            out.append(
                "".join(f"{t}\n\n{divider(i)}\n\n" for i, t in enumerate(joined[:-1])) + joined[-1]
            )
        whole(f"with {name}", out, show)


def glued(reuters: News, allsides: News) -> None:
    """Glue stories in many ways; a dump is right if its parts are its stories and no others."""
    for source, pool in (("reuters", reuters), ("allsides", allsides)):
        pool = [(t.replace('"', "'"), text) for t, text in pool if len(text) > 800]
        for name, join in WAYS.items():
            rng = random.Random(f"{SEED} {source} {name}")
            right, hits, truth_count, found_count = 0, 0, 0, 0
            for _ in range(GLUED):
                stories = rng.sample(pool, rng.randint(2, 9))
                text, truth = join(stories, rng)
                found = {part.start for part in split(text) if not part.skipped}
                right += found == truth
                hits += len((found & truth) - {0})
                truth_count += len(truth - {0})
                found_count += len(found - {0})
            recall, precision = hits / truth_count, hits / max(1, found_count)
            print(
                f"glued {source:8} {name:34} dumps right {right / GLUED:.2f}  "
                f"cuts: recall {recall:.3f} precision {precision:.3f}"
            )


Join = Callable[[News, random.Random], tuple[str, set[int]]]


def joined(
    opening: Callable[[str, int, random.Random], str], between: str, closing: str = ""
) -> Join:
    """Make a way of gluing: what stands over each text, between two, and under the last."""

    def join(stories: News, rng: random.Random) -> tuple[str, set[int]]:
        text, truth = "", set()
        for index, (title, body) in enumerate(stories):
            text += between if index else ""
            truth.add(len(text))
            text += opening(title, index, rng) + body.strip()
        return text + closing, truth

    return join


def shortened(join: Join) -> Join:
    """Glue only the first two paragraphs of each story."""

    def join_short(stories: News, rng: random.Random) -> tuple[str, set[int]]:
        opened = [(title, [p for p in text.split("\n") if p.strip()]) for title, text in stories]
        return join([(title, "\n\n".join(lines[:2])) for title, lines in opened], rng)

    return join_short


def day(rng: random.Random) -> str:
    return f"20{rng.randint(10, 22)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def plain(title: str, index: int, rng: random.Random) -> str:
    return ""


def titled(title: str, index: int, rng: random.Random) -> str:
    return f"{title.strip()}\n\n"


def leaked(title: str, index: int, rng: random.Random) -> str:
    return (
        f"title: “{title}” ShowToc: true date: “{day(rng)}” author: “Ana Tamm”\n" if index else ""
    )


def leaked_straight(title: str, index: int, rng: random.Random) -> str:
    return f"title: \"{title}\" date: {day(rng)} draft: false tags: ['a', 'b']\n"


def yaml(title: str, index: int, rng: random.Random) -> str:
    return f'---\ntitle: "{title}"\ndate: {day(rng)}\ntags:\n  - news\n---\n\n'


def toml(title: str, index: int, rng: random.Random) -> str:
    return f'+++\ntitle = "{title}"\ndate = {day(rng)}T10:00:00Z\n+++\n\n'


def json_block(title: str, index: int, rng: random.Random) -> str:
    return f'{{\n  "title": "{title}",\n  "date": "{day(rng)}"\n}}\n\n'


def header(title: str, index: int, rng: random.Random) -> str:
    return f"Title: {title}\nDate: {day(rng)}\nURL: http://velm.example/{index}\n\n"


def masthead(title: str, index: int, rng: random.Random) -> str:
    return f"{title.strip()}\n{signed(rng)}\n{day(rng)}\n\n"


def byline(title: str, index: int, rng: random.Random) -> str:
    return f"{title.strip()}\n{signed(rng)}\n\n"


def signed(rng: random.Random) -> str:
    return f"By {rng.choice(('Ana', 'Bo', 'Ines'))} {rng.choice(('Tamm', 'Aske', 'Ruiz'))}"


def heading(sign: str) -> Callable[[str, int, random.Random], str]:
    return lambda title, index, rng: f"{sign} {title.strip()}\n\n"


WAYS: dict[str, Join] = {
    "leaked, curly, on one line": joined(leaked, "\n"),
    "leaked, straight, with tags": joined(leaked_straight, "\n"),
    "yaml": joined(yaml, "\n\n"),
    "toml": joined(toml, "\n\n"),
    "json": joined(json_block, "\n\n"),
    "header lines": joined(header, "\n\n"),
    "=====": joined(plain, "\n\n" + "=" * 60 + "\n\n"),
    "----- and titles": joined(titled, "\n\n" + "-" * 20 + "\n\n"),
    "***": joined(plain, "\n\n***\n\n"),
    "form feed": joined(plain, "\n\f"),
    "# headings": joined(heading("#"), "\n\n"),
    "## headings": joined(heading("##"), "\n\n"),
    "nothing but a blank line": joined(plain, "\n\n"),
    "blank line and title": joined(titled, "\n\n"),
    "mastheads": joined(masthead, "\n\n"),
    "mastheads, two paragraphs each": shortened(joined(masthead, "\n\n")),
    "***, bylines, two paragraphs each": shortened(joined(byline, "\n\n***\n\n")),
}


def repeated(stories: News, rng: random.Random) -> tuple[str, set[int]]:
    text, truth = "", set()
    for _ in stories:
        truth.add(len(text))
        text += stories[0][1].strip() + "\n"
    return text, truth


WAYS["the same text, again and again"] = repeated


def speed(reuters: News) -> None:
    big = "\n\n=====\n\n".join(text for _, text in reuters * 2)[:5_000_000]
    flat = " ".join(text.replace("\n", " ") for _, text in reuters * 2)[:5_000_000]
    marked = "\n\n".join(leaked(title, 1, random.Random(1)) + text for title, text in reuters)
    for name, text in {
        "5 MB, ===== between stories": big,
        "5 MB, leaked front matter": marked[:5_000_000],
        "5 MB on one line": flat,
        "a million lines ---": "---\n" * 1_000_000,
        "a million lines a: b": "a: b\n" * 1_000_000,
        "a million lines # a": "# a\n" * 1_000_000,
    }.items():
        start = time.process_time()
        count = len(split(text))
        print(f"speed {name}: {time.process_time() - start:.2f} s, {count:,} parts")


if __name__ == "__main__":
    main()
