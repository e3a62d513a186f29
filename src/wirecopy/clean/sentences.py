"""
Where sentences begin and end: enough of it to give an aside its exact bounds.

Made for lines in which story and furniture are glued together. It looks at a few hundred
characters around one place and never cuts up a whole text. Where an abbreviation leaves a sentence
end open ("in the U.S. President …"), it says that there is none.
"""

from __future__ import annotations

import re

_PLAIN = {
    **dict.fromkeys("‘’‚‛‹›′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200C)), " "),
    **dict.fromkeys("\u2060\ufeff", " "),
    **dict.fromkeys("\u2028\u2029", "\n"),
}
_ODD = re.compile("[" + "".join(map(re.escape, _PLAIN)) + "]")

_FINAL = ".!?…。！？"
_CLOSERS = "\"')]*"
_RULES = "#|•"
_OPENERS = "\"'([¿¡*"

# Capitalized words whose period does not end a sentence.
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Dr Prof Rev Hon Gen Lt Col Maj Capt Cpl Sgt Adm Cmdr Sen Sens Rep Reps Gov Govs "
    "St Ste Mt Ft Jr Sr No Nos Inc Co Corp Ltd Dept Univ Assn Bros Ave Blvd Rd Ph "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat "
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb "
    "Nev Okla Ore Pa Penn Tenn Tex Vt Va Wash Wis Wyo".split()
)
_LAST_WORD = re.compile(r"[\w.'’]+\Z")
_BREAK = re.compile(
    rf"(?:[{re.escape(_FINAL)}][{re.escape(_CLOSERS)}]*|__+|\*\*\*|##+)(?:\s+|(?<=[a-z)\d][.!?])(?=[A-Z\"]))"
    rf"(?=[{re.escape(_OPENERS)}]*[^\W_a-z])"
)
_REACH = 600
"""Code points that a sentence may reach back. What is longer is more than one sentence."""


def plain(text: str) -> str:
    """
    Give the text with straight quotes, short dashes and simple blanks, every one in its place.

    >>> plain("“He—\u00a0yes”")
    '"He- yes"'
    """
    for odd in sorted(set(_ODD.findall(text))):
        text = text.replace(odd, _PLAIN[odd])
    return text


def trim(page: str, start: int, end: int) -> tuple[int, int]:
    """
    Give a span without the blanks around it.

    >>> trim("a  b c ", 1, 7)
    (3, 6)
    """
    while start < end and page[start].isspace():
        start += 1
    while end > start and page[end - 1].isspace():
        end -= 1
    return start, end


def may_begin(page: str, at: int) -> bool:
    """
    Tell if a sentence may begin here, going by what stands before.

    >>> may_begin("He left. read more", 9), may_begin("They read more", 5)
    (True, False)
    >>> may_begin("Mr. Read more", 4), may_begin("They can\\nread more", 9)
    (False, False)
    """
    before, line_ends = at - 1, 0
    while before >= 0 and page[before].isspace():
        line_ends += page[before] == "\n"
        before -= 1
    if before < 0 or line_ends > 1 or (line_ends and not page[at : at + 1].islower()):
        return True
    if page[before] in _RULES or page[max(0, before - 1) : before + 1] in ("__", "**"):
        return True
    while before >= 0 and page[before] in _CLOSERS:
        before -= 1
    return before < 0 or (page[before] in _FINAL and not _is_abbreviation(page, before))


def may_end(page: str, at: int) -> bool:
    """
    Tell if a sentence may end here, going by what stands after.

    >>> may_end("read more The", 9), may_end("read more books", 9), may_end("read more\\nbooks", 9)
    (True, False, False)
    """
    after, line_ends = at, 0
    while after < len(page) and page[after].isspace():
        line_ends += page[after] == "\n"
        after += 1
    if after == len(page) or line_ends > 1 or (line_ends and not page[after].islower()):
        return True
    glued = after == at and page[at - 1].isalnum() and page[after].isalnum()
    return not glued and not page[after].islower() and page[after] not in ",;:.!?%)]}'-/"


def sentence_start(page: str, at: int, floor: int = 0) -> int | None:
    """
    Give where the sentence begins that ends at a place, not before `floor`.

    The period right before the place is taken as that sentence's own. Where no beginning is found
    within reach, the answer is None.

    >>> page = "He left. Mr. Roe waits. "
    >>> page[sentence_start(page, 23):]
    'Mr. Roe waits. '
    """
    nearest = max(floor, at - _REACH, 0)
    least = page.rfind("\n", nearest, at) + 1 or nearest
    _, last = trim(page, least, at)
    while last > least and page[last - 1] in _FINAL + _CLOSERS:
        last -= 1
    start = None if least == at - _REACH and least > floor else least
    for found in _BREAK.finditer(page, least, last):
        if not _is_abbreviation(page, found.start()):
            start = found.end()
    return start


def sentence_starts(page: str, start: int, end: int) -> list[int]:
    """
    Give where the sentences of a span begin.

    >>> sentence_starts("He left. She stayed.", 0, 20)
    [0, 9]
    """
    breaks = _BREAK.finditer(page, start, end)
    return [start] + [b.end() for b in breaks if not _is_abbreviation(page, b.start())]


def _is_abbreviation(page: str, period: int) -> bool:
    if page[period] != ".":
        return False
    word = _LAST_WORD.search(page, max(0, period - 12), period)
    if word is None:
        return False
    return word[0] in _ABBREVIATIONS or bool(re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word[0]))
