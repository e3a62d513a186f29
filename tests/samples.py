"""Small files of every format, made of a few sentences about events that never happened."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from functools import partial

import brotli
import lz4.frame
import zstandard

from samples_desk import desk

FOG = (
    "Fog closed the port of Ost on Monday, and ferries stayed where they were until noon, the "
    "harbor office said. About forty boats waited outside the mole.\n\n"
    "The captain of the largest of them, Ines Tamm, told a meeting in the net hall that nobody had "
    "been in danger, and that the bell buoy had been heard all the time."
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Fog closes the port of Ost</title>"
    '<meta property="article:published_time" content="2024-03-04T10:00:00Z">'
    '<meta name="author" content="Bo Aske"></head><body><article><h1>Fog closes the port of Ost'
    "</h1>" + "".join(f"<p>{part}</p>" for part in FOG.split("\n\n")) + "</article></body></html>"
).encode()
URL = "https://bell.example/fog"


def http(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP response; `content_type` stands for `Content-Type`."""
    headers = {"content_type": "text/html; charset=utf-8"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return f"HTTP/1.1 {status}\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes,
    kind: str = "response",
    number: int = 1,
    url: str = URL,
    length: int | None = None,
    content_type: str = "application/http; msgtype=response",
    **fields: str,
) -> bytes:
    """A record of a WARC; `Payload_Digest` stands for `WARC-Payload-Digest`."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date": f"2024-03-05T00:00:{number % 60:02}Z",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
    } | {
        f"WARC-{name.replace('_', '-')}": value for name, value in fields.items() if "=" not in name
    }
    if "Content_Type" in fields:
        head["Content-Type"] = fields["Content_Type"]
        head.pop("WARC-Content-Type", None)
    head["Content-Length"] = str(len(block) if length is None else length)
    lines = "\r\n".join(f"{name}: {value}" for name, value in head.items())
    return f"WARC/1.1\r\n{lines}\r\n\r\n".encode() + block + b"\r\n\r\n"


def records() -> list[bytes]:
    """Records of each kind: a note, an answer, its request, a revisit of it, a dead link."""
    digest = sha1(PAGE)
    return [
        record(
            b"software: pen and paper\r\n", "warcinfo", 0, content_type="application/warc-fields"
        ),
        record(http(), number=1, Payload_Digest=digest),
        record(b"GET /fog HTTP/1.1\r\n\r\n", "request", 2),
        record(http(b""), "revisit", 3, Payload_Digest=digest, Profile="identical-payload-digest"),
        record(http(status="404 Not Found"), number=4, url=f"{URL}/gone"),
    ]


def sha1(raw: bytes) -> str:
    """A digest as WARC has it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(raw).digest()).decode()


def warc(parts: Iterable[bytes] | None = None) -> bytes:
    """A WARC of some records."""
    return b"".join(records() if parts is None else parts)


def warc_gz(parts: Iterable[bytes] | None = None) -> bytes:
    """A WARC whose records are gzip members of their own."""
    return b"".join(gzip.compress(one, mtime=0) for one in (records() if parts is None else parts))


def warc_zst(parts: Iterable[bytes] | None = None) -> bytes:
    """A WARC whose records are frames of zstd, with a dictionary before them."""
    words = zstandard.train_dictionary(1024, [FOG[i : i + 90].encode() for i in range(200)])
    made = zstandard.ZstdCompressor(dict_data=words)
    first = b"\x5d\x2a\x4d\x18" + len(words.as_bytes()).to_bytes(4, "little") + words.as_bytes()
    parts = records() if parts is None else parts
    return first + b"".join(made.compress(one) for one in parts)


def warc_lz4(parts: Iterable[bytes] | None = None) -> bytes:
    """A WARC whose records are frames of lz4."""
    return b"".join(lz4.frame.compress(one) for one in (records() if parts is None else parts))


def arc() -> bytes:
    """An ARC with one answer."""
    block = b"1 0 Pen and paper\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://ost.arc 0.0.0.0 20240305000000 text/plain {len(block)}\n".encode() + block
    answer = http()
    line = f"\n{URL} 127.0.0.1 20240305000001 text/html {len(answer)}\n".encode()
    return first + line + answer + b"\n"


