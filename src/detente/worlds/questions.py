"""What to ask next, and whom.

Learning whether a claim is to be accepted *settles* a verdict in both directions if V is then the same in every world left, whatever the
answer; in one direction if it is for one answer only; and in none otherwise, all else staying open. For a question about several claims an
answer says of each whether it is accepted, and "both" means every admissible answer. Where the verdict is settled already, no question
settles it. Between equals the number of worlds in which another answer changes the verdict decides: a count of readings, not a likelihood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np

from detente.dossier.dossier import Dossier
from detente.worlds.hinges import Hinges
from detente.worlds.subjects import Respondent, Subject, subjects

__all__ = ["MOST_CLAIMS", "Answer", "Question", "Settles", "questions"]

MOST_CLAIMS = 8  # claims of one question whose answers are tried together: 256 answers


class Settles(StrEnum):
    """In how many directions an answer settles the verdict."""

    both = "both"
    one = "one"
    none = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """One admissible answer and the verdict that follows: True, False, or None where it stays open."""

    accepted: frozenset[str]
    aside: frozenset[str]
    verdict: bool | None

    def to_dict(self) -> dict[str, Any]:
        """Both sides, sorted, with the verdict."""
        return {"accepted": sorted(self.accepted), "set_aside": sorted(self.aside), "verdict": self.verdict}


@dataclass(frozen=True, repr=False)
class Question:
    """Something to ask: ``id`` is a claim's, or ``questions.N`` for the N-th question of the dossier.

    ``claims`` are those the answer decides (a question of the dossier: the varying ones it links to, at most eight), ``worlds`` the number
    of worlds in which another answer changes the verdict, ``respondent`` who could answer.
    """

    id: str
    text: str
    claims: tuple[str, ...]
    settles: Settles
    worlds: int
    respondent: Respondent
    answers: tuple[Answer, ...]

    def __repr__(self) -> str:
        return f"Question({self.id} to {', '.join(self.respondent.names)}: settles {self.settles}, {self.worlds} worlds)"

    def to_dict(self) -> dict[str, Any]:
        """Everything, with the answers."""
        return {
            "id": self.id,
            "text": self.text,
            "claims": list(self.claims),
            "settles": self.settles.value,
            "worlds_changed": self.worlds,
            "ask": {"kind": self.respondent.kind, "names": list(self.respondent.names)},
            "answers": [answer.to_dict() for answer in self.answers],
        }


def questions(dossier: Dossier, found: Hinges) -> tuple[Question, ...]:
    """What to ask next about the verdict of ``found``, the most settling first, then by count, then in the dossier's order.

    One question for each varying claim that reaches the model or contradicts one that does, and one for each question of the dossier that
    is linked, directly or through an option or a party, to such a claim.
    """
    table = _Table(found)
    about = subjects(dossier)
    asked = [_question(table, name, dossier.claims[name].says, (name,), about[name].respondent) for name in table.askable(dossier)]
    for index, entry in enumerate(dossier.file.questions):
        linked = _linked(dossier, entry.about)
        claims = tuple(name for name in table.askable(dossier) if name in linked)[:MOST_CLAIMS]
        if claims:
            respondent = Respondent("party", entry.to) if entry.to else _together(about[name] for name in claims)
            asked.append(_question(table, f"questions.{index}", entry.ask, claims, respondent))
    rank = {Settles.both: 0, Settles.one: 1, Settles.none: 2}
    return tuple(sorted(asked, key=lambda question: (rank[question.settles], -question.worlds)))


def _question(table: _Table, identity: str, text: str, claims: tuple[str, ...], respondent: Respondent) -> Question:
    answers = tuple(table.answers(claims))
    settling = sum(answer.verdict is not None for answer in answers)
    settles = Settles.none
    if table.open and settling:
        settles = Settles.both if settling == len(answers) else Settles.one
    return Question(identity, text, claims, settles, table.changed(claims), respondent, answers)


class _Table:
    """The table of verdicts, cut by answers."""

    def __init__(self, found: Hinges) -> None:
        self.worlds = found.worlds
        self.open = found.settled is None
        self.masks = np.asarray(found.worlds.masks, dtype=np.int64)
        self.holds = np.asarray(found.verdicts, dtype=np.bool_)

    def askable(self, dossier: Dossier) -> tuple[str, ...]:
        reaching = set(self.worlds.claims)
        rivals = {name for name in self.worlds.without_reach if self.worlds.rivals[name] & reaching}
        return tuple(name for name in dossier.claims if name in reaching | rivals)

    def answers(self, claims: tuple[str, ...]) -> Iterator[Answer]:
        for choice in product((True, False), repeat=len(claims)):
            accepted = frozenset(name for name, taken in zip(claims, choice, strict=True) if taken)
            aside = frozenset(claims) - accepted
            beaten = frozenset().union(*(self.worlds.rivals[name] for name in accepted))
            left = self.holds[self.left(accepted, aside | beaten)]
            if left.size and not accepted & beaten:
                yield Answer(accepted, aside, bool(left[0]) if left.all() or not left.any() else None)

    def left(self, accepted: frozenset[str], aside: frozenset[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which worlds, as they stand for the sets of claims that do the same, respect the answer."""
        true = false = 0
        for index, variable in enumerate(self.worlds.variables):
            forced = variable.forced(accepted, aside)
            true |= (forced is True) << index
            false |= (forced is False) << index
        found: np.ndarray[Any, np.dtype[np.bool_]] = (self.masks & (true | false)) == true
        return found

    def changed(self, claims: tuple[str, ...]) -> int:
        """The number of worlds beside which another stands that differs from it in these claims' variables only, and in the verdict."""
        touched = sum(1 << index for index, variable in enumerate(self.worlds.variables) if variable.claims & set(claims))
        _, group = np.unique(self.masks & ~touched, return_inverse=True)
        holding, size = np.bincount(group, weights=self.holds), np.bincount(group)
        return int(size[(holding > 0) & (holding < size)].sum())


def _linked(dossier: Dossier, names: Iterable[str]) -> set[str]:
    """Claims among ``names``, and those that the options and parties among them rest on."""
    found = set(names)
    for name in tuple(found):
        for identity in (f"options.{name}", f"now.{name}", f"parties.{name}"):
            element = dossier.element_by_id.get(identity)
            found |= element.basis.claims if element else frozenset()
    return found


def _together(about: Iterable[Subject]) -> Respondent:
    respondents = [subject.respondent for subject in about]
    for kind in ("party", "outlet"):
        names = dict.fromkeys(name for respondent in respondents if respondent.kind == kind for name in respondent.names)
        if names:
            return Respondent(kind, tuple(names))
    return respondents[0]
