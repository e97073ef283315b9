"""Swapping two parties' labels swaps every result, to the letter."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.testing.worlds import claimed_dossiers
from detente.worlds.audit import audit
from detente.worlds.budget import budget
from detente.worlds.hinges import hinges
from detente.worlds.policies import policy_table
from detente.worlds.questions import questions
from detente.worlds.sides import sides

OTHER = {"north": "south", "south": "north"}


def swap_text(text: str) -> str:
    return re.sub("north|south", lambda found: OTHER[found[0]], text)


def swap_tuple(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(OTHER.get(name, name) for name in names)


def swapped(dossier: Dossier) -> Dossier:
    file = DossierFile.model_validate_json(swap_text(dossier.file.model_dump_json(by_alias=True)))
    claims = {
        name: dataclasses.replace(
            claim, speaker=swap_tuple(claim.speaker), granted_by=swap_tuple(claim.granted_by), about=swap_tuple(claim.about)
        )
        for name, claim in dossier.claims.items()
    }
    positions = {name: dataclasses.replace(one, party=OTHER[one.party]) for name, one in dossier.positions.items()}
    return dataclasses.replace(dossier, file=file, claims=claims, positions=positions)


def results(dossier: Dossier, threshold: int) -> dict[str, Any]:
    def verdict(claims: frozenset[str]) -> bool:
        return sum(element.basis.stands(claims) for element in dossier.elements) % 3 == threshold

    found = hinges(dossier, verdict)
    return {
        "hinges": found.to_dict(table=True),
        "policies": [row.to_dict() for row in policy_table(dossier, verdict)],
        "questions": [question.to_dict() for question in questions(dossier, found)],
        "audit": audit(dossier).to_dict(),
        "budget": budget(dossier).to_dict(),
        "sides": [one.to_dict() for group in sides(dossier) for one in group],
    }


@given(claimed_dossiers(), st.integers(0, 2))
def test_swapping_labels_swaps_results(dossier: Dossier, threshold: int) -> None:
    there = json.dumps(results(swapped(dossier), threshold))
    assert swap_text(there) == json.dumps(results(dossier, threshold))
