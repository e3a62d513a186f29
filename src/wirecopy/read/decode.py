"""
Bytes -> text: find the encoding, and never paper over bytes that it does not explain.

In order: byte order mark, UTF-8, the declared charset, a guess by charset-normalizer. Text that
is UTF-8 but for a few bytes is damaged UTF-8, not Latin-1: it is refused rather than misread.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import charset_normalizer

from wirecopy.errors import ReadError
from wirecopy.read.alphabets import believable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names as browsers read them: pages that declare the left-hand one are written in the right-hand
# one, which holds more characters.
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NEVER = frozenset(
    {"utf-7", "idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined"}
)
_UNLIKELY = [
    *("utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"),
    *("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"),  # mainframes
    *("mac_iceland", "mac_latin2", "mac_turkish", "mac_croatian", "mac_greek", "mac_cyrillic"),
    *("hp_roman8", "cp775", "ptcp154", "cp1006", "cp720", "cp737", "cp855", "cp856", "cp864"),
    *("iso8859_10", "iso8859_14", "iso8859_16", "cp1125", "kz1048", "johab"),
    *("hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_kr"),
]
_GUESS_FROM = 50_000
_HIGH = bytes(range(0x80, 0x100))
_FEW, _MANY = 0.01, 0.3
"""Shares of the bytes that are not ASCII: an English text has fewer, none of Latin letters more."""
_LEAST_BELIEF = 0.85
"""Share of the characters beyond ASCII that must make sense together for a guess to be taken."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the bytes that it stands for: `raw[start:end].decode(encoding) == text`."""

    text: str
    encoding: str
    start: int
    end: int
    """Short of the end of the bytes where they stop in the middle of a character."""
    exact: bool = True
    """False where stray bytes were replaced by U+FFFD, which only `lenient` allows."""


def decode(raw: bytes, declared: str | None = None, *, lenient: bool = False) -> Decoded:
    """
    Decode bytes by the first encoding that explains all of them.

    Args:
        raw: The bytes of a text.
        declared: What a header or the text itself says that the encoding is.
        lenient: Replace the stray bytes of damaged UTF-8 instead of refusing the whole. Meant for
            HTML, where most bytes are no part of the story; the caller must look for U+FFFD.

    Raises:
        ReadError: The bytes are no text in any encoding that can be told.

    >>> decode(b"caf\\xc3\\xa9").text, decode(b"caf\\xe9", "latin-1").text
    ('café', 'café')
    """
    encoding, start = marked_encoding(raw)
    if encoding and encoding != "utf-8":
        return _by_mark(raw, encoding, start)
    if declared and b"\x1b" in raw and "2022" in declared:  # its bytes are all ASCII
        found = _try(raw, _codec(declared))
        if found:
            return found
    try:
        return Decoded(raw[start:].decode(), "utf-8", start, len(raw))
    except UnicodeDecodeError as error:
        first = start + error.start
        if (
            error.end == len(raw) - start
            and error.reason == "unexpected end of data"
            and (len(raw) - first < 4 and not raw[start:first].isascii())
        ):
            return Decoded(raw[start:first].decode(), "utf-8", start, first)
    found = _try(raw, _codec(declared)) if declared else None
    if found and found.encoding != "utf-8":
        return found
    patched = raw[start:].decode("utf-8", "replace")
    stray = patched.count("\N{REPLACEMENT CHARACTER}")
    if sum(letter > "\x7f" for letter in patched) >= 2 * stray or start:
        if lenient:
            return Decoded(patched, "utf-8", start, len(raw), exact=False)
        raise ReadError(f"damaged UTF-8: {stray:,} stray bytes, the first at {first}", 0, len(raw))
    return _guess(raw)


def marked_encoding(raw: bytes) -> tuple[str | None, int]:
    """
    Tell the encoding that a byte order mark gives, and its length; wide ones also without a mark.

    >>> marked_encoding(b"\\xef\\xbb\\xbfabc"), marked_encoding(b"a\\0b\\0c\\0d\\0")
    (('utf-8', 3), ('utf-16-le', 0))
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    sample = raw[:1000]
    if len(sample) >= 8 and len(raw) % 4 == 0 and 2 * sample.count(0) >= len(sample):
        for encoding in ("utf-32-le", "utf-32-be"):
            found = _try(sample, encoding)
            if found and "".join(found.text.split()).isprintable():
                return encoding, 0
    if len(sample) >= 8 and len(raw) % 2 == 0:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > 0.3 * len(sample) and not even:
            return "utf-16-le", 0
        if even > 0.3 * len(sample) and not odd:
            return "utf-16-be", 0
    return None, 0


def _by_mark(raw: bytes, encoding: str, start: int) -> Decoded:
    unit = 4 if "32" in encoding else 2
    end = len(raw) - (len(raw) - start) % unit
    try:
        return Decoded(raw[start:end].decode(encoding), encoding, start, end)
    except UnicodeDecodeError as error:
        at = start + error.start
        raise ReadError(f"damaged {encoding.upper()}: a stray byte at {at}", 0, len(raw)) from None


def _codec(name: str) -> str | None:
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return None
    if info.name in _NEVER or not getattr(info, "_is_text_encoding", True):
        return None
    return _AS_BROWSERS.get(info.name, info.name)


def _try(raw: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
    try:
        return Decoded(raw.decode(encoding), encoding, 0, len(raw))
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _guess(raw: bytes) -> Decoded:
    """
    Ask charset-normalizer, which looks at the first 50 kB, and believe it if the letters do.

    Where hardly a byte is not ASCII, there is nothing to tell by, and Windows-1252 is taken: those
    bytes are quotes and blanks. So it is where it explains the bytes as well as others do: among
    single-byte encodings it is by far the most common one on the web.
    """
    beyond_ascii = len(raw) - len(raw.translate(None, _HIGH))
    if beyond_ascii <= _FEW * len(raw):
        found = _try(raw, "cp1252")
        if found:
            return found
    sample = raw[:_GUESS_FROM]
    ranked = []
    if beyond_ascii <= _MANY * len(raw):
        ranked = [(believable(sample.decode("cp1252", "replace")), 0.0, True, "cp1252")]
    for match in charset_normalizer.from_bytes(
        sample, cp_exclusion=_UNLIKELY, enable_fallback=False
    ):
        names = {match.encoding, *match.could_be_from_charset}
        encoding = "cp1252" if "cp1252" in names else match.encoding
        belief = believable(str(match)) - match.chaos
        ranked.append((round(belief, 2), round(match.coherence, 1), encoding == "cp1252", encoding))
    for belief, *_, encoding in sorted(ranked, key=lambda rank: rank[:3], reverse=True):
        found = _try(raw, encoding) if belief >= _LEAST_BELIEF else None
        if found:
            return found
    raise ReadError("not text in any known encoding", 0, len(raw))
