"""
Measure speakers within a text: right where decided, how much is decided, and speed.

    python bench/speakers.py [POLNEAR_FOLDER] [--errors] [--speed] [--gum FOLDER] [--tune]

`labels/speakers.json` names, for 400 statements of PolNeAR dev whose source is a pronoun, a surname
or a noun, who speaks: read by eye from the texts before any answer was looked at. Half of the
articles are for development; `--errors` shows those only. A label `=` says that the source's own
words are the name ("critics"), `-` that no one is named (the writer, the reader), where the right
answer is UNSURE. Where the name in a label is not in the text, the part of it that is counts.

`labels/speakers_train.json` has 843 more of PolNeAR train, to tune on: with `--tune` only these and
the half for development are read, so that the half held back is not looked at by the way. Three
of them were given the answer as one more label after it was read: it said the same in other words.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import wirecopy as wc
from wirecopy.attribute.speakers import name_speakers
from wirecopy.records import Certainty, Statement, StatementKind

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
PRONOUNS = frozenset(("he", "she", "it", "they"))
Subject = tuple[str, int, int, str]
_ARTICLE = re.compile(r"\A(?:the|a|an|his|her|its|their|this)\s+", re.I)


def read_statements(text: str, annotations: str) -> dict[str, Statement]:
    """Read a brat file: the statements by the number of their event."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found: dict[str, Statement] = {}
    for line in annotations.splitlines():
        part = line.split("\t")
        if re.match(r"T\d", part[0]):
            offsets = part[1].split(" ", 1)[1]
            spans[part[0]] = [(int(a), int(b)) for a, b in (s.split() for s in offsets.split(";"))]
        elif re.match(r"E\d", part[0]):
            parts: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
            for item in part[1].split():
                role, target = item.split(":")
                parts.get(role.rstrip("0123456789"), []).extend(spans.get(target, []))
            source, cue, content = (tuple(sorted(set(p))) for p in parts.values())
            found[part[0]] = Statement(content, source, cue, StatementKind.INDIRECT)
    return found


def fold(name: str) -> str:
    """Give a name as names are compared here."""
    name = re.sub(r"[’‘]", "'", name).strip(" \t\n.,'\"“”")
    name = re.sub(r"'s?\Z", "", re.sub(r"\s+", " ", name))
    return _ARTICLE.sub("", name).casefold()


def is_right(answer: str, labels: list[str], source: str, text: str) -> bool:
    """Say whether an answer is one of the labels."""
    got = fold(answer)
    plain = re.sub(r"[’‘]", "'", re.sub(r"\s+", " ", text)).casefold()
    for label in labels:
        if label == "=":
            if fold(source).startswith(got):
                return True
            continue
        want = fold(label)
        if got == want:
            return True
        ours, theirs = got.split(), want.split()
        if len(theirs) > 1 and len(ours) > 1 and (ours[0], ours[-1]) == (theirs[0], theirs[-1]):
            return True
        if want not in plain and ours[-1:] == theirs[-1:] and set(ours) <= set(theirs):
            return True
    return False


def read_labels(name: str) -> list[dict[str, Any]]:
    """Read labels that are kept beside the benchmarks."""
    return list(json.loads((HERE / "labels" / f"{name}.json").read_text("utf-8")))


