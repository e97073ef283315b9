"""GMR and SMR equilibria without listing states, and who can step back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from detente.cases import load, names
from detente.errors import NoState
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import Formula, Name, Not, conjunction, parse
from detente.stability import solve
from detente.stability.symbolic import gmr_equilibria, nash_equilibria, smr_equilibria
from detente.stability.symbolic.free_replies import FreeReplies, step_back
from detente.stability.symbolic.searching import Clock
from detente.stability.symbolic.terms import Terms
from detente.testing import conflicts


def wants(*said: Formula | str) -> Prioritization:
    formulas = (parse(formula) if isinstance(formula, str) else formula for formula in said)
    return Prioritization(tuple((Statement(formula),) for formula in formulas), Rest.indifferent)


def commons(size: int) -> Conflict:
    """Everybody wants most that all others keep the pact, and then not to keep it."""
    keep = [Name(f"o{k}") for k in range(size)]
    preferences = {f"D{k}": wants(conjunction([other for other in keep if other != own]), Not(own)) for k, own in enumerate(keep)}
    return Conflict(tuple(Option(own.name, f"D{k}") for k, own in enumerate(keep)), tuple(preferences), preferences)


@pytest.mark.parametrize("size", [3, 40])
def test_a_pact_that_holds_by_what_others_could_do(size: int) -> None:
    """Kept by all, it is left by nobody for fear that another leaves too; kept by some, those who keep it gain by not keeping it."""
    expected = {"Y" * size, "N" * size}
    for found in (gmr_equilibria(commons(size)), smr_equilibria(commons(size))):
        assert found.complete
        assert set(found.states) == expected
    assert set(nash_equilibria(commons(size)).states) == {"N" * size}


def test_a_way_out_undoes_a_deterrent() -> None:
    """From YY Row goes to NY; Col can answer with NN, worse than YY, but from there Row goes on to YN, which is better. So for Col."""
    battle = load("battle_of_the_sexes")
    assert isinstance(battle, Conflict)
    assert "YY" in gmr_equilibria(battle).states
    assert "YY" not in smr_equilibria(battle).states


@settings(max_examples=40)
@given(conflicts(max_options=6, max_rules=4, open_order=True, unknown=True))
def test_same_as_by_enumeration(conflict: Conflict) -> None:
    solution = solve(conflict, concepts=["gmr", "smr"])
    found = gmr_equilibria(conflict)
    assert found.complete
    assert sorted(found.states) == sorted(solution.equilibria("gmr"))
    assert sorted(smr_equilibria(conflict).states) == sorted(solution.equilibria("smr"))


def test_same_as_by_enumeration_on_hundreds_of_larger_conflicts(random_conflict: Callable[[int], Conflict]) -> None:
    answered = 0
    for seed in range(80):
        conflict = random_conflict(seed)
        if seed % 2:  # a faster way where nothing is final
            conflict = replace(conflict, options=tuple(replace(option, one_way=False, no_return=False) for option in conflict.options))
        try:
            solution = solve(conflict, concepts=["gmr", "smr"])
        except NoState:
            continue
        found = gmr_equilibria(conflict), smr_equilibria(conflict)
        answered += 1
        assert sorted(found[0].states) == sorted(solution.equilibria("gmr")), seed
        assert sorted(found[1].states) == sorted(solution.equilibria("smr")), seed
    assert answered > 60


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    conflict = load(name)
    if not isinstance(conflict, Conflict):
        pytest.skip("listed moves, no options")
    solution = solve(conflict)
    assert sorted(gmr_equilibria(conflict).states) == sorted(solution.equilibria("gmr"))
    assert sorted(smr_equilibria(conflict).states) == sorted(solution.equilibria("smr"))


def three(*never: str, one_way: bool = False) -> Conflict:
    options = (Option("a", "I"), Option("b", "J", one_way=one_way), Option("c", "K"))
    said = {"I": wants("a", "b"), "J": wants("b iff c"), "K": wants("a")}
    return Conflict(options, ("I", "J", "K"), said, tuple(Rule(parse(formula)) for formula in never))


def test_what_cannot_be_taken_back_cannot_be_taken_away() -> None:
    """I raises a unless b might fall for it. J could lower b, unless a raised b stays up; then nothing keeps I from raising a."""
    said = {"I": wants("b", "a"), "J": wants("b iff a")}
    loose = Conflict((Option("a", "I"), Option("b", "J")), ("I", "J"), said)
    final = replace(loose, options=(Option("a", "I"), Option("b", "J", one_way=True)))
    assert "NY" in gmr_equilibria(loose).states
    assert "NY" not in gmr_equilibria(final).states


def test_settings_that_no_path_connects_deter_nobody() -> None:
    """b without c and c without b are excluded: neither J nor K can step alone, so that their two settings are not connected."""
    conflict = three("b and not c", "c and not b")
    assert FreeReplies(Terms(conflict), Clock()).bound_against("I") == ("J", "K")
    assert FreeReplies(Terms(conflict), Clock()).holds_against("J")
    # I fears b's fall after it has raised a, and nobody can bring it about: in NYY it would raise a.
    feared = replace(conflict, preferences={**conflict.preferences, "I": wants("b", "a")})
    assert "NYY" not in gmr_equilibria(feared).states
    assert "NYY" in gmr_equilibria(replace(feared, rules=(Rule(parse("b and not c")),))).states


ONE_CANNOT = ("a and b", "not a and c")  # I has no setting that fits both b alone and c alone; J and K have theirs


def test_one_who_cannot_step_back_is_enough_to_answer() -> None:
    terms = Terms(three(*ONE_CANNOT))
    assert [step_back(terms, maker, Clock()) for maker in "IJK"] == [None, {"b": False}, {"c": False}]
    # Two are one too many, unless they are the only ones who can move: then each has but one opponent.
    both = three("b and not c", "c and not b")
    alone = replace(both, options=(replace(both.options[0], frozen=False), *both.options[1:]))
    assert sorted(gmr_equilibria(alone).states) == sorted(solve(alone).equilibria("gmr"))


@pytest.mark.parametrize("never", [("b and c",), ("not b and not c",), ("a and b", "b and c"), ("a and not b",), ONE_CANNOT])
def test_where_others_can_step_back_it_answers(never: tuple[str, ...]) -> None:
    solution = solve(three(*never))
    assert sorted(gmr_equilibria(three(*never)).states) == sorted(solution.equilibria("gmr"))
    assert sorted(smr_equilibria(three(*never)).states) == sorted(solution.equilibria("smr"))


@settings(max_examples=40)
@given(conflicts(max_options=5, max_rules=4, decision_makers=(2, 4)))
def test_who_can_step_back(conflict: Conflict) -> None:
    """To the letter: a setting of the own options that is feasible beside the others' part of every feasible state.

    An option that cannot be taken back may be on its side or as it is; one that cannot move at all is as it is.
    """
    settings_ = [dict(zip(conflict.option_names, values, strict=True)) for values in product((False, True), repeat=len(conflict.options))]
    frozen = {option.name: option.frozen for option in conflict.options if option.frozen is not None}

    def feasible(setting: dict[str, bool]) -> bool:
        return frozen.items() <= setting.items() and not any(rule.never.evaluate(setting) for rule in conflict.rules)

    states = [setting for setting in settings_ if feasible(setting)]
    for maker in conflict.decision_makers:
        own = [option for option in conflict.options_of(maker) if option.frozen is None]
        movable = [option for option in own if not (option.one_way and option.no_return)]

        def steps(state: dict[str, bool], side: dict[str, bool], movable: list[Option] = movable) -> list[dict[str, bool]]:
            choices = [{side[o.name], state[o.name]} if o.one_way or o.no_return else {side[o.name]} for o in movable]
            return [{**state, **dict(zip(side, values, strict=True))} for values in product(*choices)]

        candidates = [dict(zip([o.name for o in movable], values, strict=True)) for values in product((False, True), repeat=len(movable))]
        fitting = [side for side in candidates if all(feasible(step) for state in states for step in steps(state, side))]
        found = step_back(Terms(conflict), maker, Clock())
        kept = None if found is None else {option.name: found[option.name] for option in movable}
        assert kept in fitting if fitting else kept is None


def test_a_search_that_was_cut_short_says_so() -> None:
    found = smr_equilibria(replace(commons(40), rules=(Rule(parse("o0 and o1")),)), at_most=1)
    assert (len(found.states), found.complete, found.stopped_after) == (1, False, "at_most")
    assert gmr_equilibria(commons(12), seconds=60, at_most=3).complete
    none = gmr_equilibria(commons(40), seconds=0)
    assert (none.states, none.complete, none.stopped_after) == ((), False, "seconds")
