"""The whole flow on one screen: a pile goes through the stages, one after another, to a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

from wirecopy.align import judged
from wirecopy.align.components import find_components
from wirecopy.attribute import (
    carry_statements,
    find_in_pages,
    find_story_keys,
    join_statements,
    leave_out_asides,
    name_reader,
    number_speakers,
)
from wirecopy.clean import list_lines, load_recurring, mark_asides, mark_repeated
from wirecopy.engine import Engine, make_tables, parts_of, statements
from wirecopy.engine.local import Local
from wirecopy.flow.aligning import PAIRS_AT_ONCE, align
from wirecopy.ledger import Ledger, LedgerWriter, open_ledger
from wirecopy.match import fingerprint
from wirecopy.options import Options
from wirecopy.read import behind, find_files, read_files
from wirecopy.read.stretches import Stretch, batches, write_stretches
from wirecopy.read.tally import watched
from wirecopy.schemas import (
    ASIDES,
    CARRIED,
    CLAIMS,
    CREDITS,
    DATES,
    DIFFERENCES,
    FINGERPRINTS,
    LINES,
    MARKS,
    READ,
    SIGNS,
    STATEMENTS,
    STORY_KEYS,
    TOLD,
)
from wirecopy.trace import (
    find_dates,
    find_differences,
    find_marks,
    find_signs,
    list_claims,
    list_credits,
)

NEW = ("pages", "asides", "lines", "credits", "dates", "marks", "signs", "fingerprints")
"""What the ledger keeps of each page, a segment for each batch."""

WORDS_AT_ONCE = 500_000
"""Words that are read for statements in one go (a minute or two of one core), then kept."""

MOST_TURNS = 256
"""… in a large pile more words, so that its texts are not gone through too often."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, what of it is done, and what there is to do (bytes, or 0 where unknown)."""


def run(
    *pile: str | Path,
    ledger: str | Path,
    options: Options | None = None,
    engine: Engine | None = None,
    progress: Progress = lambda stage, done, whole: None,
) -> Ledger:
    """
    Read a pile, find its stories, and keep all of it in a ledger: the main job.

    Adds to a ledger that is there already: what is in it is not read again. A run that was killed
    goes on where its last finished batch ended.

    Args:
        pile: Files, folders, globs, or `-` for stdin. Never written to.
        ledger: The folder to make or to add to.
        options: See `Options`.
        engine: Runs the stages, and stays open; by default DuckDB and worker processes here.
        progress: Told how far the run is.

    Returns:
        The ledger, open for reading.

    Raises:
        OptionsError: The pile is empty or not there.
        LedgerError: The ledger is in use, or not one of this version.
    """
    options = options or Options()
    with (
        find_files(pile) as files,
        LedgerWriter(Path(ledger), [str(part) for part in pile], options) as book,
        nullcontext(engine) if engine else closing(Local(book.work, options)) as engine,
    ):
        unread = list(book.unread(files))
        whole, done = sum(size for *_, size in unread), 0
        for batch in batches(unread, options, book.halfway.ends()):
            with watched(book.work / "tally", partial(_tell, progress, done, whole)) as tally:
                add_pages(book, engine, batch, options, tally)
            done += sum(stretch.weight for stretch in batch)
            progress("read", done, whole)
        if not book.is_linked() or (options.statements and not book.is_attributed()):
            find_stories(book, engine, options, progress)
            if options.statements:
                attribute(book, engine, progress)
        book.finish()
    return open_ledger(ledger)


def _tell(progress: Progress, done: int, whole: int, more: int) -> None:
    progress("read", min(done + more, whole), whole)


def add_pages(
    book: LedgerWriter,
    engine: Engine,
    batch: list[Stretch],
    options: Options,
    tally: str | None = None,
) -> None:
    """Stages read, clean and the page's half of match, for one batch of files and stretches."""
    before = book.halfway.pages_before(batch)
    table = write_stretches(batch, engine.folder / "files.parquet", before)
    engine.source("files", [table])
    reading = partial(read_files, options=options, tally=tally)
    engine.map("rows", "select * from files", reading, READ)
    engine.source("known", book.segments("pages"))
    most = options.max_pages_per_file
    make_tables(engine, "wirecopy.read", "numbers.sql", most=most, behind=behind(most))
    engine.map(
        "asides",
        "select page, text from pages",
        partial(mark_asides, wording_path=options.wording),
        ASIDES,
    )
    engine.map("credits", "select page, text, byline, claims from pages", list_credits, CREDITS)
    marked = (
        "select p.page as page, p.text as text, p.url as url, p.outlet as outlet, "
        "p.title as title, p.byline as byline, p.published as published, p.claims as claims, "
        "s.asides as asides from pages p join asides s on s.page = p.page"
    )
    engine.map("lines", marked, list_lines, LINES)
    engine.map("dates", marked, find_dates, DATES)
    engine.map("marks", marked, find_marks, MARKS)
    engine.map("signs", marked, find_signs, SIGNS)
    stories = (
        "select p.page as page, p.at as at, p.text as text, s.asides as asides "
        "from pages p join asides s on s.page = p.page"
    )
    engine.map("prints", stories, fingerprint, FINGERPRINTS)
    engine.table("fingerprints", "select * from prints order by hash, page")
    read = engine.scalar(f"select count(*) from numbered where number <= {most}")
    kept = engine.scalar("select count(*) from pages")
    new = {kind: parts_of(engine, kind) for kind in NEW}
    others = {name: parts_of(engine, name) for name in ("skipped", "counted")}
    book.add_pages(batch, new, others, known=read - kept)


