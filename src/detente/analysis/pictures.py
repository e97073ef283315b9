"""The pictures behind :mod:`detente.analysis.sides`: each party's own model and the reference, solved, and compared state by state.

Every picture keeps all options of the dossier in one order (those it lacks are frozen at now), so one state has one code everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import DossierError, ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Unknown
from detente.stability.equilibria import Solution, solve
from detente.stability.hypergames import HypergameSolution, solve_hypergame
from detente.worlds.sides import Side, heard_by

__all__ = ["Pictures", "View"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class View:
    """A state (a label), who would leave it (in the eyes that count), and whose picture does not have it."""

    state: str
    leaving: tuple[str, ...]
    unforeseen_by: tuple[str, ...]


class Pictures:
    """Each party's own model (``models``, ``solution``) and the ``reference``, under one ``concept``.

    ``counted`` are the parties that occur in their own picture and state a preference there; ``silent`` those that state none.
    """

    def __init__(
        self, dossier: Dossier, found: Sequence[Side], *, reference: frozenset[str] | None, concept: str, limit: int = 2**18
    ) -> None:
        self.dossier, self.concept, self.limit = dossier, concept, limit
        self.sides: Mapping[str, Side] = {side.party: side for side in found}
        whole = model(dossier, accepted=reference)
        if not isinstance(whole.conflict, Conflict):
            raise DossierError(f"{dossier.title!r} lists its states, so no party has a picture of its own", cure="write it with options")
        self.reference: Solution = solve(whole.conflict, concepts=concept, limit=limit)
        heard = {side.party: self.picture(side.party, side.claims) for side in found}
        self.models = {party: one for party, one in heard.items() if party in one.option_form.decision_makers}
        self.solution: HypergameSolution = solve_hypergame(
            {party: one.option_form for party, one in self.models.items()}, concepts=concept, limit=limit
        )
        self.silent = tuple(party for party, one in self.models.items() if isinstance(one.option_form.preference(party), Unknown))
        self.counted = tuple(party for party in self.models if party not in self.silent)
        self._solved: dict[Any, Solution] = {}

    def picture(self, party: str, claims: frozenset[str]) -> Model:
        """The model that ``claims`` license, as ``party`` hears it."""
        return model(heard_by(self.dossier, party, claims), accepted=claims)

    @cached_property
    def now(self) -> str | None:
        """The first status quo of the reference, as a label; None where the rules exclude every one."""
        conflict = self.reference.conflict
        quos = conflict.status_quos(at_most=1) if isinstance(conflict, Conflict) else ()
        return "".join("Y" if value else "N" for value in quos[0].values()) if quos else None

    def stays(self, party: str, state: str) -> bool | None:
        """Whether the party stays in its own picture; None where it has none, or does not know the state."""
        return _stays(self.solution.solutions[party], self.concept, party, state) if party in self.models else None

    def stays_in_reference(self, party: str, state: str) -> bool | None:
        """Whether the party stays in the reference; None where it is no decision maker there, or the state infeasible."""
        return _stays(self.reference, self.concept, party, state)

    def verdict(self, party: str, state: str, *, otherwise: bool) -> Callable[[frozenset[str]], bool]:
        """From the party's claims (and readings) to whether it stays; ``otherwise`` where that picture lacks the state or the party."""

        def stays(claims: frozenset[str]) -> bool:
            licensed = self.picture(party, claims)
            key = party, licensed.standing, frozenset(name for name in claims if name not in self.dossier.claims)
            if key not in self._solved:
                self._solved[key] = solve(licensed.option_form, concepts=self.concept, limit=self.limit)
            found = _stays(self._solved[key], self.concept, party, state)
            return otherwise if found is None else found

        return stays

    def false_peace(self) -> list[View]:
        """States that at least two parties know and all who know them would keep, and that somebody would leave in the reference."""
        kept = self._known.sum(axis=0) >= 2
        kept &= (self._staying | ~self._known).all(axis=0)
        return self._views(kept & self._feasible & ~self._reference_staying.all(axis=0), own=False)

    def needless_fear(self) -> list[View]:
        """States that rest in the reference and that somebody would leave in its own eyes."""
        feared = (self._known & ~self._staying).any(axis=0)
        return self._views(feared & self._feasible & self._reference_staying.all(axis=0), own=True)

    @cached_property
    def _codes(self) -> NDArray[np.uint64]:
        spaces = [_codes(self.solution.solutions[party]) for party in self.counted]
        return np.unique(np.concatenate(spaces)) if spaces else np.zeros(0, dtype=np.uint64)

    @cached_property
    def _known(self) -> Bools:
        found = [np.isin(self._codes, _codes(self.solution.solutions[party])) for party in self.counted]
        return np.array(found, dtype=np.bool_).reshape(len(self.counted), self._codes.size)

    @cached_property
    def _staying(self) -> Bools:
        found = [self._flags(self.solution.solutions[party], party) for party in self.counted]
        return np.array(found, dtype=np.bool_).reshape(len(self.counted), self._codes.size)

    @cached_property
    def _feasible(self) -> Bools:
        found: Bools = np.isin(self._codes, _codes(self.reference))
        return found

    @cached_property
    def _reference_staying(self) -> Bools:
        makers = self.reference.decision_makers
        found = [self._flags(self.reference, maker) for maker in makers]
        return np.array(found, dtype=np.bool_).reshape(len(makers), self._codes.size)

    def _flags(self, solution: Solution, party: str) -> Bools:
        """Whether the party stays in each state of ``_codes``; False where the solution does not have it."""
        codes, stable = _codes(solution), solution.stable[self.concept][party]
        at = np.minimum(np.searchsorted(codes, self._codes), codes.size - 1)
        return np.asarray(stable[at] & (codes[at] == self._codes), dtype=np.bool_)

    def _views(self, places: Bools, *, own: bool) -> list[View]:
        """Those ``places``, the ones that everybody knows first, then by how many acts lie between them and now."""
        whole = self.reference.space
        assert whole is not None
        now = None if self.now is None else sum(1 << k for k, letter in enumerate(self.now) if letter == "Y")
        rows = []
        for at in np.flatnonzero(places).tolist():
            code = int(self._codes[at])
            known, state = self._known[:, at], "".join("Y" if code >> k & 1 else "N" for k in range(len(whole.options)))
            stays = self._staying[:, at] | ~known if own else self._reference_staying[:, at]
            leaving = tuple(m for m, stay in zip(self.counted if own else self.reference.decision_makers, stays, strict=True) if not stay)
            unforeseen = tuple(party for party, knows in zip(self.counted, known, strict=True) if not knows)
            distance = 0 if now is None else (code ^ now).bit_count()
            rows.append(((len(unforeseen), distance, state), View(state, leaving, unforeseen)))
        return [view for _, view in sorted(rows, key=lambda row: row[0])]


def _codes(solution: Solution) -> NDArray[np.uint64]:
    assert solution.space is not None
    return solution.space.codes


def _stays(solution: Solution, concept: str, party: str, state: str) -> bool | None:
    if party not in solution.decision_makers:
        return None
    try:
        at = solution.index(state)
    except ModelError:  # its rules, or its frozen options, exclude the state
        return None
    return bool(solution.stable[concept][party][at])