def measure(
    folder: Path, errors: bool, labels: list[dict[str, Any]] | None = None
) -> dict[str, dict[str, float]]:
    """Hold the answers against the labels, those of PolNeAR dev if none are given."""
    labels = read_labels("speakers") if labels is None else labels
    tally: dict[str, Counter[str]] = {}
    forms: dict[str, Counter[str]] = {}
    for article in sorted({label["article"] for label in labels}):
        with open(folder / "text" / f"{article}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        path = next(
            p
            for p in sorted((folder / "attributions").glob(f"{article}_*.ann"))
            if p.name.rsplit("_", 1)[0] == article
        )
        gold = read_statements(text, path.read_text("utf-8"))
        named = name_speakers(text, list(gold.values()), wc.find_asides(text))
        answers = dict(zip(gold, named, strict=True))
        for label in (item for item in labels if item["article"] == article):
            half, answer = label["half"], answers[label["id"]]
            count, form = tally.setdefault(half, Counter()), forms.setdefault(half, Counter())
            decided = answer.certainty is Certainty.YES and answer.speaker is not None
            source = answer.show(text, "source")
            right = is_right(answer.speaker or "", label["speaker"], source, text)
            if "-" in label["speaker"]:
                count["nobody"] += 1
                count["nobody left open"] += not decided or right
                continue
            count["named"] += 1
            count["decided"] += decided
            count["right"] += decided and right
            count["guessed right"] += answer.speaker is not None and right
            form[f"{label['form']} named"] += 1
            form[f"{label['form']} decided"] += decided
            form[f"{label['form']} right"] += decided and right
            if errors and half != "held back" and not (decided and right):
                mark = "WRONG" if decided else ("open, guess right" if right else "open")
                reasons = [(r.name, r.detail, r.weight) for r in answer.reasons]
                print(f"{mark}: {article[:40]} {label['id']} {label['speaker']}")
                at = answer.source[0][0] if answer.source else 0
                print(f"    {source[:60]!r} at {at} -> {answer.speaker!r} {reasons}")
    out = {}
    for half, count in sorted(tally.items()):
        out[half] = {
            "statements": count["named"],
            "decided": count["decided"] / count["named"],
            "right where decided": count["right"] / max(1, count["decided"]),
            "right, guesses included": count["guessed right"] / count["named"],
            "nobody named": count["nobody"],
            "of those left open": count["nobody left open"] / max(1, count["nobody"]),
        }
        for kind in ("pronoun", "surname", "nominal"):
            form = forms[half]
            out[half][f"{kind}: decided"] = form[f"{kind} decided"] / form[f"{kind} named"]
            out[half][f"{kind}: right"] = form[f"{kind} right"] / max(1, form[f"{kind} decided"])
    return out


def read_gum(path: Path) -> tuple[str, dict[str, list[tuple[int, int, bool]]], list[Subject]]:
    """
    Read a CoNLL-U file of GUM.

    Returns the text, the mentions of each person or body (start, end, whether it is a name), and
    the subjects of verbs: (entity, start, end, the word if it is one word).
    """
    text = ""
    mentions: dict[str, list[tuple[int, int, bool]]] = {}
    subjects: list[Subject] = []
    open_: dict[str, tuple[int, int]] = {}
    rows: list[tuple[list[str], int, int]] = []

    def close(entity: str, end: int) -> None:
        begun = open_.pop(entity, None)
        if begun is None:
            return
        first, start = begun
        inside = rows[first:]
        numbers = {row[0][0] for row in inside}
        heads = [row for row in inside if row[0][6] not in numbers]
        name = len(heads) == 1 and heads[0][0][3] == "PROPN"
        mentions.setdefault(entity, []).append((start, end, name))
        if len(heads) == 1 and heads[0][0][7].split(":")[0] == "nsubj":
            word = heads[0][0][1] if len(inside) == 1 else ""
            subjects.append((entity, start, end, word))

    kinds: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# newpar"):
            text = text.rstrip(" ") + ("\n\n" if text.strip() and not text.endswith("\n") else "")
        if not line:
            rows = []
            open_ = {}
        if not line or line[0] == "#":
            continue
        row = line.split("\t")
        if "-" in row[0] or "." in row[0]:
            continue
        start = len(text)
        text += row[1]
        rows.append((row, start, len(text)))
        fields = dict(f.split("=", 1) for f in row[9].split("|") if "=" in f)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", fields.get("Entity", "")):
            entity = part.strip("()").split("-")[0]
            if part.startswith("("):
                kinds.setdefault(entity, part.split("-")[1] if "-" in part else "")
                open_[entity] = (len(rows) - 1, start)
            if part.endswith(")"):
                close(entity, len(text))
        if fields.get("SpaceAfter") != "No":
            text += " "
    wanted = {e for e, kind in kinds.items() if kind in ("person", "organization")}
    return (
        text,
        {e: m for e, m in mentions.items() if e in wanted},
        [s for s in subjects if s[0] in wanted],
    )


