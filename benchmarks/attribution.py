"""Precision, recall and F1 of the reader's attributions on a corpus of annotated articles.

    python benchmarks/attribution.py GOLD.jsonl [--voices trained|rules] [--scorer score_attribution.py] [--out PRED.jsonl] [--limit N]

GOLD has one article a line: id, text, and attributions as lists of [start, end) spans for source, cue and content. The figures come
from the scorer,
a program that takes the two files; without one the predictions are only written. Time is measured over reading alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.evidence import Attribution, Document, Span, normalise
from detente.reading.attribution import attributions, reports
from detente.reading.coreference import scene
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.structure import structure
from detente.reading.tagger.tagger import spans, tag
from detente.reading.tagger.wordpieces import Word, words


def main() -> None:
    arguments = _arguments()
    gold = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines() if line.strip()][: arguments.limit]
    started = time.perf_counter()
    predicted = [{"id": row["id"], "text": row["text"], "attributions": predict(row["text"], voices=arguments.voices)} for row in gold]
    seconds = time.perf_counter() - started
    length = sum(len(row["text"].split()) for row in gold)
    print(f"{len(gold)} articles, {length:,} words, {seconds:.2f} s, {length / seconds:,.0f} words a second")
    hits, total = quotation_recall(gold, predicted)
    print(f"direct quotations      R {hits / max(total, 1):.3f}  ({hits} of {total})")
    with tempfile.TemporaryDirectory() as folder:
        truth = Path(folder, "gold.jsonl")
        out = arguments.out or Path(folder, "predicted.jsonl")
        truth.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
        out.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
        if arguments.scorer:
            command = [sys.executable, str(arguments.scorer), str(truth), str(out), "--brief", "--bootstrap", str(arguments.bootstrap)]
            figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            _show(figures)


def predict(text: str, *, voices: str = "trained") -> list[dict[str, Any]]:
    """The reader's attributions in the corpus's own shape, by the trained tagger or by the rules."""
    if normalise(text) != text:
        return []  # offsets would not be those of the corpus
    return tagged(text) if voices == "trained" else ruled(text)


def tagged(text: str) -> list[dict[str, Any]]:
    """What the trained tagger finds."""
    words, found = tag(text)
    return [
        {
            "source": spans(words, (one.source,) if one.source else ()),
            "cue": spans(words, (one.cue,)),
            "content": spans(words, one.content),
        }
        for one in found
    ]


def ruled(text: str) -> list[dict[str, Any]]:
    """What the rules find; fragments that share cue and source are one discontinuous content."""
    document = Document("article", text)
    parts = structure(document)
    quoted = quotations(document)
    split = sentences(text, parts, quoted)
    stage = scene(text, split, build_register(split))
    rows: list[dict[str, list[Span]]] = []
    speech: dict[str, list[Span]] | None = None
    for found in attributions(stage, reports(stage, quoted)):
        if found.cue is None and found.source is None and speech is not None:  # a quotation that goes on
            speech["content"].append(found.content)
            continue
        rows.append(_row(found))
        if found.quoted and found.cue is not None and found.within is None:
            speech = rows[-1]
    return rows


def quotation_recall(gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Direct quotations found, and how many there are.

    A direct quotation is an annotated content all of whose words stand between quotation marks. It is found if some predicted content has
    with it a Dice coefficient of at least one half over words, as in the scorer.
    """
    hits = total = 0
    for one, other in zip(gold, predicted, strict=True):
        text = words(one["text"])
        contents = [_words_at(text, row["content"]) for row in other["attributions"]]
        for row in one["attributions"]:
            wanted = _words_at(text, row["content"])
            if wanted and all(text[at].quoted for at in wanted):
                total += 1
                hits += any(4 * len(wanted & found) >= len(wanted) + len(found) for found in contents if found)
    return hits, total


def _words_at(text: Sequence[Word], places: Sequence[Sequence[int]]) -> frozenset[int]:
    starts = [word.span.start for word in text]
    found: set[int] = set()
    for start, end in places:
        found.update(range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)))
    return frozenset(at for at in found if any(s < text[at].span.end and text[at].span.start < e for s, e in places))


def _row(found: Attribution) -> dict[str, list[Span]]:
    return {
        "source": [found.source] if found.source else [],
        "cue": [found.cue] if found.cue else [],
        "content": [found.content],
    }


def _show(figures: dict[str, Any]) -> None:
    for group in ("token", "attribution"):
        for role, row in figures[group].items():
            print(f"{group}.{role:<15} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f1']:.3f}")
    for name, (low, high) in figures.get("f1_95ci", {}).items():
        print(f"{name:<27} F1 between {low:.3f} and {high:.3f} (95 % of resamples of the articles)")
    print(f"source given content   {figures['source_given_content']:.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--voices", choices=("trained", "rules"), default="trained", help="what finds the attributions")
    parser.add_argument("--bootstrap", type=int, default=0, metavar="N", help="resamples of the articles for intervals")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
