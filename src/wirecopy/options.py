"""All settings of a run, in one frozen place: what each does, and its unit."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wirecopy.errors import OptionsError


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    The settings of a run. The defaults are meant to be right for news off the web.

    >>> Options(story_share=0.5).story_share
    0.5
    >>> Options(story_share=5)
    Traceback (most recent call last):
    wirecopy.errors.OptionsError: story_share is a share between 0 and 1, not 5
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column of a table holds what, our word to theirs: `{"text": "body"}`."""

    wording: str | None = None
    """A TOML file of further known wordings of furniture, in the form of `clean/wording.toml`."""

    max_page_bytes: int = 50_000_000
    """Longest page that is read, in bytes; a longer one is skipped with that reason."""

    max_pages_per_file: int = 1_000_000
    """Most pages that one file may hold; what comes after is skipped with that reason."""

    max_expansion: int = 200
    """What a packed file may unpack to, in times its size (and 100 MB in any case), at all levels
    together; the rest of it is skipped with that reason."""

    max_depth: int = 8
    """Containers that a page may lie in, one within the other: a WARC in a tar in a zip has 3."""

    max_page_seconds: int = 60
    """Processor time that one page may take to read, in seconds; then it is skipped for it."""

    batch_bytes: int = 64_000_000
    """Input that is read and kept in the ledger in one go, in bytes. A killed run goes on there."""

    story_share: float = 0.5
    """Two pages are of one story if they share this much of the shorter one's words, 0 to 1."""

    min_story_words: int = 40
    """… and at least this many words."""

    furniture_stories: int = 4
    """Fewest stories of one outlet on which a line must stand to be taken for furniture."""

    furniture_share: float = 0.005
    """… and the share of that outlet's stories: paragraphs of background recur on fewer."""

    min_shared_fingerprints: int = 2
    """Runs of words two pages must have in common before their texts are compared, or a sixth of
    their names and numbers for two of them; common ones count half."""

    rare_pages: int = 8
    """A fingerprint on more pages than this is a common one."""

    date_tolerance_hours: int = 36
    """Copies of one text whose dates lie further apart contradict each other, in hours."""

    statements: bool = True
    """Find who said what on each page: most of a run's time, some 6,700 words a second and core."""

    own_words: int = 100
    """A page did its own reporting if it has this many words beside what it shares,"""

    own_share: float = 0.4
    """… and this part of its text, 0 to 1."""

    memory: str = "500MB"
    """Memory that the engine may take before it spills to disk, beside the 400 to 600 MB that each
    process takes: a number with MB or GB. Four times as much makes matching a tenth faster."""

    workers: int = field(default_factory=_cores)
    """Processes that work side by side; the ledger does not depend on it."""

    def __post_init__(self) -> None:
        if not 0 <= self.story_share <= 1:
            raise OptionsError(f"story_share is a share between 0 and 1, not {self.story_share}")
        if not 0 <= self.own_share <= 1:
            raise OptionsError(f"own_share is a share between 0 and 1, not {self.own_share}")
        if not re.fullmatch(r"\d+(\.\d+)?\s*[KMGT]i?B", self.memory):
            raise OptionsError(f"memory is a size such as 500MB or 2GB, not {self.memory!r}")
        for name in (
            "max_page_bytes",
            "max_pages_per_file",
            "max_expansion",
            "max_depth",
            "max_page_seconds",
            "batch_bytes",
            "workers",
            "min_shared_fingerprints",
            "rare_pages",
            "min_story_words",
            "own_words",
        ):
            if getattr(self, name) < 1:
                raise OptionsError(f"{name} is at least 1, not {getattr(self, name)}")
