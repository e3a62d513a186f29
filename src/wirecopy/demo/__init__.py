"""
The demo pile: small pages of every kind, and what a careful reader finds in them.

All of it is made up for wirecopy: the events never happened; the towns, people, outlets and the
two agencies (Meridian Press and Norrland Wire) do not exist. The pile is meant for looking, for
tests and for the docs. It is far too small to tune a threshold on.

`truth.json`, beside the pile, says what is to be found:

- `counts`: files, pages, skipped parts, stories, and pages by role.
- `stories`: one text each. `pages` carry it in its own language; `translations` in another;
  `shares` are texts of their own that have no more in common with it than a press release or a
  printed statement, and may as well stand apart. `origin.page` is null where the origin is not
  in the pile. `sources` counts the independent sources behind `pages`. `conflicts` name the
  values that matter, a false one among them, not every difference. `altered_quotes` and
  `differing_speakers` show where a quotation changed its words or its mouth.
- `events`: what the pages are about, with all independent sources that reported it.
- `apart`: pages that look alike and are not of one story, each with why.
- `skipped`: parts that are no page, with the reason in words.
- `pages`: by `file#ordinal`, where the file is named from the pile's folder.

A page has `outlet`, `title`, `byline`, `published` (and `modified`) as it says them, right or
wrong, each date as an ISO prefix in UTC; `agency` is the wire service that it gives away in any
words. `false` lists the claims that are untrue. `story` is null where a page stands alone.
`role` is `own` for a text that copies no other page, `origin` for the page that copies go back
to, and else as in `wirecopy.Role`. `copied_from` is the nearest page in the pile whose text it
has (for `shares`, the page with which it has words in common, given in `common`). `lifted` are
sentences of other pages inside a text that is otherwise its own. `edited` marks a copy with
words changed, `share_of_origin` the part that an excerpt has, `language` all but English,
`encoding` all but UTF-8, and `begins` where a page starts in a file that was glued together.

`asides` are strings that, wherever they stand in the page's text, are not the story; kinds are
those of `wirecopy.AsideKind`, and a neighboring kind is no error. `keep` are strings that look
like asides and are story. `statements` are given for some pages: `content` without the quotation
marks at its ends, `source` and `cue` as the page has them, `speaker` under the fullest name that
the page gives, or null for one without a name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def pile() -> Path:
    """
    Give the folder of the demo pile.

    >>> sorted(folder.name for folder in pile().iterdir())
    ['clippings', 'dump', 'odds', 'tables', 'text', 'web', 'wires']
    """
    return _HERE / "pile"


def truth() -> dict[str, Any]:
    """
    Give what a careful reader finds in the demo pile: `truth.json`, as the module describes it.

    >>> [event["sources"]["count"] for event in truth()["events"] if event["key"] == "water"]
    [3]
    """
    found: dict[str, Any] = json.loads((_HERE / "truth.json").read_text(encoding="utf-8"))
    return found
