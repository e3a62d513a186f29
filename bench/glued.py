"""
One page, many stories: the pages of a spammed wiki, each of dozens of glued stories, and originals.

    python bench/glued.py

The 82 originals of `spun/dev_pairs.jsonl` and the three pages that hold their copies are run twice:
once with the pages as files, which the reader takes apart, once as records of one text each, which
it must not. Counted is how many originals are in a story with the page that holds their copy, and
in how many stories each whole page is. Needs the data beside the checkout.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import wirecopy as wc

SPUN = Path(__file__).resolve().parents[2] / "shared" / "data" / "spun"


def main() -> None:
    """Print a line for each way."""
    pairs = [
        json.loads(line) for line in (SPUN / "dev_pairs.jsonl").read_text("utf-8").splitlines()
    ]
    glued = {path.stem: path.read_text("utf-8") for path in sorted(SPUN.glob("page_*.md"))}
    for way in ("taken apart", "whole"):
        with tempfile.TemporaryDirectory() as folder:
            pile = Path(folder, "pile")
            pile.mkdir()
            originals = [
                {
                    "url": pair["original_url"],
                    "date": pair["reuters_date"],
                    "text": pair["original_text"],
                }
                for pair in pairs
            ]
            _write(pile / "originals.jsonl", originals)
            if way == "whole":
                _write(
                    pile / "glued.jsonl",
                    [{"url": f"https://wiki.example/{k}", "text": t} for k, t in glued.items()],
                )
            else:
                for name, text in glued.items():
                    (pile / f"{name}.md").write_text(text, encoding="utf-8")
            options = wc.Options(statements=False)
            with wc.run(pile, ledger=Path(folder, "ledger"), options=options) as book:
                _report(way, book, pairs)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _report(way: str, book: wc.Ledger, pairs: list[dict[str, str]]) -> None:
    pages = {page.page_id: page for page in book.pages()}
    holder = {key: f"{page.file} {page.url}" for key, page in pages.items()}
    beside: dict[str, str] = {}
    stories = dict.fromkeys(pages, 0)
    for story in book.stories():
        together = " ".join(holder[member.page_id] for member in story.pages)
        for member in story.pages:
            stories[member.page_id] += 1
            beside[str(pages[member.page_id].url)] = together
    found = sum(
        f"page_{pair['copy'].removeprefix('User:').partition('#')[0]}"
        in beside[pair["original_url"]]
        for pair in pairs
    )
    others = [page for page in pages.values() if page.file != "originals.jsonl"]
    print(f"{way}: {len(others)} pages, {found} of {len(pairs)} originals beside their copy")
    if way == "whole":
        for page in others:
            print(f"  {page.url}: in {stories[page.page_id]} stories")


if __name__ == "__main__":
    main()
