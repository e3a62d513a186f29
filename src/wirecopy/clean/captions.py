"""
Stage 2, clean: how far a caption reaches back from the credit of its photo.

A credit such as "REUTERS/Ann Roe" is sure; what stands before it may be the caption or, on glued
pages, the story. A sentence counts as caption if it reads like one: a scene in the present tense,
a place with a date, "file photo". Else the credit alone is the aside.
"""

from __future__ import annotations

import re

from wirecopy.clean.sentences import sentence_start, sentence_starts

_LONGEST_LINE = 700
"""Code points of a line that may be all caption."""
_MOST_SENTENCES = 3
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_LABEL = re.compile(
    r"(?i:FILE|(?:in )?this (?:\w+ ){0,3}(?:image|photo|picture|frame|combination)|"
    r"(?:an?|this) (?:\w+ )?(?:combination|composite|still|screenshot|handout|aerial|undated))\b"
)
_SCENE = re.compile(
    r"[,(] ?(?:(?:far |second from |top |bottom )?(?:left|right)|cent(?:er|re)|back|front|[LRC])"
    r"[,.)]|"
    r"\b(?:(?:is|are) (?:seen|pictured|shown|photographed|displayed)|seen (?:here|in|at|on|from)|"
    r"(?:fore|back)ground|file photo|looks? on|"
    r"attends?|speaks|addresses|gestures?|waves|arrives?|listens?|delivers?|poses?|testifies|"
    r"participates?|sits?|stands?|walks?|departs?|smiles?|holds|greets?|shakes|takes part|"
    r"answers|reacts|watches|wears|gathers?|carries|hugs|kisses|boards|cheers|leaves|talks|meets)\b"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.? \d{{1,2}}(?:, (?:19|20)\d\d)?|\d{{1,2}} {_MONTH}(?: (?:19|20)\d\d)?|"
    rf"(?:{_MONTH},? )?(?:19|20)\d\d)\b"
)
_SPEECH = re.compile(r"\b(?:said|told|added|wrote|tweeted|according to)\b|^\"")
_DATE_REACH = 60
"""Code points at its end in which a caption has its date."""


def caption_start(page: str, floor: int, line_end: int, start: int, end: int) -> int:
    """
    Give where the caption begins that a photo credit ends.

    Args:
        page: The page with plain quotes, dashes and blanks.
        floor: Where the line begins, or the story after another aside in it.
        line_end: Where the line ends.
        start: Where the credit begins.
        end: Where the credit ends.

    >>> page = "He left. Ann Roe speaks in Oslo, May 3, 2021. REUTERS/Jo Doe"
    >>> caption_start(page, 0, 60, 46, 60)
    9
    """
    if end >= line_end and end - floor <= _LONGEST_LINE:
        starts = sentence_starts(page, floor, start)
        first_ends = starts[1] if len(starts) > 1 else start
        if len(starts) == 1 or reads_like_caption(page[floor:first_ends]):
            return floor
    caption = start
    for _ in range(_MOST_SENTENCES):
        begins = sentence_start(page, caption, floor)
        if begins is None or not reads_like_caption(page[begins:caption]):
            break
        caption = begins
    return caption


def reads_like_caption(sentence: str) -> bool:
    """
    Tell if a sentence reads like the caption of a photo.

    >>> reads_like_caption("Jane Roe attends a meeting in Oslo.")
    True
    >>> reads_like_caption("The mayor attends all meetings, she said.")
    False
    """
    sentence = sentence.strip()
    if _LABEL.match(sentence):
        return True
    if not sentence or _SPEECH.search(sentence):
        return False
    return bool(_SCENE.search(sentence) or _DATE.search(sentence[-_DATE_REACH:]))
