"""
Which letters stand together: a decoding is believed where its letters are those of one language.

`Łódź` in the bytes of Windows-1250 reads `£ódŸ` in Windows-1252: no language has both a pound sign
within a word and a Y with dots. So the letters beyond ASCII tell a wrong decoding from a right one
better than their frequency does, and from less text.
"""

from __future__ import annotations

import re

_LETTERS = {
    "Western": "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœßªº",
    "Polish": "ąćęłńóśźż",
    "Czech, Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîșțşţ",
    "Croatian, Slovene": "čćđšž",
    "Turkish": "âçğıîöşüûİ",
    "Icelandic": "áðéíóúýþæö",
    "Baltic": "ąčęėįšųūžāēģīķļņõäöü",
    "Estonian, Finnish": "äåõöüšž",
    "Vietnamese": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "\u0300\u0301\u0303\u0309\u0323",
    "Russian": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "Ukrainian": "абвгдежзийклмнопрстуфхцчшщьюяєіїґ’",
    "Serbian, Macedonian": "абвгдежзијклмнопрстуфхцчшђљњћџѓѕќ",
    "Belarusian": "абвгдежзійклмнопрстуфхцчшыьэюяёў’",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}
_ALPHABETS = [frozenset(letters + letters.upper()) for letters in _LETTERS.values()]
_SCRIPTS = [
    re.compile(script)
    for script in (
        r"[\u0590-\u05ff]",
        r"[\u0600-\u06ff\u200c-\u200f]",
        r"[\u0e00-\u0e7f]",
        r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]",
        r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af\u3000-\u303f\u4e00-\u9fff]",
    )
]
_SIGNS = frozenset("“”‘’‚„«»‹›–—…•·€£¥§©®™°±½¼¾²³×´¿¡¶†‡ˆ˜‰№\u00a0\u00ad")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_IN_A_WORD = re.compile(
    r"(?<=[^\W\d_])[£€¥§©®¿¡°²³½¼¾±×•†‡ˆ˜‰„‚‹›¶]+(?=[^\W\d_])|(?<=[a-z])[£¥§¿¡°²³½¼¾‰]+"
    r"|[£¥²³½¼¾](?=[a-zà-ÿ])"
)
"""A sign inside a word, or at its end: what a wrong decoding makes of letters."""


def believable(text: str) -> float:
    """
    Give the share of the characters beyond ASCII that one language explains, signs included.

    >>> believable("Żółć"), believable("Żółć".encode("cp1250").decode("cp1252"))
    (1.0, 0.5)
    """
    beyond = _BEYOND_ASCII.findall(text)
    if not beyond:
        return 1.0
    signs = sum(letter in _SIGNS for letter in beyond) - len("".join(_IN_A_WORD.findall(text)))
    letters = [letter for letter in beyond if letter not in _SIGNS]
    best = max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)
    if best < len(letters):
        joined = "".join(letters)
        best = max(best, *(len(script.findall(joined)) for script in _SCRIPTS))
    return (best + signs) / len(beyond)
