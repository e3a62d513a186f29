"""The tagger in PyTorch: encoder, a linear-chain CRF over the words, two pointers for the links."""

from __future__ import annotations

from pathlib import Path

import torch
from encoder import Encoder, Later, unseen
from torch import Tensor, nn

TAGS = 7
POINTER = 128
NEVER = -10_000.0
FORBIDDEN = torch.tensor([0, 0, NEVER, 0, NEVER, 0, NEVER])
"""A row of words begins with no inside tag."""


class Tagger(nn.Module):
    """
    Words in; for each word a value for each tag, and whom it points to.

    The cue pointer leads from words of contents and cues to the words of their cue, the source
    pointer to the words of their source; to the first place ([CLS]) where there is none. `later`
    layers stand on top of the encoder and see words, not pieces.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.later = nn.ModuleList()
        self.tags = nn.Linear(encoder.shape.width, TAGS)
        self.pointers = nn.Linear(encoder.shape.width, 4 * POINTER)
        self.moves = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.opening = nn.Parameter(torch.zeros(TAGS))
        legal = torch.zeros(TAGS, TAGS)
        for after in (2, 4, 6):
            for before in range(TAGS):
                if before not in (after, after - 1):
                    legal[before, after] = NEVER
        self.register_buffer("legal", legal, persistent=False)

    def grow(self, layers: int) -> None:
        """Put layers on top: what the tagger answers stays the same until they have learned."""
        for _ in range(layers):
            below = (*self.encoder.layers, *self.later)[-1]
            self.later.append(Later(self.encoder.shape, below))

    def forward(
        self, pieces: Tensor, traits: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """`first` [rows, words]: each word's first piece; word 0 is [CLS]."""
        states = self.encoder(pieces, traits, mask)
        words = states.gather(1, first[:, :, None].expand(-1, -1, states.shape[2]))
        there = (first > 0).to(words.dtype)
        bias = unseen(torch.cat([torch.ones_like(there[:, :1]), there[:, 1:]], 1))
        for layer in self.later:
            words = layer(words, bias)
        tags = self.tags(words)
        cue_from, cue_to, source_from, source_to = self.pointers(words).split(POINTER, -1)
        scale = POINTER**-0.5
        cue = torch.matmul(cue_from * scale, cue_to.transpose(1, 2))
        source = torch.matmul(source_from * scale, source_to.transpose(1, 2))
        return tags, cue, source

    def chain_loss(self, values: Tensor, gold: Tensor, there: Tensor) -> Tensor:
        """Negative log likelihood of the gold tags, for each word; word 0 is left out."""
        values, gold, there = values[:, 1:].float(), gold[:, 1:], there[:, 1:]
        total = self.chain_sum(values, self.moves, self.opening, there)
        path = values.gather(2, gold[:, :, None])[:, :, 0] * there
        steps = (self.moves + self.legal)[gold[:, :-1], gold[:, 1:]] * there[:, 1:]
        score = path.sum(1) + steps.sum(1) + (self.opening + FORBIDDEN)[gold[:, 0]]
        return (total - score).sum() / there.sum()

    def taught_chain_loss(
        self, values: Tensor, tag: Tensor, moves: Tensor, there: Tensor
    ) -> Tensor:
        """
        Cross entropy of a teacher's chain and this one, for each word.

        `tag` [rows, words - 1, tags] are the teacher's chances, `moves` [tags, tags] the sums of
        its chances of moves (structural distillation: Wang et al., ACL 2020).
        """
        values, there = values[:, 1:].float(), there[:, 1:]
        total = self.chain_sum(values, self.moves, self.opening, there)
        score = (values * tag).sum() + (self.moves * moves).sum() + (self.opening * tag[:, 0]).sum()
        return (total.sum() - score) / there.sum()

    def chain_sum(self, values: Tensor, moves: Tensor, opening: Tensor, there: Tensor) -> Tensor:
        """Log of the sum over all rows of tags that are allowed, for each row of words."""
        moves = moves + self.legal
        here, *later = values.unbind(1)
        alpha = opening + FORBIDDEN + here
        for value, inside in zip(later, (there[:, 1:, None] > 0).unbind(1), strict=True):
            longer = torch.logsumexp(alpha[:, :, None] + moves, 1) + value
            alpha = torch.where(inside, longer, alpha)
        return torch.logsumexp(alpha, 1)


def begin(tagger: Tagger, thin: Path) -> None:
    """Give a tagger the weights that `train.py --thin` kept; the others stay the encoder's."""
    kept = {name: value.float() for name, value in torch.load(thin).items()}
    tagger.grow(grown(kept))
    whole = tagger.state_dict()
    for name in [name.removesuffix(".left") for name in kept if name.endswith(".left")]:
        kept[name] = whole[name] + kept.pop(f"{name}.left") @ kept.pop(f"{name}.right")
    tagger.load_state_dict(whole | kept)


def grown(weights: dict[str, Tensor]) -> int:
    """Count the layers that stand on top of the encoder."""
    return sum(f"later.{n}.qkv.weight" in weights for n in range(len(weights)))


def pointer_loss(values: Tensor, gold: Tensor, there: Tensor) -> Tensor:
    """Negative log of the share that goes to any of the right words, for each word that points."""
    values = values.float().masked_fill(there[:, None, :] == 0, NEVER)
    points = gold.any(-1)
    right = values.masked_fill(~gold, NEVER)
    loss = torch.logsumexp(values, -1) - torch.logsumexp(right, -1)
    return loss[points].sum() / points.sum().clamp(min=1)


def taught_pointer_loss(values: Tensor, chance: Tensor, weight: Tensor, there: Tensor) -> Tensor:
    """Cross entropy with a teacher's chances, for each word as far as it points."""
    values = values.float().masked_fill(there[:, None, :] == 0, NEVER)
    loss = -(torch.log_softmax(values, -1) * chance.float()).sum(-1)
    return (loss * weight).sum() / weight.sum().clamp(min=1)
