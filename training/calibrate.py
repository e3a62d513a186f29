"""
Learn the weights of the confidence on dev, with the ONNX file that ships.

    python training/calibrate.py --polnear FOLDER --scorer FILE --out src/wirecopy/attribute/model

Two logistic regressions on the log odds of the evidence. A statement is "right" as
`bench/statements.py` counts: its content overlaps an annotator's by half and the source is that
annotator's. A content is right if more than half of its words are in any of an annotator's. Both
are tried on articles that the weights were not learned on (five folds), then all of dev is used.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from statements import calibration_error, judged, load_scorer

from wirecopy.attribute.confidence import log_odds
from wirecopy.attribute.heads import leave_out_heads
from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.run_ons import part_run_ons
from wirecopy.attribute.spans import find_kind, find_span
from wirecopy.attribute.statements import read_words
from wirecopy.records import StatementKind


def evidence(text: str) -> list[tuple[dict, tuple[float, ...]]]:
    """Give each statement's spans and what speaks for it."""
    words = find_words(text)
    found = []
    for linked in leave_out_heads(text, words, read_words(text, words)):
        for contents in part_run_ons(text, words, linked):
            runs = {"content": contents, "source": linked.sources}
            spans = {
                role: [span for run in parts for span in find_span(words, text, run)]
                for role, parts in runs.items()
            }
            quoted = find_kind(words, contents) is not StatementKind.INDIRECT
            if spans["content"]:
                found.append((spans | {"confidence": 0.0, "quoted": quoted}, linked.evidence))
    return found


def fit(rows: np.ndarray, right: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Fit a logistic regression by Newton's method; the last weight is the offset."""
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def held_out(table: np.ndarray, right: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Give each chance as weights say that were learned on the other folds."""
    chance = np.zeros(len(right))
    for k in range(5):
        weights = fit(table[fold != k], right[fold != k])
        chance[fold == k] = 1 / (1 + np.exp(-(table[fold == k] @ weights[:-1] + weights[-1])))
    return chance


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    scorer = load_scorer(o.scorer)
    gold = scorer.read_gold(o.polnear / "dev")
    rows, right, sizes, article, total = [], [], [], [], 0
    for number, one in enumerate(gold):
        found = evidence(one[1])
        words = scorer.Words(one[1])
        told = frozenset().union(*(words.inside(s["content"]) for s in one[2]))
        contents = [words.inside(spans["content"]) for spans, _ in found]
        pairs = judged([one], [[spans for spans, _ in found]], scorer)
        rows += [[log_odds(e) for e in values] for _, values in found]
        right += [ok for _, ok, _ in pairs]
        sizes += [
            (len(content), len(content & told), spans["quoted"])
            for content, (spans, _) in zip(contents, found, strict=True)
        ]
        article += [number] * len(found)
        total += len(told)
    table, fold = np.array(rows), np.array(article) % 5
    size, hit, quoted = np.array(sizes).T
    truth = {"statement": np.array(right, float), "content": (2 * hit > size).astype(float)}
    chance = {what: held_out(table, values, fold) for what, values in truth.items()}
    for what, values in truth.items():
        pairs = list(zip(chance[what], values.astype(bool), [{}] * len(values), strict=True))
        error = calibration_error(pairs)
        print(f"{len(values)} {what}s, {values.mean():.3f} right, calibration error {error:.3f}")
        for low in np.arange(0, 1, 0.05):
            inside = (chance[what] >= low) & (chance[what] < low + 0.05)
            counts = quoted.astype(bool) | (chance[what] >= low)
            score = 2 * hit[counts].sum() / (size[counts].sum() + total)
            if inside.any():
                share = values[inside].mean()
                print(
                    f"  {low:.2f}: {inside.sum():5}, {share:.2f} right; from here on F1 {score:.4f}"
                )
    learned = {what: np.round(fit(table, values), 4).tolist() for what, values in truth.items()}
    kept = {what: {"weights": w[:-1], "offset": w[-1]} for what, w in learned.items()}
    (o.out / "confidence.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
