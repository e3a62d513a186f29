"""
XML of agencies: read without entities, told by local names, with the bytes of each element.

Agencies give one vocabulary under several namespaces, wrong ones, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any
from xml.parsers import expat

from lxml import etree

from wirecopy.errors import ReadError
from wirecopy.read.decode import marked_encoding
from wirecopy.read.markup import plain_text

_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}
_AS_HTML = {"hl1": "h1", "hl2": "h2", "block": "div", "body.content": "div", "body.end": "div"}
"""Names of NITF that are blocks, as HTML calls them; its other blocks are named as there."""
_UNSEEN = frozenset(
    ("media", "media-caption", "media-metadata", "head", "body.head", "title", "header", "footer")
)


_ENTITY = re.compile(rb"<!\[CDATA\[(?:[^\]]|\](?!\]>))*+|&([^\s&;<>#]++);")
"""An entity; or what is taken as it stands, so that none is looked for in it."""
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", re.I)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def parse(raw: bytes) -> Any:
    """
    Parse XML as far as it goes. What says that it is Latin-1 and is good UTF-8 is read as UTF-8.

    Entities are never looked up, but those that HTML knows by name are its letters.

    Raises:
        ReadError: Nothing can be made of it.

    >>> "".join(parse(b"<p>caf&eacute;&nbsp;<b/>&bell; closed</p>").itertext())
    'café\\xa0&bell; closed'
    """
    said = _ENCODING.match(raw)
    wrong = said and b"8859" in said[1] and not raw.isascii() and _is_utf8(raw)
    encoding, start = marked_encoding(raw)
    content = raw
    if encoding and encoding != "utf-8":
        content, wrong = raw[start:].decode(encoding, "replace").encode(), True
    try:
        root = etree.fromstring(
            _ENTITY.sub(_letter, content.lstrip()),
            etree.XMLParser(**_PARSER, encoding="utf-8" if wrong else None),
        )
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"broken XML: {error}"[:300], 0, len(raw)) from None
    if root is None:
        raise ReadError("broken XML", 0, len(raw))
    return root


def _letter(entity: re.Match[bytes]) -> bytes:
    """Give an entity as numbers of letters, or as words where HTML does not know it."""
    name = (entity[1] or b"").decode("utf-8", "replace")
    if not name or name in _OF_XML:
        return entity[0]
    known = html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in known).encode() if known else b"&amp;" + entity[0][1:]


def name(element: Any) -> str:
    """Give the local name of an element, in small letters."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def find(element: Any, path: str) -> Iterator[Any]:
    """
    Yield the elements at a path of local names; `//b` looks for b at any depth.

    >>> [e.text for e in find(parse(b"<n><A><b>1</b></A><a><c><b>2</b></c></a></n>"), "a//b")]
    ['1', '2']
    """
    step, slash, rest = path.removeprefix("//").partition("/")
    deep = path.startswith("//")
    for below in element.iter() if deep else element:
        if below is not element and name(below) == step:
            yield from (
                find(below, f"/{rest}" if rest.startswith("/") else rest) if slash else (below,)
            )


def text_at(element: Any, path: str, attribute: str | None = None) -> str | None:
    """Give the words, or the attribute, of the first element at a path that has any."""
    for one in find(element, path):
        words = one.get(attribute) if attribute else " ".join(one.itertext())
        if words and words.strip():
            return " ".join(words.split())
    return None


def story_text(element: Any) -> str:
    """
    Give the text of a body of XHTML or NITF: blocks parted by blank lines.

    >>> story_text(parse(b"<body><p>Fog <org>PX</org> lay.</p><media>x</media><p>Rain.</p></body>"))
    'Fog PX lay.\\n\\nRain.'
    """
    copy = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(**_PARSER))
    if copy is None:
        return ""
    for one in list(copy.iter()):
        if name(one) in _UNSEEN and one is not copy:
            _cut(one)
    for one in list(copy.iter()):
        local = name(one)
        if local == "tr":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in one]
            one[:], one.text = [], " | ".join(cells)
        elif local == "pre":
            _keep_lines(one)
        if not local:
            continue
        one.tag = _AS_HTML.get(local, local if re.fullmatch(r"[a-z][a-z0-9]*", local) else "span")
    etree.cleanup_namespaces(copy)
    return plain_text(etree.tostring(copy, method="html", encoding="unicode", with_tail=False))


def _keep_lines(element: Any) -> None:
    """Put `br` for the ends of lines in preformatted words."""
    lines = "".join(element.itertext()).strip("\n").split("\n")
    element[:], element.text = [], lines[0]
    for line in lines[1:]:
        etree.SubElement(element, "br").tail = line


def _cut(element: Any) -> None:
    """Take an element out and leave what stands behind it."""
    above, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    above.remove(element)


def ranges(raw: bytes, wanted: str) -> list[tuple[int, int]]:
    """
    Give the byte ranges of all elements of a local name that lie in no other of that name.

    Empty where the bytes are not well-formed, or in an encoding that expat does not know.
    """
    found: list[tuple[int, int]] = []
    open_at: list[int] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def local(tag: str) -> str:
        return tag.rpartition(":")[2].lower()

    def start(tag: str, _: object) -> None:
        if local(tag) == wanted:
            open_at.append(parser.CurrentByteIndex)

    def end(tag: str) -> None:
        if local(tag) == wanted:
            begun = open_at.pop()
            if not open_at:
                at = parser.CurrentByteIndex  # behind the whole of a tag like <a/>
                closes = raw.startswith(b"</" + tag.encode(), at)
                found.append((begun, raw.find(b">", at) + 1 if closes else at))

    def refuse(*_: object) -> None:
        raise ReadError("XML that defines entities", 0, len(raw))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, IndexError, LookupError, ValueError):
        return []
    return found
