"""What other programs build on keeps its published shape."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from detente.evidence import Account, Claim, Document, Modality, Party, Polarity, Position, Span, Stance
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Statement
from detente.graphmodel.statements import parse
from detente.stability.equilibria import solve

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_json(result: dict[str, Any]) -> Any:
    return json.loads(json.dumps(result))


def account(modality: Modality = Modality.reported, stance: Stance = Stance.demand) -> Account:
    text = "The guild said it would not move."
    return Account(
        Document("note", text, date=datetime.date(2025, 3, 24), stated_source="The Example"),
        parties=(Party("guild", "The guild", ("the ship-owners",)),),
        claims=(
            Claim("c1", says="will not move", speaker=("author", "guild"), span=Span(0, 32), quote=text[:32], modality=modality),
            Claim("c2", says="nobody asked", date=datetime.date(2025, 3, 20)),
        ),
        positions=(Position("p1", "guild", stance, Polarity.against, "move", claims=("c1",)),),
        notes=("one passage without a speaker",),
    )


@pytest.mark.parametrize("modality", list(Modality))
def test_an_account_is_as_published_in_every_modality(modality: Modality) -> None:
    validator("account").validate(as_json(account(modality=modality).to_dict()))


@pytest.mark.parametrize("stance", list(Stance))
def test_an_account_is_as_published_with_every_stance(stance: Stance) -> None:
    validator("account").validate(as_json(account(stance=stance).to_dict()))


def test_a_solution_is_as_published() -> None:
    conflict = Conflict(
        options=(Option("stop", "north"), Option("go", "south")),
        decision_makers=("north", "south"),
        preferences={"north": Prioritization(((Statement(parse("go")),),))},
    )
    validator("solution").validate(as_json(solve(conflict).to_dict()))


def test_a_solution_of_listed_states_is_as_published() -> None:
    listed = ListedConflict(
        states=("s1", "s2"),
        moves={"north": (("s1", "s2"),), "south": ()},
        ranking={"north": Ranking((("s2",), ("s1",))), "south": Ranking((("s1", "s2"),))},
    )
    validator("solution").validate(as_json(solve(listed).to_dict()))


@pytest.mark.parametrize("key", ["claims", "document", "positions"])
def test_a_missing_part_is_noticed(key: str) -> None:
    result = as_json(account().to_dict())
    del result[key]
    with pytest.raises(ValidationError):
        validator("account").validate(result)
