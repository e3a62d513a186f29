"""
Stage 6, attribute: the tagger, which reads words and says what each may be.

For each word it gives the log chance of each tag, of each pair of neighboring tags, and whom the
word points to: its cue and its source. It decides nothing; `links.py` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wirecopy.attribute.pieces import WordPieces, Words
from wirecopy.attribute.windows import Window, find_windows

Floats = npt.NDArray[np.float32]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NEVER = -10_000.0
_BATCH_PIECES = 2_048
"""Word pieces that are read in one go; more only fill the memory."""


class Network(Protocol):
    """Four arrays in, three out: see `training/tagger.py`."""

    def __call__(
        self,
        pieces: npt.NDArray[np.int64],
        traits: npt.NDArray[np.int64],
        mask: Floats,
        first: npt.NDArray[np.int64],
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
        """Read a text window by window, in order; memory does not grow with the text."""
        pieces = [self.pieces_of(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
        sizes = [len(found) for found in pieces]
        for group in _groups(find_windows(words, sizes, text), sizes):
            arrays = _lay(group, words, pieces, self.pieces_of)
            tags, cue, source = self.network(*arrays)
            for row, window in enumerate(group):
                end = window.end - window.start + 1
                yield Reading(
                    window, tags[row, 1:end], cue[row, 1:end, :end], source[row, 1:end, :end]
                )


def _groups(windows: list[Window], sizes: list[int]) -> Iterator[list[Window]]:
    """Batch neighbors, so that results come in order and rows are of about one length."""
    group: list[Window] = []
    widest = 0
    for window in windows:
        wide = sum(sizes[window.start : window.end]) + 2
        if group and max(wide, widest) * (len(group) + 1) > _BATCH_PIECES:
            yield group
            group, widest = [], 0
        group.append(window)
        widest = max(wide, widest)
    if group:
        yield group


def _lay(
    group: Sequence[Window], words: Words, pieces: list[tuple[int, ...]], pieces_of: WordPieces
) -> tuple[Any, Any, Any, Any]:
    rows = len(group)
    width = max(window.end - window.start for window in group) + 1
    flat = [[p for found in pieces[w.start : w.end] for p in found] for w in group]
    length = max(map(len, flat)) + 2
    ids = np.full((rows, length), pieces_of.pad, np.int64)
    traits = np.zeros((rows, length, 4), np.int64)
    mask = np.zeros((rows, length), np.float32)
    first = np.zeros((rows, width), np.int64)
    for row, (window, line) in enumerate(zip(group, flat, strict=True)):
        span = slice(window.start, window.end)
        counts = np.array([len(found) for found in pieces[span]])
        ids[row, 0], ids[row, len(line) + 1] = pieces_of.cls, pieces_of.sep
        ids[row, 1 : len(line) + 1] = line
        mask[row, : len(line) + 2] = 1
        first[row, 1 : len(counts) + 1] = 1 + np.cumsum(counts) - counts
        columns = (words.cases, words.quoted, words.paragraph, words.glued)
        known = np.array([column[span] for column in columns], np.int64).T
        traits[row, 1 : len(line) + 1] = np.repeat(known, counts, axis=0)
    return ids, traits, mask, first


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
    session = onnxruntime.InferenceSession(
        (model / "tagger.onnx").read_bytes(), settings, providers=["CPUExecutionProvider"]
    )

    def network(pieces: Any, traits: Any, mask: Any, first: Any) -> tuple[Floats, Floats, Floats]:
        inputs = {"pieces": pieces, "traits": traits, "mask": mask, "first": first}
        tags, cue, source = session.run(["tags", "cue", "source"], inputs)
        return tags, cue, source

    vocabulary = (model / "vocabulary.txt").read_text(encoding="utf-8").split()
    chain = json.loads((model / "chain.json").read_text(encoding="utf-8"))
    return Tagger(
        network,
        WordPieces(vocabulary),
        Chain(np.array(chain["moves"], np.float32), np.array(chain["opening"], np.float32)),
    )
