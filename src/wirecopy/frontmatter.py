"""
Front matter: what a page says of itself before its text, in YAML, TOML, JSON, or leaked.

A leaked one has lost its fences on the way through an editor, a translator or a scraper, and
mostly its line breaks too: `title: “…” ShowToc: true date: “2022-11-13” author: “…”`. A word with
a colon is not yet front matter: it takes a well-known key and a second witness, so that
`His title: king of …`, a speaker's name or the details of an event stay text.

Dates stay the strings that they are on the page. Nothing is executed, and no alias followed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from wirecopy.leaked import CORE, WELL_KNOWN, opens_block, read_leaked, scalar, unquote
from wirecopy.records import Record

LONGEST = 20_000
"""Longest block between fences that is taken for front matter, in code points."""

LONGEST_JSON = 4_000
LONGEST_VALUE = 2_000
"""A longer string is a text of its own, as in a row of a table, not something said of one."""

_BLANK = re.compile(r"[\s\ufeff]*")
_OPENING = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_LINES = {
    "---": re.compile(r"[ \t]*(?:$|#|-(?:[ \t]|$)|[\]}]|[^\s:#][^:]{0,60}:(?:[ \t]|$))|[ \t]+\S"),
    "+++": re.compile(r"[ \t]*(?:$|#|[\[\]}\"']|[\w.\"'-]+[ \t]*=)|[ \t]+\S"),
}
"""What a line of such a block can look like."""

_PROSE_PAIR = re.compile(r"(?![\"'\[{#-])(?:[^:\s]+\s[^:]*:|[A-Z][a-z]+:[ \t])")
"""`Note: the port of Velm …`: after a blank line the start of the text rather than another key."""

_PLAIN_PAIR = re.compile(r"[\"']?([^\s:=\"'#-][^:=\"']{0,60}?)[\"']?[ \t]*[:=](?:[ \t]+(.*))?$")
_ALIAS = re.compile(r"(?:^|[\s,:\[{])\*[^\s*]")
_DATE = re.compile(r"\d[\d:.+ TtZz-]*")
_JSON_OPENING = re.compile(r"\{\s*\"[^\"\n]{1,60}\"\s*:")
_JSON_END = re.compile(r"\}[ \t]*\r?(?:\n|\Z)")
_START = re.compile(
    r"^[ \t]{0,3}(?=---|\+\+\+|—|\{|[\"“]?[^\W\d][\w.-]{0,39}[\"”]?[ \t\u00a0\u202f]?[:=：])"
    r"|(?<=[.!?…\"”’»])(?P<midline>[ \t])(?=[Tt]itle[ \t]?:[ \t]?[\"“])",
    re.MULTILINE,
)
_MIDLINE_KEYS = 3
"""Pairs that front matter must have where no line break sets it apart from the text before it."""
_CODE_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter(Record):
    """Front matter and where it stands: `text[start:end]`, without the blanks around it."""

    start: int
    end: int
    values: dict[str, Any]
    """JSON values under the keys as they are written."""
    style: str
    """`yaml`, `toml`, `json` or `leaked`."""


def find_front_matter(text: str, at: int = 0) -> FrontMatter | None:
    """
    Find the front matter that begins at a place in a text, after blanks and a byte order mark.

    Abstains where the block could be text: it needs well-known keys, unless it is closed and
    opens the whole text. A block whose closing fence is missing ends with its last key.

    Args:
        text: The whole text.
        at: Where to look: the start of the text, or of a line in it.

    >>> found = find_front_matter('title: “Ice in Velm” ShowToc: true date: “2022-11-13”')
    >>> found.values, found.style
    ({'title': 'Ice in Velm', 'ShowToc': True, 'date': '2022-11-13'}, 'leaked')
    >>> find_front_matter("title: king of the hill, they say of him") is None
    True
    """
    blank = _BLANK.match(text, at)
    start = blank.end() if blank else at
    return _read(text, start, is_top=start == _top_of(text))


def find_all_front_matter(text: str) -> Iterator[FrontMatter]:
    """
    Find all front matter, in order and in one pass.

    It begins a line, or else, as where a dump has lost its line breaks, it begins with a title in
    quotes after the end of a sentence and has three pairs or more. What stands in a fenced block
    of code is an example, not front matter.
    """
    top = _top_of(text)
    code = iter(code_spans(text))
    code_start, code_end = next(code, (len(text), len(text)))
    position, run_end = 0, -2
    while (line := _START.search(text, position)) is not None:
        start = line.end()
        position = start + 1
        while code_end <= start and code_start < len(text):
            code_start, code_end = next(code, (len(text), len(text)))
        if code_start <= start:
            position = code_end
            continue
        # Only the first of a run of well-known keys can open a block of several lines: a long run
        # would be read again from each of its lines.
        stop = _line_end(text, start)
        line_text = text[start:stop]
        is_run = line.start() == run_end + 1
        run_end = stop if opens_block(line_text) else -2
        if is_run and line_text.count(":") + line_text.count("=") < 2:
            continue
        found = _read(text, start, is_top=start <= top, one_line=is_run)
        if found is not None and (line["midline"] is None or len(found.values) >= _MIDLINE_KEYS):
            yield found
            position = found.end


def code_spans(text: str) -> list[tuple[int, int]]:
    """
    List the fenced blocks of code in Markdown; a fence that nothing closes is none.

    >>> code_spans("Type\\n```\\ntitle: x\\n```\\nand go.")
    [(5, 21)]
    """
    spans = []
    opening: re.Match[str] | None = None
    for fence in _CODE_FENCE.finditer(text):
        closes = opening is not None and fence[1].startswith(opening[1]) and not fence[2].strip()
        if opening is not None and closes:
            spans.append((opening.start(), fence.end()))
            opening = None
        elif opening is None or fence[2].strip():
            opening = fence
    return spans


def _top_of(text: str) -> int:
    blank = _BLANK.match(text)
    return blank.end() if blank else 0


def _line_end(text: str, start: int) -> int:
    stop = text.find("\n", start, start + LONGEST)
    return stop if stop >= 0 else min(start + LONGEST, len(text))


def _read(text: str, start: int, *, is_top: bool, one_line: bool = False) -> FrontMatter | None:
    opening = _OPENING.match(text, start)
    if opening is not None:
        found, is_closed = _read_fenced(text, opening, is_top)
        return found if found and (_is_evident(found.values) or (is_top and is_closed)) else None
    if text.startswith("{", start):
        found = _read_json(text, start)
        return found if found and (_is_evident(found.values) or is_top) else None
    leaked = read_leaked(text, start, one_line=one_line)
    return leaked and FrontMatter(start, leaked[0], leaked[1], "leaked")


def _is_evident(values: dict[str, Any]) -> bool:
    """Tell front matter from a box of credits or another short list between two rules."""
    keys = {key.casefold() for key in values}
    return bool(keys & CORE) and (len(keys & WELL_KNOWN) > 1 or "title" in keys)


def _read_fenced(
    text: str, opening: re.Match[str], is_top: bool
) -> tuple[FrontMatter | None, bool]:
    """Read a block between fences, or as much as looks like one where the second is missing."""
    fence, begin = opening[1], opening.end()
    closings = ("---", "...") if fence == "---" else ("+++",)
    place, last, before_blank = begin, begin, 0
    while place < min(len(text), begin + LONGEST):
        stop = _line_end(text, place)
        line = text[place:stop].rstrip()
        if line in closings:
            return _fenced(opening, text[begin:place], place + len(line), is_top), True
        if not _LINES[fence].match(line) or (before_blank and _PROSE_PAIR.match(line)):
            break
        if line:
            last = place + len(line)
        elif not before_blank:
            before_blank = last
        place = stop + 1
    end = before_blank or last
    return _fenced(opening, text[begin:end], end, is_top), False


def _fenced(opening: re.Match[str], block: str, end: int, is_top: bool) -> FrontMatter | None:
    if not block.strip() or not (is_top or _is_evident(_from_lines(block))):
        return None  # known without a parser, which would be slow in a text full of rules
    style = "yaml" if opening[1] == "---" else "toml"
    values = (_from_yaml(block) if style == "yaml" else _from_toml(block)) or _from_lines(block)
    if not values or not _is_short(values):
        return None
    return FrontMatter(opening.start(), end, values, style)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with the plain values of `leaked.scalar`, so that `date: 2022-11-13` stays a string."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own interface


_Loader.add_implicit_resolver(
    "!plain", re.compile("true|false|null|~|[-0-9.]+"), list("tfn~-0123456789")
)
_Loader.add_constructor("!plain", lambda loader, node: scalar(node.value))


def _from_yaml(block: str) -> dict[str, Any] | None:
    if _is_tangled(block):
        return None
    try:
        values = yaml.load(block, _Loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None
    return _plain(values) if isinstance(values, dict) else None


def _from_toml(block: str) -> dict[str, Any] | None:
    if _is_tangled(block):
        return None
    try:
        values = tomllib.loads(block.replace("\r\n", "\n"), parse_float=scalar)
    except (ValueError, RecursionError):
        return None
    written = _from_lines(block)
    for key, value in values.items():
        if isinstance(value, dt.date | dt.time) and _DATE.fullmatch(str(written.get(key))):
            values[key] = written[key]
    plain: dict[str, Any] = _plain(values)
    return plain


def _is_tangled(block: str) -> bool:
    """Tell whether a block is nested too deep, or leans on YAML's aliases, which can explode."""
    depth = block.count("[") + block.count("{") + block.count("- -") + block.count("? ")
    return depth > 100 or _ALIAS.search(block) is not None


