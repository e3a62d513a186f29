"""The lists of a ledger: pages, stories, conflicts, asides, what was skipped, runs."""

from __future__ import annotations

from wirecopy.records import Role
from wirecopy.show.web.listing import Filter, Listing

_IN_STORY = (
    "exists (select 1 from members m join pages p on p.page_id = m.page_id "
    "where m.story_id = s.story_id and {})"
)

STORIES = Listing(
    name="stories",
    what="A story: one text and its pages.",
    select="""s.story_id, s.title, s.pages, s.share, s.origin_page_id, s.origin_certainty,
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
        Filter("outlet", "Outlet", _IN_STORY.format("p.outlet = ?")),
        Filter("since", "Dated from", _IN_STORY.format("p.published >= ?"), "date"),
        Filter("until", "Dated to", _IN_STORY.format("p.published < ? || 'U'"), "date"),
        Filter(
            "conflict", "Contradicting",
            "exists (select 1 from conflicts c where c.story_id = s.story_id and c.kind = ?)",
            "choice", ("byline", "published", "title"),
        ),
    ),
)  # fmt: skip

PAGES = Listing(
    name="pages",
    what="A page: one capture of one text, and where it lies in the pile.",
    select="""p.page_id, p.outlet, p.title, p.byline, p.published, p.published_precision,
        p.published_origin, p.url, p.language, p.file, p.member, p.byte_start, p.byte_end,
        p.ordinal, p.sha256, p.reader, p.characters,
        (select m.story_id from members m where m.page_id = p.page_id) as story_id,
        (select m.role from members m where m.page_id = p.page_id) as role,
        (select m.share from members m where m.page_id = p.page_id) as share,
        (select m.copied_from from members m where m.page_id = p.page_id) as copied_from""",
    source="pages p",
    order=(("page_id", "p.page_id", False),),
    filters=(
        Filter(
            "q", "Words", "p.page in (select rowid from search where search match ?)", "words"
        ),
        Filter("outlet", "Outlet", "p.outlet = ?"),
        Filter(
            "story", "Story",
            "p.page_id in (select m.page_id from members m where m.story_id = ?)",
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
    select="c.story_id, c.kind, c.value, c.compared, c.page_id",
    source="conflicts c",
    order=(
        ("story_id", "c.story_id", False), ("kind", "c.kind", False),
        ("page_id", "c.page_id", False),
    ),
    filters=(
        Filter("story", "Story", "c.story_id = ?"),
        Filter("kind", "Kind", "c.kind = ?", "choice", ("byline", "published", "title")),
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
        Filter("page", "Page", "a.page_id = ?"),
        Filter("kind", "Kind", "a.kind = ?"),
    ),
)

LISTINGS = (STORIES, PAGES, CONFLICTS, ASIDES, SKIPPED, RUNS)
"""All of them, in the order of the documentation."""
