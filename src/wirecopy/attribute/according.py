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
from wirecopy.attribute.pieces import Case, Words
from wirecopy.attribute.spans import Range
from wirecopy.attribute.tagger import Tagger

_CUES = frozenset(("according", "per"))
_COUNTS = frozenset(
    "census data figures gallup pew poll polls polling pollster quinnipiac research studies study "
    "survey surveys".split()
)
"""Whose word it is what people told them: "most say they would buy, according to a survey"."""
_COUNTED = frozenset(
    "% few half hardly majority many most nearly neither nobody no none percent some voters".split()
)
"""Who is counted, or does not exist: "no one said it leaked, according to the inquiry"."""
_SAID = frozenset(
    ("accuse", "confirm", "criticize", "deny", "predict", "promise", "report", "say", "warn")
)
"""Acts of somebody who speaks; others, such as to believe or to refuse, are what Z tells of X."""
_FILLS = 0.75
"""Share of the words that what X said must fill, with its source and cue: else Z tells more."""
_LONGEST = 100
"""Words between the first content and the last that are read again."""


def read_inside(text: str, words: Words, found: Iterable[Linked], tagger: Tagger) -> list[Linked]:
    """
    Put what X said in the place of what stands "according to Z", and keep whom it is from.

    Only a source right behind the cue is Z: the network may have linked another.
    """
    return [_inside(text, words, linked, tagger) for linked in found]


def _inside(text: str, words: Words, linked: Linked, tagger: Tagger) -> Linked:
    if not _is_according(text, words, linked):
        return linked
    start, end = linked.contents[0][0], linked.contents[-1][1]
    part = words.part(start, end)
    for one in find_links(tagger.read(text, part), tagger.chain):
        if _tells(text, part, one):
            behind = tuple(run for run in linked.sources if run[0] == linked.cues[-1][1])
            return replace(_moved(one, start), heard=behind)
    return linked


def _is_according(text: str, words: Words, linked: Linked) -> bool:
    """Say whether a stretch of words has "according to" as its cue, and no poll as its source."""
    start, end = linked.contents[0][0], linked.contents[-1][1]
    between = any(start <= first < end for first, _ in (*linked.cues, *linked.sources))
    if between or end - start > _LONGEST or not linked.cues:
        return False
    first = linked.cues[0][0]
    return _known(text, words, (first, first + 1)) <= _CUES and not any(
        _known(text, words, run) & _COUNTS for run in linked.sources
    )


def _tells(text: str, part: Words, one: Linked) -> bool:
    """Say whether the words are little else than somebody, what they did to say it, and that."""
    if not one.sources or not one.cues or _known(text, part, one.sources[0]) & _COUNTED:
        return False
    runs = (*one.sources, *one.cues, *one.contents)
    filled = sum(_count(part, run) for run in runs)
    cue = " ".join(text[part.starts[start] : part.ends[end - 1]] for start, end in one.cues)
    return find_act(cue) in _SAID and filled >= _FILLS * _count(part, (0, len(part)))


def _count(words: Words, run: Range) -> int:
    """Count words that are no marks."""
    return sum(case != Case.MARK for case in words.cases[run[0] : run[1]])


def _known(text: str, words: Words, run: Range) -> set[str]:
    """Give the different words of a run."""
    return {text[words.starts[n] : words.ends[n]].lower() for n in range(*run)}


def _moved(one: Linked, by: int) -> Linked:
    def move(runs: tuple[Range, ...]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in runs)

    return replace(one, contents=move(one.contents), cues=move(one.cues), sources=move(one.sources))
