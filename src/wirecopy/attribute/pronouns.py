"""
Stage 6, attribute: pronouns and names where they stand -> what each tells of whom a text is about.

The grammar of one sentence: who is its subject, whom its verb turns to, and who is he and who is
she. What a reader makes of that is in `focus.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from wirecopy.attribute.cast import Cast
from wirecopy.attribute.layout import Layout
from wirecopy.attribute.lexicon import fold, words_of
from wirecopy.attribute.mentions import Mention

PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.I)
_MALE = frozenset(("he", "him", "his", "himself"))
_FEMALE = frozenset(("she", "her", "hers", "herself"))
_PREPOSITIONS = frozenset(
    "of in to for by with from at on about against over between under after before than like near "
    "into behind including toward towards via".split()
)
_AUXILIARIES = frozenset("should would could will did does do can may must has had".split())
"""Right before a name they make it the subject of a question or an inversion."""
_SAYING = frozenset("said says added wrote writes tweeted explained asked warned argued".split())
"""Right before a name they make it the subject: "said Roe"."""
_OPENING = re.compile(r"[“\"'‘(\[«]*(\w+)")
_JOINING = re.compile(
    r"\b(?:and|but|while|as|because|although|though|when|after|before|if|since|so|where|yet),?\s\Z"
)
_VERB = re.compile(
    r"\s(?:(?:also|never|now|still|even|later|then|\w+ly)\s)?(?:is|was|are|were|has|had|have|will|"
    r"would|could|can|may|might|must|should|did|does|do|said|says|told|took|made|went|came|got|gave|"
    r"won|lost|ran|left|led|held|began|spoke|[a-z]{2,}ed)\b"
)
"""Between these two a name is the subject of a clause of its own."""
_SUBORDINATE = frozenset(
    "if when while after before although though because since until unless as once whereas".split()
)
_LEADING = ("role", "common", "title", "courtesy")
# Right after these a name is what the rest of the clause is about.
ASKING = frozenset("asked asks asking questioned pressed grilled quizzed challenged".split())
_JUDGING = frozenset(
    "criticized criticizes criticizing blamed blames blaming praised praises praising accused "
    "accuses accusing attacked attacks attacking blasted blasts blasting slammed slams slamming "
    "mocked mocks mocking thanked thanks thanking condemned condemns condemning denounced "
    "described describes called calls calling chided scolded rebuked "
    "ridiculed ripped hit lambasted faulted commended applauded fired arrested charged convicted "
    "sued".split()
)
_REACH = 8
"""Sentences in which someone else of a pronoun's sex makes a vote doubtful."""
_NEAR = 2
"""Sentences in which it counts for nothing."""


def form_of(word: str) -> str | None:
    """
    Give the pronoun's plain form: `he`, `she`, `it`, `they`, or None for others.

    >>> form_of("Her"), form_of("themselves"), form_of("who")
    ('she', 'they', None)
    """
    word = word.lower()
    if word in _MALE:
        return "he"
    if word in _FEMALE:
        return "she"
    if word in ("it", "its", "itself"):
        return "it"
    return "they" if word in ("they", "them", "their", "themselves") else None


def weigh_mention(text: str, mention: Mention, sentence: int, first: bool) -> float:
    """
    Say how plainly a name stands in its sentence: subject before object before possessive.

    Args:
        text: The text.
        mention: The name.
        sentence: Where its sentence begins.
        first: It is the first name of its sentence.
    """
    before = text[max(0, mention.lead_start - 14) : mention.lead_start].split()
    word = before[-1].lower() if before else ""
    if word == "the" and len(before) > 1:
        word = before[-2].lower()
    after = text[mention.end : mention.end + 2]
    if after[:1] in "'’" and after:
        # "Roe's beef with the paper was": the owner of the subject.
        return 2.0 if mention.lead_start == sentence else 0.4
    if word in _PREPOSITIONS:
        return 0.5
    if word in _AUXILIARIES or word in _SAYING:
        return 2.0
    opening = _OPENING.match(text, sentence)
    if opening is not None and opening.group(1).lower() in _SUBORDINATE:
        # "If Oslo pays, Bergen said": the subject of the sentence comes behind the comma.
        return 2.0 if text[mention.lead_start - 2 : mention.lead_start] == ", " else 1.2
    if first or (
        _JOINING.search(text, mention.lead_start - 14, mention.lead_start)
        and _VERB.match(text, mention.end)
    ):
        return 2.0
    return 1.0


def turn_of(text: str, mention: Mention) -> str:
    """
    Give the verb right before a name whose object is what the clause behind it is about.

    Asking turns to the one asked, blame to the one blamed: "criticized Roe for what he said".
    """
    before = text[max(0, mention.lead_start - 60) : mention.lead_start].lower().split()
    if before[-2:-1] == ["out"] and before[-1:] == ["at"]:
        return "blasted"  # "lashed out at"
    while before and any(fold(before[-1]) in words_of(kind) for kind in _LEADING):
        before.pop()
    word = before[-1] if before else ""
    return word if word in ASKING or word in _JUDGING else ""


def vote(text: str, cast: Cast, met: list[tuple[int, tuple[int, ...]]], layout: Layout) -> bool:
    """
    Let plain pronouns vote on who is he and who is she; say whether the votes agree.

    Plain are those with one person only to mean, in their sentence or else in the one before, and
    no one else near by whose title or given name tells that they are of that sex.

    Args:
        text: The text.
        cast: Its voices; their votes are added to.
        met: (place, voices that may be meant) of the people named outside quotations and asides,
            in order.
        layout: The text's parts.
    """
    tally: Counter[tuple[int, bool]] = Counter()
    doubtful: Counter[tuple[int, bool]] = Counter()
    known = [voice.sex for voice in cast.voices]
    latest: dict[int, int] = {}  # in the order of their sentences
    here: list[tuple[int, ...]] = []
    current = start = -9
    n = 0
    for match in PRONOUN.finditer(text):
        at, male = match.start(), match.group().lower() in _MALE
        if layout.quotation(at) >= 0:
            continue
        while n < len(met) and met[n][0] < at:
            place, voices = met[n]
            if layout.step(place) != current:
                here, current, start = [], layout.step(place), place
            if len(here) < 2 and voices not in here:
                here.append(voices)
            for voice in filter(known.__getitem__, voices):
                latest.pop(voice, None)
                latest[voice] = current
            n += 1
        sentence, want = layout.step(at), 1 if male else -1
        if sentence - current > 2 or len(here) != 1 or len(here[0]) != 1:
            continue
        voice = here[0][0]
        ago = ((other, sentence - last) for other, last in reversed(latest.items()))
        near = takewhile(lambda item: item[1] <= _REACH, ago)
        away = next((steps for other, steps in near if known[other] * want > 0.5), _REACH + 1)
        # A name that opens the paragraph is what it is about.
        opens = current == sentence and start == layout.paragraphs[layout.paragraph(at)]
        if known[voice] * want > 0.5 or away > _REACH or (opens and away > 0):
            tally[voice, male] += 1
        elif away > _NEAR:
            doubtful[voice, male] += 1
    both = tally + doubtful
    against = sum(min(both[n, True], both[n, False]) for n in range(len(cast.voices)))
    trusted = not (against >= 3 and against >= 0.2 * both.total())
    for (voice, male), votes in (tally if trusted else both).items():
        cast.voices[voice].male += votes * male
        cast.voices[voice].female += votes * (not male)
    return trusted