def _from_lines(block: str) -> dict[str, Any]:
    """Read the plain pairs of a block that is not quite YAML or TOML, and lists beneath them."""
    values: dict[str, Any] = {}
    key = None
    for line in block.splitlines():
        pair = _PLAIN_PAIR.match(line)
        item = re.match(r"\s*-\s+(.*)", line)
        if pair:
            key = pair[1].strip()
            written = (pair[2] or "").strip()
            values[key] = scalar(written) if written == unquote(written) else unquote(written)
        elif item and key and values[key] in ("", None):
            values[key] = [unquote(item[1].strip())]
        elif item and key and isinstance(values[key], list):
            values[key].append(unquote(item[1].strip()))
    return values


def _read_json(text: str, start: int) -> FrontMatter | None:
    if not _JSON_OPENING.match(text, start):
        return None
    stop = text.find("\n}", start, start + LONGEST_JSON) + 1 or _line_end(text, start)
    end = text.rfind("}", start, stop + 1) + 1
    if not end or not _JSON_END.match(text, end - 1):
        return None
    try:
        values = json.loads(
            text[start:end], parse_int=scalar, parse_float=scalar, parse_constant=str
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not values or not _is_short(values):
        return None
    return FrontMatter(start, end, _plain(values), "json")


def _plain(value: Any) -> Any:
    """Give a parsed value as JSON values, strings without the curly quotes that YAML lets stand."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set):
        return sorted(str(item) for item in value)
    if isinstance(value, str):
        return value if re.search(r"[“”‘’]", value[1:-1]) else unquote(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _is_short(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_short(item) for item in value.values())
    if isinstance(value, list):
        return all(_is_short(item) for item in value)
    return not isinstance(value, str) or len(value) <= LONGEST_VALUE
