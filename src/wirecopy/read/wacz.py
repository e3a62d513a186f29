"""WACZ: a zip of a web archive -> what its own list of hashes says of its parts."""

from __future__ import annotations

import hashlib
import zipfile

import orjson

from wirecopy.read.source import DAMAGED
from wirecopy.read.unpack import Allowance

WACZ_INDEX = "datapackage.json"
_LONGEST = 10_000_000
_LISTS = ("indexes/", "pages/", "fuzzy.json", "datapackage.json", "datapackage-digest.json")


def is_index(name: str) -> bool:
    """Tell whether a part of a WACZ lists or signs what is in it, rather than being in it."""
    return name.startswith(_LISTS[:2]) or name in _LISTS[2:]


def broken_promises(archive: zipfile.ZipFile, allowance: Allowance) -> dict[str, str]:
    """
    Check the parts of a WACZ against the hashes that its `datapackage.json` gives.

    Returns:
        For each part that is not what the list says, the reason why it is not read.
    """
    wrong: dict[str, str] = {}
    try:
        with archive.open(WACZ_INDEX) as stream:
            listed = orjson.loads(stream.read(_LONGEST))["resources"]
        for one in listed:
            name = str(one["path"])
            stats = one.get("stats") or {}
            kind, _, told = str(one.get("hash") or stats.get("hash") or "").rpartition(":")
            if (kind or str(one.get("hashing", "sha256"))) != "sha256" or is_index(name):
                continue
            if told and (found := _sha256(archive, name, allowance)) != told:
                wrong[name] = (
                    "not what datapackage.json says: another sha256"
                    if found
                    else "cannot be read, though datapackage.json lists it"
                )
    except (KeyError, TypeError, AttributeError, ValueError, *_BROKEN):
        return wrong  # a list that cannot be read promises nothing
    return wrong


_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, *DAMAGED)


def _sha256(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> str | None:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(1 << 20):
                allowance.spend(len(chunk) // 2)  # it is read once more, and that counts in full
                digest.update(chunk)
    except (KeyError, *_BROKEN):
        return None
    return digest.hexdigest()
