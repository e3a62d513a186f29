"""Stage 6, attribute: the tagger, with the model that ships."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.tagger import TAGS, Chain, Tagger, load_tagger

TEXT = "Tamm said the quay was safe. “Nobody was hurt,” she told the council.\n\nIt rained."


def read(text):
    return list(load_tagger().read(text, find_words(text)))


def test_model_is_small():
    """The model fits in the wheel: 25 MB."""
    model = files("wirecopy.attribute") / "model" / "tagger.onnx"
    assert len(model.read_bytes()) <= 25_000_000


def test_model_is_loaded_on_first_need():
    """Importing the package does not load the runtime, nor does a page without a cue."""
    code = (
        "import sys; from wirecopy.attribute import find_statements;"
        "assert [] == find_statements('12:30 14:45');"
        "assert 'onnxruntime' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_shapes():
    """Each window has a row for each word, and a column more where a word may point to nothing."""
    (reading,) = read(TEXT)
    words = len(find_words(TEXT))
    assert (words, len(TAGS)) == reading.tags.shape
    assert (words, words + 1) == reading.cue.shape == reading.source.shape


def test_reading_twice_is_the_same():
    """The same text gives the same figures, to the last bit."""
    once, again = read(TEXT * 40), read(TEXT * 40)
    assert len(once) == len(again) > 1
    for one, other in zip(once, again, strict=True):
        assert np.array_equal(one.tags, other.tags) and np.array_equal(one.cue, other.cue)


@pytest.mark.parametrize(
    "text", ["word " * 3_000, "“" * 2_000, "a" * 5_000, "🙂" * 900, "\x00\x01 said \ud800"]
)
def test_windows_stay_in_bounds(text):
    """Whatever the text, no window is longer than the network's places."""
    longest = []

    def network(pieces, traits, first):
        longest.append(pieces.shape[1])
        width = first.shape[1]
        return (
            np.zeros((*first.shape, len(TAGS)), np.float32),
            np.zeros((*first.shape, width), np.float32),
            np.zeros((*first.shape, width), np.float32),
        )

    free = Chain(np.zeros((7, 7), np.float32), np.zeros(7, np.float32))
    words = find_words(text)
    readings = list(Tagger(network, load_tagger().pieces_of, free).read(text, words))
    assert len(words) == sum(r.window.end - r.window.core for r in readings)
    assert max(longest) <= 512
