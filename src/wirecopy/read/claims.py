"""
What named values (front matter, a table's row) say of a page: values -> claims.

A claim keeps the value as it stands. Words that stand for nothing (`None`, `nan`) claim nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wirecopy.read.columns import find_columns, value_of
from wirecopy.records import Claim

_NOTHING = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "undefined"})
_DATES = frozenset({"published", "modified", "captured"})
_EPOCH = (631_152_000, 4_102_444_800)
"""Numbers that are taken as seconds since 1970: the years 1990 to 2100."""
_URL = re.compile(
    r"https?://(?:[^/?#@\s]*@)?(?:www\.)?((?:[\w-]+\.)+[\w-]+)(?::\d*)?(?:[/?#]\S*)?", re.IGNORECASE
)
LONGEST = 4096
"""Letters of a claim; a longer one has landed in the wrong field."""
_DEPTH = 5
"""Lists and objects that a claim may lie in."""


def claims_from(
    values: Mapping[str, Any], place: str, columns: Mapping[str, str] | None = None
) -> list[Claim]:
    """
    List what named values claim, by our words in a fixed order and the surest name first.

    Args:
        values: Names and values, as front matter or a row of a table has them.
        place: What they stand in, for the origin: `front matter`, `column`.
        columns: `Options.columns`.

    >>> [str(c.value) for c in claims_from({"author": ["Ana", {"name": "Bo"}], "x": 1}, "column")]
    ['Ana', 'Bo']
    """
    claims = []
    for word, names in find_columns(values, columns or {}):
        if word == "text":
            continue
        for name in names:
            value = value_of(values, name)
            for text in _dates(value) if word in _DATES else texts_of(value):
                kind = "url" if word == "outlet" and is_url(text) else word
                claims.append(Claim(kind, text, f"{place}: {in_unicode(name)}"))
    return claims


def texts_of(value: Any, depth: int = _DEPTH) -> Iterator[str]:
    """Yield the words in a value: a string, a number, a list of them, `{"name": …}`."""
    if depth == 0:
        return
    if isinstance(value, str):
        text = value.strip()
        if text.casefold() not in _NOTHING and len(text) <= LONGEST and is_unicode(text):
            yield text
    elif isinstance(value, Mapping):
        yield from texts_of(value.get("name"), depth - 1)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item, depth - 1)
    elif isinstance(value, dt.date | int) and not isinstance(value, bool):
        yield value.isoformat() if isinstance(value, dt.date) else str(value)


def _dates(value: Any) -> Iterator[str]:
    """Yield dates as text; a number is one if it can be seconds, or thousandths, since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        for seconds in (value, value / 1000):
            if _EPOCH[0] <= seconds <= _EPOCH[1]:
                moment = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
                yield moment.strftime("%Y-%m-%dT%H:%M:%SZ")
                return
        text = str(value)
        if len(text) == 8 and text[:2] in ("19", "20"):
            yield f"{text[:4]}-{text[4:6]}-{text[6:]}"
    else:
        yield from texts_of(value)


def is_url(text: str) -> bool:
    """Tell whether a text is the address of a page, and nothing else."""
    return host_of(text) is not None


def host_of(url: str) -> str | None:
    """
    Give the host of an address without `www.`, or None where it is none.

    >>> host_of("https://www.Bell.example/news?id=1"), host_of("bell.example"), host_of("http://[")
    ('bell.example', None, None)
    """
    match = _URL.fullmatch(url)
    return match[1].lower() if match else None


def site_of(host: str) -> str:
    """
    Give the name within a host: its longest label but the last.

    >>> site_of("news.dailybell.example")
    'dailybell'
    """
    return max(host.split(".")[:-1], key=len, default=host)


def letters_of(name: str) -> str:
    """
    Give the letters and figures of a name, in which its spellings are compared.

    >>> letters_of("The Daily-Bell, 2nd ed.")
    'thedailybell2nded'
    """
    return "".join(filter(str.isalnum, name.casefold()))


def fits(outlet: str, hosts: Iterable[str]) -> bool:
    """
    Tell whether an outlet's name and a host share a name: then it is the site, not an agency.

    >>> fits("The Daily Bell", ["dailybell.example"]), fits("North Wire", ["dailybell.example"])
    (True, False)
    """
    name = letters_of(re.sub(r"^the\s", "", outlet, flags=re.I))
    return len(name) > 2 and any(
        name in letters_of(host) or letters_of(site_of(host)) in name for host in hosts
    )


def is_unicode(text: str) -> bool:
    """Tell whether a text can be written in UTF-8; JSON may hold halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def in_unicode(name: str) -> str:
    """
    Give a name with its stray bytes and half surrogate pairs spelled out, as it can be kept.

    >>> in_unicode("caf\\ud8e9")
    'caf\\\\ud8e9'
    """
    return name if is_unicode(name) else name.encode("utf-8", "backslashreplace").decode()
