"""
Stage 6, attribute: the tagger, which reads words and says what each may be.

For each word it gives the log chance of each tag, of each pair of neighboring tags, and whom the
word points to: its cue and its source. It decides nothing; `links.py` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wirecopy.attribute.pieces import WordPieces, Words
from wirecopy.attribute.windows import Window, find_windows

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NEVER = -10_000.0


class Network(Protocol):
    """Pieces, traits and each word's first piece in, three arrays out: see `training/tagger.py`."""

    def __call__(
        self, pieces: Integers, traits: Integers, first: Integers
    ) -> tuple[Floats, Floats, Floats]: ...


@dataclass(frozen=True, slots=True)
class Chain:
    """How tags follow each other: log chances, learned."""

    moves: Floats
    opening: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tagger says of one window; place 0 of `cue` and `source` is "none"."""

    window: Window
    tags: Floats
    """[words, 7]."""
    cue: Floats
    """[words, 1 + words]."""
    source: Floats
    """[words, 1 + words]."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """A network with its vocabulary and chain."""

    network: Network
    pieces_of: WordPieces
    chain: Chain

    def read(self, text: str, words: Words) -> Iterator[Reading]:
        """
        Read a text window by window, in order; memory does not grow with the text.

        Windows go one by one: on one thread that is faster than batches, which are padded, and what
        is said of a window does not depend on its neighbors.
        """
        pieces = [self.pieces_of(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
        for window in find_windows(words, [len(found) for found in pieces], text):
            tags, cue, source = self.network(*self._lay(words, pieces, window))
            yield Reading(window, tags[0, 1:], cue[0, 1:], source[0, 1:])

    def _lay(
        self, words: Words, pieces: list[tuple[int, ...]], window: Window
    ) -> tuple[Integers, Integers, Integers]:
        """Lay out a window: [CLS], its pieces, [SEP], and where each word begins."""
        span = slice(window.start, window.end)
        counts = np.array([len(found) for found in pieces[span]], np.int64)
        line = [piece for found in pieces[span] for piece in found]
        ids = np.array([[self.pieces_of.cls, *line, self.pieces_of.sep]], np.int64)
        columns = (words.cases, words.quoted, words.paragraph, words.glued)
        known = np.array([column[span] for column in columns], np.int64).T
        traits = np.zeros((1, len(line) + 2, len(columns)), np.int64)
        traits[0, 1:-1] = np.repeat(known, counts, axis=0)
        first = np.concatenate([[0], 1 + np.cumsum(counts) - counts])[None]
        return ids, traits, first


@cache
def load_tagger() -> Tagger:
    """
    Load the model that ships with the package: once for each process, on first need.

    It runs on one thread: pages are spread over processes, and the same page gives the same
    figures wherever it is read.
    """
    import onnxruntime

    model = files("wirecopy.attribute") / "model"
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.log_severity_level = 3
    settings.use_deterministic_compute = True
    # onnxruntime's layer norm is vectorized, the one that it fuses with a sum is not.
    session = onnxruntime.InferenceSession(
        (model / "tagger.onnx").read_bytes(),
        settings,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )

    def network(pieces: Any, traits: Any, first: Any) -> tuple[Floats, Floats, Floats]:
        inputs = {"pieces": pieces, "traits": traits, "first": first}
        tags, cue, source = session.run(["tags", "cue", "source"], inputs)
        return tags, cue, source

    vocabulary = (model / "vocabulary.txt").read_text(encoding="utf-8").split()
    chain = json.loads((model / "chain.json").read_text(encoding="utf-8"))
    return Tagger(
        network,
        WordPieces(vocabulary),
        Chain(np.array(chain["moves"], np.float32), np.array(chain["opening"], np.float32)),
    )
