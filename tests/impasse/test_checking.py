"""The independent check agrees with what is found, on generated models and the bundled accounts, and notices what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.impasse.test_limits import TRUCE, arms_talks, generated

from detente.cases.accounts import example_names, example_path
from detente.dossier.files import load
from detente.dossier.model import model
from detente.errors import ModelError
from detente.impasse.checking import check_holding, check_packages, check_reasons, failures
from detente.impasse.commitment import commitment
from detente.impasse.deals import minimal_packages
from detente.impasse.limits import ChangeSet, Part, Reason, reasons
from detente.settlement import packages
from detente.settlement.status_quos import status_quos
from detente.stability.equilibria import solve


@given(seed=st.integers(0, 10**6), stated=st.booleans())
def test_everything_found_stands_up(seed: int, stated: bool) -> None:
    conflict, goal = generated(seed)
    checked = check_reasons(conflict, reasons(conflict, goal, stated=stated))
    checked += check_packages(conflict, packages(conflict, goal, stated=stated))
    checked += check_packages(conflict, minimal_packages(conflict, goal, stated=stated))
    assert not failures(checked)
    assert all(one.fine for one in checked)


@pytest.mark.parametrize("name", example_names())
def test_the_examples_stand_up(name: str) -> None:
    licensed = model(load(example_path(name)))
    for goal in licensed.goals.values():
        for stated in (False, True):
            checked = check_reasons(licensed.option_form, reasons(licensed, goal, stated=stated))
            checked += check_packages(licensed.option_form, minimal_packages(licensed.option_form, goal, stated=stated, at_most=5))
            assert all(one.fine for one in checked), [one for one in checked if not one.fine]


@given(seed=st.integers(0, 10**6))
def test_what_holds_holds_by_the_letter(seed: int) -> None:
    conflict, goal = generated(seed)
    labels = list(dict.fromkeys(one.label for one in packages(conflict, goal).listed))
    broken = status_quos(conflict).broken  # a rule that now breaks keeps nobody from going back
    conflict = replace(conflict, rules=tuple(rule for rule in conflict.rules if rule not in broken))
    try:
        solution = solve(conflict)
    except ModelError:
        return
    known = [label for label in labels if label in solution.states]
    found = commitment(solution, known, at_most=100)
    loose = [one.package for one in found.unstable]
    assert sorted([*found.holds, *loose]) == sorted(known)
    checked = check_holding(conflict, found.holds, loose)
    assert all(one.fine for one in checked), checked
    turned = check_holding(conflict, loose, found.holds)
    assert not any(one.fine for one in turned)
    assert len(turned) == len(known)


def test_a_reason_with_a_part_too_many_or_too_few_is_noticed() -> None:
    conflict = arms_talks(trade=True)
    found = reasons(conflict, TRUCE, stated=True)
    assert found.reasons
    spare = Part("participation.B", "participation", "B", "")
    more = replace(found, reasons=(Reason((*found.reasons[0].parts, spare)),))
    fewer = replace(found, reasons=(Reason(found.reasons[0].parts[1:]),))
    assert [one.why for one in failures(check_reasons(conflict, more))] == ["participation.B can be spared"]
    assert [one.why for one in failures(check_reasons(conflict, fewer))] == ["its parts can hold together"]


def test_a_change_too_large_or_too_small_is_noticed() -> None:
    conflict = arms_talks(trade=True)
    found = reasons(conflict, TRUCE, stated=True)
    every = tuple({part.id: part for reason in found.reasons for part in reason.parts}.values())
    assert len(every) > 1
    large = replace(found, changes=(ChangeSet(every),))
    none = replace(found, changes=(ChangeSet(()),))
    assert "could be kept" in failures(check_reasons(conflict, large))[0].why
    assert failures(check_reasons(conflict, none))[0].why == "no package exists without it"
    assert failures(check_reasons(conflict, replace(found, blocked=False)))[0].what == "whether there is a package"


@given(seed=st.integers(0, 10**6))
def test_a_package_that_is_none_is_noticed(seed: int) -> None:
    """One act set otherwise: fine exactly if the result is among the packages that the state space knows."""
    conflict, goal = generated(seed)
    found = packages(conflict, goal, at_most=1000)
    pairs = {(one.label, one.now): one.minimal for one in found.listed}
    for package in found.listed[:2]:
        for place, option in enumerate(conflict.options):
            setting = {**package.setting, option.name: not package.setting[option.name]}
            label = "".join("Y" if setting[name] else "N" for name in conflict.option_names)
            other = replace(package, label=label, setting=setting, minimal=True)
            (checked,) = check_packages(conflict, replace(found, listed=(other,)))
            assert checked.fine == pairs.get((label, package.now), False), (place, checked)
