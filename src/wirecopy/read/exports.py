"""
Exports of newspaper databases -> pages: many articles in one text file.

Nexis (`12 of 250 DOCUMENTS` above each, fields such as `BYLINE:` between), Factiva (two letters at
the beginning of a line) and ProQuest (a rule of underscores, `Title:`, `Full text:`).

Sources: files as users show them in LexisNexisTools, tm.plugin.factiva and tm.plugin.europresse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.options import Options
from wirecopy.read.decode import decode
from wirecopy.read.export_kinds import NEXIS, PROQUEST, export_kind
from wirecopy.read.source import Source
from wirecopy.read.text import read_text
from wirecopy.read.wires.item import Item, claim, pages_of
from wirecopy.records import Claim, Page, Skipped

READER = "exports 1"

_FACTIVA_FIELD = re.compile(r"^([A-Z]{2}|[A-Z]{3})(?:[ \t]{1,8}|[ \t]*\n)(?=\S|[ \t]+\S)", re.M)
_FACTIVA_END = re.compile(r"^(?:AN[ \t]*\n?.*|Document [A-Z]{2,10}\d{4,}\w+)[ \t\r]*$", re.M)
_FIELD = re.compile(
    r"^[ \t]*([A-Z][A-Z -]{3,24}):[ \t]*(.*(?:\n(?![ \t]*[A-Z][A-Z -]{3,24}:)[ \t]*\S.*)*)", re.M
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre)"
)
_DATE = re.compile(rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}\.? {_MONTH} \d{{4}})", re.I)
_FOOT = re.compile(
    r"^[ \t]*(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|DOCUMENT-TYPE|GRAPHIC|SUBJECT|ORGANIZATION|URL|"
    r"JOURNAL-CODE|UPDATE|PUBLICATION TYPE|UPDATE-DATE|TYPE):",
    re.M,
)
_RIGHTS = re.compile(
    r"^[ \t]*(?:Copyright (?:\d{4}|©|\(c\)).*|All Rights Reserved)[ \t\r]*$", re.M | re.I
)
_NEXIS_KINDS = {"HEADLINE": "title", "BYLINE": "author", "DATELINE": "dateline", "URL": "url",
                "LANGUAGE": "language", "CREDIT": "credit"}  # fmt: skip
_KINDS = {"HD": "title", "BY": "author", "PD": "published", "SN": "outlet", "LA": "language",
          "CR": "credit", "CY": "copyright", "AN": "id"}  # fmt: skip


def read_export(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file that a newspaper database gave out: a page for each article.

    Raises:
        ReadError: It is too long, or in no known encoding.
    """
    raw = source.read(options.max_page_bytes)
    decoded = decode(raw, None)
    text = decoded.text
    kind = export_kind(text)
    if kind is None:  # its beginning looked like one in another encoding, or in its first bytes
        yield from read_text(source, options)
        return
    parts = {"Nexis export": _nexis, "Factiva export": _factiva}.get(kind or "", _proquest)
    encoding = decoded.encoding
    items = []
    for number, (start, end) in enumerate(parts_of(text, kind), 1):
        byte_start = len(text[:start].encode(encoding, "replace"))
        byte_end = byte_start + len(text[start:end].encode(encoding, "replace"))
        story, claims = parts(text[start:end].replace("\r\n", "\n"))
        wrong = "" if story else "an article without a text"
        items.append(Item(f"article {number}", byte_start, byte_end, story, tuple(claims), wrong))
    yield from pages_of(source, raw, items, READER)


def parts_of(text: str, kind: str | None) -> list[tuple[int, int]]:
    """Give the stretches of the articles, which meet."""
    if kind == "Factiva export":
        starts = [0] + [m.end() for m in _FACTIVA_END.finditer(text)]
    else:
        starts = [m.start() for m in (NEXIS if kind == "Nexis export" else PROQUEST).finditer(text)]
    pairs = zip(starts, [*starts[1:], len(text)], strict=True)
    return [(a, b) for a, b in pairs if len(text[a:b].strip(" \r\n_")) > 40]


def _nexis(text: str) -> tuple[str, list[Claim]]:
    text = NEXIS.sub("", text, 1)
    foot = _FOOT.search(text, text.find("LENGTH:") + 1)
    head_end = 0
    claims: list[Claim] = []
    for match in _FIELD.finditer(text):
        if kind := _NEXIS_KINDS.get(match[1].strip()):
            claims += claim(kind, match[2], f"nexis: {match[1].strip().lower()}")
        if not foot or match.start() < foot.start():
            value_end = match.start(2) + len(match[2].split("\n\n")[0].split("\n")[0])
            head_end = max(head_end, match.end() if match[1].strip() != "BODY" else value_end)
    lines = [line.strip() for line in text[: text.find("LENGTH:")].split("\n") if line.strip()]
    date = next((found[0] for line in lines if (found := _DATE.search(line))), None)
    claims += claim("published", date, "nexis: date line")
    claims += claim(
        "outlet", lines[0] if lines and not _DATE.search(lines[0]) else None, "nexis: first line"
    )
    if not any(one.kind == "title" for one in claims):
        # The edition stands right below the date; the title is a block of its own.
        blocks = re.split(r"\n[ \t]*\n", text[: text.find("LENGTH:")])
        dated = next((n for n, block in enumerate(blocks) if _DATE.search(block)), 0)
        titles = [block for block in blocks[dated + 1 :] if block.strip() and ":" not in block[:25]]
        claims += claim("title", titles[0] if titles else None, "nexis: behind the date")
    body = text[head_end : foot.start() if foot else len(text)]
    return _paragraphs(_RIGHTS.sub("", body)), claims


def _factiva(text: str) -> tuple[str, list[Claim]]:
    claims: list[Claim] = []
    story: list[str] = []
    fields = list(_FACTIVA_FIELD.finditer(text))
    ends = [field.start() for field in fields[1:]] + [len(text)] * bool(fields)
    for field, end in zip(fields, ends, strict=True):
        value = text[field.end() : end].strip()
        if field[1] in ("LP", "TD"):
            story.append(_paragraphs(value))
        elif kind := _KINDS.get(field[1]):
            claims += claim(kind, value, f"factiva: {field[1]}")
    return "\n\n".join(filter(None, story)), claims


def _proquest(text: str) -> tuple[str, list[Claim]]:
    claims: list[Claim] = []
    for kind, name in (("title", "Title"), ("author", "Author"), ("outlet", "Publication title"),
                       ("published", "Publication date"), ("language", "Language of publication"),
                       ("url", "Document URL"), ("id", "ProQuest document ID")):  # fmt: skip
        if match := re.search(rf"^{name}: ?(.+)$", text, re.M | re.I):
            claims += claim(kind, match[1], f"proquest: {name.lower()}")
    body = re.search(
        r"^Full text: ?(.*?)(?=^(?:Subject|Title|Location|Copyright|Credit): |\Z)",
        text,
        re.M | re.S | re.I,
    )
    return _paragraphs(body[1]) if body else "", claims


def _paragraphs(text: str) -> str:
    """Join the lines of each paragraph; paragraphs are parted by blank lines."""
    return "\n\n".join(
        " ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip()
    )
