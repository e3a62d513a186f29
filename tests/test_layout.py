"""The house: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wirecopy

HOUSE = Path(wirecopy.__file__).parent
STAGES = {"read", "clean", "match", "align", "trace", "attribute", "count"}
COMMON = {path.stem for path in HOUSE.glob("*.py")} - {"__init__", "run", "cli"} | {"words"}
MODULES = sorted(HOUSE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Name the modules of wirecopy that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(node.module or "")
    return {
        name.split(".")[1] if "." in name else name for name in names if name.startswith("wirecopy")
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_stage_imports_no_other_stage(path: Path) -> None:
    """A stage knows the common ground and itself, and nothing that stands above it."""
    room = path.relative_to(HOUSE).parts[0]
    if room in STAGES:
        assert set() == imported(path) - COMMON - {room}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_the_common_ground_imports_no_stage(path: Path) -> None:
    """What every stage imports, and the engine, imports no stage."""
    room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    if room in COMMON | {"engine"}:
        assert set() == imported(path) & (STAGES | {"run", "cli", "ledger", "show"})


def test_the_walk_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    """The walk would notice a stage that imports another where it hopes not to be seen."""
    path = tmp_path / "sly.py"
    path.write_text("def f():\n    from wirecopy.align.chain import x\n")
    assert {"align"} == imported(path)


def test_no_module_is_larger_than_a_room() -> None:
    """A module is a room that one can take in."""
    assert [] == [p.name for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > 400]
