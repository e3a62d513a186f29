"""
The pile: files, folders, patterns and stdin -> the files to read, under names that last.

A file's name in the ledger is its path within the folder that was named (or within the fixed part
of a pattern), with `/`; a file named alone goes by its bare name. So a page's id depends neither on
where the pile lies nor on the order in which it is given.

Left out of a folder are hidden files, ledgers (`NAME.wirecopy`), and what is no file. The folder
that a browser saves beside a page (`NAME_files` beside `NAME.html`) is listed, but not its parts:
the reading skips it with that reason.
"""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from wirecopy.errors import OptionsError
from wirecopy.read.claims import is_unicode

_MAGIC = frozenset("*?[")
_LEDGER = ".wirecopy"


class PileFile(NamedTuple):
    """A file of the pile."""

    file: str
    """Its name in the ledger; `-` is stdin."""
    path: Path
    """Where to open it."""


@contextmanager
def find_files(pile: Iterable[str | Path]) -> Iterator[list[PileFile]]:
    """
    Find the files of a pile, each once, sorted by name.

    A file that is reached in several ways takes the longest of its names. Two files of one name
    take the names of the folders above them too, as many as tell them apart.

    Args:
        pile: Files, folders, patterns such as `pile/**/*.html`, or `-` for stdin, which is kept in
            a temporary file until the context ends.

    Raises:
        OptionsError: The pile is empty or not there.
    """
    parts = [pile] if isinstance(pile, str | Path) else list(pile)
    with tempfile.TemporaryDirectory(prefix="wirecopy-") as name:
        folder = Path(name)
        found = [file for part in parts for file in _files_of(part, folder)]
        if not found:
            raise OptionsError(
                "the pile has no file in it: type a file, a folder, a pattern such as "
                "'pile/*.html', or - for stdin"
            )
        yield sorted(_as_unicode(file, folder) for file in _told_apart(_each_once(found)))


def _files_of(part: str | Path, folder: Path) -> Iterator[PileFile]:
    path = Path(part).expanduser()
    if str(part) == "-":
        yield PileFile("-", _spool(sys.stdin.buffer, folder))
    elif _is_ledger(path):
        raise OptionsError(f"{path} is a ledger, not a pile: type wirecopy stories {path}")
    elif path.is_dir():
        yield from _walk(path, path)
    elif path.is_file() or path.is_symlink():
        yield PileFile(path.name, path)
    elif path.exists():  # a pipe, such as the shell's <(…)
        with path.open("rb") as stream:
            yield PileFile(path.name, _spool(stream, folder))
    elif _MAGIC.isdisjoint(str(part)):
        raise OptionsError(f"there is no file or folder {path}: see how it is spelled")
    else:
        fixed = _fixed_folder(path)
        hits = sorted(glob.glob(str(path), recursive=True))
        if not hits:
            raise OptionsError(f"nothing matches the pattern {path}: see what is in {fixed}")
        for hit in map(Path, hits):
            within = [hit, *(fixed / parent for parent in hit.relative_to(fixed).parents)]
            if any(map(_is_ledger, within)):
                continue
            if hit.is_file() or not hit.exists():
                yield PileFile(hit.relative_to(fixed).as_posix(), hit)
            elif hit.is_dir() and "**" not in path.parts:  # there a file is hit on its own
                yield from _walk(hit, fixed)


def _spool(stream: BinaryIO, folder: Path) -> Path:
    """Copy a stream to a file, so that its bytes have places and can be looked at twice."""
    path = folder / f"stream-{len(os.listdir(folder))}"
    with path.open("wb") as copy:
        shutil.copyfileobj(stream, copy)
    return path


def _as_unicode(one: PileFile, folder: Path) -> PileFile:
    """Give a file whose name is not UTF-8 a name that is, and a link to open it by."""
    if is_unicode(str(one.path)) and is_unicode(one.file):
        return one
    link = folder / f"link-{len(os.listdir(folder))}"
    link.symlink_to(os.path.abspath(one.path))
    return PileFile(os.fsencode(one.file).decode("utf-8", "backslashreplace"), link)


def _fixed_folder(pattern: Path) -> Path:
    """Give the part of a pattern before its first wild card."""
    parts = pattern.parts
    wild = next(i for i, part in enumerate(parts) if not _MAGIC.isdisjoint(part))
    return Path(*parts[:wild])


def _walk(folder: Path, root: Path) -> Iterator[PileFile]:
    """Yield the files below a folder; a folder reached twice, through a link, counts once."""
    seen: set[tuple[int, int]] = set()
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            status = here.stat()
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield PileFile(here.relative_to(root).as_posix(), here)  # the reading says why
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        names = {entry.name for entry in entries}
        for entry in entries:
            path = here / entry.name
            if entry.name.startswith(".") or _is_ledger(path):
                continue
            if entry.is_dir() and not _is_saved_with(entry.name, names):
                folders.append(path)
            elif entry.is_dir() or entry.is_file() or not path.exists():  # no pipe: it would block
                yield PileFile(path.relative_to(root).as_posix(), path)


def _is_ledger(path: Path) -> bool:
    named = path.name.endswith(_LEDGER) and path.name != _LEDGER and path.is_dir()
    return named or ((path / "catalogue.sqlite").is_file() and (path / "segments").is_dir())


def _is_saved_with(folder: str, names: set[str]) -> bool:
    page = folder.removesuffix("_files")
    return page != folder and not names.isdisjoint({f"{page}.html", f"{page}.htm"})


def _each_once(found: list[PileFile]) -> list[PileFile]:
    """Keep one name for each file: the longest path, then the first in the alphabet."""
    names: dict[str, PileFile] = {}
    for one in found:
        real = os.path.realpath(one.path)
        other = names.get(real)
        if other is None or _rank(one) < _rank(other):
            names[real] = one
    return list(names.values())


def _rank(one: PileFile) -> tuple[int, str, str]:
    return -one.file.count("/"), one.file, str(one.path)


def _told_apart(found: list[PileFile]) -> list[PileFile]:
    """Put folders before the names that several files have, until each has its own."""
    apart: list[PileFile] = []
    by_name: dict[str, list[PileFile]] = {}
    for one in found:
        by_name.setdefault(one.file, []).append(one)
    for name, same in by_name.items():
        if len(same) == 1:
            apart += same
            continue
        paths = [Path(os.path.abspath(one.path)).parts for one in same]
        count = name.count("/") + 1
        while len({parts[-count:] for parts in paths}) < len(paths):
            count += 1
        apart += [PileFile("/".join(p[-count:]), o.path) for p, o in zip(paths, same, strict=True)]
    return apart
