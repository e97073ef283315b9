"""The zone where the situations are too many to list: each party's best and worst package, found by the solver, beside the plainest ones.

A party's best package is found statement by statement, in the order written: one that can hold together with those kept before it is kept.
For its worst one every statement that can fail, fails. Both are over all packages. How far each would have to give way is only told among
the packages found, since all cannot be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic

import numpy as np

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.impasse.encoding import encode
from detente.impasse.minimal import OutOfTime, Session
from detente.settlement.admissible import admissible_in, parties_that_can_act
from detente.settlement.packages import Package
from detente.settlement.pareto import silent
from detente.settlement.status_quos import StatusQuos, status_quos
from detente.settlement.zone import Zone, zone_of

__all__ = ["ends", "zone_unlisted"]

_BITS = 64  # of a state's code

Setting = dict[str, bool]


def zone_unlisted(
    conflict: Conflict, goal: Formula, packages: Sequence[Package], *, stated: bool, met: bool, seconds: float | None
) -> Zone | None:
    """How the parties order ``packages`` and the best and worst package of each, seen from the first status quo.

    ``met``: whether any package is acceptable; if none is, those of the goal that the rules allow are meant. None where nobody has a say,
    time runs out, or the acts are more than 64.
    """
    quos = status_quos(conflict, at_most=1)
    parties = [party for party in parties_that_can_act(conflict) if party not in silent(conflict)]
    if len(conflict.options) > _BITS or not quos.settings or not parties:
        return None
    now = quos.settings[0]
    chosen: list[Mapping[str, bool]] = [dict(package.setting) for package in packages if package.now == _label(conflict, now)]
    try:
        found_ends = list(ends(conflict, goal, parties, now, stated=stated, met=met, seconds=seconds))
        if met and not found_ends:  # there is a package from another status quo only
            found_ends = list(ends(conflict, goal, parties, now, stated=stated, met=False, seconds=seconds))
    except OutOfTime:
        return None
    chosen += [setting for _, best, worst in found_ends for setting in (best, worst)]
    codes = np.unique(np.array([_code(conflict, setting) for setting in (now, *chosen)], dtype=np.uint64))
    found = admissible_in(StateSpace(conflict, codes), goal, stated=stated, quos=StatusQuos((now,), quos.broken, complete=quos.complete))
    drawn = zone_of(found)
    return None if drawn is None else replace(drawn, complete=False, sampled=True)


def ends(
    conflict: Conflict, goal: Formula, parties: Sequence[str], now: Mapping[str, bool], *, stated: bool, met: bool, seconds: float | None
) -> Iterator[tuple[str, Setting, Setting]]:
    """For each of ``parties`` its best and its worst package seen from ``now``; nothing where there is no package.

    With ``met`` the acceptable packages are meant, else all of the goal that the rules allow. Raises
    :class:`~detente.impasse.minimal.OutOfTime` after ``seconds``.
    """
    deadline = None if seconds is None else monotonic() + seconds
    encoding = encode(conflict, goal)
    circuit = Circuit(encoding.clauses, encoding.top)
    truths = {party: [circuit.literal(formula, encoding.options) for formula in _said(conflict, party)] for party in parties}
    encoding = replace(encoding, clauses=circuit.clauses, top=circuit.top)
    switches = [switch for switch in encoding.asked(stated=stated) if met or switch.kind == "rule"]
    asked = [*encoding.question(stated=stated), *(switch.literal for switch in switches)]
    asked += [literal if now[name] else -literal for name, literal in encoding.now.items()]
    with Session(encoding, lambda: deadline is not None and monotonic() > deadline) as session:
        if session.possible(asked):
            for party in parties:
                yield party, _extreme(session, asked, truths[party]), _extreme(session, asked, [-truth for truth in truths[party]])


def _extreme(session: Session, asked: Sequence[int], wanted: Sequence[int]) -> Setting:
    held = list(asked)
    for literal in wanted:
        held.append(literal if session.possible([*held, literal]) else -literal)
    session.possible(held)
    return session.setting()


def _said(conflict: Conflict, party: str) -> list[Formula]:
    preference = conflict.preference(party)
    return [said.formula for said in preference.statements] if isinstance(preference, Prioritization) else []


def _code(conflict: Conflict, setting: Mapping[str, bool]) -> int:
    return sum(1 << k for k, name in enumerate(conflict.option_names) if setting[name])


def _label(conflict: Conflict, setting: Mapping[str, bool]) -> str:
    return "".join("Y" if setting[name] else "N" for name in conflict.option_names)
