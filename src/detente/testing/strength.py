"""Hypothesis strategies for conflicts in which some preferences are strong."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.preferences import Preference, Prioritization
from detente.testing.graph_models import conflicts, listed_conflicts

__all__ = ["conflicts_with_strength", "listed_conflicts_with_strength"]


@st.composite
def conflicts_with_strength(
    draw: st.DrawFn, *, max_options: int = 5, decision_makers: tuple[int, int] = (2, 4), open_order: bool = False
) -> Conflict:
    """A conflict in option form, some statements of which are marked strong; nobody's, or everybody's first ones, occur."""
    conflict = draw(conflicts(max_options=max_options, decision_makers=decision_makers, open_order=open_order))
    preferences: dict[str, Preference] = {}
    for maker, stated in conflict.preferences.items():
        assert isinstance(stated, Prioritization)  # what `conflicts` makes unless it is asked for unknown ones
        tiers = tuple(tuple(replace(statement, strong=draw(st.integers(0, 2)) == 0) for statement in tier) for tier in stated.tiers)
        preferences[maker] = replace(stated, tiers=tiers)
    return replace(conflict, preferences=preferences)


@st.composite
def listed_conflicts_with_strength(draw: st.DrawFn, *, max_states: int = 6, decision_makers: tuple[int, int] = (2, 4)) -> ListedConflict:
    """Listed states with arbitrary moves, and gaps in some rankings."""
    conflict = draw(listed_conflicts(max_states=max_states, decision_makers=decision_makers))
    ranking = {
        maker: replace(stated, strong_after=tuple(place for place in range(len(stated.classes) - 1) if draw(st.booleans())))
        for maker, stated in conflict.ranking.items()
    }
    return replace(conflict, ranking=ranking)
