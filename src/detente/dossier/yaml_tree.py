"""YAML with the place of every key and value, and nothing in it that could surprise.

YAML 1.2: ``no`` is text and ``true`` is a truth value. Tags, anchors used as aliases, repeated keys and keys that are not text are refused:
a dossier is a plain tree. Positions are kept beside the values, so that every later error can point at line and column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.errors import DossierError, Where

__all__ = ["MAX_BYTES", "Place", "Tree", "read_yaml"]

MAX_BYTES = 16 * 1024 * 1024  # larger files hold claims, and claims belong into claims.jsonl

Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_PLAIN = {"str", "int", "float", "bool", "null", "timestamp", "map", "seq"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: line and column from 1, and the characters ``[start, end)`` of the file."""

    line: int
    column: int
    start: int
    end: int
    quoted: str | None = None


@dataclass(frozen=True)
class Tree:
    """A parsed file: plain values (dict, list, str, int, float, bool, None; dates stay text), the places of values and keys by path."""

    value: Any
    text: str
    file: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def where(self, path: Path, *, key: bool = False, offset: int = 0) -> Where:
        """The place of ``path``, or of its nearest ancestor that exists; ``offset`` counts characters into a text value."""
        for length in range(len(path), -1, -1):
            known = path[:length]
            place = self.keys.get(known) if key else None
            place = place or self.values.get(known)
            if place is not None:
                if offset and length == len(path):
                    return self._inside(place, offset)
                if length < len(path) and known in self.keys and isinstance(self._value(known), (dict, list)):
                    place = self.keys[known]
                return Where(self.file, place.line, place.column)
        return Where(self.file, 1, 1)

    def _value(self, path: Path) -> Any:
        value = self.value
        for step in path:
            value = value[step]
        return value

    def _inside(self, place: Place, offset: int) -> Where:
        """Line and column of the ``offset``-th character of a scalar, folded lines and quotation marks allowed for."""
        at = _source_index(self.text, place, offset)
        line = self.text.count("\n", 0, at) + 1
        return Where(self.file, line, at - (self.text.rfind("\n", 0, at) + 1) + 1)


def _source_index(text: str, place: Place, offset: int) -> int:
    at, end, indent = place.start, place.end, 0
    if place.quoted in {'"', "'"}:
        at, end = at + 1, end - 1
    elif place.quoted in {"|", ">"}:
        at = text.find("\n", at, end) + 1
        while at < end and text[at] == " ":
            at, indent = at + 1, indent + 1
    seen = 0
    while seen < offset and at < end:
        if text[at].isspace():
            run = at
            while run < end and text[run].isspace():
                run += 1
            folded = "\n" in text[at:run]
            width = _folded_width(text[at:run], place.quoted, indent) if folded else run - at
            if not folded and seen + width > offset:
                return at + offset - seen
            at, seen = run, seen + width
        else:
            escaped = (place.quoted == "'" and text.startswith("''", at)) or (place.quoted == '"' and text[at] == "\\")
            at, seen = at + (2 if escaped else 1), seen + 1
    return min(at, len(text))


def _folded_width(run: str, style: str | None, indent: int) -> int:
    """How many characters of the value a run of white space with line breaks stands for."""
    breaks, deeper = run.count("\n"), 0
    if style in {"|", ">"}:
        deeper = max(0, len(run) - run.rfind("\n") - 1 - indent)
    return breaks + deeper if style == "|" or deeper else max(1, breaks - 1)


