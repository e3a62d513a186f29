"""
Damage a text as the web does, and move its spans along.

Every kind of damage is an edit (start, end, replacement) of the clean text; what they do to a span
follows from the edits alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np
from lines import NAMES, furniture
from polnear import Found

Edit = tuple[int, int, str]

PRONOUNS = {"he": "she", "she": "he", "He": "She", "She": "He", "him": "her"}

_LONGEST_JOINT = 4
"""Characters put between two halves of a span that still count as part of it."""

_INSIDE = 4
"""How many times more likely furniture stands between two sentences of one content: the hardest."""

_ENDS = re.compile(r"[.!?][\"”’']?(?=\s)")


def damage(text: str, found: list[Found], chance: np.random.Generator) -> tuple[str, list[Found]]:
    """
    Do one to four kinds of damage, of random strength, to a text and its spans.

    A text without spans gets no furniture: a teacher that reads it might take that for the story.
    """
    text, found = _quotes(text, found, chance)
    edits: list[Edit] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, replacement: str) -> None:
        if all(end <= a or start >= b or (start == end and start in (a, b)) for a, b in taken):
            edits.append((start, end, replacement))
            taken.append((start, end))

    breaks = [
        m.span() for m in re.finditer(r"\s*\n\s*", text) if m.start() > 0 and m.end() < len(text)
    ]
    style = chance.choice(4, p=(0.45, 0.25, 0.2, 0.1))
    if chance.random() < 0.75:
        filler = (" ", " ", "\n", "")[style]
        share = 1.0 if chance.random() < 0.6 else chance.random()
        for start, end in breaks:
            if chance.random() < share:
                add(start, end, filler if filler or chance.random() < 0.5 else " ")
    if found and chance.random() < 0.5:
        places = [m.end() for m in _ENDS.finditer(text)]
        rate = 0.01 + 0.08 * chance.random()
        contents = [span for one in found for span in one["content"]]
        for place in places:
            inside = any(start < place < end for start, end in contents)
            if chance.random() < (_INSIDE * rate if inside else rate):
                before, after = (("", " "), (" ", " "), (" ", ""), ("\n\n", "\n\n"), ("", ""))[
                    chance.integers(5)
                ]
                add(
                    place,
                    place,
                    before + furniture(chance) + after.rstrip("\n" if not before else ""),
                )
    if chance.random() < 0.15:
        for m in re.finditer(r"\b(?:[Hh]e|[Ss]he|him)\b", text):
            if chance.random() < 0.5:
                add(m.start(), m.end(), PRONOUNS[m.group()])
    if chance.random() < 0.08:
        for m in re.finditer(r"(?<=[a-z,]) (?=[a-z])", text):
            if chance.random() < 0.08:
                add(m.start(), m.end(), "\n")
    text, found = apply(text, found, edits)
    if chance.random() < 0.2:
        stop = int(len(text) * (0.2 + 0.7 * chance.random()))
        text, found = apply(
            text, found, [(stop, len(text), ("", "...", "…", " [...]")[chance.integers(4)])]
        )
    return text, found


def listed(text: str, found: list[Found], chance: np.random.Generator) -> tuple[str, list[Found]]:
    """
    Put some of a text's quotations behind it once more, as transcripts and lists of voices do.

    Their form (`NAME: …`, `“…” — Name`) is rare in the corpus and common on the web.
    """
    direct = [
        (text[one["content"][0][0] : one["content"][0][1]].strip('"“” ,'), one)
        for one in found
        if len(one["content"]) == 1 and text[one["content"][0][0]] in '"“'
    ]
    style = chance.integers(5)
    marks = (("“", "”"), ('"', '"'))[chance.integers(2)]
    dash = ("— ", "― ", "– ", "- ", "—")[chance.integers(5)]
    speakers = [NAMES[i] for i in chance.permutation(len(NAMES))[: 2 + chance.integers(9)]]
    for number in chance.permutation(len(direct))[: 3 + chance.integers(9)]:
        words = direct[number][0]
        if not 20 < len(words) < 700 or "\n" in words:
            continue
        name = speakers[chance.integers(len(speakers))]
        name = name.split()[-1].upper() if style == 0 else name
        if style < 3:
            before = f"{name}: " if style < 2 else f"{name}: {marks[0]}"
            after, at = (marks[1] if style == 2 else ""), 0
        else:
            before, at = marks[0], -1
            after = f"{marks[1]} {dash}{name}"
        text = text.rstrip() + "\n\n"
        start = len(text) + len(before)
        text += before + words + after
        source = (len(text) - len(name), len(text)) if at else (start - len(before),) * 2
        source = source if at else (source[0], source[0] + len(name))
        content = [(start, start + len(words))]
        found = [*found, {"content": content, "source": [source], "cue": []}]
    return text, found


def _quotes(text: str, found: list[Found], chance: np.random.Generator) -> tuple[str, list[Found]]:
    """Change the marks: curly, straight, doubled, single, some missing, none."""
    kind = chance.choice(7, p=(0.3, 0.25, 0.15, 0.05, 0.1, 0.1, 0.05))
    if kind == 0:
        return text, found
    edits: list[Edit] = []
    opened = False
    for m in re.finditer(r'["“”]|\n', text):
        at, mark = m.start(), m.group()
        if mark == "\n":
            opened = False
            continue
        opens = mark == "“" or (mark == '"' and not opened)
        opened = opens
        if kind == 1:
            new = "“" if opens else "”"
        elif kind == 2:
            new = '"'
        elif kind == 3:
            new = "``" if opens else "''"
        elif kind == 4:
            new = "‘" if opens else "’"
        elif kind == 5:
            new = mark if chance.random() > 0.25 else ""
        else:
            new = ""
        edits.append((at, at + 1, new))
    return apply(text, found, edits)


def apply(text: str, found: list[Found], edits: list[Edit]) -> tuple[str, list[Found]]:
    """Carry out edits that do not overlap; a span that an insertion splits becomes two."""
    parts, kept = [], []
    last = size = 0
    for start, end, replacement in [*sorted(edits), (len(text), len(text), "")]:
        kept.append((last, start, size, len(replacement) > _LONGEST_JOINT))
        parts += [text[last:start], replacement]
        size += start - last
        if text[start:end].isalpha() and replacement.isalpha():
            kept.append((start, end, size, False))
        size += len(replacement)
        last = end
    starts = [stretch[0] for stretch in kept]

    def move(span: tuple[int, int]) -> list[tuple[int, int]]:
        moved: list[list[int]] = []
        split = True
        index = max(0, bisect_right(starts, span[0]) - 1)
        while index > 0 and kept[index - 1][1] > span[0]:
            index -= 1
        for old, stop, new, splits in kept[index:]:
            if old >= span[1]:
                break
            a, b = max(span[0], old), min(span[1], stop)
            if a < b:
                if split:
                    moved.append([new + a - old, new + b - old])
                moved[-1][1] = new + b - old
                split = False
            split = split or splits
        return [(a, b) for a, b in moved]

    return "".join(parts), [
        {role: [piece for span in spans for piece in move(span)] for role, spans in one.items()}
        for one in found
    ]
