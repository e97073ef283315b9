"""Why the set of admissible packages is empty: all minimal reasons, and all smallest changes that would remove them.

A *reason* is a minimal set of elements (limits, conditions, demands where positions are taken as stated, rules, and each signatory's "no
worse than now") that cannot hold together with the goal: a minimal unsatisfiable subset. A *change set* is a minimal set of elements
without which a package exists: a minimal correction set. Every reason meets every change set (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.impasse.carriers import minimal_unions
from detente.impasse.encoding import PARTICIPATION, Encoding, Switch, encode
from detente.impasse.minimal import OutOfTime, Session, minimal_sets

__all__ = ["ChangeSet", "Part", "Reason", "Reasons", "each_reason", "reasons"]


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a reason or of a change set.

    ``id`` is the dossier's element id, or ``participation.<party>``. ``deciding``, for a participation: the statements of the party that
    suffice, ranked as they are, to make it worse off in every package the rest of the reason allows.
    """

    id: str
    kind: str
    party: str | None
    text: str
    formula: str = ""
    deciding: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "party": self.party,
            "text": self.text,
            "formula": self.formula,
            "deciding": list(self.deciding),
        }


@dataclass(frozen=True)
class _Parts:
    parts: tuple[Part, ...]

    @property
    def elements(self) -> frozenset[str]:
        """The ids of the parts."""
        return frozenset(part.id for part in self.parts)

    @property
    def parties(self) -> tuple[str, ...]:
        """Whose they are, in alphabetical order; a rule is nobody's."""
        return tuple(sorted({part.party for part in self.parts if part.party is not None}))

    def __len__(self) -> int:
        return len(self.parts)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(part.id for part in self.parts) or 'nothing but the goal itself'}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"elements": [part.to_dict() for part in self.parts], "parties": list(self.parties)}


@dataclass(frozen=True, repr=False)
class Reason(_Parts):
    """Elements that cannot hold together with the goal, none of which could be spared.

    Without any part, the goal itself cannot be met: options are frozen or exclusive.
    """

    def claims(self, dossier: Dossier, *, accepted: Collection[str] | None = None) -> tuple[frozenset[str], ...]:
        """The minimal sets of ``accepted`` claims (default: those not rejected) that carry this reason.

        Each holds, for every part, one alternative of what it rests on; for a participation, of every statement that decides it. An
        element that nothing was cited for needs no claim, so a reason made of assumptions alone is carried by the empty set.
        """
        allowed = frozenset(dossier.standing if accepted is None else accepted)
        needed = [identity for part in self.parts for identity in (part.deciding if part.kind == PARTICIPATION else (part.id,))]
        found = (dossier.element_by_id.get(identity) for identity in dict.fromkeys(needed))
        bases = [[alternative for alternative in element.basis.alternatives if alternative <= allowed] for element in found if element]
        return minimal_unions(bases_that_count for bases_that_count in bases if bases_that_count)


@dataclass(frozen=True, repr=False)
class ChangeSet(_Parts):
    """Elements without which a package exists, none of which could be kept."""


@dataclass(frozen=True)
class Reasons:
    """The answer with its question. ``complete``: every reason and every change set is here; otherwise ``stopped`` says why not.

    ``blocked`` is whether there is no admissible package; only then are there reasons. ``fixed``: the frozen options that, with the
    structure of the options, rule the goal out by themselves, where that is the reason.
    """

    goal: Formula
    stated: bool
    blocked: bool
    reasons: tuple[Reason, ...]
    changes: tuple[ChangeSet, ...]
    complete: bool = True
    stopped: str | None = None
    fixed: tuple[str, ...] = ()
    asked: tuple[str, ...] = field(default=(), repr=False)

    @property
    def elements(self) -> frozenset[str]:
        """Every element that occurs in a reason."""
        return frozenset(identity for reason in self.reasons for identity in reason.elements)

    def __repr__(self) -> str:
        question = "as stated" if self.stated else "at the limits"
        if not self.blocked:
            return f"<Reasons {question}: not blocked>"
        more = "" if self.complete else ", more exist"
        return f"<Reasons {question}: {len(self.reasons)} reasons, {len(self.changes)} change sets{more}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "goal": str(self.goal),
            "stated": self.stated,
            "blocked": self.blocked,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "changes": [change.to_dict() for change in self.changes],
            "complete": self.complete,
            "stopped": self.stopped,
            "fixed": list(self.fixed),
        }


