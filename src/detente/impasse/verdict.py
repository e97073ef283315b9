"""*Is a deal possible?* as a function of the accepted claims, fast enough to be asked of thousands of worlds.

The answer is about M(w), the model that a set of claims licenses. Statements and rules that fall are switched off in a solver that stays;
where options, parties, settings or the goal fall, the structure changes and a new solver is made, once for each distinct structure.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from detente.dossier.basis import Element, ElementKind
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import AnyOrder, DossierFile, PreferenceEntry, RankedEntry, StatementEntry
from detente.errors import UnknownName
from detente.impasse.encoding import Encoding, encode
from detente.impasse.minimal import Session

__all__ = ["DealPossible", "deal_possible"]

_SWITCHED = {ElementKind.limit, ElementKind.condition, ElementKind.demand, ElementKind.want}
# What the existence of a package does not depend on.
_IDLE = {
    ElementKind.threat,
    ElementKind.attitude,
    ElementKind.agenda,
    ElementKind.meeting,
    ElementKind.cost,
    ElementKind.reference,
    ElementKind.conclusion,
    ElementKind.outcome,
}
_SESSIONS_AT_MOST = 128


class DealPossible:
    """Call it with a set of accepted claims: it says whether an admissible package of the goal exists in the model they license.

    Without ``certain``, a package counts that no signatory certainly rejects; with it, only one that every signatory certainly accepts. A
    goal that the claims do not license has no package. ``calls``, ``solved`` and ``built`` count questions, those that reached a solver,
    and solvers made. Keyword arguments other than these go to :func:`detente.dossier.model.model`.
    """

    def __init__(self, dossier: Dossier, goal: str, *, stated: bool, certain: bool = False, **model_arguments: Any) -> None:
        self.goal = goal
        self.stated = stated
        self.certain = certain
        self.calls = self.solved = self.built = 0
        self._arguments = model_arguments
        switched = _SWITCHED if certain else _SWITCHED | {ElementKind.rule}
        self._stripped = replace(dossier, file=_stripped(dossier.file, rules=not certain))
        self._switched = [element for element in dossier.elements if element.kind in switched and element.basis]
        other_goals = {f"goals.{name}" for name in dossier.file.goals if name != goal}
        self._structure = [
            element
            for element in dossier.elements
            if element.kind not in switched | _IDLE and element.basis and element.id not in other_goals
        ]
        self._arguments.setdefault("names", dossier.names)  # what is stripped is no part of them
        self._stand, self._sit = _Standing(self._switched), _Standing(self._structure)
        self._sessions: OrderedDict[int, tuple[Session | None, Mapping[str, tuple[int, int | None]]]] = OrderedDict()
        self._answers: dict[tuple[int, int], bool] = {}
        known = dossier.file.goals or ({"goal": ""} if dossier.file.goal else {})
        if goal not in known:
            raise UnknownName("goal", goal, known, owner=dossier.title)

    @property
    def claims(self) -> frozenset[str]:
        """Every claim that the answer can possibly depend on."""
        return frozenset().union(*(element.basis.claims for element in (*self._switched, *self._structure)))

    def __call__(self, accepted: AbstractSet[str]) -> bool:
        """Whether a deal is possible in the world where exactly ``accepted`` claims are accepted."""
        self.calls += 1
        structure, switches = self._sit(accepted), self._stand(accepted)
        if (structure, switches) not in self._answers:
            self._answers[structure, switches] = self._answer(structure, switches, accepted)
        return self._answers[structure, switches]

    def _answer(self, structure: int, switches: int, accepted: AbstractSet[str]) -> bool:
        session, asked = self._session(structure, accepted)
        if session is None:
            return False
        self.solved += 1
        fallen = {element.id for place, element in enumerate(self._switched) if not switches >> place & 1}
        encoding = session.encoding
        assumptions = [-encoding.traded if self.stated else encoding.traded]
        for identity, (switch, standing) in asked.items():
            stands = identity not in fallen
            if standing is not None:
                assumptions.append(standing if stands else -standing)
            if switch and stands:
                assumptions.append(switch)
        return session.possible(assumptions)

    def _session(self, structure: int, accepted: AbstractSet[str]) -> tuple[Session | None, Mapping[str, tuple[int, int | None]]]:
        if structure in self._sessions:
            self._sessions.move_to_end(structure)
            return self._sessions[structure]
        if len(self._sessions) == _SESSIONS_AT_MOST:
            oldest, _ = self._sessions.popitem(last=False)[1]
            if oldest is not None:
                oldest.close()
        licensed = model(self._stripped, accepted=accepted, **self._arguments)
        goal = licensed.goals.get(self.goal)
        self.built += 1
        if goal is None:
            self._sessions[structure] = (None, {})
        else:
            encoding = encode(licensed.option_form, goal, certain=self.certain)
            self._sessions[structure] = (Session(encoding), self._asked(encoding))
        return self._sessions[structure]

    def _asked(self, encoding: Encoding) -> dict[str, tuple[int, int | None]]:
        """For each element id its switch (0 where it binds nothing) and the literal that says it stands (None for what ranks nothing)."""
        binding = {switch.id: switch.literal for switch in encoding.asked(stated=self.stated)}
        return {identity: (binding.get(identity, 0), encoding.standing.get(identity)) for identity in {**binding, **encoding.standing}}

    def __repr__(self) -> str:
        question = "as stated" if self.stated else "at the limits"
        return f"<DealPossible {self.goal!r} {question}: {self.calls} questions, {self.solved} solved, {self.built} solvers>"


def deal_possible(
    dossier: Dossier, goal_name: str, *, stated: bool, certain: bool = False, **model_arguments: Any
) -> Callable[[frozenset[str]], bool]:
    """A function from accepted claims to whether an admissible package exists in the model they license; see :class:`DealPossible`.

    Raises :class:`~detente.errors.UnknownName` for a goal that the dossier does not have.
    """
    return DealPossible(dossier, goal_name, stated=stated, certain=certain, **model_arguments)


class _Standing:
    """Which of ``elements`` stand, as the bits of one number: asked of thousands of worlds."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.alone: dict[str, int] = {}
        self.together: list[tuple[frozenset[str], int]] = []
        self.always = 0
        for place, element in enumerate(elements):
            for alternative in element.basis.alternatives:
                if len(alternative) == 1:
                    (claim,) = alternative
                    self.alone[claim] = self.alone.get(claim, 0) | 1 << place
                elif alternative:
                    self.together.append((alternative, 1 << place))
                else:
                    self.always |= 1 << place

    def __call__(self, accepted: AbstractSet[str]) -> int:
        found = self.always
        for claim, bits in self.alone.items():
            if claim in accepted:
                found |= bits
        for alternative, bit in self.together:
            if alternative <= accepted:
                found |= bit
        return found


def _stripped(file: DossierFile, *, rules: bool) -> DossierFile:
    """The same file with statements (and ``rules``) that rest on nothing, so that they always stand and a switch decides instead."""
    update: dict[str, Any] = {"preferences": {party: _freed(entry) for party, entry in file.preferences.items()}}
    if rules:
        update["rules"] = tuple(rule.model_copy(update={"because": ()}) for rule in file.rules)
    return file.model_copy(update=update)


def _freed(entry: PreferenceEntry) -> PreferenceEntry:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, RankedEntry):
        return entry.model_copy(update={"statements": tuple(_freed_line(line) for line in entry.statements)})
    return tuple(_freed_line(line) for line in entry)


def _freed_line(line: StatementEntry | AnyOrder) -> StatementEntry | AnyOrder:
    if isinstance(line, AnyOrder):
        return line.model_copy(update={"any_order": tuple(said.model_copy(update={"because": ()}) for said in line.any_order)})
    return line.model_copy(update={"because": ()})
