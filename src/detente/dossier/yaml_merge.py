"""Changes brought into a YAML text: only the entries that changed are written anew, every other line stays byte for byte.

The text is cut at its keys, two levels deep (``options:`` and, below it, ``north_truce:``). A piece that changed goes through ruamel's
round trip, which keeps the comments and the style within it; comments and blank lines before a key stay with that key.
"""

from __future__ import annotations

import difflib
import io
import json
import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.dossier.yaml_tree import Tree, read_yaml

__all__ = ["fresh_yaml", "merged_yaml"]

_OTHER_SPELLING = {"from": "from_", "if": "when"}  # a file may spell these keys as Python does; a change must not add the other
_WIDE = 1_000_000  # no line of a person's text is ever broken
_DEPTH = 2
_LINE_ENDS = frozenset("\r\x85\u2028\u2029")

Path = tuple[str | int, ...]


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDE
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def _dumped(node: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(node, stream)
    return stream.getvalue()


def fresh_yaml(data: dict[str, Any]) -> str:
    """A new text: sections with a blank line between them, short lists in brackets."""
    return "".join(_fresh_section(key, value, first=not index) for index, (key, value) in enumerate(data.items()))


def _fresh_section(key: str, value: Any, *, first: bool = False) -> str:
    apart = isinstance(value, (dict, list)) and not first
    return ("\n" if apart else "") + _dumped(_node({key: value}))


def merged_yaml(text: str, base: dict[str, Any], ours: dict[str, Any]) -> str:
    """``text`` with every difference between ``base`` and ``ours`` made in it; what did not change stays as it stands there."""
    windows = "\r\n" in text
    unix = text.replace("\r\n", "\n")
    tree, _ = read_yaml(unix, "")
    lines = unix.splitlines(keepends=True)  # as ruamel counts them: it takes U+0085 and U+2028 for line ends too
    merged = "".join(_patched(_Block((), 0, len(lines)), tree, lines, base, ours))
    return merged.replace("\n", "\r\n") if windows else merged


@dataclass(frozen=True)
class _Block:
    """A mapping in the text: its path, and the lines ``[start, end)`` that hold it."""

    path: Path
    start: int
    end: int


@dataclass(frozen=True)
class _Piece:
    """One key of a block: the comments before it, and the lines of the key and its value."""

    lead: list[str]
    body: list[str]
    start: int


def _pieces(block: _Block, tree: Tree, lines: list[str]) -> tuple[dict[str, _Piece], list[str]] | None:
    """The block cut at its keys, and the comments after the last; None where its keys do not each begin a line."""
    value = _at(tree.value, block.path)
    if not isinstance(value, dict) or not value:
        return None
    places = [tree.keys[(*block.path, key)] for key in value]
    starts = [place.line - 1 for place in places]
    plain = all(not lines[place.line - 1][: place.column - 1].strip(" ") and place.column == places[0].column for place in places)
    if not plain or any(one >= other for one, other in pairwise(starts)):
        return None
    found: dict[str, _Piece] = {}
    lead = lines[block.start : starts[0]]
    for key, start, end in zip(value, starts, [*starts[1:], block.end], strict=True):
        body = lines[start:end]
        cut = len(body)
        while cut > 1 and _is_remark(body[cut - 1]):
            cut -= 1
        if "|" in body[0] or ">" in body[0]:
            cut = max(cut, _last_line(tree, (*block.path, key)) - start)  # blank lines at the end of a block of text belong to it
        found[key] = _Piece(lead, body[:cut], start)
        lead = body[cut:]
    return found, lead


def _last_line(tree: Tree, path: Path) -> int:
    place = tree.values[path]
    return tree.text.count("\n", 0, place.end)


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _patched(block: _Block, tree: Tree, lines: list[str], base: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """The lines of a block after the change."""
    cut = _pieces(block, tree, lines)
    if cut is None:
        return _through_ruamel(lines[block.start : block.end], base, ours)
    pieces, closing = cut
    indent = " " * (tree.keys[(*block.path, next(iter(pieces)))].column - 1)
    written: dict[str, list[str]] = {}
    for key, piece in pieces.items():
        if key in base and key not in ours:
            written[key] = piece.lead  # what stood above it may be a heading; only the entry itself goes
        elif key not in ours or (key in base and _same(base[key], ours[key])):
            written[key] = [*piece.lead, *piece.body]
        else:
            written[key] = [*piece.lead, *_changed((*block.path, key), tree, lines, piece, (base.get(key), ours[key]))]
    for key, value in ours.items():
        if key not in pieces and not (key in base and _same(base[key], value)):
            fresh = _dumped(_node({key: value})) if block.path else _fresh_section(key, value)
            written[key] = textwrap.indent(fresh, indent).splitlines(keepends=True)
    result: list[str] = []
    # Sections may stand in any order; within one, the order of parties and options is the order of everything shown.
    for key in _in_order(list(pieces), list(written), list(ours), free=not block.path):
        if result and not result[-1].endswith("\n"):
            result[-1] += "\n"
        result += written[key]
    return [*result, *closing]


def _in_order(standing: list[str], written: list[str], ours: list[str], *, free: bool) -> list[str]:
    """The order on disk where the two agree, new keys after their predecessor; else our order, and then what only the disk knows."""
    wanted = [key for key in ours if key in written]
    if not free and [key for key in wanted if key in standing] != [key for key in standing if key in ours]:
        return [*wanted, *(key for key in written if key not in ours)]
    order = [key for key in standing if key in written]
    for index, key in enumerate(wanted):
        if key not in order:
            order.insert(order.index(wanted[index - 1]) + 1 if index else 0, key)
    return order


def _changed(path: Path, tree: Tree, lines: list[str], piece: _Piece, change: tuple[Any, Any]) -> list[str]:
    key, (base, value) = str(path[-1]), change
    inside = isinstance(base, dict) and isinstance(value, dict) and isinstance(_at(tree.value, path), dict)
    if inside and len(path) < _DEPTH:
        inner = _Block(path, piece.start + 1, piece.start + len(piece.body))
        if _pieces(inner, tree, lines) is not None:
            return [piece.body[0], *_patched(inner, tree, lines, base, value)]
    before = {} if base is None else {key: base}
    return _through_ruamel(piece.body, before, {key: value})


def _through_ruamel(lines: list[str], base: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """The lines of one mapping, changed within and printed again at the same indent."""
    text = "".join(lines)
    first = next((line for line in lines if not _is_remark(line)), "")
    width = len(first) - len(first.lstrip(" "))
    tree = _yaml().load("\n".join(line[min(width, len(line) - len(line.lstrip(" "))) :] for line in text.split("\n")))
    _merge_map(tree, base, ours)
    return textwrap.indent(_dumped(tree), " " * width).splitlines(keepends=True)


def _merge_map(tree: Any, base: dict[str, Any], ours: dict[str, Any]) -> None:
    for key in base:
        if key not in ours:
            tree.pop(_spelt(tree, key), None)
    for key, value in ours.items():
        if key in base and _same(base[key], value):
            continue
        spelt = _spelt(tree, key)
        tree[spelt] = _merged(tree.get(spelt), base.get(key), value)
    order = [_spelt(tree, key) for key in ours]
    if list(tree)[: len(order)] != order and [key for key in base if key in ours] != [key for key in ours if key in base]:
        for key in order:
            tree[key] = tree.pop(key)


def _spelt(tree: Any, key: str) -> str:
    other = _OTHER_SPELLING.get(key, key)
    return other if key not in tree and other in tree else key


def _merged(node: Any, base: Any, value: Any) -> Any:
    """The node after the change from ``base`` to ``value``: changed within where shapes agree, else replaced."""
    if isinstance(node, dict) and isinstance(base, dict) and isinstance(value, dict):
        _merge_map(node, base, value)
        return node
    if isinstance(node, list) and isinstance(base, list) and isinstance(value, list) and len(node) == len(base):
        _merge_list(node, base, value)
        return node
    return _node(value)


def _merge_list(node: Any, base: list[Any], ours: list[Any]) -> None:
    """Items are matched by what they say; one item in place of one other is changed within."""
    matcher = difflib.SequenceMatcher(None, [_said(item) for item in base], [_said(item) for item in ours], autojunk=False)
    for action, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if action == "equal":
            continue
        shared = min(i2 - i1, j2 - j1)
        for extra in range(i2 - 1, i1 + shared - 1, -1):
            del node[extra]
        for offset in range(shared):
            node[i1 + offset] = _merged(node[i1 + offset], base[i1 + offset], ours[j1 + offset])
        for index, item in enumerate(ours[j1 + shared : j2]):
            node.insert(i1 + shared + index, _node(item))


def _said(value: Any) -> str:
    return json.dumps(value, default=str, sort_keys=True)


def _same(one: Any, other: Any) -> bool:
    """Equal in value and in order of keys, since the order of parties and options is the order of everything shown."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _node(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        found = CommentedMap((key, _node(inner)) for key, inner in value.items())
        if not value:
            found.fa.set_flow_style()
        return found
    if isinstance(value, (list, tuple)):
        items = CommentedSeq(_node(inner) for inner in value)
        if not any(isinstance(inner, dict) for inner in value):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str) and _LINE_ENDS.intersection(value):
        return DoubleQuotedScalarString(value)  # escaped; ruamel would fold them away in plain text
    return value
