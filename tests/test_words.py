"""What a word is, and that the kernel agrees with a slow, obvious reading of the same rules."""

from __future__ import annotations

import runpy
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wirecopy.words import folds, most_words, tokenize, words_of

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "wirecopy" / "words" / "folds.tsv"
MASK = (1 << 64) - 1


def read_table() -> dict[str, tuple[str, str]]:
    """Read folds.tsv the slow way: each character with its kind and what it folds to."""
    table = {}
    for line in TABLE.read_text("ascii").splitlines()[2:]:
        first, last, kind, codes = line.split("\t")
        spelled = [int(code, 16) for code in codes.split()]
        for code in range(int(first, 16), int(last, 16) + 1):
            if len(spelled) == 1:
                table[chr(code)] = kind, chr(spelled[0] + code - int(first, 16))
            else:
                table[chr(code)] = kind, "".join(map(chr, spelled))
    return table


KNOWN = read_table()


def kind_of(char: str) -> str:
    """Name what a character is; what lies outside the text is a space."""
    if 0x20000 <= ord(char or " ") <= 0x3FFFF:
        return "ideograph"
    if 0xE0000 <= ord(char or " ") <= 0xE01EF:
        return "mark"
    return KNOWN.get(char, ("space", ""))[0]


def fold(char: str) -> str:
    """Spell a letter; Hangul by the letters of its syllable."""
    if "\uac00" <= char <= "\ud7a3":
        return unicodedata.normalize("NFD", char)
    return KNOWN.get(char, ("", char))[1]


def slow_words(text: str) -> list[tuple[str, int, int]]:
    """Cut a text into folded words with their places, one character after another."""
    words, at = [], 0
    while at < len(text):
        kind = kind_of(text[at])
        if kind in ("letter", "lower"):
            word, at = slow_word(text, at)
            words.append(word)
        elif kind in ("ideograph", "unspaced"):
            run, at = slow_run(text, at)
            words += run
        else:
            at += 1
    return words


def slow_word(text: str, at: int) -> tuple[tuple[str, int, int], int]:
    """Read one word from its first letter on."""
    start, end, folded, part = at, at, "", ""
    while at < len(text):
        kind = kind_of(text[at])
        if kind in ("letter", "lower"):
            folded += fold(text[at])
            part += fold(text[at])
        elif kind != "mark":
            resumed = slow_resume(text, at, part)
            if resumed is None:
                break
            if text[at] == "." and part[-1:].isdigit():
                folded += "."
            part, at = "", resumed
            continue
        at += 1
        end = at
    return (folded, start, end), at


def slow_resume(text: str, at: int, part: str) -> int | None:
    """Say where a word goes on after a sign; `part` is what was read since its last sign."""
    rest = text[at + 1 :]
    digit = part[-1:].isascii() and part[-1:].isdigit()
    if kind_of(text[at]) == "apostrophe":
        return at + 1 if kind_of(rest[:1]) in ("letter", "lower") else None
    if kind_of(text[at]) == "hyphen":
        blanks = len(rest) - len(rest.lstrip(" \t\r\n"))
        joined = rest[:blanks].count("\n") == 1 and kind_of(rest[blanks : blanks + 1]) == "lower"
        if joined and not digit and blanks < 40:
            return at + 1 + blanks
        return at + 1 if text[at] == "\u00ad" else None
    if text[at] == "." and digit:
        return at + 1 if "0" <= rest[:1] <= "9" else None
    if text[at] == "." and letters_in(part) == 1:
        initial = kind_of(rest[:1]) in ("letter", "lower") and not "0" <= rest[:1] <= "9"
        if initial and letters_in(fold(rest[0])) == 1:
            alone = kind_of(rest[1:2]) in ("space", "apostrophe", "hyphen")
            return at + 1 if alone else None
    if text[at] == "," and digit:
        group = rest[:3].isascii() and rest[:3].isdigit() and len(rest[:3]) == 3
        return at + 1 if group and not "0" <= rest[3:4] <= "9" else None
    return None


def letters_in(part: str) -> int:
    """Count letters, a Hangul syllable as one."""
    hangul = "\u1100" <= part[:1] <= "\u1112"
    return len(unicodedata.normalize("NFC", part)) if hangul else len(part)


def slow_run(text: str, at: int) -> tuple[list[tuple[str, int, int]], int]:
    """Cut a run of letters without spaces into overlapping words."""
    run = kind_of(text[at])
    size = 2 if run == "ideograph" else 4
    units: list[tuple[str, int, int]] = []
    while at < len(text) and kind_of(text[at]) in (run, "mark"):
        if kind_of(text[at]) == run:
            units.append((fold(text[at]), at, at + 1))
        else:
            units[-1] = (*units[-1][:2], at + 1)
        at += 1
    firsts = range(max(1, len(units) - size + 1))
    grams = [units[first : first + size] for first in firsts]
    return [("".join(u[0] for u in gram), gram[0][1], gram[-1][2]) for gram in grams], at


