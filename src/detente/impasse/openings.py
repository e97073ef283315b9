"""What a diagnosis leaves open to try: other ways to meet what is asked, one word read in two ways, another arena, what carries a demand.

Everything here is computed for all parties alike and recommends nothing. See the modules that do the work for the definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.impasse.ambiguity import Ambiguity, ambiguities
from detente.impasse.conjuncts import Weighing, necessary_conditions, weigh
from detente.impasse.diagnose import Diagnosis
from detente.impasse.limits import Reasons
from detente.impasse.side_payments import SidePayment, side_payments
from detente.impasse.variants import Firmness, Stage, stages, variants
from detente.impasse.ways import Need, needs

__all__ = ["Openings", "openings"]


@dataclass(frozen=True)
class Openings:
    """``needs``: of statements in a reason, and of those that ask for an offered act. ``weighings``: of necessary conditions on record.

    ``ambiguities`` (of every goal) and ``side_payments`` are asked at the limits, ``weighings`` as stated.
    """

    needs: tuple[Need, ...]
    ambiguities: tuple[Ambiguity, ...]
    side_payments: tuple[SidePayment, ...]
    weighings: tuple[Weighing, ...]
    stages: tuple[Stage, ...]
    variants: Mapping[Firmness, Reasons]

    def __repr__(self) -> str:
        return f"<Openings: {len(self.needs)} needs, {len(self.ambiguities)} ambiguities, {len(self.side_payments)} side payments>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "needs": [found.to_dict() for found in self.needs],
            "ambiguities": [found.to_dict() for found in self.ambiguities],
            "side_payments": [found.to_dict() for found in self.side_payments],
            "weighings": [found.to_dict() for found in self.weighings],
            "stages": [found.to_dict() for found in self.stages],
            "variants": {
                str(name): {"possible": not found.blocked, "reasons": len(found.reasons)} for name, found in self.variants.items()
            },
        }


def openings(diagnosis: Diagnosis) -> Openings:
    """Everything that stands beside ``diagnosis``; a few hundred calls of a solver, none of which lists states."""
    dossier, licensed, goal = diagnosis.dossier, diagnosis.model, diagnosis.goal
    conflict = licensed.option_form
    blocking = diagnosis.at_limits.reasons.elements | diagnosis.as_stated.reasons.elements
    offered = {
        bit.name for bit in conflict.options for name, entry in dossier.file.options.items() if entry.offered_by and _of(bit.name, name)
    }
    offered -= set(goal.names())
    asking = {
        said.id
        for preference in conflict.preferences.values()
        for said in getattr(preference, "statements", ())
        if offered & set(said.formula.names())
    }
    return Openings(
        needs=needs(dossier, licensed, goal, among=blocking | asking),
        ambiguities=tuple(one for name in licensed.goals for one in ambiguities(dossier, name, accepted=diagnosis.accepted)),
        side_payments=side_payments(dossier, licensed, goal),
        weighings=tuple(weigh(licensed, *condition) for condition in necessary_conditions(licensed)),
        stages=stages(licensed),
        variants=variants(licensed, goal),
    )


def _of(bit: str, option: str) -> bool:
    return bit == option or bit.startswith(f"{option}.")
