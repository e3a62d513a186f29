"""The pile: which files are in it, under which names, and what kind of data each is."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirecopy.errors import OptionsError
from wirecopy.options import Options
from wirecopy.read import find_files, read, read_file, read_files
from wirecopy.read.sniff import sniff
from wirecopy.records import Page, Skipped
from wirecopy.schemas import FILES, READ

FOG = "Fog closed the port of Ost on Monday, and ferries stayed where they were until noon.\n"

MakePile = Callable[..., Path]


def names(*pile: str | Path) -> list[str]:
    """Give the names that the files of a pile have in a ledger."""
    with find_files(pile) as files:
        return [file for file, _ in files]


def read_bytes(content: bytes, tmp_path: Path, name: str = "file") -> list[Page | Skipped]:
    """Read a file of these bytes."""
    path = tmp_path / "content"
    path.write_bytes(content)
    return list(read_file(name, str(path), Options()))


def test_names_are_paths_within_the_named_folder(make_pile: MakePile) -> None:
    """A folder gives its files in order, by their paths in it; a file alone gives its bare name."""
    pile = make_pile(**{"b.txt": FOG, "a/c.txt": FOG, "a/b/d.txt": FOG})
    assert ["a/b/d.txt", "a/c.txt", "b.txt"] == names(pile)
    assert ["c.txt"] == names(pile / "a" / "c.txt")


def test_a_pattern_gives_names_within_its_fixed_folder(make_pile: MakePile) -> None:
    """What stands before the first wild card is no part of a name."""
    pile = make_pile(**{"a/c.txt": FOG, "a/b/d.txt": FOG, "a/e.md": FOG})
    assert ["a/b/d.txt", "a/c.txt"] == names(f"{pile}/**/*.txt")
    assert ["c.txt", "e.md"] == names(f"{pile}/a/[ce].*")
    assert ["b/d.txt"] == names(f"{pile}/a/b*")


def test_a_name_with_signs_of_a_pattern_is_taken_as_it_is(make_pile: MakePile) -> None:
    """A file that is there is no pattern."""
    pile = make_pile(**{"a[1].txt": FOG})
    assert ["a[1].txt"] == names(pile / "a[1].txt")


def test_hidden_files_and_ledgers_are_left_out(make_pile: MakePile) -> None:
    """A folder is read without what is hidden, and without ledgers."""
    pile = make_pile(**{"a.txt": FOG, ".b.txt": FOG, ".c/d.txt": FOG, "x.wirecopy/e.txt": FOG})
    assert ["a.txt"] == names(pile)
    assert ["a.txt"] == names(f"{pile}/**")
    with pytest.raises(OptionsError, match="is a ledger, not a pile"):
        names(pile / "x.wirecopy")


def test_the_folder_of_a_saved_page_is_one_skipped_part(make_pile: MakePile) -> None:
    """What a browser saves beside a page is listed, but none of it is a page."""
    pile = make_pile(**{"a.html": FOG, "a_files/ad.html": FOG, "b_files/c.txt": FOG})
    assert ["a.html", "a_files", "b_files/c.txt"] == names(pile)
    skipped: list[Skipped] = []
    assert ["a.html", "b_files/c.txt"] == [p.file for p in read(pile, on_skipped=skipped.append)]
    reason = "a folder of what a browser saved beside a page"
    assert [Skipped("a_files", "", 0, None, reason)] == skipped


def test_loops_of_links_end(make_pile: MakePile) -> None:
    """A folder that links to one above it is read once, and so is a file with a link to it."""
    pile = make_pile(**{"a/b.txt": FOG})
    (pile / "a" / "up").symlink_to(pile)
    (pile / "z.txt").symlink_to(pile / "a" / "b.txt")
    assert 1 == len(names(pile))


def test_a_file_reached_twice_counts_once_under_its_longest_name(make_pile: MakePile) -> None:
    """Order and doubles in the pile change nothing."""
    pile = make_pile(**{"a/b.txt": FOG, "c.txt": FOG})
    one_way, other_way = [pile / "a", pile, pile / "a" / "b.txt"], [pile / "a" / "b.txt", pile]
    assert ["a/b.txt", "c.txt"] == names(*one_way) == names(*other_way)


def test_two_files_of_one_name_are_told_apart(make_pile: MakePile) -> None:
    """The names of the folders above are put before a name that two files have."""
    pile = make_pile(**{"mon/a.txt": FOG, "tue/a.txt": FOG, "tue/b.txt": FOG})
    assert ["b.txt", "mon/a.txt", "tue/a.txt"] == names(pile / "tue", pile / "mon")


def test_stdin_is_kept_while_the_pile_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dash is stdin: its bytes can be looked at twice."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FOG.encode())))
    assert [("-", FOG, 0, len(FOG))] == [
        (page.file, page.text, page.byte_start, page.byte_end) for page in read("-")
    ]


@pytest.mark.parametrize(
    ("pile", "message"),
    [
        ([], "the pile has no file in it: type a file"),
        (["no-such-folder"], "there is no file or folder no-such-folder"),
        (["no-such-folder/*.txt"], "nothing matches the pattern no-such-folder/"),
    ],
)
def test_a_pile_that_is_not_there_says_what_to_do(pile: list[str], message: str) -> None:
    """An empty or misspelled pile is the user's to put right."""
    with pytest.raises(OptionsError, match=message):
        names(*pile)


