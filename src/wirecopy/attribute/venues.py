"""
Stage 6, attribute: where and when something was said, as the words around its cue tell.

"told Reuters in an email", "at a news conference in Geneva on Thursday". Only the sentence of the
cue is read, without what was said. A day of the week is resolved against the date of the page and
keeps its precision; where it could be two days, or the page has no such date, there is no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from wirecopy.records import Aside, DateClaim, Statement

_REACH = 400
"""Letters on either side of the cue that are looked at."""

_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|vs|No))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec))(?<!\bSept)[.!?]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n"
)
_TELL = re.compile(r"(?i)\b(?:tell|tells|told|telling)\s+")
_LISTENER = re.compile(
    r"(?:(?:the|a|an|his|her|their|its|local|state|foreign|a group of)\s+)*"
    r"(?:reporters?|journalists?|lawmakers?|deputies|senators|parliament|congress|investors|"
    r"analysts|shareholders|supporters|delegates|news\s+agency|council|committee|court|jurors|"
    r"police|state\s+television|television|radio|newspaper|news\s+channel)\b"
    r"|(?:the\s+)?[A-Z][\w.&’'-]*(?:\s+(?:[A-Z][\w.&’'-]*|of|news|newspaper|television|radio|"
    r"program|magazine|agency|TV))*"
)
_KINDS = (
    "news conference|press conference|press briefing|news briefing|daily briefing|briefing|"
    "conference call|telephone interview|phone interview|television interview|radio interview|"
    "interview|e-mailed statement|emailed statement|written statement|joint statement|statement|"
    "news release|press release|release|e-mail|email|letter|memo|note|report|speech|address|"
    "telephone call|phone call|call|text message|message|tweet|post|blog post|blog|column|"
    "op-ed|essay|article|editorial|book|memoir|video|filing|court filing|lawsuit|affidavit|"
    "testimony|hearing|court hearing|debate|rally|town hall|meeting|summit|forum|conference|panel|"
    "ceremony|event|dinner|podcast|broadcast|telecast|website|web site|blog|cable|communique|"
    "communiqué|session|seminar|gathering|visit|trip|appearance|remarks|comments|presentation"
)
_DATE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_GATHERING = (
    r"(?:(?:a|an|the|his|her|its|their|one|another|this)\s+)?"
    rf"(?:[\w’'-]+\s+){{0,3}}?(?:{_KINDS})s?\b"
    rf"(?:\s+(?:with|to|by|on|for)\s+(?:the\s+)?(?!{_DATE}(?!\w))[A-Z][\w.&’'-]*"
    r"(?:\s+[A-Z][\w.&’'-]*){0,3})?"
    rf"(?:\s+(?:on\s+{_DATE}\s+)?(?:in|at|near|outside)\s+(?:the\s+)?(?!{_DATE}(?!\w))[A-Z]"
    r"[\w’'-]*(?:[ -][A-Z][\w’'-]*){0,3}(?:,\s+[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)?)?)?"
)
_PHRASE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Dd]uring|[Oo]n|via)\s+{_GATHERING}")
_MEETING = re.compile(_GATHERING)
_SITE = re.compile(
    r"\b(?:on|via|over)\s+(?:(?:his|her|its|their|the)\s+)?(?:[\w’'-]+\s+)?"
    r"(?:Twitter|Facebook|Instagram|Telegram|YouTube|TikTok|Weibo|Truth Social|X|Snapchat|"
    r"state television|state TV|television|national television|radio|social media|CNN|NBC|CBS|ABC|"
    r"Fox News|MSNBC|the phone|the telephone|the record)\b"
    r"|\b(?:by|over the|on the)\s+(?:telephone|phone|e-?mail)\b"
)
_STOP = re.compile(r"(?<=\w{4})\.\Z")
"""The end of a sentence, not of "U.S." or "Inc.": "told the Post."."""
_TOO_MUCH = re.compile(r"\b(?:which|who|that|said|says|after|before|because)\b")

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        1,
    )
}
_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May"
_TIME = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\b(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|[Ii]n\s+(?P<month3>{_MONTH})(?:,?\s+(?P<year3>\d{{4}}))?(?![\w’'-])(?!\.?\s+\d)"
    r"|(?P<last>[Ll]ast\s+)?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"|(?P<near>[Yy]esterday|[Tt]oday|[Tt]onight|[Ll]ast\s+(?:night|week|month|year)"
    r"|[Ee]arlier\s+(?:today|this\s+month|this\s+year)))\b"
)

_NOT_THEN = re.compile(
    r"\b(?:since|by|until|till|from|before|after|through|between|for|of|to|next|begin\w*|start\w*|"
    r"due|ending|expected|planned|scheduled|will|would)\s+"
    r"(?:(?:on|in|at|early|late|mid|the|end|of)[\s-]+){0,3}\Z"
)
"""What stands before a time that something else has than the saying: "since January"."""
_LATER = re.compile(
    r"\b(?:will|would|shall|should|begin|begins|which|who|when|where|that|though|although|but)\b"
)
"""What begins a clause of its own; a time behind it is not the time of the cue before it."""
_WHEN = re.compile(r"\A,?\s+when\s")
"""What leads from a time to what was said then: "last night when the mayor said"."""
_SHORTLY = 35
"""Days after a page's own date in which a day without a year is not last year's."""
_AHEAD = re.compile(r"\b(?:will|shall|ll|going to)\b")
"""Nothing was said yet."""


def find_occasion(
    text: str,
    statement: Statement,
    published: DateClaim | None = None,
    asides: Iterable[Aside] = (),
) -> tuple[str | None, str | None]:
    """
    Find where a statement was made, and when.

    Args:
        text: The text.
        statement: One of its statements.
        published: When the page says it was published.
        asides: Spans that are not the story.

    Returns:
        The venue in the words of the text; the time in UTC, cut to its precision; each or None.

    >>> from wirecopy.records import StatementKind
    >>> text = "“It holds,” she told the Velm Post in an email on Thursday."
    >>> said = Statement(((0, 11),), ((12, 15),), ((16, 20),), StatementKind.DIRECT)
    >>> find_occasion(text, said, DateClaim("2023-05-06", "day", "", ""))
    ('to the Velm Post, in an email', '2023-05-04')
    """
    if not statement.cue:
        return None, None
    frame, cue = _frame(text, statement, [(aside.start, aside.end) for aside in asides])
    return _venue(re.sub(r"\0+", "\0", frame)), _time(frame, cue, published)


def _frame(
    text: str, statement: Statement, asides: list[tuple[int, int]]
) -> tuple[str, tuple[int, int]]:
    """Give the sentence of the cue, blank where it was said or is an aside, and the cue's place."""
    first, last = statement.cue[0][0], statement.cue[-1][1]
    low, high = max(0, first - _REACH), min(len(text), last + _REACH)
    begins = [match.end() for match in _END.finditer(text, low, first)]
    begin = begins[-1] if begins else low
    ends = _END.search(text, last, high)
    frame = list(text[begin : ends.start() if ends else high])
    for start, end in (*statement.content, *asides):
        for place in range(max(start, begin), min(end, begin + len(frame))):
            frame[place - begin] = "\0"
    return "".join(frame), (first - begin, last - begin)


