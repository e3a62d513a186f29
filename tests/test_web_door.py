"""The door of the web page: who may come in, and what a browser may do with what it gets."""

from __future__ import annotations

import base64
import csv
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import wirecopy as wc
from conftest import HARBOR
from wirecopy.show.web import make_app
from wirecopy.show.web.serve import is_loopback

HOSTILE = (
    "<script>alert(1)</script> The harbor & the <b>ferry</b> \" ' closed.\n\n"
    'Divers said <img src=x onerror=alert(2)> that "nothing" was found there on Monday.\n'
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two pages, one of them hostile in text, title, outlet and file name."""
    folder = tmp_path_factory.mktemp("door")
    pile = folder / "pile"
    pile.mkdir()
    (pile / "a.txt").write_text(HARBOR)
    front = '---\ntitle: "<script>alert(3)</script>"\nsite: "\\"><svg onload=alert(4)>"\n---\n\n'
    (pile / "b<i>.md").write_text(front + HOSTILE + HARBOR)
    wc.run(pile, ledger=folder / "x.wirecopy", options=wc.Options(workers=1)).close()
    return folder / "x.wirecopy"


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    """A visitor on this machine."""
    with TestClient(make_app(ledger), base_url="http://127.0.0.1:8765") as visitor:
        yield visitor


def addresses(client: TestClient) -> list[str]:
    """Every kind of address that the ledger has."""
    [story] = client.get("/api/stories").json()["stories"]
    ids = [row["page_id"] for row in client.get("/api/pages").json()["pages"]]
    return [
        "/", "/pages", "/search?q=harbor", "/outlets", "/skipped", "/runs", "/about",
        f"/story/{story['story_id']}", f"/story/{story['story_id']}?kept=1",
        f"/compare/{ids[0]}/{ids[1]}", *(f"/page/{page_id}?at=3-9" for page_id in ids),
    ]  # fmt: skip


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    """Pages, data, files, refusals: a strict policy stands on all of them."""
    for address in [*addresses(client), "/api/pages", "/static/wirecopy.js", "/nothing", "/api/x"]:
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy


def test_text_of_a_pile_is_never_markup(client: TestClient) -> None:
    """What a page holds comes out as letters, in text, titles, names and attributes."""
    for address in addresses(client):
        html = client.get(address).text
        assert "<script>alert" not in html and "<svg onload" not in html
        assert "<img src=x" not in html and "b<i>" not in html
        assert html.count("<script") == 1  # ours, by its address
        assert " style=" not in html and " onclick=" not in html


def test_another_host_is_refused(client: TestClient) -> None:
    """A foreign name that leads to this machine opens nothing."""
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", ""):
        assert 421 == client.get("/", headers={"host": host}).status_code
    for host in ("localhost:8765", "127.0.0.1", "[::1]:8765", "LOCALHOST"):
        assert 200 == client.get("/", headers={"host": host}).status_code


def test_a_token_opens_once_and_leaves_the_address(ledger: Path) -> None:
    """The token is swapped for a cookie; a wrong one opens nothing."""
    app = make_app(ledger, hosts=None, token="open sesame")
    with TestClient(app, base_url="http://far.example") as client:
        assert 401 == client.get("/").status_code
        assert 401 == client.get("/?token=open").status_code
        assert 401 == client.get("/static/wirecopy.css").status_code
        answer = client.get("/pages?outlet=x&token=open+sesame", follow_redirects=False)
        assert (303, "/pages?outlet=x") == (answer.status_code, answer.headers["location"])
        assert "open" not in answer.headers["set-cookie"]
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert 200 == client.get("/").status_code
    with TestClient(app, base_url="http://far.example") as client:
        bearer = {"authorization": "Bearer open sesame"}
        assert 200 == client.get("/api/pages", headers=bearer).status_code


def test_a_token_never_leads_to_another_host(ledger: Path) -> None:
    """An address that begins with two slashes stays here."""
    app = make_app(ledger, hosts=None, token="t")
    with TestClient(app, base_url="http://far.example") as client:
        answer = client.get("http://far.example//evil.example/?token=t", follow_redirects=False)
        assert answer.headers["location"].startswith("/evil.example/")


def test_any_host_needs_a_token(ledger: Path) -> None:
    """A page for everybody, with no token, is not made."""
    with pytest.raises(ValueError, match="token"):
        TestClient(make_app(ledger, hosts=None)).get("/")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading_and_posting(client: TestClient, method: str) -> None:
    """Other methods are refused at the door."""
    assert 405 == client.request(method, "/").status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_post_comes_from_our_own_page(client: TestClient, headers: dict[str, str]) -> None:
    """Without our own origin nothing is changed, wherever it goes."""
    for address in ("/", "/judge", "/nothing"):
        assert 403 == client.post(address, headers=headers).status_code


def test_a_judgement_is_kept_listed_and_taken_back(ledger: Path, tmp_path: Path) -> None:
    """Only by POST from our own page; looking at the addresses of changes changes nothing."""
    copy = tmp_path / "x.wirecopy"
    shutil.copytree(ledger, copy)
    with TestClient(make_app(copy), base_url="http://127.0.0.1:8765") as client:
        ours = {"origin": "http://127.0.0.1:8765"}
        a, b = (row["page_id"] for row in client.get("/api/pages").json()["pages"])
        said = {"verdict": "same", "a": a, "b": b, "by": "Ada <b>", "note": "one\ntext"}
        for address in ("/judge", "/undo"):
            assert 404 == client.get(address, params=said).status_code
        assert [] == client.get("/api/judgements").json()["judgements"]
        assert 200 == client.post("/judge", headers=ours, data=said).status_code
        [row] = client.get("/api/judgements").json()["judgements"]
        assert ("same", "Ada <b>", "one text") == (row["verdict"], row["judge"], row["note"])
        assert "Ada &lt;b&gt;" in client.get("/judgements").text
        client.post("/undo", headers=ours, data={"number": row["number"], "by": "Ada"})
        [row] = client.get("/api/judgements").json()["judgements"]
        assert row["undone"].endswith("by Ada")
        for odd in ({}, {"verdict": "same", "a": a}, {"verdict": "best", "a": a, "b": b},
                    {"verdict": "same", "a": a, "b": "zz"}):  # fmt: skip
            answer = client.post("/judge", headers=ours, data=odd)
            assert 400 == answer.status_code
            assert str(copy) not in answer.text


def test_a_long_post_is_refused(client: TestClient) -> None:
    """Nobody fills the memory."""
    ours = {"origin": "http://127.0.0.1:8765"}
    assert 413 == client.post("/judge", headers=ours, content=b"x" * 70_000).status_code
    for address in ("/judge", "/undo"):
        assert 400 == client.post(address, headers=ours, content=b"a=1&" * 50).status_code


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd",
        "/page/../../etc/passwd", "/page/%2e%2e%2fcatalogue.sqlite", "/story/0'--",
        "/page/00000000000000000000", "/compare/a/b", "/catalogue.sqlite",
    ],
)  # fmt: skip
def test_no_address_reaches_the_disk(client: TestClient, ledger: Path, address: str) -> None:
    """Paths, tricks and bad ids lead nowhere, and no answer names a folder."""
    answer = client.get(address)
    assert 404 == answer.status_code
    assert str(ledger.parent) not in answer.text


def test_words_that_mean_nothing_are_no_error_of_ours(client: TestClient) -> None:
    """Odd searches, numbers and cursors are answered in words."""
    for query in (
        '"',
        "NEAR(",
        "a AND",
        "*",
        "(((",
        "\x00",
        "col:x",
        "-",
        "col:NEAR(a)",
        "NEAR(a, x)",
    ):
        for address in ("/search", "/pages", "/", "/api/pages"):
            assert client.get(address, params={"q": query}).status_code in (200, 400)
    assert 200 == client.get("/?min_pages=many&start=-4").status_code


@pytest.mark.parametrize(
    "last",
    ["zzz", "[" * 9_000, "[[]]", "[1, 2]", "[null]", '["\\ud800"]', f"[{10**30}]", "[{}]", '"a"'],
)
def test_a_cursor_that_was_tampered_with_is_refused(client: TestClient, last: str) -> None:
    """Nested without end, too long a number, half a letter, the wrong size: no error of ours."""
    cursor = base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")
    answer = client.get("/api/pages", params={"cursor": cursor})
    assert (400, True) == (answer.status_code, "cursor" in answer.json()["error"])


def test_numbers_without_end_are_numbers(client: TestClient) -> None:
    """Five thousand digits are more than Python reads; they mean the most that there can be."""
    many = "9" * 5_000
    for address in (f"/api/pages?limit={many}", f"/pages?start={many}", f"/?min_pages={many}"):
        assert 200 == client.get(address).status_code


def test_a_long_search_is_cut(client: TestClient) -> None:
    """Of two thousand words the first are searched for, in no time."""
    asked = " OR ".join(f"wind{n:04}" for n in range(2_000))
    began = time.process_time()
    assert 200 == client.get("/search", params={"q": asked[:488]}).status_code
    assert client.get("/search", params={"q": asked}).status_code in (200, 400)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_but_load_nothing(client: TestClient, site: str) -> None:
    """An image, a frame, a script elsewhere cannot make this machine work; a link leads here."""
    for kind, status in (("image", 403), ("iframe", 403), ("empty", 403), ("document", 200)):
        headers = {"sec-fetch-site": site, "sec-fetch-dest": kind}
        assert status == client.get("/export", headers=headers).status_code


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """What a pile holds is never reckoned with by a spreadsheet; JSON has it as it was."""
    (tmp_path / "a.md").write_text(f'---\ntitle: "=HYPERLINK(1)"\n---\n\n{HARBOR}')
    ledger = tmp_path / "x.wirecopy"
    options = wc.Options(workers=1, statements=False)
    wc.run(tmp_path / "a.md", ledger=ledger, options=options).close()
    with TestClient(make_app(ledger), base_url="http://127.0.0.1:8765") as client:
        [row] = csv.DictReader(io.StringIO(client.get("/pages.csv").text))
        assert "'=HYPERLINK(1)" == row["title"]
        assert "=HYPERLINK(1)" == client.get("/api/pages").json()["pages"][0]["title"]


def test_which_addresses_only_this_machine_reaches() -> None:
    """Loopback in both families, and nothing else."""
    assert all(map(is_loopback, ["127.0.0.1", "127.8.8.8", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.7", "example.org", ""]))
