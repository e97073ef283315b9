"""Which statements settle an answer together, in words; by hand."""

from __future__ import annotations

from typing import cast

import pytest

from detente.report.words.hinges import effect_words, enough_lines, readings_words
from detente.worlds.hinges import Hinges, Implicant

SAYS = {"a": "the north shells", "b": "the south digs", "c": "the league pays"}


class Found:
    """Three statements: a deal if *a* is set aside, or *b* and *c* accepted; else none."""

    settled: bool | None = None
    carry = (Implicant(frozenset(), frozenset("a")), Implicant(frozenset("bc"), frozenset()))
    defeat = (Implicant(frozenset("a"), frozenset("b")), Implicant(frozenset("a"), frozenset("c")))
    carry_count, defeat_count = 2, 2
    verdicts = (True,) * 5 + (False,) * 3
    verdicts_holding = 5
    complete = True
    held: tuple[str, ...] = ()

    class worlds:  # noqa: N801 - the name of the field
        aside: tuple[str, ...] = ()

    deciding = ("a", "b", "c")


def told(found: type[Found], **options: object) -> list[str]:
    return list(enough_lines(cast("Hinges", found), SAYS.__getitem__, **options))  # type: ignore[arg-type]


def test_sets_of_several_statements_are_told_both_ways() -> None:
    assert told(Found) == [
        "a deal is possible if “the south digs” and “the league pays” are accepted",
        "there is no deal if “the north shells” is accepted and “the south digs” is set aside",
        "there is no deal if “the north shells” is accepted and “the league pays” is set aside",
    ]


def test_single_statements_where_they_are_asked_for() -> None:
    assert told(Found, single=True, holds="it holds")[0] == "it holds if “the north shells” is set aside"


def test_what_is_not_listed_is_counted() -> None:
    class More(Found):
        carry_count = 9

    assert told(More)[1] == "a deal is possible also by 7 further sets of statements"


def test_nothing_settles_what_is_settled() -> None:
    class Settled(Found):
        settled = True

    assert told(Settled) == []


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("a", "if set aside: a deal is possible"),
        ("b", "if accepted with c accepted: a deal is possible; if set aside with a accepted: there is no deal"),
    ],
)
def test_what_one_statement_does(claim: str, says: str) -> None:
    assert effect_words(claim, cast("Hinges", Found)) == says


def test_how_many_readings() -> None:
    assert readings_words(cast("Hinges", Found), idle=1, stated=True) == (
        "A deal with every demand met is possible in 5 of 8 readings, a count and not a likelihood. "
        "3 statements decide between them; 1 other makes no difference."
    )


def test_a_search_that_was_cut_short_is_said() -> None:
    class Cut(Found):
        complete = False
        held = ("d", "e")

    told_of = readings_words(cast("Hinges", Cut), idle=0, stated=False)
    assert told_of.startswith("A deal in which demands may be traded is possible in 5 of 8 readings")
    assert told_of.endswith("Not every reading was tried: 2 further statements were kept as they stand, and may decide as well.")
