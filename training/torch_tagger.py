"""Let a PyTorch checkpoint read in the place of the ONNX file, to choose between checkpoints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from encoder import MINILM, MPNET, Encoder
from tagger import FORBIDDEN, grown
from tagger import Tagger as Trained

from wirecopy.attribute import tagger as package
from wirecopy.attribute.pieces import WordPieces


def load(paths: list[Path], vocabulary: list[str], averaged: bool = True) -> Trained:
    """Fill a tagger with one checkpoint, or with the mean of several."""
    states = []
    for path in paths:
        saved = torch.load(path)
        states.append({**saved["tagger"], **(saved["average"] if averaged else {})})
    large = "encoder.distances.weight" in states[0]
    trained = Trained(Encoder(len(vocabulary), shape=MPNET if large else MINILM))
    trained.grow(grown(states[0]))
    trained.load_state_dict(
        {name: sum(s[name] for s in states) / len(states) for name in states[0]}
    )
    return trained.eval()


def chain_of(trained: Trained) -> package.Chain:
    """Give the chain's log chances, with what is not allowed."""
    opening = trained.opening.detach() + FORBIDDEN
    return package.Chain((trained.moves + trained.legal).detach().numpy(), opening.numpy())


def wrap(trained: Trained, vocabulary: list[str]) -> package.Tagger:
    """Make the package's tagger run on PyTorch."""

    def network(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
        pieces, traits, first = map(torch.from_numpy, arrays)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            found = trained(pieces, traits, torch.ones(pieces.shape), first)
        return tuple(value.float().numpy() for value in found)

    return package.Tagger(network, WordPieces(vocabulary), chain_of(trained))


def beside(one: package.Tagger, other: package.Tagger, weight: float) -> package.Tagger:
    """Let two taggers read together, as `teach.py` does; `weight` is the share of the other."""

    def mean(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        return (1 - weight) * ours + weight * theirs

    def network(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
        both = [tagger.network(*arrays) for tagger in (one, other)]
        (tags, *links), (their_tags, *their_links) = both
        pairs = zip(links, their_links, strict=True)
        return mean(tags, their_tags), *(mean(_log(x), _log(y)) for x, y in pairs)

    chain = package.Chain(
        mean(one.chain.moves, other.chain.moves), mean(one.chain.opening, other.chain.opening)
    )
    return package.Tagger(network, one.pieces_of, chain)


def _log(values: np.ndarray) -> np.ndarray:
    return torch.log_softmax(torch.from_numpy(values), -1).numpy()
