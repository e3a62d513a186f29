"""The notebook for researchers says what the code does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def test_every_cell_of_the_notebook_runs() -> None:
    """Cell by cell, in order, as it is read; what it plots is drawn to nowhere."""
    for name in ("pandas", "polars"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    matplotlib.use("Agg")
    names: dict[str, object] = {}
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 5
    for text in code:
        exec(compile(text, "notebook", "exec"), names)
    matplotlib.pyplot.close("all")
