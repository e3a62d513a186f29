"""
Run the main job, statements aside, on all Reuters stories: what it takes, and what it finds.

    python bench/whole.py                              the 73,292 stories
    python bench/whole.py --thesaurus th_en_US_v2.dat  … with 442 copies hidden among them

Hidden are the 82 lifted pairs (both pages) and 360 stories spun with a thesaurus, each by one of
the six recipes of `bench/candidates.py`, all at other outlets and without a date. One that is in
one story with its original is found.

Memory is looked at five times a second, with the step that the main process was in: what all
processes have for themselves, and the most that one of them has of mapped files (libraries, which
they share). Beside it stands the sum of their PSS, in which the kernel parts a shared page among
those who have it: no sum counts a page twice, but strangers that run the same libraries on this
machine take their part of them, and so PSS is the lower one. The steps go to PEAKS while it runs,
if `--peaks PEAKS` is given. Linux only; MB of memory are 1,048,576 bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
NEWS = HERE.parents[1] / "shared" / "data" / "news" / "reuters_2006_2011.parquet"
TICK = os.sysconf("SC_CLK_TCK")
KINDS = ("RssAnon", "RssShmem", "RssFile", "VmHWM")

Hidden = list[tuple[str, str, str]]
"""Address of the original, address of the copy, kind of copy."""


def hide(thesaurus: Path, spun: int, out: Path) -> Hidden:
    """Write lifted pairs and spun copies to a table; give which is whose copy."""
    import candidates

    stories = pq.read_table(NEWS, columns=["url", "text"]).to_pylist()
    pairs = (HERE.parents[1] / "shared" / "data" / "spun" / "dev_pairs.jsonl").read_text("utf-8")
    rows: list[dict[str, str]] = []
    truth: Hidden = []

    def add(text: str) -> str:
        rows.append({"url": f"https://outlet{len(rows)}.example/story", "text": text})
        return rows[-1]["url"]

    for line in pairs.splitlines():
        pair = json.loads(line)
        truth.append((add(pair["original_text"]), add(pair["copy_text"]), "lifted"))
    synonyms = candidates.read_thesaurus(thesaurus)
    rng = random.Random(5)
    long_enough = [row for row in stories if len((row["text"] or "").split()) >= 60]
    recipes = (*candidates.RATES, "moved", "a third")
    for number, row in enumerate(rng.sample(long_enough, spun)):
        recipe = recipes[number % len(recipes)]
        rate = recipe if isinstance(recipe, float) else 0.5
        text = candidates.spin(row["text"], rate, synonyms, rng)
        if recipe == "moved":
            text = candidates.move(text, rng)
        elif recipe == "a third":
            text = candidates.third_of(text, rng)
        truth.append((row["url"], add(text), f"spun, {recipe}"))
    pq.write_table(pa.Table.from_pylist(rows), out)
    return truth


def do(pile: list[str], ledger: Path, steps: Path, workers: int | None, memory: str | None) -> None:
    """Run the main job in this process, and say in a file which step it is in."""
    import wirecopy as wc
    from wirecopy.engine.local import Local
    from wirecopy.ledger import LedgerWriter

    def told(owner: type, name: str) -> None:
        plain = getattr(owner, name)

        def step(self: Any, *args: Any, **kwargs: Any) -> Any:
            of = args[0] if args and isinstance(args[0], str) else ""
            steps.write_text(f"{name} {of}"[:60])
            try:
                return plain(self, *args, **kwargs)
            finally:
                steps.write_text(f"after {name} {of}"[:60])

        setattr(owner, name, step)

    for name in ("table", "map", "scalar"):
        told(Local, name)
    for name in ("add_pages", "keep_stories", "add_aligned", "keep_pairs", "finish"):
        told(LedgerWriter, name)
    given: dict[str, Any] = {"statements": False}
    given |= {"workers": workers} if workers else {}
    given |= {"memory": memory} if memory else {}
    wc.run(*pile, ledger=ledger, options=wc.Options(**given)).close()


def watch(command: list[str], steps: Path, peaks_to: Path | None) -> dict[str, Any]:
    """Run a command; give CPU seconds and, for each step, the most memory (MB) of all processes."""
    began = said = time.monotonic()
    child = subprocess.Popen(command)
    cpu: dict[int, float] = {}
    largest = 0.0
    peaks: dict[str, tuple[float, float, float, int]] = {}
    while child.poll() is None:
        own: dict[int, float] = {}
        mapped = main = parted = 0.0
        for pid in _family(child.pid):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue  # gone meanwhile
            if "Pss:" not in rollup:
                continue
            sizes = dict(line.split(":", 1) for line in status.splitlines())
            held = {key: int(sizes.get(key, "0").split()[0]) / 1024 for key in KINDS}
            own[pid] = held["RssAnon"] + held["RssShmem"]
            mapped = max(mapped, held["RssFile"])
            parted += int(rollup.partition("\nPss:")[2].split()[0]) / 1024
            largest = max(largest, held["VmHWM"])
            main = own[pid] + held["RssFile"] if pid == child.pid else main
            cpu[pid] = (int(fields[11]) + int(fields[12])) / TICK
        step = steps.read_text() if steps.exists() else "start"
        here = (sum(own.values()) + mapped, parted, main, len(own))
        peaks[step] = max(peaks.get(step, here), here)
        if peaks_to and time.monotonic() > said + 5:
            said = time.monotonic()
            peaks_to.write_text(
                json.dumps({"step": step, "cpu": sum(cpu.values()), "peaks": peaks}, indent=1)
            )
        time.sleep(0.2)
    if child.returncode:
        raise SystemExit("failed")
    return {
        "cpu": sum(cpu.values()),
        "clock": time.monotonic() - began,
        "largest": largest,
        "peaks": peaks,
    }


def _family(pid: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def judge(ledger: Path, truth: Hidden) -> None:
    """Print the share of hidden copies that are in one story with their original."""
    import wirecopy as wc

    with wc.open_ledger(ledger) as book:
        rows = book.sql("select url, page, page_id from pages").to_pylist()
        ids, numbers = ({r["url"]: r[key] for r in rows} for key in ("page_id", "page"))
        stories: dict[str, set[str]] = defaultdict(set)
        for row in book.sql("select page_id, story_id from members").to_pylist():
            stories[row["page_id"]].add(row["story_id"])
        pairs = book.sql("select distinct a, b from passages").to_pylist()
        linked = {frozenset((row["a"], row["b"])) for row in pairs}
    found = defaultdict(list)
    for original, copy, kind in truth:
        together = bool(stories[ids[original]] & stories[ids[copy]])
        shown = frozenset((numbers[original], numbers[copy])) in linked
        for name in (kind, "all"):
            found[name].append((together, shown))
    for kind, marks in found.items():
        share, shown = (sum(column) / len(marks) for column in zip(*marks, strict=True))
        print(f"{kind:16} {len(marks):4}  in one story {share:.3f}  passage shown {shown:.3f}")


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--thesaurus", type=Path, help="a MyThes file to spin stories with")
    parser.add_argument("--spun", type=int, default=360)
    parser.add_argument("--pile", nargs="+", help="this pile instead")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--memory")
    parser.add_argument("--keep", type=Path, help="keep the ledger here")
    parser.add_argument("--peaks", type=Path, help="write steps and their memory here meanwhile")
    parser.add_argument("--do", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.do:
        do(args.pile, Path(args.do[0]), Path(args.do[1]), args.workers, args.memory)
        return
    with tempfile.TemporaryDirectory() as folder:
        ledger, steps = args.keep or Path(folder) / "whole.wirecopy", Path(folder) / "steps"
        pile, truth = args.pile or [str(NEWS)], []
        if args.thesaurus:
            pile.append(str(Path(folder) / "hidden.parquet"))
            truth = hide(args.thesaurus, args.spun, Path(pile[-1]))
        command = [sys.executable, __file__, "--do", str(ledger), str(steps), "--pile", *pile]
        command += ["--workers", str(args.workers)] if args.workers else []
        command += ["--memory", args.memory] if args.memory else []
        took = watch(command, steps, args.peaks)
        print(f"{took['cpu']:.0f} CPU seconds, {took['clock']:.0f} on the clock; largest process "
              f"{took['largest']:.0f} MB")  # fmt: skip
        print("MB of all processes, their PSS, MB of the main one, how many processes, step")
        peaks = sorted(took["peaks"].items(), key=lambda found: -found[1][0])
        for step, (everything, parted, one, count) in peaks[:20]:
            print(f"{everything:8.0f} {parted:8.0f} {one:8.0f} {count:4}  {step}")
        if truth:
            judge(ledger, truth)


if __name__ == "__main__":
    main()
