"""
Train the tagger.

    python training/train.py OUT.pt --polnear FOLDER --minilm FOLDER [--init pretrained.pt]
    python training/train.py TEACHER.pt --polnear FOLDER --mpnet FOLDER --lr 1e-4 --lr-heads 1.5e-3

Writes a checkpoint every 100 steps and goes on from it when called again. The learning rate falls
linearly to nothing over `--epochs`, or over `--minutes` if those are over first.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from encoder import load_minilm, load_mpnet
from polnear import Article, mark, read_articles
from rows import Batch, epoch, fill, find_rows
from tagger import Tagger, begin, pointer_loss, taught_pointer_loss
from teach import CHANCES, FILE, Taught, Teachers, load_student, read_taught
from torch import nn

from wirecopy.attribute.pieces import WordPieces

RANK = 128
"""What is kept of how a teacher's matrices differ from the published ones."""


def losses(tagger: Tagger, batch: Batch) -> torch.Tensor:
    """Give the three losses: tags, cue pointer, source pointer."""
    return gold_losses(tagger, batch, *answers(tagger, batch))


def answers(tagger: Tagger, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Let the tagger read: tags, cue pointer, source pointer."""
    with torch.autocast("cpu", torch.bfloat16):
        return tagger(batch.pieces, batch.traits, batch.mask, batch.first)


def gold_losses(
    tagger: Tagger, batch: Batch, tags: torch.Tensor, cue: torch.Tensor, source: torch.Tensor
) -> torch.Tensor:
    """Give the three losses of what the tagger answered against an annotator's tags and links."""
    return torch.stack(
        [
            tagger.chain_loss(tags, batch.tags, batch.there),
            pointer_loss(cue, batch.cue, batch.there),
            pointer_loss(source, batch.source, batch.there),
        ]
    )


def taught_losses(tagger: Tagger, taught: Taught) -> torch.Tensor:
    """Give the same three against a teacher's chances; known tags count as much as those."""
    batch = taught.batch
    found = answers(tagger, batch)
    parts = chance_losses(tagger, taught, *found)
    if taught.known:
        parts = (parts + gold_losses(tagger, batch, *found)) / 2
    return parts


def early_losses(tagger: Tagger, batch: Batch, student: Teachers, share: float) -> torch.Tensor:
    """Give the three against an annotator and, `share` as much, against what a student thinks."""
    found = answers(tagger, batch)
    told = student.teach(batch)
    taught = Taught(batch, True, *(told[name] for name in CHANCES))
    parts = gold_losses(tagger, batch, *found)
    return (parts + share * chance_losses(tagger, taught, *found)) / (1 + share)


def chance_losses(
    tagger: Tagger, taught: Taught, tags: torch.Tensor, cue: torch.Tensor, source: torch.Tensor
) -> torch.Tensor:
    """Give the three losses of what the tagger answered against a teacher's chances."""
    batch, tag = taught.batch, taught.tag.float()
    # Words of cues and contents point: tags 3 and above.
    weight = F.pad(tag[:, :, 3:].sum(-1), (1, 0)) * batch.there
    return torch.stack(
        [
            tagger.taught_chain_loss(tags, tag, taught.moves, batch.there),
            taught_pointer_loss(cue, taught.cue, weight, batch.there),
            taught_pointer_loss(source, taught.source, weight, batch.there),
        ]
    )


def dev_batches(articles: list[Article], pieces_of: WordPieces) -> list[Batch]:
    """Lay out dev once: clean text, first annotator."""
    rows = []
    for article in articles:
        marked = mark(article.text, article.readings[0], pieces_of)
        rows += find_rows(article.text, marked, 224)
    rows.sort(key=lambda row: row.pieces)
    return [fill(rows[i : i + 12], pieces_of, None) for i in range(0, len(rows), 12)]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out", type=Path)
    ap.add_argument("--polnear", type=Path, required=True)
    ap.add_argument("--minilm", type=Path, help="folder of the encoder that ships")
    ap.add_argument("--mpnet", type=Path, help="folder of the teacher's encoder: train the teacher")
    ap.add_argument(
        "--early",
        type=Path,
        help="a --thin file of the student (with --minilm): the teacher begins from what it thinks",
    )
    ap.add_argument("--vocabulary", type=Path, required=True)
    ap.add_argument("--init", type=Path, help="an encoder from pretrain.py")
    ap.add_argument("--start", type=Path, help="a tagger from --thin: begin a new schedule from it")
    ap.add_argument("--grow", type=int, default=0, help="put so many layers on top of it")
    ap.add_argument(
        "--thin", type=Path, help="only write OUT.pt's averaged weights here, in half precision"
    )
    ap.add_argument("--taught", type=Path, help="learn from what teach.py wrote here")
    ap.add_argument("--epochs", type=float, default=8)
    ap.add_argument("--minutes", type=float, default=60)
    ap.add_argument("--stop", type=int, default=1 << 30, help="stop after this many steps")
    ap.add_argument("--lr", type=float, default=2.5e-4)
    ap.add_argument("--lr-heads", type=float, help="of tags and pointers (four times --lr)")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--damaged", type=float, default=0.4)
    ap.add_argument("--drop", type=float, default=0.1, help="share of channels dropped (dropout)")
    ap.add_argument("--budget", type=int, default=3_000, help="word pieces in a batch")
    ap.add_argument(
        "--keep", type=float, default=0.998, help="share of the running mean kept at each step"
    )
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument(
        "--beside",
        type=Path,
        help="the OUT.pt of another run: go half-way to it at each checkpoint",
    )
    o = ap.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(o.threads)
    vocabulary = o.vocabulary.read_text(encoding="utf-8").split()
    pieces_of = WordPieces(vocabulary)
    if not (o.minilm or o.mpnet):
        ap.error("say which encoder: --minilm FOLDER, or --mpnet FOLDER for a teacher")
    if o.mpnet:
        encoder = load_mpnet(o.mpnet, vocabulary, o.drop)
    else:
        encoder = load_minilm(o.minilm, vocabulary, o.drop)
    if o.init:
        encoder.load_state_dict(torch.load(o.init))
    tagger = Tagger(encoder)
    if o.thin:
        published = {f"encoder.{name}": value for name, value in encoder.state_dict().items()}
        thin(o.out, o.thin, published, RANK if o.mpnet else None)
        return
    if o.start:
        begin(tagger, o.start)
    tagger.grow(o.grow)
    encoder.freeze()
    early = Teachers([load_student(o.early, o.minilm, vocabulary)], [1.0]) if o.early else None
    inner = [p for p in (*encoder.parameters(), *tagger.later.parameters()) if p.requires_grad]
    outer = [p for n, p in tagger.named_parameters() if not n.startswith(("encoder", "later"))]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "top": o.lr}, {"params": outer, "top": o.lr_heads or 4 * o.lr}],
        weight_decay=0.01,
        betas=(0.9, 0.99),
        fused=True,
    )
    average = {n: p.detach().clone() for n, p in tagger.named_parameters() if p.requires_grad}
    train = read_articles(o.polnear / "train") + read_articles(o.polnear / "annotator-training")
    dev = dev_batches(read_articles(o.polnear / "dev"), pieces_of)
    step, seen, number, spent = 0, 0.0, 0, 0.0
    if o.out.exists():
        saved = torch.load(o.out)
        tagger.load_state_dict(saved["tagger"])
        optimizer.load_state_dict(saved["optimizer"])
        average, step, seen, number, spent = (
            saved[k] for k in ("average", "step", "seen", "number", "spent")
        )
    began, mean = time.time() - spent, torch.zeros(3)
    done = max(seen / o.epochs, spent / 60 / o.minutes)
    while done < 1 and step < o.stop:
        chance = np.random.default_rng((o.seed, number, step))
        longest = 144 if done < 0.55 else 224
        if o.taught:
            batches = read_taught(o.taught, pieces_of.mask, chance)
            count = FILE * len(list(o.taught.glob("*.pt")))
        else:
            batches = list(epoch(train, pieces_of, chance, o.damaged, o.budget, longest))
            count = len(batches)
        tagger.train()
        for at, batch in enumerate(batches):
            seen = number + at / count
            done = max(seen / o.epochs, (time.time() - began) / 60 / o.minutes)
            if done >= 1 or step >= o.stop:
                break
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * min(1.0, (step + 1) / 50) * (1 - done)
            if early:
                parts = early_losses(tagger, batch, early, 1 - done)
            else:
                parts = (taught_losses if o.taught else losses)(tagger, batch)
            optimizer.zero_grad()
            (parts * torch.tensor([1.0, 0.3, 0.3])).sum().backward()
            nn.utils.clip_grad_norm_(inner + outer, 1.0)
            optimizer.step()
            step += 1
            keep = min(o.keep, step / (step + 10))
            with torch.no_grad():
                for n, p in tagger.named_parameters():
                    if p.requires_grad:
                        average[n].lerp_(p, 1 - keep)
            mean += (parts.detach() - mean) / min(step, 50)
            if step % 25 == 0:
                shown = " ".join(f"{x:.4f}" for x in mean.tolist())
                pace = (time.time() - began) / step
                print(f"step {step} epoch {seen:.2f} train {shown} {pace:.2f} s", flush=True)
            if step % 100 == 0:
                save(o.out, tagger, optimizer, average, step, seen, number, time.time() - began)
                if o.beside and o.beside.exists():
                    meet(tagger, step, o.beside)
            if step % 300 == 0:
                print("dev", judge(tagger, average, dev), flush=True)
        else:
            number += 1
    save(o.out, tagger, optimizer, average, step, seen, number, time.time() - began)
    print("dev", judge(tagger, average, dev), flush=True)


