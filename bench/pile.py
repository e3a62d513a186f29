"""
Make the piles of `bench/copies.py`: news pages, and copies of some of them planted among them.

    python bench/pile.py      what rounds have in common, beside what years of news have

Texts lie on disk and are made one after another, so a pile of a gigabyte takes no more memory than
a small one, but for some bytes for each page and piece.

Where stories are too few, pages are recombined of their sentences: pieces of 60 words or more in
whole sentences, of stories in the order of their dates, each sentence once. The Reuters stories
are enough for a pile of 89,000 such pages. From then on the same pieces come again, in rounds, each
in words of its own: names, numbers and words are exchanged for others of their kind and of like
frequency, the same always for the same. So each round has its own people, places and figures, and
the statistics of news. What all years' news has in common stays as it is: the COMMON most frequent
words, and stock phrases, which are runs of five words that the pieces have STOCK times or more.
"""

from __future__ import annotations

import random
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, count, islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "news"
NEWS = DATA / "reuters_2006_2011.parquet"
MORE = DATA / "allsides_dev.parquet"
SENTENCE = re.compile(r"(?<=[.!?])[\"'”’]?\s+")
WORD = re.compile(r"([A-Za-z]{2,}|[0-9]+(?:[.,][0-9]+)*)")
KINDS = (
    "exact", "5 % of words", "10 % of words", "20 % of words", "40 % of words", "sentences",
    "half", "furniture", "3 % of letters", "passage",
)  # fmt: skip

WORDS_OF_PAGE = 475
"""Words that a recombined page takes on average, rather more: no piece is used twice."""

COMMON = 100
"""Words that every round has in common."""

STOCK = 12
"""Times that five words in a row stand in the pieces, from which they are a stock phrase."""

RING = 32
"""Words of like frequency that take each other's place, in a ring."""

_BITS = 26
"""Runs of words are counted in so many bits of their hash."""


ASIDES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))


class Shelf:
    """Texts in a file, given by their numbers."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._ends = array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        begin, end = self._ends[number : number + 2]
        self._file.seek(begin)
        return self._file.read(end - begin).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def add(self, text: str) -> None:
        """Put a text at the end."""
        self._file.seek(self._ends[-1])
        self._ends.append(self._ends[-1] + self._file.write(text.encode()))

    @property
    def mb(self) -> float:
        """All texts in UTF-8, in millions of bytes."""
        return self._ends[-1] / 1e6


def change_words(words: list[str], rate: float, rng: random.Random, others: list[str]) -> str:
    """Exchange, drop or put in a share of the words."""
    out = []
    for word in words:
        if rng.random() >= rate:
            out.append(word)
            continue
        turn = rng.random()
        if turn < 0.6:
            out.append(rng.choice(others))
        elif turn < 0.8:
            out += [word, rng.choice(others)]
    return " ".join(out)


def misread(text: str, rng: random.Random) -> str:
    """Exchange three letters of a hundred."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(rng.choice(letters) if c.isalpha() and rng.random() < 0.03 else c for c in text)


def furniture_of(site: int, others: list[str]) -> tuple[str, str]:
    """Make a site's navigation and footer, of words of its own: the same on all of its pages."""
    rng = random.Random(site)
    links = [" ".join(rng.sample(others, 2)).title() for _ in range(14)]
    foot = " ".join(rng.sample(others, 40))
    return "\n".join(links), f"Copyright Site {site}. {foot.capitalize()}."


