"""Strong symmetric metarational stability.

Every improvement of the decision maker can be answered by a state that is strongly worse for it than the one it left, and from which no
single move of its own leads to anything that is not strongly worse.

    s is strongly SMR stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R_{N−i}(s1):  s ≫_i s2  and  ∀ s3 ∈ R_i(s2): s ≫_i s3
    weakly SMR stable               ⟺  SMR stable, and not strongly so

Names: *strongly* and *weakly SMR stable*, Hamouda, Kilgour & Hipel 2004 (hamouda2004), 2006 (hamouda2006).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, Integers, OptionForm
from detente.stability.strength.above import held

__all__ = ["strongly_symmetric_metarational"]


def strongly_symmetric_metarational(form: OptionForm, maker: str, bounds: Integers) -> Bools:
    """Where ``maker`` is strongly SMR stable: a bool array of shape (size,). ``bounds``: see :mod:`detente.graphmodel.strength`."""
    return held(form, maker, form.lowest_reached(maker, "best"), bounds)
