"""Stage 5, trace: stories -> what contradicts what."""

from wirecopy.trace.claims import list_claims
from wirecopy.trace.credits import find_credits, list_credits

__all__ = ["find_credits", "list_claims", "list_credits"]