def plant(kind: str, text: str, other: str, rng: random.Random, others: list[str]) -> str:
    """Make a copy of a kind; `other` is the story that a passage is lifted into."""
    words = text.split()
    if rate := re.match(r"(\d+) % of words", kind):
        return change_words(words, int(rate[1]) / 100, rng, others)
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if kind == "sentences":
        return " ".join(s for s in sentences if rng.random() > 0.2)
    if kind == "half":
        return " ".join(words[: len(words) // 2])
    if kind == "furniture":
        head, foot = furniture_of(rng.randrange(40), others)
        return f"{head}\n\n{text}\n\n{foot}"
    if kind == "3 % of letters":
        return misread(text, rng)
    if kind == "passage":
        length = min(rng.randint(60, 150), len(words))
        first = rng.randrange(len(words) - length + 1)
        place = other.find("\n", len(other) // 2)
        place = place if place > 0 else len(other)
        return f"{other[:place]}\n{' '.join(words[first : first + length])}\n{other[place:]}"
    return text


def make_pile(
    pages: int, recombined: bool, folder: Path
) -> tuple[Shelf, list[tuple[int, int, str]]]:
    """Give the texts and which are copies: (original, copy, kind). Three of ten are."""
    rng = random.Random(11)
    dated = pq.read_table(NEWS, columns=["date", "text"]).sort_by("date")
    stories = [text for text in dated["text"].to_pylist() if text]
    del dated
    long = [text for text in stories if len(text.split()) >= 100]
    others = sorted({w.lower() for text in long[:2000] for w in re.findall(r"[a-z]{4,}", text)})
    base, hosts = round(pages * 0.7), round(pages * 0.03) + 1
    texts, fresh = Shelf(folder / "pages"), Shelf(folder / "hosts")
    if recombined:
        made = recombine(stories, base + hosts, rng, folder)
        first: Iterable[str] = islice(made, hosts)
    else:
        first = rng.sample(long, hosts)
        left = set(long) - set(first)
        whole = [text for text in long if text in left]
        if base > len(whole):
            whole += [t for t in pq.read_table(MORE, columns=["text"])["text"].to_pylist() if t]
        whole = rng.sample(whole, min(base, len(whole)))
        made = (
            text
            for some in (whole, recombine(stories, base - len(whole), rng, folder))
            for text in some
        )
    for text in first:
        fresh.add(text)
    for text in made:
        texts.add(text)
    truth = []
    for number in range(pages - base):
        kind, original = KINDS[number % len(KINDS)], rng.randrange(base)
        copy = plant(kind, texts[original], fresh[number % len(fresh)], rng, others)
        truth.append((original, len(texts), kind))
        texts.add(copy)
    return texts, truth


def recombine(stories: list[str], pages: int, rng: random.Random, folder: Path) -> Iterator[str]:
    """Make pages of 150 to 700 words from pieces of the first stories, as many as it takes."""
    pieces, words = Shelf(folder / "pieces"), 0
    for piece in in_rounds(stories, pieces):
        if words >= WORDS_OF_PAGE * pages:
            break
        pieces.add(piece)
        words += len(piece.split())
    order = array("q", range(len(pieces)))
    rng.shuffle(order)
    left = iter(order)
    for _ in range(pages):
        parts, words, enough = [], 0, rng.randint(150, 700)
        while words < enough:
            parts.append(pieces[next(left)])
            words += len(parts[-1].split())
        yield "\n".join(parts)


def in_rounds(stories: list[str], pieces: Shelf) -> Iterator[str]:
    """Give pieces without end: those of the stories, then those on the shelf in other words."""
    yield from pieces_of(stories)
    words = Exchange(pieces)
    first = len(pieces)
    for turn in count(1):
        yield from words.exchanged(islice(pieces, first), turn)


def pieces_of(stories: list[str]) -> Iterator[str]:
    """Cut stories into pieces of sixty words or more in whole sentences, each sentence once."""
    seen: set[int] = set()
    for text in stories:
        piece: list[str] = []
        words = 0
        for sentence in (
            part.strip() for line in text.split("\n") for part in SENTENCE.split(line)
        ):
            if sentence and hash(sentence) not in seen:
                seen.add(hash(sentence))
                piece.append(sentence)
                words += sentence.count(" ") + 1
                if words >= 60:
                    yield " ".join(piece)
                    piece, words = [], 0
        if words >= 15:
            yield " ".join(piece)


class Exchange:
    """Which words may stand for which."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._times: Counter[str] = Counter()
        runs = np.zeros(1 << _BITS, np.uint32)
        self._numbers: dict[str, int] = {}
        for some in _many(pieces):
            words = [word for piece in some for word in WORD.findall(piece)]
            self._times.update(words)
            for word in words:
                self._numbers.setdefault(word.lower(), len(self._numbers))
            np.add.at(runs, self._runs(words), 1)
        self._is_stock = runs >= STOCK
        self._rings = list(self._find_rings())

    def _runs(self, words: list[str]) -> NDArray[np.int64]:
        """Give the hash of each five words in a row, in _BITS bits."""
        numbers = np.array([self._numbers[word.lower()] for word in words], np.uint64)
        hashes = np.zeros(max(0, len(words) - 4), np.uint64)
        for k in range(5):
            hashes = hashes * np.uint64(0x9DDFEA08EB382D69) + numbers[k : k + len(hashes)]
        hashes = (hashes ^ (hashes >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
        return (hashes >> np.uint64(64 - _BITS)).astype(np.int64)

    def _find_rings(self) -> Iterator[list[str]]:
        """Part the words, without case, into rings of one kind and like frequency."""
        times, names = Counter[str](), Counter[str]()
        for word, often in self._times.items():
            times[word.lower()] += often
            names[word.lower()] += often * word[0].isupper()
        rng = random.Random(17)
        ordered = sorted(times, key=lambda word: (-times[word], rng.random()))
        kinds = defaultdict(list)
        for word in ordered[COMMON:]:
            is_name = 2 * names[word] > times[word]
            kind = f"{len(word)} digits" if word[0].isdigit() else "name" if is_name else "word"
            kinds[kind].append(word)
        for words in kinds.values():
            yield from (words[start : start + RING] for start in range(0, len(words), RING))

    def exchanged(self, pieces: Iterable[str], turn: int) -> Iterator[str]:
        """Give pieces with each word exchanged for the one `turn` places on in its ring."""
        others = {
            w: ring[(n + turn) % len(ring)] for ring in self._rings for n, w in enumerate(ring)
        }
        written = {word: _in_case_of(word, others.get(word.lower(), word)) for word in self._times}
        for some in _many(pieces):
            split = [WORD.split(piece) for piece in some]
            words = [word for parts in split for word in parts[1::2]]
            stays = np.zeros(len(words), np.bool_)
            stock = self._is_stock[self._runs(words)]
            for k in range(5):
                stays[k : k + len(stock)] |= stock
            new = [
                word if stay else written[word]
                for word, stay in zip(words, stays.tolist(), strict=True)
            ]
            taken = 0
            for parts in split:
                size = len(parts) // 2
                parts[1::2] = new[taken : taken + size]
                taken += size
                yield "".join(parts)


def _many(pieces: Iterable[str]) -> Iterator[list[str]]:
    """Give pieces some thousands at a time."""
    left = iter(pieces)
    while some := list(islice(left, 5000)):
        yield some


def _in_case_of(word: str, other: str) -> str:
    """
    Write a word as another is written.

    >>> _in_case_of("Bank", "river"), _in_case_of("GDP", "output"), _in_case_of("of", "by")
    ('River', 'OUTPUT', 'by')
    """
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other.lower()


def main() -> None:
    """Print what share of fingerprints parts of the pieces have in common, and rounds of them."""
    from wirecopy.match import fingerprint

    def prints_of(pieces: list[str]) -> list[NDArray[np.int64]]:
        names = {"page": pa.int64(), "at": pa.int64(), "text": pa.string(), "asides": ASIDES}
        known = {"page": range(len(pieces)), "text": pieces}
        columns = [pa.array(known.get(name, [None] * len(pieces)), names[name]) for name in names]
        found = pa.Table.from_batches(fingerprint(pa.record_batch(columns, list(names))))
        is_name = found["names"].to_numpy() > 0
        return [found["hash"].to_numpy()[chosen] for chosen in (~is_name, is_name)]

    stories = pq.read_table(NEWS, columns=["date", "text"]).sort_by("date")["text"].to_pylist()
    pieces = list(pieces_of([text for text in stories if text]))
    size = len(pieces) // 3
    thirds = [pieces[start : start + size] for start in (0, size, 2 * size)]
    prints = {f"third {n + 1}": prints_of(part) for n, part in enumerate(thirds)}
    prints["third 1 in other words"] = prints_of(list(Exchange(pieces).exchanged(thirds[0], 1)))
    for one, other in combinations(prints, 2):
        words, names = (
            np.isin(theirs, ours).mean()
            for ours, theirs in zip(prints[one], prints[other], strict=True)
        )
        print(f"of {other}, in {one}, too: {words:.3f} of words in a row, {names:.3f} of names")


if __name__ == "__main__":
    main()