def _venue(frame: str) -> str | None:
    parts = []
    tell = _TELL.search(frame)
    if tell:
        listener = _LISTENER.match(frame, tell.end())
        if listener:
            parts.append(f"to {_plain(listener.group())}")
        elif meeting := _MEETING.match(frame, tell.end()):
            return f"at {_plain(meeting.group())}"
    for pattern in (_PHRASE, _SITE):
        for match in pattern.finditer(frame):
            if not _TOO_MUCH.search(match.group()):
                words = _plain(match.group())
                parts.append(words[0].lower() + words[1:])
                break
        if len(parts) > bool(tell):
            break
    return ", ".join(dict.fromkeys(parts)) or None


def _plain(words: str) -> str:
    words = _STOP.sub("", " ".join(words.replace("\0", " ").split()))
    return re.sub(
        rf"\s+(?:on|in)$|\s+(?:on\s+)?(?:{'|'.join(d.title() for d in _DAYS)})$", "", words
    )


def _time(frame: str, cue: tuple[int, int], published: DateClaim | None) -> str | None:
    """Give the first time that stands with the cue, with nothing between them that was said."""
    if _AHEAD.search(frame, *cue):
        return None
    low = frame.rfind("\0", 0, cue[0]) + 1
    high = frame.find("\0", cue[1])
    for match in _TIME.finditer(frame, low, len(frame) if high < 0 else high):
        start, end = match.span()
        between = frame[cue[1] : start] if start >= cue[1] else frame[end : cue[0]]
        if match["near"] and match.group()[0].isupper() and frame[low:start].strip():
            continue  # "told USA Today"
        if (match["day"] or match["day2"]) and frame[low:start].endswith("in "):
            continue  # "steeped in Sept. 11 theories"
        if start < cue[0]:
            between = _WHEN.sub("", between)
        if _NOT_THEN.search(frame, low, start) or _LATER.search(between):
            continue
        found = _resolve(match, published)
        if found:
            return found
    return None


def _resolve(match: re.Match[str], published: DateClaim | None) -> str | None:
    day = None
    if published is not None and published.precision not in ("year", "month"):
        day = published.earliest.date()
    month = match["month"] or match["month2"] or match["month3"]
    if month:
        number = _MONTHS[month[:3].lower()]
        year = match["year"] or match["year2"] or match["year3"]
        figure = match["day"] or match["day2"]
        return _calendar(number, figure, year, published)
    if day is None:
        return _coarse(match["near"], published)
    if match["weekday"]:
        back = (day.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        if match["last"]:
            return None  # "last Monday" is the one before for some, and a week earlier for others
        if back == 6:
            return None  # tomorrow's day: another time zone, or six days ago
        return (day - timedelta(days=back)).isoformat()
    near = match["near"].lower().split()
    if near[0] == "yesterday" or near[-1] == "night":
        return (day - timedelta(days=1)).isoformat()
    if near[-1] in ("today", "tonight"):
        return day.isoformat()
    return _coarse(match["near"], published)


def _calendar(
    month: int, figure: str | None, year: str | None, published: DateClaim | None
) -> str | None:
    """
    Give a day or month; one without a year is the last one before the page's own date.

    A day that comes shortly after that date is none of last year's: one of the two is wrong.
    """
    if year is None:
        if published is None or published.precision == "year":
            return None
        own = published.earliest.date()
        wanted = (month, int(figure or 1))
        ahead = wanted > (own.month, own.day if figure else 31)
        if figure and ahead and (month - own.month) * 31 + int(figure) - own.day < _SHORTLY:
            return None
        year = str(own.year - ahead)
    if figure is None:
        return f"{year}-{month:02}"
    try:
        return date(int(year), month, int(figure)).isoformat()
    except ValueError:
        return None


def _coarse(near: str | None, published: DateClaim | None) -> str | None:
    """Give "last month", "this month", "last year" as such; "last week" has no precision."""
    if near is None or published is None:
        return None
    own = published.earliest.date()
    words = near.lower().split()
    if words[-1] == "year":
        return str(own.year - (words[0] == "last"))
    if words[-1] == "month" and published.precision != "year":
        last = own.replace(day=1) - timedelta(days=1) if words[0] == "last" else own
        return last.isoformat()[:7]
    return None
