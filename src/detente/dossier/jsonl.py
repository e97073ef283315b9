"""JSON Lines: one object a line, read with line numbers, written so that an untouched line stays as it is."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.errors import DossierError, Where

__all__ = ["Line", "json_line", "read_lines"]


@dataclass(frozen=True)
class Line:
    """One line of the file: the object without its id, and the text as it stands."""

    number: int
    id: str
    record: dict[str, Any]
    text: str


class _RepeatedKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number that JSON knows")


def read_lines(text: str, file: str) -> tuple[tuple[Line, ...], tuple[DossierError, ...]]:
    """Every object with its line number, and what is wrong with the others. Blank lines are passed over."""
    lines: dict[str, Line] = {}
    problems: list[DossierError] = []
    for number, raw in _numbered(text):
        try:
            lines_entry = _line(number, raw, file)
        except DossierError as problem:
            problems.append(problem)
            continue
        if lines_entry.id in lines:
            first = lines[lines_entry.id].number
            message = f"the id {lines_entry.id!r} stands here for the second time (first on line {first})"
            problems.append(DossierError(message, cure="give each line an id of its own", where=Where(file, number)))
        else:
            lines[lines_entry.id] = lines_entry
    return tuple(lines.values()), tuple(problems)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            yield number, raw.removesuffix("\r")


def _line(number: int, raw: str, file: str) -> Line:
    try:
        record = json.loads(raw, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = Where(file, number, error.colno)
        raise DossierError(f"this line is no JSON: {error.msg}", cure="one whole object a line, in { }", where=where) from error
    except _RepeatedKeyError as error:
        raise DossierError(f"the key {str(error)!r} stands twice in this line", cure="keep one", where=Where(file, number)) from error
    except (ValueError, RecursionError) as error:
        raise DossierError(f"this line is no JSON: {error}", cure="one whole object a line, in { }", where=Where(file, number)) from error
    if not isinstance(record, dict):
        raise DossierError("this line is no object", cure='one object a line: {"id": …}', where=Where(file, number))
    identity = record.pop("id", None)
    if not isinstance(identity, str) or not identity or any(letter.isspace() for letter in identity):
        raise DossierError("this line has no 'id'", cure='give it a short name without spaces: "id": "c1"', where=Where(file, number))
    return Line(number, identity, record, raw)


def _default(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def json_line(identity: str, record: dict[str, Any]) -> str:
    """The line for one record, id first, keys in the order of the schema; without its line feed.

    >>> json_line("c1", {"says": "no", "date": datetime.date(2025, 3, 24)})
    '{"id": "c1", "says": "no", "date": "2025-03-24"}'
    """
    return json.dumps({"id": identity, **record}, ensure_ascii=False, allow_nan=False, default=_default)
