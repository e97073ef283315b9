"""Lake Gisborne with a province nobody knows (Li, Hipel, Kilgour & Fang 2004), and the four extensions as laws."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.cases import load
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.states import state_space
from detente.stability import stability_over_completions
from detente.stability.concepts import ALL
from detente.stability.reference import stable_states
from detente.stability.unknown_preference import Extension, Relation, stable_under_unknown, stated_relations
from detente.testing import conflicts

EXTENSIONS: tuple[Extension, ...] = ("a", "b", "c", "d")
ORDERED: tuple[tuple[Extension, Extension], ...] = (("a", "b"), ("b", "d"), ("a", "c"), ("c", "d"))
EXPECTED = {  # relation and results from memory of the paper, recomputed from the definitions
    "nash": ("", "s4 s6", "", "s4 s6"),
    "gmr": ("", "s4 s6 s8", "s4 s6 s8", "s4 s6 s8"),
    "smr": ("", "s4 s6 s8", "s4 s6 s8", "s4 s6 s8"),
    "seq": ("", "s4 s6 s8", "s4 s6", "s4 s6 s8"),
}


def province() -> Relation:
    """Only s3 ≻ s7, s4 ≻ s8, s1 ≻ s5 and s2 ≻ s6 are known."""
    relation = [[0 if s == t else 2 for s in range(8)] for t in range(8)]
    for better, worse in ((2, 6), (3, 7), (0, 4), (1, 5)):
        relation[better][worse], relation[worse][better] = 1, -1
    return relation


@pytest.mark.parametrize(("place", "extension"), list(enumerate(EXTENSIONS)))
def test_lake_gisborne(place: int, extension: Extension) -> None:
    conflict = load("lake_gisborne_economy")
    assert isinstance(conflict, Conflict)
    space = state_space(conflict)  # s1 is NNN, s2 YNN, …, s8 YYY: the ascending order of the codes
    relations = stated_relations(space) | {"Provincial": province()}
    found = stable_under_unknown(graph_model(space), relations, extension)
    for concept, expected in EXPECTED.items():
        by_maker = found[concept].values()
        resting = [f"s{at + 1}" for at in range(8) if all(flags[at] for flags in by_maker)]
        assert " ".join(resting) == expected[place], concept


@given(conflicts(max_options=4, open_order=True, unknown=True))
def test_a_and_d_are_necessary_and_possible(conflict: Conflict) -> None:
    space = state_space(conflict)
    model, relations = graph_model(space), stated_relations(space)
    over = stability_over_completions(conflict, concepts=["nash", "gmr", "smr"])
    lowest, highest = (stable_under_unknown(model, relations, extension, over.concepts) for extension in ("a", "d"))
    for concept in over.concepts:
        for maker in conflict.decision_makers:
            assert over.necessary[concept][maker].tolist() == list(lowest[concept][maker])
            assert over.possible[concept][maker].tolist() == list(highest[concept][maker])


@given(conflicts(max_options=4, open_order=True, unknown=True))
def test_the_extensions_are_ordered(conflict: Conflict) -> None:
    space = state_space(conflict)
    model, relations = graph_model(space), stated_relations(space)
    found = {extension: stable_under_unknown(model, relations, extension) for extension in EXTENSIONS}
    for maker in conflict.decision_makers:
        assert found["a"]["nash"][maker] == found["c"]["nash"][maker]
        assert found["b"]["nash"][maker] == found["d"]["nash"][maker]
        for concept in ALL:
            for lower, higher in ORDERED:
                flags = zip(found[lower][concept][maker], found[higher][concept][maker], strict=True)
                assert all(high or not low for low, high in flags), (concept, lower, higher)


@given(conflicts(max_options=4))
def test_without_unknowns_all_four_are_the_plain_concepts(conflict: Conflict) -> None:
    model = graph_model(conflict)
    size = range(len(model.labels))
    relations = {i: [[(v[t] > v[s]) - (v[t] < v[s]) for s in size] for t in size] for i, v in model.ranks.items()}
    for extension in EXTENSIONS:
        assert stable_under_unknown(model, relations, extension) == stable_states(model)
