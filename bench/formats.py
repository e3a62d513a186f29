"""
What comes of every file of the samples of web archives? The table in `docs/formats.md`.

    python bench/formats.py [--write]

For each dump the records are counted once more, by warcio, which is another reader: the counts
agree where each record is a page or a skipped part. Where they do not, the row says why.
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

import lz4.frame
from warcio.archiveiterator import ArchiveIterator

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.records import Page

SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "formats" / "warc"
DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
_BEGIN, _END = "<!-- made by bench/formats.py -->\n", "<!-- end -->\n"
_DUMPS = (".warc", ".arc", ".wacz", ".wet", ".wat", ".bad", ".lz4")


def rows(folder: Path) -> Iterator[tuple[str, int, Counter[str], str]]:
    """Yield for each file its name, pages, skipped parts by reason, and the records in it."""
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
        yield name, pages, skipped, _counted(path)


def _short(reason: str) -> str:
    """Leave out of a reason what differs from record to record."""
    head, _, rest = reason.partition(":")
    if head == "a revisit of what is no page":
        return head
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


def table(folder: Path) -> str:
    """Give the table in Markdown: dumps file by file, the rest by what they are."""
    lines = [
        "| file | pages | skipped | rows | records by warcio |",
        "|---|---|---|---|---|",
    ]
    others: Counter[str] = Counter()
    for name, pages, skipped, counted in rows(folder):
        why = "; ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
        if counted:
            total = pages + skipped.total()
            lines.append(f"| {name} | {pages} | {why} | {total} | {counted} |")
        else:
            others[why or "a page"] += 1
    lines += ["", "The other files there (indexes, settings, programs, pictures, notes):", ""]
    lines += [f"- {count} files: {why}" for why, count in others.most_common()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, or write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into docs/formats.md")
    made = table(SAMPLES)
    if not parser.parse_args().write:
        sys.stdout.write(made)
        return
    text = DOCS.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    after = rest.partition(_END)[2]
    DOCS.write_text(f"{before}{_BEGIN}\n{made}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
