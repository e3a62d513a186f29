"""Make the pictures of README and docs anew, of the pages that ship with wirecopy: `pictures.py`.

Needs Chromium and what `wirecopy[dev]` brings; it takes half a minute.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

import wirecopy as wc
from wirecopy.demo import pile
from wirecopy.show.web import make_app

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 1200


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """Serve a ledger while the context lasts; give its address."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(ledger), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    door.close()


def main() -> None:
    """Run the demo pile, and take a picture of a story, of two of its pages, of what was kept."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "demo.wirecopy"
        with wc.run(pile(), ledger=ledger) as book:
            story = next(book.stories(min_pages=2))
            measure, nearest, *_ = story.pages
        with served(ledger) as address, sync_playwright() as engine:
            browser = engine.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": WIDTH, "height": 940})
            page.goto(f"{address}/story/{story.story_id}")
            page.screenshot(path=PICTURES / "story.png")
            top = page.locator("#kept").bounding_box()["y"] - 16
            kept = {"x": 0, "y": top, "width": WIDTH, "height": 900}
            page.screenshot(path=PICTURES / "kept.png", clip=kept, full_page=True)
            page.set_viewport_size({"width": WIDTH, "height": 820})
            page.goto(f"{address}/compare/{measure.page_id}/{nearest.page_id}")
            page.screenshot(path=PICTURES / "compare.png")
            browser.close()


if __name__ == "__main__":
    main()
