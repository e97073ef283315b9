"""Eight accounts in eight registers, annotated before the reader saw them: how much of them it must go on finding.

The floors are not the annotation: they say below which a change to the rules has lost something. ``DEVELOPED`` were looked at while
the rules were written, ``KEPT`` were only ever scored.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.by_rules import read

from detente.evidence import Position

TEXTS = Path(__file__).parent / "texts" / "second"
DEVELOPED = ("call", "leaflet", "minutes", "wire")
KEPT = ("blog", "oped", "statement", "transcript")


def core(row: list[str], position: Position) -> bool:
    """Party, stance, polarity and the words of the act."""
    party, stance, polarity, _, _, act, _ = row
    held = (position.party, position.stance.value, position.polarity.value) == (party, stance, polarity)
    return held and all(word in position.act for word in act.split())


def counted(names: tuple[str, ...]) -> tuple[int, int, int]:
    """Found and right, found, annotated."""
    right = found = wanted = 0
    for name in names:
        lines = (TEXTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        left = list(read(TEXTS / f"{name}.txt").positions)
        found, wanted = found + len(left), wanted + len(rows)
        for row in rows:
            match = next((position for position in left if core(row, position)), None)
            if match is not None:
                left.remove(match)
                right += 1
    return right, found, wanted


@pytest.mark.parametrize(("names", "precision", "recall"), [(DEVELOPED, 0.85, 0.85), (KEPT, 0.55, 0.5)])
def test_positions_in_further_registers(names: tuple[str, ...], precision: float, recall: float) -> None:
    right, found, wanted = counted(names)
    assert right / found >= precision
    assert right / wanted >= recall


@pytest.mark.parametrize("name", [*DEVELOPED, *KEPT])
def test_an_act_is_short_and_a_chain_plain(name: str) -> None:
    account = read(TEXTS / f"{name}.txt")
    assert all(len(position.act.split()) <= 9 for position in account.positions)
    assert not any(link.startswith("unresolved") for claim in account.claims for link in claim.speaker)
