"""
Containers (packed files, zip, tar) -> the parts in them, each read in its turn.

Nothing is ever unpacked to a place that an archive names: a part is read from a stream, and its
name is data. A name that leads out of the archive, a link, a device and an encrypted part are
skipped with that reason.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from wirecopy.options import Options
from wirecopy.read.sniff import sniff
from wirecopy.read.source import Source
from wirecopy.read.unpack import PACKED, Unpacked


def read_packed(source: Source, options: Options) -> Iterator[Source]:
    """Give what is packed in a file, under the file's name without its ending."""
    packing, ending = PACKED[sniff(source.head())]
    name = os.path.basename(source.name)
    inner = name[: -len(ending)] if name.casefold().endswith(ending) else ""

    def unpack() -> BinaryIO:
        return io.BufferedReader(Unpacked(source.open(), packing, source.allowance))

    yield source.part(inner or "unpacked", packing=packing, opener=unpack)
