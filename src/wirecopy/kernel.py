"""
Kernels: functions that numba compiles to machine code, for the loops that touch every letter.

They run without the interpreter's lock, and what was compiled is kept on disk beside the module
(or where NUMBA_CACHE_DIR says), so that only the first run after an installation waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from numba import njit
from numba.extending import register_jitable

# Kernels make no arrays, so that counting references to those they are given is lost time: it
# takes a locked instruction for each call of a part. Nor does C call them: without that door, and
# without one for Python into each part, a first run compiles for a fifth less.
_OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False, "no_cfunc_wrapper": True}

Int: TypeAlias = Any
"""A whole number in a kernel: numba settles its width, and a type checker cannot follow that."""
Bool: TypeAlias = Any
"""A truth value in a kernel."""

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a function that Python code or kernels of other modules call."""
    compiled: Function = njit(cache=True, **_OPTIONS)(function)
    return compiled


def part(function: Function) -> Function:
    """
    Let kernels call a function: it is compiled within them, and plain Python elsewhere.

    One that both kernels and parts call is compiled twice; a large one is better called by either.
    """
    found: Function = register_jitable(forceinline=True, **_OPTIONS)(function)
    return found
