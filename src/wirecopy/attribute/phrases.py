"""
Stage 6, attribute: source span -> whom it names, in what role, or what kind of nobody.

Reads the grammar of one noun phrase by its first words, its commas and its prepositions; it knows
nothing of the rest of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wirecopy.attribute.lexicon import fold, singular, words_of
from wirecopy.attribute.mentions import Mention
from wirecopy.attribute.sorts import Sort

_WORD = re.compile(r"[^\W_](?:[\w.&'’-]*[^\W_])?")
_CUT = re.compile(
    r",|--|;|:|\(|\[|[–—]|\s-\s|[\"“”]|(?<=\s)(?:of|in|at|from|with|for|on|by|to|about|among|who|whom|whose|which|that|"
    r"where|when|familiar|speaking|including|near|outside|inside|within|across|against|under|behind|"
    r"based|such|like|around|between|involved|close|briefed|released|published|conducted|obtained|"
    r"posted|sent|written|issued|titled|called|confirmed|commissioned)(?=\s)"
)
_CLAUSE = re.compile(
    r",|--|;|:|\(|\[|[–—]|\s-\s|[\"“”]|(?<=\s)(?:who|whom|whose|which|that|where|when)(?=\s)"
)
_ADJECTIVES = re.compile(r"\s(?!the\b|a\b|an\b)[a-z\d][\w-]*\s")
_SECOND = re.compile(
    r"(?:\s*,[^,;:()“”\"]{2,80},)?\s+and\s+(?:(?:his|her|their|its|the|an?)\s(?:[a-z-]+\s){0,3}?[a-z-]+,?\s+)?"
)
"""Between two who speak: ", the mayor, and", "and her deputy,"."""
_WHOSE = re.compile(r"\s*,\s+whose\s+((?:[a-z-]+\s)*([a-z-]+),?\s+)")
"""Behind a body, before one of its people: ", whose chief executive, Ana Ruiz"."""
_MORE = re.compile(r"\s+and\s+(?:[a-z]|[A-Z]\w+\s[a-z])")
_OF = re.compile(r"\s*\S?\sof\s(?:(?:the|his|her|its|their|our)\s)?")
_QUANTITIES = frozenset(
    "number lot lots majority minority handful couple variety dozens hundreds thousands percent "
    "half third quarter thirds quarters plurality host series scores many most some several "
    "few".split()
)
_LONGEST_TAIL = 70
"""Code points of what is kept behind the core of a name: "of the bill"."""
_DETERMINER = re.compile(
    r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your|some|several|many|most|few|"
    r"both|all|one|two|three|four|five|six|seven|eight|nine|ten|another|other|each|every|any|no|"
    r"dozens|hundreds|thousands|more|\d[\d,.]*%?)(?=\s)",
    re.I,
)
_SELF = re.compile(r"\A\s+(?:himself|herself|itself|themselves|alone|too|also)\b")
_THE = re.compile(r"(?<=[,:–—-])\s(?:the|a|an)\s*\Z")
_THAN = re.compile(
    r"(?:[^\W_][\w,.%-]*\s+){0,2}(?:more|fewer|less)\s+than\s+"
    r"(?=(?i:the|an?|his|her|its|their)\s|[^\W\d_a-z])",
)
"""A figure that the tagger took along: "fifteen more than the company"."""
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’])\s*\Z")
_AFTER = re.compile(r"['’]s?(?=\s|\Z)")
_LINK = re.compile(
    r"\s*(?:(,|\()|\s(of|at|from|with|in|for|on|to|who|whose|and|or|&|as well as)\b)"
)
_PLURAL_DETERMINERS = frozenset(
    "these those some several many most few both all two three four five six seven eight nine ten "
    "dozens hundreds thousands more".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a source span says of its speaker."""

    main: int | None = None
    """Index of the mention that names the speaker."""
    also: tuple[int, ...] = ()
    """Further ones, joined with "and"."""
    role: str | None = None
    determiner: str = ""
    """`the`, `a`, `two`, `his`, …, small; empty for none."""
    head: str = ""
    """The noun that the phrase is about, small."""
    modifiers: tuple[str, ...] = ()
    """The folded words before the head."""
    core: str = ""
    """The phrase as it stands, cut before its first preposition, comma or clause."""
    owner: int | None = None
    """The mention in the possessive in front: `China's ambassador`."""
    rest: str = ""
    """What follows the core."""
    name: str = ""
    """The phrase cut only before its first comma or clause."""
    many: bool = False
    """It is "a number of …"."""

    @property
    def plural(self) -> bool:
        """Tell if many are meant."""
        return (
            self.many
            or self.determiner in _PLURAL_DETERMINERS
            or self.head in words_of("many")
            or (self.head.endswith("s") and singular(self.head) != self.head)
        )


