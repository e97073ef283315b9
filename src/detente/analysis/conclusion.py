"""The headline as data: what is open, what blocks, on how many statements a person has decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from detente.dossier.dossier import Dossier
from detente.evidence import ReviewStatus
from detente.impasse.limits import Reason, Reasons
from detente.impasse.verdict import deal_possible
from detente.worlds.hinges import Hinges

__all__ = ["Answer", "Status", "conclude", "goal_in_question", "in_text_order"]


class Status(StrEnum):
    """Whether a deal is possible, over the readings that the unreviewed statements leave.

    ``possible`` in every reading, ``blocked`` in every reading, ``open`` when it depends on which statements are accepted.
    """

    possible = "possible"
    blocked = "blocked"
    open = "open"


@dataclass(frozen=True)
class Answer:
    """One goal's headline. ``claims`` are those it rests on, deciding ones first; ``checked`` of them a person has reviewed.

    ``at_limits`` and ``as_stated``: whether a deal is possible when every claim that nobody rejected is accepted, with demands traded and
    with every demand met. ``stated`` says which of the two ``status`` is about. ``reasons`` are those of the same question, in text order.
    """

    status: Status
    stated: bool
    at_limits: bool
    as_stated: bool
    reasons: tuple[Reason, ...]
    claims: tuple[str, ...]
    checked: int
    complete: bool

    @property
    def draft(self) -> bool:
        """Whether some statement that carries the headline is still unreviewed."""
        return self.checked < len(self.claims)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "status": self.status.value,
            "question": "as_stated" if self.stated else "at_the_limits",
            "deal_at_the_limits": self.at_limits,
            "deal_as_stated": self.as_stated,
            "draft": self.draft,
            "checked": self.checked,
            "claims": list(self.claims),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "complete": self.complete,
        }


def goal_in_question(dossier: Dossier) -> str | None:
    """The goal that page one answers, and every verb that asks about one goal: None for a dossier without a goal.

    Of an analyst's stages it is the first that cannot be met as stated when every claim is accepted that nobody rejected: there the way
    stops. Where none stops it, and of goals that the program named, it is the last.
    """
    known = list(dossier.file.goals) or (["goal"] if dossier.file.goal else [])
    if dossier.file.goals_chosen_by == "analyst":
        for name in known:
            if not deal_possible(dossier, name, stated=True)(dossier.standing):
                return name
    return known[-1] if known else None


def conclude(dossier: Dossier, *, at_limits: Reasons, as_stated: Reasons, stated: bool, hinges: Hinges) -> Answer:
    """The headline of one goal, from what blocks it and from what decides it."""
    asked = as_stated if stated else at_limits
    reasons = in_text_order(dossier, asked.reasons)
    settled = hinges.settled
    status = Status.open if settled is None else Status.possible if settled else Status.blocked
    claims = dict.fromkeys(deciding.claim for deciding in hinges.deciding)
    for reason in reasons:
        claims.update(dict.fromkeys(_by_place(dossier, frozenset[str]().union(*reason.claims(dossier)))))
    if not claims:  # nothing decides and nothing blocks: the headline rests on all that the model rests on
        rested_on = {claim for element in dossier.elements for claim in element.basis.claims}
        claims.update(dict.fromkeys(_by_place(dossier, rested_on & dossier.standing)))
    return Answer(
        status=status,
        stated=stated,
        at_limits=not at_limits.blocked,
        as_stated=not as_stated.blocked,
        reasons=reasons,
        claims=tuple(claims),
        checked=sum(dossier.claim(claim).review.status is not ReviewStatus.proposed for claim in claims),
        complete=asked.complete and hinges.complete,
    )


def in_text_order(dossier: Dossier, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons by the place of their first statement; those without a claim come last."""

    def first(reason: Reason) -> tuple[tuple[int, int, str], ...]:
        return tuple(_place(dossier, claim) for claim in _by_place(dossier, frozenset[str]().union(*reason.claims(dossier)))) or (
            (10**6, 0, ""),
        )

    return tuple(sorted(reasons, key=first))


def _by_place(dossier: Dossier, claims: Iterable[str]) -> list[str]:
    return sorted(claims, key=lambda claim: _place(dossier, claim))


def _place(dossier: Dossier, claim: str) -> tuple[int, int, str]:
    found = dossier.claim(claim)
    documents = list(dossier.documents)
    return (
        documents.index(found.document) if found.document in documents else len(documents),
        found.span.start if found.span else 0,
        claim,
    )
