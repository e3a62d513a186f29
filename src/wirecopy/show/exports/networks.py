"""
Who shares text with whom, as a network: pages are its dots, joined to their measures.

Nothing is an arrow: the page that a story is measured against is not its source for that. Where the
ledger is certain by which way the text went, `taken_by` and `taken_from` name the ends of the line.
(networkx reads no graph that has both lines and arrows.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from lxml import etree

from wirecopy.ledger import Ledger
from wirecopy.records import Certainty
from wirecopy.show.exports.tables import connect

_PAGES = """
select p.page_id, p.outlet, p.title, p.published, p.url, m.story_id, m.role, m.reporting,
       m.share, m.copied_from, m.certainty, m.relation
from members m join pages p on p.page_id = m.page_id
where m.story_id in (select story_id from stories where pages > 1)
order by m.story_id, p.page_id
"""

_OF_PAGES = ("outlet", "title", "published", "url", "story_id", "role", "reporting")
"""What is said of each dot."""

_OF_LINES = ("certainty", "relation", "taken_by", "taken_from")
"""What is said of each line beside its share; the last two only where the way is certain."""

GEXF = "http://gexf.net/1.3"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"


def write_gexf(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write the network as GEXF 1.3, for Gephi."""
    count = 0
    with etree.xmlfile(str(out), encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element(f"{{{GEXF}}}gexf", version="1.3", nsmap={None: GEXF}),
            file.element("graph", defaultedgetype="undirected", mode="static"),
        ):
            for kind, names in (("node", _OF_PAGES), ("edge", _OF_LINES)):
                with file.element("attributes", {"class": kind}):
                    for name in names:
                        file.write(etree.Element("attribute", id=name, title=name, type="string"))
            with file.element("nodes"):
                for page in _once(_rows(book, stories), "page_id"):
                    node = etree.Element("node", id=page["page_id"], label=_label(page))
                    _values(node, page, _OF_PAGES)
                    file.write(node)
                    count += 1
            with file.element("edges"):
                for line in _lines(book, stories):
                    edge = etree.Element(
                        "edge", id=f"{line['page_id']}-{line['copied_from']}",
                        source=line["page_id"], target=line["copied_from"],
                        weight=str(line["share"]), label=line["role"],
                    )  # fmt: skip
                    _values(edge, line, _OF_LINES)
                    file.write(edge)
    return count


def write_graphml(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write the network as GraphML, for networkx, igraph, yEd and the like."""
    count = 0
    with etree.xmlfile(str(out), encoding="utf-8") as file:
        file.write_declaration()
        with file.element(f"{{{GRAPHML}}}graphml", nsmap={None: GRAPHML}):
            keys = [(name, "node", "string") for name in ("label", *_OF_PAGES)]
            keys += [("share", "edge", "double"), *((name, "edge", "string") for name in _OF_LINES)]
            for name, where, kind in keys:
                words = {"id": name, "for": where, "attr.name": name, "attr.type": kind}
                file.write(etree.Element("key", words))
            with file.element("graph", edgedefault="undirected"):
                for page in _once(_rows(book, stories), "page_id"):
                    node = etree.Element("node", id=page["page_id"])
                    _data(node, page | {"label": _label(page)}, ("label", *_OF_PAGES))
                    file.write(node)
                    count += 1
                for line in _lines(book, stories):
                    edge = etree.Element("edge", source=line["page_id"], target=line["copied_from"])
                    _data(edge, line, ("share", *_OF_LINES))
                    file.write(edge)
    return count


def _values(element: Any, row: dict[str, Any], names: Sequence[str]) -> None:
    """Say of a dot or line of GEXF what is known of it."""
    values = etree.SubElement(element, "attvalues")
    for name in names:
        if row[name]:
            etree.SubElement(values, "attvalue", {"for": name, "value": _plain(row[name])})


def _data(element: Any, row: dict[str, Any], names: Sequence[str]) -> None:
    """Say of a dot or line of GraphML what is known of it."""
    for name in names:
        if row[name] or name == "share":
            etree.SubElement(element, "data", key=name).text = _plain(row[name])


def _lines(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give the line of each page to its measure, and who has it from whom if that is certain."""
    for page in _once(_rows(book, stories), "page_id", "copied_from"):
        if page["copied_from"]:
            one, other = page["page_id"], page["copied_from"]
            ways = {Certainty.YES: (one, other), Certainty.NO: (other, one)}
            taken_by, taken_from = ways.get(page["certainty"], (None, None))
            yield page | {"taken_by": taken_by, "taken_from": taken_from}


def _rows(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    with closing(connect(book)) as db:
        for row in db.execute(_PAGES):
            if not stories or row["story_id"] in stories:
                yield dict(row)


def _once(rows: Iterator[dict[str, Any]], *names: str) -> Iterator[dict[str, Any]]:
    """Give each dot and each line once: a roundup is a page of several stories."""
    seen = set()
    for row in rows:
        key = tuple(row[name] for name in names)
        if key not in seen:
            seen.add(key)
            yield row


def _label(page: dict[str, Any]) -> str:
    return _plain(page["outlet"] or page["title"] or page["page_id"])


def _plain(text: Any) -> str:
    """Give text without what XML cannot hold: control characters and half surrogates."""
    return "".join(
        c for c in str(text)
        if c in "\t\n" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE or ord(c) > 0xFFFF
    )  # fmt: skip
