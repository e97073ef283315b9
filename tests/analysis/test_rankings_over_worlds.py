"""In every ranking or in some, over worlds solved together, against each world's own completions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.analysis.rankings_over_worlds import RankedVerdict, ranked_verdict
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import UnknownName
from detente.evidence import Claim
from detente.stability.concepts import ALL
from detente.stability.over_completions import stability_over_completions
from detente.testing.worlds import bases
from detente.worlds.hinges import hinges
from detente.worlds.world import worlds


@st.composite
def open_dossiers(draw: st.DrawFn) -> Dossier:
    """Statements whose order nobody stated, parties that state nothing, ties that are open or stated, acts and parties that may fall."""
    names = [f"c{k}" for k in range(3)]
    because = bases(names)
    formula = st.sampled_from(["a", "not a", "b", "not b", "c", "not c", "a and b", "b iff c"])
    statement: st.SearchStrategy[dict[str, Any]] = st.builds(lambda text, why: {"want": text, "because": why}, formula, because)
    tier = st.lists(statement, min_size=2, max_size=2).map(lambda some: {"any_order": some})
    ranked = st.lists(statement | tier, min_size=1, max_size=2)
    entry = st.just("unknown") | ranked | ranked.map(lambda some: {"statements": some, "rest": "indifferent"})
    file = {
        "detente": 1,
        "title": "open",
        "parties": {"north": {"name": "North", "because": draw(because)}, "south": {"name": "South"}},
        "options": {
            "a": {"party": "north", "now": draw(st.sampled_from(["yes", "no"])), "because": draw(because)},
            "b": {"party": "south", "now": "no", "because": draw(because)},
            "c": {"party": "south", "now": "no", "one_way": draw(st.booleans())},
        },
        "preferences": {"north": draw(entry), "south": draw(entry)},
    }
    return Dossier(DossierFile.model_validate(file), claims={name: Claim(name, name) for name in names})


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(open_dossiers(), st.sampled_from(ALL), st.sampled_from([None, "north", "south"]))
def test_each_world_has_the_standing_of_its_own_model(dossier: Dossier, concept: str, party: str | None) -> None:
    every = [world.claims for world in worlds(dossier)]
    for orders, models in ((720, 0), (1, 0), (720, 256)):
        verdict = replace(ranked_verdict(dossier, "now", concept=concept, party=party), orders=orders, models=models)
        found = verdict.standings(every)
        for world, standing in zip(every, found, strict=True):
            conflict = model(dossier, accepted=world).option_form
            (now,) = ("".join("Y" if quo[name] else "N" for name in conflict.option_names) for quo in conflict.status_quos())
            if party is not None and party not in conflict.decision_makers:
                assert standing == "necessary"
                continue
            alone = stability_over_completions(conflict, states=[now]).standing(concept, now, decision_maker=party)
            if alone == "undecided":  # bounds of one model, beside which orders and extremes may settle more
                continue
            assert standing == alone or (standing == "undecided" and models == 0 and concept in {"seq", "sseq"})


def by_hand(rest: str = "indifferent") -> Dossier:
    """North has two wishes against one another, and whether the second counts is open; South cannot move."""
    file = {
        "detente": 1,
        "title": "by hand",
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "options": {"a": {"party": "north", "now": "no"}, "b": {"party": "north", "now": "no"}},
        "rules": [{"always": "a iff b"}],
        "preferences": {
            "north": {"rest": rest, "statements": [{"any_order": [{"want": "a"}, {"want": "not b", "because": ["c1"]}]}]},
            "south": {"rest": "indifferent", "statements": [{"want": "a"}]},
        },
    }
    return Dossier(DossierFile.model_validate(file), claims={"c1": Claim("c1", "b would hurt")})


def test_by_hand_which_wish_comes_first_decides() -> None:
    """Without c1 North takes a (and b). With it, it stays in the one order, and leaves in the other."""
    dossier = by_hand()
    verdict = ranked_verdict(dossier, "now", concept="nash")
    assert verdict.standings([frozenset(), frozenset({"c1"})]) == ("impossible", "possible")
    assert hinges(dossier, verdict).settled is False
    some = hinges(dossier, ranked_verdict(dossier, "now", concept="nash", every=False))
    assert [one.claim for one in some.deciding] == ["c1"]
    taken = ranked_verdict(dossier, "a", concept="nash")
    assert taken.standings([frozenset(), frozenset({"c1"})]) == ("necessary", "possible")
    assert ranked_verdict(dossier, "a or not a", party="south").standings([frozenset()]) == ("necessary",)


def test_what_is_beyond_a_bound_is_undecided() -> None:
    dossier = by_hand("unstated")
    verdict = RankedVerdict(dossier, "a or not a", ranked_verdict(dossier, "now").concept, states=0)
    assert verdict.standings([frozenset()]) == ("undecided",)
    assert not verdict(frozenset())


def test_who_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownName):
        ranked_verdict(by_hand(), "now", party="east")