def reasons(
    model: Model | Conflict,
    goal: Formula,
    *,
    stated: bool = False,
    certain: bool = False,
    at_most: int = 64,
    seconds: float | None = None,
    encoding: Encoding | None = None,
) -> Reasons:
    """All minimal reasons why no package of ``goal`` is admissible in ``model``, and all smallest changes, at most ``at_most`` of each.

    Where preferences are open, a signatory blocks only a package that leaves it certainly worse off; with ``certain`` it blocks every
    package that is not certainly acceptable. ``seconds`` bounds the time, measured between solver calls. A search that was cut short
    says so. ``encoding``: what :func:`~detente.impasse.encoding.encode` gives for the same arguments, for whoever asks both questions.
    Raises :class:`~detente.errors.DossierError` for listed states.
    """
    conflict = model if isinstance(model, Conflict) else model.option_form
    deadline = None if seconds is None else monotonic() + seconds
    encoding = encoding or encode(conflict, goal, certain=certain)
    switches, fixed = encoding.asked(stated=stated), encoding.question(stated=stated)
    found: list[list[Switch]] = []
    changes: list[list[Switch]] = []
    stopped: str | None = None
    told: list[Reason] = []
    with Session(encoding, lambda: deadline is not None and monotonic() > deadline, fixed) as session:
        blocked = not session.solver.solve(assumptions=[switch.literal for switch in switches])
        try:
            for kind, members in minimal_sets(session, switches):
                (found if kind == "reason" else changes).append(members)
                if _enough(len(found), len(changes), at_most):
                    break
            if max(len(found), len(changes)) > at_most:
                stopped = f"after {min(len(found), at_most)} reasons and {min(len(changes), at_most)} change sets"
            told = [_reason(encoding, members, fixed, session.stop) for members in sorted(found[:at_most], key=_order)]
        except OutOfTime:
            stopped = f"after {seconds} seconds"
            told += [Reason(tuple(_part(switch) for switch in members)) for members in sorted(found[:at_most], key=_order)[len(told) :]]
    return Reasons(
        goal=goal,
        stated=stated,
        blocked=blocked,
        reasons=tuple(told),
        changes=tuple(
            ChangeSet(tuple(_part(switch) for switch in members)) for members in sorted(changes[:at_most], key=_order) if members
        ),
        complete=stopped is None,
        stopped=stopped,
        fixed=_fixed(conflict, goal) if [] in found else (),
        asked=tuple(switch.id for switch in switches),
    )


def each_reason(
    model: Model | Conflict,
    goal: Formula,
    *,
    stated: bool = False,
    certain: bool = False,
    bound: int | None = None,
    seconds: float | None = None,
) -> Iterator[Reason]:
    """Minimal reasons one by one, as they are found: take the first and leave, or go on. None when a package exists.

    At most ``bound`` of them, all for None; and none more once ``seconds`` have passed since the first was asked for, even where the search
    between two of them is what takes long. :func:`reasons` says whether there are more.
    """
    encoding = encode(model if isinstance(model, Conflict) else model.option_form, goal, certain=certain)
    fixed = encoding.question(stated=stated)
    deadline = None if seconds is None else monotonic() + seconds
    with Session(encoding, lambda: deadline is not None and monotonic() > deadline, fixed) as session, suppress(OutOfTime):
        found = (members for kind, members in minimal_sets(session, encoding.asked(stated=stated)) if kind == "reason")
        for members in islice(found, bound):
            yield _reason(encoding, members, fixed, session.stop)


def _enough(reasons_found: int, changes_found: int, at_most: int) -> bool:
    """Whether to stop: both lists are full, or one is while the other hardly fills."""
    return min(reasons_found, changes_found) > at_most or reasons_found + changes_found > 20 * at_most


def _order(members: Sequence[Switch]) -> tuple[int, list[str]]:
    return len(members), sorted(switch.id for switch in members)


def _part(switch: Switch, deciding: tuple[str, ...] = ()) -> Part:
    return Part(switch.id, switch.kind, switch.party, switch.text, switch.formula, deciding)


def _reason(encoding: Encoding, members: Sequence[Switch], fixed: Sequence[int], stop: Callable[[], bool]) -> Reason:
    """Tell a minimal set as a reason, its participations with statements that suffice."""
    if all(switch.kind != PARTICIPATION for switch in members):
        return Reason(tuple(sorted((_part(switch) for switch in members), key=lambda part: part.id)))
    with Session(encoding, stop) as session:
        return _told(session, members, fixed)


def _told(session: Session, members: Sequence[Switch], fixed: Sequence[int]) -> Reason:
    """Drop the statements of each participating party while the rest still leaves no package, the least important ones first."""
    literals = [switch.literal for switch in members]
    fallen: set[int] = set()
    parts = []
    for switch in members:
        deciding: list[str] = []
        if switch.kind == PARTICIPATION:
            for identity in reversed(_statements(session.encoding, switch.party)):
                literal = session.encoding.standing[identity]
                trial = [-one if one in fallen or one == literal else one for one in fixed]
                if session.possible([*trial, *literals]):
                    deciding.append(identity)
                else:
                    fallen.add(literal)
        parts.append(_part(switch, tuple(reversed(deciding))))
    return Reason(tuple(sorted(parts, key=lambda part: part.id)))


def _statements(encoding: Encoding, party: str | None) -> list[str]:
    from detente.settlement.limits import statement_ids

    return [identity for identity, _ in statement_ids(encoding.conflict, party)] if party else []


def _fixed(conflict: Conflict, goal: Formula) -> tuple[str, ...]:
    """Frozen options that cannot all stay as they are if the goal is to be met, none of which could be spared."""
    from dataclasses import replace

    frozen = [option for option in conflict.options if option.frozen is not None]
    free = replace(conflict, options=tuple(replace(option, frozen=None) for option in conflict.options), now={}, preferences={})
    encoding = encode(free, goal)
    kept = [encoding.options[option.name] if option.frozen else -encoding.options[option.name] for option in frozen]
    name = {literal: option.name for literal, option in zip(kept, frozen, strict=True)}
    with Session(encoding) as session:
        if session.possible(kept):
            return ()
        for literal in tuple(kept):
            trial = [one for one in kept if one != literal]
            if not session.possible(trial):
                kept = trial
    return tuple(name[literal] for literal in kept)
