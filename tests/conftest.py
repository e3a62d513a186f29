"""Small named piles and places, used all over the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

import wirecopy as wc

hypothesis.settings.register_profile("shared", deadline=None)  # machines are shared: no timing
hypothesis.settings.load_profile("shared")

SHARED = Path(__file__).parents[2] / "shared"

HARBOR = """\
The harbor of Velm will close for nine days in May while divers clear mines left from the war.

The port captain, Ines Tamm, said on Tuesday that no ship had been in danger. "We found the first \
one by its shadow," she told a meeting of fishermen in the old net hall.

About forty boats will have to move to the river mouth at Osk. Their owners are to be paid 320 \
crowns a day, the town council decided by eleven votes to six.

Fishermen asked why the search had not begun in winter, when the fleet is laid up. The captain \
said the divers had been busy on the other side of the bay until the ice came.
"""

LIBRARY = """\
A library in the mountain village of Tarn lent its millionth book on Friday, ninety years after a \
schoolteacher opened it with two crates of novels and a ledger.

The book, a guide to growing apples above the tree line, went to a carpenter who said he owned \
neither a garden nor a ladder but liked to be ready.

Librarian Bo Aske said the village of six hundred people borrows more than any town in the \
province. The council has promised her a second stove.
"""


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the checkout; a test that needs it is skipped elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("the real data is not here: no folder 'shared' beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the demo pile, made once; a test that changes it copies it first."""
    from wirecopy.demo import pile

    path = tmp_path_factory.mktemp("demo") / "demo.wirecopy"
    wc.run(pile(), ledger=path, options=wc.Options(workers=1)).close()
    return path


@pytest.fixture
def make_pile(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a fresh folder: `make_pile(**{"a.txt": "text"})`; bytes as they are."""

    def make(**files: str | bytes) -> Path:
        folder = tmp_path / f"pile-{len(list(tmp_path.glob('pile-*')))}"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


CONTENT = {
    "pages": "page_id",
    "claims": "page_id, kind, value, origin",
    "asides": "page_id, start",
    "credits": "page_id, place",
    "stories": "story_id",
    "members": "story_id, page_id",
    "conflicts": "story_id, kind, topic, compared, page_id",
    "dates": "page_id, place",
    "sources": "story_id, place",
    "reasons": "subject, about, story_id, place",
    "statements": "statement_id",
    "witnesses": "statement_id, place",
    "variants": "statement_id, kind, place, page_id, words",
    "answers": "statement_id, answers",
    "speakers": "speaker_id",
    "skipped": "file, member, byte_start, reason, place",
    "texts": "page_id",
    "fingerprints": "hash, page",
    "passages": "a, b, a_start, b_start",
}
"""The tables that say what was found, each with an order; runs and files say when and how."""


def content_of(book: wc.Ledger) -> dict[str, str]:
    """Hash what a ledger says, table by table, leaving out which run said it."""
    said = {}
    for table, order in CONTENT.items():
        rows = book.sql(f"select * from {table} order by {order}").to_pylist()
        for row in rows:
            row.pop("run_id", None)
        said[table] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()[:12]}"
    return said
