"""
PolNeAR's articles as rows of word pieces with tags and links.

Nothing of the corpus is kept in this repository: it is read from where it lies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wirecopy.attribute.pieces import WordPieces, Words, find_words

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")

Spans = list[tuple[int, int]]
Found = dict[str, Spans]
"""One attribution: the spans of each role."""


@dataclass(slots=True)
class Article:
    """A text and what each of its annotators found."""

    name: str
    text: str
    readings: list[list[Found]] = field(default_factory=list)


def read_articles(folder: Path) -> list[Article]:
    """Read a PolNeAR folder (`text/` and `attributions/` inside), in the order of the names."""
    files = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        files[path.name.rsplit("_", 1)[0]].append(path)
    articles = []
    for name, paths in sorted(files.items()):
        with open(folder / "text" / f"{name}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        articles.append(Article(name, text, [_read_marks(path) for path in paths]))
    return articles


def _read_marks(path: Path) -> list[Found]:
    spans: dict[str, Spans] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        part = line.split("\t")
        if len(part) < 2:
            continue
        if re.match(r"T\d", part[0]):
            offsets = part[1].split(" ", 1)[1]
            spans[part[0]] = [
                (int(a), int(b)) for a, b in (pair.split() for pair in offsets.split(";"))
            ]
        elif re.match(r"E\d", part[0]):
            roles: Found = {role: [] for role in ROLES}
            for item in part[1].split():
                role, target = item.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in roles and target in spans:
                    roles[role].extend(spans[target])
            found.append({role: sorted(set(value)) for role, value in roles.items()})
    return found


@dataclass(slots=True)
class Marked:
    """A text's words with a tag for each; for words of contents and cues what they hang on."""

    words: Words
    pieces: list[tuple[int, ...]]
    tags: np.ndarray
    cues: dict[int, tuple[int, ...]]
    """The words of the statement's cue; () where it has none."""
    sources: dict[int, tuple[int, ...]]
    """The words of the statement's source; () where it has none."""


def mark(text: str, found: list[Found], pieces_of: WordPieces) -> Marked:
    """Turn spans into tags. Spans begin and end at letters or digits: marks are dropped."""
    words = find_words(text)
    n = len(words)
    solid = np.array([text[start].isalnum() for start in words.starts], bool)
    tags = np.zeros(n, np.int64)
    cues: dict[int, tuple[int, ...]] = {}
    sources: dict[int, tuple[int, ...]] = {}
    starts, ends = np.array(words.starts), np.array(words.ends)
    for statement in sorted(
        found, key=lambda s: min((a for v in s.values() for a, _ in v), default=0)
    ):
        cover = {role: _cover(statement[role], starts, ends, solid) for role in ROLES}
        if not cover["content"]:
            continue
        for role in ROLES:
            begin = 1 + 2 * ROLES.index(role)
            for first, last in _runs(cover[role], solid, words):
                if tags[first : last + 1].any():
                    continue
                tags[first : last + 1] = begin + 1
                tags[first] = begin
                if role != "source":
                    for i in range(first, last + 1):
                        cues[i] = tuple(sorted(cover["cue"]))
                        sources[i] = tuple(sorted(cover["source"]))
    pieces = [pieces_of(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
    return Marked(words, pieces, tags, cues, sources)


def _cover(spans: Spans, starts: np.ndarray, ends: np.ndarray, solid: np.ndarray) -> set[int]:
    covered: set[int] = set()
    for start, end in spans:
        first, last = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end, "left")
        covered.update(i for i in range(first, last) if solid[i])
    return covered


def _runs(covered: set[int], solid: np.ndarray, words: Words) -> list[tuple[int, int]]:
    """Join covered words across punctuation, but not across a paragraph's end."""
    runs: list[list[int]] = []
    for i in sorted(covered):
        if runs:
            between = range(runs[-1][1] + 1, i)
            joined = not any(solid[k] or words.paragraph[k] for k in between)
            if joined and not words.paragraph[i]:
                runs[-1][1] = i
                continue
        runs.append([i, i])
    return [(a, b) for a, b in runs]
