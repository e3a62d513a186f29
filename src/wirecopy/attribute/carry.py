"""
Stage 6, attribute: pairs of pages -> which statement of the one is which of the other.

A statement is carried through the passages that the two pages share: word by word where the
passage was copied, and by what survives, its place, and who speaks where it was put in other
words. A statement that was found on one page only stands on the other too if its words do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from wirecopy.attribute.likeness import Pair, are_unlike, prefer_words
from wirecopy.attribute.mapping import Side, map_words, side_of
from wirecopy.attribute.pieces import find_words
from wirecopy.attribute.quotes import find_quotes, words_between
from wirecopy.attribute.rewording import match_reworded
from wirecopy.attribute.spans import Range
from wirecopy.schemas import CARRIED

_SHARE = 0.5
"""Of the words of the shorter of two contents, from which they are one statement."""
_ALIKE = 0.8
"""Of the longer one, from which two contents are one though their cues are not."""
_THERE = 0.75
"""Of a content's words that must have their place on the other page for it to stand there."""

Said = dict[str, Any]
"""A statement as a row of `STATEMENTS` holds it."""


def carry_statements(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """
    Carry the statements of each row's two pages to the other one.

    Args:
        batch: `a`, `b`, `a_text`, `b_text`, `a_asides`, `b_asides`, `passages` as stage align gives
            them, and `a_found`, `b_found` as `STATEMENTS` has them.

    Yields:
        Batches of `CARRIED`, a row for a row.
    """
    batch = batch.sort_by([("a", "ascending"), ("b", "ascending")])
    known: dict[int, Side] = {}
    rows = []
    for row in batch.to_pylist():
        for name in ("a", "b"):
            if row[name] not in known:
                found = (row[f"{name}_found"] or {}).get("said") or []
                known[row[name]] = side_of(row[f"{name}_text"] or "", row[f"{name}_asides"], found)
        same, there = carry(known[row["a"]], known[row["b"]], row["passages"] or [])
        for one in there:
            one["of"] = row["a" if one["of"] else "b"]
        keys = {"a": row["a"], "b": row["b"]}
        rows.append(keys | {"carried": keys | {"same": same, "there": there}})
    yield pa.RecordBatch.from_pylist(rows, schema=CARRIED)


def carry(a: Side, b: Side, passages: list[dict[str, Any]]) -> tuple[list[Said], list[Said]]:
    """
    Say which statements of two pages are the same, and which stand on the other page unfound.

    Returns:
        Rows of `same` and of `there` of `CARRIED`; `of` is 1 for page a, 0 for page b.
    """
    to_b, to_a = map_words(a, b, passages)
    placed = _overlaps(a, b, to_b)
    in_place = {(-i, -j) for _, i, j in placed}
    ranked = sorted(prefer_words(a, b, placed + match_reworded(a, b, passages)), reverse=True)

    def both_print(ours: list[int], theirs: list[int]) -> bool:
        return _prints(a, b, to_b, ours) and _prints(b, a, to_a, theirs)

    pairs: dict[int, int] = {}
    taken: set[int] = set()
    same = []
    for share, i, j in ranked:
        i, j = -i, -j
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
            cue = (i, j) in in_place and both_print(a.cues[i], b.cues[j])
            source = cue and both_print(a.sources[i], b.sources[j])
            same.append(
                {"a": i, "b": j, "share": round(share, 4)}
                | {"same_cue": int(cue), "same_source": int(source)}
            )
    there = _carried(a, b, to_b, set(pairs), 1) + _carried(b, a, to_a, taken, 0)
    return same, there


def _prints(a: Side, b: Side, to_b: list[int], words: list[int]) -> bool:
    """Say whether words of a stand on b too, in their place."""
    return all(to_b[word] >= 0 and a.hashes[word] == b.hashes[to_b[word]] for word in words)


def _overlaps(a: Side, b: Side, to_b: list[int]) -> list[Pair]:
    """Rate the pairs of statements that have words in one place: (share, -i, -j)."""
    found = []
    for i, content in enumerate(a.contents):
        places = [to_b[word] for word in content if to_b[word] >= 0]
        hits = Counter(j for place in places for j in b.owners.get(place, ()))
        for j, count in hits.items():
            shorter = min(len(content), len(b.contents[j]))
            longer = max(len(content), len(b.contents[j]))
            same_cue = _meet(a.cues[i], b.cues[j], to_b)
            if count >= _SHARE * shorter and (same_cue or count >= _ALIKE * longer):
                found.append((count / longer, -i, -j))
    return found


def _meet(a_cue: list[int], b_cue: list[int], to_b: list[int]) -> bool:
    """Say whether two cues stand in one place; a cue that is not there contradicts nothing."""
    mapped = {to_b[word] for word in a_cue if to_b[word] >= 0}
    return not mapped or not b_cue or not mapped.isdisjoint(b_cue)


def _carried(a: Side, b: Side, to_b: list[int], known: set[int], of: int) -> list[Said]:
    rows = []
    for i, content in enumerate(a.contents):
        if i in known:
            continue
        places = [to_b[word] for word in content if to_b[word] >= 0]
        if not content or len(places) < _THERE * len(content):
            continue
        spans = [_place(a, b, to_b, span) for span in a.spans[i]["content"]]
        content_spans = tuple(span for some in spans for span in some)
        if not content_spans:
            continue
        hits = Counter(j for place in places for j in b.owners.get(place, ()))
        inside = [j for j, count in sorted(hits.items()) if count >= _THERE * len(places)]
        there = {
            "of": of,
            "number": i,
            "inside": inside[0] if inside else None,
            "share": round(len(places) / len(content), 4),
            "printed": int(_prints(a, b, to_b, a.cues[i] + a.sources[i])),
            "words": words_between(b.text, content_spans),
            "quotes": _quotes(b, content_spans) if a.spans[i]["quotes"] else [],
            "content": _as_rows(content_spans),
        }
        if are_unlike(a.spans[i], there):
            continue
        for part in ("source", "cue"):
            spans = [_place(a, b, to_b, span) for span in a.spans[i][part]]
            there[part] = _as_rows(tuple(span for some in spans for span in some))
        rows.append(there)
    return rows


def _place(a: Side, b: Side, to_b: list[int], span: dict[str, int]) -> list[Range]:
    """Find the span of b where a span of a has its words; none where they lie far apart."""
    words = a.words_in(span["start"], span["end"])
    places = [to_b[word] for word in words if to_b[word] >= 0]
    if len(places) < _SHARE * len(words) or not places:
        return []
    first, last = min(places), max(places)
    if last - first > 1.5 * len(words) + 4:
        return []
    return b.spans_of(first, last + 1)


def _quotes(side: Side, spans: tuple[Range, ...]) -> list[str]:
    if side.words is None:
        side.words = find_words(side.text, side.asides)
    return find_quotes(side.text, side.words, spans)


def _as_rows(spans: tuple[Range, ...]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in spans]
