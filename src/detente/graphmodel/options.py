"""Options: the yes/no acts that decision makers control."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Option"]


@dataclass(frozen=True, slots=True)
class Option:
    """A yes/no act controlled by one decision maker.

    ``one_way``: a yes cannot be undone. ``no_return``: a no cannot be undone. ``frozen`` fixes the setting: the option then never moves.
    """

    name: str
    decision_maker: str
    text: str = ""
    one_way: bool = False
    no_return: bool = False
    frozen: bool | None = None
