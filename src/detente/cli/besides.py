"""What ``detente solve`` is asked besides: who would leave together, how one gets there, what it would take, who looks further ahead.

Each answer is plain data first, by labels, and the same data told in words; :class:`Told` knows what things are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.graphmodel.preferences import Statement
    from detente.stability.equilibria import Solution
    from detente.stability.inverse import Change

__all__ = ["Asked", "Told", "answers", "besides"]

_WORK = 2**12  # situations times coalitions that are gone through at most
_FEW, _WAYS = 6, 12
_ANSWERED = {
    "cseq_ui": "the others would answer so that one of them regrets it, each step paying whoever takes it",
    "cgmr": "the others could answer so that one of them regrets it, though not all steps would pay whoever takes them",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions: ``inverse`` is a situation or empty, ``ahead`` a number of moves or None; ``start`` says from where ways are told."""

    coalitions: bool = False
    status_quo: bool = False
    start: str = ""
    inverse: str = ""
    ahead: int | None = None
    at_once: bool = False

    def __bool__(self) -> bool:
        return bool(self.coalitions or self.status_quo or self.inverse or self.ahead is not None or self.at_once)


@dataclass(frozen=True)
class Told:
    """What things are called: a situation by its label, a party, one's move between two labels, a statement of a party's list."""

    situation: Callable[[str], str]
    party: Callable[[str], str]
    moving: Callable[[str, str], str]
    statement: Callable[[str, Statement], str]

    def parties(self, names: Sequence[str], last: str = "and") -> str:
        """Several of them in prose."""
        from detente.report.words.plain import all_of

        return all_of([self.party(name) for name in names], last=last)

    def situations(self, labels: Sequence[str]) -> str:
        """The first few, and how many more."""
        shown = [self.situation(label) for label in labels[:_FEW]]
        more = len(labels) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")


def answers(solution: Solution, asked: Asked, now: Sequence[str], find: Callable[[str], str]) -> dict[str, Any]:
    """One entry for each question asked. ``now``: the labels of the situation now; ``find`` turns what was typed into a label.

    Raises :class:`~detente.errors.ModelError` for a question that has no meaning here, and says why.
    """
    if asked and solution.survey is not None:
        raise ModelError("the situations are too many to list, and this question needs the list", cure="ask without it, or fix some acts")
    found: dict[str, Any] = {}
    if asked.coalitions:
        found["coalitions"] = _coalitions(solution)
    if asked.status_quo:
        starts = [find(asked.start)] if asked.start else list(now)
        if not starts:
            raise ModelError("it is not said which situation is now", cure="say where to start: --from SITUATION")
        found["status_quo"] = [_status_quo(solution, start) for start in starts]
    if asked.inverse:
        found["inverse"] = _inverse(solution, find(asked.inverse))
    if asked.ahead is not None:
        found["ahead"] = _ahead(solution, asked.ahead)
    if asked.at_once:
        found["at_once"] = _at_once(solution)
    return found


def besides(solution: Solution, found: dict[str, Any], told: Told) -> Iterator[tuple[str, str]]:
    """The same in words: pairs of kind (heading, line) and text."""
    if "coalitions" in found:
        yield from _tell_coalitions(found["coalitions"], told)
    for reached in found.get("status_quo", ()):
        yield from _tell_status_quo(reached, told)
    if "inverse" in found:
        yield from _tell_inverse(solution, found["inverse"], told)
    if "ahead" in found:
        moves = found["ahead"]["moves"]
        yield "heading", f"Who looks {moves} move{'s' if moves > 1 else ''} ahead?"
        yield "line", f"At rest for both: {told.situations(found['ahead']['resting']) or 'nowhere'}."
        yield "line", f"At rest however far both look: {told.situations(found['ahead']['nonmyopic']) or 'nowhere'}."
    if "at_once" in found:
        yield "heading", "And if others moved at the same time?"
        held = "Nobody has an improvement that others, gaining at the same moment, could not spoil"
        yield "line", f"{held}: {told.situations(found['at_once']['resting']) or 'nowhere'}."


def _everywhere(solution: Solution, stable: dict[str, Any]) -> list[str]:
    return [label for at, label in enumerate(solution.states) if all(bool(flags[at]) for flags in stable.values())]


def _resting(solution: Solution) -> list[str]:
    found = {label for concept in solution.concepts for label in solution.equilibria(concept)}
    return [label for label in solution.states if label in found]


