"""
Wire copy in lines, as teleprinters took it: IPTC 7901 and ANPA 1312 -> items.

A message is SOH header STX text ETX trailer EOT. Both standards cut paragraphs into lines and mark
them by indents; an item's text has its paragraphs whole again, parted by blank lines. What the
heading lines say is claimed, not part of the text.

Sources: IPTC 7901 (1995), ANPA 1312 (1989, as AP's wires write it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirecopy.options import Options
from wirecopy.read.decode import decode
from wirecopy.read.source import Source
from wirecopy.read.wires.item import Item, claim, pages_of
from wirecopy.records import Claim, Page, Skipped

READER = "wire lines 1"

_MESSAGE = re.compile(rb"\x01([^\x02\x01]{3,400})\x02([^\x03\x01]*)(?:\x03([^\x04\x01]*))?")
_IPTC = re.compile(
    r"\s*(?P<service>[a-z]{2,3})\s?(?P<number>\d{3,4})\s+(?P<urgency>\d)\s+(?P<category>[a-z]{1,3})\s+"
    r"(?P<words>\d+)\s*(?P<rest>[^\n]*)\n?(?P<slugs>.*)",
    re.S | re.I,
)
_ANPA = re.compile(
    r"\s*[a-z]\d{4}.*?\n(?P<urgency>[a-z]) (?P<category>[a-z])\W*"
    r"(?P<slug>\S.*?)\s+(?P<month>\d\d)-(?P<day>\d\d)(?:\s+(?P<words>\d+))?\s*$",
    re.S | re.I,
)
_SENT_IPTC = re.compile(r"(\d\d)(\d\d)(\d\d) ?(GMT|UTC)? ?([A-Za-zä]{3}) (\d\d)\b")
_SENT_ANPA = re.compile(r"AP-\w+-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_GERMAN = {"mär": "mar", "mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_LEAD = re.compile(
    r"(?:\d+(?:st|nd|rd|th) )?(?:lead|extra|urgent|refile|update|correction|recast)\b.*", re.I
)
_NOTES = re.compile(r"^# .*\bnotebook\b", re.I | re.M)
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di)\s+\S.*")
_AGENCY = re.compile(
    r"[^\d,]{2,40}?\b(?:Press|Writers?|Newsfeatures|Correspondent|Reporter)\b.*", re.I
)
_WRITER = re.compile(r"\s+(?:\w+ )?(?:Writers?|Newsfeatures|Correspondent|Reporter)\b.*", re.I)
_DATELINE = re.compile(r"(?P<place>[^\n()]{2,60}?)\s+\((?P<agency>[^()\n]{2,30})\)\s*[-_—–]")
_CREDIT = re.compile(r"^- (Reporting|Editing|Writing) by: ([^\n]+)", re.M)


def read_lines(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of wire copy: a page for each message.

    Raises:
        ReadError: It is too long.
    """
    raw = source.read(options.max_page_bytes)
    found = list(_MESSAGE.finditer(raw))
    at = 0
    items = []
    for number, match in enumerate(found, 1):
        end = match.end() + (raw[match.end() : match.end() + 1] == b"\x04")
        start = (
            at
            if not raw[at : match.start()].strip(b"\x16\x7f\x00\r\n\t \x0c\x04")
            else match.start()
        )
        item = _item(match, f"item {number}" if len(found) > 1 else "", start, end)
        items.append(item)
        at = end
    if not items:
        yield Skipped(
            source.file, source.member, 0, len(raw), "a wire message without STX and text"
        )
    yield from pages_of(source, raw, items, READER)


def _item(match: re.Match[bytes], member: str, start: int, end: int) -> Item:
    header, body, trailer = (
        decode(part or b"", None, lenient=True).text.replace("\r\n", "\n").replace("\r", "\n")
        for part in match.groups()
    )
    if iptc := _IPTC.match(header):
        text, claims = _read_iptc(iptc, body, trailer)
    elif anpa := _ANPA.match(header):
        text, claims = _read_anpa(anpa, body, trailer)
    else:
        return Item(member, start, end, "", wrong="a wire message whose header is of no known form")
    return Item(member, start, end, text, tuple(claims), "" if text else "no story text")


def _read_iptc(header: re.Match[str], body: str, trailer: str) -> tuple[str, list[Claim]]:
    heading, _, story = body.partition("=\n") if "=\n" in body else ("", "", body)
    story, *notes = _NOTES.split(story, 1)
    lines = [flat for line in heading.split("\n") if (flat := line.strip())]
    leads = [line for line in lines if _LEAD.fullmatch(line)]
    bylines = [line for line in lines if _BYLINE.fullmatch(line)]
    title = " ".join(line for line in lines if line not in (*leads, *bylines))
    agency = re.findall(r"\b([A-Za-z]{2,10})\s+\d{2,4}\s*$", header["rest"].strip())
    slugs = [flat for line in header["slugs"].split("\n") if (flat := line.strip(" /"))]
    text = _paragraphs(story)
    claims = [
        *claim("title", title, "iptc 7901: headline"),
        *(c for line in bylines for c in claim("author", line, "iptc 7901: byline")),
        *claim("agency", agency[0] if agency else "", "iptc 7901: header"),
        *_from_dateline(text, "iptc 7901"),
        *(c for slug in slugs for c in claim("slug", slug, "iptc 7901: keyword")),
        *claim("version", " ".join(leads), "iptc 7901: headline"),
        *claim("id", f"{header['service']}{header['number']}", "iptc 7901: header"),
        *claim("category", header["category"], "iptc 7901: header"),
        *claim("published", _sent_iptc(trailer), "iptc 7901: trailer"),
    ]
    for role, names in _CREDIT.findall("".join(notes)):
        claims += claim("credit", f"{role} by {names.strip()}", "iptc 7901: notebook")
    return text, claims