def read_phrase(text: str, start: int, end: int, inside: list[tuple[int, Mention]]) -> Phrase:
    """
    Read a source span.

    Args:
        text: The text.
        start: Where the span begins.
        end: Where it ends.
        inside: The mentions that lie in the span, with their numbers.
    """
    if owned := _OWNED.search(text, start, end):
        end = owned.start()
    if than := _THAN.match(text, start, end):
        start = than.end()
    at = start
    determiner = ""
    while found := _DETERMINER.match(text, at, end):
        determiner = determiner or found.group().lower()
        at = found.end()
        while at < end and text[at].isspace():
            at += 1
    main = _find_main(text, at, end, inside)
    if main is not None:
        at, main = _find_whose(text, at, end, inside, main)
        number, mention = inside[main]
        also = tuple(_joined(text, inside, main))
        if not also and _MORE.match(text, mention.end, end):
            # "Ada Roe and her colleagues"
            name = _tidy(text[start : _name_end(text, mention.end, end)])
            return Phrase(determiner=determiner, head=name, core=name, name=name, many=True)
        return Phrase(
            number,
            also,
            None if also else _role(text, start, at, end, mention),
            determiner,
        )
    core_end = _core_end(text, at, end)
    words = [fold(word) for word in _WORD.findall(text, at, core_end)]
    words = [word[:-2] if word.endswith(("'s", "’s")) else word for word in words]
    head, many = words[-1] if words else "", False
    of = _OF.match(text, core_end - 1, end)
    if of and (head in _QUANTITIES or head.isdigit() or _is_many(text, head, of.end())):
        # "a number of writers"
        inner = _WORD.findall(text, of.end(), _core_end(text, of.end(), end))
        head, many = fold(inner[-1]) if inner else head, True
    owner = None
    for number, mention in inside:
        if mention.end <= core_end and _AFTER.match(text, mention.end, end):
            owner = number
    return Phrase(
        determiner=determiner,
        head=head,
        modifiers=tuple(words[:-1]),
        core=_tidy(text[start:core_end]),
        name=_tidy(text[start : _name_end(text, core_end, end)]),
        owner=owner,
        rest=text[core_end:end],
        many=many,
    )


def _is_many(text: str, head: str, at: int) -> bool:
    """Say whether a group is one of people at hand ("a group of artists"), not a body."""
    return head == "group" and not text[at : at + 1].isupper()


def _core_end(text: str, at: int, end: int) -> int:
    """Give where a noun phrase goes over into what is said of it."""
    for cut in _CUT.finditer(text, at, end):
        if cut.start() <= at:
            continue
        # "the bespectacled, 71-year-old diplomat": one word and a comma go on.
        alone = not any(c.isspace() for c in text[at : cut.start()].strip())
        if cut.group() == "," and alone and _ADJECTIVES.match(text, cut.end(), end):
            continue
        return cut.start()
    return end


def _name_end(text: str, core_end: int, end: int) -> int:
    """Give where the words end that a nameless speaker is called by."""
    cut = _CLAUSE.search(text, core_end, end)
    stop = cut.start() if cut else end
    return core_end if stop - core_end > _LONGEST_TAIL else stop


def _tidy(words: str) -> str:
    return words.strip(" \t\n,.;:-–—'’\"“”")


