"""
Score checkpoints on dev, one or the mean of several, without exporting them.

    python training/choose.py A.pt [B.pt ...] --polnear FOLDER --scorer FILE [--damage joined ...]
        [--beside TEACHER.pt --weight 0.5] [--mean OUT.pt]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from statements import harm, load_scorer, report, table
from torch_tagger import beside, load, wrap

VOCABULARY = Path(__file__).parents[1] / "src/wirecopy/attribute/model/vocabulary.txt"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--damage", nargs="*", default=[])
    ap.add_argument("--limit", type=int)
    ap.add_argument("--raw", action="store_true", help="the last weights, not their running mean")
    ap.add_argument("--beside", type=Path, help="another tagger that reads together with it")
    ap.add_argument("--weight", type=float, default=0.5, help="what the other's word counts")
    ap.add_argument("--mean", type=Path, help="write the mean of the checkpoints here, as one")
    o = ap.parse_args()
    torch.set_num_threads(1)
    vocabulary = VOCABULARY.read_text(encoding="utf-8").split()
    trained = load(o.checkpoints, vocabulary, not o.raw)
    if o.mean:
        torch.save({"tagger": trained.state_dict(), "average": {}}, o.mean)
    tagger = wrap(trained, vocabulary)
    if o.beside:
        tagger = beside(tagger, wrap(load([o.beside], vocabulary), vocabulary), o.weight)
    scorer = load_scorer(o.scorer)
    gold = scorer.read_gold(o.polnear / "dev")[: o.limit]
    sets = {"clean": gold} | {kind: harm(gold, kind) for kind in o.damage}
    print(table({name: report(some, scorer, tagger) for name, some in sets.items()}))


if __name__ == "__main__":
    main()
