"""Strings that steer nothing: for every surface that a browser draws."""

from __future__ import annotations

import re

__all__ = ["inert"]

# Explicit embeddings, overrides and isolates reorder what follows them; control characters have no place in HTML.
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def inert(text: str) -> str:
    r"""``text`` without what turns the direction of writing or controls a device. Marks of direction stay: they move only themselves.

    >>> inert("a\u202eb\x1bc")
    'abc'
    """
    return _STEERING.sub("", text)
