"""Limited-move and nonmyopic stability, for two decision makers with strict preferences.

Both look h moves ahead and reason backwards. With i on move in s and h moves left, the state finally reached is

    G_0(i, s) = s
    G_h(i, s) = G_{h−1}(j, m) if that is ≻_i s, else s,   where m ∈ R_i(s) is the move whose G_{h−1}(j, m) is best for i

and s itself where i has no move. s is L_h stable for i  ⟺  G_h(i, s) = s; it is *nonmyopic* stable for i if it is so for every h large
enough. L_1 is Nash. h counts the moves of both together.

G_h follows from G_{h−1} alone, and there are finitely many such tables: so they repeat from some horizon on, and what holds throughout the
cycle holds for every h large enough. Where a state's end differs within the cycle, it depends on the parity of the horizon and such like,
and nonmyopic stability is not defined by a limit; such states count as not stable.

Names: L_h, Zagare 1984 (zagare1984), Kilgour 1985 (kilgour1985), Fang, Hipel & Kilgour 1993 (fang1993); nonmyopic, Brams & Wittman 1981
(brams1981), Kilgour 1984 (kilgour1984). With ties or more decision makers several versions are in print, and none is offered here.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import ModelError
from detente.graphmodel.moves import GraphModel, Modelled, graph_model

__all__ = ["Nonmyopic", "limited_move", "nonmyopic"]

_Ends = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Nonmyopic:
    """``stable[dm][s]``; ``settled``: the ends do not depend on the horizon from ``horizon`` on; else they cycle with ``period``."""

    stable: dict[str, tuple[bool, ...]]
    settled: bool
    horizon: int
    period: int


def limited_move(of: Modelled, horizon: int) -> dict[str, tuple[bool, ...]]:
    """For each of the two decision makers, whether each state is L_h stable for h = ``horizon``.

    Raises :class:`~detente.errors.ModelError` for ties, for another number of decision makers, and for a horizon below 1.
    """
    model = graph_model(of)
    _supported(model)
    if horizon < 1:
        raise ModelError(f"a horizon of {horizon} moves looks at nothing", cure="look at least one move ahead")
    ends = _start(model)
    for _ in range(horizon):
        ends = _longer(model, ends)
    return _unmoved(ends)


def nonmyopic(of: Modelled) -> Nonmyopic:
    """Nonmyopic stability, exactly. Raises :class:`~detente.errors.ModelError` for ties, and unless there are two decision makers."""
    model = graph_model(of)
    _supported(model)
    tables = [_longer(model, _start(model))]
    while (following := _longer(model, tables[-1])) not in tables:
        tables.append(following)
    first = tables.index(following)
    cycle = [_unmoved(ends) for ends in tables[first:]]
    states = range(len(model.labels))
    stable = {maker: tuple(all(flags[maker][s] for flags in cycle) for s in states) for maker in model.decision_makers}
    return Nonmyopic(stable, settled=len(cycle) == 1, horizon=first + 1, period=len(cycle))


def _supported(model: GraphModel) -> None:
    if len(model.decision_makers) != 2:
        raise ModelError(f"limited moves are defined here for two decision makers, not {len(model.decision_makers)}", cure="merge parties")
    for maker in model.decision_makers:
        if len(set(model.ranks[maker])) != len(model.labels):
            raise ModelError(f"{maker!r} ranks states equal", cure="limited moves need strict preferences: separate the ties")


def _start(model: GraphModel) -> _Ends:
    return {maker: tuple(range(len(model.labels))) for maker in model.decision_makers}


def _longer(model: GraphModel, ends: _Ends) -> _Ends:
    """From G_{h−1} to G_h."""
    one, other = model.decision_makers
    return {i: tuple(_end(model, i, s, ends[j]) for s in range(len(model.labels))) for i, j in ((one, other), (other, one))}


def _end(model: GraphModel, i: str, s: int, then: tuple[int, ...]) -> int:
    rank = model.ranks[i]
    best = max((then[m] for m in model.moves(i, s)), key=rank.__getitem__, default=s)
    return best if rank[best] > rank[s] else s


def _unmoved(ends: _Ends) -> dict[str, tuple[bool, ...]]:
    return {maker: tuple(end == s for s, end in enumerate(at)) for maker, at in ends.items()}
