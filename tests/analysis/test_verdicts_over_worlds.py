"""Worlds solved together against each world's own model, solved to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.analysis.verdicts_over_worlds import resting_verdict, verdicts_over_worlds
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, FormulaError, ModelError, NoState, UnknownName
from detente.evidence import Claim, Review, ReviewStatus
from detente.stability import narrowed, solve
from detente.stability.compiled import ENGINES, available
from detente.stability.concepts import ALL
from detente.testing.dossiers import dossiers
from detente.testing.worlds import bases, claimed_dossiers
from detente.worlds.hinges import hinges
from detente.worlds.sweep import Sweeping
from detente.worlds.world import worlds


@pytest.fixture(params=ENGINES, autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "compiled" and not available():
        pytest.skip("the extension was not built: no C compiler when this was installed")
    monkeypatch.setenv("DETENTE_ENGINE", request.param)
    return str(request.param)


def literally(dossier: Dossier) -> tuple[dict[tuple[str, str, str | None], int], dict[frozenset[str], Any]]:
    """For each state, concept and party (None: everybody) the number of worlds, one world at a time; and each world's solution."""
    counts: dict[tuple[str, str, str | None], int] = {}
    solutions = {}
    for world in worlds(dossier):
        conflict = model(dossier, accepted=world.claims).option_form
        found = solve(conflict, method="literal")
        solutions[world.claims] = found
        for concept, party, (at, state) in product(ALL, (*dossier.file.parties, None), enumerate(found.states)):
            if party is None:
                holds = bool(found.resting(concept)[at])
            else:
                holds = party not in conflict.decision_makers or bool(found.stable[concept][party][at])
            key = (state, concept, party)
            counts[key] = counts.get(key, 0) + holds
    return counts, solutions


def assert_literal(dossier: Dossier) -> None:
    try:
        counts, _ = literally(dossier)
    except NoState:
        with pytest.raises(NoState):
            verdicts_over_worlds(dossier)
        return
    found = verdicts_over_worlds(dossier, sweeping=Sweeping(chunk=3))
    assert set(found.subjects) == {state for state, _, _ in counts}
    for (state, concept, party), count in counts.items():
        assert found.count(state, concept, party) == count, (state, concept, party)
        assert found.holds(state, concept, party) == ("none" if not count else "all" if count == len(found.worlds) else "some")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claimed_dossiers(max_claims=4, max_elements=3))
def test_every_state_in_every_world_of_a_dossier_is_literal(dossier: Dossier) -> None:
    assert_literal(dossier)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(dossiers())
def test_and_with_levels_joint_acts_rules_and_windows(dossier: Dossier) -> None:
    assert_literal(dossier)


@st.composite
def disputed(draw: st.DrawFn) -> Dossier:
    """Everything that can fall, on claims of one's own or shared: parties, options, rules, statements."""
    names = [f"c{k}" for k in range(4)]
    because = bases(names)
    options = ["a", "b", "c", "d"]
    parties = {name: {"name": name, "because": draw(because)} for name in ("north", "south", "envoy")}
    formula = st.sampled_from([*options, *(f"not {name}" for name in options), "a and b", "b iff c", "c or not d", "a only if d"])
    statement = st.builds(lambda text, why: {"want": text, "because": why}, formula, because)
    file = {
        "detente": 1,
        "title": "disputed",
        "parties": parties,
        "options": {
            name: {
                "party": draw(st.sampled_from(sorted(parties))),
                "now": draw(st.sampled_from(["yes", "no"])),
                "because": draw(because),
                "one_way": draw(st.booleans()),
            }
            for name in options
        },
        "rules": [{"never": "a and c", "because": draw(because)}],
        "preferences": {name: draw(st.lists(statement, min_size=1, max_size=4)) for name in parties},
        "outcomes": {"peace": "a or b"},
        "goals": {"calm": {"formula": "not d", "because": draw(because)}},
    }
    return Dossier(DossierFile.model_validate(file), claims={name: Claim(name, name) for name in names})


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(disputed())
def test_parties_options_and_rules_that_fall_make_groups(dossier: Dossier) -> None:
    assert_literal(dossier)


