"""What the answers do not owe to statements: circumstances nobody controls, an open now, doubtful parties, readings of two as one.

A *scenario* changes one such thing, or settles several that are unknown, and asks every goal again, every claim that nobody rejected being
accepted:

- **unknown**  the circumstances left unknown, in every combination (each alone and all together where there are too many);
- **event**    a circumstance that is known, turned round: an outside event;
- **now**      an act whose setting now is unknown, settled yes or no;
- **merge**    two parties read as one where the dossier reads them as two, or the other way round;
- **without**  a party of doubtful existence, absent.

What no statement, rule or goal mentions multiplies nothing: a circumstance whose turning leaves the model as it is, is *idle*. Deals are
counted in situations in which the acts that no formula mentions stay as now; a deal *rests* if nobody would leave it (SEQ, as read).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np

from detente.analysis.board import LIMIT, Boards
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import bits_of
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization
from detente.graphmodel.statements import Formula
from detente.impasse.encoding import encode
from detente.impasse.limits import reasons
from detente.settlement.admissible import admissible
from detente.stability.equilibria import Solution, solve

__all__ = ["GoalOutcome", "Kind", "Scenario", "ScenarioRow", "Scenarios", "scenarios"]

_COMBINED = 3
"""Up to so many unknown circumstances are combined in every way; more are turned one by one, and all together."""
_ROWS = 32


class Kind(StrEnum):
    """What a scenario changes."""

    unknown = "unknown"
    event = "event"
    now = "now"
    merge = "merge"
    without = "without"


@dataclass(frozen=True, slots=True)
class Scenario:
    """``settings``: circumstances, or acts now, and how they are settled. ``parties``: principal and agent, or the one that is absent."""

    kind: Kind
    settings: tuple[tuple[str, bool], ...] = ()
    parties: tuple[str, ...] = ()
    apply: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"kind": str(self.kind), "settings": dict(self.settings), "parties": list(self.parties), "read_as_one": self.apply}


@dataclass(frozen=True, slots=True)
class GoalOutcome:
    """One goal's answer. ``reasons``: minimal reasons on the side that blocks, as sets of element ids.

    ``deals``: acceptable packages at the limits; ``sure``: those that every signatory accepts in every completion; ``resting``: those that
    rest as read, as labels. All three are None where the situations were too many to list.
    """

    goal: str
    at_limits: bool
    as_stated: bool
    reasons: frozenset[frozenset[str]]
    deals: int | None = None
    sure: int | None = None
    resting: frozenset[str] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "goal": self.goal,
            "at_limits": self.at_limits,
            "as_stated": self.as_stated,
            "reasons": sorted(sorted(reason) for reason in self.reasons),
            "deals": self.deals,
            "surely_accepted": self.sure,
            "resting": None if self.resting is None else len(self.resting),
        }


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario with its answers; ``changed`` are those that differ from the answers as the dossier is written."""

    scenario: Scenario
    outcomes: tuple[GoalOutcome, ...]
    changed: tuple[str, ...]
    overturned: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; only the answers that differ are spelled out."""
        return {
            **self.scenario.to_dict(),
            "changes": [outcome.to_dict() for outcome in self.outcomes if outcome.goal in self.changed],
            "overturned": list(self.overturned),
            "opened": list(self.opened),
        }


@dataclass(frozen=True)
class Scenarios:
    """The answers as written (``base``: unknown circumstances read as *no*) and in every scenario.

    ``depends``: for each circumstance that has an effect the statements and rules that mention it. ``idle``: circumstances without any.
    ``notes`` say what was left out.
    """

    base: tuple[GoalOutcome, ...] = ()
    rows: tuple[ScenarioRow, ...] = ()
    depends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    idle: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[ScenarioRow, ...]:
        """The rows that change an answer."""
        return tuple(row for row in self.rows if row.changed)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "base": [outcome.to_dict() for outcome in self.base],
            "scenarios": [row.to_dict() for row in self.rows],
            "depends": {name: list(found) for name, found in self.depends.items()},
            "idle": list(self.idle),
            "notes": list(self.notes),
        }


def scenarios(dossier: Dossier, licensed: Model, *, held: frozenset[str] = frozenset(), limit: int = LIMIT) -> Scenarios:
    """Ask every goal of ``licensed`` in every scenario of ``dossier``; at most 32 scenarios, ``notes`` saying what was left out.

    ``held``: acts that stay as now. Raises what :func:`~detente.dossier.model.model` raises.
    """
    if not isinstance(licensed.conflict, Conflict):
        return Scenarios()
    asked = _Asking(dossier, Boards(held, limit))
    depends = {name: found for name in dossier.file.circumstances if (found := asked.depends(name))}
    base = asked.outcomes(licensed)
    known = {outcome.goal: outcome for outcome in base}
    rows: list[ScenarioRow] = []
    notes: list[str] = []
    for scenario in _scenarios(dossier, licensed, depends):
        if len(rows) == _ROWS:
            notes.append(f"only the first {_ROWS} scenarios were tried")
            break
        outcomes = asked.outcomes(asked.licensed(scenario))
        changed = tuple(outcome.goal for outcome in outcomes if outcome != known.get(outcome.goal))
        rows.append(
            ScenarioRow(
                scenario,
                outcomes,
                changed,
                tuple(outcome.goal for outcome in outcomes if _lost(known.get(outcome.goal), outcome)),
                tuple(outcome.goal for outcome in outcomes if _lost(outcome, known.get(outcome.goal))),
            )
        )
    idle = tuple(name for name in dossier.file.circumstances if name not in depends)
    return Scenarios(base, tuple(rows), depends, idle, tuple(notes))


def _lost(before: GoalOutcome | None, after: GoalOutcome | None) -> bool:
    """Whether the first has a deal, or one that rests, of a kind that the second has not."""
    if before is None or after is None:
        return False
    return (
        (before.at_limits and not after.at_limits)
        or (before.as_stated and not after.as_stated)
        or bool(before.resting and after.resting is not None and not after.resting)
    )


def _scenarios(dossier: Dossier, licensed: Model, depends: Mapping[str, tuple[str, ...]]) -> Iterator[Scenario]:
    unknown = [name for name in licensed.open_circumstances if name in depends]
    if len(unknown) <= _COMBINED:
        settled = [dict(zip(unknown, values, strict=True)) for values in product((False, True), repeat=len(unknown))]
    else:
        settled = [{name: name == one for name in unknown} for one in unknown] + [dict.fromkeys(unknown, True)]
    yield from (Scenario(Kind.unknown, tuple(settings.items())) for settings in settled if any(settings.values()))
    for name in depends:
        if name not in unknown:
            yield Scenario(Kind.event, ((name, dossier.file.circumstances[name].now != "yes"),))
    for name, entry in dossier.file.options.items():
        bits = bits_of(name, entry)
        if any(licensed.option_form.now.get(bit.name) is None for bit in bits):
            open_bits = [bit.name for bit in bits if licensed.option_form.now.get(bit.name) is None]
            yield from (Scenario(Kind.now, tuple((bit, bit == one) for bit in open_bits)) for one in (None, *open_bits))
            if entry.parties and len(open_bits) > 1:
                yield Scenario(Kind.now, tuple((bit, True) for bit in open_bits))
    for index, merge in enumerate(dossier.file.merge):
        if f"merge.{index}" in licensed.standing:
            yield Scenario(Kind.merge, parties=(merge.principal, merge.agent), apply=not merge.apply)
    for name, party in dossier.file.parties.items():
        if party.exists == "doubtful" and f"parties.{name}" in licensed.standing:
            yield Scenario(Kind.without, parties=(name,))


@dataclass(frozen=True)
class _Asking:
    dossier: Dossier
    boards: Boards

    def licensed(self, scenario: Scenario) -> Model:
        """The model of a scenario."""
        if scenario.kind is Kind.merge:
            file = self.dossier.file
            merged = tuple(
                entry.model_copy(update={"apply": scenario.apply}) if (entry.principal, entry.agent) == scenario.parties else entry
                for entry in file.merge
            )
            return model(replace(self.dossier, file=file.model_copy(update={"merge": merged})))
        if scenario.kind is Kind.without:
            return model(self.dossier, without=frozenset(scenario.parties))
        if scenario.kind is Kind.now:
            found = model(self.dossier)
            return replace(found, conflict=replace(found.option_form, now={**found.option_form.now, **dict(scenario.settings)}))
        return model(self.dossier, circumstances=dict(scenario.settings))

    def depends(self, circumstance: str) -> tuple[str, ...]:
        """The ids of what differs where the circumstance does: statements, rules, goals and other named formulas."""
        no, yes = (_parts(model(self.dossier, circumstances={circumstance: value})) for value in (False, True))
        return tuple(name for name in no if no[name] != yes[name])

    def outcomes(self, licensed: Model) -> tuple[GoalOutcome, ...]:
        """Every goal's answer."""
        found: Solution | None
        try:
            space = self.boards.space(licensed.option_form)
            found = solve(space.conflict, concepts="seq", limit=self.boards.limit)
        except ModelError:
            found = None
        return tuple(self.outcome(licensed, found, name, goal) for name, goal in licensed.goals.items())

    def outcome(self, licensed: Model, solution: Solution | None, name: str, goal: Formula) -> GoalOutcome:
        encoding = encode(licensed.option_form, goal)
        at_limits, as_stated = (
            reasons(licensed, goal, stated=stated, at_most=16, seconds=1.0, encoding=encoding) for stated in (False, True)
        )
        why = frozenset(reason.elements for reason in (at_limits if at_limits.blocked else as_stated).reasons)
        told = GoalOutcome(name, not at_limits.blocked, not as_stated.blocked, why)
        if solution is None or not isinstance(solution.conflict, Conflict):
            return told
        try:
            found = admissible(solution.conflict, goal, limit=self.boards.limit)
        except ModelError:
            return told
        labels: frozenset[str] = frozenset()
        if found.space is not None and solution.space is not None:
            resting = solution.space.codes[solution.resting("seq")]
            both = found.possible[np.isin(found.space.codes[found.possible], resting)]
            labels = frozenset(found.space.label(int(at)) for at in both)
        return replace(told, deals=int(found.possible.size), sure=int(found.necessary.size), resting=labels)


def _parts(licensed: Model) -> dict[str, object]:
    """What a circumstance can occur in, by id."""
    parts: dict[str, object] = {}
    conflict = licensed.option_form
    for preference in conflict.preferences.values():
        if isinstance(preference, Prioritization):
            parts.update((said.id, said.formula) for said in preference.statements)
    parts.update((rule.id, rule.never) for rule in conflict.rules if rule.id)
    for section in ("goals", "references", "conclusions", "threats"):
        parts.update((f"{section}.{name}", formula) for name, formula in getattr(licensed, section).items())
    parts.update((f"agenda.{index}", step) for index, step in enumerate(licensed.agenda))
    return parts
