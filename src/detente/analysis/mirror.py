"""The mirror-image test: whether what the author alone says of one party does work that the like about another does not.

One rule for all parties. For each of them, the statements in its ranking that only the author's own voice, or silence, carries are set
aside by themselves, everything else standing; the answer is compared with the answer as written. Counts of minimal reasons, no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from detente.dossier.basis import Ground
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization, Unknown
from detente.impasse.limits import Reasons, reasons

__all__ = ["MirrorRow", "mirror"]


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """One party and one goal. ``inferred``: its statements that the author or silence alone carries; ``claims``: what carries them.

    ``in_reasons``: in how many of ``reasons`` minimal reasons (as stated) one of them stands; ``blocked`` and ``blocked_without``: whether
    there is no deal as stated, with them and with them set aside.
    """

    party: str
    goal: str
    inferred: tuple[str, ...]
    claims: tuple[str, ...]
    in_reasons: int
    reasons: int
    blocked: bool
    blocked_without: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party,
            "goal": self.goal,
            "inferred": list(self.inferred),
            "claims": list(self.claims),
            "in_reasons": self.in_reasons,
            "reasons": self.reasons,
            "blocked": self.blocked,
            "blocked_without": self.blocked_without,
        }


def mirror(dossier: Dossier, licensed: Model, asked: Mapping[str, Reasons]) -> tuple[MirrorRow, ...]:
    """One row for each party that makes statements and each goal in ``asked`` (its reasons as stated); parties in the dossier's order."""
    conflict = licensed.option_form
    rows = []
    for party in conflict.decision_makers:
        preference = conflict.preferences.get(party)
        said = [statement.id for statement in preference.statements] if isinstance(preference, Prioritization) else []
        if not said:
            continue
        elements = [dossier.element_by_id[identity] for identity in said]
        inferred = tuple(found for found in elements if dossier.ground(found) in {Ground.author, Ground.silence})
        names = frozenset(found.id for found in inferred)
        claims = dict.fromkeys(claim for found in inferred for claim in sorted(found.basis.claims & dossier.standing))
        without = _without(conflict, party, names)
        for goal, found in asked.items():
            rows.append(
                MirrorRow(
                    party,
                    goal,
                    tuple(element.id for element in inferred),
                    tuple(claims),
                    sum(bool(reason.elements & names) for reason in found.reasons),
                    len(found.reasons),
                    found.blocked,
                    reasons(without, licensed.goals[goal], stated=True, at_most=1).blocked if names and found.blocked else found.blocked,
                )
            )
    return tuple(rows)


def _without(conflict: Conflict, party: str, names: AbstractSet[str]) -> Conflict:
    """The conflict without some statements of ``party``; one that loses its last becomes unknown."""
    preference = conflict.preference(party)
    assert isinstance(preference, Prioritization)
    kept = (tuple(said for said in tier if said.id not in names) for tier in preference.tiers)
    tiers = tuple(tier for tier in kept if tier)
    left = replace(preference, tiers=tiers) if tiers else Unknown()
    return replace(conflict, preferences={**conflict.preferences, party: left})
