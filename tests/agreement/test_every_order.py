"""Every order of what was left unordered, solved together, against the same orders one by one."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import NoState
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Statement
from detente.stability import over_completions, version_batch
from detente.stability.concepts import ALL
from detente.stability.over_completions import stability_over_completions
from detente.testing.large import random_conflict


def loosened(conflict: Conflict, sizes: tuple[int, ...]) -> Conflict:
    """The statements of each decision maker in tiers of ``sizes``, what is left over dropped."""
    preferences: dict[str, Preference] = {}
    for maker in conflict.decision_makers:
        said = conflict.preference(maker)
        statements: tuple[Statement, ...] = tuple(said.statements) if isinstance(said, Prioritization) else ()
        tiers, at = [], 0
        for size in sizes:
            tiers.append(statements[at : at + size])
            at += size
        preferences[maker] = Prioritization(tuple(tier for tier in tiers if tier), Rest.indifferent)
    return Conflict(conflict.options, conflict.decision_makers, preferences, conflict.rules)


@pytest.mark.skipif(not version_batch.available(), reason="the extension was not built: no C compiler when this was installed")
@pytest.mark.parametrize("sizes", [(2, 1, 2), (3,), (1, 2)])
def test_together_is_one_by_one(sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")
    several = 0
    for seed in range(700, 712):
        conflict = loosened(random_conflict(seed, options=(3, 5), decision_makers=(2, 3)), sizes)
        try:
            together = stability_over_completions(conflict)
        except NoState:
            continue
        with monkeypatch.context() as patch:
            patch.setattr(over_completions, "_all_at_once", lambda *_: None)
            apart = stability_over_completions(conflict)
        several += together.orders > 3
        assert together.complete == apart.complete == dict.fromkeys(ALL, True)
        for concept in ALL:
            for one, two in (
                (together.necessary, apart.necessary),
                (together.possible, apart.possible),
            ):
                assert all(np.array_equal(one[concept][maker], two[concept][maker]) for maker in conflict.decision_makers)
            assert np.array_equal(together.necessary_equilibria[concept], apart.necessary_equilibria[concept])
            assert np.array_equal(together.possible_equilibria[concept], apart.possible_equilibria[concept])
    assert several > 1
