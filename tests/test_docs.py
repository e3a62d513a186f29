"""The docs say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import wirecopy as wc
from wirecopy.cli import main

ROOT = Path(__file__).parents[1]
DOCS = "\n".join(p.read_text("utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_docs(name: str) -> None:
    """A command that nobody is told of is none."""
    assert f"wirecopy {name}" in DOCS


@pytest.mark.parametrize("name", wc.__all__)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    """Each has a docstring; the door opens."""
    assert getattr(wc, name).__doc__


def test_public_names_are_sorted_and_whole() -> None:
    """What the door lists is what it opens."""
    assert sorted(wc.__all__) == wc.__all__
    assert set(wc.__all__) <= set(dir(wc))


def test_generated_pages_are_fresh() -> None:
    """`make docs` has been run."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_links_between_docs_lead_somewhere() -> None:
    """Every relative link is a file of the checkout."""
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
