"""The encoder in PyTorch: MiniLM's six BERT layers, and embeddings for how words are written."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
TRAITS = (6, 3, 2, 2)
"""Sizes of the word traits: case, quoted, paragraph, glued (see `attribute/pieces.py`)."""


class Layer(nn.Module):
    """
    One BERT layer (post-norm).

    Attention is written out: on CPUs with bf16 units it trains faster than the fused kernel.
    """

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length = x.shape[0], x.shape[1]
        qkv = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0], qkv[1], qkv[2]
        weight = torch.matmul(query * (WIDTH // HEADS) ** -0.5, key.transpose(2, 3)) + mask
        mixed = torch.matmul(torch.softmax(weight, -1).to(value.dtype), value)
        mixed = self.out(mixed.transpose(1, 2).reshape(rows, length, WIDTH))
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

    def __init__(self, vocabulary: int, share: float = 0.1) -> None:
        super().__init__()
        self.share = share
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.traits = nn.ModuleList(nn.Embedding(size, WIDTH) for size in TRAITS)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(share) for _ in range(LAYERS))
        for table in self.traits:
            nn.init.zeros_(table.weight)

    def forward(self, pieces: Tensor, traits: Tensor, mask: Tensor) -> Tensor:
        """`pieces` [rows, length]; `traits` [rows, length, 4]; `mask` is 1 where a piece is."""
        x = self.pieces(pieces) + self.places.weight[: pieces.shape[1]]
        for number, table in enumerate(self.traits):
            x = x + table(traits[:, :, number])
        x = drop(self.norm(x), self.share, self.training)
        bias = ((1.0 - mask.to(x.dtype)) * -10_000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_minilm(folder: Path, kept: list[int], share: float = 0.1) -> Encoder:
    """Fill an encoder with MiniLM's weights, of the word pieces only the kept rows."""
    from safetensors.torch import load_file

    weights = load_file(str(folder / "model.safetensors"))
    weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
    encoder = Encoder(len(kept), share)
    with torch.no_grad():
        encoder.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"][kept])
        encoder.places.weight.copy_(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{number}."
            parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
            layer.qkv.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
            _copy(layer.out, weights, f"{at}attention.output.dense")
            _copy(layer.norm1, weights, f"{at}attention.output.LayerNorm")
            _copy(layer.up, weights, f"{at}intermediate.dense")
            _copy(layer.down, weights, f"{at}output.dense")
            _copy(layer.norm2, weights, f"{at}output.LayerNorm")
    return encoder


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
