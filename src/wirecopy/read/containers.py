"""
Containers (packed files, zip, tar) -> the parts in them, each read in its turn.

Nothing is ever unpacked to a place that an archive names: a part is read from a stream, and its
name is data. A name that leads out of the archive, a link, a device and an encrypted part are
skipped with that reason. A WACZ is a zip whose list of hashes is checked (see `wacz`).
"""

from __future__ import annotations

import io
import os
import re
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO, cast

from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.office import read_docx
from wirecopy.read.sniff import sniff
from wirecopy.read.source import BROKEN_ZIP, DAMAGED, Names, Source
from wirecopy.read.unpack import PACKED, Allowance, Unpacked
from wirecopy.read.wacz import WACZ_INDEX, broken_promises, is_index
from wirecopy.records import Page, Skipped

_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:[/\\]|\x00")
_HIDDEN = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
_IN_MEMORY = 8_000_000
"""Bytes of a part of a tar that are held in memory; a larger one goes to a temporary file."""
_SAVED_WITH = re.compile(r"(?=^(.+?)_files/)")
_SMALL = 1_000_000
"""Bytes of a part of a zip that is read in one go."""
_OTHERS = (
    ("xl/workbook.xml", "Excel workbook"),
    ("ppt/presentation.xml", "PowerPoint slides"),
    ("META-INF/container.xml", "EPUB book"),
    ("content.xml", "OpenDocument file"),
)
"""What else is a zip, by a member that it has."""


def read_packed(source: Source, options: Options) -> Iterator[Source]:
    """Give what is packed in a file, under the file's name without its ending."""
    packing, ending = PACKED[sniff(source.head())]
    name = os.path.basename(source.name)
    inner = name[: -len(ending)] if name.casefold().endswith(ending) else ""

    def unpack() -> BinaryIO:
        return io.BufferedReader(Unpacked(source.open(), packing, source.allowance))

    name = inner or "unpacked"
    yield source.part(name, packing=packing, opener=unpack, stretch=source.stretch)


def read_zip(source: Source, options: Options) -> Iterator[Page | Skipped | Source]:
    """
    Give the files in a zip, in the order of their names; read a DOCX, which is one, as a page.

    Raises:
        ReadError: Its directory, at its end, is broken or not there.
    """
    with source.seekable() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (*BROKEN_ZIP, *DAMAGED) as error:
            raise ReadError(f"broken zip: {error}") from None
        with archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                yield from read_docx(source, archive, options)
                return
            other = next((kind for member, kind in _OTHERS if member in names), None)
            if other:
                yield source.skipped(f"{other}: not read yet")
                return
            wrong = broken_promises(archive, source.allowance) if WACZ_INDEX in names else {}
            names_of = Names()
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                if not info.filename.endswith("/"):
                    opener = partial(_open_member, archive, info, source.allowance)
                    part = source.part(names_of.own(info.filename or "unnamed"), opener=opener)
                    found = _member(part, info, names, wrong)
                    yield _at_once(found) if info.file_size <= _SMALL else found
            for name in sorted(wrong.keys() - names):
                yield source.part(name).skipped(wrong[name])


def _member(
    part: Source, info: zipfile.ZipInfo, names: set[str], wrong: dict[str, str]
) -> Source | Skipped:
    name = info.filename
    reason = _refused(name, names) or wrong.get(name)
    if not reason and stat.S_ISLNK(info.external_attr >> 16):
        reason = "a link"
    if not reason and info.flag_bits & 0x1:
        reason = "encrypted"
    if not reason and WACZ_INDEX in names and is_index(name):
        reason = "part of a WACZ that lists what is in it"
    return part.skipped(reason, 0, info.file_size) if reason else part


def _at_once(part: Source | Skipped) -> Source | Skipped:
    """Read a small part now, once, rather than for a look and then again."""
    if isinstance(part, Skipped):
        return part
    try:
        with part.open() as stream:
            return replace(part, raw=stream.read())
    except ReadError as error:
        return part.skipped(error.reason)
    except DAMAGED as error:
        return part.skipped(f"broken zip: {error}")


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance) -> BinaryIO:
    try:
        member = archive.open(info)
    except BROKEN_ZIP as error:
        raise ReadError(f"broken zip: {error}") from None
    return cast(BinaryIO, io.BufferedReader(_Metered(cast(BinaryIO, member), allowance)))


def read_tar(source: Source, options: Options) -> Iterator[Page | Skipped | Source]:
    """Give the files in a tar, in its own order, as it may be read only once."""
    with source.open() as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|", errorlevel=1) as archive:
                names = Names()
                for info in archive:
                    if not info.isdir():
                        part = source.part(names.own(info.name))
                        yield from _of_tar(part, archive, info, names.seen)
        except (tarfile.TarError, ValueError, OverflowError) as error:
            yield source.skipped(f"broken tar: {error}", stream.tell() if stream.seekable() else 0)


def _of_tar(
    part: Source, archive: tarfile.TarFile, info: tarfile.TarInfo, names: Container[str]
) -> Iterator[Source | Skipped]:
    reason = _refused(info.name, names)
    if not reason and (info.issym() or info.islnk()):
        reason = "a link"
    if not reason and not info.isreg():
        reason = "not a file but a pipe or a device"
    stream = None if reason else archive.extractfile(info)
    if stream is None:
        yield part.skipped(reason or "cannot be opened", 0, info.size)
        return
    held = stream.read(_IN_MEMORY)
    if len(held) < _IN_MEMORY:
        wrong = f"cut short: {len(held):,} of {info.size:,} bytes"
        yield (
            part.skipped(wrong, 0, len(held)) if len(held) < info.size else replace(part, raw=held)
        )
        return
    with tempfile.NamedTemporaryFile(prefix="wirecopy-") as copy:
        while held:
            if info.issparse():  # what is a hole in the archive takes room here
                part.allowance.spend(len(held))
            copy.write(held)
            held = stream.read(1 << 20)
        copy.flush()
        whole = copy.tell() == info.size
        yield replace(part, path=copy.name) if whole else _short(part, copy.tell(), info.size)


def _short(part: Source, found: int, length: int) -> Skipped:
    return part.skipped(f"cut short: {found:,} of {length:,} bytes", 0, found)


def _refused(name: str, names: Container[str]) -> str | None:
    """Say why a part is not read, by its name and by those beside it."""
    if _OUTSIDE.search(name):
        return "a name that leads out of the archive"
    if _HIDDEN.search(name):
        return "what a computer keeps for itself about files"
    for match in _SAVED_WITH.finditer(name):
        if f"{match[1]}.html" in names or f"{match[1]}.htm" in names:
            return "what a browser saved beside a page"
    return None


class _Metered(io.RawIOBase):
    """A member of a zip whose unpacked bytes are taken off what is allowed."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(min(len(target), 1 << 17))
        except BROKEN_ZIP as error:
            raise OSError(str(error)) from None
        self._allowance.spend(len(chunk))
        target[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()
