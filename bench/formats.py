"""
What comes of every file of the samples? The tables in `docs/formats.md`.

    python bench/formats.py [--write]

For each web archive the records are counted once more, by warcio, which is another reader: the
counts agree where each record is a page or a skipped part. Where they do not, the row says why.
Feeds and wires are summed up by kind; their entries and items are counted once more as elements
of the XML by lxml, messages of the older wires by their first bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lz4.frame
from lxml import etree
from warcio.archiveiterator import ArchiveIterator

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.sniff import HEAD, sniff
from wirecopy.records import Page

SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "formats"
DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
_BEGIN, _END = "<!-- made by bench/formats.py -->\n", "<!-- end -->\n"
_DUMPS = (".warc", ".arc", ".wacz", ".wet", ".wat", ".bad", ".lz4")
_G2 = "newsitem packageitem conceptitem knowledgeitem planningitem catalogitem"
_RECORDS = {
    "RSS feed": "item entry", "Atom feed": "item entry",
    "NewsML-G2": _G2, "NewsML": "newsitem", "NITF": "nitf",
}  # fmt: skip
"""Elements that a page or a skipped part should come of, by the kind of file."""
_NO_ENTRY = "a feed without entries"


class Row(NamedTuple):
    """What came of a file."""

    name: str
    path: Path
    pages: int
    skipped: Counter[str]


def rows(folder: Path) -> Iterator[Row]:
    """Yield for each file its name, pages, and skipped parts by reason."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        pages, skipped = 0, Counter[str]()
        for found in read_file(name, str(path), Options()):
            if isinstance(found, Page):
                pages += 1
            else:
                skipped[_short(found.reason)] += 1
        yield Row(name, path, pages, skipped)


def _short(reason: str) -> str:
    """Leave out of a reason what differs from record to record."""
    head, _, rest = reason.partition(":")
    if head == "a revisit of what is no page":
        return head
    if head.startswith("no text among the columns"):
        return "no text among the columns"
    if head in ("no page", "a revisit of a record that is not in this dump"):
        return f"{head}: {rest.strip()}" if head == "no page" else head
    return reason


def _counted(path: Path) -> str:
    """Count the records of a dump with warcio; say where it gives up."""
    if not path.name.removesuffix(".gz").endswith(_DUMPS):
        return ""
    raw = path.read_bytes()
    if path.suffix == ".wacz":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            dumps = [archive.read(n) for n in archive.namelist() if ".warc" in n]
            others = sum(".warc" not in name for name in archive.namelist())
        return f"{sum(map(_records, dumps))} + {others} files"
    try:
        return str(_records(_from_lz4(raw) if path.suffix == ".lz4" else raw))
    except Exception as error:  # it raises at what it does not understand
        return f"gives up: {type(error).__name__}"


def _from_lz4(raw: bytes) -> bytes:
    pieces = []
    while raw:
        frame = lz4.frame.LZ4FrameDecompressor()
        pieces.append(frame.decompress(raw))
        raw = frame.unused_data or b""
    return b"".join(pieces)


def _records(raw: bytes) -> int:
    with contextlib.redirect_stderr(io.StringIO()):
        return sum(1 for _ in ArchiveIterator(io.BytesIO(raw)))


def _elements(path: Path, kind: str) -> int | None:
    """Count the records of a feed or a wire without our readers; None where they are not XML."""
    raw = path.read_bytes()
    if kind == "wire copy":
        return raw.count(b"\x01")
    if kind not in _RECORDS:
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    names = [
        element.tag.rpartition("}")[2].rpartition(":")[2].lower()
        for element in etree.fromstring(raw, parser).iter(etree.Element)
    ]
    return sum(map(names.count, _RECORDS[kind].split()))


def archives(folder: Path) -> str:
    """Give the table of web archives in Markdown: dumps file by file, the rest by what they are."""
    lines = [
        "| file | pages | skipped | rows | records by warcio |",
        "|---|---|---|---|---|",
    ]
    others: Counter[str] = Counter()
    for name, path, pages, skipped in rows(folder):
        if counted := _counted(path):
            total = pages + skipped.total()
            lines.append(f"| {name} | {pages} | {_listed(skipped)} | {total} | {counted} |")
        else:
            others[_listed(skipped) or "a page"] += 1
    lines += ["", "The other files there (indexes, settings, programs, pictures, notes):", ""]
    lines += [f"- {count} files: {why}" for why, count in others.most_common()]
    return "\n".join(lines) + "\n"


def feeds_and_wires(folder: Path) -> str:
    """Give the table of the files of a folder in Markdown, summed up by kind."""
    lines = [
        "| kind | files | pages | skipped | rows | records by lxml | files where they agree |",
        "|---|---|---|---|---|---|---|",
    ]
    of_kind: dict[str, list[Row]] = {}
    for row in rows(folder):
        of_kind.setdefault(sniff(row.path.read_bytes()[:HEAD], row.name), []).append(row)
    for kind, found in sorted(of_kind.items()):
        skipped = sum((row.skipped for row in found), Counter[str]())
        pages = sum(row.pages for row in found)
        held = [row.pages + row.skipped.total() - row.skipped[_NO_ENTRY] for row in found]
        counts = [_elements(row.path, kind) for row in found]
        agree = sum(count == rows for count, rows in zip(counts, held, strict=True))
        last = f"{sum(filter(None, counts))} | {agree}" if None not in counts else "– | –"
        why = _listed(skipped)
        lines.append(f"| {kind} | {len(found)} | {pages} | {why} | {sum(held)} | {last} |")
    return "\n".join(lines) + "\n"


def _listed(skipped: Counter[str]) -> str:
    return "; ".join(f"{count} × {reason}" for reason, count in sorted(skipped.items()))


def main() -> None:
    """Print the tables, or write them into the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put them into docs/formats.md")
    made = (
        f"{archives(SAMPLES / 'warc')}\nFeeds:\n\n{feeds_and_wires(SAMPLES / 'feeds')}\n"
        f"Wires:\n\n{feeds_and_wires(SAMPLES / 'wire')}"
    )
    if not parser.parse_args().write:
        sys.stdout.write(made)
        return
    text = DOCS.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    after = rest.partition(_END)[2]
    DOCS.write_text(f"{before}{_BEGIN}\n{made}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
