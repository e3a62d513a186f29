"""
What a web server sent, as a record holds it: status, headers, and the body as it was meant.

The body is taken out of its chunks and unpacked. Crawlers often undo one or the other and leave
the header that says otherwise: what is not packed is taken as it is.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import brotli

from wirecopy.errors import ReadError
from wirecopy.read.unpack import DAMAGED, Allowance, Unpacked

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MARKS = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_BROTLI_OUTPUT = 1 << 20


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response."""

    status: int | None
    headers: dict[str, str]
    """By names in lower case; of several of one name, the first."""
    body: bytes
    """As it was sent."""


def parse_response(block: bytes) -> Response:
    """Take a response apart; one without a status line is all body."""
    status = _STATUS.match(block)
    if status is None and not block.startswith(b"HTTP/"):
        return Response(None, {}, block)
    end = _END.search(block)
    head = block[: end.start()] if end else block
    headers = parse_headers(head.partition(b"\n")[2])
    return Response(int(status[1]) if status else None, headers, block[end.end() :] if end else b"")


def parse_headers(head: bytes) -> dict[str, str]:
    """
    Read lines of `Name: value`, the names in lower case.

    >>> parse_headers(b"Content-Type: text/html;\\r\\n charset=utf-8\\r\\nX: 1\\r\\nX: 2")
    {'content-type': 'text/html; charset=utf-8', 'x': '1'}
    """
    text = re.sub(rb"\r?\n[ \t]+", b" ", head)
    try:
        lines = text.decode().splitlines()
    except UnicodeDecodeError:
        lines = text.decode("latin-1").splitlines()
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def content_type(value: str | None) -> tuple[str, str | None]:
    """
    Split a content type into the type and the charset.

    >>> content_type("Text/HTML; Charset='UTF-8'"), content_type(None)
    (('text/html', 'UTF-8'), ('', None))
    """
    kind, _, rest = (value or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    return kind.strip().lower(), match[1] if match else None


def body_of(response: Response, limit: int, allowance: Allowance) -> bytes:
    """
    Give the body as it was meant.

    Raises:
        ReadError: It is cut short, damaged, or longer than `limit`.
    """
    body = response.body
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = unchunked(body)
    for coding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, coding.strip().removeprefix("x-"), limit, allowance)
    if len(body) > limit:
        raise ReadError(f"longer than max_page_bytes ({limit:,} bytes)")
    return body


def unchunked(body: bytes) -> bytes:
    """
    Take a body out of its chunks; one that is not in chunks is taken as it is.

    Raises:
        ReadError: Its chunks break off.

    >>> unchunked(b"4\\r\\nFog \\r\\n6\\r\\nclosed\\r\\n0\\r\\n\\r\\n"), unchunked(b"Fog closed")
    (b'Fog closed', b'Fog closed')
    """
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        length = int(match[1], 16)
        if length == 0:
            return b"".join(pieces)
        end = match.end() + length
        if not pieces and body[end : end + 1] not in (b"\r", b"\n"):
            return body  # a text that begins with a figure
        if end > len(body):
            break
        pieces.append(body[match.end() : end])
        at = end
        while body[at : at + 1] in (b"\r", b"\n") and at < end + 2:
            at += 1
    if not pieces:
        return body
    raise ReadError("cut short: its last chunk is not there")


def _unpacked(body: bytes, coding: str, limit: int, allowance: Allowance) -> bytes:
    if coding in _MARKS:
        return _read(body, coding, limit, allowance) if body.startswith(_MARKS[coding]) else body
    if coding == "deflate":
        return _deflated(body, limit)
    if coding == "br":
        return _brotli(body, limit)
    if coding in ("", "identity", "none", "utf-8"):
        return body
    raise ReadError(f"packed in a way that is not known: {coding[:40]!r}")


def _read(body: bytes, coding: str, limit: int, allowance: Allowance) -> bytes:
    import io

    pieces: list[bytes] = []
    length = 0
    stream = Unpacked(io.BytesIO(body), coding, allowance)
    try:
        while chunk := stream.step(1 << 17):
            pieces.append(chunk)
            length += len(chunk)
            if length > limit:
                raise ReadError(f"longer than max_page_bytes ({limit:,} bytes)")
    except EOFError as error:
        if "bytes behind" not in str(error):
            raise ReadError(f"its {coding} body is cut short") from None
    except DAMAGED as error:
        raise ReadError(f"damaged {coding} body: {error}") from None
    return b"".join(pieces)


def _deflated(body: bytes, limit: int) -> bytes:
    for wbits in (15, -15):
        made = zlib.decompressobj(wbits)
        try:
            found = made.decompress(body, limit + 1)
        except zlib.error:
            continue
        if not made.eof and len(found) <= limit:
            raise ReadError("its deflate body is cut short")
        return found
    return body


def _brotli(body: bytes, limit: int) -> bytes:
    made = brotli.Decompressor()
    pieces: list[bytes] = []
    length = 0
    try:
        data = body
        while not made.is_finished():
            found = made.process(data, output_buffer_limit=_BROTLI_OUTPUT)
            data = b""
            pieces.append(found)
            length += len(found)
            if length > limit:
                raise ReadError(f"longer than max_page_bytes ({limit:,} bytes)")
            if not found and made.can_accept_more_data():
                break
    except brotli.error:
        if not pieces and b"<" in body[:1024]:
            return body
        raise ReadError("damaged brotli body") from None
    if not made.is_finished():
        raise ReadError("its brotli body is cut short")
    return b"".join(pieces)
