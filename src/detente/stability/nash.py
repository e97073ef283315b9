"""Nash stability.

A decision maker does not leave a state that it cannot improve by a move of its own.

    s is Nash stable for i  ⟺  R_i⁺(s) = ∅

Names: *rational* (R) in the graph model and in metagame analysis; a state that is Nash stable for everybody is a *Nash equilibrium*.

Sources: Nash 1950, 1951 (nash1950, nash1951); for graph models Fang, Hipel & Kilgour 1993 (fang1993).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm

__all__ = ["nash"]


def nash(form: OptionForm, maker: str) -> Bools:
    """Where ``maker`` is Nash stable: a bool array of shape (size,)."""
    return form.best(maker) <= form.ranks[maker]
