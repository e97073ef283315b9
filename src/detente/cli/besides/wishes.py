"""What the parties wish one another: where each would stay, given its attitudes to the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.cli.besides.open_rankings import LETTERED
from detente.cli.besides.told import Lines, Told, everywhere
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.stability.equilibria import Solution

__all__ = ["WISHES", "attitudes", "tell_attitudes"]

WISHES = {"good": "+", "harm": "-", "nothing": "0"}
_WORDS = {"good": "wishes {} well", "harm": "wishes {} ill", "nothing": "does not mind what becomes of {}"}
_NAMES = {"rnash": "RNash", "rgmr": "RGMR", "rsmr": "RSMR", "rseq": "RSEQ"}


def attitudes(solution: Solution, held: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The four relational concepts; ``held`` maps two parties, or one twice, to a word of :data:`WISHES`.

    Raises :class:`~detente.errors.ModelError` where nobody's attitude is said, and where situations are too many;
    :class:`~detente.errors.UnknownName` for a party that is none.
    """
    from detente.stability.attitudes import relational_stable

    if not held:
        raise ModelError("nobody's attitude is said", cure="say one: --attitude PARTY:PARTY=good, or attitudes in the dossier")
    if len(solution.states) > LETTERED:
        raise ModelError(f"{len(solution.states):,} situations are too many to judge by attitudes", cure=f"at most {LETTERED} can be")
    found = relational_stable(solution.model, {pair: WISHES[wish] for pair, wish in held.items()})
    return {
        "attitudes": [{"party": party, "to": to, "wishes": wish} for (party, to), wish in held.items()],
        "stable": {
            str(concept): {maker: [solution.states[at] for at, flag in enumerate(flags) if flag] for maker, flags in by_maker.items()}
            for concept, by_maker in found.items()
        },
        "equilibria": {str(concept): everywhere(solution, by_maker) for concept, by_maker in found.items()},
    }


def tell_attitudes(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    yield "heading", "And given what they wish one another?"
    for one in found["attitudes"]:
        whom = "itself" if one["party"] == one["to"] else told.party(one["to"])
        yield "line", f"{told.party(one['party'])} {_WORDS[one['wishes']].format(whom)}."
    for concept, labels in found["equilibria"].items():
        yield "line", f"At rest under {_NAMES[concept]}: {told.situations(labels) or 'nowhere'}."
