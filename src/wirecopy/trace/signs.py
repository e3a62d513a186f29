"""
Stage 5, trace: page -> signs that it was translated by machine, or put in other words by one.

A pronoun that disagrees with the gender that the same page gives a person (`he` of somebody whose
report is `hers`) is what machines do with languages whose verbs do not show it. Only what stands
close to one name counts, and nothing inside quotations: the bias is to see no sign. A sign is what
was seen, with its places; what it means is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from wirecopy.schemas import SIGNS

MOST = 6
"""Signs of a page that are kept."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?]*[\"\u201d\u2019')]*")
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d\n]*[\"\u201d]?")
_NAME = re.compile(
    r"\b[A-Z][a-z\u00df-\u00ff'\u2019-]+"
    r"(?: (?:[A-Z]\.|al|bin|de|van|von|der|[A-Z][a-z\u00df-\u00ff'\u2019-]+))*"
    r" [A-Z][a-z\u00df-\u00ff'\u2019-]+\b"
)
_CAPITAL = re.compile(r"\b[A-Z][a-z\u00df-\u00ff'\u2019-]{2,}")
_PRONOUN = re.compile(r"\b(?:(?P<he>[Hh]e|[Hh]is|[Hh]imself)|(?P<she>[Ss]he|[Hh]er|[Hh]erself))\b")
_SPEECH = re.compile(r"\b(?P<who>he|she) (?:said|added|told|wrote|noted|stressed)\b")
_BODY = re.compile(
    r"\b(?:United|Nations|States|Council|Office|Ministry|Party|Group|Bank|Court|Company|Inc|Corp|"
    r"University|House|Street|Congress|Senate|Union|Police|Committee|Agency|News|Press|Times|"
    r"Post|North|South|East|West|New|Human|Rights|Watch|World|International|National|Saint|San|"
    r"High|Commissioner|Commission|Prime|Minister|President|Vice|Chief|Executive|Officer|Director|"
    r"General|Chairman|Chairwoman|Secretary|State|Foreign|Finance|Senator|Governor|Mayor|Judge|"
    r"Justice|Attorney|Captain|Colonel|Sergeant|Professor|Doctor|Lord|Lady|Sir|Prince|Princess|"
    r"King|Queen|Pope|Representative|Ambassador|Department|Federal|Supreme|Democratic|Republican|"
    r"The|In|On|But|And|At|For|With|After|When|While|As|Mr|Mrs|Ms|Dr|British|American|French|"
    r"German|Russian|Chinese|Israeli|Iranian|Former|Actress|Actor|Singer)\b"
)
_OTHERS = re.compile(
    r"\b(?:wife|husband|mother|father|son|daughter|woman|man|girl|boy|sister|brother|widow|"
    r"girlfriend|boyfriend|spokes\w+|lawyer|attorney|official|aide|analyst|queen|king|princess|"
    r"prince|partner|fianc\w+|lady|gentleman|niece|nephew|aunt|uncle|baby|child|kid|teenager|"
    r"victim|actress|actor|ship|nurse|teacher|doctor|patient|client|boss|colleague|friend|rival|"
    r"predecessor|successor|opponent|chairman|chairwoman|president|minister|senator|judge)\b",
    re.I,
)


class Sign(NamedTuple):
    """What was seen, in words, and where; `weight` is 0 to 1."""

    name: str
    detail: str
    start: int
    end: int
    weight: float


class _Vote(NamedTuple):
    is_she: bool
    word: str
    start: int
    end: int