class _Builder:
    """From YAML nodes to plain values, collecting problems instead of stopping at the first."""

    def __init__(self, text: str, file: str) -> None:
        self.tree = Tree(None, text, file)
        self.problems: list[DossierError] = []
        self.visited: set[int] = set()
        self.has_aliases = False

    def fail(self, node: Any, message: str, cure: str) -> None:
        mark = node.start_mark
        where = Where(self.tree.file, mark.line + 1, mark.column + 1)
        self.problems.append(DossierError(message, cure=cure, where=where))

    def build(self, node: Any, path: Path) -> Any:
        start, end = node.start_mark, node.end_mark
        self.tree.values[path] = Place(start.line + 1, start.column + 1, start.index, end.index, getattr(node, "style", None))
        if id(node) in self.visited:
            self.has_aliases = True
            return None
        self.visited.add(id(node))
        kind = str(node.tag).removeprefix(_TAG)
        if kind not in _PLAIN:
            shown = "<<" if kind == "merge" else str(node.tag)
            self.fail(node, f"the tag {shown} is not allowed", "write plain text, numbers, lists and mappings")
            return None
        if kind == "map":
            return self.mapping(node, path)
        if kind == "seq":
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(kind, str(node.value))

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node.value, str):
                self.fail(key_node, "a key is not plain text", "a list or mapping cannot be a key; put quotes around text with brackets")
                continue
            key = key_node.value
            inner = (*path, key)
            if key in found:
                first = self.tree.keys[inner].line
                self.fail(key_node, f"the key {key!r} stands here for the second time (first on line {first})", "keep one of the two")
                self.build(value_node, (*path, key, "#repeated"))
                continue
            mark = key_node.start_mark
            self.tree.keys[inner] = Place(mark.line + 1, mark.column + 1, mark.index, key_node.end_mark.index)
            found[key] = self.build(value_node, inner)
        return found


def _scalar(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind in {"int", "float"}:
        try:
            digits = text.replace("_", "")
            return float(digits) if kind == "float" else int(digits, 0 if digits[:2].lower() in {"0x", "0o"} else 10)
        except ValueError:
            return text
    return text


def read_yaml(text: str, file: str) -> tuple[Tree, Sequence[DossierError]]:
    """Parse ``text``. Returns the tree and the problems that do not keep it from being a tree (repeated keys, tags, aliases).

    Raises :class:`~detente.errors.DossierError` where the text is no YAML at all, with line and column.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    if len(text) > MAX_BYTES:
        message = f"{len(text):,} characters are too many for a dossier's YAML"
        raise DossierError(message, cure="put the claims into claims.jsonl", where=Where(file))
    builder = _Builder(text, file)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if node is None:
            raise DossierError("the file is empty", cure="begin with 'detente: 1' and 'title: …'", where=Where(file))
        value = builder.build(node, ())
        if builder.has_aliases:
            builder.problems += _aliases(text, file)
    except MarkedYAMLError as error:
        raise _no_yaml(error, file) from error
    except ReaderError as error:
        where = Where(file, text.count("\n", 0, error.position) + 1)
        raise DossierError(f"a control character (code {ord(text[error.position])}) is no text", cure="delete it", where=where) from error
    except YAMLError as error:
        raise DossierError(f"this is no YAML: {error}", cure="compare with docs/reference/dossier.md", where=Where(file)) from error
    except RecursionError:
        raise DossierError("the file is nested too deeply to be a dossier", cure="check the brackets", where=Where(file)) from None
    tree = builder.tree
    return Tree(value, text, file, tree.values, tree.keys), tuple(builder.problems)


def _aliases(text: str, file: str) -> list[DossierError]:
    """Where values are repeated by reference: the composed tree no longer says, the events do."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    places = [event for event in YAML(typ="safe", pure=True).parse(text) if isinstance(event, AliasEvent)]
    return [
        DossierError(
            f"the alias *{event.anchor} repeats a value by reference",
            cure="write the value out; a dossier has no aliases",
            where=Where(file, event.start_mark.line + 1, event.start_mark.column + 1),
        )
        for event in places
    ]


def _no_yaml(error: Any, file: str) -> DossierError:
    mark = error.problem_mark or error.context_mark
    where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
    said = str(error.problem or error.context or "the text does not parse")
    cure = "check the indentation and the brackets just before this place"
    if "\\t" in said or "\t" in said:
        cure = "indent with spaces; YAML forbids tabs"
    elif "mapping values are not allowed" in said:
        cure = "put quotation marks around text that contains a colon"
    elif "another document" in said:
        said, cure = "a second document begins here", "remove the line '---'"
    elif "undefined alias" in said or "alias" in said:
        cure = "put quotation marks around text that begins with * or &"
    elif "cannot start any token" in said:
        cure = "put quotation marks around text that begins with this character"
    return DossierError(f"this is no YAML: {said}", cure=cure, where=where)
