"""
Stage 4, align, in turns: pairs of pages -> `aligned`, with memory for the texts of one turn.

Each turn brings together the texts of its pairs, for which it goes through all texts that it is
given. In a large pile that would be a walk through all of the pile for every turn, so the turns are
parted first, and each part gets a table of the texts that its pairs need; then they are parted
again, until few are left: no text is gone through more than `PARTS` times for each such step.
"""

from __future__ import annotations

from wirecopy.align import align_pairs
from wirecopy.engine import Engine, parts_of
from wirecopy.ledger import LedgerWriter
from wirecopy.schemas import ALIGNED

PAIRS_AT_ONCE = 20_000
"""Pairs whose texts are brought together in one go, so that they fit into memory."""

PARTS = 8
"""Turns that go through the same texts, and parts into which more turns are parted."""


def align(book: LedgerWriter, engine: Engine, pairs: str) -> None:
    """Align those of some pairs that the ledger does not have yet; let `aligned` be all of them."""
    engine.source("ever", book.segments("aligned"))
    engine.table(
        "unaligned",
        f"select p.a as a, p.b as b from {pairs} p "
        "left join ever d on d.a = p.a and d.b = p.b where d.a is null",
    )
    turns = -(-engine.scalar("select count(*) from unaligned") // PAIRS_AT_ONCE)
    if turns:
        engine.table(
            "in_turns", f"select a, b, (a % {turns} + {turns}) % {turns} as turn from unaligned"
        )
        _take_turns(book, engine, range(turns))
    engine.source("ever", book.segments("aligned"))
    engine.table("aligned", f"select d.* from ever d join {pairs} p on p.a = d.a and p.b = d.b")


def _take_turns(
    book: LedgerWriter, engine: Engine, turns: range, texts: str = "pages", asides: str = "asides"
) -> None:
    """Take some turns, whose pages are in these tables, one after another."""
    if len(turns) <= PARTS:
        for turn in turns:
            _take_turn(book, engine, turn, texts, asides)
        return
    size = -(-len(turns) // PARTS)
    for start in range(0, len(turns), size):
        part = turns[start : start + size]
        pairs = f"from in_turns where turn between {part[0]} and {part[-1]}"
        engine.table("at_hand", f"select a as page {pairs} union select b as page {pairs}")
        # The two apart: so all that a join keeps in memory is `at_hand`, and no text.
        for name, column in ((texts, "text"), (asides, "asides")):
            engine.table(
                f"near_{name}",
                f"select t.page as page, t.{column} as {column} "
                f"from {name} t join at_hand h on h.page = t.page",
            )
        _take_turns(book, engine, part, f"near_{texts}", f"near_{asides}")


def _take_turn(book: LedgerWriter, engine: Engine, turn: int, texts: str, asides: str) -> None:
    # Asides first, and kept: a join keeps in memory all that the joins before it brought together.
    engine.table(
        "turn",
        "select u.a as a, u.b as b, s.asides as a_asides, t.asides as b_asides "
        f"from (select a, b from in_turns where turn = {turn}) u "
        f"join {asides} s on s.page = u.a join {asides} t on t.page = u.b",
    )
    engine.map(
        "new",
        "select u.a as a, u.b as b, p.text as a_text, q.text as b_text, "
        "u.a_asides as a_asides, u.b_asides as b_asides "
        f"from turn u join {texts} p on p.page = u.a join {texts} q on q.page = u.b",
        align_pairs,
        ALIGNED,
    )
    engine.table("sorted", "select * from new order by a, b")
    book.add_aligned(parts_of(engine, "sorted"))
