"""Syria and Iraq 1975, inversely: how many of Syria's 720 rankings make state 2 rest (Kinsara, Kilgour & Hipel 2015).

240 for Nash is published. For SEQ one guide prints 420, which does not follow from the definition; 384 = 720 · 8/15 does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations

from detente.cases import load, published
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Ranking
from detente.stability import solve
from detente.stability.concepts import ALL


def test_rankings_that_make_state_2_rest() -> None:
    conflict, known = load("syria_iraq_1975"), published("syria_iraq_1975")
    assert isinstance(conflict, Conflict)
    target = known.labels[known.extra["inverse"]["desired"]]
    counts: Counter[str] = Counter()
    for order in permutations(known.labels.values()):
        ranking = Ranking(tuple((state,) for state in order))
        solution = solve(replace(conflict, preferences={**conflict.preferences, "Syria": ranking}))
        at = solution.index(target)
        counts.update(concept for concept in ALL if solution.resting(concept)[at])
    assert dict(counts) == {concept: known.extra["inverse"][concept] for concept in ALL}