@st.composite
def everything_disputed(draw: st.DrawFn) -> Dossier:
    """And settings of now, joint and graded acts, circumstances, windows, and principals with their agents."""
    names = [f"c{k}" for k in range(4)]
    because = bases(names)
    told = disputed_setting(because)
    file = {
        "detente": 1,
        "title": "disputed",
        "as_of": "2025-03-01",
        "parties": {name: {"name": name, "because": draw(because)} for name in ("north", "south", "envoy")},
        "circumstances": {"winter": {"text": "winter", "now": draw(st.sampled_from(["yes", "no"])), "because": draw(because)}},
        "options": {
            "a": {"party": "north", **draw(told), "because": draw(because)},
            "b": {"parties": ["north", "south"], **draw(told), "because": draw(because)},
            "c": {
                "party": "envoy",
                "levels": ["none", "some"],
                "now": draw(st.sampled_from(["none", "some"])),
                "now_because": draw(because),
            },
            "d": {"party": "south", **draw(told), **draw(st.sampled_from([{}, {"until": "2025-01-01"}])), "because": draw(because)},
        },
        "rules": [{"never": "a and d", "because": draw(because)}, {"always": "b or not c", "because": draw(because)}],
        "preferences": {
            "north": [{"want": "d and not winter", "because": draw(because)}, {"want": "a"}],
            "south": [{"want": "not a", "because": draw(because)}, {"want": "c or d"}],
            "envoy": "unknown",
        },
        "merge": draw(st.sampled_from([[], [{"principal": "envoy", "agent": "south", "apply": True, "because": draw(because)}]])),
        "goals": {"calm": "not d"},
    }
    reviews = {name: Review(ReviewStatus.rejected if draw(st.integers(0, 5)) == 0 else ReviewStatus.proposed) for name in names}
    return Dossier(DossierFile.model_validate(file), claims={name: Claim(name, name, review=reviews[name]) for name in names})


