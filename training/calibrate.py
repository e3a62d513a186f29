"""
Learn the weights of the confidence on dev, with the ONNX file that ships.

    python training/calibrate.py --polnear FOLDER --scorer FILE --out src/wirecopy/attribute/model

A logistic regression on the log odds of the evidence; "right" is what `bench/statements.py` counts:
content overlaps an annotator's by half and the source is that annotator's. The calibration error is
shown on articles that the weights were not learned on (five folds), then all of dev is used.
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
from wirecopy.attribute.spans import find_span
from wirecopy.attribute.statements import read_words


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
            if spans["content"]:
                found.append((spans | {"confidence": 0.0}, linked.evidence))
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


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args()
    scorer = load_scorer(o.scorer)
    gold = scorer.read_gold(o.polnear / "dev")
    rows, right, article = [], [], []
    for number, one in enumerate(gold):
        found = evidence(one[1])
        pairs = judged([one], [[spans for spans, _ in found]], scorer)
        rows += [[log_odds(e) for e in values] for _, values in found]
        right += [ok for _, ok, _ in pairs]
        article += [number] * len(found)
    table, truth, fold = np.array(rows), np.array(right, float), np.array(article) % 5
    held_out = np.zeros(len(truth))
    for k in range(5):
        weights = fit(table[fold != k], truth[fold != k])
        held_out[fold == k] = 1 / (1 + np.exp(-(table[fold == k] @ weights[:-1] + weights[-1])))
    pairs = list(zip(held_out, truth.astype(bool), [{}] * len(truth), strict=True))
    error = calibration_error(pairs)
    print(f"{len(truth)} statements, {truth.mean():.3f} right, calibration error {error:.3f}")
    for low in np.arange(0, 1, 0.1):
        inside = (held_out >= low) & (held_out < low + 0.1)
        if inside.any():
            print(f"  {low:.1f}: {inside.sum():5} statements, {truth[inside].mean():.2f} right")
    weights = np.round(fit(table, truth), 4).tolist()
    kept = {"weights": weights[:-1], "offset": weights[-1]}
    (o.out / "confidence.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
