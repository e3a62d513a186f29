"""
Exports of newspaper databases -> pages: many articles in one text file.

Nexis (`12 of 250 DOCUMENTS` above each, fields such as `BYLINE:` between), Nexis Uni (`Byline:` and
so on, `Body`, `End of Document`; most often as DOCX, see `office`), Factiva (two letters at the
beginning of a line) and ProQuest (a rule of underscores, `Title:`, `Full text:`).

Sources: files as users show them in LexisNexisTools, tm.plugin.factiva and tm.plugin.europresse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wirecopy.options import Options
from wirecopy.read.decode import decode
from wirecopy.read.export_kinds import BODY, NEXIS, PROQUEST, UNI, export_kind
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
_UNI_FIELD = re.compile(r"(?:Copyright|Section:|Length:|Byline:|Dateline:)")
_UNI_END = re.compile(
    r"^[ \t]*(?:(?:Graphic|Classification|Notes|End of Document)\s*?$|Load-Date:)", re.M
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
    encoding = decoded.encoding
    items = []
    for item in articles_in(text, kind):
        start = len(text[: item.start].encode(encoding, "replace"))
        end = start + len(text[item.start : item.end].encode(encoding, "replace"))
        items.append(replace(item, start=start, end=end))
    yield from pages_of(source, raw, items, READER)


def articles_in(text: str, kind: str) -> Iterator[Item]:
    """Give the articles of an export of a kind, with where they stand in the text."""
    take_apart = _TAKEN_APART[kind]
    for number, (start, end) in enumerate(parts_of(text, kind), 1):
        story, claims = take_apart(text[start:end].replace("\r\n", "\n"))
        wrong = "" if story else "an article without a text"
        yield Item(f"article {number}", start, end, story, tuple(claims), wrong)


def parts_of(text: str, kind: str | None) -> list[tuple[int, int]]:
    """Give the stretches of the articles, which meet."""
    if kind in ("Factiva export", "Nexis Uni export"):
        ends = _FACTIVA_END if kind == "Factiva export" else UNI
        starts = [0] + [m.end() for m in ends.finditer(text)]
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


def _nexis_uni(text: str) -> tuple[str, list[Claim]]:
    body = BODY.search(text)
    head = [line.strip() for line in text[: body.start() if body else 0].split("\n")]
    head = [line for line in head if line]
    claims: list[Claim] = []
    # A cover or a list of all titles may stand above the first article: what counts is nearest to
    # its fields. The day stands below the outlet, which stands below the title.
    fields = next((n for n, line in enumerate(head) if _UNI_FIELD.match(line)), len(head))
    dated = next((n for n in range(fields - 1, 1, -1) if _DATE.search(head[n])), None)
    if dated is not None:
        claims += claim("title", head[dated - 2], "nexis: above the outlet")
        claims += claim("outlet", head[dated - 1], "nexis: above the date")
        claims += claim("published", _DATE.findall(head[dated])[0], "nexis: date line")
    end = _UNI_END.search(text, body.end()) if body else None
    for line in (*head, *(text[end.start() :].split("\n") if end else ())):
        name, colon, value = line.strip().partition(":")
        if colon and (kind := _NEXIS_KINDS.get(name.upper())) and name.istitle():
            claims += claim(kind, value, f"nexis: {name.lower()}")
    story = text[body.end() : end.start() if end else len(text)] if body else ""
    return _paragraphs(story), claims


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


_TAKEN_APART = {
    "Nexis export": _nexis,
    "Nexis Uni export": _nexis_uni,
    "Factiva export": _factiva,
    "ProQuest export": _proquest,
}


def _paragraphs(text: str) -> str:
    """Join the lines of each paragraph; paragraphs are parted by blank lines."""
    return "\n\n".join(
        " ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip()
    )
