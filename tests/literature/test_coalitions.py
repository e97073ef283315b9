"""Coalition stability of the published conflicts: every coalition, concept and state (Kilgour et al. 2001; Inohara & Hipel 2008)."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.cases import load, names, published
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import graph_model
from detente.stability.coalitional import (
    coalition_improvements,
    coalition_stable,
    coalitions,
    equilibrium_jumps,
    universally_stable,
)
from detente.stability.reference import stable_states
from detente.testing import listed_conflicts


@pytest.mark.parametrize("name", names())
def test_every_coalition(name: str) -> None:
    model, known = graph_model(load(name)), published(name)
    expected = {tuple(entry["members"]): entry["stable_states"] for entry in known.extra["coalitions"]}
    assert set(expected) == set(coalitions(model, at_least=2))
    for members, by_concept in expected.items():
        found = coalition_stable(model, members)
        for concept, states in by_concept.items():
            flags = found[next(key for key in found if key.upper() == concept)]
            ours = {known.labels[state] for state in states}
            assert {model.labels[at] for at, flag in enumerate(flags) if flag} == ours, (members, concept)


def test_the_equilibrium_jump_of_elmira() -> None:
    """The ministry and Uniroyal can leave s5 together for s8 (Kilgour, Hipel, Fang & Peng 2001)."""
    model = graph_model(load("elmira"))
    s5, s8, s9 = (model.index(label) for label in ("s5", "s8", "s9"))
    assert coalition_improvements(model, ("MoE", "Uniroyal"), s5) == {s8}
    assert list(equilibrium_jumps(model, {s5, s8, s9})) == [(("MoE", "Uniroyal"), s5, s8)]
    universal = universally_stable(model)
    assert not universal["cgmr"][s5]
    assert universal["cnash"][s8]


@given(listed_conflicts(max_states=5, decision_makers=(2, 3)))
def test_a_coalition_of_one_is_a_decision_maker(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    alone = stable_states(model)
    for maker in model.decision_makers:
        together = coalition_stable(model, [maker])
        for concept, flags in (("cnash", "nash"), ("cgmr", "gmr"), ("csmr", "smr"), ("cseq_ui", "seq")):
            assert together[concept] == alone[flags][maker]


@given(listed_conflicts(max_states=5, decision_makers=(2, 3)))
def test_implications_and_the_coalition_of_all(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    for members in coalitions(model):
        flags = coalition_stable(model, members)
        for stronger, weaker in (
            ("cnash", "csmr"),
            ("csmr", "cgmr"),
            ("cnash", "cseq_ui"),
            ("cseq_ui", "cseq_ci"),
            ("cseq_ui", "cgmr"),
        ):
            assert all(w or not s for s, w in zip(flags[stronger], flags[weaker], strict=True)), (members, stronger, weaker)
        if len(members) == len(model.decision_makers):
            assert len(set(flags.values())) == 1


def test_who_is_no_coalition() -> None:
    model = graph_model(load("elmira"))
    with pytest.raises(UnknownName, match="did you mean 'Uniroyal'"):
        coalition_stable(model, ["Uniroyl"])
    with pytest.raises(ModelError, match="without members"):
        coalition_stable(model, [])
