"""What it would take for a situation to be at rest: the smallest changes of each party's list, and how many rankings would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import FEW, Lines, Told
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.graphmodel.conflict import Conflict
    from detente.graphmodel.preferences import Prioritization
    from detente.stability.equilibria import Solution
    from detente.stability.inverse import Change

__all__ = ["inverse", "tell_inverse"]

_COUNTED = 16  # situations: 2**15 sets that may be better than the one asked about


def inverse(solution: Solution, label: str, free: Sequence[str]) -> dict[str, Any]:
    """The smallest changes of each party's list, and, for the parties in ``free``, how many of their rankings would do."""
    from detente.graphmodel.conflict import Conflict
    from detente.stability.inverse import smallest_changes
    from detente.stability.inverse_counts import count_rankings

    concept = "seq" if "seq" in solution.concepts else str(solution.concepts[0])
    rests = label in solution.equilibria(concept)
    answer: dict[str, Any] = {"state": label, "concept": concept, "rests": rests, "changes": {}, "complete": {}}
    if isinstance(solution.conflict, Conflict):
        found = smallest_changes(solution.conflict, label, concept)
        answer["changes"] = {maker: [[_plainly(change) for change in row] for row in rows] for maker, rows in found.changes.items()}
        answer["complete"] = dict(found.complete)
    elif not free:
        raise ModelError(
            "a conflict of listed situations has no statements to move or set aside", cure="count a party's rankings instead: --free PARTY"
        )
    if free:
        if len(solution.states) > _COUNTED:
            raise ModelError(
                f"{len(solution.states):,} situations can be ranked in too many ways to count",
                cure=f"at most {_COUNTED} can be counted; ask without --free",
            )
        counted = count_rankings(solution.conflict, label, free=free, concepts=solution.concepts).to_dict()
        answer["rankings"] = {key: counted[key] for key in ("free", "rankings", "counts", "complete")}
    return answer


def _plainly(change: Change) -> dict[str, Any]:
    return {"statement": str(change.statement.formula), "id": change.statement.id, "from": change.at, "to": change.to}


def tell_inverse(solution: Solution, found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.graphmodel.conflict import Conflict
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    under = CONCEPTS[Concept(found["concept"])][0]
    yield "heading", f"What would it take for {told.situation(found['state'])} to be at rest under {under}?"
    if found["rests"]:
        yield "line", "Nothing: it is."
    elif isinstance(solution.conflict, Conflict):
        yield from _tell_changes(solution.conflict, found, told)
    if "rankings" in found:
        yield from _tell_counts(found["rankings"], told)


def _tell_changes(conflict: Conflict, found: dict[str, Any], told: Told) -> Lines:
    from detente.graphmodel.preferences import Prioritization

    yield "line", "For each party, the fewest changes of its own list that would do, everybody else's staying as they are."
    for maker, rows in found["changes"].items():
        who, preference = told.party(maker), conflict.preference(maker)
        if not isinstance(preference, Prioritization):
            yield "line", f"{who}: it has no list of statements to change."
            continue
        if not rows:
            yield "line", f"{who}: no one or two changes would do{'' if found['complete'][maker] else ', as far as was searched'}."
        for row in rows[:FEW]:
            yield "line", f"{who}: {_row(preference, maker, row, told)}."
        if len(rows) > FEW:
            yield "line", f"{who}: or in {len(rows) - FEW} more ways as small."


def _tell_counts(found: dict[str, Any], told: Told) -> Lines:
    from detente.report.words.plain import all_of
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    free, counts = found["free"], found["counts"]
    could = "rankings that {} could have" if len(free) == 1 else "ways in which {} could rank"
    of = f"Of the {found['rankings']:,} {could.format(told.parties(free))}, no two situations level and everybody else's ranking as it is"
    if said := [f"{count:,} under {CONCEPTS[Concept(concept)][0]}" for concept, count in counts.items() if count is not None]:
        yield "line", f"{of}, it is at rest in {all_of(said)}."
    if missing := [CONCEPTS[Concept(concept)][0] for concept, count in counts.items() if count is None]:
        yield "line", f"{of}: too many to count under {all_of(missing)}."


def _row(preference: Prioritization, maker: str, row: list[dict[str, Any]], told: Told) -> str:
    now, said = list(preference.statements), []
    for change in row:
        statement = now.pop(change["from"])
        words = f"“{told.statement(maker, statement)}”"
        if change["to"] is None:
            said.append(f"set {words} aside")
        else:
            now.insert(change["to"], statement)
            said.append(f"move {words} from place {change['from'] + 1} to place {change['to'] + 1}")
    return ", then ".join(said)
