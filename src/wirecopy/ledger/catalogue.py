"""The way out of a ledger: pages, stories, passages, skipped parts, and SQL over all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from wirecopy.errors import LedgerError, OptionsError
from wirecopy.ledger.bulk import ask, open_bulk
from wirecopy.ledger.finding import found_elsewhere, list_statements
from wirecopy.ledger.folder import check_format
from wirecopy.ledger.ids import full_id
from wirecopy.ledger.judgements import Judgement, read_judgements
from wirecopy.ledger.speakers import find_speakers
from wirecopy.ledger.statements import read_statement
from wirecopy.ledger.stories import list_stories_of, read_dates, read_head, read_reasons, read_story
from wirecopy.records import (
    Aside,
    AsideKind,
    DateClaim,
    Page,
    Passage,
    PassageKind,
    Reason,
    Skipped,
    Statement,
    Story,
    id_of,
    key_of,
)
from wirecopy.rows import page_from_row


def open_ledger(path: str | Path) -> Ledger:
    """
    Open a ledger for reading; a run may write to it meanwhile.

    Args:
        path: The folder that `wirecopy run … -o` made.

    Raises:
        LedgerError: There is no ledger, or one of another version.
    """
    path = Path(path)
    if not (path / "catalogue.sqlite").is_file():
        raise LedgerError(f"{path}: no ledger there; make one with 'wirecopy run PILE… -o {path}'")
    return Ledger(path)


class Ledger:
    """
    A ledger opened for reading. Close it, or use it in `with`.

    What it gives is in a fixed order, so that the same ledger reads the same everywhere.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        catalogue = (path / "catalogue.sqlite").absolute().as_uri()
        try:
            self._db = sqlite3.connect(f"{catalogue}?mode=ro", uri=True, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("begin")  # a reader sees the ledger as it was when it was opened
            check_format(self._db, path)
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{path}: its catalogue cannot be read ({error})") from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger."""
        self._db.close()

    def pages(self, ids: list[str] | None = None) -> Iterator[Page]:
        """
        Give the pages, in the order of their files and of their places in them.

        Args:
            ids: Only these; all of them by default.
        """
        chosen = "" if ids is None else "where page in (select unnest(?))"
        values = [] if ids is None else [[key_of(page_id) for page_id in ids]]
        with open_bulk(self.segments, ["pages"]) as db:
            found = db.sql(
                f"select * from pages_segment {chosen} order by file, byte_start, ordinal, page",
                params=values,
            )
            for batch in found.to_arrow_reader(1024):
                for row in batch.to_pylist():
                    yield page_from_row(row)

    def page(self, name: str) -> Page:
        """
        Give one page, by its page_id or the beginning of it.

        Raises:
            LedgerError: No page, or more than one, is named so.
        """
        return next(self.pages([self.full_id("page", name)]))

    def asides(self, page_id: str) -> list[Aside]:
        """Give the asides of a page, in the order of its text."""
        rows = self._db.execute(
            'select start, "end", kind, reason from asides where page_id = ? order by start',
            (page_id,),
        )
        return [Aside(r["start"], r["end"], AsideKind(r["kind"]), r["reason"]) for r in rows]

    def stories(self, min_pages: int = 1) -> Iterator[Story]:
        """
        Give the stories, those with most pages first.

        Args:
            min_pages: Leave out stories on fewer pages; 2 gives those with copies.
        """
        ids = self._db.execute(
            "select story_id from stories where pages >= ? order by pages desc, story_id",
            (min_pages,),
        ).fetchall()
        for (story_id,) in ids:
            yield self._story(story_id)

    def story(self, name: str) -> Story:
        """
        Give one story, by its story_id, by the page_id of one of its pages, or the beginning of it.

        Of the stories of a roundup it is the first that `stories_of` gives.

        Raises:
            LedgerError: No story, or more than one, is named so.
        """
        return self._story(self.story_id(name))

    def story_id(self, name: str) -> str:
        """Give the id of the story that goes by a name, as `story` takes one."""
        noun, full = full_id(self._db, self.path, name, "story", "page")
        found = [full] if noun == "story" else list_stories_of(self._db, full)
        if not found:
            raise LedgerError(f"{self.path}: page {full} is in no story yet; run the pile again")
        return found[0]

    def stories_of(self, page_id: str) -> Iterator[Story]:
        """
        Give the stories that a page is in, that which it has most of first.

        It is in several where it holds several: a roundup.
        """
        for story_id in list_stories_of(self._db, page_id):
            yield self._story(story_id)

    def head(self, story_id: str) -> Story:
        """Give a story without its pages, which can be thousands: quick, for an overview."""
        return read_head(self._db, story_id)

    def passages(
        self, story_id: str | None = None, page_id: str | None = None
    ) -> Iterator[Passage]:
        """
        Give the shared passages, each with the two pages that it stands on.

        Args:
            story_id: Only those between pages of this story, as `story` takes one; all by default.
            page_id: Only those of this page, as `page` takes one, also with pages of other stories.
        """
        with open_bulk(self.segments, ["aligned"]) as db:
            chosen, values = "", list[Any]()
            if story_id is not None:
                rows = self._db.execute(
                    "select page_id from members where story_id = ?", (self.story_id(story_id),)
                )
                chosen = "where list_contains(?, a) and list_contains(?, b)"
                values = [[key_of(row[0]) for row in rows]] * 2
            elif page_id is not None:
                chosen, values = "where ? in (a, b)", [key_of(self.full_id("page", page_id))]
            found = db.sql(
                f"select a, b, passages from aligned_segment {chosen} order by a, b", params=values
            )
            for batch in found.to_arrow_reader(1024):
                for row in batch.to_pylist():
                    a, b = id_of(row["a"]), id_of(row["b"])
                    for p in row["passages"]:
                        yield Passage(**p | {"kind": PassageKind(p["kind"]), "a": a, "b": b})

    def statements(
        self,
        speaker: str | None = None,
        story_id: str | None = None,
        words: str | None = None,
        act: str | None = None,
        unsure: bool = False,
        said: bool = False,
        confidence: float = 0.0,
    ) -> Iterator[Statement]:
        """
        Give the statements, story by story, in the order of the text.

        Args:
            speaker: Only of this speaker, by full name or, if nobody has just that, the first or
                last part of it.
            story_id: Only of this story, as `story` takes one.
            words: Only those with these words on any page that carries them, or in the name of a
                speaker there, in SQLite's FTS5 syntax.
            act: Only with this act (`say`, `deny`, …).
            unsure: Only those whose speaker is not sure.
            said: Only what was said: not what, without a quotation, somebody is told to support,
                oppose, believe, doubt, know, feel or intend.
            confidence: Only those with this confidence or more.

        Raises:
            OptionsError: There is no such act, or no such confidence.
        """
        for statement_id in self.statement_ids(
            speaker, story_id, words, act, unsure, said, confidence
        ):
            yield read_statement(self._db, statement_id)

    def statement_ids(
        self,
        speaker: str | None = None,
        story_id: str | None = None,
        words: str | None = None,
        act: str | None = None,
        unsure: bool = False,
        said: bool = False,
        confidence: float = 0.0,
    ) -> list[str]:
        """Give the ids of the statements that `statements` would give."""
        return list_statements(
            self._db,
            None if speaker is None else self.speaker_ids(speaker),
            None if story_id is None else self.story_id(story_id),
            words, act, unsure, said, confidence,
        )  # fmt: skip

    def speaker_ids(self, name: str) -> list[int]:
        """Give the speakers of a name, as `statements` takes one."""
        return find_speakers(self._db, name)

    def found_elsewhere(self, words: str, ids: Collection[str]) -> dict[str, str]:
        """Give, of statements found by words, what holds them if the listed words do not."""
        return found_elsewhere(self._db, words, ids)

    def statement(self, name: str) -> Statement:
        """
        Give one statement, by its statement_id or the beginning of it.

        One that had another id before an earlier page came still goes by that.

        Raises:
            LedgerError: No statement, or more than one, is named so.
        """
        return read_statement(self._db, self.full_id("statement", name))

    def page_or_statement(self, name: str) -> Page | Statement:
        """
        Give what goes by an id or the beginning of one, a page first.

        Raises:
            LedgerError: Neither is named so, or more than one.
        """
        noun, full = full_id(self._db, self.path, name, "page", "statement")
        return self.page(full) if noun == "page" else self.statement(full)

    def full_id(self, noun: str, name: str) -> str:
        """
        Complete the beginning of the id of a `page`, `story` or `statement`.

        Raises:
            LedgerError: None begins so, or more than one does.
        """
        return full_id(self._db, self.path, name, noun)[1]

    def skipped(self) -> Iterator[Skipped]:
        """Give the parts of the pile that could not be read, and why."""
        rows = self._db.execute(
            "select file, member, byte_start, byte_end, reason from skipped "
            "order by file, byte_start, member, reason, place"
        )
        for row in rows:
            yield Skipped(**dict(row))

    def search(self, words: str, limit: int = 20) -> Iterator[Page]:
        """
        Give the pages that hold the words, best first.

        Args:
            words: Words that must all occur, "a phrase" in double quotes, or SQLite's FTS5 syntax.
            limit: Most pages to give.

        Raises:
            OptionsError: The words are no query.
        """
        try:
            rows = self._db.execute(
                "select rowid from search where search match ? order by rank, rowid limit ?",
                (words, limit),
            ).fetchall()
        except sqlite3.OperationalError as error:
            raise OptionsError(
                f"cannot search for {words!r} ({error}); put odd words in double quotes"
            ) from None
        ids = [id_of(row[0]) for row in rows]
        found = {page.page_id: page for page in self.pages(ids)} if ids else {}
        for page_id in ids:
            yield found[page_id]

    def dates(self, page_id: str) -> Iterator[tuple[str, DateClaim, Reason]]:
        """
        Give every date of a page, claims first.

        Yields:
            What it is the date of (`published`, `captured`, `dateline`, `told`, …), the claim, and
            its place in the text; the zone that it gives is the reason's `detail`.
        """
        return read_dates(self._db, page_id)

    def signs(self, page_id: str) -> tuple[Reason, ...]:
        """Give what shows that a page was put in its words by a machine, each with its span."""
        story_ids = self._db.execute(
            "select distinct story_id from reasons where subject = ? and about = 'text' "
            "order by story_id",
            (page_id,),
        ).fetchall()
        found = (read_reasons(self._db, "text", page_id, story_id) for (story_id,) in story_ids)
        return tuple(dict.fromkeys(reason for reasons in found for reason in reasons))

    def judgements(self, undone: bool = False) -> Iterator[Judgement]:
        """
        Give what people have said of pages, in the order in which they said it.

        Args:
            undone: Also what was taken back.
        """
        return read_judgements(self._db, undone)

    def runs(self) -> list[dict[str, Any]]:
        """Give the runs that made this ledger, earliest first."""
        return [dict(row) for row in self._db.execute("select * from runs order by run_id")]

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Give rows of the catalogue by SQLite's own SQL, `?` for values: quick, for a few rows."""
        return [dict(row) for row in self._db.execute(query, values)]

    def columns(self, query: str) -> list[str]:
        """Give the names of the columns of a query of the catalogue, also where it has no row."""
        return [name for name, *_ in self._db.execute(query).description]

    def segments(self, kind: str) -> list[Path]:
        """Give the segments of a kind; they never change, so what was read of one may be kept."""
        found = self.rows("select path from segments where kind = ? order by path", kind)
        return [self.path / "segments" / row["path"] for row in found]

    def sql(self, text: str) -> pa.Table:
        """
        Ask DuckDB about the ledger: all tables of the catalogue, and `texts`, `passages`,
        `aligned` and `fingerprints` of the segments.

        Args:
            text: One query in DuckDB's SQL.

        Returns:
            An Arrow table: `.to_pylist()`, `.to_pandas()`.

        Raises:
            OptionsError: The query means nothing; the message is DuckDB's.
        """
        return ask(self._db, self.segments, text)

    def _story(self, story_id: str) -> Story:
        return read_story(self._db, story_id)
