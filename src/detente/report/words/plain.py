"""Fixed words: the plain names of the field's terms, and the sentences that stand in every report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["MEANINGS", "NOT_A_FORECAST", "PLAIN", "all_of", "count", "noted"]

NOT_A_FORECAST = (
    "Everything here is read from the statements listed, accepted or set aside by a person. It is not a forecast, and takes no side."
)

# The field's term, as the glossary heads it, and the words used on every surface instead.
PLAIN: Mapping[str, str] = {
    "Assumption budget": "what it rests on",
    "Basis": "rests on",
    "Bridging premise": "missing step",
    "Commitment impasse": "a deal that would not hold",
    "Completion": "possible ranking",
    "Delta": "what changed",
    "Equilibrium": "resting point",
    "False peace": "peace in their eyes only",
    "Hinge": "deciding statement",
    "Idle claim": "makes no difference",
    "Impossible": "in no reading",
    "Limit": "red line",
    "Misreading": "what separates them",
    "Necessary": "in every reading",
    "Needless fear": "fear in their eyes only",
    "No-win": "no good choice, per this text",
    "Option": "act",
    "Policy": "whose statements count",
    "Possible": "in some reading",
    "Robustness to the modeller": "modelled otherwise",
    "Sanction": "deterring reply",
    "State": "situation",
    "World": "reading",
}


MEANINGS: Mapping[str, str] = {
    "Assumption budget": "How many parts of the model are cited, inferred by the author, read from silence, assumed or unknown.",
    "Basis": "The statements that a part of the model rests on.",
    "Bridging premise": "The shortest unstated premise with which the author’s conclusion would follow.",
    "Commitment impasse": "There are acceptable deals, but in each of them somebody would do better to leave.",
    "Completion": "One full ranking of the situations that agrees with everything stated of a party’s preferences.",
    "Delta": "What another account adds, contradicts or upgrades, and the answers that change.",
    "Equilibrium": "A situation that is stable for every party, under a concept of how far each looks ahead.",
    "False peace": "A situation that all who know it would keep by their own words, but that somebody would leave, all told.",
    "Hinge": "A statement, or a set of statements accepted and set aside, that decides an answer.",
    "Idle claim": "A statement whose acceptance changes the answer in no reading.",
    "Impossible": "Holds in no admissible reading, or under no possible ranking.",
    "Limit": "A formula that a party, per the text, would not see broken in any deal.",
    "Misreading": "The least that a party would have to learn, or give up, to see its own part as all statements together have it.",
    "Necessary": "Holds in every admissible reading, or under every possible ranking.",
    "Needless fear": "A situation that rests, all statements told, but that somebody would leave by its own words.",
    "No-win": "Whatever a party does, or if it does nothing, it ends below the reference.",
    "Option": "A yes-or-no act under one party’s control.",
    "Policy": "A rule for whose statements are accepted.",
    "Possible": "Holds in some admissible reading, or under some possible ranking.",
    "Robustness to the modeller": "Whether an answer survives other ways of modelling the same statements, one choice changed at a time.",
    "Sanction": "A reply that leaves the mover no better off than if it had not moved. It has nothing to do with economic sanctions.",
    "State": "One yes or no for every act.",
    "World": "An admissible set of accepted statements: one that contains no contradiction.",
}


def all_of(words: Sequence[str], *, last: str = "and") -> str:
    """A list in prose.

    >>> all_of(["A", "B", "C"])
    'A, B and C'
    """
    items = list(words)
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "statement"), count(3, "party", "parties")
    ('1 statement', '3 parties')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_MANY = re.compile(r"(\d+) options are open, and after \d+ of them more than \d+ states are feasible")


def noted(note: str) -> str:
    """A note of the computation as a sentence, in plain words.

    >>> noted("x was not computed: 60 options are open, and after 19 of them more than 262144 states are feasible")
    'X was not computed: 60 acts are open, which makes too many situations to list.'
    """
    said = _MANY.sub(r"\1 acts are open, which makes too many situations to list", note)
    said = said.replace("the states are too many", "the situations are too many")
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")
