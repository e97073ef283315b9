"""The state space: order, feasibility, labels, and the errors."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.statements import parse
from detente.graphmodel.states import state_space
from detente.testing import conflicts


def a_conflict(*never: str, frozen: dict[str, bool] | None = None, names: str = "abc") -> Conflict:
    options = tuple(Option(name, "D", frozen=(frozen or {}).get(name)) for name in names)
    return Conflict(options, ("D",), rules=tuple(Rule(parse(text)) for text in never))


def test_codes_ascend_and_the_first_option_is_the_lowest_bit() -> None:
    space = state_space(a_conflict(names="ab"))
    assert space.codes.tolist() == [0, 1, 2, 3]
    assert space.labels == ("NN", "YN", "NY", "YY")
    assert [space.label(at) for at in range(4)] == list(space.labels)
    assert space.setting(1) == {"a": True, "b": False}


def test_rules_prune() -> None:
    assert state_space(a_conflict("a and b", "not c")).labels == ("NNY", "YNY", "NYY")


def test_frozen_options_do_not_multiply() -> None:
    space = state_space(a_conflict(frozen={"b": True}))
    assert space.labels == ("NYN", "YYN", "NYY", "YYY")


def test_exclusive_options_stay_within_the_limit() -> None:
    names = "abcdefghijklmnopqrst"
    never = [f"{x} and {y}" for x in names for y in names if x < y]
    assert state_space(a_conflict(*never, names=names), limit=64).size == 21


def test_index_of_a_setting_and_of_a_label() -> None:
    space = state_space(a_conflict("a and b"))
    for at, label in enumerate(space.labels):
        assert space.index(label) == at
        assert space.index(space.setting(at)) == at


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("YYN", "rule 'never a and b' excludes it"),
        ("YY", "no state label"),
        ("YXN", "no state label"),
        ({"a": True}, "leaves out option 'b'"),
    ],
)
def test_index_says_what_is_wrong(state: str | dict[str, bool], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        state_space(a_conflict("a and b")).index(state)


def test_index_offers_the_nearest_option() -> None:
    space = state_space(Conflict((Option("truce", "D"),), ("D",)))
    with pytest.raises(UnknownName, match=r"did you mean 'truce'\?"):
        space.index({"truse": True})


def test_index_names_the_frozen_option() -> None:
    with pytest.raises(ModelError, match="frozen"):
        state_space(a_conflict(frozen={"a": False})).index("YNN")


def test_no_feasible_state_names_the_rules_that_clash_and_no_others() -> None:
    with pytest.raises(ModelError, match="no state is feasible") as caught:
        state_space(a_conflict("c", "a", "not a and b", "not a and not b"))
    assert "never a" in caught.value.message
    assert "never c" not in caught.value.message


def test_too_many_states_names_the_number() -> None:
    with pytest.raises(ModelError, match=r"3 options are open, and after 3 of them more than 4 states") as caught:
        state_space(a_conflict(), limit=4)
    assert caught.value.cure is not None
    assert "freeze" in caught.value.cure


def test_truth_of_constants_has_the_shape_of_the_space() -> None:
    space = state_space(a_conflict(names="ab"))
    assert space.truth(parse("true")).tolist() == [True] * 4
    assert space.truth(parse("a iff b")).tolist() == [True, False, False, True]


def test_arrays_cannot_be_written_to() -> None:
    space = state_space(a_conflict(names="ab"))
    with pytest.raises(ValueError, match="read-only"):
        space.columns["a"][0] = True
    with pytest.raises(ValueError, match="read-only"):
        space.codes[0] = np.uint64(9)


def test_a_conflict_without_options_has_one_state() -> None:
    space = state_space(Conflict((), ("D",)))
    assert space.labels == ("",)
    assert space.index("") == 0


@given(conflicts())
def test_the_space_is_every_setting_that_no_rule_forbids(conflict: Conflict) -> None:
    found = set(state_space(conflict).labels)
    expected = set()
    for values in product([False, True], repeat=len(conflict.options)):
        setting = dict(zip(conflict.option_names, values, strict=True))
        frozen = all(option.frozen in {None, setting[option.name]} for option in conflict.options)
        if frozen and not any(rule.never.evaluate(setting) for rule in conflict.rules):
            expected.add("".join("Y" if value else "N" for value in values))
    assert found == expected


@pytest.mark.parametrize("count", [0, 1, 3, 12, 13])
def test_labels_of_all_settings_are_those_of_each(count: int) -> None:
    space = state_space(Conflict(tuple(Option(f"o{k}", "D") for k in range(count)), ("D",)))
    assert space.labels == tuple("".join("Y" if code >> k & 1 else "N" for k in range(count)) for code in range(1 << count))
    assert space.labels == tuple(space.label(at) for at in range(space.size))