def _read_anpa(header: re.Match[str], body: str, trailer: str) -> tuple[str, list[Claim]]:
    heads: list[str] = []
    sent = trailer + body[-200:]
    lines = body.split("\n")
    while lines and (lines[0].startswith(("^", "*")) or not lines[0].strip()):
        heads += [part.strip(" \t^<=") for part in re.split(r"<\s*(?=\^)", lines.pop(0))]
    heads = [head for head in heads if head and not re.fullmatch(r"\*?\d+", head)]
    keyword = heads.pop(0) if heads else ""
    slug, _, version = keyword.rpartition(",")[0].partition(",")
    bylines = [head for head in heads if _BYLINE.fullmatch(head)]
    notes = [head for head in heads if head.startswith(("Eds:", "AP Photo", "EDITOR"))]
    said = [head for head in heads if head not in (*bylines, *notes)]
    agencies = [_WRITER.sub("", head) for head in said if _AGENCY.fullmatch(head)]
    text = _paragraphs(_plain("\n".join(lines)))
    if not text:  # a list of headlines is all heading
        text, said = "\n\n".join(map(_plain, said[1:])), said[:1]
    claims = [
        *claim(
            "title",
            _plain(next((h for h in said if not _AGENCY.fullmatch(h)), "")),
            "anpa 1312: headline",
        ),
        *(c for line in bylines for c in claim("author", line, "anpa 1312: byline")),
        *(c for agency in agencies for c in claim("agency", agency, "anpa 1312: byline")),
        *_from_dateline(text, "anpa 1312"),
        *claim("agency", "AP" if _SENT_ANPA.search(sent) else None, "anpa 1312: trailer"),
        *claim("slug", slug or keyword.rpartition(",")[0] or keyword, "anpa 1312: keyword"),
        *claim("version", version, "anpa 1312: keyword"),
        *claim("category", header["category"], "anpa 1312: header"),
        *(c for note in notes for c in claim("note", note, "anpa 1312: heading")),
        *claim("published", _sent_anpa(sent), "anpa 1312: trailer"),
    ]
    return text, claims


def _from_dateline(text: str, where: str) -> Iterator[Claim]:
    if line := _DATELINE.match(text):
        yield from claim("dateline", line["place"], f"{where}: dateline")
        yield from claim("agency", line["agency"], f"{where}: dateline")


def _paragraphs(text: str) -> str:
    """
    Join the lines of each paragraph; a paragraph begins behind a blank line or with an indent.

    >>> _paragraphs("   Fog lay on\\nthe port.\\n   Ships waited.\\n\\nRain fell.")
    'Fog lay on the port.\\n\\nShips waited.\\n\\nRain fell.'
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line.strip() or line[:1] in "\t ":
            paragraphs.append([])
        paragraphs[-1] += line.split()
    return "\n\n".join(" ".join(words) for words in paragraphs if words)


def _plain(text: str) -> str:
    """
    Give quotation marks and dashes for what typesetters read as such, and drop their codes.

    >>> _plain("``Fog,'' he said ^_ twice. OST (PX) _ Rain.")
    '“Fog,” he said twice. OST (PX) — Rain.'
    """
    text = re.sub(r"^(?=\^H)", "\n", text, flags=re.M)  # a row of a table
    text = re.sub(r"(?<![ \t])[ \t]*+[<=]+[ \t]*$", "", text, flags=re.M)
    text = re.sub(r"\^[A-Z]?|[\x00-\x08\x0b-\x1f\x7f]", "", text)
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub(r"(?<=\)) _ ", " — ", text)
    return re.sub(r" _(?= )", "", text)


def _sent_iptc(trailer: str) -> str:
    """
    Give the time of a trailer.

    >>> _sent_iptc("131137 GMT Nov 13")
    '2013-11-13T11:37Z'
    """
    match = _SENT_IPTC.search(trailer)
    name = match[5].lower() if match else ""
    if not match or _GERMAN.get(name, name) not in _MONTHS:
        return ""
    month = _MONTHS.index(_GERMAN.get(name, name)) + 1
    return f"20{match[6]}-{month:02}-{match[1]}T{match[2]}:{match[3]}Z"


def _sent_anpa(trailer: str) -> str:
    """
    Give the time of a trailer.

    >>> _sent_anpa("AP-WF-11-13-13 1509GMT")
    '2013-11-13T15:09Z'
    """
    match = _SENT_ANPA.search(trailer)
    return f"20{match[3]}-{match[1]}-{match[2]}T{match[4]}:{match[5]}Z" if match else ""
