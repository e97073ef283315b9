"""Precision, recall and F1 of the positions read from hand-annotated accounts.

    python benchmarks/positions.py FOLDER [--show]

FOLDER holds pairs NAME.txt and NAME.tsv; a line of the latter is: party, stance, polarity, performer, last reporter, words of the
act, words of the
condition. *Exact* asks for all seven; *core* for party, stance, polarity and the words of the act.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from detente.evidence import Position
from detente.reading import read

Row = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="list what was missed and what was found beyond the annotation")
    arguments = parser.parse_args()
    totals = {"core": [0, 0, 0], "exact": [0, 0, 0]}
    for path in sorted(arguments.folder.glob("*.tsv")):
        rows = [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        found = read(path.with_suffix(".txt")).positions
        for kind, counts in totals.items():
            hits = matched(rows, found, exact=kind == "exact")
            counts[0] += len(hits)
            counts[1] += len(found)
            counts[2] += len(rows)
            if arguments.show and kind == "exact":
                _show(path.stem, rows, found, hits)
    for kind, (right, predicted, gold) in totals.items():
        precision, recall = right / max(predicted, 1), right / max(gold, 1)
        f1 = 2 * right / max(predicted + gold, 1)
        print(f"{kind:<6} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} of {gold} annotated, {predicted} found)")


def matched(rows: list[Row], found: tuple[Position, ...], *, exact: bool) -> dict[int, int]:
    """Annotated row to found position, one to one."""
    hits: dict[int, int] = {}
    for number, row in enumerate(rows):
        for index, position in enumerate(found):
            if index not in hits.values() and agrees(row, position, exact=exact):
                hits[number] = index
                break
    return hits


def agrees(row: Row, position: Position, *, exact: bool) -> bool:
    party, stance, polarity, by, via, act, condition = row
    core = (position.party, position.stance.value, position.polarity.value) == (party, stance, polarity) and all(
        w in position.act for w in act.split()
    )
    last = position.reported_by[-1] if position.reported_by else ""
    return core and (not exact or ((position.performer or "", last) == (by, via) and condition in (position.condition or "")))


def _show(name: str, rows: list[Row], found: tuple[Position, ...], hits: dict[int, int]) -> None:
    for number, row in enumerate(rows):
        if number not in hits:
            print(f"{name}: missed  {' | '.join(row)}")
    for index, p in enumerate(found):
        if index not in hits.values():
            print(f"{name}: beyond  {p.party} | {p.stance} | {p.polarity} | {p.performer} | {p.reported_by} | {p.act} | {p.condition}")


if __name__ == "__main__":
    main()
