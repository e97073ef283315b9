"""Swapping two parties' labels swaps the whole answer: what blocks, what could be agreed, how to get there, and what stands beside it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.analysis.further import One, further
from detente.cases.accounts import example_names, example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.schema import DossierFile
from detente.errors import DetenteError
from detente.impasse.diagnose import diagnose
from detente.impasse.journey import find_path
from detente.impasse.openings import openings
from detente.testing.dossiers import dossiers


def relabelled(value: Any, names: Mapping[str, str]) -> Any:
    """``value`` with each name wherever it stands as a word, in keys and in texts; order within lists and objects is left out."""
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?![\w-])")
    text = pattern.sub(lambda found: names[found[0]], json.dumps(value, ensure_ascii=False, default=str))
    return ordered(json.loads(text))


def ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=json.dumps)
    if isinstance(value, str) and ", " in value:
        return ", ".join(sorted(value.split(", ")))
    return value


def swap(value: Any, names: Mapping[str, str]) -> Any:
    """The same in a claim or a position: names in its fields, nothing in its words."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(swap(one, names) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {"id", "text", "quote", "document", "note", "review", "quantity", "span"}
        found = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init and field.name not in kept}
        return dataclasses.replace(value, **{key: swap(one, names) for key, one in found.items()})
    return value


def exchanged(dossier: Dossier, one: str, other: str) -> tuple[Dossier, dict[str, str]]:
    """The dossier with the two labels exchanged everywhere but in its texts."""
    names = {one: other, other: one}
    written = json.loads(dossier.file.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True))
    pattern = re.compile(rf"(?<![\w-])({re.escape(one)}|{re.escape(other)})(?![\w-])")
    file = DossierFile.model_validate_json(pattern.sub(lambda found: names[found[0]], json.dumps(written, ensure_ascii=False)))
    return (
        dataclasses.replace(
            dossier,
            file=file,
            claims={name: swap(claim, names) for name, claim in dossier.claims.items()},
            positions={name: swap(position, names) for name, position in dossier.positions.items()},
        ),
        names,
    )


def answers(dossier: Dossier, goal: str) -> dict[str, Any]:
    found = diagnose(dossier, goal=goal, seconds=None)
    return {
        "diagnosis": found.to_dict(),
        "stated": diagnose(dossier, goal=goal, stated=True, seconds=None).to_dict(),
        "openings": openings(found).to_dict(),
        "path": find_path(dossier, goal=goal).to_dict(),
    }


def speaking(dossier: Dossier) -> list[str]:
    """Parties with a ranking whose labels name nothing else."""
    return [party for party in dossier.file.preferences if party not in dossier.claims and party not in dossier.documents]


def goals_of(dossier: Dossier) -> list[str]:
    return list(dossier.file.goals) or (["goal"] if dossier.file.goal else [])


@pytest.mark.parametrize("name", example_names())
def test_in_every_bundled_example(name: str) -> None:
    dossier = load(example_path(name))
    parties = speaking(dossier)
    turned, names = exchanged(dossier, parties[0], parties[-1])
    goal = goals_of(dossier)[0]
    assert ordered(json.loads(json.dumps(answers(turned, goal), default=str))) == relabelled(answers(dossier, goal), names)


@settings(max_examples=15)
@given(dossiers(), st.data())
def test_in_generated_dossiers(dossier: Dossier, data: st.DataObject) -> None:
    parties = list(dossier.file.parties)
    assume(len(parties) > 1)
    one, other = data.draw(st.permutations(parties))[:2]
    option = next(iter(dossier.file.options))
    dossier = dataclasses.replace(
        dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {"aim": f"not {option}", "act": option}})
    )
    turned, names = exchanged(dossier, one, other)
    for goal in ("aim", "act"):
        try:
            found = answers(dossier, goal)
        except DetenteError as failure:
            with pytest.raises(type(failure)):
                answers(turned, goal)
            continue
        assert ordered(json.loads(json.dumps(answers(turned, goal), default=str))) == relabelled(found, names)


def test_what_stands_beside_it() -> None:
    dossier = load(example_path("river-dam"))
    parties = speaking(dossier)
    turned, names = exchanged(dossier, parties[0], parties[1])
    told = [further(one, (found := diagnose(one)).model, [One(found.goal_name, found)]).to_dict() for one in (dossier, turned)]
    assert ordered(json.loads(json.dumps(told[1], default=str))) == relabelled(told[0], names)
