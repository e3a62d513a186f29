"""
The command line: thin commands, each calling one public function.

A command stands in the module of its kind; all hang on `frame.main`.
"""

from wirecopy.cli import judging, looking, making, saying, taking
from wirecopy.cli.frame import main

__all__ = ["judging", "looking", "main", "making", "saying", "taking"]
