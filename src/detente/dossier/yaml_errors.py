"""From a schema violation to a sentence: what is wrong, where it stands, what to write instead."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterable
from typing import Annotated, Any, Protocol, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from detente.errors import DetenteError, DossierError, SpanError, Where

__all__ = ["MOST_PROBLEMS", "Locate", "raise_all", "schema_problems"]

MOST_PROBLEMS = 20  # shown at once; whoever has more starts with these

Path = tuple[str | int, ...]


class Locate(Protocol):
    """The place of a path, of its key, or of a character in its text."""

    def __call__(self, path: Path, *, key: bool = False, offset: int = 0) -> Where: ...


def schema_problems(error: ValidationError, model: type[BaseModel], locate: Locate, *, prefix: Path = ()) -> list[DossierError]:
    """One error a violation. ``prefix`` is where ``model`` begins in the file."""
    found: list[dict[str, Any]] = [dict(item) for item in error.errors(include_url=False)]
    misspelt = {
        (item["loc"][:-1], near)
        for item in found
        if item["type"] == "extra_forbidden"
        for near in difflib.get_close_matches(str(item["loc"][-1]), _keys_at(model, (*prefix, *item["loc"][:-1])), n=1)
    }
    return [_problem(item, model, locate, prefix) for item in found if not _is_echo(item, misspelt)]


def _is_echo(item: dict[str, Any], misspelt: set[tuple[Path, str]]) -> bool:
    """Whether a violation only repeats another: a bad item makes its list look empty, a misspelt key is missing as well."""
    if item["type"] == "missing":
        return (item["loc"][:-1], item["loc"][-1]) in misspelt
    return item["type"] == "too_short" and bool(item["input"])


def _problem(item: dict[str, Any], model: type[BaseModel], locate: Locate, prefix: Path) -> DossierError:
    location: Path = item["loc"]
    plain = tuple(step for step in location if not str(step).startswith("#"))
    is_key = bool(plain) and plain[-1] == "[key]"
    path = (*prefix, *(plain[:-1] if is_key else plain))
    kind: str = item["type"]
    if kind == "missing":
        path = path[:-1]
    allowed = _keys_at(model, (*prefix, *location[:-1])) if kind == "extra_forbidden" else []
    message, cure = _sentence(item, kind, plain, path, allowed)
    if kind == "value_error":
        path = _culprit(path, item)
    problem = DossierError(message, cure=cure, where=locate(path, key=is_key or kind in {"extra_forbidden", "missing"}))
    problem.path = path
    return problem


def _culprit(path: Path, item: dict[str, Any]) -> Path:
    """A sentence of ours that begins with a quoted key means that key's value."""
    named = re.match(r"'(\w+)'", str(item["ctx"]["error"]))
    inside = named is not None and isinstance(item["input"], dict) and named[1] in item["input"]
    return (*path, named[1]) if named is not None and inside else path


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _sentence(item: dict[str, Any], kind: str, plain: Path, path: Path, allowed: list[str]) -> tuple[str, str | None]:
    last, value = (plain[-1] if plain else ""), item["input"]
    place = _dotted(path) or "the file"
    if kind == "extra_forbidden":
        owner = _dotted(path[:-1])
        return f"unknown key {last!r}{f' in {owner}' if owner else ''}{_near(str(last), allowed)}", f"use one of: {', '.join(allowed)}"
    if kind == "missing":
        return f"{place} has no {last!r}", f"add '{last}: …'"
    if kind in {"literal_error", "enum"}:
        words = [word.strip("'") for word in str(item["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
        return f"{place} is {_shown(value)}{_near(str(value), words)}", f"use one of: {', '.join(words)}"
    if kind == "value_error":
        return f"{place}: {item['ctx']['error']}", None
    if last == "[key]" or kind == "string_pattern_mismatch":
        name = value if isinstance(value, str) else last
        return f"{name!r} cannot be a name here", "use letters, digits, _ and -, and begin with a letter"
    return f"{place} {_said(kind, item)}", _CURES.get(kind)


_MAPPING = "write a mapping: 'key: value' lines, indented"
_DATE = "write a date as 2025-03-24"
_CURES = {
    "string_type": "write text; put quotation marks around numbers, true and false",
    "tuple_type": "write a list: [a, b] or one '- …' a line",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "bool_type": "write yes or no",
    "bool_parsing": "write yes or no",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_type": _DATE,
}

_KINDS = {"bool": "yes or no", "int": "whole number", "float": "number", "date": "date"}

_WANTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def _said(kind: str, item: dict[str, Any]) -> str:
    value, limits = item["input"], item.get("ctx", {})
    if value is None:
        return "is empty"
    if kind in _WANTED:
        return f"must be {_WANTED[kind]}, not {_shown(value)}"
    if kind.startswith(("bool", "int", "float", "date")):
        return f"is {_shown(value)}, which is no {_KINDS[kind.split('_', maxsplit=1)[0]]}"
    if kind in {"too_short", "string_too_short"}:
        return "is empty"
    if kind == "string_too_long":
        return f"is longer than {limits.get('max_length')} characters"
    if kind == "too_long":
        return f"has more than {limits.get('max_length')} entries"
    return f"is {_shown(value)}: {item['msg'][:1].lower()}{item['msg'][1:]}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…'"


def _near(name: str, allowed: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(allowed), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _keys_at(model: type[BaseModel], location: Path) -> list[str]:
    """The keys allowed at a location, following the schema's own types."""
    kind: Any = model
    for step in location:
        kind = _inner(kind, step)
    kind = _bare(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [field.alias or name for name, field in kind.model_fields.items()]


def _bare(kind: Any) -> Any:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in {Union, types.UnionType}:
        some = [member for member in get_args(kind) if member is not type(None)]
        return _bare(some[0]) if len(some) == 1 else kind
    return kind


def _inner(kind: Any, step: str | int) -> Any:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields
        return next((field.annotation for name, field in fields.items() if step in {name, field.alias}), None)
    if get_origin(kind) in {Union, types.UnionType}:
        return next((member for member in get_args(kind) if _tagged(member, step)), None)
    arguments = get_args(kind)
    return arguments[-1 if get_origin(kind) is dict else 0] if arguments else None


def _tagged(member: Any, step: str | int) -> bool:
    return any(isinstance(mark, Tag) and mark.tag == step for mark in getattr(member, "__metadata__", ()))


def raise_all(problems: Iterable[DetenteError], file: str) -> None:
    """Raise what was found as one error: itself if it is alone, else a list in the order of the file, cut at twenty. Nothing for none."""
    found = sorted(problems, key=_order)
    if not found:
        return
    if len(found) == 1:
        raise found[0]
    shown = "\n".join(f"- {str(problem).replace(chr(10), chr(10) + '  ')}" for problem in found[:MOST_PROBLEMS])
    more = f"\n- … and {len(found) - MOST_PROBLEMS} more" if len(found) > MOST_PROBLEMS else ""
    kind = SpanError if all(isinstance(problem, SpanError) for problem in found) else DossierError
    error = kind(f"{len(found)} problems in {file}\n{shown}{more}")
    error.problems = tuple(found)
    raise error


def _order(problem: DetenteError) -> tuple[str, int, int]:
    where = problem.where or Where()
    return where.file or "", where.line or 0, where.column or 0
