"""
Stage 6, attribute: "X said it, according to Z" is what X said.

The annotators of the training texts give the whole to Z, and the network, which knows one level,
learned it from them. Whoever asks who said it wants X, so a content that "according to" is the cue
of is read once more by itself; if it tells what somebody said, that is the statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wirecopy.attribute.acts import find_act
from wirecopy.attribute.links import Linked, find_links
from wirecopy.attribute.pieces import Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.tagger import Tagger

_CUES = frozenset(("according", "per"))
_COUNTS = frozenset(("poll", "polls", "polling", "pollster", "survey", "surveys"))
"""Whose word it is what people told them: "most say they would buy, according to a survey"."""
_SAID = frozenset(
    ("accuse", "confirm", "criticize", "deny", "predict", "promise", "report", "say", "warn")
)
"""Acts of somebody who speaks; others, such as to believe or to refuse, are what Z tells of X."""
_FILLS = 0.5
"""Share of the words that what X said must fill, with its source and cue."""


def read_inside(text: str, words: Words, found: Iterable[Linked], tagger: Tagger) -> list[Linked]:
    """Put what X said in the place of what stands "according to Z"."""
    return [inner for linked in found for inner in _inside(text, words, linked, tagger)]


def _inside(text: str, words: Words, linked: Linked, tagger: Tagger) -> list[Linked]:
    if not _is_according(text, words, linked):
        return [linked]
    ((start, end),) = linked.contents
    part = words.part(start, end)
    inner = find_links(tagger.read(text, part), tagger.chain)
    if not inner or not _tells(text, part, inner[0]):
        return [linked]
    return [_moved(one, start) for one in inner]


def _is_according(text: str, words: Words, linked: Linked) -> bool:
    """Say whether one run of words has "according to" as its cue, and no poll as its source."""
    if len(linked.contents) != 1 or not linked.cues:
        return False
    if _word(text, words, linked.cues[0][0]) not in _CUES:
        return False
    sources = (place for run in linked.sources for place in range(*run))
    return not any(_word(text, words, place) in _COUNTS for place in sources)


def _tells(text: str, part: Words, one: Linked) -> bool:
    """Say whether all of the words are: a source, what it did to say something, and that."""
    if not one.sources or not one.cues or one.sources[0][0] > 0:
        return False
    filled = sum(
        end - start for runs in (one.sources, one.cues, one.contents) for start, end in runs
    )
    cue = " ".join(text[part.starts[start] : part.ends[end - 1]] for start, end in one.cues)
    return find_act(cue) in _SAID and filled >= _FILLS * len(part)


def _word(text: str, words: Words, place: int) -> str:
    return text[words.starts[place] : words.ends[place]].lower()


def _moved(one: Linked, by: int) -> Linked:
    def move(runs: tuple[Range, ...]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in runs)

    return replace(one, contents=move(one.contents), cues=move(one.cues), sources=move(one.sources))
