"""Precision, recall and F1 of the reader's attributions on a corpus of annotated articles.

    python benchmarks/attribution.py GOLD.jsonl [--scorer score_attribution.py] [--out PRED.jsonl] [--limit N]

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
from pathlib import Path
from typing import Any

from detente.evidence import Attribution, Document, Span, normalise
from detente.reading.attribution import attributions, reports
from detente.reading.coreference import scene
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.structure import structure


def main() -> None:
    arguments = _arguments()
    gold = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines() if line.strip()][: arguments.limit]
    started = time.perf_counter()
    predicted = [{"id": row["id"], "text": row["text"], "attributions": predict(row["text"])} for row in gold]
    seconds = time.perf_counter() - started
    words = sum(len(row["text"].split()) for row in gold)
    print(f"{len(gold)} articles, {words:,} words, {seconds:.2f} s, {words / seconds:,.0f} words a second")
    with tempfile.TemporaryDirectory() as folder:
        truth = Path(folder, "gold.jsonl")
        out = arguments.out or Path(folder, "predicted.jsonl")
        truth.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
        out.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
        if arguments.scorer:
            command = [sys.executable, str(arguments.scorer), str(truth), str(out), "--brief"]
            figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            _show(figures)


def predict(text: str) -> list[dict[str, Any]]:
    """The reader's attributions in the corpus's own shape; fragments that share cue and source are one discontinuous content."""
    if normalise(text) != text:
        return []  # offsets would not be those of the corpus
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
    print(f"source given content   {figures['source_given_content']:.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
