"""
PDF -> one page of its text: columns in reading order, running heads left out, words made whole.

The text is what the PDF's fonts say, by pypdf; a scan without text is skipped. A page that lays its
columns down line by line across them is put in order column by column. Of lines at the top and foot
those that come on most pages are left out. A word that is parted at a line's end is joined unless
the file has it with its hyphen elsewhere.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.claims import is_unicode
from wirecopy.read.pages import Place, make_page
from wirecopy.read.source import Source
from wirecopy.records import Claim, Page, Skipped

READER = "pdf 1"

_MOST_PAGES = 2000
_FEWEST_LETTERS = 40
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(r"^Microsoft Word - |^untitled|\.(?:docx?|indd|qxp|qxd|pdf|rtf|odt)$", re.I)
_PARTED = re.compile(r"(\w+)[-\u00ad\u2010]\n(\w+)")
_FIGURES = re.compile(r"\d+")
_EDGE = 2
"""Lines at the top and foot of a page that may be running heads."""
_SAME_COLUMN = 20
"""Points between the left edges of lines of one column."""
_FEWEST_LINES = 5
"""Lines of a column."""
_SENTENCE_END = tuple(".!?:;”\"'’)…")


class _Piece(NamedTuple):
    """Some text and where it stands on a page, in points from the left and the foot."""

    x: float
    y: float
    text: str


def read_pdf(source: Source, options: Options) -> Iterator[Page | Skipped]:
    """
    Read a PDF as one page.

    Raises:
        ReadError: It is too long, encrypted, or broken.
    """
    raw = source.read(options.max_page_bytes)
    sheets, claims, missing = _opened(raw)
    text = "\n\n".join(filter(None, map(_paragraphs, _without_heads(sheets))))
    text = text.replace("\0", "").strip()
    if not is_unicode(text):
        text = text.encode("utf-8", "replace").decode()
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        yield source.skipped("no text in it: a scan, or a picture", 0, len(raw))
        return
    place = Place(source.file, source.member, 0, len(raw))
    if missing:
        claims.append(Claim("truncated", missing, "pdf: pages"))
    yield make_page(place, raw, text, claims, READER)


def _opened(raw: bytes) -> tuple[list[list[str]], list[Claim], str]:
    """Give the lines of each sheet, the claims, and what could not be read."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints are our reasons
    sheets: list[list[str]] = []
    broken = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(raw), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadError("encrypted", 0, len(raw))
            count = min(len(reader.pages), _MOST_PAGES)
            for number in range(count):
                try:
                    sheets.append(_lines(reader.pages[number]))
                except Exception:  # one broken sheet of many
                    broken += 1
            claims = list(_claims(reader))
            more = len(reader.pages) - count
    except ReadError:
        raise
    except Exception as error:  # pypdf raises whatever its parsing happens upon
        why = f"{type(error).__name__}: {error}"[:200]
        raise ReadError(f"broken PDF: {why}", 0, len(raw)) from None
    if broken and broken == len(sheets) + broken:
        raise ReadError("broken PDF: none of its pages can be read", 0, len(raw))
    lost = [f"{broken} pages broken"] if broken else []
    lost += [f"{more} pages behind the first {_MOST_PAGES:,}"] if more > 0 else []
    return sheets, claims, ", ".join(lost)


def _claims(reader: Any) -> Iterator[Claim]:
    try:
        said = dict(reader.metadata or {})
    except Exception:  # a broken dictionary of a file whose text may be sound
        return
    for key, kind in (
        ("/Title", "title"),
        ("/Author", "author"),
        ("/CreationDate", "created"),
        ("/ModDate", "modified"),
    ):
        value = str(said.get(key) or "").replace("\0", "").strip()
        if kind in ("created", "modified"):
            value = _date(value)
        if not value or len(value) > 1000 or not is_unicode(value):
            continue
        if kind == "title" and _NO_TITLE.search(value):
            continue
        yield Claim(kind, value, f"pdf: {key[1:]}")


