"""Stage 3, match: a page -> the words of its story."""

from __future__ import annotations

from wirecopy.kernel import Int, part
from wirecopy.words import Bytes, Hashes, Places, tokenize


@part
def story_words(
    data: Bytes,
    begin: Int,
    end: Int,
    aside: Int,
    last_aside: Int,
    aside_starts: Places,
    aside_ends: Places,
    words: Hashes,
    starts: Places,
    ends: Places,
) -> Int:
    """Write the words of a page that no aside touches; give how many there are."""
    count = tokenize(data, begin, end, words, starts, ends)
    if aside == last_aside:
        return count
    left = 0
    for word in range(count):
        while aside < last_aside and aside_ends[aside] <= starts[word]:
            aside += 1
        if aside == last_aside or aside_starts[aside] >= ends[word]:
            words[left], starts[left], ends[left] = words[word], starts[word], ends[word]
            left += 1
    return left
