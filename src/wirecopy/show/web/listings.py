"""The lists of a ledger: stories, pages, what contradicts what, skipped parts, runs."""

from __future__ import annotations

from wirecopy.ledger.stories import STORIES_OF
from wirecopy.records import Role
from wirecopy.show.web.listing import BEGINS, Filter, Listing, of_id
from wirecopy.show.web.said_listings import SAID

CONFLICT_KINDS = (
    "byline", "published", "agency", "number", "name", "byline against credits", "impossible date",
)  # fmt: skip

_WITH_PAGE = (
    "s.story_id in (select m.story_id from pages p join members m on m.page_id = p.page_id "
    "where {})"
)

_STORY = STORIES_OF.format("p.page_id") + " limit 1"
_OF_PAGE = "(select m.{} from members m where m.page_id = p.page_id and m.story_id = ({}))"
"""A page of several stories is listed with that which it has most of."""

STORIES = Listing(
    name="stories",
    what="A story: one text and its pages.",
    select="""s.story_id, s.title, s.pages, s.share, s.measure_page_id, s.origin_name,
        s.origin_page_id, s.origin_in_pile, s.origin_certainty, s.sources, s.sources_certainty,
        s.own_pages,
        (select count(distinct p.outlet) from members m join pages p on p.page_id = m.page_id
         where m.story_id = s.story_id) as outlets,
        (select min(p.published) from members m join pages p on p.page_id = m.page_id
         where m.story_id = s.story_id) as earliest,
        (select group_concat(distinct c.kind) from conflicts c
         where c.story_id = s.story_id) as conflicts""",
    source="stories s",
    order=(("pages", "s.pages", True), ("story_id", "s.story_id", False)),
    filters=(
        Filter("min_pages", "On at least … pages", "s.pages >= ?", "number", standard="2"),
        Filter(
            "q", "Words on its pages",
            "s.story_id in (select m.story_id from search join pages p on p.page = search.rowid "
            "join members m on m.page_id = p.page_id where search match ?)", "words",
        ),
        Filter("outlet", "Outlet", _WITH_PAGE.format("p.outlet = ?")),
        Filter("since", "Dated from", _WITH_PAGE.format("p.published >= ?"), "date"),
        Filter("until", "Dated to", _WITH_PAGE.format("p.published < ? || 'U'"), "date"),
        Filter(
            "conflict", "Contradicting",
            "exists (select 1 from conflicts c where c.story_id = s.story_id and c.kind = ?)",
            "choice", CONFLICT_KINDS,
        ),
        Filter("origin", "Comes from", "s.origin_name = ?"),
        Filter(
            "first", "Who was first is", "(case s.origin_certainty when 'yes' then 'known' "
            "else 'not known' end) = ?", "choice", ("known", "not known"),
        ),
        Filter("min_sources", "At least … sources", "s.sources >= ?", "number"),
    ),
)  # fmt: skip

PAGES = Listing(
    name="pages",
    what="A page: one capture of one text, and where it lies in the pile.",
    select="""p.page_id, p.outlet, p.title, p.byline, p.published, p.published_precision,
        p.published_origin, p.url, p.language, p.file, p.member, p.byte_start, p.byte_end,
        p.ordinal, p.sha256, p.reader, p.characters,
        {story_id} as story_id,
        (select s.pages from stories s where s.story_id = {story_id}) as story_pages,
        {role} as role, {share} as share, {copied_from} as copied_from,
        (select count(*) from members m where m.page_id = p.page_id) as stories""".format(
        **{c: _OF_PAGE.format(c, _STORY) for c in ("story_id", "role", "share", "copied_from")}
    ),
    source="pages p",
    order=(
        ("file", "p.file", False), ("ordinal", "p.ordinal", False), ("page_id", "p.page_id", False),
    ),
    filters=(
        Filter(
            "q", "Words", "p.page in (select rowid from search where search match ?)", "words"
        ),
        Filter("outlet", "Outlet", "p.outlet = ?"),
        Filter(
            "story", "Story",
            f"p.page_id in (select m.page_id from members m where {BEGINS.format('m.story_id')})",
            "id",
        ),
        Filter(
            "role", "Is a", "exists (select 1 from members m where m.page_id = p.page_id "
            "and m.role = ?)", "choice", tuple(map(str, Role)),
        ),
        Filter("since", "Dated from", "p.published >= ?", "date"),
        Filter("until", "Dated to", "p.published < ? || 'U'", "date"),
        Filter("file", "File", "p.file = ?"),
    ),
)  # fmt: skip

