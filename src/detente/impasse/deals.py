"""Packages where the states are too many to list: found one by one with the solver, each changing no more than it must."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from time import monotonic

import numpy as np

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.impasse.encoding import Encoding, encode
from detente.impasse.minimal import OutOfTime, Session
from detente.settlement.admissible import admissible_in
from detente.settlement.packages import Packages, packages_of
from detente.settlement.status_quos import StatusQuos, status_quos

__all__ = ["minimal_changes", "minimal_packages"]

_BITS = 64  # of a state's code


def minimal_packages(
    conflict: Conflict, goal: Formula, *, stated: bool = False, at_most: int = 50, seconds: float | None = None
) -> Packages:
    """Inclusion-minimal packages of ``goal``, at most ``at_most``; ``possible`` counts only those found, and the notes say so.

    Raises :class:`~detente.errors.ModelError` for a conflict of more than 64 options.
    """
    if len(conflict.options) > _BITS:
        raise ModelError(f"{len(conflict.options)} options do not fit a state's {_BITS} bits", cure="leave out options that play no part")
    deadline = None if seconds is None else monotonic() + seconds
    found: list[tuple[dict[str, bool], dict[str, bool]]] = []
    note = ""
    with Session(encode(conflict, goal), lambda: deadline is not None and monotonic() > deadline) as session:
        try:
            for pair in minimal_changes(session, stated=stated):
                if len(found) == at_most:
                    note = f"more than {at_most} packages are inclusion-minimal; these were found first"
                    break
                found.append(pair)
        except OutOfTime:
            note = f"the search for packages was ended after {seconds} seconds"
    return _told(conflict, goal, found, note, stated=stated)


def minimal_changes(
    session: Session, *, stated: bool, counted: Collection[str] | None = None
) -> Iterator[tuple[dict[str, bool], dict[str, bool]]]:
    """(package, now), each with a change that contains no other's; solve, shrink the change, forbid everything that contains it.

    Only changes of options in ``counted`` (default: all) count as changes.
    """
    encoding = session.encoding
    asked = [*encoding.question(stated=stated), *(switch.literal for switch in encoding.asked(stated=stated))]
    changed = {name: literal for name, literal in encoding.changed.items() if literal != -1 and (counted is None or name in counted)}
    while session.possible(asked):
        true = session.true() | {1}
        pair = _pair(encoding, session)
        now = {name: literal for name, literal in changed.items() if literal in true}
        unchanged = [-literal for name, literal in changed.items() if name not in now]
        for name in tuple(now):
            if name in now and session.possible([*asked, *unchanged, -now[name]]):
                true = session.true() | {1}
                pair = _pair(encoding, session)
                unchanged += [-literal for other, literal in now.items() if literal not in true]
                now = {other: literal for other, literal in now.items() if literal in true}
        yield pair
        session.solver.add_clause([-literal for literal in now.values()] or [-1])


def _pair(encoding: Encoding, session: Session) -> tuple[dict[str, bool], dict[str, bool]]:
    true = session.true()
    return encoding.setting(true), encoding.setting(true, now=True)


def _told(conflict: Conflict, goal: Formula, found: list[tuple[dict[str, bool], dict[str, bool]]], note: str, *, stated: bool) -> Packages:
    def code(setting: dict[str, bool]) -> int:
        return sum(1 << k for k, name in enumerate(conflict.option_names) if setting[name])

    starts = {code(now): now for _, now in found}
    known = status_quos(conflict, at_most=1)
    quos = StatusQuos(tuple(starts.values()), known.broken, complete=known.complete)
    codes = np.unique(np.array([code(setting) for pair in found for setting in pair], dtype=np.uint64))
    space = StateSpace(conflict, codes)
    packages = packages_of(admissible_in(space, goal, stated=stated, quos=quos), at_most=len(found), frontier=False)
    return packages.partly(note, "too many states to list: only packages that change no more than they must, and only these are counted")
