"""Stage 5, trace: stories -> what contradicts what."""

from wirecopy.trace.claims import list_claims

__all__ = ["list_claims"]
