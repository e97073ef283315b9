"""Strong general metarational stability.

Every improvement of the decision maker, mild or strong, can be answered: the others, moving in turn and for whatever reason, can bring
about a state that is strongly worse for it than the one it left.

    s is strongly GMR stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R_{N−i}(s1):  s ≫_i s2
    weakly GMR stable               ⟺  GMR stable, and not strongly so

A return to s never deters strongly, nor does anything as good as s. A Nash stable state has no improvement and is strongly stable.

Names: *strongly* and *weakly GMR stable*, Hamouda, Kilgour & Hipel 2004 for two decision makers (hamouda2004), 2006 for more (hamouda2006).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm
from detente.stability.strength.above import Ladder

__all__ = ["strongly_general_metarational"]


def strongly_general_metarational(form: OptionForm, steps: Ladder) -> Bools:
    """Where the decision maker of ``steps`` is strongly GMR stable: a bool array of shape (size,)."""
    return steps.held(form.lowest_reached(steps.maker, "rank"))