def disputed_setting(because: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Now, with a basis of its own or that of the act."""
    return st.fixed_dictionaries({"now": st.sampled_from(["yes", "no", "unknown"])}, optional={"now_because": because})


@pytest.mark.parametrize("many", [1, 24])
@settings(max_examples=7, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(everything_disputed())
def test_all_that_can_fall_is_literal_whether_solved_in_batches_or_alone(
    monkeypatch: pytest.MonkeyPatch, many: int, dossier: Dossier
) -> None:
    monkeypatch.setattr(narrowed, "_MANY", many)
    assert_literal(dossier)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    disputed(),
    st.sampled_from(["now", "peace", "calm", "a and not b", "NNNN"]),
    st.sampled_from(ALL),
    st.sampled_from([None, "north", "envoy"]),
)
def test_a_subject_is_a_verdict_for_hinges(dossier: Dossier, subject: str, concept: str, party: str | None) -> None:
    try:
        _, solutions = literally(dossier)
    except NoState:
        return

    def one_by_one(claims: frozenset[str]) -> bool:
        found = solutions[claims]
        conflict = model(dossier, accepted=claims).option_form
        truth: dict[str, Callable[[str], bool]] = {
            "peace": lambda state: "Y" in state[:2],
            "calm": lambda state: state[3] == "N",
            "a and not b": lambda state: state.startswith("YN"),
            "NNNN": lambda state: state == "NNNN",
            "now": lambda state: (
                {name: letter == "Y" for name, letter in zip(conflict.option_names, state, strict=True)} in conflict.status_quos()
            ),
        }
        stays = [
            bool(found.resting(concept)[at])
            if party is None
            else party not in conflict.decision_makers or bool(found.stable[concept][party][at])
            for at, state in enumerate(found.states)
            if truth[subject](state)
        ]
        return bool(stays) and (all(stays) if subject == "now" else any(stays))

    verdict = resting_verdict(dossier, subject, concept=concept, party=party)
    together, apart = hinges(dossier, verdict), hinges(dossier, one_by_one)
    assert together.to_dict(table=True) == apart.to_dict(table=True)
    counted = verdicts_over_worlds(dossier, subjects=[subject], concepts=concept)
    assert counted.count(subject, concept, party) == apart.verdicts_holding


@settings(max_examples=7, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(everything_disputed(), st.sampled_from(ALL), st.sampled_from([None, "north", "south", "envoy"]))
def test_now_is_that_of_each_world(dossier: Dossier, concept: str, party: str | None) -> None:
    expected = []
    for world in worlds(dossier):
        conflict = model(dossier, accepted=world.claims).option_form
        try:
            found = solve(conflict, method="literal")
        except NoState:
            return
        nows = ["".join("Y" if setting[name] else "N" for name in conflict.option_names) for setting in conflict.status_quos()]
        stays = [
            party not in (None, *conflict.decision_makers)
            or bool((found.resting(concept) if party is None else found.stable[concept][party])[at])
            for at, state in enumerate(found.states)
            if state in nows
        ]
        expected.append(bool(stays) and all(stays))
    verdict = resting_verdict(dossier, "now", concept=concept, party=party)
    assert verdict.many([world.claims for world in worlds(dossier)]).tolist() == expected


def test_a_party_that_loses_its_reason_stops_objecting() -> None:
    file = {
        "detente": 1,
        "title": "by hand",
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "options": {"shell": {"party": "north", "now": "no"}, "talk": {"party": "south", "now": "no"}},
        "preferences": {"north": [{"want": "shell", "because": ["c1"]}], "south": [{"want": "not talk"}]},
    }
    dossier = Dossier(DossierFile.model_validate(file), claims={"c1": Claim("c1", "north wants to shell")})
    found = verdicts_over_worlds(dossier, subjects=["now", "shell", "talk"])
    assert (found.holds("now", "nash"), found.holds("now", "nash", "north"), found.holds("now", "nash", "south")) == ("some", "some", "all")
    assert (found.holds("shell", "nash"), found.holds("talk", "nash"), found.holds("talk", "nash", "north")) == ("all", "none", "all")
    assert [one.claim for one in hinges(dossier, resting_verdict(dossier, "now")).deciding] == ["c1"]
    assert (
        verdicts_over_worlds(replace(dossier, claims={"c1": replace(dossier.claims["c1"], review=Review(ReviewStatus.accepted))})).holds(
            "NN", "nash"
        )
        == "none"
    )


def test_what_cannot_be_asked_is_refused() -> None:
    file = {"detente": 1, "title": "t", "parties": {"n": {"name": "N"}}, "options": {"a": {"party": "n", "now": "no"}}}
    dossier = Dossier(DossierFile.model_validate(file))
    found = verdicts_over_worlds(dossier, concepts="nash")
    assert np.array_equal(found.counts, [[[1, 1], [1, 1]]])
    for wrong in (("YY", "nash", None), ("N", "seq", None), ("N", "nash", "m")):
        with pytest.raises(UnknownName):
            found.count(*wrong)
    with pytest.raises(UnknownName):
        resting_verdict(dossier, "a", party="m")
    with pytest.raises(FormulaError, match="unknown name 'b'"):
        resting_verdict(dossier, "b")(frozenset())
    with pytest.raises(ModelError, match="letters"):
        verdicts_over_worlds(dossier, subjects=["NN"])
    listed = DossierFile.model_validate({"detente": 1, "title": "t", "states": ["s"], "moves": {"n": []}, "ranking": {"n": [["s"]]}})
    with pytest.raises(DossierError):
        verdicts_over_worlds(Dossier(listed))
