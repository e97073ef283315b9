"""The formula language: what it means, what it prints, and where it points when it cannot read on."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from detente.errors import FormulaError
from detente.graphmodel.statements import And, Const, Formula, If, Iff, Name, Not, OnlyIf, Or, Unless, conjunction, parse
from detente.testing import formulas

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a", A),
        ("not a", Not(A)),
        ("not not a", Not(Not(A))),
        ("a or b and c", Or((A, And((B, C))))),
        ("not a and b", And((Not(A), B))),
        ("not (a and b)", Not(And((A, B)))),
        ("a and b only if c", OnlyIf(And((A, B)), C)),
        ("a only if b or c", OnlyIf(A, Or((B, C)))),
        ("a if b", If(A, B)),
        ("a unless b", Unless(A, B)),
        ("a iff b", Iff(A, B)),
        ("a only   if b", OnlyIf(A, B)),
        ("(a if b) iff c", Iff(If(A, B), C)),
        ("true and a", And((Const(True), A))),
        ("NOT a AND b", And((Not(A), B))),
        ("  a  ", A),
    ],
)
def test_reads(text: str, formula: Formula) -> None:
    assert parse(text) == formula


TABLE = {  # a, b -> value, in the order NN NY YN YY
    "a and b": "0001",
    "a or b": "0111",
    "a only if b": "1101",
    "a if b": "1011",
    "a unless b": "0111",
    "a iff b": "1001",
    "not a": "1100",
    "true": "1111",
    "false": "0000",
}


@pytest.mark.parametrize(("text", "values"), TABLE.items())
def test_truth_table(text: str, values: str) -> None:
    formula = parse(text)
    found = [formula.evaluate({"a": a, "b": b}) for a, b in product([False, True], repeat=2)]
    assert found == [value == "1" for value in values]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "empty"),
        ("a or", 5, "ends where a name"),
        ("a & b", 3, "unexpected '&'"),
        ("a b", 3, "unexpected 'b'"),
        ("(a or b", 8, "not closed"),
        ("a)", 2, "closing parenthesis"),
        ("a if b if c", 8, "after another conditional"),
        ("and a", 1, "a name is expected, not 'and'"),
        ("a only b", 3, "unexpected 'only'"),
        ("not", 4, "ends where a name"),
        ("a or 7", 6, "unexpected '7'"),
    ],
)
def test_points_at_the_column(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        parse(text)
    assert caught.value.column == column


def test_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(FormulaError, match=r"unknown name 'truse'; did you mean 'truce'\?") as caught:
        parse("halt and truse", names=["truce", "halt"])
    assert caught.value.column == 10


def test_error_shows_the_formula_with_a_pointer() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a or or b")
    lines = str(caught.value).splitlines()
    assert lines[1].index("or or") + 3 == lines[2].index("^")


def test_names_with_dots_and_dashes_are_one_name() -> None:
    assert parse("north.truce and cease-fire").names() == ("north.truce", "cease-fire")


def test_conjunction_of_few() -> None:
    assert conjunction([]) == Const(True)
    assert conjunction([A]) == A
    assert conjunction([A, B]) == And((A, B))


def test_substitution_is_simultaneous() -> None:
    assert parse("a and b").substitute({"a": B, "b": A}) == And((B, A))


@given(formulas("abc"))
def test_what_is_printed_reads_back_with_the_same_meaning_and_the_same_print(formula: Formula) -> None:
    again = parse(str(formula))
    assert str(again) == str(formula)
    for values in product([False, True], repeat=3):
        env = dict(zip("abc", values, strict=True))
        assert again.evaluate(env) == formula.evaluate(env)
