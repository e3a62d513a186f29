"""The lists of who said what: statements, where they stand, differ and answer, and speakers."""

from __future__ import annotations

from wirecopy.acts import ACTS
from wirecopy.ledger.finding import SPOKEN
from wirecopy.records import Certainty, SpeakerKind, StatementKind
from wirecopy.show.web.listing import BEGINS, Filter, Listing, of_id

STATEMENTS = Listing(
    name="statements",
    what="What somebody said, denied, believes, and on how many pages.",
    select="t.*",
    source="statements t",
    order=(("story_id", "t.story_id", False), ("place", "t.place", False)),
    filters=(
        Filter(
            "q", "Words said, or a name",
            "t.statement_id in (select statement_id from said where said match ?)", "words",
        ),
        Filter(
            "speaker", "Speaker", "t.speaker_id in (select value from json_each(?))", "speaker"
        ),
        Filter("by", "Speaker’s number", "t.speaker_id = ?", "number"),
        Filter("act", "What was done", "t.act = ?", "choice", ACTS),
        Filter(
            "said", "Said, or only meant",
            f"? = case when {SPOKEN} then 'said' else 'meant' end",
            "choice", ("said", "meant"),
        ),
        Filter(
            "confidence", "Confidence of at least", "t.confidence >= cast(? as real)",
            "choice", ("0.5", "0.6", "0.7", "0.8", "0.9"),
        ),
        Filter(
            "kind", "In whose words", "t.kind = ?", "choice", tuple(map(str, StatementKind))
        ),
        Filter(
            "certainty", "Speaker is sure", "t.certainty = ?", "choice", tuple(map(str, Certainty))
        ),
        Filter(
            "drift", "What differs",
            "case ? when 'words' then t.wordings > 0 when 'speaker' then t.names > 1 "
            "else t.acts > 1 end", "choice", ("words", "speaker", "act"),
        ),
        Filter("min_witnesses", "On at least … pages", "t.witnesses >= ?", "number"),
        of_id("story", "Story", "t.story_id"),
        Filter(
            "page", "Page",
            "t.statement_id in (select w.statement_id from witnesses w where "
            f"{BEGINS.format('w.page_id')})", "id",
        ),
    ),
)  # fmt: skip

WITNESSES = Listing(
    name="witnesses",
    what="A page that carries a statement, with its words there.",
    select="w.*",
    source="witnesses w",
    order=(("statement_id", "w.statement_id", False), ("place", "w.place", False)),
    filters=(
        of_id("statement", "Statement", "w.statement_id"),
        of_id("page", "Page", "w.page_id"),
    ),
)

VARIANTS = Listing(
    name="variants",
    what="What a page has at a place where the witnesses of a statement differ.",
    select="v.*",
    source="variants v",
    order=(
        ("statement_id", "v.statement_id", False), ("kind", "v.kind", False),
        ("place", "v.place", False), ("page_id", "v.page_id", False), ("words", "v.words", False),
    ),
    filters=(of_id("statement", "Statement", "v.statement_id"),),
)  # fmt: skip

ANSWERS = Listing(
    name="answers",
    what="A statement that answers another one, by what, and a word that both have.",
    select="a.*",
    source="answers a",
    order=(("statement_id", "a.statement_id", False), ("answers", "a.answers", False)),
    filters=(
        of_id("statement", "Statement that answers", "a.statement_id"),
        of_id("answers", "Statement that is answered", "a.answers"),
        Filter(
            "story", "Story", "a.statement_id in (select t.statement_id from statements t where "
            f"{BEGINS.format('t.story_id')})", "id",
        ),
    ),
)  # fmt: skip

SPEAKERS = Listing(
    name="speakers",
    what="A person, body or country to whom statements are traced, under the fullest name.",
    select="k.speaker_id, k.name, k.kind, k.roles, k.statements, k.stories",
    source="speakers k",
    order=(("statements", "k.statements", True), ("speaker_id", "k.speaker_id", False)),
    filters=(
        Filter("q", "Part of the name", "instr(lower(k.name), lower(?)) > 0"),
        Filter("kind", "Is a", "k.kind = ?", "choice", tuple(map(str, SpeakerKind))),
        Filter("min_stories", "In at least … stories", "k.stories >= ?", "number"),
    ),
)

SAID = (STATEMENTS, WITNESSES, VARIANTS, ANSWERS, SPEAKERS)
"""All of them, in the order of the documentation."""