def _coalitions(solution: Solution) -> dict[str, Any]:
    from detente.stability.coalitional import coalition_improvements, coalition_stable, coalitions, equilibrium_jumps

    model, states = solution.model, solution.states
    if len(states) << len(model.decision_makers) > _WORK:
        most = _WORK >> len(model.decision_makers)
        raise ModelError(f"{len(states):,} situations are too many to go through with every coalition", cure=f"at most {most:,} can be")
    resting = [solution.index(label) for label in _resting(solution)]
    together: list[dict[str, Any]] = []
    universal: dict[str, tuple[bool, ...]] = {}
    for members in coalitions(model):
        flags = coalition_stable(model, members)
        for concept, stays in flags.items():
            before = universal.get(str(concept), (True,) * len(states))
            universal[str(concept)] = tuple(one and other for one, other in zip(before, stays, strict=True))
        for at in resting if len(members) > 1 else ():
            if better := sorted(coalition_improvements(model, members, at)):
                holds = [str(concept) for concept, stays in flags.items() if stays[at]]
                together.append({"state": states[at], "members": list(members), "to": [states[t] for t in better], "held_by": holds})
    jumps = []
    for who, s, t in equilibrium_jumps(model, set(resting)):
        under = [str(concept) for concept in solution.concepts if {states[s], states[t]} <= set(solution.equilibria(concept))]
        if under:
            jumps.append({"members": list(who), "from": states[s], "to": states[t], "concepts": under})
    stable = {concept: [states[at] for at, flag in enumerate(flags) if flag] for concept, flags in universal.items()}
    return {"together": together, "jumps": jumps, "universally_stable": stable}


def _tell_coalitions(found: dict[str, Any], told: Told) -> Iterator[tuple[str, str]]:
    from detente.report.words.plain import all_of
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    yield "heading", "Who would leave together?"
    if not found["together"]:
        yield "line", "From no resting point could several parties go together to where all of them are better off."
    for one in found["together"]:
        who, where = told.parties(one["members"]), told.situations(one["to"])
        said = [words for concept, words in _ANSWERED.items() if concept in one["held_by"]]
        then = said[0] if said else "nobody could answer so that one of them regrets it"
        yield "line", f"From {told.situation(one['state'])}, {who} would all gain by going together to {where}; {then}."
    for jump in found["jumps"]:
        start, end = told.situation(jump["from"]), told.situation(jump["to"])
        who, under = told.parties(jump["members"]), all_of([CONCEPTS[Concept(concept)][0] for concept in jump["concepts"]])
        yield "line", f"A jump from rest to rest under {under}: {who} together, from {start} to {end}, which is better for each."
    firm = found["universally_stable"]["cnash"]
    yield "line", f"Nobody would leave, alone or with any others: {told.situations(firm) or 'nowhere'}."


def _status_quo(solution: Solution, start: str) -> dict[str, Any]:
    from detente.stability.status_quo import StatusQuo, status_quo

    def way(found: StatusQuo, label: str) -> dict[str, Any] | None:
        if label not in found.fewest:
            return None
        path = [{"mover": step.mover, "state": step.state} for step in found.paths[label]]
        return {"moves": found.fewest[label], "last_movers": list(found.last_movers[label]), "path": path}

    free, paying = status_quo(solution, start), status_quo(solution, start, improving=True)
    reached = [{"state": label, "any": way(free, label), "improving": way(paying, label)} for label in _resting(solution)]
    return {"start": start, "resting": reached}


def _tell_status_quo(found: dict[str, Any], told: Told) -> Iterator[tuple[str, str]]:
    yield "heading", f"How is each resting point reached from {told.situation(found['start'])}?"
    if not found["resting"]:
        yield "line", "There is none."
    if len(found["resting"]) > _WAYS:
        yield "line", f"The first {_WAYS} of {len(found['resting']):,}; --json has all."
    for one in found["resting"][:_WAYS]:
        name, free, paying = told.situation(one["state"]), one["any"], one["improving"]
        if free is None:
            yield "line", f"{_capital(name)}: by no moves at all."
        elif not free["moves"]:
            yield "line", f"{_capital(name)}: it is there already."
        elif paying is None:
            yield "line", f"{_capital(name)}: {_way(found['start'], free, told)}. Not by steps that each pay whoever takes them."
        elif paying["moves"] == free["moves"]:
            yield "line", f"{_capital(name)}: {_way(found['start'], paying, told)}. Each step pays whoever takes it."
        else:
            more = f"By steps that each pay whoever takes them: {_way(found['start'], paying, told)}"
            yield "line", f"{_capital(name)}: {_way(found['start'], free, told)}. {more}."


