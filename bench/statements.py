"""
Measure stage attribute: quality on annotated articles, clean and damaged, and speed.

    PYTHONPATH=src:training python bench/statements.py POLNEAR_FOLDER --scorer FILE [--speed]

POLNEAR_FOLDER holds `text/` and `attributions/`; the scorer is the project's exam for
statements (`statements_score.py`).
Figures beyond the exam's: exact spans (a run of words right to the word, as CofeNet counts), and
the expected calibration error of the confidence. The furniture that is inserted here is worded
otherwise than that of `training/lines.py`, so that nothing is measured on what was trained.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from damage import Edit, apply

from wirecopy.attribute import find_statements
from wirecopy.attribute.tagger import Tagger

ROLES = ("source", "cue", "content")
LINES = (
    "Don't miss our live coverage",
    "Tap here to join the mailing list",
    "Story continues after the jump",
    "Sign in to read the rest of this piece",
    "Picture: Lena Moreau/Agence Polaire",
    "Rescue workers near the mill in Sandviken on May 3. POOL/Oskar Lund",
    "Want more? Try 4 weeks for $1",
    "More on this: Why the ferries stopped",
    "Save for later",
    "Most read in Politics",
    "Join the conversation (241)",
    "File photo of Tarek Haddad at a rally in Mombasa. Agence Polaire",
)

Gold = tuple[str, str, list[dict[str, Any]]]


def load_scorer(path: Path) -> ModuleType:
    """Load the exam's scorer from where it lies."""
    spec = importlib.util.spec_from_file_location("statements_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def joined(text: str, chance: np.random.Generator) -> list[Edit]:
    """Take out all paragraph breaks."""
    return [(a, b, " ") for a, b in _gaps(text)]


def furnished(text: str, chance: np.random.Generator) -> list[Edit]:
    """Put a line of furniture behind every twelfth sentence or so, often glued."""
    ends = [i + 1 for i in range(len(text) - 1) if text[i] in ".!?" and text[i + 1].isspace()]
    return [
        (at, at, ("", " ")[chance.integers(2)] + LINES[chance.integers(len(LINES))])
        for at in ends
        if chance.random() < 1 / 12
    ]


def both(text: str, chance: np.random.Generator) -> list[Edit]:
    """Take out all paragraph breaks and put furniture in."""
    taken = joined(text, chance)
    return taken + [
        e for e in furnished(text, chance) if not any(a <= e[0] <= b for a, b, _ in taken)
    ]


def curly(text: str, chance: np.random.Generator) -> list[Edit]:
    """Turn straight double marks into curly ones."""
    edits, opened = [], False
    for i, letter in enumerate(text):
        opened = opened and letter != "\n"
        if letter == '"':
            opened = not opened
            edits.append((i, i + 1, "“" if opened else "”"))
    return edits


def unquoted(text: str, chance: np.random.Generator) -> list[Edit]:
    """Take out all double marks."""
    return [(i, i + 1, "") for i, letter in enumerate(text) if letter in '"“”']


def truncated(text: str, chance: np.random.Generator) -> list[Edit]:
    """Break the text off after two thirds."""
    return [(len(text) * 2 // 3, len(text), "...")]


DAMAGE: dict[str, Callable[[str, np.random.Generator], list[Edit]]] = {
    "joined": joined,
    "furnished": furnished,
    "both": both,
    "curly": curly,
    "unquoted": unquoted,
    "truncated": truncated,
}


def _gaps(text: str) -> list[tuple[int, int]]:
    gaps, start = [], None
    for i, letter in enumerate(text + "x"):
        if letter.isspace():
            start = i if start is None else start
        elif start is not None:
            if "\n" in text[start:i] and start > 0 and i < len(text):
                gaps.append((start, i))
            start = None
    return gaps


def harm(gold: list[Gold], kind: str) -> list[Gold]:
    """Damage each text in one way, and move its gold along."""
    done = []
    for number, (name, text, found) in enumerate(gold):
        edits = DAMAGE[kind](text, np.random.default_rng(number))
        done.append((name, *apply(text, found, edits)))
    return done


def predict(gold: list[Gold], tagger: Tagger | None = None) -> list[list[dict[str, Any]]]:
    """Find the statements of each text, as the scorer takes them."""
    return [[s.to_dict() for s in find_statements(text, tagger=tagger)] for _, text, _ in gold]


def exact(
    gold: list[Gold], guesses: list[list[dict[str, Any]]], scorer: ModuleType
) -> dict[str, float]:
    """F1 of spans that are right to the word; punctuation does not count."""
    hits: dict[str, list[int]] = {role: [0, 0, 0] for role in ROLES}
    for (_, text, truth), guess in zip(gold, guesses, strict=True):
        words = scorer.Words(text)
        for role in ROLES:
            right, left = (
                {segment for s in side for segment in words.segments(words.inside(s[role]))}
                for side in (truth, guess)
            )
            for place, value in enumerate((len(right & left), len(left), len(right))):
                hits[role][place] += value
    return {role: 200 * hit / max(1, guess + truth) for role, (hit, guess, truth) in hits.items()}


def judged(
    gold: list[Gold], guesses: list[list[dict[str, Any]]], scorer: ModuleType
) -> list[tuple[float, bool, dict]]:
    """
    For each statement its confidence and whether content (half) and source (half) are right.

    As the scorer does, it is left open whether "“A,” he said. “B.”" is one statement or two: the
    content is laid beside those segments of an annotator's that it touches.
    """
    pairs = []
    for (_, text, truth), guess in zip(gold, guesses, strict=True):
        words = scorer.Words(text)
        right = [
            (words.segments(words.inside(s["content"])), words.inside(s["source"])) for s in truth
        ]
        for s in guess:
            content, source = words.inside(s["content"]), words.inside(s["source"])
            found = False
            for segments, gold_source in right:
                touched = frozenset().union(*(one for one in segments if one & content))
                if scorer._iou(touched, content) >= 0.5:
                    either = bool(gold_source or source)
                    found = not either or scorer._iou(gold_source, source) >= 0.5
                    break
            pairs.append((s["confidence"], found, s))
    return pairs


def calibration_error(pairs: list[tuple[float, bool, dict]], bins: int = 10) -> float:
    """Mean gap between confidence and share right, over ten bins, by their sizes."""
    error = 0.0
    for k in range(bins):
        part = [(c, ok) for c, ok, _ in pairs if min(bins - 1, int(c * bins)) == k]
        if part:
            error += abs(sum(c for c, _ in part) - sum(ok for _, ok in part))
    return error / max(1, len(pairs))


def report(gold: list[Gold], scorer: ModuleType, tagger: Tagger | None = None) -> dict[str, float]:
    """All figures on one set."""
    guesses = predict(gold, tagger)
    figures = {name: values[-1] for name, values in scorer.evaluate(gold, guesses).items()}
    figures |= {f"exact {role}": value for role, value in exact(gold, guesses, scorer).items()}
    return figures | {"calibration": calibration_error(judged(gold, guesses, scorer))}


SHOWN = (
    "content words",
    "source words",
    "cue words",
    "segments all",
    "segments direct",
    "segments mixed",
    "segments indirect",
    "link all",
    "link direct",
    "link indirect",
    "exact content",
    "exact source",
    "exact cue",
    "calibration",
)


def table(columns: dict[str, dict[str, float]]) -> str:
    """Lay the figures of several sets side by side."""
    lines = [" " * 20 + "".join(f"{name:>11}" for name in columns)]
    for row in SHOWN:
        digits = 1 if row.startswith("exact") else 3
        lines.append(
            f"{row:20}" + "".join(f"{column[row]:>11.{digits}f}" for column in columns.values())
        )
    return "\n".join(lines)


def speed(gold: list[Gold]) -> str:
    """Words (white space between) for each second of one core."""
    find_statements("The first call loads the model, he said.")
    words = sum(len(text.split()) for _, text, _ in gold)
    wall, cpu = time.perf_counter(), time.process_time()
    predict(gold)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return f"{words} words: {words / cpu:.0f} a CPU second, {words / wall:.0f} a second"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--limit", type=int)
    ap.add_argument("--speed", action="store_true", help="only the speed")
    ap.add_argument("--damage", nargs="*", default=list(DAMAGE), choices=list(DAMAGE))
    o = ap.parse_args()
    scorer = load_scorer(o.scorer)
    gold = scorer.read_gold(o.folder)[: o.limit]
    if o.speed:
        print(speed(gold))
        return
    sets = {"clean": gold} | {kind: harm(gold, kind) for kind in o.damage}
    print(table({name: report(some, scorer) for name, some in sets.items()}))


if __name__ == "__main__":
    main()
