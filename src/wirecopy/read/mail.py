"""
Mail (eml, mbox) and MHTML -> the message or the saved page in each, and what is attached.

A press release comes by mail: its subject is the title, its sender the author, its date the date.
Of a message that is given in several forms, the plain text is read, else the HTML. Attachments are
read in their turn, each with what the message says of itself. MHTML is what browsers save: the page
is its root part; frames, pictures and styles are no pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import is_unicode, is_url
from wirecopy.read.decode import decode
from wirecopy.read.markup import has_document, plain_text
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Names, Source
from wirecopy.read.web import find_web
from wirecopy.records import Claim, Page, Skipped

READER = "mail 1"

_FROM = re.compile(rb"From \S+ .*\d{4}\s*$|From - .*\d{4}\s*$")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")
_PARTS = re.compile(rb"(?i)^content-type:[ \t]*(?:multipart|message)/", re.M)
_MOST_PARTS = 1000
"""Parts with parts in them; more is no letter, and takes for ever to take apart."""
_FEWEST_LETTERS = 40
_CHUNK = 1 << 20


def read_mbox(source: Source, options: Options) -> Iterator[Source | Skipped]:
    """Give the messages of a mailbox, each with its place."""
    limit = options.max_page_bytes
    number, at, begun = 0, 0, 0
    lines: list[bytes] = []
    length, blank, first = 0, True, True
    with source.open() as stream:
        while line := stream.readline(_CHUNK):
            begins = blank and _FROM.match(line) is not None
            if begins and not first:
                number += 1
                yield _message(source, number, (begun, at), lines, length, limit)
                lines, length, begun = [], 0, at
            first = False
            if not begins:
                length += len(line)
                if length <= limit:
                    lines.append(line)
            blank = not line.strip()
            at += len(line)
    yield _message(source, number + 1, (begun, at), lines, length, limit)


def _message(
    source: Source, number: int, lies: tuple[int, int], lines: list[bytes], length: int, limit: int
) -> Source | Skipped:
    part = source.part(f"message {number}", lies=lies, kind="email")
    if length > limit:
        return part.skipped(f"longer than max_page_bytes ({limit:,} bytes)")
    return replace(part, raw=_ESCAPED.sub(rb"\1", b"".join(lines)))


def read_email(source: Source, options: Options) -> Iterator[Page | Skipped | Source]:
    """
    Read a message: a page for its text, and a part for each thing that is attached.

    Raises:
        ReadError: It is too long, or has parts within parts without end.
    """
    raw = source.read(options.max_page_bytes)
    message = _parsed(raw)
    claims = _claims(message)
    leaves = list(_leaves(message))
    bodies = [leaf for leaf in leaves if _is_body(leaf)]
    text, body = _text_of(bodies)
    place = Place(source.file, source.member, 0, len(raw))
    if text and body is not None:
        yield make_page(place, raw, text, claims, READER)
    elif bodies or not leaves:
        yield source.skipped(f"no text of {_FEWEST_LETTERS} letters in it", 0, len(raw))
    names = Names()
    for number, leaf in enumerate(leaves, 1):
        if leaf is body or (leaf in bodies and not text):
            continue
        name = names.own(_name(leaf) or f"part {number}")
        part = source.part(name, lies=source.lies or (0, len(raw)))
        if leaf in bodies:
            yield part.skipped(f"the message in another form ({leaf.get_content_type()})")
        elif leaf.get_content_type() == "message/rfc822":
            inside = next(iter(leaf.get_payload()), None) if leaf.is_multipart() else None
            held = _bytes_of(inside) if isinstance(inside, Message) else b""
            yield replace(part, raw=held, kind="email", claims=())
        else:
            yield replace(part, raw=_payload(leaf), charset=_charset(leaf), claims=tuple(claims))


def read_mhtml(source: Source, options: Options) -> Iterator[Page | Skipped | Source]:
    """
    Read a page that a browser saved as one file: its root part, with its address and time.

    Raises:
        ReadError: It is too long, or has parts within parts without end.
    """
    raw = source.read(options.max_page_bytes)
    message = _parsed(raw)
    leaves = list(_leaves(message))
    root = next(
        (leaf for leaf in leaves if leaf.get_content_subtype() in ("html", "xhtml+xml")), None
    )
    if root is None:
        yield source.skipped("no part of it is HTML", 0, len(raw))
        return
    url = _header(message, "Snapshot-Content-Location") or _header(root, "Content-Location")
    date = _header(message, "Date")
    claims = [
        *([Claim("url", url, "mhtml: Content-Location")] if is_url(url) else []),
        *([Claim("captured", date, "mhtml: Date")] if date else []),
    ]
    yield replace(
        source,
        outer=source,
        raw=_payload(root),
        lies=source.lies or (0, len(raw)),
        charset=_charset(root),
        kind="HTML",
        depth=source.depth + 1,
        claims=source.claims + tuple(claims),
    )
    others = len(leaves) - 1
    if others:
        beside = source.part("other parts", lies=source.lies or (0, len(raw)))
        yield beside.skipped(f"what a browser saved beside a page: {others:,} parts")


def _parsed(raw: bytes) -> Message:
    if len(_PARTS.findall(raw)) > _MOST_PARTS:
        raise ReadError(f"more than {_MOST_PARTS:,} parts within parts", 0, len(raw))
    try:
        return message_from_bytes(raw)
    except RecursionError:
        raise ReadError("parts within parts without end", 0, len(raw)) from None


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that hold something; a message within is one."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
    elif depth > 100:
        raise ReadError("parts within parts without end")
    else:
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)


def _is_body(leaf: Message) -> bool:
    attached = str(leaf.get("Content-Disposition", "")).strip().lower().startswith("attachment")
    return leaf.get_content_type() in ("text/plain", "text/html") and not attached


def _text_of(bodies: list[Message]) -> tuple[str, Message | None]:
    """Give the text of a message and the part that it is of: plain before HTML."""
    for kind in ("text/plain", "text/html"):
        for leaf in bodies:
            if leaf.get_content_type() != kind:
                continue
            try:
                text = decode(_payload(leaf), _charset(leaf), lenient=True).text
            except ReadError:
                continue
            if kind == "text/html":
                text = (find_web(text).text if has_document(text) else None) or plain_text(text)
            text = text.replace("\r\n", "\n").strip()
            if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS:
                return text, leaf
    return "", None


def _claims(message: Message) -> list[Claim]:
    claims = []
    for kind, name in (("title", "Subject"), ("published", "Date"), ("id", "Message-ID")):
        if value := _header(message, name):
            claims.append(Claim(kind, value, f"mail: {name}"))
    name, address = parseaddr(_header(message, "From"))
    if name:
        claims.append(Claim("author", name, "mail: From"))
    if "@" in address:
        claims.append(Claim("outlet", address.rpartition("@")[2].lower(), "mail: From"))
    received = _header(message, "Received").rpartition(";")[2].strip()
    if received:
        claims.append(Claim("captured", received, "mail: Received"))
    if language := _header(message, "Content-Language"):
        claims.append(Claim("language", language, "mail: Content-Language"))
    return [claim for claim in claims if len(claim.value) <= 4096 and is_unicode(claim.value)]


def _header(message: Message, name: str) -> str:
    """Give a header in plain words; empty where it is not there."""
    try:
        value = str(message.get(name, ""))
        return " ".join(str(make_header(decode_header(value))).split())
    except Exception:  # the library raises whatever a damaged header makes it happen upon
        return ""


def _name(leaf: Message) -> str:
    try:
        name = leaf.get_filename() or ""
        return " ".join(str(make_header(decode_header(name))).split())[:200]
    except Exception:  # names are where mailers and their libraries disagree most
        return ""


def _payload(leaf: Message) -> bytes:
    try:
        payload = leaf.get_payload(decode=True)
    except Exception:  # a damaged encoding of the part
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _charset(leaf: Message) -> str | None:
    try:
        return leaf.get_content_charset()
    except Exception:  # a charset that is none
        return None


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # a message that cannot be written again
        return b""
