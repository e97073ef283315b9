"""Quantities as the text gives them: *over 20 % of the territory* has a bound, a unit and a denominator."""

from __future__ import annotations

import re

from detente.evidence import Quantity

__all__ = ["find_quantity"]

_BOUNDS = {
    "over": "over", "more than": "over", "above": "over", "at least": "over", "under": "under", "less than": "under", "below": "under",
    "up to": "under", "at most": "under", "exactly": "exactly", "about": "about", "around": "about", "nearly": "about", "almost": "about",
    "roughly": "about", "some": "about", "approximately": "about",
}  # fmt: skip
_PERCENT = re.compile(
    rf"(?:\b(?P<bound>{'|'.join(_BOUNDS)})\s+)?(?P<value>\d+(?:[.,]\d+)?)\s?(?:%|per ?cent\b)(?:\s+of\s+(?P<of>[^,.;:()]{{1,60}}))?",
    re.IGNORECASE,
)


def find_quantity(words: str) -> Quantity | None:
    """The first percentage in ``words``, with its bound and what it is a share of; *exactly* where no word loosens it.

    >>> find_quantity("which amount to over 20% of the northern fields, it says")
    Quantity(value=20.0, unit='%', of='the northern fields', bound='over')
    """
    found = _PERCENT.search(words)
    if found is None:
        return None
    bound = _BOUNDS[found["bound"].lower()] if found["bound"] else "exactly"
    return Quantity(float(found["value"].replace(",", ".")), "%", (found["of"] or "").strip(), bound)
