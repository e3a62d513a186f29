"""
Score checkpoints on dev, one or the mean of several, without exporting them.

    python training/choose.py A.pt [B.pt ...] --polnear FOLDER --scorer FILE [--damage joined ...]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from statements import harm, load_scorer, report, table
from torch_tagger import load, wrap

VOCABULARY = Path(__file__).parents[1] / "src/wirecopy/attribute/model/vocabulary.txt"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--damage", nargs="*", default=[])
    ap.add_argument("--limit", type=int)
    ap.add_argument("--raw", action="store_true", help="the last weights, not their running mean")
    o = ap.parse_args()
    torch.set_num_threads(1)
    vocabulary = VOCABULARY.read_text(encoding="utf-8").split()
    tagger = wrap(load(o.checkpoints, vocabulary, not o.raw), vocabulary)
    scorer = load_scorer(o.scorer)
    gold = scorer.read_gold(o.polnear / "dev")[: o.limit]
    sets = {"clean": gold} | {kind: harm(gold, kind) for kind in o.damage}
    print(table({name: report(some, scorer, tagger) for name, some in sets.items()}))


if __name__ == "__main__":
    main()
