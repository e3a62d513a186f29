"""The main job: from a pile to a ledger, on the seed and on pages of our own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import wirecopy as wc
from conftest import HARBOR, LIBRARY, content_of
from samples import FOG, letter, zipped
from wirecopy.cli import main
from wirecopy.demo import pile as demo_pile
from wirecopy.ledger import LedgerWriter
from wirecopy.words import words_of

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> wc.Ledger:
    """A ledger of the document that the project began from."""
    folder = Path(__file__).parents[2] / "shared" / "data" / "seed"
    if not folder.is_dir():
        pytest.skip("the seed is not here: no folder 'shared' beside the checkout")
    return wc.run(folder, ledger=tmp_path_factory.mktemp("seed") / "seed.wirecopy")


def test_the_seed_holds_four_pages(seed: wc.Ledger) -> None:
    """Four texts glued into one file; each but the first has the front matter before it."""
    pages = list(seed.pages())
    assert [1, 2, 3, 4] == [page.ordinal for page in pages]
    authors = [page.byline for page in pages]
    assert [(), ("Sandra Dillard",), ("Jose Ochinang",), ("Brittany Cook",)] == authors
    dates = [page.published and page.published.value for page in pages]
    assert [None, "2022-11-13", "2022-11-25", "2022-10-24"] == dates
    titles = {page.title for page in pages[1:]}
    assert {
        "The Un Says China May Have Committed Crimes Against Humanity In Xinjiang Klmat"
    } == titles
    assert {} == pages[0].front_matter
    assert all({"title", "ShowToc", "date", "author"} == set(p.front_matter) for p in pages[1:])


def test_the_seed_is_one_story_shared_whole(seed: wc.Ledger) -> None:
    """One text on four pages; nothing of it is missing on any."""
    [story] = seed.stories()
    assert (4, 1.0) == (len(story.pages), story.share)
    assert {1.0} == {member.share for member in story.pages}
    assert {"verbatim"} == {passage.kind for passage in seed.passages(story.story_id)}


def test_the_seed_has_eight_asides_on_each_page(seed: wc.Ledger) -> None:
    """Sign-ups, links, caption, heading, credit and standards line; each with exact bounds."""
    expected = [
        ("promotion", "Sign up now for FREE unlimited access to Reuters.comSign up"),
        ("caption", "United Nations High Commissioner for Human Rights Michelle Bachelet attends"),
        ("link", "read more"),
        ("heading", "PRESSURE"),
        ("link", "read more"),
        ("promotion", "Sign up now for FREE unlimited access to Reuters.comSign up"),
        ("credit", "Reporting by Shivani Tanna and Ann Maria Shibu in Bengaluru"),
        ("standards", "Our Standards: The Thomson Reuters Trust Principles."),
    ]
    ends = {"caption": "REUTERS/Pierre Albouy/File Photo", "credit": "and Raissa Kasolowsky"}
    for page in seed.pages():
        asides = [a for a in seed.asides(page.page_id) if a.kind != "front matter"]
        assert [kind for kind, _ in expected] == [aside.kind for aside in asides]
        for (kind, begin), aside in zip(expected, asides, strict=True):
            text = page.text[aside.start : aside.end]
            assert text.startswith(begin) and text.endswith(ends.get(kind, begin))


def test_the_seed_contradicts_itself(seed: wc.Ledger) -> None:
    """One text under three bylines and three dates."""
    [story] = seed.stories()
    found = {conflict.kind: [value for value, _ in conflict.values] for conflict in story.conflicts}
    assert ["Brittany Cook", "Jose Ochinang", "Sandra Dillard"] == found["byline"]
    assert ["2022-10-24", "2022-11-13", "2022-11-25"] == found["published"]


def test_the_seed_comes_from_an_agency_that_is_not_here(seed: wc.Ledger) -> None:
    """Standards line, sign-up line and interviews name Reuters; no page is called the first."""
    [story] = seed.stories()
    assert story.origin is not None and story.sources is not None
    origin = story.origin
    assert ("Reuters", None, False, wc.Certainty.YES) == (
        origin.name, origin.page_id, origin.in_pile, origin.certainty
    )  # fmt: skip
    assert (1, ("Reuters",), wc.Certainty.YES) == (
        story.sources.count, story.sources.names, story.sources.certainty
    )  # fmt: skip
    assert {wc.Certainty.UNSURE} == {member.certainty for member in story.pages}


def test_the_seed_shows_signs_of_a_machine(seed: wc.Ledger) -> None:
    """On each page: he of Michelle Bachelet, whose report is hers; with the span."""
    for page in seed.pages():
        said = [(page.text[s.start : s.end], s.detail) for s in seed.signs(page.page_id)]
        assert ("He", "he of Michelle Bachelet, whom this page also calls her") in said


def test_no_credit_of_the_seed_names_a_byline(seed: wc.Ledger) -> None:
    """Three bylines; those whom the credits name are others, each with a span."""
    [story] = seed.stories()
    [conflict] = [c for c in story.conflicts if c.kind == "byline against credits"]
    names = [value for value, _ in conflict.values]
    assert {"Brittany Cook", "Jose Ochinang", "Sandra Dillard"} < set(names)
    assert 6 == sum(name.startswith("credited: ") for name in names) == len(conflict.spans)


def test_order_and_place_change_nothing(make_pile: Make, tmp_path: Path) -> None:
    """The same files, named in another order, from another folder, by other workers."""
    files = {"a.txt": HARBOR, "b.txt": LIBRARY, "d.txt": "VELM - " + HARBOR, "e.txt": b"\x00\x01"}
    one, two = make_pile(**files), make_pile(**files)
    with wc.run(one, ledger=tmp_path / "1.wirecopy") as first:
        expected = content_of(first)
    backwards = [two / name for name in reversed(files)]
    with wc.run(*backwards, ledger=tmp_path / "2.wirecopy") as second:
        assert expected == content_of(second)
    options = wc.Options(workers=2, batch_bytes=1)
    with wc.run(one, ledger=tmp_path / "3.wirecopy", options=options) as third:
        assert expected == content_of(third)


def test_the_order_of_runs_changes_no_story(make_pile: Make, tmp_path: Path) -> None:
    """Pages that come in two runs, either way round, make the stories of one run."""
    one = make_pile(**{"a.txt": HARBOR, "b.txt": LIBRARY})
    two = make_pile(**{"c.txt": "VELM - " + HARBOR, "d.txt": LIBRARY.replace("Tarn", "Torn")})
    said = []
    for name, piles in {"x": [one, two], "y": [two, one]}.items():
        for pile in piles:
            wc.run(pile, ledger=tmp_path / name).close()
        with wc.open_ledger(tmp_path / name) as book:
            said.append(list(book.stories()))
    with wc.run(one, two, ledger=tmp_path / "z") as book:
        assert [list(book.stories())] * 2 == said


def test_one_file_under_two_names_is_one_page(make_pile: Make, tmp_path: Path) -> None:
    """A file named alone and then with its folder is no copy of itself."""
    pile = make_pile(**{"sub/a.txt": HARBOR})
    wc.run(pile / "sub" / "a.txt", ledger=tmp_path / "x").close()
    with wc.run(pile, ledger=tmp_path / "x") as book:
        assert 1 == sum(1 for _ in book.pages())


def test_other_columns_want_another_ledger(make_pile: Make, tmp_path: Path) -> None:
    """Pages that were read in one way are not silently kept when another way is asked for."""
    pile = make_pile(**{"a.jsonl": '{"text": "It rained.", "body": "It snowed."}'})
    wc.run(pile, ledger=tmp_path / "x").close()
    with pytest.raises(wc.LedgerError, match="name a new ledger"):
        wc.run(pile, ledger=tmp_path / "x", options=wc.Options(columns={"text": "body"}))


def test_nothing_goes_over_the_network(
    make_pile: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run, and every question to its ledger, does without a socket."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody asked for the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    pile = make_pile(**{"a.txt": HARBOR, "b.html": f"<html><body><p>{HARBOR}</p></body></html>"})
    with wc.run(pile, ledger=tmp_path / "x", options=wc.Options(workers=1)) as book:
        assert list(book.stories()) and book.sql("select count(*) from pages")


def test_a_second_run_adds_nothing(make_pile: Make, tmp_path: Path) -> None:
    """A pile that is in the ledger already changes nothing in it."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": HARBOR, "c.bin": b"\x00\x01"})
    with wc.run(pile, ledger=tmp_path / "x.wirecopy") as first:
        expected = content_of(first)
    with wc.run(pile, ledger=tmp_path / "x.wirecopy") as second:
        assert expected == content_of(second)
        last = second.runs()[-1]
        assert (0, 0, 0) == (last["kept"], last["known"], last["skipped"])


