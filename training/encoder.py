"""
The encoders in PyTorch: BERT layers, and embeddings for how words are written.

MiniLM (six layers, 384 wide) is in what ships; MPNet (twelve layers, 768 wide) is the teacher that
it learns from.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Shape(NamedTuple):
    """
    How large an encoder is.

    `buckets` of relative distance where it has them (MPNet); its first `frozen` layers stay as they
    are, and learn nothing of how words are written.
    """

    width: int
    layers: int
    buckets: int = 0
    frozen: int = 0
    eps: float = 1e-12


HEADS = 12
MINILM = Shape(384, 6)
MPNET = Shape(768, 12, buckets=32, frozen=4, eps=1e-5)
BLOCK = 64
"""So many values of a word piece share a scale."""
TRAITS = (6, 3, 2, 2)
"""Sizes of the word traits: case, quoted, paragraph, glued (see `attribute/pieces.py`)."""


class Layer(nn.Module):
    """
    One BERT layer (post-norm): vectors [rows, length, width] in and out.

    Attention is written out: on CPUs with bf16 units it trains faster than the fused kernel.
    """

    def __init__(self, shape: Shape, drop: float) -> None:
        super().__init__()
        self.drop = drop
        width = shape.width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.eps)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.eps)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.norm1(x + self.mixed(x, mask))
        return self.norm2(x + self.fed(x))

    def mixed(self, x: Tensor, mask: Tensor) -> Tensor:
        """Let each place attend to the others; `mask` is added to the weights."""
        rows, length, width = x.shape
        qkv = self.qkv(x).view(rows, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0], qkv[1], qkv[2]
        weight = torch.matmul(query * (width // HEADS) ** -0.5, key.transpose(2, 3)) + mask
        mixed = torch.matmul(torch.softmax(weight, -1).to(value.dtype), value)
        mixed = self.out(mixed.transpose(1, 2).reshape(rows, length, width))
        return drop(mixed, self.drop, self.training)

    def fed(self, x: Tensor) -> Tensor:
        """Feed each place forward by itself."""
        return drop(self.down(F.gelu(self.up(x))), self.drop, self.training)


class Later(Layer):
    """
    A layer put on top of a trained network, which it leaves as it is until it has learned.

    Pre-norm, and its outputs begin as nothing (function-preserving growth: Chen et al., Net2Net,
    ICLR 2016); the rest begins as a copy of the layer below.
    """

    def __init__(self, shape: Shape, below: Layer) -> None:
        super().__init__(shape, below.drop)
        self.load_state_dict(below.state_dict())
        if not isinstance(below, Later):
            self.norm1.load_state_dict(below.norm2.state_dict())
        for part in (self.out, self.down):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x + self.mixed(self.norm1(x), mask)
        return x + self.fed(self.norm2(x))


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """Drop whole channels of a row: cheaper on a CPU than single values, and as good here."""
    if not training or not share:
        return x
    keep = torch.rand(x.shape[0], 1, x.shape[2]) >= share
    return x * (keep.to(x.dtype) / (1 - share))


class Encoder(nn.Module):
    """Word pieces, places and traits in; one vector for each piece out."""

    def __init__(self, vocabulary: int, share: float = 0.1, shape: Shape = MINILM) -> None:
        super().__init__()
        self.share = share
        self.shape = shape
        self.pieces = nn.Embedding(vocabulary, shape.width)
        self.places = nn.Embedding(512, shape.width)
        self.traits = nn.ModuleList(nn.Embedding(size, shape.width) for size in TRAITS)
        self.norm = nn.LayerNorm(shape.width, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape, share) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.buckets, HEADS) if shape.buckets else None
        for table in self.traits:
            nn.init.zeros_(table.weight)

    def forward(self, pieces: Tensor, traits: Tensor, mask: Tensor) -> Tensor:
        """`pieces` [rows, length]; `traits` [rows, length, 4]; `mask` is 1 where a piece is."""
        x = self.pieces(pieces) + self.places.weight[: pieces.shape[1]]
        written = sum(table(traits[:, :, n]) for n, table in enumerate(self.traits))
        x = x if self.shape.frozen else x + written
        x = drop(self.norm(x), self.share, self.training)
        bias = unseen(mask.to(x.dtype))
        if self.distances is not None:
            bias = bias + self.distances(buckets(pieces.shape[1])).permute(2, 0, 1)[None]
        for number, layer in enumerate(self.layers):
            if number and number == self.shape.frozen:
                x = x + written
            x = layer(x, bias)
        return x

    def freeze(self) -> None:
        """Keep the word pieces, and all that lies below the first layer that may learn."""
        self.pieces.weight.requires_grad_(False)
        if self.shape.frozen:
            below = (self.places, self.norm, self.distances, *self.layers[: self.shape.frozen])
            for module in below:
                module.requires_grad_(False)


def unseen(mask: Tensor) -> Tensor:
    """Give what is added to attention so that places where `mask` is 0 get none of it."""
    return ((1.0 - mask) * -10_000.0)[:, None, None, :]


def buckets(length: int, count: int = MPNET.buckets, farthest: int = 128) -> Tensor:
    """Number the distance from each place to each other as MPNet (and T5) does: [from, to]."""
    away = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    half, exact = count // 2, count // 4
    far = torch.log(away.abs().clamp(min=1).float() / exact) / math.log(farthest / exact)
    far = (exact + (far * (half - exact)).long()).clamp(max=half - 1)
    return (away < 0).long() * half + torch.where(away.abs() < exact, away.abs(), far)


class _Names(NamedTuple):
    """What a layer's parts are called in a file of weights."""

    attention: tuple[str, str, str]
    out: str
    norm: str


