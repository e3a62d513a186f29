"""
Stage 6, attribute: pages -> who said what.

    statements  one text: spans, kind and act of each statement
    speakers    who a source is, under the fullest name in the text; venues: where and when
    pages       the same for batches of pages, equal stories once
    carry       which statement of a page is which of another, through the passages they share
    variants    each statement of a story once, with its witnesses, drift and answers
"""

from wirecopy.attribute.carry import carry_statements
from wirecopy.attribute.pages import (
    find_in_pages,
    find_story_keys,
    leave_out_asides,
    name_reader,
)
from wirecopy.attribute.statements import find_statements
from wirecopy.attribute.variants import join_statements
from wirecopy.attribute.voices import number_speakers

__all__ = [
    "carry_statements",
    "find_in_pages",
    "find_statements",
    "find_story_keys",
    "join_statements",
    "leave_out_asides",
    "name_reader",
    "number_speakers",
]
