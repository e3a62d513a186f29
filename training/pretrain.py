"""
Let the encoder read news before it learns statements: guess masked words (no labels needed).

    python training/pretrain.py OUT.pt --minilm FOLDER --vocabulary FILE --news FILE.parquet [...]

MiniLM here comes as a *sentence* encoder; some minutes of masked words give its upper layers back
their eye for single words, and teach it the traits (case, quotation, paragraph) it never had.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import torch
import torch.nn.functional as F
from encoder import load_minilm
from torch import nn

from wirecopy.attribute.pieces import WordPieces, find_words

LENGTH, ROWS, MASKED = 192, 32, 0.15


def read_texts(paths: list[Path], seed: int) -> Iterator[str]:
    """Give texts from several tables, by turns, in random order, for ever."""
    tables = [pq.read_table(path, columns=["text"])["text"] for path in paths]
    chance = random.Random(seed)
    while True:
        yield from (_some(tables, chance) for _ in range(1000))


def _some(tables: list, chance: random.Random) -> str:
    table = chance.choice(tables)
    return table[chance.randrange(len(table))].as_py() or ""


def windows(texts: Iterator[str], pieces_of: WordPieces) -> Iterator[tuple[list[int], ...]]:
    """Cut texts into rows of pieces, with the number of the word each piece belongs to."""
    for text in texts:
        words = find_words(text[:8_000])
        row: list[tuple[int, ...]] = []
        for i in range(len(words)):
            traits = (words.cases[i], words.quoted[i], int(words.paragraph[i]), int(words.glued[i]))
            found = pieces_of(text[words.starts[i] : words.ends[i]])
            if len(row) + len(found) > LENGTH - 2:
                yield row
                row = []
            row.extend((piece, i, *traits) for piece in found)
        if len(row) > 40:
            yield row


def batches(rows: Iterator[list], pieces_of: WordPieces, chance: np.random.Generator):
    """Mask whole words; a tenth of them stays, a tenth becomes another piece."""
    while True:
        taken = sorted((next(rows) for _ in range(ROWS * 8)), key=len)
        for group in chance.permutation(8):
            part = taken[group * ROWS : (group + 1) * ROWS]
            length = max(map(len, part)) + 2
            pieces = np.full((ROWS, length), pieces_of.pad, np.int64)
            traits = np.zeros((ROWS, length, 4), np.int64)
            gold = np.full((ROWS, length), -1, np.int64)
            mask = np.zeros((ROWS, length), np.float32)
            for r, row in enumerate(part):
                n = len(row) + 2
                mask[r, :n] = 1
                pieces[r, 0], pieces[r, n - 1] = pieces_of.cls, pieces_of.sep
                data = np.array(row)
                chosen = chance.random(data[-1, 1] + 1)[data[:, 1]]
                hidden = np.where(chosen < MASKED)[0]
                shown = data[:, 0].copy()
                shown[chosen < MASKED * 0.8] = pieces_of.mask
                other = np.where((chosen >= MASKED * 0.8) & (chosen < MASKED * 0.9))[0]
                shown[other] = chance.integers(200, pieces_of.size, len(other))
                pieces[r, 1 : n - 1], traits[r, 1 : n - 1] = shown, data[:, 2:]
                gold[r, 1 + hidden] = data[hidden, 0]
            yield tuple(map(torch.from_numpy, (pieces, traits, mask, gold)))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out", type=Path)
    ap.add_argument("--minilm", type=Path, required=True)
    ap.add_argument("--vocabulary", type=Path, required=True)
    ap.add_argument("--news", type=Path, nargs="+", required=True)
    ap.add_argument("--pieces", type=float, default=9e6)
    ap.add_argument("--minutes", type=float, default=30)
    ap.add_argument("--lr", type=float, default=4e-4)
    ap.add_argument("--threads", type=int, default=2)
    o = ap.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(o.threads)
    vocabulary = o.vocabulary.read_text(encoding="utf-8").split()
    encoder = load_minilm(o.minilm, vocabulary)
    head = nn.Sequential(nn.Linear(384, 384), nn.GELU(), nn.LayerNorm(384))
    bias = nn.Parameter(torch.zeros(len(vocabulary)))
    everything = [*encoder.parameters(), *head.parameters(), bias]
    optimizer = torch.optim.AdamW(everything, lr=o.lr, weight_decay=0.01, betas=(0.9, 0.98))
    pieces_of = WordPieces(vocabulary)
    rows = windows(read_texts(o.news, 7), pieces_of)
    began, seen, step, average = time.time(), 0, 0, 10.0
    encoder.train()
    for pieces, traits, mask, gold in batches(rows, pieces_of, np.random.default_rng(7)):
        done = max(seen / o.pieces, (time.time() - began) / 60 / o.minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = o.lr * min(1.0, (step + 1) / 40) * max(0.02, 1 - done)
        with torch.autocast("cpu", torch.bfloat16):
            states = encoder(pieces, traits, mask)[gold >= 0]
            logits = head(states) @ encoder.pieces.weight.T + bias
        loss = F.cross_entropy(logits.float(), gold[gold >= 0])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(everything, 1.0)
        optimizer.step()
        step, seen = step + 1, seen + int(mask.sum())
        average += (loss.item() - average) / min(step, 50)
        if step % 20 == 0:
            speed = seen / (time.time() - began)
            print(
                f"step {step} pieces {seen} loss {average:.3f} {speed:.0f}/s done {done:.2f}",
                flush=True,
            )
        if step % 300 == 0:
            torch.save(encoder.state_dict(), o.out)
    torch.save(encoder.state_dict(), o.out)
    print("saved", o.out, flush=True)


if __name__ == "__main__":
    main()