def find_signs(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    List the signs of each page.

    Args:
        batch: Columns page, text and asides.

    Yields:
        `schemas.SIGNS`.
    """
    rows = []
    for row in batch.to_pylist():
        asides = [(a["start"], a["end"]) for a in row["asides"] or []]
        rows += [(row["page"], *sign) for sign in signs(row["text"] or "", asides)]
    columns = zip(*rows, strict=True) if rows else ([] for _ in SIGNS)
    yield pa.record_batch(
        [pa.array(list(c), type=f.type) for c, f in zip(columns, SIGNS, strict=True)], schema=SIGNS
    )


def signs(text: str, asides: list[tuple[int, int]] | None = None) -> list[Sign]:
    """
    Find pronouns that disagree with the gender that the same text gives a person.

    >>> text = "Ines Tamm opened her office in Velm. He will stay a year."
    >>> [(sign.detail, text[sign.start : sign.end]) for sign in signs(text)]
    [('he of Ines Tamm, whom this page also calls her', 'He')]
    """
    blank = _blanked(text, asides or [])
    if not ("he" in blank and re.search(r"\b[Hh]er\b|\b[Ss]he\b", blank)):
        return []
    votes: dict[str, list[_Vote]] = {}
    for name, vote in _votes(text, blank):
        votes.setdefault(name, []).append(vote)
    found = []
    for name, cast in votes.items():
        she, he = [v for v in cast if v.is_she], [v for v in cast if not v.is_she]
        if she and he:
            odd, usual = (he, she) if len(he) <= len(she) else (she, he)
            for vote in odd:
                other = usual[0].word.lower()
                detail = f"{vote.word.lower()} of {name}, whom this page also calls {other}"
                found.append(Sign("pronouns disagree", detail, vote.start, vote.end, 0.5))
    return sorted(found, key=lambda sign: sign.start)[:MOST]


def _blanked(text: str, asides: list[tuple[int, int]]) -> str:
    """Give the text with asides and quotations blank, place for place; marks of ending stay."""
    letters = list(text)
    for start, end in asides:
        letters[start:end] = " " * (end - start)
    whole = "".join(letters)
    return _QUOTED.sub(lambda m: re.sub(r"[^.!?\n]", " ", m[0]), whole)


def _votes(text: str, blank: str) -> Iterator[tuple[str, _Vote]]:
    """Yield who is called he or she: in a sentence with their name, or at the start of the next."""
    surnames: dict[str, str] = {}
    last: str | None = None
    last_end = 0
    for sentence in _SENTENCE.finditer(blank):
        begin, line = sentence.start(), sentence[0]
        if not line.strip():
            continue
        gap = text[last_end:begin]
        same_paragraph = "\n\n" not in gap
        people = _people(line, surnames)
        pronouns = list(_PRONOUN.finditer(line))
        genders = {bool(p["she"]) for p in pronouns}
        if not people and last and pronouns and len(genders) == 1 and same_paragraph:
            first = pronouns[0]
            opening = not line[: first.start()].strip(" \"\u201c\u201d'")
            speech = _SPEECH.search(line)
            if (opening and first[0] in ("He", "She")) or (speech and _alone(line, speech)):
                at = speech.start("who") if speech and not opening else first.start()
                word = text[begin + at :].split(None, 1)[0].strip(".,;")
                yield last, _Vote(bool(first["she"]), word, begin + at, begin + at + len(word))
        if len(people) == 1 and not _OTHERS.search(_without(line, people)):
            [(name, place)] = people.items()
            after = [p for p in pronouns if p.start() > place]
            if len(genders) == 1 and len(after) == len(pronouns) and after:
                near = after[0]
                if near.start() - place < 200:
                    yield (
                        name,
                        _Vote(bool(near["she"]), near[0], begin + near.start(), begin + near.end()),
                    )
            last = name
        elif people or (re.search(r"\w", line) and not pronouns) or _OTHERS.search(line):
            last = None
        last_end = sentence.end()


def _alone(line: str, speech: re.Match[str]) -> bool:
    """Tell whether a sentence is a quotation and who said it, and nothing else."""
    rest = line[: speech.start()] + line[speech.end() :]
    return not re.search(r"\w", rest.replace("to", "").replace("reporters", ""))


def _people(line: str, surnames: dict[str, str]) -> dict[str, int]:
    """Give the people of a sentence and where each is named first; bodies are none."""
    found: dict[str, int] = {}
    covered: list[tuple[int, int]] = []
    for match in _NAME.finditer(line):
        covered.append(match.span())
        words = match[0].split()
        titles = [place for place, word in enumerate(words) if _BODY.fullmatch(word)]
        words = words[titles[-1] + 1 :] if titles else words
        if len(words) < 2:
            continue
        name = " ".join(words[-3:])
        surnames.setdefault(words[-1], name)
        found.setdefault(surnames[words[-1]], match.end() - len(words[-1]))
    for match in _CAPITAL.finditer(line):
        if match[0] in surnames and not any(s <= match.start() < e for s, e in covered):
            found.setdefault(surnames[match[0]], match.start())
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _without(line: str, people: dict[str, int]) -> str:
    """Give a sentence from the first name on: a title before it belongs to the person."""
    [place] = people.values()
    return line[place:]
