"""What a model may answer: one object, held against our own schema; what does not fit it falls, and is counted by its reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from detente.evidence import Modality, Polarity, Stance

__all__ = ["Answer", "SaidClaim", "SaidParty", "SaidPosition", "object_in", "parsed", "schema"]

MOST = {"parties": 60, "claims": 400}  # of one answer
_LONGEST = 2_000  # characters of any one string


def _bounded_text(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(f"more than {_LONGEST} characters")
    if any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("half a letter, or none")
    return text


Words = Annotated[str, AfterValidator(_bounded_text)]  # the bound is ours: a keyword for it is refused by some endpoints


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SaidParty(_Part):
    """A body that acts or speaks for itself in the text, by its model."""

    name: Words
    aliases: list[Words]


class SaidPosition(_Part):
    """What a party does with an act, by its model; every string is checked against the text afterwards."""

    party: Words
    stance: Stance = Field(strict=False)
    polarity: Polarity = Field(strict=False)
    act: Words
    performer: Words | None
    condition: Words | None
    words: Words


class SaidClaim(_Part):
    """One thing said, with the words that are to be found in the text again."""

    paragraph: int
    quote: Words
    before: Words
    speakers: list[Words]
    cue: Words
    modality: Modality = Field(strict=False)
    positions: list[SaidPosition]


class _Whole(_Part):
    writer: Words | None
    parties: list[SaidParty]
    claims: list[SaidClaim]


@dataclass(frozen=True)
class Answer:
    """The parts of an answer that fit the schema, and why the others fell."""

    parties: tuple[SaidParty, ...]
    claims: tuple[SaidClaim, ...]
    writer: str | None
    fallen: Counter[str]


def schema() -> dict[str, Any]:
    """The JSON Schema that is sent along, in the subset that endpoints with structured output take.

    >>> sorted(schema()["properties"]), schema()["additionalProperties"]
    (['claims', 'parties', 'writer'], False)
    """
    made = _bare(_Whole.model_json_schema())
    assert isinstance(made, dict)
    return made


def _bare(value: Any) -> Any:
    """Without titles and descriptions, which cost tokens and say nothing."""
    if isinstance(value, dict):
        return {
            key: {name: _bare(inner) for name, inner in part.items()} if key in {"properties", "$defs"} else _bare(part)
            for key, part in value.items()
            if key not in {"title", "description"}
        }
    return [_bare(part) for part in value] if isinstance(value, list) else value


def object_in(text: str) -> dict[str, Any] | None:
    r"""The object in an answer's text: bare, fenced, or with words around it; None where there is none.

    >>> object_in('Here it is:\n```json\n{"claims": []}\n```')
    {'claims': []}
    """
    text = text.rpartition("</think>")[2]
    at = text.find("{")
    while at >= 0:
        try:
            found, _ = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1) if at < 5_000 else -1  # words before it may hold a brace; a whole answer of braces is none
            continue
        return found if isinstance(found, dict) else None
    return None


def parsed(found: dict[str, Any]) -> Answer | None:
    """Each part held against the schema on its own, so that a broken one costs only itself; None for an object of another shape."""
    if not isinstance(found.get("claims"), list) or not isinstance(found.get("parties"), list):
        return None
    fallen: Counter[str] = Counter()
    parties = [_party(part, fallen) for part in _bounded(found["parties"], "parties", fallen)]
    claims = [_claim(part, fallen) for part in _bounded(found["claims"], "claims", fallen)]
    writer = found.get("writer")
    told = writer if isinstance(writer, str) and len(writer) <= _LONGEST else None
    return Answer(tuple(filter(None, parties)), tuple(filter(None, claims)), told, fallen)


def _bounded(parts: list[Any], what: str, fallen: Counter[str]) -> list[Any]:
    if len(parts) > MOST[what]:
        fallen[f"more than {MOST[what]} {what} in one answer"] += len(parts) - MOST[what]
    return parts[: MOST[what]]


def _party(part: Any, fallen: Counter[str]) -> SaidParty | None:
    try:
        return SaidParty.model_validate(part)
    except ValidationError:
        fallen["a party that does not fit the schema"] += 1
    return None


def _claim(part: Any, fallen: Counter[str]) -> SaidClaim | None:
    """The claim with those of its positions that fit."""
    positions = part.get("positions") if isinstance(part, dict) else None
    kept = []
    for position in positions if isinstance(positions, list) else []:
        try:
            kept.append(SaidPosition.model_validate(position))
        except ValidationError as error:
            fallen[_reason(error, "a position")] += 1
    try:
        bare = {**part, "positions": []} if isinstance(positions, list) else part
        return SaidClaim.model_validate(bare).model_copy(update={"positions": kept})
    except ValidationError as error:
        fallen[_reason(error, "a statement")] += 1
        fallen["a position of a statement that was dropped"] += len(kept)
    return None


def _reason(error: ValidationError, what: str) -> str:
    places = {str(found["loc"][0]) for found in error.errors() if found["loc"]}
    named = next((name for name in ("stance", "modality", "polarity") if name in places), None)
    return f"{what} with an unknown {named}" if named else f"{what} that does not fit the schema"
