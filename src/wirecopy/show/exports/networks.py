"""Who shares text with whom, as a network: pages are its dots, measures its arrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from lxml import etree

from wirecopy.ledger import Ledger
from wirecopy.show.exports.tables import connect

_PAGES = """
select p.page_id, p.outlet, p.title, p.published, p.url, m.story_id, m.role, m.share, m.copied_from
from members m join pages p on p.page_id = m.page_id
where m.story_id in (select story_id from stories where pages > 1)
order by m.story_id, p.page_id
"""

_TEXTS = ("outlet", "title", "published", "url", "story_id", "role")
"""What is said of each page."""

GEXF = "http://gexf.net/1.3"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"


def write_gexf(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write the network as GEXF 1.3, for Gephi. An arrow leads from a page to its measure."""
    count = 0
    with etree.xmlfile(str(out), encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element(f"{{{GEXF}}}gexf", version="1.3", nsmap={None: GEXF}),
            file.element("graph", defaultedgetype="directed", mode="static"),
        ):
            with file.element("attributes", {"class": "node"}):
                for name in _TEXTS:
                    file.write(etree.Element("attribute", id=name, title=name, type="string"))
            with file.element("nodes"):
                for page in _once(_rows(book, stories), "page_id"):
                    node = etree.Element("node", id=page["page_id"], label=_label(page))
                    values = etree.SubElement(node, "attvalues")
                    for name in _TEXTS:
                        if page[name]:
                            said = _plain(page[name])
                            etree.SubElement(values, "attvalue", {"for": name, "value": said})
                    file.write(node)
                    count += 1
            with file.element("edges"):
                for page in _once(_rows(book, stories), "page_id", "copied_from"):
                    if page["copied_from"]:
                        file.write(
                            etree.Element(
                                "edge", id=f"{page['page_id']}-{page['copied_from']}",
                                source=page["page_id"],
                                target=page["copied_from"], weight=str(page["share"]),
                                label=page["role"],
                            )
                        )  # fmt: skip
    return count


def write_graphml(book: Ledger, out: Path, stories: Sequence[str]) -> int:
    """Write the network as GraphML. An arrow leads from a page to its measure."""
    count = 0
    with etree.xmlfile(str(out), encoding="utf-8") as file:
        file.write_declaration()
        with file.element(f"{{{GRAPHML}}}graphml", nsmap={None: GRAPHML}):
            keys = [(name, "node", "string") for name in ("label", *_TEXTS)]
            keys += [("share", "edge", "double"), ("relation", "edge", "string")]
            for name, where, kind in keys:
                words = {"id": name, "for": where, "attr.name": name, "attr.type": kind}
                file.write(etree.Element("key", words))
            with file.element("graph", edgedefault="directed"):
                for page in _once(_rows(book, stories), "page_id"):
                    node = etree.Element("node", id=page["page_id"])
                    for name, value in [("label", _label(page)), *((n, page[n]) for n in _TEXTS)]:
                        if value:
                            etree.SubElement(node, "data", key=name).text = _plain(value)
                    file.write(node)
                    count += 1
                for page in _once(_rows(book, stories), "page_id", "copied_from"):
                    if page["copied_from"]:
                        edge = etree.Element(
                            "edge", source=page["page_id"], target=page["copied_from"]
                        )
                        etree.SubElement(edge, "data", key="share").text = str(page["share"])
                        etree.SubElement(edge, "data", key="relation").text = page["role"]
                        file.write(edge)
    return count


def _rows(book: Ledger, stories: Sequence[str]) -> Iterator[dict[str, Any]]:
    with closing(connect(book)) as db:
        for row in db.execute(_PAGES):
            if not stories or row["story_id"] in stories:
                yield dict(row)


def _once(rows: Iterator[dict[str, Any]], *names: str) -> Iterator[dict[str, Any]]:
    """Give each dot and each arrow once: a roundup is a page of several stories."""
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
