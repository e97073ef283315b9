"""How each resting point is reached from some situation: in how many moves, by which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told, capital, resting

if TYPE_CHECKING:
    from detente.stability.equilibria import Solution

__all__ = ["tell_ways", "ways"]

_WAYS = 12


def ways(solution: Solution, start: str) -> dict[str, Any]:
    """Each resting point, by any moves and by moves that pay."""
    from detente.stability.status_quo import StatusQuo, status_quo

    def way(found: StatusQuo, label: str) -> dict[str, Any] | None:
        if label not in found.fewest:
            return None
        path = [{"mover": step.mover, "state": step.state} for step in found.paths[label]]
        return {"moves": found.fewest[label], "last_movers": list(found.last_movers[label]), "path": path}

    free, paying = status_quo(solution, start), status_quo(solution, start, improving=True)
    reached = [{"state": label, "any": way(free, label), "improving": way(paying, label)} for label in resting(solution)]
    return {"start": start, "resting": reached}


def tell_ways(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    yield "heading", f"How is each resting point reached from {told.situation(found['start'])}?"
    if not found["resting"]:
        yield "line", "There is none."
    if len(found["resting"]) > _WAYS:
        yield "line", f"The first {_WAYS} of {len(found['resting']):,}; --json has all."
    for one in found["resting"][:_WAYS]:
        name, free, paying = told.situation(one["state"]), one["any"], one["improving"]
        if free is None:
            yield "line", f"{capital(name)}: by no moves at all."
        elif not free["moves"]:
            yield "line", f"{capital(name)}: it is there already."
        elif paying is None:
            yield "line", f"{capital(name)}: {_way(found['start'], free, told)}. Not by steps that each pay whoever takes them."
        elif paying["moves"] == free["moves"]:
            yield "line", f"{capital(name)}: {_way(found['start'], paying, told)}. Each step pays whoever takes it."
        else:
            more = f"By steps that each pay whoever takes them: {_way(found['start'], paying, told)}"
            yield "line", f"{capital(name)}: {_way(found['start'], free, told)}. {more}."


def _way(start: str, way: dict[str, Any], told: Told) -> str:
    at, steps = start, []
    for step in way["path"]:
        steps.append(f"{told.party(step['mover'])} ({told.moving(at, step['state'])})")
        at = step["state"]
    others = [name for name in way["last_movers"] if name != way["path"][-1]["mover"]]
    last = f"; {told.parties(others, last='or')} could make the last move too" if others else ""
    return f"{way['moves']} move{'s' if way['moves'] > 1 else ''} at least: {', then '.join(steps)}{last}"
