"""
Stage 1, read, once more: pages that were read before -> the bytes that they were made of.

A ledger keeps texts; the bytes are in the pile. They are found as they were the first time, by
reading the file, in archives, dumps and mailboxes too, and a page is the same page only if its id
is, which its bytes and its place make up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from wirecopy.options import Options
from wirecopy.read import read_file
from wirecopy.read.stretches import Stretch, cut
from wirecopy.records import Page


def read_again(
    file: str, path: Path, wanted: Mapping[str, int], options: Options
) -> Iterator[tuple[str, bytes]]:
    """
    Give the bytes of some pages of a file, one page at a time.

    What is no longer in the file, or no longer read so, is not given. Of a large dump only the
    stretches are read that hold a wanted page.

    Args:
        file: Its name in the ledger.
        path: Where it lies.
        wanted: The page_ids, each with its `byte_start`.
        options: Those that it was read with.

    Yields:
        A page_id and the page's bytes, in the order of the file.

    Raises:
        OSError: There is no such file.
    """
    left = dict(wanted)
    for part in cut(Stretch(file, path, "", path.stat().st_size), options):
        stretch = (part.start, part.end) if part.end is not None else None
        if stretch and not any(stretch[0] <= start < stretch[1] for start in left.values()):
            continue
        earlier = json.loads(part.earlier or "{}")
        for found in read_file(file, str(path), options, stretch, earlier, raw=True):
            if isinstance(found, Page) and left.pop(found.page_id, None) is not None:
                yield found.page_id, found.raw
            if not left:
                return
