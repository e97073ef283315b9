"""The deal verdict against the literal one: license the model, list the packages."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import UnknownName
from detente.evidence import Claim
from detente.impasse.verdict import DealPossible, deal_possible
from detente.settlement import packages

CLAIMS = ("c0", "c1", "c2", "c3", "c4")


def dossier(**sections: Any) -> Dossier:
    file = {"detente": 1, "title": "generated", "parties": {"a": {"name": "A"}, "b": {"name": "B"}}, **sections}
    return Dossier(DossierFile.model_validate(file), claims={name: Claim(name, name) for name in CLAIMS})


def generated(seed: int) -> Dossier:
    """Every kind of element may rest on claims: parties, options, settings, circumstances, merges, rules, statements, the goal."""
    rng = random.Random(seed)

    def because(chance: float = 0.6) -> list[Any]:
        some = [rng.choice([rng.choice(CLAIMS), rng.sample(CLAIMS, 2)]) for _ in range(rng.choice([1, 1, 2]))]
        return some if rng.random() < chance else []

    options: dict[str, Any] = {}
    for k in range(rng.choice([2, 3])):
        options[f"o{k}"] = {
            "party": rng.choice("ab"),
            "now": rng.choice(["no", "no", "yes", "unknown"]),
            "because": because(0.4),
            "now_because": because(0.3),
        }
    options["joint"] = {"parties": ["a", "b"], "now": "no", "because": because(0.3)}
    if rng.random() < 0.3:
        options["grade"] = {"party": "b", "levels": ["none", "some", "much"], "now": "none"}
    if rng.random() < 0.3:
        options["o0"]["readings"] = {"a": "o1"}
    names = [*options, "war"]

    def formula() -> str:
        left, right = rng.choice(names), rng.choice(names)
        return rng.choice([left, f"not {left}", f"{left} only if {right}", f"{left} or not {right}", f"{left} and {right}"])

    def statement() -> dict[str, Any]:
        return {rng.choice(["limit", "condition", "demand", "demand", "want", "want"]): formula(), "because": because()}

    def ranking() -> Any:
        lines: list[Any] = [statement() for _ in range(rng.choice([1, 2, 3]))]
        if rng.random() < 0.4:
            lines[0] = {"any_order": [lines[0], statement()]}
        return rng.choice([lines, lines, lines, "unknown", {"statements": lines, "rest": "indifferent"}])

    return dossier(
        parties={"a": {"name": "A", "because": because(0.2)}, "b": {"name": "B", "because": because(0.2)}},
        options=options,
        circumstances={"war": {"now": rng.choice(["yes", "no", "unknown"]), "because": because(0.3)}},
        rules=[{"never": formula(), "because": because()} for _ in range(rng.choice([0, 1, 1]))],
        preferences={"a": ranking(), "b": ranking()},
        merge=[{"principal": "a", "agent": "b", "apply": "yes", "because": because()}] if rng.random() < 0.2 else [],
        goals={"deal": {"formula": rng.choice(["joint", "joint", formula()]), "because": because(0.2)}, "other": "o0"},
    )


def worlds() -> list[frozenset[str]]:
    return [frozenset(some) for size in range(len(CLAIMS) + 1) for some in combinations(CLAIMS, size)]


@given(seed=st.integers(0, 10**6), stated=st.booleans(), certain=st.booleans())
def test_every_world_gets_the_answer_of_its_own_model(seed: int, stated: bool, certain: bool) -> None:
    written = generated(seed)
    verdict = deal_possible(written, "deal", stated=stated, certain=certain)
    chosen = random.Random(seed)
    for world in chosen.sample(worlds(), 12):
        licensed = model(written, accepted=world)
        found = packages(licensed.option_form, licensed.goals["deal"], stated=stated) if "deal" in licensed.goals else None
        wanted = found is not None and bool(found.necessary if certain else found.possible)
        assert verdict(world) == wanted, sorted(world)


def test_only_structure_costs_a_new_solver() -> None:
    written = dossier(
        options={"x": {"party": "a", "now": "no"}, "y": {"party": "b", "now": "no", "because": ["c4"]}},
        preferences={"a": [{"condition": "x only if y", "because": ["c0"]}], "b": [{"demand": "not y", "because": [["c1", "c2"]]}]},
        rules=[{"never": "x and y", "because": ["c3"]}],
        goals={"deal": "x"},
    )
    verdict = DealPossible(written, "deal", stated=True)
    answers = {world: verdict(world) for world in worlds()}
    assert verdict.claims == frozenset(CLAIMS)
    assert verdict.built == 2  # with and without y
    assert (verdict.calls, verdict.solved) == (32, 16)  # two for each statement and rule, times two structures
    # By hand: a's condition cannot be met where y is frozen, refused, or excluded.
    assert {world for world, possible in answers.items() if not possible} == {
        world for world in worlds() if "c0" in world and ("c4" not in world or {"c1", "c2"} <= world or "c3" in world)
    }


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        deal_possible(dossier(options={"x": {"party": "a", "now": "no"}}, goals={"deal": "x"}), "deals", stated=False)
