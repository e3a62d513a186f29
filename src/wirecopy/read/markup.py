"""Fragments of HTML, as tables and feeds hold them -> plain text in paragraphs."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml import html as lxml_html

_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|body|head)[\s>]", re.I)
_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|h[1-6]|blockquote|figure|article|section|table|tr|a|span|"
    r"em|strong|b|i|img|iframe|script)(?:\s[^<>]*)?/?>",
    re.I,
)
_BLOCK_TAGS = (
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th "
    "thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN_TAGS = "script style noscript template svg head iframe object button select"
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_SPACES = re.compile(r"[^\S\n]+")


def has_document(text: str) -> bool:
    """Tell whether a text is a whole document of HTML rather than a fragment."""
    return _DOCUMENT.search(text) is not None


def has_markup(text: str) -> bool:
    """
    Tell whether a text is written in HTML: it begins with a tag, or has several in it.

    >>> has_markup("<p>Fog.</p>"), has_markup("Fog.<br><br>Rain."), has_markup("a <b and c> d")
    (True, True, False)
    """
    if "<" not in text:
        return False
    tags = _TAG.findall(text)
    return len(tags) >= 2 or (bool(tags) and text.lstrip().startswith("<"))


def plain_text(fragment: str) -> str:
    """
    Give the text of a fragment, blocks parted by blank lines and `<br>` by line ends.

    >>> plain_text("<div>Fog&nbsp;closed the<br>port.<p>Rain <b>fell</b>.</p></div>")
    'Fog closed the\\nport.\\n\\nRain fell.'
    """
    if "<" not in fragment:
        return html.unescape(fragment).strip()
    try:
        root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    except (etree.LxmlError, ValueError, TypeError, AssertionError):
        return ""
    pieces: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = node.tag
        if event in ("comment", "pi"):
            pieces.append("" if unseen else _flat(node.tail))
        elif event == "start":
            unseen += tag in _UNSEEN
            if not unseen:
                pieces.append("\n\n" if tag in _BLOCKS else "\n" if tag == "br" else "")
                pieces.append(_flat(node.text))
        else:
            unseen -= tag in _UNSEEN
            if not unseen and node is not root:
                pieces.append("\n\n" if tag in _BLOCKS else "")
                pieces.append(_flat(node.tail))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