def measure_gum(folder: Path, errors: bool) -> dict[str, float]:
    """
    Hold subjects that are a pronoun or one name against gold coreference.

    Right is any name that the same person or body has in the text; not all subjects speak.
    """
    count: Counter[str] = Counter()
    for path in sorted(folder.glob("*.conllu")):
        text, mentions, subjects = read_gum(path)
        chosen = []
        for entity, start, end, word in subjects:
            names = {fold(text[a:b]) for a, b, name in mentions[entity] if name}
            form = "name" if word[:1].isupper() and word.lower() not in PRONOUNS else "pronoun"
            if names and (word.lower() in PRONOUNS or (form == "name" and fold(word) in names)):
                chosen.append((start, end, form, names))
        statements = [Statement((), ((a, b),), (), StatementKind.INDIRECT) for a, b, _, _ in chosen]
        named = name_speakers(text, statements)
        for (start, end, form, names), answer in zip(chosen, named, strict=True):
            decided = answer.certainty is Certainty.YES and answer.speaker is not None
            got = fold(answer.speaker or "")
            longest = max(names, key=lambda n: len(n.split()))
            right = got in names or any(got and (got in n or got.endswith(n)) for n in names)
            if form == "name" and right:
                right = len(got.split()) > 1 or len(longest.split()) == 1
            count[form] += 1
            count[f"{form} decided"] += decided
            count[f"{form} right"] += decided and right
            if errors and decided and not right:
                near = text[max(0, start - 120) : end + 30].replace("\n", " / ")
                print(f"WRONG: {path.stem} {sorted(names)[:4]} -> {answer.speaker!r}: …{near}")
    figures: dict[str, float] = {}
    for form in ("pronoun", "name"):
        figures[f"{form}: subjects"] = count[form]
        figures[f"{form}: decided"] = count[f"{form} decided"] / count[form]
        figures[f"{form}: right"] = count[f"{form} right"] / max(1, count[f"{form} decided"])
    return figures


def speed(folder: Path) -> float:
    """Words that are read in a CPU second, over all texts of a folder and their gold statements."""
    pages = []
    for path in sorted((folder / "attributions").glob("*.ann")):
        text = (folder / "text" / f"{path.name.rsplit('_', 1)[0]}.txt").read_text("utf-8")
        pages.append((text, list(read_statements(text, path.read_text("utf-8")).values())))
    name_speakers(*pages[0])
    words = sum(len(text.split()) for text, _ in pages)
    best = 1e9
    for _ in range(3):
        before = time.process_time()
        for text, statements in pages:
            name_speakers(text, statements)
        best = min(best, time.process_time() - before)
    return words / best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "data/polnear")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--tune", action="store_true", help="leave the half held back alone")
    parser.add_argument("--gum", type=Path, help="folder of GUM: subjects against coreference")
    options = parser.parse_args()
    labels = read_labels("speakers")
    if options.tune:
        labels = [label for label in labels if label["half"] == "development"]
    found = measure(options.folder / "dev", options.errors, labels)
    found |= measure(options.folder / "train", options.errors, read_labels("speakers_train"))
    for half, figures in found.items():
        print(half)
        for name, figure in figures.items():
            print(
                f"  {name:26} {figure:.3f}"
                if isinstance(figure, float)
                else f"  {name:26} {figure}"
            )
    if options.gum:
        print("GUM")
        for name, figure in measure_gum(options.gum, options.errors).items():
            print(
                f"  {name:26} {figure:.3f}"
                if isinstance(figure, float)
                else f"  {name:26} {figure}"
            )
    if options.speed:
        print(f"words per CPU second         {speed(options.folder / 'dev'):,.0f}")


if __name__ == "__main__":
    main()
