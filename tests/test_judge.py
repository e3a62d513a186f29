"""What people say of pages is kept with name and time, and later runs act on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import wirecopy as wc
from conftest import HARBOR, LIBRARY
from wirecopy.cli import main
from wirecopy.ledger.judgements import judge, undo

Make = Callable[..., Path]
QUICK = wc.Options(workers=1, statements=False)


@pytest.fixture
def pile(make_pile: Make) -> Path:
    """Three pages of one text, the middle one with an ending of its own, and a page of another."""
    return make_pile(
        **{
            "a.txt": HARBOR,
            "b.txt": HARBOR + "\nThe net hall will be open to visitors on the last day of May.\n",
            "c.txt": "OSK - " + HARBOR,
            "d.txt": LIBRARY,
        }
    )


def run(pile: Path, ledger: Path) -> wc.Ledger:
    """Run without the statements, which have no part in this."""
    return wc.run(pile, ledger=ledger, options=QUICK)


def pages_of(book: wc.Ledger) -> dict[str, str]:
    """Name the pages by their files."""
    return {page.file[0]: page.page_id for page in book.pages()}


def stories_of(book: wc.Ledger) -> set[frozenset[str]]:
    """Give the stories as sets of files."""
    names = {page_id: name for name, page_id in pages_of(book).items()}
    return {frozenset(names[m.page_id] for m in story.pages) for story in book.stories()}


def test_same_joins_and_undo_parts_again(pile: Path, tmp_path: Path) -> None:
    """Two pages that share nothing are one story if somebody says so, until it is taken back."""
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
        before = stories_of(book)
    assert {frozenset("abc"), frozenset("d")} == before
    number = judge(tmp_path / "x", "same", ids["a"], ids["d"], "Ines", "one desk wrote both")
    with run(pile, tmp_path / "x") as book:
        assert {frozenset("abcd")} == stories_of(book)
        [said] = book.judgements()
        assert ("same", "Ines", "one desk wrote both") == (said.verdict, said.judge, said.note)
        assert said.at.endswith("+00:00")
    undo(tmp_path / "x", number, "Bo")
    with run(pile, tmp_path / "x") as book:
        assert before == stories_of(book)
        assert [] == list(book.judgements())
        [said] = book.judgements(undone=True)
        assert said.undone is not None and said.undone.endswith("by Bo")


def test_different_cuts_what_hangs_together_through_others(pile: Path, tmp_path: Path) -> None:
    """Each page goes with the one of the two that it has more in common with."""
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
    judge(tmp_path / "x", "different", ids["a"], ids["b"], "Ines")
    with run(pile, tmp_path / "x") as book:
        stories = stories_of(book)
    assert 3 == len(stories)
    assert not any({"a", "b"} <= story for story in stories)


def test_the_later_of_two_judgements_holds(pile: Path, tmp_path: Path) -> None:
    """Who changes their mind says so."""
    with run(pile, tmp_path / "x") as book:
        ids, before = pages_of(book), stories_of(book)
    judge(tmp_path / "x", "different", ids["a"], ids["b"])
    judge(tmp_path / "x", "same", ids["b"], ids["a"])
    with run(pile, tmp_path / "x") as book:
        assert before == stories_of(book)


def test_first_is_first_with_that_reason(pile: Path, tmp_path: Path) -> None:
    """A page that somebody calls the first is it, and the reason says that it was judged."""
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
    judge(tmp_path / "x", "first", ids["c"], by="Ines")
    with run(pile, tmp_path / "x") as book:
        origin = book.story(ids["c"]).origin
        assert origin is not None
        assert (ids["c"], wc.Certainty.YES) == (origin.page_id, origin.certainty)
        assert "judged" == origin.reasons[0].name


def test_unsure_keeps_a_copy_from_being_certain(make_pile: Make, tmp_path: Path) -> None:
    """Who took it from whom stays open where somebody says that it cannot be told."""
    pile = make_pile(
        **{
            "a.md": f"---\nurl: https://velmbell.example/1\noutlet: Velm Bell\n"
            f"date: 2031-05-01T08:00:00Z\n---\n{HARBOR}",
            "b.md": f"---\nurl: https://oskpost.example/1\noutlet: Osk Post\n"
            f"date: 2031-05-02T08:00:00Z\n---\n{HARBOR}\n"
            "This story first appeared in the Velm Bell.",
        }
    )
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
        [copy] = [m for m in book.story(ids["b"]).pages if m.page_id == ids["b"]]
        assert wc.Certainty.YES == copy.certainty
    judge(tmp_path / "x", "unsure", ids["b"], ids["a"])
    with run(pile, tmp_path / "x") as book:
        [copy] = [m for m in book.story(ids["b"]).pages if m.page_id == ids["b"]]
        assert wc.Certainty.UNSURE == copy.certainty


def test_the_command_keeps_lists_and_refuses(pile: Path, tmp_path: Path) -> None:
    """Verdicts come with their number of pages; the list shows who said what."""
    ledger = str(tmp_path / "x")
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
    runner = CliRunner()
    kept = runner.invoke(
        main, ["judge", ledger, "same", ids["a"][:10], ids["d"][:10], "--by", "Ines"]
    )
    assert (0, True) == (kept.exit_code, "judgement 1 by Ines" in kept.output)
    listed = runner.invoke(main, ["judge", ledger, "--csv"])
    assert "1,same," in listed.stdout
    assert 2 == runner.invoke(main, ["judge", ledger, "first", ids["a"], ids["d"]]).exit_code
    assert 1 == runner.invoke(main, ["judge", ledger, "first", "ffff0000"]).exit_code
    assert 1 == runner.invoke(main, ["judge", ledger, "undo", "7"]).exit_code
    assert 0 == runner.invoke(main, ["judge", ledger, "undo", "1"]).exit_code


def test_a_verdict_that_means_nothing_is_an_error(pile: Path, tmp_path: Path) -> None:
    """Words and pages that do not fit each other are refused before anything is kept."""
    with run(pile, tmp_path / "x") as book:
        ids = pages_of(book)
    for verdict, a, b in (
        ("stolen", ids["a"], ids["b"]),
        ("first", ids["a"], ids["b"]),
        ("same", ids["a"], None),
        ("same", ids["a"], ids["a"]),
    ):
        with pytest.raises(wc.OptionsError):
            judge(tmp_path / "x", verdict, a, b)