def find_stories(book: LedgerWriter, engine: Engine, options: Options, progress: Progress) -> None:
    """Stages match, align, trace and count, over all pages of the ledger."""
    for kind in NEW:
        engine.source(kind, book.segments(kind))
    engine.source("judgements", [book.judgements()])

    progress("match", 0, 0)
    match(book, engine, options)

    progress("align", 0, 0)
    align(book, engine, "pairs")
    make_tables(
        engine, "wirecopy.align", "stories.sql",
        story_share=options.story_share, min_story_words=options.min_story_words,
    )  # fmt: skip
    engine.table("edges", judged.EDGES)
    find_components(engine.table, engine.scalar)
    judged.cut_stories(engine.table, engine.scalar)
    make_tables(engine, "wirecopy.align", "roundups.sql")
    make_tables(engine, "wirecopy.align", "members.sql")
    engine.table("measured", "select a, b from pairs union select a, b from unmeasured")
    align(book, engine, "measured")
    make_tables(engine, "wirecopy.align", "members.sql")
    make_tables(engine, "wirecopy.align", "roles.sql")

    learn(engine, options)
    progress("trace", 0, 0)
    trace(book, engine, options)
    kept = ("learned", "members", "copies", "origins", "conflicts", "reasons", "sourced", "sources",
            "counts", "count_reasons")  # fmt: skip
    book.keep_stories({name: parts_of(engine, name) for name in kept})


def match(book: LedgerWriter, engine: Engine, options: Options) -> None:
    """Stage 3: which pages are worth comparing; only what new pages touch is looked at again."""
    old, new = book.fingerprints()
    engine.source("old_fingerprints", old)
    engine.source("new_fingerprints", new)
    engine.source("kept_pairs", book.segments("pairs"))
    make_tables(
        engine, "wirecopy.match", "hubs.sql",
        min_shared_fingerprints=options.min_shared_fingerprints, rare_pages=options.rare_pages,
    )  # fmt: skip
    book.keep_pairs(parts_of(engine, "pairs"))


def learn(engine: Engine, options: Options) -> None:
    """Stage 2 once more: the lines that an outlet's different stories share are its furniture."""
    make_tables(
        engine, "wirecopy.clean", "recurring.sql",
        fewest_stories=options.furniture_stories, share_of_stories=options.furniture_share,
    )  # fmt: skip
    engine.map(
        "learned",
        "select p.page as page, p.outlet as outlet, p.text as text, s.asides as asides "
        "from repeated_on r join pages p on p.page = r.page join asides s on s.page = r.page",
        partial(mark_repeated, recurring=load_recurring(parts_of(engine, "recurring"))),
        ASIDES,
    )


def trace(book: LedgerWriter, engine: Engine, options: Options) -> None:
    """Stages trace and count: who was first and who took it from whom, conflicts, sources."""
    make_tables(engine, "wirecopy.trace", "dates.sql")
    make_tables(engine, "wirecopy.trace", "houses.sql")
    for name in ("kin.sql", "voices.sql", "origin.sql"):
        make_tables(engine, "wirecopy.trace", name)
    measure_again(book, engine)
    make_tables(engine, "wirecopy.trace", "copies.sql")
    engine.map(
        "claims",
        "select p.page as page, p.byline as byline, p.published as published, p.at as at "
        "from pages p",
        list_claims,
        CLAIMS,
    )
    engine.map(
        "differences",
        "select d.a as a, d.b as b, d.passages as passages, p.text as a_text, q.text as b_text "
        "from (select distinct least(m.page, m.copied_from) as one, "
        "greatest(m.page, m.copied_from) as two from members m join copies c "
        "on c.story = m.story and c.page = m.page "
        "where m.role <> 'shares' and c.one_house = 0) m "
        "join aligned d on least(d.a, d.b) = m.one and greatest(d.a, d.b) = m.two "
        "join pages p on p.page = d.a join pages q on q.page = d.b",
        find_differences,
        DIFFERENCES,
    )
    make_tables(
        engine, "wirecopy.trace", "conflicts.sql",
        date_tolerance_hours=options.date_tolerance_hours,
    )  # fmt: skip
    make_tables(engine, "wirecopy.trace", "reasons.sql")
    make_tables(
        engine, "wirecopy.count", "sources.sql",
        own_words=options.own_words, own_share=options.own_share,
    )  # fmt: skip


