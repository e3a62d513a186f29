"""One statement on a screen: who said it and why, where pages differ, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from wirecopy.ledger import Ledger
from wirecopy.records import Certainty, Statement, Witness
from wirecopy.show.export import console_for, printable, visible, write_table
from wirecopy.show.said import for_a_screen, heading, named_by_pages, readings, said_by
from wirecopy.show.terminal import for_eyes

AROUND = 60
"""Letters of the page on either side of a statement that are shown with it."""

MOST_WITNESSES = 20


def show_statement(book: Ledger, statement: Statement, out: TextIO, every: bool = False) -> None:
    """Show one statement with all that is known of it, and where each witness has it."""
    console = console_for(out)
    head = heading(statement.speaker, statement.act, statement.witnesses[0].words)
    console.print(Text(printable(head), style="bold"))
    console.print(f"statement {statement.statement_id} of story {statement.story_id}\n")
    write_table([{"what": name, "is": value} for name, value in _facts(statement)], out)
    if statement.reasons:
        console.print(Text("\nwhy this speaker", style="bold"))
        for reason in statement.reasons:
            console.print(f"  {printable(f'{reason.name}: {reason.detail}'.rstrip(': '))}")
    drift = list(map(for_a_screen, readings(book, str(statement.statement_id))))
    if drift:
        console.print(Text("\nwhere the pages differ", style="bold"))
        write_table(for_eyes(drift), out)
    for title, rows in (
        ("it answers", book.rows(_ANSWERS, statement.statement_id)),
        ("it is answered by", book.rows(_ANSWERED, statement.statement_id)),
    ):
        if rows:
            console.print(Text(f"\n{title}", style="bold"))
            write_table(for_eyes(rows), out)
    shown = statement.witnesses if every else statement.witnesses[:MOST_WITNESSES]
    console.print(Text("\nwhere it stands, earliest first", style="bold"))
    named = named_by_pages(book, str(statement.statement_id))
    for witness in shown:
        speaker = named.get((witness.page_id, "speaker"), statement.speaker)
        act = named.get((witness.page_id, "act"), statement.act)
        here = f"here {said_by(speaker, act)}"
        same = (speaker, act) == (statement.speaker, statement.act)
        _show_witness(console, book, witness, "" if same else here)
    if len(shown) < len(statement.witnesses):
        console.print(f"… and {len(statement.witnesses) - len(shown):,} more; --csv lists all")


_ANSWERS = """
select a.answers as statement, o.speaker, o.act, a.name as how, a.detail as because, o.words
from answers a join statements o on o.statement_id = a.answers
where a.statement_id = ? order by o.place
"""
_ANSWERED = """
select a.statement_id as statement, o.speaker, o.act, a.name as how, a.detail as because, o.words
from answers a join statements o on o.statement_id = a.statement_id
where a.answers = ? order by o.place
"""


def witness_rows(book: Ledger, statement: Statement) -> Iterator[dict[str, object]]:
    """Give a row for each witness of a statement, earliest first."""
    named = named_by_pages(book, str(statement.statement_id))
    for witness in statement.witnesses:
        page = book.page(witness.page_id)
        yield {
            "statement": statement.statement_id,
            "page": page.page_id,
            "outlet": page.outlet,
            "dated": page.published.value if page.published else None,
            "speaker": named.get((page.page_id, "speaker"), statement.speaker),
            "act": named.get((page.page_id, "act"), statement.act),
            "content": [list(span) for span in witness.content],
            "source": [list(span) for span in witness.source],
            "cue": [list(span) for span in witness.cue],
            "words": witness.words,
        }


def _facts(statement: Statement) -> Iterator[tuple[str, object]]:
    sure = "" if statement.certainty is Certainty.YES else " (not sure)"
    yield "speaker", f"{printable(statement.speaker)}{sure}" if statement.speaker else None
    yield "role", printable(statement.role) if statement.role else None
    yield "act", f"{statement.act or '–'}, {statement.kind}"
    yield "venue", printable(statement.venue) if statement.venue else None
    yield "said at", statement.said_at
    yield "pages", len({witness.page_id for witness in statement.witnesses})
    yield "independent sources", statement.independent
    likely = f"{statement.confidence:.2f}"
    yield "confidence", f"{likely} that these are the words, and this who says them"


def _show_witness(console: Console, book: Ledger, witness: Witness, here: str) -> None:
    page = book.page(witness.page_id)
    dated = page.published.value if page.published else "no date"
    head = f"page {page.page_id[:8]}, {printable(page.outlet or page.file)}, {dated}"
    console.print(Text(f"  {head}", style="dim") + Text(f", {printable(here)}" if here else ""))
    console.print(Text("  | ") + in_context(page.text, witness))


def in_context(text: str, witness: Witness) -> Text:
    """Give the sentence around a statement, its parts in brackets, the content bold too."""
    marks = sorted(
        (*span, part) for part in ("source", "cue", "content") for span in getattr(witness, part)
    )
    if not marks:
        return Text()
    first, last = marks[0][0], max(end for _, end, _ in marks)
    start = max(0, text.rfind(" ", 0, max(0, first - AROUND)) + 1)
    end = text.find(" ", last + AROUND)
    end = len(text) if end < 0 else end
    shown, at = Text("… " if start else ""), start
    for low, high, part in marks:
        low = max(low, at)
        if low >= high:
            continue
        shown.append(_flat(text[at:low]))
        words = _flat(text[low:high])
        style = "bold" if part == "content" else "underline"
        shown.append(f"[{part}: {words}]", style=style)
        at = high
    shown.append(_flat(text[at:end]) + (" …" if end < len(text) else ""))
    return shown


def _flat(text: str) -> str:
    """Give text on one line, with a space at its ends where there was one."""
    words = " ".join(visible(text).split())
    before = " " if text[:1].isspace() and words else ""
    return before + words + (" " if text[-1:].isspace() else "")
