"""Stage 3, match: pages -> pairs that may share text."""

from wirecopy.match.fingerprints import fingerprint
from wirecopy.match.names import fingerprint_names

__all__ = ["fingerprint", "fingerprint_names"]
