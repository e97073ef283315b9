"""What must hold of strength of preference whatever the conflict (Hamouda, Kilgour & Hipel 2004, 2006)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.stability import solve
from detente.stability.strength import Degree, StrengthSolution, solve_strength
from detente.testing import conflicts, conflicts_with_strength, listed_conflicts, listed_conflicts_with_strength

EITHER = conflicts_with_strength() | listed_conflicts_with_strength()


def strong(found: StrengthSolution, concept: str, maker: str) -> list[bool]:
    flags: list[bool] = next(row for name, row in found.strongly.items() if name == concept)[maker].tolist()
    return flags


@given(EITHER)
def test_nash_is_strong_strong_is_general_and_weak_is_the_rest(conflict: Conflict | ListedConflict) -> None:
    found, plain = solve_strength(conflict), solve(conflict)
    for concept in found.concepts:
        for maker in plain.decision_makers:
            for at, state in enumerate(plain.states):
                firmly, general = strong(found, concept, maker)[at], bool(plain.stable[concept][maker][at])
                assert firmly or not plain.stable["nash"][maker][at]
                assert general or not firmly
                expected = Degree.strong if firmly else Degree.weak if general else Degree.none
                assert found.degree(concept, maker, state) is expected


@given(EITHER)
def test_the_implications_of_the_plain_concepts_hold_among_the_strong(conflict: Conflict | ListedConflict) -> None:
    found = solve_strength(conflict)
    for maker in conflict.decision_makers:
        for stronger, weaker in (("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")):
            rows = zip(strong(found, stronger, maker), strong(found, weaker, maker), strict=True)
            assert all(loose or not firm for firm, loose in rows), (stronger, weaker)


@given(conflicts(decision_makers=(2, 4)) | listed_conflicts())
def test_where_nothing_is_strong_only_nash_states_are_strongly_stable(conflict: Conflict | ListedConflict) -> None:
    found, plain = solve_strength(conflict), solve(conflict, concepts="nash")
    for concept in found.concepts:
        for maker in conflict.decision_makers:
            assert strong(found, concept, maker) == plain.stable["nash"][maker].tolist()


def without_ties(conflict: Conflict, *, gaps: bool) -> Conflict:
    """Every pair ranked, the states' order breaking ties; ``gaps``: every strict preference strong."""
    solution = solve(conflict)
    ranking: dict[str, Preference] = {}
    for maker, values in solution.ranks.items():
        order = sorted(range(len(solution.states)), key=lambda at: (-values[at], at))
        classes = tuple((solution.states[at],) for at in order)
        ranking[maker] = Ranking(classes, tuple(range(len(classes) - 1)) if gaps else ())
    return replace(conflict, preferences=ranking)


@given(conflicts(max_options=4, decision_makers=(2, 4)))
def test_where_everything_is_strong_and_nothing_tied_general_is_strong(conflict: Conflict) -> None:
    """In option form no reply leads back to the state left, so that whatever deters is strictly worse, hence strongly."""
    strict = without_ties(conflict, gaps=True)
    found, plain = solve_strength(strict), solve(strict)
    for concept in found.concepts:
        assert found.equilibria(concept, "weak") == ()
        for maker in conflict.decision_makers:
            assert strong(found, concept, maker) == plain.stable[concept][maker].tolist()


@given(conflicts_with_strength(), st.data())
def test_more_strength_holds_more(conflict: Conflict, data: st.DataObject) -> None:
    """Marking one more statement never makes a strongly stable state less so: bounds only rise, and moves stay."""
    marked = [(i, place) for i, stated in conflict.preferences.items() for place in range(len(getattr(stated, "tiers", ())))]
    if not marked:
        return
    maker, place = data.draw(st.sampled_from(marked))
    stated = conflict.preferences[maker]
    assert isinstance(stated, Prioritization)
    tiers = list(stated.tiers)
    tiers[place] = tuple(replace(statement, strong=True) for statement in tiers[place])
    more = replace(conflict, preferences={**conflict.preferences, maker: replace(stated, tiers=tuple(tiers))})
    here, there = solve_strength(conflict), solve_strength(more)
    for concept in here.concepts:
        for i in conflict.decision_makers:
            rows = zip(strong(here, concept, i), strong(there, concept, i), strict=True)
            assert all(after or not before for before, after in rows)


@given(conflicts_with_strength())
def test_strength_leaves_the_plain_answer_alone(conflict: Conflict) -> None:
    mild: dict[str, Preference] = {}
    for maker, stated in conflict.preferences.items():
        assert isinstance(stated, Prioritization)
        mild[maker] = replace(stated, tiers=tuple(tuple(replace(said, strong=False) for said in tier) for tier in stated.tiers))
    here, there = solve(conflict), solve(replace(conflict, preferences=mild))
    for concept in here.concepts:
        for maker in conflict.decision_makers:
            assert here.stable[concept][maker].tolist() == there.stable[concept][maker].tolist()


@given(EITHER)
def test_every_state_is_a_strong_or_a_weak_equilibrium_or_none(conflict: Conflict | ListedConflict) -> None:
    found = solve_strength(conflict)
    for concept in found.concepts:
        every = [state for kind in Degree for state in found.equilibria(concept, kind)]
        assert sorted(every) == sorted(found.solution.states)
        for degree in Degree:
            for state in found.equilibria(concept, degree):
                degrees = {found.degree(concept, maker, state) for maker in conflict.decision_makers}
                worst = Degree.none if Degree.none in degrees else Degree.weak if Degree.weak in degrees else Degree.strong
                assert worst is degree
