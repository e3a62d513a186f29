"""Small files as agencies, feeds, tables and newspaper databases give them, all made up."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>All the News</title>
<item><title>Fog closes Ost &amp; Wells</title><link>https://bell.example/fog</link>
<source url="https://bell.example/feed">The Bell</source><dc:creator>Ana Rey</dc:creator>
<pubDate>Mon, 04 Mar 2024 09:30:00 +0200</pubDate>
<description>In short.</description>
<content:encoded>
<![CDATA[<p>Fog closed the port of Ost.</p><p>Ships waited.</p>]]></content:encoded>
</item>
<item><title>Only a title</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bell</title>
<entry><title>Rain</title><id>x:1</id><updated>2024-03-05T10:00:00Z</updated>
<published>2024-03-04T10:00:00Z</published><author><name>Bo Lund</name></author>
<summary>Rain fell on Ost.</summary></entry></feed>"""
G2 = """<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="x:1" version="3"><itemMeta><itemClass qcode="ninat:text"/><provider literal="NP"/>
<versionCreated>2024-03-04T10:00:00Z</versionCreated><firstCreated>2024-03-04T09:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><headline>Fog closes port</headline>
<slugline>FOG-PORT</slugline><by>By Ana Rey</by><dateline>OST</dateline>
<creditline>Northpress</creditline></contentMeta><contentSet><inlineXML><html><body>
<p>OST (NP) - Fog closed the <org>Port</org> of Ost.</p><p>Ships waited.</p></body>
</html></inlineXML></contentSet></newsItem>
<newsItem guid="x:2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>
<packageItem guid="x:3"/></itemSet></newsMessage>"""
NITF = """<nitf><head><title>FOG</title><docdata management-status="embargoed">
<doc-id regsrc="NP"/><date.issue norm="20240304T120000+0200"/><du-key key="fog" version="2"/>
</docdata></head>
<body><body.head><hedline><hl1>Fog closes port</hl1></hedline>
<byline>By ANA REY<byttl>NP Writer</byttl></byline>
<dateline><location>OST</location></dateline></body.head><body.content><block><p>Fog lay.</p>
<media><media-caption>A port</media-caption></media><p>Ships waited.</p></block></body.content>
<body.end><tagline>Editing by Bo Lund</tagline></body.end></body></nitf>"""
NEWSML = """<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>np.example</ProviderId>
<RevisionId>2</RevisionId></NewsIdentifier></Identification><NewsManagement>
<FirstCreated>20240304T090000+0200</FirstCreated><Status FormalName="Usable"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Fog closes port</HeadLine><ByLine>Ana Rey</ByLine>
<DateLine>4/3/2024</DateLine><CreditLine>Northpress</CreditLine></NewsLines><ContentItem><DataContent>
<![CDATA[<p>Fog lay on Ost.</p><p>Ships waited.</p>]]></DataContent></ContentItem></NewsComponent>
</NewsItem></NewsML>"""
IPTC = (
    "\x01npa062 4 i 211   npa 061\r\n\r\nOst-port/fog/\r\n\x021ST LEAD\r\nFog closes port, \r\n"
    "ships wait\r\nBy Ana Rey, npa =\r\n\r\n   Ost (npa) - Fog closed the port\r\nof Ost.\r\n\r\n"
    "   Ships waited.\r\n\r\n# npa NOTEBOOK\r\n- Editing by: Bo Lund\r\n\r\n"
    "\x03041130 GMT Mar 24\r\n\x04"
)
ANPA = (
    "\x16\x16\x01W2870\x1f_asian\nr i\x13\x11 BC-OS--Fog-Port 1stLd     03-04 1049\n"
    "\x02\x13BC-OS--Fog-Port, 1st Ld-Writethru,40<\n^Fog closes port <\n^Eds: Updates.<\n"
    "^By ANA REY=\n^Northpress Writer=\n\t   OST (NP) _ ``Fog,'' she said.\n\t   Ships waited.\n"
    "\t   \x03AP-WF-03-04-24 0930GMT<\n\x04"
).replace("\x02\x13", "\x02^")
NEXIS_UNI = """User Name: Desk
Documents (2)
1. Fog Closes the Port
2. Rain Comes

Fog Closes the Port
The Ost Bell
March 4, 2024 Monday
Late Edition

Copyright 2024 The Ost Bell Company All Rights Reserved
Section: Section A; Pg. 1
Length: 20 words
Byline: By Ana Rey
Dateline: OST, March 3
Body

Fog closed the port of Ost on Sunday.
Ships waited outside.

Length: that is what the harbor master asks of his piers.

Graphic

PHOTO: A bell buoy.
Classification

Language: ENGLISH
Load-Date: March 4, 2024

End of Document
Rain Comes
Wells Herald
5 March 2024
Copyright 2024 Wells Herald
Length: 12 words
Body
Rain fell on Wells at last, and the council is glad of it.
Load-Date: March 5, 2024

End of Document
"""
NEXIS = """
                               1 of 2 DOCUMENTS


                                  The Ost Bell

                             March 4, 2024 Monday
                                 Late Edition

Fog Closes the Port

BYLINE: By Ana Rey

SECTION: Section A; Column 1; Pg. 1

LENGTH: 20 words

DATELINE: OST, March 3

 Fog closed the port of Ost on Sunday.
Ships waited outside.

 Rain: that is what the harbor master hopes for.

LOAD-DATE: March 4, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                     Copyright 2024 The Ost Bell Company
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                                  Wells Herald

                             March 5, 2024 Tuesday

HEADLINE: Rain Comes

LENGTH: 8 words

BODY:
Rain fell on Wells at last, and the council is glad of it.

LOAD-DATE: March 5, 2024
"""
FACTIVA = """HD
Fog closes the port
BY
By Ana Rey
WC
120 words
PD
4 March 2024
SN
The Ost Bell
SC
OSTB
LA
English
CY
(c) 2024 The Ost Bell

LP
Fog closed the port of Ost on Sunday, and ships waited outside.

TD
Rain is what the harbor master hopes for.

AN
Document OSTB000020240304ek3400001

HD
Rain comes
WC
20 words
PD
5 March 2024
SN
Wells Herald
LA
English
LP
Rain fell on Wells at last, and the council is glad of it, too.

AN
Document WELH000020240305ek3500002
"""
PROQUEST = """____________________________________________________________

Document 1 of 1

Title: Fog closes the port

Author: Rey, Ana

Publication title: The Ost Bell

Publication date: Mar 4, 2024

Full text: Fog closed the port of Ost on Sunday.
Ships waited outside.

Rain is what they hope for.

Subject: Weather

____________________________________________________________
"""
STORY = (
    "Fog closed the port of Ost on Monday, and ferries stayed where they were until noon.\n\n"
    "Ships waited outside the mole, and the bell buoy was heard all the time, the office said."
)
NINJS = {
    "uri": "x:1", "type": "text", "versioncreated": "2024-03-04T10:00:00Z", "headline": "Fog",
    "firstcreated": "2024-03-04T09:00:00Z", "pubstatus": "usable", "slugline": "FOG-PORT",
    "byline": "Ana Rey", "body_html": "<p>Fog closed the <b>port</b>.</p><p>Ships waited.</p>",
    "located": "Ost", "infosource": [{"name": "Northpress", "qcode": "NP"}], "version": "3",
}  # fmt: skip
NINJS_3 = {
    "uri": "x:2", "type": "text", "versionCreated": "2024-03-04T10:00:00Z", "standard": "ninjs",
    "headlines": [{"role": "main", "value": "Fog"}, {"value": "Fog in Ost"}],
    "bodies": [{"contentType": "text/html", "value": "<p>Fog closed the port.</p>"}],
}  # fmt: skip
ROWS = [
    {"url": f"https://bell.example/{n}", "title": f"Fog, {n}", "author": "Ana Rey", "text": STORY,
     "published": f"2024-03-0{n}T10:00:00Z", "outlet": "The Ost Bell"}
    for n in range(1, 4)
]  # fmt: skip
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "The Bell",
    "items": [{"id": "1", "content_html": "<p>Fog closed the port of Ost.</p>", "title": "Fog"}],
}  # fmt: skip


