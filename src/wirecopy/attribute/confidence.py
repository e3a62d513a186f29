"""Stage 6, attribute: one honest number for how likely a statement and its source are right."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

_SMALLEST = 1e-4


def confidence(evidence: tuple[float, ...]) -> float:
    """
    Weigh the evidence as learned on articles that the tagger was not trained on.

    Of statements with .8, eight in ten have a content that overlaps a human annotator's by half
    and that annotator's source.
    """
    weights, offset = _learned()
    values = (weight * log_odds(e) for weight, e in zip(weights, evidence, strict=True))
    return round(1 / (1 + math.exp(-(offset + sum(values)))), 4)


def log_odds(chance: float) -> float:
    """
    Stretch a chance to a number that can be added.

    >>> log_odds(0.5)
    0.0
    """
    chance = min(max(chance, _SMALLEST), 1 - _SMALLEST)
    return math.log(chance / (1 - chance))


@cache
def _learned() -> tuple[tuple[float, ...], float]:
    path = files("wirecopy.attribute") / "model" / "confidence.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    return tuple(found["weights"]), float(found["offset"])