SKIPPED = Listing(
    name="skipped",
    what="A part of the pile that could not be read, and why.",
    select="k.file, k.member, k.byte_start, k.byte_end, k.reason, k.run_id",
    source="skipped k",
    order=(
        ("file", "k.file", False), ("member", "k.member", False),
        ("byte_start", "k.byte_start", False), ("reason", "k.reason", False),
    ),
    filters=(
        Filter("file", "File", "instr(k.file, ?) > 0"),
        Filter("reason", "Reason", "instr(k.reason, ?) > 0"),
    ),
)  # fmt: skip

CONFLICTS = Listing(
    name="conflicts",
    what="A value in which a page of a story contradicts another.",
    select='c.story_id, c.kind, c.topic, c.value, c.compared, c.page_id, c.start, c."end"',
    source="conflicts c",
    order=(
        ("story_id", "c.story_id", False), ("kind", "c.kind", False), ("topic", "c.topic", False),
        ("compared", "c.compared", False), ("page_id", "c.page_id", False),
    ),
    filters=(
        of_id("story", "Story", "c.story_id"),
        Filter("kind", "Kind", "c.kind = ?", "choice", CONFLICT_KINDS),
    ),
)  # fmt: skip

RUNS = Listing(
    name="runs",
    what="A run that added to the ledger.",
    select="r.*",
    source="runs r",
    order=(("run_id", "r.run_id", False),),
)

ASIDES = Listing(
    name="asides",
    what="A span of a page that is not the story.",
    select='a.page_id, a.start, a."end", a.kind, a.reason',
    source="asides a",
    order=(("page_id", "a.page_id", False), ("start", "a.start", False)),
    filters=(
        of_id("page", "Page", "a.page_id"),
        Filter("kind", "Kind", "a.kind = ?"),
    ),
)

CREDITS = Listing(
    name="credits",
    what="Somebody whom a page names as having made it, or its agency, or its dateline.",
    select="r.*",
    source="credits r",
    order=(("page_id", "r.page_id", False), ("place", "r.place", False)),
    filters=(
        of_id("page", "Page", "r.page_id"),
        Filter("kind", "Kind", "r.kind = ?"),
        Filter("value", "Name", "r.value = ?"),
    ),
)

DATES = Listing(
    name="dates",
    what="A date that a page claims or that stands in its text.",
    select="d.*",
    source="dates d",
    order=(("page_id", "d.page_id", False), ("place", "d.place", False)),
    filters=(of_id("page", "Page", "d.page_id"), Filter("kind", "Kind", "d.kind = ?")),
)

JUDGEMENTS = Listing(
    name="judgements",
    what="What a person has said of two pages, of which was first, or of who spoke.",
    select="j.number, j.verdict, j.a, j.b, j.judge, j.judged_at, j.note, j.undone",
    source="judgements j",
    order=(("number", "j.number", False),),
    filters=(
        Filter(
            "verdict",
            "Verdict",
            "j.verdict = ?",
            "choice",
            ("same", "different", "unsure", "first", "speaker"),
        ),
        Filter("judge", "By", "j.judge = ?"),
    ),
)

SOURCES = Listing(
    name="sources",
    what="An independent source of a story, and how many pages come to it.",
    select="o.*",
    source="sources o",
    order=(("story_id", "o.story_id", False), ("place", "o.place", False)),
    filters=(of_id("story", "Story", "o.story_id"), Filter("name", "Name", "o.name = ?")),
)

REASONS = Listing(
    name="reasons",
    what="Why something was decided of a page, story or statement.",
    select="e.*",
    source="reasons e",
    order=(
        ("subject", "e.subject", False), ("about", "e.about", False),
        ("story_id", "e.story_id", False), ("place", "e.place", False),
    ),
    filters=(
        of_id("subject", "Id of a page, story or statement", "e.subject"),
        Filter("name", "Reason", "e.name = ?"),
    ),
)  # fmt: skip

LISTINGS = (
    STORIES, PAGES, *SAID, SOURCES, CONFLICTS, CREDITS, DATES, ASIDES, REASONS, JUDGEMENTS,
    SKIPPED, RUNS,
)  # fmt: skip
"""All of them, in the order of the documentation."""
