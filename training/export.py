"""
Export checkpoints (one, or the mean of several) as the int8 ONNX file that ships in the package.

    python training/export.py A.pt [B.pt ...] --out src/wirecopy/attribute/model

Weights are quantized for each output channel to seven bits: processors without VNNI add up pairs of
products in 16 bits and would overflow with eight. `--fp32 FILE` keeps the exact file, to compare.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic
from torch_tagger import chain_of, load

NAMES = ("pieces", "traits", "mask", "first")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--fp32", type=Path)
    o = ap.parse_args()
    vocabulary = (o.out / "vocabulary.txt").read_text(encoding="utf-8").split()
    tagger = load(o.checkpoints, vocabulary)
    example = (
        torch.ones(2, 9, dtype=torch.long),
        torch.zeros(2, 9, 4, dtype=torch.long),
        torch.ones(2, 9),
        torch.arange(7).repeat(2, 1),
    )
    sizes = {name: {0: "rows", 1: "length"} for name in NAMES[:3]}
    sizes["first"] = {0: "rows", 1: "words"}
    sizes |= {"tags": {0: "rows", 1: "words"}}
    sizes |= {name: {0: "rows", 1: "words", 2: "targets"} for name in ("cue", "source")}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            tagger,
            example,
            str(plain),
            input_names=list(NAMES),
            output_names=["tags", "cue", "source"],
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if o.fp32:
            o.fp32.write_bytes(ready.read_bytes())
        quantize_dynamic(
            str(ready),
            str(o.out / "tagger.onnx"),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    model = onnx.load(str(o.out / "tagger.onnx"))
    onnx.checker.check_model(model)
    chain = chain_of(tagger)
    tables = {
        name: np.round(getattr(chain, name).astype(float), 4).tolist()
        for name in ("moves", "opening")
    }
    (o.out / "chain.json").write_text(json.dumps(tables) + "\n", encoding="utf-8")
    print((o.out / "tagger.onnx").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()
