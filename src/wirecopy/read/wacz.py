"""WACZ: a zip of a web archive -> what its own list of hashes says of its parts."""

from __future__ import annotations

import hashlib
import zipfile
from typing import Any

import orjson

from wirecopy.read.source import BROKEN_ZIP, DAMAGED
from wirecopy.read.unpack import Allowance

WACZ_INDEX = "datapackage.json"
_SIGNED = "datapackage-digest.json"
_LONGEST = 10_000_000
_LISTS = ("indexes/", "pages/")
_BROKEN = (KeyError, *BROKEN_ZIP, *DAMAGED)


def is_index(name: str) -> bool:
    """Tell whether a part of a WACZ lists or signs what is in it, rather than being in it."""
    return name.startswith(_LISTS) or name in (WACZ_INDEX, _SIGNED, "fuzzy.json")


def broken_promises(archive: zipfile.ZipFile, allowance: Allowance) -> dict[str, str]:
    """
    Check the parts of a WACZ against the hashes that its lists give.

    Signatures are not checked: that would take the keys of those who signed.

    Returns:
        For each part that is not what a list says, or not there, the reason why it is not read.
    """
    wrong: dict[str, str] = {}
    for listing, one in _listed(archive):
        name = one.get("path")
        if not isinstance(name, str):
            continue
        stats = one.get("stats")
        told = str(one.get("hash") or (stats.get("hash") if isinstance(stats, dict) else "") or "")
        kind, _, value = told.rpartition(":")
        kind = (kind or str(one.get("hashing", "sha256"))).lower()
        if name not in archive.NameToInfo:
            wrong[name] = f"{listing} lists it, but it is not there"
        elif kind == "sha256" and value and not is_index(name):
            if (found := _sha256(archive, name, allowance)) != value.lower():
                wrong[name] = f"not what {listing} says: {'another sha256' if found else 'broken'}"
        elif kind == "sha256" and name == WACZ_INDEX and _sha256(archive, name, allowance) != value:
            wrong[name] = f"not what {listing} says: another sha256"
    return wrong


def _listed(archive: zipfile.ZipFile) -> list[tuple[str, dict[str, Any]]]:
    """Give each part that a list names, as (list, what it says); of a broken list, none."""
    found = []
    for listing in (WACZ_INDEX, _SIGNED):
        try:
            with archive.open(listing) as stream:
                value = orjson.loads(stream.read(_LONGEST))
            parts = value["resources"] if listing == WACZ_INDEX else [value]
            found += [(listing, dict(part)) for part in parts]
        except (TypeError, *_BROKEN):
            continue
    return found


def _sha256(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> str | None:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(1 << 20):
                allowance.spend(len(chunk) // 2)  # it is read once more, and that counts in full
                digest.update(chunk)
    except _BROKEN:
        return None
    return digest.hexdigest()
