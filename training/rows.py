"""Articles -> batches of rows, the same for training and for dev."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from damage import damage, listed
from polnear import Article, Marked, mark
from torch import Tensor

from wirecopy.attribute.pieces import WordPieces
from wirecopy.attribute.windows import find_windows


class Row(NamedTuple):
    """A window of a marked text."""

    marked: Marked
    start: int
    core: int
    end: int
    pieces: int


class Batch(NamedTuple):
    """What the tagger takes, and what it should say."""

    pieces: Tensor
    traits: Tensor
    mask: Tensor
    first: Tensor
    there: Tensor
    tags: Tensor
    cue: Tensor
    source: Tensor


def find_rows(text: str, marked: Marked, longest: int, first: int | None = None) -> list[Row]:
    """Cut one marked text as the package cuts it."""
    sizes = [len(pieces) for pieces in marked.pieces]
    windows = find_windows(marked.words, sizes, text, longest, first=first)
    return [Row(marked, *window, sum(sizes[window.start : window.end])) for window in windows]


def epoch(
    articles: list[Article],
    pieces_of: WordPieces,
    chance: np.random.Generator,
    damaged: float,
    budget: int,
    most: int,
    hide: bool = True,
) -> Iterator[Batch]:
    """
    Go once through the articles: other cuts, other damage, another annotator each time.

    Short windows (`most` pieces) train faster: the first half of the training uses them. Some words
    are hidden unless `hide` is false.
    """
    rows: list[Row] = []
    for article in articles:
        text, found = article.text, article.readings[chance.integers(len(article.readings))]
        if chance.random() < 0.2:
            text, found = listed(text, found, chance)
        if chance.random() < damaged:
            text, found = damage(text, found, chance)
        if not text.strip():
            continue
        marked = mark(text, found, pieces_of)
        longest = int(chance.integers(most // 2, most + 1)) if chance.random() < 0.3 else most
        rows += find_rows(text, marked, longest, int(chance.integers(40, longest + 1)))
    keys = [row.pieces + chance.integers(24) for row in rows]
    rows = [rows[i] for i in np.argsort(keys, kind="stable")]
    groups: list[list[Row]] = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * max(row.pieces, groups[-1][-1].pieces) > budget:
            groups.append([])
        groups[-1].append(row)
    for number in chance.permutation(len(groups)):
        yield fill(groups[number], pieces_of, chance if hide else None)


def fill(rows: list[Row], pieces_of: WordPieces, chance: np.random.Generator | None) -> Batch:
    """Lay rows side by side; with `chance` some words are masked and some marks not seen."""
    height = len(rows)
    length = max(row.pieces for row in rows) + 2
    width = max(row.end - row.start for row in rows) + 1
    pieces = np.full((height, length), pieces_of.pad, np.int64)
    traits = np.zeros((height, length, 4), np.int64)
    mask = np.zeros((height, length), np.float32)
    first = np.zeros((height, width), np.int64)
    there = np.zeros((height, width), np.float32)
    tags = np.zeros((height, width), np.int64)
    cue = np.zeros((height, width, width), bool)
    source = np.zeros((height, width, width), bool)
    for r, row in enumerate(rows):
        words, at = row.marked.words, 1
        pieces[r, 0] = pieces_of.cls
        blind = chance is not None and chance.random() < 0.05
        masked = 0.04 if chance is not None and chance.random() < 0.5 else 0.0
        for k, i in enumerate(range(row.start, row.end), start=1):
            found = row.marked.pieces[i]
            hidden = bool(masked) and chance is not None and chance.random() < masked
            pieces[r, at : at + len(found)] = pieces_of.mask if hidden else found
            traits[r, at : at + len(found)] = (
                words.cases[i],
                0 if blind else words.quoted[i],
                words.paragraph[i],
                words.glued[i],
            )
            first[r, k] = at
            at += len(found)
            tags[r, k] = row.marked.tags[i]
            for gold, links in ((cue, row.marked.cues), (source, row.marked.sources)):
                if i in links:
                    near = [j - row.start + 1 for j in links[i] if row.start <= j < row.end]
                    gold[r, k, near or [0]] = True
        if row.start and tags[r, 1] in (2, 4, 6):
            tags[r, 1] -= 1
        pieces[r, at] = pieces_of.sep
        mask[r, : at + 1] = 1
        there[r, : row.end - row.start + 1] = 1
    return Batch(*map(torch.from_numpy, (pieces, traits, mask, first, there, tags, cue, source)))
