"""
Which database gave out this text? Told by the headings of its articles.

Nexis writes `12 of 250 DOCUMENTS` above each, Nexis Uni `End of Document` below, Factiva two
letters at the beginning of a line, ProQuest a rule of underscores and names with colons.
"""

from __future__ import annotations

import re

EXPORTS = ("Nexis export", "Nexis Uni export", "Factiva export", "ProQuest export")
"""The kinds of export that are told apart."""

NEXIS = re.compile(
    r"^[ \t\ufeff]*(?:Dokument )?\d{1,4} (?:of|von|de) \d{1,4}"
    r"(?: (?:DOCUMENTS|DOKUMENTEN?|DOCUMENTOS))?[ \t\r]*$",
    re.M,
)
"""What stands above an article of Nexis."""
PROQUEST = re.compile(r"^_{20,}[ \t\r]*$", re.M)
"""What stands between articles of ProQuest."""

UNI = re.compile(r"^[ \t]*End of Document\s*?$", re.M)
"""What stands below an article of Nexis Uni."""
BODY = re.compile(r"^[ \t]*Body\s*?$", re.M)
"""What stands above its text."""

_LENGTHS = ("LENGTH:", "LÄNGE:", "LONGUEUR:")
_TAGS = ("HD", "WC", "PD", "SN", "LP")
_RULE = "_" * 20
_LENGTH = re.compile(r"^[ \t]*(?:LENGTH|LÄNGE|LONGUEUR):", re.M)
_WORDS = re.compile(r"^[ \t]*Length:[ \t]*\d+ words", re.M)
_LOADED = re.compile(r"^[ \t]*(?:Load-Date:|End of Document\s*?$)", re.M)
_UNI = (_WORDS, BODY, _LOADED)
_FACTIVA = [re.compile(rf"^{tag}[ \t\r]*(?:\n|[ \t]\S)", re.M) for tag in _TAGS]
_NAMED = [re.compile(rf"^{name}:", re.M | re.I) for name in ("Full text", "Title")]


def export_kind(text: str) -> str | None:
    """
    Tell an export by the headings of its articles; None where it is none.

    >>> export_kind("1 of 2 DOCUMENTS\\n\\nThe Bell\\n\\nLENGTH: 90 words\\n\\n2 of 2 DOCUMENTS\\n")
    'Nexis export'
    >>> export_kind("1 of 2 DOCUMENTS was lost, he said.") is None
    True
    """
    # Plain words are looked for first: the patterns are tried on every text of a pile.
    if any(word in text for word in _LENGTHS) and _LENGTH.search(text) and NEXIS.search(text):
        return "Nexis export"
    if "Length:" in text and "Body" in text and all(one.search(text) for one in _UNI):
        return "Nexis Uni export"
    if all(tag in text for tag in _TAGS) and all(tag.search(text) for tag in _FACTIVA):
        return "Factiva export"
    if _RULE in text and PROQUEST.search(text) and all(name.search(text) for name in _NAMED):
        return "ProQuest export"
    return None