def _date(value: str) -> str:
    """
    Write a date of PDF as others do.

    >>> _date("D:20240307101500+01'00'"), _date("D:2024"), _date("May")
    ('2024-03-07T10:15:00+01:00', '2024', '')
    """
    match = _DATE.match(value)
    if not match:
        return ""
    year, month, day, hour, minute, second, utc, hours, minutes = match.groups()
    date = "-".join(filter(None, (year, month, day)))
    if not (day and hour and minute):
        return date
    zone = "Z" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{zone}"


def _lines(sheet: Any) -> list[str]:
    """Give the lines of a sheet in reading order."""
    pieces: list[_Piece] = []

    def see(text: str, _: Any, place: Any, *more: Any) -> None:
        if text.strip():
            pieces.append(_Piece(float(place[4]), float(place[5]), text.strip("\n")))

    text = sheet.extract_text(visitor_text=see)
    ordered = _by_columns(pieces)
    lines = ordered if ordered else text.split("\n")
    return [line.strip() for line in lines]


def _by_columns(pieces: list[_Piece]) -> list[str] | None:
    """
    Put lines that go to and fro between columns in order; None where they are in order.

    >>> row = [(x, 700 - 12 * n, f"{x} {n}") for n in range(6) for x in (50, 300)]
    >>> _by_columns([_Piece(*one) for one in row])[:7]
    ['50 0', '50 1', '50 2', '50 3', '50 4', '50 5', '300 0']
    """
    columns: list[float] = []
    for x in sorted({round(piece.x) for piece in pieces}):
        if not columns or x - columns[-1] > _SAME_COLUMN:
            columns.append(x)
    of = [max(n for n, x in enumerate(columns) if x <= round(p.x)) for p in pieces]
    lines = Counter(of)
    wide = {n for n, count in lines.items() if count >= _FEWEST_LINES}
    if len(wide) < 2:
        return None
    to_and_fro = sum(a != b and {a, b} <= wide for a, b in pairwise(of))
    if 2 * to_and_fro < len(pieces):
        return None
    together = sorted(zip(of, pieces, strict=True), key=lambda one: (one[0], -one[1].y))
    return [piece.text for _, piece in together]


def _without_heads(sheets: list[list[str]]) -> Iterator[list[str]]:
    """Leave out lines at the edges that come on most sheets, whatever figures are in them."""
    sheets = [[line for line in sheet if line] for sheet in sheets]
    seen = Counter(
        key for sheet in sheets for key in {_FIGURES.sub("#", line) for line in _edges(sheet)}
    )
    heads = {key for key, count in seen.items() if count > max(2, len(sheets) // 2)}
    for sheet in sheets:
        last = len(sheet) - _EDGE
        yield [
            line
            for n, line in enumerate(sheet)
            if not ((n < _EDGE or n >= last) and _FIGURES.sub("#", line) in heads)
        ]


def _edges(sheet: list[str]) -> list[str]:
    return sheet[:_EDGE] + sheet[max(_EDGE, len(sheet) - _EDGE) :]


def _paragraphs(lines: list[str]) -> str:
    """
    Join lines to paragraphs, which end where a line stops short with the end of a sentence.

    >>> _paragraphs(["The harbor of Velm was closed on Mon-", "day, the captain said.", "Fog."])
    'The harbor of Velm was closed on Monday, the captain said.\\n\\nFog.'
    """
    if not lines:
        return ""
    width = sorted(map(len, lines))[len(lines) * 3 // 4]
    pieces: list[str] = []
    for line in lines:
        pieces.append(line)
        ends = line.endswith(_SENTENCE_END) and len(line) < 0.85 * width
        pieces.append("\n\n" if ends else "\n")
    text = "".join(pieces).strip()
    words = Counter(re.findall(r"\w+(?:-\w+)*", text))

    def join(match: re.Match[str]) -> str:
        whole, kept = match[1] + match[2], f"{match[1]}-{match[2]}"
        parted = match[2][0].isupper() or match[1].isdigit() or (words[kept] and not words[whole])
        return kept if parted else whole

    text = _PARTED.sub(join, text)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)
