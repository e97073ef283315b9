"""Which part of a conjunction carries the weight: drop each part and look whether anything changes.

An author may say that an outcome needs three things. Taken together with the outcome they meet the statements of the parties, and some of
them collide with some. For each part: what blocks when only it is dropped, what it adds when it alone is asked for, and what else would
stand in its place is asked elsewhere (:mod:`detente.impasse.ways`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.dossier.model import Model
from detente.graphmodel.statements import And, Formula, If, OnlyIf, conjunction
from detente.impasse.limits import Reason, Reasons, reasons

__all__ = ["Conjunct", "Weighing", "necessary_conditions", "weigh"]


@dataclass(frozen=True)
class Conjunct:
    """One part. ``removes``: reasons that vanish when it alone is dropped; ``adds``: reasons that come when it alone is asked for.

    ``unblocks``: without it there is a package, with all parts there is none.
    """

    formula: str
    removes: tuple[Reason, ...]
    adds: tuple[Reason, ...]
    unblocks: bool

    @property
    def carries(self) -> bool:
        """Whether dropping it, or asking for it alone, changes what blocks."""
        return bool(self.removes or self.adds)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "formula": self.formula,
            "carries": self.carries,
            "unblocks": self.unblocks,
            "removes": [reason.to_dict() for reason in self.removes],
            "adds": [reason.to_dict() for reason in self.adds],
        }


@dataclass(frozen=True)
class Weighing:
    """``outcome`` asked for alone (``without_any``) and with every part (``whole``), and each part's weight."""

    name: str
    outcome: str
    stated: bool
    without_any: Reasons
    whole: Reasons
    conjuncts: tuple[Conjunct, ...]

    @property
    def complete(self) -> bool:
        """Whether every reason on both sides was found."""
        return self.whole.complete and self.without_any.complete

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "name": self.name,
            "outcome": self.outcome,
            "stated": self.stated,
            "blocked_without": self.without_any.blocked,
            "blocked_with": self.whole.blocked,
            "conjuncts": [part.to_dict() for part in self.conjuncts],
            "complete": self.complete,
        }


def necessary_conditions(model: Model) -> Iterator[tuple[str, Formula, tuple[Formula, ...]]]:
    """(name, outcome, parts) of every conclusion of the form *outcome only if (a and b ...)* or *(a and b ...) if outcome*."""
    for name, formula in model.conclusions.items():
        if isinstance(formula, OnlyIf | If):
            first, second = formula.parts
            outcome, needed = (first, second) if isinstance(formula, OnlyIf) else (second, first)
            if isinstance(needed, And):
                yield name, outcome, needed.parts


def weigh(
    model: Model,
    name: str,
    outcome: Formula,
    parts: Sequence[Formula],
    *,
    stated: bool = True,
    at_most: int = 64,
    seconds: float | None = 5.0,
) -> Weighing:
    """Ask for ``outcome`` with all ``parts``, without each, and with each alone. ``at_most`` and ``seconds`` bound every search."""

    def ask(*asked: Formula) -> Reasons:
        return reasons(model, conjunction([outcome, *asked]), stated=stated, at_most=at_most, seconds=seconds)

    whole, bare = ask(*parts), ask()
    found = []
    for place, part in enumerate(parts):
        fewer = ask(*parts[:place], *parts[place + 1 :])
        alone = ask(part)
        left, before = {_said(one) for one in fewer.reasons}, {_said(one) for one in bare.reasons}
        found.append(
            Conjunct(
                str(part),
                tuple(one for one in whole.reasons if _said(one) not in left),
                tuple(one for one in alone.reasons if _said(one) not in before),
                whole.blocked and not fewer.blocked,
            )
        )
    return Weighing(name, str(outcome), stated, bare, whole, tuple(found))


def _said(reason: Reason) -> frozenset[str]:
    """What somebody stated of it: by which rule the acts hang together makes no other reason."""
    return frozenset(part.id for part in reason.parts if part.kind != "rule")
