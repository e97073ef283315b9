"""Who looks further ahead, and what if others moved at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told, everywhere
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.stability.equilibria import Solution

__all__ = ["ahead", "at_once", "tell_ahead", "tell_at_once"]


def ahead(solution: Solution, moves: int) -> dict[str, Any]:
    """By so many moves ahead, and however far."""
    from detente.stability.limited_move import limited_move, nonmyopic

    near, far = limited_move(solution.model, moves), nonmyopic(solution.model)
    return {
        "moves": moves,
        "resting": everywhere(solution, near),
        "nonmyopic": everywhere(solution, far.stable),
        "settled": far.settled,
        "horizon": far.horizon,
        "period": far.period,
    }


def at_once(solution: Solution) -> dict[str, Any]:
    """In both readings of simultaneous stability: everywhere, and after SEQ."""
    from detente.graphmodel.conflict import Conflict
    from detente.stability.simultaneous import simultaneous

    if not isinstance(solution.conflict, Conflict):
        raise ModelError("only acts can be done at the same time, and listed situations have none", cure="ask without --at-once")
    found, later = simultaneous(solution.conflict), simultaneous(solution.conflict, after="seq")
    stays = {maker: [solution.states[at] for at, flag in enumerate(flags) if flag] for maker, flags in found.items()}
    return {"resting": everywhere(solution, found), "after_seq": everywhere(solution, later), "stable": stays}


def tell_ahead(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    moves = found["moves"]
    yield "heading", f"Who looks {moves} move{'s' if moves > 1 else ''} ahead?"
    yield "line", f"At rest for both: {told.situations(found['resting']) or 'nowhere'}."
    yield "line", f"At rest however far both look: {told.situations(found['nonmyopic']) or 'nowhere'}."


def tell_at_once(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    yield "heading", "And if others moved at the same time?"
    held = "Nobody has an improvement that others, gaining at the same moment, could not spoil"
    yield "line", f"{held}: {told.situations(found['resting']) or 'nowhere'}."
    yield (
        "line",
        f"Asked only where SEQ leaves two or more unsatisfied, as the book does: {told.situations(found['after_seq']) or 'nowhere'}.",
    )
