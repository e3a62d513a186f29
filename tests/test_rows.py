"""Pages as rows and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wirecopy.records import Claim, DateClaim, Page, Skipped
from wirecopy.rows import (
    batch_from,
    page_from_row,
    pages_from,
    row_from_page,
    row_from_skipped,
    skipped_from,
)
from wirecopy.schemas import READ

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.builds(DateClaim, st.just("2022-11-13"), st.just("day"), WORDS, WORDS)
PAGES = st.builds(
    Page,
    page_id=st.binary(min_size=8, max_size=8).map(bytes.hex),
    file=WORDS,
    member=WORDS,
    byte_start=st.integers(0, 2**40),
    byte_end=st.integers(0, 2**40),
    ordinal=st.integers(1, 2**31 - 1),
    text=WORDS,
    url=st.none() | WORDS,
    outlet=st.none() | WORDS,
    title=st.none() | WORDS,
    byline=st.lists(WORDS, max_size=3).map(tuple),
    published=st.none() | DATES,
    language=st.none() | WORDS,
    front_matter=st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.booleans()),
    claims=st.lists(st.builds(Claim, WORDS, WORDS, WORDS), max_size=3).map(tuple),
    sha256=WORDS,
    reader=WORDS,
)
PARTS = st.builds(
    Skipped, WORDS, WORDS, st.integers(0, 2**40), st.none() | st.integers(0, 2**40), WORDS
)


@given(PAGES)
def test_a_row_gives_the_page_that_it_was_made_of(page: Page) -> None:
    """Nothing of a page is lost in a row, half surrogate pairs in its front matter included."""
    assert page == page_from_row(row_from_page(page))


@given(st.lists(PAGES | PARTS, max_size=5))
def test_a_batch_holds_pages_and_skipped_parts_in_their_order(found: list[Page | Skipped]) -> None:
    """A batch of the schema READ gives back what went in, each kind in its order."""
    batch = batch_from(found)
    assert READ == batch.schema
    assert [one for one in found if isinstance(one, Page)] == list(pages_from(batch))
    assert [one for one in found if isinstance(one, Skipped)] == list(skipped_from(batch))


def test_a_skipped_row_has_its_place_and_reason_alone() -> None:
    """All columns of a page are empty in the row of a part that is none."""
    row = row_from_skipped(Skipped("a.bin", "", 0, 9, "binary data"))
    assert READ.names == list(row)
    said = {name: value for name, value in row.items() if value not in (None, [])}
    place = {"file": "a.bin", "member": "", "byte_start": 0, "byte_end": 9}
    assert place | {"skipped": "binary data"} == said
