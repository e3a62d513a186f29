"""The tagger in PyTorch: encoder, a linear-chain CRF over the words, two pointers for the links."""

from __future__ import annotations

import torch
from encoder import WIDTH, Encoder
from torch import Tensor, nn

TAGS = 7
POINTER = 128
NEVER = -10_000.0


class Tagger(nn.Module):
    """
    Words in; for each word a value for each tag, and whom it points to.

    The cue pointer leads from words of contents and cues to the words of their cue, the source
    pointer to the words of their source; to the first place ([CLS]) where there is none.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = nn.Linear(WIDTH, TAGS)
        self.pointers = nn.Linear(WIDTH, 4 * POINTER)
        self.moves = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.opening = nn.Parameter(torch.zeros(TAGS))
        legal = torch.zeros(TAGS, TAGS)
        for after in (2, 4, 6):
            for before in range(TAGS):
                if before not in (after, after - 1):
                    legal[before, after] = NEVER
        self.register_buffer("legal", legal, persistent=False)

    def forward(
        self, pieces: Tensor, traits: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """`first` [rows, words]: each word's first piece; word 0 is [CLS]."""
        states = self.encoder(pieces, traits, mask)
        words = states.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        tags = self.tags(words)
        cue_from, cue_to, source_from, source_to = self.pointers(words).split(POINTER, -1)
        scale = POINTER**-0.5
        cue = torch.matmul(cue_from * scale, cue_to.transpose(1, 2))
        source = torch.matmul(source_from * scale, source_to.transpose(1, 2))
        return tags, cue, source

    def chain_loss(self, values: Tensor, gold: Tensor, there: Tensor) -> Tensor:
        """Negative log likelihood of the gold tags, for each word; word 0 is left out."""
        values, gold, there = values[:, 1:].float(), gold[:, 1:], there[:, 1:]
        moves = self.moves + self.legal
        opening = self.opening.clone() + torch.tensor([0, 0, NEVER, 0, NEVER, 0, NEVER])
        here, *later = values.unbind(1)
        alpha = opening + here
        for value, inside in zip(later, (there[:, 1:, None] > 0).unbind(1), strict=True):
            longer = torch.logsumexp(alpha[:, :, None] + moves, 1) + value
            alpha = torch.where(inside, longer, alpha)
        total = torch.logsumexp(alpha, 1)
        path = values.gather(2, gold[:, :, None])[:, :, 0] * there
        steps = moves[gold[:, :-1], gold[:, 1:]] * there[:, 1:]
        score = path.sum(1) + steps.sum(1) + opening[gold[:, 0]]
        return (total - score).sum() / there.sum()


def pointer_loss(values: Tensor, gold: Tensor, there: Tensor) -> Tensor:
    """Negative log of the share that goes to any of the right words, for each word that points."""
    values = values.float().masked_fill(there[:, None, :] == 0, NEVER)
    points = gold.any(-1)
    right = values.masked_fill(~gold, NEVER)
    loss = torch.logsumexp(values, -1) - torch.logsumexp(right, -1)
    return loss[points].sum() / points.sum().clamp(min=1)