def csv(mark: str = ",") -> bytes:
    """A table in lines, with quotes doubled and lines within cells."""
    lines = [list(ROWS[0]), *(row.values() for row in ROWS)]
    cells = [['"' + cell.replace("Ships", '""Ships""') + '"' for cell in line] for line in lines]
    return "\r\n".join(mark.join(line) for line in cells).encode()


def parquet(compression: str = "snappy") -> bytes:
    """A table of columns, in two row groups."""
    held = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), held, row_group_size=2, compression=compression)
    return held.getvalue()


def desk() -> dict[str, list[bytes]]:
    """Samples of each family."""
    dumped = [json.dumps(one, indent=n).encode() for n, one in enumerate((ROWS, JSON_FEED))]
    lines = b"\n".join(json.dumps(row).encode() for row in ROWS)
    return {
        "feeds": [RSS.encode(), ATOM.encode(), ATOM.encode("utf-16")],
        "NewsML-G2": [G2.encode()],
        "NewsML": [NEWSML.encode()],
        "NITF": [NITF.encode()],
        "wire copy": [IPTC.encode(), ANPA.encode(), 3 * IPTC.encode()],
        "ninjs": [json.dumps(NINJS).encode(), json.dumps([NINJS, NINJS_3], indent=1).encode()],
        "JSON": [*dumped, lines],
        "CSV": [csv(), csv("\t"), csv(";")],
        "Parquet": [parquet(), parquet("none"), parquet("zstd")],
        "exports": [
            NEXIS.encode(),
            NEXIS_UNI.encode(),
            FACTIVA.encode(),
            PROQUEST.encode(),
            NEXIS.encode("utf-16"),
        ],
    }