def slow_hash(folded: str) -> int:
    """Hash a folded word, eight bytes of its UTF-8 at a time."""
    data, value = folded.encode(), 0x9E3779B97F4A7C15
    for first in range(0, len(data) + 1, 8):
        value = (value ^ int.from_bytes(data[first : first + 8], "little")) * 0xFF51AFD7ED558CCD
        value = (value & MASK) ^ (value & MASK) >> 32
    value = value * 0xC4CEB9FE1A85EC53 & MASK
    return value ^ value >> 29


PIECES = st.one_of(
    st.sampled_from(list(" .,-'’\n\r\t\u00ad\u200b\u00a0\"`ÄéßﬁİıŁΣς٣½²ａ\u0301\u0338")),
    st.sampled_from(["U.S.", "a.m", "1,000", "3.5", "-\n", "won't", " \n", ". ", "é", "e\u0301"]),
    st.sampled_from(
        list("中国が\u3099ﾊประเทศไทยကខ한국각\u1100\u1161नमस्तेكِتاب🙂👍🏽𠀀\U000e0100\ufffd")
    ),
    st.text("abXYZ019 ", max_size=12),
    st.characters(),
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None)
@given(TEXTS)
@example("a" * 40 + ". " + "b" * 8 + " " + "c" * 16 + ", d")
@example("govern-" + " " * 38 + "\nment govern-" + " " * 39 + "\nment")
@example("x.y.z.w 1.2.3,000,0000 12,345,678.90 a.b")
def test_the_kernel_reads_as_the_slow_reader_does(text: str) -> None:
    """Words, places and hashes are those of the slow reader, whatever the text."""
    expected = slow_words(text)
    words = words_of(text)
    assert [word[1:] for word in expected] == [*zip(words.starts, words.ends, strict=True)]
    assert [slow_hash(word[0]) for word in expected] == words.hashes.tolist()


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_a_stretch_is_read_as_if_it_stood_alone(before: str, text: str, after: str) -> None:
    """What lies around a stretch changes nothing in it, and places count from its start."""
    alone = words_of(text)
    first, size = len(before.encode()), len(text.encode())
    data = np.frombuffer((before + text + after).encode(), np.uint8)
    room = most_words(size)
    hashes = np.empty(room, np.uint64)
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    count = tokenize(data, first, first + size, hashes, starts, ends)
    assert len(alone.hashes) == count
    assert alone.hashes.tolist() == hashes[:count].tolist()
    assert alone.starts.tolist() == starts[:count].tolist()
    assert alone.ends.tolist() == ends[:count].tolist()


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_utf8_are_read_without_harm(data: bytes) -> None:
    """The kernel neither stops nor leaves its room when the bytes make no sense."""
    guarded = most_words(len(data)) + 8
    hashes = np.full(guarded, 7, np.uint64)
    starts, ends = np.empty(guarded, np.int32), np.empty(guarded, np.int32)
    array = np.frombuffer(data, np.uint8)
    count = tokenize(array, 0, len(data), hashes, starts, ends)
    assert 0 <= count <= most_words(len(data))
    assert [7] * 8 == hashes[-8:].tolist()


