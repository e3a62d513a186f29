"""Stage 5, trace: stories -> who was first, who is credited, what contradicts what."""

from wirecopy.trace.claims import list_claims
from wirecopy.trace.credits import find_credits, list_credits
from wirecopy.trace.dates import find_dates
from wirecopy.trace.differences import find_differences
from wirecopy.trace.marks import find_marks
from wirecopy.trace.signs import find_signs

__all__ = [
    "find_credits",
    "find_dates",
    "find_differences",
    "find_marks",
    "find_signs",
    "list_claims",
    "list_credits",
]
