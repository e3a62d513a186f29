"""
Write src/wirecopy/words/folds.tsv: how each character counts in a word.

Run it by hand when the rules change. The table is shipped rather than computed, because Python's
Unicode data grows with its version, and a hash must be the same under every one of them.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "wirecopy" / "words" / "folds.tsv"
LAST = 0x1FFFF

APOSTROPHES = "'`´ʹʺʻʼʽʾʿ׳״‘’‛′＇"
HYPHENS = "-\u00ad‐‑⁃−﹣－"

# Letters that news desks replace when they have plain letters only, and that Unicode leaves whole.
PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "a", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
}  # fmt: skip

# First and last character, and how many letters in a row make a word where no spaces do.
UNSPACED = [
    (0x0E00, 0x0E7F, 4),  # Thai
    (0x0E80, 0x0EFF, 4),  # Lao
    (0x1000, 0x109F, 4),  # Burmese
    (0x1780, 0x17FF, 4),  # Khmer
    (0x19E0, 0x19FF, 4),  # Khmer symbols
    (0x2E80, 0x2FDF, 2),  # radicals
    (0x3005, 0x3007, 2),
    (0x3021, 0x3029, 2),
    (0x3031, 0x312F, 2),  # kana, Bopomofo
    (0x31A0, 0x31FF, 2),
    (0x3400, 0x4DBF, 2),
    (0x4E00, 0x9FFF, 2),
    (0xA000, 0xA4CF, 2),  # Yi
    (0xAA60, 0xAA7F, 4),  # Burmese extensions
    (0xF900, 0xFAFF, 2),
]


def is_mark(char: str) -> bool:
    """Tell marks that copies lose (accents, vowel points, joiners) from those that spell."""
    category = unicodedata.category(char)
    if category in ("Cf", "Me") or 0xFE00 <= ord(char) <= 0xFE0F or char == "ـ":
        return True
    above_or_below = unicodedata.combining(char)
    return category == "Mn" and (
        above_or_below in (1, 8) or 10 <= above_or_below <= 36 or above_or_below >= 200
    )


def is_letter(char: str) -> bool:
    """Tell whether a character spells words or numbers."""
    return unicodedata.category(char)[0] in "LNM" and not is_mark(char)


def letters_to_a_word(char: str) -> int:
    """Give how many letters in a row make a word in the character's script; 0 if spaces do."""
    return next((n for first, last, n in UNSPACED if first <= ord(char) <= last), 0)


def fold(char: str) -> str:
    """Spell a letter without case, accents, ligatures and widths."""
    if 0xAC00 <= ord(char) <= 0xD7A3:
        return char  # taken apart by rule
    if "⁄" in unicodedata.normalize("NFKD", char):
        return char  # a fraction is no longer number
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    spelled = char
    for _ in range(3):
        spelled = unicodedata.normalize("NFKD", spelled.casefold())
        letters = (part for part in spelled if is_letter(part) and part not in APOSTROPHES)
        spelled = "".join(PLAIN.get(part, part) for part in letters)
    return spelled


def kind_of(char: str) -> tuple[str, str]:
    """Give a character's kind and, for letters, what it folds to."""
    if char in APOSTROPHES:
        return "apostrophe", ""
    if char in HYPHENS:
        return "hyphen", ""
    if is_mark(char):
        return "mark", ""
    if not is_letter(char):
        return "", ""
    spelled = fold(char)
    if not spelled:
        return "mark", ""
    run = letters_to_a_word(spelled[0])
    if run:
        return {2: "ideograph", 4: "unspaced"}[run], spelled if len(spelled) == 1 else char
    return ("lower" if unicodedata.category(char) == "Ll" else "letter"), spelled


def main() -> None:
    """Write the table in runs of characters that share a kind and fold by the same distance."""
    rows: list[list[object]] = []
    for code in range(LAST + 1):
        char = chr(code)
        kind, spelled = kind_of(char)
        if not kind:
            continue
        distance = ord(spelled) - code if len(spelled) == 1 else 0
        whole = len(spelled) > 1
        if rows:
            row = rows[-1]
            if row[1] == code - 1 and row[2:] == [kind, distance, ""] and not whole:
                row[1] = code
                continue
        rows.append([code, code, kind, distance, spelled if whole else ""])
    with TABLE.open("w", encoding="utf-8", newline="\n") as out:
        out.write(
            "# How characters count in words; made by training/make_folds.py from Unicode "
            f"{unicodedata.unidata_version}.\n# first\tlast\tkind\tfolds to (from the first on)\n"
        )
        for first, last, kind, distance, spelled in rows:
            target = spelled or chr(first + distance)  # type: ignore[operator]
            if kind in ("mark", "apostrophe", "hyphen"):
                target = ""
            codes = " ".join(f"{ord(part):04X}" for part in target)  # type: ignore[attr-defined]
            out.write(f"{first:04X}\t{last:04X}\t{kind}\t{codes}\n")
    sys.stderr.write(f"{len(rows)} rows in {TABLE}\n")


if __name__ == "__main__":
    main()
