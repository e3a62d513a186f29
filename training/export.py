"""
Export checkpoints (one, or the mean of several) as the int8 ONNX file that ships in the package.

    python training/export.py A.pt [B.pt ...] --out src/wirecopy/attribute/model

Weights are quantized for each output channel to seven bits: processors without VNNI add up pairs of
products in 16 bits and would overflow with eight. `--fp32 FILE` keeps the exact file, to compare.
`--four-bits` writes word pieces with four bits for each value and a scale for each 64 of them: 4 MB
less, room for two layers.
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
import torch.nn.functional as F
from encoder import BLOCK, HEADS, Layer, coarsen, scales
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic
from tagger import Tagger
from torch import Tensor, nn
from torch_tagger import chain_of, load

NAMES = ("pieces", "traits", "first")
PIECES = "/tagger/encoder/pieces/Gather"
"""What PyTorch calls the node that looks word pieces up."""


class Attention(torch.autograd.Function):
    """Attention of all places to all, as one node of onnxruntime: a tenth of the time saved."""

    @staticmethod
    def forward(ctx: object, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        heads = (x.unflatten(2, (HEADS, -1)).transpose(1, 2) for x in (query, key, value))
        return F.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph, query, key, value):
        found = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        found.setType(query.type())
        return found


class OneWindow(nn.Module):
    """A tagger that reads one window at a time: no place is empty, so it needs no mask."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, pieces: Tensor, traits: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        return self.tagger(pieces, traits, torch.ones_like(pieces), first)


def mixed(layer: Layer, x: Tensor, mask: Tensor) -> Tensor:
    """Stand for `Layer.mixed` where no place is empty and nothing is dropped."""
    return layer.out(Attention.apply(*layer.qkv(x).chunk(3, -1)))


def halve(model: onnx.ModelProto, table: Tensor) -> None:
    """Write the word pieces in four bits a value, two in a byte, the first in the lower half."""
    node = next(node for node in model.graph.node if node.name == PIECES)
    blocks = coarsen(table).reshape(-1, BLOCK)
    scale = scales(blocks)
    numbers = (blocks / scale).round().to(torch.int8)
    assert numbers.min() >= -8 and numbers.max() <= 7
    packed = (numbers[:, 0::2] & 15) | (numbers[:, 1::2] << 4)
    old = next(x for x in model.graph.initializer if x.name == node.input[0])
    model.graph.initializer.remove(old)
    each = scale.view(len(table), -1).numpy()
    model.graph.initializer.extend(
        [
            helper.make_tensor(
                old.name, TensorProto.INT4, table.shape, packed.numpy().tobytes(), raw=True
            ),
            numpy_helper.from_array(each, f"{old.name}.scales"),
        ]
    )
    row = helper.make_node(
        "GatherBlockQuantized",
        [old.name, node.input[1], f"{old.name}.scales"],
        list(node.output),
        PIECES,
        domain="com.microsoft",
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    model.graph.node[list(model.graph.node).index(node)].CopyFrom(row)
    model.ir_version = 10


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--fp32", type=Path)
    ap.add_argument("--four-bits", action="store_true", help="for each value of a word piece")
    o = ap.parse_args()
    vocabulary = (o.out / "vocabulary.txt").read_text(encoding="utf-8").split()
    tagger = load(o.checkpoints, vocabulary)
    assert tagger.encoder.distances is None, "MPNet's attention has biases, which this leaves out"
    Layer.mixed = mixed
    example = (
        torch.ones(1, 9, dtype=torch.long),
        torch.zeros(1, 9, 4, dtype=torch.long),
        torch.arange(7)[None],
    )
    sizes = {name: {0: "rows", 1: "length"} for name in NAMES[:2]}
    sizes["first"] = {0: "rows", 1: "words"}
    sizes |= {"tags": {0: "rows", 1: "words"}}
    sizes |= {name: {0: "rows", 1: "words", 2: "targets"} for name in ("cue", "source")}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, ready, small = (Path(folder) / f"{n}.onnx" for n in ("plain", "ready", "small"))
        torch.onnx.export(
            OneWindow(tagger),
            example,
            str(plain),
            input_names=list(NAMES),
            output_names=["tags", "cue", "source"],
            dynamic_axes=sizes,
            opset_version=17,
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if o.fp32:
            o.fp32.write_bytes(ready.read_bytes())
        quantize_dynamic(
            str(ready),
            str(small),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=[PIECES] if o.four_bits else [],
        )
        model = onnx.load(str(small))
    if o.four_bits:
        halve(model, tagger.encoder.pieces.weight.detach())
    onnx.checker.check_model(model)
    onnx.save(model, str(o.out / "tagger.onnx"))
    chain = chain_of(tagger)
    tables = {
        name: np.round(getattr(chain, name).astype(float), 4).tolist()
        for name in ("moves", "opening")
    }
    (o.out / "chain.json").write_text(json.dumps(tables) + "\n", encoding="utf-8")
    print((o.out / "tagger.onnx").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()