def cut(text: str) -> list[str]:
    """Give the words as they stand in the text."""
    words = words_of(text)
    return [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([], ""),
        ([], " … — \x00\x07 🙂 \ufeff"),
        (["word"], "word"),
        (["The", "harbor", "opens", "at", "9"], "The harbor opens at 9."),
        (["U.S", "based"], "U.S.-based"),
        (["the", "U.N"], "the U.N."),
        (["a.m", "Then"], "a.m. Then"),
        (["J.K", "Tamm"], "J.K.Tamm"),
        (["plan", "B", "At", "once"], "plan B.At once"),
        (["velm", "example"], "velm.example"),
        (["end", "Start"], "end.Start"),
        (["rose", "3.5", "to", "1,200"], "rose 3.5% to 1,200."),
        (["in", "2010", "2011", "2012"], "in 2010,2011,2012"),
        (["1", "2", "3"], "1,2,3"),
        (["govern-\nment"], "govern-\nment"),
        (["well", "known"], "well-known"),
        (["Anglo", "Saxon"], "Anglo-\nSaxon"),
        (["2010", "11"], "2010-\n11"),
        (["one", "two"], "one-\n\ntwo"),
        (["O’Aske’s", "net"], "O’Aske’s ‘net’"),
        (["divers", "boats"], "divers' boats'"),
        (["tags", "b", "bold", "b"], "tags<b>bold</b>"),
        (["snake", "case"], "snake_case"),
        (["新华", "华社", "11", "月"], "新华社11月"),
        (["中"], "中"),
        (["ข่าว"], "ข่าว"),
        (["ประเ", "ระเท", "ะเทศ"], "ประเทศ"),
        (["नमस्ते", "दुनिया"], "नमस्ते दुनिया"),
    ],
)
def test_words_are_cut_where_a_reader_would(expected: list[str], text: str) -> None:
    """Words begin and end where the rules at the top of the module say."""
    assert expected == cut(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HARBOR", "harbor"),
        ("Café", "cafe\u0301"),
        ("Café", "cafe"),
        ("ﬁrst ﬂoor", "first floor"),
        ("don’t", "don't"),
        ("don‘t", "dont"),
        ("U.S. ships", "US ships"),
        ("soft\u00adware", "software"),
        ("soft\u00ad\nware", "software"),
        ("zero\u200bwidth", "zerowidth"),
        ("nine\u00a0days", "nine days"),
        ("govern-\r\n   ment", "government"),
        ("ｆｕｌｌ　ｗｉｄｔｈ　１２", "full width 12"),
        ("Łódź, Þórr, Ærø", "Lodz, Thorr, Aero"),
        ("Straße STRASSE", "strasse strasse"),
        ("ΌΣΟΣ", "οσος"),
        ("ёлка", "Елка"),
        ("١٢٣", "123"),
        ("كِتَاب", "كتاب"),
        ("1,000,000", "1000000"),
        ("“Mines,” she said — twice", '"Mines", she said - twice'),
        ("ﾊﾝｶﾞﾘｰ", "ハンガリー"),
        ("한국어", unicodedata.normalize("NFD", "한국어")),
        ("x²", "x2"),
    ],
)
def test_what_copies_change_changes_no_hash(one: str, other: str) -> None:
    """Two ways to set the same words in type have the same hashes."""
    assert words_of(one).hashes.tolist() == words_of(other).hashes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2", "12"),
        ("3", "٤"),
        ("harbor", "harbors"),
        ("north", "south"),
        ("abcdefgh", "abcdefghi"),
        ("½", "12"),
        ("中国", "国中"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    """Folding does not go so far that numbers or other words become equal."""
    assert words_of(one).hashes.tolist() != words_of(other).hashes.tolist()


def test_hashes_are_the_same_for_ever() -> None:
    """The hashes in a ledger stay valid: no release may change them without saying so."""
    assert [0x6C371CB8A3944CF4, 0x967B30930D7E032F] == words_of("Café first").hashes.tolist()


def test_places_fit_text_with_characters_of_all_widths() -> None:
    """Places count code points, also after characters of two, three and four bytes."""
    assert ["naïve", "Ø", "中", "end"] == cut("naïve 🙂 “Ø” 中 end")


def test_lone_surrogates_are_no_letters() -> None:
    """A str that could not be encoded is read like any other."""
    assert ["a", "b"] == cut("a\ud800b")


def test_no_character_is_spelled_with_what_is_no_letter() -> None:
    """Folds are final: what a letter folds to are letters that fold to themselves."""
    folded = {part for kind, spelled in KNOWN.values() for part in spelled}
    assert set() == {char for char in folded if fold(char) != char and not "가" <= char <= "힣"}


def test_the_table_in_arrays_is_the_table_in_the_file() -> None:
    """Looking a character up in leaves gives what its line in folds.tsv says."""
    codes = np.arange(folds.LAST + 1)
    entries = folds.LEAVES[
        (folds.PLACES[codes >> folds.LEAF].astype(int) << folds.LEAF) | codes % (1 << folds.LEAF)
    ]
    listed = np.zeros(folds.LAST + 1, bool)
    listed[[ord(char) for char in KNOWN]] = True
    assert listed.tolist() == ((entries & folds.KIND) != folds.SPACE).tolist()


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="the table is of Unicode 14")
def test_the_table_is_what_its_maker_makes(tmp_path: Path) -> None:
    """Nobody has edited folds.tsv by hand."""
    maker = runpy.run_path(str(ROOT / "training" / "make_folds.py"))
    maker["main"].__globals__["TABLE"] = tmp_path / "folds.tsv"
    maker["main"]()
    assert TABLE.read_text("ascii") == (tmp_path / "folds.tsv").read_text("ascii")
