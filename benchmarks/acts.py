"""Which positions are about one act: pairs and B³ on hand-labelled accounts, and on pairs of accounts of one dispute.

    python benchmarks/acts.py [FOLDER] [--half develop|held] [--show] [--fit]

FOLDER (default: corpus) holds ``acts/same.jsonl``, ``acts/pairs.jsonl`` and ``develop/`` as ``corpus/GUIDE.md`` describes them. Three ways
are compared: equal content words whoever performs the act, equal content words of one performer, and
:mod:`detente.evidence.sameness`, which ``detente`` uses. *Pairs* counts pairs of positions of an account that are put together, B³ averages
over positions, *across* counts pairs from two accounts of one dispute. ``--fit`` fits the weights to the half called *develop*.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product
from pathlib import Path
from typing import Any

import numpy as np

from detente.dossier.acts import numbered
from detente.evidence import Polarity, Position, Span, Stance
from detente.evidence.sameness import FEATURES, Common, features, ruled_out
from detente.evidence.wording import wording

Way = Callable[[Sequence[Position]], Sequence[int]]


@dataclass(frozen=True)
class Labelled:
    """Positions with the number of the act that each is about; ``split`` is where a second account of the dispute begins (0: none)."""

    name: str
    half: str
    positions: tuple[Position, ...]
    numbers: tuple[int, ...]
    split: int = 0

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Places to be compared."""
        count = len(self.positions)
        yield from product(range(self.split), range(self.split, count)) if self.split else combinations(range(count), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpus"))
    parser.add_argument("--half", choices=("develop", "held"), default=None)
    parser.add_argument("--show", action="store_true", help="list what is wrongly put together or kept apart (never of the held half)")
    parser.add_argument("--fit", action="store_true", help="print weights fitted to the half called develop")
    arguments = parser.parse_args()
    labelled = [*_accounts(arguments.folder), *_disputes(arguments.folder)]
    if arguments.fit:
        _fit([one for one in labelled if one.half == "develop"])
        return
    ways: dict[str, Way] = {"words": _by_words, "words and performer": _by_words_and_performer, "sameness": numbered}
    for half in (arguments.half,) if arguments.half else ("develop", "held"):
        for name, way in ways.items():
            print(f"{half:<8} {name:<20} {_scores([one for one in labelled if one.half == half], way)}")
    if arguments.show:
        _show([one for one in labelled if one.half == "develop"])


def _accounts(folder: Path) -> Iterator[Labelled]:
    rows = _rows(folder / "acts" / "same.jsonl")
    for name, group in groupby(rows, key=lambda row: str(row["account"])):
        mine = list(group)
        text = (folder / "develop" / f"{name}.txt").read_text(encoding="utf-8")
        annotated = {_key(row): row for row in _rows(folder / "develop" / f"{name}.jsonl") if row["kind"] == "position"}
        kept = [row for row in mine if _key(row) in annotated]
        if len(kept) < len(mine):
            print(f"{name}: {len(mine) - len(kept)} labelled positions are no longer annotated")
        positions = tuple(_position(str(place), annotated[_key(row)], text) for place, row in enumerate(kept))
        yield Labelled(name, mine[0]["half"], positions, tuple(row["number"] for row in kept))


def _disputes(folder: Path) -> Iterator[Labelled]:
    for name, group in groupby(_rows(folder / "acts" / "pairs.jsonl"), key=lambda row: str(row["dispute"])):
        one, other = group
        rows = [(row, side["text"], side["side"]) for side in (one, other) for row in side["positions"]]
        positions = tuple(_position(f"{side}{place}", row, text, side) for place, (row, text, side) in enumerate(rows))
        yield Labelled(name, one["half"], positions, tuple(row["number"] for row, _, _ in rows), split=len(one["positions"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["quote"], row["party"], row["act"]


def _position(identity: str, row: dict[str, Any], text: str, document: str = "account") -> Position:
    at = text.index(row["quote"])
    stance, polarity = Stance(row["stance"]), Polarity(row["polarity"])
    span = Span(at, at + len(row["quote"]))
    return Position(identity, row["party"], stance, polarity, row["act"], row["performer"], document=document, span=span)


def _by_words(positions: Sequence[Position]) -> list[int]:
    return _first_alike([wording(position.act).words for position in positions])


def _by_words_and_performer(positions: Sequence[Position]) -> list[int]:
    return _first_alike([(wording(position.act).words, position.performer) for position in positions])


def _first_alike(keys: Sequence[object]) -> list[int]:
    return [keys.index(key) for key in keys]


def _scores(labelled: Sequence[Labelled], way: Way) -> str:
    counts = {"pairs": [0, 0, 0], "across": [0, 0, 0]}
    precision, recall, count = 0.0, 0.0, 0
    for one in labelled:
        found, gold = list(way(one.positions)), one.numbers
        tally = counts["across" if one.split else "pairs"]
        for i, j in one.pairs():
            truly, said = gold[i] == gold[j], found[i] == found[j]
            tally[0] += truly and said
            tally[1] += said
            tally[2] += truly
        for i in range(len(gold)) if not one.split else ():
            mine, theirs = {j for j in range(len(gold)) if gold[j] == gold[i]}, {j for j in range(len(gold)) if found[j] == found[i]}
            precision, recall, count = precision + len(mine & theirs) / len(theirs), recall + len(mine & theirs) / len(mine), count + 1
    cells = [
        f"{name} P {hits / max(said, 1):.3f} R {hits / max(true, 1):.3f} F1 {2 * hits / max(said + true, 1):.3f}"
        for name, (hits, said, true) in counts.items()
    ]
    p, r = precision / max(count, 1), recall / max(count, 1)
    return "  ".join([*cells, f"B³ P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}"])


def _show(labelled: Sequence[Labelled]) -> None:
    for one in labelled:
        found = numbered(one.positions)
        for i, j in one.pairs():
            truly, said = one.numbers[i] == one.numbers[j], found[i] == found[j]
            if truly != said:
                print(f"{'apart' if truly else 'together'}  {one.name}: {one.positions[i].act} | {one.positions[j].act}")


def _fit(labelled: Sequence[Labelled], *, ridge: float = 1.0) -> None:
    """Logistic regression with a ridge, by Newton's steps; a pair across accounts counts twice, for there are few."""
    rows, truth = [], []
    for one in labelled:
        common = Common.among([position.act for position in one.positions])
        for i, j in one.pairs():
            first, second = one.positions[i], one.positions[j]
            if first.performer != second.performer and first.performer and second.performer:
                continue
            if not ruled_out(first.act, second.act):
                told = features(first.act, second.act, common=common, named=(first.performer is None) == (second.performer is None))
                rows += [[told[name] for name in FEATURES]] * (2 if one.split else 1)
                truth += [one.numbers[i] == one.numbers[j]] * (2 if one.split else 1)
    x, y = np.asarray(rows), np.asarray(truth, float)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.01
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        mean = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        curve = mean * (1 - mean) + 1e-9
        weights -= np.linalg.solve(x.T @ (x * curve[:, None]) + np.diag(penalty), x.T @ (mean - y) + penalty * weights)
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name!r}: {weight:.2f},")


if __name__ == "__main__":
    main()