_BERT = _Names(
    ("attention.self.query", "attention.self.key", "attention.self.value"),
    "attention.output.dense",
    "attention.output.LayerNorm",
)
_OF_MPNET = _Names(
    ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "attention.attn.o",
    "attention.LayerNorm",
)


def load_minilm(folder: Path, kept: list[str], share: float = 0.1) -> Encoder:
    """Fill an encoder with MiniLM's weights, of the word pieces only the kept rows."""
    encoder = Encoder(len(kept), share, MINILM)
    weights = _fill(encoder, folder, kept, _BERT)
    with torch.no_grad():
        encoder.places.weight.copy_(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
    return encoder


def coarsen(table: Tensor) -> Tensor:
    """
    Round to what four bits can hold: -8 to 7 times a scale for each block of a row.

    Of some scales up to the one that fits the block's largest value that with the least squared
    error is taken. What was rounded once is not changed by it.
    """
    blocks = table.reshape(-1, BLOCK)
    best, least = blocks, torch.full((len(blocks), 1), torch.inf)
    for share in torch.linspace(1.0, 0.7, 16):
        scale = scales(blocks) * share
        tried = (blocks / scale).round().clamp(-8, 7) * scale
        error = (tried - blocks).square().sum(1, keepdim=True)
        best, least = torch.where(error < least, tried, best), torch.minimum(error, least)
    return best.view_as(table)


def scales(blocks: Tensor) -> Tensor:
    """Give for each block what is -8 times in its largest value, whatever its sign."""
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    return torch.where(largest == 0, torch.ones_like(largest), largest / -8)


def load_mpnet(folder: Path, kept: list[str], share: float = 0.1) -> Encoder:
    """
    Fill an encoder with MPNet's weights, of the word pieces only the kept rows.

    Song et al., MPNet (NeurIPS 2020): BERT's layers with biases for relative distance; its places
    are counted from 2, and its special pieces have RoBERTa's names.
    """
    names = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    encoder = Encoder(len(kept), share, MPNET)
    weights = _fill(encoder, folder, [names.get(piece, piece) for piece in kept], _OF_MPNET)
    with torch.no_grad():
        encoder.places.weight.copy_(weights["embeddings.position_embeddings.weight"][2:514])
        encoder.distances.weight.copy_(weights["encoder.relative_attention_bias.weight"])
    return encoder


def _fill(encoder: Encoder, folder: Path, kept: list[str], names: _Names) -> dict[str, Tensor]:
    """Copy what both encoders have; give all weights of the folder."""
    from safetensors.torch import load_file

    weights = load_file(str(folder / "model.safetensors"))
    weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split()
    rows = {piece: number for number, piece in enumerate(vocabulary)}
    with torch.no_grad():
        pieces = weights["embeddings.word_embeddings.weight"]
        encoder.pieces.weight.copy_(pieces[[rows[piece] for piece in kept]])
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{number}."
            _copy(layer.qkv, weights, *(f"{at}{name}" for name in names.attention))
            _copy(layer.out, weights, f"{at}{names.out}")
            _copy(layer.norm1, weights, f"{at}{names.norm}")
            _copy(layer.up, weights, f"{at}intermediate.dense")
            _copy(layer.down, weights, f"{at}output.dense")
            _copy(layer.norm2, weights, f"{at}output.LayerNorm")
    return weights


def _copy(module: nn.Module, weights: dict[str, Tensor], *names: str) -> None:
    """Copy one part, or several stacked into one."""
    module.weight.copy_(torch.cat([weights[f"{name}.weight"] for name in names]))
    module.bias.copy_(torch.cat([weights[f"{name}.bias"] for name in names]))