def test_an_empty_folder_is_no_pile(tmp_path: Path) -> None:
    """A folder without files says so, rather than giving an empty ledger."""
    with pytest.raises(OptionsError, match="no file in it"):
        names(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_left_out(make_pile: MakePile) -> None:
    """Opening a pipe would wait for ever."""
    pile = make_pile(**{"a.txt": FOG})
    os.mkfifo(pile / "pipe")
    (pile / "link").symlink_to(pile / "pipe")
    assert ["a.txt"] == names(pile)


def test_a_link_to_nothing_is_skipped_with_that_reason(make_pile: MakePile) -> None:
    """A file that cannot be opened is counted."""
    pile = make_pile(**{"a.txt": FOG})
    (pile / "b.txt").symlink_to(pile / "nothing")
    skipped: list[Skipped] = []
    assert ["a.txt"] == [page.file for page in read(pile, on_skipped=skipped.append)]
    assert ["cannot be opened: No such file or directory"] == [part.reason for part in skipped]


@pytest.mark.skipif(os.name != "posix", reason="names of files are Unicode here")
def test_a_file_name_that_is_not_unicode_is_spelled_out(make_pile: MakePile) -> None:
    """Names in an old encoding are kept readable, and the file is opened all the same."""
    pile = make_pile(**{"a.txt": FOG})
    try:
        (Path(os.fsdecode(os.fsencode(pile) + b"/caf\xe9.txt"))).write_text(FOG)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert {"a.txt", "caf\\xe9.txt"} == {page.file for page in read(pile)}


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"", "a.txt", "empty"),
        (FOG.encode(), "a.parquet", "text"),
        (b"PAR1\x15\x04", "a.txt", "Parquet"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "binary data (PNG image)"),
        (b"%PDF-1.7\n", "a.txt", "PDF"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n", "a.txt", "WARC"),
        (bytes(range(32)) * 9, "a.txt", "binary data"),
        (b"\1\0\0\0\2\0\0\0\3\0\0\0", "a.txt", "binary data"),
        (b"\0\1\0\0\0\x0c\0\x80", "a.ttf", "binary data (font)"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "a.txt", "HTML"),
        ("<html><body>x</body></html>".encode("utf-16"), "a.txt", "HTML"),
        (b"<!-- saved --><HTML lang=en><head>", "a", "HTML"),
        (b'<?xml version="1.0"?><html xmlns="x"><head/>', "a", "HTML"),
        (b"<div><p>One.</p><p>Two.</p></div>", "a", "HTML"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel>', "a.xml", "RSS feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "a.xml", "Atom feed"),
        (b"<!-- from 1997 -->\n<CHANNEL><ITEM>", "a.cdf", "RSS feed"),
        (b"<!DOCTYPE rss [\n<!ENTITY bell 'Bell'>\n] >\n<rss version='2.0'>", "a", "RSS feed"),
        (b'<?xml version="1.0"?>\n<!-- nothing -->\n', "a.xml", "empty: nothing but comments"),
        (b'<?xml version="1.0"?>' + b"\n" * 65_536, "a.xml", "XML"),
        (b'<?xml version="1.0"?><newsItem guid="x">', "a.xml", "NewsML-G2"),
        (b'<?xml version="1.0"?><weather day="x">', "a.xml", "XML (weather)"),
        (b'{"text": "x"}\n{"text": "y"}\n', "a.txt", "JSON"),
        (b' [\n {"text": "x"}', "a.txt", "JSON"),
        (b"title,text\nA,b\nB,c\n", "a.txt", "CSV"),
        (b"title;body\nA;b\nB;c\n", "a", "CSV"),
        (b"name\tcolor\nA\tb\nB\tc\n", "a.tsv", "CSV"),
        (b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nx", "a.mht", "email"),
    ],
)
def test_content_tells_the_kind(head: bytes, name: str, kind: str) -> None:
    """The first bytes decide; a name that says something else is not believed."""
    assert kind == sniff(head, name)


@pytest.mark.parametrize(
    "text",
    [
        "[Velm] The harbor is closed.\n",
        "{{< figure >}} The harbor is closed.\n",
        "Fog, rain, snow\nWind, sun, hail\nIce, dew, mist\n",
        "The text, as we said, is long,\nand the harbor, as ever, is closed,\n",
        "< 3 knots of wind, said the harbor master, and > 9 boats out.\n",
        "<!-- a note -->\n# The harbor is closed\n",
        "Title: The harbor\nDate: 2022-11-13\nAuthor: Ana Ruiz\n\nThe harbor is closed.\n",
        "How to write HTML:\n\n```\n<html><head></head><body>x</body></html>\n```\n",
        "name,color\nA,b\nB,c\n",
    ],
)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    """Brackets, braces, commas and colons make no table, no feed and no page of HTML."""
    assert "text" == sniff(text.encode(), "a.txt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "nothing but white space"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary data (PNG image)"),
        (b"PK\x03\x04rest", "broken zip: File is not a zip file"),
    ],
)
def test_what_is_not_read_says_why(content: bytes, reason: str, tmp_path: Path) -> None:
    """Every file without a page leaves a row with the reason."""
    skipped = read_bytes(content, tmp_path)
    assert [reason] == [part.reason for part in skipped if isinstance(part, Skipped)]


