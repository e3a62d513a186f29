"""
Stage 6, attribute: pages -> statements, each with its content, source and cue.

A small network tags and links (see `docs/statements-model.md` for what it gets wrong); what may
well be somebody's word keeps a low confidence rather than being left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wirecopy.attribute.according import read_inside
from wirecopy.attribute.acts import find_act, may_state
from wirecopy.attribute.confidence import confidence, is_attributed
from wirecopy.attribute.english import is_foreign
from wirecopy.attribute.heads import leave_out_heads
from wirecopy.attribute.labels import read_labels
from wirecopy.attribute.links import Linked, find_links
from wirecopy.attribute.pieces import Case, Words, find_words
from wirecopy.attribute.run_ons import go_on, part_run_ons
from wirecopy.attribute.spans import Range, find_kind, find_span, take_stops
from wirecopy.attribute.speakers import name_speakers
from wirecopy.attribute.tagger import Tagger, load_tagger
from wirecopy.attribute.venues import find_occasion
from wirecopy.records import Aside, DateClaim, Reason, Statement, StatementKind

_TOLD = 0.4
"""Confidence that a statement without quotation marks needs for a ledger."""
_CERTAIN = 0.6
"""The same where no act is known for the cue."""
_WHOM = frozenset("who whom whose which him her them".split())
"""Whom somebody speaks of: alone with a cue no statement."""

_GOES_ON = frozenset("a an and at by for from in of on or the to with".split())
"""Behind such a word nothing ends."""

_SAME = ("speaker", "speaker_kind", "role", "certainty", "venue", "said_at")
"""What a quotation that runs on has of the one before it."""


def find_statements(
    text: str, asides: Iterable[Aside] = (), tagger: Tagger | None = None
) -> list[Statement]:
    """
    Find who said what in a text: every statement that is ascribed to someone.

    Beliefs and intentions that the text ascribes are found as well; `Statement.act` tells them
    apart. English only: a text clearly in another language has none, unless a tagger is given.

    Args:
        text: The text; it is not changed.
        asides: Spans that are not the story, such as `wirecopy.find_asides` gives: read over.
        tagger: Another tagger than the one that ships with the package.

    Returns:
        Statements in the order of their first content.

    >>> text = "The mayor said the bridge was safe."
    >>> said, = find_statements(text)
    >>> [said.show(text, part) for part in ("source", "cue", "content")]
    ['The mayor', 'said', 'the bridge was safe']
    """
    asides = list(asides)
    words = find_words(text, [(aside.start, aside.end) for aside in asides])
    return complete(text, statements_of(text, words, read_words(text, words, tagger)), asides)


def read_words(text: str, words: Words, tagger: Tagger | None = None) -> list[Linked]:
    """Tag and link words, unless none can be a cue, or our tagger does not know the language."""
    if not words or not may_state(text) or (tagger is None and is_foreign(text)):
        return []
    tagger = tagger or load_tagger()
    begins = [new and _breaks_off(text, words, n) for n, new in enumerate(words.paragraph)]
    found = find_links(tagger.read(text, words), tagger.chain, begins)
    found = read_labels(text, words, read_inside(text, words, found, tagger))
    return list(go_on(text, words, found))


def _breaks_off(text: str, words: Words, n: int) -> bool:
    """
    Say whether a paragraph's first word goes on with nothing: behind a mark or a blank line.

    Where an aside was left out, or a word like "of" stands before it, the line may be part of that.
    """
    if n == 0 or words.cases[n - 1] == Case.MARK:
        return n > 0
    end = words.ends[n - 1]
    before = text[words.starts[n - 1] : end].lower()
    blank = text.count("\n", end, words.starts[n]) > 1
    return blank and n not in words.after_aside and before not in _GOES_ON


def statements_of(text: str, words: Words, found: Iterable[Linked]) -> list[Statement]:
    """
    Give what was linked as statements: spans of this text.

    What stands in no quotation marks is left out unless it is likely that somebody said it.
    """
    told = leave_out_heads(text, words, found)
    statements = (one for linked in told for one in _statements(text, words, linked))
    return [one for one in statements if one.content]


def complete(
    text: str, found: list[Statement], asides: list[Aside], published: DateClaim | None = None
) -> list[Statement]:
    """
    Add who speaks, where, and, if it is known when the page was published, when.

    A quotation that runs on was said by whom, where and when the one before it was.
    """
    done: list[Statement] = []
    for statement in name_speakers(text, found, asides):
        if done and _runs_on(statement, done[-1]):
            at = statement.content[0][0]
            goes_on = Reason("quotation goes on", "", at, at + 1)
            same = {name: getattr(done[-1], name) for name in _SAME}
            done.append(replace(statement, reasons=(*done[-1].reasons, goes_on), **same))
            continue
        venue, said_at = find_occasion(text, statement, published, asides)
        done.append(replace(statement, venue=venue, said_at=said_at))
    return done


def _runs_on(statement: Statement, before: Statement) -> bool:
    return not statement.cue and bool(statement.source) and statement.source == before.source


def _statements(text: str, words: Words, linked: Linked) -> Iterator[Statement]:
    """Give the statement at the cue, and those that run on behind it, which have no cue."""
    cue = _spans(text, words, linked.cues)
    source = _spans(text, words, linked.sources)
    act = find_act(*(" ".join(text[a:b] for a, b in part) for part in (cue, source)))
    certain = confidence(linked.evidence)
    attributed = linked.labeled or is_attributed(linked.evidence)
    heard = _spans(text, words, linked.heard)
    reasons = tuple(Reason("according to", text[a:b], a, b) for a, b in heard)
    for contents in part_run_ons(text, words, linked):
        spans = _spans(text, words, contents)
        if linked.labeled and spans:
            spans = (*spans[:-1], take_stops(text, spans[-1]))
        kind = find_kind(words, contents)
        if kind is not StatementKind.INDIRECT or attributed:
            yield Statement(spans, source, cue, kind, act, confidence=certain, reasons=reasons)
        cue = ()


def is_told(statement: Statement, text: str) -> bool:
    """
    Say whether a statement belongs to a ledger of who said what.

    Without quotation marks it needs a source, and a cue that shows an act, or none at all, or more
    confidence: not "no successor has yet been named", nor "China issued a response". Who is only
    spoken of is nothing said: not the "who" of "who was criticized by some".
    """
    known = not statement.cue or statement.act is not None
    sure = statement.confidence >= (_TOLD if known else _CERTAIN)
    said = not statement.cue or statement.show(text, "content").lower() not in _WHOM
    return statement.kind is not StatementKind.INDIRECT or (
        bool(statement.source) and sure and said
    )


def _spans(text: str, words: Words, runs: Sequence[Range]) -> tuple[Range, ...]:
    return tuple(span for run in runs for span in find_span(words, text, run))