def test_a_later_run_joins_what_belongs_together(make_pile: Make, tmp_path: Path) -> None:
    """A copy that comes in a second run joins the story of the first."""
    with wc.run(make_pile(**{"a.txt": HARBOR}), ledger=tmp_path / "x.wirecopy") as book:
        assert [] == list(book.stories(min_pages=2))
    with wc.run(make_pile(**{"b.txt": HARBOR}), ledger=tmp_path / "x.wirecopy") as book:
        [story] = book.stories(min_pages=2)
        assert (2, 1.0) == (len(story.pages), story.share)


def test_ctrl_c_keeps_what_was_finished_and_the_same_command_goes_on(
    make_pile: Make, tmp_path: Path
) -> None:
    """The pages that were read are there; the stories come with the next run."""
    pile = make_pile(**{"a.txt": HARBOR, "b.txt": HARBOR, "c.txt": LIBRARY})
    command = ["run", str(pile), "-o", str(tmp_path / "x"), "--no-statements"]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LedgerWriter, "keep_stories", stop)
        stopped = CliRunner().invoke(main, command)
    assert 130 == stopped.exit_code
    assert "the same command goes on" in stopped.stderr
    with wc.open_ledger(tmp_path / "x") as book:
        assert (3, 0) == (sum(1 for _ in book.pages()), sum(1 for _ in book.stories()))
    assert 0 == CliRunner().invoke(main, command).exit_code
    whole = wc.run(pile, ledger=tmp_path / "y", options=wc.Options(statements=False))
    with whole, wc.open_ledger(tmp_path / "x") as book:
        assert [2, 1] == [len(story.pages) for story in book.stories()]
        assert content_of(whole) == content_of(book)


