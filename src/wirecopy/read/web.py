"""
HTML -> the page's main text and its claims.

The main text is found by trafilatura, set to leave out rather than to take in: a comment or a
teaser taken for the story would be found again on pages that share nothing else. Where that
leaves next to nothing, its balanced setting has a second look; where that finds nothing, the
text that the page gives to search engines (JSON-LD `articleBody`) is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import trafilatura
from lxml import etree

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.decode import decode
from wirecopy.read.markup import has_document, plain_text
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Source
from wirecopy.read.web_claims import find_claims, find_json_ld, guess_date
from wirecopy.records import Claim, Page, Skipped

READER = "web 1"

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
_WALL = re.compile(
    r"\b(?:(?i:we|our)|[Uu]s)\b.*\b(?i:cookies?|partners|privacy|consent|personal data)\b"
    r"|\b(?i:your?)\b.*\b(?i:cookies?|consent|preferences|privacy|choices?|personal data)\b",
    re.S,
)
"""How a site asks a reader for consent, in its own voice: neither in a quotation nor in the US."""
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]*[”»\"]")
_LONGEST_WALL = 4000
_SHORT = 400
"""Letters; main text shorter than this is looked for twice."""
_PARAGRAPH = 80
"""Letters of a paragraph of prose, rather than of a caption or a link."""
_FEWEST_LETTERS = 40
"""Letters in a main text; less is a button or a notice."""


@dataclass(frozen=True, slots=True)
class Web:
    """What an HTML page holds."""

    text: str | None
    """The main text, a paragraph a block with a blank line between; None where there is none."""
    claims: tuple[Claim, ...]


def read_web(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a file of HTML: one page, or one skipped part where no main text is found.

    Raises:
        ReadError: It is too long, or its main text has bytes that no encoding explains.
    """
    raw = source.read(options.max_page_bytes)
    declared = _CHARSET.search(raw[:4096])
    charset = source.charset or (declared[1].decode("ascii") if declared else None)
    decoded = decode(raw, charset, lenient=True)
    web = find_web(decoded.text)
    if not web.text:
        yield Skipped(source.file, source.member, 0, len(raw), "no main text found")
        return
    if is_wall(web.text):
        yield Skipped(source.file, source.member, 0, len(raw), "asks for consent, and has no story")
        return
    if not decoded.exact and "\N{REPLACEMENT CHARACTER}" in web.text:
        raise ReadError("damaged UTF-8 in its main text", 0, len(raw))
    claims = web.claims
    if not decoded.exact:
        claims = tuple(c for c in claims if "\N{REPLACEMENT CHARACTER}" not in c.value)
    reader = READER if decoded.encoding == "utf-8" else f"{READER}, {decoded.encoding}"
    place = Place(source.file, source.member, 0, len(raw))
    yield make_page(place, raw, web.text, claims, reader)


def find_web(html: str) -> Web:
    """
    Find the main text and the claims of a page of HTML.

    A fragment (`<p>…</p>` without `<html>` or `<body>`) is all text: nothing is left out of it.

    >>> find_web("<p>Fog closed the port of Ost on Monday.</p><p>It opened at noon.</p>").text
    'Fog closed the port of Ost on Monday.\\n\\nIt opened at noon.'
    """
    if not has_document(html):
        return Web(plain_text(html) or None, ())
    try:
        tree = trafilatura.load_html(html)
    except Exception:  # a page that breaks its parser is a page without text, not a broken run
        tree = None
    if tree is None:
        return Web(None, ())
    objects = find_json_ld(tree)
    claims = find_claims(tree, html, objects)
    if not any(claim.kind == "published" for claim in claims):
        claims += guess_date(tree)
    _join_chunks(tree)
    return Web(_main_text(tree) or _body_in(objects), tuple(claims))


def _join_chunks(tree: Any) -> None:
    """
    Join the containers of one kind that an article's paragraphs are parted into, by ads mostly.

    trafilatura takes the best container of a page, and the story would end where the next begins.
    """
    for article in tree.iter("article"):
        chunks: dict[tuple[str, str], list[Any]] = {}
        for element in article.iter("div", "section"):
            kind = (element.tag, element.get("class") or "")
            above = list(element.iterancestors())
            if (
                kind[1]
                and any(map(_is_paragraph, element.iterchildren("p")))
                and next(other for other in above if other.tag == "article") is article
                and chunks.get(kind, [None])[0] not in above
            ):
                chunks.setdefault(kind, []).append(element)
        for first, *others in chunks.values():
            for chunk in others:
                first.extend(list(chunk))


def _is_paragraph(element: Any) -> bool:
    return sum(map(len, element.itertext())) >= _PARAGRAPH


def _main_text(tree: Any) -> str | None:
    strict = _extract(tree, favor_precision=True)
    if len(strict) >= _SHORT:
        return strict
    balanced = _extract(tree, favor_precision=False)
    text = balanced if len(balanced) >= 2 * len(strict) else strict
    return text if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS else None


def _extract(tree: Any, *, favor_precision: bool) -> str:
    try:
        text = trafilatura.extract(tree, include_comments=False, favor_precision=favor_precision)
    except (RecursionError, ValueError, TypeError, AttributeError, etree.LxmlError):
        return ""
    return as_paragraphs(text or "")


def is_wall(text: str) -> bool:
    """
    Tell a text that does nothing but ask for consent: pages behind one wall are no copies.

    >>> is_wall("We and our partners use cookies.\\n\\nYou may change your choices at any time.")
    True
    >>> is_wall("We use cookies, the baker said.\\n\\nHis shop in Ost has a queue.")
    False
    """
    paragraphs = _QUOTED.sub("", text).split("\n\n") if len(text) <= _LONGEST_WALL else []
    return bool(paragraphs) and all(map(_WALL.search, paragraphs)) and "cookie" in text.lower()


def as_paragraphs(text: str) -> str:
    """
    Part the lines of an extracted text by blank lines, but for those of a list or a table.

    >>> as_paragraphs("One.\\nTwo:\\n- a\\n- b\\nThree.")
    'One.\\n\\nTwo:\\n\\n- a\\n- b\\n\\nThree.'
    """
    paragraphs: list[str] = []
    for line in filter(None, map(str.rstrip, text.split("\n"))):
        together = paragraphs and line[0] in "-|" and line[:2] == paragraphs[-1][:2]
        if together:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)


def _body_in(objects: list[dict[str, Any]]) -> str | None:
    for thing in objects:
        body = thing.get("articleBody")
        if isinstance(body, str) and sum(map(str.isalpha, body)) >= _FEWEST_LETTERS:
            return plain_text(body)
    return None
