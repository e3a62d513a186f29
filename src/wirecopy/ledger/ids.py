"""The beginning of an id, completed; and what to type where nothing goes by it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from wirecopy.errors import LedgerError
from wirecopy.names import name_statement

_COLUMNS = {
    "page": ("pages", "page_id"),
    "story": ("stories", "story_id"),
    "statement": ("statements", "statement_id"),
}
_LISTED = {
    "page": "'wirecopy show {0} STORY' or 'wirecopy search {0} WORDS'",
    "story": "'wirecopy stories {0}'",
    "statement": "'wirecopy statements {0} --words \"…\"'",
}
SHORTEST_RENAMED = 8
"""Letters of a statement's former id, as lists show them: all witnesses are read for it."""


def beginning_with(db: sqlite3.Connection, noun: str, name: str) -> list[str]:
    """Give the first two ids of a kind that begin so; two letters are the least."""
    if len(name) < 2 or not all(c in "0123456789abcdef" for c in name):
        return []
    table, column = _COLUMNS[noun]
    rows = db.execute(
        f"select {column} from {table} where {column} between ? and ? limit 2", (name, name + "g")
    )
    found = [str(row[0]) for row in rows]
    if noun == "statement" and not found and len(name) >= SHORTEST_RENAMED:
        return _renamed(db, name)
    return found


def full_id(db: sqlite3.Connection, path: Path, name: str, *nouns: str) -> tuple[str, str]:
    """
    Complete the beginning of an id, of what has most right to the name.

    Args:
        db: The catalogue.
        path: Of the ledger, for the message.
        name: What was typed.
        *nouns: `page`, `story`, `statement`: of which kind it may be, the first one first.

    Returns:
        The kind, and the id.

    Raises:
        LedgerError: None begins so, or more than one does.
    """
    for noun in nouns:
        found = beginning_with(db, noun, name)
        if len(found) > 1:
            raise LedgerError(f"{path}: more than one {noun} begins with {name!r}; type more of it")
        if found:
            return noun, found[0]
    where = " or ".join(_LISTED[noun].format(path) for noun in nouns)
    raise LedgerError(f"{path}: no {' or '.join(nouns)} {name[:40]!r}; see {where}")


def _renamed(db: sqlite3.Connection, name: str) -> list[str]:
    """Give what a statement is called now that had another id before an earlier page came."""
    rows = db.execute(
        "select statement_id, page_id, content from witnesses where place > 0 "
        "order by statement_id, place"
    )
    found: dict[str, None] = {}
    for statement_id, page_id, content in rows:
        if name_statement(page_id, json.loads(content)).startswith(name):
            found[str(statement_id)] = None
    return list(found)[:2]