def test_furniture_that_only_many_pages_show_says_nothing(make_pile: Make, tmp_path: Path) -> None:
    """A line on all stories of an outlet makes no statement, in whatever order they come."""
    motto = "Editor Bo Aske said the paper prints nothing that it has not seen itself."
    stories = (
        "Harbor master Ines Tamm said the old quay would stay closed until May, as divers found "
        "cracks in nine of its piers.",
        "Three geese walked into the library of Wells on Sunday and left by the window of the map "
        "room, where a chair was overturned.",
        "The lamp on Cape Ree was dark for an hour while its keeper slept. No ship passed, and the "
        "harbor log has a blank line for it.",
        "Every tram in Velm will be painted green by autumn. The last red one goes to a museum of "
        "toys, whose door must be widened first.",
    )
    rows = [{"outlet": "Bell", "text": f"{story}\n\n{motto}"} for story in stories]
    files = {f"{n}.json": json.dumps(row) for n, row in enumerate(rows)}
    speakers = []
    for some in (dict(list(files.items())[:3]), files):
        with wc.run(make_pile(**some), ledger=tmp_path / "x") as book:
            speakers.append({said.speaker for said in book.statements()})
            last = content_of(book)
    assert [{"Bo Aske", "Ines Tamm"}, {"Ines Tamm"}] == speakers
    with wc.run(make_pile(**files), ledger=tmp_path / "y") as book:
        assert last == content_of(book)


