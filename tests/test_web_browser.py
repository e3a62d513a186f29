"""The web page in a real browser: a walk through it, its keys, its access, and no complaint."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import wirecopy as wc
from wirecopy.show.web import make_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
wait = playwright.expect
"""Ask again until it is so or five seconds are over: a click returns before its page is there."""

if CHROMIUM is None:
    pytest.skip("no browser here: apt-get install chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium without a window."""
    with playwright.sync_playwright() as engine:
        one = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window whose console must stay silent."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    window = context.new_page()
    said: list[str] = []
    window.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    window.on("pageerror", lambda error: said.append(f"error: {error}"))
    window.on("response", lambda answer: answer.status < 400 or said.append(answer.url))
    yield window
    context.close()
    assert [] == said


class _Server:
    def __init__(self, ledger: Path) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(make_app(ledger), log_level="error", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.door]})

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.door.close()


@pytest.fixture(scope="module")
def base(demo_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo ledger's page."""
    ledger = tmp_path_factory.mktemp("browser") / "demo.wirecopy"
    shutil.copytree(demo_ledger, ledger)  # a walk leaves judgements behind
    with _Server(ledger) as address:
        yield address


def walk(page: Any, base: str, tmp_path: Path) -> None:
    """Home, story, side by side, statement, page, judgement, undo, export."""
    page.goto(base)
    page.locator(".stories .go").first.click()
    wait(page.locator(".answer")).to_contain_text("independent source")
    page.locator("#pages tbody a", has_text="compare").first.click()
    wait(page.locator(".pane")).to_have_count(2)
    assert page.locator(".passage").count() >= 2
    page.go_back()
    page.locator("#statements a.go").first.click()
    wait(page.locator("#h-witnesses")).to_contain_text("carr")
    page.locator("a", has_text="To its place in the page").click()
    wait(page.locator("#place")).to_be_visible()
    page.locator("a[href^='/compare/']").first.click()
    page.get_by_label("Your name").fill("Ada Test")
    page.get_by_label("Why").fill("both carry it <b>")
    page.get_by_role("button", name="Same").click()
    page.wait_for_url("**/judgements")
    row = page.locator("tbody tr").last
    wait(row).to_contain_text("Ada Test")
    wait(row).to_contain_text("both carry it <b>")
    row.get_by_role("button").click()
    wait(row).to_contain_text("taken back")
    page.locator("nav a", has_text="Export").click()
    with page.expect_download() as waiting:
        page.locator("a[href='/export/graphml']").click()
    waiting.value.save_as(tmp_path / "x.graphml")
    assert b"graphml" in (tmp_path / "x.graphml").read_bytes()


def test_a_walk_through_the_demo_ledger(page: Any, base: str, tmp_path: Path) -> None:
    """Every step of a newcomer's way works, without a complaint of the browser."""
    walk(page, base, tmp_path)


def test_a_walk_through_the_seed(page: Any, shared: Path, tmp_path: Path) -> None:
    """The same with the document that the project began from."""
    ledger = tmp_path / "seed.wirecopy"
    wc.run(shared / "data" / "seed", ledger=ledger, options=wc.Options(workers=1)).close()
    with _Server(ledger) as address:
        walk(page, address, tmp_path)


def addresses(page: Any, base: str) -> list[str]:
    """One address of every kind."""

    def ask(address: str) -> Any:
        return page.request.get(base + address).json()

    story = ask("/api/stories")["stories"][0]["story_id"]
    members = ask(f"/api/pages?story={story}")["pages"]
    copy = next(m for m in members if m["copied_from"])
    statement = ask("/api/statements?min_witnesses=2")["statements"][0]["statement_id"]
    outlet = ask("/api/outlets")["outlets"][0]["outlet"]
    return [
        "/", f"/story/{story}", f"/story/{story}?kept=2",
        f"/compare/{copy['copied_from']}/{copy['page_id']}", f"/page/{copy['page_id']}?at=9-40",
        "/statements", "/statements?q=water&kind=direct", f"/statement/{statement}", "/speakers",
        "/outlets", f"/outlet?outlet={outlet}", "/pages", "/search?q=water", "/judgements",
        "/skipped", "/runs", "/export", "/about",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Any, base: str, scheme: str) -> None:
    """Names, roles, contrast, keyboard: on every kind of page, the colorful also dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not there")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    window = context.new_page()
    faults = []
    several = addresses(window, base)
    for address in several if scheme == "light" else several[1:7]:
        window.goto(base + address)
        for fault in axe.Axe().run(window).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                where = [node["html"][:120] for node in fault["nodes"][:3]]
                faults.append(f"{address}: {fault['id']}: {where}")
    context.close()
    assert [] == faults


def test_every_page_is_readable_on_a_phone(browser: Any, base: str) -> None:
    """At 380 pixels nothing but tables in their frames must be pushed sideways."""
    context = browser.new_context(viewport={"width": 380, "height": 800})
    window = context.new_page()
    wide = []
    for address in addresses(window, base):
        window.goto(base + address)
        if window.evaluate("document.documentElement.scrollWidth") > 380:
            wide.append(address)
    context.close()
    assert [] == wide


def test_keys_walk_through_rows_and_lead_on(page: Any, base: str) -> None:
    """j and k choose a row, Enter opens it, / goes to the search, ? explains."""
    page.goto(base)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    second = page.locator(".stories .go").nth(1)
    assert second.get_attribute("href") == page.evaluate(
        "document.activeElement.getAttribute('href')"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/*")
    page.keyboard.press("/")
    assert "find" == page.evaluate("document.activeElement.id")
    page.keyboard.type("?water")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_url("**/about")


def test_layers_stand_in_the_address(page: Any, base: str) -> None:
    """A layer that is switched off stays off for whom the address is passed on to."""
    address = next(a for a in addresses(page, base) if a.startswith("/compare/"))
    page.goto(base + address)
    page.get_by_label("asides").uncheck()
    page.wait_for_url("**hide=asides**")
    page.goto(page.url)
    assert not page.get_by_label("asides").is_checked()
    assert page.locator("[data-sides].hide-asides").count() == 1


def test_panes_scroll_together(page: Any, base: str) -> None:
    """Where one text is scrolled to a passage, the other shows the same passage."""
    address = next(a for a in addresses(page, base) if a.startswith("/compare/"))
    page.goto(base + address)
    left, right = page.locator(".pane").first, page.locator(".pane").last
    left.evaluate("pane => { pane.scrollTop = 400; }")
    follows = "pane => pane.scrollTop > 50"
    for _ in range(100):  # no `wait_for_function`: the page allows no script to be made of text
        if right.evaluate(follows):
            break
        page.wait_for_timeout(50)
    assert right.evaluate(follows)


def test_without_scripts_all_can_still_be_read(browser: Any, base: str) -> None:
    """The script is a help, no condition: texts, folds, filters and links work alone."""
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{base}/?min_pages=2")
    window.locator(".stories .go").first.click()
    window.locator("#pages tbody a", has_text="compare").first.click()
    wait(window.locator(".pane")).to_have_count(2)
    assert window.locator(".passage").count() >= 2
    context.close()