def _find_main(text: str, at: int, end: int, inside: list[tuple[int, Mention]]) -> int | None:
    """Give which mention in the span is the speaker's own name."""
    for n, (_, mention) in enumerate(inside):
        if mention.sort in (Sort.ROLE, Sort.THING):
            continue
        before = text[at : min(mention.start, mention.lead_start)]
        rest = text[mention.end : end]
        only = mention.keys[0] if len(mention.keys) == 1 else ""
        if singular(only) != only and singular(only) in words_of("role"):
            continue  # "a group of Rabbis"
        heads = mention.sort in (Sort.PERSON, Sort.UNKNOWN)
        if not before.strip(" \t\n\"“”'‘’("):
            if _stands_alone(rest):
                return n
            continue
        if not heads:
            continue
        last = _THE.sub("", before).rstrip(' \t\n(“"')
        word = fold(re.split(r"[\s\"“(]", last)[-1]) if last else ""
        if word.rstrip("'’s") and last.endswith((",", ":", "–", "—", " -")):
            # "China's ambassador to the United Nations, Zhang Jun"
            kin = word.rstrip(",") in words_of("kin")
            if (mention.sort is Sort.PERSON or kin) and _stands_alone(rest):
                return n
        elif word in words_of("role") or singular(word) in words_of("role"):
            if _stands_alone(rest):
                return n
        elif last.endswith(("'s", "’s", "s'", "s’")):
            if mention.sort is Sort.PERSON and _stands_alone(rest):
                return n
        elif (
            mention.sort is Sort.PERSON
            and _stands_alone(rest)
            and (not _CUT.search(before + " ") or _is_apposed(before, word, mention))
            and not word.endswith(("'s", "’s"))
        ):
            return n
    return None


def _is_apposed(before: str, word: str, mention: Mention) -> bool:
    """Say whether a plural leaves the name behind it to the noun in front: "master of arts Roe"."""
    many = word.islower() and singular(word) != word and word not in words_of("many")
    front = before.split()[0].lower()
    return many and len(mention.keys) > 1 and singular(front) == front


def _stands_alone(rest: str) -> bool:
    """Say whether what follows a name leaves it the head of its phrase."""
    stripped = _SELF.sub("", rest).strip()
    return (
        not stripped.strip("'’\"”),.:;")
        or bool(_LINK.match(rest))
        or stripped[0] in "-–—(,;:"
        or (not stripped[0].isalnum() and not _AFTER.match(rest))
    )


def _find_whose(
    text: str, at: int, end: int, inside: list[tuple[int, Mention]], main: int
) -> tuple[int, int]:
    """Let one of a body's people speak for it: where the role begins, and the mention."""
    behind = inside[main][1].end
    for n, (_, mention) in enumerate(inside[main + 1 :], start=main + 1):
        whose = _WHOSE.fullmatch(text, behind, min(mention.lead_start, behind + _LONGEST_TAIL))
        if whose and mention.sort is Sort.PERSON and whose.group(2) in words_of("role"):
            return whose.start(1), n
    return at, main


def _joined(text: str, inside: list[tuple[int, Mention]], main: int) -> list[int]:
    """Give the mentions joined to the main one by "and" or commas."""
    also: list[int] = []
    end = inside[main][1].end
    for number, mention in inside[main + 1 :]:
        between = text[end : mention.lead_start].strip()
        if mention.sort in (Sort.THING, Sort.ROLE) or between not in ("and", "&", ",", ", and"):
            break
        also.append(number)
        end = mention.end
    joined = text[inside[main][1].end : end]
    if also and (" and " in joined or "&" in joined):
        return also
    for number, mention in inside[main + 1 :]:
        second = _SECOND.fullmatch(text, inside[main][1].end, mention.lead_start)
        if second and mention.sort is Sort.PERSON:
            return [number]
    return []


def _role(text: str, start: int, at: int, end: int, mention: Mention) -> str | None:
    """Give the words of the span around the name, without age, party and marks."""
    before = text[at : mention.start].strip(" \t\n,:–—-\"“”‘'’(")
    parts = []
    if before and not all(fold(word) in words_of("courtesy") for word in before.split()):
        parts.append(before)
    after = _ASIDE.sub("", text[mention.end : end])
    after = _AGE.sub("", after)
    found = _APPOSED.match(after) or _OF_BODY.match(after)
    if found:
        role = _WHO.split(found.group(1))[0].strip(" ,()–—\t\n")
        if role and not role[0].isdigit():
            parts.append(role)
    role = re.sub(r"\s+", " ", ", ".join(parts))
    return role[:_LONGEST_ROLE] or None


_ASIDE = re.compile(r"\A\s*\([^()]{1,60}\)")
_AGE = re.compile(r"\A\s*,\s*\d{1,3}(?=\s*(?:,|\Z))")
_APPOSED = re.compile(
    r"\s*(?:,|\(|–|—|--|-\s)\s*(?:(?:the|a|an)\s+)?(?!whom?\b|whose\b|and\b|or\b)(.+)", re.S
)
_OF_BODY = re.compile(r"\s+(?:of|at|from|with|for)\s+(?:the\s+)?(.+)", re.S)
_WHO = re.compile(r",?\s(?:who|whose|which|where)\b")
_LONGEST_ROLE = 200
