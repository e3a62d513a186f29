r"""
Let a teacher read: PolNeAR's articles, and news that nobody annotated.

    python training/teach.py FOLDER --teacher TEACHER.pt --student state.pt --minilm FOLDER \
        --polnear FOLDER --vocabulary FILE --news FILE.parquet [...]

Writes batches with the chances that the teacher gives to each tag and each link, for `train.py
--taught FOLDER`. Texts are cut and damaged as for training. With `--part 1/2` two processes share
the work. A file holds 16 batches: nothing is lost when it is stopped.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
import torch
from encoder import MPNET, Encoder, load_minilm
from polnear import Article, read_articles
from rows import Batch, epoch
from tagger import NEVER, Tagger, begin
from torch import Tensor

from wirecopy.attribute.pieces import WordPieces

FILE = 16
"""Batches in a file."""
CHANCES = ("tag", "moves", "cue_chance", "source_chance")
"""What a teacher gives, in the order of `Taught`."""


class Taught(NamedTuple):
    """A batch, whether its own tags count, and what the teacher thinks of it."""

    batch: Batch
    known: bool
    tag: Tensor
    """Chance of each tag [rows, words - 1, tags]."""
    moves: Tensor
    """Sums of the chances of each move from tag to tag."""
    cue: Tensor
    """Chance of each word to be the cue's [rows, words, words]."""
    source: Tensor


def read_taught(folder: Path, mask: int, chance: np.random.Generator) -> Iterator[Taught]:
    """Go once through what a teacher wrote, in random order; some pieces are hidden."""
    files = sorted(folder.glob("*.pt"))
    for place in chance.permutation(len(files)):
        rows = torch.load(files[place])
        for number in chance.permutation(len(rows)):
            found = rows[number]
            batch = Batch(*(found[name] for name in Batch._fields))
            hidden = torch.from_numpy(chance.random(batch.pieces.shape, np.float32)) < 0.04
            hidden &= torch.from_numpy(chance.random((len(hidden), 1)) < 0.5)
            hidden &= batch.pieces > mask
            pieces = torch.where(hidden, mask, batch.pieces)
            yield Taught(
                batch._replace(pieces=pieces),
                bool(found["known"]),
                *(found[name] for name in CHANCES),
            )


