"""Strong symmetric metarational stability.

Every improvement of the decision maker can be answered by a state that is strongly worse for it than the one it left, and from which no
single move of its own leads to anything that is not strongly worse.

    s is strongly SMR stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R_{N−i}(s1):  s ≫_i s2  and  ∀ s3 ∈ R_i(s2): s ≫_i s3
    weakly SMR stable               ⟺  SMR stable, and not strongly so

Names: *strongly* and *weakly SMR stable*, Hamouda, Kilgour & Hipel 2004 (hamouda2004), 2006 (hamouda2006).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm
from detente.stability.strength.above import Ladder

__all__ = ["strongly_symmetric_metarational"]


def strongly_symmetric_metarational(form: OptionForm, steps: Ladder) -> Bools:
    """Where the decision maker of ``steps`` is strongly SMR stable: a bool array of shape (size,)."""
    return steps.held(form.lowest_reached(steps.maker, "best"))
