"""RSS, Atom and JSON Feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples_desk import ATOM, RSS
from wirecopy.errors import ReadError
from wirecopy.options import Options
from wirecopy.read.feeds import is_json_feed, read_feed, rows_of
from wirecopy.read.source import Source
from wirecopy.records import Page, Skipped

SHARED = Path(__file__).parents[2] / "shared" / "data" / "formats" / "feeds"


def read(tmp_path: Path, text: str | bytes) -> list[Page | Skipped]:
    """Read a feed from a file."""
    path = tmp_path / "feed.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_feed(Source("feed.xml", str(path)), Options()))


def test_full_content_comes_before_the_summary(tmp_path: Path) -> None:
    """`content:encoded` is the text; a description beside it is not."""
    page, _ = read(tmp_path, RSS)
    assert isinstance(page, Page)
    assert "Fog closed the port of Ost.\n\nShips waited." == page.text
    assert "Fog closes Ost & Wells" == page.title


def test_the_source_of_an_entry_is_its_outlet(tmp_path: Path) -> None:
    """A feed that gathers others is not the outlet of what it gathers."""
    page, _ = read(tmp_path, RSS)
    assert isinstance(page, Page)
    assert "The Bell" == page.outlet
    assert ("Ana Rey",) == page.byline
    assert page.published is not None
    assert "2024-03-04T07:30Z" == page.published.value


def test_an_entry_without_a_text_is_skipped_with_its_place(tmp_path: Path) -> None:
    """Entries in = pages + skipped, each with its own bytes."""
    page, skipped = read(tmp_path, RSS)
    raw = RSS.encode()
    assert isinstance(page, Page)
    assert isinstance(skipped, Skipped)
    assert b"<item><title>Fog" == raw[page.byte_start : page.byte_end][:16]
    assert b"<item><title>Only a title</title></item>" == raw[skipped.byte_start : skipped.byte_end]
    assert "an entry without a text" == skipped.reason


def test_published_and_updated_are_two_claims(tmp_path: Path) -> None:
    """Atom's `updated` does not stand in for `published`."""
    [page] = read(tmp_path, ATOM)
    assert isinstance(page, Page)
    kinds = {claim.kind: claim.value for claim in page.claims}
    assert "2024-03-04T10:00:00Z" == kinds["published"]
    assert "2024-03-05T10:00:00Z" == kinds["modified"]
    assert "The Bell" == page.outlet


def test_feeds_one_behind_the_other_keep_their_titles(tmp_path: Path) -> None:
    """A dump of many feeds: entries are counted on, and one feed without any is said so."""
    other = ATOM.replace("Bell", "Horn").replace("Rain", "Wind")
    text = "\n".join((RSS, ATOM, "<feed><title>The Gong</title></feed>", other))
    found = read(tmp_path, text)
    assert [
        ("entry 1", "The Bell"), ("entry 2", "an entry without a text"), ("entry 3", "The Bell"),
        ("", "a feed without entries"), ("entry 4", "The Horn"),
    ] == [(o.member, o.outlet if isinstance(o, Page) else o.reason) for o in found]  # fmt: skip
    raw = text.encode()
    for one in found:
        assert one.byte_end is not None
        part = raw[one.byte_start : one.byte_end].strip()
        assert part.endswith((b"</item>", b"</entry>", b"</feed>"))
    assert isinstance(found[-1], Page)
    assert "Wind fell on Ost." == found[-1].text


def test_a_broken_feed_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """An ampersand that should have been escaped costs nothing."""
    [page] = read(tmp_path, ATOM.replace("Rain fell on", "Rain & wind on"))
    assert isinstance(page, Page)
    assert "Rain & wind on Ost." == page.text


def test_entities_by_the_dozen_are_refused(tmp_path: Path) -> None:
    """A billion laughs end here."""
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 80))
    with pytest.raises(ReadError, match="entities"):
        read(tmp_path, f"<!DOCTYPE rss [{laughs}]><rss><channel><item/></channel></rss>")


def test_a_json_feed_becomes_rows() -> None:
    """HTML before plain text, and the feed's title as outlet."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Bell",
        "items": [{"content_html": "<p>Fog.</p>", "content_text": "fog", "url": "u"}, "broken"],
    }
    assert is_json_feed(feed)
    row, broken = rows_of(feed)
    assert broken["text"] is None
    assert ("<p>Fog.</p>", "The Bell", "u") == (row["text"], row["outlet"], row["url"])


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/formats/feeds")
def test_every_sample_is_read_or_skipped() -> None:
    """No feed of feedparser's own suite raises, and no page of them is without a text."""
    pages = 0
    for path in sorted(SHARED.rglob("*.xml"))[::4]:
        for found in read_feed(Source(path.name, str(path)), Options()):
            pages += isinstance(found, Page)
            assert not isinstance(found, Page) or found.text
    assert pages > 80