def _way(start: str, way: dict[str, Any], told: Told) -> str:
    at, steps = start, []
    for step in way["path"]:
        steps.append(f"{told.party(step['mover'])} ({told.moving(at, step['state'])})")
        at = step["state"]
    others = [name for name in way["last_movers"] if name != way["path"][-1]["mover"]]
    last = f"; {told.parties(others, last='or')} could make the last move too" if others else ""
    return f"{way['moves']} move{'s' if way['moves'] > 1 else ''} at least: {', then '.join(steps)}{last}"


def _inverse(solution: Solution, label: str) -> dict[str, Any]:
    from detente.graphmodel.conflict import Conflict
    from detente.stability.inverse import smallest_changes

    if not isinstance(solution.conflict, Conflict):
        raise ModelError(
            "a conflict of listed situations has no statements to move or set aside", cure="count its rankings instead: count_rankings"
        )
    concept = "seq" if "seq" in solution.concepts else str(solution.concepts[0])
    found = smallest_changes(solution.conflict, label, concept)

    def plainly(change: Change) -> dict[str, Any]:
        return {"statement": str(change.statement.formula), "id": change.statement.id, "from": change.at, "to": change.to}

    changes = {maker: [[plainly(change) for change in row] for row in rows] for maker, rows in found.changes.items()}
    return {"state": label, "concept": concept, "rests": found.rests, "changes": changes, "complete": dict(found.complete)}


def _tell_inverse(solution: Solution, found: dict[str, Any], told: Told) -> Iterator[tuple[str, str]]:
    from detente.graphmodel.conflict import Conflict
    from detente.graphmodel.preferences import Prioritization
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    assert isinstance(solution.conflict, Conflict)  # nothing is found for another
    under = CONCEPTS[Concept(found["concept"])][0]
    yield "heading", f"What would it take for {told.situation(found['state'])} to be at rest under {under}?"
    if found["rests"]:
        yield "line", "Nothing: it is."
        return
    yield "line", "For each party, the fewest changes of its own list that would do, everybody else's staying as they are."
    for maker, rows in found["changes"].items():
        who = told.party(maker)
        if not isinstance(solution.conflict.preference(maker), Prioritization):
            yield "line", f"{who}: it has no list of statements to change."
        elif not rows:
            yield "line", f"{who}: no one or two changes would do{'' if found['complete'][maker] else ', as far as was searched'}."
        for row in rows[:_FEW]:
            yield "line", f"{who}: {_row(solution, maker, row, told)}."
        if len(rows) > _FEW:
            yield "line", f"{who}: or in {len(rows) - _FEW} more ways as small."


def _row(solution: Solution, maker: str, row: list[dict[str, Any]], told: Told) -> str:
    from detente.graphmodel.preferences import Prioritization

    preference = solution.conflict.preference(maker)  # type: ignore[union-attr]
    assert isinstance(preference, Prioritization)  # nobody else has changes
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


def _ahead(solution: Solution, moves: int) -> dict[str, Any]:
    from detente.stability.limited_move import limited_move, nonmyopic

    near, far = limited_move(solution.model, moves), nonmyopic(solution.model)
    return {
        "moves": moves,
        "resting": _everywhere(solution, near),
        "nonmyopic": _everywhere(solution, far.stable),
        "settled": far.settled,
        "horizon": far.horizon,
        "period": far.period,
    }


def _at_once(solution: Solution) -> dict[str, Any]:
    from detente.graphmodel.conflict import Conflict
    from detente.stability.simultaneous import simultaneous

    if not isinstance(solution.conflict, Conflict):
        raise ModelError("only acts can be done at the same time, and listed situations have none", cure="ask without --at-once")
    found = simultaneous(solution.conflict)
    stays = {maker: [solution.states[at] for at, flag in enumerate(flags) if flag] for maker, flags in found.items()}
    return {"resting": _everywhere(solution, found), "stable": stays}


def _capital(text: str) -> str:
    """Words begin a line with a capital; a label stays as it is."""
    return text[:1].upper() + text[1:] if text.startswith(("situation ", "the ")) else text
