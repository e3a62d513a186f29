"""
WARC, ARC, WET: each record that holds a page -> that page, with its capture.

A record is read where it answers 200 with something that may be a page; every other one is skipped
under what it is. A revisit is read with the text that it refers to, where that lies in the same
dump. A digest that does not fit is a claim of the page, as is a cut that the crawler made: both
may be the crawler's slip. WAT records hold no text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import in_unicode, is_url
from wirecopy.read.framing import Frame, Tape, frames
from wirecopy.read.http import body_of, content_type, parse_headers, parse_response
from wirecopy.read.sniff import HEAD, sniff
from wirecopy.read.source import Source
from wirecopy.read.unpack import Unpacked
from wirecopy.records import Claim, Skipped

_NO_PAGE = re.compile(
    r"image/|audio/|video/|font/|application/(?:x-)?(?:font|javascript|ecmascript|json|"
    r"x-shockwave-flash|wasm|vnd\.ms-fontobject|x-font-.*|manifest\+json|dash\+xml|vnd\.apple\.mpegurl)"
    r"|text/(?:css|javascript|ecmascript|x-component|vtt)",
)
_FOR_ROBOTS = re.compile(
    r"https?://[^/]+/(?:robots|ads|app-ads|security|humans)\.txt(?:\?|$)", re.I
)
_NOTES = re.compile(r"(?:metadata|urn|about|chrome|data|dns|whois|screenshot|info):", re.I)
"""Addresses under which crawlers keep their own notes."""
_HTML = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
HOLDING = ("response", "resource", "conversion")
"""Types of records that hold something that may be a page."""
MOST_REVISITED = 500_000
"""Records of a dump that a revisit may refer to: the first ones."""
_MOST_TURNED_BACK = 64_000_000
"""Bytes that are read again for one revisit."""


class _Record(NamedTuple):
    """A record that holds something."""

    frame: Frame
    part: Source
    """Its place, name, and what it claims; not yet its bytes."""
    fields: dict[str, str]
    kind: str


def read_warc(source: Source, options: Options) -> Iterator[Source | Skipped]:
    """Give what the records of a WARC, ARC or WET hold, in their order."""
    answered: dict[str, Frame | str] = {
        key: Frame(start, start, True, "", b"", None) for key, start in source.earlier
    }
    most = block_limit(options)
    with closing(open_dump(source, _start_of(source))) as opened:
        tape = Tape(opened, _start_of(source))
        for frame in frames(tape, most, source.stretch[1] if source.stretch else None):
            record = _record(source, frame)
            if isinstance(record, Skipped):
                yield record
                continue
            try:
                answer = _answer(record, source, options, answered)
            except ReadError as error:
                answer = record.part.skipped(error.reason)
            yield answer
            if record.kind != "revisit":
                found = frame._replace(head=b"", block=None)
                for key in keys_of(record.fields):
                    if len(answered) < MOST_REVISITED:
                        answered.setdefault(
                            key, answer.reason if isinstance(answer, Skipped) else found
                        )


def refers_to(fields: dict[str, str]) -> tuple[str, str]:
    """Give the keys of the record that a revisit refers to, the surer one first."""
    return fields.get("warc-refers-to", ""), fields.get("warc-payload-digest", "").lower()


def block_limit(options: Options) -> int:
    """Give the longest block of a record that is looked at: a page and the headers above it."""
    return options.max_page_bytes + (1 << 16)


def _start_of(source: Source) -> int:
    return source.stretch[0] if source.stretch else 0


def open_dump(source: Source, start: int) -> BinaryIO | Unpacked:
    """Open a dump, unpacked if it is packed, at a place in the file."""
    if source.packing and source.outer:
        return Unpacked(source.outer.open(), source.packing, source.allowance, start)
    return source.open()


def _record(source: Source, frame: Frame) -> _Record | Skipped:
    within = source.outer if frame.in_file and source.packing and source.outer else source
    fields = parse_headers(frame.head.partition(b"\n")[2]) if frame.kind == "WARC" else {}
    name = fields.get("warc-record-id", "").strip("<>")
    if not name or len(name) > 200:
        name = f"record at {frame.start}" if frame.kind else f"bytes at {frame.start}"
    name = in_unicode(name)
    part = source.part(
        name,
        member=f"{within.member}/{name}" if within.member else name,
        lies=(frame.start, frame.end),
        whole=True,
        claims=(),
    )
    if not frame.kind:
        return part.skipped(frame.wrong or "bytes that are no record")
    kind = fields.get("warc-type", "").lower() if frame.kind == "WARC" else _kind_of_arc(frame)
    if kind in ("warcinfo", "request", "metadata", "continuation"):
        return part.skipped(frame.wrong or f"a {kind} record")
    if frame.block is None or (frame.wrong and not _is_complete(frame.block)):
        return part.skipped(frame.wrong or "no block")
    if kind not in (*HOLDING, "revisit"):
        return part.skipped(f"a record of no known type: {kind[:40]!r}")
    return _Record(frame, part, fields, kind)


def _is_complete(block: bytes) -> bool:
    """Tell whether what is there of a record is all that the server sent: its length is wrong."""
    response = parse_response(block)
    return response.headers.get("content-length") == str(len(response.body))


def _kind_of_arc(frame: Frame) -> str:
    return "warcinfo" if frame.head.startswith(b"filedesc:") else "response"


def _answer(
    record: _Record, source: Source, options: Options, answered: dict[str, Frame | str]
) -> Source | Skipped:
    """Give what a record holds as a part, or say why it holds no page."""
    frame, part, fields, kind = record
    url, captured, declared = _said(record)
    if kind == "revisit":
        return _revisited(record, source, options, answered)
    block = frame.block or b""
    claims = _captured(url, captured, fields, frame.kind)
    response = parse_response(block)
    is_bare = not block.startswith(b"HTTP/")
    if is_bare and kind == "response" and frame.kind == "WARC":
        if url.startswith(("http:", "https:")):
            return part.skipped("no HTTP status")
        return part.skipped(f"no page: an answer to {url.partition(':')[0][:20]}")
    if is_bare:
        raw = block
        type_, charset = content_type(declared)
    else:
        if response.status != 200:
            known = response.status is not None
            return part.skipped(f"HTTP status {response.status}" if known else "no HTTP status")
        raw = body_of(response, options.max_page_bytes, source.allowance)
        type_, charset = content_type(response.headers.get("content-type"))
        if modified := response.headers.get("last-modified"):
            claims.append(Claim("modified", modified, "http: last-modified"))
    digests = {"warc-block-digest": [block], "warc-payload-digest": [response.body, raw]}
    for name, possible in digests.items():
        told = fields.get(name)
        if told and not _fits(told, possible):
            claims.append(Claim("digest", f"does not fit: {told[:100]}", f"warc: {name}"))
    if refusal := _refusal(type_, url, raw):
        return part.skipped(refusal)
    is_html = type_ in _HTML and sniff(raw[:HEAD]) in ("text", "CSV")  # fragments look like text
    kind_of_data = "HTML" if is_html else None
    return replace(part, raw=raw, claims=tuple(claims), charset=charset, kind=kind_of_data)


def _said(record: _Record) -> tuple[str, str, str]:
    """Give address, time and type of a record as its head has them."""
    if record.frame.kind == "WARC":
        fields = record.fields
        return (
            fields.get("warc-target-uri", "").strip("<> "),
            fields.get("warc-date", ""),
            fields.get("content-type", ""),
        )
    words = record.frame.head.decode("utf-8", "replace").split()
    at = next((i for i, w in enumerate(words) if i >= 2 and re.fullmatch(r"\d{8,18}", w)), 2)
    date = words[at][:14] if at < len(words) else ""
    if len(date) >= 12:
        date = (
            f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:14] or '00'}Z"
        )
    return "%20".join(words[: at - 1]), date, words[at + 1] if at + 1 < len(words) else ""


def _captured(url: str, captured: str, fields: dict[str, str], kind: str) -> list[Claim]:
    warc = kind == "WARC"
    claims = []
    if is_url(url):
        claims.append(Claim("url", url, "warc: WARC-Target-URI" if warc else "arc: URL"))
    if captured:
        claims.append(Claim("captured", captured, "warc: WARC-Date" if warc else "arc: date"))
    if cut := fields.get("warc-truncated"):
        claims.append(Claim("truncated", cut[:100], "warc: WARC-Truncated"))
    return claims


def _refusal(type_: str, url: str, raw: bytes) -> str | None:
    if _NO_PAGE.match(type_):
        return f"no page: {type_}"
    if _FOR_ROBOTS.match(url):
        return "no page: a file for robots"
    if _NOTES.match(url):
        return "no page: a note of the crawler"
    return "empty" if not raw.strip() else None


def keys_of(fields: dict[str, str]) -> Iterator[str]:
    """Yield the keys under which a record may be referred to."""
    if "warc-record-id" in fields:
        yield fields["warc-record-id"]
    if "warc-payload-digest" in fields:
        yield fields["warc-payload-digest"].lower()


def _revisited(
    record: _Record, source: Source, options: Options, answered: dict[str, Frame | str]
) -> Source | Skipped:
    fields = record.fields
    type_, _ = content_type(parse_response(record.frame.block or b"").headers.get("content-type"))
    if _NO_PAGE.match(type_):
        return record.part.skipped(f"no page: {type_}")
    frame = next((answered[key] for key in refers_to(fields) if key in answered), None)
    if isinstance(frame, str):
        return record.part.skipped(f"a revisit of what is no page: {frame}")
    if frame is None:
        other = fields.get("warc-refers-to-target-uri") or fields.get("warc-refers-to") or ""
        where = f": it refers to {in_unicode(other)[:200]}" if other else ""
        return record.part.skipped(f"a revisit of a record that is not in this dump{where}")
    first = _read_again(source, frame, options)
    earlier = _record(source, first) if first else None
    if not isinstance(earlier, _Record):
        return record.part.skipped("a revisit of a record that cannot be read again")
    try:
        answer = _answer(earlier, source, options, {})
    except ReadError as error:
        answer = earlier.part.skipped(error.reason)
    if isinstance(answer, Skipped):
        return record.part.skipped(f"a revisit of what is no page: {answer.reason}")
    url, captured, _ = _said(record)
    claims = _captured(url, captured, fields, "WARC")
    claims.append(Claim("revisit", earlier.part.member, "warc: WARC-Refers-To"))
    return replace(
        record.part, raw=answer.raw, claims=tuple(claims), charset=answer.charset, kind=answer.kind
    )


def _read_again(source: Source, frame: Frame, options: Options) -> Frame | None:
    """Read a record again that was read before."""
    in_file = source.is_plain_file or (
        frame.in_file and source.outer is not None and source.outer.is_plain_file
    )
    if not in_file and frame.start > _MOST_TURNED_BACK:
        return None
    with closing(open_dump(source, frame.start if in_file else 0)) as opened:
        tape = Tape(opened, frame.start if in_file else 0)
        for one in frames(tape, block_limit(options)):
            if one.start >= frame.start:
                return one if one.start == frame.start else None
    return None


def _fits(told: str, possible: list[bytes]) -> bool:
    """Tell whether a digest is that of one of several bytes; one of no known kind may be."""
    name, _, value = told.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5") or not value.strip():
        return True
    return any(_spelled(hashlib.new(name, one).digest(), value.strip()) for one in possible)


def _spelled(digest: bytes, value: str) -> bool:
    standard = base64.b64encode(digest).decode()
    spellings = {standard, standard.rstrip("="), base64.urlsafe_b64encode(digest).decode()}
    lower = {digest.hex(), base64.b32encode(digest).decode().lower()}
    return value in spellings or value.lower() in lower | {s.rstrip("=") for s in lower}