def wet() -> bytes:
    """A WET with one text."""
    text = FOG.encode()
    return warc([record(text, "conversion", 1, content_type="text/plain")])


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 0, 0, 0)), content, method)
    return held.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """A tar of some files."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def wacz(wrong: bool = False) -> bytes:
    """A WACZ; its list of hashes may be wrong."""
    dump = warc_gz()
    digest = "0" * 64 if wrong else hashlib.sha256(dump).hexdigest()
    listed = {"path": "archive/data.warc.gz", "hash": f"sha256:{digest}", "bytes": len(dump)}
    return zipped(
        {
            "archive/data.warc.gz": dump,
            "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages"}\n',
            "indexes/index.cdx": b" CDX N b a m s k r M S V g\n",
            "datapackage.json": json.dumps({"resources": [listed]}).encode(),
        },
        zipfile.ZIP_STORED,
    )


def docx(body: str | None = None) -> bytes:
    """A DOCX of some paragraphs; `body` replaces its XML."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in FOG.split("\n\n"))
    xml = f'<w:document xmlns:w="{word}"><w:body>{paragraphs}</w:body></w:document>'
    core = (
        '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Fog in Ost</dc:title>'
        "<dc:creator>Bo Aske</dc:creator><dcterms:created>2024-03-04T10:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    return zipped({"word/document.xml": (body or xml).encode(), "docProps/core.xml": core.encode()})


def letter(html: bool = False, attached: dict[str, bytes] | None = None, text: str = FOG) -> bytes:
    """A press release by mail."""
    message = EmailMessage()
    message["From"] = "Harbor Office <press@harbor.example>"
    message["To"] = "desk@bell.example"
    message["Subject"] = "Fög closes the port"
    message["Date"] = "Mon, 04 Mar 2024 10:00:00 +0100"
    message["Message-ID"] = "<1@harbor.example>"
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(PAGE.decode(), subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def mailbox() -> bytes:
    """A mailbox of two messages, the second with a line that begins with `From `."""
    second = letter().replace(b"Fog closed", b"\n>From the harbor office: Fog closed", 1)
    stamp = b"From press@harbor.example Mon Mar  4 10:00:00 2024\n"
    return stamp + letter() + b"\n" + stamp + second + b"\n"


def mhtml() -> bytes:
    """A page as a browser saves it in one file."""
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: " + URL.encode() + b"\r\n"
        b"Subject: Fog\r\nDate: Tue, 5 Mar 2024 00:00:01 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--cut"\r\n\r\n\r\n'
        b"----cut\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: " + URL.encode() + b"\r\n\r\n" + base64.encodebytes(PAGE) + b"\r\n"
        b"----cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://bell.example/a.png\r\n\r\niVBORw0KGgo=\r\n----cut--\r\n"
    )


def pdf(*sheets: list[tuple[float, float, str]]) -> bytes:
    """A PDF: on each sheet lines of text with their places in points."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in sheets or ([(50, 700 - 14 * n, s) for n, s in enumerate(_wrapped(FOG))],):
        shown = "".join(
            f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, text in lines
        ).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (Fog in Ost) /Author (Bo Aske) /CreationDate (D:20240304100000Z) >>")
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(objects), len(made))
    )


def _wrapped(text: str, width: int = 60) -> list[str]:
    import textwrap

    return [line for part in text.split("\n\n") for line in textwrap.wrap(part, width)]


def families() -> dict[str, list[bytes]]:
    """Samples of each family of formats."""
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, PAGE[:100], len(PAGE) - 100, PAGE[100:])
    coded = [
        record(http(chunked, Transfer_Encoding="chunked"), number=1),
        record(http(gzip.compress(PAGE, mtime=0), Content_Encoding="gzip"), number=2),
        record(http(brotli.compress(PAGE), Content_Encoding="br"), number=3),
        record(http(zstandard.compress(PAGE), Content_Encoding="zstd"), number=4),
    ]
    text = FOG.encode()
    return {
        "text": [text, f"---\ntitle: Fog\ndate: 2024-03-04\n---\n{FOG}".encode()],
        "HTML": [PAGE],
        "WARC": [warc(), warc_gz(), warc_zst(), warc_lz4(), warc(coded), gzip.compress(warc())],
        "ARC": [arc(), gzip.compress(arc(), mtime=0)],
        "WET": [wet()],
        "WACZ": [wacz()],
        "packed": [gzip.compress(text), bz2.compress(text), lzma.compress(text),
                   zstandard.compress(text), lz4.frame.compress(text)],
        "zip": [zipped({"a.html": PAGE, "b/c.txt": text}), zipped({"d.zip": zipped({"e": text})})],
        "tar": [tarred({"a.html": PAGE, "b.txt": text}), gzip.compress(tarred({"a.html": PAGE}))],
        "mail": [letter(), letter(html=True, attached={"a.pdf": pdf(), "b.txt": text}), mailbox()],
        "MHTML": [mhtml()],
        "PDF": [pdf()],
        "DOCX": [docx()],
        **desk(),
    }  # fmt: skip


def mutated(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Flip bits, cut, or splice a sample."""
    raw = bytearray(sample)
    for _ in range(chance.choice((1, 1, 2, 5))):
        kind = chance.randrange(6)
        at = chance.randrange(len(raw) + 1)
        if kind == 0:
            for _ in range(chance.choice((1, 3, 20))):
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8) if raw else 0
        elif kind == 1:
            del raw[at:]
        elif kind == 2:
            del raw[at : at + chance.choice((1, 4, 50, 500))]
        elif kind == 3:
            other = chance.choice(others)
            begin = chance.randrange(len(other))
            raw[at:at] = other[begin : begin + chance.choice((2, 30, 400))]
        elif kind == 4:
            raw[at:at] = raw[at : at + chance.choice((1, 60, 600))] * chance.choice((1, 2, 8))
        else:
            raw[at:at] = chance.choice((b"\0", b"\n", b"<", b"9", b"\xff\xfe", b"\r\n\r\n", b"%"))
        if not raw:
            return b"\0"
    return bytes(raw)


def mutated_within(others: list[bytes], chance: random.Random) -> bytes:
    """Mutate a part before it is packed: of a zip, a dump, an answer, or a letter."""

    def change(raw: bytes) -> bytes:
        return mutated(raw, others, chance)

    kind = chance.randrange(4)
    if kind == 0:
        with zipfile.ZipFile(io.BytesIO(chance.choice((docx(), wacz())))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        return zipped(parts | {name: change(parts[name])}, zipfile.ZIP_STORED)
    if kind == 1:
        held = records()
        number = chance.randrange(len(held))
        held[number] = change(held[number])
        return chance.choice((warc_gz, warc_zst, warc_lz4))(held)
    if kind == 2:
        coding, pack = chance.choice(
            (
                ("gzip", partial(gzip.compress, mtime=0)),
                ("br", brotli.compress),
                ("zstd", zstandard.compress),
            )
        )
        return warc([record(http(pack(change(PAGE)), Content_Encoding=coding))])
    attached = {"a.pdf": pdf(), "b.docx": docx(), "c.zip": zipped({"d.html": PAGE})}
    name = chance.choice(sorted(attached))
    return letter(attached={name: change(attached[name])})