def measure_again(book: LedgerWriter, engine: Engine) -> None:
    """Measure a story's pages against the one that was found to be the first, if it is another."""
    engine.table(
        "settled",
        "select b.story as story, case when o.certainty = 'yes' then coalesce(o.page, b.base) "
        "else b.base end as base from bases b join origins o on o.story = b.story",
    )
    moved = "from bases b join settled s on s.story = b.story where s.base <> b.base"
    if not engine.scalar(f"select count(*) {moved}"):
        return
    engine.table("bases", "select story, base from settled")
    for _ in range(2):  # the second time all pairs are there
        for name, sql in statements("wirecopy.align", "members.sql"):
            if name != "bases":
                engine.table(name, sql)
        engine.table("wanted", "select a, b from measured union select a, b from unmeasured")
        engine.table("measured", "select a, b from wanted")
        align(book, engine, "measured")
    make_tables(engine, "wirecopy.align", "roles.sql")
    make_tables(engine, "wirecopy.trace", "kin.sql")


def attribute(book: LedgerWriter, engine: Engine, progress: Progress) -> None:
    """Stage 6: who said what on each page; then each statement of a story once."""
    book.note_reader(name_reader())
    engine.source("known", book.segments("statements"))
    pages = (
        "from pages p join asides s on s.page = p.page left join known k on k.page = p.page "
        "where k.page is null"
    )
    engine.map(
        "story_keys",
        f"select p.page as page, p.text as text, s.asides as asides {pages}",
        find_story_keys,
        STORY_KEYS,
    )
    whole = engine.scalar("select coalesce(sum(words), 0) from story_keys")
    at_once = max(WORDS_AT_ONCE, whole // MOST_TURNS)
    make_tables(engine, "wirecopy.attribute", "turns.sql", words=at_once)
    turns = engine.scalar("select coalesce(max(turn) + 1, 0) from turns")
    for turn in range(turns):
        progress("attribute", min(turn * at_once, whole), whole)
        engine.map(
            "said",
            "select p.page as page, g.at as at, p.text as text, s.asides as asides, "
            "g.value as published, g.precision as published_precision, "
            "t.words * 200 + 1000 as weight from turns t "  # a slice is 20,000 words: 3 seconds
            "join pages p on p.page = t.page join asides s on s.page = t.page "
            "left join dated g on g.page = p.page "
            f"where t.turn = {turn} order by t.key, p.page",
            find_in_pages,
            STATEMENTS,
        )
        book.add_statements(parts_of(engine, "said"))
    progress("attribute", whole, whole)
    hear(book, engine)
    book.keep_statements(list(join(engine)), number_speakers)


def hear(book: LedgerWriter, engine: Engine) -> None:
    """Take what all pages say, but for what stands in furniture that only other pages showed."""
    engine.source("said_on", book.segments("statements"))
    engine.map(
        "silenced",
        "select s.page as page, p.text as text, s.found as found, l.asides as asides "
        "from said_on s join learned l on l.page = s.page join pages p on p.page = s.page "
        "where s.count > 0",
        leave_out_asides,
        STATEMENTS,
    )
    engine.table(
        "told",
        "select s.page as page, s.count as count, s.found as found "
        "from said_on s left join silenced n on n.page = s.page where n.page is null "
        "union all select page, count, found from silenced",
    )


def join(engine: Engine) -> Iterator[Path]:
    """Bring together what pages of one story say, some stories at a time."""
    turns = -(-engine.scalar("select count(*) from members") // PAIRS_AT_ONCE)
    for turn in range(turns):
        engine.table(
            "chosen",
            f"select story, page from members where (story % {turns} + {turns}) % {turns} = {turn}",
        )
        engine.map(
            "carried",
            "select d.a as a, d.b as b, d.passages as passages, p.text as a_text, "
            "q.text as b_text, coalesce(l.asides, s.asides) as a_asides, "
            "coalesce(k.asides, t.asides) as b_asides, "
            "f.found as a_found, g.found as b_found "
            "from aligned d join chosen m on m.page = d.a "
            "join chosen n on n.page = d.b and n.story = m.story "
            "join pages p on p.page = d.a join pages q on q.page = d.b "
            "join asides s on s.page = d.a join asides t on t.page = d.b "
            "left join learned l on l.page = d.a left join learned k on k.page = d.b "
            "join told f on f.page = d.a join told g on g.page = d.b "
            "where d.matched > 0 and f.count + g.count > 0",
            carry_statements,
            CARRIED,
        )
        make_tables(engine, "wirecopy.attribute", "story.sql")
        engine.map(f"joined_{turn}", "select * from spoken", join_statements, TOLD)
        yield from parts_of(engine, f"joined_{turn}")
