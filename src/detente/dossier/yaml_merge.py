"""Changes brought into a YAML text with its comments, its order and its style kept."""

from __future__ import annotations

import difflib
import io
import json
from typing import Any

__all__ = ["fresh_yaml", "merged_yaml"]

_OTHER_SPELLING = {"from": "from_", "if": "when"}  # a file may spell these keys as Python does; a change must not add the other
_WIDE = 1_000_000  # no line of a person's text is ever broken


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDE
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def fresh_yaml(data: dict[str, Any]) -> str:
    """A new text: sections with a blank line between them, short lists in brackets."""
    parts: list[str] = []
    for key, value in data.items():
        stream = io.StringIO()
        _yaml().dump(_node({key: value}), stream)
        apart = parts and isinstance(value, (dict, list))
        parts.append(("\n" if apart else "") + stream.getvalue())
    return "".join(parts)


def merged_yaml(text: str, base: dict[str, Any], ours: dict[str, Any]) -> str:
    """``text`` with every difference between ``base`` and ``ours`` made in it; what did not change stays as it stands there."""
    yaml = _yaml()
    tree = yaml.load(text)
    _merge_map(tree, base, ours)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _merge_map(tree: Any, base: dict[str, Any], ours: dict[str, Any]) -> None:
    for key in base:
        if key not in ours:
            tree.pop(_spelt(tree, key), None)
    for key, value in ours.items():
        if key in base and _same(base[key], value):
            continue
        spelt = _spelt(tree, key)
        tree[spelt] = _merged(tree.get(spelt), base.get(key), value)


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
    return value
