"""Hypothesis strategies for formulas and conflicts: small ones, with everything that makes them awkward."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest, Statement, Unknown
from detente.graphmodel.statements import And, Const, Formula, If, Iff, Name, Not, OnlyIf, Or, Unless

__all__ = ["conflicts", "formulas", "listed_conflicts", "prioritizations", "rankings"]


def formulas(names: Sequence[str], *, max_leaves: int = 6, constants: bool = True) -> st.SearchStrategy[Formula]:
    """Formulas over ``names``, with every connective."""
    leaves: st.SearchStrategy[Formula] = st.sampled_from(list(names)).map(Name)
    if constants:
        leaves |= st.booleans().map(Const)

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            inner.map(Not),
            several.map(And),
            several.map(Or),
            *(st.builds(conditional, inner, inner) for conditional in (OnlyIf, If, Unless, Iff)),
        )

    return st.recursive(leaves, larger, max_leaves=max_leaves)


def prioritizations(
    names: Sequence[str], *, max_tiers: int = 5, open_order: bool = False, rest: Rest | None = None
) -> st.SearchStrategy[Prioritization]:
    """Statements over ``names`` in order; with ``open_order``, tiers of up to three whose order nobody stated."""
    statements = formulas(names, max_leaves=3).map(Statement)
    tier = st.lists(statements, min_size=1, max_size=3 if open_order else 1).map(tuple)
    return st.builds(
        Prioritization,
        st.lists(tier, max_size=max_tiers).map(tuple),
        st.sampled_from(Rest) if rest is None else st.just(rest),
    )


@st.composite
def rankings(draw: st.DrawFn, states: Sequence[str]) -> Ranking:
    """``states`` ranked, ties likely."""
    places = draw(st.lists(st.integers(0, len(states) - 1), min_size=len(states), max_size=len(states)))
    classes = [tuple(state for state, place in zip(states, places, strict=True) if place == at) for at in sorted(set(places))]
    return Ranking(tuple(classes))


@st.composite
def conflicts(
    draw: st.DrawFn,
    *,
    max_options: int = 5,
    decision_makers: tuple[int, int] = (1, 4),
    max_rules: int = 3,
    directed: bool = True,
    open_order: bool = False,
    unknown: bool = False,
    max_tiers: int = 5,
) -> Conflict:
    """A conflict in option form that has a feasible state.

    Decision makers without options, rules of either polarity, one-way options (``directed``), frozen options and ties all occur.
    """
    makers = tuple(f"D{k}" for k in range(draw(st.integers(*decision_makers))))
    names = tuple(f"o{k}" for k in range(draw(st.integers(1, max_options))))
    flag = st.sampled_from([False, False, False, True]) if directed else st.just(False)
    frozen = st.sampled_from([None] * 8 + [True, False]) if directed else st.none()
    options = tuple(
        Option(name, draw(st.sampled_from(makers)), one_way=draw(flag), no_return=draw(flag), frozen=draw(frozen)) for name in names
    )
    kept = {option.name: draw(st.booleans()) if option.frozen is None else option.frozen for option in options}
    never = draw(st.lists(formulas(names, max_leaves=3, constants=False), max_size=max_rules))
    stated = prioritizations(names, open_order=open_order, max_tiers=max_tiers)
    preferences: dict[str, Preference] = {
        maker: Unknown() if unknown and draw(st.integers(0, 5)) == 0 else draw(stated) for maker in makers
    }
    return Conflict(
        options=options,
        decision_makers=makers,
        preferences=preferences,
        rules=tuple(Rule(formula) for formula in never if not formula.evaluate(kept)),
        now={name: value for name, value in kept.items() if draw(st.booleans())},
    )


@st.composite
def listed_conflicts(draw: st.DrawFn, *, max_states: int = 6, decision_makers: tuple[int, int] = (2, 4)) -> ListedConflict:
    """Listed states with arbitrary moves: intransitive, irreversible and shared ones occur."""
    states = tuple(f"s{k + 1}" for k in range(draw(st.integers(2, max_states))))
    arc = st.tuples(st.sampled_from(states), st.sampled_from(states)).filter(lambda ends: ends[0] != ends[1])
    makers = [f"D{k}" for k in range(draw(st.integers(*decision_makers)))]
    moves = {maker: tuple(draw(st.lists(arc, unique=True, max_size=2 * len(states)))) for maker in makers}
    return ListedConflict(states, moves, {maker: draw(rankings(states)) for maker in makers})
