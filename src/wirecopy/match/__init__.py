"""Stage 3, match: pages -> pairs that may share text."""

from wirecopy.match.fingerprints import fingerprint

__all__ = ["fingerprint"]
