"""Stage 6, attribute: cases as data, with texts about events that never happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wirecopy.attribute import find_statements

CASES = Path(__file__).parents[1] / "cases" / "attribute"


def cases():
    """All cases of the stage, those that are known to fail as strict xfail."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else []
            yield pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    """Source, cue, content, kind and act of all statements of a case."""
    text = case["input"]
    found = [
        {part: s.show(text, part) for part in ("source", "cue", "content")}
        | {"kind": str(s.kind), "act": s.act}
        for s in find_statements(text)
    ]
    assert case["statements"] == found
