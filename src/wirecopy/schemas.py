"""
The Arrow tables that go from stage to stage.

A page goes by `page`, the int64 that has the bits of its `page_id` (`records.key_of`), so that
every engine can join and sort on it; a story goes by `story`, the `page` of its origin page.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def _fields(text: str, **inner: pa.DataType) -> list[pa.Field[Any]]:
    """Read fields written as `name type, name type`; a type is Arrow's name or one of `inner`."""
    types: dict[str, Any] = {
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
    } | inner
    pairs = (part.split() for part in text.split(","))
    return [pa.field(name, types.get(kind, pa.string())) for name, kind in pairs]


_ASIDE = pa.struct(_fields("start int32, end int32, kind string, reason string"))
_CLAIM = pa.struct(_fields("kind string, value string, origin string"))
_NAMES = pa.list_(pa.string())
_PASSAGE = pa.struct(
    _fields("a_start int32, a_end int32, b_start int32, b_end int32, kind string, share double")
)
_SPANS = pa.list_(pa.struct(_fields("start int32, end int32")))

FILES = pa.schema(_fields("file string, path string"))
"""Stage read, in: a file as the ledger names it, and the path to open it by."""

READ = pa.schema(
    _fields(
        "page int64, page_id string, file string, member string, byte_start int64, byte_end int64,"
        "ordinal int32, text string, url string, outlet string, title string, byline names,"
        "published string, published_precision string, published_origin string,"
        "published_text string, at int64, language string, front_matter string, claims claims,"
        "sha256 string, reader string, skipped string",
        names=_NAMES,
        claims=pa.list_(_CLAIM),
    )
)
"""
Stage read, out: a row is a page, or, where `skipped` holds a reason, a part that is none. `at` is
the first moment that `published` allows, in microseconds since 1970; `front_matter` is JSON.
"""

ASIDES = pa.schema(_fields("page int64, asides list", list=pa.list_(_ASIDE)))
"""Stage clean, out: one row for each page, with an empty list where all is story."""

LINES = pa.schema(_fields("page int64, hash int64"))
"""Stage clean: the lines of each page that are no aside, each once, by the hash of their words."""

FINGERPRINTS = pa.schema(_fields("hash int64, page int64, at int64, names int32"))
"""
Stage match, the page's half: fingerprints of the story text, each hash once for a page. `at` sorts
pages by date (no date: the largest int64). `names` is 0 for a fingerprint of words in a row; for
one of names and numbers it is how many of that kind the page has.
"""

PAIRS = pa.schema(_fields("a int64, b int64, words int32, names int32, of_names int32"))
"""
Stage match, out: two pages worth comparing, the earlier first. `words` and `names` are the
fingerprints of either kind that link them, twice over for those that are on few pages; `of_names`
is how many of names the page with fewer of them has, or 8.
"""

ALIGNED = pa.schema(
    _fields(
        "a int64, b int64, a_words int32, b_words int32, a_shared int32, b_shared int32,"
        "matched int32, quoted int32, numbers int32, numbers_matched int32, passages list",
        list=pa.list_(_PASSAGE),
    )
)
"""
Stage align, out: one row for each pair. `a_words` are the story words of a (without asides),
`a_shared` those in a passage, `matched` those that stand there in both pages, in order, `quoted`
those of them that both pages quote.
`numbers` are the numbers in passages, of the page that has fewer of them there, `numbers_matched`
those that the other page has there too. Passages are in the order of a.
"""

CLAIMS = pa.schema(_fields("page int64, kind string, value string, compared string, at int64"))
"""Stage trace: a row for each byline or date that a page claims; equal `compared`: they agree."""

CREDITS = pa.schema(
    _fields(
        "page int64, kind string, value string, place string, start int32, end int32,"
        "weight double, reason string"
    )
)
"""
Stage trace: a row for each credit of a page, in the order of the page. `kind` is agency, reporter,
writer, editor, photographer, dateline, additional reporting, contributor, first published by,
press release or mention; `place` is where a reporter reported from; `start` and `end` are null
where the page claims it outside its text, and `reason` begins with `claim: `.
"""

_REASONS = pa.list_(
    pa.struct(
        _fields("name string, detail string, weight double, start int32, end int32, page int64")
    )
)
"""`start` and `end` are a span of `page`, null where a reason is not one of a place."""
_SAID = _fields(
    "content spans, source spans, cue spans, kind string, act string, speaker string,"
    "speaker_kind string, role string, certainty string, venue string, said_at string,"
    "confidence double, words string, source_words string, quotes names, reasons reasons",
    spans=_SPANS,
    names=_NAMES,
    reasons=_REASONS,
)

