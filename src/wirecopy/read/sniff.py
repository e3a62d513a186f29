"""
What kind of data is this? Told by its first bytes; the name of the file is the last hint.

The answer is the name of a kind. `wirecopy.read.READERS` holds a reader for some of them; the
others are skipped under their name, so an honest reason needs only a line in a table here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import orjson

from wirecopy.frontmatter import find_front_matter
from wirecopy.read.columns import is_header
from wirecopy.read.decode import marked_encoding
from wirecopy.read.export_kinds import export_kind

HEAD = 65_536
"""Bytes that are looked at."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PAR1", "Parquet"),
    (0, b"\x1f\x8b", "gzip data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, b"BZh", "bzip2 data"),
    (0, b"\x04\x22\x4d\x18", "lz4 data"),
    (0, b"\x5d\x2a\x4d\x18", "zstd data"),  # a dictionary comes first
    (0, b"\xfd7zXZ\x00", "xz data"),
    (0, b"PK\x03\x04", "zip archive"),
    (0, b"PK\x05\x06", "zip archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (0, b"Rar!\x1a\x07", "rar archive"),
    (257, b"ustar", "tar archive"),
    (0, b"WARC/", "WARC"),
    (0, b"filedesc://", "ARC"),
    (0, b"%PDF-", "PDF"),
    (0, b"{\\rtf", "RTF"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
    (0, b"ARROW1", "Arrow file"),
    (0, b"SQLite format 3\x00", "SQLite database"),
    (0, b"\x89PNG\r\n\x1a\n", "binary data (PNG image)"),
    (0, b"\xff\xd8\xff", "binary data (JPEG image)"),
    (0, b"GIF8", "binary data (GIF image)"),
    (8, b"WEBP", "binary data (WebP image)"),
    (8, b"WAVE", "binary data (WAV sound)"),
    (4, b"ftyp", "binary data (MP4 film or sound)"),
    (0, b"ID3\x03", "binary data (MP3 sound)"),
    (0, b"ID3\x04", "binary data (MP3 sound)"),
    (0, b"OggS\x00", "binary data (Ogg film or sound)"),
    (0, b"\x00\x00\x01\x00", "binary data (icon)"),
    (0, b"\x00\x01\x00\x00\x00", "binary data (font)"),
    (0, b"OTTO\x00", "binary data (font)"),
    (0, b"wOFF", "binary data (font)"),
    (0, b"wOF2", "binary data (font)"),
    (0, b"\x7fELF", "binary data (program)"),
    (0, b"MZ\x90\x00", "binary data (program)"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r\v\x1b"))
_MOST_CONTROL = 0.01
"""Share of control characters that text may have."""

_LEAD = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*", re.I | re.S)
"""What stands before the root of a document; a type with declarations of its own has brackets."""
_ROOT = re.compile(r"<(?:[a-z][\w.-]*:)?([a-z][\w.-]*)[\s/>]", re.I)
_HTML_TAGS = (
    "html head body title meta link script style div p article section main header table h1 h2 "
    "h3 ul ol span a b i em strong br center font img figure blockquote base nav"
)
_HTML_ROOTS = frozenset(_HTML_TAGS.split())
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
_DOCUMENT = re.compile(r"[^`]{0,256}?<html[\s>].{0,4096}?<(?:head|body)[\s>]", re.I | re.S)
"""A document with something before it, unless that something is a fence of Markdown."""
_FEWEST_TAGS = 3
"""Tags that a text beginning with one must have to be HTML rather than a note in Markdown."""

_FEEDS = {"rss": "RSS feed", "rdf": "RSS feed", "channel": "RSS feed", "feed": "Atom feed"}
"""`channel` is the root of CDF, which came before RSS, and of RSS that lost its root."""

_G2 = "newsitem newsmessage packageitem conceptitem knowledgeitem planningitem catalogitem"
_WIRES = {**dict.fromkeys(_G2.split(), "NewsML-G2"), "newsml": "NewsML", "nitf": "NITF"}
_WIRE_COPY = re.compile(rb"[\x00\x16\x7f\s]*\x01\s?[A-Za-z]{1,3}\d{3,5}[^\x02]{4,400}\x02")
"""The beginning of a message of IPTC 7901 or ANPA 1312."""
_MAIL = re.compile(r"(?:From \S+ .*\r?\n)?(?:[A-Z][A-Za-z0-9-]+:[ \t].*(?:\r?\n[ \t].*)*\r?\n){3,}")
_MAIL_FIELDS = re.compile(r"^(?:MIME-Version|Message-ID|Return-Path|Received):", re.I | re.M)
_CDX = re.compile(
    r"CDX( [A-Za-z])+\s|\S+\)\S* \d{4,14}(?: \{|\t\S+\t\d+\t| \S+ \S+/\S+ (?:\d{3}|-) )"
)

Tell = Callable[[str, str], bool]
"""Told the beginning of a text without its leading blanks, and the file's name in lower case."""

TELLS: tuple[tuple[str, Tell], ...] = (
    ("index of a web archive (CDX)", lambda text, name: _CDX.match(text) is not None),
)
"""
Kinds of text that have a sign of their own, asked in this order before the general ones (JSON,
markup, mail, CSV). A sign is one that no other text has: a false one takes a page from its reader.
"""

_OBJECT = re.compile(r'\{\s*(?:"|\}\s*$)')
_ARRAY = re.compile(r"\[\s*(?:\{|\]\s*$)")


def sniff(head: bytes, name: str = "", columns: Mapping[str, str] | None = None) -> str:
    """
    Tell what kind of data begins with these bytes.

    Args:
        head: The first `HEAD` bytes.
        name: The file's name; only its ending counts, and only between kinds of text.
        columns: `Options.columns`: the user's word that a table has such columns.

    >>> sniff(b"<!doctype html><title>Fog</title>"), sniff(b"Fog closed the port."), sniff(b"")
    ('HTML', 'text', 'empty')
    >>> sniff(b"\\x89PNG\\r\\n\\x1a\\n..."), sniff(b'{"text": "Fog closed the port."}')
    ('binary data (PNG image)', 'JSON')
    """
    if not head:
        return "empty"
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if _WIRE_COPY.match(head):
        return "wire copy"
    encoding, start = marked_encoding(head)
    wide = encoding is not None and encoding != "utf-8"
    if not wide and len(head) - len(head.translate(None, _CONTROL)) > _MOST_CONTROL * len(head):
        return "binary data"
    # Latin-1 keeps every byte of an ASCII-like encoding; the patterns below are all ASCII.
    text = head[start:].decode(encoding or "latin-1", "ignore" if wide else "replace")
    return _kind_of_text(text, name.casefold(), columns or {})


def _kind_of_text(text: str, name: str, columns: Mapping[str, str]) -> str:
    opening = text.lstrip()
    if not opening:
        return "text"
    for own_kind, is_one in TELLS:
        if is_one(opening, name):
            return own_kind
    if _OBJECT.match(opening) or _ARRAY.match(opening):
        return "text" if _is_front_matter(text) else "JSON"
    fields = _MAIL.match(opening)
    if fields and _MAIL_FIELDS.search(fields[0]):
        return _kind_of_mail(fields[0])
    if opening[0] == "<":
        kind = _kind_of_markup(opening)
        if kind:
            return kind
    elif _DOCUMENT.match(opening):
        return "HTML"
    if name.endswith((".jsonl", ".ndjson", ".json")) and _is_json(opening):
        return "JSON"
    if export := export_kind(text):
        return export
    if is_header(text, name.endswith((".csv", ".tsv", ".tab")), columns):
        return "CSV"
    return "text"


def _kind_of_mail(fields: str) -> str:
    if fields.startswith("From "):
        return "mailbox"
    return "MHTML" if re.search(r"(?mi)^Content-Type:\s*multipart/related", fields) else "email"


def _is_front_matter(text: str) -> bool:
    """Tell whether an object of JSON stands above prose, as Hugo writes its front matter."""
    found = find_front_matter(text)
    rest = text[found.end :].lstrip() if found else ""
    return rest[:1] not in ("", "{", "[", "]", ",")


def _kind_of_markup(text: str) -> str | None:
    begin = _LEAD.match(text).end()  # type: ignore[union-attr]
    if begin == len(text) < HEAD // 4:  # else the root may stand behind the head
        return "empty: nothing but comments"
    root = _ROOT.match(text, begin)
    word = root[1].lower() if root else ""
    xml = text.startswith("<?xml")
    if re.match(r"\s*<!doctype html|\s*<html[\s>]", text, re.I) or word == "html":
        return "HTML"
    if word in _FEEDS:
        return _FEEDS[word]
    if word in _WIRES:
        return _WIRES[word]
    if xml:
        return f"XML ({root[1]})" if root else "XML"
    if _DOCUMENT.match(text):
        return "HTML"
    if word in _HTML_ROOTS and len(_TAG.findall(text)) >= _FEWEST_TAGS and "</" in text:
        return "HTML"
    return None


def _is_json(text: str) -> bool:
    try:
        orjson.loads(text.partition("\n")[0])
    except orjson.JSONDecodeError:
        return False
    return True
