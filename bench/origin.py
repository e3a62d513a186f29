"""
Who was first: `python bench/origin.py [--years 2010-2011] [--pairs]`.

Update chains of Reuters: the true first is the page with the earliest date. Measured is how often
`Story.origin` decides, and is right, with all dates and with none (column, address and id taken
away), then a curve for the rule that remains without dates: the shortest text is the first if the
next has so many times its words. The weights were set on 2006–2009 (`--years 2006-2009`).

`--pairs`: pairs of pages of two outlets that were labeled by reading (`bench/labels/origin.json`):
is the agency that the label names found?
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import wirecopy as wc

NEWS = Path(__file__).parents[2] / "shared" / "data" / "news"
LABELS = Path(__file__).parent / "labels" / "origin.json"
OPTIONS = wc.Options(statements=False)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--years", default="2010-2011")
    parser.add_argument("--pairs", action="store_true")
    parser.add_argument("--months", default="1-12", help="Only these months of each year.")
    chosen = parser.parse_args()
    if chosen.pairs:
        pairs()
    else:
        chains(chosen.years, chosen.months)


def chains(years: str, months: str) -> None:
    """Hold the first that is named against the earliest date of each chain."""
    table = pq.read_table(NEWS / "reuters_2006_2011.parquet")
    first, last = years.split("-")
    begin, end = (int(month) for month in months.split("-"))
    month = pc.cast(pc.utf8_slice_codeunits(table["date"], 5, 7), pa.int32())
    year = pc.utf8_slice_codeunits(table["date"], 0, 4)
    keep = pc.and_(
        pc.and_(pc.greater_equal(year, first), pc.less_equal(year, last)),
        pc.and_(pc.greater_equal(month, begin), pc.less_equal(month, end)),
    )
    table = table.filter(keep)
    print(f"{table.num_rows} stories of Reuters, {years}, months {months}")
    dates = dict(zip(map(str, range(table.num_rows)), table["date"].to_pylist(), strict=True))
    bare = table.drop_columns(["date", "url", "id"])
    with tempfile.TemporaryDirectory() as folder:
        for name, what in (("all dates", table), ("no dates", bare)):
            pile = Path(folder) / name.replace(" ", "-")
            pile.mkdir()
            pq.write_table(what, pile / "r.parquet", row_group_size=4000)
            with wc.run(pile, ledger=f"{pile}.wirecopy", options=OPTIONS) as book:
                _report(name, book, dates)


def _report(name: str, book: wc.Ledger, dates: dict[str, str]) -> None:
    rows = book.sql(
        "select m.story_id, m.page_id, p.member, m.page_id = s.origin_page_id as first, "
        "s.origin_certainty as certainty, "
        "length(t.text) - length(replace(t.text, ' ', '')) as words "
        "from members m join stories s on s.story_id = m.story_id "
        "join pages p on p.page_id = m.page_id join texts t on t.page_id = m.page_id "
        "where s.pages > 1 order by 1, 2"
    ).to_pylist()
    stories = defaultdict(list)
    for row in rows:
        row["date"] = _moment(dates[str(int(row["member"].rpartition(" ")[2]) - 1)])
        stories[row["story_id"]].append(row)
    told = [pages for pages in stories.values() if len({p["date"] for p in pages}) > 1]
    decided = [pages for pages in told if pages[0]["certainty"] == "yes"]
    right = [
        pages
        for pages in decided
        if min(p["date"] for p in pages) in {p["date"] for p in pages if p["first"]}
    ]
    print(f"{name}: {len(told)} chains, decides {len(decided) / len(told):.3f}, ", end="")
    print(f"right {len(right) / max(1, len(decided)):.4f}")
    if name == "no dates":
        print("the next has so many times the words: decides, right")
        for ratio in (1.0, 1.05, 1.1, 1.15, 1.2, 1.3, 1.5, 2.0, 3.0):
            _point(told, ratio)


def _point(told: list[list[dict[str, object]]], ratio: float) -> None:
    decided = right = 0
    for pages in told:
        shortest, following = sorted(pages, key=lambda p: (p["words"], p["page_id"]))[:2]
        if following["words"] >= ratio * shortest["words"]:
            decided += 1
            right += shortest["date"] == min(p["date"] for p in pages)
    print(f"  {ratio:4}  {decided / len(told):.3f}  {right / max(1, decided):.3f}")


def _moment(date: str) -> str:
    claim = wc.DateClaim("", "", "", date)
    return pc.strptime([claim.text.replace(":", "")], "%Y-%m-%dT%H%M%z", "s")[0].as_py().isoformat()


def pairs() -> None:
    """Hold the origin of labeled pairs against the label, both pages of all pairs in one pile."""
    labels = json.loads(LABELS.read_text("utf-8"))["pairs"]
    ids = {key for label in labels for key in (label["a"], label["b"])}
    table = pq.read_table(NEWS / "allsides_dev.parquet")
    table = table.filter(pc.is_in(table["id"], pa.array(sorted(ids))))
    keys = table["id"].to_pylist()
    with tempfile.TemporaryDirectory() as folder:
        pile = Path(folder) / "pile"
        pile.mkdir()
        pq.write_table(table, pile / "pairs.parquet")
        with wc.run(pile, ledger=Path(folder) / "x.wirecopy", options=OPTIONS) as book:
            places = {
                keys[int(row["member"].rpartition(" ")[2]) - 1]: row["story_id"]
                for row in book.sql(
                    "select p.member, m.story_id from pages p join members m using (page_id)"
                ).to_pylist()
            }
            counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
            for label in labels:
                _count(book, label, places, counts)
    for what, (right, sure, all_of) in sorted(counts.items()):
        print(f"{what}: right {right} of {all_of} ({right / all_of:.3f}), of them sure {sure}")


def _count(
    book: wc.Ledger,
    label: dict[str, str],
    places: dict[str, str],
    counts: dict[str, list[int]],
) -> None:
    together = places[label["a"]] == places[label["b"]]
    story = book.story(places[label["a"]])
    origin = story.origin
    assert origin is not None
    agency, named = label.get("agency"), origin.name
    what = "agency" if agency else "no agency"
    kind = f"{what}, in one story" if together else f"{what}, two stories"
    wires = {"AP", "Reuters", "AFP", "Bloomberg"}
    right = named == agency if agency else not (named in wires and origin.certainty == "yes")
    counts[kind][0] += right
    counts[kind][1] += right and origin.certainty == "yes"
    counts[kind][2] += 1
    if together and not right:
        print(f"  {label['n']}: {agency} by reading, {named} ({origin.certainty}) here")


if __name__ == "__main__":
    main()
