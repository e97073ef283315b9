"""What is open in a dossier, and what is wrong with it although it loads."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from detente.dossier.basis import Element, ElementKind, Ground
from detente.dossier.dossier import Dossier, statement_paths, statement_tiers
from detente.dossier.entries import UNSIGNED
from detente.dossier.model import model
from detente.dossier.names import bits_of, names_of
from detente.dossier.references import mentions
from detente.dossier.schema import DossierFile
from detente.errors import ModelError, Where
from detente.evidence import ReviewStatus
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.states import state_space

__all__ = ["Problem", "ProblemKind", "check"]

_MOST_STATES = 2**18  # beyond that, whether the rules leave a state is the solver's to find out


class ProblemKind(StrEnum):
    """What a finding is about. The first six are wrong and should be put right; the others are open, which is normal."""

    drifted_span = "drifted_span"
    changed_text = "changed_text"
    undeclared = "undeclared"
    no_state = "no_state"
    now_infeasible = "now_infeasible"
    ungrounded = "ungrounded"
    unreviewed = "unreviewed"
    unsigned = "unsigned"
    silent_party = "silent_party"
    idle_option = "idle_option"
    unknown_now = "unknown_now"
    question = "question"

    @property
    def wrong(self) -> bool:
        """Whether it is a defect of the dossier, rather than something the accounts leave open."""
        return self in _WRONG


_WRONG = {
    ProblemKind.drifted_span,
    ProblemKind.changed_text,
    ProblemKind.undeclared,
    ProblemKind.no_state,
    ProblemKind.now_infeasible,
    ProblemKind.ungrounded,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what, which element, claim or party, where it stands, what to do."""

    kind: ProblemKind
    message: str
    about: tuple[str, ...] = ()
    where: Where | None = None
    cure: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The machine-readable finding."""
        return {
            "kind": self.kind.value,
            "wrong": self.kind.wrong,
            "message": self.message,
            "about": list(self.about),
            "where": str(self.where) if self.where else None,
            "instead": self.cure,
        }


def check(dossier: Dossier) -> tuple[Problem, ...]:
    """Everything a person should look at, defects first, in the order of the file within each kind."""
    found = [
        *_texts(dossier),
        *_undeclared(dossier),
        *_states(dossier),
        *_ungrounded(dossier),
        *_reviews(dossier),
        *_parties(dossier),
        *_options(dossier),
        *(Problem(ProblemKind.question, question.ask, question.about) for question in dossier.file.questions),
    ]
    kinds = list(ProblemKind)
    return tuple(sorted(found, key=lambda problem: kinds.index(problem.kind)))


def _place(dossier: Dossier, *path: str | int) -> Where | None:
    return dossier.origin.where(*path) if dossier.origin else None


def _texts(dossier: Dossier) -> Iterator[Problem]:
    if dossier.origin is None:
        return
    for drift in dossier.origin.drifts:
        cure = "look at the place; saving the claim again writes its new span"
        yield Problem(ProblemKind.drifted_span, drift.message, (drift.claim,), drift.where, cure)
    for name in dossier.origin.changed_texts:
        message = f"the text of document {name!r} changed since its sha256 was written"
        cure = f"if the change is meant, write sha256: {dossier.documents[name].sha256}"
        yield Problem(ProblemKind.changed_text, message, (name,), _place(dossier, "documents", name, "sha256"), cure)


def _undeclared(dossier: Dossier) -> Iterator[Problem]:
    for mention in mentions(dossier.file, dossier.claims, dossier.positions):
        if mention.proposed and mention.name not in mention.known:
            near = difflib.get_close_matches(mention.name, list(mention.known), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            owner = f"{'claim' if mention.path[0] == 'claims' else 'position'} {mention.path[1]!r}"
            message = f"{owner} names {mention.name!r}, which is no party here{hint}"
            cure = "declare the party, or correct the name before accepting"
            yield Problem(ProblemKind.undeclared, message, (str(mention.path[1]), mention.name), _place(dossier, *mention.path), cure)


def _states(dossier: Dossier) -> Iterator[Problem]:
    conflict = model(dossier).conflict
    if not isinstance(conflict, Conflict) or not conflict.options:
        return
    open_options = sum(option.frozen is None for option in conflict.options)
    try:
        state_space(conflict, limit=_MOST_STATES)
    except ModelError as error:
        if "no state is feasible" in error.message:
            yield Problem(ProblemKind.no_state, error.message, (), _place(dossier, "rules"), error.cure)
            return
    if open_options and not conflict.status_quos(at_most=1):
        names = tuple(rule.id for rule in conflict.rules if rule.id)
        cure = "correct 'now' of an option, or the rule"
        yield Problem(ProblemKind.now_infeasible, "the situation as of now breaks a rule", names, _place(dossier, "rules"), cure)


_NEED_GROUND = set(ElementKind) - {ElementKind.party, ElementKind.option, ElementKind.outcome, ElementKind.reference, ElementKind.cost}


def _ungrounded(dossier: Dossier) -> Iterator[Problem]:
    if not (dossier.claims or dossier.documents):
        return  # a graph model without any account: nothing to rest on
    day = dossier.file.as_of
    kept = dossier.claims_with(ReviewStatus.accepted, ReviewStatus.proposed)
    later = {name for name in kept if day and (said_on := dossier.claims[name].date) and said_on > day}
    for element in dossier.elements:
        if any(alternative & later and alternative <= dossier.standing | later for alternative in element.basis.alternatives):
            continue  # it rests on something said after as_of: in place already, and waiting for its day
        if element.kind in _NEED_GROUND and dossier.ground(element) is Ground.unknown:
            rested = sorted(element.basis.claims)
            said = f"rests only on statements set aside ({', '.join(rested)})" if rested else "has neither a claim nor a reason"
            message = f"{element.kind} {element.text!r} {said}"
            cure = "add 'because: [claim]' or 'assumed: your reason'"
            yield Problem(ProblemKind.ungrounded, message, (element.id,), _element_place(dossier, element), cure)


def _element_paths(file: DossierFile) -> dict[str, tuple[str | int, ...]]:
    """Where elements stand whose ids are not their paths: statements are counted through the tiers, and ids may be given by hand."""
    found: dict[str, tuple[str | int, ...]] = {f"now.{name}": ("options", name, "now") for name in file.options}
    for index, rule in enumerate(file.rules):
        found[rule.id or f"rules.{index}"] = ("rules", index)
    for party, preference in file.preferences.items():
        statements = [statement for tier in statement_tiers(preference) for statement in tier]
        for index, (statement, path) in enumerate(zip(statements, statement_paths(preference), strict=True)):
            found[statement.id or f"preferences.{party}.{index}"] = ("preferences", party, *path)
    return found


def _element_place(dossier: Dossier, element: Element) -> Where | None:
    path = _element_paths(dossier.file).get(element.id)
    return _place(dossier, *(path or [int(step) if step.isdigit() else step for step in element.id.split(".")]))


def _reviews(dossier: Dossier) -> Iterator[Problem]:
    proposed = dossier.claims_with(ReviewStatus.proposed)
    if proposed:
        about = tuple(name for name in dossier.claims if name in proposed)
        message = f"{len(proposed)} of {len(dossier.claims)} statements are not reviewed"
        yield Problem(ProblemKind.unreviewed, message, about, None, "detente review")
    unsigned = tuple(claim.id for claim in dossier.claims.values() if claim.review.by == UNSIGNED)
    if unsigned:
        message = f"{len(unsigned)} decisions are not signed"
        yield Problem(ProblemKind.unsigned, message, unsigned, None, "write review: {status: …, by: your name}")


def _parties(dossier: Dossier) -> Iterator[Problem]:
    file = dossier.file
    for name, party in file.parties.items():
        acts = any(name == option.party or name in option.parties for option in file.options.values())
        if acts and not statement_tiers(file.preferences.get(name)):
            message = f"what {party.name} prefers is not stated, though it can act"
            cure = "ask, or leave it open: unknown is an answer"
            yield Problem(ProblemKind.silent_party, message, (name,), _place(dossier, "parties", name), cure)


def _options(dossier: Dossier) -> Iterator[Problem]:
    file, names = dossier.file, names_of(dossier.file)
    mentioned: set[str] = set()
    for party, preference in file.preferences.items():
        for tier in statement_tiers(preference):
            for statement in tier:
                mentioned.update(names.expand(statement.formula, (), party=party).names())
    for name, option in file.options.items():
        where = _place(dossier, "options", name)
        if mentioned.isdisjoint(bit.name for bit in bits_of(name, option)):
            message = f"no party's statements mention {name!r} ({option.text or name})"
            yield Problem(ProblemKind.idle_option, message, (name,), where, "leave it out, or find who cares about it")
        if option.now == "unknown":
            message = f"whether {name!r} ({option.text or name}) holds now is unknown"
            yield Problem(ProblemKind.unknown_now, message, (name,), where, "every possibility is run until it is known")
