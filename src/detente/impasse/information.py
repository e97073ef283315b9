"""What the answer waits for: comparisons that nobody stated and on which it turns whether a signatory would accept a package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization
from detente.settlement.limits import statement_ids
from detente.settlement.packages import Compared, Package

__all__ = ["UNKNOWN", "UNORDERED", "UNSEPARATED", "OpenComparison", "open_comparisons"]

UNKNOWN, UNSEPARATED, UNORDERED = "nothing is stated", "no statement separates them", "the order of these statements is not stated"


@dataclass(frozen=True, slots=True)
class OpenComparison:
    """It is open whether ``party`` prefers ``package`` or ``now`` (labels), because of ``why``.

    ``gains`` and ``losses``: ids of the statements whose order would decide it, where it is their order that is not stated.
    """

    party: str
    package: str
    now: str
    why: str
    gains: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party,
            "package": self.package,
            "now": self.now,
            "why": self.why,
            "gains": list(self.gains),
            "losses": list(self.losses),
        }


def open_comparisons(conflict: Conflict, packages: Iterable[Package]) -> tuple[OpenComparison, ...]:
    """For each package the signatories for whom it is open against now, and why."""
    return tuple(
        _why(conflict, party, package) for package in packages for party in package.signatories if package.compared[party] is Compared.open
    )


def _why(conflict: Conflict, party: str, package: Package) -> OpenComparison:
    preference = conflict.preference(party)
    if not isinstance(preference, Prioritization) or not statement_ids(conflict, party):
        return OpenComparison(party, package.label, package.now, UNKNOWN)
    now = {name: letter == "Y" for name, letter in zip(conflict.option_names, package.now, strict=True)}
    identities = iter(identity for identity, _ in statement_ids(conflict, party))
    for tier in preference.tiers:
        truths = [(next(identities), bool(said.formula.evaluate(package.setting)), bool(said.formula.evaluate(now))) for said in tier]
        gains = tuple(identity for identity, after, before in truths if after and not before)
        losses = tuple(identity for identity, after, before in truths if before and not after)
        if gains or losses:
            return OpenComparison(party, package.label, package.now, UNORDERED, gains, losses)
    return OpenComparison(party, package.label, package.now, UNSEPARATED)
