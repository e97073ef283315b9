"""Strength of preference as a person writes it, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_solve_strength import TALKS

from detente.dossier.files import load, save
from detente.dossier.model import model
from detente.errors import DossierError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.preferences import Prioritization
from detente.stability.strength import solve_strength

LISTED = """\
detente: 1
title: Listed
states: [s1, s2, s3]
moves: {a: [[s1, s2]], b: [[s2, s3]]}
ranking: {a: [[s2], [s1], ">>", [s3]], b: [[s1, s2, s3]]}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "talks.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_marked_statement(tmp_path: Path) -> None:
    """North at NN would build (YN); South closes the road (YY), which pays it, and is vital to North: strongly deterred."""
    conflict = model(load(written(tmp_path, TALKS))).conflict
    assert isinstance(conflict, Conflict)
    north = conflict.preference("north")
    assert isinstance(north, Prioritization)
    assert [statement.strong for statement in north.statements] == [True, False]
    assert solve_strength(conflict).degree("seq", "north", "NN") == "strong"
    unmarked = model(load(written(tmp_path, TALKS.replace("strong: yes, ", "")))).conflict
    assert solve_strength(unmarked).degree("seq", "north", "NN") == "weak"


def test_a_gap_in_a_ranking(tmp_path: Path) -> None:
    conflict = model(load(written(tmp_path, LISTED))).conflict
    assert isinstance(conflict, ListedConflict)
    assert (conflict.ranking["a"].classes, conflict.ranking["a"].strong_after) == ((("s2",), ("s1",), ("s3",)), (1,))
    assert solve_strength(conflict).degree("gmr", "a", "s1") == "strong"


@pytest.mark.parametrize("text", [TALKS, LISTED])
def test_it_is_kept_when_saved(tmp_path: Path, text: str) -> None:
    dossier = load(written(tmp_path, text))
    save(dossier, tmp_path / "again.yaml")
    assert load(tmp_path / "again.yaml").file == dossier.file


@pytest.mark.parametrize(
    "ranking", ['[">>", [s2], [s1, s3]]', '[[s2], [s1, s3], ">>"]', '[[s2], ">>", ">>", [s1, s3]]', '[[s2], "<<", [s1, s3]]']
)
def test_a_gap_out_of_place_is_an_error_with_its_line(tmp_path: Path, ranking: str) -> None:
    text = LISTED.replace('[[s2], [s1], ">>", [s3]]', ranking)
    with pytest.raises(DossierError, match=r"talks\.yaml:5"):
        load(written(tmp_path, text))
