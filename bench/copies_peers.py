"""
The peers of `bench/copies.py`: a table of texts in, groups out. Runs in a Python that has them.

    python copies_peers.py rensa|gaoya|datasketch|text-dedup PILE.parquet GROUPS.json

Word five-grams, 128 permutations, 16 bands of 8, pairs verified at 0.7. Texts are read in batches.
text-dedup verifies nothing, so its groups are those of its bands.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyarrow.parquet as pq

THRESHOLD, PERMUTATIONS, BANDS = 0.7, 128, 16
WORD = re.compile(r"\w+")


def read_texts(path: str) -> Iterator[str]:
    """Read the texts."""
    for batch in pq.ParquetFile(path).iter_batches(1000, columns=["text"]):
        yield from batch.column("text").to_pylist()


def grams(text: str) -> list[str]:
    """Give the five-word runs of a text; a shorter text is one run."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 5]) for i in range(len(words) - 4)] or [" ".join(words)]


def by_rensa(path: str) -> Iterator[tuple[int, int]]:
    """Sketch and index as rensa's README does."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    sketches = []
    for page, text in enumerate(read_texts(path)):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(grams(text))
        for other in index.query(sketch):
            if sketches[other].jaccard(sketch) >= THRESHOLD:
                yield other, page
        index.insert(page, sketch)
        sketches.append(sketch)


def by_gaoya(path: str) -> Iterator[tuple[int, int]]:
    """Let gaoya take the texts as they are: it makes the runs itself and verifies what it finds."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=BANDS,
        band_size=PERMUTATIONS // BANDS,
        analyzer="word",
        lowercase=True,
        ngram_range=(5, 5),
    )
    for page, text in enumerate(read_texts(path)):
        for other in index.query(text):
            yield other, page
        index.insert_document(page, text)


def by_datasketch(path: str) -> Iterator[tuple[int, int]]:
    """Sketch and index as datasketch's documentation does."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    sketches = []
    for page, text in enumerate(read_texts(path)):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([gram.encode() for gram in grams(text)])
        for other in index.query(sketch):
            if sketches[other].jaccard(sketch) >= THRESHOLD:
                yield other, page
        index.insert(page, sketch)
        sketches.append(sketch)


def by_text_dedup(path: str) -> Iterator[tuple[int, int]]:
    """Run text-dedup's own command in this process, without a network, and ask its union-find."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HF_HOME"] = folder
        from text_dedup import minhash

        given = {
            "path": "parquet", "data_files": path, "split": "train", "cache_dir": folder,
            "output": f"{folder}/out", "column": "text", "num_proc": 1, "ngram": 5,
            "min_length": 1, "num_perm": PERMUTATIONS, "threshold": THRESHOLD, "b": BANDS,
            "r": PERMUTATIONS // BANDS, "hash_func": "xxh3",
        }  # fmt: skip
        flags = [part for name, value in given.items() for part in (f"--{name}", str(value))]
        minhash.main(flags, standalone_mode=False)
        yield from [(minhash.uf.find(page), page) for page in list(minhash.uf.parent)]


def groups_of(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join pairs to groups."""
    root: dict[int, int] = {}

    def find(page: int) -> int:
        while root.setdefault(page, page) != page:
            page = root[page]
        return page

    for a, b in pairs:
        a, b = sorted((find(a), find(b)))
        root[b] = a
    groups = defaultdict(list)
    for page in sorted(root):
        groups[find(page)].append(page)
    return [pages for pages in groups.values() if len(pages) > 1]


if __name__ == "__main__":
    how, pile, out = sys.argv[1:]
    methods = {
        "rensa": by_rensa,
        "gaoya": by_gaoya,
        "datasketch": by_datasketch,
        "text-dedup": by_text_dedup,
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"groups": groups_of(methods[how](pile))}, file)