STORY_KEYS = pa.schema(_fields("page int64, key int64, words int32"))
"""Stage attribute: equal `key`, equal story words; such pages are brought together, read once."""

DATES = pa.schema(
    _fields(
        "page int64, kind string, value string, precision string, zone string, origin string,"
        "text string, start int32, end int32, at int64, until int64"
    )
)
"""
Stage trace: a row for each date of a page, claimed (without a span) or in its text; `zone` is null
where none is given; `at` is the first microsecond that it allows, `until` the first one after it.
"""

MARKS = pa.schema(
    _fields(
        "page int64, kind string, key string, value string, number int32, start int32, end int32"
    )
)
"""Stage trace: a row for each fact that bears on whose text a page has; see `trace/marks.py`."""

JUDGEMENTS = pa.schema(_fields("number int64, verdict string, a int64, b int64"))
"""Stages align and trace: what people have said and not taken back; `b` is null for `first`."""

SIGNS = pa.schema(
    _fields("page int64, name string, detail string, start int32, end int32, weight double")
)
"""Stage trace: a row for each sign that a page was put in its words by a machine."""

DIFFERENCES = pa.schema(
    _fields(
        "a int64, b int64, kind string, a_value string, a_start int32, a_end int32, b_value string,"
        "b_start int32, b_end int32, count int32"
    )
)
"""
Stage trace: a row for each place where two pages that share a passage differ; `odd in a` and `odd
in b` have a collocation that is odd on that side; `exchanged` counts the words of one that stand
for others of the other, one for one.
"""

STATEMENTS = pa.schema(
    [
        *_fields("page int64, count int32"),
        pa.field(
            "found",
            pa.struct(
                [*_fields("page int64, at int64"), pa.field("said", pa.list_(pa.struct(_SAID)))]
            ),
        ),
    ]
)
"""
Stage attribute, out: one row for each page, with all of its statements in the order of the text, so
that a page without any is known to have been read. `words` are those of the content, `quotes` the
whole of each quotation that it touches.
"""

CARRIED = pa.schema(
    [
        *_fields("a int64, b int64"),
        pa.field(
            "carried",
            pa.struct(
                [
                    *_fields("a int64, b int64"),
                    pa.field(
                        "same",
                        pa.list_(
                            pa.struct(
                                _fields(
                                    "a int32, b int32, share double, same_cue int32,"
                                    "same_source int32"
                                )
                            )
                        ),
                    ),
                    pa.field(
                        "there",
                        pa.list_(
                            pa.struct(
                                _fields(
                                    "of int64, number int32, inside int32, share double,"
                                    "printed int32, content spans, source spans, cue spans,"
                                    "words string, quotes names",
                                    spans=_SPANS,
                                    names=_NAMES,
                                )
                            )
                        ),
                    ),
                ]
            ),
        ),
    ]
)
"""
Stage attribute: a row for each pair of pages. `same`: number `a` of page a is number `b` of page b;
`same_cue` is 1 where both pages print the cues of both, `same_source` where the sources as well.
`there`: statement `number` of page `of` stands on the other page too, where it was not found by
itself, or only as a part of that page's number `inside`; `printed` is 1 where its cue and source do
so as well.
"""

_WITNESS = pa.struct(
    _fields(
        "page int64, found int32, part int32, content spans, source spans, cue spans, words string",
        spans=_SPANS,
    )
)
_VARIANT = pa.struct(_fields("kind string, place int32, page int64, words string, printed int32"))
_ANSWER = pa.struct(
    _fields(
        "to string, name string, detail string, start int32, end int32, to_start int32,to_end int32"
    )
)

TOLD = pa.schema(
    [
        *_fields("story int64, statement_id string, page int64"),
        *_SAID[:12],
        pa.field("words", pa.string()),
        pa.field("reasons", _REASONS),
        pa.field("witnesses", pa.list_(_WITNESS)),
        pa.field("variants", pa.list_(_VARIANT)),
        pa.field("answers", pa.list_(_ANSWER)),
    ]
)
"""
Stage attribute, out: a row for each statement of a story, on however many pages. Spans are of
`page`, its earliest witness. `variants`: what stands at a place of the quotation (`wording`), who
is named (`speaker`), or the act that the cue shows (`act`), on which page; `printed` is 0 where the
page does not have these words, as "he" is no name. `answers`: `to` is the statement_id answered.
"""