def save(path: Path, tagger, optimizer, average, step, seen, number, spent) -> None:
    kept = {
        "tagger": tagger.state_dict(),
        "optimizer": optimizer.state_dict(),
        "average": average,
        "step": step,
        "seen": seen,
        "number": number,
        "spent": spent,
    }
    torch.save(kept, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


def meet(tagger: Tagger, step: int, beside: Path) -> None:
    """
    Take the mean with the weights of another run, as in local SGD (Stich 2019).

    Only where it is about as far: a run that has ended, or an old file, pulls nobody back.
    """
    theirs = torch.load(beside, mmap=True)
    if abs(theirs["step"] - step) <= 200:
        ours = tagger.state_dict()
        tagger.load_state_dict({n: (ours[n] + theirs["tagger"][n]) / 2 for n in ours})


def thin(checkpoint: Path, out: Path, published: dict[str, torch.Tensor], rank: int | None) -> None:
    """
    Keep what a later training can begin with, small enough to be kept with the code.

    What the published encoder has is left out. Of a teacher's matrices only how they differ from it
    is kept, as two narrow ones (their product is the nearest of its rank: Eckart and Young 1936).
    """
    saved = torch.load(checkpoint)
    kept = {}
    for name, value in {**saved["tagger"], **saved["average"]}.items():
        before = published.get(name)
        if before is not None and torch.equal(value, before):
            continue
        if rank and before is not None and value.dim() == 2 and min(value.shape) > rank:
            left, size, right = torch.linalg.svd(value - before, full_matrices=False)
            kept[f"{name}.left"] = left[:, :rank] * size[:rank]
            kept[f"{name}.right"] = right[:rank]
        else:
            kept[name] = value
    torch.save({name: value.half().clone() for name, value in kept.items()}, out)


def judge(tagger: Tagger, average: dict[str, torch.Tensor], dev: list[Batch]) -> str:
    """Give the dev losses of the averaged weights."""
    now = {n: p.detach().clone() for n, p in tagger.named_parameters() if n in average}
    tagger.load_state_dict(average, strict=False)
    tagger.eval()
    with torch.no_grad():
        total = torch.stack([losses(tagger, batch) for batch in dev]).mean(0)
    tagger.load_state_dict(now, strict=False)
    tagger.train()
    return " ".join(f"{x:.4f}" for x in total.tolist())


if __name__ == "__main__":
    main()