def test_pages_in_are_kept_or_skipped(tmp_path: Path) -> None:
    """Every file of the demo pile is a page in the ledger or a reason in `skipped`."""
    with wc.run(demo_pile(), ledger=tmp_path / "demo.wirecopy") as book:
        files = {
            path.relative_to(demo_pile()).as_posix()
            for path in demo_pile().rglob("*")
            if path.is_file()
        }
        seen = {page.file for page in book.pages()} | {part.file for part in book.skipped()}
        assert files == seen
        last = book.runs()[-1]
        assert last["kept"] == sum(1 for _ in book.pages())
        assert last["skipped"] == sum(1 for _ in book.skipped())


def test_parts_that_are_alike_are_rows_of_their_own(make_pile: Make, tmp_path: Path) -> None:
    """Parts of one name, place and reason all count, and so does a page that is there twice."""
    fog, picture = FOG.encode(), b"\x89PNG\r\n\x1a\n"
    attached = {
        "a.zip": zipped({"b.txt": fog, "c.png": picture}),
        "a.zip/b.txt": fog,
        "a.zip/c.png": picture,
    }
    pile = make_pile(**{"release.eml": letter(attached=attached)})
    with wc.run(pile, ledger=tmp_path / "x") as book:
        assert ["", "a.zip/b.txt"] == [page.member for page in book.pages()]
        again = "the same page once more: its name, place and bytes"
        assert [
            ("a.zip/b.txt", again),
            ("a.zip/c.png", "binary data (PNG image)"),
            ("a.zip/c.png", "binary data (PNG image)"),
        ] == [(part.member, part.reason) for part in book.skipped()]
        last = book.runs()[-1]
        assert (2, 0, 3) == (last["kept"], last["known"], last["skipped"])


def test_every_span_reproduces_its_text(tmp_path: Path) -> None:
    """Asides lie in their page in order; a verbatim passage reads the same on both sides."""
    with wc.run(demo_pile(), ledger=tmp_path / "demo.wirecopy") as book:
        pages = {page.page_id: page for page in book.pages()}
        asided = {page_id for page_id in pages if book.asides(page_id)}
        for page in pages.values():
            at = 0
            for aside in book.asides(page.page_id):
                assert at <= aside.start < aside.end <= len(page.text)
                at = aside.end
        for passage in book.passages():
            a = words_of(pages[passage.a].text[passage.a_start : passage.a_end]).hashes
            b = words_of(pages[passage.b].text[passage.b_start : passage.b_end]).hashes
            assert len(a) and len(b)
            if passage.kind == "verbatim" and not asided & {passage.a, passage.b}:
                assert a.tolist() == b.tolist()


def test_the_pile_is_never_written_to(make_pile: Make, tmp_path: Path) -> None:
    """Input that cannot be written to is read all the same, and stays as it was."""
    pile = make_pile(**{"a.txt": HARBOR})
    before = (pile / "a.txt").stat()
    os.chmod(pile / "a.txt", 0o444)
    os.chmod(pile, 0o555)
    with wc.run(pile, ledger=tmp_path / "x.wirecopy") as book:
        assert 1 == sum(1 for _ in book.pages())
    assert before.st_mtime_ns == (pile / "a.txt").stat().st_mtime_ns
    assert ["a.txt"] == [path.name for path in pile.iterdir()]
    os.chmod(pile, 0o755)


def test_no_pile_is_said_so(tmp_path: Path) -> None:
    """A path that is not there is an error that names it, and leaves no ledger behind."""
    with pytest.raises(wc.OptionsError, match="nowhere"):
        wc.run(tmp_path / "nowhere", ledger=tmp_path / "x.wirecopy")
    assert not (tmp_path / "x.wirecopy").exists()


def test_a_wording_that_is_not_there_is_said_so(make_pile: Make, tmp_path: Path) -> None:
    """An option that names no file is an error of the options, before anything is read."""
    options = wc.Options(wording=str(tmp_path / "none.toml"))
    with pytest.raises(wc.OptionsError, match="cannot be read"):
        wc.run(make_pile(**{"a.txt": HARBOR}), ledger=tmp_path / "x", options=options)
