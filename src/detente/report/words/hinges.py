"""What an answer hinges on, in sentences: what one statement does, which sets of statements are enough, how many readings there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.report.words.plain import all_of, count
from detente.worlds.hinges import Hinges, Implicant

__all__ = ["effect_words", "enough_lines", "readings_words"]

_LISTED = 4
_HOW = {True: "with every demand met", False: "in which demands may be traded"}
DEAL, NO_DEAL = "a deal is possible", "there is no deal"


def readings_words(hinges: Hinges, *, idle: int, stated: bool) -> str:
    """In how many readings there is a deal, and how many statements decide; where not every reading was tried, that too.

    ``idle``: how many that may vary make no difference; ``stated``: whether every demand is to be met.
    """
    told = _readings(hinges, idle=idle, stated=stated)
    left = len(hinges.held) + len(hinges.worlds.aside)
    if hinges.complete or not left:
        return told
    fixed = "was kept as it stands, and may decide as well" if left == 1 else "were kept as they stand, and may decide as well"
    return f"{told} Not every reading was tried: {count(left, 'further statement')} {fixed}."


def _readings(hinges: Hinges, *, idle: int, stated: bool) -> str:
    total = len(hinges.verdicts)
    if total == 1:
        return "Every statement that could matter has been decided by a person, so there is one reading left."
    if hinges.settled is not None:
        return f"No statement decides: the answer is the same in all {total:,} readings that the undecided statements leave."
    return (
        f"A deal {_HOW[stated]} is possible in {hinges.verdicts_holding:,} of {total:,} readings, a count and not a likelihood. "
        f"{count(len(hinges.deciding), 'statement decides', 'statements decide')} between them; "
        f"{count(idle, 'other makes', 'others make')} no difference."
    )


def effect_words(claim: str, hinges: Hinges) -> str:
    """The shortest way in which the statement settles the answer."""
    ways: list[tuple[int, str]] = []
    for found, then in [(hinges.carry, DEAL), (hinges.defeat, NO_DEAL)]:
        for implicant in found:
            if claim in implicant.accepted | implicant.aside:
                ways.append((len(implicant), f"{_way(claim, implicant)}: {then}"))
                break
    shortest = min((size for size, _ in ways), default=0)
    return "; ".join(text for size, text in ways if size == shortest)


def enough_lines(
    hinges: Hinges, says: Callable[[str], str], *, holds: str = DEAL, fails: str = NO_DEAL, single: bool = False
) -> Iterator[str]:
    """The smallest sets of statements that settle it, a line each, both ways; where it is settled there is nothing to tell.

    ``says`` gives a claim's words. Sets of one statement are told with the statement itself, and left out unless ``single``.
    """
    if hinges.settled is not None:
        return
    for then, listed, total in ((holds, hinges.carry, hinges.carry_count), (fails, hinges.defeat, hinges.defeat_count)):
        told = [implicant for implicant in listed if single or len(implicant) > 1]
        for implicant in told[:_LISTED]:
            yield f"{then} if {_all(implicant, says)}"
        left = total - (len(listed) - len(told)) - len(told[:_LISTED])
        if left > 0:
            yield f"{then} also by {count(left, 'further set', 'further sets')} of statements"


def _all(implicant: Implicant, says: Callable[[str], str]) -> str:
    parts = []
    for claims, word in ((implicant.accepted, "accepted"), (implicant.aside, "set aside")):
        if claims:
            told = all_of([f"“{says(claim)}”" for claim in sorted(claims)])
            parts.append(f"{told} {'are' if len(claims) > 1 else 'is'}{' all' if len(claims) > 2 else ''} {word}")
    return all_of(parts)


def _way(claim: str, implicant: Implicant) -> str:
    own = "accepted" if claim in implicant.accepted else "set aside"
    more = [f"{name} accepted" for name in sorted(implicant.accepted - {claim})] + [
        f"{name} set aside" for name in sorted(implicant.aside - {claim})
    ]
    return f"if {own}{f' with {all_of(more)}' if more else ''}"