def read_news(paths: list[Path], chance: np.random.Generator, most: int) -> list[Article]:
    """
    Draw texts without annotations, as many from each table.

    The whole text stands as one content: what `damage.py` puts between its sentences does not, and
    a teacher is told that this is nobody's statement.
    """
    articles = []
    for path in paths:
        texts = pq.read_table(path, columns=["text"])["text"]
        for row in chance.permutation(len(texts))[: most // len(paths)]:
            text = (texts[int(row)].as_py() or "")[:12_000]
            if not text:
                continue
            whole = {"source": [], "cue": [], "content": [(0, len(text))]}
            articles.append(Article(f"{path.stem}-{row}", text, [[whole]]))
    return articles


class Teachers(NamedTuple):
    """Taggers that read together, and how much the word of each counts."""

    taggers: list[Tagger]
    weights: list[float]

    def mean(self, values: list[Tensor]) -> Tensor:
        """Weigh what each says."""
        return sum(weight * value for weight, value in zip(self.weights, values, strict=True))

    def teach(self, batch: Batch, known: bool = True) -> dict[str, Tensor]:
        """
        Give the chances of tags (`tag`, and `moves` summed over the batch) and of links.

        Where tags are not `known`, those of the batch only say what belongs to the story: furniture
        and the marks around sentences are outside (0) whatever a teacher thinks.
        """
        absent = (batch.there == 0)[:, None, :]
        found = []
        for tagger in self.taggers:
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                tags, *links = tagger(batch.pieces, batch.traits, batch.mask, batch.first)
            links = [torch.log_softmax(x.float().masked_fill(absent, NEVER), -1) for x in links]
            found.append((tags[:, 1:].float(), *links))
        tags, cue, source = (self.mean(list(values)) for values in zip(*found, strict=True))
        if not known:
            outside = (batch.tags[:, 1:] == 0)[:, :, None] & (torch.arange(tags.shape[2]) > 0)
            tags = tags.masked_fill(outside, NEVER)
        # The gradient of the chain's log sum is the chance of each tag and of each move.
        values = tags.requires_grad_()
        moves = self.mean([tagger.moves.detach() for tagger in self.taggers]).requires_grad_()
        opening = self.mean([tagger.opening.detach() for tagger in self.taggers])
        there = batch.there[:, 1:]
        self.taggers[0].chain_sum(values, moves, opening, there).sum().backward()
        return {
            "tag": values.grad.half(),
            "moves": moves.grad,
            "cue_chance": torch.softmax(cue, -1).half(),
            "source_chance": torch.softmax(source, -1).half(),
        }


def load_teachers(o: argparse.Namespace, vocabulary: list[str]) -> Teachers:
    """Load MPNet's checkpoint, and beside it the student as it is (a `--thin` file)."""
    large = Tagger(Encoder(len(vocabulary), shape=MPNET))
    saved = torch.load(o.teacher)
    large.load_state_dict({**saved["tagger"], **saved["average"]})
    small = load_student(o.student, o.minilm, vocabulary)
    return Teachers([large.eval(), small], [o.weight, 1 - o.weight])


def load_student(thin: Path, minilm: Path, vocabulary: list[str]) -> Tagger:
    """Load a `--thin` file, to be asked what it thinks."""
    small = Tagger(load_minilm(minilm, vocabulary))
    begin(small, thin)
    return small.eval()


def turns(
    articles: list[Article],
    news: list[Article],
    pieces_of: WordPieces,
    chance: np.random.Generator,
    damaged: float,
    every: int,
) -> Iterator[tuple[bool, Batch]]:
    """Lay out batches, by turns annotated ones (one turn of `every`) and others; hide no word."""
    for number in count():
        known = number % every == 0
        some = articles if known else news
        picked = [some[i] for i in chance.permutation(len(some))[:60]]
        for batch in epoch(picked, pieces_of, chance, damaged, 3_000, 224, hide=False):
            yield known, batch


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("--teacher", type=Path, required=True, help="MPNet's checkpoint")
    ap.add_argument("--student", type=Path, required=True, help="a --thin file, its second voice")
    ap.add_argument("--weight", type=float, default=0.4, help="what the teacher's word counts")
    ap.add_argument("--minilm", type=Path, required=True)
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--news", type=Path, nargs="+", required=True)
    ap.add_argument("--vocabulary", type=Path, required=True)
    ap.add_argument("--part", default="1/1")
    ap.add_argument("--minutes", type=float, default=20)
    ap.add_argument("--damaged", type=float, default=0.4)
    ap.add_argument("--every", type=int, default=3, help="every which turn is annotated articles")
    ap.add_argument("--seed", type=int, default=51)
    o = ap.parse_args()
    torch.set_num_threads(1)
    part, parts = map(int, o.part.split("/"))
    chance = np.random.default_rng((o.seed, part))
    vocabulary = o.vocabulary.read_text(encoding="utf-8").split()
    teachers = load_teachers(o, vocabulary)
    articles = read_articles(o.polnear / "train") + read_articles(o.polnear / "annotator-training")
    articles = articles[part - 1 :: parts]
    news = read_news(o.news, chance, 6_000)
    o.out.mkdir(parents=True, exist_ok=True)
    began, seen = time.time(), 0
    batches = turns(articles, news, WordPieces(vocabulary), chance, o.damaged, o.every)
    for number in count():
        rows = []
        for known, batch in islice(batches, FILE):
            taught = teachers.teach(batch, known)
            rows.append(batch._asdict() | taught | {"known": torch.tensor(known)})
            seen += int(batch.mask.sum())
        path = o.out / f"{part}-{number:04}.pt"
        torch.save(rows, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").rename(path)
        spent = time.time() - began
        print(f"{path.name}: {seen} pieces, {seen / spent:.0f} a second", flush=True)
        if spent > 60 * o.minutes:
            break


if __name__ == "__main__":
    main()
