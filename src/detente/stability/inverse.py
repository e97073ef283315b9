"""Inverse analysis: the smallest changes of one party's ranking that would make a state rest.

The inverse question of Kinsara, Kilgour & Hipel 2015 (kinsara2015a, kinsara2015b) asks which preferences make a wanted state an
equilibrium. Here preferences are lists of statements, and a *change* moves one statement to another place of its party's list, or sets it
aside. For every party alike the fewest changes of its own list are sought, everybody else's staying as they are. It says what an
equilibrium would take, not what anybody ought to want.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization, Statement
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import state_space
from detente.stability.concepts import concepts_named
from detente.stability.equilibria import FAST
from detente.stability.option_form import Integers, OptionForm, option_form

__all__ = ["Change", "Inverse", "smallest_changes"]

Statements = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """``statement`` goes from place ``at`` of its list to place ``to`` (from 0, counted after it was taken out), or out for None."""

    statement: Statement
    at: int
    to: int | None


@dataclass(frozen=True, slots=True)
class Inverse:
    """For each party every smallest set of changes, none longer than asked for; ``rests``: whether the state rests without any.

    ``complete[dm]`` is False where the search was cut short: there may be others.
    """

    state: str
    concept: str
    rests: bool
    changes: Mapping[str, tuple[tuple[Change, ...], ...]]
    complete: Mapping[str, bool]


def smallest_changes(
    conflict: Conflict, state: str, concept: str = "seq", *, most: int = 2, budget: int = 2000, limit: int = 2**14
) -> Inverse:
    """What each party's own list would have to be for ``state`` (a label) to be an equilibrium under ``concept``.

    At most ``most`` changes, and at most ``budget`` rankings solved a party. Tiers are read in the order written; a party without
    statements has nothing to change. Raises :class:`~detente.errors.ModelError` for an infeasible state or ``most`` below 1, and
    :class:`~detente.errors.UnknownName` for an unknown concept.
    """
    (wanted,) = concepts_named(concept)
    if most < 1:
        raise ModelError("no change at all changes nothing", cure="allow at least one")
    space = state_space(conflict, limit=limit)
    at = space.index(state)
    form = option_form(space, {maker: rank_states(space, conflict.preference(maker)).values for maker in conflict.decision_makers})

    def rests(ranks: Mapping[str, Integers]) -> bool:
        case = OptionForm(space, form.blocks, ranks)
        return all(FAST[wanted](case, maker)[at] for maker in conflict.decision_makers)

    already = rests(form.ranks)
    changes: dict[str, tuple[tuple[Change, ...], ...]] = {}
    complete: dict[str, bool] = {}
    for maker in conflict.decision_makers:
        preference = conflict.preference(maker)
        others = [other for other in conflict.decision_makers if other != maker]
        # Where replies need not pay, the others' verdicts do not depend on this party's ranking.
        fixed = not wanted.credible and not all(FAST[wanted](form, other)[at] for other in others)
        if already or fixed or not isinstance(preference, Prioritization):
            changes[maker], complete[maker] = (), True
            continue

        def ranked(statements: Statements, preference: Prioritization = preference) -> Integers:
            return rank_states(space, replace(preference, tiers=tuple((statement,) for statement in statements))).values

        def would_rest(ranks: Integers, maker: str = maker) -> bool:
            return rests({**form.ranks, maker: ranks})

        changes[maker], complete[maker] = _fewest(tuple(preference.statements), ranked, would_rest, most=most, budget=budget)
    return Inverse(space.label(at), str(wanted), already, changes, complete)


def _fewest(
    statements: Statements, ranked: Callable[[Statements], Integers], rests: Callable[[Integers], bool], *, most: int, budget: int
) -> tuple[tuple[tuple[Change, ...], ...], bool]:
    """Every shortest row of changes after which the state rests, and whether the search was finished; equal rankings are solved once."""
    found: list[tuple[Change, ...]] = []
    known: dict[bytes, bool] = {}
    for steps, changed in _changed(statements, most):
        if found and len(steps) > len(found[0]):
            break
        ranks = ranked(changed)
        key = ranks.tobytes()
        if key not in known:
            if len(known) == budget:
                return tuple(found), False
            known[key] = rests(ranks)
        if known[key]:
            found.append(steps)
    return tuple(found), True


def _changed(statements: Statements, most: int) -> Iterator[tuple[tuple[Change, ...], Statements]]:
    """Every list that 1, 2, … changes make, few changes first, each list once."""
    layer: list[tuple[tuple[Change, ...], Statements]] = [((), statements)]
    seen = {statements}
    for _ in range(most):
        following = []
        for steps, current in layer:
            for change in _single(current):
                rest = current[: change.at] + current[change.at + 1 :]
                result = rest if change.to is None else (*rest[: change.to], change.statement, *rest[change.to :])
                if result not in seen:
                    seen.add(result)
                    following.append(((*steps, change), result))
                    yield following[-1]
        layer = following


def _single(statements: Statements) -> Iterator[Change]:
    """Setting aside first, least important first: then moves, the same way."""
    places = range(len(statements))
    for at in reversed(places):
        yield Change(statements[at], at, None)
    for at in reversed(places):
        yield from (Change(statements[at], at, to) for to in reversed(places) if to != at)
