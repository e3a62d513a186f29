"""Who said what in the browser: as each page has it, found in every wording, asked for by name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import wirecopy as wc
from wirecopy.show.web import make_app
from wirecopy.show.web.api import EVERY
from wirecopy.show.web.listing import Listing

QUAY = """\
The coal quay of Velm will stay closed until May after divers found cracks in it.

“The quay will not be opened before every stone of it has been looked at,” harbor master Ines Tamm
told reporters in an interview on Monday.

The union of dockers accused the harbor office of hiding the danger to boats for a year. The harbor
office denied that it had hidden the danger to boats.
"""
TURNED = (
    QUAY.replace("not be opened before every stone", "be opened once every oven")
    .replace("Ines Tamm", "Bo Aske")
    .replace("denied that", "admitted that")
)
HEAD = "---\ntitle: Quay closed\ndate: {}\nsite: {}\n---\n"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages of one story; the latest turns a word, a speaker and an act."""
    pile = tmp_path_factory.mktemp("pile")
    for name, date, text in (
        ("a.md", "2031-05-06", QUAY), ("b.md", "2031-05-07", QUAY), ("c.md", "2031-05-08", TURNED),
    ):  # fmt: skip
        (pile / name).write_text(HEAD.format(date, f"{name[0]}.example") + text, encoding="utf-8")
    path = tmp_path_factory.mktemp("said") / "said.wirecopy"
    wc.run(pile, ledger=path, options=wc.Options(workers=1)).close()
    return path


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    with TestClient(make_app(ledger), base_url="http://127.0.0.1:8765") as client:
        yield client


def shown(page: str, begin: str = "<main", end: str = "</main>") -> str:
    """The text of a part of a page, on one line."""
    part = page[page.index(begin) :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part[: part.index(end)])).split())


def pages_of(ledger: Path) -> dict[str, str]:
    with wc.open_ledger(ledger) as book:
        return {page.file: page.page_id for page in book.pages()}


def test_a_page_shows_its_own_words_speakers_and_acts(client: TestClient, ledger: Path) -> None:
    """And that other pages have others; a denial never reads as a confession."""
    pages = pages_of(ledger)
    said = {
        name: shown(client.get(f"/page/{pages[name]}").text, 'id="h-said"', "</section>")
        for name in ("a.md", "c.md")
    }
    assert "Ines Tamm say : “The quay will not be opened" in said["a.md"]
    assert re.search(r"deny : that it had hidden", said["a.md"])
    assert "Bo Aske say : “The quay will be opened once every oven" in said["c.md"]
    assert "elsewhere Ines Tamm words differ" in said["c.md"]
    assert re.search(r"confirm : that it had hidden .* elsewhere deny", said["c.md"])


def test_a_statement_is_headed_by_its_act(client: TestClient, ledger: Path) -> None:
    """In the browser's title too; each page that turns it is marked, and so is what it answers."""
    with wc.open_ledger(ledger) as book:
        [denial] = book.statements(act="deny")
    page = client.get(f"/statement/{denial.statement_id}").text
    assert re.search(r"<title>[^<]* \(deny\): that it had hidden", page)
    assert "(deny)" in shown(page, "<h1", "</h1>")
    assert "here confirm" in shown(page, 'id="h-witnesses"', "</table>")
    assert "(accuse): " in shown(page, 'id="h-answers"', "</section>")


def test_statements_are_asked_for_by_confidence_and_by_what_was_only_meant(
    client: TestClient, ledger: Path
) -> None:
    """Each statement was said or only meant."""
    with wc.open_ledger(ledger) as book:
        every = list(book.statements())
        said = len(list(book.statements(said=True)))
        sure = len(list(book.statements(confidence=0.9)))

    def ids(asked: str) -> set[str]:
        rows = client.get(f"/api/statements?limit=500&{asked}").json()["statements"]
        return {row["statement_id"] for row in rows}

    assert {s.statement_id for s in every} == ids("said=said") | ids("said=meant")
    assert (said, sure) == (len(ids("said=said")), len(ids("confidence=0.9")))
    assert 400 == client.get("/api/statements?confidence=60").status_code


def test_every_wording_is_found_and_shown(client: TestClient) -> None:
    """With the word marked in the wording that has it."""
    page = client.get("/statements?q=oven").text
    assert "1 statement" in shown(page)
    assert "found elsewhere: Bo Aske: “The quay will be opened once every" in shown(page)
    assert '<mark class="hit">oven</mark>' in page
    assert "found elsewhere" not in client.get("/statements?q=stone").text


@pytest.mark.parametrize("name", ["Ines Tamm", "ines tamm", "Tamm", "Ines"])
def test_a_speaker_is_asked_for_as_everywhere_else(client: TestClient, name: str) -> None:
    """By the full name, or, if nobody has just that, by its first or last words."""
    rows = client.get("/api/statements", params={"speaker": name}).json()["statements"]
    assert {"Ines Tamm"} == {row["speaker"] for row in rows}


def test_the_beginning_of_an_id_is_enough(client: TestClient, ledger: Path) -> None:
    """In every filter."""
    with wc.open_ledger(ledger) as book:
        said = next(book.statements())
    story, page, key = (str(name)[:8] for name in (said.story_id, said.page_id, said.statement_id))
    for table, asked in (
        ("statements", f"story={story}"), ("statements", f"page={page}"),
        ("pages", f"story={story}"), ("witnesses", f"statement={key}"),
        ("reasons", f"subject={story}"),
    ):  # fmt: skip
        assert client.get(f"/api/{table}?{asked}").json()[table]


def test_answers_are_a_list(client: TestClient) -> None:
    """For programs."""
    [row] = client.get("/api/answers").json()["answers"]
    assert "deny after accuse" == row["name"]
    assert [row] == client.get(f"/api/answers?answers={row['answers']}").json()["answers"]
    assert row["statement_id"] in client.get("/answers.csv").text


@pytest.mark.parametrize("listing", EVERY, ids=lambda listing: listing.name)
def test_what_a_list_cannot_be_asked_for_is_refused(client: TestClient, listing: Listing) -> None:
    """To leave it out would give every row; the sentence names what there is."""
    for address in (f"/api/{listing.name}", f"/{listing.name}.csv"):
        answer = client.get(address, params={"differs": "speaker"})
        assert 400 == answer.status_code
        assert "differs" in answer.text and "is nothing that" in answer.text
        assert all(part.name in answer.text for part in listing.filters)


@pytest.mark.parametrize(
    "asked", ["differs=speaker", "act=sing", "drift=all", "order=story", "certainty=perhaps"]
)
def test_statements_are_asked_for_what_there_is(client: TestClient, asked: str) -> None:
    """A choice that is none is refused with those that there are."""
    answer = client.get(f"/statements?{asked}")
    assert (400, "Not understood") == (answer.status_code, shown(answer.text, "<h1", "</h1>"))
