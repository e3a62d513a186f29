"""
The encoders in PyTorch: BERT layers, and embeddings for how words are written.

MiniLM (six layers, 384 wide) is what ships; MPNet (twelve layers, 768 wide) is the teacher that it
learns from.
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
TRAITS = (6, 3, 2, 2)
"""Sizes of the word traits: case, quoted, paragraph, glued (see `attribute/pieces.py`)."""


class Layer(nn.Module):
    """
    One BERT layer (post-norm).

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
        rows, length, width = x.shape
        qkv = self.qkv(x).view(rows, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0], qkv[1], qkv[2]
        weight = torch.matmul(query * (width // HEADS) ** -0.5, key.transpose(2, 3)) + mask
        mixed = torch.matmul(torch.softmax(weight, -1).to(value.dtype), value)
        mixed = self.out(mixed.transpose(1, 2).reshape(rows, length, width))
        x = self.norm1(x + drop(mixed, self.drop, self.training))
        return self.norm2(x + drop(self.down(F.gelu(self.up(x))), self.drop, self.training))


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
        bias = ((1.0 - mask.to(x.dtype)) * -10_000.0)[:, None, None, :]
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


def buckets(length: int, count: int = MPNET.buckets, farthest: int = 128) -> Tensor:
    """Number the distance from each place to each other as MPNet (and T5) does: [from, to]."""
    away = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    half, exact = count // 2, count // 4
    far = torch.log(away.abs().clamp(min=1).float() / exact) / math.log(farthest / exact)
    far = (exact + (far * (half - exact)).long()).clamp(max=half - 1)
    return (away < 0).long() * half + torch.where(away.abs() < exact, away.abs(), far)


def load_minilm(folder: Path, kept: list[str], share: float = 0.1) -> Encoder:
    """Fill an encoder with MiniLM's weights, of the word pieces only the kept rows."""
    weights, rows = _read(folder, kept, {})
    encoder = Encoder(len(kept), share, MINILM)
    with torch.no_grad():
        encoder.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"][rows])
        encoder.places.weight.copy_(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{number}."
            _copy_attention(layer, weights, f"{at}attention.self.", ("query", "key", "value"))
            _copy(layer.out, weights, f"{at}attention.output.dense")
            _copy(layer.norm1, weights, f"{at}attention.output.LayerNorm")
            _copy_rest(layer, weights, at)
    return encoder


def load_mpnet(folder: Path, kept: list[str], share: float = 0.1) -> Encoder:
    """
    Fill an encoder with MPNet's weights, of the word pieces only the kept rows.

    Song et al., MPNet (NeurIPS 2020): BERT's layers with biases for relative distance; its places
    are counted from 2, and its special pieces have RoBERTa's names.
    """
    names = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    weights, rows = _read(folder, kept, names)
    encoder = Encoder(len(kept), share, MPNET)
    with torch.no_grad():
        encoder.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"][rows])
        encoder.places.weight.copy_(weights["embeddings.position_embeddings.weight"][2:514])
        encoder.distances.weight.copy_(weights["encoder.relative_attention_bias.weight"])
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{number}."
            _copy_attention(layer, weights, f"{at}attention.attn.", ("q", "k", "v"))
            _copy(layer.out, weights, f"{at}attention.attn.o")
            _copy(layer.norm1, weights, f"{at}attention.LayerNorm")
            _copy_rest(layer, weights, at)
    return encoder


def _read(
    folder: Path, kept: list[str], names: dict[str, str]
) -> tuple[dict[str, Tensor], list[int]]:
    """Give a folder's weights, and the rows of the kept pieces."""
    from safetensors.torch import load_file

    weights = load_file(str(folder / "model.safetensors"))
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split()
    places = {piece: number for number, piece in enumerate(vocabulary)}
    rows = [places[names.get(piece, piece)] for piece in kept]
    return {name.removeprefix("bert."): value.float() for name, value in weights.items()}, rows


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


def _copy_attention(
    layer: Layer, weights: dict[str, Tensor], at: str, names: tuple[str, str, str]
) -> None:
    layer.qkv.weight.copy_(torch.cat([weights[f"{at}{name}.weight"] for name in names]))
    layer.qkv.bias.copy_(torch.cat([weights[f"{at}{name}.bias"] for name in names]))


def _copy_rest(layer: Layer, weights: dict[str, Tensor], at: str) -> None:
    _copy(layer.up, weights, f"{at}intermediate.dense")
    _copy(layer.down, weights, f"{at}output.dense")
    _copy(layer.norm2, weights, f"{at}output.LayerNorm")