def test_a_packed_file_is_unpacked_on_the_way(tmp_path: Path) -> None:
    """Byte ranges count the unpacked stream, and `member` names what was packed."""
    for pack, ending in ((gzip.compress, ".gz"), (zstd, ".zst")):
        (page,) = read_bytes(pack(FOG.encode()), tmp_path, f"days/fog.txt{ending}")
        assert isinstance(page, Page)
        assert ("fog.txt", FOG, 0, len(FOG)) == (
            page.member, page.text, page.byte_start, page.byte_end,
        )  # fmt: skip


def zstd(raw: bytes) -> bytes:
    """Pack bytes with zstd, as two frames."""
    half = len(raw) // 2
    return b"".join(pa.compress(part, "zstd", asbytes=True) for part in (raw[:half], raw[half:]))


def test_a_packed_file_that_is_cut_short_keeps_its_whole_rows(tmp_path: Path) -> None:
    """What comes before the damage is read, and the damage is said."""
    rows = "".join(f'{{"text": "{number} {os.urandom(30).hex()}"}}\n' for number in range(2000))
    found = read_bytes(gzip.compress(rows.encode())[:-5000], tmp_path, "rows.gz")
    assert 1000 < sum(isinstance(one, Page) for one in found) < 2000
    assert isinstance(found[-1], Skipped)
    assert found[-1].reason.startswith("damaged gzip data: cut short")


def test_limits_are_kept_with_a_reason(make_pile: MakePile) -> None:
    """A page that is too long, and pages beyond the most that a file may hold, are skipped."""
    pile = make_pile(**{"a.txt": FOG * 9, "b.jsonl": '{"text": "Fog."}\n' * 5})
    options = Options(max_page_bytes=100, max_pages_per_file=3)
    skipped: list[Skipped] = []
    assert [1, 2, 3] == [
        page.ordinal for page in read(pile, options=options, on_skipped=skipped.append)
    ]
    assert [
        ("a.txt", 0, len(FOG) * 9, "longer than max_page_bytes (100 bytes)"),
        ("b.jsonl", 51, None, "behind the first 3 pages (max_pages_per_file)"),
    ] == [(part.file, part.byte_start, part.byte_end, part.reason) for part in skipped]


def test_ids_do_not_depend_on_where_the_pile_lies_or_its_order(make_pile: MakePile) -> None:
    """The same files elsewhere, named in another order, give the same pages."""
    files = {"a.txt": FOG, "b.jsonl": '{"text": "Fog."}\n{"text": "Rain."}\n'}
    here, there = make_pile(**files), make_pile(**files)
    pages = list(read(here))
    assert pages == list(read(here))
    assert pages == list(read(there / "b.jsonl", there / "a.txt"))
    assert 3 == len({page.page_id for page in pages})


def test_the_stage_can_be_sent_to_a_worker_and_gives_bounded_batches(make_pile: MakePile) -> None:
    """The stage with its options pickles, and gives rows of READ in the order of the files."""
    row = json.dumps({"text": FOG * 30_000})
    pile = make_pile(**{f"{number}.jsonl": row for number in range(8)})
    stage = pickle.loads(pickle.dumps(partial(read_files, options=Options())))
    files = sorted(pile.iterdir())
    rows = [[file.name for file in files], [str(file) for file in files]]
    batches = list(stage(pa.record_batch([pa.array(column) for column in rows], schema=FILES)))
    assert {READ} == {batch.schema for batch in batches}
    assert [4, 4, 0] == [batch.num_rows for batch in batches]
    assert [file.name for file in files] == [n for b in batches for n in b["file"].to_pylist()]


OPENINGS = st.sampled_from(
    [
        *(
            b"",
            b"<html><body><p>",
            b"<?xml ",
            b"text,title\n",
            b"---\ntitle: ",
            b'{"text": "',
            b"[{",
        ),
        *(
            b"PAR1",
            b"\x1f\x8b\x08",
            b"\x28\xb5\x2f\xfd",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"caf\xc3\xa9",
        ),
    ]
)
RESTS = st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opening=OPENINGS, rest=RESTS)
def test_any_bytes_give_pages_or_skipped_parts(opening: bytes, rest: bytes, tmp_path: Path) -> None:
    """No reader ever raises or fails at what is in a file; reading twice gives the same."""
    found = read_bytes(opening + rest, tmp_path)
    assert found
    assert not [one for one in found if isinstance(one, Skipped) and "reader failed" in one.reason]
    assert found == read_bytes(opening + rest, tmp_path)
