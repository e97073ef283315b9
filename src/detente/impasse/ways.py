"""What else would do: for every statement that asks for an act, the other acts in the vocabulary that satisfy the same formula.

A *way* to meet a statement is a minimal set of changes from now with which the goal, the rules and the statement hold. Only acts that the
statement names or the goal does not are counted, so it is told without what the goal takes by itself, and with the binding statements
that refuse it and would not refuse the goal. So *the deal is blocked* and *this one implement is
blocked* are told apart: a need with a way that nobody refuses does not block.

Acts on the same issue are listed beside: the formula does not name them, so whether they serve the same end is a question to whoever
stated it, not a result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.dossier.names import bits_of
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Statement
from detente.graphmodel.statements import And, Formula
from detente.impasse.bystanders import asks_for
from detente.impasse.deals import minimal_changes
from detente.impasse.encoding import PARTICIPATION, encode
from detente.impasse.minimal import Session
from detente.settlement.limits import statement_ids
from detente.settlement.status_quos import known_now

__all__ = ["Need", "SameIssue", "Way", "needs", "same_issue", "ways"]

_WAYS = 8


@dataclass(frozen=True, slots=True)
class Way:
    """``changes``: (option, yes or no) beyond what the goal takes by itself. ``refused_by``: ids of binding statements that exclude it."""

    changes: tuple[tuple[str, bool], ...]
    refused_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"changes": {name: "yes" if to else "no" for name, to in self.changes}, "refused_by": list(self.refused_by)}


@dataclass(frozen=True)
class SameIssue:
    """An act on the same issue as one that is refused: whose statements ask for it, and whose binding ones refuse it (ids)."""

    option: str
    asked_by: tuple[str, ...]
    refused_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"option": self.option, "asked_by": list(self.asked_by), "refused_by": list(self.refused_by)}


@dataclass(frozen=True)
class Need:
    """A statement that takes an act of somebody where the goal is met, and every way to meet it.

    ``options``: the acts that its ways use and somebody refuses. ``only``: acts that all of its ways use. ``same_issue``: other acts on
    their issues. ``complete``: all ways are here.
    """

    element: str
    party: str
    kind: str
    text: str
    formula: str
    ways: tuple[Way, ...]
    options: tuple[str, ...]
    only: tuple[str, ...]
    same_issue: tuple[SameIssue, ...]
    complete: bool = True

    @property
    def open_ways(self) -> tuple[Way, ...]:
        """Ways that no binding statement refuses."""
        return tuple(way for way in self.ways if not way.refused_by)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "element": self.element,
            "party": self.party,
            "kind": self.kind,
            "text": self.text,
            "formula": self.formula,
            "ways": [way.to_dict() for way in self.ways],
            "options": list(self.options),
            "only": list(self.only),
            "same_issue": [act.to_dict() for act in self.same_issue],
            "complete": self.complete,
        }


def needs(dossier: Dossier, model: Model, goal: Formula, *, among: Collection[str] | None = None, at_most: int = _WAYS) -> tuple[Need, ...]:
    """Every statement (or those ``among`` these ids) that takes acts beyond the goal, where at least one act it could use is refused.

    At most ``at_most`` ways each. Raises :class:`~detente.errors.DossierError` for listed states.
    """
    conflict = model.option_form
    found = []
    for party, identity, said in _statements(conflict):
        if among is not None and identity not in among:
            continue
        told = list(islice(ways(conflict, goal, said.formula, owner=party), at_most + 1))
        if not told or not all(way.changes for way in told) or not any(way.refused_by for way in told):
            continue
        used = [{name for name, _ in way.changes} for way in told]
        refused = {name for way in told for name, _ in way.changes if way.refused_by}
        options = tuple(name for name in conflict.option_names if name in refused)
        only = tuple(name for name in conflict.option_names if all(name in names for names in used))
        named = set().union(*used) | set(goal.names())
        beside = tuple(act for name in options for act in same_issue(dossier, conflict, name) if act.option not in named)
        found.append(
            Need(
                element=identity,
                party=party,
                kind=str(said.kind),
                text=said.text,
                formula=str(said.formula),
                ways=tuple(told[:at_most]),
                options=options,
                only=only,
                same_issue=tuple({act.option: act for act in beside}.values()),
                complete=len(told) <= at_most,
            )
        )
    return tuple(found)


def ways(conflict: Conflict, goal: Formula, formula: Formula, *, owner: str | None = None, without: str = "") -> Iterator[Way]:
    """The ways to meet ``formula`` together with ``goal``; ``without`` names an act not to be used.

    Statements of ``owner`` are not counted among those that refuse.
    """
    bare = replace(conflict, preferences={})
    now = known_now(conflict)
    base = _base(bare, goal)
    counted = [n for n in conflict.option_names if n not in base and (n in formula.names() or n not in goal.names())]
    both = And((goal, formula))
    with Session(encode(conflict, goal)) as others, Session(encode(bare, both)) as session:
        if without in session.encoding.changed:
            session.solver.add_clause([-session.encoding.changed[without]])
        rules = [s.literal for s in others.encoding.asked(stated=True) if s.kind == "rule"]
        binding = [s for s in others.encoding.asked(stated=True) if s.kind not in {"rule", PARTICIPATION} and s.party != owner]
        binding = [s for s in binding if others.possible([*rules, s.literal])]
        for setting, _ in minimal_changes(session, stated=False, counted=counted):
            changes = tuple((name, setting[name]) for name in counted if setting[name] != bool(now[name]))
            chosen = [others.encoding.options[name] if to else -others.encoding.options[name] for name, to in changes]
            yield Way(changes, tuple(s.id for s in binding if not others.possible([*rules, *chosen, s.literal])))


def same_issue(dossier: Dossier, conflict: Conflict, option: str) -> tuple[SameIssue, ...]:
    """The other acts on the issue of ``option`` that can still move."""
    entry = next((entry for name, entry in dossier.file.options.items() if option in _bits(dossier, name)), None)
    if entry is None or not entry.issue:
        return ()
    free = {one.name for one in conflict.options if one.frozen is None}
    others = [
        bit for name, other in dossier.file.options.items() if other.issue == entry.issue for bit in _bits(dossier, name) if bit in free
    ]
    return tuple(_same(conflict, bit) for bit in others if bit != option)


def _same(conflict: Conflict, option: str) -> SameIssue:
    asked, refused = [], []
    for _, identity, said in _statements(conflict):
        if option in said.formula.names():
            if asks_for(said.formula, option):
                asked.append(identity)
            elif said.kind is not Kind.want:
                refused.append(identity)
    return SameIssue(option, tuple(asked), tuple(refused))


def _bits(dossier: Dossier, name: str) -> tuple[str, ...]:
    return tuple(bit.name for bit in bits_of(name, dossier.file.options[name]))


def _base(bare: Conflict, goal: Formula) -> frozenset[str]:
    """What changes in every package of the goal, whatever anybody states."""
    with Session(encode(bare, goal)) as session:
        rules = [switch.literal for switch in session.encoding.asked(stated=False)]
        if not session.possible(rules):
            return frozenset()
        changed = session.encoding.changed.items()
        return frozenset(name for name, literal in changed if literal not in {1, -1} and not session.possible([*rules, -literal]))


def _statements(conflict: Conflict) -> Iterator[tuple[str, str, Statement]]:
    for party in conflict.decision_makers:
        if isinstance(conflict.preference(party), Prioritization):
            yield from ((party, identity, said) for identity, said in statement_ids(conflict, party))
