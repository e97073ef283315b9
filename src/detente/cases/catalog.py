"""The catalog of published conflicts, loaded by name, with what is known of their answers beside them.

Each is one JSON file under ``published/<area>/``: the conflict, where it comes from, how far it was verified, what the literature prints,
and every decision maker's stability state by state.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Ranking
from detente.graphmodel.statements import parse

__all__ = ["Published", "load", "names", "published"]

States = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a published conflict; states are labels of the conflict that :func:`load` gives.

    ``status``: *checked* (two sources agree), *recomputed* (from printed rankings and the definitions) or *from memory*. ``labels``: the
    literature's label -> ours. ``printed``: equilibria that the literature prints, where it does. ``stable[concept][dm]`` and
    ``equilibria[concept]``: expected in full. ``extra``: expectations for further analyses, in the literature's labels.
    """

    name: str
    area: str
    title: str
    sources: tuple[str, ...]
    status: str
    note: str
    labels: Mapping[str, str]
    printed: Mapping[str, States]
    stable: Mapping[str, Mapping[str, States]]
    equilibria: Mapping[str, States]
    extra: Mapping[str, Any] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """Every published conflict, in alphabetical order.

    >>> "elmira" in names()
    True
    """
    return tuple(sorted(_found()))


def load(name: str) -> Conflict | ListedConflict:
    """The conflict called ``name``. Raises :class:`~detente.errors.UnknownName`, which offers the nearest one.

    >>> load("elmira").decision_makers
    ('MoE', 'Uniroyal', 'LocalGov')
    """
    entry = _entry(name)[1]
    said = entry["conflict"]
    ranking = {maker: Ranking(tuple(map(tuple, classes))) for maker, classes in said["ranking"].items()}
    if "states" in said:
        moves = {maker: tuple((start, end) for start, end in arcs) for maker, arcs in said["moves"].items()}
        return ListedConflict(tuple(said["states"]), moves, ranking, title=entry["title"], now=said.get("now"))
    return Conflict(
        options=tuple(Option(**option) for option in said["options"]),
        decision_makers=tuple(said["decision_makers"]),
        preferences=dict(ranking),
        rules=tuple(Rule(parse(formula)) for formula in said["never"]),
        title=entry["title"],
    )


def published(name: str) -> Published:
    """What is known of the answers to ``name``. Raises :class:`~detente.errors.UnknownName`, which offers the nearest one.

    >>> published("elmira").equilibria["nash"]
    ('s5', 's8', 's9')
    """
    area, entry = _entry(name)
    labels: dict[str, str] = entry.get("labels") or {state: state for state in entry["conflict"]["states"]}

    def ours(states: list[str]) -> States:
        return tuple(labels[state] for state in states)

    return Published(
        name=name,
        area=area,
        title=entry["title"],
        sources=tuple(entry["sources"]),
        status=entry["status"],
        note=entry["note"],
        labels=labels,
        printed={concept: ours(states) for concept, states in entry["printed"].items()},
        stable={concept: {maker: ours(states) for maker, states in makers.items()} for concept, makers in entry["stable"].items()},
        equilibria={concept: ours(states) for concept, states in entry["equilibria"].items()},
        extra=entry["extra"],
    )


@cache
def _found() -> dict[str, tuple[str, str]]:
    """Each name with its area and the text of its file."""
    found = {}
    for area in files("detente.cases").joinpath("published").iterdir():
        for file in area.iterdir() if area.is_dir() else ():
            if file.name.endswith(".json"):
                found[file.name.removesuffix(".json")] = (area.name, file.read_text(encoding="utf-8"))
    return found


def _entry(name: str) -> tuple[str, dict[str, Any]]:
    if name not in _found():
        raise UnknownName("published conflict", name, _found())
    area, text = _found()[name]
    entry: dict[str, Any] = json.loads(text)
    return area, entry
